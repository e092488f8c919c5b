using System.Data.Common;
using Dapper;
using Guitai.Emv.Parameters;
using Guitai.Ledger;

namespace Guitai.Host.Verify;

/// <summary>One thing that was proved, or was not.</summary>
/// <param name="Name">Dotted code.</param>
/// <param name="Ok">Whether it holds.</param>
/// <param name="Checked">How many rows were looked at.</param>
/// <param name="Detail">What does not hold; null when everything does.</param>
public sealed record HostProof(string Name, bool Ok, long Checked, string? Detail);

/// <summary>Proves the host's books from their rows alone.</summary>
public static class HostVerify
{
    // Flows that post something when they are approved.
    private const string Posting = "(2, 3, 4, 7, 8, 9, 10, 11, 12)";

    /// <summary>Proves everything; reads only.</summary>
    public static IReadOnlyList<HostProof> Prove(DbConnection connection)
    {
        var ledger = LedgerVerify.Verify(connection);
        return
        [
            new HostProof(
                "host.ledger",
                ledger.Count == 0,
                connection.ExecuteScalar<long>("SELECT count(*) FROM ledger_entry"),
                ledger.Count == 0 ? null : string.Join(' ', ledger)
            ),
            Find(
                connection,
                "host.approved-is-posted",
                "SELECT count(*) FROM host_outcome WHERE state = 1",
                $"""
                SELECT i.rrn FROM host_outcome o JOIN host_intent i ON i.rrn = o.rrn
                LEFT JOIN ledger_entry e ON e.book = i.merchant AND e.number = i.rrn * 10
                WHERE o.state = 1 AND i.flow IN {Posting} AND e.number IS NULL LIMIT 20
                """
            ),
            Find(
                connection,
                "host.posted-is-approved",
                "SELECT count(*) FROM ledger_entry",
                """
                SELECT e.number FROM ledger_entry e
                LEFT JOIN host_outcome o ON o.rrn = e.number / 10
                WHERE o.state IS NULL OR o.state <> 1 LIMIT 20
                """
            ),
            Find(
                connection,
                "host.amounts",
                "SELECT count(*) FROM host_intent WHERE flow IN (2, 4, 7, 9, 10)",
                """
                SELECT i.rrn FROM host_intent i JOIN ledger_entry e ON e.book = i.merchant AND e.number = i.rrn * 10
                WHERE i.flow IN (2, 4, 7, 9, 10) AND e.minor1 <> i.amount LIMIT 20
                """
            ),
            Find(
                connection,
                "host.reversed-once",
                "SELECT count(*) FROM host_undo WHERE flow = 20",
                $"""
                SELECT i.rrn FROM host_intent i JOIN host_outcome o ON o.rrn = i.rrn LEFT JOIN host_undo u ON u.rrn = i.rrn AND u.flow = 20
                LEFT JOIN ledger_entry e ON e.book = i.merchant AND e.number = i.rrn * 10 + 1
                WHERE i.flow IN {Posting} AND o.state = 1 AND (u.rrn IS NULL) <> (e.number IS NULL) LIMIT 20
                """
            ),
            Find(
                connection,
                "host.refunds",
                "SELECT count(*) FROM host_left",
                """
                SELECT l.rrn FROM host_left l JOIN host_intent s ON s.rrn = l.rrn LEFT JOIN host_adjusted a ON a.rrn = l.rrn AND a.merchant = l.merchant
                LEFT JOIN host_undo u ON u.rrn = l.rrn
                LEFT JOIN (
                    SELECT r.of_terminal, r.of_batch, r.of_trace, r.of_mti, sum(r.amount) AS given FROM host_intent r
                    LEFT JOIN host_outcome ro ON ro.rrn = r.rrn WHERE r.flow = 4 AND (ro.state IS NULL OR ro.state = 1) OR r.flow IN (3, 8) AND ro.state IS NULL
                    GROUP BY r.of_terminal, r.of_batch, r.of_trace, r.of_mti
                ) g ON g.of_terminal = s.terminal AND g.of_batch = s.batch AND g.of_trace = s.trace AND g.of_mti = s.mti
                WHERE l.remaining < 0
                   OR l.remaining <> CASE WHEN u.rrn IS NOT NULL THEN 0 ELSE coalesce(a.amount, s.amount) - coalesce(g.given, 0) END LIMIT 20
                """
            ),
            Find(
                connection,
                "host.batches",
                "SELECT count(*) FROM host_batch",
                """
                SELECT b.terminal FROM host_batch b JOIN host_session s ON s.terminal = b.terminal WHERE b.batch >= s.batch LIMIT 20
                """
            ),
            Chips(connection),
        ];
    }

    // Terminals check a key's checksum themselves; what they would leave out is found here first.
    private static HostProof Chips(DbConnection connection)
    {
        var keys = connection.Query<(string Provider, long Index, byte[] Objects)>(
            "SELECT provider, key_index, objects FROM host_ca_key ORDER BY provider, key_index"
        );
        var applications = connection.Query<(string Aid, byte[] Objects)>("SELECT aid, objects FROM host_application ORDER BY aid");
        var rows = keys.Select(k =>
                (
                    Name: $"{k.Provider}-{k.Index:X2}",
                    Ok: CaKey.Read(k.Objects, out var key).IsNone && (key!.Rid.Hex, (long)key.Index) == (k.Provider, k.Index)
                )
            )
            .Concat(
                applications.Select(a =>
                    (Name: a.Aid, Ok: ApplicationParameters.Read(a.Objects, out var application).IsNone && application!.Aid.Hex == a.Aid)
                )
            )
            .ToList();
        var wrong = rows.Where(r => !r.Ok).Select(r => r.Name).ToList();
        return new HostProof("host.chips", wrong.Count == 0, rows.Count, wrong.Count == 0 ? null : string.Join(' ', wrong));
    }

    private static HostProof Find(DbConnection connection, string name, string count, string faults)
    {
        List<string> found = [];
        using (var reader = connection.ExecuteReader(faults))
        {
            while (reader.Read())
            {
                found.Add(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!);
            }
        }

        return new HostProof(
            name,
            found.Count == 0,
            connection.ExecuteScalar<long>(count),
            found.Count == 0 ? null : string.Join(' ', found)
        );
    }
}
