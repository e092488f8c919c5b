namespace Guitai.Sandbox.Cards.Chip;

/// <summary>Writes data objects (EMV Book 3, annex B). The card's own, as all of the sandbox: what terminal and card both got wrong would be seen by nobody.</summary>
internal static class Tlv
{
    /// <summary>One object.</summary>
    public static byte[] Of(int tag, ReadOnlySpan<byte> value) => [.. Tag(tag), .. Length(value.Length), .. value];

    /// <summary>One object out of hexadecimal.</summary>
    public static byte[] Of(int tag, string hex) => Of(tag, Convert.FromHexString(hex));

    /// <summary>One object around others.</summary>
    public static byte[] Of(int tag, params byte[][] parts) => Of(tag, Join(parts).AsSpan());

    /// <summary>Bytes behind each other.</summary>
    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(p => p)];

    /// <summary>A tag's bytes.</summary>
    public static byte[] Tag(int tag) =>
        tag switch
        {
            > 0xFFFF => [(byte)(tag >> 16), (byte)((tag >> 8) & 0xFF), (byte)(tag & 0xFF)],
            > 0xFF => [(byte)(tag >> 8), (byte)(tag & 0xFF)],
            _ => [(byte)tag],
        };

    private static byte[] Length(int length) =>
        length switch
        {
            < 0x80 => [(byte)length],
            <= 0xFF => [0x81, (byte)length],
            _ => [0x82, (byte)(length >> 8), (byte)(length & 0xFF)],
        };
}

/// <summary>A data object list (EMV Book 3, 5.4): which objects a card wants, and how many bytes of each.</summary>
internal sealed class ObjectList
{
    private readonly List<(int Tag, int Length)> _entries = [];

    /// <summary>From the list's own bytes.</summary>
    public ObjectList(ReadOnlySpan<byte> bytes)
    {
        Bytes = bytes.ToArray();
        for (var at = 0; at < bytes.Length; )
        {
            int tag = bytes[at++];
            if ((tag & 0x1F) == 0x1F)
            {
                do
                {
                    tag = (tag << 8) | bytes[at];
                } while ((bytes[at++] & 0x80) != 0);
            }

            _entries.Add((tag, bytes[at++]));
        }

        Length = _entries.Sum(e => e.Length);
    }

    /// <summary>The list as it stands in the card.</summary>
    public byte[] Bytes { get; }

    /// <summary>How long the values are together: a card takes no byte more or less.</summary>
    public int Length { get; }

    /// <summary>True when it asks for an object.</summary>
    public bool Has(int tag) => _entries.Exists(e => e.Tag == tag);

    /// <summary>The value of a tag out of the values; empty when the list does not have it.</summary>
    public ReadOnlySpan<byte> Find(int tag, ReadOnlySpan<byte> values)
    {
        var at = 0;
        foreach (var (found, length) in _entries)
        {
            if (found == tag)
            {
                return at + length <= values.Length ? values.Slice(at, length) : [];
            }

            at += length;
        }

        return [];
    }
}
