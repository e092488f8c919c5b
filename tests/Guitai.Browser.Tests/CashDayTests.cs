using System.Diagnostics;
using System.Text.Json.Nodes;
using static Microsoft.Playwright.Assertions;

namespace Guitai.Browser.Tests;

/// <summary>A shift from log-in to Z-report, through the pages alone.</summary>
public sealed class CashDayTests(Chromium chromium, DemoProcess demo) : BrowserTest(chromium), IClassFixture<DemoProcess>
{
    private const string WaterBarcode = "6994219002945";
    private const long WaterMinor = 200;
    private const long TeaMinor = 450;
    private const long ColaMinor = 350;

    [Theory]
    [InlineData(Language.Chinese, "3001", "4581")]
    [InlineData(Language.English, "2001", "3581")]
    public async Task A_shift_sells_prints_refunds_and_closes_with_figures_that_agree(Language language, string number, string pin)
    {
        var (water, tea, cola) =
            language == Language.Chinese
                ? ("云汀饮用天然水 550ml", "山叶记 茉莉绿茶 500ml", "气咚咚 零糖可乐 500ml")
                : ("Yunting Spring Water 550ml", "Shanye Jasmine Green Tea 500ml", "Qidongdong Cola Zero 500ml");
        var till = new TillPage(await OpenAsync(demo.Address, "till", language));
        var sandbox = await OpenAsync(demo.Address, "sandbox", language);
        var tab = till.Tab;
        await till.LogInAsync(number, pin);
        await till.OpenShiftAsync(300);

        // The scanner without a focus, a tile, the search, and a quantity.
        await till.ScanAsync(WaterBarcode);
        await Expect(till.Line(water)).ToBeVisibleAsync();
        await till.Tile(tea).ClickAsync();
        await Expect(till.Line(tea)).ToBeVisibleAsync();
        await tab.Field("catalogue:search").FillAsync(language == Language.Chinese ? "零糖" : "cola zero");
        await till.Tile(cola).ClickAsync();
        await Expect(till.Line(cola)).ToBeVisibleAsync();
        await tab.Button("cart:moreOf", ("name", water)).ClickAsync();
        const long Total = (2 * WaterMinor) + TeaMinor + ColaMinor;
        await Expect(till.PayButton).ToContainTextAsync(TillPage.Yuan(Total));

        // Twenty yuan, and the change as large as the screen.
        await till.PayButton.ClickAsync();
        await tab.Dialog("pay:title").GetByRole(AriaRole.Button, new() { Name = "¥20 " }).ClickAsync();
        var paid = tab.Dialog("pay:done");
        await Expect(paid.GetByRole(AriaRole.Status)).ToHaveTextAsync(TillPage.Yuan(2000 - Total));
        await Expect(paid).ToContainTextAsync(till.Text["pay:print.printed"]);
        var receipt = (string)(await till.AskAsync("view"))["lastSale"]!["receiptNumber"]!;
        await Expect(paid).ToContainTextAsync(receipt);
        await till.NextCustomerAsync();

        // The paper says so, and its code can be read by any phone.
        var paper = sandbox.Page.GetByRole(AriaRole.Article).GetByLabel(receipt).First;
        await Expect(paper).ToBeVisibleAsync();
        Assert.Contains("12.00", await paper.GetAttributeAsync("aria-label"), StringComparison.Ordinal);
        Assert.Equal(receipt, await QrOfAsync(paper));

        // One product comes back.
        await till.GoAsync("orders");
        await tab.Page.GetByText(receipt).First.ClickAsync();
        await tab.Button("orders:refund").ClickAsync();
        var refund = tab.Dialog("orders:refundTitle", ("number", receipt));
        await refund.GetByRole(AriaRole.Button, new() { Name = till.Text["orders:nothing"], Exact = true }).ClickAsync();
        await refund.GetByRole(AriaRole.Button, new() { Name = till.Text["orders:moreOf", ("name", cola)] }).ClickAsync();
        await refund.GetByRole(AriaRole.Button, new() { Name = till.Text["orders:refundReasons.quality"] }).ClickAsync();
        await Expect(refund.GetByRole(AriaRole.Status)).ToContainTextAsync(TillPage.Yuan(ColaMinor));
        await refund.GetByRole(AriaRole.Button, new() { Name = till.Text["orders:refundNow"] }).ClickAsync();
        if (number == "3001")
        {
            var approval = tab.Dialog("core:approval.title");
            await approval.GetByLabel(till.Text["core:pin.number"], new() { Exact = true }).FillAsync("2001");
            await approval.GetByLabel(till.Text["core:pin.pin"], new() { Exact = true }).FillAsync("3581");
            await approval.GetByRole(AriaRole.Button, new() { Name = till.Text["core:approval.submit"], Exact = true }).ClickAsync();
        }

        await Expect(refund).ToHaveCountAsync(0);
        await Expect(tab.Page.GetByText(till.Text.Pattern("orders:refunded")).First).ToBeVisibleAsync();

        // Counting the drawer note by note ends the shift.
        await till.GoAsync("shift");
        var orders = (await till.AskAsync("orders?take=50"))["items"]!.AsArray();
        await tab.Button("shift:actions.close").ClickAsync();
        var count = tab.Dialog("shift:closeTitle");
        foreach (var (note, pieces) in new[] { ("¥100", "3"), ("¥5", "1"), ("¥1", "3"), ("¥0.50", "1") })
        {
            await count.GetByRole(AriaRole.Button, new() { Name = note + " ×" }).ClickAsync();
            await count.GetByRole(AriaRole.Button, new() { Name = pieces, Exact = true }).ClickAsync();
        }

        const long Drawer = 30_000 + Total - ColaMinor;
        await Expect(count.GetByRole(AriaRole.Status)).ToContainTextAsync(TillPage.Yuan(Drawer));
        await count.GetByRole(AriaRole.Button, new() { Name = till.Text["shift:closeNow"], Exact = true }).ClickAsync();
        var z = tab.Page.GetByRole(AriaRole.Dialog, new() { NameRegex = till.Text.Pattern("shift:zTitle") });
        await Expect(z).ToBeVisibleAsync();

        // What the report shows is what the till holds, and what the till holds is the sum of its orders.
        await Expect(Figure(z, till.Text["shift:net"])).ToHaveTextAsync(TillPage.Yuan(Total - ColaMinor));
        await Expect(Figure(z, till.Text["shift:expected"])).ToHaveTextAsync(TillPage.Yuan(Drawer));
        await Expect(Figure(z, till.Text["shift:counted"])).ToHaveTextAsync(TillPage.Yuan(Drawer));
        await Expect(Figure(z, till.Text["shift:exact"])).ToHaveTextAsync(TillPage.Yuan(0));
        var report = (await till.AskAsync("shifts?take=1"))[0]!;
        var mine = orders.Where(o => (long)o!["atMs"]! >= (long)report["openedAtMs"]!).ToList();
        Assert.Equal(SumOf(mine, "sale"), (long)report["totals"]!["saleMinor"]!);
        Assert.Equal(Math.Abs(SumOf(mine, "refund")), (long)report["totals"]!["refundMinor"]!);
        Assert.Equal(Total, SumOf(mine, "sale"));
        Assert.Equal(ColaMinor, Math.Abs(SumOf(mine, "refund")));
        Assert.Equal(0L, (long)report["overShortMinor"]!);
        await z.GetByRole(AriaRole.Button, new() { Name = till.Text["common:ok"], Exact = true }).ClickAsync();
        await till.MenuAsync("status:logout");
        await Expect(tab.Button("session:login")).ToBeVisibleAsync();

        var (code, output, errors) = await GuitaiProcess.RunAsync("verify", "--data", demo.Data);
        Assert.True(code == 0, output + errors);
    }

    private static ILocator Figure(ILocator report, string label) =>
        report
            .Locator("dl > div")
            .Filter(new() { Has = report.Page.GetByRole(AriaRole.Term).GetByText(label, new() { Exact = true }) })
            .Last.GetByRole(AriaRole.Definition);

    private static long SumOf(IEnumerable<JsonNode?> orders, string kind) =>
        orders.Where(o => (string)o!["kind"]! == kind).Sum(o => (long)o!["totalMinor"]!);

    /// <summary>Reads the QR code off a picture of the paper.</summary>
    private static async Task<string> QrOfAsync(ILocator paper)
    {
        using var folder = new TemporaryFolder();
        await paper.ScreenshotAsync(new() { Path = folder["paper.png"] });
        using var zbar = Process.Start(
            new ProcessStartInfo("zbarimg", ["--raw", "-q", "-Sdisable", "-Sqrcode.enable", folder["paper.png"]])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        var text = await zbar.StandardOutput.ReadToEndAsync();
        await zbar.WaitForExitAsync();
        return text.Trim();
    }
}
