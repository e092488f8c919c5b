using Dapper;
using Guitai.Contracts;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Documents;
using Guitai.Foundation;
using Guitai.Receipts;

namespace Guitai.Shop.Reports;

/// <summary>Shifts of all tills with the figures that their Z-reports froze.</summary>
public sealed class ShiftReports(Books books)
{
    private const int MostInPage = 200;

    private const string Columns = """
        SELECT o.shift AS Shift, o.till AS Till, o.number AS Number, o.at_ms AS OpenedAtMs, o.staff AS OpenedBy, o.float_minor AS FloatMinor,
            c.at_ms AS ClosedAtMs, c.staff AS ClosedBy, c.body AS Body
        FROM shift_open_row o LEFT JOIN shift_close_row c ON c.merchant = o.merchant AND c.shift = o.shift AND c.till = o.till
        """;

    /// <summary>Shifts, newest first.</summary>
    public ShiftPage List(Guid? storeId, Guid? tillId, int skip, int take) =>
        books.Read(read =>
        {
            var tills = read.All<Till>().Select(t => t.Value).ToDictionary(t => t.Id.ToString(), StringComparer.Ordinal);
            var shown = tills
                .Where(t => (storeId is null || t.Value.StoreId == storeId) && (tillId is null || t.Value.Id == tillId))
                .Select(t => t.Key)
                .ToList();
            if (shown.Count == 0)
            {
                return new ShiftPage([], 0);
            }

            var values = new
            {
                merchant = read.Merchant,
                take = Math.Clamp(take, 1, MostInPage),
                skip = Math.Max(skip, 0),
            };

            // Ids of ours, written by Guid: nothing a person typed.
            var among = string.Join(", ", shown.Select(t => $"'{t}'"));
            var total = read.Connection.QuerySingle<int>(
                $"SELECT count(*) FROM shift_open_row WHERE merchant = @merchant AND till IN ({among})",
                values
            );
            var names = new Names(read);
            var rows = read.Connection.Query<Row>(
                $"""
                {Columns}
                WHERE o.merchant = @merchant AND o.till IN ({among}) ORDER BY o.at_ms DESC, o.till, o.seq DESC LIMIT @take OFFSET @skip
                """,
                values
            );
            return new ShiftPage([.. rows.Select(r => View(r, tills[r.Till], names))], total);
        });

    /// <summary>The Z-report of a closed shift as it prints.</summary>
    /// <param name="storeId">The only store that may be seen; null for all.</param>
    public Outcome<PaperRow[]> Paper(Guid shiftId, Guid? storeId) =>
        books.Read<Outcome<PaperRow[]>>(read =>
        {
            var row = read
                .Connection.Query<Row>(
                    $"{Columns} WHERE o.merchant = @merchant AND o.shift = @shift AND c.body IS NOT NULL",
                    new { merchant = read.Merchant, shift = shiftId.ToString() }
                )
                .LastOrDefault();
            if (row is null || read.Find<Till>(Guid.Parse(row.Till)) is not { Value: var till })
            {
                return new Refusal("not-found");
            }

            if (storeId is { } only && till.StoreId != only)
            {
                return new Refusal("store.not-yours");
            }

            if (
                read.Find<Store>(till.StoreId) is not { Value: var place }
                || read.Find<Merchant>(Guid.Parse(read.Merchant)) is not { Value: var merchant }
            )
            {
                return new Refusal("not-found");
            }

            var shift = View(row, till, new Names(read));
            var report = new ShiftReport(
                shift.ShiftId,
                shift.Number,
                shift.OpenedBy,
                shift.OpenedAtMs,
                shift.ClosedAtMs,
                shift.ClosedBy,
                shift.Z,
                shift.Totals!,
                shift.CashierNames,
                shift.ExpectedMinor,
                shift.CountedMinor,
                shift.OverShortMinor,
                shift.CarriedMinor
            );
            return OrderReceipt.Rows(
                ShiftReportPaper.Compose(place, Currency.FromCode(merchant.Currency), report),
                OrderReceipt.Paper(place)
            );
        });

    private static ShiftView View(Row row, Till till, Names names)
    {
        var closed = row.Body is null ? null : ContractJson.Read<ShiftClosed>(row.Body);
        return new ShiftView(
            Guid.Parse(row.Shift),
            till.Id,
            till.Name,
            till.StoreId,
            row.Number,
            row.OpenedAtMs,
            names.Staff.GetValueOrDefault(row.OpenedBy, ""),
            row.FloatMinor,
            row.ClosedAtMs,
            row.ClosedBy is null ? null : names.Staff.GetValueOrDefault(row.ClosedBy, ""),
            closed?.ZNumber,
            closed?.ExpectedMinor,
            closed?.CountedMinor,
            closed?.OverShortMinor,
            closed?.CarriedMinor,
            closed?.Totals,
            (closed?.Totals?.Cashiers ?? new Dictionary<string, CashierTotal>(StringComparer.Ordinal)).Keys.ToDictionary(
                k => k,
                k => names.Staff.GetValueOrDefault(k, k),
                StringComparer.Ordinal
            ),
            names.StaffEn.GetValueOrDefault(row.OpenedBy),
            row.ClosedBy is null ? null : names.StaffEn.GetValueOrDefault(row.ClosedBy),
            names.StaffEn
        );
    }

    private sealed class Row
    {
        public string Shift { get; init; } = "";

        public string Till { get; init; } = "";

        public long Number { get; init; }

        public long OpenedAtMs { get; init; }

        public string OpenedBy { get; init; } = "";

        public long FloatMinor { get; init; }

        public long? ClosedAtMs { get; init; }

        public string? ClosedBy { get; init; }

        public string? Body { get; init; }
    }
}
