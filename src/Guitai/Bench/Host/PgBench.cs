using System.Diagnostics;
using System.Globalization;
using Guitai.Hosting;
using Npgsql;

namespace Guitai.Bench.Host;

/// <summary>PostgreSQL's own bench on the same server, beside ours: TPC-B-like, scale 10, 32 clients, in a database of its own that is dropped afterwards.</summary>
internal static class PgBench
{
    private const string Database = "guitai_pgbench";

    /// <summary>Transactions a second.</summary>
    public static async Task<double> MeasureAsync(string connection, TimeSpan length)
    {
        await ExecuteAsync(connection, $"DROP DATABASE IF EXISTS {Database} WITH (FORCE)");
        await ExecuteAsync(connection, $"CREATE DATABASE {Database}");
        try
        {
            await RunAsync(connection, "-i", "-q", "-s", "10");
            var seconds = ((int)length.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            var said = await RunAsync(connection, "-c", "32", "-j", "2", "-T", seconds);
            var line = said.Split('\n').Single(l => l.StartsWith("tps = ", StringComparison.Ordinal));
            return double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture);
        }
        finally
        {
            await ExecuteAsync(connection, $"DROP DATABASE IF EXISTS {Database} WITH (FORCE)");
        }
    }

    private static async Task ExecuteAsync(string connection, string statement)
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync();
        await using var command = new NpgsqlCommand(statement, open);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> RunAsync(string connection, params string[] arguments)
    {
        var where = new NpgsqlConnectionStringBuilder(connection);
        var start = new ProcessStartInfo("pgbench")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["PGHOST"] = where.Host;
        start.Environment["PGPORT"] = where.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = where.Username;
        start.Environment["PGPASSWORD"] = where.Password;
        foreach (var argument in (string[])[.. arguments, Database])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new Failure("pgbench did not start.", "pgbench 未能启动。");
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await said
            : throw new Failure($"pgbench failed: {await complained}", $"pgbench 失败：{await complained}");
    }
}
