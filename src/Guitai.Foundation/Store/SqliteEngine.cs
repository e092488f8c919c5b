using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Guitai.Foundation.Store;

/// <summary>SQLite embedded: WAL, <c>synchronous=EXTRA</c>, one writing connection that alone checkpoints, read-only readers.</summary>
public sealed class SqliteEngine : ISqlEngine
{
    /// <summary>After how many pages in the write-ahead log they are moved into the database: SQLite's own default.</summary>
    private const int CheckpointPages = 1000;

    private static readonly Lock s_providerLock = new();
    private static bool s_providerSet;

    private readonly string _readerConnectionString;
    private readonly SqliteConnection _writer;
    private readonly SqliteStatements _statements;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _rollback;
    private bool _logIsInDoubt;

    private SqliteEngine(SqliteConnection writer, string readerConnectionString, bool logIsInDoubt)
    {
        _logIsInDoubt = logIsInDoubt;
        _writer = writer;
        _readerConnectionString = readerConnectionString;
        _statements = new SqliteStatements(writer.Handle!);
        _begin = Command("BEGIN IMMEDIATE");
        _commit = Command("COMMIT");
        _rollback = Command("ROLLBACK");
    }

    /// <inheritdoc/>
    public string Name => "sqlite";

    /// <summary>Opens or creates a database file for its one writing process.</summary>
    /// <param name="path">The file, or a <c>file:</c> URI.</param>
    /// <exception cref="StoreBrokenException">The file is not a database or is damaged.</exception>
    public static SqliteEngine Open(string path)
    {
        UseSystemLibrary();
        var writer = new SqliteConnection(ConnectionString(path, SqliteOpenMode.ReadWriteCreate, pooling: false));
        try
        {
            writer.Open();
            // Closing would bring what the WAL holds into the file. Until the file is known to be sound it is evidence and stays as it is.
            CheckpointOnClose(writer, false);

            // EXTRA is FULL plus one more sync: of the folder after a journal is removed. It comes before anything is read, because reading may
            // finish what a crash began: the journal of the change to WAL must not come back when the log already holds sales.
            Execute(writer, "PRAGMA busy_timeout=5000; PRAGMA synchronous=EXTRA");
            using var check = writer.CreateCommand();
            check.CommandText = "PRAGMA quick_check(1)";
            if ((string)check.ExecuteScalar()! != "ok")
            {
                throw new StoreBrokenException(
                    $"The database {path} is damaged. Restore it from a backup; the damaged file was left as it is."
                );
            }

            CheckpointOnClose(writer, true);
            // 64 MiB of pages in memory: what is written every second must not be read from the log every second.
            Execute(writer, "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-65536");
            return new SqliteEngine(
                writer,
                ConnectionString(path, SqliteOpenMode.ReadOnly, pooling: true),
                !WriteLogAnew(writer, again: false)
            );
        }
        catch (SqliteException exception)
        {
            writer.Dispose();
            throw new StoreBrokenException(
                $"The database {path} cannot be read ({exception.Message}). Restore it from a backup; the file was left as it is.",
                exception
            );
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Opens an existing file for reading alone, beside its running owner: for <c>verify</c> and <c>backup</c>.</summary>
    public static DbConnection OpenReadOnly(string path)
    {
        UseSystemLibrary();
        var connection = new SqliteConnection(ConnectionString(path, SqliteOpenMode.ReadOnly, pooling: false));
        connection.Open();
        return connection;
    }

    /// <summary>Binds to the system's SQLite, which the distribution keeps patched, instead of a bundled copy.</summary>
    public static void UseSystemLibrary()
    {
        lock (s_providerLock)
        {
            if (s_providerSet)
            {
                return;
            }

            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
            raw.SetProvider(new SQLite3Provider_e_sqlite3());
            s_providerSet = true;
        }
    }

    /// <inheritdoc/>
    public void Migrate(IReadOnlyList<Migration> migrations)
    {
        try
        {
            ApplyMissing(migrations);
        }
        catch (SqliteException exception)
        {
            throw new StoreBrokenException($"The schema could not be brought up to date: {exception.Message}", exception);
        }
    }

    private void ApplyMissing(IReadOnlyList<Migration> migrations)
    {
        Execute(_writer, "CREATE TABLE IF NOT EXISTS schema_version (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT");
        using var read = Command("SELECT coalesce(max(number), 0) FROM schema_version");
        foreach (var migration in Migration.Outstanding(migrations, (long)read.ExecuteScalar()!))
        {
            using var note = Command("INSERT INTO schema_version VALUES ($number, $name)");
            note.Parameters.AddWithValue("$number", migration.Number);
            note.Parameters.AddWithValue("$name", migration.Name);
            _begin.ExecuteNonQuery();
            try
            {
                Execute(_writer, migration.SqlFor("INTEGER", "TEXT", "BLOB", "STRICT", "STRICT, WITHOUT ROWID"));
                note.ExecuteNonQuery();
                _commit.ExecuteNonQuery();
            }
            catch (SqliteException fault)
            {
                RollBack();
                throw migration.Failed(fault);
            }
        }
    }

    /// <inheritdoc/>
    public WriteResult Commit(IReadOnlyList<Write> writes)
    {
        try
        {
            if (_logIsInDoubt && !WriteLogAnew(_writer, again: true))
            {
                return WriteResult.StoreFull;
            }

            _logIsInDoubt = false;
            _begin.ExecuteNonQuery();
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_FULL)
        {
            return WriteResult.StoreFull;
        }
        catch (SqliteException exception)
        {
            throw new StoreBrokenException($"SQLite failed: {exception.Message}", exception);
        }

        try
        {
            foreach (var write in writes)
            {
                foreach (var row in write.Rows)
                {
                    if (_statements.Run(row) == 0 && row.Operation == RowOperation.Advance)
                    {
                        _rollback.ExecuteNonQuery();
                        return WriteResult.Conflict;
                    }
                }
            }

            _commit.ExecuteNonQuery();
            CheckpointWhenDue();
            return WriteResult.Committed;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_FULL)
        {
            RollBack();
            return exception.SqliteErrorCode == raw.SQLITE_FULL ? WriteResult.StoreFull : WriteResult.Conflict;
        }
        catch (SqliteException exception)
        {
            throw new StoreBrokenException($"SQLite failed: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public DbConnection OpenReader()
    {
        var connection = new SqliteConnection(_readerConnectionString);
        connection.Open();
        return connection;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _statements.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
        using (var pooled = new SqliteConnection(_readerConnectionString))
        {
            SqliteConnection.ClearPool(pooled);
        }

        _writer.Dispose();
    }

    private static string ConnectionString(string path, SqliteOpenMode mode, bool pooling) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = pooling,
        }.ToString();

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != "e_sqlite3")
        {
            return IntPtr.Zero;
        }

        var library =
            OperatingSystem.IsWindows() ? "winsqlite3"
            : OperatingSystem.IsMacOS() ? "libsqlite3.dylib"
            : "libsqlite3.so.0";
        return NativeLibrary.Load(library, assembly, path);
    }

    private static void CheckpointOnClose(SqliteConnection connection, bool wanted) =>
        SqliteException.ThrowExceptionForRC(
            raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, wanted ? 0 : 1, out _),
            connection.Handle
        );

    // A process before this one may have stopped at a failed sync. What it left in the log can be read and yet be gone after the next loss of
    // power, and every commit behind it with it. So the log is brought into the file, and emptied by a commit that is synced, before anything
    // is written behind it. Somebody who reads just now puts it off to the next start; a full disk, until there is space.
    // Returns false when the disk is full; the next try is made again, whatever the log shows by then.
    private static bool WriteLogAnew(SqliteConnection writer, bool again)
    {
        var frames = 0;
        var code = Checkpoint(raw.SQLITE_CHECKPOINT_PASSIVE);
        if (code == raw.SQLITE_OK && (frames != 0 || again))
        {
            code = Checkpoint(raw.SQLITE_CHECKPOINT_TRUNCATE);
            if (code == raw.SQLITE_OK)
            {
                // Any commit: its header makes a log that comes back after a crash, whole or in part, void.
                code = raw.sqlite3_exec(writer.Handle, "PRAGMA user_version=1");
            }
        }

        if ((code & 0xFF) is not (raw.SQLITE_OK or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL))
        {
            SqliteException.ThrowExceptionForRC(code, writer.Handle);
        }

        return (code & 0xFF) != raw.SQLITE_FULL;

        int Checkpoint(int mode) => raw.sqlite3_wal_checkpoint_v2(writer.Handle!, "main", mode, out frames, out _);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>SQLite's automatic checkpoint swallows its own failures; a failed sync of the database must stop the process instead.</summary>
    private void CheckpointWhenDue()
    {
        raw.sqlite3_db_status(_writer.Handle!, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pagesWritten, out _, resetFlg: 0);
        if (pagesWritten < CheckpointPages)
        {
            return;
        }

        var code = raw.sqlite3_wal_checkpoint_v2(_writer.Handle!, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var logFrames, out var moved);
        if (code == raw.SQLITE_OK && moved == logFrames)
        {
            raw.sqlite3_db_status(_writer.Handle!, raw.SQLITE_DBSTATUS_CACHE_WRITE, out _, out _, resetFlg: 1);
        }
        else if ((code & 0xFF) is not (raw.SQLITE_OK or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL))
        {
            throw new StoreBrokenException($"SQLite failed to checkpoint: {raw.sqlite3_errmsg(_writer.Handle!).utf8_to_string()}");
        }
    }

    private SqliteCommand Command(string sql)
    {
        var command = _writer.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    /// <summary>SQLite rolls back by itself after some errors, and not after others.</summary>
    private void RollBack()
    {
        if (raw.sqlite3_get_autocommit(_writer.Handle!) == 0)
        {
            _rollback.ExecuteNonQuery();
        }
    }
}
