using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.Dukpt;

namespace Guitai.Commands.Tools;

/// <summary><c>guitai tool dukpt</c>: initial and working keys by X9.24-1 and X9.24-3.</summary>
internal static class DukptTool
{
    private static readonly Dictionary<string, int> s_schemes = new(StringComparer.Ordinal)
    {
        ["tdes"] = 0,
        ["aes128"] = 16,
        ["aes192"] = 24,
        ["aes256"] = 32,
    };

    private static readonly Dictionary<string, DukptUsage> s_usages = new(StringComparer.Ordinal)
    {
        ["pin"] = DukptUsage.Pin,
        ["mac-request"] = DukptUsage.MacRequest,
        ["mac-response"] = DukptUsage.MacResponse,
        ["mac-both"] = DukptUsage.MacBoth,
        ["data-request"] = DukptUsage.DataRequest,
        ["data-response"] = DukptUsage.DataResponse,
        ["data-both"] = DukptUsage.DataBoth,
        ["key"] = DukptUsage.KeyEncryption,
    };

    private static readonly Dictionary<string, DukptKeyType> s_types = Enum.GetValues<DukptKeyType>()
        .ToDictionary(t => t.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    public static Command Make()
    {
        var scheme = ToolInput.Required("--scheme", "tdes, aes128, aes192 or aes256");
        var bdk = ToolInput.Required("--bdk", "Base derivation key");
        var ksn = ToolInput.Required("--ksn", "Key serial number: 10 bytes (tdes) or 12 (aes)");
        var usage = ToolInput.Required(
            "--usage",
            "pin, mac-request, mac-response, data-request, data-response; with aes also mac-both, data-both and key"
        );
        var type = ToolInput.Optional(
            "--key-type",
            "With aes: tdes2, tdes3, aes128, aes192, aes256, hmac128, hmac192 or hmac256; the scheme's own by default"
        );
        var parity = KeyInput.Parity();
        return new ToolAction(
            "dukpt",
            "The initial key of a device and the working key of a transaction",
            parsed =>
            {
                var length = ToolInput.Choice("--scheme", parsed.Text(scheme), s_schemes);
                var use = ToolInput.Choice("--usage", parsed.Text(usage), s_usages);
                var kind = parsed.OptionalText(type) is { } said ? ToolInput.Choice("--key-type", said, s_types) : (DukptKeyType?)null;
                return length == 0
                    ? Tdes(parsed.Key(bdk, KeyAlgorithm.Tdes, parity, 16), parsed.Hex(ksn, TdesKsn.Length), use, kind)
                    : Aes(parsed.Key(bdk, KeyAlgorithm.Aes, null, length), parsed.Hex(ksn, AesKsn.Length), use, kind);
            },
            [scheme, bdk, ksn, usage, type, parity],
            [
                "guitai tool dukpt --scheme tdes --bdk 0123456789ABCDEFFEDCBA9876543210 --ksn FFFF9876543210E00001 --usage pin",
                "guitai tool dukpt --scheme aes128 --bdk FEDCBA9876543210F1F1F1F1F1F1F1F1 --ksn 123456789012345600000001 --usage mac-request --key-type aes128",
            ]
        );
    }

    private static JsonObject Tdes(byte[] baseKey, byte[] number, DukptUsage usage, DukptKeyType? type)
    {
        TdesKsn.TryRead(number, out var ksn);
        if (usage is DukptUsage.MacBoth or DukptUsage.DataBoth or DukptUsage.KeyEncryption || type is not (null or DukptKeyType.Tdes2))
        {
            throw ToolInput.Refuse("Triple-DES DUKPT has no such usage or key type.", "TDES DUKPT 没有这种用途或密钥类型。");
        }

        Require(ksn.IsValid, 10);
        var initial = new byte[16];
        var working = new byte[16];
        TdesDukpt.InitialKey(baseKey, ksn, initial);
        TdesDukpt.WorkingKey(initial, ksn, usage, working);
        return Answer(baseKey, initial, working);
    }

    private static JsonObject Aes(byte[] baseKey, byte[] number, DukptUsage usage, DukptKeyType? type)
    {
        AesKsn.TryRead(number, out var ksn);
        Require(ksn.IsValid, 16);
        var kind =
            type
            ?? baseKey.Length switch
            {
                16 => DukptKeyType.Aes128,
                24 => DukptKeyType.Aes192,
                _ => DukptKeyType.Aes256,
            };
        if (!AesDukpt.IsStrongEnough(baseKey.Length, kind))
        {
            throw ToolInput.Refuse("A working key may not be stronger than the base key.", "工作密钥的强度不能高于基础密钥。");
        }

        var initial = new byte[baseKey.Length];
        var working = new byte[AesDukpt.LengthOf(kind)];
        AesDukpt.InitialKey(baseKey, ksn.InitialKeyId, initial);
        AesDukpt.WorkingKey(initial, ksn, usage, kind, working);
        return Answer(baseKey, initial, working);
    }

    private static void Require(bool valid, int bits)
    {
        if (!valid)
        {
            throw ToolInput.Refuse(
                $"The transaction counter in --ksn is none that a device uses: it has 1 to {bits} bits set.",
                $"--ksn 中的交易计数器无效：置 1 的位数应为 1 到 {bits}。"
            );
        }
    }

    private static JsonObject Answer(byte[] baseKey, byte[] initial, byte[] working)
    {
        var answer = new JsonObject { ["initialKey"] = ToolOutput.Hex(initial), ["workingKey"] = ToolOutput.Hex(working) };
        CryptographicOperations.ZeroMemory(baseKey);
        CryptographicOperations.ZeroMemory(initial);
        CryptographicOperations.ZeroMemory(working);
        return answer;
    }
}
