using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Dapper;
using Guitai.Emv.Parameters;
using Guitai.Foundation;
using Guitai.Foundation.Store;

namespace Guitai.Host.Chips;

/// <summary>Parameters for chips: certification authorities' keys, and applications with their limits. What terminals get was read before it was kept.</summary>
public sealed class ChipBook
{
    private const int MostAttempts = 5;

    // Advances with every change of either list: two people, or two processes, never make two contents of one version.
    private const string Counter = "chips";

    private readonly RoleStore _store;
    private readonly TimeProvider _time;
    private volatile ChipLists _lists = ChipLists.None;

    /// <summary>Reads what the store has.</summary>
    public ChipBook(RoleStore store, TimeProvider time)
    {
        (_store, _time) = (store, time);
        Refresh();
    }

    /// <summary>All parameters as this process knows them.</summary>
    public ChipLists Lists => _lists;

    /// <summary>Adds a key or changes one.</summary>
    /// <param name="key">As it should be.</param>
    /// <param name="checksum">As somebody gave it; empty for the right one.</param>
    /// <param name="version">As it was shown; 0 for a new one.</param>
    /// <param name="deed">Whose deed it is.</param>
    public Task<Outcome<bool>> SaveAsync(CaKey key, ReadOnlyMemory<byte> checksum, long version, Deed? deed = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        var (provider, index) = (key.Rid.Hex, (int)key.Index);
        var objects = ChipRules.Check(key, checksum.Span);
        return !objects.Ok
            ? Task.FromResult<Outcome<bool>>(objects.Refusal!)
            : ChangeAsync(
                lists =>
                    version == 0 && lists.Keys.Length >= ChipRules.MostEntries
                        ? Refusal.With("chip.too-many", "most", ChipRules.MostEntries.ToString(CultureInfo.InvariantCulture))
                        : Put(lists.Keys.FirstOrDefault(k => k.Key.Rid == key.Rid && k.Key.Index == index)?.Version ?? 0, version),
                (write, next) => write.Upsert(HostTables.CaKey, provider, index, objects.Value, next),
                deed
            );
    }

    /// <summary>Adds an application or changes one.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="application">As it should be.</param>
    /// <param name="version">As it was shown; 0 for a new one.</param>
    /// <param name="deed">Whose deed it is.</param>
    public Task<Outcome<bool>> SaveAsync(string name, ApplicationParameters application, long version, Deed? deed = null)
    {
        ArgumentNullException.ThrowIfNull(application);
        var aid = application.Aid;
        var objects = ChipRules.Check(name, application);
        return !objects.Ok
            ? Task.FromResult<Outcome<bool>>(objects.Refusal!)
            : ChangeAsync(
                lists =>
                    version == 0 && lists.Applications.Length >= ChipRules.MostEntries
                        ? Refusal.With("chip.too-many", "most", ChipRules.MostEntries.ToString(CultureInfo.InvariantCulture))
                        : Put(lists.Applications.FirstOrDefault(a => a.Application.Aid == aid)?.Version ?? 0, version),
                (write, next) => write.Upsert(HostTables.Application, aid.Hex, name, objects.Value, next),
                deed
            );
    }

    /// <summary>Removes a key.</summary>
    public Task<Outcome<bool>> RemoveKeyAsync(Rid provider, byte index, long version, Deed? deed = null) =>
        ChangeAsync(
            lists => Gone(lists.Keys.FirstOrDefault(k => k.Key.Rid == provider && k.Key.Index == index)?.Version, version),
            (write, _) => write.Delete(HostTables.CaKey, provider.Hex, (int)index),
            deed
        );

    /// <summary>Removes an application.</summary>
    public Task<Outcome<bool>> RemoveApplicationAsync(Aid aid, long version, Deed? deed = null) =>
        ChangeAsync(
            lists => Gone(lists.Applications.FirstOrDefault(a => a.Application.Aid == aid)?.Version, version),
            (write, _) => write.Delete(HostTables.Application, aid.Hex),
            deed
        );

    /// <summary>Reads again what the store has.</summary>
    public void Refresh()
    {
        var known = _lists.Version;
        var lists = _store.Read(c => Version(c) is { } version && version == known && known != 0 ? null : Read(c));
        if (lists is not null)
        {
            _lists = lists;
        }
    }

    /// <summary>Puts into a write that a terminal has a list.</summary>
    /// <param name="write">The write.</param>
    /// <param name="terminal">Field 41.</param>
    /// <param name="list">Which.</param>
    /// <param name="version">The version that it has.</param>
    /// <param name="atMs">When it said so.</param>
    internal static Write Told(Write write, string terminal, ChipList list, long version, long atMs) =>
        write.Upsert(HostTables.TerminalList, terminal, Name(list), version, atMs);

    /// <summary>Puts into a write that nobody knows any more what a terminal has.</summary>
    internal static Write Forgotten(Write write, string terminal) =>
        write
            .Delete(HostTables.TerminalList, terminal, Name(ChipList.Keys))
            .Delete(HostTables.TerminalList, terminal, Name(ChipList.Applications));

    /// <summary>What terminals said that they have, by number; of one or of all.</summary>
    internal static IReadOnlyDictionary<string, ToldVersions> Told(DbConnection connection, string terminal = "")
    {
        Dictionary<string, ToldVersions> told = new(StringComparer.Ordinal);
        var rows = connection.Query<(string Terminal, string List, long Version, long AtMs)>(
            "SELECT terminal, list, version, at_ms FROM host_terminal_list WHERE @terminal = '' OR terminal = @terminal",
            new { terminal }
        );
        foreach (var row in rows)
        {
            var known = told.GetValueOrDefault(row.Terminal);
            known = row.List == Name(ChipList.Keys) ? known with { Keys = row.Version } : known with { Applications = row.Version };
            told[row.Terminal] = known with { AtMs = Math.Max(known.AtMs, row.AtMs) };
        }

        return told;
    }

    private static string Name(ChipList list) => list == ChipList.Keys ? "keys" : "applications";

    private static Outcome<long> Put(long there, long shown) =>
        there == shown ? there + 1 : new Refusal(shown == 0 ? "chip.taken" : "chip.changed");

    private static Outcome<long> Gone(long? there, long shown) => there == shown ? shown : new Refusal("chip.changed");

    private static long? Version(DbConnection connection) =>
        connection.QuerySingleOrDefault<long?>("SELECT value FROM host_counter WHERE name = @Counter", new { Counter });

    // The version before the lists: what changes in between is then newer than its number, and terminals ask once more. A row that was damaged is left out: the host goes on, and verify names it.
    private static ChipLists Read(DbConnection connection)
    {
        var version = Version(connection) ?? 0;
        ImmutableArray<KeptKey> keys =
        [
            .. connection
                .Query<(byte[] Objects, long Version)>("SELECT objects, version FROM host_ca_key ORDER BY provider, key_index")
                .SelectMany(
                    IEnumerable<KeptKey> (r) => CaKey.Read(r.Objects, out var key).IsNone ? [new KeptKey(key!, r.Objects, r.Version)] : []
                ),
        ];
        ImmutableArray<KeptApplication> applications =
        [
            .. connection
                .Query<(string Name, byte[] Objects, long Version)>("SELECT name, objects, version FROM host_application ORDER BY aid")
                .SelectMany(
                    IEnumerable<KeptApplication> (r) =>
                        ApplicationParameters.Read(r.Objects, out var application).IsNone
                            ? [new KeptApplication(r.Name, application!, r.Objects, r.Version)]
                            : []
                ),
        ];
        return new ChipLists(keys.IsEmpty && applications.IsEmpty ? 0 : version, keys, applications);
    }

    private async Task<Outcome<bool>> ChangeAsync(Func<ChipLists, Outcome<long>> decide, Action<Write, long> change, Deed? deed)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var (old, lists) = _store.Read(c => (Version(c), Read(c)));
            var decided = decide(lists);
            if (!decided.Ok)
            {
                return decided.Refusal!;
            }

            // The time, so that a host whose books were restored does not give an old number to new lists.
            var next = Math.Max((old ?? 0) + 1, _time.GetUtcNow().ToUnixTimeSeconds());
            var write = old is { } known
                ? new Write().Advance(HostTables.Counter, [Counter], next, known)
                : new Write().Insert(HostTables.Counter, Counter, next);
            change(write, decided.Value);
            switch (await _store.CommitAsync(write, deed))
            {
                case WriteResult.StoreFull:
                    return new Refusal("store.full");
                case WriteResult.Committed:
                    Refresh();
                    return true;
            }
        }

        return new Refusal("chip.changed");
    }
}
