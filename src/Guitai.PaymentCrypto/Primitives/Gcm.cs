using System.Security.Cryptography;

namespace Guitai.PaymentCrypto.Primitives;

/// <summary>AES-GCM (NIST SP 800-38D) with tags of 16 bytes. The platform's class is for one thread at a time; this one is for several.</summary>
internal sealed class Gcm(ReadOnlySpan<byte> key) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly AesGcm _gcm = new(key, 16);

    public void Encrypt(
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> plain,
        Span<byte> encrypted,
        Span<byte> tag,
        ReadOnlySpan<byte> associated
    )
    {
        lock (_gate)
        {
            _gcm.Encrypt(nonce, plain, encrypted, tag, associated);
        }
    }

    /// <summary>False when a bit of it was changed; then nothing of the plain text is left.</summary>
    public bool TryDecrypt(
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> encrypted,
        ReadOnlySpan<byte> tag,
        Span<byte> plain,
        ReadOnlySpan<byte> associated
    )
    {
        lock (_gate)
        {
            try
            {
                _gcm.Decrypt(nonce, encrypted, tag, plain, associated);
                return true;
            }
            catch (AuthenticationTagMismatchException)
            {
                return false;
            }
        }
    }

    public void Dispose() => _gcm.Dispose();
}
