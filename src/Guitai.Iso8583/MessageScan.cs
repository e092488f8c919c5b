using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Guitai.Iso8583;

/// <summary>Finds and checks every field of a message in one pass.</summary>
internal static partial class MessageScan
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
}
