using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Guitai.Iso8583;

/// <summary>
/// Writes a message into a span, field after field in rising order. The first thing that goes wrong is kept, later calls do nothing, and
/// <see cref="Finish"/> tells it: a caller checks once. Nothing is allocated.
/// </summary>
public ref struct MessageWriter
{
    private readonly Span<byte> _destination;
    private readonly Dialect _dialect;
    private readonly ReadOnlySpan<FieldPlan> _plans;
    private readonly int _bitmapAt;
    private ulong _primary;
    private ulong _secondary;
    private int _at;
    private int _last;
    private MessageError _error;

    /// <summary>Begins a message.</summary>
    /// <param name="dialect">How it is written.</param>
    /// <param name="destination">Where it is written, from the type on; what stands behind the message may be overwritten.</param>
    /// <param name="type">The message type.</param>
    /// <param name="secondBitmap">
    /// True writes a second bitmap even when no field above 64 follows. Without it the bitmap is put in when the first such field comes, at the cost of
    /// moving what is there.
    /// </param>
    public MessageWriter(Dialect dialect, Span<byte> destination, Mti type, bool secondBitmap = false)
    {
        _dialect = dialect;
        _destination = destination;
        _plans = dialect.Plans;
        _last = 1;
        _bitmapAt = dialect.Format.TypeEncoding == FieldEncoding.PackedDigits ? 2 : 4;
        _at = _bitmapAt + BitmapBytes(dialect) * (secondBitmap ? 2 : 1);
        _primary = secondBitmap ? 1UL << 63 : 0;
        if (type.Value is < 0 or > 9999)
        {
            _error = new MessageError(Fault.TypeNotDigits, 0, 0);
        }
        else if (type.Version != dialect.Format.Version)
        {
            _error = new MessageError(Fault.OtherVersion, 0, 0);
        }
        else if (_at > destination.Length)
        {
            _error = new MessageError(Fault.NoRoom, 0, 0);
        }
        else if (dialect.Format.TypeEncoding == FieldEncoding.PackedDigits)
        {
            BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)Digits.ToPacked((ulong)type.Value));
        }
        else
        {
            WriteDecimal(destination[..4], (ulong)type.Value);
        }
    }

    /// <summary>What went wrong first.</summary>
    public readonly MessageError Error => _error;

    /// <summary>Bytes written so far, type and bitmaps included: where the next field begins.</summary>
    public readonly int Written => _at;

    /// <summary>The bytes written so far. The bitmaps in them are right only after <see cref="Finish"/>.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _destination[.._at];

    /// <summary>Writes a number as digits, filled with zeros before it up to a fixed length.</summary>
    /// <param name="field">2 to 128.</param>
    /// <param name="number">Not negative, below 10^18; negative only for a signed amount, which then says D.</param>
    public void Number(int field, long number)
    {
        unchecked
        {
            if (!Begin(field))
            {
                return;
            }

            ref readonly var plan = ref _plans[field];
            var magnitude = (ulong)number;
            if (number < 0 || plan.Kind != FieldKind.Digits)
            {
                if (plan.Kind != FieldKind.SignedDigits)
                {
                    Fail(plan.Kind == FieldKind.Digits ? Fault.Characters : Fault.OtherKind, field);
                    return;
                }

                magnitude = number < 0 ? (ulong)-number : magnitude;
            }

            int units = plan.Length;
            if (plan.Prefix != LengthPrefix.None)
            {
                units = CountDigits(magnitude);
            }

            if (units > plan.Length || (units <= 18 && magnitude >= (ulong)Digits.PowersOfTen[units]))
            {
                Fail(Fault.TooLong, field);
                return;
            }

            var bytes = plan.BytesOf(units);
            if (!Open(in plan, field, units, bytes))
            {
                return;
            }

            var (at, length) = (_at, bytes);
            if (plan.Kind == FieldKind.SignedDigits)
            {
                _destination[at++] = number < 0 ? (byte)'D' : (byte)'C';
                length--;
            }

            if (plan.Shape is FieldShape.Text or FieldShape.SignedText)
            {
                WriteDecimal(_destination.Slice(at, length), magnitude);
            }
            else
            {
                WritePacked(at, length, magnitude, units, plan.Padding);
            }

            Close(field, bytes);
        }
    }

    /// <summary>Writes digits or characters, given as ASCII (Chinese as GB18030), filled up to a fixed length as the format says.</summary>
    /// <param name="field">2 to 128.</param>
    /// <param name="text">A track's separator may be D or =; a signed amount begins with C or D.</param>
    public void Text(int field, scoped ReadOnlySpan<byte> text)
    {
        if (!Begin(field))
        {
            return;
        }

        ref readonly var plan = ref _plans[field];
        switch (plan.Shape)
        {
            case FieldShape.Text:
                WriteText(in plan, field, text);
                break;
            case FieldShape.Packed:
                WriteDigits(in plan, field, text);
                break;
            case FieldShape.Chinese:
                WriteText(in plan, field, text);
                break;
            case FieldShape.SignedPacked or FieldShape.SignedText:
                WriteSigned(in plan, field, text);
                break;
            default:
                Fail(Fault.OtherKind, field);
                break;
        }
    }

    /// <summary>Writes bytes.</summary>
    /// <param name="field">2 to 128, one of bytes.</param>
    /// <param name="value">As they are; for a fixed length exactly as many.</param>
    public void Binary(int field, scoped ReadOnlySpan<byte> value)
    {
        if (!Begin(field))
        {
            return;
        }

        ref readonly var plan = ref _plans[field];
        if (plan.Kind != FieldKind.Bytes)
        {
            Fail(Fault.OtherKind, field);
            return;
        }

        if (value.Length > plan.Length || (plan.Prefix == LengthPrefix.None && value.Length < plan.Length))
        {
            Fail(value.Length > plan.Length ? Fault.TooLong : Fault.TooShort, field);
            return;
        }

        var bytes = plan.BytesOf(value.Length);
        if (!Open(in plan, field, value.Length, bytes))
        {
            return;
        }

        if (plan.Shape == FieldShape.Raw)
        {
            value.CopyTo(_destination[_at..]);
        }
        else
        {
            Convert.TryToHexString(value, _destination[_at..], out _);
        }

        Close(field, bytes);
    }

    /// <summary>Ends the message: writes the bitmaps.</summary>
    /// <param name="written">The message's length in bytes; 0 when there is an error.</param>
    /// <returns>What went wrong first; <see cref="MessageError.IsNone"/> when nothing did.</returns>
    public MessageError Finish(out int written)
    {
        written = 0;
        if (!_error.IsNone)
        {
            return _error;
        }

        if (_dialect.Format.BitmapEncoding == FieldEncoding.Raw)
        {
            BinaryPrimitives.WriteUInt64BigEndian(_destination[_bitmapAt..], _primary);
            if ((_primary >> 63) != 0)
            {
                BinaryPrimitives.WriteUInt64BigEndian(_destination[(_bitmapAt + 8)..], _secondary);
            }
        }
        else
        {
            WriteHex(_destination.Slice(_bitmapAt, 16), _primary);
            if ((_primary >> 63) != 0)
            {
                WriteHex(_destination.Slice(_bitmapAt + 16, 16), _secondary);
            }
        }

        written = _at;
        return default;
    }

    private void WriteText(in FieldPlan plan, int field, scoped ReadOnlySpan<byte> text)
    {
        var held =
            plan.Shape == FieldShape.Chinese ? CharacterSets.AllChinese(text) : CharacterSets.AllText(text, 0, text.Length, plan.Set);
        if (!held)
        {
            Fail(Fault.Characters, field);
            return;
        }

        if (text.Length > plan.Length)
        {
            Fail(Fault.TooLong, field);
            return;
        }

        int units = plan.Prefix == LengthPrefix.None ? plan.Length : text.Length;
        if (units != text.Length && plan.Padding == FieldPadding.None)
        {
            Fail(Fault.TooShort, field);
            return;
        }

        if (!Open(in plan, field, units, units))
        {
            return;
        }

        var target = _destination.Slice(_at, units);
        if (plan.Padding == FieldPadding.ZerosBefore)
        {
            target[..(units - text.Length)].Fill((byte)'0');
            text.CopyTo(target[(units - text.Length)..]);
        }
        else
        {
            text.CopyTo(target);
            target[text.Length..].Fill((byte)' ');
        }

        Close(field, units);
    }

    private void WriteDigits(in FieldPlan plan, int field, scoped ReadOnlySpan<byte> text)
    {
        if (
            !CharacterSets.AllText(text, 0, text.Length, plan.Kind == FieldKind.Digits ? CharacterSets.TextDigits : CharacterSets.TextTrack)
        )
        {
            Fail(Fault.Characters, field);
            return;
        }

        if (text.Length > plan.Length)
        {
            Fail(Fault.TooLong, field);
            return;
        }

        int units = plan.Prefix == LengthPrefix.None ? plan.Length : text.Length;
        if (units != text.Length && plan.Padding == FieldPadding.None)
        {
            Fail(Fault.TooShort, field);
            return;
        }

        var bytes = (units + 1) >> 1;
        if (!Open(in plan, field, units, bytes))
        {
            return;
        }

        WritePackedText(_destination.Slice(_at, bytes), text, units, plan.Padding);
        Close(field, bytes);
    }

    private void WriteSigned(in FieldPlan plan, int field, scoped ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'C' or (byte)'D', ..] || !CharacterSets.AllText(text, 1, text.Length - 1, CharacterSets.TextDigits))
        {
            Fail(Fault.Characters, field);
            return;
        }

        if (text.Length - 1 > plan.Length)
        {
            Fail(Fault.TooLong, field);
            return;
        }

        int bytes = plan.WireLength;
        if (!Open(in plan, field, plan.Length, bytes))
        {
            return;
        }

        var target = _destination.Slice(_at, bytes);
        target[0] = text[0];
        if (plan.Shape == FieldShape.SignedPacked)
        {
            WritePackedText(target[1..], text[1..], plan.Length, FieldPadding.ZerosBefore);
        }
        else
        {
            target[1..].Fill((byte)'0');
            text[1..].CopyTo(target[(bytes - text.Length + 1)..]);
        }

        Close(field, bytes);
    }

    // Digits of a fixed length that are too few always get zeros before them; the padding says where the odd digit's other half is.
    private static void WritePackedText(Span<byte> target, ReadOnlySpan<byte> text, int units, FieldPadding padding)
    {
        if (units == text.Length && (units & 1) == 0)
        {
            Digits.Pack(text, target);
            return;
        }

        target.Clear();
        var skip = units - text.Length + (padding == FieldPadding.ZerosBefore ? units & 1 : 0);
        for (var i = 0; i < text.Length; i++)
        {
            var position = i + skip;
            target[position >> 1] |= (byte)(Digits.Digit(text[i]) << ((~position & 1) << 2));
        }

        if ((units & 1) != 0 && padding == FieldPadding.FAfter)
        {
            target[^1] |= 15;
        }
    }

    private readonly void WritePacked(int at, int bytes, ulong number, int units, FieldPadding padding)
    {
        unchecked
        {
            if (bytes > 8 || number >= 10_000_000_000_000_000)
            {
                Span<byte> text = stackalloc byte[20];
                var digits = CountDigits(number);
                WriteDecimal(text[..digits], number);
                WritePackedText(_destination.Slice(at, bytes), text[..digits], units, padding);
                return;
            }

            var packed = Digits.ToPacked(number) << (64 - (8 * bytes));
            if ((units & 1) != 0 && padding != FieldPadding.ZerosBefore)
            {
                packed <<= 4;
                packed |= padding == FieldPadding.FAfter ? 15UL << (64 - (8 * bytes)) : 0;
            }

            // Eight bytes at once where there is room behind: the next field overwrites what is too much.
            if (_destination.Length - at >= 8)
            {
                BinaryPrimitives.WriteUInt64BigEndian(_destination[at..], packed);
                return;
            }

            for (var i = 0; i < bytes; i++)
            {
                _destination[at + i] = (byte)(packed >> (56 - (8 * i)));
            }
        }
    }

    private static void WriteDecimal(Span<byte> target, ulong number)
    {
        unchecked
        {
            for (var i = target.Length - 1; i >= 0; i--)
            {
                var quotient = number / 10;
                target[i] = (byte)('0' + (number - (quotient * 10)));
                number = quotient;
            }
        }
    }

    private static void WriteHex(Span<byte> target, ulong bitmap)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, bitmap);
        Convert.TryToHexString(bytes, target, out _);
    }

    private static int CountDigits(ulong number)
    {
        var digits = 1;
        while (digits < 19 && number >= (ulong)Digits.PowersOfTen[digits])
        {
            digits++;
        }

        return number >= 10_000_000_000_000_000_000 ? 20 : digits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Begin(int field)
    {
        if (
            _error.Fault == Fault.None
            && field > _last
            && field <= Dialect.LastField
            && _plans[field].Exists
            && (field < 65 || (_primary >> 63) != 0)
        )
        {
            return true;
        }

        return BeginRare(field);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool BeginRare(int field)
    {
        if (!_error.IsNone)
        {
            return false;
        }

        if (field is < 2 or > Dialect.LastField || !_plans[field].Exists)
        {
            Fail(Fault.UnknownField, field);
            return false;
        }

        if (field <= _last)
        {
            Fail(Fault.Order, field);
            return false;
        }

        // The first field above 64: the second bitmap takes its place behind the first.
        var bitmap = BitmapBytes(_dialect);
        if (bitmap > _destination.Length - _at)
        {
            Fail(Fault.NoRoom, field);
            return false;
        }

        var fields = _bitmapAt + bitmap;
        _destination[fields.._at].CopyTo(_destination[(fields + bitmap)..]);
        _at += bitmap;
        _primary |= 1UL << 63;
        return true;
    }

    // Room for prefix and value, and the prefix itself.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Open(in FieldPlan plan, int field, int units, int bytes)
    {
        unchecked
        {
            if (_destination.Length - _at < bytes + plan.PrefixBytes)
            {
                Fail(Fault.NoRoom, field);
                return false;
            }

            if (plan.Prefix != LengthPrefix.None)
            {
                WritePrefix(plan.Prefix, units);
            }

            return true;
        }
    }

    private void WritePrefix(LengthPrefix prefix, int units)
    {
        unchecked
        {
            switch (prefix)
            {
                case LengthPrefix.Packed2:
                    _destination[_at++] = (byte)(units + (6 * (units / 10)));
                    break;
                case LengthPrefix.Packed4:
                    var hundreds = units / 100;
                    var rest = units - (100 * hundreds);
                    _destination[_at++] = (byte)(hundreds + (6 * (hundreds / 10)));
                    _destination[_at++] = (byte)(rest + (6 * (rest / 10)));
                    break;
                case LengthPrefix.Text2:
                    WriteDecimal(_destination.Slice(_at, 2), (ulong)units);
                    _at += 2;
                    break;
                case LengthPrefix.Text3:
                    WriteDecimal(_destination.Slice(_at, 3), (ulong)units);
                    _at += 3;
                    break;
                case LengthPrefix.Binary1:
                    _destination[_at++] = (byte)units;
                    break;
                default:
                    BinaryPrimitives.WriteUInt16BigEndian(_destination[_at..], (ushort)units);
                    _at += 2;
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Close(int field, int bytes)
    {
        unchecked
        {
            _at += bytes;
            _last = field;
            var bit = 1UL << ((64 - field) & 63);
            if (field <= 64)
            {
                _primary |= bit;
            }
            else
            {
                _secondary |= bit;
            }
        }
    }

    private void Fail(Fault fault, int field) => _error = new MessageError(fault, Math.Clamp(field, 0, Dialect.LastField + 1), _at);

    private static int BitmapBytes(Dialect dialect) => dialect.Format.BitmapEncoding == FieldEncoding.Raw ? 8 : 16;
}
