using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Guitai.Contracts.Sync;

/// <summary>The code that makes a device a till, as a person reads it from one screen and types it on another: eight letters that only the shop
/// knows, then twelve that stand for the shop's authority, so that the device gives the eight to no other.</summary>
/// <param name="Secret">Eight letters, good once.</param>
/// <param name="Authority">Twelve letters: the first 60 bits of the SHA-256 of the authority's key.</param>
public sealed record TillCode(string Secret, string Authority)
{
    /// <summary>The letters of a code: none looks like another, five bits each.</summary>
    public const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>Letters that only the shop knows.</summary>
    public const int SecretLetters = 8;

    /// <summary>The one name in the server's certificate: a till trusts the authority, not an address that may change.</summary>
    public const string ServerName = "shop.guitai.internal";

    private const int AuthorityLetters = 12;

    /// <summary>The twelve letters of an authority.</summary>
    public static string AuthorityOf(X509Certificate2 authority)
    {
        var hash = SHA256.HashData(authority.PublicKey.ExportSubjectPublicKeyInfo());
        var letters = new char[AuthorityLetters];
        for (var i = 0; i < letters.Length; i++)
        {
            var (whole, bits) = Math.DivRem(i * 5, 8);
            letters[i] = Letters[(((hash[whole] << 8) | hash[whole + 1]) >> (11 - bits)) & 31];
        }

        return new string(letters);
    }

    /// <summary>Reads what was typed: small letters, spaces and hyphens do not matter. Null when it is no code.</summary>
    public static TillCode? Read(string? typed)
    {
        var letters = new string([.. (typed ?? "").Where(c => c is not (' ' or '-')).Select(char.ToUpperInvariant)]);
        return letters.Length == SecretLetters + AuthorityLetters && letters.All(c => Letters.Contains(c, StringComparison.Ordinal))
            ? new TillCode(letters[..SecretLetters], letters[SecretLetters..])
            : null;
    }

    /// <summary>As it is shown: <c>ABCD-EFGH-JKLM-NPQR-STUV</c>.</summary>
    public override string ToString() => string.Join('-', (Secret + Authority).Chunk(4).Select(four => new string(four)));
}
