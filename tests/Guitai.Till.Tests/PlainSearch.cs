using Guitai.Contracts.Masters;
using Guitai.Till.Masters;

namespace Guitai.Till.Tests;

/// <summary>What a search should find, written as plainly as possible: every way in which a name may be typed, tried one by one.</summary>
internal static class PlainSearch
{
    public static bool Answers(Product product, string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Folded).Where(w => w.Length > 0).ToList();
        return words.Count > 0 && words.All(w => Answers(product, Folded(product.Name), w));
    }

    /// <summary>Something that a cashier could type for a name: a part of it, each character as itself, in full, begun or as an initial.</summary>
    public static string Typed(string name, Random random)
    {
        var folded = Folded(name);
        var from = random.Next(folded.Length + 1);
        var typed = "";
        for (var i = from; i < folded.Length && i < from + 4; i++)
        {
            var readings = Readings(folded[i]);
            var reading = readings.Length == 0 ? folded[i].ToString() : readings[random.Next(readings.Length)];
            typed += random.Next(3) switch
            {
                0 => folded[i].ToString(),
                1 => reading,
                _ => reading[..random.Next(1, reading.Length + 1)].ToUpperInvariant(),
            };
        }

        return typed;
    }

    private static bool Answers(Product product, string name, string word) =>
        name.Contains(word, StringComparison.Ordinal)
        || product.Barcodes.Append(product.Code).Append(product.NameEn ?? "").Any(t => Folded(t).Contains(word, StringComparison.Ordinal))
        || Enumerable.Range(0, name.Length).Any(from => Sounds(name[from..], word));

    private static bool Sounds(string name, string word)
    {
        if (word.Length == 0)
        {
            return true;
        }

        if (name.Length == 0)
        {
            return false;
        }

        IEnumerable<string> ways = Readings(name[0])
            .SelectMany(r => new[] { r, r[..1], r.Length > 1 && r[1] == 'h' ? r[..2] : r })
            .Append(name[0].ToString());
        return ways.Any(w => word.StartsWith(w, StringComparison.Ordinal) && Sounds(name[1..], word[w.Length..]))
            || Readings(name[0]).Any(r => r.StartsWith(word, StringComparison.Ordinal));
    }

    private static string[] Readings(char character) => [.. Pinyin.Of(character).ToArray().Select(r => Pinyin.Syllables[r])];

    private static string Folded(string text) =>
        new([
            .. text.Select(c => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c)
                .Where(c => char.IsLetterOrDigit(c) || char.IsSurrogate(c))
                .Select(char.ToLowerInvariant),
        ]);
}
