using System.CommandLine;
using System.Text.Json.Nodes;
using Guitai.PaymentCrypto;

namespace Guitai.Commands.Tools;

/// <summary><c>guitai tool kcv</c>: key check values.</summary>
internal static class KcvTool
{
    private static readonly Dictionary<string, KeyAlgorithm> s_algorithms = new(StringComparer.Ordinal)
    {
        ["tdes"] = KeyAlgorithm.Tdes,
        ["aes"] = KeyAlgorithm.Aes,
        ["sm4"] = KeyAlgorithm.Sm4,
    };

    public static Command Make()
    {
        var key = ToolInput.Required("--key", "The key");
        var algorithm = ToolInput.Optional("--algorithm", "tdes, aes or sm4. Default tdes; aes for keys of 32 bytes");
        var method = ToolInput.Optional(
            "--method",
            "zeros (a block of zeros encrypted) or cmac. Default: cmac for aes, zeros for the others"
        );
        var parity = KeyInput.Parity();
        return new ToolAction(
            "kcv",
            "The check value by which people compare keys: kcv has three bytes, kcv4 and kcv5 four and five",
            parsed =>
            {
                var bytes = parsed.Hex(key, 8, 16, 24, 32);
                var kind =
                    parsed.OptionalText(algorithm) is { } said ? ToolInput.Choice("--algorithm", said, s_algorithms)
                    : bytes.Length == 32 ? KeyAlgorithm.Aes
                    : KeyAlgorithm.Tdes;
                bytes = kind switch
                {
                    KeyAlgorithm.Tdes => parsed.Key(key, kind, parity, 8, 16, 24),
                    KeyAlgorithm.Aes => parsed.Key(key, kind, null, 16, 24, 32),
                    _ => parsed.Key(key, kind, null, 16),
                };
                var cmac = parsed.OptionalText(method) is { } way
                    ? ToolInput.Choice(
                        "--method",
                        way,
                        new Dictionary<string, bool>(StringComparer.Ordinal) { ["zeros"] = false, ["cmac"] = true }
                    )
                    : kind is KeyAlgorithm.Aes;
                return KeyInput.Use(
                    bytes,
                    k =>
                    {
                        var value = new byte[5];
                        if (cmac)
                        {
                            KeyCheckValue.Cmac(kind, k, value);
                        }
                        else
                        {
                            KeyCheckValue.EncryptZeros(kind, k, value);
                        }

                        return new JsonObject
                        {
                            ["kcv"] = ToolOutput.Hex(value.AsSpan(0, 3)),
                            ["kcv4"] = ToolOutput.Hex(value.AsSpan(0, 4)),
                            ["kcv5"] = ToolOutput.Hex(value),
                        };
                    }
                );
            },
            [key, algorithm, method, parity],
            [
                "guitai tool kcv --key 0123456789ABCDEFFEDCBA9876543210",
                "guitai tool kcv --algorithm aes --key 3F419E1CB7079442AA37474C2EFBF8B8",
            ]
        );
    }
}
