using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <content>What the card decided, and whether it is held to it.</content>
public sealed partial class ContactlessTests
{
    [Theory]
    [Point(46, Side.Well)]
    [InlineData("80", "07010103A0B802010A010000000000C1A2B3C4")]
    // Without a CID the issuer's data tell it: here a question.
    [InlineData("", "0701010320B802010A010000000000C1A2B3C4")]
    public void A_question_goes_online_and_the_host_decides(string cid, string issuerData)
    {
        foreach (var (input, outcome, reason, reversal) in Answers)
        {
            var script = Tapped(Gpo(cid).Replace(Script.IssuerData, issuerData, StringComparison.Ordinal));
            var result = script.Expect<GoOnline>(input).PlayContactless();
            Assert.Equal((outcome, reason, reversal), (result.Outcome, result.Reason, result.ReversalWanted));
            Assert.Equal(("ARQC", VerifiedBy.Nothing), (result.CryptogramName, result.VerifiedBy));
        }
    }

    private static IEnumerable<(KernelInput, TransactionOutcome, EndReason, bool)> Answers =>
        [
            (new HostAnswered(true, "00", default), TransactionOutcome.Approved, EndReason.None, false),
            (new HostAnswered(false, "51", default), TransactionOutcome.Declined, EndReason.IssuerDeclined, false),
            (new HostSilent(true), TransactionOutcome.Declined, EndReason.HostSilent, true),
            (new HostSilent(false), TransactionOutcome.Declined, EndReason.HostSilent, false),
        ];

    [Theory]
    [Point(46, Side.Ill)]
    [InlineData("00", EndReason.CardDeclined)]
    [InlineData("C0", EndReason.WrongCryptogram)]
    // Above the floor limit the reader wanted the issuer asked.
    [InlineData("40", EndReason.WrongCryptogram, "36804000", 20_001)]
    public void A_refusal_ends_and_so_does_an_approval_that_was_not_asked_for(
        string cid,
        EndReason reason,
        string qualifiers = "36004000",
        long amount = 12_345
    )
    {
        var result = Tapped(Gpo(cid), amount, qualifiers).PlayContactless();
        Assert.Equal((TransactionOutcome.Declined, reason), (result.Outcome, result.Reason));
    }

    [Theory]
    [InlineData("00", EndReason.CardDeclined)]
    [InlineData("30", EndReason.WrongCryptogram)]
    [InlineData("10", EndReason.Expired)]
    public void Without_a_CID_the_issuers_data_tell_the_kind(string results, EndReason reason)
    {
        var answer = Gpo("").Replace(Script.IssuerData, $"07010103{results}B802010A010000000000C1A2B3C4", StringComparison.Ordinal);
        Assert.Equal(reason, Tapped(answer).PlayContactless().Reason);
        var none = Gpo("").Replace(Wrap("9F10", Script.IssuerData), Wrap("9F10", "07010103"), StringComparison.Ordinal);
        none = Wrap("77", none.StartsWith("7781", StringComparison.Ordinal) ? none[6..^4] : none[4..^4]) + "9000";
        Assert.Equal(EndReason.MissingCardData, Tapped(none).PlayContactless().Reason);
    }

    [Fact]
    public void A_terminal_that_is_never_online_takes_no_question()
    {
        var result = Tapped(Gpo("80"), qualifiers: "3E004000", change: s => s.Profile = s.Profile with { Type = 0x23 }).PlayContactless();
        Assert.Equal(EndReason.WrongCryptogram, result.Reason);
    }

    // An approval of the card with its signature, and the records that prove it.
    private static TransactionResult Offline(
        string signed = Number,
        string? related = null,
        string wants = "0000",
        Action<TestCard>? change = null,
        Action<Script>? arrange = null,
        KernelInput? host = null,
        Func<string, string>? spoil = null
    )
    {
        var card = new TestCard { Aip = "2000" };
        foreach (var tag in (string[])["8C", "8D", "57", "5F34"])
        {
            card.Without(tag);
        }

        change?.Invoke(card);
        card.Sign();
        var script = New(card: card);
        arrange?.Invoke(script);
        var signature = Text(card.Key.Sign(Hex("0501" + "03" + "020017"), Hex(signed)));
        signature = spoil?.Invoke(signature) ?? signature;
        var more =
            Wrap("94", "0801010110010400")
            + (signature.Length == 0 ? "" : Wrap("9F4B", signature))
            + (related is null ? "" : Wrap("9F69", related));
        Start(Tap(script), "36004000", Gpo("40", wants, more, card.Aip)).Records();
        if (host is not null)
        {
            script.Expect<GoOnline>(host);
        }

        return script.PlayContactless();
    }

    [Theory]
    [Point(47, Side.Well)]
    [InlineData(Number, null)]
    [InlineData(Number, "00AABBCCDD0000")]
    [InlineData(Number + "000000012345" + "0156" + "01AABBCCDD0000", "01AABBCCDD0000")]
    public void An_approval_whose_signature_is_good_is_one_when_the_card_is_gone(string signed, string? related)
    {
        var result = Offline(signed, related);
        Assert.Equal((TransactionOutcome.Approved, EndReason.None, false), (result.Outcome, result.Reason, result.WentOnline));
        Assert.Equal((Script.Arqc, "TC", "0000000000"), (result.Cryptogram, result.CryptogramName, result.Tvr));
    }

    public static TheoryData<string> NotGenuine =>
        ["signature", "none", "aip", "version", "amount", "record", "8F", "90", "9F32", "9F46", "9F47", "tag list", "authority"];

    private static TransactionResult Spoilt(string what, string wants, KernelInput? host = null) =>
        Offline(
            signed: what == "amount" ? Number + "000000000001" + "0156" + "01AABBCCDD0000" : Number,
            related: what switch
            {
                "version" => "02AABBCCDD0000",
                "amount" => "01AABBCCDD0000",
                _ => null,
            },
            wants: wants,
            change: c =>
            {
                c.Aip = what == "aip" ? "0000" : "2000";
                if (what == "tag list")
                {
                    c.With("9F4A", "95");
                }
            },
            arrange: s =>
            {
                if (what == "authority")
                {
                    s.Keys = [];
                }
                else if (what == "record")
                {
                    s.Card.With("9F07", "FFC0");
                }
                else if (what[0] is '8' or '9')
                {
                    s.Card.Unsigned[s.Card.Unsigned.FindIndex(o => o.Tag == what)] = ("DF77", "00");
                }
            },
            host: host,
            spoil: x =>
                what switch
                {
                    "signature" => new string('1', x.Length),
                    "none" => "",
                    _ => x,
                }
        );

    [Theory]
    [Point(47, Side.Ill)]
    [MemberData(nameof(NotGenuine))]
    public void An_approval_that_the_card_cannot_prove_is_none(string what)
    {
        Assert.Equal((TransactionOutcome.Declined, EndReason.NotGenuine), (Spoilt(what, "0000").Outcome, Spoilt(what, "0000").Reason));
        // Unless the card wants the issuer asked, or its chip used.
        var result = Spoilt(what, "2000", new HostAnswered(true, "00", default));
        Assert.Equal((TransactionOutcome.Approved, true), (result.Outcome, result.WentOnline));
        result = Spoilt(what, "1000");
        Assert.Equal((TransactionOutcome.UseChip, EndReason.NotGenuine), (result.Outcome, result.Reason));
    }

    [Fact]
    public void A_terminal_that_is_never_online_cannot_ask_instead()
    {
        var card = new TestCard { Aip = "0000" };
        card.Without("8C").Without("8D").Without("57").Without("5F34");
        var script = New(card: card.Sign());
        script.Profile = script.Profile with { Type = 0x23 };
        Start(Tap(script), "3E004000", Gpo("40", "2800", Wrap("94", "0801010110010400"), "0000")).Records();
        Assert.Equal(
            (TransactionOutcome.Declined, EndReason.NotGenuine),
            (script.PlayContactless().Outcome, script.PlayContactless().Reason)
        );
        card.With("5F24", "261120").Sign();
        Assert.Equal(EndReason.Expired, script.Card.Signed.Contains(("5F24", "261120")) ? Again(card).Reason : EndReason.None);
    }

    private static TransactionResult Again(TestCard card)
    {
        var script = New(card: card);
        script.Profile = script.Profile with { Type = 0x23 };
        Start(Tap(script), "3E004000", Gpo("40", "2800", Wrap("94", "0801010110010400"), "0000")).Records();
        return script.PlayContactless();
    }

    [Fact]
    public void An_expired_card_and_one_on_the_exception_file_are_not_approved_offline()
    {
        Assert.Equal(EndReason.Expired, Offline(change: c => c.With("5F24", "261120")).Reason);
        Assert.Equal(TransactionOutcome.Approved, Offline(change: c => c.With("5F24", "261121")).Outcome);
        Assert.Equal(EndReason.Expired, Offline(change: c => c.Without("5F24")).Reason);
        var result = Offline(wants: "0800", change: c => c.With("5F24", "261120"), host: new HostAnswered(false, "54", default));
        Assert.Equal((EndReason.IssuerDeclined, true), (result.Reason, result.WentOnline));
        result = Offline(arrange: s => s.Adjust = p => p with { IsOnExceptionFile = (pan, n) => pan == "6228480000000018" && n == 1 });
        Assert.Equal((TransactionOutcome.Declined, EndReason.OnExceptionFile), (result.Outcome, result.Reason));
    }

    [Fact]
    public void A_record_may_not_tell_again_what_the_answer_told()
    {
        var script = Tapped(Gpo("80", more: Wrap("94", "08010100"))).Say("00B2010C00", Wrap("70", Wrap("9F26", Script.Tc)) + "9000");
        Assert.Equal(EndReason.TwiceCardData, script.PlayContactless().Reason);
        script = Tapped(Gpo("80", more: Wrap("94", "08010100"))).Say("00B2010C00", "6A83");
        Assert.Equal(EndReason.CardError, script.PlayContactless().Reason);
    }

    private const string Qualified = "36C04000";
}
