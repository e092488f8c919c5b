using Npgsql;

namespace Guitai.Foundation.Store;

/// <summary>Brings a PostgreSQL schema up to date, one process at a time.</summary>
internal static class PostgresSchema
{
    /// <summary>Advisory lock that starting processes queue at; the number has no meaning but being always the same.</summary>
    private const long StartLock = 0x67_75_69_74_61_69;

    /// <summary>Applies what is outstanding.</summary>
    /// <param name="connection">The writer's; when this throws, it has to be dropped, and the lock goes with it.</param>
    /// <param name="migrations">All migrations that this program knows.</param>
    /// <param name="writer">The writer's name in <c>store_commit</c>; null to be given one.</param>
    /// <returns>The writer's name.</returns>
    public static string Migrate(NpgsqlConnection connection, IReadOnlyList<Migration> migrations, string? writer)
    {
        Execute(connection, $"SET lock_timeout = 0; SELECT pg_advisory_lock({StartLock})");
        Execute(
            connection,
            """
            CREATE TABLE IF NOT EXISTS schema_version (number BIGINT PRIMARY KEY, name TEXT NOT NULL);
            CREATE TABLE IF NOT EXISTS store_commit (writer TEXT PRIMARY KEY, number BIGINT NOT NULL) WITH (fillfactor = 10);
            """
        );
        using var read = new NpgsqlCommand("SELECT coalesce(max(number), 0) FROM schema_version", connection);
        foreach (var migration in Migration.Outstanding(migrations, (long)read.ExecuteScalar()!))
        {
            try
            {
                Apply(connection, migration);
            }
            catch (PostgresException fault) when (!PostgresFault.IsLost(fault))
            {
                throw migration.Failed(fault);
            }
        }

        if (writer is null)
        {
            using var begin = new NpgsqlCommand(
                "INSERT INTO store_commit VALUES (gen_random_uuid()::text, 0) RETURNING writer",
                connection
            );
            writer = (string)begin.ExecuteScalar()!;
        }

        Execute(connection, $"SELECT pg_advisory_unlock({StartLock}); RESET lock_timeout");
        return writer;
    }

    private static void Apply(NpgsqlConnection connection, Migration migration)
    {
        using var transaction = connection.BeginTransaction();
        // Byte order, as SQLite has it: a sorted page looks the same on both engines, whatever the server's language.
        Execute(connection, migration.SqlFor("BIGINT", "TEXT COLLATE \"C\"", "BYTEA", strict: "", clustered: ""));
        using var note = new NpgsqlCommand("INSERT INTO schema_version VALUES ($1, $2)", connection);
        note.Parameters.Add(new() { Value = (long)migration.Number });
        note.Parameters.Add(new() { Value = migration.Name });
        note.ExecuteNonQuery();
        transaction.Commit();
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }
}
