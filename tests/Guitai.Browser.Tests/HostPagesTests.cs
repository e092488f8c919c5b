using static Microsoft.Playwright.Assertions;

namespace Guitai.Browser.Tests;

/// <summary>The host's page: a sale arrives while somebody looks, its story is told, and every page is usable by everybody.</summary>
public sealed class HostPagesTests(Chromium chromium, DemoProcess demo) : BrowserTest(chromium), IClassFixture<DemoProcess>
{
    private const string Water = "6994219002945";

    [Theory]
    [InlineData(Language.Chinese)]
    [InlineData(Language.English)]
    public async Task A_sale_arrives_live_and_its_story_is_told_field_by_field(Language language)
    {
        var host = await EnterAsync(language);
        var newest = host.Page.Locator("main li button").First;
        await Expect(newest).ToBeVisibleAsync();
        var before = await newest.GetAttributeAsync("data-rrn");
        await Expect(newest).Not.ToHaveAttributeAsync("data-rrn", before!, new() { Timeout = 30_000 });
        await host.Page.Locator("main li button").Nth(1).ClickAsync();
        var story = host.Page.GetByRole(AriaRole.Dialog);
        await Expect(story.GetByText(host.Text["transactions:story"], new() { Exact = true })).ToBeVisibleAsync();
        await Expect(story.GetByRole(AriaRole.Cell, new() { Name = FieldName(host, language) }).First).ToBeVisibleAsync();
        Assert.Matches("(629999|400000|519999)\\*+\\d{4}", await story.InnerTextAsync());
        Assert.DoesNotMatch("(629999|400000|519999)\\d{7}", await story.InnerTextAsync());
    }

    [Theory]
    [InlineData(Language.Chinese)]
    [InlineData(Language.English)]
    public async Task The_hosts_pages_can_be_used_by_everybody(Language language)
    {
        var look = new Inspection(language);
        await BillsAsync();
        var host = await EnterAsync(language, look);
        string[] pages =
        [
            "overview",
            "transactions",
            "alarms",
            "merchants",
            "terminals",
            "batches",
            "issuers",
            "chips",
            "wallets",
            "keys",
            "operators",
            "audit",
        ];
        foreach (var page in pages)
        {
            await host.Named(AriaRole.Navigation, host.Text["desk:shell.navigation"])
                .GetByRole(AriaRole.Link, new() { Name = host.Text[$"layout:pages.{page}"], Exact = true })
                .ClickAsync();
            await Expect(host.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await look.LookAsync(host, $"host-{page}", touch: false);
            if (page is "transactions" or "merchants" or "terminals" or "operators")
            {
                await host.Page.GetByRole(AriaRole.Row).Nth(1).GetByRole(AriaRole.Cell).Nth(2).ClickAsync();
                await LookAtDialogAsync(look, host, $"host-{page}-one");
            }

            if (page == "chips")
            {
                await host.Button("chips:addKey").ClickAsync();
                await LookAtDialogAsync(look, host, "host-chips-key");
                await host.Page.GetByRole(AriaRole.Button, new() { Name = "A000000333010101", Exact = true }).ClickAsync();
                await LookAtDialogAsync(look, host, "host-chips-application");
            }
        }

        await host.Page.GotoAsync(new Uri(demo.Address, "/host/#/ledger/898310058120001").ToString());
        await Expect(host.Page.GetByRole(AriaRole.Table).First).ToBeVisibleAsync();
        await look.LookAsync(host, "host-ledger", touch: false);
        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }

    private static async Task LookAtDialogAsync(Inspection look, Tab host, string name)
    {
        await Expect(host.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await look.LookAsync(host, name, touch: false);
        await host.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(host.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    // Two sales by code today, and both wallets' bills of today: one of them lies.
    private async Task BillsAsync()
    {
        using var world = await CardWorld.OpenAsync(demo.Address);
        await world.AskAsync("/sandbox/api/wallets/early-bills", new { on = true });
        await world.AskAsync(
            "/sandbox/api/wallets/faults",
            new
            {
                fault = "BillOtherAmount",
                wallet = "WeChat",
                operation = "Bill",
                times = 1,
            }
        );
        var day = DateTimeOffset.UtcNow.AddHours(8);
        foreach (var wallet in new[] { "WeChat", "Alipay" })
        {
            await demo.TidyAsync();
            using var till = new TillClient(demo.Address);
            await till.LogInAsync();
            var cart = (await till.ScanAsync(Water))["cart"]!;
            var code = (string)(await world.AskAsync("/sandbox/api/phone/100/code", new { wallet }))["code"]!;
            await till.ScanAsync(code);
            await Eventually.HoldsAsync(async () =>
                (string?)(await till.GetAsync("/till/api/view"))["lastSale"]?["orderId"] == (string)cart["orderId"]!
            );
            var account = $"{(wallet == "WeChat" ? "wechat" : "alipay")}-898310058120001";
            var bill = await world.AskAsync(
                $"/host/api/wallet-bills/{account}",
                new { day = (day.Year * 10_000) + (day.Month * 100) + day.Day }
            );
            Assert.Equal(wallet == "WeChat", bill["differences"]!.AsArray().Count > 0);
        }
    }

    private static string FieldName(Tab host, Language language) =>
        language == Language.Chinese ? host.Text["transactions:fieldNames.4"] : "Amount, transaction";

    private async Task<Tab> EnterAsync(Language language, Inspection? look = null)
    {
        var host = await OpenAsync(demo.Address, "host", language);
        await Expect(host.Button("desk:login.logIn")).ToBeVisibleAsync();
        if (look is not null)
        {
            await look.LookAsync(host, "host-login", touch: false);
        }

        await host.Field("session:login").FillAsync("demo");
        await host.Field("session:password").FillAsync("corner-light-host-1");
        await host.Button("desk:login.logIn").ClickAsync();
        await Expect(host.Named(AriaRole.Navigation, host.Text["desk:shell.navigation"])).ToBeVisibleAsync();
        return host;
    }
}
