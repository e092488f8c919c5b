using System.Globalization;
using Dapper;
using Guitai.Contracts;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Documents;
using Guitai.Foundation;
using Guitai.Receipts;
using Guitai.Shop.Catalogue;
using Guitai.Shop.Sync;

namespace Guitai.Shop.Reports;

/// <summary>What of the orders is asked for; null leaves a condition out.</summary>
/// <param name="Number">Part of a receipt number.</param>
/// <param name="Product">Part of a line's name, code or barcode.</param>
/// <param name="Kind"><c>sale</c>, <c>refund</c> or <c>void</c>.</param>
public sealed record OrderQuery(
    string? Number,
    long? FromMs,
    long? ToMs,
    long? MinMinor,
    long? MaxMinor,
    string? Tender,
    Guid? StaffId,
    string? Product,
    string? Kind,
    Guid? StoreId,
    Guid? TillId,
    int Skip,
    int Take
);

/// <summary>The orders of all tills: query, and one order's whole story.</summary>
public sealed class OrderReports(Books books)
{
    private const int MostInPage = 200;

    private const string Columns = """
        o.id AS Id, o.receipt_number AS ReceiptNumber, o.kind AS Kind, o.at_ms AS AtMs, o.business_date AS BusinessDate, o.store AS Store,
        o.till AS Till, o.staff AS Staff, o.total_minor AS TotalMinor, o.tenders AS Tenders, o.lines AS Lines, o.original_order AS OriginalOrder
        """;

    /// <summary>Orders that match, newest first.</summary>
    public OrderPage List(OrderQuery query) =>
        books.Read(read =>
        {
            var (where, values) = Where(read.Merchant, query);
            var sums = read.Connection.QuerySingle<SumRow>(
                $"""
                SELECT count(*) AS Orders, CAST(coalesce(sum(CASE WHEN o.kind = 'sale' THEN o.total_minor ELSE 0 END), 0) AS BIGINT) AS SaleMinor,
                    CAST(coalesce(sum(CASE WHEN o.kind = 'refund' THEN o.total_minor ELSE 0 END), 0) AS BIGINT) AS RefundMinor
                FROM order_row o WHERE {where}
                """,
                values
            );
            values.Add("take", Math.Clamp(query.Take, 1, MostInPage));
            values.Add("skip", Math.Max(query.Skip, 0));
            var names = new Names(read);
            var rows = read
                .Connection.Query<Row>(
                    $"SELECT {Columns} FROM order_row o WHERE {where} ORDER BY o.at_ms DESC, o.till, o.seq DESC LIMIT @take OFFSET @skip",
                    values
                )
                .Select(r => r.View(names))
                .ToList();
            return new OrderPage(rows, (int)sums.Orders, sums.SaleMinor, sums.RefundMinor);
        });

    /// <summary>One order, its refunds, and every fact about it.</summary>
    /// <param name="storeId">The only store that may be seen; null for all.</param>
    public Outcome<OrderStory> Story(Guid id, Guid? storeId) =>
        books.Read<Outcome<OrderStory>>(read =>
        {
            var facts = read
                .Connection.Query<FactRow>(
                    $"SELECT {FactRow.Columns} FROM fact WHERE merchant = @merchant AND subject = @id ORDER BY at_ms, seq",
                    new { merchant = read.Merchant, id = id.ToString() }
                )
                .ToList();
            var ended = facts.LastOrDefault(f => FactProjection.OrderKind((FactKind)f.Kind) is not null);
            var names = new Names(read);
            var row = Rows(read, "o.id = @id", id).Select(r => r.View(names)).LastOrDefault();
            if (ended is null || row is null)
            {
                return new Refusal("not-found");
            }

            if (storeId is { } only && row.StoreId != only)
            {
                return new Refusal("store.not-yours");
            }

            return new OrderStory(
                ContractJson.Read<Order>(ended.Body),
                row,
                [.. Rows(read, "o.original_order = @id", id).Select(r => r.View(names))],
                [
                    .. facts.Select(f => new FactView(
                        (FactKind)f.Kind,
                        f.AtMs,
                        f.ReceivedAtMs,
                        Guid.Parse(f.Till),
                        Guid.Parse(f.Incarnation),
                        f.Seq,
                        f.Hash,
                        f.Body
                    )),
                ],
                names.Staff,
                names.StaffEn
            );
        });

    /// <summary>An order's receipt as it prints, marked as a copy: the original is the till's.</summary>
    /// <param name="storeId">The only store that may be seen; null for all.</param>
    public Outcome<PaperRow[]> Receipt(Guid id, Guid? storeId)
    {
        var found = Story(id, storeId);
        if (found.Refusal is { } refusal)
        {
            return refusal;
        }

        var (order, row) = (found.Value.Order, found.Value.Row);
        if (books.Read(read => read.Find<Store>(row.StoreId)) is not { Value: var place })
        {
            return new Refusal("not-found");
        }

        var copies = 1 + found.Value.Facts.Count(f => f.Kind == FactKind.ReceiptCopied);
        var kind = found.Value.Facts.Last(f => FactProjection.OrderKind(f.Kind) is not null).Kind;
        return OrderReceipt.Rows(OrderReceipt.Compose(place, order, kind, row.StaffName, copies), OrderReceipt.Paper(place));
    }

    private static IEnumerable<Row> Rows(MasterReader read, string condition, Guid id) =>
        read.Connection.Query<Row>(
            $"SELECT {Columns} FROM order_row o WHERE o.merchant = @merchant AND {condition} ORDER BY o.at_ms, o.seq",
            new { merchant = read.Merchant, id = id.ToString() }
        );

    private static (string Where, DynamicParameters Values) Where(string merchant, OrderQuery query)
    {
        var values = new DynamicParameters();
        values.Add("merchant", merchant);
        List<string> where = ["o.merchant = @merchant"];
        void If(object? value, string condition)
        {
            if (value is not null)
            {
                var name = "p" + where.Count.ToString(CultureInfo.InvariantCulture);
                where.Add(condition.Replace("@", "@" + name, StringComparison.Ordinal));
                values.Add(name, value);
            }
        }

        If(Pattern(query.Number?.ToUpperInvariant()), "upper(o.receipt_number) LIKE @ ESCAPE '!'");
        If(query.FromMs, "o.at_ms >= @");
        If(query.ToMs, "o.at_ms < @");
        If(query.MinMinor, "o.total_minor >= @");
        If(query.MaxMinor, "o.total_minor <= @");
        If(query.Tender is { Length: > 0 } tender ? SqlText.Contains($",{tender},") : null, "(',' || o.tenders || ',') LIKE @ ESCAPE '!'");
        If(query.StaffId?.ToString(), "o.staff = @");
        If(query.Kind is { Length: > 0 } kind ? kind : null, "o.kind = @");
        If(query.StoreId?.ToString(), "o.store = @");
        If(query.TillId?.ToString(), "o.till = @");
        If(
            Pattern(query.Product?.ToLowerInvariant()),
            """
            EXISTS (SELECT 1 FROM order_line_row l WHERE l.merchant = o.merchant AND l.till = o.till AND l.incarnation = o.incarnation
                AND l.seq = o.seq AND l.search LIKE @ ESCAPE '!')
            """
        );
        return (string.Join(" AND ", where), values);
    }

    private static string? Pattern(string? text) => string.IsNullOrWhiteSpace(text) ? null : SqlText.Contains(text.Trim());

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string ReceiptNumber { get; init; } = "";

        public string Kind { get; init; } = "";

        public long AtMs { get; init; }

        public int BusinessDate { get; init; }

        public string Store { get; init; } = "";

        public string Till { get; init; } = "";

        public string Staff { get; init; } = "";

        public long TotalMinor { get; init; }

        public string Tenders { get; init; } = "";

        public int Lines { get; init; }

        public string? OriginalOrder { get; init; }

        public OrderRow View(Names names) =>
            new(
                Guid.Parse(Id),
                ReceiptNumber,
                Kind,
                AtMs,
                BusinessDate,
                Guid.Parse(Store),
                Guid.Parse(Till),
                names.Tills.GetValueOrDefault(Till, ""),
                Guid.Parse(Staff),
                names.Staff.GetValueOrDefault(Staff, ""),
                TotalMinor,
                Tenders,
                Lines,
                OriginalOrder is null ? null : Guid.Parse(OriginalOrder),
                names.StaffEn.GetValueOrDefault(Staff)
            );
    }

    private sealed class SumRow
    {
        public long Orders { get; init; }

        public long SaleMinor { get; init; }

        public long RefundMinor { get; init; }
    }
}

/// <summary>Names of tills and staff by id, for reports.</summary>
internal sealed class Names(MasterReader read)
{
    public Dictionary<string, string> Staff { get; } =
        read.All<StaffMember>().ToDictionary(s => s.Value.Id.ToString(), s => s.Value.Name, StringComparer.Ordinal);

    public Dictionary<string, string> StaffEn { get; } =
        read.All<StaffMember>()
            .Where(s => !string.IsNullOrEmpty(s.Value.NameEn))
            .ToDictionary(s => s.Value.Id.ToString(), s => s.Value.NameEn!, StringComparer.Ordinal);

    public Dictionary<string, string> Tills { get; } =
        read.All<Till>().ToDictionary(t => t.Value.Id.ToString(), t => t.Value.Name, StringComparer.Ordinal);
}
