namespace Guitai.Shop;

/// <summary>Text for LIKE patterns, the same on both engines: columns hold lower case, and <c>!</c> escapes.</summary>
internal static class SqlText
{
    private const int MostWords = 8;

    /// <summary>The words that a person typed, lower case; a bounded number of them.</summary>
    public static IEnumerable<string> Words(string? text) =>
        (text ?? "")
            .ToLowerInvariant()
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Take(MostWords);

    /// <summary>A pattern that matches the word anywhere.</summary>
    public static string Contains(string word) =>
        "%"
        + word.Replace("!", "!!", StringComparison.Ordinal)
            .Replace("%", "!%", StringComparison.Ordinal)
            .Replace("_", "!_", StringComparison.Ordinal)
        + "%";
}
