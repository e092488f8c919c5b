using Guitai.Contracts.Facts;
using Guitai.Contracts.Terminal;
using Guitai.Till.Cards;
using Guitai.Till.Pages;
using Guitai.Till.Shifts;
using Guitai.Till.Tenders;

namespace Guitai.Till.Tests.Cards;

public sealed class CardRefundTests
{
    [Fact]
    public async Task A_refund_goes_back_to_the_card_before_it_is_booked()
    {
        await using var till = await StartAsync();
        var (sale, _) = await SoldAsync(till, 1299);
        var refund = await RefundAsync(till, sale);
        Assert.Null(till.Till.Book.Find(refund));
        var part = Assert.Single(Assert.Single(till.View().Cards!.Refunds).Parts);
        Assert.Equal((1299L, TenderState.Asked), (part.AmountMinor, part.State!.Value));

        till.Terminal!.Approve(part.PaymentId);
        await till.RoundAsync();
        var order = till.Till.Book.Find(refund)!.Value.Order;
        var tender = Assert.Single(order.Tenders);
        Assert.Equal(("card", 1299L, part.PaymentId), (tender.Kind, tender.AmountMinor, tender.Id));
        Assert.NotNull(tender.Card);
        Assert.Empty(till.View().Cards!.Refunds);
        Assert.Equal(0, till.Terminal.TakenMinor);
        till.AssertProved();
    }

    /// <summary>The till ends after every step.</summary>
    [Fact]
    public async Task A_restart_after_every_step_gives_back_once_and_books_once()
    {
        await using var till = await StartAsync();
        var (sale, _) = await SoldAsync(till, 1299);
        var request = new RefundRequest(Guid.CreateVersion7(), sale, null, "坏了", null);
        await till.DoAsync(t => t.Refunds.RefundAsync(till.Page, request));
        await RestartedAsync(till);
        await till.DoAsync(t => t.Refunds.RefundAsync(till.Page, request));
        await till.RoundAsync();
        var payment = Assert.Single(Assert.Single(till.View().Cards!.Refunds).Parts).PaymentId;
        await RestartedAsync(till);
        till.Terminal!.Lose(payment);
        await till.RoundAsync();
        Assert.Equal(TenderState.Unknown, Assert.Single(Assert.Single(till.View().Cards!.Refunds).Parts).State);
        await RestartedAsync(till);
        await till.RefusedAsync(
            "refund.under-way",
            t => t.Refunds.RefundAsync(till.Page, request with { CommandId = Guid.CreateVersion7() })
        );
        till.Terminal.Approve(payment);
        await RestartedAsync(till);
        await till.RoundAsync();
        await RestartedAsync(till);
        await till.RoundAsync();
        Assert.Equal(request.CommandId, await till.DoAsync(t => t.Refunds.RefundAsync(till.Page, request)));
        Assert.Single(till.Till.Book.RefundsOf(sale));
        Assert.Equal(0, till.Terminal.TakenMinor);
        till.AssertProved();
    }

    [Fact]
    public async Task A_declined_refund_books_nothing_can_be_tried_again_or_left()
    {
        await using var till = await StartAsync();
        var (sale, _) = await SoldAsync(till, 1299);
        var refund = await RefundAsync(till, sale);
        await DeclineAsync(till);
        Assert.True(Assert.Single(till.View().Cards!.Refunds).HasFailed);
        await till.RefusedAsync("refund.to-the-card", t => t.CardRefunds.InCashAsync(till.Page, About(refund)));

        await till.DoAsync(t => t.CardRefunds.AgainAsync(till.Page, About(refund)));
        await till.RoundAsync();
        await DeclineAsync(till);
        await till.DoAsync(t => t.CardRefunds.DropAsync(till.Page, About(refund)));
        Assert.Empty(till.View().Cards!.Refunds);
        Assert.Empty(till.Till.Book.RefundsOf(sale));

        var second = await RefundAsync(till, sale);
        await ApproveAsync(till);
        Assert.NotNull(till.Till.Book.Find(second));
        till.AssertProved();
    }

    [Fact]
    public async Task What_went_back_to_one_card_stays_true_when_the_next_refuses_and_the_refund_goes_on()
    {
        await using var till = await StartAsync();
        var (sale, _) = await SoldAsync(till, 1000, 299);
        var refund = await RefundAsync(till, sale);
        await ApproveAsync(till);
        Assert.Equal(299, till.Terminal!.TakenMinor);
        await till.RoundAsync();
        await DeclineAsync(till);
        await RestartedAsync(till);
        await till.RefusedAsync("refund.half-done", t => t.CardRefunds.DropAsync(till.Page, About(refund)));

        await till.DoAsync(t => t.CardRefunds.InCashAsync(till.Page, About(refund)));
        var order = till.Till.Book.Find(refund)!.Value.Order;
        Assert.Equal([("card", 1000L), ("cash", 299L)], order.Tenders.Select(t => (t.Kind, t.AmountMinor)));
        Assert.Equal(20_000 - 299, till.Till.Desk.State.Shift!.Totals.ExpectedCashMinor);
        till.AssertProved();
    }

    [Fact]
    public async Task Tried_again_the_second_card_gets_its_part_under_a_new_payment()
    {
        await using var till = await StartAsync();
        var (sale, _) = await SoldAsync(till, 1000, 299);
        var refund = await RefundAsync(till, sale);
        await ApproveAsync(till);
        await till.RoundAsync();
        await DeclineAsync(till);
        var again = About(refund);
        await till.DoAsync(t => t.CardRefunds.AgainAsync(till.Page, again));
        await till.RoundAsync();
        till.Terminal!.Approve(again.CommandId);
        await till.RoundAsync();
        Assert.Equal([1000, 299], till.Till.Book.Find(refund)!.Value.Order.Tenders.Select(t => t.AmountMinor));
        Assert.Equal(0, till.Terminal.TakenMinor);
        till.AssertProved();
    }

    [Fact]
    public async Task Of_card_and_cash_the_card_gets_its_part_first_and_the_drawer_opens_with_the_booking()
    {
        await using var till = await StartAsync();
        await till.ScanAsync("1002");
        var card = await till.PayByCardAsync(500);
        var sale = await till.PayAsync();
        var line = till.Till.Book.Find(sale)!.Value.Order.Lines[0];
        var refund = await till.DoAsync(t =>
            t.Refunds.RefundAsync(
                till.Page,
                new RefundRequest(Guid.CreateVersion7(), sale, [new RefundLineRequest(line.Id, 1000)], "坏了", null)
            )
        );
        await till.RoundAsync();
        await ApproveAsync(till);
        var order = till.Till.Book.Find(refund)!.Value.Order;
        Assert.Equal(
            [("card", 500L, card), ("cash", 790L, order.Tenders[1].OriginalTenderId!.Value)],
            order.Tenders.Select(t => (t.Kind, t.AmountMinor, t.OriginalTenderId!.Value))
        );
        till.AssertProved();
    }

    [Fact]
    public async Task Given_back_after_the_shift_was_closed_a_refund_is_booked_in_the_next_one()
    {
        await using var till = await StartAsync();
        var (sale, _) = await SoldAsync(till, 1299);
        var refund = await RefundAsync(till, sale);
        var shift = till.Till.Desk.State.Shift!.Id;
        await till.DoAsync(t =>
            t.Shifts.CloseAsync(till.Page, new CloseShiftRequest(Guid.CreateVersion7(), shift, [], 20_000, null, null))
        );
        await ApproveAsync(till);
        Assert.Null(till.Till.Book.Find(refund));
        await RestartedAsync(till);
        await till.DoAsync(t => t.Shifts.OpenAsync(till.Page, new OpenShiftRequest(Guid.CreateVersion7(), 0)));
        await till.RoundAsync();
        Assert.NotNull(till.Till.Book.Find(refund));
        till.AssertProved();
    }

    private static Task<TestTill> StartAsync() => CardTill.StartAsync("2001", "1357");

    private static Task RestartedAsync(TestTill till) => till.RestartedAsync("2001", "1357");

    private static async Task<(Guid Sale, IReadOnlyList<Tender> Tenders)> SoldAsync(TestTill till, params long[] cards)
    {
        await till.ScanAsync("1002");
        var sale = till.View().Cart!.OrderId;
        foreach (var amount in cards)
        {
            await till.PayByCardAsync(amount);
        }

        return (sale, till.Till.Book.Find(sale)!.Value.Order.Tenders);
    }

    private static async Task<Guid> RefundAsync(TestTill till, Guid sale)
    {
        var id = await till.DoAsync(t =>
            t.Refunds.RefundAsync(till.Page, new RefundRequest(Guid.CreateVersion7(), sale, null, "坏了", null))
        );
        await till.RoundAsync();
        return id;
    }

    private static OpenRefundRequest About(Guid refund) => new(Guid.CreateVersion7(), refund, null);

    private static async Task ApproveAsync(TestTill till)
    {
        till.Terminal!.Approve(UnderWay(till));
        await till.RoundAsync();
    }

    private static async Task DeclineAsync(TestTill till)
    {
        till.Terminal!.Decline(UnderWay(till));
        await till.RoundAsync();
    }

    private static Guid UnderWay(TestTill till) => till.Terminal!.Payments.Single(p => p.Kind == PaymentKind.GiveBack && !p.HasEnded).Id;
}
