using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Guitai.Foundation;

namespace Guitai.Host.Routing;

/// <summary>What an issuer has to be like before a link to it is made.</summary>
internal static class IssuerRules
{
    private const int LongestPem = 16_000;

    /// <summary>Why the issuer cannot be taken; null when it can.</summary>
    public static Refusal? Flaw(Issuer issuer, DateTimeOffset now) =>
        Field(issuer) is { } field ? Refusal.With("issuer.invalid", "field", field) : AuthorityFlaw(issuer.AuthorityPem, now);

    /// <summary>The one certificate of a PEM text; null when there is none, several, or anything secret.</summary>
    public static X509Certificate2? ReadAuthority(string pem)
    {
        if (pem.Length > LongestPem || pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            return null;
        }

        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(pem);
            if (found.Count == 1)
            {
                return found[0];
            }
        }
        catch (CryptographicException)
        {
            // Not a certificate: said by the caller.
        }

        foreach (var certificate in found)
        {
            certificate.Dispose();
        }

        return null;
    }

    private static string? Field(Issuer issuer) =>
        issuer.Name.Length is 0 or > 30 || !issuer.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') ? "name"
        : issuer.Acquirer.Length is 0 or > 11 || !issuer.Acquirer.All(char.IsAsciiDigit) ? "acquirer"
        : issuer.Addresses.Count is 0 or > 2
        || !issuer.Addresses.All(a => IssuerAddress.TryParse(a, out _))
        || issuer.Addresses.Distinct(StringComparer.OrdinalIgnoreCase).Count() != issuer.Addresses.Count
            ? "addresses"
        : issuer.AnswerMs is < 1_000 or > 50_000 ? "answerMs"
        : issuer.EchoMs is < 200 or > 600_000 ? "echoMs"
        : null;

    // A link trusts what this certificate itself signed: it has to be a root, and good today.
    private static Refusal? AuthorityFlaw(string pem, DateTimeOffset now)
    {
        using var authority = ReadAuthority(pem);
        return authority is null ? Refusal.With("issuer.invalid", "field", "authorityPem")
            : !authority.SubjectName.RawData.AsSpan().SequenceEqual(authority.IssuerName.RawData) ? new Refusal("issuer.not-root")
            : authority.NotAfter.ToUniversalTime() <= now.UtcDateTime ? new Refusal("issuer.authority-expired")
            : null;
    }
}
