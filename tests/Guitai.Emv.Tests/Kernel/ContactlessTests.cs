using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <summary>Points 43 to 48: a card that is tapped (EMV Contactless Books B and C-3, JR/T 0025.12).</summary>
public sealed class ContactlessTests
{
    private const string Visa = "A0000000031010";
    private const string Track2 = "6228480000000018D301222010000000000F";

    private static string Directory(params string[] entries) =>
        Wrap("6F", Wrap("84", Ascii("2PAY.SYS.DDF01")) + Wrap("A5", Wrap("BF0C", string.Concat(entries)))) + "9000";

    private static string Entry(string aid, string priority, string kernel = "") =>
        Wrap("61", Wrap("4F", aid) + Wrap("87", priority) + (kernel.Length == 0 ? "" : Wrap("9F2A", kernel)));

    private static Script New(long amount = 12_345, TestCard? card = null, bool small = false)
    {
        var script = new Script(card ?? new TestCard { Aip = "2000" }.Sign());
        script.Request = script.Request with { AmountMinor = amount };
        script.Profile = script.Profile with { NoPinNoSignatureLimit = small ? 100_000 : 0 };
        script.Application = script.Application with
        {
            ContactlessFloorLimit = 20_000,
            ContactlessCvmLimit = 30_000,
            ContactlessLimit = 500_000,
        };
        return script;
    }

    private static Script Tap(Script script) =>
        script.Select(Ascii("2PAY.SYS.DDF01"), Directory(Entry(script.Card.Aid, "01"))).Select(script.Card.Aid, script.Card.Fci + "9000");

    private static Script Start(Script script, string qualifiers, string answer) =>
        script.Say("80A800000A8308" + Number + qualifiers + "00", answer);

    // The card's answer: AIP, counter, cryptogram, issuer's data, track 2, its sequence number, the CID, what it wants.
    private static string Gpo(string cid, string? wants = "0000", string more = "", string aip = "2000") =>
        Wrap(
            "77",
            Wrap("82", aip)
                + Wrap("9F36", "0017")
                + Wrap("9F26", Script.Arqc)
                + Wrap("9F10", Script.IssuerData)
                + Wrap("57", Track2)
                + Wrap("5F34", "01")
                + (cid.Length == 0 ? "" : Wrap("9F27", cid))
                + (wants is null ? "" : Wrap("9F6C", wants))
                + more
        ) + "9000";

    [Fact]
    [Point(43, Side.Well)]
    public void The_directory_names_the_applications_and_the_first_of_our_kernels_is_started()
    {
        var script = New();
        script.More.Add(new ApplicationParameters(Aid.Parse(Visa)!.Value, true, 0x0030));
        script.More.Add(new ApplicationParameters(Aid.Parse("A0000000041010")!.Value, true, 0x0030));
        script
            .Select(
                Ascii("2PAY.SYS.DDF01"),
                Directory(
                    Entry("A0000000041010", "01"),
                    Entry(script.Card.Aid, "02", "07"),
                    Entry(Visa, "03", "03"),
                    Wrap("61", Wrap("87", "01")),
                    Wrap("61", Wrap("4F", "A000")),
                    Wrap("DF01", "")
                )
            )
            .Select(script.Card.Aid, "6A82")
            .Select(Visa, Wrap("6F", Wrap("84", Visa) + Wrap("A5", Wrap("9F38", "9F66049F0206"))) + "9000");
        var wanted = Assert.IsType<SendCommand>(script.PlayOpen(contactless: true));
        Assert.Equal("80A800000C830A36800000000000012345".Length + 2, Convert.ToHexString(wanted.Bytes.Span).Length);
    }

    [Theory]
    [Point(43, Side.Ill)]
    [InlineData("6A82", EndReason.NoApplication)]
    [InlineData("6F009000", EndReason.NoApplication)]
    [InlineData("kernel 2", EndReason.NoApplication)]
    [InlineData("proprietary kernel", EndReason.NoApplication)]
    [InlineData("other name", EndReason.NoApplication)]
    [InlineData("no list", EndReason.NoApplication)]
    [InlineData("not selected", EndReason.NoApplication)]
    [InlineData("bad list", EndReason.BadCardData)]
    public void Without_an_application_for_us_the_chip_is_tried(string what, EndReason reason)
    {
        var script = New(card: what == "bad list" ? new TestCard { Aip = "2000", Pdol = "9F66" }.Sign() : null);
        var answer = what switch
        {
            "kernel 2" => Directory(Entry(script.Card.Aid, "01", "02")),
            "proprietary kernel" => Directory(Entry(script.Card.Aid, "01", "87")),
            "other name" => Directory(Entry(script.Card.Aid, "01")).Replace(Ascii("2PAY"), Ascii("1PAY"), StringComparison.Ordinal),
            "no list" => Wrap("6F", Wrap("84", Ascii("2PAY.SYS.DDF01")) + Wrap("A5", "")) + "9000",
            "not selected" or "bad list" => Directory(Entry(script.Card.Aid, "01")),
            _ => what,
        };
        script.Select(Ascii("2PAY.SYS.DDF01"), answer);
        if (what is "not selected" or "bad list")
        {
            script.Select(script.Card.Aid, what == "bad list" ? script.Card.Fci + "9000" : "6F009000");
        }

        var result = script.PlayContactless();
        Assert.Equal((reason, false), (result.Reason, result.FallbackAllowed));
        Assert.Equal(what == "bad list" ? TransactionOutcome.Ended : TransactionOutcome.UseChip, result.Outcome);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("00", true)]
    [InlineData("40", true)]
    [InlineData("07", true)]
    [InlineData("47", true)]
    [InlineData("03", false)]
    [InlineData("C7", false)]
    public void A_card_may_ask_for_a_kernel(string kernel, bool ours)
    {
        var script = New();
        script.Select(Ascii("2PAY.SYS.DDF01"), Directory(Entry(script.Card.Aid, "01", kernel)));
        Assert.Equal(ours, script.PlayOpen(contactless: true) is SendCommand);
    }

    [Theory]
    [Point(44, Side.Well)]
    // Up to the floor limit the card may approve; above it the issuer is asked; from the CVM limit on the cardholder is verified.
    [InlineData(20_000, "36004000", 0)]
    [InlineData(20_001, "36804000", 0)]
    [InlineData(29_999, "36804000", 0)]
    [InlineData(30_000, "36C04000", 0)]
    [InlineData(499_999, "36C04000", 0)]
    // The no-PIN-no-signature limit goes before.
    [InlineData(100_000, "36804000", 100_000)]
    [InlineData(100_001, "36C04000", 100_000)]
    public void The_amount_sets_the_terminals_qualifiers(long amount, string qualifiers, long small)
    {
        var script = New(amount);
        script.Profile = script.Profile with { NoPinNoSignatureLimit = small };
        var wanted = Tap(script).PlayOpen(contactless: true);
        Assert.Equal($"80A800000A8308{Number}{qualifiers}00", Sent(wanted));
    }

    private static string Sent(Wanted wanted) => Convert.ToHexString(Assert.IsType<SendCommand>(wanted).Bytes.Span);

    [Fact]
    [Point(44, Side.Ill)]
    public void From_the_contactless_limit_on_the_chip_is_used()
    {
        var result = New(500_000).PlayContactless();
        Assert.Equal((TransactionOutcome.UseChip, EndReason.AboveContactlessLimit), (result.Outcome, result.Reason));
        // Where another application goes further, the directory decides.
        var script = New(500_000);
        script.More.Add(new ApplicationParameters(Aid.Parse(Visa)!.Value, true, 0x0030));
        result = script.Select(Ascii("2PAY.SYS.DDF01"), Directory(Entry(script.Card.Aid, "01"))).PlayContactless();
        Assert.Equal((TransactionOutcome.UseChip, EndReason.AboveContactlessLimit), (result.Outcome, result.Reason));
        script = New();
        script.Application = script.Application with { Kernel = ContactlessKernel.None };
        Assert.Equal(EndReason.AboveContactlessLimit, script.PlayContactless().Reason);
    }

    [Theory]
    [InlineData(0x22, true, "36804000")]
    [InlineData(0x21, false, "36804000")]
    [InlineData(0x23, false, "3E004000")]
    public void The_merchant_and_the_terminals_type_set_them_too(int type, bool force, string qualifiers)
    {
        var script = New(100);
        script.Profile = script.Profile with { Type = (byte)type };
        script.Request = script.Request with { ForceOnline = force };
        Assert.EndsWith(qualifiers + "00", Sent(Tap(script).PlayOpen(contactless: true)), StringComparison.Ordinal);
    }

    private static Script Tapped(
        string gpo,
        long amount = 12_345,
        string qualifiers = "36004000",
        bool small = false,
        Action<Script>? change = null
    )
    {
        var script = New(amount, small: small);
        change?.Invoke(script);
        return Start(Tap(script), qualifiers, gpo);
    }

    [Fact]
    [Point(45, Side.Well)]
    public void The_answer_tells_all_that_the_host_needs()
    {
        var script = Tapped(Gpo("80"));
        Assert.True(Assert.IsType<GoOnline>(script.PlayOpen(contactless: true)).CardMayLeave);
        var data = script.Kernel!.Data;
        Assert.Equal(("6228480000000018", "3012", 1), (data.Pan, data.Expiry, data.SequenceNumber));
        Assert.Equal(
            "9F26081122334455667788" + "9F270180" + "9F36020017" + "95050000000000" + "82022000" + "9F34031F0002",
            Text(data.Field55([0x9F26, 0x9F27, 0x9F36, 0x95, 0x82, 0x9F34]))
        );
    }

    [Theory]
    [Point(45, Side.Ill)]
    [InlineData("82", EndReason.MissingCardData)]
    [InlineData("9F36", EndReason.MissingCardData)]
    [InlineData("9F26", EndReason.MissingCardData)]
    [InlineData("9F10", EndReason.MissingCardData)]
    [InlineData("57", EndReason.MissingCardData)]
    [InlineData("short 82", EndReason.MissingCardData)]
    [InlineData("short 9F36", EndReason.MissingCardData)]
    [InlineData("short 9F26", EndReason.MissingCardData)]
    [InlineData("twice", EndReason.TwiceCardData)]
    [InlineData("locator", EndReason.BadCardData)]
    [InlineData("format 1", EndReason.MissingCardData)]
    [InlineData("none", EndReason.BadCardData)]
    [InlineData("number", EndReason.BadCardData)]
    [InlineData("status", EndReason.CardError)]
    public void An_answer_without_what_it_must_tell_ends(string what, EndReason reason)
    {
        var good = Gpo("80");
        var objects = new Dictionary<string, string>
        {
            ["82"] = Wrap("82", "2000"),
            ["9F36"] = Wrap("9F36", "0017"),
            ["9F26"] = Wrap("9F26", Script.Arqc),
            ["9F10"] = Wrap("9F10", Script.IssuerData),
            ["57"] = Wrap("57", Track2),
        };
        var answer = what switch
        {
            "twice" => Gpo("80", more: Wrap("9F27", "80")),
            "locator" => Gpo("80", more: Wrap("94", "0801")),
            "format 1" => Wrap("80", "2000" + "08010101") + "9000",
            "none" => "9000",
            "number" => Gpo("80").Replace(Track2, "62284800000A0018D301222010000000000F", StringComparison.Ordinal),
            "status" => "6700",
            _ when what.StartsWith("short", StringComparison.Ordinal) => Wrap(
                "77",
                string.Concat(objects.Select(o => o.Key == what[6..] ? Wrap(o.Key, "00") : o.Value))
            ) + "9000",
            _ => Wrap("77", string.Concat(objects.Where(o => o.Key != what).Select(o => o.Value))) + "9000",
        };
        Assert.NotEqual(good, answer);
        var result = Tapped(answer).PlayContactless();
        Assert.Equal((TransactionOutcome.Ended, reason), (result.Outcome, result.Reason));
    }

    [Theory]
    [InlineData("6984", TransactionOutcome.UseChip, EndReason.CardWantsChip)]
    [InlineData("6986", TransactionOutcome.TryAgain, EndReason.SeePhone)]
    [InlineData("6A81", TransactionOutcome.Ended, EndReason.CardError)]
    public void A_card_may_want_something_else(string status, TransactionOutcome outcome, EndReason reason)
    {
        var result = Tapped(status).PlayContactless();
        Assert.Equal((outcome, reason), (result.Outcome, result.Reason));
    }

    [Fact]
    public void Conditions_not_satisfied_lead_to_the_next_application()
    {
        var script = New();
        script.More.Add(new ApplicationParameters(Aid.Parse(Visa)!.Value, true, 0x0030));
        script
            .Select(Ascii("2PAY.SYS.DDF01"), Directory(Entry(script.Card.Aid, "01"), Entry(Visa, "02")))
            .Select(script.Card.Aid, script.Card.Fci + "9000");
        Start(script, "36004000", "6985").Select(Visa, "6A82");
        Assert.Equal(
            (TransactionOutcome.UseChip, EndReason.NoApplication),
            (script.PlayContactless().Outcome, script.PlayContactless().Reason)
        );
    }

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

    // Above the CVM limit, and a question of the card.
    private static Script Verified(string? wants, string more = "", bool small = false, string? reader = null) =>
        Tapped(
            Gpo("80", wants, more),
            50_000,
            small ? (reader ?? "36") + "804000" : (reader ?? "36") + Qualified[2..],
            small,
            s =>
            {
                if (reader is not null)
                {
                    s.Profile = s.Profile with { ContactlessQualifiers = Hex(reader + "004000") };
                }
            }
        );

    private static TransactionResult Ends(Script script) =>
        script.Expect<GoOnline>(new HostAnswered(true, "00", default)).PlayContactless();

    [Fact]
    [Point(48, Side.Well)]
    public void The_cards_qualifiers_decide_between_PIN_device_and_signature()
    {
        // The PIN goes before all else.
        foreach (var wants in (string[])["8000", "C000", "8080"])
        {
            var pin = Verified(wants)
                .Expect<EnterPin>(
                    new OnlinePinTaken(),
                    p => Assert.Equal((PinUse.Online, true, false, 0), (p.Use, p.CardMayLeave, p.Again, p.RandomBytes))
                );
            var result = Ends(pin);
            Assert.Equal((VerifiedBy.OnlinePin, false), (result.VerifiedBy, result.SignatureWanted));
            Assert.Equal("020000", Text(pin.Kernel!.Data[0x9F34]!.Value.ToArray()));
        }

        // The device before the signature; the copy under the card's hand says the same.
        Assert.Equal((VerifiedBy.Device, false), Of(Ends(Verified("4080"))));
        Assert.Equal(VerifiedBy.Device, Ends(Verified("0080", Wrap("9F69", "01AABBCCDD0080"))).VerifiedBy);
        var signed = Verified("4000");
        Assert.Equal((VerifiedBy.Signature, true), Of(Ends(signed)));
        Assert.Equal("1E0000", Text(signed.Kernel!.Data[0x9F34]!.Value.ToArray()));
        // A card without qualifiers, where the reader wants somebody verified.
        Assert.Equal((VerifiedBy.Signature, true), Of(Ends(Verified(null))));
        // A reader without PIN pad leaves the PIN out.
        Assert.Equal(VerifiedBy.Signature, Ends(Verified("C000", reader: "32")).VerifiedBy);
    }

    private static (VerifiedBy, bool) Of(TransactionResult result) => (result.VerifiedBy, result.SignatureWanted);

    [Fact]
    public void Below_the_no_PIN_no_signature_limit_nobody_is_verified()
    {
        foreach (var wants in (string?[])["8000", "4000", "C000", null, "0000"])
        {
            var result = Ends(Verified(wants, small: true));
            Assert.Equal(
                (TransactionOutcome.Approved, VerifiedBy.Nothing, false),
                (result.Outcome, result.VerifiedBy, result.SignatureWanted)
            );
        }

        Assert.Equal(VerifiedBy.Device, Ends(Verified("0080", small: true)).VerifiedBy);
    }

    [Fact]
    public void The_no_PIN_no_signature_limit_itself_is_below_it()
    {
        foreach (var (limit, verified) in ((long, bool)[])[(12_345, false), (12_344, true)])
        {
            var script = Tapped(Gpo("80", "8000"), change: s => s.Profile = s.Profile with { NoPinNoSignatureLimit = limit });
            Assert.Equal(verified, script.PlayOpen(contactless: true) is EnterPin);
        }
    }

    [Fact]
    public void The_issuers_data_have_1_to_32_bytes_and_an_application_for_the_contact_reader_is_not_tapped()
    {
        foreach (var (bytes, isFine) in ((int, bool)[])[(0, false), (1, true), (32, true), (33, false)])
        {
            var answer = Gpo("80")
                .Replace(Wrap("9F10", Script.IssuerData), Wrap("9F10", new string('0', 2 * bytes)), StringComparison.Ordinal);
            answer = Wrap("77", answer.StartsWith("7781", StringComparison.Ordinal) ? answer[6..^4] : answer[4..^4]) + "9000";
            Assert.Equal(isFine, Tapped(answer).PlayOpen(contactless: true) is GoOnline);
        }

        var script = New();
        script.More.Add(new ApplicationParameters(Aid.Parse("A0000000041010")!.Value, true, 0x0030));
        script.Select(Ascii("2PAY.SYS.DDF01"), Directory(Entry("A0000000041010", "01")));
        Assert.Equal(EndReason.NoApplication, script.PlayContactless().Reason);
    }

    [Fact]
    public void A_card_without_remainder_and_without_sequence_number_proves_itself_too()
    {
        var listed = -2;
        var result = Offline(
            change: c =>
            {
                c.Key = TestKey.SmallCard;
                c.Afl = "0801010110010400";
            },
            arrange: s =>
            {
                s.Card.Unsigned.Insert(0, ("DF77", "00"));
                s.Adjust = p => p with { IsOnExceptionFile = (_, n) => (listed = n) == 99 };
            }
        );
        Assert.Equal((TransactionOutcome.Approved, 1), (result.Outcome, listed));
    }

    [Fact]
    public void A_card_that_wants_a_PIN_with_its_approval_goes_online()
    {
        var card = new TestCard { Aip = "2000" };
        card.Without("8C").Without("8D").Without("57").Without("5F34");
        var script = New(card: card.Sign());
        var more = Wrap("94", "0801010110010400") + Wrap("9F4B", Text(card.Key.Sign(Hex("0501" + "03" + "020017"), Hex(Number))));
        Start(Tap(script), "36004000", Gpo("40", "8000", more)).Records().Expect<EnterPin>(new OnlinePinTaken());
        Assert.Equal((VerifiedBy.OnlinePin, true), (Ends(script).VerifiedBy, script.PlayContactless().WentOnline));
    }

    [Theory]
    [Point(48, Side.Ill)]
    // Nothing that the reader asked for; a device that its signed copy does not know; no pen either.
    [InlineData("0000", "")]
    [InlineData("0080", "9F690701AABBCCDD0000")]
    [InlineData("0080", "9F690601AABBCCDD00")]
    [InlineData("4000", "", "34")]
    [InlineData(null, "", "34")]
    [InlineData("0000", "", "34")]
    public void Where_nobody_can_be_verified_it_is_refused(string? wants, string more, string? reader = null)
    {
        var result = Verified(wants, more, reader: reader).PlayContactless();
        Assert.Equal((TransactionOutcome.Declined, EndReason.CvmImpossible, false), (result.Outcome, result.Reason, result.WentOnline));
    }

    [Theory]
    [InlineData("36", true)]
    [InlineData("34", false)]
    public void Without_the_PIN_a_signature_is_left(string reader, bool isSigned)
    {
        foreach (var input in (KernelInput[])[new PinBypassed(), new PinPadBroken()])
        {
            var script = Verified("8000", reader: reader).Expect<EnterPin>(input);
            var result = isSigned ? Ends(script) : script.PlayContactless();
            Assert.Equal(isSigned ? EndReason.None : EndReason.CvmImpossible, result.Reason);
            Assert.Equal(isSigned, result.SignatureWanted);
        }
    }

    [Fact]
    public void An_approval_with_a_device_that_nothing_proves_is_none()
    {
        Assert.Equal(EndReason.CvmImpossible, Offline(wants: "0080").Reason);
        var result = Offline(Number + "000000012345" + "0156" + "01AABBCCDD0080", "01AABBCCDD0080", "0080");
        Assert.Equal((TransactionOutcome.Approved, VerifiedBy.Device), (result.Outcome, result.VerifiedBy));
    }

    [Theory]
    [InlineData(TransactionKind.ManualCash, "0400", true)]
    [InlineData(TransactionKind.UnattendedCash, "0400", true)]
    [InlineData(TransactionKind.Cashback, "0200", true)]
    [InlineData(TransactionKind.Cashback, "0400", false)]
    [InlineData(TransactionKind.ManualCash, "0200", false)]
    [InlineData(TransactionKind.Goods, "0600", false)]
    public void A_card_may_want_its_chip_for_cash(TransactionKind kind, string wants, bool chip)
    {
        var wanted = Tapped(Gpo("80", wants), change: s => s.Request = s.Request with { Kind = kind }).PlayOpen(contactless: true);
        Assert.Equal(chip, wanted is Finished { Result.Outcome: TransactionOutcome.UseChip });
    }

    [Fact]
    public void For_a_refund_the_card_is_read_and_let_go()
    {
        var script = Tapped(Gpo("80"), change: s => s.Request = s.Request with { Extent = TransactionExtent.CardData });
        Assert.Equal(TransactionOutcome.CardRead, script.PlayContactless().Outcome);
        Assert.Equal(Track2[..^1], script.Kernel!.Data.Track2);
    }

    [Fact]
    public void A_card_that_leaves_while_it_is_needed_is_to_be_held_there_again_and_afterwards_may_go()
    {
        var script = Verified("8000").Expect<EnterPin>(new OnlinePinTaken());
        for (var step = 0; step < 3; step++)
        {
            var result = script.PlayUntil(step, new CardGone(), contactless: true);
            Assert.Equal((TransactionOutcome.TryAgain, EndReason.CardGone), (result.Outcome, result.Reason));
            Assert.Equal(EndReason.Cancelled, script.PlayUntil(step, new Cancelled(), contactless: true).Reason);
        }

        script = Verified("8000");
        Assert.Same(script.PlayOpen(contactless: true), script.Kernel!.Handle(new CardGone()));
        Assert.IsType<GoOnline>(script.Kernel.Handle(new OnlinePinTaken()));
        Assert.IsType<GoOnline>(script.Kernel.Handle(new CardGone()));
        var end = Assert.IsType<Finished>(script.Kernel.Handle(new Cancelled())).Result;
        Assert.Equal((TransactionOutcome.Ended, EndReason.Cancelled, true), (end.Outcome, end.Reason, end.ReversalWanted));
    }
}
