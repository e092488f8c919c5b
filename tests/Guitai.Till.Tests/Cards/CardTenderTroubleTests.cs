using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Receipts;
using Guitai.Till.Cards;
using Guitai.Till.Pages;
using Guitai.Till.Receipts;
using Guitai.Till.Tenders;

namespace Guitai.Till.Tests.Cards;

/// <summary>Given up, lost, away or begun anew: what was paid is paid once, and what was not is not.</summary>
public sealed class CardTenderTroubleTests
{
    [Fact]
    public async Task Cancelled_while_it_waits_for_the_card_nothing_was_paid()
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1001");
        var id = await till.AskAsync(350);
        await till.CancelAsync(id);
        Assert.Equal(PaymentState.Cancelled, till.Terminal![id].State);
        Assert.Equal(TenderState.Failed, till.View().Cart!.Tenders[0].State);
        Assert.False(till.View().Cart!.IsBound);
    }

    [Fact]
    public async Task Cancelled_while_the_host_is_asked_it_stays_unknown_until_the_terminal_says_that_it_was_undone()
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1001");
        var id = await till.AskAsync(350);
        till.Terminal!.Swipe(id);
        await till.CancelAsync(id);
        Assert.Equal(TenderState.Unknown, till.View().Cart!.Tenders[0].State);
        till.Terminal.Decline(id, "payment.undone");
        await till.RoundAsync();
        Assert.Equal(TenderState.Failed, till.View().Cart!.Tenders[0].State);
    }

    [Fact]
    public async Task Cancelled_too_late_it_is_paid()
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1001");
        var id = await till.AskAsync(350);
        till.Terminal!.Approve(id);
        await till.CancelAsync(id);
        Assert.Equal(350, till.View().LastSale!.TotalMinor);
        till.AssertProved();
    }

    [Fact]
    public async Task An_order_of_which_nobody_knows_is_put_aside_the_till_sells_on_and_it_ends_by_itself()
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1002");
        var order = till.View().Cart!.OrderId;
        var id = await till.AskAsync(1299);
        till.Terminal!.Swipe(id);
        till.Terminal.Lose(id);
        await till.RoundAsync();
        Assert.Equal(TenderState.Unknown, till.View().Cart!.Tenders[0].State);
        await till.HoldAsync();
        Assert.Equal(TenderState.Unknown, Assert.Single(till.Till.Views.Held()).Tender);
        await till.RefusedAsync(
            "order.partly-paid",
            t => t.HeldOrders.VoidAsync(till.Page, new VoidRequest(Guid.CreateVersion7(), order, "x", null))
        );

        await till.SellAsync("1001");
        await till.RestartedAsync();
        await till.ScanAsync("1001");
        till.Terminal.Approve(id);
        await till.RoundAsync();
        Assert.Empty(till.Till.Desk.Held);
        Assert.Equal(1299, till.Till.Book.Find(order)!.Value.Order.Totals.TotalMinor);
        Assert.Single(till.View().Cart!.Lines);
        Assert.Null(till.View().LastSale);
        till.AssertProved();
    }

    [Fact]
    public async Task An_unknown_payment_that_turns_out_declined_leaves_the_order_put_aside_and_free()
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1002");
        var order = till.View().Cart!.OrderId;
        var id = await till.AskAsync(1299);
        till.Terminal!.Swipe(id);
        till.Terminal.Lose(id);
        await till.RoundAsync();
        await till.HoldAsync();
        await till.RestartedAsync();
        till.Terminal.Decline(id, "payment.undone");
        await till.RoundAsync();
        await till.DoAsync(t => t.HeldOrders.RecallAsync(till.Page, new RecallRequest(Guid.CreateVersion7(), order)));
        Assert.False(till.View().Cart!.IsBound);
        await till.PayAsync();
        till.AssertProved();
    }

    [Fact]
    public async Task Paid_after_the_shift_was_closed_an_order_is_booked_in_the_next_one()
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1002");
        var order = till.View().Cart!.OrderId;
        var id = await till.AskAsync(1299);
        till.Terminal!.Swipe(id);
        till.Terminal.Lose(id);
        await till.RoundAsync();
        await till.HoldAsync();
        var shift = till.Till.Desk.State.Shift!.Id;
        await till.DoAsync(t =>
            t.Shifts.CloseAsync(till.Page, new CloseShiftRequest(Guid.CreateVersion7(), shift, [], 20_000, null, null))
        );
        till.Terminal.Approve(id);
        await till.RoundAsync();
        Assert.Null(till.Till.Book.Find(order));
        till.AssertProved();

        await till.RestartedAsync();
        await till.DoAsync(t => t.Shifts.OpenAsync(till.Page, new OpenShiftRequest(Guid.CreateVersion7(), 0)));
        await till.RoundAsync();
        Assert.Equal(1299, till.Till.Desk.State.Shift!.Totals.Tenders["card"].InMinor);
        till.AssertProved();
    }

    [Fact]
    public async Task While_the_terminal_does_not_answer_the_tender_stays_under_way_and_goes_on_when_it_is_back()
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1001");
        till.Terminal!.Off = true;
        var id = await till.AskAsync(350);
        Assert.Equal(TenderState.Asked, till.View().Cart!.Tenders[0].State);
        Assert.False(Assert.Single(till.View().Cards!.Payments).Reached);
        await till.RestartedAsync();
        Assert.False(till.View().Cards!.Reachable);

        till.Terminal.Off = false;
        await till.RoundAsync();
        Assert.Equal(PaymentState.Waiting, till.Terminal[id].State);
        Assert.NotNull(Assert.Single(till.View().Cards!.Payments).View!.Frame);
        till.Terminal.Approve(id);
        await till.RoundAsync();
        Assert.Equal(350, till.View().LastSale!.TotalMinor);
        Assert.Equal(1, till.Terminal.Begun);
    }

    [Fact]
    public async Task Given_up_before_the_terminal_ever_heard_of_it_a_payment_is_not_begun()
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1001");
        till.Terminal!.Off = true;
        var id = await till.AskAsync(350);
        await till.CancelAsync(id);
        Assert.True(till.View().Cart!.IsBound);
        await till.RestartedAsync();
        till.Terminal.Off = false;
        await till.RoundAsync();
        till.Clock.Advance(TimeSpan.FromSeconds(4));
        await till.RoundAsync();
        Assert.Equal(TenderState.Failed, till.View().Cart!.Tenders[0].State);
        Assert.Equal(0, till.Terminal.Begun);
    }

    /// <summary>The till ends after every single step that a payment takes, and nobody pays twice or for nothing.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_restart_after_every_step_changes_nothing_about_what_is_paid(bool approved)
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1001");
        var order = till.View().Cart!.OrderId;
        var ask = till.Ask(350);
        await till.DoAsync(t => t.CardTenders.AskAsync(till.Page, ask));
        await till.RestartedAsync();
        await till.RoundAsync();
        await till.RestartedAsync();
        till.Terminal!.Swipe(ask.CommandId);
        await till.RestartedAsync();
        await till.RoundAsync();
        till.Terminal.Lose(ask.CommandId);
        await till.RestartedAsync();
        await till.RoundAsync();
        Assert.Equal(TenderState.Unknown, till.View().Cart!.Tenders[0].State);
        await till.RestartedAsync();
        if (approved)
        {
            till.Terminal.Approve(ask.CommandId);
        }
        else
        {
            till.Terminal.Decline(ask.CommandId);
        }

        await till.RestartedAsync();
        await till.RoundAsync();
        await till.RestartedAsync();
        await till.RoundAsync();
        Assert.Equal(approved, till.Till.Book.Find(order) is not null);
        Assert.Equal(approved ? 350 : 0, till.Terminal.TakenMinor);
        Assert.Equal(1, till.Terminal.Begun);
        till.AssertProved();
    }
}
