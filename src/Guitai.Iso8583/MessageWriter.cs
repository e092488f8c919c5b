using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Guitai.Iso8583;

/// <summary>
/// Writes a message into a span, field after field in rising order. The first thing that goes wrong is kept, later calls do nothing, and
/// <see cref="Finish"/> tells it: a caller checks once. Nothing is allocated.
/// </summary>
public ref partial struct MessageWriter
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
            if (plan.Quick == QuickPath.ShortDigits && magnitude <= plan.LargestNumber && _destination.Length - _at >= 8)
            {
                // Eight bytes at once: the next field overwrites what is too much.
                BinaryPrimitives.WriteUInt64BigEndian(_destination[_at..], Digits.ToPacked(magnitude) << (64 - (8 * plan.WireLength)));
                Close(field, plan.WireLength);
                return;
            }

            WriteNumber(in plan, field, number);
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
        if (plan.Quick == QuickPath.ShortText && text.Length == plan.Length && text.Length >= 8 && _destination.Length - _at >= text.Length)
        {
            // Two words, which overlap when there are fewer than sixteen characters.
            var first = Unsafe.ReadUnaligned<ulong>(in text[0]);
            var last = Unsafe.ReadUnaligned<ulong>(in text[^8]);
            if (CharacterSets.StrangeText(Vector128.Create(first, last).AsByte(), plan.Set) == 0)
            {
                Unsafe.WriteUnaligned(ref _destination[_at], first);
                Unsafe.WriteUnaligned(ref _destination[_at + text.Length - 8], last);
                Close(field, text.Length);
                return;
            }
        }

        if (
            plan.Quick == QuickPath.PackedDigits
            && text.Length >= 16
            && text.Length <= plan.Length
            && (text.Length & 1) == 0
            && _destination.Length - _at > text.Length
        )
        {
            var set = plan.Kind == FieldKind.Digits ? CharacterSets.TextDigits : CharacterSets.TextTrack;
            if (Digits.TryPackLong(text, _destination[(_at + 1)..], set))
            {
                _destination[_at] = Packed2(text.Length);
                Close(field, 1 + (text.Length >> 1));
                return;
            }
        }

        WriteRareText(in plan, field, text);
    }

    // Two decimal digits in a byte; 103/1024 divides exactly below 100.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Packed2(int number) => unchecked((byte)(number + (6 * ((number * 103) >> 10))));

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
                    _destination[_at++] = Packed2(units);
                    break;
                case LengthPrefix.Packed4:
                    var hundreds = units / 100;
                    var rest = units - (100 * hundreds);
                    _destination[_at++] = Packed2(hundreds);
                    _destination[_at++] = Packed2(rest);
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
