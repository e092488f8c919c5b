using System.Data.Common;
using System.Globalization;
using Dapper;
using Guitai.Contracts.Facts;
using Guitai.Foundation.Audit;
using Guitai.Shop.Sync;

namespace Guitai.Shop.Verify;

/// <summary>One thing that was checked.</summary>
/// <param name="Name">Dotted name, stable.</param>
/// <param name="Detail">Figures; when it does not hold, the first places where.</param>
public sealed record VerifyResult(string Name, bool Ok, string Detail);

/// <summary>Proves a shop's books from its facts. Reads only, on a connection of its own, beside a running shop.</summary>
public static class ShopVerify
{
    private const int MostNamed = 5;

    /// <summary>Every check, for every merchant of the database, in a fixed order.</summary>
    /// <param name="begin">Begins one view of everything, however long it takes and whatever is written meanwhile; on PostgreSQL
    /// <c>BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY</c>.</param>
    public static IEnumerable<VerifyResult> Run(DbConnection connection, string begin = "BEGIN")
    {
        connection.Execute(begin, commandType: System.Data.CommandType.Text);
        try
        {
            foreach (var merchant in connection.Query<string>("SELECT merchant FROM installation ORDER BY merchant").ToList())
            {
                foreach (var result in Check(connection, merchant))
                {
                    yield return result;
                }
            }
        }
        finally
        {
            connection.Execute("COMMIT", commandType: System.Data.CommandType.Text);
        }
    }

    private static IEnumerable<VerifyResult> Check(DbConnection connection, string merchant)
    {
        var tally = new FactTally();
        foreach (
            var row in connection.Query<FactRow>(
                $"SELECT {FactRow.Columns} FROM fact WHERE merchant = @merchant ORDER BY till, seq, incarnation",
                new { merchant },
                buffered: false
            )
        )
        {
            tally.Add(row.ToFact());
        }

        yield return Result("shop.facts_intact", tally.Broken, $"{tally.Facts} facts");
        yield return Result("shop.facts_chained", [.. tally.Unchained, .. Heads(connection, merchant, tally)], $"{tally.Forks} forks");
        yield return Result("shop.orders_paid", tally.Unpaid, $"{tally.Orders} orders, {tally.Unreadable} unreadable facts");
        yield return Result("shop.receipt_numbers", tally.Numbers.Gaps(), $"{tally.Numbers.Doubles} numbers used twice");
        yield return Result("shop.shifts_equal_orders", tally.WrongShifts(), $"{tally.Shifts} shifts closed");
        yield return Result("shop.refunds_within_tenders", tally.Overdrawn, "no tender gave back more than it took");
        yield return Equal(
            "shop.order_rows",
            tally.Kinds,
            Sums(
                connection,
                "SELECT kind AS Name, count(*) AS First, CAST(sum(total_minor) AS BIGINT) AS Second FROM order_row WHERE merchant = @merchant GROUP BY kind",
                merchant
            )
        );
        yield return Equal(
            "shop.day_totals",
            tally.Days,
            Sums(
                connection,
                """
                SELECT store || '/' || CAST(business_date AS TEXT) AS Name, CAST(sum(sale_count - refund_count) AS BIGINT) AS First,
                    CAST(sum(sale_minor - refund_minor) AS BIGINT) AS Second
                FROM hour_total WHERE merchant = @merchant GROUP BY store, business_date
                """,
                merchant
            )
        );
        yield return Equal(
            "shop.staff_totals",
            tally.Staff,
            Sums(connection, Total("staff_total", "staff", "sale_count - refund_count", "sale_minor - refund_minor"), merchant)
        );
        yield return Equal(
            "shop.tender_totals",
            tally.Tenders,
            Sums(connection, Total("tender_total", "tender", "in_count - out_count", "in_minor - out_minor"), merchant)
        );
        yield return Equal(
            "shop.product_totals",
            tally.Products,
            Sums(connection, Total("product_total", "product", "quantity_milli", "paid_minor"), merchant)
        );
        yield return Equal(
            "shop.stock_sales",
            tally.Moves,
            Sums(
                connection,
                """
                SELECT store || '/' || product AS Name, count(*) AS First, CAST(sum(quantity_milli) AS BIGINT) AS Second
                FROM stock_move WHERE merchant = @merchant AND kind IN (2, 3) GROUP BY store, product
                """,
                merchant
            )
        );
        yield return Equal(
            "shop.stock_on_hand",
            Sums(
                connection,
                """
                SELECT store || '/' || product AS Name, CAST(sum(quantity_milli) AS BIGINT) AS First, count(counted_milli) AS Second
                FROM stock_move WHERE merchant = @merchant GROUP BY store, product
                """,
                merchant
            ),
            Sums(
                connection,
                "SELECT store || '/' || product AS Name, on_hand_milli AS First, counts AS Second FROM stock_level WHERE merchant = @merchant",
                merchant
            ),
            "moves"
        );
        yield return Masters(connection, merchant);
        var breaks = AuditVerify.Walk(connection, merchant).Select(b => $"{b.Chain} {b.Sequence} {b.Why}").ToList();
        yield return Result("shop.audit_chain", breaks, "every chain");
    }

    private static string Total(string table, string by, string first, string second) =>
        $"SELECT {by} AS Name, CAST(sum({first}) AS BIGINT) AS First, CAST(sum({second}) AS BIGINT) AS Second FROM {table} WHERE merchant = @merchant GROUP BY {by}";

    private static Dictionary<string, (long First, long Second)> Sums(DbConnection connection, string sql, string merchant) =>
        connection.Query<SumRow>(sql, new { merchant }).ToDictionary(r => r.Name, r => (r.First, r.Second), StringComparer.Ordinal);

    private static VerifyResult Result(string name, IReadOnlyCollection<string> wrong, string figures) =>
        new(
            name,
            wrong.Count == 0,
            wrong.Count == 0
                ? figures
                : string.Create(CultureInfo.InvariantCulture, $"{wrong.Count} wrong: {string.Join("; ", wrong.Take(MostNamed))}")
        );

    private static VerifyResult Equal(
        string name,
        IReadOnlyDictionary<string, (long First, long Second)> recomputed,
        Dictionary<string, (long First, long Second)> kept,
        string source = "facts"
    )
    {
        List<string> wrong = [];
        foreach (var key in recomputed.Keys.Union(kept.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (facts, rows) = (recomputed.GetValueOrDefault(key), kept.GetValueOrDefault(key));
            if (facts != rows)
            {
                wrong.Add($"{key}: {source} {facts}, kept {rows}");
            }
        }

        return Result(name, wrong, string.Create(CultureInfo.InvariantCulture, $"{kept.Count} sums"));
    }

    // A head is the last fact of a line: nothing that is held follows it.
    private static List<string> Heads(DbConnection connection, string merchant, FactTally tally)
    {
        var heads = connection
            .Query<SumRow>("SELECT till AS Name, seq AS First, hash AS Hash FROM till_head WHERE merchant = @merchant", new { merchant })
            .ToDictionary(r => r.Name, StringComparer.Ordinal);
        List<string> wrong = [];
        foreach (var till in tally.Ends.Keys.Union(heads.Keys, StringComparer.Ordinal))
        {
            if (!heads.TryGetValue(till, out var head) || !tally.Ends.TryGetValue(till, out var ends) || !ends.Contains(head.Hash))
            {
                wrong.Add($"head of till {till}");
            }
        }

        return wrong;
    }

    private static VerifyResult Masters(DbConnection connection, string merchant)
    {
        List<string> wrong = [];
        void Zero(string what, string sql)
        {
            if (connection.QuerySingle<long>(sql, new { merchant }) is var count and not 0)
            {
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: {count}"));
            }
        }

        Zero(
            "changes missing in the stream",
            """
            SELECT coalesce((SELECT number FROM master_counter WHERE merchant = @merchant), 0)
                - (SELECT count(*) FROM master_change WHERE merchant = @merchant)
            """
        );
        Zero(
            "masters whose last change is not in the stream",
            """
            SELECT count(*) FROM master m WHERE m.merchant = @merchant AND NOT EXISTS
                (SELECT 1 FROM master_change c WHERE c.merchant = m.merchant AND c.number = m.number AND c.change_id = m.change_id)
            """
        );
        Zero(
            "products without a search row, or the other way round",
            """
            SELECT (SELECT count(*) FROM master m WHERE m.merchant = @merchant AND m.kind = 6 AND m.deleted = 0)
                - (SELECT count(*) FROM product_row p WHERE p.merchant = @merchant)
            """
        );
        Zero(
            "values claimed by nobody",
            """
            SELECT count(*) FROM claim c WHERE c.merchant = @merchant AND NOT EXISTS
                (SELECT 1 FROM master m WHERE m.merchant = c.merchant AND m.kind IN (1, 2, 3, 4, 5, 6, 7, 8, 9) AND m.id = c.id AND m.deleted = 0)
            """
        );
        return Result("shop.masters", wrong, "stream, search rows and claims");
    }

    private sealed class SumRow
    {
        public string Name { get; init; } = "";

        public long First { get; init; }

        public long Second { get; init; }

        public string Hash { get; init; } = "";
    }
}
