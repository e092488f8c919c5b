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
    public static async Task<int> RunAsync(int terminals, int seconds, string? postgres, bool curve)
    {
        await Console.Error.WriteLineAsync($"making {terminals} terminals");
        await using var world = await HostWorld.MakeAsync(terminals, postgres);
        var lines = new List<TerminalLine>();
        foreach (var number in world.Terminals.Order(StringComparer.Ordinal))
        {
            lines.Add(await world.ConnectAsync(number));
        }

        var drivers = lines.Select((l, i) => new SaleDriver(l.Terminal, world.Cards, i)).ToList();
        await Console.Error.WriteLineAsync("warming up");
        await MeasureAsync(drivers, TimeSpan.FromSeconds(Math.Max(3, seconds / 3)));
        if (curve)
        {
            for (var count = 1; count < terminals; count *= 2)
            {
                var part = await MeasureAsync(drivers[..count], TimeSpan.FromSeconds(3));
                Figure.Print(string.Create(CultureInfo.InvariantCulture, $"host.sales_per_s.{count}_terminals"), part.PerSecond, "1/s");
            }
        }

        var before = Usage(world);
        var run = await MeasureAsync(drivers, TimeSpan.FromSeconds(seconds));
        var after = Usage(world);
        Figure.Print("host.sales_per_s", run.PerSecond, "1/s");
        Figure.Print("host.p50_ms", run.P50, "ms");
        Figure.Print("host.p99_ms", run.P99, "ms");
        Figure.Print("host.cpu_us_per_sale", (after.Host - before.Host).TotalMicroseconds / run.Count, "us");
        Figure.Print("host.issuer_cpu_us_per_sale", (after.Sandbox - before.Sandbox).TotalMicroseconds / run.Count, "us");
        Figure.Print("host.generator_cpu_us_per_sale", (after.Own - before.Own).TotalMicroseconds / run.Count, "us");
        foreach (var line in lines)
        {
            await line.DisposeAsync();
        }

        world.Host.Kill();
        await world.Host.WaitForExitAsync();
        return await VerifyAsync(world, drivers) ? 0 : 1;
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

    private static async Task<(double PerSecond, double P50, double P99, long Count)> MeasureAsync(
        List<SaleDriver> drivers,
        TimeSpan length
    )
    {
        var histogram = new LatencyHistogram();
        var until = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);
        var took = Stopwatch.StartNew();
        var counts = await Task.WhenAll(drivers.Select(d => d.RunAsync(until, histogram)));
        took.Stop();
        var snapshot = histogram.Snapshot();
        return (
            counts.Sum() / took.Elapsed.TotalSeconds,
            LatencyHistogram.Quantile(0.5, snapshot),
            LatencyHistogram.Quantile(0.99, snapshot),
            counts.Sum()
        );
    }

    private static (TimeSpan Host, TimeSpan Sandbox, TimeSpan Own) Usage(HostWorld world)
    {
        world.Host.Refresh();
        world.Sandbox.Refresh();
        return (world.Host.TotalProcessorTime, world.Sandbox.TotalProcessorTime, Process.GetCurrentProcess().TotalProcessorTime);
    }
}

/// <summary>One terminal that sells without pause.</summary>
internal sealed class SaleDriver(VirtualTerminal terminal, CardBureau cards, int index)
{
    private const int CardsEach = 8;
    private readonly List<(VirtualCard Card, VirtualChip Chip)> _cards = [];
    private int _turn;
    private long _debitMinor;
    private int _debits;
    private long _creditMinor;
    private int _credits;

    /// <summary>Approved and not taken back, minor units.</summary>
    public long Standing { get; private set; }

    /// <summary>What field 48 of a settlement says: debits with what was voided, without what was reversed; credits.</summary>
    public string Totals =>
        string.Create(CultureInfo.InvariantCulture, $"{_debitMinor:D12}{_debits:D3}{_creditMinor:D12}{_credits:D3}0") + new string('0', 31);

    /// <summary>Answers that did not approve.</summary>
    public long Declined { get; private set; }

    /// <summary>Sells until a moment, or so many times.</summary>
    /// <returns>Sales that were approved.</returns>
    public async Task<long> RunAsync(long until, LatencyHistogram histogram, long most = long.MaxValue)
    {
        await Task.Yield();
        Prepare();
        long count = 0;
        while (count < most && Stopwatch.GetTimestamp() < until)
        {
            var turn = _turn++;
            var (card, chip) = _cards[turn % CardsEach];
            var amount = 100 + (turn % 900);
            var since = Stopwatch.GetTimestamp();
            var reply = await terminal.AskAsync(Sale(card, chip, amount, turn));
            histogram.Record(Stopwatch.GetElapsedTime(since));
            if (reply is not { Code: "00" })
            {
                Declined++;
                if (reply is null)
                {
                    return count;
                }

                continue;
            }

            Standing += amount;
            _debitMinor += amount;
            _debits++;
            count++;
            if (turn % 50 == 49)
            {
                await TakeBackAsync(card, amount, turn, reply.Rrn);
            }
        }

        return count;
    }

    private void Prepare()
    {
        for (var i = _cards.Count; i < CardsEach; i++)
        {
            var card = cards.Card(i % 2 == 0 ? "unionpay-debit" : "visa-credit", CardProgram.FirstPlain + (index * CardsEach) + i);
            _cards.Add((card, cards.Chip(card)));
        }
    }

    // One in fifty is voided, or reversed as if its answer had not come.
    private async Task TakeBackAsync(VirtualCard card, long amount, int turn, string rrn)
    {
        var original = $"{terminal.Batch:D6}{terminal.Trace:D6}";
        var question =
            turn % 100 == 49
                ? new TerminalQuestion(200, 23)
                {
                    Processing = 200000,
                    Amount = amount,
                    Condition = 0,
                    Track2 = card.Track2,
                    Entry = 22,
                    Rrn = rrn,
                    Original = original,
                }
                : new TerminalQuestion(400, 22)
                {
                    Processing = 0,
                    Amount = amount,
                    Condition = 0,
                    Entry = 22,
                    Reason = "98",
                    Trace = terminal.Trace,
                };
        if ((await terminal.AskAsync(question))?.Code != "00")
        {
            return;
        }

        Standing -= amount;
        if (question.Mti == 400)
        {
            _debitMinor -= amount;
            _debits--;
        }
        else
        {
            _creditMinor += amount;
            _credits++;
        }
    }

    private static TerminalQuestion Sale(VirtualCard card, VirtualChip chip, long amount, int turn)
    {
        var sale = new TerminalQuestion(200, 22)
        {
            Processing = 0,
            Amount = amount,
            Condition = 0,
        };
        return (turn % 4) switch
        {
            0 => sale with { Track2 = card.Track2, Entry = 21, Pin = card.Pin },
            1 => sale with { Track2 = card.Track2, Entry = 22 },
            2 => sale with { Pan = card.Pan, Expiry = int.Parse(card.Expiry, CultureInfo.InvariantCulture), Cvv2 = card.Cvv2, Entry = 12 },
            _ => ChipCard.Sale(sale, card, chip, amount),
        };
    }
}
