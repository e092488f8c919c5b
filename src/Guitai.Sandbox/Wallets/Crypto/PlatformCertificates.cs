using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Guitai.Sandbox.Wallets.Crypto;

/// <summary>What a step of a rotation does.</summary>
public enum RotationStep
{
    /// <summary>A new certificate can be fetched; answers still carry the one before.</summary>
    Announce,

    /// <summary>Answers and callbacks carry the newest certificate.</summary>
    Switch,

    /// <summary>Only the certificate that signs can be fetched.</summary>
    Retire,
}

/// <summary>A wallet's certificate, as its merchants may know it.</summary>
/// <param name="Serial">By WeChat Pay's or Alipay's way of counting.</param>
/// <param name="CertificatePem">The certificate.</param>
/// <param name="FromMs">Valid from, Unix milliseconds.</param>
/// <param name="ToMs">Valid to.</param>
/// <param name="Signs">True for the one that answers carry now.</param>
public sealed record PlatformCertificate(string Serial, string CertificatePem, long FromMs, long ToMs, bool Signs);

/// <summary>The certificates that a wallet signs its answers with: one signs, more than one may be known while they change.</summary>
internal sealed class PlatformCertificates : IDisposable
{
    private readonly Lock _lock = new();
    private readonly WalletKind _wallet;
    private readonly WalletAuthority _authority;
    private readonly IWalletFiles _files;
    private volatile Held[] _held;

    public PlatformCertificates(WalletKind wallet, WalletAuthority authority, IWalletFiles files)
    {
        _wallet = wallet;
        _authority = authority;
        _files = files;
        _held = files.Read(FileName) is { } text ? Load(text) : [Make(signs: true)];
        Save();
    }

    /// <summary>All that can be fetched.</summary>
    public IReadOnlyList<PlatformCertificate> Known => [.. _held.Select(h => h.Certificate)];

    /// <summary>The one that signs, and its key.</summary>
    public (PlatformCertificate Certificate, RsaKey Key) Signing
    {
        get
        {
            var held = Array.Find(_held, h => h.Certificate.Signs)!;
            return (held.Certificate, held.Key);
        }
    }

    private string FileName => _wallet == WalletKind.WeChat ? "wechat-certificates.json" : "alipay-certificates.json";

    /// <summary>Does a step; what is already so stays so.</summary>
    public void Rotate(RotationStep step)
    {
        lock (_lock)
        {
            _held = step switch
            {
                RotationStep.Announce when _held[^1].Certificate.Signs => [.. _held, Make(signs: false)],
                RotationStep.Switch when !_held[^1].Certificate.Signs =>
                [
                    .. _held[..^1].Select(h => h with { Certificate = h.Certificate with { Signs = false } }),
                    _held[^1] with
                    {
                        Certificate = _held[^1].Certificate with { Signs = true },
                    },
                ],
                RotationStep.Retire => Array.FindAll(_held, h => h.Certificate.Signs),
                _ => _held,
            };
            Save();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var held in _held)
        {
            held.Key.Dispose();
        }
    }

    private Held Make(bool signs)
    {
        using var rsa = RSA.Create(2048);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(_wallet == WalletKind.WeChat ? "Tenpay.com sign (Guitai sandbox)" : "Alipay (Guitai sandbox)");
        subject.AddOrganizationName("Guitai Sandbox");
        subject.AddCountryOrRegion("CN");
        var pem = _authority.Sign(
            subject.Build(),
            PublicKey.CreateFromSubjectPublicKeyInfo(rsa.ExportSubjectPublicKeyInfo(), out _),
            Bytes
        );
        return Hold(new Stored(rsa.ExportPkcs8PrivateKeyPem(), pem, signs));
    }

    private int Bytes => _wallet == WalletKind.WeChat ? 20 : 16;

    private Held Hold(Stored stored)
    {
        using var certificate = X509Certificate2.CreateFromPem(stored.CertificatePem);
        return new Held(
            new PlatformCertificate(
                _wallet == WalletKind.WeChat ? CertificateNumbers.WeChat(certificate) : CertificateNumbers.Alipay(certificate),
                stored.CertificatePem,
                new DateTimeOffset(certificate.NotBefore.ToUniversalTime()).ToUnixTimeMilliseconds(),
                new DateTimeOffset(certificate.NotAfter.ToUniversalTime()).ToUnixTimeMilliseconds(),
                stored.Signs
            ),
            new RsaKey(stored.KeyPem),
            stored.KeyPem
        );
    }

    private Held[] Load(string text)
    {
        try
        {
            Held[] held = [.. JsonSerializer.Deserialize<Stored[]>(text)!.Select(Hold)];
            return held.Count(h => h.Certificate.Signs) == 1
                ? held
                : throw new InvalidDataException($"{FileName} has no one certificate that signs.");
        }
        catch (Exception exception)
            when (exception is JsonException or CryptographicException or ArgumentException or NullReferenceException)
        {
            throw new InvalidDataException($"{FileName} cannot be read.", exception);
        }
    }

    private void Save() =>
        _files.Write(
            FileName,
            JsonSerializer.Serialize(_held.Select(h => new Stored(h.KeyPem, h.Certificate.CertificatePem, h.Certificate.Signs)))
        );

    private sealed record Held(PlatformCertificate Certificate, RsaKey Key, string KeyPem);

    private sealed record Stored(string KeyPem, string CertificatePem, bool Signs);
}
