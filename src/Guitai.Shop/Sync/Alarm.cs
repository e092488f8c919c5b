using System.Text.Json;
using Dapper;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Shop.Reports;

namespace Guitai.Shop.Sync;

/// <summary>Something that a person should look at. Raised once per id, however often the same thing is seen.</summary>
/// <param name="Id">Made of what happened, so that a repeat finds itself.</param>
public sealed record Alarm(string Id, string Code, Guid? TillId, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>An alarm about a till.</summary>
    public static Alarm Of(string code, Guid? tillId, string subject, params (string Name, string Value)[] parameters) =>
        new($"{code}/{tillId}/{subject}", code, tillId, parameters.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal));

    /// <summary>Adds it to a write.</summary>
    public void AddTo(Write write, Books books) =>
        write.InsertIfAbsent(
            Tables.Alarm,
            books.Key,
            Id,
            Code,
            JsonSerializer.Serialize(Parameters, ShopJson.Options),
            books.NowMs,
            TillId?.ToString()
        );
}

/// <summary>The alarms and who has looked at them.</summary>
public sealed class Alarms(Books books)
{
    private const int Most = 500;

    /// <summary>Newest first; those already looked at only when asked for.</summary>
    public IReadOnlyList<AlarmView> List(bool all) =>
        books.Read(read =>
        {
            var tills = read.All<Till>().ToDictionary(t => t.Value.Id.ToString(), t => t.Value.Name, StringComparer.Ordinal);
            var staff = read.All<StaffMember>().ToDictionary(s => s.Value.Id.ToString(), s => s.Value, StringComparer.Ordinal);
            return read
                .Connection.Query<Row>(
                    $"""
                    SELECT a.id AS Id, a.code AS Code, a.parameters AS Parameters, a.at_ms AS AtMs, a.till AS Till, s.staff AS SeenBy, s.at_ms AS SeenAtMs
                    FROM alarm a LEFT JOIN alarm_seen s ON s.merchant = a.merchant AND s.id = a.id
                    WHERE a.merchant = @merchant {(all ? "" : "AND s.id IS NULL")} ORDER BY a.at_ms DESC, a.id LIMIT {Most}
                    """,
                    new { merchant = read.Merchant }
                )
                .Select(r => new AlarmView(
                    r.Id,
                    r.Code,
                    JsonSerializer.Deserialize<Dictionary<string, string>>(r.Parameters, ShopJson.Options)!,
                    r.AtMs,
                    r.Till is null ? null : Guid.Parse(r.Till),
                    r.Till is null ? null : tills.GetValueOrDefault(r.Till),
                    r.SeenBy is null ? null : staff.GetValueOrDefault(r.SeenBy)?.Name ?? r.SeenBy,
                    r.SeenAtMs,
                    r.SeenBy is null ? null : staff.GetValueOrDefault(r.SeenBy)?.NameEn
                ))
                .ToList();
        });

    /// <summary>Somebody looked at it.</summary>
    public async Task<Outcome<bool>> SeenAsync(Actor actor, string id)
    {
        var known = books.Read(read =>
            read.Connection.QuerySingle<long>(
                "SELECT count(*) FROM alarm WHERE merchant = @merchant AND id = @id",
                new { merchant = read.Merchant, id }
            ) > 0
        );
        if (!known)
        {
            return new Refusal("not-found");
        }

        var write = new Write().InsertIfAbsent(Tables.AlarmSeen, books.Key, id, actor.Who, books.NowMs);
        return await books.Store.WriteAsync(write) == WriteResult.StoreFull ? new Refusal("store.full") : true;
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string Code { get; init; } = "";

        public string Parameters { get; init; } = "{}";

        public long AtMs { get; init; }

        public string? Till { get; init; }

        public string? SeenBy { get; init; }

        public long? SeenAtMs { get; init; }
    }
}
