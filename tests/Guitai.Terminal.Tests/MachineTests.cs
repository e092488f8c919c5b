using Guitai.Contracts.Terminal;
using Guitai.Terminal.Journal;
using Guitai.Terminal.Machine;

namespace Guitai.Terminal.Tests;

/// <summary>The machine by itself: what it is told, and what it then wants said and done.</summary>
public sealed class MachineTests : MachineBench
{
    [Fact]
    public void A_sign_in_brings_the_batch_and_the_numbers_begin_beyond_what_the_host_has_seen()
    {
        Assert.Equal(7, Machine.Books.Batch);
        Assert.Equal(42, Machine.Books.NextTrace);
    }

    [Fact]
    public void An_unknown_code_is_no_approval_and_is_reversed()
    {
        var sale = Sale();
        Answer("ZZ");
        Assert.Equal(Journal.Phase.Owed, PhaseOf(sale));
        Assert.Equal(400, Sent[^1].Mti);
        Assert.Equal(Sent[^2].Trace, Sent[^1].Trace);
        Answer("00");
        Assert.Equal(Journal.Phase.Declined, PhaseOf(sale));
    }

    [Fact]
    public void A_part_that_was_approved_is_not_the_whole_and_is_reversed()
    {
        var sale = Sale();
        Answer("10");
        Assert.Equal(Journal.Phase.Owed, PhaseOf(sale));
    }

    [Fact]
    public void Only_the_hosts_yes_ends_what_is_owed()
    {
        var sale = Sale();
        Answer("ZZ");
        foreach (var code in (string[])["05", "12", "96", "25", "ZZ"])
        {
            Answer(code);
            Assert.Equal(Journal.Phase.Owed, PhaseOf(sale));
            var sent = Sent.Count;
            Wait(120_000);
            Assert.Equal(sent + 1, Sent.Count);
            Assert.Equal(400, Sent[^1].Mti);
        }

        Answer("00");
        Assert.Equal(Journal.Phase.Declined, PhaseOf(sale));
    }

    [Fact]
    public void A_question_that_was_not_done_goes_once_more_under_a_new_number_after_a_sign_in_and_not_a_third_time()
    {
        var sale = Sale();
        var first = Sent[^1].Trace;
        Answer("77");
        Assert.Equal(800, Sent[^1].Mti);
        SignInAgain();
        Assert.Equal(200, Sent[^1].Mti);
        Assert.NotEqual(first, Sent[^1].Trace);
        Answer("77");
        Assert.Equal(Journal.Phase.Declined, PhaseOf(sale));
    }

    [Theory]
    [InlineData("77")]
    [InlineData("A0")]
    public void Asked_to_sign_in_by_nobody_knows_whom_it_undoes_what_it_sent_before_it_sends_it_once_more(string code)
    {
        var sale = Sale();
        var first = Sent[^1].Trace;
        Answer(code, a => a with { MacRight = null });
        Assert.Equal((800, Journal.Phase.Owed), (Sent[^1].Mti, PhaseOf(sale)));
        SignInAgain();
        Assert.Equal((400, first), (Sent[^1].Mti, Sent[^1].Trace));
        Answer("00");
        Assert.Equal((200, Journal.Phase.Intended), (Sent[^1].Mti, PhaseOf(sale)));
        Assert.NotEqual(first, Sent[^1].Trace);
        var second = Sent[^1].Trace;
        Answer(code, a => a with { MacRight = null });
        Wait(120_000);
        SignInAgain();
        Assert.Equal((400, second), (Sent[^1].Mti, Sent[^1].Trace));
        Answer("00");
        Assert.Equal((400, Journal.Phase.Declined), (Sent[^1].Mti, PhaseOf(sale)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_undone_to_be_sent_once_more_is_not_sent_when_somebody_gives_it_up_or_the_line_goes(bool givenUp)
    {
        var sale = Sale();
        Answer("77", a => a with { MacRight = null });
        if (givenUp)
        {
            Tell(new Cancel(sale));
        }
        else
        {
            Tell(new LineDown());
            Wait(120_000);
            Tell(new LineUp());
        }

        SignInAgain();
        Assert.Equal(400, Sent[^1].Mti);
        Answer("00");
        Assert.Equal((400, Journal.Phase.Declined), (Sent[^1].Mti, PhaseOf(sale)));
    }

    [Fact]
    public void An_answer_to_another_number_is_nobodys()
    {
        var sale = Sale();
        Answer("00", a => a with { Trace = a.Trace + 1 });
        Assert.Equal(Journal.Phase.Intended, PhaseOf(sale));
    }

    [Fact]
    public void The_wrong_MAC_is_no_answer_whatever_it_says()
    {
        var sale = Sale();
        Answer("00", a => a with { MacRight = false });
        Assert.Equal(Journal.Phase.Owed, PhaseOf(sale));
        Assert.Equal("A0", Machine.Books.Payments[sale].Code);
    }

    [Fact]
    public void An_approval_without_a_MAC_is_no_answer()
    {
        var sale = Sale();
        Answer("00", a => a with { MacRight = null });
        Assert.Equal(Journal.Phase.Owed, PhaseOf(sale));
    }

    [Fact]
    public void A_blocked_terminal_says_so_and_takes_nothing_until_it_is_let_in_again()
    {
        var sale = Sale();
        Answer("97", a => a with { MacRight = null });
        Assert.Equal(Journal.Phase.Declined, PhaseOf(sale));
        Assert.Equal(TerminalStage.Blocked, Machine.Books.Stage);
        Assert.Equal(
            "terminal.not-ready",
            Machine.Handle(new Begin(new BeginPayment(Guid.CreateVersion7(), PaymentKind.Sale, 100, null, 1), null), NowMs).Refusal?.Code
        );
    }

    [Fact]
    public void A_batch_that_does_not_balance_sends_its_records_and_then_rolls()
    {
        var approved = Sale();
        Answer("00", a => a with { Rrn = "632512345678" });
        Tell(new SignatureGiven(approved, null));
        Records = [Machine.Books.Payments.GetValueOrDefault(approved) ?? Kept[approved]];
        Tell(new SettleBatch());
        Assert.Equal(500, Sent[^1].Mti);
        Assert.StartsWith("000000001000001", Sent[^1].Totals, StringComparison.Ordinal);
        Answer("00", a => a with { Totals = new string('0', 30) + "2" + new string('0', 31) });
        Assert.Equal((320, 201), (Sent[^1].Mti, Sent[^1].Network));
        Assert.Equal($"0100{Records[0].Numbers!.Trace:D6}{0:D20}{1000:D12}", Sent[^1].Totals);
        Answer("00");
        Assert.Equal((320, 202, "0001"), (Sent[^1].Mti, Sent[^1].Network, Sent[^1].Totals));
        Answer("00");
        Assert.Equal(8, Machine.Books.Batch);
        Assert.False(Machine.Books.LastSettled!.Balanced);
        Assert.False(Machine.IsSettling);
    }

    [Fact]
    public void A_host_that_moved_hears_at_its_new_address_what_is_open()
    {
        var sale = Sale();
        var addresses = new List<int>();
        Tell(new MoveHost(["three:3"], "https://new"), addresses);
        Assert.Equal((Phase.Owed, "https://new"), (PhaseOf(sale), Books.Office));
        Assert.Equal(["three:3"], Books.Hosts);
        Wait(60_000, addresses);
        Assert.Equal(0, addresses[^1]);
        Tell(new LineUp());
        Assert.Equal(400, Sent[^1].Mti);
        Answer("00");
        Assert.Equal(Phase.Declined, PhaseOf(sale));
        Restart();
        Assert.Equal(["three:3"], Books.Hosts);
    }

    [Fact]
    public void A_first_address_that_is_dead_is_gone_round()
    {
        Tell(new LineDown());
        var addresses = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            Wait(120_000, addresses);
            Tell(new LineDown());
        }

        Assert.Equal([0, 1, 0, 1], addresses);
    }

    [Fact]
    public void Given_up_on_its_way_the_connection_ends_so_that_a_late_answer_has_nowhere_to_come_in()
    {
        var sale = Sale();
        var step = Machine.Handle(new Cancel(sale), NowMs);
        Assert.IsType<ReversalDue>(Assert.Single(step.Entries));
        Assert.IsType<Disconnect>(Assert.Single(step.Acts));
    }

    [Fact]
    public void After_a_settlement_the_keys_go_back_and_come_again_with_the_next_payment()
    {
        Tell(new SettleBatch());
        Answer("00", a => a with { Totals = new string('0', 30) + "1" + new string('0', 31) });
        Assert.Equal((820, 2), (Sent[^1].Mti, Sent[^1].Network));
        Answer("00");
        Assert.True(Machine.Books.IsSignedOff);
        var before = Sent.Count;
        Wait(60_000);
        Assert.Equal(before, Sent.Count);
        Tell(new Begin(new BeginPayment(Guid.CreateVersion7(), PaymentKind.Sale, 1000, null, 1), null));
        Assert.Equal(800, Sent[^1].Mti);
        SignInAgain();
        Assert.False(Machine.Books.IsSignedOff);
    }

    [Fact]
    public void Who_sells_on_after_a_settlement_keeps_the_keys()
    {
        Tell(new SettleBatch());
        var settling = Sent[^1];
        Tell(new LineDown());
        Wait(120_000);
        Tell(new LineUp());
        Assert.Equal(settling.Trace, Sent[^1].Trace);
        Answer("00", a => a with { Totals = new string('0', 30) + "1" + new string('0', 31) });
        var signOff = Sent[^1];
        Tell(new Begin(new BeginPayment(Guid.CreateVersion7(), PaymentKind.Sale, 1000, null, 1), null));
        Tell(new LineDown());
        Wait(120_000);
        Tell(new LineUp());
        Assert.Equal((820, 2), (signOff.Mti, signOff.Network));
        Assert.Equal(signOff, Sent[^1]);
        Assert.False(Machine.Books.IsSignedOff);
    }

    [Fact]
    public void Without_the_line_what_a_hold_covers_is_completed_here_and_told_later_and_no_more_than_that()
    {
        Machine.Apply(new SignedIn(7, NowMs + 3_600_000, 41, new OfflineLimits(0, 0, 1), NowMs));
        var hold = Hold();
        Tell(new LineDown());
        var more = Guid.CreateVersion7();
        Tell(new Begin(new BeginPayment(more, PaymentKind.Completion, 4001, hold, 1), Kept[hold]));
        Wait(300_000);
        Assert.Equal(Journal.Phase.Cancelled, PhaseOf(more));
        var covered = Guid.CreateVersion7();
        Tell(new Begin(new BeginPayment(covered, PaymentKind.Completion, 4000, hold, 1), Kept[hold]));
        Wait(300_000);
        Assert.True(
            Kept[covered] is { Phase: Journal.Phase.Repeating, Flow: CardFlow.CompletionAdvice, Authorisation: "A12345", Signs: false }
        );
        Assert.Equal(0, Kept[hold].LeftMinor);
        Assert.Equal(4000, Machine.Books.Totals.DebitMinor);
        Tell(new LineUp());
        Assert.Equal((220, 24, "A12345"), (Sent[^1].Mti, Sent[^1].Type, Sent[^1].Authorisation));
        Answer("00");
        Assert.Equal(Journal.Phase.Approved, PhaseOf(covered));
    }

    [Fact]
    public void A_batch_that_is_nearly_full_settles_by_itself_and_a_full_one_takes_nothing_more()
    {
        TerminalMachine With(int count)
        {
            var machine = new TerminalMachine(Machine.Books with { Totals = new BatchTotals(9_000, count, 0, 0) }, new Patience())
            {
                BatchRecords = _ => [],
            };
            machine.Next(NowMs);
            machine.Handle(new LineUp(), NowMs);
            return machine;
        }

        Assert.True(With(899).Next(NowMs).IsEmpty);
        var due = With(900).Next(NowMs);
        Assert.IsType<SettlementBegun>(Assert.Single(due.Entries));
        Assert.StartsWith("000000009000900", Assert.IsType<Send>(Assert.Single(due.Acts)).Message.Totals, StringComparison.Ordinal);
        var begin = new Begin(new BeginPayment(Guid.CreateVersion7(), PaymentKind.Sale, 1000, null, 1), null);
        Assert.Null(With(998).Handle(begin, NowMs).Refusal);
        Assert.Equal("terminal.batch-full", With(999).Handle(begin, NowMs).Refusal?.Code);
    }

    [Fact]
    public void While_something_is_open_another_payment_is_refused_and_changes_nothing()
    {
        Sale();
        var before = Machine.Books;
        var refused = Machine.Handle(new Begin(new BeginPayment(Guid.CreateVersion7(), PaymentKind.Sale, 100, null, 1), null), NowMs);
        Assert.Equal("terminal.busy", refused.Refusal?.Code);
        Assert.Same(before, Machine.Books);
    }

    [Fact]
    public void Every_kind_of_payment_has_one_row_and_every_row_one_message()
    {
        Assert.Equal(Enum.GetValues<CardFlow>().Order(), FlowRule.All.Select(r => r.Flow).Order());
        Assert.Equal(FlowRule.All.Count, FlowRule.All.Select(r => (r.Mti, r.Processing, r.Condition, r.Type)).Distinct().Count());
    }

    private Guid Sale()
    {
        var id = Guid.CreateVersion7();
        Tell(new Begin(new BeginPayment(id, PaymentKind.Sale, 1000, null, 1), null));
        Tell(new CardGiven(id, s_card, PinDemand.None));
        Assert.Equal(200, Sent[^1].Mti);
        return id;
    }

    private Guid Hold()
    {
        var id = Guid.CreateVersion7();
        Tell(new Begin(new BeginPayment(id, PaymentKind.PreAuthorisation, 4000, null, 1), null));
        Tell(new CardGiven(id, s_card, PinDemand.None));
        Answer("00", a => a with { Authorisation = "A12345", Rrn = "632512345678", AtMs = NowMs });
        Tell(new SignatureGiven(id, null));
        return id;
    }

    private void SignInAgain() =>
        Answer("00", a => a with { Batch = 7, Terms = new SignInTerms(new OfflineLimits(0, 0, 0), 0, NowMs + 3_600_000) });
}
