using Guitai.Contracts.Masters;

namespace Guitai.Shop.Catalogue;

/// <param name="Version">Sent back with an edit; another number there is refused as <c>master.changed</c>.</param>
/// <param name="Warnings">Codes of things that are allowed but look wrong: <c>barcode.check-digit</c>, <c>price.below-cost</c>.</param>
public sealed record ProductView(long Version, Product Product, IReadOnlyList<string> Warnings);

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

/// <summary>How an import went. Refused rows are reported one by one; all others are saved, or with <c>preview</c> would be.</summary>
/// <param name="Refused">At most the first 1,000 of them.</param>
public sealed record ImportReport(bool Preview, int Added, int Changed, int Unchanged, int RefusedCount, IReadOnlyList<RefusedRow> Refused);

/// <param name="Line">Of the file, 1 is the heading.</param>
/// <param name="Code">For example <c>import.price</c>, <c>import.name-missing</c>, <c>barcode.taken</c>.</param>
public sealed record RefusedRow(int Line, string Code, IReadOnlyDictionary<string, string>? Parameters);

/// <summary>Something a cashier sold that the catalogue does not know.</summary>
/// <param name="State"><c>open</c>, <c>accepted</c> or <c>dismissed</c>.</param>
/// <param name="KnownAs">The product that has this barcode by now, when there is one.</param>
public sealed record ProposalView(
    Guid Id,
    string Barcode,
    string Name,
    long PriceMinor,
    long AtMs,
    string TillName,
    string StaffName,
    string State,
    Guid? KnownAs
);
