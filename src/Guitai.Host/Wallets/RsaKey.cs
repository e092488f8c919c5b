using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Guitai.Host.Wallets;

/// <summary>An RSA key as both wallets use it (SHA256withRSA, PKCS #1 v1.5), for many threads at once: it is parsed once a thread that is at work, not once a message.</summary>
internal sealed class RsaKey
{
    private readonly ConcurrentBag<RSA> _idle = [];
    private readonly byte[] _key;
    private readonly bool _isPrivate;

    private RsaKey(RSA rsa, bool isPrivate)
    {
        _isPrivate = isPrivate;
        _key = isPrivate ? rsa.ExportPkcs8PrivateKey() : rsa.ExportSubjectPublicKeyInfo();
        SubjectPublicKey = isPrivate ? rsa.ExportSubjectPublicKeyInfo() : _key;
        Bits = rsa.KeySize;
    }

    /// <summary>The public half, DER.</summary>
    public ReadOnlyMemory<byte> SubjectPublicKey { get; }

    public int Bits { get; }

    /// <summary>A private key: PEM, or base64 of PKCS #8 or PKCS #1, as the wallets' tools write it.</summary>
    /// <returns>Null when it is none.</returns>
    public static RsaKey? Private(string text) =>
        Read(
            text,
            isPrivate: true,
            (rsa, der) =>
            {
                try
                {
                    rsa.ImportPkcs8PrivateKey(der, out _);
                }
                catch (CryptographicException)
                {
                    rsa.ImportRSAPrivateKey(der, out _);
                }
            }
        );

    /// <summary>A public key: PEM, or base64 of its DER, as Alipay's console shows it.</summary>
    /// <returns>Null when it is none.</returns>
    public static RsaKey? Public(string text) => Read(text, isPrivate: false, (rsa, der) => rsa.ImportSubjectPublicKeyInfo(der, out _));

    /// <summary>The public key of a certificate.</summary>
    public static RsaKey Of(RSA rsa) => new(rsa, isPrivate: false);

    /// <summary>Signs a text in UTF-8: base64.</summary>
    public string Sign(ReadOnlySpan<byte> message)
    {
        var rsa = Rent();
        var signature = rsa.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        _idle.Add(rsa);
        return Convert.ToBase64String(signature);
    }

    /// <summary>True when the signature (base64) is over exactly this message.</summary>
    public bool Verifies(ReadOnlySpan<byte> message, string signature)
    {
        Span<byte> bytes = stackalloc byte[1024];
        if (signature.Length is 0 or > 1024 || !Convert.TryFromBase64String(signature, bytes, out var length))
        {
            return false;
        }

        var rsa = Rent();
        var verifies = rsa.VerifyData(message, bytes[..length], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        _idle.Add(rsa);
        return verifies;
    }

    /// <summary>No key is ever printed.</summary>
    public override string ToString() => "***";

    private static RsaKey? Read(string text, bool isPrivate, Action<RSA, byte[]> der)
    {
        using var rsa = RSA.Create();
        try
        {
            if (text.Contains("-----BEGIN", StringComparison.Ordinal))
            {
                rsa.ImportFromPem(text);
            }
            else
            {
                der(rsa, Convert.FromBase64String(text.Trim()));
            }

            return new RsaKey(rsa, isPrivate);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    private RSA Rent()
    {
        if (_idle.TryTake(out var idle))
        {
            return idle;
        }

        var rsa = RSA.Create();
        if (_isPrivate)
        {
            rsa.ImportPkcs8PrivateKey(_key, out _);
        }
        else
        {
            rsa.ImportSubjectPublicKeyInfo(_key, out _);
        }

        return rsa;
    }
}
