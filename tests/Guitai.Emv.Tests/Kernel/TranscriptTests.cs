using Guitai.Emv.Kernel;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <summary>
/// Whole transactions as one line each (<c>tests/vectors/emv/transcripts.txt</c>): what the fuzzer begins with and the bench plays. They are made here, so
/// they are as good as the tests that make them; a test holds the file to them.
/// </summary>
public sealed class TranscriptTests
{
    private const string Tvr = "0000008000";

    // Parameters as the fuzzer's target has them.
    private static Script New(TestCard card)
    {
        var script = new Script(card);
        script.Application = script.Application with
        {
            FloorLimit = 20_000,
            ContactlessFloorLimit = 20_000,
            ContactlessCvmLimit = 30_000,
            ContactlessLimit = 500_000,
        };
        return script;
    }

    private static readonly HostAnswered s_approved = new(
        true,
        "00",
        Hex("910AA1A2A3A4A5A6A7A8303071159F1804112233448605841E00000086058418000000720E9F1804556677888605841E000000")
    );

    private static Script Online(string aip, string rules, string pin, string tvr, string last)
    {
        var card = new TestCard { Aip = aip };
        card.With("8E", "0000000000000000" + rules).With("9F0F", "FFFFFFFFFF");
        card.Sign();
        var script = New(card).UpToRecords();
        if (aip[..2] == "7C")
        {
            script.Dynamic();
        }

        if (pin == "plain")
        {
            script
                .Say("80CA9F1700", "9F1701039000")
                .Expect<EnterPin>(new PinEntered(new byte[] { 1, 2, 3, 4 }, default))
                .Say("0020008008241234FFFFFFFFFF", "9000");
        }
        else if (pin == "online")
        {
            script.Expect<EnterPin>(new OnlinePinTaken());
        }

        return script
            .First(tvr == "0000000000" ? "40" : "80", tvr, Script.Format1("80", Script.Arqc))
            .Expect<GoOnline>(s_approved)
            .Say("008200000AA1A2A3A4A5A6A7A83030", "9000")
            .Say("841E000000", "9000")
            .Say("8418000000", "6A80")
            .Second("40", "00", last)
            .Say("841E000000", "9000");
    }

    private static Script Combined()
    {
        var script = New(new TestCard { Aip = "7D00" }.Sign()).UpToRecords();
        return script.First(
            "50",
            "0000000000",
            script.Card.Combined("40", Script.Tc, script.PdolData + script.CdolData("0000000000")) + "9000"
        );
    }

    private static Script Contactless(string cid)
    {
        var card = new TestCard { Aip = "2000" };
        card.Without("8C").Without("8D").Without("57").Without("5F34");
        var script = New(card.Sign());
        var answer =
            Wrap("82", "2000")
            + Wrap("9F36", "0017")
            + Wrap("9F26", Script.Arqc)
            + Wrap("9F10", Script.IssuerData)
            + Wrap("57", "6228480000000018D301222010000000000F")
            + Wrap("5F34", "01")
            + Wrap("9F27", cid)
            + Wrap("9F6C", "0000")
            + Wrap("94", "0801010110010400")
            + Wrap("9F4B", Text(card.Key.Sign(Hex("050103020017"), Hex(Number))));
        var directory = Wrap("6F", Wrap("84", Ascii("2PAY.SYS.DDF01")) + Wrap("A5", Wrap("BF0C", Script.Entry(card.Aid, "QPBOC", "01"))));
        script
            .Select(Ascii("2PAY.SYS.DDF01"), directory + "9000")
            .Select(card.Aid, card.Fci + "9000")
            .Say("80A800000A8308" + Number + "3600400000", Wrap("77", answer) + "9000")
            .Records();
        return cid == "80" ? script.Expect<GoOnline>(s_approved) : script;
    }

    private static Dictionary<string, (byte Mode, Script Script)> All =>
        new()
        {
            ["DDA, online, a script"] = (0x00, Online("7C00", "1F00", "", "0000000000", "0000000020")),
            ["SDA, plain PIN, online"] = (0x00, Online("5C00", "0100", "plain", "0200000000", "0200000020")),
            ["no authentication, online PIN"] = (0x00, Online("1C00", "0200", "online", "8000040000", "8000040020")),
            ["CDA, offline"] = (0x00, Combined()),
            ["contactless, offline"] = (0x02, Contactless("40")),
            ["contactless, online"] = (0x02, Contactless("80")),
        };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_transcript_is_an_approved_transaction(string name)
    {
        var (mode, script) = All[name];
        var result = mode == 0x02 ? script.PlayContactless() : script.Play();
        Assert.Equal((TransactionOutcome.Approved, EndReason.None), (result.Outcome, result.Reason));
    }

    [Fact]
    public void The_file_holds_these_transcripts() =>
        Assert.Equal(
            All.Select(a => $"{a.Key};{a.Value.Script.Transcript(a.Value.Mode)}"),
            Vectors.Lines("emv/transcripts.txt").Select(l => string.Join(';', l))
        );
}
