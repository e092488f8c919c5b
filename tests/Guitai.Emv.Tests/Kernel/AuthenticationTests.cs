using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <summary>Points 15 to 21: whether the card is genuine (EMV Book 3, 10.3; Book 2, 5 and 6). The TVR is that of the first GENERATE AC, byte for byte.</summary>
public sealed partial class AuthenticationTests
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
}
