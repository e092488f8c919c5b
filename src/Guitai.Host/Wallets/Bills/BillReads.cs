using System.Data.Common;
using Dapper;
using Guitai.Host.Authorisation;

namespace Guitai.Host.Wallets.Bills;

/// <summary>Finds bills, their differences, and what has to be in a bill.</summary>
internal static class BillReads
{
    // A merchant's day at one wallet; more is not compared, and no merchant has it.
    private const int Most = 1_000_000;

    /// <summary>Approved sales and refunds of a merchant at a wallet that began within a time.</summary>
    public static IReadOnlyList<Transaction> Ours(DbConnection connection, string merchant, string wallet, long fromMs, long toMs)
    {
        // Numbers rise with the days, but for every tenth year's end.
        var (low, high) = (HostClock.YearDay(fromMs) * 100_000_000L, (HostClock.YearDay(toMs) * 100_000_000L) + 99_999_999);
        var range = low <= high ? "i.rrn BETWEEN @low AND @high" : "(i.rrn >= @low OR i.rrn <= @high)";
        return connection.Search(
            $"i.merchant = @merchant AND {range} AND i.issuer = @wallet AND i.flow IN (2, 4) AND i.at_ms >= @fromMs AND i.at_ms < @toMs AND o.state = 1",
            new
            {
                merchant,
                wallet,
                fromMs,
                toMs,
                low,
                high,
            },
            Most
        );
    }

    public static bool IsThere(DbConnection connection, string merchant, string wallet, int day) =>
        connection.ExecuteScalar<long>(
            "SELECT count(*) FROM host_bill WHERE merchant = @merchant AND wallet = @wallet AND day = @day",
            new
            {
                merchant,
                wallet,
                day,
            }
        ) > 0;

    public static IReadOnlyList<ComparedBill> Newest(DbConnection connection, int most) =>
        [
            .. connection
                .Query<Row>(
                    """
                    SELECT merchant, wallet, day, lines, paid_minor AS PaidMinor, back_minor AS BackMinor, fee_minor AS FeeMinor, differences, fetched_ms AS FetchedMs
                    FROM host_bill ORDER BY day DESC, merchant, wallet LIMIT @most
                    """,
                    new { most }
                )
                .AsList()
                .Select(r => new ComparedBill(
                    r.Merchant,
                    r.Wallet,
                    (int)r.Day,
                    (int)r.Lines,
                    r.PaidMinor,
                    r.BackMinor,
                    r.FeeMinor,
                    r.FetchedMs,
                    r.Differences == 0 ? [] : Differences(connection, r.Merchant, r.Wallet, (int)r.Day)
                )),
        ];

    public static IReadOnlyList<BillDifference> Differences(DbConnection connection, string merchant, string wallet, int day) =>
        [
            .. connection
                .Query<DifferenceRow>(
                    """
                    SELECT number, refund, cause, rrn, ours_minor AS OursMinor, theirs_minor AS TheirsMinor, wallet_number AS WalletNumber, at_ms AS AtMs
                    FROM host_bill_difference WHERE merchant = @merchant AND wallet = @wallet AND day = @day ORDER BY at_ms, number, refund
                    """,
                    new
                    {
                        merchant,
                        wallet,
                        day,
                    }
                )
                .AsList()
                .Select(r => new BillDifference(
                    r.Number,
                    r.Refund,
                    Enum.Parse<BillCause>(r.Cause),
                    r.Rrn,
                    r.OursMinor,
                    r.TheirsMinor,
                    r.WalletNumber,
                    r.AtMs
                )),
        ];

    private sealed class Row
    {
        public string Merchant { get; init; } = "";
        public string Wallet { get; init; } = "";
        public long Day { get; init; }
        public long Lines { get; init; }
        public long PaidMinor { get; init; }
        public long BackMinor { get; init; }
        public long FeeMinor { get; init; }
        public long Differences { get; init; }
        public long FetchedMs { get; init; }
    }

    private sealed class DifferenceRow
    {
        public string Number { get; init; } = "";
        public string Refund { get; init; } = "";
        public string Cause { get; init; } = "";
        public long Rrn { get; init; }
        public long OursMinor { get; init; }
        public long TheirsMinor { get; init; }
        public string WalletNumber { get; init; } = "";
        public long AtMs { get; init; }
    }
}
