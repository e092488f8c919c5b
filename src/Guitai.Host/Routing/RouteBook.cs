using System.Text.Json;
using Dapper;
using Guitai.Foundation;
using Guitai.Foundation.Store;

namespace Guitai.Host.Routing;

/// <summary>What a list of card ranges would change, or has changed.</summary>
/// <param name="Applied">False: nothing was changed, because of a flaw or because it was only looked at.</param>
/// <param name="Added">New ranges.</param>
/// <param name="Changed">Ranges with another scheme or kind of card.</param>
/// <param name="Unchanged">Ranges that are there alike.</param>
/// <param name="Removed">Ranges of the issuer that are not on the list, where the list replaces all.</param>
/// <param name="FlawCount">How many lines are wrong.</param>
/// <param name="Flaws">The first of them.</param>
public sealed record RangeImport(
    bool Applied,
    int Added,
    int Changed,
    int Unchanged,
    int Removed,
    int FlawCount,
    IReadOnlyList<RangeFlaw> Flaws
);

/// <summary>Issuers and the beginnings of card numbers that belong to them. A beginning is one issuer's; of several that fit a number the longest counts.</summary>
public sealed class RouteBook
{
    private const int MostAttempts = 5;
    private const int MostFlaws = 200;

    // Advances with every change of a range: two people, or two processes, cannot both give away the same beginning.
    private const string RangesCounter = "ranges";

    private readonly RoleStore _store;
    private readonly TimeProvider _time;
    private volatile CardRanges _ranges = new([]);
    private volatile IReadOnlyDictionary<string, Issuer> _issuers = new Dictionary<string, Issuer>(StringComparer.Ordinal);

    /// <summary>Reads what the store has.</summary>
    public RouteBook(RoleStore store, TimeProvider time)
    {
        (_store, _time) = (store, time);
        Refresh();
    }

    /// <summary>Issuers by name.</summary>
    public IReadOnlyDictionary<string, Issuer> Issuers => _issuers;

    /// <summary>The range of a card number; null when there is none.</summary>
    public CardRange? Find(ReadOnlySpan<char> pan) => _ranges.Find(pan);

    /// <summary>All ranges.</summary>
    public IReadOnlyList<CardRange> Ranges() =>
        [
            .. _store.Read(c =>
                c.Query<string>("SELECT body FROM host_range ORDER BY prefix")
                    .Select(b => JsonSerializer.Deserialize<CardRange>(b, HostJson.Options)!)
            ),
        ];

    /// <summary>An issuer's ranges.</summary>
    public IReadOnlyList<CardRange> Of(string issuer) => [.. Ranges().Where(r => r.Issuer == issuer)];

    /// <summary>All issuers with their versions, as the store has them.</summary>
    public IReadOnlyList<(Issuer Issuer, long Version)> List() =>
        _store.Read(c =>
            c.Query<(string Body, long Version)>("SELECT body, version FROM host_issuer ORDER BY issuer")
                .Select(r => (JsonSerializer.Deserialize<Issuer>(r.Body, HostJson.Options)!, r.Version))
                .ToList()
        );

    /// <summary>Adds an issuer or changes one, with all its ranges: for seeds, that know nothing of versions.</summary>
    public async Task<Outcome<Issuer>> SaveAsync(Issuer issuer, IReadOnlyList<CardRange> ranges)
    {
        var saved = await SaveIssuerAsync(issuer, List().FirstOrDefault(i => i.Issuer.Name == issuer.Name).Version);
        if (!saved.Ok)
        {
            return saved;
        }

        if (ranges.Any(r => r.Issuer != issuer.Name || RangeFlawOf(r) is not null))
        {
            return Refusal.With("issuer.invalid", "field", "ranges");
        }

        var written = await ChangeRangesAsync(
            now =>
                ranges.FirstOrDefault(r => now.TryGetValue(r.Prefix, out var there) && there.Issuer != issuer.Name) is { } taken
                    ? Taken(now[taken.Prefix])
                    : new RangeChange(ranges, [.. now.Values.Where(r => r.Issuer == issuer.Name && ranges.All(n => n.Prefix != r.Prefix))]),
            deed: null
        );
        return written.Ok ? saved : written.Refusal!;
    }

    /// <summary>Adds an issuer or changes one. Links are made anew by whoever has them.</summary>
    /// <param name="issuer">As it should be.</param>
    /// <param name="version">As it was shown; 0 for a new one.</param>
    /// <param name="deed">Whose deed it is.</param>
    public async Task<Outcome<Issuer>> SaveIssuerAsync(Issuer issuer, long version, Deed? deed = null)
    {
        if (IssuerRules.Flaw(issuer, _time.GetUtcNow()) is { } flaw)
        {
            return flaw;
        }

        var body = JsonSerializer.Serialize(issuer, HostJson.Options);
        var write =
            version == 0
                ? new Write().Insert(HostTables.Issuer, issuer.Name, body, 1)
                : new Write()
                    .Advance(HostTables.IssuerVersion, [issuer.Name], version + 1, version)
                    .Upsert(HostTables.Issuer, issuer.Name, body, version + 1);
        switch (await _store.CommitAsync(write, deed))
        {
            case WriteResult.StoreFull:
                return new Refusal("store.full");
            case WriteResult.Conflict:
                return new Refusal(version == 0 ? "issuer.taken" : "issuer.changed");
        }

        Refresh();
        return issuer;
    }

    /// <summary>Adds, changes or removes one range.</summary>
    /// <param name="was">As it was shown; null for a new one.</param>
    /// <param name="wanted">As it should be; null to remove it.</param>
    /// <param name="deed">Whose deed it is.</param>
    public async Task<Outcome<bool>> SaveRangeAsync(CardRange? was, CardRange? wanted, Deed? deed = null)
    {
        if (wanted is not null && (RangeFlawOf(wanted) ?? (_issuers.ContainsKey(wanted.Issuer) ? null : "issuer")) is { } field)
        {
            return Refusal.With("range.invalid", "field", field);
        }

        return await ChangeRangesAsync(
            now =>
                was is not null && now.GetValueOrDefault(was.Prefix) != was ? new Refusal("range.changed")
                : wanted is not null && wanted.Prefix != was?.Prefix && now.TryGetValue(wanted.Prefix, out var there) ? Taken(there)
                : new RangeChange(wanted is null ? [] : [wanted], was is null || was.Prefix == wanted?.Prefix ? [] : [was]),
            deed
        );
    }

    /// <summary>What a list of an issuer's ranges would change.</summary>
    /// <param name="issuer">Whose they are.</param>
    /// <param name="text">See <see cref="RangeList"/>.</param>
    /// <param name="replace">True removes the issuer's ranges that are not on it.</param>
    public Outcome<RangeImport> Look(string issuer, string text, bool replace)
    {
        if (!_issuers.ContainsKey(issuer))
        {
            return Refusal.With("range.invalid", "field", "issuer");
        }

        var read = RangeList.Read(issuer, text);
        return (read.Ranges.Count + read.Flaws.Count) switch
        {
            0 => new Refusal("range.empty"),
            > RangeList.MostLines => Refusal.With("range.too-many", "most", $"{RangeList.MostLines}"),
            _ => Weigh(issuer, read, replace, Now()).Import,
        };
    }

    /// <summary>Takes a list of an issuer's ranges, all of it or, when a line is wrong, nothing.</summary>
    public async Task<Outcome<RangeImport>> ImportAsync(string issuer, string text, bool replace, Deed? deed = null)
    {
        var looked = Look(issuer, text, replace);
        if (!looked.Ok || looked.Value.FlawCount > 0)
        {
            return looked;
        }

        var read = RangeList.Read(issuer, text);
        RangeImport? done = null;
        var written = await ChangeRangesAsync(
            now =>
            {
                var (import, change) = Weigh(issuer, read, replace, now);
                done = import with { Applied = true };
                return import.FlawCount > 0 ? new Refusal("range.changed") : change;
            },
            deed
        );
        return written.Ok ? done! : written.Refusal!;
    }

    /// <summary>Reads again what the store has.</summary>
    public void Refresh()
    {
        _issuers = List().ToDictionary(i => i.Issuer.Name, i => i.Issuer, StringComparer.Ordinal);
        _ranges = new CardRanges(Ranges());
    }

    private static string? RangeFlawOf(CardRange range) =>
        !RangeList.IsPrefix(range.Prefix) ? "prefix"
        : !RangeList.Schemes.Contains(range.Scheme) ? "scheme"
        : !Enum.IsDefined(range.Product) ? "product"
        : null;

    private static Refusal Taken(CardRange by) =>
        new("range.taken", new Dictionary<string, string>(StringComparer.Ordinal) { ["prefix"] = by.Prefix, ["issuer"] = by.Issuer });

    private static (RangeImport Import, RangeChange Change) Weigh(
        string issuer,
        (IReadOnlyList<(int Line, CardRange Range)> Ranges, IReadOnlyList<RangeFlaw> Flaws) read,
        bool replace,
        IReadOnlyDictionary<string, CardRange> now
    )
    {
        List<RangeFlaw> flaws = [.. read.Flaws];
        List<CardRange> wanted = [];
        var (added, changed, unchanged) = (0, 0, 0);
        foreach (var (line, range) in read.Ranges)
        {
            var there = now.GetValueOrDefault(range.Prefix);
            if (there is not null && there.Issuer != issuer)
            {
                flaws.Add(new RangeFlaw(line, range.Prefix, "taken", there.Issuer));
                continue;
            }

            _ =
                there is null ? added++
                : there == range ? unchanged++
                : changed++;
            if (there != range)
            {
                wanted.Add(range);
            }
        }

        var listed = read.Ranges.Select(r => r.Range.Prefix).ToHashSet(StringComparer.Ordinal);
        CardRange[] gone = replace ? [.. now.Values.Where(r => r.Issuer == issuer && !listed.Contains(r.Prefix))] : [];
        RangeFlaw[] shown = [.. flaws.OrderBy(f => f.Line).Take(MostFlaws)];
        return (new RangeImport(false, added, changed, unchanged, gone.Length, flaws.Count, shown), new RangeChange(wanted, gone));
    }

    private Dictionary<string, CardRange> Now() => Ranges().ToDictionary(r => r.Prefix, StringComparer.Ordinal);

    private async Task<Outcome<bool>> ChangeRangesAsync(
        Func<IReadOnlyDictionary<string, CardRange>, Outcome<RangeChange>> change,
        Deed? deed
    )
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            // The counter before the ranges: who comes in between makes it too old.
            var count = _store.Read(c =>
                c.QuerySingleOrDefault<long?>("SELECT value FROM host_counter WHERE name = @RangesCounter", new { RangesCounter })
            );
            var wanted = change(Now());
            if (!wanted.Ok)
            {
                return wanted.Refusal!;
            }

            var write = count is { } old
                ? new Write().Advance(HostTables.Counter, [RangesCounter], old + 1, old)
                : new Write().Insert(HostTables.Counter, RangesCounter, 1);
            foreach (var range in wanted.Value.Gone)
            {
                write.Delete(HostTables.Range, range.Prefix);
            }

            foreach (var range in wanted.Value.Wanted)
            {
                write.Upsert(HostTables.Range, range.Prefix, range.Issuer, JsonSerializer.Serialize(range, HostJson.Options));
            }

            switch (await _store.CommitAsync(write, deed))
            {
                case WriteResult.StoreFull:
                    return new Refusal("store.full");
                case WriteResult.Committed:
                    Refresh();
                    return true;
            }
        }

        return new Refusal("range.changed");
    }

    private sealed record RangeChange(IReadOnlyList<CardRange> Wanted, IReadOnlyList<CardRange> Gone);
}
