using System.Text;
using Guitai.Host.Wallets;
using Guitai.Sandbox.Tests.Wallets;
using Guitai.Sandbox.Wallets;
using Guitai.Sandbox.Wallets.Crypto;
using Guitai.Sandbox.Wallets.Gateway;

namespace Guitai.Host.Tests.Wallets;

/// <summary>Whatever goes wrong on the way or at the wallet: nothing is believed that is not proved, and no money moves twice.</summary>
public sealed class WalletFaultTests(WalletAccounts accounts)
{
    public static TheoryData<WalletKind, WalletFault> AnyAnswer
    {
        get
        {
            var data = new TheoryData<WalletKind, WalletFault>();
            foreach (var kind in new[] { WalletKind.WeChat, WalletKind.Alipay })
            {
                data.Add(kind, WalletFault.SystemErrorUndone);
                data.Add(kind, WalletFault.SystemErrorDone);
                data.Add(kind, WalletFault.RequestLost);
                data.Add(kind, WalletFault.AnswerLost);
                data.Add(kind, WalletFault.WrongAnswerSignature);
            }

            return data;
        }
    }

    public static TheoryData<WalletKind> Both => [WalletKind.WeChat, WalletKind.Alipay];

    private static bool IsDone(WalletFault fault) => fault is not (WalletFault.SystemErrorUndone or WalletFault.RequestLost);

    [Theory, MemberData(nameof(AnyAnswer))]
    public async Task A_payment_without_a_proved_answer_is_unknown_and_the_question_tells(WalletKind kind, WalletFault fault)
    {
        using var world = await OpenAsync(kind);
        var payment = world.Payment();
        world.Fault(fault, WalletOperation.Pay);
        Assert.Equal(WalletState.Unknown, (await world.PayAsync(kind, payment)).State);
        Assert.Equal(IsDone(fault) ? WalletState.Done : WalletState.NotThere, (await world.AskAsync(kind, payment)).State);
    }

    [Theory, MemberData(nameof(AnyAnswer))]
    public async Task A_question_without_a_proved_answer_is_unknown_and_asked_again(WalletKind kind, WalletFault fault)
    {
        using var world = await OpenAsync(kind);
        var payment = world.Payment();
        await world.PayAsync(kind, payment);
        world.Fault(fault, WalletOperation.Query);
        Assert.Equal(WalletState.Unknown, (await world.AskAsync(kind, payment)).State);
        Assert.Equal(WalletState.Done, (await world.AskAsync(kind, payment)).State);
    }

    [Theory, MemberData(nameof(AnyAnswer))]
    public async Task An_undo_without_a_proved_answer_is_tried_again_and_takes_back_once(WalletKind kind, WalletFault fault)
    {
        using var world = await OpenAsync(kind);
        var payment = world.Payment();
        await world.PayAsync(kind, payment);
        world.Wait(20);
        world.Fault(fault, WalletOperation.Cancel);
        Assert.Equal(WalletState.Unknown, (await world.UndoAsync(kind, payment)).State);
        Assert.Equal(WalletState.Refused, (await world.UndoAsync(kind, payment)).State);
        Assert.Equal(0, world.Taken(kind, payment));
    }

    [Theory, MemberData(nameof(AnyAnswer))]
    public async Task A_refund_without_a_proved_answer_is_asked_for_again_and_made_once(WalletKind kind, WalletFault fault)
    {
        using var world = await OpenAsync(kind);
        var payment = world.Payment();
        await world.PayAsync(kind, payment);
        world.Fault(fault, WalletOperation.Refund);
        Assert.Equal(WalletState.Unknown, (await world.RefundAsync(kind, payment, "R000000000001", 1_000)).State);
        world.Fault(fault, WalletOperation.RefundQuery);
        await world.RefundAsync(kind, payment, "R000000000001", 1_000);
        world.Wait(2);
        world.Sandbox.Wallets.Faults.Clear();
        Assert.Equal(WalletState.Done, (await world.RefundAsync(kind, payment, "R000000000001", 1_000)).State);
        Assert.Equal((234, 1), (world.Taken(kind, payment), world.Order(kind, payment)!.Refunds));
    }

    [Theory, MemberData(nameof(AnyAnswer))]
    public async Task A_shown_code_without_a_proved_answer_is_asked_for_again(WalletKind kind, WalletFault fault)
    {
        using var world = await OpenAsync(kind);
        var payment = world.Payment(shown: true);
        world.Fault(fault, WalletOperation.Precreate);
        Assert.Equal(WalletState.Unknown, (await world.ShowAsync(kind, payment)).State);
        world.PayShown((await world.ShowAsync(kind, payment)).Shown);
        Assert.Equal(WalletState.Done, (await world.AskAsync(kind, payment)).State);
        Assert.Single(world.Sandbox.Wallets.All());
    }

    [Fact]
    public async Task Errors_by_the_names_of_older_documents_mean_the_same()
    {
        using var world = await OpenAsync(WalletKind.WeChat);
        world.Fault(WalletFault.OldErrorNames, times: null);
        var poor = await world.PayAsync(WalletKind.WeChat, world.Payment(), TestWallets.Empty);
        Assert.Equal((WalletState.Refused, "51", "NOTENOUGH"), (poor.State, poor.Code, poor.Reason));
        Assert.Equal(WalletState.NotThere, (await world.AskAsync(WalletKind.WeChat, world.Payment())).State);
        var code = world.Code(WalletKind.WeChat);
        world.Wait(120);
        var late = await world.WeChat.PayAsync(world.Payment(), code, CancellationToken.None);
        Assert.Equal((WalletState.Refused, "54"), (late.State, late.Code));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_answer_about_another_payment_or_another_amount_is_unknown(WalletKind kind)
    {
        using var world = await OpenAsync(kind);
        var (one, other) = (world.Payment(), world.Payment());
        await world.PayAsync(kind, one);
        await world.PayAsync(kind, other);
        Assert.Equal(WalletState.Unknown, (await world.AskAsync(kind, one with { AmountMinor = 1_233 })).State);

        // The answer to another question, as it was signed.
        GatewayAnswer? kept = null;
        world.Forger = (_, answer) => kept ??= answer;
        Assert.Equal(WalletState.Done, (await world.AskAsync(kind, one)).State);
        var swapped = await world.AskAsync(kind, other);
        Assert.Equal((WalletState.Unknown, "other content"), (swapped.State, swapped.Reason));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_answer_that_somebody_changed_is_unknown(WalletKind kind)
    {
        using var world = await OpenAsync(kind);
        var payment = world.Payment();
        await world.PayAsync(kind, payment, TestWallets.Empty);
        world.Forger = (_, answer) =>
            Said(
                answer,
                text =>
                    text.Replace("PAYERROR", "SUCCESS", StringComparison.Ordinal)
                        .Replace("ACQ.TRADE", "ACQ.OTHER", StringComparison.Ordinal)
                        .Replace("TRADE_CLOSED", "TRADE_SUCCESS", StringComparison.Ordinal)
                        .Replace("WAIT_BUYER_PAY", "TRADE_SUCCESS", StringComparison.Ordinal)
            );
        var asked = await world.AskAsync(kind, payment);
        Assert.Equal((WalletState.Unknown, "wrong signature"), (asked.State, asked.Reason));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_answer_without_signature_a_broken_one_or_none_at_all_is_unknown(WalletKind kind)
    {
        using var world = await OpenAsync(kind);
        var payment = world.Payment();
        await world.PayAsync(kind, payment);
        foreach (
            var forger in (Func<GatewayAnswer, GatewayAnswer>[])
                [
                    a => Said(a with { Headers = [] }, text => text.Split(",\"sign\"")[0] + (kind == WalletKind.Alipay ? "}" : "")),
                    a => a with { Headers = [], Body = [] },
                    a => a with { Body = Encoding.UTF8.GetBytes("<html>502</html>"), Status = 502 },
                    a => a with { Body = a.Body[..^5] },
                    a => a with { Body = new byte[2 << 20] },
                    _ => GatewayAnswer.Lost,
                ]
        )
        {
            world.Forger = (_, answer) => forger(answer);
            Assert.Equal(WalletState.Unknown, (await world.AskAsync(kind, payment)).State);
        }

        world.Forger = null;
        Assert.Equal(WalletState.Done, (await world.AskAsync(kind, payment)).State);
    }

    [Fact]
    public async Task WeChats_answer_of_more_than_five_minutes_ago_or_ahead_is_unknown()
    {
        using var world = await OpenAsync(WalletKind.WeChat);
        var payment = world.Payment();
        await world.PayAsync(WalletKind.WeChat, payment);
        GatewayAnswer? kept = null;
        world.Forger = (_, answer) => kept ??= answer;
        Assert.Equal(WalletState.Done, (await world.AskAsync(WalletKind.WeChat, payment)).State);
        world.Wait(300);
        Assert.Equal(WalletState.Done, (await world.AskAsync(WalletKind.WeChat, payment)).State);
        world.Wait(1);
        Assert.Equal("skew", (await world.AskAsync(WalletKind.WeChat, payment)).Reason);
        world.Wait(-602);
        Assert.Equal("skew", (await world.AskAsync(WalletKind.WeChat, payment)).Reason);
    }

    [Fact]
    public async Task Alipays_answer_with_two_nodes_or_more_than_it_should_have_is_unknown()
    {
        using var world = await OpenAsync(WalletKind.Alipay);
        var payment = world.Payment();
        await world.PayAsync(WalletKind.Alipay, payment);
        const string Node = "\"alipay_trade_query_response\":";
        foreach (
            var change in (Func<string, string>[])
                [
                    text => text.Replace("{" + Node, "{" + Node + "{\"code\":\"10000\"}," + Node, StringComparison.Ordinal),
                    text => text[..^1] + "," + Node + "{\"code\":\"10000\",\"trade_status\":\"TRADE_SUCCESS\"}}",
                    text => text[..^1] + ",\"more\":1}",
                    text => text[..^1] + ",\"sign\":\"AAAA\"}",
                    text => text + "{}",
                    text => text.Replace("trade_query", "trade_pay", StringComparison.Ordinal),
                ]
        )
        {
            world.Forger = (_, answer) => Said(answer, change);
            Assert.Equal(WalletState.Unknown, (await world.AskAsync(WalletKind.Alipay, payment)).State);
        }
    }

    [Fact]
    public async Task No_payment_leaves_before_an_answer_to_it_could_be_proved()
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        world.Fault(WalletFault.RequestLost, WalletOperation.Certificates);
        var payment = world.Payment();
        var answer = await world.PayAsync(WalletKind.WeChat, payment);
        Assert.Equal((WalletState.Unknown, "no certificate"), (answer.State, answer.Reason));
        Assert.Equal(["GET /v3/certificates"], world.Asked);

        // Not again at once, and then with success.
        Assert.Equal(WalletState.Unknown, (await world.PayAsync(WalletKind.WeChat, payment)).State);
        Assert.Single(world.Asked);
        world.Wait(15);
        Assert.Equal(WalletState.Done, (await world.PayAsync(WalletKind.WeChat, payment)).State);
    }

    [Fact]
    public async Task A_list_of_certificates_that_is_not_signed_by_one_of_them_is_not_taken()
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        world.Fault(WalletFault.WrongAnswerSignature, WalletOperation.Certificates);
        Assert.Equal("no certificate", (await world.AskAsync(WalletKind.WeChat, world.Payment())).Reason);
    }

    [Fact]
    public async Task WeChats_certificates_change_without_a_payment_that_is_lost()
    {
        using var world = await OpenAsync(WalletKind.WeChat);
        foreach (var step in new[] { RotationStep.Announce, RotationStep.Switch, RotationStep.Retire })
        {
            world.Sandbox.Wallets.Rotate(WalletKind.WeChat, step);
            world.Wait(20);
            Assert.Equal(WalletState.Done, (await world.PayAsync(WalletKind.WeChat, world.Payment())).State);
        }

        Assert.Equal(2, world.Asked.Count(a => a == "GET /v3/certificates"));
    }

    [Fact]
    public async Task Alipay_in_certificate_mode_pays_and_its_certificates_change_without_a_payment_that_is_lost()
    {
        using var world = await WalletWorld.OpenAsync(accounts, certified: true);
        var first = world.Payment();
        Assert.Equal(WalletState.Done, (await world.PayAsync(WalletKind.Alipay, first)).State);
        foreach (var step in new[] { RotationStep.Announce, RotationStep.Switch, RotationStep.Retire })
        {
            world.Sandbox.Wallets.Rotate(WalletKind.Alipay, step);
            world.Wait(20);
            Assert.Equal(WalletState.Done, (await world.PayAsync(WalletKind.Alipay, world.Payment())).State);
        }

        // Four payments, and the new certificate once.
        Assert.Equal(5, world.Asked.Count);
        Assert.Equal(WalletState.Done, (await world.RefundAsync(WalletKind.Alipay, first, "R000000000001", 1)).State);
    }

    [Fact]
    public async Task A_certificate_that_does_not_come_from_Alipays_roots_is_not_taken()
    {
        using var world = await WalletWorld.OpenAsync(accounts, certified: true);
        var (account, version) = world.Book.Find(world.Merchant, WalletAccount.Alipay)!.Value;
        using var stranger = new TestWallets();
        var roots = WalletProfile.Create(stranger.Clock, new Random(5).NextBytes).AuthorityCertificate;
        Assert.True((await world.Book.SaveAsync(account with { RootsPem = roots }, null, version)).Ok);
        world.Sandbox.Wallets.Rotate(WalletKind.Alipay, RotationStep.Announce);
        world.Sandbox.Wallets.Rotate(WalletKind.Alipay, RotationStep.Switch);
        Assert.Equal("unknown serial", (await world.AskAsync(WalletKind.Alipay, world.Payment())).Reason);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_line_that_doubles_every_request_takes_and_gives_once(WalletKind kind)
    {
        using var world = await OpenAsync(kind);
        world.Line.Line = _ => new Passage(Double: true);
        var payment = world.Payment();
        Assert.Equal(WalletState.Done, (await world.PayAsync(kind, payment)).State);
        await world.RefundAsync(kind, payment, "R000000000001", 1_000);
        Assert.Equal((234, 1), (world.Taken(kind, payment), world.Order(kind, payment)!.Refunds));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Whoever_ends_the_wait_gets_unknown(WalletKind kind)
    {
        using var world = await OpenAsync(kind);
        world.Line.Line = _ => new Passage(LoseAnswer: true, Silent: true);
        using var stop = new CancellationTokenSource();
        var asking = world.Wallet(kind).AskAsync(world.Payment(), stop.Token);
        await stop.CancelAsync();
        Assert.Equal(WalletState.Unknown, (await asking).State);
    }

    // Certificates are fetched before anything goes wrong.
    private async Task<WalletWorld> OpenAsync(WalletKind kind)
    {
        var world = await WalletWorld.OpenAsync(accounts);
        await world.AskAsync(kind, world.Payment());
        return world;
    }

    private static GatewayAnswer Said(GatewayAnswer answer, Func<string, string> change) =>
        answer with
        {
            Body = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(answer.Body))),
        };
}
