using Guitai.Host.Wallets;
using Guitai.Sandbox.Tests.Wallets;
using Guitai.Sandbox.Wallets;

namespace Guitai.Host.Tests.Wallets;

/// <summary>Payments, questions, ends and refunds at both wallets, against the sandbox's gateways.</summary>
public sealed class WalletFlowTests(WalletAccounts accounts)
{
    public static TheoryData<WalletKind> Both => [WalletKind.WeChat, WalletKind.Alipay];

    [Theory, MemberData(nameof(Both))]
    public async Task A_customers_code_pays_and_the_question_says_the_same(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        var payment = world.Payment();
        var paid = await world.PayAsync(kind, payment);
        Assert.Equal((WalletState.Done, 28), (paid.State, paid.Number.Length));
        var asked = await world.AskAsync(kind, payment);
        Assert.Equal((WalletState.Done, paid.Number), (asked.State, asked.Number));
        Assert.Equal(1_234, world.Taken(kind, payment));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_same_payment_asked_for_again_is_the_same_payment(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        var (payment, code) = (world.Payment(), world.Code(kind));
        var first = await world.Wallet(kind).PayAsync(payment, code, CancellationToken.None);
        var second = await world.Wallet(kind).PayAsync(payment, code, CancellationToken.None);
        Assert.Equal((WalletState.Done, first.Number), (second.State, second.Number));
        Assert.Equal(TestWallets.Rich, world.Order(kind, payment)!.Customer);
        Assert.Single(world.Sandbox.Wallets.All());
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_password_is_waited_for(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        var payment = world.Payment();
        Assert.Equal(WalletState.Waiting, (await world.PayAsync(kind, payment, TestWallets.Careful)).State);
        Assert.Equal(WalletState.Waiting, (await world.AskAsync(kind, payment)).State);
        world.EnterPassword(TestWallets.Careful);
        Assert.Equal(WalletState.Done, (await world.AskAsync(kind, payment)).State);
    }

    [Theory]
    [InlineData(WalletKind.WeChat, "NOT_ENOUGH")]
    [InlineData(WalletKind.Alipay, "ACQ.BUYER_BALANCE_NOT_ENOUGH")]
    public async Task Without_money_it_is_refused_with_51(WalletKind kind, string reason)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        var answer = await world.PayAsync(kind, world.Payment(), TestWallets.Empty);
        Assert.Equal((WalletState.Refused, "51", reason), (answer.State, answer.Code, answer.Reason));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_code_that_was_used_or_has_run_out_is_refused_with_54_and_what_it_paid_before_stands(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        var (first, second, third) = (world.Payment(), world.Payment(), world.Payment());
        var (used, old) = (world.Code(kind), world.Code(kind));
        Assert.Equal(WalletState.Done, (await world.Wallet(kind).PayAsync(first, used, CancellationToken.None)).State);
        var again = await world.Wallet(kind).PayAsync(second, used, CancellationToken.None);
        world.Wait(120);
        var late = await world.Wallet(kind).PayAsync(third, old, CancellationToken.None);
        Assert.Equal((WalletState.Refused, "54"), (again.State, again.Code));
        Assert.Equal((WalletState.Refused, "54"), (late.State, late.Code));
        Assert.Equal((1_234, 0, 0), (world.Taken(kind, first), world.Taken(kind, second), world.Taken(kind, third)));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_nobody_asked_for_is_not_there(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        Assert.Equal(WalletState.NotThere, (await world.AskAsync(kind, world.Payment())).State);
        Assert.Equal(WalletState.NotThere, (await world.RefundAsync(kind, world.Payment(), "R000000000001", 1)).State);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_shown_code_waits_is_paid_and_is_the_same_when_it_is_asked_for_again(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        var payment = world.Payment(shown: true);
        var shown = await world.ShowAsync(kind, payment);
        Assert.Equal(WalletState.Waiting, shown.State);
        Assert.Equal(shown.Shown, (await world.ShowAsync(kind, payment)).Shown);
        world.PayShown(shown.Shown);
        var asked = await world.AskAsync(kind, payment);
        Assert.Equal((WalletState.Done, 28), (asked.State, asked.Number.Length));
        Assert.Equal(WalletState.Done, (await world.ShowAsync(kind, payment)).State);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_payment_by_code_is_undone_and_stays_undone(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        var payment = world.Payment();
        await world.PayAsync(kind, payment);
        world.Wait(16);
        Assert.Equal(WalletState.Refused, (await world.UndoAsync(kind, payment)).State);
        Assert.Equal(WalletState.Refused, (await world.UndoAsync(kind, payment)).State);
        Assert.Equal(WalletState.Refused, (await world.AskAsync(kind, payment)).State);
        Assert.Equal(0, world.Taken(kind, payment));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_password_that_never_comes_is_undone(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        var payment = world.Payment();
        world.Fault(WalletFault.PayingForever, WalletOperation.Pay);
        Assert.Equal(WalletState.Waiting, (await world.PayAsync(kind, payment)).State);
        world.Wait(45);
        Assert.Equal(WalletState.Waiting, (await world.AskAsync(kind, payment)).State);
        Assert.Equal(WalletState.Refused, (await world.UndoAsync(kind, payment)).State);
        Assert.Equal(WalletState.Refused, (await world.AskAsync(kind, payment)).State);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_the_wallet_does_not_know_is_undone_only_when_it_can_no_longer_arrive(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        var (payment, code) = (world.Payment(), world.Code(kind));
        world.Fault(WalletFault.RequestLost, WalletOperation.Pay);
        Assert.Equal(WalletState.Unknown, (await world.Wallet(kind).PayAsync(payment, code, CancellationToken.None)).State);
        world.Wait(30);
        Assert.Equal(WalletState.NotThere, (await world.UndoAsync(kind, payment)).State);

        // The request was not lost, only late.
        Assert.Equal(WalletState.Done, (await world.Wallet(kind).PayAsync(payment, code, CancellationToken.None)).State);
        world.Wait(100);
        Assert.Equal(WalletState.Refused, (await world.UndoAsync(kind, payment)).State);
        Assert.Equal(0, world.Taken(kind, payment));

        var never = world.Payment();
        world.Wait(130);
        Assert.Equal(WalletState.Refused, (await world.UndoAsync(kind, never)).State);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_shown_code_that_nobody_paid_is_closed_and_nobody_can_pay_it(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        var payment = world.Payment(shown: true);
        var shown = await world.ShowAsync(kind, payment);
        Assert.Equal(WalletState.Refused, (await world.UndoAsync(kind, payment)).State);
        Assert.NotNull(world.Sandbox.Wallets.Phone.Scan(TestWallets.Rich, shown.Shown).Refusal);
        Assert.Equal(WalletState.Refused, (await world.UndoAsync(kind, payment)).State);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_shown_code_that_was_paid_meanwhile_is_given_back_whole_and_once(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        var payment = world.Payment(shown: true);
        world.PayShown((await world.ShowAsync(kind, payment)).Shown);
        for (var time = 0; (await world.UndoAsync(kind, payment)).State != WalletState.Refused; time++)
        {
            Assert.True(time < 3, "It is never undone.");
            world.Wait(2);
        }

        Assert.Equal(WalletState.Refused, (await world.AskAsync(kind, payment)).State);
        Assert.Equal(WalletState.Refused, (await world.UndoAsync(kind, payment)).State);
        Assert.Equal((0, 1), (world.Taken(kind, payment), world.Order(kind, payment)!.Refunds));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_payment_that_is_too_old_to_be_undone_is_given_back_whole_and_once(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        var payment = world.Payment();
        await world.PayAsync(kind, payment);
        world.Wait(8 * 86_400);
        for (var time = 0; (await world.UndoAsync(kind, payment)).State != WalletState.Refused; time++)
        {
            Assert.True(time < 3, "It is never undone.");
            world.Wait(2);
        }

        Assert.Equal(WalletState.Refused, (await world.AskAsync(kind, payment)).State);
        Assert.Equal(WalletState.Refused, (await world.UndoAsync(kind, payment)).State);
        Assert.Equal((0, 1), (world.Taken(kind, payment), world.Order(kind, payment)!.Refunds));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_the_wallet_will_not_take_is_refused_and_an_order_without_its_code_is_unknown(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        Assert.Equal(WalletState.Refused, (await world.PayAsync(kind, world.Payment(fen: 0))).State);
        Assert.Equal(WalletState.Refused, (await world.ShowAsync(kind, world.Payment(fen: 0, shown: true))).State);
        var payment = world.Payment(shown: true);
        var shown = await world.ShowAsync(kind, payment);
        Assert.Null(world.Sandbox.Wallets.Phone.Scan(TestWallets.Rich, shown.Shown).Refusal);
        Assert.Equal(WalletState.Unknown, (await world.ShowAsync(kind, payment with { Subject = "其它" })).State);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Parts_are_given_back_by_their_numbers_and_the_same_number_once(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        var payment = world.Payment();
        await world.PayAsync(kind, payment);
        await RefundedAsync(world, kind, payment, "R000000000001", 234);
        await RefundedAsync(world, kind, payment, "R000000000001", 234);
        await RefundedAsync(world, kind, payment, "R000000000002", 400);
        Assert.Equal((600, 2), (world.Taken(kind, payment), world.Order(kind, payment)!.Refunds));
        var other = await world.RefundAsync(kind, payment, "R000000000002", 300);
        var tooMuch = await world.RefundAsync(kind, payment, "R000000000003", 601);
        Assert.Equal((WalletState.Unknown, WalletState.Refused), (other.State, tooMuch.State));
        Assert.Equal(600, world.Taken(kind, payment));
        Assert.Equal(WalletState.Done, (await world.AskAsync(kind, payment)).State);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_merchant_without_an_open_account_takes_nothing_and_still_asks_and_gives_back(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        var payment = world.Payment();
        await world.PayAsync(kind, payment);
        var (account, version) = world.Book.Find(world.Merchant, world.Wallet(kind).Name)!.Value;
        Assert.True((await world.Book.SaveAsync(account with { IsOpen = false }, null, version)).Ok);
        Assert.False(world.Wallet(kind).Serves(world.Merchant));
        var (refused, unshown) = (await world.PayAsync(kind, world.Payment()), await world.ShowAsync(kind, world.Payment(shown: true)));
        Assert.Equal(("40", "40"), (refused.Code, unshown.Code));
        Assert.Equal(WalletState.Done, (await world.AskAsync(kind, payment)).State);
        await RefundedAsync(world, kind, payment, "R000000000001", 1_234);
        Assert.Equal(0, world.Taken(kind, payment));
        var stranger = world.Payment() with { Merchant = "000000000000000" };
        Assert.Equal(WalletState.Refused, (await world.PayAsync(kind, stranger)).State);
        Assert.Equal(WalletState.Unknown, (await world.UndoAsync(kind, stranger)).State);
    }

    [Fact]
    public async Task WeChat_is_not_asked_to_reverse_within_fifteen_seconds()
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        var payment = world.Payment();
        await world.PayAsync(WalletKind.WeChat, payment);
        world.Wait(14);
        Assert.Equal(WalletState.Unknown, (await world.UndoAsync(WalletKind.WeChat, payment)).State);
        Assert.DoesNotContain(world.Asked, a => a.EndsWith("/reverse", StringComparison.Ordinal));
        world.Wait(1);
        Assert.Equal(WalletState.Refused, (await world.UndoAsync(WalletKind.WeChat, payment)).State);
    }

    private static async Task RefundedAsync(WalletWorld world, WalletKind kind, WalletPayment payment, string number, long fen)
    {
        var refund = await world.RefundAsync(kind, payment, number, fen);
        if (refund.State == WalletState.Waiting)
        {
            world.Wait(2);
            refund = await world.RefundAsync(kind, payment, number, fen);
        }

        Assert.Equal(WalletState.Done, refund.State);
        Assert.NotEmpty(refund.Number);
    }
}
