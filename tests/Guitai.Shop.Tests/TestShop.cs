using System.Text;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Shop.Settings;
using Guitai.Shop.Staff;

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

/// <summary>A shop on a file of its own, set up with an owner, one store and one till.</summary>
internal sealed class TestShop : IAsyncDisposable
{
    public const string OwnerNumber = "1000";
    public const string OwnerPassword = "blue-teapot-on-the-roof";

    private readonly string _folder;

    private TestShop(string folder, RoleStore store, ShopDesk shop, Clock clock)
    {
        _folder = folder;
        Store = store;
        Shop = shop;
        Clock = clock;
    }

    public RoleStore Store { get; private set; }

    public ShopDesk Shop { get; private set; }

    public Clock Clock { get; }

    public string File => Path.Combine(_folder, "shop.db");

    public static Actor Owner { get; } = Actor.Part("test");

    public static Secret<string> Secret(string text) => new(text);

    /// <summary>A new installation, nothing set up.</summary>
    public static async Task<TestShop> EmptyAsync(int seed = 1)
    {
        var folder = Directory.CreateTempSubdirectory("guitai-shop-").FullName;
        var clock = new Clock();
        var store = Open(Path.Combine(folder, "shop.db"));
        return new TestShop(folder, store, await ShopRole.CreateAsync(store, clock, new Seeded(seed)), clock);
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

    /// <summary>Stops the process and starts it again on the same file.</summary>
    public async Task RestartAsync()
    {
        Shop.Dispose();
        Store.Dispose();
        Store = Open(File);
        Shop = await ShopRole.CreateAsync(Store, Clock, new Seeded(99));
    }

    /// <summary>Copies the store as a backup; <see cref="RestoreAsync"/> brings it back.</summary>
    public async Task<string> BackUpAsync()
    {
        var backup = Path.Combine(_folder, Path.GetRandomFileName());
        await Task.CompletedTask;
        using var reader = SqliteEngine.OpenReadOnly(File);
        using var command = reader.CreateCommand();
        command.CommandText = $"VACUUM INTO '{backup}'";
        command.ExecuteNonQuery();
        return backup;
    }

    public async Task RestoreAsync(string backup)
    {
        Shop.Dispose();
        Store.Dispose();
        foreach (var file in Directory.GetFiles(_folder, "shop.db*"))
        {
            System.IO.File.Delete(file);
        }

        System.IO.File.Copy(backup, File);
        Store = Open(File);
        Shop = await ShopRole.CreateAsync(Store, Clock, new Seeded(77));
    }

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

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public async ValueTask DisposeAsync()
    {
        Shop.Dispose();
        Store.Dispose();
        await Task.CompletedTask;
        Directory.Delete(_folder, recursive: true);
    }

    public T Query<T>(string sql) => Store.Read(c => Dapper.SqlMapper.ExecuteScalar<T>(c, sql)!);

    private static RoleStore Open(string path)
    {
        var store = RoleStore.Open(SqliteEngine.Open(path), ShopRole.Migrations);
        store.StartLoop(_ => { });
        return store;
    }
}
