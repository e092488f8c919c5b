using Guitai.Contracts.Masters;

namespace Guitai.Shop.Catalogue;

/// <param name="Version">Sent back with an edit; another number there is refused as <c>master.changed</c>.</param>
/// <param name="Warnings">Codes of things that are allowed but look wrong: <c>barcode.check-digit</c>, <c>price.below-cost</c>.</param>
/// <param name="OnHandMilli">Thousandths of the unit in the stores that the reader may see; null when nobody ever counted it.</param>
public sealed record ProductView(long Version, Product Product, IReadOnlyList<string> Warnings, long? OnHandMilli = null);

/// <summary>A slice of the product list, by code.</summary>
/// <param name="Total">Of all that match.</param>
public sealed record ProductPage(IReadOnlyList<ProductView> Items, int Total);

/// <param name="Version">0 for a new one.</param>
/// <param name="Code">Unique; null on a new one takes the next free number.</param>
public sealed record ProductEdit(
    long Version,
    string? Code,
    string Name,
    string? NameEn,
    Guid? CategoryId,
    string Unit,
    string? UnitEn,
    long PriceMinor,
    long CostMinor,
    Guid TaxClassId,
    IReadOnlyList<string>? Barcodes = null,
    bool Weighed = false,
    bool Favourite = false,
    Guid? PictureId = null,
    bool Active = true
);

/// <summary>A picture that was taken in.</summary>
public sealed record PictureAnswer(Guid Id);

/// <summary>Something a cashier sold that the catalogue does not know.</summary>
/// <param name="State"><c>open</c>, <c>accepted</c> or <c>dismissed</c>.</param>
/// <param name="KnownAs">The product that has this barcode by now, when there is one.</param>
/// <param name="NameEn">That product's English name; a cashier types one name only.</param>
public sealed record ProposalView(
    Guid Id,
    string Barcode,
    string Name,
    long PriceMinor,
    long AtMs,
    string TillName,
    string StaffName,
    string State,
    Guid? KnownAs,
    string? NameEn = null,
    string? StaffNameEn = null
);
