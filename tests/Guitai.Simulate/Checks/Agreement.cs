using Dapper;
using Guitai.Simulate.Machines;
using Guitai.Till.Receipts;

namespace Guitai.Simulate.Checks;

/// <summary>Whether the tills and the shop have told each other everything.</summary>
internal static class Agreement
{
    // A till sells by one of two tables, as its cursor says.
    private const string TillMasters = """
        WITH selling AS (SELECT coalesce((SELECT json_extract(body, '$.mastersIn') FROM till_state WHERE name = 'sync'), 0) AS place)
        SELECT kind, id, body FROM master, selling WHERE place = 0
        UNION ALL SELECT kind, id, body FROM master_other, selling WHERE place = 1
        """;

    /// <summary>What is still missing; null when they agree.</summary>
    public static string? Missing(World world)
    {
        var masters = Masters(world.Shop, "SELECT kind, id, body FROM master WHERE deleted = 0");
        foreach (var till in world.Tills)
        {
            var last = till.Store!.Read(c =>
                c.QueryFirstOrDefault<(long Sequence, string? Hash)>("SELECT sequence, hash FROM fact ORDER BY position DESC LIMIT 1")
            );
            if (last.Hash is null)
            {
                return $"{till.Name} has not begun";
            }

            var held = world.Shop.Store!.Read(c =>
                c.ExecuteScalar<long>("SELECT count(*) FROM fact WHERE hash = @hash", new { hash = last.Hash })
            );
            if (held == 0)
            {
                return $"{till.Name}: the shop does not hold fact {last.Sequence}";
            }

            var confirmed = till.Store.Read(c =>
                c.ExecuteScalar<long?>("SELECT json_extract(body, '$.confirmedSequence') FROM till_state WHERE name = 'sync'")
            );
            if (confirmed != last.Sequence)
            {
                return $"{till.Name}: {confirmed} of {last.Sequence} facts are confirmed";
            }

            if (till.Role?.Printing.Open.Count(j => j.State is PrintState.Waiting or PrintState.Printing) is not 0)
            {
                return $"{till.Name}: promised paper did not come out";
            }

            if (!masters.SetEquals(Masters(till, TillMasters)))
            {
                return $"{till.Name}: its masters are not the shop's";
            }
        }

        return null;
    }

    private static HashSet<(long, string, string)> Masters(Machine machine, string sql) =>
        machine.Store!.Read(c => c.Query<(long, string, string)>(sql).ToHashSet());
}
