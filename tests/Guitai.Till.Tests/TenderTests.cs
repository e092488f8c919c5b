using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Receipts;
using Guitai.Till.Checkout;
using Guitai.Till.Desk;
using Guitai.Till.Pages;
using Guitai.Till.Tenders;
using Guitai.Till.Verify;

namespace Guitai.Till.Tests;

public sealed class TenderTests
{
    private static readonly TenderType s_account = Own("x-account", "记账", refundable: true, asks: true);
    private static readonly TenderType s_wallet = Own("x-wallet", "店主收款码", refundable: true);
    private static readonly TenderType s_voucher = Own("x-voucher", "代金券", change: true, asks: true);

    [Fact]
    public async Task An_order_is_paid_by_several_tenders_and_cash_for_the_rest_whose_rounding_alone_is_applied()
    {
        await using var till = await StartAsync();
        await till.ScanAsync("1002");
        await PayOwnAsync(till, s_wallet, 500);
        var cart = till.View().Cart!;
        Assert.Equal(799, cart.RestMinor);
        Assert.Equal(790, cart.CashTotalMinor);
        Assert.Equal(-9, cart.CashRoundingMinor);

        var order = await FinishInCashAsync(till, 1000);

        Assert.Equal(["x-wallet", "cash"], order.Tenders.Select(t => t.Kind));
        Assert.Equal([500, 790], order.Tenders.Select(t => t.AmountMinor));
        Assert.Equal([true, false], order.Tenders.Select(t => t.NotVerified));
        Assert.Equal(1290, order.Totals.TotalMinor);
        Assert.Equal(210, order.Tenders[1].ChangeMinor);
        AssertProved(till);
    }

    [Fact]
    public async Task An_order_paid_wholly_by_own_tenders_is_not_rounded_and_ends_with_the_last_confirmation()
    {
        await using var till = await StartAsync();
        await till.ScanAsync("1002");
        var id = till.View().Cart!.OrderId;
        await PayOwnAsync(till, s_wallet, 1299);

        var order = till.Till.Book.Find(id)!.Value.Order;
        Assert.Equal(1299, order.Totals.TotalMinor);
        Assert.Equal(0, order.Totals.RoundingMinor);
        Assert.Equal(20_000, till.Till.Desk.State.Shift!.Totals.ExpectedCashMinor);
        AssertProved(till);
    }

    [Fact]
    public async Task A_voucher_worth_more_than_the_order_gives_its_change_from_the_drawer()
    {
        await using var till = await StartAsync();
        await till.ScanAsync("1002");
        var id = till.View().Cart!.OrderId;
        await PayOwnAsync(till, s_voucher, 2000, "V1");

        var order = till.Till.Book.Find(id)!.Value.Order;
        Assert.Equal([2000, -710], order.Tenders.Select(t => t.AmountMinor));
        Assert.Equal(1290, order.Totals.TotalMinor);
        Assert.Equal(710, till.View().LastSale!.ChangeMinor);
        Assert.Equal(20_000 - 710, till.Till.Desk.State.Shift!.Totals.ExpectedCashMinor);
        AssertProved(till);
    }

    [Fact]
    public async Task A_tender_that_gives_no_change_cannot_pay_more_than_the_rest()
    {
        await using var till = await StartAsync();
        await till.ScanAsync("1001");
        await till.RefusedAsync("input.out-of-range", t => t.OwnTenders.AskAsync(till.Page, Asked(till, s_wallet, 351)));
        await till.RefusedAsync("input.out-of-range", t => t.OwnTenders.AskAsync(till.Page, Asked(till, s_wallet, 0)));
        await till.RefusedAsync("cart.changed", t => t.OwnTenders.AskAsync(till.Page, Asked(till, s_wallet, 100) with { RestMinor = 1 }));
    }

    [Fact]
    public async Task A_tender_that_asks_for_a_reference_is_not_confirmed_without_one()
    {
        await using var till = await StartAsync();
        await till.ScanAsync("1001");
        var ask = Asked(till, s_account, 100);
        await till.DoAsync(t => t.OwnTenders.AskAsync(till.Page, ask));
        await till.RefusedAsync("tender.reference-missing", t => t.OwnTenders.ConfirmAsync(till.Page, Confirmed(ask, "  ")));
        await till.DoAsync(t => t.OwnTenders.ConfirmAsync(till.Page, Confirmed(ask, "王老师")));
        Assert.Equal("王老师", Assert.Single(till.View().Cart!.Tenders).Reference);
    }

    [Fact]
    public async Task What_was_confirmed_stands_on_the_open_order_after_a_restart_and_can_still_be_completed()
    {
        await using var till = await StartAsync();
        await till.ScanAsync("1002");
        await PayOwnAsync(till, s_account, 300, "王老师");
        var ask = Asked(till, s_wallet, 200);
        await till.DoAsync(t => t.OwnTenders.AskAsync(till.Page, ask));

        await till.RestartAsync();
        await till.LogInAsync("3001", "2468");
        Assert.Equal([TenderState.Confirmed, TenderState.Asked], till.View().Cart!.Tenders.Select(t => t.State));

        // Both presses again, as a page does that got no answer: neither is done twice.
        await till.DoAsync(t => t.OwnTenders.AskAsync(till.Page, ask));
        await till.DoAsync(t => t.OwnTenders.ConfirmAsync(till.Page, Confirmed(ask)));
        await till.DoAsync(t => t.OwnTenders.ConfirmAsync(till.Page, Confirmed(ask)));
        Assert.Equal(799, till.View().Cart!.RestMinor);
        Assert.Equal(3, (await FinishInCashAsync(till, 790)).Tenders.Count);
        AssertProved(till);
    }

    [Fact]
    public async Task A_confirmation_pressed_again_after_it_completed_the_order_answers_with_that_payment()
    {
        await using var till = await StartAsync();
        await till.ScanAsync("1001");
        var ask = Asked(till, s_wallet, 350);
        await till.DoAsync(t => t.OwnTenders.AskAsync(till.Page, ask));
        await till.DoAsync(t => t.OwnTenders.ConfirmAsync(till.Page, Confirmed(ask)));
        await till.RestartAsync();
        await till.LogInAsync("3001", "2468");
        await till.DoAsync(t => t.OwnTenders.ConfirmAsync(till.Page, Confirmed(ask)));
        Assert.Equal(1, till.Till.Desk.State.Shift!.Totals.SaleCount);
    }

    [Fact]
    public async Task An_order_with_tenders_cannot_be_changed_held_or_voided_until_they_are_taken_back()
    {
        await using var till = await StartAsync();
        await till.ScanAsync("1002");
        await PayOwnAsync(till, s_wallet, 300);
        var cart = till.View().Cart!;
        var line = cart.Lines[0].Id;
        Guid Id() => Guid.CreateVersion7();
        await till.RefusedAsync("order.partly-paid", t => t.Checkout.ScanAsync(till.Page, new ScanRequest(Id(), "1001")));
        await till.RefusedAsync("order.partly-paid", t => t.Checkout.RemoveLineAsync(till.Page, new RemoveLineRequest(Id(), line)));
        await till.RefusedAsync("order.partly-paid", t => t.Checkout.TipAsync(till.Page, new TipRequest(Id(), 100)));
        await till.RefusedAsync(
            "order.partly-paid",
            t => t.PriceChanges.DiscountOrderAsync(till.Page, new OrderDiscountRequest(Id(), 5, null, null))
        );
        await till.RefusedAsync("order.partly-paid", t => t.HeldOrders.HoldAsync(till.Page, new HoldRequest(Id(), null)));
        await till.RefusedAsync(
            "order.partly-paid",
            t =>
                t.HeldOrders.VoidAsync(
                    till.Page,
                    new VoidRequest(Id(), cart.OrderId, "x", new Approval("2001", new Secret<string>("1357")))
                )
        );

        var tender = cart.Tenders[0];
        await till.RefusedAsync(
            "reason.missing",
            t => t.OwnTenders.TakeBackAsync(till.Page, new TakeBackTenderRequest(Id(), cart.OrderId, tender.Id, " "))
        );
        await till.DoAsync(t => t.OwnTenders.TakeBackAsync(till.Page, new TakeBackTenderRequest(Id(), cart.OrderId, tender.Id, "换现金")));
        await till.ScanAsync("1001");
        var order = await FinishInCashAsync(till, 2000);
        var edit = Assert.Single(order.Edits);
        Assert.Equal(("tender-taken-back", "店主收款码", 300L, "换现金"), (edit.What, edit.LineName, edit.AmountMinor, edit.Reason));
        Assert.Equal(["cash"], order.Tenders.Select(t => t.Kind));
        AssertProved(till);
    }

    [Fact]
    public async Task Nothing_else_is_paid_while_a_tender_is_under_way_and_a_failed_one_pays_nothing()
    {
        await using var till = await StartAsync();
        await till.ScanAsync("1001");
        var ask = Asked(till, s_wallet, 350);
        await till.DoAsync(t => t.OwnTenders.AskAsync(till.Page, ask));
        await till.RefusedAsync("tender.under-way", t => t.OwnTenders.AskAsync(till.Page, Asked(till, s_voucher, 100)));
        await till.RefusedAsync(
            "tender.under-way",
            t => t.CashPayment.PayAsync(till.Page, new PayCashRequest(Guid.CreateVersion7(), ask.OrderId, 350, 350, null))
        );
        var failed = new FailTenderRequest(Guid.CreateVersion7(), ask.OrderId, ask.CommandId);
        await till.DoAsync(t => t.OwnTenders.FailAsync(till.Page, failed));
        await till.RefusedAsync("tender.ended", t => t.OwnTenders.ConfirmAsync(till.Page, Confirmed(ask)));
        Assert.Equal(350, till.View().Cart!.CashTotalMinor);
        Assert.Equal(["cash"], (await FinishInCashAsync(till, 350)).Tenders.Select(t => t.Kind));
    }

    [Fact]
    public void A_tender_only_takes_the_steps_of_its_road()
    {
        (TenderState From, TenderState To)[] road =
        [
            (TenderState.Asked, TenderState.Confirmed),
            (TenderState.Asked, TenderState.Failed),
            (TenderState.Asked, TenderState.Unknown),
            (TenderState.Unknown, TenderState.Confirmed),
            (TenderState.Unknown, TenderState.Failed),
            (TenderState.Confirmed, TenderState.TakenBack),
        ];
        foreach (var from in Enum.GetValues<TenderState>())
        {
            foreach (var to in Enum.GetValues<TenderState>())
            {
                Assert.Equal(road.Contains((from, to)), CartTender.MayBecome(from, to));
            }
        }
    }

    [Fact]
    public async Task A_refund_goes_back_through_tenders_that_take_refunds_first_and_never_more_than_each_paid()
    {
        await using var till = await StartAsync(number: "2001", pin: "1357");
        await till.ScanAsync("1001");
        await till.ScanAsync("1002");
        var id = till.View().Cart!.OrderId;
        await PayOwnAsync(till, s_voucher, 1000, "V1");
        await PayOwnAsync(till, s_wallet, 400);
        var sale = await FinishInCashAsync(till, 300);
        Assert.Equal([1000, 400, 240], sale.Tenders.Select(t => t.AmountMinor));

        var cola = sale.Lines.First(l => l.Code == "1001").Id;
        var part = await RefundAsync(till, id, [new RefundLineRequest(cola, 1000)]);
        Assert.Equal([("x-wallet", part.Totals.TotalMinor)], part.Tenders.Select(t => (t.Kind, t.AmountMinor)));
        Assert.True(part.Tenders[0].NotVerified);

        var rest = await RefundAsync(till, id, null);
        Assert.Equal("x-wallet", rest.Tenders[0].Kind);
        Assert.Equal(400 - part.Totals.TotalMinor, rest.Tenders[0].AmountMinor);
        Assert.Equal(["cash", "cash"], rest.Tenders.Skip(1).Select(t => t.Kind));
        Assert.Equal([240, 1000], rest.Tenders.Skip(1).Select(t => t.AmountMinor));
        Assert.Equal(sale.Totals.TotalMinor, part.Totals.TotalMinor + rest.Totals.TotalMinor);
        Assert.Equal(20_000 - 1000, till.Till.Desk.State.Shift!.Totals.ExpectedCashMinor);
        AssertProved(till);
    }

    [Fact]
    public async Task Receipt_and_Z_name_own_tenders_as_not_verified_and_the_Z_adds_up()
    {
        await using var till = await StartAsync();
        await till.ScanAsync("1002");
        var id = till.View().Cart!.OrderId;
        await PayOwnAsync(till, s_account, 500, "王老师");
        await FinishInCashAsync(till, 790);
        var paper = PaperText
            .Render(till.Till.Stories.Receipt(id).Value, PaperWidth.FromMillimetres(80))
            .Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains("记账", paper, StringComparison.Ordinal);
        Assert.Contains("未核验", paper, StringComparison.Ordinal);
        Assert.Contains("王老师", paper, StringComparison.Ordinal);
        Assert.Contains(till.Till.Stories.Tell(id).Value.Events, e => e is { What: "tendered", AmountMinor: 500 });

        var shift = till.Till.Desk.State.Shift!;
        await till.DoAsync(t =>
            t.Shifts.CloseAsync(till.Page, new CloseShiftRequest(Guid.CreateVersion7(), shift.Id, [], 20_790, null, null))
        );
        var z = till.Till.Reports.Closed(shift.Id)!;
        Assert.Equal(20_790, z.ExpectedMinor);
        Assert.Equal((1, 500, "记账", true), Row(z.Totals.Tenders["x-account"]));
        Assert.Equal(z.Totals.SaleMinor, z.Totals.Tenders.Values.Sum(t => t.InMinor));
        AssertProved(till);
        static (long, long, string?, bool) Row(TenderTotal t) => (t.InCount, t.InMinor, t.Name, t.NotVerified);
    }

    [Theory]
    [InlineData(10, CashRoundingMode.Down, 799, 790)]
    [InlineData(100, CashRoundingMode.Nearest, 750, 800)]
    [InlineData(10, CashRoundingMode.Down, -701, -710)]
    [InlineData(10, CashRoundingMode.Nearest, -704, -700)]
    public void Cash_rounding_of_a_rest_or_of_change_goes_the_customers_way(
        long unit,
        CashRoundingMode mode,
        long restMinor,
        long cashMinor
    ) => Assert.Equal(cashMinor, Pricing.Rounded(restMinor, new CashRounding(unit, mode)));

    [Fact]
    public async Task The_customers_screen_follows_the_payment_and_takes_a_tip_only_when_it_is_turned()
    {
        var shop = NewShop();
        await using var till = await TestTill.StartAsync(shop);
        Assert.Equal("idle", till.Till.Customer.View().Phase);
        await till.ScanAsync("1002");
        var order = till.View().Cart!.OrderId;
        Assert.Equal("selling", till.Till.Customer.View().Phase);
        await till.DoAsync(t => t.Customer.PaymentAsync(till.Page, new Display.PaymentStepRequest(Guid.CreateVersion7(), true)));
        Assert.Equal(("paying", 1290L), (till.Till.Customer.View().Phase, till.Till.Customer.View().DueMinor));

        Display.CustomerTipRequest Tip(int percent) => new(Guid.CreateVersion7(), order, percent);
        await till.RefusedAsync("screen.not-turned", t => t.Customer.TipAsync(till.Page, Tip(10)));
        await till.DoAsync(t => t.Customer.TurnAsync(till.Page));
        Assert.True(till.View().Turned);
        Assert.Null(till.View().Cart);
        await till.RefusedAsync("till.locked", t => t.Checkout.ScanAsync(till.Page, new ScanRequest(Guid.CreateVersion7(), "1001")));
        await till.RefusedAsync("input.invalid", t => t.Customer.TipAsync(till.Page, Tip(99)));
        await till.RefusedAsync("screen.not-turned", t => t.Customer.TipAsync(new PageContext("other", null), Tip(10)));
        await till.DoAsync(t => t.Customer.TipAsync(till.Page, Tip(10)));
        Assert.Equal(130, till.Till.Customer.View().TipMinor);

        await till.DoAsync(t => t.Login.UnlockAsync(till.Page, new UnlockRequest(new Secret<string>("2468"))));
        Assert.False(till.View().Turned);
        Assert.Equal(130, till.View().Cart!.Totals.TipMinor);
        await till.PayAsync();
        Assert.Equal("paid", till.Till.Customer.View().Phase);
    }

    private static TestShop NewShop()
    {
        var shop = new TestShop();
        foreach (var type in new[] { s_account, s_wallet, s_voucher })
        {
            shop.Put(MasterKind.TenderType, type.Id, type);
        }

        shop.Put(
            MasterKind.Store,
            TestShop.StoreId,
            new Store
            {
                Id = TestShop.StoreId,
                Code = "S1",
                Name = "街角小店",
                TimeZone = "Asia/Shanghai",
                DayChangeHour = 4,
                CashRounding = new CashRounding(10, CashRoundingMode.Down),
                Receipt = new ReceiptSettings(),
                TipPercents = [5, 10],
            }
        );
        return shop;
    }

    private static Task<TestTill> StartAsync(string number = "3001", string pin = "2468") => TestTill.StartAsync(NewShop(), number, pin);

    private static TenderType Own(string code, string name, bool refundable = false, bool change = false, bool asks = false) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Code = code,
            Name = name,
            Refundable = refundable,
            GivesChange = change,
            AsksReference = asks,
            Color = "#1d4f91",
            Icon = "other",
        };

    private static AskTenderRequest Asked(TestTill till, TenderType type, long amountMinor) =>
        new(Guid.CreateVersion7(), till.View().Cart!.OrderId, type.Id, till.View().Cart!.RestMinor, amountMinor);

    private static ConfirmTenderRequest Confirmed(AskTenderRequest ask, string? reference = null) =>
        new(Guid.CreateVersion7(), ask.OrderId, ask.CommandId, reference, null);

    private static async Task PayOwnAsync(TestTill till, TenderType type, long amountMinor, string? reference = null)
    {
        var ask = Asked(till, type, amountMinor);
        await till.DoAsync(t => t.OwnTenders.AskAsync(till.Page, ask));
        await till.DoAsync(t => t.OwnTenders.ConfirmAsync(till.Page, Confirmed(ask, reference)));
    }

    private static async Task<Order> FinishInCashAsync(TestTill till, long tenderedMinor)
    {
        var id = await till.PayAsync(tenderedMinor);
        return till.Till.Book.Find(id)!.Value.Order;
    }

    private static async Task<Order> RefundAsync(TestTill till, Guid saleId, IReadOnlyList<RefundLineRequest>? lines)
    {
        var id = await till.DoAsync(t =>
            t.Refunds.RefundAsync(till.Page, new RefundRequest(Guid.CreateVersion7(), saleId, lines, "质量问题", null))
        );
        return till.Till.Book.Find(id)!.Value.Order;
    }

    private static void AssertProved(TestTill till) =>
        Assert.All(till.Till.Store.Read(TillVerify.Prove), proof => Assert.True(proof.Ok, $"{proof.Name}: {proof.Detail}"));
}
