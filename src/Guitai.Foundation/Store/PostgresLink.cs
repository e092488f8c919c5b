using Npgsql;

namespace Guitai.Foundation.Store;

/// <summary>How patient the PostgreSQL engine is. Whatever happens ends within these bounds.</summary>
/// <param name="MostAttempts">How often one group is tried when the server is away or several processes stand in each other's way.</param>
/// <param name="LongestPause">Pauses between attempts double from 10 ms up to this.</param>
/// <param name="Answer">How long the server may take to answer before the connection counts as lost.</param>
/// <param name="Abandoned">After how long the server ends a transaction whose client fell silent, and gives its locks back.</param>
public sealed record PostgresPatience(int MostAttempts, TimeSpan LongestPause, TimeSpan Answer, TimeSpan Abandoned)
{
    /// <summary>About half a minute: longer than a failover between two servers takes.</summary>
    public static PostgresPatience Default { get; } =
        new(20, TimeSpan.FromSeconds(2), Answer: TimeSpan.FromSeconds(30), Abandoned: TimeSpan.FromSeconds(10));
}

/// <summary>The one writing connection to PostgreSQL: opened when needed, checked that what it promises is durable, dropped when in doubt.</summary>
internal sealed class PostgresLink : IDisposable
{
    private readonly string _connectionString;
    private NpgsqlConnection? _connection;

    public PostgresLink(string connectionString, PostgresPatience patience)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            ApplicationName = "guitai-writer",
            CommandTimeout = Math.Max(1, (int)patience.Answer.TotalSeconds),
            CancellationTimeout = 500,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
        };
        builder.Timeout = Math.Min(builder.Timeout, builder.CommandTimeout);
        var abandonedMs = (long)patience.Abandoned.TotalMilliseconds;
        builder.Options =
            $"{builder.Options} -c idle_in_transaction_session_timeout={abandonedMs} -c lock_timeout={abandonedMs * 2}".Trim();
        _connectionString = builder.ToString();
    }

    /// <summary>True when the server warned since the connection was last asked for: a COMMIT with a warning may not have reached the standby.</summary>
    public bool Warned { get; private set; }

    /// <summary>The connection, opened if there is none.</summary>
    /// <exception cref="NpgsqlException">The server cannot be reached now.</exception>
    /// <exception cref="StoreBrokenException">The server can be reached and must not be used.</exception>
    public NpgsqlConnection Open()
    {
        Warned = false;
        if (_connection?.State == System.Data.ConnectionState.Open)
        {
            return _connection;
        }

        Drop();
        var connection = new NpgsqlConnection(_connectionString);
        try
        {
            connection.Notice += (_, e) => Warned |= string.Equals(e.Notice.InvariantSeverity, "WARNING", StringComparison.Ordinal);
            connection.Open();
            Check(connection);
            return _connection = connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Gives the connection up; the next <see cref="Open"/> makes a new one.</summary>
    public void Drop()
    {
        _connection?.Dispose();
        _connection = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Drop();

    private static void Check(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(
            "SELECT current_setting('fsync'), current_setting('server_encoding'), current_setting('synchronous_commit')",
            connection
        );
        string synchronous;
        using (var reader = command.ExecuteReader())
        {
            reader.Read();
            if (reader.GetString(0) != "on")
            {
                throw new StoreBrokenException(
                    "The PostgreSQL server runs with fsync off: what it acknowledges would not survive a crash."
                );
            }

            if (reader.GetString(1) != "UTF8")
            {
                throw new StoreBrokenException($"The PostgreSQL database is encoded in {reader.GetString(1)}; it has to be UTF8.");
            }

            synchronous = reader.GetString(2);
        }

        // remote_apply promises more than on; everything else less.
        if (synchronous is not ("on" or "remote_apply"))
        {
            using var set = new NpgsqlCommand("SET synchronous_commit = on", connection);
            set.ExecuteNonQuery();
        }
    }
}
