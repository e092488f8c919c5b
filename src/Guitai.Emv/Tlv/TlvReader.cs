namespace Guitai.Emv.Tlv;

/// <summary>What is wrong with BER-TLV.</summary>
public enum TlvFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The bytes end inside a tag, a length or a value.</summary>
    EndsEarly,

    /// <summary>A tag of more than three bytes.</summary>
    LongTag,

    /// <summary>A length of indefinite form, or told in more than three bytes (annex B2 knows one to three).</summary>
    LengthForm,

    /// <summary>Nested deeper than <see cref="TlvNode.DeepestLevel"/>.</summary>
    TooDeep,

    /// <summary>There is no room for what is to be written.</summary>
    NoRoom,

    /// <summary>What is to be written is not a tag of one to three bytes, or a value of more than 65,535.</summary>
    NotWritable,

    /// <summary>A template that was begun was not ended, or the other way round.</summary>
    Unbalanced,
}

/// <summary>Why bytes are not BER-TLV: the fault and the place, never the content.</summary>
/// <param name="Fault">What is wrong; <see cref="TlvFault.None"/> when nothing is.</param>
/// <param name="Offset">The byte at which the object begins that is wrong.</param>
public readonly record struct TlvError(TlvFault Fault, int Offset)
{
    /// <summary>True when there is no error.</summary>
    public bool IsNone => Fault == TlvFault.None;

    /// <summary>One sentence without any content.</summary>
    public override string ToString() =>
        Fault switch
        {
            TlvFault.None => "No error.",
            TlvFault.EndsEarly => $"The object at byte {Offset} ends too early.",
            TlvFault.LongTag => $"The tag at byte {Offset} has more than three bytes.",
            TlvFault.LengthForm => $"The object at byte {Offset} tells its length in a form that EMV does not know.",
            TlvFault.TooDeep => $"The object at byte {Offset} is nested too deep.",
            TlvFault.NoRoom => "The destination is too small.",
            TlvFault.NotWritable => "A tag must have one to three bytes, a value at most 65,535.",
            _ => "A template was begun and not ended, or ended and not begun.",
        };
}

/// <summary>One object as it stands in the bytes that were read.</summary>
public readonly ref struct TlvObject
{
    internal TlvObject(Tag tag, ReadOnlySpan<byte> value, ReadOnlySpan<byte> encoded)
    {
        Tag = tag;
        Value = value;
        Encoded = encoded;
    }

    /// <summary>The tag.</summary>
    public Tag Tag { get; }

    /// <summary>The value.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>Tag, length and value as they stand, so that an object passes on byte for byte whatever form its length has.</summary>
    public ReadOnlySpan<byte> Encoded { get; }
}

/// <summary>
/// Reads the objects of one level, one after the other, without allocation: bytes 00 before, between and after objects are padding (EMV Book 3, annex
/// B1). The value of a constructed object is read by a reader of its own.
/// </summary>
/// <param name="bytes">The objects.</param>
public ref struct TlvReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>What went wrong; the reader stands still then.</summary>
    public TlvError Error { get; private set; }

    /// <summary>Takes the next object.</summary>
    /// <returns>False at the end, and when something is wrong: see <see cref="Error"/>.</returns>
    public bool TryRead(out TlvObject found)
    {
        unchecked
        {
            found = default;
            var all = _bytes;
            var at = _at;
            while (at < all.Length && all[at] == 0)
            {
                at++;
            }

            var start = at;
            _at = at;
            if (at >= all.Length || !Error.IsNone)
            {
                return false;
            }

            int tag = all[at++];
            if ((tag & 0x1F) == 0x1F)
            {
                do
                {
                    if (at >= all.Length)
                    {
                        return Fail(TlvFault.EndsEarly, start);
                    }

                    if (at - start == Tag.LongestBytes)
                    {
                        return Fail(TlvFault.LongTag, start);
                    }

                    tag = (tag << 8) | all[at];
                } while ((all[at++] & 0x80) != 0);
            }

            if (at >= all.Length)
            {
                return Fail(TlvFault.EndsEarly, start);
            }

            int length = all[at++];
            if (length > 0x7F)
            {
                var fault = ReadLongLength(all, ref at, ref length);
                if (fault != TlvFault.None)
                {
                    return Fail(fault, start);
                }
            }

            if (length > all.Length - at)
            {
                return Fail(TlvFault.EndsEarly, start);
            }

            found = new TlvObject(new Tag(tag), all.Slice(at, length), all.Slice(start, at + length - start));
            _at = at + length;
            return true;
        }
    }

    /// <summary>The first object of a tag on the top level.</summary>
    /// <param name="bytes">The objects.</param>
    /// <param name="tag">The tag looked for.</param>
    /// <param name="value">Its value.</param>
    /// <returns>False when it is not there, or not before something that is wrong.</returns>
    public static bool TryFind(ReadOnlySpan<byte> bytes, Tag tag, out ReadOnlySpan<byte> value)
    {
        var reader = new TlvReader(bytes);
        while (reader.TryRead(out var found))
        {
            if (found.Tag == tag)
            {
                value = found.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    private static TlvFault ReadLongLength(ReadOnlySpan<byte> bytes, ref int at, ref int length)
    {
        var count = length & 0x7F;
        if (count is 0 or > 3)
        {
            return TlvFault.LengthForm;
        }

        if (count > bytes.Length - at)
        {
            return TlvFault.EndsEarly;
        }

        length = 0;
        for (var i = 0; i < count; i++)
        {
            length = (length << 8) | bytes[at++];
        }

        return TlvFault.None;
    }

    private bool Fail(TlvFault fault, int at)
    {
        Error = new TlvError(fault, at);
        return false;
    }
}
