using System.Security.Cryptography;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.Macs;

/// <summary>A key that makes and checks message authentication codes of one algorithm, and does nothing else.</summary>
public abstract class MacKey : SecretKey
{
    private protected MacKey(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
        : base(algorithm, key) { }

    /// <summary>Length of a whole MAC in bytes: 8, or 16 with AES.</summary>
    public abstract int MacLength { get; }

    /// <summary>Makes a MAC. Allocates nothing.</summary>
    /// <param name="message">The bytes that it covers.</param>
    /// <param name="mac">As many leading bytes as wanted: 4 to <see cref="MacLength"/>.</param>
    /// <exception cref="ArgumentException">Fewer or more bytes are wanted.</exception>
    public void Compute(ReadOnlySpan<byte> message, Span<byte> mac)
    {
        if (mac.Length < 4 || mac.Length > MacLength)
        {
            throw new ArgumentException($"This MAC has 4 to {MacLength} bytes.", nameof(mac));
        }

        ComputeCore(message, mac);
    }

    /// <summary>True when the MAC is the message's; compares in constant time. A MAC of a length that cannot be is false.</summary>
    /// <param name="message">The bytes that it covers.</param>
    /// <param name="mac">4 to <see cref="MacLength"/> bytes as received.</param>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> mac)
    {
        if (mac.Length < 4 || mac.Length > MacLength)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[16];
        expected = expected[..mac.Length];
        ComputeCore(message, expected);
        return CryptographicOperations.FixedTimeEquals(expected, mac);
    }

    private protected abstract void ComputeCore(ReadOnlySpan<byte> message, Span<byte> mac);
}

/// <summary>Retail MAC: ANSI X9.19, ISO/IEC 9797-1:2011 MAC algorithm 3 with padding method 1 (zeros, only where needed).</summary>
public sealed class RetailMacKey : MacKey, IBoundKey<RetailMacKey>
{
    private readonly RetailMac _mac;

    private RetailMacKey(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
        : base(algorithm, key) => _mac = new RetailMac(key);

    /// <inheritdoc/>
    public static KeyUse Use => KeyUse.RetailMac;

    /// <inheritdoc/>
    public override int MacLength => 8;

    /// <summary>Makes the key from 16 bytes of triple-DES.</summary>
    /// <inheritdoc/>
    public static RetailMacKey FromClear(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        Allow(algorithm, key, KeyAlgorithm.Tdes, 16);
        return new(algorithm, key);
    }

    private protected override void ComputeCore(ReadOnlySpan<byte> message, Span<byte> mac) =>
        _mac.Compute(message, RetailPadding.Zeros, mac);

    private protected override void Wipe() => _mac.Dispose();
}

/// <summary>
/// UnionPay's ECB MAC of terminal messages (Q/CUP 009 direct POS, field 64): the message's 8-byte blocks XORed together, written as 16 hexadecimal characters, of which the first
/// eight are encrypted, XORed with the last eight and encrypted again; the MAC is the first eight hexadecimal characters of the result, as ASCII.
/// </summary>
public sealed class UnionPayMacKey : MacKey, IBoundKey<UnionPayMacKey>
{
    private UnionPayMacKey(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
        : base(algorithm, key) { }

    /// <inheritdoc/>
    public static KeyUse Use => KeyUse.UnionPayMac;

    /// <inheritdoc/>
    public override int MacLength => 8;

    /// <summary>Makes the key from 8 (as sign-in brings it) or 16 bytes of triple-DES.</summary>
    /// <inheritdoc/>
    public static UnionPayMacKey FromClear(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        Allow(algorithm, key, KeyAlgorithm.Tdes, 8, 16);
        return new(algorithm, key);
    }

    private protected override void ComputeCore(ReadOnlySpan<byte> message, Span<byte> mac)
    {
        Span<byte> folded = stackalloc byte[8];
        folded.Clear();
        for (var at = 0; at < message.Length; at += 8)
        {
            Bytes.Xor(folded, message[at..Math.Min(at + 8, message.Length)]);
        }

        Span<byte> hex = stackalloc byte[16];
        Convert.TryToHexString(folded, hex, out _);
        Cipher.Encrypt(hex[..8], folded);
        Bytes.Xor(folded, hex[8..]);
        Cipher.Encrypt(folded, folded);
        Convert.TryToHexString(folded, hex, out _);
        hex[..mac.Length].CopyTo(mac);
    }
}

/// <summary>CMAC under triple-DES or AES (NIST SP 800-38B, ISO/IEC 9797-1:2011 MAC algorithm 5; RFC 4493 for AES-128).</summary>
public sealed class CmacKey : MacKey, IBoundKey<CmacKey>
{
    private CmacKey(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
        : base(algorithm, key) { }

    /// <inheritdoc/>
    public static KeyUse Use => KeyUse.Cmac;

    /// <inheritdoc/>
    public override int MacLength => Cipher.BlockSize;

    /// <summary>Makes the key from 16 or 24 bytes of triple-DES, or 16, 24 or 32 of AES.</summary>
    /// <inheritdoc/>
    public static CmacKey FromClear(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        if (algorithm is not KeyAlgorithm.Aes)
        {
            Allow(algorithm, key, KeyAlgorithm.Tdes, 16, 24);
        }

        return new(algorithm, key);
    }

    private protected override void ComputeCore(ReadOnlySpan<byte> message, Span<byte> mac) => Cmac.Compute(Cipher, message, mac);
}
