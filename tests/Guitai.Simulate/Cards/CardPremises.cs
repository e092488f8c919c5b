using Guitai.Foundation.Certificates;
using Guitai.Foundation.Store;
using Guitai.Host;
using Guitai.Host.Authorisation;
using Guitai.Host.Merchants;
using Guitai.Host.Routing;
using Guitai.Host.Terminals;
using Guitai.Host.Wallets;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.KeyStore;
using Guitai.Simulation;
using Guitai.Simulation.Disk;
using Guitai.Terminal.Journal;
using ChipLists = Guitai.Host.Chips.ChipLists;

namespace Guitai.Simulate.Cards;

/// <summary>A host with one merchant, one issuer and one terminal, and that terminal, activated: made once, copied onto each world's disks.</summary>
internal sealed class CardPremises
{
    public const string Terminal1 = "10000001";
    public const string Merchant = "898310058120001";

    private static CardPremises? s_made;

    private readonly DiskSnapshot _fresh;
    private readonly DiskSnapshot _terminal;

    private CardPremises(DiskSnapshot host, DiskSnapshot fresh, DiskSnapshot terminal) =>
        (Host, _fresh, _terminal) = (host, fresh, terminal);

    /// <summary>When every world begins.</summary>
    public static DateTimeOffset Begin { get; } = new(2026, 3, 1, 9, 0, 0, TimeSpan.FromHours(8));

    public static byte[] MasterKey { get; } = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");

    /// <summary>The host's keys: one store for all worlds, since nothing in it changes.</summary>
    public static FileKeyStore HostKeys { get; } = MakeKeys();

    public DiskSnapshot Host { get; }

    /// <summary>A terminal's disk: it has its parameters for chips, unless it is to fetch them.</summary>
    public DiskSnapshot TerminalOf(CardWorld world) => world.IsFresh ? _fresh : _terminal;

    public static CardPremises Get() => s_made ??= Make();

    private static FileKeyStore MakeKeys()
    {
        var folder = Directory.CreateTempSubdirectory("guitai-cards-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        return MakeAsync(Path.Combine(folder.FullName, "keys.gtks")).GetAwaiter().GetResult();

        static async Task<FileKeyStore> MakeAsync(string file)
        {
            var opening = await FileKeyStore.CreateAsync(
                file,
                new CustodianComponent("zhao", Enumerable.Repeat((byte)1, 32).ToArray()),
                new CustodianComponent("qian", Enumerable.Repeat((byte)2, 32).ToArray()),
                System.Security.Cryptography.RandomNumberGenerator.Fill,
                TimeProvider.System,
                new NoAudit()
            );
            var keys = opening.Store!;
            await keys.GenerateOwnAsync(IKeyWrapping.WrappingKey, KeyUse.Wrapping, "simulation");
            await keys.GenerateOwnAsync(CardSafe.SealKey, KeyUse.Storage, "simulation");
            await keys.GenerateOwnAsync(CardSafe.HashKey, KeyUse.Lookup, "simulation");
            await keys.GenerateOwnAsync(WalletBook.SealKey, KeyUse.Storage, "simulation");
            return keys;
        }
    }

    private static CardPremises Make()
    {
        var random = new SimRandom(20260301);
        SimulatedDisk.SeedSqlite(random);
        using var trace = new TraceLog();
        var scheduler = new SimulationScheduler(random, new VirtualTime(Begin), trace);
        using var disk = new SimulatedDisk(random, scheduler.Time);
        var store = RoleStore.Open(SqliteEngine.Open(disk.Uri("host.db")), HostDesk.Migrations);
        _ = new StoreDriver(store.Writer, scheduler.Outside, random, TimeSpan.FromMilliseconds(1), e => scheduler.Fail(e));
        var lists = scheduler.Run(() => HostAsync(store, scheduler), TimeSpan.FromMinutes(1));
        store.Dispose();
        return new CardPremises(disk.Snapshot(), MakeTerminal(scheduler, random, null), MakeTerminal(scheduler, random, lists));
    }

    private static DiskSnapshot MakeTerminal(SimulationScheduler scheduler, SimRandom random, ChipLists? lists)
    {
        using var disk = new SimulatedDisk(random, scheduler.Time);
        var store = RoleStore.Open(SqliteEngine.Open(disk.Uri("terminal.db")), TerminalStore.Migrations);
        _ = new StoreDriver(store.Writer, scheduler.Outside, random, TimeSpan.FromMilliseconds(1), e => scheduler.Fail(e));
        scheduler.Run(() => TerminalAsync(store, lists, Begin.ToUnixTimeMilliseconds()), TimeSpan.FromMinutes(1));
        store.Dispose();
        return disk.Snapshot();
    }

    private static async Task TerminalAsync(RoleStore store, ChipLists? lists, long atMs)
    {
        var journal = new TerminalStore(store, new SimulatedKeys(MasterKey));
        Entry[] entries =
        [
            new Guitai.Terminal.Journal.Activated(Terminal1, Merchant, "UnionPay", ["host:1"], "https://host", null, atMs),
            new KeyLoaded("000000", atMs),
            .. lists is null ? [] : (Entry[])[ChipPremises.Taken(lists, atMs)],
        ];
        var books = entries.Aggregate(journal.Load(), (b, e) => b.After(e));
        await journal.CommitAsync(entries, books, [], []);
    }

    private static async Task<ChipLists> HostAsync(RoleStore store, SimulationScheduler scheduler)
    {
        var desk = HostDesk.Open(
            store,
            new HostSettings
            {
                Time = scheduler.Outside.Clock,
                Randomness = new SeededRandomness(new SimRandom(1)),
                Keys = HostKeys,
                Wrapping = HostKeys,
            },
            (_, _) => new CardIssuer(scheduler).PortOf(scheduler.Outside)
        );
        using var authority = CertificateAuthority.Create("issuer", scheduler.Outside.Clock, new SeededRandomness(new SimRandom(2)));
        await desk.Services.Merchants.SaveAsync(
            new Merchant
            {
                Number = Merchant,
                Name = "街角小店",
                NameAscii = "CORNER SHOP",
                Category = "5411",
                Fees = new FeePlan(new FeeRate(3800, 2000), new FeeRate(6000, 0), new FeeRate(3800, 0)),
            }
        );
        await desk.Services.Routes.SaveAsync(
            new Issuer
            {
                Name = "sandbox",
                Acquirer = "48021000",
                Addresses = ["127.0.0.1:1"],
                AuthorityPem = authority.CertificatePem,
            },
            [new CardRange("62", "sandbox", "unionpay", CardProduct.Debit)]
        );
        await desk.Services.Terminals.AddAsync(new Guitai.Host.Terminals.Terminal { Number = Terminal1, Merchant = Merchant });
        var half = Enumerable.Repeat((byte)0x5A, 16).ToArray();
        var first = await HostKeys.BeginWrapAsync(Terminal1, KeyUse.KeyEncryption, KeyAlgorithm.Tdes, "zhao", half);
        var whole = await HostKeys.CompleteWrapAsync(
            first.Wrapped!,
            Terminal1,
            "qian",
            MasterKey.Zip(half, (a, b) => (byte)(a ^ b)).ToArray()
        );
        await desk.Services.Terminals.ChangeAsync(
            Terminal1,
            t =>
                t with
                {
                    State = TerminalState.Active,
                    Device = Terminal1,
                    MasterKey = Convert.ToBase64String(whole.Wrapped!.Bytes.Span),
                    Offline = new Guitai.Host.Terminals.OfflineLimits(300_00, 1000_00, 5),
                }
        );
        return await ChipPremises.SaveAsync(desk.Services.Chips);
    }

    private sealed class NoAudit : IKeyAudit
    {
        public Task WriteAsync(KeyAuditEntry entry) => Task.CompletedTask;
    }
}
