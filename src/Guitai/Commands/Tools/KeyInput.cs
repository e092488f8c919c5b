using System.CommandLine;
using System.Security.Cryptography;
using Guitai.PaymentCrypto;

namespace Guitai.Commands.Tools;

/// <summary>Keys on the toolbox's command line: hexadecimal, of a length that the tool takes, and DES keys of odd parity unless told otherwise.</summary>
internal static class KeyInput
{
    /// <summary>For tools that take DES keys.</summary>
    public static Option<string?> Parity() =>
        ToolInput.Optional("--parity", "odd refuses DES keys whose bytes have even parity (typing errors); any takes them. Default odd");

    /// <summary>The key that was given.</summary>
    public static byte[] Key(
        this ParseResult parsed,
        Option<string> option,
        KeyAlgorithm algorithm,
        Option<string?>? parity = null,
        params int[] lengths
    ) => Checked(parsed, option.Name, parsed.Hex(option, lengths), algorithm, parity);

    /// <summary>The key; null when none was given.</summary>
    public static byte[]? OptionalKey(
        this ParseResult parsed,
        Option<string?> option,
        KeyAlgorithm algorithm,
        Option<string?>? parity = null,
        params int[] lengths
    ) => parsed.OptionalHex(option, lengths) is { } key ? Checked(parsed, option.Name, key, algorithm, parity) : null;

    /// <summary>Runs with a clear key and wipes it.</summary>
    public static T Use<T>(byte[] key, Func<byte[], T> work)
    {
        try
        {
            return work(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static byte[] Checked(ParseResult parsed, string name, byte[] key, KeyAlgorithm algorithm, Option<string?>? parity)
    {
        var any =
            parity is null
            || parsed.OptionalText(parity) is { } said
                && ToolInput.Choice(
                    "--parity",
                    said,
                    new Dictionary<string, bool>(StringComparer.Ordinal) { ["odd"] = false, ["any"] = true }
                );
        return algorithm is not KeyAlgorithm.Tdes || any || DesParity.IsOdd(key)
            ? key
            : throw ToolInput.Refuse(
                $"{name} is a DES key, but not every byte of it has odd parity. If it is right all the same, add --parity any.",
                $"{name} 是 DES 密钥，但有字节不是奇校验。如果密钥确实无误，请加 --parity any。"
            );
    }
}
