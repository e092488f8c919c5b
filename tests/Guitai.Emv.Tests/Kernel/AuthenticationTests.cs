using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <summary>Points 15 to 21: whether the card is genuine (EMV Book 3, 10.3; Book 2, 5 and 6). The TVR is that of the first GENERATE AC, byte for byte.</summary>
public sealed class AuthenticationTests
{
    private const string Static = "5C00";
    private const string Dynamic = "7C00";
    private const string Combined = "7D00";

    private static TestCard Card(string aip) => new() { Aip = aip };

    private static Script Terminal(TestCard card, string security = "C8")
    {
        var script = new Script(card);
        script.Profile = script.Profile with { Capabilities = Hex("E0F8" + security) };
        return script;
    }

    // SDA from the records to a refusal of the card, with the TVR that it must carry.
    private static TransactionResult PlayStatic(TestCard card, string tvr, Action<Script>? arrange = null)
    {
        var script = new Script(card);
        arrange?.Invoke(script);
        return script.UpToRecords().First("80", tvr, Script.Format1("00", Script.Arqc)).Play();
    }

    private static TransactionResult PlayDynamic(
        TestCard card,
        string tvr,
        string? answer = null,
        Action<Script>? arrange = null,
        bool asked = true
    )
    {
        var script = new Script(card);
        arrange?.Invoke(script);
        script.UpToRecords();
        if (asked)
        {
            script.Dynamic(answer);
        }

        return script.First("80", tvr, Script.Format1("00", Script.Arqc)).Play();
    }

    [Theory]
    [Point(15, Side.Well)]
    [InlineData("7D00", "C8", "9F4B")]
    [InlineData("7C00", "C8", "0088")]
    [InlineData("7D00", "C0", "0088")]
    [InlineData("5C00", "C8", "80AE80")]
    [InlineData("7C00", "88", "80AE80")]
    public void The_strongest_method_that_both_know_is_taken(string aip, string security, string next)
    {
        var wanted = Terminal(Card(aip).Sign(), security).UpToRecords().PlayOpen();
        var sent = Convert.ToHexString(Assert.IsType<SendCommand>(wanted).Bytes.Span);
        // CDA shows by the bit in P1, SDA by its TVR.
        Assert.StartsWith(next == "9F4B" ? "80AE90" : next, sent, StringComparison.Ordinal);
        Assert.Equal(next == "80AE80", sent.Contains("0156" + "0200008000" + "0156", StringComparison.Ordinal));
    }

    [Theory]
    [Point(15, Side.Ill)]
    [InlineData("5D00", "C0", true)]
    [InlineData("3C00", "80", false)]
    public void A_weaker_one_is_taken_when_one_of_them_does_not_know_the_stronger(string aip, string security, bool isStatic)
    {
        var wanted = Terminal(Card(aip).Sign(), security).UpToRecords().PlayOpen();
        var sent = Convert.ToHexString(Assert.IsType<SendCommand>(wanted).Bytes.Span);
        Assert.Contains("0156" + (isStatic ? "0200008000" : "8000008000") + "0156", sent, StringComparison.Ordinal);
    }

    [Fact]
    [Point(16, Side.Well)]
    public void A_method_that_was_performed_leaves_the_bit_clear()
    {
        var result = PlayDynamic(Card(Dynamic).Sign(), "0000008000");
        Assert.Equal(("0000008000", "E800"), (result.Tvr, result.Tsi));
    }

    [Fact]
    [Point(16, Side.Ill)]
    public void Without_a_method_TVR_byte_1_bit_8_is_set_and_TSI_says_nothing()
    {
        var result = PlayStatic(Card("1C00").Sign(), "8000008000");
        Assert.Equal(("8000008000", "6800"), (result.Tvr, result.Tsi));
    }

    [Fact]
    [Point(17, Side.Well)]
    public void An_issuers_certificate_opens_with_and_without_a_remainder()
    {
        Assert.Equal("0200008000", PlayStatic(Card(Static).Sign(), "0200008000").Tvr);
        var small = Card(Static);
        small.IssuerKey = TestKey.SmallIssuer;
        small.Afl = "0801010110010400";
        Assert.Equal("0200008000", PlayStatic(small.Sign(), "0200008000").Tvr);
        foreach (var identifier in (string[])["622FFFFF", "6228FFFF", "62284800"])
        {
            PlayStatic(Card(Static).Sign(identifier), "0200008000");
        }
    }

    [Theory]
    [Point(17, Side.Ill)]
    [InlineData("hash")]
    [InlineData("expired")]
    [InlineData("identifier")]
    [InlineData("short identifier")]
    [InlineData("revoked")]
    [InlineData("unknown key")]
    [InlineData("another provider's key")]
    [InlineData("expired key")]
    [InlineData("length")]
    [InlineData("exponent")]
    [InlineData("remainder")]
    [InlineData("index")]
    [InlineData("month")]
    public void An_issuers_certificate_that_is_not_good_makes_SDA_fail(string what)
    {
        var card = Card(Static);
        card.CertificateExpiry = what switch
        {
            "expired" => "1026",
            "month" => "1330",
            _ => "1230",
        };
        card.Sign(
            what switch
            {
                "identifier" => "622849FF",
                "short identifier" => "62FFFFFF",
                _ => "622848FF",
            }
        );
        switch (what)
        {
            case "hash":
                card.With("90", Text(TestKey.Authority.Power([.. TestKey.Authority.Power(Hex(card["90"]))])));
                break;
            case "length":
                card.With("90", card["90"][2..]);
                break;
            case "exponent":
                card.With("9F32", "010001");
                break;
            case "remainder":
                card.With("92", "00000000");
                break;
            case "index":
                card.With("8F", "5757");
                break;
            default:
                break;
        }

        var result = PlayStatic(
            card,
            "4200008000",
            s =>
            {
                s.Keys = what switch
                {
                    "unknown key" => [TestKey.Authority.ToCaKey(0x58)],
                    "another provider's key" => [TestKey.Authority.ToCaKey() with { Rid = Rid.Parse("A000000003")!.Value }],
                    "expired key" => [TestKey.Authority.ToCaKey(expires: "2026-11-20")],
                    _ => s.Keys,
                };
                s.Adjust = p =>
                    p with
                    {
                        Revoked = what == "revoked" ? [new RevokedCertificate(Rid.Parse("A000000333")!.Value, 0x57, 0x001234)] : [],
                    };
            }
        );
        Assert.Equal(("4200008000", "E800"), (result.Tvr, result.Tsi));
    }

    [Fact]
    public void A_certificate_is_good_to_the_last_day_of_its_month_and_a_key_to_its_own()
    {
        var card = Card(Static);
        card.CertificateExpiry = "1126";
        PlayStatic(card.Sign(), "0200008000", s => s.Request = s.Request with { Date = new DateOnly(2026, 11, 30) });
        PlayStatic(card, "4200008000", s => s.Request = s.Request with { Date = new DateOnly(2026, 12, 1) });
        PlayStatic(Card(Static).Sign(), "0200008000", s => s.Keys = [TestKey.Authority.ToCaKey(expires: "2026-11-21")]);
        // Of others that were revoked, nothing follows.
        PlayStatic(
            Card(Static).Sign(),
            "0200008000",
            s => s.Adjust = p => p with { Revoked = [new RevokedCertificate(Rid.Parse("A000000333")!.Value, 0x57, 0x001235)] }
        );
    }

    [Theory]
    [Point(18, Side.Well)]
    [InlineData(true)]
    [InlineData(false)]
    public void A_cards_certificate_opens_over_its_static_data_with_and_without_the_AIP(bool withAip)
    {
        var card = Card(Dynamic);
        if (!withAip)
        {
            card.Without("9F4A");
        }

        PlayDynamic(card.Sign(), "0000008000");
        var small = Card(Dynamic);
        small.Key = TestKey.SmallCard;
        small.Afl = "0801010110010400";
        small.Sign();
        small.Unsigned.Insert(0, ("DF77", "00"));
        PlayDynamic(small, "0000008000");
    }

    [Theory]
    [Point(18, Side.Ill)]
    [InlineData("data")]
    [InlineData("AIP")]
    [InlineData("tag list")]
    [InlineData("longer tag list")]
    [InlineData("number")]
    [InlineData("expired")]
    [InlineData("exponent")]
    [InlineData("remainder")]
    [InlineData("hash")]
    [InlineData("unsigned record")]
    public void A_cards_certificate_that_is_not_good_makes_DDA_fail_without_asking_the_card(string what)
    {
        var card = Card(Dynamic);
        if (what == "AIP")
        {
            card.Aip = "7C80";
        }

        if (what is "tag list" or "longer tag list")
        {
            card.With("9F4A", what == "tag list" ? "95" : "8282");
        }

        card.Sign();
        if (what == "expired")
        {
            // Only the card's certificate: the issuer's is made anew.
            var old = new TestCard { Aip = Dynamic, CertificateExpiry = "1026" }.Sign();
            card.With("9F46", old["9F46"]);
        }

        switch (what)
        {
            case "data":
                card.With("9F07", "FFC0");
                break;
            case "AIP":
                card.Aip = "7C00";
                break;
            case "number":
                var other = new TestCard { Aip = Dynamic }.With("5A", "6228480000000026");
                card.With("9F46", other.Sign()["9F46"]);
                break;
            case "exponent":
                card.With("9F47", "010001");
                break;
            case "remainder":
                card.With("9F48", card["9F48"][2..]);
                break;
            case "hash":
                card.With("9F46", card["90"][..(2 * card.IssuerKey.Length)]);
                break;
            default:
                break;
        }

        if (what == "unsigned record")
        {
            card.Afl = "0801010010010400";
        }

        Assert.Equal("0800008000", PlayDynamic(card, "0800008000", asked: false).Tvr);
    }

    [Theory]
    [Point(19, Side.Ill)]
    // Which of them is missing, for SDA, DDA and CDA: the method's own bit, and that something is missing.
    [InlineData(Static, "8F", "62")]
    [InlineData(Static, "90", "62")]
    [InlineData(Static, "9F32", "62")]
    [InlineData(Static, "93", "62")]
    [InlineData(Dynamic, "8F", "28")]
    [InlineData(Dynamic, "90", "28")]
    [InlineData(Dynamic, "9F32", "28")]
    [InlineData(Dynamic, "9F46", "28")]
    [InlineData(Dynamic, "9F47", "28")]
    [InlineData(Combined, "9F46", "24")]
    [InlineData(Combined, "90", "24")]
    // What is missing and need not be there says only that the method failed.
    [InlineData(Dynamic, "92", "08")]
    [InlineData(Dynamic, "9F48", "08")]
    [InlineData(Combined, "92", "04")]
    public void What_fails_and_what_is_missing_has_a_bit_of_its_own(string aip, string missing, string byte1)
    {
        var card = Card(aip).Sign();
        card.Unsigned[card.Unsigned.FindIndex(o => o.Tag == missing)] = ("DF77", "00");
        var result = PlayDynamic(card, byte1 + "00008000", asked: false);
        Assert.Equal((byte1 + "00008000", "E800"), (result.Tvr, result.Tsi));
    }

    [Theory]
    [Point(19, Side.Well)]
    [InlineData(Static, "02")]
    [InlineData(Dynamic, "00")]
    public void What_succeeds_sets_no_failure(string aip, string byte1) =>
        Assert.Equal(byte1 + "00008000", PlayDynamic(Card(aip).Sign(), byte1 + "00008000", asked: aip == Dynamic).Tvr);

    [Fact]
    [Point(20, Side.Well)]
    public void SDA_sets_its_bit_and_keeps_the_authentication_code()
    {
        var script = new Script(Card(Static).Sign()).UpToRecords().First("80", "0200008000", Script.Format1("00", Script.Arqc));
        Assert.Equal(("0200008000", "E800"), (script.Play().Tvr, script.Play().Tsi));
        Assert.Equal("DAC1", Convert.ToHexString(script.Kernel!.Data[0x9F45]!.Value.Span));
    }

    [Theory]
    [Point(20, Side.Ill)]
    [InlineData("other data")]
    [InlineData("other format")]
    [InlineData("header")]
    [InlineData("trailer")]
    [InlineData("algorithm")]
    [InlineData("length")]
    public void A_static_signature_that_is_not_good_fails(string what)
    {
        var card = Card(Static).Sign();
        var data = card.SignedData;
        card.With(
            "93",
            what switch
            {
                "other data" => Text(card.IssuerKey.Sign(Hex("0301DAC1"), [.. data, 0])),
                "other format" => Text(card.IssuerKey.Sign(Hex("0401DAC1"), data)),
                "header" => Text(card.IssuerKey.Sign(Hex("0301DAC1"), data, header: 0x6B)),
                "trailer" => Text(card.IssuerKey.Sign(Hex("0301DAC1"), data, trailer: 0xBD)),
                "algorithm" => Text(card.IssuerKey.Sign(Hex("0302DAC1"), data)),
                _ => card["93"] + "00",
            }
        );
        var script = new Script(card).UpToRecords().First("80", "4200008000", Script.Format1("00", Script.Arqc));
        Assert.Equal("4200008000", script.Play().Tvr);
        Assert.Null(script.Kernel!.Data[0x9F45]);
    }

    [Theory]
    [Point(21, Side.Well)]
    // The card's list, or the terminal's; either format of the answer.
    [InlineData("9F37049A03", Number + "261121", false)]
    [InlineData("", Number, false)]
    [InlineData("", Number, true)]
    public void The_card_signs_what_its_list_or_the_terminals_asks_for(string list, string data, bool format2)
    {
        var card = Card(Dynamic);
        if (list.Length > 0)
        {
            card.With("9F49", list);
        }

        card.Sign();
        var signature = card.Dynamic(data);
        var answer = format2 ? Wrap("77", Wrap("DF01", "00") + Wrap("9F4B", signature)) : Wrap("80", signature);
        var script = new Script(card)
            .UpToRecords()
            .Say($"00880000{data.Length / 2:X2}{data}00", answer + "9000")
            .First("80", "0000008000", Script.Format1("00", Script.Arqc));
        Assert.Equal("0000008000", script.Play().Tvr);
        Assert.Equal("0102030405060708", Convert.ToHexString(script.Kernel!.Data[0x9F4C]!.Value.Span));
    }

    [Theory]
    [Point(21, Side.Ill)]
    [InlineData("other number")]
    [InlineData("other key")]
    [InlineData("format")]
    [InlineData("algorithm")]
    [InlineData("length")]
    [InlineData("short number")]
    [InlineData("long number")]
    [InlineData("number beyond")]
    [InlineData("data beyond")]
    public void A_dynamic_signature_that_is_not_good_fails(string what)
    {
        var card = Card(Dynamic).Sign();
        var number = Hex(Number);
        var signature = what switch
        {
            "other number" => card.Dynamic("12345679"),
            "other key" => Text(TestKey.Card.Sign(Hex("0501090801020304050607" + "08"), number, trailer: 0xBD)),
            "format" => Text(card.Key.Sign(Hex("0301090801020304050607" + "08"), number)),
            "algorithm" => Text(card.Key.Sign(Hex("0502090801020304050607" + "08"), number)),
            "length" => card.Dynamic(Number)[2..],
            "short number" => Text(card.Key.Sign(Hex("0501020101"), number)),
            "long number" => Text(card.Key.Sign(Hex("05010A09010203040506070809"), number)),
            "number beyond" => Text(card.Key.Sign(Hex("050103080102"), number)),
            _ => Text(card.Key.Sign(Hex("0501FF0801020304050607" + "08"), number)),
        };
        var result = PlayDynamic(card, "0800008000", Wrap("80", signature) + "9000");
        Assert.Equal(("0800008000", "E800"), (result.Tvr, result.Tsi));
    }

    [Theory]
    [InlineData("", "9F0206")]
    [InlineData("9F0206", "")]
    [InlineData("9F37", "")]
    [InlineData("", "")]
    public void Without_a_list_that_asks_for_the_unpredictable_number_DDA_fails(string ofCard, string ofTerminal)
    {
        var card = Card(Dynamic);
        if (ofCard.Length > 0)
        {
            card.With("9F49", ofCard);
        }

        PlayDynamic(
            card.Sign(),
            "0800008000",
            arrange: s => s.Application = s.Application with { DefaultDdol = Hex(ofTerminal) },
            asked: false
        );
    }

    [Theory]
    [InlineData("6985", EndReason.CardError)]
    [InlineData("9000", EndReason.BadCardData)]
    [InlineData("77039F4B9000", EndReason.BadCardData)]
    [InlineData("7704DF0101009000", EndReason.BadCardData)]
    [InlineData("81009000", EndReason.BadCardData)]
    public void An_answer_without_a_signature_ends_the_transaction(string answer, EndReason reason)
    {
        var result = new Script(Card(Dynamic).Sign()).UpToRecords().Dynamic(answer).Play();
        Assert.Equal((TransactionOutcome.Ended, reason), (result.Outcome, result.Reason));
    }

    [Fact]
    public void A_signed_record_of_a_proprietary_file_is_signed_with_its_tag_and_must_be_a_template()
    {
        var card = Card(Static);
        const string Afl = "0801010158010101" + "10010400";
        card.Sign();
        var record = Wrap("70", Wrap("DF77", "0102"));
        var inner = card.Record(1, 1);
        var value = inner.StartsWith("7081", StringComparison.Ordinal) ? inner[6..] : inner[4..];
        card.With("93", Text(card.IssuerKey.Sign(Hex("0301DAC1"), [.. Hex(value), .. Hex(record), .. Hex(Static)])));
        foreach (var (answer, tvr) in ((string, string)[])[(record, "0200008000"), ("DF77020102", "4200008000")])
        {
            var script = new Script(card)
                .Selection()
                .Start(Wrap("80", Static + Afl) + "9000")
                .Say("00B2010C00", card.Record(1, 1) + "9000")
                .Say("00B2015C00", answer + "9000");
            for (var i = 1; i <= 4; i++)
            {
                script.Say($"00B2{i:X2}1400", card.Record(2, i) + "9000");
            }

            Assert.Equal(tvr, script.First("80", tvr, Script.Format1("00", Script.Arqc)).Play().Tvr);
        }
    }
}
