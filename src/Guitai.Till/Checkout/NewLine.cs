using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Till.Desk;

namespace Guitai.Till.Checkout;

/// <summary>Makes a line with price, cost and tax as they are now.</summary>
internal static class NewLine
{
    private const string AmountUnit = "笔";

    /// <summary>One unit of a product.</summary>
    public static OrderLine Of(TillDesk desk, Actor actor, Product product, string? barcode)
    {
        var tax = desk.Catalogue.Get<TaxClass>(MasterKind.TaxClass, product.TaxClassId);
        return new OrderLine
        {
            Id = desk.Ids.Next(),
            ProductId = product.Id,
            Code = product.Code,
            Barcode = barcode ?? product.Barcodes.FirstOrDefault(),
            Name = product.Name,
            NameEn = product.NameEn,
            CategoryId = product.CategoryId,
            Unit = product.Unit,
            UnitEn = product.UnitEn,
            PictureId = product.PictureId,
            Weighed = product.Weighed,
            QuantityMilli = 1000,
            UnitPriceMinor = product.PriceMinor,
            UnitCostMinor = product.CostMinor,
            TaxClassId = tax?.Id,
            TaxName = tax?.Name ?? "",
            TaxRatePpm = tax?.RatePpm ?? 0,
            TaxInclusive = tax?.Inclusive ?? true,
            StaffId = actor.Id,
        };
    }

    /// <summary>Something without a product: an amount alone, or an unknown barcode with a name.</summary>
    public static OrderLine OfAmount(TillDesk desk, Actor actor, string name, string? barcode, long priceMinor)
    {
        // Without a product the store's highest inclusive rate applies: tax is rather shown too high than owed unseen.
        var tax = desk.Catalogue.All<TaxClass>(MasterKind.TaxClass).Where(t => t.Inclusive).MaxBy(t => t.RatePpm);
        return new OrderLine
        {
            Id = desk.Ids.Next(),
            Barcode = barcode,
            Name = name,
            Unit = AmountUnit,
            UnitEn = "item",
            QuantityMilli = 1000,
            UnitPriceMinor = priceMinor,
            TaxClassId = tax?.Id,
            TaxName = tax?.Name ?? "",
            TaxRatePpm = tax?.RatePpm ?? 0,
            StaffId = actor.Id,
        };
    }
}
