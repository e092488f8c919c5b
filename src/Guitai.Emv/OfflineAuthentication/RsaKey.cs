using System.Numerics;
using Guitai.Emv.Parameters;

namespace Guitai.Emv.OfflineAuthentication;

/// <summary>A public key, and what it opens (EMV Book 2, annexes A2.1 and B2.1).</summary>
internal sealed class RsaKey
{
    // A card's key has 512 to 1984 bits here; shorter ones could not hold a signature with its hash.
    private const int Shortest = 64;
    private const int Longest = 248;

    private readonly BigInteger _modulus;
    private readonly int _exponent;

    private RsaKey(ReadOnlySpan<byte> modulus, int exponent)
    {
        Length = modulus.Length;
        _modulus = new BigInteger(modulus, isUnsigned: true, isBigEndian: true);
        _exponent = exponent;
    }

    /// <summary>Bytes of the modulus.</summary>
    public int Length { get; }

    /// <summary>A key; null when modulus or exponent are none that EMV has.</summary>
    public static RsaKey? Create(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent) =>
        modulus.Length is >= Shortest and <= Longest
        && (modulus[0] & 0x80) != 0
        && (modulus[^1] & 1) != 0
        && CaKey.ExponentOf(exponent) is { } number
            ? new RsaKey(modulus, number)
            : null;

    public static RsaKey Create(CaKey key) => new(key.Modulus.Span, key.Exponent);

    /// <summary>The number to the power of the exponent: opens a signature, and enciphers a PIN. Null when it has not the length of the key.</summary>
    public byte[]? Apply(ReadOnlySpan<byte> number)
    {
        if (number.Length != Length)
        {
            return null;
        }

        var result = BigInteger.ModPow(new BigInteger(number, isUnsigned: true, isBigEndian: true), _exponent, _modulus);
        var bytes = new byte[Length];
        var length = result.GetByteCount(isUnsigned: true);
        return result.TryWriteBytes(bytes.AsSpan(Length - length), out _, isUnsigned: true, isBigEndian: true) ? bytes : null;
    }

    /// <summary>
    /// Opens signed data with their recovery: 6A, the format, the content, a SHA-1 hash over format, content and what else was signed, BC (Book 2, annex A2.1).
    /// </summary>
    /// <param name="signature">As long as the key.</param>
    /// <param name="format">The second byte.</param>
    /// <param name="rest">What was signed and is not in the signature.</param>
    /// <returns>The content behind the format byte; null when anything is wrong.</returns>
    public byte[]? Recover(ReadOnlySpan<byte> signature, byte format, ReadOnlySpan<byte> rest)
    {
        if (Apply(signature) is not { } opened || opened[0] != 0x6A || opened[1] != format || opened[^1] != 0xBC)
        {
            return null;
        }

        var content = opened.AsSpan(1, Length - 22);
        return CaKey.Hash([.. content, .. rest]).AsSpan().SequenceEqual(opened.AsSpan(Length - 21, 20)) ? content[1..].ToArray() : null;
    }
}
