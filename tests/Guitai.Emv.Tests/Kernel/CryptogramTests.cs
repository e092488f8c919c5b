using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <summary>Points 35 to 38: what is asked of the card, what it may answer, and its signature over that (EMV Book 3, 10.7 and 10.8; Book 2, 6.6).</summary>
public sealed class CryptogramTests
{
    private static ActionCode Code(string hex) => ActionCode.From(Hex(hex))!.Value;

    // Nothing but the issuer's action codes and the first GENERATE AC; without authentication the TVR is 8000000000.
    private static Script New(string? denial = null, string? online = null, string? defaults = null, Action<TestCard>? change = null)
    {
        var card = new TestCard { Aip = "0000" };
        foreach (var (tag, code) in ((string, string?)[])[("9F0E", denial), ("9F0F", online), ("9F0D", defaults)])
        {
            card.Without(tag);
            if (code is not null)
            {
                card.With(tag, code);
            }
        }

        change?.Invoke(card);
        var script = new Script(card.Sign());
        script.Application = script.Application with { DenialCode = default, OnlineCode = default, DefaultCode = default };
        return script.UpToRecords();
    }

    private static string FirstP1(Script script) => Convert.ToHexString(Assert.IsType<SendCommand>(script.PlayOpen()).Bytes.Span)[4..6];

    [Theory]
    [Point(35, Side.Well)]
    // Denial before online before nothing; each bit wherever it stands; missing codes of the issuer: nothing, all, all.
    [InlineData("0000000000", "0000000000", "40")]
    [InlineData("0000000000", "8000000000", "80")]
    [InlineData("8000000000", "8000000000", "00")]
    [InlineData("7FFFFFFFFF", "7FFFFFFFFF", "40")]
    [InlineData(null, "0000000000", "40")]
    [InlineData(null, null, "80")]
    public void The_issuers_codes_decide(string? denial, string? online, string p1) => Assert.Equal(p1, FirstP1(New(denial, online)));

    [Theory]
    [Point(35, Side.Ill)]
    [InlineData("8000000000", "0000000000", "00")]
    [InlineData("0000000000", "8000000000", "80")]
    [InlineData("0000000000", "7FFFFFFFFF", "40")]
    public void The_acquirers_codes_decide_too(string denial, string online, string p1)
    {
        var script = New(null, "0000000000");
        script.Application = script.Application with { DenialCode = Code(denial), OnlineCode = Code(online) };
        Assert.Equal(p1, FirstP1(script));
    }

    [Theory]
    [InlineData(0x21, "0000000000", "0000000000", "80")]
    [InlineData(0x24, "0000000000", "0000000000", "80")]
    [InlineData(0x23, "8000000000", "0000000000", "40")]
    [InlineData(0x26, "8000000000", "0000000000", "40")]
    [InlineData(0x23, "0000000000", "8000000000", "00")]
    [InlineData(0x23, "0000000000", null, "00")]
    [InlineData(0x22, "8000000000", "8000000000", "80")]
    [InlineData(0x25, "0000000000", "8000000000", "40")]
    public void A_terminal_that_is_always_or_never_online_asks_so(int type, string online, string? defaults, string p1)
    {
        var script = New(null, online, defaults);
        script.Profile = script.Profile with { Type = (byte)type };
        Assert.Equal(p1, FirstP1(script));
    }

    [Fact]
    [Point(36, Side.Well)]
    public void The_card_gets_exactly_what_its_list_asks_for_and_the_bit_for_a_signature()
    {
        var script = New(null, null, null, c => c.With("8C", "9F02069F03069F1A0295055F2A029A039C019F37049F34039F45029F4C089F3501DF0101"));
        Assert.Equal(
            "80AE80002C"
                + "000000012345000000000000"
                + "0156"
                + "8000000000"
                + "0156261121"
                + "00"
                + Number
                + "3F0000"
                + "0000"
                + "0000000000000000"
                + "2200"
                + "00",
            Convert.ToHexString(Assert.IsType<SendCommand>(script.PlayOpen()).Bytes.Span)
        );
        var combined = new Script(new TestCard { Aip = "7D00" }.Sign()).UpToRecords();
        Assert.Equal("90", FirstP1(combined));
    }

    [Fact]
    [Point(36, Side.Ill)]
    public void A_refusal_is_not_signed_and_a_list_that_cannot_be_filled_ends_the_transaction()
    {
        var card = new TestCard { Aip = "7D00" };
        var script = new Script(card.Sign());
        script.Application = script.Application with { DenialCode = Code("0000008000") };
        Assert.Equal("00", FirstP1(script.UpToRecords()));
        foreach (var list in (string[])["9F02", "9F027F9F027F9F0202", "9F027F9F027F9F0203"])
        {
            Assert.Equal(EndReason.BadCardData, New(change: c => c.With("8C", list)).Play().Reason);
        }

        Assert.IsType<SendCommand>(New(change: c => c.With("8C", "9F027F9F027F9F0201")).PlayOpen());
    }

    [Fact]
    public void A_list_that_asks_for_the_hash_gets_it_over_the_cards_TDOL_or_the_terminals()
    {
        foreach (var own in (bool[])[true, false])
        {
            var script = New(change: c =>
            {
                c.With("8C", "98149505");
                if (own)
                {
                    c.With("97", "9F0206");
                }
            });
            script.Application = script.Application with { DefaultTdol = Hex("9A03") };
            var hash = Text(TestKey.Hash(Hex(own ? "000000012345" : "261121")));
            script.Cryptogram("80", hash + "80000000" + (own ? "00" : "80"), Script.Format1("00", Script.Arqc));
            Assert.Equal("80000000" + (own ? "00" : "80"), script.Play().Tvr);
        }
    }

    [Theory]
    [Point(37, Side.Well)]
    // What was asked for, what came, and how it ends.
    [InlineData("40", "40", TransactionOutcome.Approved, EndReason.None, "TC")]
    [InlineData("40", "00", TransactionOutcome.Declined, EndReason.CardDeclined, "AAC")]
    [InlineData("80", "00", TransactionOutcome.Declined, EndReason.CardDeclined, "AAC")]
    [InlineData("00", "00", TransactionOutcome.Declined, EndReason.CardDeclined, "AAC")]
    public void A_card_may_give_what_was_asked_for_or_less(string p1, string cid, TransactionOutcome outcome, EndReason reason, string name)
    {
        foreach (var format2 in (bool[])[false, true])
        {
            var answer = format2
                ? Wrap("77", Wrap("9F27", cid) + Wrap("9F36", "0017") + Wrap("9F26", Script.Arqc) + Wrap("9F10", Script.IssuerData))
                    + "9000"
                : Script.Format1(cid, Script.Arqc);
            var script = Asked(p1).First(p1, "8000000000", answer);
            var result = script.Play();
            Assert.Equal((outcome, reason, name, Script.Arqc), (result.Outcome, result.Reason, result.CryptogramName, result.Cryptogram));
            Assert.Equal(("8000000000", "2000"), (result.Tvr, result.Tsi));
            Assert.False(result.ReversalWanted || result.WentOnline || result.AdviceWanted);
            var data = script.Kernel!.Data;
            Assert.Equal("0017" + Script.IssuerData, Text(data[0x9F36]!.Value.ToArray()) + Text(data[0x9F10]!.Value.ToArray()));
        }
    }

    private static Script Asked(string p1) => New(p1 == "00" ? "8000000000" : null, p1 == "40" ? "0000000000" : null);

    [Fact]
    public void A_question_of_the_card_goes_online_where_approval_was_offered() =>
        Assert.IsType<GoOnline>(Asked("40").First("40", "8000000000", Script.Format1("80", Script.Arqc)).PlayOpen());

    [Theory]
    [Point(37, Side.Ill)]
    [InlineData("80", "40", EndReason.WrongCryptogram)]
    [InlineData("00", "40", EndReason.WrongCryptogram)]
    [InlineData("00", "80", EndReason.WrongCryptogram)]
    [InlineData("40", "C0", EndReason.WrongCryptogram)]
    [InlineData("80", "C0", EndReason.WrongCryptogram)]
    public void A_card_that_gives_more_than_it_may_is_let_go(string p1, string cid, EndReason reason)
    {
        var result = Asked(p1).First(p1, "8000000000", Script.Format1(cid, Script.Arqc)).Play();
        Assert.Equal((TransactionOutcome.Ended, reason, ""), (result.Outcome, result.Reason, result.Cryptogram));
    }

    [Theory]
    [InlineData("6985", EndReason.CardError)]
    [InlineData("9000", EndReason.BadCardData)]
    [InlineData("80 0A 80001711223344556677 9000", EndReason.BadCardData)]
    [InlineData("80 0B 8000171122334455667788 9000", EndReason.MissingCardData)]
    [InlineData("81 0C 8000171122334455667788AA 9000", EndReason.BadCardData)]
    [InlineData("77 1B 9F3602 0017 9F26081122334455667788 9F100807010103A0B80201 9000", EndReason.MissingCardData)]
    [InlineData("77 1A 9F270180 9F26081122334455667788 9F100807010103A0B80201 9000", EndReason.MissingCardData)]
    [InlineData("77 14 9F270180 9F36020017 9F100807010103A0B80201 9000", EndReason.MissingCardData)]
    [InlineData("77 14 9F270180 9F36020017 9F26081122334455667788 9000", EndReason.MissingCardData)]
    [InlineData("77 17 9F270180 9F36020017 9F26081122334455667788 9F1000 9000", EndReason.MissingCardData)]
    [InlineData("77 23 9F270180 9F270140 9F36020017 9F26081122334455667788 9F100807010103A0B80201 9000", EndReason.TwiceCardData)]
    [InlineData("77 20 9F27028000 9F36020017 9F26081122334455667788 9F100807010103A0B80201 9000", EndReason.MissingCardData)]
    [InlineData("77 1E 9F270180 9F360117 9F26081122334455667788 9F100807010103A0B80201 9000", EndReason.MissingCardData)]
    [InlineData("77 1E 9F270180 9F36020017 9F260711223344556677 9F100807010103A0B80201 9000", EndReason.MissingCardData)]
    [InlineData("77 04 9F27 9000", EndReason.BadCardData)]
    public void An_answer_without_what_it_must_have_ends_the_transaction(string answer, EndReason reason)
    {
        var hex = answer.Replace(" ", "", StringComparison.Ordinal);
        // The template's length is put right, so that it is the content that is refused.
        if (hex.StartsWith("77", StringComparison.Ordinal) && reason != EndReason.BadCardData)
        {
            hex = Wrap("77", hex[4..^4]) + "9000";
        }

        var result = Asked("80").First("80", "8000000000", hex).Play();
        Assert.Equal((TransactionOutcome.Ended, reason), (result.Outcome, result.Reason));
    }

    [Fact]
    public void Longer_data_of_the_issuer_than_there_can_be_end_the_transaction()
    {
        foreach (var (bytes, isFine) in ((int, bool)[])[(32, true), (33, false)])
        {
            var answer = Wrap("80", "00" + "0017" + Script.Arqc + new string('A', 2 * bytes)) + "9000";
            Assert.Equal(
                isFine ? EndReason.CardDeclined : EndReason.BadCardData,
                Asked("80").First("80", "8000000000", answer).Play().Reason
            );
        }
    }

    [Fact]
    public void What_a_record_says_of_a_cryptogram_is_none()
    {
        var script = New(change: c => c.With("9F26", "FFFFFFFFFFFFFFFF").With("9F27", "40"));
        var result = script.First("80", "8000000000", "6A80").Play();
        Assert.Equal(("", ""), (result.Cryptogram, result.CryptogramName));
    }

    [Fact]
    public void A_refusal_with_the_advice_bit_wants_an_advice() =>
        Assert.True(Asked("80").First("80", "8000000000", Script.Format1("08", Script.Arqc)).Play().AdviceWanted);

    private static Script Combined(string tvr = "0000008000", TestCard? card = null)
    {
        var script = new Script(card ?? new TestCard { Aip = "7D00" }.Sign());
        if (tvr == "0000000000")
        {
            script.Application = script.Application with { FloorLimit = 20_000 };
        }

        return script.UpToRecords();
    }

    [Theory]
    [Point(38, Side.Well)]
    [InlineData("0000000000", "50", "40")]
    [InlineData("0000008000", "90", "80")]
    public void A_good_signature_over_the_cryptogram_is_performed_authentication(string tvr, string p1, string cid)
    {
        var script = Combined(tvr);
        var went = script.PdolData + script.CdolData(tvr);
        script.First(p1, tvr, script.Card.Combined(cid, Script.Tc, went) + "9000");
        if (cid == "80")
        {
            Assert.IsType<GoOnline>(script.PlayOpen());
            Assert.Equal(Script.Tc, Text(script.Kernel!.Data[0x9F26]!.Value.ToArray()));
            var second = went + "3030" + script.CdolData(tvr);
            script.Host().Second("50", "00", tvr, script.Card.Combined("40", Script.Arqc, second) + "9000");
        }

        var result = script.Play();
        Assert.Equal((TransactionOutcome.Approved, tvr, "E800"), (result.Outcome, result.Tvr, result.Tsi));
        Assert.Equal((cid == "80" ? Script.Arqc : Script.Tc, "TC"), (result.Cryptogram, result.CryptogramName));
        Assert.Equal("0102030405060708", Text(script.Kernel!.Data[0x9F4C]!.Value.ToArray()));
    }

    public static TheoryData<string> Spoilt => ["hash", "cid", "number", "key", "length", "short", "plain", "format1", "long number"];

    private static string Spoil(Script script, string what, string cid, string went)
    {
        var card = script.Card;
        var good = card.Combined(cid, Script.Tc, went);
        switch (what)
        {
            case "hash":
                return card.Combined(cid, Script.Tc, went, wentInside: went + "00");
            case "cid":
                return card.Combined(cid, Script.Tc, went, cidInside: cid == "80" ? "40" : "80");
            case "number":
                return card.Combined(cid, Script.Tc, went).Replace("9F36020017", "9F36020018", StringComparison.Ordinal);
            case "key":
                var other = new TestCard { Aip = "7D00", Key = TestKey.Card };
                return other.Combined(cid, Script.Tc, went, cidInside: "C0");
            case "length":
                return Wrap("77", Inner(good)[..^(2 * (card.Key.Length + 4))] + Wrap("9F4B", new string('1', 2 * (card.Key.Length - 1))));
            case "short":
                var signature = card.Key.Sign([0x05, 0x01, 0x09, .. card.DynamicNumber], Hex(Number));
                return Wrap("77", Inner(good)[..^(2 * (card.Key.Length + 4))] + Wrap("9F4B", Text(signature)));
            case "plain":
                return Wrap("77", Inner(good)[..^(2 * (card.Key.Length + 4))] + Wrap("9F26", Script.Tc));
            case "long number":
                card.DynamicNumber = [0x09, 1, 2, 3, 4, 5, 6, 7, 8, 9];
                return card.Combined(cid, Script.Tc, went);
            default:
                return Script.Format1(cid, Script.Tc)[..^4];
        }
    }

    // The content of the template, behind its tag and length.
    private static string Inner(string template) => template.StartsWith("7781", StringComparison.Ordinal) ? template[6..] : template[4..];

    [Theory]
    [Point(38, Side.Ill)]
    [MemberData(nameof(Spoilt))]
    public void An_approval_under_a_bad_signature_is_none(string what)
    {
        var script = Combined("0000000000");
        var went = script.PdolData + script.CdolData("0000000000");
        var result = script.First("50", "0000000000", Spoil(script, what, "40", went) + "9000").Play();
        Assert.Equal(
            (TransactionOutcome.Declined, EndReason.NotGenuine, "0400000000", "E800"),
            (result.Outcome, result.Reason, result.Tvr, result.Tsi)
        );
    }

    [Theory]
    [MemberData(nameof(Spoilt))]
    public void A_question_under_a_bad_signature_is_refused_by_a_second_GENERATE_AC_without_the_host(string what)
    {
        var script = Combined();
        var went = script.PdolData + script.CdolData("0000008000");
        var result = script
            .First("90", "0000008000", Spoil(script, what, "80", went) + "9000")
            .Second("00", "Z1", "0400008000", Script.Format1("00", Script.Arqc))
            .Play();
        Assert.Equal(
            (TransactionOutcome.Declined, EndReason.NotGenuine, "0400008000", false, "AAC"),
            (result.Outcome, result.Reason, result.Tvr, result.ReversalWanted, result.CryptogramName)
        );
    }

    [Theory]
    [InlineData("6985", EndReason.CardError, TransactionOutcome.Ended)]
    [InlineData("40", EndReason.NotGenuine, TransactionOutcome.Declined)]
    public void Whatever_the_card_then_says_nothing_is_sold(string answer, EndReason reason, TransactionOutcome outcome)
    {
        var script = Combined();
        var went = script.PdolData + script.CdolData("0000008000");
        var result = script
            .First("90", "0000008000", Spoil(script, "hash", "80", went) + "9000")
            .Second("00", "Z1", "0400008000", answer == "40" ? Script.Format1("40", Script.Tc) : answer)
            .Play();
        Assert.Equal((outcome, reason), (result.Outcome, result.Reason));
        var noList = new TestCard { Aip = "7D00" };
        noList.With("8D", "9F02");
        script = Combined(card: noList.Sign());
        went = script.PdolData + script.CdolData("0000008000");
        result = script.First("90", "0000008000", Spoil(script, "hash", "80", went) + "9000").Play();
        Assert.Equal((TransactionOutcome.Declined, EndReason.NotGenuine), (result.Outcome, result.Reason));
    }

    [Fact]
    public void A_card_that_refuses_need_not_sign_but_must_show_its_cryptogram()
    {
        var result = Combined().First("90", "0000008000", Script.Format1("00", Script.Arqc)).Play();
        Assert.Equal((EndReason.CardDeclined, "6800"), (result.Reason, result.Tsi));
        var script = Combined();
        var signed = script.Card.Combined("00", Script.Tc, "") + "9000";
        Assert.Equal(EndReason.MissingCardData, script.First("90", "0000008000", signed).Play().Reason);
    }
}
