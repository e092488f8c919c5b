using System.Security.Cryptography;
using Guitai.PaymentCrypto.Macs;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto;

/// <summary>Key check values: what people and messages compare instead of keys.</summary>
public static class KeyCheckValue
{
    /// <summary>
    /// The value that is usual for the algorithm, six upper-case hexadecimal digits: triple-DES and SM4 encrypt a block of zeros (X9.24-1:2009, 7.2), AES makes the CMAC of a
    /// block of zeros (X9.24-1:2017, Annex A), HMAC keys hash the empty text.
    /// </summary>
    /// <param name="algorithm">What it is a key of.</param>
    /// <param name="key">The clear key.</param>
    public static string Of(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        Span<byte> value = stackalloc byte[32];
        switch (algorithm)
        {
            case KeyAlgorithm.Aes:
                Cmac(algorithm, key, value[..16]);
                break;
            case KeyAlgorithm.Hmac:
                HMACSHA256.HashData(key, [], value);
                break;
            default:
                EncryptZeros(algorithm, key, value[..CipherCatalogue.BlockSize(algorithm)]);
                break;
        }

        return Convert.ToHexString(value[..3]);
    }

    /// <summary>Encrypts a block of zeros: the older method, for DES keys and, in the field, often for AES too.</summary>
    /// <param name="algorithm">A block cipher.</param>
    /// <param name="key">The clear key.</param>
    /// <param name="value">As many leading bytes as wanted, at most a block; UnionPay's sign-in takes 4, most others 3.</param>
    /// <exception cref="ArgumentException">No key of that cipher, or a value longer than a block.</exception>
    public static void EncryptZeros(KeyAlgorithm algorithm, ReadOnlySpan<byte> key, Span<byte> value)
    {
        using var cipher = new BlockCipher(algorithm, key);
        Span<byte> block = stackalloc byte[16];
        block = block[..cipher.BlockSize];
        Guard(value, block.Length);
        block.Clear();
        cipher.Encrypt(block, block);
        block[..value.Length].CopyTo(value);
    }

    /// <summary>The CMAC of a block of zeros (X9.24-1:2017, Annex A).</summary>
    /// <param name="algorithm">A block cipher.</param>
    /// <param name="key">The clear key.</param>
    /// <param name="value">As many leading bytes as wanted, at most a block; 5 by the standard, 3 in use.</param>
    /// <exception cref="ArgumentException">No key of that cipher, or a value longer than a block.</exception>
    public static void Cmac(KeyAlgorithm algorithm, ReadOnlySpan<byte> key, Span<byte> value)
    {
        using var cipher = new BlockCipher(algorithm, key);
        Guard(value, cipher.BlockSize);
        Span<byte> zeros = stackalloc byte[16];
        zeros.Clear();
        Macs.Cmac.Compute(cipher, zeros[..cipher.BlockSize], value);
    }

    private static void Guard(Span<byte> value, int blockSize)
    {
        if (value.Length > blockSize)
        {
            throw new ArgumentException("A check value is at most a block long.", nameof(value));
        }
    }
}
