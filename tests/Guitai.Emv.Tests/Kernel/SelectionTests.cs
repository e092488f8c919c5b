using Guitai.Emv.Commands;
using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <summary>Points 1 to 8: from the reset to the application that is used (EMV Book 1, 8 to 12).</summary>
public sealed partial class SelectionTests
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
        // Whoever chooses nothing must not get to the stripe by it.
        var result = Several().Expect<ChooseApplication>(new ApplicationChosen(null)).Play();
        Assert.Equal((EndReason.NoApplication, false), (result.Reason, result.FallbackAllowed));
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
