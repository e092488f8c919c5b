using Guitai.Emv.Tlv;

namespace Guitai.Emv.Dol;

/// <summary>What answers a list with its data: the kernel's store, or objects that were read.</summary>
public interface IDataObjects
{
    /// <summary>The value of a tag.</summary>
    /// <returns>False when there is none.</returns>
    bool TryGet(Tag tag, out ReadOnlySpan<byte> value);
}

/// <summary>What is wrong with a list or with building from it.</summary>
public enum DolFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The list ends inside a tag or before a length.</summary>
    EndsEarly,

    /// <summary>A tag of more than three bytes, or the byte 00 as one.</summary>
    BadTag,

    /// <summary>A length of more than one byte; a list's lengths have one (EMV Book 3, 5.4).</summary>
    LongLength,

    /// <summary>There is too little room for the data.</summary>
    NoRoom,
}

/// <summary>
/// A data object list (PDOL, CDOL, DDOL, TDOL, UDOL): tags and lengths without values, by which a card asks for data (EMV Book 3, 5.4). Works on the card's
/// bytes without allocation.
/// </summary>
/// <param name="list">The list as the card gave it.</param>
public ref struct DataObjectList(ReadOnlySpan<byte> list)
{
    private readonly ReadOnlySpan<byte> _list = list;
    private int _at;

    /// <summary>What is wrong with the list; the reader stands still then.</summary>
    public DolFault Fault { get; private set; }

    /// <summary>Takes the next tag and length.</summary>
    /// <returns>False at the end, and when something is wrong: see <see cref="Fault"/>.</returns>
    public bool TryRead(out Tag tag, out int length)
    {
        tag = default;
        length = 0;
        if (_at >= _list.Length || Fault != DolFault.None)
        {
            return false;
        }

        var at = _at;
        int value = _list[at++];
        if (value == 0)
        {
            return Fail(DolFault.BadTag);
        }

        if ((value & 0x1F) == 0x1F)
        {
            do
            {
                if (at >= _list.Length)
                {
                    return Fail(DolFault.EndsEarly);
                }

                if (at - _at == Tag.LongestBytes)
                {
                    return Fail(DolFault.BadTag);
                }

                value = (value << 8) | _list[at];
            } while ((_list[at++] & 0x80) != 0);
        }

        if (at >= _list.Length)
        {
            return Fail(DolFault.EndsEarly);
        }

        if (_list[at] > 0x7F)
        {
            return Fail(DolFault.LongLength);
        }

        tag = new Tag(value);
        length = _list[at];
        _at = at + 1;
        return true;
    }

    /// <summary>
    /// Builds the data that a list asks for (EMV Book 3, 5.4): a value that is too long loses its first bytes when numeric and its last bytes otherwise; one
    /// that is too short gets zeros before it when numeric, bytes FF after it when compressed numeric, zeros after it otherwise; a tag that is not known, not
    /// there, or a template, gives zeros.
    /// </summary>
    /// <param name="list">The list.</param>
    /// <param name="data">Where values come from.</param>
    /// <param name="destination">At least as many bytes as the lengths add up to.</param>
    /// <param name="written">The bytes built; 0 when something is wrong.</param>
    /// <returns>What is wrong.</returns>
    public static DolFault Build<T>(ReadOnlySpan<byte> list, in T data, Span<byte> destination, out int written)
        where T : IDataObjects, allows ref struct
    {
        written = 0;
        var at = 0;
        var reader = new DataObjectList(list);
        while (reader.TryRead(out var tag, out var length))
        {
            if (length > destination.Length - at)
            {
                return DolFault.NoRoom;
            }

            var target = destination.Slice(at, length);
            at += length;
            if (tag.IsConstructed || !data.TryGet(tag, out var value))
            {
                target.Clear();
                continue;
            }

            Fit(value, DataElements.FormatOf(tag), target);
        }

        written = reader.Fault == DolFault.None ? at : 0;
        return reader.Fault;
    }

    private static void Fit(ReadOnlySpan<byte> value, ElementFormat format, Span<byte> target)
    {
        if (value.Length >= target.Length)
        {
            (format == ElementFormat.Numeric ? value[^target.Length..] : value[..target.Length]).CopyTo(target);
        }
        else if (format == ElementFormat.Numeric)
        {
            var missing = target.Length - value.Length;
            target[..missing].Clear();
            value.CopyTo(target[missing..]);
        }
        else
        {
            value.CopyTo(target);
            target[value.Length..].Fill(format == ElementFormat.CompressedNumeric ? (byte)0xFF : (byte)0);
        }
    }

    private bool Fail(DolFault fault)
    {
        Fault = fault;
        return false;
    }
}

/// <summary>Objects in BER-TLV as the data of a list: the first of each tag on the top level, or inside a template.</summary>
/// <param name="bytes">The objects.</param>
public readonly ref struct TlvDataObjects(ReadOnlySpan<byte> bytes) : IDataObjects
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <inheritdoc/>
    public bool TryGet(Tag tag, out ReadOnlySpan<byte> value) => TryGet(_bytes, tag, TlvNode.DeepestLevel, out value);

    private static bool TryGet(ReadOnlySpan<byte> bytes, Tag tag, int levels, out ReadOnlySpan<byte> value)
    {
        value = default;
        var reader = new TlvReader(bytes);
        while (reader.TryRead(out var found))
        {
            if (found.Tag == tag)
            {
                value = found.Value;
                return true;
            }

            if (levels > 0 && found.Tag.IsConstructed && TryGet(found.Value, tag, levels - 1, out value))
            {
                return true;
            }
        }

        return false;
    }
}
