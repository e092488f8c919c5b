using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.KeyStore;

/// <summary>Wraps keys for keeping outside the store: AES-256-GCM (NIST SP 800-38D), bound to use, owner and this key's version.</summary>
internal sealed class WrappingKey : SecretKey, IBoundKey<WrappingKey>
{
    private const int AssociatedRoom = WrappedKey.NonceAt + 3 + 2 * WrappedKey.LongestName;
    private readonly Gcm _gcm;

    private WrappingKey(ReadOnlySpan<byte> key)
        : base(KeyAlgorithm.Aes, key) => _gcm = new Gcm(key);

    public static KeyUse Use => KeyUse.Wrapping;

    public static WrappingKey FromClear(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        Allow(algorithm, key, KeyAlgorithm.Aes, 32);
        return new(key);
    }

    /// <summary>Encrypts the key into the begun token.</summary>
    public WrappedKey Wrap(byte[] begun, string owner, ReadOnlySpan<byte> clear, FillRandom random)
    {
        Span<byte> associated = stackalloc byte[AssociatedRoom];
        associated = associated[..WrappedKey.Associated(begun, owner, associated)];
        var nonce = begun.AsSpan(WrappedKey.NonceAt, 12);
        random(nonce);
        _gcm.Encrypt(nonce, clear, begun.AsSpan(WrappedKey.KeyAt, clear.Length), begun.AsSpan(WrappedKey.TagAt, 16), associated);
        return new WrappedKey(begun);
    }

    /// <summary>False when it was changed, or is another owner's.</summary>
    public bool TryUnwrap(WrappedKey wrapped, string owner, Span<byte> clear)
    {
        var bytes = wrapped.Bytes.Span;
        Span<byte> associated = stackalloc byte[AssociatedRoom];
        associated = associated[..WrappedKey.Associated(bytes, owner, associated)];
        return _gcm.TryDecrypt(
            bytes.Slice(WrappedKey.NonceAt, 12),
            bytes.Slice(WrappedKey.KeyAt, clear.Length),
            bytes.Slice(WrappedKey.TagAt, 16),
            clear,
            associated
        );
    }

    private protected override void Wipe() => _gcm.Dispose();
}
