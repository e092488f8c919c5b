using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.PinBlocks;

/// <summary>A PIN in clear, 4 to 12 digits (ISO 9564-1:2017, 8.1), on the stack of whoever handles it and wiped when let go. Never prints.</summary>
public ref struct ClearPin
{
    private Digits _digits;
    private int _length;

    /// <summary>Number of digits; 0 when there is no PIN.</summary>
    public readonly int Length => _length;

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    internal Span<byte> Values => _digits[.._length];

    /// <summary>Takes a PIN from text; the caller wipes its own.</summary>
    /// <param name="text">4 to 12 decimal digits.</param>
    /// <exception cref="ArgumentException">Something else.</exception>
    public static ClearPin From(ReadOnlySpan<char> text)
    {
        Bytes.RequireDigits(text, 4, 12, "PIN");
        ClearPin pin = default;
        pin._length = text.Length;
        for (var i = 0; i < text.Length; i++)
        {
            pin._digits[i] = (byte)(text[i] - '0');
        }

        return pin;
    }

    /// <summary>Writes the digits as text.</summary>
    /// <param name="text">At least <see cref="Length"/> characters; the caller wipes them.</param>
    /// <exception cref="ArgumentException">Too little room.</exception>
    public readonly void CopyTo(Span<char> text)
    {
        if (text.Length < _length)
        {
            throw new ArgumentException("Too little room for the PIN.", nameof(text));
        }

        for (var i = 0; i < _length; i++)
        {
            text[i] = (char)('0' + _digits[i]);
        }
    }

    /// <summary>Wipes the digits.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_digits);
        _length = 0;
    }

    /// <summary>Never the digits.</summary>
    public override readonly string ToString() => "***";

    internal Span<byte> Set(int length)
    {
        _length = length;
        return Unsafe.AsRef(ref this).Room(length);
    }

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    private Span<byte> Room(int length) => _digits[..length];

    [InlineArray(12)]
    private struct Digits
    {
        private byte _first;
    }
}
