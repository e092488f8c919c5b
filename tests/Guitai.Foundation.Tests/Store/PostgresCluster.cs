using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

[assembly: AssemblyFixture(typeof(Guitai.Foundation.Tests.Store.PostgresCluster))]

namespace Guitai.Foundation.Tests.Store;

/// <summary>A real PostgreSQL server of this test process's own: made when first asked for, stopped and removed at the end.</summary>
public sealed class PostgresCluster : IDisposable
{
    private const string HowToInstall = "PostgreSQL is not installed. Run build/setup-debian, or: apt-get install postgresql";

    private readonly Lock _lock = new();
    private DirectoryInfo? _folder;
    private Process? _server;
    private int _port;

    /// <summary>A new, empty database that sorts text as Chinese readers expect, and a connection string of its owner, who is no superuser.</summary>
    public string NewDatabase(string name)
    {
        lock (_lock)
        {
            if (_server is null)
            {
                Start();
            }
        }

        return Create(name, "template0 LOCALE_PROVIDER icu ICU_LOCALE 'zh-CN'");
    }

    /// <summary>A database with everything that another one holds; nobody may be connected to that one.</summary>
    public string Copy(string name, string from) => Create(name, from);

    /// <summary>Takes a database away, whoever is connected to it.</summary>
    public void Drop(string name)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Do($"DROP DATABASE {name} WITH (FORCE)");
                return;
            }
            catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.InsufficientPrivilege && attempt < 50)
            {
                // The server itself cleans up in there (autovacuum), which its owner may not end: it is done in a moment.
                Thread.Sleep(100);
            }
        }
    }

    public void Dispose()
    {
        // SIGINT shuts down without waiting for clients; SIGQUIT at once, for a server that is caught recovering and does not listen.
        foreach (var signal in (string[])["-INT", "-QUIT", "-KILL"])
        {
            if (_server is { HasExited: false })
            {
                Run("kill", signal, $"{_server.Id}");
                _server.WaitForExit(TimeSpan.FromSeconds(10));
            }
        }

        _server?.Dispose();
        _folder?.Delete(recursive: true);
    }

    private string Create(string name, string template)
    {
        Do($"CREATE DATABASE {name} TEMPLATE {template}");
        return ConnectionString("guitai", name, pooling: true);
    }

    private void Do(string sql)
    {
        using var connection = new NpgsqlConnection(ConnectionString("guitai", "postgres"));
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static string Binaries() =>
        (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
            .Where(d => File.Exists(Path.Combine(d, "bin", "initdb")))
            .OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var version) ? version : 0)
            .Select(d => Path.Combine(d, "bin"))
            .FirstOrDefault()
        ?? throw new InvalidOperationException(HowToInstall);

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static ProcessStartInfo AsServerUser(string program, params string[] arguments)
    {
        string[] command = Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. arguments]
            : [program, .. arguments];
        return new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
    }

    private static void Run(params string[] command) =>
        Run(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardError = true });

    private static void Run(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        if (start.RedirectStandardOutput)
        {
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
        }

        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{start.FileName} failed: {errors}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Start()
    {
        var binaries = Binaries();
        _folder = Directory.CreateTempSubdirectory("guitai-pg-");
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "postgres:", _folder.FullName);
        }

        var data = Path.Combine(_folder.FullName, "data");
        Run(
            AsServerUser(
                Path.Combine(binaries, "initdb"),
                ["-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
            )
        );
        _port = FreePort();
        _server = Process.Start(
            AsServerUser(
                Path.Combine(binaries, "postgres"),
                [
                    "-D",
                    data,
                    "-p",
                    $"{_port}",
                    "-k",
                    _folder.FullName,
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "fsync=on",
                    "-c",
                    "deadlock_timeout=50ms",
                ]
            )
        )!;
        var ready = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var log = new ConcurrentQueue<string>();
        _server.OutputDataReceived += (_, _) => { };
        _server.ErrorDataReceived += (_, line) =>
        {
            if (!ready.Task.IsCompleted)
            {
                log.Enqueue(line.Data ?? "(it ended)");
            }

            if (line.Data is null || line.Data.Contains("database system is ready to accept connections", StringComparison.Ordinal))
            {
                ready.TrySetResult(line.Data is not null);
            }
        };
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        if (!ready.Task.GetAwaiter().GetResult())
        {
            throw new InvalidOperationException($"PostgreSQL did not start: {string.Join('\n', log)}");
        }

        using var connection = new NpgsqlConnection(ConnectionString("postgres", "postgres"));
        connection.Open();
        using var role = new NpgsqlCommand("CREATE ROLE guitai LOGIN CREATEDB", connection);
        role.ExecuteNonQuery();
    }

    private string ConnectionString(string user, string database, bool pooling = false) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = _port,
            Username = user,
            Database = database,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
            MaxPoolSize = 20,
            Pooling = pooling,
        }.ToString();
}

/// <summary>One database for each test class; each test has a schema of its own in it.</summary>
public sealed class PostgresDatabase(PostgresCluster cluster)
{
    private static int s_databases;
    private readonly string _connectionString = cluster.NewDatabase($"store{Interlocked.Increment(ref s_databases)}");
    private int _schemas;

    /// <summary>A connection string that sees a new, empty schema.</summary>
    public string NewSchema()
    {
        var schema = $"test{Interlocked.Increment(ref _schemas)}";
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connectionString) { Pooling = false }.ToString());
        connection.Open();
        using var create = new NpgsqlCommand($"CREATE SCHEMA {schema}", connection);
        create.ExecuteNonQuery();
        return new NpgsqlConnectionStringBuilder(_connectionString) { SearchPath = schema }.ToString();
    }
}
