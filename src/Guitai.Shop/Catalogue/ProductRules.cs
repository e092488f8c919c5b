using Guitai.Contracts.Masters;
using Guitai.Foundation;

namespace Guitai.Shop.Catalogue;

/// <summary>What holds for a product, and what is allowed but looks wrong.</summary>
internal static class ProductRules
{
    private const int LongestName = 100;
    private const int LongestCode = 32;
    private const int MostBarcodes = 20;

    /// <summary>Why the product cannot stand by itself; null when it can. Whether what it names exists is asked elsewhere.</summary>
    public static Refusal? Check(Product product) =>
        TextRule.Check(product.Name, "name", LongestName)
        ?? TextRule.CheckOptional(product.NameEn, "nameEn", LongestName)
        ?? TextRule.Check(product.Unit, "unit", 10)
        ?? TextRule.CheckOptional(product.UnitEn, "unitEn", 10)
        ?? TextRule.CheckAmount(product.PriceMinor, "priceMinor")
        ?? TextRule.CheckAmount(product.CostMinor, "costMinor")
        ?? (IsCode(product.Code) ? null : Refusal.With("input.invalid", "field", "code"))
        ?? (
            product.Barcodes.Count <= MostBarcodes && product.Barcodes.All(IsCode)
                ? null
                : Refusal.With("input.invalid", "field", "barcodes")
        );

    /// <summary>Why something that the product names does not exist.</summary>
    public static Refusal? CheckNamed(Product product, MasterReader read) =>
        read.Find<TaxClass>(product.TaxClassId) is null ? Refusal.With("input.invalid", "field", "taxClassId")
        : product.CategoryId is { } category && read.Find<Category>(category) is null ? Refusal.With("input.invalid", "field", "categoryId")
        : product.PictureId is { } picture && read.Find<Picture>(picture) is null ? Refusal.With("input.invalid", "field", "pictureId")
        : null;

    /// <summary>Codes of what looks wrong.</summary>
    public static IReadOnlyList<string> Warnings(Product product)
    {
        List<string> warnings = [];
        if (product.Barcodes.Any(b => !CheckDigitHolds(b)))
        {
            warnings.Add("barcode.check-digit");
        }

        if (product.PriceMinor < product.CostMinor)
        {
            warnings.Add("price.below-cost");
        }

        return warnings;
    }

    /// <summary>1–32 visible ASCII characters: what a scanner can send.</summary>
    public static bool IsCode(string? code) => code is { Length: >= 1 and <= LongestCode } && code.All(c => c is > ' ' and < '\x7f');

    /// <summary>GS1 General Specifications, 7.9: weights 3 and 1 from the right. True also for what is no EAN-8, UPC-A, EAN-13 or ITF-14.</summary>
    public static bool CheckDigitHolds(string barcode)
    {
        if (barcode.Length is not (8 or 12 or 13 or 14) || !barcode.All(char.IsAsciiDigit))
        {
            return true;
        }

        var sum = 0;
        for (var i = 0; i < barcode.Length; i++)
        {
            var fromRight = barcode.Length - 1 - i;
            sum += (barcode[i] - '0') * (fromRight % 2 == 0 ? 1 : 3);
        }

        return sum % 10 == 0;
    }
}
