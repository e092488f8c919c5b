using static Microsoft.Playwright.Assertions;

namespace Guitai.Browser.Tests;

/// <summary>Every page and main dialog of the back office, at every size, in both languages: usable by everybody, nothing cut off, nothing too small.</summary>
public sealed class ShopPagesTests(Chromium chromium, DemoProcess demo) : BrowserTest(chromium), IClassFixture<DemoProcess>
{
    private static readonly string[] s_barcodes = ["6994219002945", "6998386000292", "6991209000936"];

    [Theory]
    [InlineData(Language.Chinese)]
    [InlineData(Language.English)]
    public async Task The_back_office_can_be_used_by_everybody(Language language)
    {
        var look = new Inspection(language);
        await demo.TidyAsync();
        await SellAsync();
        var shop = await OpenAsync(demo.Address, "shop", language);
        await Expect(shop.Button("session:logIn")).ToBeVisibleAsync();
        await look.LookAsync(shop, "shop-login", touch: false);
        await shop.Field("session:number").FillAsync("1000");
        await shop.Field("session:password").FillAsync("corner-light-1000");
        await shop.Button("session:logIn").ClickAsync();
        await Expect(shop.Named(AriaRole.Navigation, shop.Text["layout:navigation"])).ToBeVisibleAsync();
        string[] pages = ["today", "orders", "shifts", "products", "proposals", "groups", "import", "staff", "settings", "alarms", "audit"];
        foreach (var page in pages)
        {
            await shop.Named(AriaRole.Navigation, shop.Text["layout:navigation"])
                .GetByRole(AriaRole.Link, new() { Name = shop.Text[$"layout:pages.{page}"], Exact = true })
                .ClickAsync();
            await Expect(shop.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await look.LookAsync(shop, $"shop-{page}", touch: false);
            if (page is "orders" or "products" or "staff" or "shifts")
            {
                await shop.Page.GetByRole(AriaRole.Row).Nth(1).GetByRole(AriaRole.Cell).Nth(2).ClickAsync();
                await Expect(shop.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
                await look.LookAsync(shop, $"shop-{page}-one", touch: false);
                await shop.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button).First.ClickAsync();
                await Expect(shop.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
            }
        }

        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }

    /// <summary>Three sales and something that the catalogue does not know, so that the reports have something to say.</summary>
    private async Task SellAsync()
    {
        using var till = new TillClient(demo.Address);
        await till.LogInAsync();
        foreach (var barcode in s_barcodes)
        {
            await till.PayAsync(await till.ScanAsync(barcode));
        }

        var unknown = new
        {
            commandId = Guid.NewGuid(),
            barcode = "6900000000090",
            name = "桂花糕",
            priceMinor = 650,
        };
        await till.PayAsync(await till.PostAsync("/till/api/cart/quick-add", unknown));
        await till.PostAsync("/till/api/logout", new { commandId = Guid.NewGuid() });
        using var shop = new ShopClient(demo.Address);
        await shop.LogInAsync();
        await Eventually.HoldsAsync(async () => (await shop.AskAsync("proposals")).AsArray().Count > 0);
    }
}
