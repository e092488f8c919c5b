using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <summary>Points 43 to 48: a card that is tapped (EMV Contactless Books B and C-3, JR/T 0025.12).</summary>
public sealed partial class ContactlessTests
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
}
