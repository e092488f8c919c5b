using Guitai.Emv.Parameters;
using Guitai.Emv.Reading;

namespace Guitai.Emv.OfflineAuthentication;

// The certificates that lead from the authority's key to the card's (EMV Book 2, 5.3, 6.3, 6.4, 7.1).
internal static class Certificates
{
    private const byte Sha1 = 0x01;
    private const byte RsaSignature = 0x01;
    private const byte IssuerFormat = 0x02;
    private const byte CardFormat = 0x04;

    /// <summary>The issuer's key (5.3, 6.3); null when the certificate is not good.</summary>
    public static RsaKey? OpenIssuer(
        CaKey authority,
        ReadOnlySpan<byte> certificate,
        byte[] remainder,
        byte[] exponent,
        string pan,
        DateOnly date,
        IReadOnlyCollection<RevokedCertificate> revoked
    )
    {
        // Steps 1 to 7: length, header, trailer, format and hash.
        if (RsaKey.Create(authority).Recover(certificate, IssuerFormat, [.. remainder, .. exponent]) is not { } content)
        {
            return null;
        }

        // Step 8: the issuer identifier is the beginning of the card's number, 3 to 8 digits before digits F.
        var identifier = Convert.ToHexString(content, 0, 4).TrimEnd('F');
        if (identifier.Length < 3 || !pan.StartsWith(identifier, StringComparison.Ordinal))
        {
            return null;
        }

        // Steps 9 and 10: the last day of the month, and the list of those withdrawn.
        var serial = (content[6] << 16) | (content[7] << 8) | content[8];
        if (
            Dates.ReadExpiry(content.AsSpan(4, 2)) is not { } expires
            || expires < date
            || revoked.Contains(new RevokedCertificate(authority.Rid, authority.Index, serial))
        )
        {
            return null;
        }

        return Key(content.AsSpan(9), remainder, exponent);
    }

    /// <summary>The card's key (6.4) or its key for PINs (7.1); null when the certificate is not good.</summary>
    /// <param name="issuer">The issuer's key.</param>
    /// <param name="certificate">9F46 or 9F2D.</param>
    /// <param name="remainder">9F48 or 9F2F.</param>
    /// <param name="exponent">9F47 or 9F2E.</param>
    /// <param name="signed">The static data; empty for a PIN key.</param>
    /// <param name="pan">The card's number.</param>
    /// <param name="date">Today.</param>
    public static RsaKey? OpenCard(
        RsaKey issuer,
        ReadOnlySpan<byte> certificate,
        byte[] remainder,
        byte[] exponent,
        ReadOnlySpan<byte> signed,
        string pan,
        DateOnly date
    )
    {
        if (issuer.Recover(certificate, CardFormat, [.. remainder, .. exponent, .. signed]) is not { } content)
        {
            return null;
        }

        // Steps 8 and 9: the card's own number, and the last day of the month.
        return
            Convert.ToHexString(content, 0, 10).TrimEnd('F') == pan
            && Dates.ReadExpiry(content.AsSpan(10, 2)) is { } expires
            && expires >= date
            ? Key(content.AsSpan(15), remainder, exponent)
            : null;
    }

    /// <summary>True when a certificate that opens says that its key goes on in a remainder: without it data of the card are missing (Book 3, 7.5).</summary>
    public static bool NeedsRemainder(RsaKey signer, ReadOnlySpan<byte> certificate, bool isCards)
    {
        // Tables 6 and 14: where the key's length stands, and what a certificate holds besides it.
        var (format, lengthAt, overhead) = isCards ? (CardFormat, 19, 42) : (IssuerFormat, 13, 36);
        return signer.Apply(certificate) is [0x6A, var found, ..] opened
            && found == format
            && opened[^1] == 0xBC
            && opened[lengthAt] > signer.Length - overhead;
    }

    // From the hash algorithm on: the algorithms, the lengths, and the key's first bytes (tables 6, 14 and 23).
    private static RsaKey? Key(ReadOnlySpan<byte> content, byte[] remainder, byte[] exponent)
    {
        if (content[0] != Sha1 || content[1] != RsaSignature || content[3] != exponent.Length)
        {
            return null;
        }

        var length = content[2];
        var here = content[4..];
        if (length <= here.Length)
        {
            return RsaKey.Create(here[..length], exponent);
        }

        return length == here.Length + remainder.Length ? RsaKey.Create([.. here, .. remainder], exponent) : null;
    }
}
