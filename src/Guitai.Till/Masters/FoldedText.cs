using Guitai.Contracts.Masters;

namespace Guitai.Till.Masters;

/// <summary>What a product is found by, folded (<see cref="SearchText"/>): name, English name, code and barcodes with
/// <see cref="SearchText.Between"/> between them, behind the length of it all.</summary>
internal readonly ref struct FoldedText(ReadOnlySpan<char> chars)
{
    private const int LongestOfAll = char.MaxValue;

    /// <summary>All of it.</summary>
    public ReadOnlySpan<char> All { get; } = chars.Slice(1, chars[0]);

    /// <summary>Folds a product's texts. What is beyond 65,535 characters is not found by.</summary>
    public static char[] Of(Product product)
    {
        var most = product.Name.Length + (product.NameEn?.Length ?? 0) + product.Code.Length + product.Barcodes.Sum(b => b.Length + 1) + 3;
        Span<char> folded = most <= 512 ? stackalloc char[most] : new char[most];
        var length = 1;
        length += SearchText.Fold(product.Name, folded[length..]);
        folded[length++] = SearchText.Between;
        length += SearchText.Fold(product.NameEn, folded[length..]);
        folded[length++] = SearchText.Between;
        length += SearchText.Fold(product.Code, folded[length..]);
        foreach (var barcode in product.Barcodes)
        {
            folded[length++] = SearchText.Between;
            length += SearchText.Fold(barcode, folded[length..]);
        }

        length = Math.Min(length, LongestOfAll);
        folded[0] = (char)(length - 1);
        return folded[..length].ToArray();
    }
}
