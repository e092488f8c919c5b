using System.Globalization;

namespace Guitai.Foundation.People;

/// <summary>What a password of a page with power must be.</summary>
public static class PasswordRule
{
    /// <summary>Fewest characters.</summary>
    public const int Shortest = 12;

    private const int Longest = 200;

    private static readonly Lazy<HashSet<string>> s_common = new(ReadCommon);

    /// <summary>Why a password cannot be taken: <c>password.short</c> or <c>password.common</c>; null when it can. 12–200 characters, not one that is known to be tried first, and not made of one or two characters.</summary>
    public static Refusal? Flaw(Secret<string> secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var password = secret.Reveal();
        if (password.Length is < Shortest or > Longest)
        {
            return new Refusal("password.short");
        }

        var plain = new string([.. password.ToLowerInvariant().Where(char.IsLetterOrDigit)]);
        var letters = plain.TrimEnd([.. "0123456789"]);
        return s_common.Value.Contains(plain) || s_common.Value.Contains(letters) || plain.Distinct().Count() < 4 || Repeats(plain)
            ? new Refusal("password.common")
            : null;
    }

    // A short piece said again and again is as guessable as the piece.
    private static bool Repeats(string text)
    {
        for (var piece = 1; piece <= Math.Min(6, text.Length / 2); piece++)
        {
            if (Enumerable.Range(0, text.Length).All(i => text[i] == text[i % piece]))
            {
                return true;
            }
        }

        return false;
    }

    private static HashSet<string> ReadCommon()
    {
        using var stream = typeof(PasswordRule).Assembly.GetManifestResourceStream("Guitai.Foundation.common-passwords.txt");
        using var reader = new StreamReader(stream!);
        return
        [
            .. reader
                .ReadToEnd()
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Where(l => l[0] != '#')
                .Select(l => l.ToLower(CultureInfo.InvariantCulture)),
        ];
    }
}
