using System.Diagnostics;
using System.Globalization;
using Guitai.Host.Operations;
using Guitai.Sandbox.Wallets;
using Guitai.Sandbox.Wallets.Codes;
using Guitai.Terminal.Machine;

namespace Guitai.Bench.Host;

/// <summary>
/// Sales by customers' codes a second: terminals of this process over TLS, a host process, the sandbox's gateways in a process of their own, each answer signed and proved; then what customers cost the
/// host who do not finish.
/// </summary>
internal static class CodeBench
{
    private const int Terminals = 64;
    private const int FirstCustomer = 100;
    private const int EachShows = 16;

    public static async Task<int> RunAsync(int seconds, int waiting)
    {
        await Console.Error.WriteLineAsync($"making {Terminals} terminals, and accounts at the wallets");
        await using var world = await HostWorld.MakeAsync(Terminals, postgres: null, (made, host) => made.EnrolAsync(host, 20));
        var profile = WalletProfile.Read(await File.ReadAllTextAsync(Path.Combine(world.Folder, "sandbox", "wallets", "wallets.json")));
        var phones = new Phones(new PaymentCodes(profile));
        var lines = new List<TerminalLine>();
        foreach (var number in world.Terminals.Order(StringComparer.Ordinal))
        {
            lines.Add(await world.ConnectAsync(number));
        }

        await Console.Error.WriteLineAsync("warming up");
        await SellAsync(lines, phones, TimeSpan.FromSeconds(Math.Max(3, seconds / 3)), new LatencyHistogram());
        var before = Usage(world);
        var histogram = new LatencyHistogram();
        var watch = Stopwatch.StartNew();
        var (count, declined) = await SellAsync(lines, phones, TimeSpan.FromSeconds(seconds), histogram);
        var took = watch.Elapsed;
        var after = Usage(world);
        Figure.Print("codes.sales_per_s", count / took.TotalSeconds, "1/s");
        Figure.Print("codes.p50_ms", LatencyHistogram.Quantile(0.5, histogram.Snapshot()), "ms");
        Figure.Print("codes.p99_ms", LatencyHistogram.Quantile(0.99, histogram.Snapshot()), "ms");
        Figure.Print("codes.host_cpu_us_per_sale", (after.Host - before.Host).TotalMicroseconds / count, "us");
        Figure.Print("codes.wallets_cpu_us_per_sale", (after.Sandbox - before.Sandbox).TotalMicroseconds / count, "us");
        await Console.Error.WriteLineAsync($"{declined} declined");

        await Task.Delay(TimeSpan.FromSeconds(5));
        var idle = await CoresAsync(world, TimeSpan.FromSeconds(10));
        var orders = await ShowAsync(lines, waiting);
        var shown = orders.Sum(o => o.Count);
        await Console.Error.WriteLineAsync($"{shown} shown codes that nobody pays; the host alone takes {idle:0.000} of a core");
        using var over = new CancellationTokenSource();
        var asking = lines.Zip(orders, (line, traces) => AskOnAsync(line, traces, over.Token)).ToList();
        var cores = await CoresAsync(world, TimeSpan.FromSeconds(60));
        await over.CancelAsync();
        var asked = (await Task.WhenAll(asking)).Sum();
        await Console.Error.WriteLineAsync($"their terminals asked {asked / 60.0:0} times a second");
        Figure.Print("codes.waiting", shown, "customers");
        Figure.Print("codes.waiting_host_cores", cores, "cores", idle);
        foreach (var line in lines)
        {
            await line.DisposeAsync();
        }

        return declined == 0 && shown == waiting ? 0 : 1;
    }

    private static async Task<(long Count, long Declined)> SellAsync(
        List<TerminalLine> lines,
        Phones phones,
        TimeSpan length,
        LatencyHistogram histogram
    )
    {
        var until = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);
        var sold = await Task.WhenAll(lines.Select(SellAsync));
        return (sold.Sum(s => s.Count), sold.Sum(s => s.Declined));

        async Task<(long Count, long Declined)> SellAsync(TerminalLine line)
        {
            await Task.Yield();
            var (count, declined) = (0L, 0L);
            while (Stopwatch.GetTimestamp() < until)
            {
                var sale = Question(100 + (count % 900), "A3", phones.Next());
                var since = Stopwatch.GetTimestamp();
                var reply = await line.Terminal.AskAsync(sale);
                histogram.Record(Stopwatch.GetElapsedTime(since));
                var isApproved = reply is { Code: "00" };
                (count, declined) = (count + (isApproved ? 1 : 0), declined + (isApproved ? 0 : 1));
                if (!isApproved)
                {
                    await Console.Error.WriteLineAsync(
                        $"{line.Terminal.Number}/{line.Terminal.Trace:D6} was answered with {reply?.Code ?? "nothing"}"
                    );
                }

                if (reply is null)
                {
                    break;
                }
            }

            return (count, declined);
        }
    }

    // Half of them at each wallet. The trace numbers of those that wait.
    private static Task<List<int>[]> ShowAsync(List<TerminalLine> lines, int waiting)
    {
        var each = Math.Max(EachShows, (waiting + lines.Count - 1) / lines.Count);
        var left = waiting;
        return Task.WhenAll(
            lines.Select(async line =>
            {
                var traces = new List<int>();
                for (var i = 0; i < each && Interlocked.Decrement(ref left) >= 0; i++)
                {
                    var reply = await line.Terminal.AskAsync(Question(2_000, "A5", i % 2 == 0 ? "wechat" : "alipay"));
                    if (reply is { Code: "09" })
                    {
                        traces.Add(line.Terminal.Trace);
                    }
                }

                return traces;
            })
        );
    }

    // As a terminal asks that has waited for a while (Guitai.Terminal/Machine/Patience.cs): each of these stands for one.
    private static async Task<long> AskOnAsync(TerminalLine line, List<int> traces, CancellationToken over)
    {
        var count = 0L;
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds((double)new Patience().LaterInquiryMs / traces.Count));
        while (!over.IsCancellationRequested)
        {
            foreach (var trace in traces)
            {
                try
                {
                    await pace.WaitForNextTickAsync(over);
                }
                catch (OperationCanceledException)
                {
                    return count;
                }

                var original = string.Create(CultureInfo.InvariantCulture, $"{line.Terminal.Batch:D6}{trace:D6}");
                await line.Terminal.AskAsync(new TerminalQuestion(820, 0) { Network = 990, Original = original });
                count++;
            }
        }

        return count;
    }

    private static async Task<double> CoresAsync(HostWorld world, TimeSpan length)
    {
        var (before, watch) = (Usage(world).Host, Stopwatch.StartNew());
        await Task.Delay(length);
        return (Usage(world).Host - before) / watch.Elapsed;
    }

    private static (TimeSpan Host, TimeSpan Sandbox) Usage(HostWorld world)
    {
        world.Host.Refresh();
        world.Sandbox.Refresh();
        return (world.Host.TotalProcessorTime, world.Sandbox.TotalProcessorTime);
    }

    private static TerminalQuestion Question(long amount, string tag, string value) =>
        new(200, 22)
        {
            Processing = 0,
            Amount = amount,
            Condition = 0,
            Entry = 32,
            Wallet = string.Create(CultureInfo.InvariantCulture, $"{tag}{value.Length:D3}{value}"),
        };

    /// <summary>Rich customers one after the other, at both wallets in turn: none pays so often on a day that the password is asked for.</summary>
    private sealed class Phones(PaymentCodes codes)
    {
        private int _turn;

        public string Next()
        {
            var turn = Interlocked.Increment(ref _turn);
            var customer = FirstCustomer + (turn / 2 % (PaymentCodes.Customers - FirstCustomer));
            return codes.Make(
                turn % 2 == 0 ? WalletKind.WeChat : WalletKind.Alipay,
                customer,
                TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
                // Of one phone's two codes of one moment, one in a thousand would be the same code.
                ((turn / PaymentCodes.Customers * 2) + (turn % 2)) % 1000
            );
        }
    }
}
