using Guitai.Contracts.Masters;
using Guitai.Contracts.Staff;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.Store;
using Guitai.Shop;
using Guitai.Shop.Catalogue;
using Guitai.Simulation;
using Guitai.Simulation.Disk;
using Guitai.Till;
using Guitai.Till.Journal;

namespace Guitai.Simulate;

/// <summary>The shop before its first day: set up once for all worlds of this program, then copied onto each world's disks.</summary>
internal sealed class Premises
{
    public const string Cashier = "3001";
    public const string CashierPin = "2468";
    public const string SupervisorPin = "1357";
    public const string Supervisor = "2001";

    private static readonly Dictionary<long, Premises> s_made = [];

    private Premises(DiskSnapshot shop, DiskSnapshot till, IReadOnlyList<TillIdentity> tills, IReadOnlyList<string> codes)
    {
        Shop = shop;
        Till = till;
        Tills = tills;
        Codes = codes;
    }

    public static IReadOnlyList<Migration> ShopMigrations { get; } = ShopRole.Migrations;

    public static IReadOnlyList<Migration> TillMigrations { get; } = TillRole.Migrations;

    /// <summary>The shop's disk, set up.</summary>
    public DiskSnapshot Shop { get; }

    /// <summary>A till's disk with an empty database.</summary>
    public DiskSnapshot Till { get; }

    public IReadOnlyList<TillIdentity> Tills { get; }

    /// <summary>Codes of the products that are there from the start; those that begin with 2 are weighed.</summary>
    public IReadOnlyList<string> Codes { get; }

    /// <summary>When every world begins.</summary>
    public static DateTimeOffset Begin { get; } = new(2026, 3, 1, 8, 0, 0, TimeSpan.FromHours(8));

    public static Premises Of(long roundingUnitMinor)
    {
        if (!s_made.TryGetValue(roundingUnitMinor, out var made))
        {
            made = Make(roundingUnitMinor);
            s_made.Add(roundingUnitMinor, made);
        }

        return made;
    }

    private static Premises Make(long roundingUnitMinor)
    {
        var random = new SimRandom(20260301);
        SimulatedDisk.SeedSqlite(random);
        using var trace = new TraceLog();
        var scheduler = new SimulationScheduler(random, new VirtualTime(Begin), trace);
        using var tillDisk = new SimulatedDisk(random, scheduler.Time);
        using (RoleStore.Open(SqliteEngine.Open(tillDisk.Uri("till1.db")), TillMigrations)) { }

        using var disk = new SimulatedDisk(random, scheduler.Time);
        var store = RoleStore.Open(SqliteEngine.Open(disk.Uri("shop.db")), ShopMigrations);
        _ = new StoreDriver(store.Writer, scheduler.Outside, random, TimeSpan.FromMilliseconds(1), e => scheduler.Fail(e));
        var randomness = new SeededRandomness(random.Fork());
        var tills = new List<TillIdentity>();
        var codes = new List<string>();
        scheduler.Run(
            async () =>
            {
                using var desk = await ShopRole.CreateAsync(store, scheduler.Outside.Clock, randomness);
                var (masters, tillIds) = Masters(desk.Books, randomness, roundingUnitMinor);
                codes.AddRange(masters.OfType<Product>().Select(p => p.Code));
                var saved = await desk.Masters.SaveAsync(_ => new MasterBatch(
                    [.. masters.Select(m => MasterEdit.Save(m, 0))],
                    [new AuditAction("system", "setup.done", desk.Books.Key, "ok", "here")]
                ));
                _ = saved.Value;
                foreach (var id in tillIds)
                {
                    tills.Add(new TillIdentity(id, "simulated", (await desk.Tills.EnrolHereAsync(id)).Value));
                }
            },
            TimeSpan.FromMinutes(1)
        );
        store.Dispose();
        return new Premises(disk.Snapshot(), tillDisk.Snapshot(), tills, codes);
    }

    private static (IReadOnlyList<object> Masters, IReadOnlyList<Guid> Tills) Masters(
        Books books,
        SeededRandomness randomness,
        long roundingUnitMinor
    )
    {
        var store = books.Ids.Next();
        var (vat, added) = (books.Ids.Next(), books.Ids.Next());
        Guid[] tills = [books.Ids.Next(), books.Ids.Next()];
        StaffMember Person(string number, Role role, string pin) =>
            new()
            {
                Id = books.Ids.Next(),
                Number = number,
                Name = number,
                Role = role,
                PinHash = PinHash.Make(new Secret<string>(pin), randomness, iterations: 1),
            };
        Product Thing(string code, string? barcode, string name, long price, long cost, Guid tax, bool weighed = false) =>
            new()
            {
                Id = books.Ids.Next(),
                Code = code,
                Name = name,
                Unit = weighed ? "千克" : "件",
                PriceMinor = price,
                CostMinor = cost,
                TaxClassId = tax,
                Barcodes = barcode is null ? [] : [barcode],
                Weighed = weighed,
            };

        return (
            [
                new Merchant(books.MerchantId, "街角小店", "Corner shop", "CNY"),
                new Store
                {
                    Id = store,
                    Code = "S1",
                    Name = "街角小店",
                    TimeZone = "Asia/Shanghai",
                    DayChangeHour = 4,
                    CashRounding = new CashRounding(
                        roundingUnitMinor,
                        roundingUnitMinor > 1 ? CashRoundingMode.Down : CashRoundingMode.None
                    ),
                    Receipt = new ReceiptSettings { Footer = ["谢谢惠顾"] },
                },
                new TaxClass(vat, "13%", null, 130_000, true),
                new TaxClass(added, "6%+", null, 60_000, false),
                new Contracts.Masters.Till(tills[0], store, "01", "一号", null, true),
                new Contracts.Masters.Till(tills[1], store, "02", "二号", null, true),
                Person(Cashier, Role.Cashier, CashierPin),
                Person(Supervisor, Role.Manager, SupervisorPin),
                Thing("1001", "6901234567892", "可乐", 350, 210, vat),
                Thing("1002", "6909876543219", "面包", 1299, 700, vat),
                Thing("1003", null, "茶", 333, 100, added),
                Thing("1004", null, "免费小样", 0, 5, vat),
                Thing("2001", null, "苹果", 1280, 800, vat, weighed: true),
                Thing("2002", null, "葡萄", 1999, 1100, added, weighed: true),
            ],
            tills
        );
    }
}
