using System.Runtime.CompilerServices;

namespace Guitai.PaymentCrypto.Primitives;

/// <summary>Small work on bytes and decimal digits.</summary>
internal static class Bytes
{
    /// <summary>XORs <paramref name="other"/> into <paramref name="target"/>, as far as it goes.</summary>
    public static void Xor(Span<byte> target, ReadOnlySpan<byte> other)
    {
        for (var i = 0; i < other.Length; i++)
        {
            target[i] ^= other[i];
        }
    }

    /// <summary>XORs one value into every byte.</summary>
    public static void Xor(Span<byte> target, byte value)
    {
        foreach (ref var b in target)
        {
            b ^= value;
        }
    }

    /// <summary>Sets the nibble at that place, counted from the left.</summary>
    public static void SetNibble(Span<byte> target, int place, int value) =>
        target[place / 2] = (byte)(place % 2 == 0 ? (target[place / 2] & 0x0F) | (value << 4) : (target[place / 2] & 0xF0) | value);

    /// <summary>The nibble at that place, counted from the left.</summary>
    public static int Nibble(ReadOnlySpan<byte> source, int place) => place % 2 == 0 ? source[place / 2] >> 4 : source[place / 2] & 0x0F;

    /// <summary>True when there are only the digits 0 to 9, and as many as wanted.</summary>
    public static bool AreDigits(ReadOnlySpan<char> text, int shortest, int longest) =>
        text.Length >= shortest && text.Length <= longest && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>Refuses a caller who gave something other than that many digits.</summary>
    /// <exception cref="ArgumentException">Other characters, or too few or too many.</exception>
    public static void RequireDigits(
        ReadOnlySpan<char> text,
        int shortest,
        int longest,
        string what,
        [CallerArgumentExpression(nameof(text))] string? name = null
    )
    {
        if (!AreDigits(text, shortest, longest))
        {
            throw new ArgumentException($"A {what} has {shortest} to {longest} decimal digits.", name);
        }
    }
}
