using System.Data.Common;
using Dapper;
using Guitai.Contracts.Masters;
using Guitai.Foundation.Store;

namespace Guitai.Till.Tests;

/// <summary>A shop that was restored from a backup has other masters than its tills: they sell by the old ones until the new ones are whole.</summary>
public sealed class RestoredShopTests
{
    private const int More = 5_000;

    [Fact]
    public async Task The_masters_of_a_restored_shop_come_page_by_page_and_take_the_place_of_the_old_ones_at_once()
    {
        var shop = Shop(out var backup);
        await using var test = await TestTill.StartAsync(shop);
        Restore(shop, backup);

        // The shop goes away after one page, and after two, and each time the till stops too.
        for (var pages = 1; pages <= 2; pages++)
        {
            shop.PagesLeft = 1;
            Assert.False(await test.Till.Sync.RoundAsync(default));
            AssertOld(test);
            shop.Off = false;
            await test.ReopenAsync();
            AssertOld(test);
            Assert.Equal(pages * 2_000, Rows(test, "master_other"));
        }

        shop.PagesLeft = null;
        Assert.True(await test.Till.Sync.RoundAsync(default));
        AssertNew(test, shop);
        Assert.Equal(2_000, shop.LargestPage);
        Assert.Equal((0, More + 9), (Rows(test, "master"), Rows(test, "master_other")));
        await test.RestartAsync();
        AssertNew(test, shop);
        await test.LogInAsync("3001", "2468");
        await test.SellAsync("n1", "n4999");

        // A second time they change places again.
        Restore(shop, backup);
        shop.Put(MasterKind.Product, shop.Bread.Id, shop.Bread with { PriceMinor = 77 });
        await test.ReopenAsync();
        Assert.True(await test.Till.Sync.RoundAsync(default));
        Assert.Equal(77, test.Till.Desk.Catalogue.Product(shop.Bread.Id)!.PriceMinor);
        Assert.Equal(0, Rows(test, "master_other"));
    }

    [Fact]
    public async Task A_till_that_stops_at_any_commit_of_a_reset_sells_by_the_old_masters_or_by_the_new_ones()
    {
        var (switched, at) = (false, 0);
        for (var crash = new Crash(); at == 0 || crash.Came; at++)
        {
            crash = new Crash();
            var shop = Shop(out var backup);
            await using var test = await TestTill.StartAsync(shop, openShift: false, wrap: crash.Around);
            Restore(shop, backup);
            await test.ReopenAsync();
            (crash.Left, crash.Commits) = (at, 0);
            _ = await test.Till.Sync.RoundAsync(default);
            crash.Left = null;
            await test.ReopenAsync();
            var isNew = test.Till.Desk.Catalogue.Find("n1") is not null;
            Assert.True(isNew || !switched, "An earlier commit had switched already.");
            switched = isNew;
            if (isNew)
            {
                AssertNew(test, shop);
            }
            else
            {
                AssertOld(test);
            }

            Assert.True(await test.Till.Sync.RoundAsync(default));
            AssertNew(test, shop);
            Assert.Equal(0, Rows(test, "master"));
        }

        Assert.True(switched);
        Assert.True(at > 6, $"Only {at} commits were tried.");
    }

    [Fact]
    public async Task A_shop_that_is_restored_again_in_the_middle_is_gathered_from_the_start()
    {
        var shop = Shop(out var backup);
        await using var test = await TestTill.StartAsync(shop);
        Restore(shop, backup);
        shop.PagesLeft = 2;
        Assert.False(await test.Till.Sync.RoundAsync(default));
        shop.Off = false;
        shop.PagesLeft = null;
        Restore(shop, backup);
        shop.Put(MasterKind.Product, shop.Cola.Id, shop.Cola with { PriceMinor = 99 });
        Assert.False(await test.Till.Sync.RoundAsync(default));
        AssertOld(test);
        Assert.True(await test.Till.Sync.RoundAsync(default));
        AssertNew(test, shop);
        Assert.Equal(99, test.Till.Desk.Catalogue.Product(shop.Cola.Id)!.PriceMinor);
        Assert.Equal(0, Rows(test, "master"));
    }

    [Fact]
    public async Task What_was_gathered_is_forgotten_when_the_shop_knows_the_till_again()
    {
        var shop = Shop(out _);
        await using var test = await TestTill.StartAsync(shop);
        shop.ForgetsTill = true;
        shop.PagesLeft = 2;
        await test.ReopenAsync();
        Assert.False(await test.Till.Sync.RoundAsync(default));
        await test.ReopenAsync();
        Assert.False(await test.Till.Sync.RoundAsync(default));
        Assert.Equal(4_000, Rows(test, "master_other"));
        (shop.Off, shop.PagesLeft, shop.ForgetsTill) = (false, null, false);
        Assert.True(await test.Till.Sync.RoundAsync(default));
        AssertOld(test);
        Assert.Equal(0, Rows(test, "master_other"));
    }

    private static TestShop Shop(out long backup)
    {
        var shop = new TestShop();
        backup = shop.LastNumber;
        for (var i = 0; i < More; i++)
        {
            shop.AddProduct($"o{i}", null, "旧", 100, 50);
        }

        shop.Put(MasterKind.Product, shop.Cola.Id, shop.Cola with { PriceMinor = 400 });
        return shop;
    }

    // What the owner did anew after the backup came back is not what the till has under the same numbers.
    private static void Restore(TestShop shop, long backup)
    {
        shop.Restore(backup);
        for (var i = 0; i < More; i++)
        {
            shop.AddProduct($"n{i}", null, "新", 200, 50);
        }

        shop.Delete(MasterKind.Product, shop.Apples.Id);
    }

    private static void AssertOld(TestTill test)
    {
        var catalogue = test.Till.Desk.Catalogue;
        Assert.Equal((More + 3, 400L), (catalogue.ProductCount, catalogue.Find("1001")?.PriceMinor));
        Assert.NotNull(catalogue.Find("o4999"));
        Assert.Null(catalogue.Find("n0"));
    }

    private static void AssertNew(TestTill test, TestShop shop)
    {
        var catalogue = test.Till.Desk.Catalogue;
        Assert.Equal(More + 2, catalogue.ProductCount);
        Assert.Null(catalogue.Find("o0"));
        Assert.Null(catalogue.Product(shop.Apples.Id));
        Assert.NotEqual(400, catalogue.Find("1001")!.PriceMinor);
        Assert.NotNull(catalogue.Find("n4999"));
    }

    private static int Rows(TestTill test, string table) =>
        test.Till.Store.Read(c => c.ExecuteScalar<int>($"SELECT count(*) FROM {table}"));

    /// <summary>A machine that stops after so many commits: nothing is written any more, whatever is asked.</summary>
    private sealed class Crash
    {
        public int? Left { get; set; }

        public int Commits { get; set; }

        public bool Came { get; set; }

        public ISqlEngine Around(ISqlEngine engine) => new Engine(this, engine);

        private sealed class Engine(Crash crash, ISqlEngine inner) : ISqlEngine
        {
            public string Name => inner.Name;

            public void Migrate(IReadOnlyList<Migration> migrations) => inner.Migrate(migrations);

            public WriteResult Commit(IReadOnlyList<Write> writes)
            {
                if (crash.Left is { } left && crash.Commits >= left)
                {
                    crash.Came = true;
                    return WriteResult.StoreFull;
                }

                crash.Commits++;
                return inner.Commit(writes);
            }

            public DbConnection OpenReader() => inner.OpenReader();

            public void Dispose() => inner.Dispose();
        }
    }
}
