using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.National;

/// <summary>The hash function SM3 (GB/T 32905-2016), from the system's OpenSSL.</summary>
public static unsafe class Sm3
{
    /// <summary>Length of a hash in bytes.</summary>
    public const int HashLength = 32;

    private static readonly nint s_sm3 = LibCrypto.Check(LibCrypto.DigestFetch(0, "SM3", 0), "SM3");

    /// <summary>Hashes a text.</summary>
    /// <param name="text">Any length.</param>
    /// <param name="hash">At least 32 bytes; the first 32 are written.</param>
    /// <exception cref="ArgumentException">Too little room.</exception>
    public static void Hash(ReadOnlySpan<byte> text, Span<byte> hash)
    {
        if (hash.Length < HashLength)
        {
            throw new ArgumentException("An SM3 hash needs 32 bytes.", nameof(hash));
        }

        uint written;
        fixed (
            byte* t = text,
                h = hash
        )
        {
            LibCrypto.Check(LibCrypto.Digest(t, (nuint)text.Length, h, &written, s_sm3, 0));
        }
    }
}
