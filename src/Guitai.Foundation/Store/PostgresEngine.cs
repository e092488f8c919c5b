using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace Guitai.Foundation.Store;

/// <summary>PostgreSQL: one writing connection, groups as <c>unnest</c> batches, pooled read-only readers.</summary>
/// <remarks>Each engine owns a row of <c>store_commit</c> that counts its commits, inside them. When the answer to a COMMIT is lost, that row says
/// what became of it, and its lock makes the question wait until the lost transaction has ended. <c>pg_xact_status</c> would not do:
/// transaction numbers that were not flushed are given out again after a crash or a failover, so that the status of a stranger's
/// transaction could be taken for one's own.</remarks>
public sealed class PostgresEngine : ISqlEngine
{
    private readonly TimeProvider _time;
    private readonly PostgresPatience _patience;
    private readonly PostgresLink _link;
    private readonly PostgresRows _rows = new();
    private readonly NpgsqlDataSource _readers;
    private string? _writer;
    private long _commits;
    private Exception? _lastFault;

    private PostgresEngine(string connectionString, TimeProvider time, PostgresPatience patience)
    {
        _time = time;
        _patience = patience;
        _link = new PostgresLink(connectionString, patience);
        var readers = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "guitai-reader" };
        readers.Options = $"{readers.Options} -c default_transaction_read_only=on".Trim();
        _readers = NpgsqlDataSource.Create(readers);
    }

    private enum Attempt
    {
        Committed,
        Conflict,
        StoreFull,

        /// <summary>Nothing was written; the same may succeed when tried again.</summary>
        Again,

        /// <summary>COMMIT was sent and its answer did not come.</summary>
        Unknown,
    }

    /// <inheritdoc/>
    public string Name => "postgres";

    /// <summary>Makes an engine; it connects when it is first used.</summary>
    /// <param name="connectionString">As Npgsql takes it. For a cluster of servers: several hosts and <c>Target Session Attributes=primary</c>.</param>
    /// <param name="time">Measures the pauses between attempts.</param>
    /// <param name="patience">How long to wait for a server that is away.</param>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public static PostgresEngine Open(string connectionString, TimeProvider time, PostgresPatience? patience = null) =>
        new(connectionString, time, patience ?? PostgresPatience.Default);

    /// <inheritdoc/>
    public void Migrate(IReadOnlyList<Migration> migrations)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _writer = PostgresSchema.Migrate(_link.Open(), migrations, _writer);
                return;
            }
            catch (Exception fault) when (PostgresFault.IsLost(fault))
            {
                // Each migration is a transaction of its own and noted in it: what a lost connection leaves behind is found done or not begun.
                _link.Drop();
                _lastFault = fault;
                Pause(attempt);
            }
            catch (Exception fault)
            {
                _link.Drop();
                throw fault is PostgresException refused
                    ? new StoreBrokenException($"PostgreSQL cannot be used: {refused.MessageText} ({refused.SqlState})", fault)
                    : fault;
            }
        }
    }

    /// <inheritdoc/>
    public WriteResult Commit(IReadOnlyList<Write> writes)
    {
        var batches = RowBatch.Gather(writes, inGivenOrder: false);
        var inGivenOrder = batches.Sum(b => b.Rows.Count) <= 1;
        var unknown = false;
        for (var attempt = 1; ; attempt++)
        {
            var end = unknown ? LookUp() : Try(batches);
            switch (end)
            {
                case Attempt.Committed:
                    _commits++;
                    return WriteResult.Committed;
                case Attempt.Conflict when !inGivenOrder:
                    // A constraint may have been hurt only because rows were gathered and sorted.
                    batches = RowBatch.Gather(writes, inGivenOrder: true);
                    inGivenOrder = true;
                    continue;
                case Attempt.Conflict:
                    return WriteResult.Conflict;
                case Attempt.StoreFull:
                    return WriteResult.StoreFull;
                default:
                    unknown = end == Attempt.Unknown;
                    break;
            }

            Pause(attempt);
        }
    }

    /// <inheritdoc/>
    public DbConnection OpenReader() => _readers.OpenConnection();

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            if (_writer is not null)
            {
                using var forget = new NpgsqlCommand("DELETE FROM store_commit WHERE writer = $1", _link.Open());
                forget.Parameters.Add(new() { Value = _writer });
                forget.ExecuteNonQuery();
            }
        }
        catch (Exception fault) when (fault is NpgsqlException or StoreBrokenException)
        {
            // The row is of no further use and harms nobody.
        }

        _link.Dispose();
        _readers.Dispose();
    }

    private Attempt Try(List<RowBatch> batches)
    {
        NpgsqlTransaction? transaction = null;
        try
        {
            var connection = _link.Open();
            transaction = connection.BeginTransaction();
            if (!Apply(connection, batches))
            {
                Rollback(transaction);
                return Attempt.Conflict;
            }
        }
        catch (Exception fault) when (PostgresFault.IsLost(fault))
        {
            // COMMIT was not sent, so the server can only have rolled back.
            return Lost(fault, Attempt.Again);
        }
        catch (PostgresException fault)
        {
            Rollback(transaction);
            return Judge(fault);
        }

        return Commit(transaction);
    }

    /// <summary>Sends all statements in one round trip; false when a counter was not where it was expected.</summary>
    private bool Apply(NpgsqlConnection connection, List<RowBatch> batches)
    {
        using var all = new NpgsqlBatch(connection);
        all.BatchCommands.Add(CountCommit());
        foreach (var batch in batches)
        {
            all.BatchCommands.Add(_rows.Command(batch));
        }

        all.ExecuteNonQuery();
        if (all.BatchCommands[0].RecordsAffected != 1)
        {
            throw new StoreBrokenException("This process's row in store_commit is not as it was left; somebody else changed it.");
        }

        for (var i = 0; i < batches.Count; i++)
        {
            if (batches[i].Operation == RowOperation.Advance && all.BatchCommands[i + 1].RecordsAffected != batches[i].Rows.Count)
            {
                return false;
            }
        }

        return true;
    }

    private NpgsqlBatchCommand CountCommit() =>
        new("UPDATE store_commit SET number = $2 WHERE writer = $1 AND number = $2 - 1")
        {
            Parameters =
            {
                new() { Value = _writer ?? throw new InvalidOperationException("Migrate comes before the first commit.") },
                new() { Value = _commits + 1 },
            },
        };

    private Attempt Commit(NpgsqlTransaction transaction)
    {
        try
        {
            transaction.Commit();
            return _link.Warned ? Attempt.Unknown : Attempt.Committed;
        }
        catch (Exception fault) when (PostgresFault.IsLost(fault))
        {
            return Lost(fault, Attempt.Unknown);
        }
        catch (PostgresException fault)
        {
            Rollback(transaction);
            return Judge(fault);
        }
    }

    private void Rollback(NpgsqlTransaction? transaction)
    {
        try
        {
            transaction?.Rollback();
        }
        catch (Exception fault) when (fault is NpgsqlException or InvalidOperationException)
        {
            _link.Drop();
        }
    }

    /// <summary>What became of a commit whose answer was lost. The row's lock waits for that transaction to end; and since this statement writes and
    /// is itself committed in the server's order, whatever it saw is as durable as its own answer.</summary>
    private Attempt LookUp()
    {
        try
        {
            var connection = _link.Open();
            using var ask = new NpgsqlCommand("UPDATE store_commit SET number = number WHERE writer = $1 RETURNING number", connection);
            ask.Parameters.Add(new() { Value = _writer! });
            var number = (long?)ask.ExecuteScalar();
            if (_link.Warned)
            {
                return Attempt.Unknown;
            }

            return number == _commits + 1 ? Attempt.Committed
                : number == _commits ? Attempt.Again
                : throw new StoreBrokenException(
                    "It cannot be found out whether the last commit took place: its row in store_commit is gone."
                );
        }
        catch (Exception fault) when (PostgresFault.IsLost(fault))
        {
            return Lost(fault, Attempt.Unknown);
        }
        catch (PostgresException fault) when (Judge(fault) == Attempt.Again)
        {
            return Attempt.Unknown;
        }
    }

    private Attempt Lost(Exception fault, Attempt end)
    {
        _lastFault = fault;
        _link.Drop();
        // What ended the writer's connection has most likely ended those that wait in the readers' pool.
        _readers.Clear();
        return end;
    }

    private Attempt Judge(PostgresException fault)
    {
        _lastFault = fault;
        return PostgresFault.Judge(fault) switch
        {
            PostgresFault.Kind.Refused => Attempt.Conflict,
            PostgresFault.Kind.Full => Attempt.StoreFull,
            PostgresFault.Kind.Passing => Attempt.Again,
            _ => throw new StoreBrokenException($"PostgreSQL failed: {fault.MessageText} ({fault.SqlState})", fault),
        };
    }

    private void Pause(int attempt)
    {
        if (attempt >= _patience.MostAttempts)
        {
            throw new StoreBrokenException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"PostgreSQL did not take a commit in {attempt} attempts: {_lastFault?.Message ?? "no reason was given"}"
                ),
                _lastFault
            );
        }

        var pauseMs = Math.Min(_patience.LongestPause.TotalMilliseconds, 10 * Math.Pow(2, attempt - 1));
        Task.Delay(TimeSpan.FromMilliseconds(pauseMs), _time).GetAwaiter().GetResult();
    }
}
