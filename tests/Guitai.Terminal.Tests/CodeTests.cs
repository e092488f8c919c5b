using Guitai.Contracts.Terminal;
using Guitai.Terminal.Journal;
using Guitai.Terminal.Machine;

namespace Guitai.Terminal.Tests;

/// <summary>Payments by code: what the machine makes of a host that waits for a customer.</summary>
public sealed class CodeTests : MachineBench
{
    private static readonly PaymentCode s_code = new("134512345678901234");

    [Fact]
    public void A_scanned_code_goes_without_a_card_and_stands_in_no_entry()
    {
        var sale = Scan();
        var sent = Sent[^1];
        Assert.Equal((200, 32, CardSource.Hand), (sent.Mti, sent.Entry, sent.Card));
        Answer("00", a => a with { WalletNumber = "4200001234202611220000000001" });
        Assert.Equal(Phase.Approved, PhaseOf(sale));
        Assert.Equal("4200001234202611220000000001", Kept[sale].WalletNumber);
        Assert.False(Kept[sale].Signs);
        Assert.Equal(1, Books.Totals.DebitCount);
        Assert.All(Entries, e => Assert.DoesNotContain(s_code.Reveal(), TerminalJson.Text(e), StringComparison.Ordinal));
    }

    [Fact]
    public void A_customer_who_enters_a_password_is_asked_about_until_the_host_says_yes()
    {
        var sale = Scan();
        Answer("09", a => a with { Rrn = "632612345678" });
        Assert.Equal((Phase.Awaited, PaymentWait.Customer), (PhaseOf(sale), WaitOf(sale)));
        for (var i = 0; i < 4; i++)
        {
            Wait(1_500);
            Assert.Equal(MessageKind.Inquiry, Sent[^1].Kind);
            Answer("00", a => a with { Status = "W0963261234567800      " });
            Assert.Equal(Phase.Awaited, PhaseOf(sale));
        }

        Wait(1_500);
        Answer("00", a => a with { Status = "A00632612345678000000", WalletNumber = "2026112222001400000000000001" });
        Assert.Equal(Phase.Approved, PhaseOf(sale));
        Assert.Equal(("632612345678", "2026112222001400000000000001"), (Kept[sale].Rrn, Kept[sale].WalletNumber));
    }

    [Fact]
    public void The_host_that_gives_up_ends_it_and_one_that_never_does_is_told_to_reverse()
    {
        var first = Scan();
        Answer("09");
        Wait(1_500);
        Answer("00", a => a with { Status = "D68632612345678      " });
        Assert.Equal(Phase.Declined, PhaseOf(first));

        var second = Scan();
        Answer("09");
        var patience = new Patience();
        for (long waited = 0; waited < patience.ScannedMs + patience.HostIsLateMs; waited += 1_500)
        {
            Assert.Equal(Phase.Awaited, PhaseOf(second));
            Wait(1_500);
            if (Sent[^1].Kind == MessageKind.Inquiry)
            {
                Answer("00", a => a with { Status = "W09632612345678      " });
            }
        }

        Wait(1_500);
        Assert.Equal(Phase.Owed, PhaseOf(second));
        Assert.Equal(400, Sent[^1].Mti);
    }

    [Fact]
    public void A_lost_answer_is_asked_for_and_only_what_the_host_never_saw_is_reversed()
    {
        var sale = Scan();
        Tell(new LineDown());
        Assert.Equal((Phase.Awaited, PaymentWait.Line), (PhaseOf(sale), WaitOf(sale)));
        Wait(2_000);
        Tell(new LineUp());
        Assert.Equal(MessageKind.Inquiry, Sent[^1].Kind);
        Answer("00", a => a with { Status = "U00                  " });
        Assert.Equal(Phase.Owed, PhaseOf(sale));
        Answer("00");
        Assert.Equal(Phase.Declined, PhaseOf(sale));
    }

    [Fact]
    public void Given_up_while_the_customer_is_waited_for_it_is_reversed_at_once_and_a_late_yes_changes_nothing()
    {
        var sale = Scan();
        Answer("09");
        Wait(1_500);
        var inquiry = Sent[^1];
        Tell(new Cancel(sale));
        Assert.Equal(Phase.Owed, PhaseOf(sale));
        Answer("00", a => a with { Trace = inquiry.Trace, Status = "A00632612345678      " });
        Assert.Equal(Phase.Owed, PhaseOf(sale));
        Assert.Equal((400, "06"), (Sent[^1].Mti, Sent[^1].Reason));
        Answer("00");
        Assert.Equal(Phase.Declined, PhaseOf(sale));
    }

    [Fact]
    public void A_code_to_be_shown_is_there_while_it_can_be_paid_and_not_without_its_text()
    {
        var shown = Show();
        Assert.Equal("A5006wechat", Sent[^1].Wallet);
        Answer("09", a => a with { Shown = "weixin://wxpay/bizpayurl?pr=a1B2c3" });
        Assert.Equal("weixin://wxpay/bizpayurl?pr=a1B2c3", Kept[shown].Shown);
        Wait(1_500);
        Answer("00", a => a with { Status = "A00632612345678      " });
        Assert.Equal(Phase.Approved, PhaseOf(shown));

        var blank = Show();
        Answer("09");
        Assert.Equal(Phase.Owed, PhaseOf(blank));
    }

    [Fact]
    public void After_a_restart_the_customer_is_waited_for_as_before()
    {
        var sale = Scan();
        Answer("09");
        Restart();
        Assert.Equal(Phase.Awaited, PhaseOf(sale));
        Tell(new LineUp());
        Assert.Equal(MessageKind.Inquiry, Sent[^1].Kind);
        Answer("00", a => a with { Status = "A00632612345678      " });
        Assert.Equal(Phase.Approved, PhaseOf(sale));
    }

    [Fact]
    public void A_till_that_lost_the_code_ends_the_payment_and_its_late_question_begins_nothing()
    {
        var id = Guid.CreateVersion7();
        var order = new CodeOrder(new ShortWord("wechat"), false, null);
        Tell(new Begin(new BeginPayment(id, PaymentKind.Sale, 1000, null, 1) { Code = order }, null));
        Assert.Equal(Phase.Cancelled, PhaseOf(id));
    }

    [Fact]
    public void The_next_customer_is_served_while_one_enters_the_password()
    {
        Scan();
        Answer("09");
        var next = Scan();
        Assert.Equal(Phase.Intended, PhaseOf(next));
    }

    [Fact]
    public void It_goes_back_by_a_refund_under_the_wallets_number_also_when_it_is_the_whole_of_the_same_batch()
    {
        var sale = Scan();
        Answer("00", a => a with { Rrn = "632612345678", WalletNumber = "4200001234202611220000000001", AtMs = NowMs });
        var back = Guid.CreateVersion7();
        Tell(new Begin(new BeginPayment(back, PaymentKind.GiveBack, 1000, sale, 1), Kept[sale]));
        var sent = Sent[^1];
        Assert.Equal((220, 32, CardSource.None), (sent.Mti, sent.Entry, sent.Card));
        Assert.Equal("A40284200001234202611220000000001", sent.Wallet);
        Tell(new LineDown());
        Assert.Equal(Phase.Repeating, PhaseOf(back));
        Wait(4_000);
        Tell(new LineUp());
        Assert.Equal((220, "A40284200001234202611220000000001"), (Sent[^1].Mti, Sent[^1].Wallet));
        Answer("00");
        Assert.Equal((Phase.Approved, 0), (PhaseOf(back), Kept[sale].LeftMinor));
    }

    [Theory]
    [InlineData("alipay", PaymentKind.Sale, 1000L)]
    [InlineData("paypal", PaymentKind.Sale, 1000L)]
    [InlineData("wechat", PaymentKind.PreAuthorisation, 1000L)]
    [InlineData("wechat", PaymentKind.Sale, null)]
    public void A_code_of_another_wallet_or_for_anything_but_a_sale_with_its_amount_is_refused(
        string wallet,
        PaymentKind kind,
        long? amount
    )
    {
        var asked = new BeginPayment(Guid.CreateVersion7(), kind, amount, null, 1)
        {
            Code = new CodeOrder(new ShortWord(wallet), false, s_code),
        };
        Assert.NotNull(Rules.Begin(Books, asked, null));
    }

    private Guid Scan()
    {
        var id = Guid.CreateVersion7();
        var order = new CodeOrder(new ShortWord("wechat"), false, s_code);
        Tell(new Begin(new BeginPayment(id, PaymentKind.Sale, 1000, null, 1) { Code = order }, null));
        return id;
    }

    private Guid Show()
    {
        var id = Guid.CreateVersion7();
        var order = new CodeOrder(new ShortWord("wechat"), true, null);
        Tell(new Begin(new BeginPayment(id, PaymentKind.Sale, 1000, null, 1) { Code = order }, null));
        return id;
    }
}
