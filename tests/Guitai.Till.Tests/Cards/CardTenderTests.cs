using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Receipts;
using Guitai.Till.Cards;
using Guitai.Till.Pages;
using Guitai.Till.Receipts;
using Guitai.Till.Tenders;

namespace Guitai.Till.Tests.Cards;

public sealed class CardTenderTests
{
    [Fact]
    public async Task An_order_is_paid_part_by_card_and_the_rest_in_cash_and_says_by_which_card()
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1002");
        await till.PayByCardAsync(500);
        Assert.Equal(799, till.View().Cart!.RestMinor);

        var id = await till.PayAsync(1000);
        var order = till.Till.Book.Find(id)!.Value.Order;
        Assert.Equal([("card", 500L, false), ("cash", 790L, false)], order.Tenders.Select(t => (t.Kind, t.AmountMinor, t.NotVerified)));
        Assert.Equal("621234******1234", order.Tenders[0].Card!.Card.Masked.ToString());
        Assert.Equal(500, till.Till.Desk.State.Shift!.Totals.Tenders["card"].InMinor);
        Assert.Equal(20_790, till.Till.Desk.State.Shift.Totals.ExpectedCashMinor);
        till.AssertProved();
    }

    [Fact]
    public async Task Two_cards_pay_an_order_which_ends_by_itself_with_the_second_approval()
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1002");
        var id = till.View().Cart!.OrderId;
        await till.PayByCardAsync(1000);
        await till.PayByCardAsync(299);
        Assert.Equal(1299, till.View().LastSale!.TotalMinor);
        Assert.Equal([1000, 299], till.Till.Book.Find(id)!.Value.Order.Tenders.Select(t => t.AmountMinor));
        Assert.Equal(1299, till.Terminal!.TakenMinor);
        till.AssertProved();
    }

    [Fact]
    public async Task A_declined_card_pays_nothing_says_why_and_another_way_is_free()
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1001");
        var id = await till.AskAsync(350);
        till.Terminal!.Swipe(id);
        till.Terminal.Decline(id, "payment.no-funds");
        await till.RoundAsync();
        var tender = Assert.Single(till.View().Cart!.Tenders);
        Assert.Equal((TenderState.Failed, "payment.no-funds"), (tender.State, tender.Reason!.Code));
        await till.PayAsync();
        till.AssertProved();
    }

    [Fact]
    public async Task A_cashier_cannot_say_for_the_terminal_that_a_card_paid_or_did_not()
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1001");
        var id = await till.AskAsync(350);
        var order = till.View().Cart!.OrderId;
        await till.RefusedAsync(
            "tender.by-terminal",
            t => t.OwnTenders.ConfirmAsync(till.Page, new ConfirmTenderRequest(Guid.CreateVersion7(), order, id, null, null))
        );
        await till.RefusedAsync(
            "tender.by-terminal",
            t => t.OwnTenders.FailAsync(till.Page, new FailTenderRequest(Guid.CreateVersion7(), order, id))
        );
        await till.RefusedAsync("tender.under-way", t => t.CardTenders.AskAsync(till.Page, till.Ask(350)));
        await till.RefusedAsync(
            "tender.under-way",
            t => t.CashPayment.PayAsync(till.Page, new PayCashRequest(Guid.CreateVersion7(), order, 350, 350, null))
        );
        await till.RefusedAsync("order.partly-paid", t => t.HeldOrders.HoldAsync(till.Page, new HoldRequest(Guid.CreateVersion7(), null)));
    }

    [Fact]
    public async Task Pressing_twice_begins_one_payment_and_no_card_pays_more_than_the_rest()
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1001");
        await till.RefusedAsync("input.out-of-range", t => t.CardTenders.AskAsync(till.Page, till.Ask(351)));
        var ask = till.Ask(350);
        await till.DoAsync(t => t.CardTenders.AskAsync(till.Page, ask));
        await till.DoAsync(t => t.CardTenders.AskAsync(till.Page, ask));
        await till.RoundAsync();
        await till.RestartedAsync();
        await till.DoAsync(t => t.CardTenders.AskAsync(till.Page, ask));
        await till.RoundAsync();
        Assert.Equal(1, till.Terminal!.Begun);
        Assert.Single(till.View().Cart!.Tenders);
    }

    [Fact]
    public async Task A_terminal_that_takes_no_payment_refuses_the_tender_with_its_reason()
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1001");
        till.Terminal!.Refuses = new Refusal("terminal.busy");
        await till.AskAsync(350);
        var tender = Assert.Single(till.View().Cart!.Tenders);
        Assert.Equal((TenderState.Failed, "terminal.busy"), (tender.State, tender.Reason!.Code));
    }

    [Fact]
    public async Task The_card_comes_first_and_the_cashier_says_the_sum_which_survives_a_restart_before_the_terminal_hears_it()
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1002");
        var id = await till.AskAsync(null);
        till.Terminal!.Swipe(id);
        await till.RoundAsync();
        Assert.Equal(PaymentWait.Amount, Assert.Single(till.View().Cards!.Payments).View!.Waits);
        await till.RefusedAsync(
            "input.out-of-range",
            t => t.CardTenders.SetAmountAsync(till.Page, new CardAmountRequest(Guid.CreateVersion7(), id, 1300))
        );
        till.Terminal.Off = true;
        await till.DoAsync(t => t.CardTenders.SetAmountAsync(till.Page, new CardAmountRequest(Guid.CreateVersion7(), id, 1000)));
        await till.RestartedAsync();
        till.Terminal.Off = false;
        await till.RoundAsync();
        Assert.Equal(1000, till.Terminal[id].AmountMinor);
        till.Terminal.Approve(id);
        await till.RoundAsync();
        Assert.Equal(299, till.View().Cart!.RestMinor);
        till.AssertProved();
    }

    [Fact]
    public async Task A_card_that_paid_a_part_is_given_back_before_its_tender_is_taken_back_also_over_a_restart()
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1002");
        var tender = await till.PayByCardAsync(500);
        var order = till.View().Cart!.OrderId;
        var back = new TakeBackTenderRequest(Guid.CreateVersion7(), order, tender, "换现金");
        await till.DoAsync(t => t.OwnTenders.TakeBackAsync(till.Page, back));
        await till.RefusedAsync(
            "tender.under-way",
            t => t.CashPayment.PayAsync(till.Page, new PayCashRequest(Guid.CreateVersion7(), order, 790, 790, null))
        );
        await till.RestartedAsync();
        Assert.Equal(TenderState.Confirmed, till.View().Cart!.Tenders[0].State);
        await till.RoundAsync();
        till.Terminal!.Decline(back.CommandId);
        await till.RoundAsync();
        Assert.Equal((TenderState.Confirmed, false), (till.View().Cart!.Tenders[0].State, till.View().Cart!.Tenders[0].IsUnderWay));

        var again = back with { CommandId = Guid.CreateVersion7() };
        await till.DoAsync(t => t.OwnTenders.TakeBackAsync(till.Page, again));
        await till.RoundAsync();
        till.Terminal.Approve(again.CommandId);
        await till.RoundAsync();
        Assert.Equal(TenderState.TakenBack, till.View().Cart!.Tenders[0].State);
        Assert.Equal(0, till.Terminal.TakenMinor);
        var id = await till.PayAsync();
        Assert.Equal("换现金", Assert.Single(till.Till.Book.Find(id)!.Value.Order.Edits).Reason);
        till.AssertProved();
    }

    [Fact]
    public async Task An_open_hold_is_completed_as_a_tender()
    {
        await using var till = await CardTill.StartAsync();
        var hold = new BeginCardRequest(Guid.CreateVersion7(), PaymentKind.PreAuthorisation, 1000, null, null);
        await till.DoAsync(t => t.CardDesk.BeginAsync(till.Page, hold));
        await till.RoundAsync();
        till.Terminal!.Approve(hold.CommandId);
        await till.RoundAsync();
        Assert.Equal(PaymentState.Approved, Assert.Single(till.View().Cards!.Ended).State);

        await till.ScanAsync("1002");
        var ask = till.Ask(1100) with { Of = hold.CommandId };
        await till.DoAsync(t => t.CardTenders.AskAsync(till.Page, ask));
        await till.RoundAsync();
        Assert.Equal(PaymentKind.Completion, till.Terminal[ask.CommandId].Kind);
        till.Terminal.Approve(ask.CommandId);
        await till.RoundAsync();
        Assert.Equal(199, till.View().Cart!.RestMinor);
    }

    [Fact]
    public async Task Without_a_terminal_there_are_no_cards()
    {
        await using var till = await TestTill.StartAsync();
        await till.ScanAsync("1001");
        Assert.Null(till.View().Cards);
        await till.RefusedAsync("terminal.none", t => t.CardTenders.AskAsync(till.Page, till.Ask(350)));
        await till.RefusedAsync(
            "terminal.none",
            t => t.CardDesk.BeginAsync(till.Page, new BeginCardRequest(Guid.CreateVersion7(), PaymentKind.Balance, null, null, null))
        );
    }

    [Theory]
    [InlineData("%B6212341111111234^X/Y^3012")]
    [InlineData(";6212341111111234=3012")]
    public async Task A_card_swiped_beside_the_terminals_page_is_neither_searched_nor_sold(string track)
    {
        await using var till = await CardTill.StartAsync();
        await till.RefusedAsync("scan.card-data", t => t.Checkout.ScanAsync(till.Page, new ScanRequest(Guid.CreateVersion7(), track)));
        await till.RefusedAsync(
            "scan.card-data",
            t => t.Checkout.QuickAddAsync(till.Page, new QuickAddRequest(Guid.CreateVersion7(), track, "x", 1))
        );
    }

    [Fact]
    public async Task The_shops_slip_comes_with_the_approval_and_the_customers_part_stands_on_the_receipt()
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1001");
        var order = till.View().Cart!.OrderId;
        await till.PayByCardAsync(350);
        var paper = PaperText
            .Render(till.Till.Stories.Receipt(order).Value, PaperWidth.FromMillimetres(80))
            .Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains("621234******1234/S", paper, StringComparison.Ordinal);
        Assert.Contains("消费SALE", paper, StringComparison.Ordinal);
        Assert.Contains(till.Till.Printing.Open.Concat(till.Till.Printing.Finished), j => j.Kind == PrintKind.CardMerchant);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_order_is_paid_at_once_and_only_the_shops_slip_waits_for_the_signature_also_over_a_restart(bool signs)
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1001");
        var id = await till.AskAsync(350);
        till.Terminal!.Approve(id, signs: true);
        await till.RoundAsync();
        Assert.Equal(350, till.View().LastSale!.TotalMinor);
        Assert.Equal(0, Slips(till));

        await till.RestartedAsync();
        await till.RoundAsync();
        Assert.NotNull(Assert.Single(till.View().Cards!.Payments).View!.Frame);
        if (signs)
        {
            till.Terminal.Sign(id);
            await till.RoundAsync();
        }
        else
        {
            await till.CancelAsync(id);
        }

        Assert.Equal(1, Slips(till));
        Assert.Empty(till.View().Cards!.Payments);
        await till.RestartedAsync();
        await till.RoundAsync();
        Assert.Equal(1, Slips(till));
        Assert.Equal(PaymentState.Approved, till.Terminal[id].State);
        till.AssertProved();
        static int Slips(TestTill till) =>
            till.Till.Printing.Open.Concat(till.Till.Printing.Finished).Count(j => j.Kind == PrintKind.CardMerchant);
    }
}
