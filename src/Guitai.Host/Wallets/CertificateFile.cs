using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Guitai.Host.Wallets;

/// <summary>A certificate as wallets use it: its number, until when it is good, whose key it is.</summary>
/// <param name="WeChatNumber">The serial number, upper-case hexadecimal, without the zero byte that keeps a number from being negative.</param>
/// <param name="AlipayNumber">MD5 over the issuer's name (RFC 2253, last part first) and the serial number in decimal.</param>
/// <param name="FromMs">Good from, Unix milliseconds.</param>
/// <param name="ToMs">Good to.</param>
/// <param name="Key">The public key.</param>
internal sealed record CertificateFile(string WeChatNumber, string AlipayNumber, long FromMs, long ToMs, RsaKey Key)
{
    // pkcs-1: Alipay counts only roots that were signed with RSA.
    private const string RsaFamily = "1.2.840.113549.1.1";

    public ReadOnlyMemory<byte> SubjectPublicKey => Key.SubjectPublicKey;

    /// <summary>The first certificate of a file; null when there is none, or not one with RSA.</summary>
    public static CertificateFile? First(string pem) =>
        With(pem, certificates => certificates.Count > 0 ? Of(certificates[0]) : null, otherwise: null);

    /// <summary>The first certificate of a file, if it comes from one of the roots.</summary>
    /// <param name="pem">The certificate, and those between it and its root.</param>
    /// <param name="rootsPem">The roots.</param>
    /// <param name="nowMs">When it has to be good.</param>
    public static CertificateFile? Trusted(string pem, string rootsPem, long nowMs) =>
        With(
            pem,
            certificates =>
                With(
                    rootsPem,
                    roots =>
                    {
                        if (certificates.Count == 0)
                        {
                            return null;
                        }

                        using var chain = new X509Chain();
                        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
                        chain.ChainPolicy.ExtraStore.AddRange(certificates);
                        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
                        chain.ChainPolicy.DisableCertificateDownloads = true;
                        chain.ChainPolicy.VerificationTime = DateTimeOffset.FromUnixTimeMilliseconds(nowMs).UtcDateTime;
                        chain.ChainPolicy.VerificationTimeIgnored = false;
                        return chain.Build(certificates[0]) ? Of(certificates[0]) : null;
                    },
                    otherwise: null
                ),
            otherwise: null
        );

    /// <summary>Alipay's number of a file of roots: those signed with RSA, joined by underscores in the file's order; empty when there is none.</summary>
    public static string AlipayRootNumber(string pem) =>
        With(
            pem,
            roots =>
                string.Join(
                    '_',
                    roots
                        .Where(r => r.SignatureAlgorithm.Value?.StartsWith(RsaFamily, StringComparison.Ordinal) ?? false)
                        .Select(NumberAtAlipay)
                ),
            otherwise: ""
        )!;

    private static T? With<T>(string pem, Func<X509Certificate2Collection, T?> read, T? otherwise)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
            return read(certificates);
        }
        catch (CryptographicException)
        {
            return otherwise;
        }
        finally
        {
            foreach (var certificate in certificates)
            {
                certificate.Dispose();
            }
        }
    }

    private static CertificateFile? Of(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        return rsa is null
            ? null
            : new CertificateFile(
                certificate.SerialNumber.StartsWith("00", StringComparison.Ordinal)
                    ? certificate.SerialNumber[2..]
                    : certificate.SerialNumber,
                NumberAtAlipay(certificate),
                new DateTimeOffset(certificate.NotBefore.ToUniversalTime()).ToUnixTimeMilliseconds(),
                new DateTimeOffset(certificate.NotAfter.ToUniversalTime()).ToUnixTimeMilliseconds(),
                RsaKey.Of(rsa)
            );
    }

    private static string NumberAtAlipay(X509Certificate2 certificate)
    {
        var serial = new BigInteger(certificate.SerialNumberBytes.Span, isUnsigned: true, isBigEndian: true);
#pragma warning disable CA5351 // Alipay's own choice, for a number and not for a proof.
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes($"{Name(certificate.IssuerName)}{serial}")));
#pragma warning restore CA5351
    }

    // RFC 2253, as Java's X500Principal.getName writes it: the last part first, commas without spaces.
    private static string Name(X500DistinguishedName name) =>
        string.Join(
            ',',
            name.EnumerateRelativeDistinguishedNames(reversed: true)
                .Select(part => $"{Attribute(part.GetSingleElementType())}={Escaped(part.GetSingleElementValue() ?? "")}")
        );

    private static string Attribute(Oid type) =>
        type.Value switch
        {
            "2.5.4.3" => "CN",
            "2.5.4.6" => "C",
            "2.5.4.7" => "L",
            "2.5.4.8" => "ST",
            "2.5.4.10" => "O",
            "2.5.4.11" => "OU",
            var other => other!,
        };

    private static string Escaped(string value) =>
        string.Concat(value.Select(c => c is ',' or '+' or '"' or '\\' or '<' or '>' or ';' ? $"\\{c}" : $"{c}"));
}
