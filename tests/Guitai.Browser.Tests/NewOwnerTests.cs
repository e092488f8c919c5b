using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Guitai.Shop.Tests;
using static Microsoft.Playwright.Assertions;

namespace Guitai.Browser.Tests;

/// <summary>From a fresh start to the first sale in one's own shop, by the clock: set-up, devices, an untidy list, cash and receipt.</summary>
public sealed partial class NewOwnerTests(Chromium chromium) : BrowserTest(chromium)
{
    private const string Pin = "2738";
    private const string FirstGood = "6900000000014";
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    // In English a new owner's way is walked by FirstRunTests and ImportTests.
    [Fact]
    public async Task A_new_owner_moves_in_with_an_untidy_list_and_sells_within_five_minutes()
    {
        const Language language = Language.Chinese;
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["list.csv"], UntidyList.Bytes());
        using var printer = new PaperSink();
        var clock = Stopwatch.StartNew();
        var laps = new StringBuilder();
        void Lap(string what) => laps.Append(CultureInfo.InvariantCulture, $"{what} {clock.Elapsed.TotalSeconds:F1} s; ");

        var port = GuitaiProcess.FreePort();
        string[] start = ["start", "--data", folder["data"], "--port", $"{port}", "--tills-port", $"{GuitaiProcess.FreePort()}"];
        using var guitai = GuitaiProcess.Start(port, start);
        await guitai.ReadyAsync();
        Lap("started");
        var shop = await OpenAsync(guitai.Address, "shop", language);
        await shop.Button("session:ownShop").ClickAsync();
        await OpenShopAsync(shop);
        Lap("shop open");
        var till = await TryDevicesAsync(shop, guitai.Address, language, printer);
        Lap("devices tried");
        await shop.Page.GotoAsync(new Uri(guitai.Address, "/shop/#/import").ToString());
        // The same page at another place: as the link from the till does it.
        await shop.Page.ReloadAsync();
        await ImportAsync(shop, folder["list.csv"]);
        Lap("list saved");
        var receipt = await SellAsync(till);
        await Eventually.HoldsAsync(() => Task.FromResult(printer.Holds(Encoding.ASCII.GetBytes(receipt))));
        Lap("sold, receipt printed");
        Assert.True(clock.Elapsed < s_longest, laps.ToString());
        TestContext.Current.TestOutputHelper!.WriteLine($"new owner, {language}: {laps}");

        // It stands in the books, and they hold.
        await Expect(till.Tab.Seen("status:allUp")).ToBeVisibleAsync();
        await shop.Page.GotoAsync(new Uri(guitai.Address, "/shop/#/orders").ToString());
        await Expect(shop.Page.GetByText(receipt).First).ToBeVisibleAsync();
        await guitai.StopAsync();
        var (code, output, errors) = await GuitaiProcess.RunAsync("verify", "--data", folder["data/own"]);
        Assert.True(code == 0, output + errors);
    }

    private static async Task OpenShopAsync(Tab shop)
    {
        await Expect(shop.Seen("session:setupTitle")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await shop.Field("session:storeName").FillAsync("梧桐路店");
        await shop.Field("session:ownerName").FillAsync("程巷明");
        await shop.Field("core:pin.label").FillAsync(Pin);
        await shop.Field("core:pin.again").FillAsync(Pin);
        await shop.Button("session:openShop").ClickAsync();
        await shop.Page.GetByRole(AriaRole.Checkbox).CheckAsync();
    }

    /// <summary>What set-up leads to: network, printer, scanner, drawer and disk, each tried.</summary>
    private async Task<TillPage> TryDevicesAsync(Tab shop, Uri address, Language language, PaperSink printer)
    {
        var look = new Inspection(language);
        await look.LookAsync(shop, "shop-opened", touch: false);
        var link = shop.Page.GetByRole(AriaRole.Link, new() { Name = shop.Text["session:toDevices"] });
        Assert.Equal("/till/#devices", await link.GetAttributeAsync("href"));
        var till = new TillPage(await OpenAsync(shop.Page.Context, address, "till", language, "#devices"));
        var tab = till.Tab;
        await tab.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("程巷明") }).ClickAsync();
        await tab.Field("core:pin.pin").FillAsync(Pin);
        await tab.Button("session:login").ClickAsync();

        await Expect(tab.Seen("devices:tour.network.shopHere")).ToBeVisibleAsync();
        await look.LookAsync(tab, "till-tour-network");
        await tab.Button("devices:tour.next").ClickAsync();
        await tab.Button("devices:change").ClickAsync();
        await tab.Page.GetByLabel(till.Text["devices:form.host"]).FillAsync("127.0.0.1");
        await tab.Page.GetByLabel(till.Text["devices:form.port"]).FillAsync(printer.Port.ToString(CultureInfo.InvariantCulture));
        await tab.Button("devices:form.save").ClickAsync();
        await tab.Button("devices:testPage").ClickAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(printer.Holds("ESC/POS"u8) || printer.Holds([0x1D, (byte)'V'])));
        await look.LookAsync(tab, "till-tour-printer");
        await tab.Button("devices:tour.printer.yes").ClickAsync();
        await tab.Button("devices:tour.next").ClickAsync();

        await Expect(tab.Seen("devices:scanNow")).ToBeVisibleAsync();
        await till.ScanAsync(FirstGood);
        await Expect(tab.Page.GetByText(till.Text["devices:scanned", ("text", FirstGood)])).ToBeVisibleAsync();
        await look.LookAsync(tab, "till-tour-scanner");
        await tab.Button("devices:tour.next").ClickAsync();

        await tab.Button("devices:tour.drawer.open").ClickAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(printer.Holds([0x1B, (byte)'p', 0])));
        await tab.Button("devices:itDidNot").ClickAsync();
        await Expect(tab.Seen("devices:mend.drawer.shut")).ToBeVisibleAsync();
        await tab.Button("devices:tour.drawer.again").ClickAsync();
        await tab.Button("devices:itOpened").ClickAsync();
        await look.LookAsync(tab, "till-tour-drawer");
        await tab.Button("devices:tour.next").ClickAsync();

        await Expect(tab.Page.GetByText(till.Text.Part("devices:tour.disk.small"))).ToBeVisibleAsync();
        await look.LookAsync(tab, "till-tour-disk");
        await tab.Button("devices:tour.next").ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Link, new() { Name = till.Text["devices:tour.import"] })).ToBeVisibleAsync();
        await look.LookAsync(tab, "till-tour-end");
        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
        await tab.Button("devices:tour.sell").ClickAsync();
        return till;
    }

    private static async Task ImportAsync(Tab shop, string file)
    {
        await shop.Page.GetByLabel(shop.Text["imports:chooseFile"]).SetInputFilesAsync(file);
        await Expect(shop.Page.GetByText("GB18030")).ToBeVisibleAsync();
        await shop.Button("imports:look").ClickAsync();
        await Expect(shop.Page.GetByRole(AriaRole.Heading, new() { Name = shop.Text["imports:questionsTitle", ("count", 1)] }))
            .ToBeVisibleAsync();
        var said = await SaidAsync(shop);
        foreach (var (line, code) in UntidyList.Said)
        {
            var text = shop.Text.Part($"refusals:{code.Replace('.', '-')}");
            Assert.True(said.Any(s => s.Line == line && text.IsMatch(s.Text)), $"Line {line}: the page does not say {code}.");
        }

        await shop.Page.GetByRole(AriaRole.Radio, new() { NameRegex = new("一码两品乙") }).CheckAsync();
        var save = shop.Button("imports:confirm", ("count", UntidyList.Taken + 2));
        await save.ClickAsync();
        await Expect(shop.Page.GetByText(shop.Text["imports:doneTitle"])).ToBeVisibleAsync();
    }

    /// <summary>Every line that the preview names, with what it says of it: refused rows page by page, and remarks unfolded.</summary>
    private static async Task<List<(int Line, string Text)>> SaidAsync(Tab shop)
    {
        List<(int, string)> said = [];
        var refused = shop.Page.GetByRole(AriaRole.Table);
        var next = shop.Page.Locator(".ant-pagination-next:not(.ant-pagination-disabled)");
        while (true)
        {
            foreach (var row in await refused.Locator("tbody tr").AllInnerTextsAsync())
            {
                var cells = row.Split('\t', 2);
                if (cells.Length == 2 && int.TryParse(cells[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var line))
                {
                    said.Add((line, cells[1].Trim()));
                }
            }

            if (await next.CountAsync() == 0)
            {
                break;
            }

            await next.First.ClickAsync();
        }

        var folded = shop.Page.Locator(".ant-collapse-header[aria-expanded=false]");
        while (await folded.CountAsync() is > 0 and var left)
        {
            await folded.First.ClickAsync();
            await Expect(folded).ToHaveCountAsync(left - 1);
        }

        foreach (var note in await shop.Page.Locator(".ant-collapse-panel li").AllInnerTextsAsync())
        {
            said.Add((int.Parse(FirstNumber().Match(note).Value, CultureInfo.InvariantCulture), note.Trim()));
        }

        return said;
    }

    /// <summary>The first shift, a scanned product of the list, more cash than it costs.</summary>
    /// <returns>The receipt's number.</returns>
    private static async Task<string> SellAsync(TillPage till)
    {
        await till.OpenShiftAsync(200);
        await Eventually.HoldsAsync(async () => (long)(await till.AskAsync("catalogue?skip=0&take=1"))["total"]! >= UntidyList.Taken);
        await till.ScanAsync(FirstGood);
        await Expect(till.Line("商品 1")).ToBeVisibleAsync();
        await till.PayButton.ClickAsync();
        await till.Tab.Dialog("pay:title").GetByRole(AriaRole.Button, new() { Name = "¥5 " }).ClickAsync();
        await Expect(till.Tab.Dialog("pay:done")).ToContainTextAsync("¥3.50");
        await till.NextCustomerAsync();
        return (string)(await till.AskAsync("orders?take=1"))["items"]![0]!["receiptNumber"]!;
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex FirstNumber();
}
