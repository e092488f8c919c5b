using System.Diagnostics;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Till;
using Guitai.Till.Desk;
using Guitai.Till.Devices;
using Guitai.Till.Journal;
using Guitai.Till.Pages;
using Microsoft.Win32.SafeHandles;

namespace Guitai.Bench;

/// <summary>How fast one till sells for cash, each sale durable before the next begins, and how long closing a large shift takes.</summary>
internal static class TillBench
{
    /// <summary>Runs the bench in a folder of its own, which is removed afterwards.</summary>
    public static async Task<int> RunAsync(int sales, int closeOrders, int products)
    {
        if (products > 0)
        {
            await CatalogueBench.RunAsync(products);
        }

        if (sales == 0)
        {
            return 0;
        }

        var folder = Directory.CreateTempSubdirectory("guitai-bench-").FullName;
        try
        {
            using var till = await OpenAsync(folder);
            var page = await BeginAsync(till);
            await SellAsync(till, page, sales / 10);

            var syncsPerSecond = DiskSyncsPerSecond(folder);
            var took = Stopwatch.StartNew();
            await SellAsync(till, page, sales);
            Figure.Print("till.cash_sales_per_s", sales / took.Elapsed.TotalSeconds, "1/s", syncsPerSecond);

            var left = closeOrders - (int)till.Desk.State.Shift!.Totals.SaleCount;
            await Console.Error.WriteLineAsync($"filling the shift with {left} more orders");
            await SellAsync(till, page, Math.Max(0, left));
            var totals = till.Desk.State.Shift.Totals;
            took.Restart();
            var closed = await till.Shifts.CloseAsync(
                page,
                new CloseShiftRequest(Guid.NewGuid(), till.Desk.State.Shift.Id, [], totals.ExpectedCashMinor, null, null)
            );
            Check(closed);
            Figure.Print("till.close_100k_ms", took.Elapsed.TotalMilliseconds, "ms");
            await Console.Error.WriteLineAsync($"closed {totals.SaleCount} orders");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<TillRole> OpenAsync(string folder)
    {
        var store = RoleStore.Open(SqliteEngine.Open(Path.Combine(folder, "till.db")), TillRole.Migrations);
        store.StartLoop(e => Environment.FailFast("The store failed.", e));
        var randomness = new SystemRandomness();
        var shop = new BenchShop(new IdSource(TimeProvider.System, randomness));
        var till = TillRole.Open(store, TimeProvider.System, randomness, shop, new NoPrinter(), "bench");
        Check(await till.EnrolAsync(new TillIdentity(shop.TillId, "memory", "")));
        await till.Sync.RoundAsync(default);
        return till;
    }

    public static async Task<PageContext> BeginAsync(TillRole till)
    {
        var page = new PageContext(null, Guid.NewGuid());
        var token = await till.Login.LogInAsync(page, new LoginRequest(BenchShop.Number, new Secret<string>(BenchShop.Pin)));
        Check(token);
        page = page with { Token = token.Value };
        Check(await till.Shifts.OpenAsync(page, new OpenShiftRequest(Guid.NewGuid(), 50_000)));
        return page;
    }

    // Three scans and the cash, as a fast cashier presses them: the payment is answered when all four are on disk.
    private static async Task SellAsync(TillRole till, PageContext page, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var first = till.Checkout.ScanAsync(page, new ScanRequest(Guid.NewGuid(), "6900000001001"));
            var second = till.Checkout.ScanAsync(page, new ScanRequest(Guid.NewGuid(), "6900000001002", 2000));
            var third = till.Checkout.ScanAsync(page, new ScanRequest(Guid.NewGuid(), "1003"));
            var cart = till.Desk.Cart!;
            Check(await till.CashPayment.PayAsync(page, new PayCashRequest(Guid.NewGuid(), cart.OrderId, 3820, 5000, null)));
            Check(await first);
            Check(await second);
            Check(await third);
        }
    }

    // What the disk itself can do: 300 bytes appended and synced, again and again.
    private static double DiskSyncsPerSecond(string folder)
    {
        const int Writes = 2_000;
        using SafeFileHandle file = File.OpenHandle(Path.Combine(folder, "baseline"), FileMode.Create, FileAccess.Write);
        var record = new byte[300];
        var took = Stopwatch.StartNew();
        for (var i = 0; i < Writes; i++)
        {
            RandomAccess.Write(file, record, i * 300L);
            RandomAccess.FlushToDisk(file);
        }

        return Writes / took.Elapsed.TotalSeconds;
    }

    public static void Check<T>(Outcome<T> outcome)
    {
        if (outcome.Refusal is { } refusal)
        {
            throw new InvalidOperationException($"The bench was refused: {refusal.Code}.");
        }
    }
}
