using Guitai.Bench.Host;
using Guitai.Foundation.Store;
using Guitai.Foundation.Tests.Store;
using Guitai.Host.Authorisation;
using Guitai.Host.Routing;

namespace Guitai.Host.Tests;

public sealed class SqliteConversationTests() : ConversationTests((folder, _) => SqliteEngine.Open(Path.Combine(folder, "host.db")));

public sealed class PostgresConversationTests(PostgresCluster cluster)
    : ConversationTests((_, n) => PostgresEngine.Open(cluster.NewDatabase($"host{n}"), TimeProvider.System));

/// <summary>What a terminal hears, what the issuer is asked and what the books say after it, flow by flow, on both engines.</summary>
public abstract class ConversationTests(Func<string, int, ISqlEngine> open) : HostFixture(open)
{
    [Fact]
    public async Task A_sale_is_asked_posted_and_answered_with_its_number()
    {
        var terminal = await ConnectAsync();
        var reply = await terminal.AskAsync(Sale(10_000) with { Pin = "1234" });
        Assert.Equal(("00", "A12345", 210, true), (reply!.Code, reply.Authorisation, reply.Mti, reply.MacRight));
        Assert.Equal(12, reply.Rrn.Length);
        BooksAre(issuer: 10_000, payable: -9_962, fee: -38);
        Assert.Equal(200, Assert.Single(Issuer.Asked).Mti);
    }

    [Theory]
    [InlineData("51", "51")]
    [InlineData("55", "55")]
    [InlineData("A0", "96")]
    [InlineData("77", "96")]
    [InlineData("XY", "96")]
    public async Task A_sale_that_the_issuer_refuses_posts_nothing(string said, string heard)
    {
        Issuer.Answer = _ => ScriptedIssuer.Say(said);
        var terminal = await ConnectAsync();
        Assert.Equal(heard, (await terminal.AskAsync(Sale(10_000)))!.Code);
        BooksAre(0, 0, 0);
    }

    [Fact]
    public async Task A_part_approval_that_nobody_asked_for_is_refused_and_taken_back()
    {
        Issuer.Answer = q => q.Mti == 200 ? ScriptedIssuer.Say("10") : ScriptedIssuer.Say("00");
        var terminal = await ConnectAsync();
        Assert.Equal("96", (await terminal.AskAsync(Sale(10_000)))!.Code);
        BooksAre(0, 0, 0);
        await ToldAsync(420);
    }

    [Fact]
    public async Task Without_an_answer_from_the_issuer_the_sale_is_declined_and_taken_back_until_the_issuer_answers()
    {
        var silences = 3;
        Issuer.Answer = q =>
            q.Mti == 200 || Interlocked.Decrement(ref silences) >= 0
                ? Task.FromResult(new IssuerReply(ReplyKind.NoAnswer))
                : ScriptedIssuer.Say("00");
        var terminal = await ConnectAsync();
        Assert.Equal("68", (await terminal.AskAsync(Sale(10_000)))!.Code);
        for (var i = 0; i < 4; i++)
        {
            await Host.Authoriser.TellAsync();
        }

        Assert.Empty(Host.Services.Owed.Waiting(10));
        Assert.Contains(Issuer.Asked, q => q.Mti == 421);
        BooksAre(0, 0, 0);
    }

    [Fact]
    public async Task A_question_that_never_left_is_declined_with_91_and_nobody_is_told()
    {
        Issuer.Answer = _ => Task.FromResult(IssuerReply.NotSent);
        var terminal = await ConnectAsync();
        Assert.Equal("91", (await terminal.AskAsync(Sale(10_000)))!.Code);
        Assert.Empty(Host.Services.Owed.Waiting(10));
    }

    [Fact]
    public async Task A_repeat_gets_the_first_answer_and_posts_once()
    {
        var terminal = await ConnectAsync();
        var first = await terminal.AskAsync(Sale(10_000));
        for (var i = 0; i < 5; i++)
        {
            var again = await terminal.AskAsync(Sale(10_000) with { Trace = terminal.Trace });
            Assert.Equal((first!.Code, first.Rrn, first.Authorisation), (again!.Code, again.Rrn, again.Authorisation));
        }

        BooksAre(10_000, -9_962, -38);
        Assert.Single(Issuer.Asked);
    }

    [Fact]
    public async Task The_same_numbers_with_another_amount_are_refused_with_94_and_an_alarm()
    {
        var terminal = await ConnectAsync();
        await terminal.AskAsync(Sale(10_000));
        Assert.Equal("94", (await terminal.AskAsync(Sale(10_001) with { Trace = terminal.Trace }))!.Code);
        BooksAre(10_000, -9_962, -38);
        Assert.Equal(1, Host.Services.Alarms.Raised);
    }

    [Fact]
    public async Task A_replay_on_the_next_day_posts_nothing()
    {
        var terminal = await ConnectAsync();
        await terminal.AskAsync(Sale(10_000));
        var yesterday = terminal.LastSent;
        Time.Move(TimeSpan.FromDays(1));
        await terminal.SendAsync(yesterday);
        Assert.Equal("77", (await terminal.ReceiveAsync())!.Code);
        Assert.Equal("00", await terminal.SignInAsync());
        await terminal.SendAsync(yesterday);
        Assert.Equal("A0", (await terminal.ReceiveAsync())!.Code);
        BooksAre(10_000, -9_962, -38);
    }

    [Fact]
    public async Task A_reversal_after_the_sale_turns_it_round_and_tells_the_issuer()
    {
        var terminal = await ConnectAsync();
        await terminal.AskAsync(Sale(10_000));
        var trace = terminal.Trace;
        Assert.Equal("00", (await terminal.AskAsync(Reverse(Sale(10_000), trace)))!.Code);
        Assert.Equal("00", (await terminal.AskAsync(Reverse(Sale(10_000), trace)))!.Code);
        BooksAre(0, 0, 0);
        await ToldAsync(420);
        Assert.Equal("94", (await terminal.AskAsync(Sale(10_000) with { Trace = trace }))!.Code);
        BooksAre(0, 0, 0);
    }

    [Fact]
    public async Task A_reversal_before_the_sale_keeps_it_from_ever_reaching_the_issuer()
    {
        var terminal = await ConnectAsync();
        Assert.Equal("00", (await terminal.AskAsync(Reverse(Sale(10_000), 77)))!.Code);
        Assert.Equal("94", (await terminal.AskAsync(Sale(10_000) with { Trace = 77 }))!.Code);
        Assert.Empty(Issuer.Asked);
        BooksAre(0, 0, 0);
    }

    [Fact]
    public async Task A_reversal_with_another_amount_is_refused_with_94()
    {
        var terminal = await ConnectAsync();
        await terminal.AskAsync(Sale(10_000));
        Assert.Equal("94", (await terminal.AskAsync(Reverse(Sale(9_000), terminal.Trace)))!.Code);
        BooksAre(10_000, -9_962, -38);
    }

    [Fact]
    public async Task A_void_takes_back_amount_and_fee_once()
    {
        var terminal = await ConnectAsync();
        var sale = await terminal.AskAsync(Sale(10_000));
        var trace = terminal.Trace;
        Assert.Equal("13", (await terminal.AskAsync(Void(9_999, 1, trace, sale!.Rrn)))!.Code);
        Assert.Equal("00", (await terminal.AskAsync(Void(10_000, 1, trace, sale.Rrn)))!.Code);
        Assert.Equal("12", (await terminal.AskAsync(Void(10_000, 1, trace, sale.Rrn)))!.Code);
        Assert.Equal("25", (await terminal.AskAsync(Void(10_000, 1, 999, "000000000001")))!.Code);
        BooksAre(0, 0, 0);
    }

    [Fact]
    public async Task A_void_that_is_reversed_lets_the_sale_stand_again()
    {
        var terminal = await ConnectAsync();
        var sale = await terminal.AskAsync(Sale(10_000));
        var trace = terminal.Trace;
        var undo = Void(10_000, 1, trace, sale!.Rrn);
        await terminal.AskAsync(undo);
        Assert.Equal("00", (await terminal.AskAsync(Reverse(undo, terminal.Trace)))!.Code);
        BooksAre(10_000, -9_962, -38);
        Assert.Equal("00", (await terminal.AskAsync(undo))!.Code);
        BooksAre(0, 0, 0);
    }

    [Fact]
    public async Task Refunds_together_never_exceed_the_sale_and_keep_the_fee()
    {
        var terminal = await ConnectAsync();
        var sale = await terminal.AskAsync(Sale(10_000));
        var trace = terminal.Trace;
        Assert.Equal("00", (await terminal.AskAsync(Refund(4_000, 1, trace, sale!.Rrn)))!.Code);
        Assert.Equal("13", (await terminal.AskAsync(Refund(6_001, 1, trace, sale.Rrn)))!.Code);
        Assert.Equal("00", (await terminal.AskAsync(Refund(6_000, 1, trace, sale.Rrn)))!.Code);
        Assert.Equal("13", (await terminal.AskAsync(Refund(1, 1, trace, sale.Rrn)))!.Code);
        BooksAre(issuer: 0, payable: 38, fee: -38);
        Assert.Equal("12", (await terminal.AskAsync(Void(10_000, 1, trace, sale.Rrn)))!.Code);
    }

    [Fact]
    public async Task A_refund_that_the_issuer_does_not_answer_is_silence_until_it_does_and_then_the_answer()
    {
        var terminal = await ConnectAsync();
        var sale = await terminal.AskAsync(Sale(10_000));
        var trace = terminal.Trace;
        Issuer.Answer = _ => Task.FromResult(new IssuerReply(ReplyKind.NoAnswer));
        var refund = Refund(4_000, 1, trace, sale!.Rrn);
        await terminal.SendAsync(refund);
        await UntilAsync(() => Host.Figures.LeftSilent == 1);
        BooksAre(10_000, -9_962, -38);
        await terminal.SendAsync(refund with { Trace = terminal.Trace });
        await UntilAsync(() => Host.Figures.LeftSilent == 2);

        Issuer.Answer = _ => ScriptedIssuer.Say("00");
        await UntilAsync(async () => await Host.Authoriser.TellAsync() > 0 || Host.Services.Owed.Waiting(1).Count == 0);
        BooksAre(6_000, -5_962, -38);
        var answer = await terminal.AskAsync(refund with { Trace = terminal.Trace });
        Assert.Equal("00", answer!.Code);
        BooksAre(6_000, -5_962, -38);
    }

    [Fact]
    public async Task A_refund_that_the_issuer_refuses_can_be_asked_again()
    {
        var terminal = await ConnectAsync();
        var sale = await terminal.AskAsync(Sale(10_000));
        var trace = terminal.Trace;
        Issuer.Answer = _ => ScriptedIssuer.Say("14");
        Assert.Equal("14", (await terminal.AskAsync(Refund(10_000, 1, trace, sale!.Rrn)))!.Code);
        Issuer.Answer = _ => ScriptedIssuer.Say("00");
        Assert.Equal("00", (await terminal.AskAsync(Refund(10_000, 1, trace, sale.Rrn)))!.Code);
        BooksAre(0, 38, -38);
    }

    [Fact]
    public async Task Advices_are_posted_at_once_and_told_to_the_issuer_until_it_answers()
    {
        Issuer.Answer = _ => Task.FromResult(IssuerReply.NotSent);
        var terminal = await ConnectAsync();
        var offline = new TerminalQuestion(220, 30)
        {
            Processing = 0,
            Amount = 5_000,
            Condition = 0,
            Track2 = DebitTrack,
            Entry = 22,
            Authorisation = "OFF001",
        };
        var reply = await terminal.AskAsync(offline);
        Assert.Equal("00", reply!.Code);
        BooksAre(5_000, -4_981, -19);
        var tip = new TerminalQuestion(220, 34)
        {
            Processing = 0,
            Amount = 6_000,
            Condition = 0,
            Entry = 22,
            Rrn = reply.Rrn,
            Original = $"{1:D6}{terminal.Trace:D6}",
        };
        Assert.Equal("13", (await terminal.AskAsync(tip with { Amount = 6_001 }))!.Code);
        Assert.Equal("00", (await terminal.AskAsync(tip))!.Code);
        BooksAre(6_000, -5_977, -23);
        Assert.Equal(2, Host.Services.Owed.Waiting(10).Count);
        Issuer.Answer = _ => ScriptedIssuer.Say("00");
        await UntilAsync(async () => await Host.Authoriser.TellAsync() >= 0 && Host.Services.Owed.Waiting(1).Count == 0);
    }

    [Fact]
    public async Task A_balance_inquiry_posts_nothing_and_brings_the_balance()
    {
        Issuer.Answer = _ => Task.FromResult(new IssuerReply(ReplyKind.Answered, "00", Balance: "1002156C000000123456"));
        var terminal = await ConnectAsync();
        var reply = await terminal.AskAsync(
            new TerminalQuestion(200, 1)
            {
                Processing = 310000,
                Condition = 0,
                Track2 = DebitTrack,
                Entry = 21,
                Pin = "1234",
            }
        );
        Assert.Equal(("00", "1002156C000000123456"), (reply!.Code, reply.Balance));
        Assert.Equal(100, Assert.Single(Issuer.Asked).Mti);
        BooksAre(0, 0, 0);
    }

    [Fact]
    public async Task A_batch_that_balances_rolls_and_its_settlement_is_answered_the_same_again()
    {
        var terminal = await ConnectAsync();
        var sale = await terminal.AskAsync(Sale(10_000));
        var trace = terminal.Trace;
        await terminal.AskAsync(Sale(2_500));
        await terminal.AskAsync(Void(10_000, 1, trace, sale!.Rrn));
        var settle = new TerminalQuestion(500, 0) { Network = 201, Totals = Totals(12_500, 2, 10_000, 1) };
        var reply = await terminal.AskAsync(settle);
        Assert.Equal(("00", '1'), (reply!.Code, reply.Totals[30]));
        Assert.Equal('1', (await terminal.AskAsync(settle with { Trace = terminal.Trace }))!.Totals[30]);
        Assert.Equal("77", (await terminal.AskAsync(Sale(1)))!.Code);
        Assert.Equal("00", await terminal.SignInAsync());
        Assert.Equal(2, terminal.Batch);
        Assert.Equal("12", (await terminal.AskAsync(Void(2_500, 1, trace + 1, "") with { Rrn = null }))!.Code);
    }

    [Fact]
    public async Task A_batch_that_does_not_balance_is_uploaded_and_then_rolls_with_an_alarm()
    {
        var terminal = await ConnectAsync();
        await terminal.AskAsync(Sale(10_000));
        var reply = await terminal.AskAsync(new TerminalQuestion(500, 0) { Network = 201, Totals = Totals(9_999, 1, 0, 0) });
        Assert.Equal('2', reply!.Totals[30]);
        Assert.Equal(1, terminal.Batch);
        Assert.Equal("00", (await terminal.AskAsync(new TerminalQuestion(320, 0) { Network = 201, Totals = "1234567890" }))!.Code);
        Assert.Equal("00", (await terminal.AskAsync(new TerminalQuestion(320, 0) { Network = 207, Totals = "0001" }))!.Code);
        await terminal.SignInAsync();
        Assert.Equal(2, terminal.Batch);
        Assert.Equal(1, Host.Services.Alarms.Raised);
    }

    [Fact]
    public async Task An_inquiry_tells_what_became_of_a_number()
    {
        var terminal = await ConnectAsync();
        var sale = await terminal.AskAsync(Sale(10_000));
        var trace = terminal.Trace;
        var ask = new TerminalQuestion(820, 0) { Network = 990, Original = $"{1:D6}{trace:D6}" };
        Assert.Equal($"A00{sale!.Rrn}A12345", Data(await terminal.AskAsync(ask)));
        await terminal.AskAsync(Reverse(Sale(10_000), trace));
        Assert.StartsWith("R", Data(await terminal.AskAsync(ask)), StringComparison.Ordinal);
        Assert.Equal("U", Data(await terminal.AskAsync(ask with { Original = $"{1:D6}{9_999:D6}" })));
    }

    [Fact]
    public async Task Script_results_are_kept_and_passed_on()
    {
        var terminal = await ConnectAsync();
        await terminal.AskAsync(Sale(10_000));
        var result = new TerminalQuestion(620, 0)
        {
            Network = 951,
            Icc = Convert.FromHexString("DF310502000000009F5B00"),
            Original = $"{1:D6}{terminal.Trace:D6}",
        };
        Assert.Equal("00", (await terminal.AskAsync(result))!.Code);
        await ToldAsync(620);
        Assert.Equal(11, Issuer.Asked.First(q => q.Mti is 620 or 621).Icc.Length);
    }

    private static string Totals(long debit, int debits, long credit, int credits) =>
        $"{debit:D12}{debits:D3}{credit:D12}{credits:D3}0" + new string('0', 31);

    private static string Data(TerminalReply? reply) => System.Text.Encoding.ASCII.GetString(reply!.Data);

    private async Task ToldAsync(int mti)
    {
        await UntilAsync(async () => await Host.Authoriser.TellAsync() >= 0 && Host.Services.Owed.Waiting(1).Count == 0);
        Assert.Contains(Issuer.Asked, q => q.Mti / 10 * 10 == mti);
    }
}
