using Guitai.PaymentCrypto.Macs;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto;

/// <summary>A clear key in memory, bound by its type to one use. Prints as its check value only; wiped by <see cref="Dispose()"/>. Safe for several threads.</summary>
public abstract class SecretKey : IDisposable
{
    private const int Ended = int.MinValue;
    private readonly SecretBytes? _hmac;
    private readonly BlockCipher? _cipher;
    private int _holds;

    private protected SecretKey(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        Algorithm = algorithm;
        LengthBytes = key.Length;
        if (algorithm is KeyAlgorithm.Hmac)
        {
            _hmac = CipherCatalogue.IsKeyLength(algorithm, key.Length)
                ? new SecretBytes(key)
                : throw new ArgumentException($"{key.Length} bytes are no HMAC key.", nameof(key));
        }
        else
        {
            _cipher = new BlockCipher(algorithm, key);
        }
    }

    /// <summary>What it is a key of.</summary>
    public KeyAlgorithm Algorithm { get; }

    /// <summary>Its length in bytes.</summary>
    public int LengthBytes { get; }

    /// <summary>Six upper-case hexadecimal digits by which people compare keys: see <see cref="KeyCheckValue"/>.</summary>
    public string CheckValue => KeyCheckValue.Of(Algorithm, Material);

    internal BlockCipher Cipher => _cipher ?? throw new InvalidOperationException("An HMAC key ciphers nothing.");

    internal ReadOnlySpan<byte> Material => _hmac is { } bytes ? bytes.Span : Cipher.Key;

    /// <summary>The type and the check value, never the key.</summary>
    public sealed override string ToString() => $"{GetType().Name} {CheckValue}";

    /// <summary>Wipes the key; where a key store is working with it at this moment, as soon as that work is done.</summary>
    public void Dispose()
    {
        if (Interlocked.Or(ref _holds, Ended) == 0)
        {
            WipeAll();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Keeps the key from being wiped until <see cref="Release"/>; false when it was let go.</summary>
    internal bool TryHold()
    {
        var seen = Volatile.Read(ref _holds);
        while (seen >= 0)
        {
            var was = Interlocked.CompareExchange(ref _holds, seen + 1, seen);
            if (was == seen)
            {
                return true;
            }

            seen = was;
        }

        return false;
    }

    /// <summary>Ends a hold; the last one wipes a key that was let go meanwhile.</summary>
    internal void Release()
    {
        if (Interlocked.Decrement(ref _holds) == Ended)
        {
            WipeAll();
        }
    }

    private void WipeAll()
    {
        _cipher?.Dispose();
        _hmac?.Dispose();
        Wipe();
    }

    /// <summary>Wipes what a kind of key keeps besides the key.</summary>
    private protected virtual void Wipe() { }

    private protected static void Allow(
        KeyAlgorithm algorithm,
        ReadOnlySpan<byte> key,
        KeyAlgorithm allowed,
        params ReadOnlySpan<int> lengths
    )
    {
        if (algorithm != allowed || !lengths.Contains(key.Length))
        {
            throw new ArgumentException($"{key.Length} bytes of {algorithm} are no key for this use.", nameof(key));
        }
    }
}

/// <summary>What a key type says of itself, so that key blocks and key stores can make one and nothing else from material of the right kind.</summary>
/// <typeparam name="TSelf">The key type.</typeparam>
public interface IBoundKey<TSelf>
    where TSelf : SecretKey, IBoundKey<TSelf>
{
    /// <summary>The one use.</summary>
    static abstract KeyUse Use { get; }

    /// <summary>Makes the key from clear material, which is copied; the caller wipes its own.</summary>
    /// <param name="algorithm">What it is a key of.</param>
    /// <param name="key">The clear key; DES parity bits are ignored.</param>
    /// <exception cref="ArgumentException">Algorithm or length do not fit the use.</exception>
    static abstract TSelf FromClear(KeyAlgorithm algorithm, ReadOnlySpan<byte> key);
}
