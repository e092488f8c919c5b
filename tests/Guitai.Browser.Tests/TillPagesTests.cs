using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace Guitai.Browser.Tests;

/// <summary>Every page and main dialog of the till, its display and the sandbox, at every size, in both languages: usable by everybody, nothing cut off, nothing too small.</summary>
public sealed class TillPagesTests(Chromium chromium, DemoProcess demo) : BrowserTest(chromium), IClassFixture<DemoProcess>
{
    private static readonly string[] s_barcodes = ["6994219002945", "6998386000292", "6991209000936"];

    [Theory]
    [InlineData(Language.Chinese)]
    [InlineData(Language.English)]
    public async Task The_till_and_what_hangs_on_it_can_be_used_by_everybody(Language language)
    {
        var look = new Inspection(language);
        await demo.TidyAsync();
        await CloseAsync();
        var till = new TillPage(await OpenAsync(demo.Address, "till", language));
        var display = await OpenAsync(demo.Address, "display", language);
        var sandbox = await OpenAsync(demo.Address, "sandbox", language);
        var tab = till.Tab;

        await Expect(tab.Button("session:login")).ToBeVisibleAsync();
        await look.LookAsync(tab, "till-login");
        await Expect(display.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await look.LookAsync(display, "display-idle");
        await till.LogInAsync("3001", "4581");
        await Expect(tab.Seen("shift:openTitle")).ToBeVisibleAsync();
        await look.LookAsync(tab, "till-shift-open");
        await till.OpenShiftAsync(300);

        await till.ScanAsync([.. s_barcodes, .. s_barcodes, s_barcodes[0]]);
        await Expect(till.PayButton).ToContainTextAsync(TillPage.Yuan(2100));
        await look.LookAsync(tab, "till-sell");
        await Expect(display.Page.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(3);
        await look.LookAsync(display, "display-selling");
        await till.Lines.First.GetByRole(AriaRole.Button).First.ClickAsync();
        await LookAtDialogAsync(look, till, "till-line");
        foreach (var action in new[] { "discount", "note", "hold", "held", "void" })
        {
            await tab.Named(AriaRole.Toolbar, till.Text["cart:toolbar"])
                .GetByRole(AriaRole.Button, new() { NameRegex = new Regex(Regex.Escape(till.Text[$"cart:actions.{action}"]) + "$") })
                .ClickAsync();
            await LookAtDialogAsync(look, till, $"till-{action}");
        }

        await tab.Button("catalogue:amount").ClickAsync();
        await LookAtDialogAsync(look, till, "till-amount");
        await till.ScanAsync("6900000000083");
        await LookAtDialogAsync(look, till, "till-quick-add");
        await tab.Page.Keyboard.PressAsync("F1");
        await LookAtDialogAsync(look, till, "till-help");

        await till.PayButton.ClickAsync();
        await Expect(tab.Dialog("pay:title")).ToBeVisibleAsync();
        await look.LookAsync(tab, "till-pay");
        await tab.Dialog("pay:title").GetByRole(AriaRole.Button, new() { Name = "¥50 " }).ClickAsync();
        await Expect(tab.Dialog("pay:done")).ToBeVisibleAsync();
        await Expect(tab.Dialog("pay:done")).ToContainTextAsync(till.Text["pay:print.printed"]);
        await look.LookAsync(tab, "till-paid");
        await look.LookAsync(display, "display-paid");
        await Expect(sandbox.Page.GetByRole(AriaRole.Article).First).ToBeVisibleAsync();
        await look.LookAsync(sandbox, "sandbox");
        await till.NextCustomerAsync();

        await till.GoAsync("orders");
        var receipt = (string)(await till.AskAsync("orders?take=1"))["items"]![0]!["receiptNumber"]!;
        await Expect(tab.Page.GetByText(receipt)).ToBeVisibleAsync();
        await look.LookAsync(tab, "till-orders");
        await tab.Page.GetByText(receipt).ClickAsync();
        await Expect(tab.Button("orders:refund")).ToBeVisibleAsync();
        await look.LookAsync(tab, "till-order");
        await tab.Button("orders:refund").ClickAsync();
        var refund = tab.Dialog("orders:refundTitle", ("number", receipt));
        await refund.GetByRole(AriaRole.Button, new() { Name = till.Text["orders:refundReasons.quality"] }).ClickAsync();
        await look.LookAsync(tab, "till-refund");
        await refund.GetByRole(AriaRole.Button, new() { Name = till.Text["orders:refundNow"] }).ClickAsync();
        await Expect(tab.Dialog("core:approval.title")).ToBeVisibleAsync();
        await look.LookAsync(tab, "till-approval");
        await tab.Page.Keyboard.PressAsync("Escape");
        await Expect(tab.Dialog("core:approval.title")).ToHaveCountAsync(0);
        await tab.Page.Keyboard.PressAsync("Escape");
        await Expect(refund).ToHaveCountAsync(0);

        await till.GoAsync("shift");
        await Expect(tab.Seen("shift:sales")).ToBeVisibleAsync();
        await look.LookAsync(tab, "till-shift");
        foreach (var action in new[] { "in", "drawer", "handOver", "close" })
        {
            await tab.Button($"shift:actions.{action}").ClickAsync();
            await LookAtDialogAsync(look, till, $"till-shift-{action}");
        }

        await tab.Seen("shift:past").ClickAsync();
        await Expect(tab.Page.GetByText("Z ").First).ToBeVisibleAsync();
        await look.LookAsync(tab, "till-shifts");
        await till.MenuAsync("status:devices");
        await Expect(tab.Seen("devices:printerTitle")).ToBeVisibleAsync();
        await look.LookAsync(tab, "till-devices");
        await tab.Button("devices:change").ClickAsync();
        await LookAtDialogAsync(look, till, "till-printer");
        await till.MenuAsync("status:lock");
        await Expect(tab.Seen("session:locked")).ToBeVisibleAsync();
        await look.LookAsync(tab, "till-locked");
        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }

    [Fact]
    public async Task A_small_customer_screen_holds_a_slide_of_many_words_and_an_order_with_many_tips()
    {
        var words = string.Concat(Enumerable.Repeat("桂花冰豆浆手作绿豆糕", 10));
        var before = await ChangeStoreAsync(
            new JsonArray(5, 10, 15, 18, 20, 100),
            new JsonObject { ["slides"] = new JsonArray(new JsonObject { ["text"] = words }), ["slideSeconds"] = 3 }
        );
        await demo.TidyAsync();
        var display = await OpenAsync(demo.Address, "display", Language.Chinese);
        await display.Page.SetViewportSizeAsync(800, 480);
        await Expect(display.Page.GetByText(words)).ToBeInViewportAsync(new() { Ratio = 1 });
        var till = new TillPage(await OpenAsync(demo.Address, "till", Language.Chinese));
        await till.LogInAsync("2001", "3581");
        await till.ScanAsync(s_barcodes);
        await Expect(till.Lines).ToHaveCountAsync(3);
        await till.MenuAsync("status:turn");
        await Expect(display.Named(AriaRole.Group, display.Text["customer:tipQuestion"]).GetByRole(AriaRole.Button)).ToHaveCountAsync(7);
        await Expect(display.Page.GetByRole(AriaRole.Status)).ToBeInViewportAsync(new() { Ratio = 1 });
        var look = new Inspection(Language.Chinese);
        await look.LookAsync(display, "display-turned");
        await ChangeStoreAsync(before["tipPercents"]!.DeepClone(), before["display"]?.DeepClone());
        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }

    /// <returns>The store as it was.</returns>
    private async Task<JsonNode> ChangeStoreAsync(JsonNode tipPercents, JsonNode? display)
    {
        using var shop = new ShopClient(demo.Address);
        await shop.LogInAsync();
        var view = (await shop.AskAsync("stores")).AsArray().Single(s => (string)s!["store"]!["code"]! == "WT01")!;
        var edit = view["store"]!.DeepClone();
        edit["version"] = (long)view["version"]!;
        edit["tipPercents"] = tipPercents;
        edit["display"] = display;
        await shop.PutAsync($"stores/{(string)edit["id"]!}", edit);
        return view["store"]!;
    }

    private static async Task LookAtDialogAsync(Inspection look, TillPage till, string name)
    {
        var dialog = till.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToBeVisibleAsync();
        await look.LookAsync(till.Tab, name);
        await till.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
    }

    /// <summary>Closes the shift, so that the page has to open one.</summary>
    private async Task CloseAsync()
    {
        using var till = new TillClient(demo.Address);
        var view = await till.LogInAsync();
        await till.PostAsync(
            "/till/api/shift/close",
            new
            {
                commandId = Guid.NewGuid(),
                shiftId = (string)view["shift"]!["id"]!,
                counts = Array.Empty<object>(),
                countedMinor = 0,
            }
        );
        await till.PostAsync("/till/api/logout", new { commandId = Guid.NewGuid() });
    }
}
