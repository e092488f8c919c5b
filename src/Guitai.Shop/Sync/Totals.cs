using Guitai.Contracts.Facts;
using Guitai.Foundation.Store;

namespace Guitai.Shop.Sync;

/// <summary>Adds orders up by store and business day, so that a delivery changes each total once. Sales count up, refunds down where a column holds
/// both.</summary>
internal sealed class Totals(string merchant)
{
    private readonly Dictionary<(Guid Store, int Date, int Hour), long[]> _hours = [];
    private readonly Dictionary<(Guid Store, int Date, string Product), (string Name, string NameEn, long[] Sums)> _products = [];
    private readonly Dictionary<(Guid Store, int Date, Guid Staff), long[]> _staff = [];
    private readonly Dictionary<(Guid Store, int Date, string Tender), long[]> _tenders = [];

    public void Add(Fact fact, Order order, int hour)
    {
        var (store, date, totals) = (order.StoreId, fact.BusinessDate, order.Totals);
        var hours = At(_hours, (store, date, hour), 10);
        var staff = At(_staff, (store, date, order.StaffId), 6);
        var column = Column(fact.Kind);
        hours[column]++;
        hours[column + 1] += totals.TotalMinor;
        staff[column]++;
        staff[column + 1] += totals.TotalMinor;
        if (fact.Kind == FactKind.OrderVoided)
        {
            return;
        }

        var sign = fact.Kind == FactKind.SaleCompleted ? 1 : -1;
        hours[6] += sign * totals.TaxMinor;
        hours[7] += sign * totals.TipMinor;
        hours[8] += sign * totals.CostMinor;
        hours[9] += sign * totals.DiscountMinor;
        foreach (var tender in order.Tenders)
        {
            var sums = At(_tenders, (store, date, tender.Kind), 4);
            sums[sign > 0 ? 0 : 2]++;
            sums[sign > 0 ? 1 : 3] += tender.AmountMinor;
        }

        foreach (var line in order.Lines)
        {
            AddLine(store, date, line, sign);
        }
    }

    public void AddTo(Write write)
    {
        foreach (var (key, sums) in _hours)
        {
            write.Add(Tables.HourTotal, [merchant, key.Store, key.Date, key.Hour, .. sums]);
        }

        foreach (var (key, (name, nameEn, sums)) in _products)
        {
            write.Add(Tables.ProductTotal, [merchant, key.Store, key.Date, key.Product, name, nameEn, .. sums]);
        }

        foreach (var (key, sums) in _staff)
        {
            write.Add(Tables.StaffTotal, [merchant, key.Store, key.Date, key.Staff, .. sums]);
        }

        foreach (var (key, sums) in _tenders)
        {
            write.Add(Tables.TenderTotal, [merchant, key.Store, key.Date, key.Tender, .. sums]);
        }
    }

    private static int Column(FactKind kind) =>
        kind switch
        {
            FactKind.SaleCompleted => 0,
            FactKind.RefundCompleted => 2,
            _ => 4,
        };

    private static long[] At<TKey>(Dictionary<TKey, long[]> totals, TKey key, int columns)
        where TKey : notnull
    {
        if (!totals.TryGetValue(key, out var sums))
        {
            sums = new long[columns];
            totals.Add(key, sums);
        }

        return sums;
    }

    // Lines without a product are added up by what they were called.
    private void AddLine(Guid store, int date, OrderLine line, int sign)
    {
        var key = (store, date, line.ProductId?.ToString() ?? "name:" + line.Name);
        if (!_products.TryGetValue(key, out var product))
        {
            product = (line.Name, line.NameEn ?? "", new long[4]);
            _products.Add(key, product);
        }

        product.Sums[0] += sign * line.QuantityMilli;
        product.Sums[1] += sign * line.PaidMinor;
        product.Sums[2] += sign * line.TaxMinor;
        product.Sums[3] += sign * line.CostMinor;
    }
}
