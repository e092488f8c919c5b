using System.Globalization;
using Dapper;
using Guitai.Foundation.Store;
using Guitai.Foundation.Tests.Store;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Guitai.Shop.Tests;

/// <summary>Where a test's shop keeps its books: a SQLite file, or a database on a real PostgreSQL server.</summary>
internal abstract class TestDatabase : IDisposable
{
    /// <summary>The statement that begins one view of everything.</summary>
    public abstract string BeginView { get; }

    public static TestDatabase New() => PostgresRun.Cluster is { } cluster ? new PostgresTestDatabase(cluster) : new SqliteTestDatabase();

    public abstract ISqlEngine Open();

    /// <summary>Changes something past the program, with the store open or not.</summary>
    public abstract int ByHand(string sql);

    /// <summary>Copies everything, with the store shut.</summary>
    public abstract string BackUp();

    /// <summary>Puts everything back, with the store shut.</summary>
    public abstract void Restore(string backup);

    public abstract void Dispose();
}

/// <summary>Makes every shop of a test stand on PostgreSQL.</summary>
public static class PostgresRun
{
    private static readonly AsyncLocal<PostgresCluster?> s_cluster = new();

    internal static PostgresCluster? Cluster => s_cluster.Value;

    public static void On(PostgresCluster cluster) => s_cluster.Value = cluster;
}

internal sealed class SqliteTestDatabase : TestDatabase
{
    private readonly string _folder = Directory.CreateTempSubdirectory("guitai-shop-").FullName;

    public override string BeginView => "BEGIN";

    private string File => Path.Combine(_folder, "shop.db");

    public override ISqlEngine Open() => SqliteEngine.Open(File);

    public override int ByHand(string sql)
    {
        using var hand = new SqliteConnection($"Data Source={File};Pooling=False");
        hand.Open();
        return hand.Execute(sql);
    }

    public override string BackUp()
    {
        var backup = Path.Combine(_folder, Path.GetRandomFileName());
        using var reader = SqliteEngine.OpenReadOnly(File);
        reader.Execute($"VACUUM INTO '{backup}'");
        return backup;
    }

    public override void Restore(string backup)
    {
        foreach (var file in Directory.GetFiles(_folder, "shop.db*"))
        {
            System.IO.File.Delete(file);
        }

        System.IO.File.Copy(backup, File);
    }

    public override void Dispose() => Directory.Delete(_folder, recursive: true);
}

/// <summary>A database of its own, copied from one that has the schema already.</summary>
internal sealed class PostgresTestDatabase : TestDatabase
{
    private const string Schema = "shop_schema";

    private static readonly Lock s_lock = new();
    private static bool s_schemaIsMade;
    private static int s_number;

    private readonly PostgresCluster _cluster;
    private readonly List<string> _names = [];
    private string _connectionString;

    public PostgresTestDatabase(PostgresCluster cluster)
    {
        _cluster = cluster;
        lock (s_lock)
        {
            if (!s_schemaIsMade)
            {
                using var engine = PostgresEngine.Open(cluster.NewDatabase(Schema), TimeProvider.System);
                engine.Migrate(ShopRole.Migrations);
                s_schemaIsMade = true;
            }

            // Copies of one database wait for each other anyhow, and refuse a copy of one that is being used.
            _connectionString = CopyOf(Schema);
        }
    }

    public override string BeginView => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    public override ISqlEngine Open() => PostgresEngine.Open(_connectionString, TimeProvider.System);

    public override int ByHand(string sql)
    {
        using var hand = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connectionString) { Pooling = false }.ToString());
        hand.Open();
        return hand.Execute(sql);
    }

    public override string BackUp()
    {
        var from = _names[^1];
        _connectionString = CopyOf(from);
        return from;
    }

    public override void Restore(string backup) => _connectionString = CopyOf(backup);

    public override void Dispose()
    {
        foreach (var name in _names)
        {
            _cluster.Drop(name);
        }
    }

    private string CopyOf(string from)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"shop{Interlocked.Increment(ref s_number)}");
        var copy = _cluster.Copy(name, from);
        _names.Add(name);
        return copy;
    }
}
