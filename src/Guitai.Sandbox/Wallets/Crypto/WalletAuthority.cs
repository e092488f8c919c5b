using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Guitai.Sandbox.Issuer;

namespace Guitai.Sandbox.Wallets.Crypto;

/// <summary>The sandbox's own certificate authority, which signs for both wallets.</summary>
internal sealed class WalletAuthority : IDisposable
{
    private static readonly TimeSpan s_rootLife = TimeSpan.FromDays(7300);
    private static readonly TimeSpan s_life = TimeSpan.FromDays(1825);
    private static readonly TimeSpan s_slowClock = TimeSpan.FromDays(1);

    private readonly X509Certificate2 _root;
    private readonly TimeProvider _time;
    private readonly RandomFill _random;

    public WalletAuthority(WalletProfile profile, TimeProvider time, RandomFill random)
    {
        _root = X509Certificate2.CreateFromPem(profile.AuthorityCertificate, profile.AuthorityKey);
        Roots = profile.OtherRoot.Trim() + "\n" + profile.AuthorityCertificate.Trim() + "\n";
        _time = time;
        _random = random;
    }

    /// <summary>The roots, PEM, as Alipay hands them out: one that is not RSA among them.</summary>
    public string Roots { get; }

    /// <summary>Signs a public key.</summary>
    /// <param name="subject">Whose it is.</param>
    /// <param name="key">The public key.</param>
    /// <param name="serialBytes">How long the serial number is: 20 at WeChat Pay, 16 at Alipay.</param>
    public string Sign(X500DistinguishedName subject, PublicKey key, int serialBytes)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, false));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        var serial = new byte[serialBytes];
        _random(serial);

        // Never negative, and never shorter than it is: the first byte is 0x10 to 0x7F.
        serial[0] = (byte)(0x10 + (serial[0] % 0x70));
        var from = _time.GetUtcNow() - s_slowClock;
        var end = new DateTimeOffset(_root.NotAfter.ToUniversalTime());
        using var made = request.Create(
            _root.SubjectName,
            X509SignatureGenerator.CreateForRSA(_root.GetRSAPrivateKey()!, RSASignaturePadding.Pkcs1),
            Later(from, new DateTimeOffset(_root.NotBefore.ToUniversalTime())),
            from + s_life < end ? from + s_life : end,
            serial
        );
        return made.ExportCertificatePem() + "\n";
    }

    public static (string Key, string Certificate) MakeRoot(DateTimeOffset now)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(
            "CN=Guitai Sandbox Certification Authority R1, OU=Certification Authority, O=Guitai Sandbox, C=CN",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        return (key.ExportPkcs8PrivateKeyPem(), SelfSigned(request, now));
    }

    public static string MakeOtherRoot(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return SelfSigned(
            new CertificateRequest(
                "CN=Guitai Sandbox Certification Authority E1, OU=Certification Authority, O=Guitai Sandbox, C=CN",
                key,
                HashAlgorithmName.SHA256
            ),
            now
        );
    }

    /// <inheritdoc/>
    public void Dispose() => _root.Dispose();

    private static string SelfSigned(CertificateRequest request, DateTimeOffset now)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var made = request.CreateSelfSigned(now - s_slowClock - s_slowClock, now + s_rootLife);
        return made.ExportCertificatePem() + "\n";
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
