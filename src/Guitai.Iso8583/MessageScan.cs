using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Guitai.Iso8583;

/// <summary>Finds and checks every field of a message in one pass.</summary>
internal static class MessageScan
{
    private static readonly SearchValues<byte> s_hex = SearchValues.Create("0123456789ABCDEFabcdef"u8);

    public static MessageError Read(Dialect dialect, ReadOnlySpan<byte> data, out MessageView view)
    {
        // The table of places is written only where a bitmap's bit is set and read only there: clearing it would cost more than the scan.
        Unsafe.SkipInit(out view);
        view.Data = data;
        view.Dialect = dialect;
        view.Primary = 0;
        view.Secondary = 0;
        view.TypeValue = 0;
        // Offsets and lengths are kept in sixteen bits.
        if (data.Length > ushort.MaxValue)
        {
            return new MessageError(Fault.TooLong, 0, 0);
        }

        var offset = 0;
        var fault = ReadType(dialect.Format, data, ref offset, out view.TypeValue);
        if (fault != Fault.None)
        {
            return new MessageError(fault, 0, 0);
        }

        var at = offset;
        if ((fault = ReadBitmap(dialect.Format, data, ref offset, out view.Primary)) != Fault.None)
        {
            view.Primary = 0;
            return new MessageError(fault, 0, at);
        }

        at = offset;
        if ((view.Primary >> 63) != 0 && (fault = ReadBitmap(dialect.Format, data, ref offset, out view.Secondary)) != Fault.None)
        {
            view.Primary = view.Secondary = 0;
            return new MessageError(fault, 1, at);
        }

        var error = ReadFields(dialect, data, ref offset, ref view);
        if (error.IsNone && offset != data.Length)
        {
            error = new MessageError(Fault.BytesLeft, 0, offset);
        }

        if (!error.IsNone)
        {
            // What was not reached must not be read by mistake.
            view.Primary = view.Secondary = 0;
        }

        return error;
    }

    private static MessageError ReadFields(Dialect dialect, ReadOnlySpan<byte> data, ref int offset, ref MessageView view)
    {
        unchecked
        {
            ref var plans = ref MemoryMarshal.GetReference(dialect.Plans);
            ref var places = ref Unsafe.As<MessageView.Places, Place>(ref view.Found);
            var at = offset;
            var bits = view.Primary & (ulong.MaxValue >> 1);
            for (var first = 1; ; first = 65)
            {
                while (bits != 0)
                {
                    var zeros = BitOperations.LeadingZeroCount(bits);
                    bits ^= 0x8000000000000000UL >> zeros;
                    var field = first + zeros;
                    ref readonly var plan = ref Unsafe.Add(ref plans, field);
                    if (TryQuick(in plan, data, ref at, ref Unsafe.Add(ref places, field)))
                    {
                        continue;
                    }

                    int units = plan.Length;
                    int bytes = plan.WireLength;
                    if (plan.Prefix != LengthPrefix.None)
                    {
                        var fault = ReadLength(in plan, data, ref at, out units);
                        if (fault != Fault.None)
                        {
                            return new MessageError(fault, field, at);
                        }

                        bytes = plan.BytesOf(units);
                    }

                    if (!plan.Exists)
                    {
                        return new MessageError(Fault.UnknownField, field, at);
                    }

                    if (bytes > data.Length - at)
                    {
                        return new MessageError(Fault.EndsEarly, field, at);
                    }

                    if (plan.Shape != FieldShape.Raw)
                    {
                        var fault = Check(in plan, data, at, units, bytes);
                        if (fault != Fault.None)
                        {
                            return new MessageError(fault, field, at);
                        }
                    }

                    Unsafe.Add(ref places, field) = new Place(
                        (ushort)at,
                        (ushort)units,
                        (ushort)bytes,
                        plan.Shape,
                        plan.TraitsOf(units, bytes)
                    );
                    at += bytes;
                }

                if (first == 65)
                {
                    offset = at;
                    return default;
                }

                bits = view.Secondary;
            }
        }
    }

    // What is common and right goes through here; false leaves everything as it was, for the careful path to read or to refuse.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryQuick(in FieldPlan plan, ReadOnlySpan<byte> data, ref int at, ref Place place)
    {
        unchecked
        {
            var left = data.Length - at;
            switch (plan.Quick)
            {
                case QuickPath.ShortDigits when left >= 8:
                {
                    // A digit above 9 has its bit 8 and its bit 4 or 2.
                    var word = Word(data, at);
                    if (((word & ((word << 1) | (word << 2)) & plan.DigitBits) | (word & plan.PaddingBits)) != 0)
                    {
                        return false;
                    }

                    place = plan.Fixed with { At = (ushort)at };
                    at += plan.WireLength;
                    return true;
                }

                case QuickPath.ShortText when left >= 16:
                    if (!CharacterSets.AllText(data, at, plan.WireLength, plan.Set))
                    {
                        return false;
                    }

                    place = plan.Fixed with { At = (ushort)at };
                    at += plan.WireLength;
                    return true;
                case QuickPath.FixedBytes when left >= plan.WireLength:
                    place = plan.Fixed with { At = (ushort)at };
                    at += plan.WireLength;
                    return true;
                case QuickPath.PackedDigits when left >= 1:
                {
                    int length = data[at];
                    var units = length - (6 * (length >> 4));
                    var bytes = units >> 1;
                    if (
                        (length & 15) > 9
                        || length > 0x99
                        || units > plan.Length
                        || (units & 1) != 0
                        || bytes > left - 1
                        || !CharacterSets.AllPacked(data, at + 1, bytes, plan.Set)
                    )
                    {
                        return false;
                    }

                    place = new Place((ushort)(at + 1), (ushort)units, (ushort)bytes, FieldShape.Packed, plan.TraitsOf(units, bytes));
                    at += 1 + bytes;
                    return true;
                }

                default:
                    return false;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ReadOnlySpan<byte> data, int at)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref MemoryMarshal.GetReference(data), (nint)at));
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Fault Check(in FieldPlan plan, ReadOnlySpan<byte> data, int at, int units, int bytes)
    {
        if (plan.Shape == FieldShape.Packed && ((units & 1) == 0 || plan.Padding == FieldPadding.ZerosBefore))
        {
            return !CharacterSets.AllPacked(data, at, bytes, plan.Set) ? Fault.Characters
                : (units & 1) != 0 && data[at] > 0x0F ? Fault.Padding
                : Fault.None;
        }

        if (plan.Shape == FieldShape.Text)
        {
            return CharacterSets.AllText(data, at, bytes, plan.Set) ? Fault.None : Fault.Characters;
        }

        return CheckRare(in plan, data.Slice(at, bytes), units);
    }

    private static Fault CheckRare(in FieldPlan plan, ReadOnlySpan<byte> value, int units)
    {
        switch (plan.Shape)
        {
            case FieldShape.Packed:
                var last = value[^1];
                var digit = last >> 4;
                return !CharacterSets.AllPacked(value, 0, value.Length - 1, plan.Set)
                    || (digit > 9 && !(digit == 13 && plan.Kind == FieldKind.Track))
                        ? Fault.Characters
                    : (last & 15) != (plan.Padding == FieldPadding.FAfter ? 15 : 0) ? Fault.Padding
                    : Fault.None;
            case FieldShape.SignedPacked:
                return value[0] is not ((byte)'C' or (byte)'D') || !CharacterSets.AllPacked(value, 1, value.Length - 1, plan.Set)
                        ? Fault.Characters
                    : (units & 1) != 0 && value[1] > 0x0F ? Fault.Padding
                    : Fault.None;
            case FieldShape.SignedText:
                return value[0] is (byte)'C' or (byte)'D' && CharacterSets.AllText(value, 1, value.Length - 1, plan.Set)
                    ? Fault.None
                    : Fault.Characters;
            case FieldShape.HexText:
                return value.ContainsAnyExcept(s_hex) ? Fault.Characters : Fault.None;
            default:
                return CharacterSets.AllChinese(value) ? Fault.None : Fault.Characters;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Fault ReadLength(in FieldPlan plan, ReadOnlySpan<byte> data, ref int at, out int units)
    {
        unchecked
        {
            units = 0;
            var left = data.Length - at;
            if (plan.Prefix == LengthPrefix.Packed2)
            {
                if (left < 1)
                {
                    return Fault.EndsEarly;
                }

                int b = data[at];
                units = b - (6 * (b >> 4));
                if ((b & 15) > 9 || b > 0x99)
                {
                    return Fault.LengthNotDigits;
                }
            }
            else if (plan.Prefix == LengthPrefix.Packed4)
            {
                if (left < 2)
                {
                    return Fault.EndsEarly;
                }

                int high = data[at];
                int low = data[at + 1];
                units = (100 * (high - (6 * (high >> 4)))) + (low - (6 * (low >> 4)));
                if ((high & 15) > 9 || high > 0x99 || (low & 15) > 9 || low > 0x99)
                {
                    return Fault.LengthNotDigits;
                }
            }
            else
            {
                var fault = ReadOtherLength(in plan, data[at..], out units);
                if (fault != Fault.None)
                {
                    return fault;
                }
            }

            if (units > plan.Length)
            {
                return Fault.TooLong;
            }

            at += plan.PrefixBytes;
            return Fault.None;
        }
    }

    private static Fault ReadOtherLength(in FieldPlan plan, ReadOnlySpan<byte> data, out int units)
    {
        units = 0;
        if (data.Length < plan.PrefixBytes)
        {
            return Fault.EndsEarly;
        }

        switch (plan.Prefix)
        {
            case LengthPrefix.Binary1:
                units = data[0];
                return Fault.None;
            case LengthPrefix.Binary2:
                units = BinaryPrimitives.ReadUInt16BigEndian(data);
                return Fault.None;
            default:
                foreach (var digit in data[..plan.PrefixBytes])
                {
                    if (!char.IsAsciiDigit((char)digit))
                    {
                        return Fault.LengthNotDigits;
                    }

                    units = (10 * units) + (digit - '0');
                }

                return Fault.None;
        }
    }

    private static Fault ReadType(MessageFormat format, ReadOnlySpan<byte> data, ref int offset, out int type)
    {
        type = 0;
        if (format.TypeEncoding == FieldEncoding.PackedDigits)
        {
            if (data.Length < 2)
            {
                return Fault.EndsEarly;
            }

            int packed = BinaryPrimitives.ReadUInt16BigEndian(data);
            if ((packed & ((packed << 1) | (packed << 2)) & 0x8888) != 0)
            {
                return Fault.TypeNotDigits;
            }

            type = (int)Digits.FromPacked((ulong)packed);
            offset = 2;
        }
        else
        {
            if (data.Length < 4)
            {
                return Fault.EndsEarly;
            }

            for (var i = 0; i < 4; i++)
            {
                if (!char.IsAsciiDigit((char)data[i]))
                {
                    return Fault.TypeNotDigits;
                }

                type = (10 * type) + (data[i] - '0');
            }

            offset = 4;
        }

        return type / 1000 == format.Version ? Fault.None : Fault.OtherVersion;
    }

    private static Fault ReadBitmap(MessageFormat format, ReadOnlySpan<byte> data, ref int offset, out ulong bitmap)
    {
        bitmap = 0;
        if (format.BitmapEncoding == FieldEncoding.Raw)
        {
            if (data.Length - offset < 8)
            {
                return Fault.EndsEarly;
            }

            bitmap = BinaryPrimitives.ReadUInt64BigEndian(data[offset..]);
            offset += 8;
            return Fault.None;
        }

        if (data.Length - offset < 16)
        {
            return Fault.EndsEarly;
        }

        foreach (var character in data.Slice(offset, 16))
        {
            if (!char.IsAsciiHexDigit((char)character))
            {
                return Fault.BitmapNotHex;
            }

            // 'A' and 'a' end in 1 and have bit 6 set: 1 + 9 is ten.
            var digit = (character & 15) + (9 * (character >> 6));
            bitmap = (bitmap << 4) | (uint)digit;
        }

        offset += 16;
        return Fault.None;
    }
}
