using System.Security.Cryptography;
using System.Text;

namespace Guitai.Foundation.People;

/// <summary>What a session of a page is known by; only its hash is kept.</summary>
public static class SessionToken
{
    /// <summary>A token of 32 random bytes, as text that fits a cookie and a header.</summary>
    public static string New(IRandomness randomness)
    {
        ArgumentNullException.ThrowIfNull(randomness);
        var bytes = new byte[32];
        randomness.Fill(bytes);
        return Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    /// <summary>SHA-256 of a token, hex.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
