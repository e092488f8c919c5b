using System.Data.Common;
using Dapper;

namespace Guitai.Ledger;

/// <summary>Proves a ledger from its rows alone: every entry sums to zero, every day's totals are their postings', what is held is the open holds'.</summary>
public static class LedgerVerify
{
    /// <summary>What does not hold, a sentence each; empty when everything does.</summary>
    public static IReadOnlyList<string> Verify(DbConnection connection)
    {
        List<string> found = [];
        found.AddRange(
            connection
                .Query<(string Book, long Number)>(
                    "SELECT book, number FROM ledger_entry WHERE minor1 + minor2 + minor3 + minor4 <> 0 LIMIT 20"
                )
                .Select(e => $"Entry {e.Number} of book {e.Book} does not sum to zero.")
        );
        found.AddRange(
            connection
                .Query<(string Book, string Account, long Day)>(
                    """
                    WITH leg AS (
                        SELECT book, account1 AS account, currency, day, minor1 AS minor FROM ledger_entry
                        UNION ALL SELECT book, account2, currency, day, minor2 FROM ledger_entry
                        UNION ALL SELECT book, account3, currency, day, minor3 FROM ledger_entry WHERE minor3 <> 0
                        UNION ALL SELECT book, account4, currency, day, minor4 FROM ledger_entry WHERE minor4 <> 0
                    ), told AS (
                        SELECT book, account, currency, day, sum(CASE WHEN minor > 0 THEN minor ELSE 0 END) AS debit,
                               sum(CASE WHEN minor < 0 THEN -minor ELSE 0 END) AS credit, count(*) AS postings
                        FROM leg GROUP BY book, account, currency, day
                    ), kept AS (
                        SELECT book, account, currency, day, debit, credit, postings FROM ledger_day
                    )
                    SELECT DISTINCT book, account, day FROM (
                        SELECT * FROM (SELECT * FROM told EXCEPT SELECT * FROM kept) AS a
                        UNION ALL SELECT * FROM (SELECT * FROM kept EXCEPT SELECT * FROM told) AS b
                    ) AS differs LIMIT 20
                    """
                )
                .Select(d => $"Account {d.Account} of book {d.Book} on {d.Day}: the day's totals are not those of its postings.")
        );
        found.AddRange(
            connection
                .Query<(string Book, string Account)>(
                    """
                    SELECT book, account FROM (
                        SELECT book, account, currency, sum(minor) AS minor, sum(holds) AS holds FROM (
                            SELECT book, account, currency, minor, 1 AS holds FROM ledger_hold WHERE state = 1
                            UNION ALL SELECT book, account, currency, -minor, -holds FROM ledger_held
                        ) AS both_sides GROUP BY book, account, currency
                    ) AS differs WHERE minor <> 0 OR holds <> 0 LIMIT 20
                    """
                )
                .Select(h => $"Account {h.Account} of book {h.Book}: what is held is not the sum of its open holds.")
        );
        return found;
    }
}
