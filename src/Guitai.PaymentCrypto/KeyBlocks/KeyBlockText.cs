using System.Globalization;
using System.Text;

namespace Guitai.PaymentCrypto.KeyBlocks;

/// <summary>A key block's characters taken apart and put together, without any key.</summary>
internal sealed class KeyBlockText
{
    public const int LongestBlock = 9_992;
    private const int LongestPayload = 1_024;

    private KeyBlockText(KeyBlockHeader header, string headerText, byte[] payload, byte[] mac)
    {
        Header = header;
        HeaderText = headerText;
        Payload = payload;
        Mac = mac;
    }

    public KeyBlockHeader Header { get; }

    /// <summary>The header as it stands in the block, optional blocks included: what the MAC covers.</summary>
    public string HeaderText { get; }

    public byte[] Payload { get; }

    public byte[] Mac { get; }

    public static int MacLength(char version) =>
        version switch
        {
            'D' => 16,
            'B' => 8,
            _ => 4,
        };

    public static int BlockSize(char version) => version is 'D' ? 16 : 8;

    public static KeyBlockFault Read(ReadOnlySpan<char> text, out KeyBlockText? block)
    {
        block = null;
        if (text.Length is < KeyBlockHeader.FixedLength or > LongestBlock)
        {
            return KeyBlockFault.Length;
        }

        if (text.ContainsAnyExceptInRange(' ', '~'))
        {
            return KeyBlockFault.Characters;
        }

        if (text[0] is not ('A' or 'B' or 'C' or 'D'))
        {
            return KeyBlockFault.Version;
        }

        var fixedPart = text[..KeyBlockHeader.FixedLength];
        foreach (var character in fixedPart)
        {
            if (!char.IsAsciiLetterOrDigit(character))
            {
                return KeyBlockFault.Characters;
            }
        }

        if (!Number(text[1..5], NumberStyles.None, out var length) || length != text.Length)
        {
            return KeyBlockFault.Length;
        }

        if (!Number(text[12..14], NumberStyles.None, out var count))
        {
            return KeyBlockFault.OptionalBlocks;
        }

        var fault = ReadOptional(text, count, out var end, out var optional);
        return fault is KeyBlockFault.None ? ReadRest(text, end, optional, out block) : fault;
    }

    /// <summary>The header as characters, with the block's length and a padding block where the optional blocks need one.</summary>
    /// <returns>Null when something does not fit into a header.</returns>
    public static string? Write(KeyBlockHeader header, int payloadLength)
    {
        var optional = new StringBuilder();
        foreach (var block in header.OptionalBlocks)
        {
            if (!WriteOptional(optional, block))
            {
                return null;
            }
        }

        var count = header.OptionalBlocks.Count;
        var size = BlockSize(header.Version);
        if (optional.Length % size != 0)
        {
            // A padding block is at least its own head of four characters.
            var padding = size - (optional.Length + 4) % size;
            WriteOptional(optional, new OptionalBlock("PB", new string('0', padding == size ? 0 : padding)));
            count++;
        }

        var length = KeyBlockHeader.FixedLength + optional.Length + 2 * (payloadLength + MacLength(header.Version));
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{header.Version}{length:D4}{header.Usage}{header.Algorithm}{header.Mode}{header.KeyVersion}{header.Exportability}{count:D2}00{optional}"
        );
        return
            count <= 99
            && length <= LongestBlock
            && text.Length == KeyBlockHeader.FixedLength + optional.Length
            && text[..16].All(char.IsAsciiLetterOrDigit)
            ? text
            : null;
    }

    private static bool WriteOptional(StringBuilder text, OptionalBlock block)
    {
        var length = block.Data.Length + 4;
        if (
            block.Id.Length != 2
            || !block.Id.All(char.IsAsciiLetterOrDigit)
            || block.Data.Any(c => c is < ' ' or > '~')
            || length + 6 > LongestBlock
        )
        {
            return false;
        }

        text.Append(block.Id);
        text.Append(
            length <= 255
                ? length.ToString("X2", CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"0002{length + 6:X4}")
        );
        text.Append(block.Data);
        return true;
    }

    private static KeyBlockFault ReadOptional(ReadOnlySpan<char> text, int count, out int at, out List<OptionalBlock> blocks)
    {
        at = KeyBlockHeader.FixedLength;
        blocks = [];
        for (var i = 0; i < count; i++)
        {
            var rest = text[at..];
            if (
                rest.Length < 4
                || !char.IsAsciiLetterOrDigit(rest[0])
                || !char.IsAsciiLetterOrDigit(rest[1])
                || !Hex(rest[2..4], out var length)
            )
            {
                return KeyBlockFault.OptionalBlocks;
            }

            var head = 4;
            if (length == 0)
            {
                // An extended length says first of how many bytes it is written (X9.143, 6.3.6).
                if (rest.Length < 6 || !Hex(rest[4..6], out var digits) || digits is 0 or > 3 || rest.Length < 6 + 2 * digits)
                {
                    return KeyBlockFault.OptionalBlocks;
                }

                head = 6 + 2 * digits;
                if (!Hex(rest[6..head], out length))
                {
                    return KeyBlockFault.OptionalBlocks;
                }
            }

            if (length < head || length > rest.Length)
            {
                return KeyBlockFault.OptionalBlocks;
            }

            if (rest[..2] is not "PB")
            {
                blocks.Add(new OptionalBlock(rest[..2].ToString(), rest[head..length].ToString()));
            }

            at += length;
        }

        return KeyBlockFault.None;
    }

    private static KeyBlockFault ReadRest(ReadOnlySpan<char> text, int end, List<OptionalBlock> optional, out KeyBlockText? block)
    {
        block = null;
        var version = text[0];
        var rest = text[end..];
        var payload = rest.Length / 2 - MacLength(version);
        if (rest.Length % 2 != 0 || payload < BlockSize(version) || payload % BlockSize(version) != 0 || payload > LongestPayload)
        {
            return KeyBlockFault.Length;
        }

        foreach (var character in rest)
        {
            if (!char.IsAsciiHexDigit(character))
            {
                return KeyBlockFault.Characters;
            }
        }

        var header = new KeyBlockHeader(version, text[5..7].ToString(), text[7], text[8], text[9..11].ToString(), text[11])
        {
            OptionalBlocks = optional,
        };
        block = new KeyBlockText(
            header,
            text[..end].ToString(),
            Convert.FromHexString(rest[..(2 * payload)]),
            Convert.FromHexString(rest[(2 * payload)..])
        );
        return KeyBlockFault.None;
    }

    private static bool Hex(ReadOnlySpan<char> text, out int value) => Number(text, NumberStyles.AllowHexSpecifier, out value);

    private static bool Number(ReadOnlySpan<char> text, NumberStyles styles, out int value) =>
        int.TryParse(text, styles, CultureInfo.InvariantCulture, out value);
}
