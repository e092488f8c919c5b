using System.Data.Common;
using Dapper;
using Guitai.Foundation.Store;
using Guitai.Host.Authorisation;

namespace Guitai.Host.Routing;

/// <summary>Something that an issuer has to be told until it answers.</summary>
/// <param name="Issuer">Whom.</param>
/// <param name="Rrn">The transaction that it is about.</param>
/// <param name="Mti">420 a reversal of it, 220 itself, 620 its script results.</param>
/// <param name="Key">The terminal's message that it comes from.</param>
/// <param name="SinceMs">Since when, Unix milliseconds.</param>
public sealed record Owed(string Issuer, long Rrn, int Mti, MessageKey Key, long SinceMs);

/// <summary>What issuers have to be told, on disk.</summary>
public sealed class OwedBook(RoleStore store, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _wake = new(0);

    /// <summary>Puts it into a write.</summary>
    public static Write Owe(Write write, Owed owed) =>
        write.InsertIfAbsent(
            HostTables.Owed,
            owed.Issuer,
            owed.Rrn,
            owed.Mti,
            owed.Key.Terminal,
            owed.Key.Batch,
            owed.Key.Trace,
            owed.Key.Mti,
            owed.SinceMs,
            0,
            ""
        );

    /// <summary>It is owed again, whatever was answered before.</summary>
    public static Write OweAgain(Write write, Owed owed) => Answered(write, owed, 0, "");

    /// <summary>It was answered.</summary>
    public static Write Answered(Write write, Owed owed, long atMs, string code) =>
        write.Upsert(
            HostTables.Owed,
            owed.Issuer,
            owed.Rrn,
            owed.Mti,
            owed.Key.Terminal,
            owed.Key.Batch,
            owed.Key.Trace,
            owed.Key.Mti,
            owed.SinceMs,
            atMs,
            code
        );

    /// <summary>What waits, the oldest first.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="issuer">Whom for; null for all.</param>
    public IReadOnlyList<Owed> Waiting(int most, string? issuer = null) => store.Read(c => Waiting(c, most, issuer));

    /// <summary>How much waits for each issuer.</summary>
    public IReadOnlyDictionary<string, long> Counts() =>
        store.Read(c =>
            c.Query<(string Issuer, long Count)>("SELECT issuer, count(*) FROM host_owed WHERE answered_ms = 0 GROUP BY issuer")
                .ToDictionary(r => r.Issuer, r => r.Count, StringComparer.Ordinal)
        );

    /// <summary>Something was added.</summary>
    public void Wake() => _wake.Release();

    /// <summary>Waits until something is added, at most a while.</summary>
    /// <exception cref="OperationCanceledException">It was called off.</exception>
    public async Task WaitAsync(TimeSpan most, CancellationToken cancellation)
    {
        // Waking once too often does no harm; a wait of the semaphore's own would run on another clock than ours.
        await using var timer = time.CreateTimer(_ => Wake(), null, most, Timeout.InfiniteTimeSpan);
        await using var calledOff = cancellation.UnsafeRegister(_ => Wake(), null);
        await _wake.WaitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public void Dispose() => _wake.Dispose();

    private static IReadOnlyList<Owed> Waiting(DbConnection connection, int most, string? issuer) =>
        [
            .. connection
                .Query<Row>(
                    """
                    SELECT issuer, rrn, mti, terminal, batch, trace, of_mti AS OfMti, since_ms AS SinceMs FROM host_owed
                    WHERE answered_ms = 0 AND (CAST(@issuer AS TEXT) IS NULL OR issuer = @issuer) ORDER BY since_ms, rrn LIMIT @most
                    """,
                    new { most, issuer }
                )
                .Select(r => new Owed(
                    r.Issuer,
                    r.Rrn,
                    (int)r.Mti,
                    new MessageKey(r.Terminal, (int)r.Batch, (int)r.Trace, (int)r.OfMti),
                    r.SinceMs
                )),
        ];

    private sealed class Row
    {
        public string Issuer { get; init; } = "";
        public long Rrn { get; init; }
        public long Mti { get; init; }
        public string Terminal { get; init; } = "";
        public long Batch { get; init; }
        public long Trace { get; init; }
        public long OfMti { get; init; }
        public long SinceMs { get; init; }
    }
}
