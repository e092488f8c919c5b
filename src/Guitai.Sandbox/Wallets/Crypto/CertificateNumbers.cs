using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Guitai.Sandbox.Wallets.Crypto;

/// <summary>How the wallets call certificates by number.</summary>
internal static class CertificateNumbers
{
    // pkcs-1: Alipay counts only roots that were signed with RSA.
    private const string RsaFamily = "1.2.840.113549.1.1";

    /// <summary>WeChat Pay's: the serial number, upper-case hexadecimal, without the zero byte that keeps a number from being negative.</summary>
    public static string WeChat(X509Certificate2 certificate) =>
        certificate.SerialNumber.StartsWith("00", StringComparison.Ordinal) ? certificate.SerialNumber[2..] : certificate.SerialNumber;

    /// <summary>Alipay's: MD5 over the issuer's name (RFC 2253, last part first) and the serial number in decimal, lower-case hexadecimal.</summary>
    public static string Alipay(X509Certificate2 certificate)
    {
        var serial = new BigInteger(certificate.SerialNumberBytes.Span, isUnsigned: true, isBigEndian: true);
        return Md5($"{Rfc2253(certificate.IssuerName)}{serial}");
    }

    /// <summary>Alipay's for a file of roots: those signed with RSA, joined by underscores in the file's order.</summary>
    public static string AlipayRoots(string pem)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPem(pem);
            return string.Join(
                '_',
                roots.Where(r => r.SignatureAlgorithm.Value?.StartsWith(RsaFamily, StringComparison.Ordinal) ?? false).Select(Alipay)
            );
        }
        finally
        {
            foreach (var root in roots)
            {
                root.Dispose();
            }
        }
    }

    private static string Rfc2253(X500DistinguishedName name) =>
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

    private static string Escaped(string value)
    {
        var text = new StringBuilder();
        foreach (var letter in value)
        {
            if (letter is ',' or '+' or '"' or '\\' or '<' or '>' or ';')
            {
                text.Append('\\');
            }

            text.Append(letter);
        }

        return text.ToString();
    }

    // The wallet's own choice, for a number and not for a proof.
    private static string Md5(string text)
    {
#pragma warning disable CA5351
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
    }
}
