using Dapper;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Sync;
using Guitai.Foundation.Store;
using Guitai.Till.Desk;
using Guitai.Till.Journal;
using Guitai.Till.Masters;

namespace Guitai.Till.Sync;

/// <summary>Brings the shop's masters down, page by page. A shop that was restored may have forgotten changes that this till has: then the whole stream is
/// gathered anew beside what the till sells by, and takes its place in one commit when it is whole. Rounds come one at a time.</summary>
internal sealed class MasterSync(TillDesk desk, IShopLink link)
{
    private const int InOneAnswer = 2_000;

    /// <summary>Applies what is new.</summary>
    public async Task FetchAsync(TillIdentity identity, CancellationToken cancellation)
    {
        while (true)
        {
            var (number, changeId) = (desk.Cursor.MastersNumber, desk.Cursor.MastersChangeId);
            var answer = await link.FetchMastersAsync(new MastersRequest(identity.TillId, number, InOneAnswer, changeId), cancellation);
            if (answer.Reset)
            {
                await ResetAsync(identity, cancellation);
                return;
            }

            if (answer.Changes.Count == 0 || !await ApplyAsync(answer.Changes))
            {
                return;
            }
        }
    }

    /// <summary>Gathers the whole stream, from where an interrupted round left it, and sells by it once it is whole.</summary>
    /// <returns>False when it is not whole; until then the till sells by what it has.</returns>
    public async Task<bool> ResetAsync(TillIdentity identity, CancellationToken cancellation)
    {
        if (!await SweepAsync(cancellation))
        {
            return false;
        }

        while (true)
        {
            var at = desk.Cursor.Gathered;
            var answer = await link.FetchMastersAsync(
                new MastersRequest(identity.TillId, at?.Number ?? 0, InOneAnswer, at?.ChangeId),
                cancellation
            );
            if (answer.Reset)
            {
                // Restored once more in the middle: the next round begins anew.
                await ForgetGatheredAsync();
                return false;
            }

            if (answer.Changes.Count == 0)
            {
                return await TakeGatheredAsync();
            }

            if (!await GatherAsync(answer.Changes))
            {
                return false;
            }
        }
    }

    /// <summary>Forgets what was gathered from a shop that turned out to know this till's masters after all.</summary>
    public async Task<bool> ForgetGatheredAsync() =>
        desk.Cursor.Gathered is null || await PutAsync(new Write(), desk.Cursor with { Gathered = null, Sweep = true });

    /// <summary>Takes away, page by page, what the table that the till does not sell by still holds.</summary>
    /// <returns>False when the store had no room for it.</returns>
    public async Task<bool> SweepAsync(CancellationToken cancellation)
    {
        while (desk.Cursor.Sweep)
        {
            cancellation.ThrowIfCancellationRequested();
            var (cursor, table) = (desk.Cursor, desk.Cursor.OtherMasters);
            var keys = desk.Store.Read(c =>
                c.Query<(long Kind, string Id)>($"SELECT kind, id FROM {table.Name} LIMIT @most", new { most = InOneAnswer }).ToList()
            );
            var write = new Write();
            foreach (var (kind, id) in keys)
            {
                write.Delete(table, kind, id);
            }

            if (!await PutAsync(write, keys.Count < InOneAnswer ? cursor with { Sweep = false } : cursor))
            {
                return false;
            }
        }

        return true;
    }

    private static void Put(Write write, Table table, MasterChange change) =>
        _ = change.Deleted
            ? write.Delete(table, (int)change.Kind, change.Id)
            : write.Upsert(table, (int)change.Kind, change.Id, change.Number, change.Body);

    private Task<bool> GatherAsync(IReadOnlyList<MasterChange> changes)
    {
        var write = new Write();
        foreach (var change in changes)
        {
            _ = Catalogue.Parse(change.Kind, change.Body, change.Deleted);
            Put(write, desk.Cursor.OtherMasters, change);
        }

        return PutAsync(write, desk.Cursor with { Gathered = new GatheredMasters(changes[^1].Number, changes[^1].ChangeId) });
    }

    // The new catalogue is read beside the one in use, so that selling waits for the exchange of two references alone.
    private async Task<bool> TakeGatheredAsync()
    {
        var cursor = desk.Cursor with
        {
            MastersNumber = desk.Cursor.Gathered?.Number ?? 0,
            MastersChangeId = desk.Cursor.Gathered?.ChangeId,
            MastersIn = 1 - desk.Cursor.MastersIn,
            Gathered = null,
            Sweep = true,
        };
        var catalogue = desk.Store.Read(c => MasterRows.Load(c, cursor.MastersIn));
        return await PutAsync(new Write(), cursor, () => desk.ReplaceCatalogue(catalogue));
    }

    private Task<bool> ApplyAsync(IReadOnlyList<MasterChange> changes)
    {
        var parsed = changes.Select(c => (Change: c, Record: Catalogue.Parse(c.Kind, c.Body, c.Deleted))).ToList();
        var write = new Write();
        foreach (var change in changes)
        {
            Put(write, TillTables.Masters(desk.Cursor.MastersIn), change);
        }

        var cursor = desk.Cursor with { MastersNumber = changes[^1].Number, MastersChangeId = changes[^1].ChangeId };
        return PutAsync(
            write,
            cursor,
            () =>
            {
                foreach (var (change, record) in parsed)
                {
                    desk.Catalogue.Apply(change.Kind, change.Id, record, change.Number);
                }
            }
        );
    }

    // Only the sync writes masters and the cursor, so they are written outside the desk's turn: selling waits for the change in memory alone.
    private async Task<bool> PutAsync(Write write, SyncCursor cursor, Action? inMemory = null)
    {
        write.Upsert(TillTables.State, "sync", TillJson.Write(cursor));
        return await desk.Store.WriteAsync(write) == WriteResult.Committed
            && await desk.InTurnAsync(() =>
            {
                inMemory?.Invoke();
                desk.SetCursor(cursor);
                return Task.FromResult(true);
            });
    }
}
