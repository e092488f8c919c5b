using Guitai.Sandbox.Issuer.Crypto;

namespace Guitai.Sandbox.Issuer.Wire;

/// <summary>Writes one framed answer, field after field in rising order.</summary>
internal ref struct AnswerWriter
{
    /// <summary>An answer is never longer than this, frame and all.</summary>
    public const int Room = 1024;

    private const int Head = 4;

    private readonly Span<byte> _target;
    private ulong _low;
    private ulong _high;
    private int _at;

    /// <summary>Begins an answer.</summary>
    /// <param name="target">At least <see cref="Room"/> bytes.</param>
    /// <param name="type">Its type.</param>
    /// <param name="second">True when a field above 64 will come.</param>
    public AnswerWriter(Span<byte> target, int type, bool second)
    {
        _target = target;
        Numerals.WriteNumber(target.Slice(Head, 4), (uint)type);
        _low = second ? 1UL << 63 : 0;
        _at = Head + (second ? 36 : 20);
    }

    /// <summary>Repeats a field of the question, where it was there and can be read.</summary>
    public void Repeat(in LinkMessage question, int field)
    {
        if (question.IsReadable(field))
        {
            Text(field, question[field]);
        }
    }

    /// <summary>Writes characters; digits of length come first where the field has them.</summary>
    public void Text(int field, scoped ReadOnlySpan<byte> text)
    {
        Begin(field, text.Length);
        text.CopyTo(_target[_at..]);
        _at += text.Length;
    }

    /// <summary>Writes digits with zeros before them.</summary>
    public void Number(int field, ulong number, int digits)
    {
        Begin(field, digits);
        Numerals.WriteNumber(_target.Slice(_at, digits), number);
        _at += digits;
    }

    /// <summary>Writes bytes as hexadecimal characters.</summary>
    public void Bytes(int field, scoped ReadOnlySpan<byte> bytes)
    {
        Begin(field, bytes.Length);
        Convert.TryToHexString(bytes, _target[_at..], out var written);
        _at += written;
    }

    /// <summary>Ends an answer without a MAC.</summary>
    /// <returns>Its length with the frame.</returns>
    public int Finish()
    {
        Numerals.WriteHex(_target.Slice(Head + 4, 16), _low);
        if ((_low >> 63) != 0)
        {
            Numerals.WriteHex(_target.Slice(Head + 20, 16), _high);
        }

        Numerals.WriteNumber(_target[..Head], (uint)(_at - Head));
        return _at;
    }

    /// <summary>Ends an answer with its MAC.</summary>
    /// <param name="key">The link's MAC key.</param>
    /// <param name="flaw">What is XORed into the MAC: 0 for a right one.</param>
    /// <returns>Its length with the frame.</returns>
    public int Finish(Des key, ulong flaw)
    {
        Begin((_low >> 63) != 0 ? 128 : 64, 8);
        _ = Finish();
        Numerals.WriteHex(_target.Slice(_at, 16), RetailMac.Compute(key, _target[Head.._at]) ^ flaw);
        _at += 16;
        Numerals.WriteNumber(_target[..Head], (uint)(_at - Head));
        return _at;
    }

    private void Begin(int field, int length)
    {
        if (field <= 64)
        {
            _low |= 1UL << (64 - field);
        }
        else
        {
            _high |= 1UL << (128 - field);
        }

        var prefix = FieldTable.Of(field).Prefix;
        Numerals.WriteNumber(_target.Slice(_at, prefix), (uint)length);
        _at += prefix;
    }
}
