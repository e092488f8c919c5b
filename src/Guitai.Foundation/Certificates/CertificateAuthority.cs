using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Guitai.Foundation.Certificates;

/// <summary>
/// A role's own certificate authority: it signs the server's certificate, by which devices know the role, and each device's, by which the role knows the device. ECDSA on P-256;
/// nothing of it is in the system's trust store. Who is admitted beyond a right certificate (revoked, replaced) is the role's to say.
/// </summary>
public sealed class CertificateAuthority : IDisposable
{
    private const string ServerPurpose = "1.3.6.1.5.5.7.3.1";
    private const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    private static readonly TimeSpan s_authorityLife = TimeSpan.FromDays(365 * 20);
    private static readonly TimeSpan s_leafLife = TimeSpan.FromDays(365);

    // A clock that is a little behind must not refuse a certificate of now.
    private static readonly TimeSpan s_backdated = TimeSpan.FromDays(1);

    private readonly X509Certificate2 _certificate;
    private readonly TimeProvider _time;
    private readonly IRandomness _randomness;

    private CertificateAuthority(X509Certificate2 certificate, TimeProvider time, IRandomness randomness)
    {
        _certificate = certificate;
        _time = time;
        _randomness = randomness;
    }

    /// <summary>The authority's certificate. Its owner is this object.</summary>
    public X509Certificate2 Certificate => _certificate;

    /// <summary>The authority's certificate, PEM.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem();

    /// <summary>The authority's certificate and key, PEM: its holder can make devices. For a file that only the role reads.</summary>
    public string SecretPem => $"{CertificatePem}\n{_certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()}\n";

    /// <summary>Makes a new authority, good for twenty years.</summary>
    /// <param name="name">Its common name.</param>
    /// <param name="time">Today.</param>
    /// <param name="randomness">For serial numbers.</param>
    public static CertificateAuthority Create(string name, TimeProvider time, IRandomness randomness)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = time.GetUtcNow();
        return new CertificateAuthority(request.CreateSelfSigned(now - s_backdated, now + s_authorityLife), time, randomness);
    }

    /// <summary>Reads an authority back.</summary>
    /// <exception cref="CryptographicException">The text is not what <see cref="SecretPem"/> wrote.</exception>
    public static CertificateAuthority Read(string secretPem, TimeProvider time, IRandomness randomness) =>
        new(X509Certificate2.CreateFromPem(secretPem, secretPem), time, randomness);

    /// <summary>A certificate for the server, good for a year.</summary>
    /// <param name="name">The name that devices expect, whatever the server's address.</param>
    public X509Certificate2 IssueServer(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = Sign(request, ServerPurpose);
        using var whole = signed.CopyWithPrivateKey(key);

        // Through PKCS#12, so that every platform's TLS takes the key.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), password: null);
    }

    /// <summary>A certificate for the device that holds the request's key.</summary>
    /// <param name="name">Becomes the subject's common name.</param>
    /// <param name="requestPem">PKCS#10, signed with its own key: ECDSA on P-256.</param>
    /// <returns>The certificate as PEM and the device's hash; null when the request is none or its signature is wrong.</returns>
    public (string CertificatePem, string DeviceHash)? IssueDevice(string name, string requestPem)
    {
        if (requestPem.Length > 4096)
        {
            return null;
        }

        try
        {
            var asked = CertificateRequest.LoadSigningRequestPem(requestPem, HashAlgorithmName.SHA256);
            using var ecdsa = asked.PublicKey.GetECDsaPublicKey();
            if (ecdsa is not { KeySize: 256 })
            {
                return null;
            }

            // Nothing of the request but its key: what else it asks for is not its to say.
            var request = new CertificateRequest(new X500DistinguishedName($"CN={name}"), asked.PublicKey, HashAlgorithmName.SHA256);
            using var certificate = Sign(request, ClientPurpose);
            return (certificate.ExportCertificatePem(), DeviceHashOf(certificate));
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>True for a certificate of ours that a device may show now.</summary>
    public bool Admits(X509Certificate2 certificate) => Trusts(_certificate, certificate, ClientPurpose, _time.GetUtcNow());

    /// <summary>True for a server's certificate that ends at an authority, whatever name the server has.</summary>
    /// <param name="authority">The only authority that counts.</param>
    /// <param name="certificate">What the server showed.</param>
    /// <param name="now">When.</param>
    public static bool TrustsServer(X509Certificate2 authority, X509Certificate2 certificate, DateTimeOffset now) =>
        Trusts(authority, certificate, ServerPurpose, now);

    /// <summary>What a role remembers of a device: SHA-256 (hex) of its public key.</summary>
    public static string DeviceHashOf(X509Certificate2 certificate) =>
        Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));

    /// <inheritdoc/>
    public void Dispose() => _certificate.Dispose();

    private static bool Trusts(X509Certificate2 authority, X509Certificate2 certificate, string purpose, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(purpose));
        return chain.Build(certificate);
    }

    private X509Certificate2 Sign(CertificateRequest request, string purpose)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], true));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, true, false));
        var serial = new byte[16];
        _randomness.Fill(serial);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        var now = _time.GetUtcNow();
        var end = now + s_leafLife;
        var last = new DateTimeOffset(_certificate.NotAfter.ToUniversalTime());
        return request.Create(_certificate, now - s_backdated, end < last ? end : last, serial);
    }
}
