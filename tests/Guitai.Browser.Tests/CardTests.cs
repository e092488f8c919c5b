using System.Globalization;
using System.Text.Json.Nodes;
using static Microsoft.Playwright.Assertions;

namespace Guitai.Browser.Tests;

/// <summary>Cards from the till's button to the host's books and back to the paper: the till's page, the terminal's page in it, two processes, TLS, host and bank.</summary>
public sealed class CardTests(Chromium chromium, DemoProcess demo) : BrowserTest(chromium), IClassFixture<DemoProcess>
{
    private const string Water = "6994219002945";
    private const string Tea = "6998386000292";

    [Fact]
    public async Task A_swiped_card_with_its_PIN_pays_and_till_paper_and_host_say_the_same()
    {
        var look = new Inspection(Language.Chinese);
        using var world = await CardWorld.OpenAsync(demo.Address);
        var counter = await BeginAsync(Language.Chinese);
        var till = counter.Till;
        var card = await world.CardAsync("unionpay-debit", 80);
        await AskAsync(till, Water, Tea);
        await look.LookAsync(till.Tab, "card-pay");
        var asked = 0;
        till.Page.Request += (_, request) => asked += request.Url.Contains("/terminal/api/entry/", StringComparison.Ordinal) ? 1 : 0;
        await counter.ByCardAsync();
        await look.LookAsync(till.Tab, "card-swipe");

        // A terminal that waits for a card sleeps: its page is told nothing, and asks for nothing.
        Assert.InRange(asked, 1, 10);
        await look.LookInsideAsync(counter.Inside, "card-swipe");
        await world.SwipeAsync("unionpay-debit", 80);
        await counter.TurnToCustomerAsync();
        await look.LookAsync(till.Tab, "card-pin");
        await look.LookInsideAsync(counter.Inside, "card-pin");
        await counter.PressPinAsync((string)card["pin"]!);
        await Expect(counter.Button("core:done")).ToBeVisibleAsync();
        await look.LookAsync(till.Tab, "card-approved");
        await counter.GoneAsync();
        await Expect(counter.Paid).ToBeVisibleAsync();

        var sale = await world.NewestAsync("Sale", 650);
        Assert.Equal("Approved", (string)sale["standing"]!);
        var slip = (await till.AskAsync("cards/payments?count=1"))[0]!["payment"]!["slip"]!;
        Assert.Equal((string)sale["rrn"]!, (string)slip["rrn"]!);
        Assert.Equal((int)sale["trace"]!, (int)slip["trace"]!);
        var receipt = await world.PaperAsync("销售小票", (string)sale["rrn"]!, Trace(sale), "CNY 6.50", "已输入密码");
        Assert.DoesNotContain((string)card["pan"]!, receipt, StringComparison.Ordinal);
        await world.PaperAsync("MERCHANT COPY", (string)sale["rrn"]!, Trace(sale), "CNY 6.50", "无需签名");
        await till.NextCustomerAsync();

        // The same card in a reader that types as a keyboard: no key of it reaches the till's own page.
        await AskAsync(till, Water);
        await counter.ByCardAsync();
        await till.Page.Keyboard.TypeAsync($"%{card["track1"]}?;{card["track2"]}?");
        await till.Page.Keyboard.PressAsync("Enter");
        await counter.TypePinAsync((string)card["pin"]!);
        await counter.GoneAsync();
        await Expect(counter.Paid).ToBeVisibleAsync();
        await world.NewestAsync("Sale", 200);
        await till.NextCustomerAsync();
        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }

    [Fact]
    public async Task A_typed_card_is_signed_on_the_screen_and_the_shops_slip_shows_the_signature()
    {
        var look = new Inspection(Language.English);
        using var world = await CardWorld.OpenAsync(demo.Address);
        var counter = await BeginAsync(Language.English);
        var till = counter.Till;
        var card = await world.CardAsync("visa-credit", 81);
        await AskAsync(till, Water, Water);
        await counter.ByCardAsync();
        await counter.Button("card:type").ClickAsync();
        await look.LookAsync(till.Tab, "card-typed");
        await look.LookInsideAsync(counter.Inside, "card-typed");
        var expiry = (string)card["expiry"]!;
        await till.Page.Keyboard.TypeAsync((string)card["pan"]!);
        await till.Page.Keyboard.PressAsync("Enter");
        await till.Page.Keyboard.TypeAsync(expiry[2..] + expiry[..2]);
        await till.Page.Keyboard.TypeAsync((string)card["cvv2"]!);
        await till.Page.Keyboard.PressAsync("Enter");
        await Expect(counter.Says("signature:ask")).ToBeVisibleAsync();
        await counter.DrawAsync();
        await look.LookAsync(till.Tab, "card-signature");
        await look.LookInsideAsync(counter.Inside, "card-signature");
        await counter.Button("signature:done").ClickAsync();
        await counter.GoneAsync();
        await Expect(counter.Paid).ToBeVisibleAsync();
        var sale = await world.NewestAsync("Sale", 400);
        await world.PaperAsync("MERCHANT COPY", (string)sale["rrn"]!, "持卡人签名\n[raster]");
        Assert.DoesNotContain(
            "[raster]",
            await world.PaperAsync("销售小票", (string)sale["rrn"]!, $"{card["pan"]}"[^4..] + " /M"),
            StringComparison.Ordinal
        );
        await till.NextCustomerAsync();
        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }

    [Fact]
    public async Task Card_and_cash_pay_together_and_go_back_as_they_came_whole_as_a_void_and_in_part_as_a_refund()
    {
        using var world = await CardWorld.OpenAsync(demo.Address);
        var counter = await BeginAsync(Language.Chinese);
        var till = counter.Till;
        await AskAsync(till, Water, Tea, Tea);
        await till.Page.Keyboard.TypeAsync("5");
        await counter.ByCardAsync();
        await SwipeAsync(counter, world, "mastercard-debit", 82);
        await Expect(till.Tab.Button("pay:takeBack")).ToBeVisibleAsync();
        await till.Page.Keyboard.PressAsync("Enter");
        await Expect(counter.Paid).ToBeVisibleAsync();
        var sale = await world.NewestAsync("Sale", 500);
        await world.PaperAsync("销售小票", (string)sale["rrn"]!, "银行卡", "现金");
        await till.NextCustomerAsync();
        await till.RefundAsync(less: null);
        var back = await world.NewestAsync("Void", 500);
        Assert.Equal("Approved", (string)back["standing"]!);
        var receipt = await world.PaperAsync("退货小票", (string)back["rrn"]!, "VOID", "退银行卡", "退现金");
        Assert.Contains(Trace(sale), receipt, StringComparison.Ordinal);

        await till.GoAsync("sell");
        await AskAsync(till, Tea, Tea);
        await counter.ByCardAsync();
        await SwipeAsync(counter, world, "visa-debit", 83);
        await Expect(counter.Paid).ToBeVisibleAsync();
        sale = await world.NewestAsync("Sale", 900);
        await till.NextCustomerAsync();
        await till.RefundAsync(less: "山叶记 茉莉绿茶 500ml");
        back = await world.NewestAsync("Refund", 450);
        Assert.Equal("Approved", (string)back["standing"]!);
        await world.PaperAsync("退货小票", (string)back["rrn"]!, "REFUND", "CNY 4.50", Trace(sale));
    }

    [Fact]
    public async Task Holds_are_completed_or_cancelled_a_balance_is_told_and_the_batch_settles_balanced()
    {
        var look = new Inspection(Language.Chinese);
        using var world = await CardWorld.OpenAsync(demo.Address);
        var counter = await BeginAsync(Language.Chinese);
        var till = counter.Till;
        await till.GoAsync("cards");
        foreach (var (yuan, index) in new[] { (80, 84), (30, 85) })
        {
            await till.Tab.Button("cards:preAuthorise").ClickAsync();
            var hold = till.Tab.Dialog("cards:preAuthorise");
            await Expect(hold).ToBeVisibleAsync();
            await till.Page.Keyboard.TypeAsync($"{yuan}");
            await hold.GetByRole(AriaRole.Button, new() { Name = till.Text["cards:begin"], Exact = true }).ClickAsync();
            await SwipeAsync(counter, world, "unionpay-credit", index);
            await world.NewestAsync("PreAuthorisation", yuan * 100);
            await Expect(till.Tab.Button("cards:cancelHold")).ToHaveCountAsync(yuan == 80 ? 1 : 2);
        }

        await till.Tab.Button("cards:cancelHold").First.ClickAsync();
        await till
            .Tab.Dialog("cards:cancelHoldTitle", ("amount", TillPage.Yuan(3000)))
            .GetByRole(AriaRole.Button, new() { Name = till.Text["cards:cancelHold"], Exact = true })
            .ClickAsync();
        await world.NewestAsync("PreAuthorisationCancel", 3000);
        await till.Tab.Button("cards:balance").ClickAsync();
        await SwipeAsync(counter, world, "unionpay-debit", 86, ends: false);
        await Expect(counter.Button("outcome:balance.show")).ToBeVisibleAsync();
        await look.LookAsync(till.Tab, "card-balance");
        await counter.Button("core:done").ClickAsync();
        await counter.GoneAsync();
        await Expect(till.Tab.Seen("cards:balanceOf", ("amount", TillPage.Yuan(10_000_000)))).ToBeVisibleAsync();
        await look.LookAsync(till.Tab, "card-page");

        await till.GoAsync("sell");
        await AskAsync(till, Water, Tea);
        await till.Tab.Button("cards:complete").ClickAsync();
        var holds = till.Tab.Dialog("cards:holdsTitle").GetByRole(AriaRole.Listitem).GetByRole(AriaRole.Button);
        await Expect(holds).ToHaveCountAsync(1);
        await holds.ClickAsync();
        await Expect(counter.Paid).ToBeVisibleAsync();
        await world.NewestAsync("Completion", 650);
        await till.NextCustomerAsync();

        await till.GoAsync("cards");
        var batch = (int)(await till.AskAsync("view"))["cards"]!["terminal"]!["batch"]!["batch"]!;
        await till.Tab.Button("cards:settle").ClickAsync();
        await till
            .Tab.Dialog("cards:settleTitle", ("batch", batch))
            .GetByRole(AriaRole.Button, new() { Name = till.Text["cards:settle"], Exact = true })
            .ClickAsync();
        await Expect(till.Page.GetByText(till.Text["cards:balanced"])).ToBeVisibleAsync();
        var closed = await world.BatchAsync();
        Assert.Equal((batch, true), ((int)closed["batch"]!, (bool)closed["balanced"]!));
        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }

    [Fact]
    public async Task On_a_screen_of_their_own_customers_enter_the_PIN_there_and_see_how_it_ended()
    {
        var look = new Inspection(Language.Chinese);
        using var world = await CardWorld.OpenAsync(demo.Address);
        var counter = await BeginAsync(Language.Chinese);
        var till = counter.Till;
        await till.GoAsync("cards");
        await till.Page.GetByRole(AriaRole.Switch).First.ClickAsync();
        await Expect(till.Tab.Seen("cards:padMissing")).ToBeVisibleAsync();
        var display = await OpenAsync(demo.Address, "display", Language.Chinese);
        await Expect(till.Tab.Seen("cards:padMissing")).ToHaveCountAsync(0);
        try
        {
            var card = await world.CardAsync("unionpay-debit", 89);
            await till.GoAsync("sell");
            await AskAsync(till, Water, Tea);
            await counter.ByCardAsync();
            await world.SwipeAsync("unionpay-debit", 89);
            var pad = new CardCounter(new TillPage(display), Language.Chinese);
            await Expect(pad.Says("pin:ask")).ToBeVisibleAsync();
            await counter.GoneAsync();
            await Expect(till.Tab.Seen("cards:waits.Pin")).ToBeVisibleAsync();
            await look.LookAsync(till.Tab, "card-pin-elsewhere");
            await look.LookAsync(display, "display-pin");
            await pad.PressPinAsync((string)card["pin"]!);
            await Expect(counter.Paid).ToBeVisibleAsync();
            await Expect(pad.Button("core:done")).ToBeVisibleAsync();
            await look.LookAsync(display, "display-approved");
            await pad.GoneAsync();
            await world.NewestAsync("Sale", 650);
            await till.NextCustomerAsync();
        }
        finally
        {
            await till.GoAsync("cards");
            await till.Page.GetByRole(AriaRole.Switch).First.ClickAsync();
        }

        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }

    [Fact]
    public async Task A_lost_answer_is_called_unknown_until_the_money_is_back_and_giving_up_takes_nothing()
    {
        var look = new Inspection(Language.English);
        using var world = await CardWorld.OpenAsync(demo.Address);
        var counter = await BeginAsync(Language.English);
        var till = counter.Till;
        await AskAsync(till, Tea);

        // The sale is done at the bank, its answer is lost, and so is the first reversal's: nobody at the counter can know.
        await world.LoseAnswerAsync("0200");
        await world.LoseAnswerAsync("0400");
        await counter.ByCardAsync();
        await SwipeAsync(counter, world, "unionpay-debit", 87, ends: false);
        await counter.Button("pin:backReady").ClickAsync();
        await Expect(counter.Says("wait:titles.Answer")).ToBeVisibleAsync();
        await counter.GoneAsync();
        await Expect(till.Tab.Seen("cards:unknown")).ToBeVisibleAsync();
        await look.LookAsync(till.Tab, "card-unknown");
        await Expect(counter.Paid).ToHaveCountAsync(0);
        await Expect(till.Tab.Seen("cards:turnedRound")).ToBeVisibleAsync();
        await look.LookAsync(till.Tab, "card-turned-round");
        Assert.Equal("Reversed", await StandingAsync(world));

        // Given up while the bank is asked: it may have been taken there, and is turned round.
        await world.LoseAnswerAsync("0200");
        await counter.ByCardAsync();
        await SwipeAsync(counter, world, "unionpay-debit", 88, ends: false);
        await counter.Button("pin:backReady").ClickAsync();
        await counter.Button("core:giveUp").ClickAsync();
        await counter.Button("core:giveUpYes").ClickAsync();
        await counter.GoneAsync();
        await Expect(counter.PayDialog.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        Assert.Equal("Reversed", await StandingAsync(world));
        Assert.NotNull((await till.AskAsync("view"))["cart"]);
        await till.Page.Keyboard.PressAsync("Enter");
        await Expect(counter.Paid).ToBeVisibleAsync();
        await till.NextCustomerAsync();
        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }

    [Fact]
    public async Task A_terminals_page_that_never_comes_or_falls_silent_does_not_keep_the_till()
    {
        using var world = await CardWorld.OpenAsync(demo.Address);
        var counter = await BeginAsync(Language.Chinese);
        var till = counter.Till;
        await AskAsync(till, Water);
        await till.Page.RouteAsync("**/terminal/**", route => route.AbortAsync());
        await counter.ChooseCardAsync();
        await till.Tab.Button("cards:cancel").ClickAsync();
        await counter.GoneAsync();
        await Expect(counter.PayDialog).ToBeVisibleAsync();

        // It was there, and goes before it could say that the end was read.
        await till.Page.UnrouteAllAsync();
        await counter.ByCardAsync();
        await SwipeAsync(counter, world, "unionpay-debit", 90, ends: false);
        await Expect(counter.Button("core:done")).ToBeVisibleAsync();
        await counter.Inside.EvaluateAsync("() => { location.href = 'about:blank'; }");
        await counter.GoneAsync();
        await Expect(counter.Paid).ToBeVisibleAsync();
        await world.NewestAsync("Sale", 200);
        await till.NextCustomerAsync();
    }

    private static string Trace(JsonNode row) => ((int)row["trace"]!).ToString("D6", CultureInfo.InvariantCulture);

    private static async Task<string> StandingAsync(CardWorld world) =>
        (string)(await world.HostAsync(5)).First(r => (string)r!["flow"]! == "Sale")!["standing"]!;

    private static async Task AskAsync(TillPage till, params string[] codes)
    {
        await till.ScanAsync(codes);
        await Expect(till.PayButton).ToContainTextAsync(TillPage.Yuan(codes.Sum(c => c == Water ? 200 : 450)));
        await till.PayButton.ClickAsync();
        await Expect(till.Tab.Dialog("pay:title")).ToBeVisibleAsync();
    }

    private static async Task SwipeAsync(CardCounter counter, CardWorld world, string program, int index, bool ends = true)
    {
        await Expect(counter.AsksCard).ToBeVisibleAsync();
        await world.SwipeAsync(program, index);
        await counter.TypePinAsync((string)(await world.CardAsync(program, index))["pin"]!);
        if (ends)
        {
            await counter.Button("core:done").ClickAsync();
            await counter.GoneAsync();
        }
    }

    private async Task<CardCounter> BeginAsync(Language language)
    {
        await demo.TidyAsync();
        var till = new TillPage(await OpenAsync(demo.Address, "till", language));
        await till.Page.SetViewportSizeAsync(1024, 768);
        await till.LogInAsync("2001", "3581");
        return new CardCounter(till, language);
    }
}
