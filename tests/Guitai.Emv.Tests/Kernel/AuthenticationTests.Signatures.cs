using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <content>What the signatures prove, and the bits that say so.</content>
public sealed partial class AuthenticationTests
{
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
    // What a key that does not fit into its certificate goes on in (Book 3, 7.5).
    [InlineData(Static, "92", "62")]
    [InlineData(Dynamic, "92", "28")]
    [InlineData(Dynamic, "9F48", "28")]
    [InlineData(Combined, "92", "24")]
    [InlineData(Combined, "9F48", "24")]
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
