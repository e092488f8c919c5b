using System.Runtime.CompilerServices;

namespace Guitai.Sandbox.Issuer.Wire;

/// <summary>Digits and hexadecimal in ASCII.</summary>
internal static class Numerals
{
    /// <summary>True when all are decimal digits; of nothing, too.</summary>
    public static bool AreDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    /// <summary>The number that up to 18 digits write; they were checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Number(ReadOnlySpan<byte> digits)
    {
        unchecked
        {
            var number = 0L;
            foreach (var digit in digits)
            {
                number = (number * 10) + (digit & 15);
            }

            return number;
        }
    }

    /// <summary>Writes a number as digits with zeros before it.</summary>
    public static void WriteNumber(Span<byte> target, ulong number)
    {
        unchecked
        {
            for (var at = target.Length - 1; at >= 0; at--)
            {
                target[at] = (byte)('0' + (number % 10));
                number /= 10;
            }
        }
    }

    /// <summary>Writes a number as upper-case hexadecimal with zeros before it.</summary>
    public static void WriteHex(Span<byte> target, ulong number)
    {
        unchecked
        {
            for (var at = target.Length - 1; at >= 0; at--)
            {
                target[at] = "0123456789ABCDEF"u8[(int)(number & 15)];
                number >>= 4;
            }
        }
    }

    /// <summary>Reads up to sixteen hexadecimal characters. Small letters are none: a MAC has one form only, so that no flipped bit leaves it right.</summary>
    public static bool TryReadHex(ReadOnlySpan<byte> text, out ulong number)
    {
        unchecked
        {
            number = 0;
            var strange = 0;
            foreach (var character in text)
            {
                var value = Nibble(character);
                strange |= value;
                number = (number << 4) | (uint)(value & 15);
            }

            return strange < 16;
        }
    }

    // 0 to 15, or 16 for what is none.
    private static int Nibble(byte character) =>
        character switch
        {
            >= (byte)'0' and <= (byte)'9' => character - '0',
            >= (byte)'A' and <= (byte)'F' => character - 'A' + 10,
            _ => 16,
        };
}
