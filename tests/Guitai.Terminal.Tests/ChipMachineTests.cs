using System.Text;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Terminal.Journal;
using Guitai.Terminal.Machine;

namespace Guitai.Terminal.Tests;

/// <summary>Chips at the machine by itself: what it then wants said, and when.</summary>
public sealed class ChipMachineTests : MachineBench
{
    private static readonly CardView s_chip = s_card with { Entry = CardEntry.Chip };

    [Fact]
    public void A_batch_that_does_not_balance_sends_each_approval_that_a_chip_gave_behind_its_records()
    {
        var (swiped, first, question, second) = (
            Swiped(),
            Chip("9F26081111111111111111"),
            Chip("", approves: false),
            Chip("9F26082222222222222222")
        );
        var offline = Kept[first] with { Id = Guid.CreateVersion7(), Offline = true };
        Records = [Kept[swiped], Kept[first], offline, Kept[question], Kept[second]];
        Tell(new SettleBatch());
        Answer("00", a => a with { Totals = new string('0', 30) + "2" + new string('0', 31) });
        Assert.Equal((320, 201), (Sent[^1].Mti, Sent[^1].Network));
        Assert.StartsWith("05", Sent[^1].Totals, StringComparison.Ordinal);
        Answer("00");
        foreach (var (sale, data) in new[] { (first, "9F26081111111111111111"), (second, "9F26082222222222222222") })
        {
            Assert.Equal((320, 205, data), (Sent[^1].Mti, Sent[^1].Network, Sent[^1].Chip));
            Assert.Equal((1000, $"000007{Kept[sale].Numbers!.Trace:D6}"), (Sent[^1].AmountMinor, Sent[^1].Original));
            // Until the host has it.
            var trace = Sent[^1].Trace;
            Answer("96");
            Wait(60_000);
            Assert.Equal((205, data), (Sent[^1].Network, Sent[^1].Chip));
            Assert.NotEqual(trace, Sent[^1].Trace);
            Answer("00");
        }

        Assert.Equal((320, 202, "0005"), (Sent[^1].Mti, Sent[^1].Network, Sent[^1].Totals));
        Answer("00");
        Assert.Equal((8, false), (Books.Batch, Machine.IsSettling));
    }

    [Fact]
    public void What_scripts_did_to_a_card_is_told_also_when_its_payment_was_given_up_meanwhile()
    {
        var sale = Asked();
        Answer("00", a => a with { Rrn = "632512345678" });
        Assert.Equal(PaymentWait.ChipEnd, WaitOf(sale));
        Tell(new Cancel(sale));
        Assert.Equal(Phase.Owed, PhaseOf(sale));
        var ended = new ChipEnded(sale, ChipEnd.NotUsed, null, new Refusal("card.left"), null, Scripts: "2000000001");
        Tell(ended);
        Tell(ended);
        Assert.Single(Entries.OfType<ScriptsRan>());
        Tell(new LineUp());
        for (var i = 0; i < 3 && Sent[^1].Mti != 620; i++)
        {
            Answer("00");
        }

        Assert.Equal((620, 951, "DF31052000000001"), (Sent[^1].Mti, Sent[^1].Network, Sent[^1].Chip));
        Assert.Contains(Sent, m => m.Mti == 400);
        Answer("00");
        Assert.Equal(Phase.Declined, PhaseOf(sale));
        Assert.DoesNotContain(Books.Payments.Values, p => p.IsOpen);
    }

    [Fact]
    public void A_card_that_left_before_anything_was_asked_has_run_no_scripts_and_is_not_spoken_of()
    {
        var sale = Begun();
        Tell(new CardSeen(sale, CardEntry.Chip));
        Tell(new Cancel(sale));
        var said = Sent.Count;
        Tell(new ChipEnded(sale, ChipEnd.NotUsed, null, new Refusal("card.left"), null, Scripts: "2000000001"));
        Assert.Equal(said, Sent.Count);
        Assert.Empty(Entries.OfType<ScriptsRan>());
    }

    [Fact]
    public void Lists_that_changed_while_they_came_are_fetched_anew_after_a_sign_in()
    {
        SignedIn(version: 41);
        Assert.Equal((372, Hex("100")), (Sent[^1].Network, Sent[^1].Data));
        Answer("00", a => a with { Data = Convert.FromHexString("329F0605A0000003339F220101") });
        Assert.Equal(370, Sent[^1].Network);
        Answer("00", a => a with { Data = Encoding.ASCII.GetBytes("1KEY OF BEFORE") });
        Assert.Equal((371, Hex("0000000041")), (Sent[^1].Network, Sent[^1].Data));
        Answer("77");
        Wait(120_000);
        Assert.Equal((800, 3), (Sent[^1].Mti, Sent[^1].Network));
        SignedIn(version: 42, asked: true);
        Assert.Equal((372, Hex("100")), (Sent[^1].Network, Sent[^1].Data));
        Answer("00", a => a with { Data = "0"u8.ToArray() });
        Assert.Equal((371, Hex("0000000042")), (Sent[^1].Network, Sent[^1].Data));
        Answer("00");
        Answer("00", a => a with { Data = "0"u8.ToArray() });
        Answer("00");
        Assert.Equal((42, 0), (Books.Chips.Version, Books.Chips.Keys.Count));
    }

    private static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));

    private void SignedIn(long version, bool asked = false)
    {
        if (!asked)
        {
            Tell(new LineDown());
            Wait(24 * 3_600_000);
            Tell(new LineUp());
        }

        Assert.Equal((800, 3), (Sent[^1].Mti, Sent[^1].Network));
        Answer("00", a => a with { Batch = 7, Terms = new SignInTerms(new OfflineLimits(0, 0, 0), 41, NowMs + 3_600_000, version) });
    }

    private Guid Begun()
    {
        var id = Guid.CreateVersion7();
        Tell(new Begin(new BeginPayment(id, PaymentKind.Sale, 1000, null, 1), null));
        return id;
    }

    private Guid Asked()
    {
        var id = Begun();
        Tell(new CardSeen(id, CardEntry.Chip));
        Tell(new ChipAsks(id, s_chip));
        Assert.Equal(200, Sent[^1].Mti);
        return id;
    }

    private Guid Chip(string data, bool approves = true)
    {
        var id = Asked();
        Answer("00", a => a with { Rrn = "632512345678" });
        var facts = new ChipFacts(
            "A000000333010101",
            "UNIONPAY DEBIT",
            HolderCheck.OnlinePin,
            Signs: false,
            "0000000000",
            "0000",
            "0001",
            "1122334455667788",
            approves,
            1,
            data
        );
        Tell(new ChipEnded(id, ChipEnd.Approved, s_chip, null, facts));
        Assert.Equal(Phase.Approved, PhaseOf(id));
        return id;
    }

    private Guid Swiped()
    {
        var id = Begun();
        Tell(new CardGiven(id, s_card, PinDemand.None));
        Answer("00", a => a with { Rrn = "632512345678" });
        Tell(new SignatureGiven(id, null));
        return id;
    }
}
