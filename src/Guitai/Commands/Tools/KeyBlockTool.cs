using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.KeyBlocks;

namespace Guitai.Commands.Tools;

/// <summary><c>guitai tool keyblock wrap|unwrap</c>: key blocks by X9.143 and TR-31.</summary>
internal static class KeyBlockTool
{
    public static Command Make() =>
        new("keyblock", "Key blocks of X9.143 and TR-31: A, B, C, D are read, B and D written") { Wrap(), Unwrap() };

    private static ToolAction Wrap()
    {
        var kbpk = Protection();
        var key = ToolInput.Required("--key", "The key to wrap: 8 to 32 bytes");
        var header = ToolInput.Required(
            "--header",
            "16 characters, for example D0000P0AE00E0000; length and number of optional blocks are filled in"
        );
        var optional = ToolInput.Optional("--optional", "Optional blocks, comma-separated, as KS=00604B120F9292800000");
        return new ToolAction(
            "wrap",
            "A key into a block of version B (triple-DES protection key) or D (AES)",
            parsed =>
            {
                var text = parsed.Text(header);
                if (
                    text.Length != KeyBlockHeader.FixedLength
                    || text.Any(c => !char.IsAsciiLetterOrDigit(c))
                    || text[0] is not ('B' or 'D')
                )
                {
                    throw ToolInput.Refuse(
                        "--header must be 16 letters and digits that begin with B or D.",
                        "--header 必须是以 B 或 D 开头的 16 位字母和数字。"
                    );
                }

                using var protection = ProtectionKey(parsed, kbpk, text[0]);
                var made = new KeyBlockHeader(text[0], text[5..7], text[7], text[8], text[9..11], text[11])
                {
                    OptionalBlocks = Optional(parsed.OptionalText(optional)),
                };
                return KeyInput.Use(
                    parsed.Hex(key, 8, 16, 24, 32),
                    clear =>
                    {
                        if (KeyBlockText.Write(made, 32) is null)
                        {
                            throw ToolInput.Refuse("The optional blocks do not fit into a header.", "可选块不符合报文头的要求。");
                        }

                        return new JsonObject { ["block"] = protection.WrapClear(made, clear, RandomNumberGenerator.Fill) };
                    }
                );
            },
            [kbpk, key, header, optional],
            [
                "guitai tool keyblock wrap --kbpk 88E1AB2A2E3DD38C1FA039A536500CC8A87AB9D62DC92C01058FA79F44657DE6 --key 3F419E1CB7079442AA37474C2EFBF8B8 --header D0000P0AE00E0000",
            ]
        );
    }

    private static ToolAction Unwrap()
    {
        var kbpk = Protection();
        var block = ToolInput.Required("--block", "The key block");
        return new ToolAction(
            "unwrap",
            "The header and the key of a block",
            parsed =>
            {
                var text = parsed.Text(block);
                var fault = KeyBlockProtectionKey.ReadHeader(text, out var header);
                if (fault is KeyBlockFault.None)
                {
                    using var protection = ProtectionKey(parsed, kbpk, header!.Version);
                    fault = protection.UnwrapClear(text, out header, out var key);
                    if (key is not null)
                    {
                        using (key)
                        {
                            return Answer(header!, key.Span);
                        }
                    }
                }

                throw Refused(fault);
            },
            [kbpk, block],
            [
                "guitai tool keyblock unwrap --kbpk 89E88CF7931444F334BD7547FC3F380C --block A0072P0TE00E0000F5161ED902807AF26F1D62263644BD24192FDB3193C730301CEE8701",
                "guitai tool keyblock unwrap --kbpk 1D22BF32387C600AD97F9B97A51311AC --block B0104B0TX12S0100KS1800604B120F9292800000BB68BE8680A400D9191AD4ECE45B6E6C0D21C4738A52190E248719E24B433627",
            ]
        );
    }

    private static Option<string> Protection() =>
        ToolInput.Required("--kbpk", "Key block protection key: triple-DES for versions A, B, C; AES for D");

    private static KeyBlockProtectionKey ProtectionKey(ParseResult parsed, Option<string> option, char version)
    {
        var algorithm = version is 'D' ? KeyAlgorithm.Aes : KeyAlgorithm.Tdes;
        var key = version is 'D' ? parsed.Hex(option, 16, 24, 32) : parsed.Hex(option, 16, 24);
        return KeyInput.Use(key, k => KeyBlockProtectionKey.FromClear(algorithm, k));
    }

    private static List<OptionalBlock> Optional(string? text)
    {
        var blocks = new List<OptionalBlock>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            blocks.Add(
                at == 2
                    ? new OptionalBlock(part[..2], part[3..])
                    : throw ToolInput.Refuse(
                        "--optional must be ID=DATA, with two characters of ID.",
                        "--optional 必须写成 ID=DATA，ID 为两个字符。"
                    )
            );
        }

        return blocks;
    }

    private static JsonObject Answer(KeyBlockHeader header, ReadOnlySpan<byte> key)
    {
        var optional = new JsonObject();
        foreach (var block in header.OptionalBlocks)
        {
            optional[block.Id] = block.Data;
        }

        var algorithm = KeyBlockUse.AlgorithmOf(header.Algorithm);
        return new JsonObject
        {
            ["version"] = header.Version.ToString(),
            ["usage"] = header.Usage,
            ["algorithm"] = header.Algorithm.ToString(),
            ["mode"] = header.Mode.ToString(),
            ["keyVersion"] = header.KeyVersion,
            ["exportability"] = header.Exportability.ToString(),
            ["optional"] = optional,
            ["key"] = ToolOutput.Hex(key),
            ["kcv"] =
                algorithm is { } known && PaymentCrypto.Primitives.CipherCatalogue.IsKeyLength(known, key.Length)
                    ? KeyCheckValue.Of(known, key)
                    : null,
        };
    }

    private static Exception Refused(KeyBlockFault fault) =>
        fault switch
        {
            KeyBlockFault.Length => ToolInput.Refuse("The block's length is not the one in its header.", "密钥块的长度与报文头不符。"),
            KeyBlockFault.Characters => ToolInput.Refuse(
                "The block holds characters that may not stand there.",
                "密钥块含有不允许的字符。"
            ),
            KeyBlockFault.Version => ToolInput.Refuse("The block's version is none of A, B, C and D.", "密钥块版本不是 A、B、C 或 D。"),
            KeyBlockFault.OptionalBlocks => ToolInput.Refuse("The block's optional blocks are malformed.", "密钥块的可选块格式不对。"),
            KeyBlockFault.Mac => ToolInput.Refuse(
                "The block's MAC is wrong: it was changed, or --kbpk is another key.",
                "密钥块的 MAC 不对：内容被改动，或 --kbpk 不对。"
            ),
            _ => ToolInput.Refuse("The block holds no key.", "密钥块中没有密钥。"),
        };
}
