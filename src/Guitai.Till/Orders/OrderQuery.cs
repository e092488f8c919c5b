using Dapper;
using Guitai.Contracts.Facts;
using Guitai.Till.Desk;
using Guitai.Till.Pages;

namespace Guitai.Till.Orders;

/// <summary>What a cashier asks for: every part narrows, nothing asked means all.</summary>
public sealed record OrderFilter
{
    /// <summary>Part of a receipt number.</summary>
    public string? Number { get; init; }

    public long? FromMs { get; init; }

    public long? ToMs { get; init; }

    public long? MinMinor { get; init; }

    public long? MaxMinor { get; init; }

    public string? Tender { get; init; }

    public Guid? StaffId { get; init; }

    /// <summary>Code, barcode or part of a product's name.</summary>
    public string? Product { get; init; }

    /// <summary><c>sale</c>, <c>refund</c> or <c>void</c>.</summary>
    public string? Kind { get; init; }

    public int Skip { get; init; }

    public int Take { get; init; } = 50;
}

/// <summary>The till's transaction query.</summary>
public sealed class OrderQuery(TillDesk desk)
{
    /// <summary>Matching orders, newest first.</summary>
    public OrderRows Find(OrderFilter filter)
    {
        var take = Math.Clamp(filter.Take, 1, 200);
        var (where, values) = Where(filter);
        values.Add("take", take + 1);
        values.Add("skip", Math.Max(0, filter.Skip));
        var rows = desk.Store.Read(c =>
            c.Query<Row>(
                    $"""
                    SELECT order_id AS OrderId, receipt_number AS ReceiptNumber, kind, at_ms AS AtMs, sequence, total_minor AS TotalMinor, tenders,
                      staff_id AS StaffId, lines, original_order_id AS OriginalOrderId
                    FROM order_row {where} ORDER BY number DESC LIMIT @take OFFSET @skip
                    """,
                    values
                )
                .ToList()
        );
        return new OrderRows([.. rows.Take(take).Select(View)], rows.Count > take);
    }

    private static (string Where, DynamicParameters Values) Where(OrderFilter filter)
    {
        var terms = new List<string>();
        var values = new DynamicParameters();
        void Term(string sql, string name, object? value)
        {
            if (value is not null and not "")
            {
                terms.Add(sql);
                values.Add(name, value);
            }
        }

        Term("receipt_number LIKE @number ESCAPE '\\'", "number", Like(filter.Number));
        Term("at_ms >= @fromMs", "fromMs", filter.FromMs);
        Term("at_ms < @toMs", "toMs", filter.ToMs);
        Term("total_minor >= @minMinor", "minMinor", filter.MinMinor);
        Term("total_minor <= @maxMinor", "maxMinor", filter.MaxMinor);
        Term("(',' || tenders || ',') LIKE @tender ESCAPE '\\'", "tender", filter.Tender is { Length: > 0 } t ? Like("," + t + ",") : null);
        Term("staff_id = @staffId", "staffId", filter.StaffId?.ToString());
        Term("kind = @kind", "kind", filter.Kind);
        Term(
            """
            order_id IN (SELECT order_id FROM order_line_row
              WHERE code = @exact OR barcode = @exact OR name LIKE @product ESCAPE '\')
            """,
            "product",
            Like(filter.Product)
        );
        values.Add("exact", filter.Product?.Trim());
        return (terms.Count == 0 ? "" : "WHERE " + string.Join(" AND ", terms), values);
    }

    private static string? Like(string? text) =>
        string.IsNullOrWhiteSpace(text)
            ? null
            : "%"
                + text.Trim()
                    .Replace("\\", "\\\\", StringComparison.Ordinal)
                    .Replace("%", "\\%", StringComparison.Ordinal)
                    .Replace("_", "\\_", StringComparison.Ordinal)
                + "%";

    private OrderRow View(Row row) =>
        new(
            Guid.Parse(row.OrderId),
            row.ReceiptNumber,
            row.Kind,
            row.AtMs,
            row.TotalMinor,
            row.Tenders,
            desk.Catalogue.StaffName(Guid.Parse(row.StaffId)),
            (int)row.Lines,
            row.OriginalOrderId is null ? null : Guid.Parse(row.OriginalOrderId),
            row.Sequence <= desk.Cursor.ConfirmedSequence,
            desk.Catalogue.StaffNameEn(Guid.Parse(row.StaffId))
        );

    private sealed class Row
    {
        public string OrderId { get; init; } = "";

        public string ReceiptNumber { get; init; } = "";

        public string Kind { get; init; } = "";

        public long AtMs { get; init; }

        public long Sequence { get; init; }

        public long TotalMinor { get; init; }

        public string Tenders { get; init; } = "";

        public string StaffId { get; init; } = "";

        public long Lines { get; init; }

        public string? OriginalOrderId { get; init; }
    }
}
