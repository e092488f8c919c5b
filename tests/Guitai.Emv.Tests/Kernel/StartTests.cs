using Guitai.Emv.Kernel;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <summary>Points 9 to 14: starting the application and reading its data (EMV Book 3, 10.1 and 10.2).</summary>
public sealed class StartTests
{
    private static Script With(string pdol) => new(new TestCard { Pdol = pdol }.Sign());

    [Theory]
    [Point(9, Side.Well)]
    // No list; shorter and longer numbers; text; compressed numbers; what is not there, and what is a template.
    [InlineData("", "")]
    [InlineData("9F0206", "000000012345")]
    [InlineData("9F0204", "00012345")]
    [InlineData("9F0208", "0000000000012345")]
    [InlineData("9F1A029F3501", "015622")]
    [InlineData("9F1C049F1E0A", "31303030534E3030303030310000")]
    [InlineData("9A039F21039C01", "26112115040500")]
    [InlineData("9F41045F2A025F36019F1502", "000000770156020000")]
    [InlineData("81049F0404", "0000303900000000")]
    [InlineData("9F33049505", "E0F8C8000000000000")]
    [InlineData("9F0607", "A0000003330101")]
    [InlineData("9F09029F1B04", "003000000000")]
    [InlineData("9F7A01DF6901", "0000")]
    [InlineData("7003", "000000")]
    [InlineData("5A0A", "00000000000000000000")]
    public void The_card_gets_what_its_list_asks_for(string list, string data)
    {
        var pdol = list.Replace(" ", "", StringComparison.Ordinal);
        var wanted = With(pdol).Selection().PlayOpen();
        var sent = Convert.ToHexString(Assert.IsType<SendCommand>(wanted).Bytes.Span);
        Assert.Equal($"80A80000{(data.Length / 2) + 2:X2}83{data.Length / 2:X2}{data}00", sent);
    }

    [Theory]
    [Point(9, Side.Ill)]
    // A length that is missing, a tag that breaks off, a length of more than a byte, more than fits into a command.
    [InlineData("9F02")]
    [InlineData("9F")]
    [InlineData("9F028106")]
    [InlineData("9F027F9F027F")]
    public void A_list_that_cannot_be_filled_ends_the_transaction(string pdol)
    {
        var result = With(pdol).Selection().Play();
        Assert.Equal((TransactionOutcome.Ended, EndReason.BadCardData), (result.Outcome, result.Reason));
    }

    [Theory]
    [InlineData("9F027F", "80A8000081837F")]
    [InlineData("9F027F9F0201", "80A8000083838180")]
    [InlineData("9F027F9F027D", "80A80000FF8381FC")]
    public void A_long_list_gets_a_long_length(string pdol, string head)
    {
        var wanted = With(pdol).Selection().PlayOpen();
        var sent = Convert.ToHexString(Assert.IsType<SendCommand>(wanted).Bytes.Span);
        Assert.StartsWith(head.Replace(" ", "", StringComparison.Ordinal), sent, StringComparison.Ordinal);
    }

    [Theory]
    [Point(10, Side.Well)]
    [InlineData("80067C0008010101")]
    [InlineData("770A82027C00940408010101")]
    [InlineData("770F82027C009404080101019F6C020000")]
    public void The_answer_may_have_either_format(string answer)
    {
        var script = new Script().Selection().Start(answer + "9000");
        Assert.Equal("00B2010C00", Convert.ToHexString(Assert.IsType<SendCommand>(script.PlayOpen()).Bytes.Span));
        Assert.Equal("7C00", Convert.ToHexString(script.Kernel!.Data[0x82]!.Value.Span));
    }

    [Theory]
    [Point(10, Side.Ill)]
    [InlineData("9000", EndReason.BadCardData)]
    [InlineData("80027C009000", EndReason.BadCardData)]
    [InlineData("80077C0008010101009000", EndReason.BadCardData)]
    [InlineData("81067C00080101019000", EndReason.BadCardData)]
    [InlineData("80067C000801010180009000", EndReason.BadCardData)]
    [InlineData("770682027C0094049000", EndReason.BadCardData)]
    [InlineData("7704 82027C009000", EndReason.MissingCardData)]
    [InlineData("7706 9404080101019000", EndReason.MissingCardData)]
    [InlineData("7709 82017C9404080101019000", EndReason.BadCardData)]
    [InlineData("770E 82027C0082027C009404080101019000", EndReason.TwiceCardData)]
    [InlineData("7706 82027C0094009000", EndReason.BadCardData)]
    [InlineData("6A81", EndReason.CardError)]
    [InlineData("6700", EndReason.CardError)]
    public void Any_other_answer_ends_the_transaction(string answer, EndReason reason)
    {
        var result = new Script().Selection().Start(answer.Replace(" ", "", StringComparison.Ordinal)).Play();
        Assert.Equal((TransactionOutcome.Ended, reason), (result.Outcome, result.Reason));
        Assert.Equal(reason is not (EndReason.MissingCardData or EndReason.TwiceCardData), result.FallbackAllowed);
    }

    [Fact]
    [Point(11, Side.Well)]
    public void Conditions_not_satisfied_lead_back_to_the_other_applications()
    {
        var card = new TestCard().Sign();
        const string Other = "A000000333010102";
        var fci = Wrap("6F", Wrap("84", Other) + Wrap("A5", Wrap("50", Ascii("TWO")) + Wrap("9F38", "9F1A02"))) + "9000";
        var script = new Script(card) { More = { new(Parameters.Aid.Parse(Other)!.Value, false, 0x0030) } }
            .Directory(Wrap("70", Script.Entry(card.Aid, "ONE", "01") + Script.Entry(Other, "TWO", "02")) + "9000", "6A83")
            .Expect<ChooseApplication>(new ApplicationChosen(0))
            .Select(card.Aid, card.Fci + "9000")
            .Start("6985")
            .Select(Other, fci)
            .Say("80A80000048302015600", "80067C00080101019000");
        Assert.IsType<SendCommand>(script.PlayOpen());
        Assert.Equal("0156", Convert.ToHexString(script.Kernel!.Data[0x9F1A]!.Value.Span));
        Assert.Equal(Other, Convert.ToHexString(script.Kernel.Data[0x84]!.Value.Span));
        // Nothing of the first application is left.
        Assert.Null(script.Kernel.Data[0x87]);
        Assert.Equal("9F1A02", Convert.ToHexString(script.Kernel.Data[0x9F38]!.Value.Span));
    }

    [Fact]
    [Point(11, Side.Ill)]
    public void Conditions_not_satisfied_by_the_only_application_end_the_transaction()
    {
        var result = new Script().Selection().Start("6985").Play();
        Assert.Equal((TransactionOutcome.Ended, EndReason.NoApplication), (result.Outcome, result.Reason));
    }

    [Theory]
    [Point(12, Side.Well)]
    [InlineData("0801020110010100", "00B2010C00")]
    [InlineData("F0FFFF01", "00B2FFF400")]
    [InlineData("08010101", "00B2010C00")]
    public void Records_are_read_as_the_locator_says(string afl, string first)
    {
        var wanted = new Script().Selection().Start($"80{(afl.Length / 2) + 2:X2}7C00{afl}9000").PlayOpen();
        Assert.Equal(first, Convert.ToHexString(Assert.IsType<SendCommand>(wanted).Bytes.Span));
    }

    [Theory]
    [Point(12, Side.Ill)]
    [InlineData("0801010108")]
    [InlineData("08000101")]
    [InlineData("08020101")]
    [InlineData("08010103")]
    [InlineData("09010101")]
    [InlineData("00010101")]
    [InlineData("F8010101")]
    public void A_malformed_locator_ends_the_transaction(string afl)
    {
        var result = new Script().Selection().Start($"80{(afl.Length / 2) + 2:X2}7C00{afl}9000").Play();
        Assert.Equal((TransactionOutcome.Ended, EndReason.BadCardData), (result.Outcome, result.Reason));
    }

    [Theory]
    [InlineData("6A83", EndReason.CardError)]
    [InlineData("9000", EndReason.BadCardData)]
    [InlineData("77009000", EndReason.BadCardData)]
    [InlineData("7003 5A0228 9000", EndReason.BadCardData)]
    [InlineData("7000 7000 9000", EndReason.BadCardData)]
    public void A_record_that_cannot_be_read_ends_the_transaction(string answer, EndReason reason)
    {
        var result = new Script().Selection().Start().Say("00B2010C00", answer.Replace(" ", "", StringComparison.Ordinal)).Play();
        Assert.Equal((TransactionOutcome.Ended, reason, false), (result.Outcome, result.Reason, result.FallbackAllowed));
    }

    [Fact]
    [Point(13, Side.Well)]
    public void A_card_with_all_it_must_have_goes_on_and_its_data_can_be_read()
    {
        var script = new Script().UpToRecords();
        Assert.StartsWith("0088", Convert.ToHexString(Assert.IsType<SendCommand>(script.PlayOpen()).Bytes.Span), StringComparison.Ordinal);
        var data = script.Kernel!.Data;
        Assert.Equal(
            ("6228480000000018", "3012", 1, "6228480000000018D301222010000000000"),
            (data.Pan, data.Expiry, data.SequenceNumber, data.Track2)
        );
    }

    [Theory]
    [Point(13, Side.Ill)]
    [InlineData("5A")]
    [InlineData("5F24")]
    [InlineData("8C")]
    [InlineData("8D")]
    public void A_card_without_one_of_them_ends(string tag)
    {
        var card = new TestCard().Sign();
        card.Without(tag);
        var result = new Script(card).UpToRecords().Play();
        Assert.Equal((TransactionOutcome.Ended, EndReason.MissingCardData), (result.Outcome, result.Reason));
    }

    [Theory]
    [InlineData("5A", "")]
    [InlineData("5A", "622848F000000018")]
    [InlineData("5A", "6228480000000000000018")]
    [InlineData("5A", "6228480F")]
    [InlineData("5F24", "3012")]
    [InlineData("5F24", "301331")]
    [InlineData("5F24", "301200")]
    [InlineData("5F24", "300231")]
    [InlineData("5F24", "3A1231")]
    [InlineData("5F24", "30A231")]
    [InlineData("5F24", "301A31")]
    [InlineData("5F34", "0101")]
    [InlineData("5F34", "FF")]
    public void Data_that_cannot_be_end_the_transaction(string tag, string value)
    {
        var card = new TestCard().Sign();
        card.With(tag, value);
        var result = new Script(card).UpToRecords().Play();
        Assert.Equal((TransactionOutcome.Ended, EndReason.BadCardData), (result.Outcome, result.Reason));
    }

    [Fact]
    [Point(14, Side.Well)]
    public void What_is_the_terminals_to_tell_is_not_taken_from_the_card()
    {
        var card = new TestCard();
        foreach (
            var (tag, value) in ((string, string)[])[("95", "FFFFFFFFFF"), ("9F02", "000000000001"), ("8A", "3030"), ("9F37", "00000000")]
        )
        {
            card.Signed.Add((tag, value));
        }

        card.Signed.Add(("9F02", "000000000001"));
        new Script(card.Sign()).UpToRecords().Dynamic().First("80", "0000008000").Host().Second("40", "00", "0000008000").Play();
    }

    [Theory]
    [Point(14, Side.Ill)]
    [InlineData("5A", "6228480000000018")]
    [InlineData("82", "7C00")]
    [InlineData("94", "08010101")]
    [InlineData("DF01", "00")]
    public void An_object_that_comes_twice_ends_the_transaction(string tag, string value)
    {
        var card = new TestCard().Sign();
        card.Signed.Add(("DF01", "00"));
        card.Unsigned.Insert(0, (tag, value));
        card.Unsigned.RemoveAt(card.Unsigned.Count - 1);
        var result = new Script(card)
            .Selection()
            .Start()
            .Say("00B2010C00", card.Record(1, 1) + "9000")
            .Say("00B2011400", card.Record(2, 1) + "9000")
            .Play();
        Assert.Equal((TransactionOutcome.Ended, EndReason.TwiceCardData), (result.Outcome, result.Reason));
    }

    [Fact]
    public void For_a_refund_the_card_is_read_and_let_go()
    {
        var script = new Script();
        script.Request = script.Request with { Extent = TransactionExtent.CardData };
        var result = script.UpToRecords().Play();
        Assert.Equal((TransactionOutcome.CardRead, EndReason.None, "UNIONPAY DEBIT"), (result.Outcome, result.Reason, result.Label));
        Assert.Equal("6228480000000018", script.Kernel!.Data.Pan);
    }
}
