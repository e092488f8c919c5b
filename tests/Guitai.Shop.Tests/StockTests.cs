using Guitai.Contracts.Facts;
using Guitai.Foundation.Store;
using Guitai.Shop.Catalogue;
using Guitai.Shop.Imports;
using Guitai.Shop.Verify;

namespace Guitai.Shop.Tests;

public class StockTests
{
    [Fact]
    public async Task Opening_stock_is_counted_once_and_sales_and_refunds_move_it()
    {
        await using var shop = await TestShop.SetUpAsync();
        const string File = "code,name,price,stock\nA1,可乐,3,24\nA2,苹果,9.9,12.5\nA3,没点过,1,\n";
        Assert.Equal(2, (await shop.ImportAsync(File)).StockCounts);
        Assert.Equal((24_000L, 12_500L, null), (shop.View("A1").OnHandMilli, shop.View("A2").OnHandMilli, shop.View("A3").OnHandMilli));

        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        var cola = shop.Product("A1").Id;
        var sale = till.Sell(300, product: cola);
        till.Sell(300, product: cola);
        till.Sell(300, FactKind.OrderVoided, product: cola);
        till.Sell(100, product: shop.Product("A3").Id);
        till.Sell(100);
        till.Sell(300, FactKind.RefundCompleted, sale.Id, cola);
        await shop.Shop.Sync.SendFactsAsync(till.All(), CancellationToken.None);
        await shop.Shop.Sync.SendFactsAsync(till.All(), CancellationToken.None);
        Assert.Equal((23_000L, null), (shop.View("A1").OnHandMilli, shop.View("A3").OnHandMilli));

        Assert.Equal(0, (await shop.ImportAsync(File)).StockCounts);
        var other = await shop.ImportAsync(File.Replace(",24", ",50", StringComparison.Ordinal));
        Assert.Equal("import.note-stock-counted", Assert.Single(other.Notes).Code);
        Assert.Equal(23_000L, shop.View("A1").OnHandMilli);
        Holds(shop);
    }

    [Fact]
    public async Task What_was_sold_before_anybody_counted_is_not_taken_off_again()
    {
        await using var shop = await TestShop.SetUpAsync();
        await shop.ImportAsync("code,name,price\nA1,可乐,3\n");
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        till.Sell(300, product: shop.Product("A1").Id);
        await shop.Shop.Sync.SendFactsAsync(till.All(), CancellationToken.None);
        var report = await shop.ImportAsync("code,name,price,stock\nA1,可乐,3,10\n");
        Assert.Equal((1, 1), (report.Unchanged, report.StockCounts));
        Assert.Equal(10_000L, shop.View("A1").OnHandMilli);
        Holds(shop);
    }

    [Fact]
    public async Task Stock_is_each_stores_own()
    {
        await using var shop = await TestShop.SetUpAsync();
        var second = await shop.Shop.Stores.CreateAsync(TestShop.Owner, Second());
        Assert.True(second.Ok, second.Refusal?.Code);
        var file = TestShop.Utf8("code,name,price,stock\nA1,可乐,3,10\n");
        var (id, choices) = shop.OpenImport(file);
        Assert.Equal("import.store-needed", (await shop.Shop.Import.SaveAsync(TestShop.Owner, id, choices)).Refusal?.Code);
        foreach (var store in shop.Shop.Stores.List().Select(s => s.Store.Id))
        {
            Assert.Equal(1, (await shop.ImportAsync(file, c => c with { StoreId = store })).StockCounts);
            var there = shop.Shop.Products.List(new ProductQuery("a1", null, null, 0, 1, store));
            Assert.Equal(10_000L, there.Items[0].OnHandMilli);
        }

        Assert.Equal(20_000L, shop.View("A1").OnHandMilli);
        Holds(shop);
    }

    [Fact]
    public async Task A_shop_that_sold_before_it_had_a_stock_gets_its_moves_with_the_new_schema()
    {
        await using var shop = await TestShop.SetUpAsync();
        await shop.ImportAsync("code,name,price\nA1,可乐,3\n");
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        var sale = till.Sell(300, product: shop.Product("A1").Id);
        till.Sell(300, product: shop.Product("A1").Id);
        till.Sell(300, FactKind.RefundCompleted, sale.Id, shop.Product("A1").Id);
        await shop.Shop.Sync.SendFactsAsync(till.All(), CancellationToken.None);
        var moves = shop.Query<long>("SELECT sum(quantity_milli) FROM stock_move");
        await shop.ForgetMigrationAsync(2, "DROP TABLE stock_move; DROP TABLE stock_level");
        Assert.Equal(-1000, moves);
        Assert.Equal(moves, shop.Query<long>("SELECT sum(on_hand_milli) FROM stock_level"));
        Holds(shop);
        till.Sell(300, product: shop.Product("A1").Id);
        await shop.Shop.Sync.SendFactsAsync(till.All(), CancellationToken.None);
        Holds(shop);
    }

    [Fact]
    public async Task Numbers_that_are_no_stock_are_told()
    {
        await using var shop = await TestShop.SetUpAsync();
        var report = await shop.ImportAsync("code,name,price,stock\nA1,负,3,-2\nA2,字,3,很多\nA3,细,3,1.2345\nA4,千,3,\"1,200\"\n");
        Assert.Equal([(3, "import.stock"), (4, "import.stock")], report.Refused.Select(r => (r.Line, r.Code)));
        Assert.Equal((2, "import.note-stock-negative"), (report.Notes[0].Line, report.Notes[0].Code));
        Assert.Equal(1_200_000L, shop.View("A4").OnHandMilli);
        Assert.Null(shop.View("A1").OnHandMilli);
    }

    private static Settings.StoreEdit Second()
    {
        var text = """
            {"version":0,"code":"S2","name":"二店","timeZone":"Asia/Shanghai","dayChangeHour":4,
             "cashRounding":{"unitMinor":10,"mode":"down"},"receipt":{}}
            """;
        return System.Text.Json.JsonSerializer.Deserialize<Settings.StoreEdit>(text, ShopJson.Options)!;
    }

    private static void Holds(TestShop shop)
    {
        Assert.All(shop.Prove(), r => Assert.True(r.Ok, $"{r.Name}: {r.Detail}"));
    }
}
