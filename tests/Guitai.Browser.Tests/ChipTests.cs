using System.Text.Json.Nodes;
using static Microsoft.Playwright.Assertions;

namespace Guitai.Browser.Tests;

/// <summary>Chips at the till, through the system's real card reader service: inserted, held to the field, refused, fallen back to the stripe, given back, held and completed; paper and host say the same.</summary>
public sealed class ChipTests(Chromium chromium, DemoWithReaders demo) : BrowserTest(chromium), IClassFixture<DemoWithReaders>
{
    private const string Water = "6994219002945";
    private const string Tea = "6998386000292";
    private const string Slot = "Contact";
    private const string Field = "Contactless";

    [Fact]
    public async Task An_inserted_card_pays_with_its_PIN_and_the_whole_sum_goes_back_to_it()
    {
        var look = new Inspection(Language.Chinese);
        using var world = await CardWorld.OpenAsync(demo.Address);
        var counter = await BeginAsync(world, Language.Chinese);
        var till = counter.Till;
        await AskAsync(till, Water, Tea);
        await counter.ByCardAsync();
        await Expect(counter.Says("card:asks.insertTapSwipe")).ToBeVisibleAsync();
        await look.LookAsync(till.Tab, "chip-ask");
        await look.LookInsideAsync(counter.Inside, "chip-ask");
        await world.PutAsync(Slot, "dual");
        await counter.TypePinAsync(await world.PinOfAsync("dual"));
        await Expect(counter.Says("outcome:takeCard")).ToBeVisibleAsync();
        await look.LookAsync(till.Tab, "chip-take-card");
        await world.TakeAsync(Slot);
        await counter.GoneAsync();
        await Expect(counter.Paid).ToBeVisibleAsync();
        var sale = await world.NewestAsync("Sale", 650);
        Assert.Equal("Approved", (string)sale["standing"]!);
        var receipt = await world.PaperAsync("销售小票", (string)sale["rrn"]!, " /I", "AID: A000000333010101", "TC: ", "TVR: ");
        Assert.Contains("已输入密码", receipt, StringComparison.Ordinal);
        await world.PaperAsync("MERCHANT COPY", (string)sale["rrn"]!, "APP LABEL: UNIONPAY DEBIT", "无需签名");
        await till.NextCustomerAsync();
        await till.RefundAsync(less: null);
        Assert.Equal("Approved", (string)(await world.NewestAsync("Void", 650))["standing"]!);
        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }

    [Fact]
    public async Task A_small_tap_asks_its_holder_nothing_a_large_one_asks_for_the_PIN_and_a_part_goes_back()
    {
        var look = new Inspection(Language.English);
        using var world = await CardWorld.OpenAsync(demo.Address);
        var counter = await BeginAsync(world, Language.English);
        var till = counter.Till;
        await AskAsync(till, Tea, Tea);
        await counter.ByCardAsync();
        await look.LookAsync(till.Tab, "tap-ask");
        await world.PutAsync(Field, "dual");
        await Expect(counter.Button("core:done")).ToBeVisibleAsync();
        await look.LookAsync(till.Tab, "tap-approved");
        await world.TakeAsync(Field);
        await counter.GoneAsync();
        var small = await world.NewestAsync("Sale", 900);
        await world.PaperAsync("销售小票", (string)small["rrn"]!, " /C", "未超过免密免签限额");
        await Expect(counter.Paid).ToBeVisibleAsync();
        await till.NextCustomerAsync();
        await till.RefundAsync(less: "Shanye Jasmine Green Tea 500ml");
        await world.NewestAsync("Refund", 450);

        // Above what is taken without PIN and signature.
        await till.GoAsync("sell");
        await till.Page.Keyboard.PressAsync("F8");
        var sum = till.Tab.Dialog("catalogue:amountTitle");
        await Expect(sum).ToBeVisibleAsync();
        foreach (var digit in "1125")
        {
            await sum.GetByRole(AriaRole.Button, new() { Name = $"{digit}", Exact = true }).ClickAsync();
        }

        await sum.GetByRole(AriaRole.Button, new() { Name = till.Text["catalogue:add"], Exact = true }).ClickAsync();
        await Expect(till.PayButton).ToContainTextAsync(TillPage.Yuan(112_500));
        await till.PayButton.ClickAsync();
        await counter.ByCardAsync();
        await world.PutAsync(Field, "dual");
        await counter.TypePinAsync(await world.PinOfAsync("dual"));
        await world.TakeAsync(Field);
        await counter.GoneAsync();
        var large = await world.NewestAsync("Sale", 112_500);
        await world.PaperAsync("销售小票", (string)large["rrn"]!, "已输入密码");
        await till.NextCustomerAsync();
        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }

    [Fact]
    public async Task The_stripe_of_a_card_with_a_chip_is_refused_until_the_chip_could_not_be_read()
    {
        var look = new Inspection(Language.Chinese);
        using var world = await CardWorld.OpenAsync(demo.Address);
        var counter = await BeginAsync(world, Language.Chinese);
        var till = counter.Till;
        await AskAsync(till, Water);
        await counter.ByCardAsync();
        await world.SwipeAsync("unionpay-debit", 1020);
        await Expect(counter.Frame.GetByRole(AriaRole.Alert)).ToContainTextAsync("芯片");
        await look.LookAsync(till.Tab, "chip-use-chip");
        await world.PutAsync(Slot, "chip-error");
        await Expect(counter.Frame.GetByText("请改刷磁条")).ToBeVisibleAsync();
        await world.TakeAsync(Slot);
        await world.SwipeAsync("unionpay-debit", 1020);
        await counter.TypePinAsync((string)(await world.CardAsync("unionpay-debit", 1020))["pin"]!);
        await counter.GoneAsync();
        await Expect(counter.Paid).ToBeVisibleAsync();
        var sale = await world.NewestAsync("Sale", 200);
        await world.PaperAsync("销售小票", (string)sale["rrn"]!, " /S");
        await till.NextCustomerAsync();

        // What the chip itself refuses gives its stripe no leave.
        await AskAsync(till, Water);
        await counter.ByCardAsync();
        await world.PutAsync(Slot, "card-blocked");
        await Expect(counter.Frame.GetByRole(AriaRole.Alert)).ToContainTextAsync("锁定");
        await world.TakeAsync(Slot);
        await world.SwipeAsync("unionpay-debit", 1020);
        await Expect(counter.Frame.GetByRole(AriaRole.Alert)).ToContainTextAsync("请插卡或挥卡");
        await counter.Button("common:cancel").ClickAsync();
        await counter.GoneAsync();
        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }

    [Fact]
    public async Task What_the_bank_approves_and_the_card_refuses_is_taken_back_and_a_hold_of_a_chip_is_completed()
    {
        var look = new Inspection(Language.Chinese);
        using var world = await CardWorld.OpenAsync(demo.Address);
        var counter = await BeginAsync(world, Language.Chinese);
        var till = counter.Till;
        await AskAsync(till, Tea);
        await counter.ByCardAsync();
        await world.PutAsync(Slot, "declines-approval");
        await counter.TypePinAsync(await world.PinOfAsync("declines-approval"));
        await Eventually.HoldsAsync(async () =>
            (string?)(await world.HostAsync(5)).FirstOrDefault(r => (string)r!["flow"]! == "Sale")?["standing"] == "Reversed"
        );
        await world.TakeAsync(Slot);
        await counter.GoneAsync();
        await look.LookAsync(till.Tab, "chip-refused-approval");
        Assert.NotNull((await till.AskAsync("view"))["cart"]);

        await counter.ByCardAsync();
        await world.PutAsync(Slot, "many-applications");
        await Expect(counter.Says("card:choose")).ToBeVisibleAsync();
        await look.LookAsync(till.Tab, "chip-choose");
        await look.LookInsideAsync(counter.Inside, "chip-choose");
        await counter.Frame.GetByRole(AriaRole.Button, new() { Name = "UNIONPAY DEBIT", Exact = true }).ClickAsync();
        await counter.TypePinAsync(await world.PinOfAsync("many-applications"));
        await TakeCardAsync(counter, world);
        await counter.GoneAsync();
        await Expect(counter.Paid).ToBeVisibleAsync();
        await till.NextCustomerAsync();

        await till.GoAsync("cards");
        await till.Tab.Button("cards:preAuthorise").ClickAsync();
        var hold = till.Tab.Dialog("cards:preAuthorise");
        await Expect(hold).ToBeVisibleAsync();
        await till.Page.Keyboard.TypeAsync("80");
        await hold.GetByRole(AriaRole.Button, new() { Name = till.Text["cards:begin"], Exact = true }).ClickAsync();
        await Expect(counter.AsksCard).ToBeVisibleAsync();
        await world.PutAsync(Slot, "dual");
        await counter.TypePinAsync(await world.PinOfAsync("dual"));
        await TakeCardAsync(counter, world);
        await counter.GoneAsync();
        await world.NewestAsync("PreAuthorisation", 8000);
        await till.GoAsync("sell");
        await AskAsync(till, Water, Tea);
        await till.Tab.Button("cards:complete").ClickAsync();
        await till.Tab.Dialog("cards:holdsTitle").GetByRole(AriaRole.Listitem).GetByRole(AriaRole.Button).ClickAsync();
        await Expect(counter.Paid).ToBeVisibleAsync();
        await world.NewestAsync("Completion", 650);
        await till.NextCustomerAsync();
        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }

    private static async Task AskAsync(TillPage till, params string[] codes)
    {
        await till.ScanAsync(codes);
        await Expect(till.PayButton).ToContainTextAsync(TillPage.Yuan(codes.Sum(c => c == Water ? 200 : 450)));
        await till.PayButton.ClickAsync();
        await Expect(till.Tab.Dialog("pay:title")).ToBeVisibleAsync();
    }

    // Taken out before, it would be a card that left too early.
    private static async Task TakeCardAsync(CardCounter counter, CardWorld world)
    {
        await Expect(counter.Says("outcome:takeCard")).ToBeVisibleAsync();
        await world.TakeAsync(Slot);
    }

    // The readers are empty, and the terminal has its parameters.
    private async Task<CardCounter> BeginAsync(CardWorld world, Language language)
    {
        await world.EmptyReadersAsync();
        await demo.TidyAsync();
        var till = new TillPage(await OpenAsync(demo.Address, "till", language));
        await till.Page.SetViewportSizeAsync(1024, 768);
        await till.LogInAsync("2001", "3581");
        return new CardCounter(till, language);
    }
}
