using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Guitai.Receipts;
using Guitai.Sandbox.Issuer.Cards;
using Guitai.Sandbox.Printer;

namespace Guitai.Bench.Cards;

/// <summary>How long a customer waits: from the PIN's last key at the terminal's page to the till's page that says paid, its receipt promised to the printer.</summary>
internal static class CardBench
{
    private const int Warm = 20;

    /// <summary>Runs the bench in a folder of its own, which is removed afterwards: sandbox, host, shop, till and terminal are processes of their own.</summary>
    public static async Task<int> RunAsync(int sales)
    {
        await using var paper = new VirtualPrinter(PaperWidth.Mm80, TimeProvider.System);
        paper.SwitchOn();
        var printer = string.Create(CultureInfo.InvariantCulture, $"tcp:127.0.0.1:{paper.Port}");
        await using var world = await CardWorld.MakeAsync(new CardWorldOptions { Printer = printer });
        var next = 0;
        long pressed = 0;
        using var cashier = new CardCashier(
            world.TillAddress,
            () => new CardInHand(world.Cards.Card("unionpay-debit", CardProgram.FirstPlain + next++)),
            seed: 1
        )
        {
            OnMoment = moment =>
            {
                if (moment == CardMoment.Pin)
                {
                    Volatile.Write(ref pressed, Stopwatch.GetTimestamp());
                }

                return Task.CompletedTask;
            },
        };
        await cashier.SellAsync(Warm);

        var times = new List<double>();
        using var stop = new CancellationTokenSource();
        var watching = WatchAsync(cashier.Till, () => Interlocked.Exchange(ref pressed, 0), times, stop.Token);
        await cashier.SellAsync(sales);
        await stop.CancelAsync();
        await watching;
        if (times.Count < sales - 1)
        {
            await Console.Error.WriteLineAsync($"only {times.Count} of {sales} sales were seen");
            return 1;
        }

        times.Sort();
        Figure.Print("card.pin_to_receipt_p50_ms", times[times.Count / 2], "ms");
        Figure.Print("card.pin_to_receipt_p95_ms", times[times.Count * 95 / 100], "ms");
        return 0;
    }

    // What the till pushes to its page, as a browser gets it.
    private static async Task WatchAsync(TillPage till, Func<long> pressed, List<double> times, CancellationToken stop)
    {
        string? last = null;
        try
        {
            await foreach (var view in till.EventsAsync(stop))
            {
                if (Paid(view) is { } number && number != last)
                {
                    var since = last is null ? 0 : pressed();
                    last = number;
                    if (since != 0)
                    {
                        times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // All sold.
        }
    }

    private static string? Paid(JsonNode view) =>
        view["lastSale"] is { } sale && (string?)sale["print"] is not (null or "not-asked") ? (string?)sale["receiptNumber"] : null;
}
