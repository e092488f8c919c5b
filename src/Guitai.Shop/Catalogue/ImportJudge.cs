using Guitai.Contracts.Masters;
using Guitai.Foundation;

namespace Guitai.Shop.Catalogue;

/// <summary>Judges rows of a product file one by one: what a product would become by its row, or why not.</summary>
internal sealed class ImportJudge(Currency currency, IReadOnlyList<TaxClass> taxClasses, IReadOnlyDictionary<string, Guid> categories)
{
    private readonly HashSet<string> _codes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _barcodes = new(StringComparer.Ordinal);

    /// <summary>Barcodes of a row, in order, without doubles.</summary>
    public static IReadOnlyList<string> Barcodes(ImportRow row) =>
        [
            .. (row["barcodes"] ?? "")
                .Split(['|', ',', ';', ' ', '，', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>Why the row cannot stand in any catalogue; null when it can.</summary>
    public RefusedRow? Refuse(ImportRow row)
    {
        var barcodes = Barcodes(row);
        var code = row["code"] ?? "";
        var refusal =
            row["name"] is not { Length: > 0 } ? new Refusal("import.name-missing")
            : code.Length == 0 && barcodes.Count == 0 ? new Refusal("import.no-key")
            : code.Length > 0 && !ProductRules.IsCode(code) ? Refusal.With("import.code", "value", Short(code))
            : barcodes.FirstOrDefault(b => !ProductRules.IsCode(b)) is { } bad ? Refusal.With("import.barcode", "value", Short(bad))
            : Amount(row["price"], currency) is null ? Refusal.With("import.price", "value", Short(row["price"]))
            : row["cost"] is { Length: > 0 } cost && Amount(cost, currency) is null ? Refusal.With("import.cost", "value", Short(cost))
            : row["tax_class"] is { Length: > 0 } tax && TaxClassOf(tax) is null ? Refusal.With("import.tax-class", "value", Short(tax))
            : row["weighed"] is { Length: > 0 } weighed && Flag(weighed) is null ? Refusal.With("import.weighed", "value", Short(weighed))
            : row["favourite"] is { Length: > 0 } star && Flag(star) is null ? Refusal.With("import.favourite", "value", Short(star))
            : code.Length > 0 && !_codes.Add(code) ? Refusal.With("import.code-twice", "value", code)
            : barcodes.FirstOrDefault(b => !_barcodes.Add(b)) is { } twice ? Refusal.With("import.barcode-twice", "value", twice)
            : ProductRules.Check(Apply(row, null, Guid.Empty, code.Length > 0 ? code : "0"));
        return refusal is null ? null : new RefusedRow(row.Line, refusal.Code, refusal.Parameters);
    }

    /// <summary>The product as the row has it: columns that the file does not have stay as they are.</summary>
    public Product Apply(ImportRow row, Product? now, Guid id, string code) =>
        new()
        {
            Id = id,
            Code = code,
            Name = row["name"]!,
            NameEn = row["name_en"] is { } nameEn ? (nameEn.Length > 0 ? nameEn : null) : now?.NameEn,
            CategoryId = row["category"] is { } category
                ? (categories.TryGetValue(category, out var categoryId) ? categoryId : null)
                : now?.CategoryId,
            Unit = row["unit"] is { Length: > 0 } unit ? unit : now?.Unit ?? "件",
            UnitEn = now?.UnitEn,
            PriceMinor = Amount(row["price"], currency) ?? 0,
            CostMinor = row["cost"] is { } cost ? Amount(cost, currency) ?? 0 : now?.CostMinor ?? 0,
            TaxClassId = (row["tax_class"] is { Length: > 0 } tax ? TaxClassOf(tax) : null) ?? now?.TaxClassId ?? taxClasses[0].Id,
            Barcodes = row["barcodes"] is null ? now?.Barcodes ?? [] : Barcodes(row),
            Weighed = row["weighed"] is { } weighed ? Flag(weighed) ?? false : now?.Weighed ?? false,
            Favourite = row["favourite"] is { } star ? Flag(star) ?? false : now?.Favourite ?? false,
            PictureId = now?.PictureId,
            Active = now?.Active ?? true,
        };

    private static string Short(string? text) =>
        text is null ? ""
        : text.Length <= 40 ? text
        : text[..40] + "…";

    private static long? Amount(string? text, Currency currency) =>
        Money.TryParseMajor(text, currency, out var money) && !money.IsNegative && TextRule.CheckAmount(money.Minor, "") is null
            ? money.Minor
            : null;

    private static bool? Flag(string text) =>
        text.ToLowerInvariant() switch
        {
            "1" or "true" or "yes" or "y" or "是" => true,
            "" or "0" or "false" or "no" or "n" or "否" => false,
            _ => null,
        };

    // By name, or by its rate: 13, 13%, 0.13 is not taken for one.
    private Guid? TaxClassOf(string text)
    {
        var named = taxClasses.FirstOrDefault(t =>
            string.Equals(t.Name, text, StringComparison.OrdinalIgnoreCase)
            || string.Equals(t.NameEn, text, StringComparison.OrdinalIgnoreCase)
        );
        if (named is not null)
        {
            return named.Id;
        }

        return
            int.TryParse(
                text.TrimEnd('%', '％'),
                System.Globalization.NumberStyles.None,
                System.Globalization.CultureInfo.InvariantCulture,
                out var percent
            )
            && percent <= 100
            ? taxClasses.FirstOrDefault(t => t.RatePpm == percent * 10_000)?.Id
            : null;
    }
}
