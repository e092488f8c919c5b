using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Guitai.Iso8583;

/// <summary>Message type, bitmaps, and the lengths before fields.</summary>
internal static partial class MessageScan
{
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
