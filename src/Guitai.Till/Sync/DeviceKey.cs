using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Guitai.Contracts.Sync;

namespace Guitai.Till.Sync;

/// <summary>By what this device is known to its shop: a key that never leaves it, the shop's certificate for that key, and the shop's authority, the
/// only one whose server is spoken to. One file in the till's folder, readable by its owner alone; no backup of the journal holds it, so that a
/// restored copy is not a second device.</summary>
public sealed class DeviceKey : IDisposable
{
    private const string ServerPurpose = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2 _authority;

    private DeviceKey(X509Certificate2 certificate, X509Certificate2 authority)
    {
        _certificate = certificate;
        _authority = authority;
    }

    /// <summary>Until when the shop's certificate for this device holds.</summary>
    public DateTimeOffset ExpiresAt => new(_certificate.NotAfter.ToUniversalTime());

    /// <summary>From when on until when it holds.</summary>
    public TimeSpan Life => _certificate.NotAfter - _certificate.NotBefore;

    /// <summary>A new key and the request (PKCS#10, PEM) that the shop signs.</summary>
    public static (ECDsa Key, string RequestPem) Ask()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (key, RequestOf(key));
    }

    /// <summary>The file's text: key, certificate, authority.</summary>
    public static string FileOf(ECDsa key, string certificatePem, string authorityPem) =>
        $"{key.ExportPkcs8PrivateKeyPem()}\n{certificatePem.Trim()}\n{authorityPem.Trim()}\n";

    /// <summary>Reads the file's text back.</summary>
    /// <exception cref="CryptographicException">It is not what <see cref="FileOf"/> wrote.</exception>
    public static DeviceKey Read(string text)
    {
        var both = new X509Certificate2Collection();
        both.ImportFromPem(text);
        if (both.Count != 2)
        {
            throw new CryptographicException("The device's file holds no certificate and authority.");
        }

        using var own = X509Certificate2.CreateFromPem(both[0].ExportCertificatePem(), text);
        return new DeviceKey(X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pfx), password: null), both[1]);
    }

    /// <summary>The file's text with a newer certificate for the same key; null for one that does not hold longer.</summary>
    /// <exception cref="CryptographicException">It is no certificate, or not this key's.</exception>
    public string? Renewed(string certificatePem)
    {
        using var key = _certificate.GetECDsaPrivateKey()!;
        var file = FileOf(key, certificatePem, _authority.ExportCertificatePem());
        using var renewed = Read(file);
        return renewed.ExpiresAt > ExpiresAt ? file : null;
    }

    /// <summary>The request by which the shop prolongs this device's certificate.</summary>
    public string RenewalRequest()
    {
        using var key = _certificate.GetECDsaPrivateKey()!;
        return RequestOf(key);
    }

    /// <summary>How this device speaks to its shop: TLS 1.2 or 1.3, its own certificate shown, the authority's server expected.</summary>
    public SslClientAuthenticationOptions Options() =>
        new()
        {
            TargetHost = TillCode.ServerName,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificates = [_certificate],
            LocalCertificateSelectionCallback = (_, _, _, _, _) => _certificate,
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown is X509Certificate2 server && IsServerOf(_authority, server),
        };

    /// <summary>How a device that has no certificate yet speaks to a shop whose authority it knows.</summary>
    public static SslClientAuthenticationOptions Options(X509Certificate2 authority) =>
        new()
        {
            TargetHost = TillCode.ServerName,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown is X509Certificate2 server && IsServerOf(authority, server),
        };

    /// <inheritdoc/>
    public void Dispose()
    {
        _certificate.Dispose();
        _authority.Dispose();
    }

    private static string RequestOf(ECDsa key) =>
        new CertificateRequest("CN=till", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();

    private static bool IsServerOf(X509Certificate2 authority, X509Certificate2 server)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerPurpose));
        return chain.Build(server) && server.MatchesHostname(TillCode.ServerName);
    }
}
