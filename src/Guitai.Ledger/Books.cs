using System.Data.Common;
using Dapper;
using Guitai.Foundation;

namespace Guitai.Ledger;

/// <summary>What an account moved up to a day.</summary>
/// <param name="Debit">Debits, minor units.</param>
/// <param name="Credit">Credits, minor units.</param>
/// <param name="Postings">How many.</param>
public sealed record AccountTotals(long Debit, long Credit, long Postings)
{
    /// <summary>Debits less credits.</summary>
    public long Balance => checked(Debit - Credit);
}

/// <summary>An account with what it moved.</summary>
public sealed record AccountLine(string Account, int Currency, long Debit, long Credit, long Postings);

/// <summary>Reads books.</summary>
public static class Books
{
    /// <summary>What an account moved up to and with a day: its balance at the end of that day. Costs the same for one posting as for a million a day.</summary>
    /// <param name="connection">A reading connection.</param>
    /// <param name="book">Whose books.</param>
    /// <param name="account">The account.</param>
    /// <param name="currency">ISO 4217 number.</param>
    /// <param name="day">The last day that counts; null for all.</param>
    public static AccountTotals Totals(this DbConnection connection, string book, string account, int currency, BusinessDate? day = null) =>
        connection.QuerySingle<AccountTotals>(
            """
            SELECT CAST(coalesce(sum(debit), 0) AS BIGINT) AS Debit, CAST(coalesce(sum(credit), 0) AS BIGINT) AS Credit,
                   CAST(coalesce(sum(postings), 0) AS BIGINT) AS Postings
            FROM ledger_day WHERE book = @book AND account = @account AND currency = @currency AND day <= @day
            """,
            new
            {
                book,
                account,
                currency,
                day = Last(day),
            }
        );

    /// <summary>Every account of a book with what it moved between two days, both counted.</summary>
    public static IReadOnlyList<AccountLine> Accounts(
        this DbConnection connection,
        string book,
        BusinessDate? from = null,
        BusinessDate? to = null
    ) =>
        [
            .. connection
                .Query<(string Account, long Currency, long Debit, long Credit, long Postings)>(
                    """
                    SELECT account, currency, CAST(sum(debit) AS BIGINT), CAST(sum(credit) AS BIGINT), CAST(sum(postings) AS BIGINT)
                    FROM ledger_day WHERE book = @book AND day >= @from AND day <= @to GROUP BY account, currency ORDER BY account, currency
                    """,
                    new
                    {
                        book,
                        from = from?.ToNumber() ?? 0,
                        to = Last(to),
                    }
                )
                .Select(l => new AccountLine(l.Account, (int)l.Currency, l.Debit, l.Credit, l.Postings)),
        ];

    /// <summary>A hold with its state; null when there is none of that number.</summary>
    public static (Hold Hold, HoldState State)? FindHold(this DbConnection connection, EntryKey key) =>
        connection
            .Query<HoldRow>(
                "SELECT account, currency, minor, from_ms AS FromMs, until_ms AS UntilMs, state FROM ledger_hold WHERE book = @Book AND number = @Number",
                new { key.Book, key.Number }
            )
            .Select(r => ((Hold, HoldState)?)(r.Of(key), (HoldState)r.State))
            .FirstOrDefault();

    /// <summary>Open holds whose time is over, the oldest first.</summary>
    /// <param name="connection">A reading connection.</param>
    /// <param name="nowMs">Now.</param>
    /// <param name="most">How many at most.</param>
    public static IReadOnlyList<Hold> Overdue(this DbConnection connection, long nowMs, int most) =>
        [
            .. connection
                .Query<HoldRow>(
                    """
                    SELECT book, number, account, currency, minor, from_ms AS FromMs, until_ms AS UntilMs, state FROM ledger_hold
                    WHERE state = 1 AND until_ms <= @nowMs ORDER BY until_ms LIMIT @most
                    """,
                    new { nowMs, most }
                )
                .Select(r => r.Of(new EntryKey(r.Book, r.Number))),
        ];

    private static int Last(BusinessDate? day) => day?.ToNumber() ?? 99_999_999;

    private sealed class HoldRow
    {
        public string Book { get; init; } = "";
        public long Number { get; init; }
        public string Account { get; init; } = "";
        public long Currency { get; init; }
        public long Minor { get; init; }
        public long FromMs { get; init; }
        public long UntilMs { get; init; }
        public long State { get; init; }

        public Hold Of(EntryKey key) => new(key, Account, (int)Currency, Minor, FromMs, UntilMs);
    }
}
