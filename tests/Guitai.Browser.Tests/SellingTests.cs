using static Microsoft.Playwright.Assertions;

namespace Guitai.Browser.Tests;

/// <summary>What goes wrong at a busy counter: hurried scanners, nervous fingers, a second screen, goods that nobody entered.</summary>
public sealed class SellingTests(Chromium chromium, DemoProcess demo) : BrowserTest(chromium), IClassFixture<DemoProcess>
{
    private const string Water = "6994219002945";
    private const string Tea = "6998386000292";
    private const string Cola = "6991209000936";
    private const string Juice = "69900372";

    [Fact]
    public async Task Twenty_barcodes_in_quick_succession_all_arrive_once()
    {
        var till = await BeginAsync(Language.Chinese);
        var answers = 0;
        till.Page.Response += (_, answer) =>
            answers += answer.Url.EndsWith("/cart/scan", StringComparison.Ordinal) && answer.Status == 200 ? 1 : 0;
        string[] round = [Water, Tea, Juice, Cola, Water];
        await till.ScanAsync([.. round, .. round, .. round, .. round]);
        await Expect(till.PayButton).ToContainTextAsync(TillPage.Yuan(4 * (200 + 450 + 300 + 300 + 200)));
        Assert.Equal(
            new Dictionary<string, long>(StringComparer.Ordinal)
            {
                ["10001"] = 8_000,
                ["10006"] = 4_000,
                ["10022"] = 4_000,
                ["10012"] = 4_000,
            },
            await till.CartAsync()
        );

        // The page may have drawn what the events told it before the last answer's own event gets here.
        for (var i = 0; i < 200 && answers < 20; i++)
        {
            await Task.Delay(25);
        }

        Assert.Equal(20, answers);
    }

    [Fact]
    public async Task A_scan_while_someone_searches_sells_and_leaves_the_search_as_it_was()
    {
        var till = await BeginAsync(Language.Chinese);
        var search = till.Tab.Field("catalogue:search");
        await search.FillAsync("乌龙");
        await search.FocusAsync();
        await till.ScanAsync(Juice);
        await Expect(till.Lines).ToHaveCountAsync(1);
        await Expect(search).ToHaveValueAsync("乌龙");
    }

    [Fact]
    public async Task Double_clicks_pay_refund_and_close_once()
    {
        var till = await BeginAsync(Language.English, "2001", "3581");
        var before = await OrdersAsync(till);

        // The button under the fingers and the one that comes in its place both get a click: the change must stay on the screen.
        await till.ScanAsync(Water);
        await Expect(till.Lines).ToHaveCountAsync(1);
        await till.PayButton.DblClickAsync();
        await till.Tab.Dialog("pay:title").GetByRole(AriaRole.Button, new() { Name = till.Text["pay:confirm"] }).DblClickAsync();
        await Expect(till.Tab.Dialog("pay:done")).ToBeVisibleAsync();
        await till.Tab.ButtonBeginning(till.Text["pay:next"]).DblClickAsync();
        await Expect(till.Tab.Dialog("pay:done")).ToHaveCountAsync(0);
        await till.ScanAsync(Tea);
        await Expect(till.Lines).ToHaveCountAsync(1);
        await till.PayButton.ClickAsync();
        await till.Tab.Dialog("pay:title").GetByRole(AriaRole.Button, new() { Name = "¥10 " }).DblClickAsync();
        await Expect(till.Tab.Dialog("pay:done")).ToBeVisibleAsync();
        await till.NextCustomerAsync();
        Assert.Equal(before + 2, await OrdersAsync(till));

        await till.GoAsync("orders");
        var newest = (string)(await till.AskAsync("orders?take=1"))["items"]![0]!["receiptNumber"]!;
        await till.Page.GetByText(newest).First.ClickAsync();
        await till.Tab.Button("orders:refund").ClickAsync();
        var refund = till.Tab.Dialog("orders:refundTitle", ("number", newest));
        await refund.GetByRole(AriaRole.Button, new() { Name = till.Text["orders:refundReasons.wrong"] }).ClickAsync();
        await refund.GetByRole(AriaRole.Button, new() { Name = till.Text["orders:refundNow"] }).DblClickAsync();
        await Expect(refund).ToHaveCountAsync(0);
        await Expect(till.Page.GetByText(till.Text.Pattern("orders:refunded")).First).ToBeVisibleAsync();
        Assert.Equal(before + 3, await OrdersAsync(till));

        await till.GoAsync("shift");
        var closed = (await till.AskAsync("shifts"))!.AsArray().Count;
        await till.Tab.Button("shift:actions.close").DblClickAsync();
        var count = till.Tab.Dialog("shift:closeTitle");
        await count.GetByRole(AriaRole.Button, new() { Name = till.Text["shift:closeNow"], Exact = true }).DblClickAsync();
        var z = till.Page.GetByRole(AriaRole.Dialog, new() { NameRegex = till.Text.Pattern("shift:zTitle") });
        await Expect(z).ToBeVisibleAsync();
        await z.GetByRole(AriaRole.Button, new() { Name = till.Text["common:ok"], Exact = true }).ClickAsync();
        await Expect(till.Tab.Seen("shift:openTitle")).ToBeVisibleAsync();
        Assert.Equal(closed + 1, (await till.AskAsync("shifts"))!.AsArray().Count);
    }

    [Theory]
    [InlineData(Language.Chinese)]
    [InlineData(Language.English)]
    public async Task A_second_page_takes_the_till_over_and_the_first_can_take_it_back(Language language)
    {
        var first = await BeginAsync(language);
        await first.ScanAsync(Water);
        await Expect(first.Lines).ToHaveCountAsync(1);
        var second = new TillPage(await OpenAsync(first.Page.Context, demo.Address, "till", language));
        await Expect(second.PayButton).ToBeEnabledAsync();
        await Expect(second.Taken).ToHaveCountAsync(0);
        await Expect(first.Taken).ToBeVisibleAsync();
        await Expect(first.PayButton).ToBeDisabledAsync();

        // A scanner at the first page sells nothing behind the second one's back.
        await first.ScanAsync(Cola);
        await first.Tab.Button("session:useHere").ClickAsync();
        await Expect(first.Taken).ToHaveCountAsync(0);
        await Expect(second.Taken).ToBeVisibleAsync();
        await first.ScanAsync(Tea);
        await Expect(first.Lines).ToHaveCountAsync(2);
        await Expect(first.PayButton).ToContainTextAsync(TillPage.Yuan(650));
    }

    [Theory]
    [InlineData(Language.Chinese)]
    [InlineData(Language.English)]
    public async Task An_unknown_barcode_is_sold_with_a_name_and_a_price(Language language)
    {
        var till = await BeginAsync(language);
        var barcode = language == Language.Chinese ? "6900000000014" : "6900000000021";
        await till.ScanAsync(barcode);
        var dialog = till.Tab.Dialog("catalogue:unknownTitle");
        await Expect(dialog).ToContainTextAsync(barcode);
        await dialog.GetByLabel(till.Text["catalogue:name"], new() { Exact = true }).FillAsync("桂花糕");
        foreach (var key in new[] { "6", ".", "5" })
        {
            var name = key == "." ? till.Text["common:point"] : key;
            await dialog.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
        }

        await dialog.GetByRole(AriaRole.Button, new() { Name = till.Text["catalogue:quickAdd"], Exact = true }).ClickAsync();
        await Expect(till.Line("桂花糕")).ToContainTextAsync("¥6.50");
        await till.PayExactlyAsync();
        var newest = (await till.AskAsync("orders?take=1"))["items"]![0]!;
        Assert.Equal(650, (long)newest["totalMinor"]!);
    }

    [Fact]
    public async Task A_reloaded_page_finds_its_cart()
    {
        var till = await BeginAsync(Language.Chinese);
        await till.ScanAsync(Water, Tea, Water);
        await Expect(till.PayButton).ToContainTextAsync(TillPage.Yuan(850));
        await till.Page.ReloadAsync();
        await Expect(till.Lines).ToHaveCountAsync(2);
        await Expect(till.PayButton).ToContainTextAsync(TillPage.Yuan(850));
        await Expect(till.PayButton).ToBeEnabledAsync();
        await till.PayExactlyAsync();
    }

    [Fact]
    public async Task A_scanned_receipt_finds_its_order()
    {
        var till = await BeginAsync(Language.Chinese);
        await till.ScanAsync(Water);
        await Expect(till.Lines).ToHaveCountAsync(1);
        await till.PayExactlyAsync();
        var receipt = (string)(await till.AskAsync("orders?take=1"))["items"]![0]!["receiptNumber"]!;
        await till.ScanAsync(receipt);
        var orders = till.Tab.Named(AriaRole.Region, till.Text["orders:title"]);
        var rows = orders.GetByRole(AriaRole.Listitem).GetByRole(AriaRole.Button);
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(rows).ToContainTextAsync(receipt);
    }

    private static async Task<int> OrdersAsync(TillPage till) => (await till.AskAsync("orders?take=100"))["items"]!.AsArray().Count;

    private async Task<TillPage> BeginAsync(Language language, string number = "3001", string pin = "4581")
    {
        await demo.TidyAsync();
        var till = new TillPage(await OpenAsync(demo.Address, "till", language));
        await till.LogInAsync(number, pin);
        return till;
    }
}
