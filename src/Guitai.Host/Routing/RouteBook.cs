using System.Text.Json;
using Dapper;
using Guitai.Foundation;
using Guitai.Foundation.Store;

namespace Guitai.Host.Routing;

/// <summary>Issuers and the beginnings of card numbers that belong to them.</summary>
public sealed class RouteBook
{
    private readonly RoleStore _store;
    private volatile CardRanges _ranges = new([]);
    private volatile IReadOnlyDictionary<string, Issuer> _issuers = new Dictionary<string, Issuer>(StringComparer.Ordinal);

    /// <summary>Reads what the store has.</summary>
    public RouteBook(RoleStore store)
    {
        _store = store;
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

    /// <summary>Adds an issuer or changes one, with all its ranges.</summary>
    public async Task<Outcome<Issuer>> SaveAsync(Issuer issuer, IReadOnlyList<CardRange> ranges)
    {
        if (Flaw(issuer, ranges) is { } flaw)
        {
            return Refusal.With("issuer.invalid", "field", flaw);
        }

        var write = new Write().Upsert(HostTables.Issuer, issuer.Name, JsonSerializer.Serialize(issuer, HostJson.Options), 1);
        foreach (var old in Ranges().Where(r => r.Issuer == issuer.Name && ranges.All(n => n.Prefix != r.Prefix)))
        {
            write.Delete(HostTables.Range, old.Prefix);
        }

        foreach (var range in ranges)
        {
            write.Upsert(HostTables.Range, range.Prefix, range.Issuer, JsonSerializer.Serialize(range, HostJson.Options));
        }

        if (await _store.WriteAsync(write) != WriteResult.Committed)
        {
            return new Refusal("store.full");
        }

        Refresh();
        return issuer;
    }

    /// <summary>Reads again what the store has.</summary>
    public void Refresh()
    {
        _issuers = _store.Read(c =>
            c.Query<string>("SELECT body FROM host_issuer")
                .Select(b => JsonSerializer.Deserialize<Issuer>(b, HostJson.Options)!)
                .ToDictionary(i => i.Name, StringComparer.Ordinal)
        );
        _ranges = new CardRanges(Ranges());
    }

    private static string? Flaw(Issuer issuer, IReadOnlyList<CardRange> ranges) =>
        issuer.Name.Length is 0 or > 30 || !issuer.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') ? "name"
        : issuer.Acquirer.Length is 0 or > 11 || !issuer.Acquirer.All(char.IsAsciiDigit) ? "acquirer"
        : issuer.Addresses.Count is 0 or > 2 ? "addresses"
        : issuer.AnswerMs is < 1000 or > 50_000 ? "answerMs"
        : ranges.Any(r => r.Issuer != issuer.Name || r.Prefix.Length is 0 or > 12 || !r.Prefix.All(char.IsAsciiDigit)) ? "ranges"
        : null;
}
