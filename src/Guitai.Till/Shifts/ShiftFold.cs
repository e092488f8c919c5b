using System.Globalization;
using Guitai.Contracts.Facts;

namespace Guitai.Till.Shifts;

/// <summary>How an order that ended changes the figures of its shift.</summary>
public static class ShiftFold
{
    /// <summary>The figures after a sale, a refund or a void.</summary>
    public static ShiftTotals Ended(ShiftTotals totals, FactKind kind, Order order)
    {
        var amount = order.Totals.TotalMinor;
        var next = totals with
        {
            FirstNumber = totals.FirstNumber == 0 ? order.Number : totals.FirstNumber,
            LastNumber = order.Number,
            Cashiers = WithCashier(totals.Cashiers, kind, order.StaffId, amount),
        };
        return kind switch
        {
            FactKind.SaleCompleted => Traded(next, order, 1) with
            {
                SaleCount = totals.SaleCount + 1,
                SaleMinor = totals.SaleMinor + amount,
            },
            FactKind.RefundCompleted => Traded(next, order, -1) with
            {
                RefundCount = totals.RefundCount + 1,
                RefundMinor = totals.RefundMinor + amount,
            },
            FactKind.OrderVoided => next with { VoidCount = totals.VoidCount + 1, VoidMinor = totals.VoidMinor + amount },
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not the end of an order."),
        };
    }

    private static ShiftTotals Traded(ShiftTotals totals, Order order, int sign) =>
        totals with
        {
            GrossMinor = totals.GrossMinor + (sign * order.Totals.GrossMinor),
            DiscountMinor = totals.DiscountMinor + (sign * order.Totals.DiscountMinor),
            TipMinor = totals.TipMinor + (sign * order.Totals.TipMinor),
            RoundingMinor = totals.RoundingMinor + (sign * order.Totals.RoundingMinor),
            TaxMinor = totals.TaxMinor + (sign * order.Totals.TaxMinor),
            CostMinor = totals.CostMinor + (sign * order.Totals.CostMinor),
            Tenders = WithTenders(totals.Tenders, order.Tenders, sign),
            Taxes = WithTaxes(totals.Taxes, order.Lines, sign),
        };

    private static Dictionary<string, TenderTotal> WithTenders(
        IReadOnlyDictionary<string, TenderTotal> before,
        IReadOnlyList<Tender> tenders,
        int sign
    )
    {
        var next = new Dictionary<string, TenderTotal>(before, StringComparer.Ordinal);
        foreach (var tender in tenders)
        {
            var t = (next.GetValueOrDefault(tender.Kind) ?? new TenderTotal(0, 0, 0, 0)) with
            {
                Name = tender.Name,
                NameEn = tender.NameEn,
                NotVerified = tender.NotVerified,
            };
            next[tender.Kind] =
                sign > 0
                    ? t with
                    {
                        InCount = t.InCount + 1,
                        InMinor = t.InMinor + tender.AmountMinor,
                    }
                    : t with
                    {
                        OutCount = t.OutCount + 1,
                        OutMinor = t.OutMinor + tender.AmountMinor,
                    };
        }

        return next;
    }

    private static Dictionary<string, TaxTotal> WithTaxes(
        IReadOnlyDictionary<string, TaxTotal> before,
        IReadOnlyList<OrderLine> lines,
        int sign
    )
    {
        var next = new Dictionary<string, TaxTotal>(before, StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{line.TaxName}|{line.TaxRatePpm}");
            var t = next.GetValueOrDefault(key) ?? new TaxTotal(line.TaxName, line.TaxRatePpm, 0, 0);
            var basis = line.TaxInclusive ? line.NetMinor - line.TaxMinor : line.NetMinor;
            next[key] = t with { BaseMinor = t.BaseMinor + (sign * basis), TaxMinor = t.TaxMinor + (sign * line.TaxMinor) };
        }

        return next;
    }

    private static Dictionary<string, CashierTotal> WithCashier(
        IReadOnlyDictionary<string, CashierTotal> before,
        FactKind kind,
        Guid staffId,
        long amount
    )
    {
        var next = new Dictionary<string, CashierTotal>(before, StringComparer.Ordinal);
        var c = next.GetValueOrDefault(staffId.ToString()) ?? new CashierTotal(0, 0, 0, 0, 0, 0);
        next[staffId.ToString()] = kind switch
        {
            FactKind.SaleCompleted => c with { SaleCount = c.SaleCount + 1, SaleMinor = c.SaleMinor + amount },
            FactKind.RefundCompleted => c with { RefundCount = c.RefundCount + 1, RefundMinor = c.RefundMinor + amount },
            _ => c with { VoidCount = c.VoidCount + 1, VoidMinor = c.VoidMinor + amount },
        };
        return next;
    }
}
