using System.Diagnostics;
using System.Globalization;
using Guitai.Host.Operations;
using Guitai.Ledger;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Bench.Host;

/// <summary>
/// Authorised sales a second: terminals of this process over TLS, a host process, a sandbox issuer process. Stripe with PIN, stripe without, typed with CVV2, chip with cryptogram; now and then a void
/// and a reversal. Every approved sale has been through both commits and all checks of the issuer; afterwards the books are verified.
/// </summary>
internal static class HostBench
{
    private static readonly int[] s_curve = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000];

    public static async Task<int> RunAsync(HostBenchOptions options)
    {
        var connected = options.Curve ? Math.Max(options.Terminals, s_curve[^1]) : options.Terminals;
        await Console.Error.WriteLineAsync("a bare TLS echo, 32 connections");
        var echo = await EchoBench.MeasureAsync(32, TimeSpan.FromSeconds(5));
        Figure.Print("tls.echo_per_s", echo, "1/s");
        double? pgbench = null;
        if (options.Postgres is { } connection)
        {
            await Console.Error.WriteLineAsync("pgbench, scale 10, 32 clients");
            pgbench = await PgBench.MeasureAsync(connection, TimeSpan.FromSeconds(10));
            Figure.Print("postgres.tpcb_per_s", pgbench.Value, "1/s");
        }

        await Console.Error.WriteLineAsync($"making {connected} terminals");
        await using var world = await HostWorld.MakeAsync(connected, options.Postgres);
        var lines = new List<TerminalLine>();
        foreach (var number in world.Terminals.Order(StringComparer.Ordinal).Take(options.Terminals))
        {
            lines.Add(await world.ConnectAsync(number));
        }

        var drivers = lines.Select((l, i) => new SaleDriver(l.Terminal, world.Cards, i)).ToList();
        await Console.Error.WriteLineAsync("warming up");
        await MeasureAsync(drivers, TimeSpan.FromSeconds(Math.Max(3, options.Seconds / 3)));
        var before = Usage(world);
        var commits = await world.CommitsAsync();
        var run = await MeasureAsync(drivers, TimeSpan.FromSeconds(options.Seconds));
        commits = await world.CommitsAsync() - commits;
        var after = Usage(world);
        Figure.Print("host.sales_per_s", run.PerSecond, "1/s");
        Figure.Print("host.echo_ratio", run.PerSecond, "1/s", echo);
        if (pgbench is { } tpcb)
        {
            Figure.Print("host.pgbench_ratio", run.PerSecond, "1/s", tpcb);
        }

        Figure.Print("host.commits_per_s", commits / run.Took.TotalSeconds, "1/s");
        Figure.Print("host.closed_p50_ms", run.P50, "ms");
        Figure.Print("host.closed_p99_ms", run.P99, "ms");
        Figure.Print("host.cpu_us_per_sale", (after.Host - before.Host).TotalMicroseconds / run.Count, "us");
        Figure.Print("host.issuer_cpu_us_per_sale", (after.Sandbox - before.Sandbox).TotalMicroseconds / run.Count, "us");
        Figure.Print("host.generator_cpu_us_per_sale", (after.Own - before.Own).TotalMicroseconds / run.Count, "us");
        var rate = run.PerSecond * 0.7;
        var open = await MeasureAsync(drivers, TimeSpan.FromSeconds(options.Seconds), rate);
        Figure.Print("host.open_sales_per_s", open.PerSecond, "1/s", run.PerSecond);
        Figure.Print("host.p50_ms", open.P50, "ms");
        Figure.Print("host.p99_ms", open.P99, "ms");
        if (options.Curve)
        {
            await CurveAsync(world, lines, drivers);
        }

        foreach (var line in lines)
        {
            await line.DisposeAsync();
        }

        world.Host.Kill();
        await world.Host.WaitForExitAsync();
        return await VerifyAsync(world, drivers) ? 0 : 1;
    }

    /// <summary>What a connected terminal that says nothing costs the host.</summary>
    public static async Task<int> IdleAsync(int terminals)
    {
        await Console.Error.WriteLineAsync($"making {terminals} terminals");
        await using var world = await HostWorld.MakeAsync(terminals, postgres: null);
        var numbers = world.Terminals.Order(StringComparer.Ordinal).ToList();

        // The first ones bring what is loaded once, whatever their number.
        const int Already = 100;
        var lines = new List<TerminalLine>();
        foreach (var number in numbers.Take(Already))
        {
            lines.Add(await world.ConnectAsync(number));
        }

        await Task.Delay(TimeSpan.FromSeconds(5));
        var before = ResidentKb(world);
        foreach (var number in numbers.Skip(Already))
        {
            lines.Add(await world.ConnectAsync(number));
        }

        await Task.Delay(TimeSpan.FromSeconds(20));
        var after = ResidentKb(world);
        Figure.Print("host.idle_terminals", lines.Count, "connections");
        Figure.Print("host.idle_terminal_kb", (double)(after - before) / (lines.Count - Already), "KB");
        Figure.Print("host.rss_mb", after / 1024d, "MB");
        var answered = await Task.WhenAll(lines.Select(l => l.Terminal.AskAsync(new TerminalQuestion(820, 0) { Network = 301 })));
        var heard = answered.Count(a => a is { Code: "00" });
        await Console.Error.WriteLineAsync($"{heard} of {lines.Count} still answered an echo");
        foreach (var line in lines)
        {
            await line.DisposeAsync();
        }

        return heard == lines.Count ? 0 : 1;
    }

    private static async Task CurveAsync(HostWorld world, List<TerminalLine> lines, List<SaleDriver> drivers)
    {
        foreach (var number in world.Terminals.Order(StringComparer.Ordinal).Skip(lines.Count))
        {
            lines.Add(await world.ConnectAsync(number));
            drivers.Add(new SaleDriver(lines[^1].Terminal, world.Cards, drivers.Count));
        }

        await MeasureAsync(drivers, TimeSpan.FromSeconds(3));
        foreach (var count in s_curve)
        {
            var part = await MeasureAsync(drivers[..count], TimeSpan.FromSeconds(4));
            var name = string.Create(CultureInfo.InvariantCulture, $"host.curve.{count}");
            Figure.Print($"{name}.sales_per_s", part.PerSecond, "1/s");
            Figure.Print($"{name}.p99_ms", part.P99, "ms");
        }
    }

    private static long ResidentKb(HostWorld world)
    {
        world.Host.Refresh();
        return world.Host.WorkingSet64 / 1024;
    }

    private static async Task<bool> VerifyAsync(HostWorld world, List<SaleDriver> drivers)
    {
        await using var books = await world.OpenBooksAsync();
        var faults = books
            .Desk.Services.Store.Read(Guitai.Host.Verify.HostVerify.Prove)
            .Where(p => !p.Ok)
            .Select(p => $"{p.Name}: {p.Detail}")
            .ToList();
        foreach (var fault in faults)
        {
            await Console.Error.WriteLineAsync(fault);
        }

        var posted = 0L;
        for (var i = 0; i < 20; i++)
        {
            posted += books.Desk.Services.Store.Read(c => c.Totals(HostWorld.MerchantOf(i), "issuer.sandbox", 156)).Balance;
        }

        var taken = drivers.Sum(d => d.Standing);
        await Console.Error.WriteLineAsync(
            $"approved at the terminals {taken}, posted {posted}; {faults.Count} faults; {drivers.Sum(d => d.Declined)} declined"
        );
        return faults.Count == 0 && posted == taken;
    }

    private static async Task<Measured> MeasureAsync(List<SaleDriver> drivers, TimeSpan length, double? perSecond = null)
    {
        var histogram = new LatencyHistogram();
        var until = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);
        var took = Stopwatch.StartNew();
        var counts = await Task.WhenAll(
            drivers.Select((d, i) => d.RunAsync(until, histogram, pace: perSecond is { } all ? new Pace(all / drivers.Count, i) : null))
        );
        took.Stop();
        var snapshot = histogram.Snapshot();
        var count = counts.Sum();
        return new Measured(
            count,
            took.Elapsed,
            count / took.Elapsed.TotalSeconds,
            LatencyHistogram.Quantile(0.5, snapshot),
            LatencyHistogram.Quantile(0.99, snapshot)
        );
    }

    private static (TimeSpan Host, TimeSpan Sandbox, TimeSpan Own) Usage(HostWorld world)
    {
        world.Host.Refresh();
        world.Sandbox.Refresh();
        return (world.Host.TotalProcessorTime, world.Sandbox.TotalProcessorTime, Process.GetCurrentProcess().TotalProcessorTime);
    }
}

/// <summary>What <c>guitai bench host</c> is asked for.</summary>
internal sealed record HostBenchOptions(int Terminals, int Seconds, string? Postgres, bool Curve);

/// <summary>How a run went.</summary>
internal sealed record Measured(long Count, TimeSpan Took, double PerSecond, double P50, double P99);
