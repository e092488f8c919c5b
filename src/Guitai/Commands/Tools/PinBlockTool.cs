using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.PinBlocks;

namespace Guitai.Commands.Tools;

/// <summary><c>guitai tool pinblock encode|decode</c>: ISO 9564 formats 0, 1, 3 and 4, in clear or encrypted.</summary>
internal static class PinBlockTool
{
    private static readonly Dictionary<string, PinBlockFormat> s_formats = new(StringComparer.Ordinal)
    {
        ["0"] = PinBlockFormat.Iso0,
        ["1"] = PinBlockFormat.Iso1,
        ["3"] = PinBlockFormat.Iso3,
        ["4"] = PinBlockFormat.Iso4,
    };

    public static Command Make() => new("pinblock", "PIN blocks of ISO 9564 formats 0, 1, 3 and 4") { Encode(), Decode() };

    private static ToolAction Encode()
    {
        var format = Format();
        var pan = Pan();
        var pin = ToolInput.Required("--pin", "The PIN, 4 to 12 digits");
        var key = Key();
        var parity = KeyInput.Parity();
        return new ToolAction(
            "encode",
            "A PIN into a block: in clear without --key, encrypted with it; format 4 needs a key",
            parsed =>
            {
                var kind = ToolInput.Choice("--format", parsed.Text(format), s_formats);
                var digits = ToolInput.Digits("--pin", parsed.Text(pin), 4, 12);
                var card = Card(parsed, pan, kind);
                var clear = ClearPin.From(digits);
                var block = new byte[PinKey.BlockLength(kind)];
                if (PinKeyOf(parsed, key, parity, kind) is { } pinKey)
                {
                    using (pinKey)
                    {
                        pinKey.Encrypt(kind, ref clear, card, RandomNumberGenerator.Fill, block);
                    }
                }
                else
                {
                    PinBlock.Encode(kind, ref clear, card, RandomNumberGenerator.Fill, block);
                }

                clear.Dispose();
                return new JsonObject { ["block"] = ToolOutput.Hex(block) };
            },
            [format, pan, pin, key, parity],
            [
                "guitai tool pinblock encode --format 0 --pan 5555555551234567 --pin 1234",
                "guitai tool pinblock encode --format 4 --pan 4111111111111111 --pin 1234 --key AF8CB133A78F8DC2D1359F18527593FB",
            ]
        );
    }

    private static ToolAction Decode()
    {
        var format = Format();
        var pan = Pan();
        var block = ToolInput.Required("--block", "The block: 8 bytes in hex, of format 4 16");
        var key = Key();
        var parity = KeyInput.Parity();
        return new ToolAction(
            "decode",
            "The PIN in a block: in clear without --key, encrypted with it",
            parsed =>
            {
                var kind = ToolInput.Choice("--format", parsed.Text(format), s_formats);
                var bytes = parsed.Hex(block, PinKey.BlockLength(kind));
                var card = Card(parsed, pan, kind);
                ClearPin pin = default;
                PinBlockFault fault;
                if (PinKeyOf(parsed, key, parity, kind) is { } pinKey)
                {
                    using (pinKey)
                    {
                        fault = pinKey.Decrypt(kind, bytes, card, ref pin);
                    }
                }
                else
                {
                    fault = PinBlock.Decode(kind, bytes, card, ref pin);
                }

                if (fault is not PinBlockFault.None)
                {
                    throw Refused(kind, fault);
                }

                Span<char> digits = stackalloc char[pin.Length];
                pin.CopyTo(digits);
                pin.Dispose();
                return new JsonObject { ["pin"] = digits.ToString() };
            },
            [format, pan, block, key, parity],
            [
                "guitai tool pinblock decode --format 0 --pan 5555555551234567 --block 041261AAAAEDCBA9",
                "guitai tool pinblock decode --format 4 --pan 432198765432109870 --block CC17F65586BFD0953010226C4FC5B3CA --key C1D0F8FB4958670DBA40AB1F3752EF0D",
            ]
        );
    }

    private static Option<string> Format() => ToolInput.Required("--format", "0, 1, 3 or 4");

    private static Option<string?> Pan() => ToolInput.Optional("--pan", "The card number, with its check digit; format 1 needs none");

    private static Option<string?> Key() =>
        ToolInput.Optional("--key", "PIN key: 16 or 24 bytes of triple-DES; for format 4 16, 24 or 32 of AES");

    private static string Card(ParseResult parsed, Option<string?> pan, PinBlockFormat format) =>
        format is PinBlockFormat.Iso1 ? ""
        : parsed.OptionalText(pan) is { } given ? ToolInput.Digits("--pan", given, format is PinBlockFormat.Iso4 ? 1 : 13, 19)
        : throw ToolInput.Refuse("This format needs --pan.", "此格式需要 --pan。");

    private static PinKey? PinKeyOf(ParseResult parsed, Option<string?> option, Option<string?> parity, PinBlockFormat format)
    {
        var aes = format is PinBlockFormat.Iso4;
        var algorithm = aes ? KeyAlgorithm.Aes : KeyAlgorithm.Tdes;
        var key = aes
            ? parsed.OptionalKey(option, algorithm, parity, 16, 24, 32)
            : parsed.OptionalKey(option, algorithm, parity, 8, 16, 24);
        return key is not null ? KeyInput.Use(key, k => PinKey.FromClear(algorithm, k))
            : aes ? throw ToolInput.Refuse("Format 4 is only ever encrypted: it needs --key.", "格式 4 必须加密：请给出 --key。")
            : null;
    }

    private static Exception Refused(PinBlockFormat format, PinBlockFault fault)
    {
        var number = ((int)format).ToString(CultureInfo.InvariantCulture);
        return fault switch
        {
            PinBlockFault.Format => ToolInput.Refuse(
                $"This is no block of format {number}, or the key is another one.",
                $"这不是格式 {number} 的 PIN 块，或密钥不对。"
            ),
            PinBlockFault.PinLength => ToolInput.Refuse(
                "The PIN's length in the block is not 4 to 12.",
                "PIN 块中的 PIN 长度不在 4 到 12 之间。"
            ),
            PinBlockFault.Digit => ToolInput.Refuse(
                "The PIN in the block is not decimal: often another card number.",
                "PIN 块中的 PIN 不是十进制数字：通常是卡号不对。"
            ),
            _ => ToolInput.Refuse("The block's filling is wrong: often another card number.", "PIN 块的填充不对：通常是卡号不对。"),
        };
    }
}
