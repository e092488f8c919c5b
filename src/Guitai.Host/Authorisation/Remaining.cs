using System.Data.Common;
using Dapper;
using Guitai.Foundation.Store;

namespace Guitai.Host.Authorisation;

/// <summary>
/// What is left of a sale to be taken back (<c>host_left</c>): all of it until the first time. Whoever takes back advances it from what was read, before the issuer is asked; two at once cannot both have it, by
/// whichever terminal or process they come.
/// </summary>
internal static class Remaining
{
    /// <summary>What is left of a sale.</summary>
    public static long Of(DbConnection connection, Transaction sale) =>
        connection.QuerySingleOrDefault<long?>(
            "SELECT remaining FROM host_left WHERE merchant = @Merchant AND rrn = @Rrn",
            new { sale.Intent.Merchant, sale.Intent.Rrn }
        ) ?? sale.Standing;

    /// <summary>True while something that takes back of a sale has no end yet.</summary>
    public static bool IsBeingTaken(DbConnection connection, Transaction sale) =>
        connection.ExecuteScalar<long>(
            """
            SELECT count(*) FROM host_intent i LEFT JOIN host_outcome o ON o.rrn = i.rrn
            WHERE i.of_terminal = @Terminal AND i.of_batch = @Batch AND i.of_trace = @Trace AND i.of_mti = @Mti AND i.flow IN (3, 4, 8) AND o.rrn IS NULL
            """,
            new
            {
                sale.Intent.Key.Terminal,
                sale.Intent.Key.Batch,
                sale.Intent.Key.Trace,
                sale.Intent.Key.Mti,
            }
        ) > 0;

    /// <summary>Changes what is left; refused whole when it is no longer what was read.</summary>
    /// <param name="write">Where it is put.</param>
    /// <param name="sale">The sale as it was read.</param>
    /// <param name="from">What was left.</param>
    /// <param name="to">What is left then.</param>
    public static Write Advance(Write write, Transaction sale, long from, long to)
    {
        var (merchant, rrn) = (sale.Intent.Merchant, sale.Intent.Rrn);
        if (from == sale.Standing)
        {
            // The first time; the row may be there already with everything left, when an earlier try was refused.
            write.InsertIfAbsent(HostTables.Left, merchant, rrn, from);
        }

        return write.Advance(HostTables.Left, [merchant, rrn], to, from);
    }

    /// <summary>What was set aside is left again.</summary>
    public static Write GiveBack(Write write, Intent sale, long amount) => write.Add(HostTables.Left, sale.Merchant, sale.Rrn, amount);
}
