using System.Text.RegularExpressions;
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
        await Expect(shop.Button("desk:login.logIn")).ToBeVisibleAsync();
        await look.LookAsync(shop, "shop-login", touch: false);
        await LogInAsync(shop);
        string[] pages = ["today", "orders", "shifts", "products", "proposals", "groups", "import", "staff", "settings", "alarms", "audit"];
        foreach (var page in pages)
        {
            await GoAsync(shop, page);
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

        await Expect(shop.Page.GetByRole(AriaRole.Table)).ToContainTextAsync(language == Language.English ? "Cheng Xiangming" : "程巷明");
        await GoAsync(shop, "proposals");
        await Expect(shop.Page.GetByRole(AriaRole.Main)).ToContainTextAsync(language == Language.English ? "Su Wanhe" : "苏晚禾");
        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }

    [Theory]
    [InlineData(Language.Chinese)]
    [InlineData(Language.English)]
    public async Task The_settings_of_a_slide_and_of_a_way_to_pay_can_be_used_by_everybody(Language language)
    {
        var look = new Inspection(language);
        var shop = await OpenAsync(demo.Address, "shop", language);
        await LogInAsync(shop);
        await GoAsync(shop, "settings");
        await shop.Named(AriaRole.Tab, shop.Text["settings:tenders"]).ClickAsync();
        await Expect(shop.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(4);
        await look.LookAsync(shop, "shop-tenders", touch: false);
        await shop.Page.GetByRole(AriaRole.Row).Nth(1).GetByRole(AriaRole.Cell).Nth(2).ClickAsync();
        await Expect(shop.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await look.LookAsync(shop, "shop-tender", touch: false);
        await shop.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(shop.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await shop.Named(AriaRole.Tab, shop.Text["settings:stores"]).ClickAsync();
        await shop.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("WT01") }).ClickAsync();
        foreach (var number in new[] { 1, 2 })
        {
            await shop.Button("settings:display.add").ClickAsync();
            await Expect(shop.Named(AriaRole.Img, shop.Text["settings:display.preview", ("number", number)])).ToBeVisibleAsync();
        }

        await shop.Field("settings:display.text").Nth(1).FillAsync("第二杯半价");
        await shop.Field("settings:display.textEn").Nth(1).FillAsync("Second cup half price");
        await shop.Button("settings:display.up", ("number", 2)).ClickAsync();
        await Expect(shop.Named(AriaRole.Img, shop.Text["settings:display.preview", ("number", 1)]))
            .ToContainTextAsync(language == Language.English ? "Second cup half price" : "第二杯半价");
        await shop.Button("core:save").ClickAsync();
        await Expect(shop.Seen("settings:display.empty")).ToBeVisibleAsync();
        await look.LookAsync(shop, "shop-slides", touch: false);
        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }

    [Theory]
    [InlineData("America/Los_Angeles")]
    [InlineData("Pacific/Kiritimati")]
    public async Task Orders_of_today_are_those_of_the_stores_day_wherever_the_browser_stands(string timeZone)
    {
        var shop = await OpenAsync(demo.Address, "shop", Language.English, timeZone: timeZone);
        await LogInAsync(shop);
        // Half past four in the morning at the store, the day before in America, half past ten in Kiribati.
        await shop.Page.Clock.SetSystemTimeAsync(new DateTime(2026, 3, 5, 20, 30, 0, DateTimeKind.Utc));
        await shop.Page.RunAndWaitForResponseAsync(
            () => GoAsync(shop, "orders"),
            answer => answer.Url.Contains("/shop/api/orders?", StringComparison.Ordinal)
        );
        var today = new DateTimeOffset(2026, 3, 6, 0, 0, 0, TimeSpan.FromHours(8));
        foreach (var (preset, day) in new[] { ("yesterday", today.AddDays(-1)), ("today", today) })
        {
            var asked = await shop.Page.RunAndWaitForRequestAsync(
                () => shop.Page.GetByText(shop.Text[$"orders:presets.{preset}"], new() { Exact = true }).ClickAsync(),
                request => request.Url.Contains("/shop/api/orders?", StringComparison.Ordinal)
            );
            var query = System.Web.HttpUtility.ParseQueryString(new Uri(asked.Url).Query);
            var from = day.ToUnixTimeMilliseconds();
            Assert.Equal((from, from + 86_399_999), (long.Parse(query["fromMs"]!), long.Parse(query["toMs"]!)));
        }
    }

    private static async Task LogInAsync(Tab shop)
    {
        await shop.Field("session:number").FillAsync("1000");
        await shop.Field("session:password").FillAsync("corner-light-1000");
        await shop.Button("desk:login.logIn").ClickAsync();
        await Expect(shop.Named(AriaRole.Navigation, shop.Text["desk:shell.navigation"])).ToBeVisibleAsync();
    }

    private static Task GoAsync(Tab shop, string page) =>
        shop.Named(AriaRole.Navigation, shop.Text["desk:shell.navigation"])
            .GetByRole(AriaRole.Link, new() { Name = shop.Text[$"layout:pages.{page}"], Exact = true })
            .ClickAsync();

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
