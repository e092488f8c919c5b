using Guitai.Contracts.Masters;
using Guitai.Contracts.Staff;
using Guitai.Shop.Catalogue;
using Guitai.Shop.Demo;

namespace Guitai.Shop.Tests;

public class DemoTests
{
    [Fact]
    public async Task The_demo_fills_an_empty_shop_once_and_everybody_can_log_in()
    {
        await using var shop = await TestShop.EmptyAsync();
        Assert.True(await DemoShop.SeedAsync(shop.Shop));
        Assert.False(await DemoShop.SeedAsync(shop.Shop));
        Assert.Equal(2, shop.Shop.Stores.List().Count);
        Assert.Equal(DemoShop.TillIds().Order(), shop.Shop.Tills.List().Select(t => t.Id).Order());
        Assert.True(shop.Shop.Products.List(new ProductQuery(null, null, true, 0, 1)).Total > 300);
        foreach (var login in DemoShop.Logins())
        {
            var person = shop.Shop.Books.Read(read => read.All<StaffMember>()).Single(s => s.Value.Number == login.Number).Value;
            Assert.True(PinHash.Matches(person.PinHash, TestShop.Secret(login.Pin)));
            if (login.Password is { } password)
            {
                var begun = await shop.Shop.Login.TryAsync(login.Number, TestShop.Secret(password), "test");
                Assert.True(begun.Ok, begun.Refusal?.Code);
            }
        }

        Assert.Equal("2580", DemoShop.Logins()[0].Pin);
        Assert.Empty(shop.Shop.AuditReports.List(0, 1).Broken);
    }

    [Fact]
    public async Task Every_demo_has_the_same_ids()
    {
        await using var one = await TestShop.EmptyAsync(1);
        await using var two = await TestShop.EmptyAsync(2);
        await DemoShop.SeedAsync(one.Shop);
        await DemoShop.SeedAsync(two.Shop);
        static IEnumerable<Guid> Ids(TestShop shop) =>
            shop.Shop.Products.List(new ProductQuery(null, null, null, 0, 200)).Items.Select(i => i.Product.Id);
        Assert.Equal(Ids(one), Ids(two));
    }
}
