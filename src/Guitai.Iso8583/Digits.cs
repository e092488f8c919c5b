using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Guitai.Iso8583;

/// <summary>Between numbers, text digits and packed digits (two a byte), eight and sixteen digits at a time within one word.</summary>
internal static class Digits
{
    /// <summary>10 to the power of its index.</summary>
    public static ReadOnlySpan<long> PowersOfTen =>
        [
            1,
            10,
            100,
            1_000,
            10_000,
            100_000,
            1_000_000,
            10_000_000,
            100_000_000,
            1_000_000_000,
            10_000_000_000,
            100_000_000_000,
            1_000_000_000_000,
            10_000_000_000_000,
            100_000_000_000_000,
            1_000_000_000_000_000,
            10_000_000_000_000_000,
            100_000_000_000_000_000,
            1_000_000_000_000_000_000,
        ];

    /// <summary>The number of sixteen packed digits, the first in the highest four bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long FromPacked(ulong digits)
    {
        unchecked
        {
            digits = (digits & 0x0F0F0F0F0F0F0F0F) + (10 * ((digits >> 4) & 0x0F0F0F0F0F0F0F0F));
            digits = (digits & 0x00FF00FF00FF00FF) + (100 * ((digits >> 8) & 0x00FF00FF00FF00FF));
            digits = (digits & 0x0000FFFF0000FFFF) + (10_000 * ((digits >> 16) & 0x0000FFFF0000FFFF));
            return (long)((digits & 0xFFFFFFFF) + (100_000_000 * (digits >> 32)));
        }
    }

    /// <summary>Sixteen packed digits of a number below 10^16, the first in the highest four bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ToPacked(ulong number)
    {
        unchecked
        {
            if (number < 100_000_000)
            {
                return Pack8((uint)number);
            }

            var high = number / 100_000_000;
            return ((ulong)Pack8((uint)high) << 32) | Pack8((uint)(number - (high * 100_000_000)));
        }
    }

    // Halves of four digits, then of two, then digits, all lanes of a word at once; 10486/2^20 and 103/2^10 divide exactly in these ranges.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Pack8(uint number)
    {
        unchecked
        {
            var high = number / 10_000;
            var lanes = ((ulong)high << 32) | (number - (high * 10_000));
            var quotients = ((lanes * 10486) >> 20) & 0x0000007F0000007F;
            lanes = (quotients << 16) | (lanes - (100 * quotients));
            quotients = ((lanes * 103) >> 10) & 0x000F000F000F000F;
            lanes += 6 * quotients;
            lanes = (lanes | (lanes >> 8)) & 0x0000FFFF0000FFFF;
            return (uint)(lanes | (lanes >> 16));
        }
    }

    /// <summary>Packs an even number of text digits and separators, sixteen or more, if all of them are in the set.</summary>
    /// <returns>False when one is not; what was written then is of no use.</returns>
    public static bool TryPackLong(ReadOnlySpan<byte> text, Span<byte> packed, Vector128<byte> set)
    {
        unchecked
        {
            // The last step takes the last sixteen, some of them for the second time.
            var strange = Pack16(text[^16..], packed[((text.Length - 16) >> 1)..], set);
            for (; text.Length > 16; text = text[16..], packed = packed[8..])
            {
                strange |= Pack16(text, packed, set);
            }

            return strange == 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Pack16(ReadOnlySpan<byte> text, Span<byte> packed, Vector128<byte> set)
    {
        var characters = Vector128.Create(text);
        // A letter has bit 7 set: D is 0x44 and must become 13, that is 4 + 9.
        var letters = Vector128.GreaterThan(characters, Vector128.Create((byte)0x3F)) & Vector128.Create((byte)9);
        var digits = ((characters & Vector128.Create((byte)0x0F)) + letters).AsUInt16();
        var (first, second) = BitConverter.IsLittleEndian
            ? (Vector128.ShiftLeft(digits, 4), Vector128.ShiftRightLogical(digits, 8))
            : (Vector128.ShiftRightLogical(digits, 4), digits);
        var bytes = Vector128.Narrow((first | second) & Vector128.Create((ushort)0xFF), Vector128<ushort>.Zero);
        BinaryPrimitives.WriteUInt64LittleEndian(packed, bytes.AsUInt64().ToScalar());
        return CharacterSets.StrangeText(characters, set);
    }

    /// <summary>Packs text digits, two a byte. D and = become the separator; the caller has checked the characters and that their number is even.</summary>
    public static void Pack(ReadOnlySpan<byte> text, Span<byte> packed)
    {
        unchecked
        {
            while (text.Length >= 8)
            {
                var digits = BinaryPrimitives.ReadUInt64BigEndian(text);
                digits = Low(digits);
                digits = (digits | (digits >> 4)) & 0x00FF00FF00FF00FF;
                digits = (digits | (digits >> 8)) & 0x0000FFFF0000FFFF;
                BinaryPrimitives.WriteUInt32BigEndian(packed, (uint)(digits | (digits >> 16)));
                text = text[8..];
                packed = packed[4..];
            }

            for (var i = 0; i + 1 < text.Length; i += 2)
            {
                packed[i / 2] = (byte)((Digit(text[i]) << 4) | Digit(text[i + 1]));
            }
        }
    }

    /// <summary>A text digit's or separator's four bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Digit(byte character) => character == 'D' ? 13 : character & 15;

    // '0' to '?' are their low four bits; 'D' is 0x44 and must become 13, that is 4 + 9.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Low(ulong text)
    {
        unchecked
        {
            var letters = (text >> 6) & 0x0101010101010101;
            return (text & 0x0F0F0F0F0F0F0F0F) + (9 * letters);
        }
    }

    /// <summary>The character of four bits: 0 to 9, and D for the separator.</summary>
    public static byte Character(int digit) => (byte)(digit < 10 ? '0' + digit : 'A' - 10 + digit);
}
