using Guitai.Foundation.Store;
using Guitai.Foundation.Tests.Store;
using Guitai.Host.Routing;

namespace Guitai.Host.Tests;

public sealed class SqliteTakingBackTests() : TakingBackTests((folder, _) => SqliteEngine.Open(Path.Combine(folder, "host.db")));

public sealed class PostgresTakingBackTests(PostgresCluster cluster)
    : TakingBackTests((_, n) => PostgresEngine.Open(cluster.NewDatabase($"back{n}"), TimeProvider.System));

/// <summary>Several that take back of one sale at once, by different terminals: together never more than there is.</summary>
public abstract class TakingBackTests(Func<string, int, ISqlEngine> open) : HostFixture(open)
{
    [Fact]
    public async Task A_refund_by_another_terminal_waits_for_nothing_and_gets_nothing_while_the_sale_is_being_voided()
    {
        await AddTerminalAsync("10000002");
        var first = await ConnectAsync();
        var second = await ConnectAsync("10000002");
        var sale = await first.AskAsync(Sale(10_000));
        var trace = first.Trace;
        var voiding = new TaskCompletionSource<IssuerReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        Issuer.Answer = q => q.Mti == 200 ? voiding.Task : ScriptedIssuer.Say("00");
        var undo = first.AskAsync(Void(10_000, 1, trace, sale!.Rrn));
        await UntilAsync(() => Issuer.Asked.Count == 2);
        Assert.Equal("13", (await second.AskAsync(Refund(100, 1, trace, sale.Rrn)))!.Code);
        voiding.SetResult(new IssuerReply(ReplyKind.Answered, "00", "V00001"));
        Assert.Equal("00", (await undo)!.Code);
        BooksAre(0, 0, 0);
        Assert.Equal("12", (await second.AskAsync(Refund(100, 1, trace, sale.Rrn)))!.Code);
    }

    [Fact]
    public async Task A_void_that_the_issuer_refuses_leaves_everything_to_refund()
    {
        var terminal = await ConnectAsync();
        var sale = await terminal.AskAsync(Sale(10_000));
        var trace = terminal.Trace;
        Issuer.Answer = _ => ScriptedIssuer.Say("05");
        Assert.Equal("05", (await terminal.AskAsync(Void(10_000, 1, trace, sale!.Rrn)))!.Code);
        Issuer.Answer = _ => ScriptedIssuer.Say("00");
        Assert.Equal("00", (await terminal.AskAsync(Refund(10_000, 1, trace, sale.Rrn)))!.Code);
        BooksAre(0, 38, -38);
    }

    [Fact]
    public async Task A_sale_that_is_reversed_after_a_part_of_it_was_refunded_goes_back_once_and_whole()
    {
        var terminal = await ConnectAsync();
        var sale = await terminal.AskAsync(Sale(10_000));
        var trace = terminal.Trace;
        Assert.Equal("00", (await terminal.AskAsync(Refund(4_000, 1, trace, sale!.Rrn)))!.Code);
        Assert.Equal("00", (await terminal.AskAsync(Reverse(Sale(10_000), trace)))!.Code);
        BooksAre(0, 0, 0);
        Assert.Equal("12", (await terminal.AskAsync(Refund(1, 1, trace, sale.Rrn)))!.Code);
    }

    [Fact]
    public async Task A_sale_that_was_refunded_whole_has_nothing_left_to_reverse()
    {
        var terminal = await ConnectAsync();
        var sale = await terminal.AskAsync(Sale(10_000));
        var trace = terminal.Trace;
        Assert.Equal("00", (await terminal.AskAsync(Refund(10_000, 1, trace, sale!.Rrn)))!.Code);
        Assert.Equal("00", (await terminal.AskAsync(Reverse(Sale(10_000), trace)))!.Code);
        BooksAre(0, 38, -38);
    }

    [Fact]
    public async Task A_reversal_beside_a_refund_without_an_end_is_silence_until_the_refund_has_one()
    {
        await AddTerminalAsync("10000002");
        var first = await ConnectAsync();
        var second = await ConnectAsync("10000002");
        var sale = await first.AskAsync(Sale(10_000));
        var trace = first.Trace;
        Issuer.Answer = _ => Task.FromResult(new IssuerReply(ReplyKind.NoAnswer));
        await second.SendAsync(Refund(4_000, 1, trace, sale!.Rrn));
        await UntilAsync(() => Host.Figures.LeftSilent == 1);
        await first.SendAsync(Reverse(Sale(10_000), trace));
        await UntilAsync(() => Host.Figures.LeftSilent == 2);
        BooksAre(10_000, -9_962, -38);
        Issuer.Answer = _ => ScriptedIssuer.Say("05");
        await UntilAsync(async () => await Host.Authoriser.TellAsync() >= 0 && Host.Services.Owed.Waiting(1).Count == 0);
        Assert.Equal("00", (await first.AskAsync(Reverse(Sale(10_000), trace)))!.Code);
        BooksAre(0, 0, 0);
    }

    [Fact]
    public async Task After_an_adjustment_refunds_go_up_to_the_new_amount()
    {
        var terminal = await ConnectAsync();
        var sale = await terminal.AskAsync(Sale(10_000));
        var trace = terminal.Trace;
        Issuer.Answer = _ => ScriptedIssuer.Say("05");
        Assert.Equal("05", (await terminal.AskAsync(Refund(1_000, 1, trace, sale!.Rrn)))!.Code);
        Issuer.Answer = _ => ScriptedIssuer.Say("00");
        var adjust = Sale(6_000, track: null) with { Mti = 220, Type = 32, Rrn = sale.Rrn, Original = $"{1:D6}{trace:D6}" };
        Assert.Equal("00", (await terminal.AskAsync(adjust))!.Code);
        Assert.Equal("13", (await terminal.AskAsync(Refund(6_001, 1, trace, sale.Rrn)))!.Code);
        Assert.Equal("00", (await terminal.AskAsync(Refund(6_000, 1, trace, sale.Rrn)))!.Code);
        BooksAre(0, 23, -23);
    }

    [Fact]
    public async Task A_question_that_breaks_on_its_way_is_declined_taken_back_and_told_as_an_alarm()
    {
        Issuer.Answer = q => q.Mti == 200 ? throw new InvalidOperationException("planted") : ScriptedIssuer.Say("00");
        var terminal = await ConnectAsync();
        Assert.Equal("68", (await terminal.AskAsync(Sale(10_000)))!.Code);
        BooksAre(0, 0, 0);
        await UntilAsync(() => Issuer.Asked.Exists(q => q.Mti is 420 or 421));
        Assert.Equal(1, Host.Services.Alarms.Raised);
    }

    [Fact]
    public async Task A_reversal_and_a_refused_refund_of_one_sale_at_once_leave_nothing_behind()
    {
        await AddTerminalAsync("10000002");
        var first = await ConnectAsync();
        var second = await ConnectAsync("10000002");
        var turn = 0;
        Issuer.Answer = async q =>
        {
            // Now early, now late: the refusal falls before, into and after the reversal.
            await Task.Delay(turn % 4);
            return new IssuerReply(ReplyKind.Answered, q is { Mti: 220, Intent.Flow: Authorisation.Flow.Refund } ? "05" : "00", "A12345");
        };
        for (turn = 0; turn < 40; turn++)
        {
            var sale = await first.AskAsync(Sale(10_000));
            var trace = first.Trace;
            var refund = second.AskAsync(Refund(4_000, 1, trace, sale!.Rrn));
            var silent = Host.Figures.LeftSilent;
            var reply = first.AskAsync(Reverse(Sale(10_000), trace));
            Assert.NotEqual("00", (await refund)!.Code);
            while (await Task.WhenAny(reply, Task.Delay(20)) != reply)
            {
                // Silence, because the refund was under way: the terminal repeats itself.
                if (Host.Figures.LeftSilent > silent)
                {
                    silent = Host.Figures.LeftSilent;
                    await first.SendAsync(Reverse(Sale(10_000), trace));
                }
            }

            Assert.Equal("00", (await reply)!.Code);
            BooksAre(0, 0, 0);
        }
    }

    [Fact]
    public async Task A_round_that_fails_is_told_once_and_goes_on()
    {
        Issuer.Answer = q =>
            q.Mti == 200 ? Task.FromResult(new IssuerReply(ReplyKind.NoAnswer)) : throw new InvalidOperationException("planted");
        var terminal = await ConnectAsync();
        Assert.Equal("68", (await terminal.AskAsync(Sale(10_000)))!.Code);
        await UntilAsync(() => Host.Services.Alarms.Raised == 1);
        Issuer.Answer = _ => ScriptedIssuer.Say("00");
        await UntilAsync(() => Host.Services.Owed.Waiting(1).Count == 0 || Pass(TimeSpan.FromSeconds(3)));
        Assert.Equal(1, Host.Services.Alarms.Raised);
    }

    private bool Pass(TimeSpan time)
    {
        Time.Move(time);
        Host.Services.Owed.Wake();
        return false;
    }
}
