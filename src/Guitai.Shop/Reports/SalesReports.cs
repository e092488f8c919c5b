using Dapper;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Shop.Catalogue;

namespace Guitai.Shop.Reports;

/// <summary>How business goes, from totals kept up with every fact: the cost does not grow with the number of orders.</summary>
public sealed class SalesReports(Books books)
{
    private const int MostProducts = 20;

    /// <summary>Sums of a span of business days; today where a date is left out.</summary>
    /// <param name="storeId">Null for all stores.</param>
    public Outcome<SalesReport> Report(Guid? storeId, int? from, int? to) =>
        books.Read<Outcome<SalesReport>>(read =>
        {
            var stores = read.All<Store>().Select(s => s.Value).OrderBy(s => s.Code, StringComparer.Ordinal).ToList();
            var store = storeId is null ? stores.FirstOrDefault() : stores.Find(s => s.Id == storeId);
            if (storeId is not null && store is null)
            {
                return new Refusal("not-found");
            }

            var today = Today(store);
            var span = new Span(read.Merchant, storeId?.ToString(), from ?? to ?? today, to ?? from ?? today);
            if (!IsDate(span.From) || !IsDate(span.To) || span.From > span.To)
            {
                return Refusal.With("input.invalid", "field", "from");
            }

            return new SalesReport(
                span.From,
                span.To,
                storeId,
                Figures(read, span),
                Hours(read, span),
                Days(read, span),
                Products(read, span),
                Cashiers(read, span),
                Tenders(read, span)
            );
        });

    private int Today(Store? store)
    {
        var known = StoreCalendar.TryCreate(store?.TimeZone ?? "UTC", store?.DayChangeHour ?? 0, out var calendar);
        return known || store is null ? calendar.DateOf(books.NowMs).ToNumber() : 0;
    }

    private static bool IsDate(int date) =>
        date is > 19_000_101 and < 99_991_231
        && date / 100 % 100 is >= 1 and <= 12
        && date % 100 >= 1
        && date % 100 <= DateTime.DaysInMonth(date / 10_000, date / 100 % 100);

    private static string Sum(string columns) =>
        string.Join(
            ", ",
            columns.Split(' ').Select(c => $"CAST(coalesce(sum({c}), 0) AS BIGINT) AS {c.Replace("_", "", StringComparison.Ordinal)}")
        );

    private static IEnumerable<T> Rows<T>(MasterReader read, Span span, string sums, string table, string? by = null) =>
        read.Connection.Query<T>(
            $"""
            SELECT {Sum(sums)} {(by is null ? "" : ", " + by)} FROM {table}
            WHERE merchant = @Merchant AND business_date >= @From AND business_date <= @To {(
                span.Store is null ? "" : "AND store = @Store"
            )}
            {(by is null ? "" : "GROUP BY " + by)}
            """,
            span
        );

    private static SalesFigures Figures(MasterReader read, Span span)
    {
        var sums = Rows<HourRow>(
                read,
                span,
                "sale_count sale_minor refund_count refund_minor void_count void_minor tax_minor tip_minor cost_minor discount_minor",
                "hour_total"
            )
            .Single();
        return new SalesFigures(
            sums.SaleCount,
            sums.SaleMinor,
            sums.RefundCount,
            sums.RefundMinor,
            sums.VoidCount,
            sums.VoidMinor,
            sums.SaleMinor - sums.RefundMinor,
            sums.TaxMinor,
            sums.TipMinor,
            sums.CostMinor,
            sums.DiscountMinor,
            sums.ProfitMinor,
            sums.SaleCount == 0 ? 0 : Fraction.RoundHalfAway(sums.SaleMinor, 1, sums.SaleCount)
        );
    }

    private static List<HourFigures> Hours(MasterReader read, Span span) =>
        [
            .. Rows<HourRow>(read, span, "sale_count sale_minor refund_minor", "hour_total", "hour")
                .OrderBy(r => r.Hour)
                .Select(r => new HourFigures(r.Hour, r.SaleCount, r.SaleMinor, r.RefundMinor)),
        ];

    private static List<DayFigures> Days(MasterReader read, Span span) =>
        [
            .. Rows<HourRow>(read, span, "sale_count sale_minor refund_minor tax_minor tip_minor cost_minor", "hour_total", "business_date")
                .OrderBy(r => r.Business_Date)
                .Select(r => new DayFigures(r.Business_Date, r.SaleCount, r.SaleMinor, r.RefundMinor, r.ProfitMinor)),
        ];

    private static List<ProductFigures> Products(MasterReader read, Span span) =>
        [
            .. read
                .Connection.Query<ProductRow>(
                    $"""
                    SELECT product AS Product, max(name) AS Name, max(name_en) AS NameEn, CAST(sum(quantity_milli) AS BIGINT) AS QuantityMilli,
                        CAST(sum(paid_minor) AS BIGINT) AS PaidMinor, CAST(sum(paid_minor - tax_minor - cost_minor) AS BIGINT) AS ProfitMinor
                    FROM product_total
                    WHERE merchant = @Merchant AND business_date >= @From AND business_date <= @To {(
                        span.Store is null ? "" : "AND store = @Store"
                    )}
                    GROUP BY product ORDER BY sum(paid_minor) DESC, product LIMIT {MostProducts}
                    """,
                    span
                )
                .Select(r => new ProductFigures(
                    Guid.TryParse(r.Product, out var id) ? id : null,
                    r.Name,
                    r.NameEn.Length > 0 ? r.NameEn : null,
                    r.QuantityMilli,
                    r.PaidMinor,
                    r.ProfitMinor
                )),
        ];

    private static List<CashierFigures> Cashiers(MasterReader read, Span span)
    {
        var names = read.All<StaffMember>().ToDictionary(s => s.Value.Id.ToString(), s => s.Value.Name, StringComparer.Ordinal);
        return
        [
            .. Rows<HourRow>(read, span, "sale_count sale_minor refund_count refund_minor void_count void_minor", "staff_total", "staff")
                .OrderByDescending(r => r.SaleMinor)
                .ThenBy(r => r.Staff, StringComparer.Ordinal)
                .Select(r => new CashierFigures(
                    Guid.Parse(r.Staff),
                    names.GetValueOrDefault(r.Staff, r.Staff),
                    r.SaleCount,
                    r.SaleMinor,
                    r.RefundCount,
                    r.RefundMinor,
                    r.VoidCount,
                    r.VoidMinor
                )),
        ];
    }

    private static List<TenderFigures> Tenders(MasterReader read, Span span)
    {
        var own = read.All<TenderType>().ToDictionary(t => t.Value.Code, t => t.Value, StringComparer.Ordinal);
        return
        [
            .. Rows<TenderRow>(read, span, "in_count in_minor out_count out_minor", "tender_total", "tender")
                .OrderByDescending(r => r.InMinor)
                .ThenBy(r => r.Tender, StringComparer.Ordinal)
                .Select(r => new TenderFigures(
                    r.Tender,
                    r.InCount,
                    r.InMinor,
                    r.OutCount,
                    r.OutMinor,
                    own.GetValueOrDefault(r.Tender)?.Name,
                    own.GetValueOrDefault(r.Tender)?.NameEn,
                    r.Tender.StartsWith(TenderType.Prefix, StringComparison.Ordinal)
                )),
        ];
    }

    private sealed record Span(string Merchant, string? Store, int From, int To);

    private sealed class HourRow
    {
        public int Hour { get; init; }

        // Named as the column, since it is also what the rows are grouped by.
        public int Business_Date { get; init; }

        public string Staff { get; init; } = "";

        public long SaleCount { get; init; }

        public long SaleMinor { get; init; }

        public long RefundCount { get; init; }

        public long RefundMinor { get; init; }

        public long VoidCount { get; init; }

        public long VoidMinor { get; init; }

        public long TaxMinor { get; init; }

        public long TipMinor { get; init; }

        public long CostMinor { get; init; }

        public long DiscountMinor { get; init; }

        public long ProfitMinor => SaleMinor - RefundMinor - TaxMinor - TipMinor - CostMinor;
    }

    private sealed class ProductRow
    {
        public string Product { get; init; } = "";

        public string Name { get; init; } = "";

        public string NameEn { get; init; } = "";

        public long QuantityMilli { get; init; }

        public long PaidMinor { get; init; }

        public long ProfitMinor { get; init; }
    }

    private sealed class TenderRow
    {
        public string Tender { get; init; } = "";

        public long InCount { get; init; }

        public long InMinor { get; init; }

        public long OutCount { get; init; }

        public long OutMinor { get; init; }
    }
}
