using Guitai.Contracts.Masters;

namespace Guitai.Till.Masters;

/// <summary>Finds products by what a cashier types: code, barcode, or parts of the name in either language.</summary>
public static class ProductSearch
{
    /// <summary>Best matches first: exact code or barcode, then names that begin with the text, then names that hold every word.</summary>
    public static IReadOnlyList<Product> Find(IReadOnlyList<Product> products, string text, int most)
    {
        var words = text.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Length == 0
            ? []
            :
            [
                .. products
                    .Select(p => (Product: p, Rank: Rank(p, words)))
                    .Where(m => m.Rank > 0)
                    .OrderByDescending(m => m.Rank)
                    .Take(most)
                    .Select(m => m.Product),
            ];
    }

    private static int Rank(Product product, string[] words)
    {
        var first = words[0];
        return words.Length == 1 && (Same(product.Code, first) || product.Barcodes.Any(b => Same(b, first))) ? 4
            : Begins(product.Name, first) || Begins(product.NameEn, first) || Begins(product.Code, first)
                ? (words.All(w => Holds(product, w)) ? 3 : 0)
            : words.All(w => Holds(product, w)) ? 2
            : 0;
    }

    private static bool Holds(Product product, string word) =>
        product.Name.Contains(word, StringComparison.OrdinalIgnoreCase)
        || (product.NameEn?.Contains(word, StringComparison.OrdinalIgnoreCase) ?? false)
        || product.Code.Contains(word, StringComparison.OrdinalIgnoreCase)
        || product.Barcodes.Any(b => b.Contains(word, StringComparison.Ordinal));

    private static bool Begins(string? text, string word) => text?.StartsWith(word, StringComparison.OrdinalIgnoreCase) ?? false;

    private static bool Same(string text, string word) => string.Equals(text, word, StringComparison.OrdinalIgnoreCase);
}
