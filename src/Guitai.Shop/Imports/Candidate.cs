namespace Guitai.Shop.Imports;

/// <summary>A row that can stand by itself: its values are read. Null where the file does not say.</summary>
internal sealed class Candidate
{
    public required int Line { get; init; }

    /// <summary>Empty when the row has none.</summary>
    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>Null when the file has no such column.</summary>
    public required IReadOnlyList<string>? Barcodes { get; set; }

    /// <summary>Empty takes the name away.</summary>
    public string? NameEn { get; init; }

    /// <summary>Empty takes the category away.</summary>
    public string? Category { get; init; }

    public string? Unit { get; init; }

    public required long PriceMinor { get; init; }

    public long? CostMinor { get; init; }

    public Guid? TaxClassId { get; init; }

    public bool? Weighed { get; init; }

    public bool? Favourite { get; init; }

    public long? StockMilli { get; init; }

    /// <summary>Barcodes, or none.</summary>
    public IReadOnlyList<string> Codes => Barcodes ?? [];

    /// <summary>Another one that can lose barcodes by itself.</summary>
    public Candidate Copy() => (Candidate)MemberwiseClone();

    /// <summary>True when nothing but its line tells it from another row.</summary>
    public bool SaysTheSameAs(Candidate other) =>
        (Code, Name, NameEn, Category, Unit, PriceMinor, CostMinor, TaxClassId, Weighed, Favourite, StockMilli)
            == (
                other.Code,
                other.Name,
                other.NameEn,
                other.Category,
                other.Unit,
                other.PriceMinor,
                other.CostMinor,
                other.TaxClassId,
                other.Weighed,
                other.Favourite,
                other.StockMilli
            )
        && Codes.SequenceEqual(other.Codes, StringComparer.Ordinal);
}
