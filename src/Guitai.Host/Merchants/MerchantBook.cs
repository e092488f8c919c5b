using System.Collections.Concurrent;
using System.Text.Json;
using Dapper;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Host.Authorisation;

namespace Guitai.Host.Merchants;

/// <summary>A merchant in this process's memory.</summary>
public sealed class MerchantDesk(Merchant merchant, long version)
{
    /// <summary>The merchant; replaced when somebody edits it.</summary>
    public Merchant Merchant { get; set; } = merchant;

    /// <summary>Rises with every change.</summary>
    public long Version { get; set; } = version;

    /// <summary>What it took today.</summary>
    public DayUse Use { get; set; }
}

/// <summary>Merchants: read at need, kept in memory, changed one version after the other.</summary>
public sealed class MerchantBook(RoleStore store, TimeProvider time, HostClock clock)
{
    private static readonly JsonSerializerOptions s_json = HostJson.Options;

    private readonly ConcurrentDictionary<string, MerchantDesk> _desks = new(StringComparer.Ordinal);

    /// <summary>The merchant of that number; null when there is none.</summary>
    public MerchantDesk? Find(string number)
    {
        if (_desks.TryGetValue(number, out var known))
        {
            return known;
        }

        return
            store.Read(c => c.QuerySingleOrDefault<Row>("SELECT body, version FROM host_merchant WHERE merchant = @number", new { number }))
                is { } row
            ? _desks.GetOrAdd(number, _ => Desk(number, row))
            : null;
    }

    /// <summary>All merchants by number.</summary>
    public IReadOnlyList<Merchant> List() =>
        [
            .. store.Read(c =>
                c.Query<string>("SELECT body FROM host_merchant ORDER BY merchant")
                    .Select(b => JsonSerializer.Deserialize<Merchant>(b, s_json)!)
            ),
        ];

    /// <summary>Adds a merchant or changes one.</summary>
    /// <param name="merchant">As it should be.</param>
    /// <param name="deed">Whose deed it is.</param>
    /// <returns>The merchant; or <c>merchant.invalid</c> with what is wrong, or <c>merchant.changed</c> when somebody else changed it at the same time.</returns>
    public async Task<Outcome<Merchant>> SaveAsync(Merchant merchant, Deed? deed = null)
    {
        if (Flaw(merchant) is { } flaw)
        {
            return Refusal.With("merchant.invalid", "field", flaw);
        }

        var desk = Find(merchant.Number);
        var body = JsonSerializer.Serialize(merchant, s_json);
        var write = desk is null
            ? new Write().Insert(HostTables.Merchant, merchant.Number, body, 1)
            : new Write()
                .Advance(HostTables.MerchantVersion, [merchant.Number], desk.Version + 1, desk.Version)
                .Upsert(HostTables.Merchant, merchant.Number, body, desk.Version + 1);
        switch (await store.CommitAsync(write, deed))
        {
            case WriteResult.StoreFull:
                return new Refusal("store.full");
            case WriteResult.Conflict:
                _desks.TryRemove(merchant.Number, out _);
                return new Refusal("merchant.changed");
        }

        if (desk is not null)
        {
            (desk.Merchant, desk.Version) = (merchant, desk.Version + 1);
        }

        return merchant;
    }

    /// <summary>Reads again what other processes may have changed.</summary>
    public void Refresh()
    {
        foreach (
            var row in store.Read(c =>
                c.Query<(string Merchant, string Body, long Version)>("SELECT merchant, body, version FROM host_merchant").AsList()
            )
        )
        {
            if (_desks.TryGetValue(row.Merchant, out var desk) && desk.Version < row.Version)
            {
                (desk.Merchant, desk.Version) = (JsonSerializer.Deserialize<Merchant>(row.Body, s_json)!, row.Version);
            }
        }
    }

    private static string? Flaw(Merchant merchant) =>
        merchant.Number.Length != 15 || !merchant.Number.All(char.IsAsciiLetterOrDigit) ? "number"
        : merchant.Name.Length is 0 or > 80 || !Write.IsStorable(merchant.Name) ? "name"
        : merchant.NameAscii.Length is 0 or > 40 || !merchant.NameAscii.All(c => c is >= ' ' and <= '~') ? "nameAscii"
        : merchant.Category.Length != 4 || !merchant.Category.All(char.IsAsciiDigit) ? "category"
        : new[] { merchant.Fees.Debit, merchant.Fees.Credit, merchant.Fees.Wallet }.Any(f => f.Ppm is < 0 or > 100_000 || f.CapMinor < 0)
            ? "fees"
        : merchant.Limits.EachMinor < 0 || merchant.Limits.DayMinor < 0 || merchant.Limits.DayCount < 0 ? "limits"
        : merchant.PayoutAccount.Length > 64 || !Write.IsStorable(merchant.PayoutAccount) ? "payoutAccount"
        : null;

    private MerchantDesk Desk(string number, Row row)
    {
        var day = clock.DayOf(time.GetUtcNow().ToUnixTimeMilliseconds());
        var use = store.Read(c =>
            c.QuerySingle<(long Minor, long Count)>(
                """
                SELECT CAST(coalesce(sum(debit), 0) AS BIGINT), CAST(coalesce(sum(CASE WHEN debit > 0 THEN postings ELSE 0 END), 0) AS BIGINT)
                FROM ledger_day WHERE book = @number AND account LIKE 'issuer.%' AND currency = 156 AND day = @day
                """,
                new { number, day }
            )
        );
        return new MerchantDesk(JsonSerializer.Deserialize<Merchant>(row.Body, s_json)!, row.Version)
        {
            Use = new DayUse(day, use.Minor, (int)use.Count),
        };
    }

    private sealed record Row(string Body, long Version);
}
