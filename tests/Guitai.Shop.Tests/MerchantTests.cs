using Guitai.Contracts.Facts;
using Guitai.Contracts.Sync;
using Guitai.Shop.Catalogue;

namespace Guitai.Shop.Tests;

public class MerchantTests
{
    [Fact]
    public async Task Two_merchants_of_one_database_know_nothing_of_each_other()
    {
        await using var shop = await TestShop.SetUpAsync();
        using var other = await ShopRole.CreateAsync(shop.Store, shop.Clock, new Seeded(4), "other");
        Assert.NotEqual(shop.Shop.Books.MerchantId, other.Books.MerchantId);
        Assert.True((await other.Setup.RunAsync(TestShop.Request() with { OwnerNumber = "7777" }, "test")).Ok);
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        var order = till.Sell(700);
        await shop.Shop.Sync.SendFactsAsync(till.All(), CancellationToken.None);
        var product = await MasterTests.MakeAsync(shop, "A1");

        Assert.Equal(FactsResult.UnknownTill, (await other.Sync.SendFactsAsync(till.All(), CancellationToken.None)).Result);
        Assert.False((await other.Sync.HelloAsync(new Hello(till.Id, till.Head, 0, null), CancellationToken.None)).Known);
        Assert.Equal("not-found", other.Products.Get(product.Product.Id).Refusal?.Code);
        Assert.Equal(0, other.Products.List(new ProductQuery(null, null, null, 0, 10)).Total);
        Assert.Equal("not-found", other.Orders.Story(order.Id, null).Refusal?.Code);
        Assert.Equal(0, other.Sales.Report(null, null, null).Value.Figures.SaleCount);
        Assert.Equal("not-found", (await other.Tills.RevokeAsync(TestShop.Owner, till.Id)).Refusal?.Code);
        Assert.Equal(
            "login.wrong",
            (await other.Login.TryAsync(TestShop.OwnerNumber, TestShop.Secret(TestShop.OwnerPassword), "test")).Refusal?.Code
        );
        var session = await shop.Shop.Login.TryAsync(TestShop.OwnerNumber, TestShop.Secret(TestShop.OwnerPassword), "test");
        Assert.Null(await other.Sessions.FindAsync(session.Value.Token, "test"));
    }

    [Fact]
    public async Task A_restart_goes_on_with_the_same_merchant_and_the_same_audit_chain()
    {
        await using var shop = await TestShop.SetUpAsync();
        var merchant = shop.Shop.Books.MerchantId;
        await shop.RestartAsync();
        Assert.Equal(merchant, shop.Shop.Books.MerchantId);
        await MasterTests.MakeAsync(shop, "A1");
        var page = shop.Shop.AuditReports.List(0, 10);
        Assert.Equal((2, "product.created"), (page.Total, page.Items[0].What));
        Assert.Empty(page.Broken);
    }
}
