using Guitai.Emv.Commands;
using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <summary>Points 1 to 8: from the reset to the application that is used (EMV Book 1, 8 to 12).</summary>
public sealed class SelectionTests
{
    private const string Debit = "A000000333010101";
    private const string Credit = "A000000333010102";
    private const string Other = "A0000000031010";

    private static readonly Aid s_union = Aid.Parse("A000000333")!.Value;

    // What the kernel wants when an application was selected.
    private static void IsStarted(Wanted wanted) =>
        Assert.StartsWith("80A8", Convert.ToHexString(Assert.IsType<SendCommand>(wanted).Bytes.Span), StringComparison.Ordinal);

    private static string Fci(string aid, string priority = "01") =>
        Wrap("6F", Wrap("84", aid) + Wrap("A5", Wrap("50", Ascii("APP")) + Wrap("87", priority))) + "9000";

    private static ApplicationParameters Parameters(string aid, bool partial = true) => new(Aid.Parse(aid)!.Value, partial, 0x0030);

    private static Script Union() => new() { Application = Parameters("A000000333") };

    [Theory]
    [Point(1, Side.Well)]
    [InlineData("3B6500002063CB6800", CardProtocol.T0, "2063CB6800")]
    [InlineData("3B00", CardProtocol.T0, "")]
    [InlineData("3F6500002063CB6800", CardProtocol.T0, "2063CB6800")]
    [InlineData("3B80800101", CardProtocol.T0, "")]
    [InlineData("3BE000008131204500", CardProtocol.T1, null)]
    [InlineData("3BE50000812145006576697300", CardProtocol.T1, null)]
    [InlineData("3B6E00000031C071C66401B0030102829000", CardProtocol.T0, null)]
    [InlineData("3B900094", null, null)]
    [InlineData("3B9011003F", null, null)]
    public void A_reset_of_a_payment_card_tells_its_protocol(string hex, CardProtocol? protocol, string? historical)
    {
        var bytes = Hex(hex);
        if (hex.StartsWith("3BE", StringComparison.Ordinal))
        {
            // The check character is put right: the rest is what matters.
            var sum = 0;
            foreach (var value in bytes[1..^1])
            {
                sum ^= value;
            }

            bytes[^1] = (byte)sum;
        }

        var reset = AnswerToReset.Parse(bytes);
        Assert.Equal(protocol, reset?.Protocol);
        if (historical is not null)
        {
            Assert.Equal(historical, Convert.ToHexString(reset!.Historical.Span));
        }
    }

    [Theory]
    [Point(1, Side.Ill)]
    [InlineData("")]
    [InlineData("3B")]
    [InlineData("3C6500002063CB6800")]
    [InlineData("3B6500002063CB68")]
    [InlineData("3B6500002063CB680000")]
    [InlineData("3B6525002063CB6800")]
    [InlineData("3B800202")]
    [InlineData("3B80")]
    [InlineData("3BE00000811021450000")]
    [InlineData("3BE000008131FF4500AA")]
    [InlineData("3B8080015E")]
    [InlineData("3B80800202")]
    public void A_reset_that_no_payment_card_gives_is_refused_and_the_stripe_may_be_read(string hex)
    {
        Assert.Null(AnswerToReset.Parse(Hex(hex)));
        var kernel = new EmvKernel(new Script().Parameters, new Script().Profile);
        var result = Assert.IsType<Finished>(kernel.Start(new Script().Request, Hex(hex))).Result;
        Assert.Equal((TransactionOutcome.Ended, EndReason.BadReset, true), (result.Outcome, result.Reason, result.FallbackAllowed));
    }

    [Theory]
    [InlineData("3BF01100FF0100EE", null)]
    // TA2: specific mode with the parameters of TA1, and the protocol of TD1.
    [InlineData("3B90111000", CardProtocol.T0)]
    [InlineData("3B90111010", null)]
    [InlineData("3B90111001", null)]
    // TB2, TC2 other than 0A, TD2 of another protocol.
    [InlineData("3B80200000", null)]
    [InlineData("3B80400A", CardProtocol.T0)]
    [InlineData("3B804009", null)]
    [InlineData("3B80801E9E", null)]
    // Group 3 of T=1: IFSI 00 and FF, BWI 5, CWI 6, TC3, no TB3.
    [InlineData("3B8081312045", CardProtocol.T1)]
    [InlineData("3B8081310045", null)]
    [InlineData("3B80813120FF", null)]
    [InlineData("3B8081312055", null)]
    [InlineData("3B8081312046", null)]
    [InlineData("3B808171204500", CardProtocol.T1)]
    [InlineData("3B808171204501", null)]
    [InlineData("3B80811120", null)]
    public void Interface_characters_are_those_of_Book_1(string hex, CardProtocol? protocol)
    {
        var bytes = Hex(hex);
        if (hex.Contains("81", StringComparison.Ordinal))
        {
            bytes = [.. bytes, bytes[1..].Aggregate((byte)0, (sum, b) => (byte)(sum ^ b))];
        }

        Assert.Equal(protocol, AnswerToReset.Parse(bytes)?.Protocol);
    }

    [Fact]
    [Point(2, Side.Well)]
    public void Over_T0_announced_data_are_fetched_and_a_wrong_length_is_put_right()
    {
        var script = new Script { Protocol = null };
        var card = script.Card;
        var directory = "00A404000E" + Ascii("1PAY.SYS.DDF01");
        var fci = Wrap("6F", Wrap("84", Ascii("1PAY.SYS.DDF01")) + Wrap("A5", Wrap("88", "01")));
        var record = Wrap("70", Script.Entry(card.Aid, card.Label, card.Priority));
        script
            .Say(directory, $"61{fci.Length / 2:X2}")
            .Say($"00C00000{fci.Length / 2:X2}", fci + "9000")
            .Say("00B2010C00", $"6C{record.Length / 2:X2}")
            .Say($"00B2010C{record.Length / 2:X2}", record + "9000")
            .Say("00B2020C00", "6A83")
            .Say($"00A40400{card.Aid.Length / 2:X2}{card.Aid}", "6110")
            // A part, and more of it.
            .Say("00C0000010", card.Fci[..32] + $"61{(card.Fci.Length / 2) - 16:X2}")
            .Say($"00C00000{(card.Fci.Length / 2) - 16:X2}", card.Fci[32..] + "9000");
        var send = Assert.IsType<SendCommand>(script.PlayOpen());
        Assert.Equal("80A800000A8308" + Number + "00000000", Convert.ToHexString(send.Bytes.Span));
    }

    [Fact]
    [Point(2, Side.Ill)]
    public void Over_T0_a_card_that_announces_data_for_ever_is_let_go()
    {
        var exchange = new T0Exchange(new CommandApdu(0x00, 0xA4, 4, 0, Hex(Debit), CommandApdu.All));
        Assert.Equal("00A4040008" + Debit, Convert.ToHexString(exchange.First));
        var steps = 0;
        CardAnswer answer;
        byte[]? next;
        do
        {
            answer = exchange.Take(CardAnswer.Parse(Hex("0102616F"))!.Value, out next);
            steps++;
        } while (next is not null);
        Assert.Equal((17, 0), (steps, answer.Status));
    }

    [Theory]
    // A warning before the data stays the status; a warning at the end is what it is.
    [InlineData("6283", "00C0000000", "6F02AAAA9000", "6F02AAAA6283")]
    [InlineData("6310", "00C0000000", "6C02;AABB9000", "AABB6310")]
    [InlineData("6283", "00C0000000", "6A82", "6A82")]
    [InlineData("6100", "00C0000000", "AA9000", "AA9000")]
    [InlineData("6A82", null, null, "6A82")]
    [InlineData("9000", null, null, "9000")]
    // 6C of a command with data is no correction.
    [InlineData("6C05", null, null, "6C05")]
    public void Over_T0_warnings_stay(string first, string? fetch, string? second, string expected)
    {
        var exchange = new T0Exchange(new CommandApdu(0x00, 0xA4, 4, 0, Hex(Debit), CommandApdu.All));
        var answer = exchange.Take(CardAnswer.Parse(Hex(first))!.Value, out var next);
        Assert.Equal(fetch, next is null ? null : Convert.ToHexString(next));
        foreach (var step in second?.Split(';') ?? [])
        {
            answer = exchange.Take(CardAnswer.Parse(Hex(step))!.Value, out next);
        }

        Assert.Null(next);
        Assert.Equal(expected, Convert.ToHexString(answer.Data.Span) + $"{answer.Status:X4}");
    }

    [Theory]
    [InlineData("80CA9F1700", 2, "80CA9F1700")]
    [InlineData("0084000008", 2, "0084000008")]
    [InlineData("801E0000", 1, "801E000000")]
    [InlineData("0020008002AABB", 3, "0020008002AABB")]
    [InlineData("00A4040002AABB00", 4, "00A4040002AABB")]
    public void A_command_has_a_case_and_its_T0_form(string hex, int number, string t0)
    {
        var command = CommandApdu.Parse(Hex(hex))!;
        Assert.Equal((number, hex), (command.Case, Convert.ToHexString(command.ToBytes())));
        Assert.Equal(t0, Convert.ToHexString(new T0Exchange(command).First));
        Assert.Equal(hex[..8], command.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("00A404")]
    [InlineData("00A4040000AA")]
    [InlineData("00A4040003AABB")]
    [InlineData("00A4040001AABBCC")]
    public void What_is_no_command_is_none(string hex) => Assert.Null(CommandApdu.Parse(Hex(hex)));

    [Fact]
    [Point(3, Side.Well)]
    public void The_directory_is_read_to_its_end_and_unknown_entries_are_passed_over()
    {
        var wanted = new Script { More = { Parameters(Credit) } }
            .Directory(
                Wrap("70", Script.Entry(Other, "OTHER", "01") + Script.Entry(Debit, "ONE", "02") + Wrap("61", Wrap("9D", "AABBCCDDEE")))
                    + "9000",
                Wrap("70", Script.Entry(Credit, "TWO", "01")) + "9000",
                "6A83"
            )
            .PlayOpen();
        var choose = Assert.IsType<ChooseApplication>(wanted);
        Assert.Equal(["TWO", "ONE"], choose.Applications.Select(a => a.Label));
        Assert.False(choose.Again);
    }

    [Theory]
    [Point(3, Side.Ill)]
    // A record that is none, and an error in the middle: the list is tried instead.
    [InlineData("77009000")]
    [InlineData("70056103000000900000")]
    [InlineData("6A81")]
    public void A_directory_that_breaks_off_is_not_used(string record)
    {
        var wanted = new Script()
            .Directory(Wrap("70", Script.Entry(Debit, "ONE", "01")) + "9000", record)
            .Select(Debit, Fci(Debit))
            .PlayOpen();
        Assert.Equal("00A4040008" + Debit + "00", Convert.ToHexString(Assert.IsType<SendCommand>(wanted).Bytes.Span));
    }

    [Theory]
    [Point(4, Side.Well)]
    [InlineData("6A82")]
    [InlineData("6283")]
    [InlineData("6F00")]
    // Control information that is none, of another name, without a file, with a file that cannot be.
    [InlineData("6F009000")]
    [InlineData("6F158404AABBCCDDA50D88010100000000000000000000009000")]
    [InlineData("6F10840E315041592E5359532E4444463031A5009000")]
    [InlineData("6F15840E315041592E5359532E4444463031A50388010B9000")]
    [InlineData("6F15840E315041592E5359532E4444463031A5038801009000")]
    public void Without_a_directory_each_identifier_is_asked_for(string answer)
    {
        var script = new Script { Application = Parameters(Other), More = { Parameters(Debit) } }
            .Select(Ascii("1PAY.SYS.DDF01"), answer)
            .Select(Other, "6A82")
            .Select(Debit, Fci(Debit))
            .Select(Debit, Fci(Debit));
        IsStarted(script.PlayOpen());
    }

    [Fact]
    [Point(4, Side.Ill)]
    public void A_directory_with_nothing_for_us_leads_to_the_list_too()
    {
        var script = new Script().Directory(Wrap("70", Script.Entry(Other, "OTHER", "01")) + "9000", "6A83").Select(Debit, "6A82");
        Assert.Equal(EndReason.NoApplication, script.Play().Reason);
    }

    [Fact]
    [Point(5, Side.Well)]
    public void A_partial_identifier_finds_all_occurrences()
    {
        var script = Union()
            .Select(Ascii("1PAY.SYS.DDF01"), "6A82")
            .Select("A000000333", Fci(Debit, "02"))
            .Select("A000000333", Fci(Credit, "01"), next: true)
            .Select("A000000333", "6A82", next: true);
        var choose = Assert.IsType<ChooseApplication>(script.PlayOpen());
        Assert.Equal([Credit, Debit], choose.Applications.Select(a => a.Aid.Hex));
    }

    [Fact]
    [Point(5, Side.Ill)]
    public void A_longer_name_is_not_taken_where_only_the_whole_one_counts()
    {
        var script = new Script { Application = Parameters("A000000333", partial: false) }
            .Select(Ascii("1PAY.SYS.DDF01"), "6A82")
            .Select("A000000333", Fci(Debit))
            .Select("A000000333", Fci(Credit), next: true)
            .Select("A000000333", "6A82", next: true);
        Assert.Equal(EndReason.NoApplication, script.Play().Reason);
        // The same in the directory.
        script = new Script { Application = Parameters("A000000333", partial: false) }
            .Directory(Wrap("70", Script.Entry(Debit, "ONE", "01")) + "9000", "6A83")
            .Select("A000000333", "6A82");
        Assert.Equal(EndReason.NoApplication, script.Play().Reason);
    }

    [Fact]
    public void A_name_that_does_not_begin_as_asked_ends_the_search_for_it()
    {
        var script = Union().Select(Ascii("1PAY.SYS.DDF01"), "6A82").Select("A000000333", Fci(Other));
        Assert.Equal(EndReason.NoApplication, script.Play().Reason);
    }

    [Fact]
    public void A_card_that_always_has_a_next_one_is_let_go()
    {
        var script = Union().Select(Ascii("1PAY.SYS.DDF01"), "6A82").Select("A000000333", Fci(Debit));
        for (var i = 0; i < 16; i++)
        {
            script.Select("A000000333", Fci($"{Debit[..14]}{i + 16:X2}"), next: true);
        }

        Assert.Equal(17, Assert.IsType<ChooseApplication>(script.PlayOpen()).Applications.Count);
    }

    [Fact]
    [Point(6, Side.Well)]
    public void A_blocked_application_is_dropped_and_the_next_one_is_used()
    {
        var script = Union()
            .Select(Ascii("1PAY.SYS.DDF01"), "6A82")
            .Select("A000000333", Fci(Debit)[..^4] + "6283")
            .Select("A000000333", Fci(Credit), next: true)
            .Select("A000000333", "6A82", next: true)
            .Select(Credit, Fci(Credit));
        IsStarted(script.PlayOpen());
    }

    [Fact]
    [Point(6, Side.Ill)]
    public void A_blocked_card_ends_without_fallback()
    {
        var result = new Script().Select(Ascii("1PAY.SYS.DDF01"), "6A81").Play();
        Assert.Equal((EndReason.CardBlocked, false), (result.Reason, result.FallbackAllowed));
        result = new Script().Select(Ascii("1PAY.SYS.DDF01"), "6A82").Select(Debit, "6A81").Play();
        Assert.Equal((EndReason.CardBlocked, false), (result.Reason, result.FallbackAllowed));
        result = new Script().Select(Ascii("1PAY.SYS.DDF01"), "6A82").Select(Debit, Fci(Debit)[..^4] + "6283").Play();
        Assert.Equal((EndReason.ApplicationBlocked, false), (result.Reason, result.FallbackAllowed));
        // Only the first SELECT says so for the whole card.
        result = new Script { More = { Parameters(Other) } }
            .Select(Ascii("1PAY.SYS.DDF01"), "6A82")
            .Select(Debit, "6A82")
            .Select(Other, "6A81")
            .Play();
        Assert.Equal((EndReason.NoApplication, true), (result.Reason, result.FallbackAllowed));
    }

    private static Script Several(bool choose = true) =>
        new Script { Application = Parameters("A000000333"), Profile = new Script().Profile with { CardholderChooses = choose } }.Directory(
            Wrap("70", Script.Entry(Debit, "ONE", "02") + Script.Entry(Credit, "TWO", "81") + Script.Entry("A000000333010103", "THREE", ""))
                + "9000",
            "6A83"
        );

    [Fact]
    [Point(7, Side.Well)]
    public void Applications_are_offered_by_rank_and_the_chosen_one_is_selected()
    {
        var script = Several()
            .Expect<ChooseApplication>(
                new ApplicationChosen(1),
                c => Assert.Equal(["TWO", "ONE", "THREE"], c.Applications.Select(a => a.Label))
            )
            .Select(Debit, Fci(Debit));
        IsStarted(script.PlayOpen());
        // Without a choice of people's, the first; with its confirmation when it wants one.
        script = Several(choose: false)
            .Expect<ChooseApplication>(new ApplicationChosen(0), c => Assert.Equal(["TWO"], c.Applications.Select(a => a.Label)))
            .Select(Credit, Fci(Credit));
        IsStarted(script.PlayOpen());
    }

    [Fact]
    [Point(7, Side.Ill)]
    public void What_was_not_confirmed_is_not_used()
    {
        var script = Several(choose: false).Expect<ChooseApplication>(new ApplicationChosen(null)).Select(Debit, Fci(Debit));
        IsStarted(script.PlayOpen());
        Assert.Equal(EndReason.NoApplication, Several().Expect<ChooseApplication>(new ApplicationChosen(null)).Play().Reason);
    }

    [Theory]
    [InlineData("6283")]
    [InlineData("6A82")]
    [InlineData("6F009000")]
    public void An_application_that_cannot_be_selected_is_not_offered_again(string answer)
    {
        var script = Several()
            .Expect<ChooseApplication>(new ApplicationChosen(0))
            .Select(Credit, answer)
            .Expect<ChooseApplication>(
                new ApplicationChosen(1),
                c => Assert.Equal(("ONE,THREE", true), (string.Join(',', c.Applications.Select(a => a.Label)), c.Again))
            )
            .Select("A000000333010103", Fci("A000000333010103"));
        IsStarted(script.PlayOpen());
    }

    [Fact]
    [Point(8, Side.Well)]
    public void A_card_without_our_applications_may_fall_back()
    {
        var result = new Script().Select(Ascii("1PAY.SYS.DDF01"), "6A82").Select(Debit, "6A82").Play();
        Assert.Equal((TransactionOutcome.Ended, EndReason.NoApplication, true), (result.Outcome, result.Reason, result.FallbackAllowed));
        Assert.Null(result.Aid);
    }

    [Fact]
    [Point(8, Side.Ill)]
    public void A_card_whose_only_application_is_blocked_may_not()
    {
        var result = new Script().Directory(Wrap("70", Script.Entry(Debit, "ONE", "01")) + "9000", "6A83").Select(Debit, "6283").Play();
        Assert.Equal((EndReason.ApplicationBlocked, false), (result.Reason, result.FallbackAllowed));
    }

    [Theory]
    // The preferred name in the Latin alphabet, else the label, else the identifier.
    [InlineData("9F1101019F1204426E6E65", "Bnne")]
    [InlineData("9F1101029F1204426E6E65", "LABEL")]
    [InlineData("9F1204426E6E65", "LABEL")]
    [InlineData("9F1101019F1202E9E8", "LABEL")]
    [InlineData("5000", Debit)]
    [InlineData("5002C4E3", Debit)]
    public void A_receipt_names_the_application(string objects, string label)
    {
        var own = objects.StartsWith("50", StringComparison.Ordinal) ? objects : Wrap("50", Ascii("LABEL")) + objects;
        var entry = Wrap("61", Wrap("4F", Debit) + own + Wrap("87", "81"));
        var choose = new Script().Directory(Wrap("70", entry) + "9000", "6A83").PlayOpen();
        Assert.Equal(label, Assert.Single(Assert.IsType<ChooseApplication>(choose).Applications).Label);
    }

    [Fact]
    public void The_longest_matching_parameters_count()
    {
        KernelParameters parameters = new([Parameters("A000000333"), Parameters("A00000033301"), Parameters("A00000033301010101")], []);
        Assert.Equal("A00000033301", Selection.Candidate.Match(parameters, Aid.Parse(Debit)!.Value)!.Aid.Hex);
        Assert.Equal("A000000333", Selection.Candidate.Match(parameters, s_union)!.Aid.Hex);
        Assert.Null(Selection.Candidate.Match(parameters, Aid.Parse(Other)!.Value));
    }
}
