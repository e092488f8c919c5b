using Guitai.Emv.Commands;
using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <summary>Where things end: cards that keep the kernel busy, answers that are none, elements at the edge of their form.</summary>
public sealed class BoundaryTests
{
    [Theory]
    [InlineData(CardProtocol.T1)]
    [InlineData(CardProtocol.T0)]
    public void A_card_that_keeps_the_kernel_busy_is_let_go(CardProtocol protocol)
    {
        // Thirty files of 255 records each, and every record is an empty template.
        var locator = string.Concat(Enumerable.Range(1, 30).Select(f => $"{f << 3:X2}01FF00"));
        var script = new Script { Protocol = protocol }
            .Selection()
            .Start(Wrap("80", "0000" + locator) + "9000");
        var wanted = script.PlayOpen();
        var commands = 5;
        for (; wanted is SendCommand; commands++)
        {
            wanted = script.Kernel!.Handle(new CardAnswered(Hex("70009000")));
        }

        var result = Assert.IsType<Finished>(wanted).Result;
        Assert.Equal(
            (TransactionOutcome.Ended, EndReason.TooManyCommands, EmvKernel.MostCommands),
            (result.Outcome, result.Reason, commands)
        );
    }

    [Fact]
    public void A_directory_that_never_ends_is_read_to_64_records()
    {
        var script = new Script();
        script.Directory([.. Enumerable.Repeat(Wrap("70", Script.Entry(script.Card.Aid, "ONE", "01")) + "9000", 64)]);
        var sent = Convert.ToHexString(Assert.IsType<SendCommand>(script.PlayOpen()).Bytes.Span);
        Assert.Equal($"00A40400{script.Card.Aid.Length / 2:X2}{script.Card.Aid}00", sent);
    }

    [Fact]
    public void A_choice_that_was_not_offered_and_a_PIN_that_is_none_are_misuse()
    {
        var card = new TestCard { Aip = "1000", Priority = "81" }
            .With("8E", "00000000000000000400")
            .Sign();
        var script = new Script(card).Directory(Wrap("70", Script.Entry(card.Aid, "ONE", "81")) + "9000", "6A83");
        script.PlayOpen();
        Assert.Throws<InvalidOperationException>(() => script.Kernel!.Handle(new ApplicationChosen(1)));
        Assert.Throws<InvalidOperationException>(() => script.Kernel!.Handle(new ApplicationChosen(-1)));
        script.Expect<ChooseApplication>(new ApplicationChosen(0)).Select(card.Aid, card.Fci + "9000");
        script.Start().Records().Say("80CA9F1700", "6A88");
        var pin = Assert.IsType<EnterPin>(script.PlayOpen());
        foreach (
            var (digits, random) in ((int[], int)[])
                [
                    ([1, 2, 3], pin.RandomBytes),
                    ([1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3], pin.RandomBytes),
                    ([1, 2, 3, 10], pin.RandomBytes),
                    ([1, 2, 3, 4], pin.RandomBytes - 1),
                    ([1, 2, 3, 4], pin.RandomBytes + 1),
                ]
        )
        {
            var input = new PinEntered(digits.Select(d => (byte)d).ToArray(), new byte[random]);
            Assert.Throws<InvalidOperationException>(() => script.Kernel!.Handle(input));
        }

        Assert.Throws<InvalidOperationException>(() => script.Kernel!.Handle(new OnlinePinTaken()));
        Assert.IsType<SendCommand>(script.Kernel!.Handle(new PinEntered(new byte[] { 9, 0, 0, 9 }, new byte[pin.RandomBytes])));
    }

    [Fact]
    public void A_kernel_may_begin_again_and_forgets_what_was()
    {
        using var kernel = new EmvKernel(new Script().Parameters, new Script().Profile);
        kernel.Start(new Script().Request, Hex(Script.Reset), CardProtocol.T0);
        kernel.Start(new Script().Request, Hex("00"));
        var bad = Assert.IsType<Finished>(kernel.Handle(new CardGone()));
        Assert.Equal(EndReason.BadReset, bad.Result.Reason);
        var again = Assert.IsType<SendCommand>(kernel.Start(new Script().Request, Hex(Script.Reset)));
        Assert.Equal("00A404000E315041592E5359532E4444463031", Text(again.Bytes.ToArray()));
        again = Assert.IsType<SendCommand>(kernel.StartContactless(new Script().Request));
        Assert.Equal("00A404000E325041592E5359532E444446303100", Text(again.Bytes.ToArray()));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_script_has_at_most_64_commands(int commands, bool runs)
    {
        var template = Wrap("71", string.Concat(Enumerable.Repeat("8605841E000000", commands)));
        var script = new Script(new TestCard { Aip = "0000" }.Sign()).UpToRecords().First("80", "8000000000").Host(data: template);
        Assert.Equal(
            runs ? "841E000000" : "80AE40",
            Text(Assert.IsType<SendCommand>(script.PlayOpen()).Bytes.ToArray())[..(runs ? 10 : 6)]
        );
    }

    [Fact]
    public void Nothing_of_card_or_PIN_is_printed()
    {
        var script = new Script().UpToRecords();
        var wanted = script.PlayOpen();
        Assert.DoesNotContain("6228", wanted.ToString() + script.Kernel!.Data, StringComparison.Ordinal);
        Assert.Equal("The card answered 3 bytes", new CardAnswered(Hex("6228AA")).ToString());
        Assert.Equal("9000", new CardAnswer(Hex("6228AA"), 0x9000).ToString());
        Assert.EndsWith("data elements", script.Kernel.Data.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    // Track 2 without a number of its own beside it; without a separator; with two.
    [InlineData("6228480000000018D301222010000000000F", "6228480000000018", "3012")]
    [InlineData("622848000000001830122201", "", "")]
    [InlineData("6228480000000018D3012D2201", "", "")]
    [InlineData("6228480000000018D30F", "6228480000000018", "")]
    public void Without_its_own_element_the_number_is_read_off_track_2(string track, string pan, string expiry)
    {
        var objects = new TransactionObjects();
        objects.Put(0x57, Hex(track));
        Assert.Equal((pan, expiry), (objects.Pan, objects.Expiry));
        Assert.Null(objects.SequenceNumber);
    }

    [Fact]
    public void Texts_of_the_terminal_are_filled_and_cut_to_their_length()
    {
        var script = new Script(new TestCard { Pdol = "9F1C089F160F9F1E089F4E049F15029F3501" }.Sign());
        script.Profile = script.Profile with
        {
            TerminalId = "123",
            MerchantId = "898310058120001999",
            SerialNumber = "SERIALNUMBER",
            MerchantName = "SHOP",
            MerchantCategory = 5411,
            Type = 0x25,
        };
        var sent = Text(Assert.IsType<SendCommand>(script.Selection().PlayOpen()).Bytes.ToArray());
        Assert.Equal("80A80000288326" + Ascii("123     898310058120001SERIALNUSHOP") + "5411" + "25" + "00", sent);
    }

    [Fact]
    public void Control_information_that_is_nested_too_deep_is_none()
    {
        var deep = "";
        for (var i = 0; i < 12; i++)
        {
            deep = Wrap("E1", deep);
        }

        var script = new Script();
        var fci = Wrap("6F", Wrap("84", script.Card.Aid) + Wrap("A5", deep)) + "9000";
        script.Directory(Wrap("70", Script.Entry(script.Card.Aid, "ONE", "01")) + "9000", "6A83").Select(script.Card.Aid, fci);
        Assert.Equal(EndReason.NoApplication, script.Play().Reason);
    }

    [Fact]
    public void The_binary_amounts_are_cut_at_what_four_bytes_hold()
    {
        var script = new Script(new TestCard { Pdol = "81049F02069F0404" }.Sign());
        script.Request = script.Request with { AmountMinor = 999_999_999_999, OtherAmountMinor = 256 };
        var sent = Text(Assert.IsType<SendCommand>(script.Selection().PlayOpen()).Bytes.ToArray());
        Assert.Equal("80A8000010830E" + "FFFFFFFF" + "999999999999" + "00000100" + "00", sent);
    }

    [Fact]
    public void The_electronic_cash_limit_is_told_when_there_is_one()
    {
        var script = new Script(new TestCard { Pdol = "9F7B06" }.Sign());
        script.Application = script.Application with { ElectronicCashLimit = 100_000 };
        Assert.Equal(
            "80A80000088306" + "000000100000" + "00",
            Text(Assert.IsType<SendCommand>(script.Selection().PlayOpen()).Bytes.ToArray())
        );
    }
}
