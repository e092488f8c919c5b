using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <summary>Points 39 to 42: what the issuer said, and what the card makes of it (EMV Book 3, 10.9 to 10.11).</summary>
public sealed partial class OnlineTests
{
    private const string Tvr = "8000008000";
    private const string Answer = "910A" + "A1A2A3A4A5A6A7A83030";

    // No authentication, no verification; risk management, and issuer authentication when the AIP says so.
    private static Script New(string aip = "0C00", Action<TestCard>? change = null)
    {
        var card = new TestCard { Aip = aip };
        change?.Invoke(card);
        return new Script(card.Sign()).UpToRecords().First("80", Tvr);
    }

    private static Script Authenticate(Script script, string answer = "9000") => script.Say("008200000A" + Answer[4..], answer);

    [Fact]
    public void The_host_gets_what_a_sale_needs()
    {
        var script = New();
        Assert.False(Assert.IsType<GoOnline>(script.PlayOpen()).CardMayLeave);
        var data = script.Kernel!.Data;
        Assert.Equal(
            "9F2608"
                + Script.Arqc
                + "9F270180"
                + Wrap("9F10", Script.IssuerData)
                + "9F3704"
                + Number
                + "9F36020017"
                + "9505"
                + Tvr
                + "9A03261121"
                + "9C0100"
                + "9F0206000000012345"
                + "5F2A020156"
                + "82020C00"
                + "9F1A020156"
                + "9F0306000000000000"
                + "9F3303E0F8C8"
                + "9F34033F0000"
                + "9F350122"
                + "9F1E08534E303030303031"
                + "8408A000000333010101"
                + "9F09020030"
                + "9F410400000077",
            Text(data.Field55(TransactionObjects.SaleTags))
        );
        Assert.Empty(data.Field55([0x9F63]));
    }

    [Fact]
    [Point(39, Side.Well)]
    public void The_issuer_is_authenticated_by_a_command_when_the_card_wants_it()
    {
        var result = Authenticate(New().Host(data: Answer)).Second("40", "00", Tvr).Play();
        Assert.Equal((TransactionOutcome.Approved, Tvr, "3800"), (result.Outcome, result.Tvr, result.Tsi));
        // Or inside the second GENERATE AC, when it does not.
        var script = New("0800", c => c.With("8D", "8A02910A" + TestCard.Cdol)).Host(data: Answer);
        result = script.Cryptogram("40", "3030" + Answer[4..] + script.CdolData(Tvr), Script.Format1("40", Script.Tc)).Play();
        Assert.Equal((TransactionOutcome.Approved, "2800"), (result.Outcome, result.Tsi));
    }

    [Fact]
    [Point(39, Side.Ill)]
    public void An_issuer_that_is_not_authenticated_sets_byte_5_bit_7()
    {
        var result = Authenticate(New().Host(data: Answer), "6300").Second("40", "00", "8000008040").Play();
        Assert.Equal((TransactionOutcome.Approved, "8000008040", "3800"), (result.Outcome, result.Tvr, result.Tsi));
        // Without data of the issuer, or with data that cannot be, nothing was performed.
        foreach (var data in (string[])["", "9107A1A2A3A4A5A6A7", "9111A1A2A3A4A5A6A7A8A1A2A3A4A5A6A7A8A1", "91"])
        {
            Assert.Equal("2800", New().Host(data: data).Second("40", "00", Tvr).Play().Tsi);
        }
    }

    private static string Scripted(int template, string identifier, params string[] commands) =>
        Wrap(
            $"{template:X2}",
            (identifier.Length == 0 ? "" : Wrap("9F18", identifier)) + string.Concat(commands.Select(c => Wrap("86", c)))
        );

    private const string Update = "04DA9F580901AABBCCDD11223344";
    private const string Block = "841E000004AABBCCDD";

    [Fact]
    [Point(40, Side.Well)]
    public void Scripts_run_before_and_after_the_second_GENERATE_AC_and_their_results_are_told()
    {
        var script = New()
            .Host(data: Scripted(0x71, "11223344", Update, Block) + Scripted(0x72, "55667788", Block))
            .Say(Update, "9000")
            .Say(Block, "6282")
            .Second("40", "00", Tvr)
            .Say(Block, "9000");
        var result = script.Play();
        Assert.Equal((TransactionOutcome.Approved, Tvr, "2C00"), (result.Outcome, result.Tvr, result.Tsi));
        Assert.Equal("2011223344" + "2055667788", Text(result.ScriptResults.ToArray()));
        Assert.Equal("DF310A20112233442055667788", Text(script.Kernel!.Data.Field55([0xDF31])));
        Assert.Equal("9F5B0A20112233442055667788", Text(script.Kernel!.Data.Field55([0x9F5B])));
    }

    [Fact]
    public void Results_of_the_first_scripts_are_in_the_second_GENERATE_AC_when_it_asks()
    {
        var script = New(change: c => c.With("8D", "9F5B05")).Host(data: Scripted(0x71, "11223344", Update)).Say(Update, "9000");
        script.Cryptogram("40", "2011223344", Script.Format1("40", Script.Tc));
        Assert.Equal(TransactionOutcome.Approved, script.Play().Outcome);
    }

    [Theory]
    [Point(40, Side.Ill)]
    // The first command, the second, one beyond the fifteenth; nothing that can be sent; no identifier.
    [InlineData(1, 0, "1111223344")]
    [InlineData(2, 1, "1211223344")]
    [InlineData(17, 16, "1F11223344")]
    public void A_script_stops_at_its_first_error_and_the_next_one_runs(int commands, int wrong, string result)
    {
        foreach (var template in (int[])[0x71, 0x72])
        {
            var failed = template == 0x71 ? "8000008020" : "8000008010";
            var all = Enumerable.Range(0, commands).Select(i => $"8418000001{i:X2}").ToArray();
            var script = New().Host(data: Scripted(template, "11223344", all) + Scripted(template, "", Block));
            if (template == 0x72)
            {
                script.Second("40", "00", Tvr);
            }

            for (var i = 0; i <= wrong; i++)
            {
                script.Say(all[i], i == wrong ? "6A80" : "6300");
            }

            script.Say(Block, "9000");
            if (template == 0x71)
            {
                script.Second("40", "00", failed);
            }

            var played = script.Play();
            Assert.Equal((TransactionOutcome.Approved, failed, "2C00"), (played.Outcome, played.Tvr, played.Tsi));
            Assert.Equal(result + "2000000000", Text(played.ScriptResults.ToArray()));
        }
    }

    [Theory]
    [InlineData("710B9F1804112233448603841E00")]
    [InlineData("71079F180411223344")]
    [InlineData("71099F1804112233448609")]
    [InlineData("710F9F1804112233448603841E0086 02841E")]
    public void A_malformed_script_is_not_sent(string script)
    {
        var data = script.Replace(" ", "", StringComparison.Ordinal);
        data = Wrap("71", data[4..]);
        var result = New().Host(data: data).Second("40", "00", "8000008020").Play();
        Assert.Equal("00", Text(result.ScriptResults.ToArray())[..2]);
    }

    [Fact]
    public void Scripts_run_after_a_refusal_too_and_not_after_a_card_that_broke_off()
    {
        var data = Scripted(0x72, "11223344", Block);
        var result = New()
            .Host(approved: false, "51", data)
            .Second("00", "51", Tvr, Script.Format1("00", Script.Arqc))
            .Say(Block, "9000")
            .Play();
        Assert.Equal(
            (TransactionOutcome.Declined, EndReason.IssuerDeclined, "2011223344"),
            (result.Outcome, result.Reason, Text(result.ScriptResults.ToArray()))
        );
        Assert.Equal(EndReason.CardError, New().Host(data: data).Second("40", "00", Tvr, "6F00").Play().Reason);
    }

    [Fact]
    public void A_card_that_leaves_during_the_last_scripts_has_decided()
    {
        var script = New().Host(data: Scripted(0x72, "11223344", Block)).Second("40", "00", Tvr).Say(Block, "9000");
        foreach (var input in (KernelInput[])[new CardGone(), new CardAnswered(Hex("90")), new Cancelled()])
        {
            var result = script.PlayUntil(script.Count - 1, input);
            Assert.Equal((TransactionOutcome.Approved, EndReason.None, false), (result.Outcome, result.Reason, result.ReversalWanted));
        }
    }

    [Theory]
    [Point(41, Side.Well)]
    // The defaults do not mind: the card may approve by itself, and the question that was lost is turned round.
    [InlineData("0000000000", true)]
    [InlineData("7FFFFF7FFF", false)]
    public void Without_an_answer_the_defaults_may_let_the_card_approve(string code, bool asked)
    {
        var script = New(change: c => c.With("9F0D", code));
        script.Application = script.Application with { DefaultCode = default };
        var result = script.Expect<GoOnline>(new HostSilent(asked)).Second("40", "Y3", Tvr).Play();
        Assert.Equal(
            (TransactionOutcome.Approved, EndReason.None, asked, asked),
            (result.Outcome, result.Reason, result.ReversalWanted, result.WentOnline)
        );
    }

    [Theory]
    [Point(41, Side.Ill)]
    [InlineData("0000008000", "0000000000", 0x22)]
    [InlineData("0000000000", "8000000000", 0x22)]
    [InlineData(null, "0000000000", 0x22)]
    [InlineData("0000000000", "0000000000", 0x21)]
    public void Without_an_answer_the_defaults_refuse(string? issuer, string acquirer, int type)
    {
        var script = New(change: c =>
        {
            c.Without("9F0D");
            if (issuer is not null)
            {
                c.With("9F0D", issuer);
            }
        });
        script.Application = script.Application with { DefaultCode = ActionCode.From(Hex(acquirer))!.Value };
        script.Profile = script.Profile with { Type = (byte)type };
        script = new Script(script.Card) { Application = script.Application, Profile = script.Profile };
        script
            .UpToRecords()
            .First("80", Tvr)
            .Expect<GoOnline>(new HostSilent(true))
            .Second("00", "Z3", Tvr, Script.Format1("00", Script.Arqc));
        var result = script.Play();
        Assert.Equal((TransactionOutcome.Declined, EndReason.HostSilent, true), (result.Outcome, result.Reason, result.ReversalWanted));
    }
}
