using Guitai.Foundation;

namespace Guitai.Shop;

/// <summary>What people may type into names and lines: something readable, bounded, in one line.</summary>
internal static class TextRule
{
    /// <summary>Null when the text is there, not longer than allowed and without control characters.</summary>
    public static Refusal? Check(string? text, string field, int longest) =>
        string.IsNullOrWhiteSpace(text) ? Refusal.With("input.missing", "field", field) : CheckOptional(text, field, longest);

    /// <summary>Like <see cref="Check"/>, but may be left out.</summary>
    public static Refusal? CheckOptional(string? text, string field, int longest) =>
        text is null || (text.Length <= longest && !text.Any(char.IsControl) && IsWellFormed(text))
            ? null
            : Refusal.With("input.invalid", "field", field);

    /// <summary>An amount that can be a price.</summary>
    public static Refusal? CheckAmount(long minor, string field) =>
        minor is >= 0 and <= 1_000_000_000_000 ? null : Refusal.With("input.invalid", "field", field);

    // A lone surrogate cannot be written as UTF-8.
    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
