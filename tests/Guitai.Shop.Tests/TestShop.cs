using System.Text;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Shop.Catalogue;
using Guitai.Shop.Imports;
using Guitai.Shop.Settings;
using Guitai.Shop.Staff;
using Guitai.Shop.Verify;

namespace Guitai.Shop.Tests;

/// <summary>A till and the secret that it shows in the shop's own process.</summary>
internal sealed record Enrolled(Guid TillId, Guid StoreId, string Token);

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class Clock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 3, 1, 2, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public long NowMs => _now.ToUnixTimeMilliseconds();

    public void Move(TimeSpan by) => _now += by;
}

/// <summary>Randomness from a seed.</summary>
internal sealed class Seeded(int seed) : IRandomness
{
    private readonly Random _random = new(seed);

    public void Fill(Span<byte> bytes) => _random.NextBytes(bytes);
}

/// <summary>A shop on books of its own, set up with an owner, one store and one till.</summary>
internal sealed class TestShop : IAsyncDisposable
{
    public const string OwnerNumber = "1000";
    public const string OwnerPassword = "blue-teapot-on-the-roof";

    private readonly TestDatabase _database;

    private TestShop(TestDatabase database, RoleStore store, ShopDesk shop, Clock clock)
    {
        _database = database;
        Store = store;
        Shop = shop;
        Clock = clock;
    }

    public RoleStore Store { get; private set; }

    public ShopDesk Shop { get; private set; }

    public Clock Clock { get; }

    public static Actor Owner { get; } = Actor.Part("test");

    public static Secret<string> Secret(string text) => new(text);

    /// <summary>A new installation, nothing set up.</summary>
    public static async Task<TestShop> EmptyAsync(int seed = 1)
    {
        var database = TestDatabase.New();
        var clock = new Clock();
        var store = Open(database);
        return new TestShop(database, store, await ShopRole.CreateAsync(store, clock, new Seeded(seed)), clock);
    }

    /// <summary>Set up through the production code.</summary>
    public static async Task<TestShop> SetUpAsync(int seed = 1)
    {
        var shop = await EmptyAsync(seed);
        var done = await shop.Shop.Setup.RunAsync(Request(), "test");
        Assert.True(done.Ok, done.Refusal?.Code);
        return shop;
    }

    public static SetupRequest Request() => new("拐角", "一店", "掌柜", OwnerNumber, Secret("2580"), Secret(OwnerPassword));

    /// <summary>Stops the process and starts it again on the same books.</summary>
    public Task RestartAsync() => RestartAsync(99, () => { });

    /// <summary>Takes a step of the schema back by hand and starts again, so that it is applied anew.</summary>
    public Task ForgetMigrationAsync(int number, string undo) =>
        RestartAsync(98, () => _database.ByHand($"{undo}; DELETE FROM schema_version WHERE number >= {number}"));

    /// <summary>Copies the store as a backup; <see cref="RestoreAsync"/> brings it back.</summary>
    public async Task<string> BackUpAsync()
    {
        var backup = "";
        await RestartAsync(97, () => backup = _database.BackUp());
        return backup;
    }

    public Task RestoreAsync(string backup) => RestartAsync(77, () => _database.Restore(backup));

    /// <summary>Changes the books past the program.</summary>
    /// <returns>Rows that it changed.</returns>
    public int ByHand(string sql) => _database.ByHand(sql);

    /// <summary>Everything that the books prove of themselves.</summary>
    public List<VerifyResult> Prove() => Store.Read(c => ShopVerify.Run(c, _database.BeginView).ToList());

    /// <summary>The till that the set-up made, enrolled.</summary>
    public async Task<Enrolled> EnrolAsync()
    {
        var till = Shop.Tills.List()[0];
        var answer = await Shop.Tills.EnrolHereAsync(till.Id);
        Assert.True(answer.Ok, answer.Refusal?.Code);
        return new Enrolled(till.Id, till.StoreId, answer.Value);
    }

    public async Task<Guid> TaxClassAsync()
    {
        await Task.CompletedTask;
        return Shop.Groups.TaxClasses()[0].TaxClass.Id;
    }

    /// <summary>Sends a file and takes the columns as they were guessed.</summary>
    public (Guid Id, ImportRequest Choices) OpenImport(byte[] bytes)
    {
        var file = Shop.Import.Open(Owner, bytes);
        Assert.True(file.Ok, file.Refusal?.Code);
        return (file.Value.Id, new ImportRequest(file.Value.Guessed()));
    }

    /// <summary>Brings a file as a person does who confirms everything.</summary>
    public async Task<ImportReport> ImportAsync(byte[] bytes, Func<ImportRequest, ImportRequest>? change = null)
    {
        var (id, choices) = OpenImport(bytes);
        var report = await Shop.Import.SaveAsync(Owner, id, change is null ? choices : change(choices));
        Assert.True(report.Ok, report.Refusal?.Code);
        return report.Value;
    }

    public Task<ImportReport> ImportAsync(string text, Func<ImportRequest, ImportRequest>? change = null) =>
        ImportAsync(Utf8(text), change);

    /// <summary>The product of a code.</summary>
    public Product Product(string code) => View(code).Product;

    public ProductView View(string code) =>
        Shop.Products.List(new ProductQuery(code.ToLowerInvariant(), null, null, 0, 200)).Items.Single(i => i.Product.Code == code);

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public async ValueTask DisposeAsync()
    {
        Shop.Dispose();
        Store.Dispose();
        await Task.CompletedTask;
        _database.Dispose();
    }

    public T Query<T>(string sql) => Store.Read(c => Dapper.SqlMapper.ExecuteScalar<T>(c, sql)!);

    private static RoleStore Open(TestDatabase database)
    {
        var store = RoleStore.Open(database.Open(), ShopRole.Migrations);
        store.StartLoop(_ => { });
        return store;
    }

    private async Task RestartAsync(int seed, Action between)
    {
        Shop.Dispose();
        Store.Dispose();
        between();
        Store = Open(_database);
        Shop = await ShopRole.CreateAsync(Store, Clock, new Seeded(seed));
    }
}
