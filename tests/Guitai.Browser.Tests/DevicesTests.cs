using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace Guitai.Browser.Tests;

/// <summary>The devices as a cashier meets them: a receipt that nobody is sure of, a printer without paper, and the self-check's page.</summary>
public sealed class DevicesTests(Chromium chromium, DemoProcess demo) : BrowserTest(chromium), IClassFixture<DemoProcess>
{
    private const string Water = "6994219002945";

    [Theory]
    [InlineData(Language.Chinese)]
    [InlineData(Language.English)]
    public async Task A_receipt_that_nobody_is_sure_of_is_asked_about_and_comes_again_as_a_copy_with_the_drawer_shut(Language language)
    {
        var look = new Inspection(language);
        await demo.TidyAsync();
        await BehaveAsync("DiesMidway");
        var till = new TillPage(await OpenAsync(demo.Address, "till", language));
        await till.LogInAsync("3001", "4581");
        await till.ScanAsync(Water);
        await Expect(till.Lines).ToHaveCountAsync(1);
        await till.PayButton.ClickAsync();
        await till
            .Tab.Dialog("pay:title")
            .GetByRole(AriaRole.Button, new() { NameRegex = new Regex(till.Text["pay:confirm"]) })
            .ClickAsync();
        var again = till.Tab.Button("core:print.again");
        await Expect(again).ToBeVisibleAsync();
        await look.LookAsync(till.Tab, "till-paid-uncertain");
        await till.NextCustomerAsync();
        var receipt = (string)(await till.AskAsync("orders?take=1"))["items"]![0]!["receiptNumber"]!;
        await Expect(till.Page.GetByText(till.Text["core:print.question.Receipt", ("label", receipt)])).ToBeVisibleAsync();
        await look.LookAsync(till.Tab, "till-sell-uncertain");
        var before = await till.AskAsync("../../sandbox/api/paper");
        var kicks = (long)before["drawerKicks"]!;
        await again.ClickAsync();
        await Expect(again).ToHaveCountAsync(0);
        await Eventually.HoldsAsync(async () => LastPaper(await till.AskAsync("../../sandbox/api/paper")) > LastPaper(before));
        var roll = await till.AskAsync("../../sandbox/api/paper");
        Assert.Equal(kicks, (long)roll["drawerKicks"]!);
        Assert.True(
            Regex.IsMatch(roll["documents"]![0]!["rows"]!.ToJsonString(), "副本|\\\\u526F\\\\u672C"),
            "the second print is not marked"
        );
        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }

    [Theory]
    [InlineData(Language.Chinese)]
    [InlineData(Language.English)]
    public async Task Without_paper_selling_goes_on_the_page_says_what_to_do_and_new_paper_brings_the_receipt(Language language)
    {
        var look = new Inspection(language);
        await demo.TidyAsync();
        await BehaveAsync("PaperOut");
        var till = new TillPage(await OpenAsync(demo.Address, "till", language));
        await till.LogInAsync("3001", "4581");
        await till.ScanAsync(Water);
        await Expect(till.Lines).ToHaveCountAsync(1);
        await till.PayExactlyAsync();
        await Expect(till.Page.GetByText(till.Text["status:printerMend.paper-out"])).ToBeVisibleAsync();
        await look.LookAsync(till.Tab, "till-sell-paper-out");
        await till.Tab.ButtonBeginning(till.Text["status:printer.paper-out"]).First.ClickAsync();
        await till.Tab.Button("devices:checkNow").ClickAsync();
        await Expect(till.Page.GetByText(till.Text["devices:mend.printer.paper-out"])).ToBeVisibleAsync();
        await look.LookAsync(till.Tab, "till-devices-paper-out");
        await BehaveAsync("Good");
        await Expect(till.Tab.Seen("devices:nothingOpen")).ToBeVisibleAsync();
        await till.Tab.Button("devices:checkNow").ClickAsync();
        await Expect(till.Page.GetByText(till.Text["devices:found.printer.ok"])).ToBeVisibleAsync();
        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }

    [Theory]
    [InlineData(Language.Chinese)]
    [InlineData(Language.English)]
    public async Task The_scanner_and_the_drawer_are_tried_on_the_page_and_nothing_is_sold_by_it(Language language)
    {
        await demo.TidyAsync();
        await BehaveAsync("Good");
        var till = new TillPage(await OpenAsync(demo.Address, "till", language));
        await till.LogInAsync("2001", "3581");
        await till.MenuAsync("status:devices");
        await till.Tab.Button("devices:tryScanner").ClickAsync();
        await Expect(till.Tab.Seen("devices:scanNow")).ToBeVisibleAsync();
        await till.ScanAsync(Water);
        await Expect(till.Page.GetByText(till.Text["devices:scanned", ("text", Water)])).ToBeVisibleAsync();
        await Eventually.HoldsAsync(async () => (await FoundAsync(till, "scanner")) is "scanner.ok" or "scanner.slow");
        await till.Tab.Button("devices:tryDrawer").ClickAsync();
        await till.Tab.Button("devices:itDidNot").ClickAsync();
        await Expect(till.Page.GetByText(till.Text["devices:mend.drawer.shut"])).ToBeVisibleAsync();
        await till.Tab.Button("devices:tryDrawer").ClickAsync();
        await till.Tab.Button("devices:itOpened").ClickAsync();
        await Expect(till.Page.GetByText(till.Text["devices:found.drawer.ok"])).ToBeVisibleAsync();
        Assert.Empty(await till.CartAsync());
    }

    [Theory]
    [InlineData(Language.Chinese)]
    [InlineData(Language.English)]
    public async Task A_certificate_that_ran_out_or_is_missing_is_told_with_what_to_do(Language language)
    {
        var look = new Inspection(language);
        await demo.TidyAsync();
        var till = new TillPage(await OpenAsync(demo.Address, "till", language));
        await till.LogInAsync("2001", "3581");
        foreach (var (code, days) in new[] { ("expired", "3"), ("missing", null) })
        {
            // The demo's till stands in the shop's own process and needs none.
            await till.Page.RouteAsync(
                "**/till/api/devices",
                async route =>
                {
                    var report = JsonNode.Parse(await (await route.FetchAsync()).TextAsync())!;
                    var parameters = days is null ? new JsonObject() : new JsonObject { ["days"] = days };
                    var check = new JsonObject
                    {
                        ["device"] = "certificate",
                        ["state"] = "Fail",
                        ["code"] = $"certificate.{code}",
                        ["parameters"] = parameters,
                    };
                    report["checks"]!.AsArray().Add(check);
                    await route.FulfillAsync(new() { ContentType = "application/json", Body = report.ToJsonString() });
                }
            );
            await till.GoAsync("sell");
            await till.MenuAsync("status:devices");
            await Expect(till.Tab.Seen($"devices:mend.certificate.{code}")).ToBeVisibleAsync();
            await Expect(till.Tab.Seen($"devices:found.certificate.{code}", ("count", 3))).ToBeVisibleAsync();
            await look.LookAsync(till.Tab, $"till-certificate-{code}");
            await till.Page.UnrouteAllAsync();
        }

        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }

    private static long LastPaper(System.Text.Json.Nodes.JsonNode roll) => (long)roll["documents"]![0]!["id"]!;

    private static async Task<string> FoundAsync(TillPage till, string device) =>
        (string)(await till.AskAsync("devices"))["checks"]!.AsArray().Single(c => (string)c!["device"]! == device)!["code"]!;

    private async Task BehaveAsync(string mood)
    {
        using var http = new HttpClient { BaseAddress = demo.Address };
        http.DefaultRequestHeaders.Add("X-Guitai", "1");
        using var answer = await http.PostAsJsonAsync("/sandbox/api/printer", new { online = true, mood });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
