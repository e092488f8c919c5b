using Guitai.Contracts.Terminal;
using Guitai.Terminal.Journal;
using Guitai.Terminal.Machine;

namespace Guitai.Terminal.Tests;

/// <summary>The machine by itself: what it is told, and what it then wants said and done.</summary>
public sealed class MachineTests
{
    private static readonly CardView s_card = new(
        new ShortWord("unionpay"),
        new MaskedNumber("622848*********0018"),
        CardToken.Of(new byte[32]),
        CardEntry.Swiped
    );

    private readonly TerminalMachine _machine = New(new Books());
    private readonly List<Message> _sent = [];
    private long _now = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    public MachineTests()
    {
        Tell(new Activate("10000001", "898310058120001", "UnionPay", ["one:1", "two:2"], "https://office", null));
        Tell(new LoadedKey("123456"));
        Tell(new LineUp());
        Answer("00", a => a with { Batch = 7, Terms = new SignInTerms(new OfflineLimits(0, 0, 0), 41, _now + 3_600_000) });
    }

    [Fact]
    public void A_sign_in_brings_the_batch_and_the_numbers_begin_beyond_what_the_host_has_seen()
    {
        Assert.Equal(7, _machine.Books.Batch);
        Assert.Equal(42, _machine.Books.NextTrace);
    }

    [Fact]
    public void An_unknown_code_is_no_approval_and_is_reversed()
    {
        var sale = Sale();
        Answer("ZZ");
        Assert.Equal(Journal.Phase.Owed, PhaseOf(sale));
        Assert.Equal(400, _sent[^1].Mti);
        Assert.Equal(_sent[^2].Trace, _sent[^1].Trace);
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
            var sent = _sent.Count;
            Wait(120_000);
            Assert.Equal(sent + 1, _sent.Count);
            Assert.Equal(400, _sent[^1].Mti);
        }

        Answer("00");
        Assert.Equal(Journal.Phase.Declined, PhaseOf(sale));
    }

    [Fact]
    public void A_question_that_was_not_done_goes_once_more_under_a_new_number_after_a_sign_in_and_not_a_third_time()
    {
        var sale = Sale();
        var first = _sent[^1].Trace;
        Answer("77");
        Assert.Equal(800, _sent[^1].Mti);
        SignInAgain();
        Assert.Equal(200, _sent[^1].Mti);
        Assert.NotEqual(first, _sent[^1].Trace);
        Answer("77");
        Assert.Equal(Journal.Phase.Declined, PhaseOf(sale));
    }

    [Theory]
    [InlineData("77")]
    [InlineData("A0")]
    public void Asked_to_sign_in_by_nobody_knows_whom_it_undoes_what_it_sent_before_it_sends_it_once_more(string code)
    {
        var sale = Sale();
        var first = _sent[^1].Trace;
        Answer(code, a => a with { MacRight = null });
        Assert.Equal((800, Journal.Phase.Owed), (_sent[^1].Mti, PhaseOf(sale)));
        SignInAgain();
        Assert.Equal((400, first), (_sent[^1].Mti, _sent[^1].Trace));
        Answer("00");
        Assert.Equal((200, Journal.Phase.Intended), (_sent[^1].Mti, PhaseOf(sale)));
        Assert.NotEqual(first, _sent[^1].Trace);
        var second = _sent[^1].Trace;
        Answer(code, a => a with { MacRight = null });
        Wait(120_000);
        SignInAgain();
        Assert.Equal((400, second), (_sent[^1].Mti, _sent[^1].Trace));
        Answer("00");
        Assert.Equal((400, Journal.Phase.Declined), (_sent[^1].Mti, PhaseOf(sale)));
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
        Assert.Equal(400, _sent[^1].Mti);
        Answer("00");
        Assert.Equal((400, Journal.Phase.Declined), (_sent[^1].Mti, PhaseOf(sale)));
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
        Assert.Equal("A0", _machine.Books.Payments[sale].Code);
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
        Assert.Equal(TerminalStage.Blocked, _machine.Books.Stage);
        Assert.Equal(
            "terminal.not-ready",
            _machine.Handle(new Begin(new BeginPayment(Guid.CreateVersion7(), PaymentKind.Sale, 100, null, 1), null), _now).Refusal?.Code
        );
    }

    [Fact]
    public void A_batch_that_does_not_balance_sends_its_records_and_then_rolls()
    {
        var approved = Sale();
        Answer("00", a => a with { Rrn = "632512345678" });
        Tell(new SignatureGiven(approved, null));
        Records = [_machine.Books.Payments.GetValueOrDefault(approved) ?? Kept[approved]];
        Tell(new SettleBatch());
        Assert.Equal(500, _sent[^1].Mti);
        Assert.StartsWith("000000001000001", _sent[^1].Totals, StringComparison.Ordinal);
        Answer("00", a => a with { Totals = new string('0', 30) + "2" + new string('0', 31) });
        Assert.Equal((320, 201), (_sent[^1].Mti, _sent[^1].Network));
        Assert.Equal($"0100{Records[0].Numbers!.Trace:D6}{0:D20}{1000:D12}", _sent[^1].Totals);
        Answer("00");
        Assert.Equal((320, 202, "0001"), (_sent[^1].Mti, _sent[^1].Network, _sent[^1].Totals));
        Answer("00");
        Assert.Equal(8, _machine.Books.Batch);
        Assert.False(_machine.Books.LastSettled!.Balanced);
        Assert.False(_machine.IsSettling);
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
        var step = _machine.Handle(new Cancel(sale), _now);
        Assert.IsType<ReversalDue>(Assert.Single(step.Entries));
        Assert.IsType<Disconnect>(Assert.Single(step.Acts));
    }

    [Fact]
    public void After_a_settlement_the_keys_go_back_and_come_again_with_the_next_payment()
    {
        Tell(new SettleBatch());
        Answer("00", a => a with { Totals = new string('0', 30) + "1" + new string('0', 31) });
        Assert.Equal((820, 2), (_sent[^1].Mti, _sent[^1].Network));
        Answer("00");
        Assert.True(_machine.Books.IsSignedOff);
        var before = _sent.Count;
        Wait(60_000);
        Assert.Equal(before, _sent.Count);
        Tell(new Begin(new BeginPayment(Guid.CreateVersion7(), PaymentKind.Sale, 1000, null, 1), null));
        Assert.Equal(800, _sent[^1].Mti);
        SignInAgain();
        Assert.False(_machine.Books.IsSignedOff);
    }

    [Fact]
    public void Who_sells_on_after_a_settlement_keeps_the_keys()
    {
        Tell(new SettleBatch());
        var settling = _sent[^1];
        Tell(new LineDown());
        Wait(120_000);
        Tell(new LineUp());
        Assert.Equal(settling.Trace, _sent[^1].Trace);
        Answer("00", a => a with { Totals = new string('0', 30) + "1" + new string('0', 31) });
        var signOff = _sent[^1];
        Tell(new Begin(new BeginPayment(Guid.CreateVersion7(), PaymentKind.Sale, 1000, null, 1), null));
        Tell(new LineDown());
        Wait(120_000);
        Tell(new LineUp());
        Assert.Equal((820, 2), (signOff.Mti, signOff.Network));
        Assert.Equal(signOff, _sent[^1]);
        Assert.False(_machine.Books.IsSignedOff);
    }

    [Fact]
    public void Without_the_line_what_a_hold_covers_is_completed_here_and_told_later_and_no_more_than_that()
    {
        _machine.Apply(new SignedIn(7, _now + 3_600_000, 41, new OfflineLimits(0, 0, 1), _now));
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
        Assert.Equal(4000, _machine.Books.Totals.DebitMinor);
        Tell(new LineUp());
        Assert.Equal((220, 24, "A12345"), (_sent[^1].Mti, _sent[^1].Type, _sent[^1].Authorisation));
        Answer("00");
        Assert.Equal(Journal.Phase.Approved, PhaseOf(covered));
    }

    [Fact]
    public void A_batch_that_is_nearly_full_settles_by_itself_and_a_full_one_takes_nothing_more()
    {
        TerminalMachine With(int count)
        {
            var machine = new TerminalMachine(_machine.Books with { Totals = new BatchTotals(9_000, count, 0, 0) }, new Patience())
            {
                BatchRecords = _ => [],
            };
            machine.Next(_now);
            machine.Handle(new LineUp(), _now);
            return machine;
        }

        Assert.True(With(899).Next(_now).IsEmpty);
        var due = With(900).Next(_now);
        Assert.IsType<SettlementBegun>(Assert.Single(due.Entries));
        Assert.StartsWith("000000009000900", Assert.IsType<Send>(Assert.Single(due.Acts)).Message.Totals, StringComparison.Ordinal);
        var begin = new Begin(new BeginPayment(Guid.CreateVersion7(), PaymentKind.Sale, 1000, null, 1), null);
        Assert.Null(With(998).Handle(begin, _now).Refusal);
        Assert.Equal("terminal.batch-full", With(999).Handle(begin, _now).Refusal?.Code);
    }

    [Fact]
    public void While_something_is_open_another_payment_is_refused_and_changes_nothing()
    {
        Sale();
        var before = _machine.Books;
        var refused = _machine.Handle(new Begin(new BeginPayment(Guid.CreateVersion7(), PaymentKind.Sale, 100, null, 1), null), _now);
        Assert.Equal("terminal.busy", refused.Refusal?.Code);
        Assert.Same(before, _machine.Books);
    }

    [Fact]
    public void Every_kind_of_payment_has_one_row_and_every_row_one_message()
    {
        Assert.Equal(Enum.GetValues<CardFlow>().Order(), FlowRule.All.Select(r => r.Flow).Order());
        Assert.Equal(FlowRule.All.Count, FlowRule.All.Select(r => (r.Mti, r.Processing, r.Condition, r.Type)).Distinct().Count());
    }

    private static IReadOnlyList<Payment> Records { get; set; } = [];

    private Dictionary<Guid, Payment> Kept { get; } = [];

    private static TerminalMachine New(Books books) => new(books, new Patience()) { BatchRecords = _ => Records };

    private Phase PhaseOf(Guid payment) => Kept[payment].Phase;

    private Guid Sale()
    {
        var id = Guid.CreateVersion7();
        Tell(new Begin(new BeginPayment(id, PaymentKind.Sale, 1000, null, 1), null));
        Tell(new CardGiven(id, s_card, PinDemand.None));
        Assert.Equal(200, _sent[^1].Mti);
        return id;
    }

    private Guid Hold()
    {
        var id = Guid.CreateVersion7();
        Tell(new Begin(new BeginPayment(id, PaymentKind.PreAuthorisation, 4000, null, 1), null));
        Tell(new CardGiven(id, s_card, PinDemand.None));
        Answer("00", a => a with { Authorisation = "A12345", Rrn = "632512345678", AtMs = _now });
        Tell(new SignatureGiven(id, null));
        return id;
    }

    private void SignInAgain() =>
        Answer("00", a => a with { Batch = 7, Terms = new SignInTerms(new OfflineLimits(0, 0, 0), 0, _now + 3_600_000) });

    private void Answer(string code, Func<HostAnswer, HostAnswer>? with = null)
    {
        var asked = _sent[^1];
        var answer = new HostAnswer
        {
            Mti = asked.AnswerMti,
            Trace = asked.Trace,
            Code = code,
            MacRight = asked.HasMac ? true : null,
        };
        Tell(new Heard(with?.Invoke(answer) ?? answer));
    }

    private void Wait(long ms, List<int>? addresses = null)
    {
        _now += ms;
        Tell(new Tick(), addresses);
    }

    private void Tell(Input input, List<int>? addresses = null)
    {
        var step = _machine.Handle(input, _now);
        do
        {
            Assert.Null(step.Refusal);
            foreach (var entry in step.Entries)
            {
                _machine.Apply(entry);
            }

            foreach (var payment in _machine.Books.Payments.Values)
            {
                Kept[payment.Id] = payment;
            }

            _sent.AddRange(step.Acts.OfType<Send>().Select(s => s.Message));
            addresses?.AddRange(step.Acts.OfType<Connect>().Select(c => c.Address));
        } while (!(step = _machine.Next(_now)).IsEmpty);
    }
}
