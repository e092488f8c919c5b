using System.Collections.Concurrent;
using System.Text.Json;
using Dapper;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Host.Authorisation;
using Guitai.PaymentCrypto.KeyStore;

namespace Guitai.Host.Terminals;

/// <summary>Terminals: read at need, kept in memory, changed one version after the other.</summary>
public sealed class TerminalBook(RoleStore store, TimeProvider time, HostClock clock)
{
    // Field 48 of the sign-in has twelve digits; above a million yuan it is a mistake.
    private const long MostOffline = 100_000_000;

    private readonly ConcurrentDictionary<string, TerminalDesk> _desks = new(StringComparer.Ordinal);

    /// <summary>Desks of terminals that spoke since the start.</summary>
    public IEnumerable<TerminalDesk> Known => _desks.Values;

    /// <summary>The terminal of that number; null when there is none.</summary>
    public TerminalDesk? Find(string number)
    {
        if (_desks.TryGetValue(number, out var known))
        {
            return known;
        }

        var body = store.Read(c =>
            c.QuerySingleOrDefault<string>("SELECT body FROM host_terminal WHERE terminal = @number", new { number })
        );
        return body is null ? null : _desks.GetOrAdd(number, _ => Desk(JsonSerializer.Deserialize<Terminal>(body, HostJson.Options)!));
    }

    /// <summary>All terminals, of a merchant or of all.</summary>
    public IReadOnlyList<Terminal> List(string? merchant = null) =>
        [
            .. store.Read(c =>
                c.Query<string>(
                        "SELECT body FROM host_terminal WHERE (CAST(@merchant AS TEXT) IS NULL OR merchant = @merchant) ORDER BY terminal",
                        new { merchant }
                    )
                    .Select(b => JsonSerializer.Deserialize<Terminal>(b, HostJson.Options)!)
            ),
        ];

    /// <summary>Adds a terminal; its life begins as new.</summary>
    public async Task<Outcome<Terminal>> AddAsync(Terminal terminal, Deed? deed = null)
    {
        if (Flaw(terminal) is { } flaw)
        {
            return Refusal.With("terminal.invalid", "field", flaw);
        }

        var write = new Write()
            .Insert(HostTables.Terminal, terminal.Number, terminal.Merchant, JsonSerializer.Serialize(terminal, HostJson.Options), 1)
            .Insert(HostTables.Session, terminal.Number, 1, 0, 0, null, null, null, "", 1);
        return await store.CommitAsync(write, deed) switch
        {
            WriteResult.Committed => terminal,
            WriteResult.Conflict => Refusal.With("terminal.exists", "terminal", terminal.Number),
            _ => new Refusal("store.full"),
        };
    }

    /// <summary>Changes a terminal as a function says, however often somebody else comes between.</summary>
    /// <param name="number">Which.</param>
    /// <param name="change">The terminal as it is in, as it should be out; or a refusal.</param>
    /// <param name="with">Rows that belong to the change.</param>
    /// <param name="deed">Whose deed it is.</param>
    public async Task<Outcome<Terminal>> ChangeAsync(
        string number,
        Func<Terminal, Outcome<Terminal>> change,
        Action<Write>? with = null,
        Deed? deed = null
    )
    {
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var row = store.Read(c =>
                c.QuerySingleOrDefault<Row>("SELECT body, version FROM host_terminal WHERE terminal = @number", new { number })
            );
            if (row is null)
            {
                return Refusal.With("terminal.unknown", "terminal", number);
            }

            var wanted = change(JsonSerializer.Deserialize<Terminal>(row.Body, HostJson.Options)!);
            if (!wanted.Ok)
            {
                return wanted;
            }

            if (Flaw(wanted.Value) is { } flaw)
            {
                return Refusal.With("terminal.invalid", "field", flaw);
            }

            var write = new Write()
                .Advance(HostTables.TerminalVersion, [number], row.Version + 1, row.Version)
                .Upsert(
                    HostTables.Terminal,
                    number,
                    wanted.Value.Merchant,
                    JsonSerializer.Serialize(wanted.Value, HostJson.Options),
                    row.Version + 1
                );
            with?.Invoke(write);
            var result = await store.CommitAsync(write, deed);
            if (result == WriteResult.StoreFull)
            {
                return new Refusal("store.full");
            }

            if (result == WriteResult.Committed)
            {
                if (_desks.TryGetValue(number, out var desk))
                {
                    desk.Terminal = wanted.Value;
                }

                return wanted;
            }
        }

        return new Refusal("terminal.changed");
    }

    /// <summary>Reads again what other processes may have changed of the terminals that spoke here.</summary>
    public void Refresh()
    {
        foreach (var desk in _desks.Values)
        {
            var number = desk.Terminal.Number;
            var body = store.Read(c =>
                c.QuerySingleOrDefault<string>("SELECT body FROM host_terminal WHERE terminal = @number", new { number })
            );
            if (body is not null)
            {
                desk.Terminal = JsonSerializer.Deserialize<Terminal>(body, HostJson.Options)!;
            }
        }
    }

    /// <summary>Writes a session; on success the desk has it.</summary>
    /// <param name="desk">The terminal, whose turn is held.</param>
    /// <param name="session">As it should be; its version is set here.</param>
    /// <param name="with">Rows that belong to the change.</param>
    public async Task<WriteResult> SaveAsync(TerminalDesk desk, TerminalSession session, Action<Write>? with = null)
    {
        var old = desk.Session.Version;
        var number = desk.Terminal.Number;
        var write = new Write()
            .Advance(HostTables.SessionVersion, [number], old + 1, old)
            .Upsert(
                HostTables.Session,
                number,
                session.Batch,
                session.Day,
                session.SignedInMs,
                session.PinKey?.Bytes.ToArray(),
                session.MacKey?.Bytes.ToArray(),
                session.TrackKey?.Bytes.ToArray(),
                session.Operator,
                old + 1
            );
        with?.Invoke(write);
        var result = await store.WriteAsync(write);
        desk.Session = result switch
        {
            WriteResult.Committed => session with { Version = old + 1 },
            WriteResult.Conflict => Session(number),
            _ => desk.Session,
        };
        return result;
    }

    private static string? Flaw(Terminal terminal) =>
        terminal.Number.Length != 8 || !terminal.Number.All(char.IsAsciiLetterOrDigit) ? "number"
        : terminal.Merchant.Length != 15 ? "merchant"
        : terminal.Place.Length > 80 || !Write.IsStorable(terminal.Place) ? "place"
        : terminal.Limits.EachMinor < 0 || terminal.Limits.DayMinor < 0 || terminal.Limits.DayCount < 0 ? "limits"
        : terminal.Offline is not { EachMinor: >= 0 and <= MostOffline, SumMinor: >= 0 and <= MostOffline, Count: >= 0 and <= 999 }
            ? "offline"
        : null;

    private TerminalDesk Desk(Terminal terminal)
    {
        var day = clock.DayOf(time.GetUtcNow().ToUnixTimeMilliseconds());
        var session = Session(terminal.Number);
        var use = store.Read(c =>
            c.QuerySingle<(long Minor, long Count)>(
                """
                SELECT CAST(coalesce(sum(i.amount), 0) AS BIGINT), count(*) FROM host_intent i
                JOIN host_outcome o ON o.rrn = i.rrn
                WHERE i.terminal = @Number AND i.batch >= @batch AND i.day = @day AND o.state = 1 AND i.flow IN (2, 7, 9, 10)
                """,
                new
                {
                    terminal.Number,
                    batch = session.Batch - 5,
                    day,
                }
            )
        );
        return new TerminalDesk(terminal, session) { Use = new DayUse(day, use.Minor, (int)use.Count) };
    }

    private TerminalSession Session(string number)
    {
        var row = store.Read(c =>
            c.QuerySingle<SessionRow>(
                """
                SELECT batch, day, signed_in_ms AS SignedInMs, pin_key AS PinKey, mac_key AS MacKey, track_key AS TrackKey, operator, version
                FROM host_session WHERE terminal = @number
                """,
                new { number }
            )
        );
        return new TerminalSession(
            (int)row.Batch,
            (int)row.Day,
            row.SignedInMs,
            Key(row.PinKey),
            Key(row.MacKey),
            Key(row.TrackKey),
            row.Operator,
            row.Version
        );
    }

    private static WrappedKey? Key(byte[]? bytes) => bytes is not null && WrappedKey.TryRead(bytes, out var key) ? key : null;

    private sealed class Row
    {
        public string Body { get; init; } = "";
        public long Version { get; init; }
    }

    private sealed class SessionRow
    {
        public long Batch { get; init; }
        public long Day { get; init; }
        public long SignedInMs { get; init; }
        public byte[]? PinKey { get; init; }
        public byte[]? MacKey { get; init; }
        public byte[]? TrackKey { get; init; }
        public string Operator { get; init; } = "";
        public long Version { get; init; }
    }
}
