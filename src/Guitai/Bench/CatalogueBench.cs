using System.Diagnostics;
using System.Globalization;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Staff;
using Guitai.Contracts.Sync;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.Store;
using Guitai.Shop;
using Guitai.Shop.Catalogue;
using Guitai.Shop.Sync;
using Guitai.Till;
using Guitai.Till.Desk;
using Guitai.Till.Devices;
using Guitai.Till.Journal;
using Guitai.Till.Pages;

namespace Guitai.Bench;

/// <summary>How a till does with a large catalogue: the first sync from a real shop, and then, in a process of its own, being ready, scanning, searching
/// and memory.</summary>
internal static class CatalogueBench
{
    private const int ProductsInOneEdit = 2_000;
    private const int Scans = 5_000;
    private const int LinesInOneSale = 20;

    /// <summary>Fills a shop, syncs a till with it, and has a second process measure the till alone.</summary>
    public static async Task RunAsync(int products)
    {
        var folder = Directory.CreateTempSubdirectory("guitai-bench-").FullName;
        try
        {
            await FillAsync(folder, products);
            GC.Collect();
            using var child = Process.Start(
                new ProcessStartInfo(Environment.ProcessPath!, Arguments(folder, products))
                {
                    RedirectStandardOutput = true,
                    UseShellExecute = false,
                }
            )!;
            await Console.Out.WriteAsync(await child.StandardOutput.ReadToEndAsync());
            await child.WaitForExitAsync();
            if (child.ExitCode != 0)
            {
                throw new InvalidOperationException($"The till's own process ended with {child.ExitCode}.");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Leaves a shop and its synced till in a folder, as <c>guitai shop --with-till</c> finds them.</summary>
    public static async Task<int> FillAsync(string folder, int products)
    {
        Directory.CreateDirectory(Path.Combine(folder, "shop"));
        Directory.CreateDirectory(Path.Combine(folder, "till"));
        await SyncAsync(folder, products);
        return 0;
    }

    /// <summary>The second process: opens the till that <see cref="RunAsync"/> synced and measures it.</summary>
    public static async Task<int> MeasureAsync(string folder, int products)
    {
        using var store = OpenStore(folder, Path.Combine("till", "till.db"), TillRole.Migrations);
        var link = new LateShop();
        using var till = TillRole.Open(store, TimeProvider.System, new SystemRandomness(), link, new NoPrinter(), "bench");
        var page = await TillBench.BeginAsync(till);
        await ScanAsync(till, page, 0);
        Figure.Print(
            "till.ready_s",
            (TimeProvider.System.GetUtcNow() - new DateTimeOffset(Process.GetCurrentProcess().StartTime)).TotalSeconds,
            "s"
        );
        await ScanAllAsync(till, page, products);
        Search(till);
        Figure.Print("till.rss_mb", await MegabytesAsync("VmRSS:"), "MB");
        await ResetAsync(folder, till, link, products);
        return 0;
    }

    // The shop says that it was restored: everything comes anew beside what is there, with the shop in this process too.
    private static async Task ResetAsync(string folder, TillRole till, LateShop link, int products)
    {
        using var shopStore = OpenStore(folder, Path.Combine("shop", "shop.db"), ShopRole.Migrations);
        using var shop = await ShopRole.CreateAsync(shopStore, TimeProvider.System, new SystemRandomness());
        var token = till.Desk.Identity!.Token;
        link.Shop = new LoopbackLink(shop.SyncDoor, () => token);
        var took = Stopwatch.StartNew();
        if (!await till.Sync.RoundAsync(default) || till.Desk.Catalogue.ProductCount != products)
        {
            throw new InvalidOperationException("The reset did not bring everything.");
        }

        Figure.Print("till.reset_s", took.Elapsed.TotalSeconds, "s");
        Figure.Print("till.reset_peak_mb", await MegabytesAsync("VmHWM:"), "MB");
    }

    private static async Task<double> MegabytesAsync(string what)
    {
        var line = (await File.ReadAllLinesAsync("/proc/self/status")).Single(l => l.StartsWith(what, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private static IEnumerable<string> Arguments(string folder, int products)
    {
        // Under `dotnet guitai.dll` the process is dotnet, and the program its first argument.
        var program =
            Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? new[] { typeof(CatalogueBench).Assembly.Location } : [];
        return [.. program, "bench", "till", "--measure", folder, "--products", products.ToString(CultureInfo.InvariantCulture)];
    }

    private static RoleStore OpenStore(string folder, string file, IReadOnlyList<Migration> migrations)
    {
        var store = RoleStore.Open(SqliteEngine.Open(Path.Combine(folder, file)), migrations);
        store.StartLoop(e => Environment.FailFast("The store failed.", e));
        return store;
    }

    private static async Task SyncAsync(string folder, int products)
    {
        var randomness = new SystemRandomness();
        using var shopStore = OpenStore(folder, Path.Combine("shop", "shop.db"), ShopRole.Migrations);
        using var shop = await ShopRole.CreateAsync(shopStore, TimeProvider.System, randomness);
        var took = Stopwatch.StartNew();
        var tillId = await FillAsync(shop, products);
        await Console.Error.WriteLineAsync($"a shop of {products} products made in {took.Elapsed.TotalSeconds:F1} s");

        using var store = OpenStore(folder, Path.Combine("till", "till.db"), TillRole.Migrations);
        var token = (await shop.Tills.EnrolHereAsync(tillId)).Value;
        var link = new LoopbackLink(shop.SyncDoor, () => token);
        using var till = TillRole.Open(store, TimeProvider.System, randomness, link, new NoPrinter(), "bench");
        TillBench.Check(await till.EnrolAsync(new TillIdentity(tillId, "memory", token)));
        took.Restart();
        if (!await till.Sync.RoundAsync(default) || till.Desk.Catalogue.ProductCount != products)
        {
            throw new InvalidOperationException("The first sync did not bring everything.");
        }

        Figure.Print("till.first_sync_s", took.Elapsed.TotalSeconds, "s");
    }

    private static async Task<Guid> FillAsync(ShopDesk shop, int products)
    {
        var ids = shop.Books.Ids;
        var (store, tax, till) = (ids.Next(), ids.Next(), ids.Next());
        var categories = Enumerable.Range(1, 60).Select(n => new Category(ids.Next(), $"分类{n}", null, "#888888", n)).ToList();
        await SaveAsync(
            shop,
            [
                new Merchant(shop.Books.MerchantId, "测速", null, "CNY"),
                BenchShop.Store(store),
                new Contracts.Masters.Till(till, store, "01", "1", null, true),
                new TaxClass(tax, "13%", null, 130_000, true),
                BenchShop.Cashier(ids.Next()),
                .. categories,
            ]
        );
        var catalogue = new BenchProducts(tax, [.. categories.Select(c => c.Id)]);
        foreach (var numbers in Enumerable.Range(0, products).Chunk(ProductsInOneEdit))
        {
            await SaveAsync(shop, [.. numbers.Select(n => catalogue.Of(n, ids))]);
        }

        return till;
    }

    private static async Task SaveAsync(ShopDesk shop, object[] masters) =>
        TillBench.Check(
            await shop.Masters.SaveAsync(_ => new MasterBatch(
                [.. masters.Select(m => MasterEdit.Save(m, 0))],
                [new AuditAction("system", "bench", shop.Books.Key, "ok", "here")]
            ))
        );

    private static async Task ScanAllAsync(TillRole till, PageContext page, int products)
    {
        var (lines, answers) = (new double[Scans], new double[Scans]);
        for (var i = 0; i < Scans; i++)
        {
            (lines[i], answers[i]) = await ScanAsync(till, page, (int)(i * 7_919L % products));
            if (i % LinesInOneSale == LinesInOneSale - 1)
            {
                var cart = till.Views.Till(page).Cart!;
                TillBench.Check(
                    await till.CashPayment.PayAsync(
                        page,
                        new PayCashRequest(Guid.NewGuid(), cart.OrderId, cart.CashTotalMinor, cart.CashTotalMinor, null)
                    )
                );
            }
        }

        Figure.Print("till.barcode_p99_ms", Percentile(lines, 99), "ms");
        Figure.Print("till.barcode_durable_p99_ms", Percentile(answers, 99), "ms");
    }

    // From the barcode to the line in the cart, and to the answer, which waits for the disk.
    private static async Task<(double Line, double Answer)> ScanAsync(TillRole till, PageContext page, int product)
    {
        var before = till.Desk.Version;
        var took = Stopwatch.StartNew();
        var answer = till.Checkout.ScanAsync(page, new ScanRequest(Guid.NewGuid(), BenchProducts.BarcodeOf(product)));
        var line = took.Elapsed.TotalMilliseconds;
        if (till.Desk.Version == before)
        {
            throw new InvalidOperationException("The line is not in the cart.");
        }

        TillBench.Check(await answer);
        return (line, took.Elapsed.TotalMilliseconds);
    }

    private static void Search(TillRole till)
    {
        List<double> times = [];
        for (var round = 0; round < 6; round++)
        {
            foreach (var text in BenchProducts.Searches)
            {
                var took = Stopwatch.StartNew();
                var (found, total) = till.Desk.Catalogue.Products.Search(text, 60);
                times.Add(took.Elapsed.TotalMilliseconds);
                if (round == 5)
                {
                    Console.Error.WriteLine($"{text}: {total}, {took.Elapsed.TotalMilliseconds:F1} ms, {found.FirstOrDefault()?.Name}");
                }
            }
        }

        Figure.Print("till.search_p95_ms", Percentile([.. times], 95), "ms");
    }

    private static double Percentile(double[] values, int percent)
    {
        Array.Sort(values);
        return values[(int)Math.Ceiling(values.Length * percent / 100.0) - 1];
    }

    /// <summary>No shop at first; the one that comes says that it was restored.</summary>
    private sealed class LateShop : IShopLink
    {
        public IShopLink? Shop { get; set; }

        public async Task<HelloAnswer> HelloAsync(Hello hello, CancellationToken cancellation) =>
            await There.HelloAsync(hello, cancellation) with
            {
                MastersReset = true,
            };

        public Task<FactsAnswer> SendFactsAsync(FactsRequest request, CancellationToken cancellation) =>
            There.SendFactsAsync(request, cancellation);

        public Task<MastersAnswer> FetchMastersAsync(MastersRequest request, CancellationToken cancellation) =>
            There.FetchMastersAsync(request, cancellation);

        private IShopLink There => Shop ?? throw new ShopUnreachableException("off");
    }
}
