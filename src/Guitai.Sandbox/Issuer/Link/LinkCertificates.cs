using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Guitai.Sandbox.Issuer.Link;

/// <summary>The link's own authority and the server certificate that it signed (ECDSA P-256), kept in the issuer's folder and renewed in time.</summary>
internal static class LinkCertificates
{
    private static readonly TimeSpan s_authorityLife = TimeSpan.FromDays(3650);
    private static readonly TimeSpan s_serverLife = TimeSpan.FromDays(397);
    private static readonly TimeSpan s_renewBefore = TimeSpan.FromDays(30);
    private static readonly TimeSpan s_slowClock = TimeSpan.FromDays(1);

    /// <summary>The server's certificate with its key.</summary>
    /// <exception cref="CryptographicException">A file is damaged.</exception>
    public static X509Certificate2 Server(IssuerFolder folder, TimeProvider time, RandomFill random)
    {
        var now = time.GetUtcNow();
        if (File.Exists(folder.ServerSecret))
        {
            var kept = X509Certificate2.CreateFromPem(File.ReadAllText(folder.ServerSecret), File.ReadAllText(folder.ServerSecret));
            if (kept.NotAfter.ToUniversalTime() - now.UtcDateTime > s_renewBefore)
            {
                return Usable(kept);
            }

            kept.Dispose();
        }

        using var authority = Authority(folder, now);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Guitai sandbox issuer", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName("issuer.sandbox");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        Span<byte> serial = stackalloc byte[16];
        random(serial);
        serial[0] &= 0x7F;
        var last = now + s_serverLife;
        var authorityEnd = new DateTimeOffset(authority.NotAfter.ToUniversalTime());
        using var signed = request.Create(authority, now - s_slowClock, authorityEnd < last ? authorityEnd : last, serial);
        var made = signed.CopyWithPrivateKey(key);
        IssuerFolder.WritePrivate(folder.ServerSecret, made.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        return Usable(made);
    }

    /// <summary>True when the folder's list names the client's certificate or its public key.</summary>
    public static bool Accepts(IssuerFolder folder, X509Certificate? shown)
    {
        if (shown is null || !File.Exists(folder.AcceptedHosts))
        {
            return false;
        }

        using var certificate = X509CertificateLoader.LoadCertificate(shown.Export(X509ContentType.Cert));
        var hash = Convert.ToHexString(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
        var text = File.ReadAllText(folder.AcceptedHosts);
        return text.Split('\n').Any(l => string.Equals(l.Split('#')[0].Trim(), hash, StringComparison.OrdinalIgnoreCase))
            || Listed(text).Any(c => c == hash);
    }

    private static List<string> Listed(string text)
    {
        var listed = new X509Certificate2Collection();
        try
        {
            listed.ImportFromPem(text);
            return [.. listed.Select(c => Convert.ToHexString(SHA256.HashData(c.PublicKey.ExportSubjectPublicKeyInfo())))];
        }
        catch (CryptographicException)
        {
            return [];
        }
        finally
        {
            foreach (var certificate in listed)
            {
                certificate.Dispose();
            }
        }
    }

    private static X509Certificate2 Authority(IssuerFolder folder, DateTimeOffset now)
    {
        if (File.Exists(folder.AuthoritySecret))
        {
            var kept = X509Certificate2.CreateFromPem(
                File.ReadAllText(folder.AuthorityCertificate),
                File.ReadAllText(folder.AuthoritySecret)
            );
            if (kept.NotAfter.ToUniversalTime() - now.UtcDateTime > s_serverLife)
            {
                return kept;
            }

            kept.Dispose();
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Guitai sandbox issuer authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var made = request.CreateSelfSigned(now - s_slowClock, now + s_authorityLife);
        IssuerFolder.WritePrivate(folder.AuthoritySecret, key.ExportPkcs8PrivateKeyPem() + "\n");
        IssuerFolder.WritePrivate(folder.AuthorityCertificate, made.ExportCertificatePem() + "\n");
        return made;
    }

    // A key that was never in a store is not found by every TLS provider.
    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        }
    }
}
