namespace Guitai.Emv.Tlv;

/// <summary>
/// Writes objects into a span with the shortest form of each length, templates by <see cref="Begin"/> and <see cref="End"/>, without allocation. The first
/// thing that goes wrong is kept, later calls do nothing, and <see cref="Finish"/> tells it.
/// </summary>
/// <param name="destination">Where it is written.</param>
public ref struct TlvWriter(Span<byte> destination)
{
    private const int LongestValue = 0xFFFF;

    private readonly Span<byte> _destination = destination;
    private int _at;
    private int _level;
    private Starts _starts;
    private TlvFault _fault;

    [System.Runtime.CompilerServices.InlineArray(TlvNode.DeepestLevel)]
    private struct Starts
    {
        private int _first;
    }

    /// <summary>Bytes written so far.</summary>
    public readonly int Written => _at;

    /// <summary>Writes one object.</summary>
    /// <param name="tag">A tag of one to three bytes.</param>
    /// <param name="value">At most 65,535 bytes; of a constructed tag, whole objects.</param>
    public void Write(Tag tag, scoped ReadOnlySpan<byte> value)
    {
        if (!Open(tag, value.Length))
        {
            return;
        }

        WriteLength(_destination[_at..], value.Length);
        _at += LengthBytes(value.Length);
        value.CopyTo(_destination[_at..]);
        _at += value.Length;
    }

    /// <summary>Writes an object exactly as it was read (<see cref="TlvObject.Encoded"/>), or several.</summary>
    /// <param name="encoded">Whole objects.</param>
    public void WriteEncoded(scoped ReadOnlySpan<byte> encoded)
    {
        if (_fault != TlvFault.None)
        {
            return;
        }

        if (encoded.Length > _destination.Length - _at)
        {
            _fault = TlvFault.NoRoom;
            return;
        }

        encoded.CopyTo(_destination[_at..]);
        _at += encoded.Length;
    }

    /// <summary>Begins a template: what is written until <see cref="End"/> is its value.</summary>
    /// <param name="tag">A constructed tag.</param>
    public void Begin(Tag tag)
    {
        if (_level == TlvNode.DeepestLevel)
        {
            _fault = _fault == TlvFault.None ? TlvFault.TooDeep : _fault;
            return;
        }

        if (Open(tag, 0))
        {
            // One byte for the length, which most templates need; a longer value moves once when it ends.
            _starts[_level++] = _at;
            _destination[_at++] = 0;
        }
    }

    /// <summary>Ends the template that was begun last.</summary>
    public void End()
    {
        if (_fault != TlvFault.None)
        {
            return;
        }

        if (_level == 0)
        {
            _fault = TlvFault.Unbalanced;
            return;
        }

        var start = _starts[--_level];
        var length = _at - start - 1;
        var more = LengthBytes(length) - 1;
        if (length > LongestValue || more > _destination.Length - _at)
        {
            _fault = length > LongestValue ? TlvFault.NotWritable : TlvFault.NoRoom;
            return;
        }

        _destination.Slice(start + 1, length).CopyTo(_destination[(start + 1 + more)..]);
        WriteLength(_destination[start..], length);
        _at += more;
    }

    /// <summary>Ends writing.</summary>
    /// <param name="written">The bytes written; 0 when something went wrong.</param>
    /// <returns>What went wrong first; <see cref="TlvError.IsNone"/> when nothing did.</returns>
    public readonly TlvError Finish(out int written)
    {
        var fault = _fault == TlvFault.None && _level > 0 ? TlvFault.Unbalanced : _fault;
        written = fault == TlvFault.None ? _at : 0;
        return new TlvError(fault, fault == TlvFault.None ? 0 : _at);
    }

    private bool Open(Tag tag, int length)
    {
        if (_fault != TlvFault.None)
        {
            return false;
        }

        if (!tag.IsWellFormed || length > LongestValue)
        {
            _fault = TlvFault.NotWritable;
            return false;
        }

        if (tag.Bytes + LengthBytes(length) + length > _destination.Length - _at)
        {
            _fault = TlvFault.NoRoom;
            return false;
        }

        tag.Write(_destination[_at..]);
        _at += tag.Bytes;
        return true;
    }

    private static int LengthBytes(int length) =>
        length switch
        {
            <= 0x7F => 1,
            <= 0xFF => 2,
            _ => 3,
        };

    private static void WriteLength(Span<byte> target, int length)
    {
        switch (LengthBytes(length))
        {
            case 1:
                target[0] = (byte)length;
                break;
            case 2:
                target[0] = 0x81;
                target[1] = (byte)length;
                break;
            default:
                target[0] = 0x82;
                target[1] = (byte)(length >> 8);
                target[2] = (byte)(length & 0xFF);
                break;
        }
    }
}
