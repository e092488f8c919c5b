using System.Globalization;
using Dapper;
using Guitai.Contracts;
using Guitai.Contracts.Facts;
using Guitai.Simulate.Machines;

namespace Guitai.Simulate.Checks;

/// <summary>The shop's running totals against their recomputation from its facts, and the tenders against the tills' journals.</summary>
internal static class TotalsCheck
{
    /// <summary>Checks all totals.</summary>
    public static void Check(World world, FactIndex shop)
    {
        SortedDictionary<string, long[]> tenders = new(StringComparer.Ordinal);
        SortedDictionary<string, long[]> staff = new(StringComparer.Ordinal);
        SortedDictionary<string, long[]> days = new(StringComparer.Ordinal);
        SortedDictionary<string, long[]> products = new(StringComparer.Ordinal);
        foreach (var fact in shop.Facts)
        {
            if (fact.Kind is FactKind.SaleCompleted or FactKind.RefundCompleted or FactKind.OrderVoided)
            {
                Add(fact, ContractJson.Read<Order>(fact.Body), tenders, staff, days, products);
            }
        }

        Same(
            world.Shop,
            "tender-totals",
            tenders,
            "SELECT business_date || tender, in_count, in_minor, out_count, out_minor, 0, 0 FROM tender_total"
        );
        Same(
            world.Shop,
            "staff-totals",
            staff,
            "SELECT business_date || staff, sale_count, sale_minor, refund_count, refund_minor, void_count, void_minor FROM staff_total"
        );
        Same(
            world.Shop,
            "day-totals",
            days,
            """
            SELECT CAST(business_date AS TEXT), sum(sale_count), sum(sale_minor), sum(refund_count), sum(refund_minor), sum(tax_minor), sum(cost_minor)
            FROM hour_total GROUP BY business_date
            """
        );
        Same(
            world.Shop,
            "product-totals",
            products,
            "SELECT business_date || product, quantity_milli, paid_minor, tax_minor, cost_minor, 0, 0 FROM product_total"
        );
    }

    private static void Add(
        BookFact fact,
        Order order,
        SortedDictionary<string, long[]> tenders,
        SortedDictionary<string, long[]> staff,
        SortedDictionary<string, long[]> days,
        SortedDictionary<string, long[]> products
    )
    {
        var date = fact.BusinessDate.ToString(CultureInfo.InvariantCulture);
        var total = order.Totals.TotalMinor;
        var (sale, refund) = (fact.Kind == FactKind.SaleCompleted, fact.Kind == FactKind.RefundCompleted);
        Plus(
            staff,
            date + order.StaffId,
            sale ? [1, total, 0, 0, 0, 0]
                : refund ? [0, 0, 1, total, 0, 0]
                : [0, 0, 0, 0, 1, total]
        );
        var sign = sale ? 1 : -1;
        var (tax, cost) = (sign * order.Totals.TaxMinor, sign * order.Totals.CostMinor);
        Plus(
            days,
            date,
            sale ? [1, total, 0, 0, tax, cost]
                : refund ? [0, 0, 1, total, tax, cost]
                : [0, 0, 0, 0, 0, 0]
        );
        if (!sale && !refund)
        {
            return;
        }

        foreach (var tender in order.Tenders)
        {
            Plus(tenders, date + tender.Kind, sale ? [1, tender.AmountMinor, 0, 0, 0, 0] : [0, 0, 1, tender.AmountMinor, 0, 0]);
        }

        foreach (var line in order.Lines)
        {
            Plus(
                products,
                date + (line.ProductId?.ToString() ?? "name:" + line.Name),
                [sign * line.QuantityMilli, sign * line.PaidMinor, sign * line.TaxMinor, sign * line.CostMinor, 0, 0]
            );
        }
    }

    private static void Plus(SortedDictionary<string, long[]> totals, string key, long[] by)
    {
        if (!totals.TryGetValue(key, out var sums))
        {
            totals.Add(key, sums = new long[by.Length]);
        }

        for (var i = 0; i < by.Length; i++)
        {
            sums[i] += by[i];
        }
    }

    private static void Same(ShopMachine shop, string name, SortedDictionary<string, long[]> expected, string sql)
    {
        var found = shop.Store!.Read(c => c.Query<(string Key, long A, long B, long C, long D, long E, long F)>(sql).ToList());
        var written = found.Select(r => $"{r.Key} {r.A} {r.B} {r.C} {r.D} {r.E} {r.F}").Order(StringComparer.Ordinal);
        var wanted = expected.Select(e => $"{e.Key} {string.Join(' ', e.Value)}").Order(StringComparer.Ordinal);
        var (more, less) = (
            written.Except(wanted, StringComparer.Ordinal).ToList(),
            wanted.Except(written, StringComparer.Ordinal).ToList()
        );
        ViolationException.Unless(
            more.Count == 0 && less.Count == 0,
            name,
            () => $"kept up {string.Join("; ", more)}; recomputed {string.Join("; ", less)}"
        );
    }
}
