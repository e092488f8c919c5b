using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Guitai.Sandbox.Wallets.Crypto;

/// <summary>An RSA key that many threads sign or verify with at once (SHA256withRSA, PKCS #1 v1.5). It is parsed once a thread that is at work, not once a message.</summary>
internal sealed class RsaKey : IDisposable
{
    private readonly ConcurrentBag<RSA> _idle = [];
    private readonly string _pem;

    /// <summary>From a private or public key in PEM.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public RsaKey(string pem)
    {
        _pem = pem;
        Return(Rent());
    }

    /// <summary>The public half, DER in base64 without line breaks, as Alipay's console shows it.</summary>
    public string PublicBase64 => With(rsa => Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()));

    /// <summary>Signs.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var rsa = Rent();
        try
        {
            return rsa.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        finally
        {
            Return(rsa);
        }
    }

    /// <summary>True when the signature is over exactly this message.</summary>
    public bool Verifies(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        var rsa = Rent();
        try
        {
            return rsa.VerifyData(message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        finally
        {
            Return(rsa);
        }
    }

    /// <summary>Does something with the key itself.</summary>
    public T With<T>(Func<RSA, T> deed)
    {
        var rsa = Rent();
        try
        {
            return deed(rsa);
        }
        finally
        {
            Return(rsa);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_idle.TryTake(out var rsa))
        {
            rsa.Dispose();
        }
    }

    private RSA Rent()
    {
        if (_idle.TryTake(out var idle))
        {
            return idle;
        }

        var rsa = RSA.Create();
        rsa.ImportFromPem(_pem);
        return rsa;
    }

    private void Return(RSA rsa) => _idle.Add(rsa);
}

/// <summary>Base64 that has one form only: the standard's alphabet, padded, no spaces, no bits to spare.</summary>
internal static class StrictBase64
{
    public static bool TryRead(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length / 4 * 3];
        if (text.Length == 0 || !Convert.TryFromBase64String(text, bytes, out var written))
        {
            return false;
        }

        Array.Resize(ref bytes, written);
        return Convert.ToBase64String(bytes) == text;
    }
}
