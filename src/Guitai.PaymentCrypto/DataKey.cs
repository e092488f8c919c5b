namespace Guitai.PaymentCrypto;

/// <summary>A key that encrypts and decrypts data, for example track 2 under a TDK (CBC, SP 800-38A 6.2; ECB where a terminal specification says so).</summary>
public sealed class DataKey : SecretKey, IBoundKey<DataKey>
{
    private DataKey(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
        : base(algorithm, key) { }

    /// <inheritdoc/>
    public static KeyUse Use => KeyUse.DataEncryption;

    /// <summary>Length of a block in bytes: 8, or 16 with AES and SM4. Data is whole blocks; padding is the message format's matter.</summary>
    public int BlockSize => Cipher.BlockSize;

    /// <summary>Makes the key from 16 or 24 bytes of triple-DES, or a key of AES or SM4.</summary>
    /// <inheritdoc/>
    public static DataKey FromClear(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        if (algorithm is KeyAlgorithm.Tdes or KeyAlgorithm.Hmac)
        {
            Allow(algorithm, key, KeyAlgorithm.Tdes, 16, 24);
        }

        return new(algorithm, key);
    }

    /// <summary>Encrypts whole blocks, chained.</summary>
    /// <param name="iv">One block.</param>
    /// <param name="plain">Whole blocks.</param>
    /// <param name="encrypted">As long; may be the same memory.</param>
    /// <exception cref="ArgumentException">Not whole blocks, too little room, or an IV that is no block.</exception>
    public void EncryptCbc(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> plain, Span<byte> encrypted)
    {
        Guard(iv.Length, plain.Length, encrypted.Length);
        Cipher.EncryptCbc(iv, plain, encrypted);
    }

    /// <summary>Decrypts what <see cref="EncryptCbc"/> made.</summary>
    /// <inheritdoc cref="EncryptCbc"/>
    public void DecryptCbc(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> encrypted, Span<byte> plain)
    {
        Guard(iv.Length, encrypted.Length, plain.Length);
        Cipher.DecryptCbc(iv, encrypted, plain);
    }

    /// <summary>Encrypts whole blocks, each by itself.</summary>
    /// <param name="plain">Whole blocks.</param>
    /// <param name="encrypted">As long; may be the same memory.</param>
    /// <exception cref="ArgumentException">Not whole blocks, or too little room.</exception>
    public void EncryptEcb(ReadOnlySpan<byte> plain, Span<byte> encrypted)
    {
        Guard(BlockSize, plain.Length, encrypted.Length);
        Cipher.Encrypt(plain, encrypted);
    }

    /// <summary>Decrypts what <see cref="EncryptEcb"/> made.</summary>
    /// <inheritdoc cref="EncryptEcb"/>
    public void DecryptEcb(ReadOnlySpan<byte> encrypted, Span<byte> plain)
    {
        Guard(BlockSize, encrypted.Length, plain.Length);
        Cipher.Decrypt(encrypted, plain);
    }

    private void Guard(int iv, int input, int output)
    {
        if (iv != BlockSize || input % BlockSize != 0 || output < input)
        {
            throw new ArgumentException(
                $"Data is whole blocks of {BlockSize} bytes, an IV is one of them, and the output needs as much room.",
                nameof(input)
            );
        }
    }
}
