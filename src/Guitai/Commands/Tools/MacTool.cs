using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.Macs;

namespace Guitai.Commands.Tools;

/// <summary><c>guitai tool mac</c>: message authentication codes.</summary>
internal static class MacTool
{
    private static readonly Dictionary<string, (KeyAlgorithm Algorithm, int[] Lengths, Func<byte[], MacKey> Make)> s_algorithms = new(
        StringComparer.Ordinal
    )
    {
        ["x919"] = (KeyAlgorithm.Tdes, [16], k => RetailMacKey.FromClear(KeyAlgorithm.Tdes, k)),
        ["unionpay"] = (KeyAlgorithm.Tdes, [8, 16], k => UnionPayMacKey.FromClear(KeyAlgorithm.Tdes, k)),
        ["cmac-tdes"] = (KeyAlgorithm.Tdes, [16, 24], k => CmacKey.FromClear(KeyAlgorithm.Tdes, k)),
        ["cmac-aes"] = (KeyAlgorithm.Aes, [16, 24, 32], k => CmacKey.FromClear(KeyAlgorithm.Aes, k)),
    };

    public static Command Make()
    {
        var algorithm = ToolInput.Required("--algorithm", "x919, unionpay (field 64: MTI to DE63), cmac-tdes or cmac-aes");
        var key = ToolInput.Required("--key", "The key");
        var data = ToolInput.Required("--data", "What the MAC covers, in hex");
        var length = ToolInput.Optional("--length", "Bytes of the MAC, 4 to its whole length");
        var parity = KeyInput.Parity();
        return new ToolAction(
            "mac",
            "X9.19 retail MAC, UnionPay ECB MAC, CMAC under triple-DES or AES",
            parsed =>
            {
                var (kind, lengths, make) = ToolInput.Choice("--algorithm", parsed.Text(algorithm), s_algorithms);
                var message = parsed.Hex(data);
                using var made = KeyInput.Use(parsed.Key(key, kind, parity, lengths), make);
                var wanted = parsed.OptionalText(length) is { } said
                    ? int.Parse(ToolInput.Digits("--length", said, 1, 2), CultureInfo.InvariantCulture)
                    : made.MacLength;
                if (wanted < 4 || wanted > made.MacLength)
                {
                    throw ToolInput.Refuse($"This MAC has 4 to {made.MacLength} bytes.", $"该 MAC 的长度是 4 到 {made.MacLength} 字节。");
                }

                var mac = new byte[wanted];
                made.Compute(message, mac);
                return new JsonObject { ["mac"] = ToolOutput.Hex(mac) };
            },
            [algorithm, key, data, length, parity],
            [
                "guitai tool mac --algorithm x919 --key 0123456789ABCDEFFEDCBA9876543210 --data 4E6F77206973207468652074696D6520666F7220616C6C20",
                "guitai tool mac --algorithm unionpay --key C24A8FB57AA20123 --data 0200302004C020C09811000000000000",
                "guitai tool mac --algorithm cmac-aes --key 2B7E151628AED2A6ABF7158809CF4F3C --data 6BC1BEE22E409F96E93D7E117393172A",
            ]
        );
    }
}
