using System.Buffers.Binary;
using System.Security.Cryptography;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.KeyStore;

/// <summary>Encrypts other keys block by block (ECB), as UnionPay's terminal master key does at sign-in.</summary>
public sealed class KeyEncryptionKey : SecretKey, IBoundKey<KeyEncryptionKey>
{
    private KeyEncryptionKey(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
        : base(algorithm, key) { }

    /// <inheritdoc/>
    public static KeyUse Use => KeyUse.KeyEncryption;

    /// <summary>Makes the key from 16 or 24 bytes of triple-DES.</summary>
    /// <inheritdoc/>
    public static KeyEncryptionKey FromClear(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        Allow(algorithm, key, KeyAlgorithm.Tdes, 16, 24);
        return new(algorithm, key);
    }

    /// <summary>Takes a key that arrived encrypted, for one use.</summary>
    /// <typeparam name="TKey">The kind of key.</typeparam>
    /// <param name="encrypted">8, 16 or 24 bytes.</param>
    /// <param name="checkValue">3 to 8 leading bytes of the encryption of zeros under the key.</param>
    /// <param name="key">The key; null when refused.</param>
    /// <returns>Ok, malformed (lengths), or the wrong check value.</returns>
    public KeyAnswer Receive<TKey>(ReadOnlySpan<byte> encrypted, ReadOnlySpan<byte> checkValue, out TKey? key)
        where TKey : SecretKey, IBoundKey<TKey>
    {
        key = null;
        using var clear = new SecretBytes(24);
        var answer = Decrypt(encrypted, checkValue, clear.Span);
        if (answer is not KeyAnswer.Ok || !BoundKeys.Fits(TKey.Use, KeyAlgorithm.Tdes, encrypted.Length))
        {
            return answer is KeyAnswer.Ok ? KeyAnswer.Malformed : answer;
        }

        key = TKey.FromClear(KeyAlgorithm.Tdes, clear.Span[..encrypted.Length]);
        return KeyAnswer.Ok;
    }

    internal KeyAnswer Decrypt(ReadOnlySpan<byte> encrypted, ReadOnlySpan<byte> checkValue, Span<byte> clear)
    {
        if (encrypted.Length is not (8 or 16 or 24) || checkValue.Length is < 3 or > 8)
        {
            return KeyAnswer.Malformed;
        }

        Cipher.Decrypt(encrypted, clear);
        Span<byte> expected = stackalloc byte[8];
        expected = expected[..checkValue.Length];
        KeyCheckValue.EncryptZeros(KeyAlgorithm.Tdes, clear[..encrypted.Length], expected);
        return CryptographicOperations.FixedTimeEquals(expected, checkValue) ? KeyAnswer.Ok : KeyAnswer.WrongCheckValue;
    }

    internal void Encrypt(ReadOnlySpan<byte> clear, Span<byte> encrypted) => Cipher.Encrypt(clear, encrypted);
}

/// <summary>Seals what a system keeps on disk: AES-256-GCM (NIST SP 800-38D).</summary>
internal sealed class StorageKey : SecretKey, IBoundKey<StorageKey>
{
    private readonly Gcm _gcm;

    private StorageKey(ReadOnlySpan<byte> key)
        : base(KeyAlgorithm.Aes, key) => _gcm = new Gcm(key);

    public static KeyUse Use => KeyUse.Storage;

    public static StorageKey FromClear(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        Allow(algorithm, key, KeyAlgorithm.Aes, 32);
        return new(key);
    }

    /// <summary>Version, nonce, tag, then the encrypted text.</summary>
    public void Seal(int version, FillRandom random, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context, Span<byte> seal)
    {
        BinaryPrimitives.WriteInt32BigEndian(seal, version);
        random(seal[4..16]);
        _gcm.Encrypt(seal[4..16], plain, seal[IKeyStore.SealOverhead..], seal[16..IKeyStore.SealOverhead], context);
    }

    public bool TryOpen(ReadOnlySpan<byte> seal, ReadOnlySpan<byte> context, Span<byte> plain) =>
        _gcm.TryDecrypt(seal[4..16], seal[IKeyStore.SealOverhead..], seal[16..IKeyStore.SealOverhead], plain, context);

    private protected override void Wipe() => _gcm.Dispose();
}

/// <summary>Keyed hashes for looking up card numbers: HMAC-SHA-256.</summary>
internal sealed class LookupKey : SecretKey, IBoundKey<LookupKey>
{
    private LookupKey(ReadOnlySpan<byte> key)
        : base(KeyAlgorithm.Hmac, key) { }

    public static KeyUse Use => KeyUse.Lookup;

    public static LookupKey FromClear(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        Allow(algorithm, key, KeyAlgorithm.Hmac, 32);
        return new(key);
    }

    public void Hash(ReadOnlySpan<byte> text, Span<byte> hash) => HMACSHA256.HashData(Material, text, hash);
}
