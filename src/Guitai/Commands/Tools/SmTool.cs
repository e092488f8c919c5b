using System.CommandLine;
using System.Text.Json.Nodes;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.National;

namespace Guitai.Commands.Tools;

/// <summary><c>guitai tool sm sm3|sm4-ecb|sm4-cbc</c>: the national algorithms.</summary>
internal static class SmTool
{
    public static Command Make() =>
        new("sm", "The national algorithms SM3 and SM4") { Hash(), Cipher("sm4-ecb", cbc: false), Cipher("sm4-cbc", cbc: true) };

    private static ToolAction Hash()
    {
        var data = ToolInput.Required("--data", "What is hashed, in hex");
        return new ToolAction(
            "sm3",
            "The SM3 hash (GB/T 32905)",
            parsed =>
            {
                var hash = new byte[Sm3.HashLength];
                Sm3.Hash(parsed.Hex(data), hash);
                return new JsonObject { ["hash"] = ToolOutput.Hex(hash) };
            },
            [data],
            ["guitai tool sm sm3 --data 616263"]
        );
    }

    private static ToolAction Cipher(string name, bool cbc)
    {
        var key = ToolInput.Required("--key", "The key, 16 bytes");
        var data = ToolInput.Required("--data", "Whole blocks of 16 bytes");
        var iv = ToolInput.Optional("--iv", "One block; zeros by default");
        var decrypt = new Option<bool>("--decrypt") { Description = "Decrypt instead of encrypt" };
        return new ToolAction(
            name,
            $"SM4 in {(cbc ? "CBC" : "ECB")} mode without padding (GB/T 32907)",
            parsed =>
            {
                var input = parsed.Hex(data);
                if (input.Length == 0 || input.Length % 16 != 0)
                {
                    throw ToolInput.Refuse("--data must be whole blocks of 16 bytes.", "--data 的长度必须是 16 字节的整数倍。");
                }

                using var made = KeyInput.Use(parsed.Hex(key, 16), k => DataKey.FromClear(KeyAlgorithm.Sm4, k));
                var output = new byte[input.Length];
                var first = parsed.OptionalHex(iv, 16) ?? new byte[16];
                switch (cbc, parsed.GetValue(decrypt))
                {
                    case (true, false):
                        made.EncryptCbc(first, input, output);
                        break;
                    case (true, true):
                        made.DecryptCbc(first, input, output);
                        break;
                    case (false, false):
                        made.EncryptEcb(input, output);
                        break;
                    default:
                        made.DecryptEcb(input, output);
                        break;
                }

                return new JsonObject { ["result"] = ToolOutput.Hex(output) };
            },
            cbc ? [key, data, iv, decrypt] : [key, data, decrypt],
            cbc
                ?
                [
                    "guitai tool sm sm4-cbc --key 0123456789ABCDEFFEDCBA9876543210 --iv 000102030405060708090A0B0C0D0E0F --data AAAAAAAABBBBBBBBCCCCCCCCDDDDDDDD",
                ]
                : ["guitai tool sm sm4-ecb --key 0123456789ABCDEFFEDCBA9876543210 --data 0123456789ABCDEFFEDCBA9876543210"]
        );
    }
}
