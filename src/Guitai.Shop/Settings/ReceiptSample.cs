using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Documents;
using Guitai.Foundation;
using Guitai.Receipts;

namespace Guitai.Shop.Settings;

/// <summary>A made-up sale on a store's paper, so that its owner sees the receipt while its words are typed.</summary>
internal static class ReceiptSample
{
    // Name, unit, quantity in thousandths, price in minor units. In a currency without decimals the figures are merely larger.
    private static readonly (string Name, string NameEn, string Unit, string UnitEn, long Quantity, long Price)[] s_goods =
    [
        ("矿泉水 550ml", "Spring water 550 ml", "瓶", "bottle", 2000, 350),
        ("三明治", "Sandwich", "个", "piece", 1000, 1280),
        ("香蕉", "Bananas", "千克", "kg", 645, 998),
    ];

    /// <summary>The rows of the receipt as the store's printer would print them.</summary>
    /// <param name="place">The store as its settings stand in the form.</param>
    /// <param name="currency">The merchant's.</param>
    /// <param name="nowMs">Time on the receipt, Unix milliseconds.</param>
    public static PaperRow[] Rows(Store place, string currency, long nowMs)
    {
        var cashier = place.Receipt.Language == "en" ? "Lin" : "林小满";
        return OrderReceipt.Rows(
            OrderReceipt.Compose(place, Order(place, currency, nowMs), FactKind.SaleCompleted, cashier),
            OrderReceipt.Paper(place)
        );
    }

    private static Order Order(Store place, string currency, long nowMs)
    {
        var lines = s_goods.Select(Line).ToList();
        var gross = lines.Sum(l => l.GrossMinor);
        var total = place.CashRounding is { UnitMinor: > 1, Mode: not CashRoundingMode.None } rounding
            ? (gross + (rounding.Mode == CashRoundingMode.Nearest ? rounding.UnitMinor / 2 : 0)) / rounding.UnitMinor * rounding.UnitMinor
            : gross;
        var given = (total / 5000 * 5000) + 5000;
        return new Order
        {
            Id = Guid.Empty,
            StoreId = place.Id,
            TillId = Guid.Empty,
            ShiftId = Guid.Empty,
            Number = 42,
            ReceiptNumber = $"{place.Code}-01-000042",
            Currency = currency,
            StaffId = Guid.Empty,
            OpenedAtMs = nowMs,
            EndedAtMs = nowMs,
            Lines = lines,
            Totals = new OrderTotals
            {
                GrossMinor = gross,
                TaxMinor = lines.Sum(l => l.TaxMinor),
                RoundingMinor = total - gross,
                TotalMinor = total,
            },
            Tenders = [new Tender(Guid.Empty, Tender.Cash, total, given, given - total)],
        };
    }

    private static OrderLine Line((string Name, string NameEn, string Unit, string UnitEn, long Quantity, long Price) goods)
    {
        const int RatePpm = 130_000;
        var gross = ((goods.Quantity * goods.Price) + 500) / 1000;
        return new OrderLine
        {
            Id = Guid.Empty,
            Name = goods.Name,
            NameEn = goods.NameEn,
            Unit = goods.Unit,
            UnitEn = goods.UnitEn,
            QuantityMilli = goods.Quantity,
            UnitPriceMinor = goods.Price,
            GrossMinor = gross,
            NetMinor = gross,
            PaidMinor = gross,
            TaxName = "13%",
            TaxRatePpm = RatePpm,
            TaxMinor = gross - (gross * 1_000_000 / (1_000_000 + RatePpm)),
            StaffId = Guid.Empty,
        };
    }
}
