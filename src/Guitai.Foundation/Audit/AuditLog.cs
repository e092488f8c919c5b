using Dapper;
using Guitai.Foundation.Store;

namespace Guitai.Foundation.Audit;

/// <summary>One process's hash-chained audit. An entry is part of the same write as what it tells of: neither is ever there without the other.
/// Audited writes of one chain go one after the other, because each entry needs the hash of the one before.</summary>
/// <param name="store">Where the chain is kept; its migrations contain <see cref="Schema"/>.</param>
/// <param name="time">When things happen.</param>
/// <param name="owner">The merchant or till whose books they are.</param>
/// <param name="chain">This process's chain; no two processes that run at once share one.</param>
public sealed class AuditLog(RoleStore store, TimeProvider time, string owner, string chain) : IDisposable
{
    /// <summary>For a migration of the role that keeps an audit.</summary>
    public const string Schema = """
        CREATE TABLE audit (
            owner {text} NOT NULL, chain {text} NOT NULL, seq {int} NOT NULL, at_ms {int} NOT NULL, who {text} NOT NULL, what {text} NOT NULL,
            target {text} NOT NULL, result {text} NOT NULL, place {text} NOT NULL, previous_hash {text} NOT NULL, hash {text} NOT NULL,
            PRIMARY KEY (owner, chain, seq)
        ) {strict};
        CREATE INDEX audit_time ON audit (owner, at_ms);
        CREATE TABLE audit_head (
            owner {text} NOT NULL, chain {text} NOT NULL, hash {text} NOT NULL, seq {int} NOT NULL, PRIMARY KEY (owner, chain)
        ) {strict};
        """;

    private static readonly Table s_audit = new(
        "audit",
        3,
        Table.Text("owner"),
        Table.Text("chain"),
        Table.Integer("seq"),
        Table.Integer("at_ms"),
        Table.Text("who"),
        Table.Text("what"),
        Table.Text("target"),
        Table.Text("result"),
        Table.Text("place"),
        Table.Text("previous_hash"),
        Table.Text("hash")
    );

    private static readonly Table s_head = new(
        "audit_head",
        2,
        Table.Text("owner"),
        Table.Text("chain"),
        Table.Text("hash"),
        Table.Integer("seq")
    );

    private const int MostAttempts = 5;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private Head? _head;

    /// <summary>Adds the entries to the write and hands it over; they are on disk together, or neither is.</summary>
    /// <returns><see cref="WriteResult.Conflict"/> is about the rows of the write: when another process went on with this chain, the entries follow on its own.</returns>
    public async Task<WriteResult> WriteAsync(Write write, params AuditAction[] actions)
    {
        await _turn.WaitAsync();
        try
        {
            var head = _head ?? ReadHead();
            for (var attempt = 1; ; attempt++)
            {
                _head = null;
                var whole = write.Copy();
                var next = Append(whole, head, actions);
                var result = await store.WriteAsync(whole);
                if (result == WriteResult.Committed)
                {
                    _head = next;
                }

                if (result != WriteResult.Conflict || attempt == MostAttempts || ReadHead() is var now && now == head)
                {
                    return result;
                }

                head = now;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private Head Append(Write write, Head head, AuditAction[] actions)
    {
        var (sequence, hash) = (head.Sequence, head.Hash);
        var atMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var action in actions)
        {
            var entry = AuditEntry.Make(owner, chain, ++sequence, atMs, action, hash);
            hash = entry.Hash;
            write.Insert(
                s_audit,
                owner,
                chain,
                entry.Sequence,
                entry.AtMs,
                entry.Who,
                entry.What,
                entry.Target,
                entry.Result,
                entry.Where,
                entry.PreviousHash,
                entry.Hash
            );
        }

        // Its primary key refuses a second process that goes on from the same head; the head itself shows that the end was cut off.
        if (actions.Length > 0)
        {
            write.Upsert(s_head, owner, chain, hash, sequence);
        }

        return new Head { Sequence = sequence, Hash = hash };
    }

    private Head ReadHead() =>
        store.Read(c =>
            c.QuerySingleOrDefault<Head>(
                "SELECT seq AS Sequence, hash AS Hash FROM audit_head WHERE owner = @owner AND chain = @chain",
                new { owner, chain }
            )
        ) ?? new Head();

    private sealed record Head
    {
        public long Sequence { get; init; }

        public string Hash { get; init; } = AuditEntry.NoHash;
    }
}
