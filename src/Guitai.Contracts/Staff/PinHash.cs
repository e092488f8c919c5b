using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Guitai.Foundation;

namespace Guitai.Contracts.Staff;

/// <summary>Salted PBKDF2-SHA256 of a PIN or password, as text <c>pbkdf2$iterations$salt$hash</c> (base64). Made in the shop, checked in till and shop.</summary>
public static class PinHash
{
    private const int Iterations = 120_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    /// <summary>Hashes with a fresh salt.</summary>
    public static string Make(Secret<string> secret, IRandomness randomness, int iterations = Iterations)
    {
        var salt = new byte[SaltBytes];
        randomness.Fill(salt);
        var hash = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(secret.Reveal()),
            salt,
            iterations,
            HashAlgorithmName.SHA256,
            HashBytes
        );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"pbkdf2${iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}"
        );
    }

    /// <summary>True when the secret is the one hashed; in constant time for the comparison. Text that is not a hash matches nothing.</summary>
    public static bool Matches(string stored, Secret<string> secret)
    {
        var parts = stored.Split('$');
        if (
            parts is not ["pbkdf2", _, _, _]
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            || iterations < 1
        )
        {
            return false;
        }

        Span<byte> salt = stackalloc byte[64];
        Span<byte> expected = stackalloc byte[64];
        if (
            !Convert.TryFromBase64String(parts[2], salt, out var saltLength)
            || !Convert.TryFromBase64String(parts[3], expected, out var hashLength)
            || hashLength == 0
        )
        {
            return false;
        }

        var actual = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(secret.Reveal()),
            salt[..saltLength],
            iterations,
            HashAlgorithmName.SHA256,
            hashLength
        );
        return CryptographicOperations.FixedTimeEquals(actual, expected[..hashLength]);
    }
}
