using System.Numerics;
using Guitai.Emv.Commands;
using Guitai.Emv.Kernel;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <summary>Points 25 to 30: whether it is the cardholder (EMV Book 3, 10.5; Book 2, 7; Book 4, 6.3.4).</summary>
public sealed partial class CvmTests
{
    // Cardholder verification and nothing else; the CDOL asks for the CVM results too.
    private const string Aip = "1000";
    private const string WithResults = TestCard.Cdol + "9F3403";

    private static Script New(
        string rules,
        string x = "00000000",
        string y = "00000000",
        Action<TestCard>? change = null,
        string capabilities = "F8"
    )
    {
        var card = new TestCard { Aip = Aip };
        card.With("8E", x + y + rules).With("8C", WithResults);
        change?.Invoke(card);
        var script = new Script(card.Sign());
        script.Profile = script.Profile with { Capabilities = Hex("E0" + capabilities + "C8") };
        return script.UpToRecords();
    }

    private static TransactionResult End(Script script, string results, string byte3 = "00", string byte1 = "80") =>
        script
            .Cryptogram(
                byte1 + byte3 == "0000" ? "40" : "80",
                script.CdolData($"{byte1}00{byte3}0000") + results,
                Script.Format1("00", Script.Arqc)
            )
            .Play();

    private static PinEntered Pin(string digits, int random = 0) =>
        new(digits.Select(d => (byte)(d - '0')).ToArray(), Enumerable.Range(0, random).Select(i => (byte)i).ToArray());

    private static Action<EnterPin> Asks(PinUse use, int? tries, bool again = false) =>
        p => Assert.Equal((use, tries, again, false), (p.Use, p.TriesLeft, p.Again, p.CardMayLeave));

    [Theory]
    [Point(25, Side.Well)]
    // Always; not cash; supported; own currency below and above X and Y.
    [InlineData("1F00", "1F0002", TransactionKind.Goods)]
    [InlineData("1F01", "1F0102", TransactionKind.UnattendedCash)]
    [InlineData("1F02", "1F0202", TransactionKind.Goods)]
    [InlineData("1F02", "1F0202", TransactionKind.Services)]
    [InlineData("1F03", "1F0302", TransactionKind.Goods)]
    [InlineData("1F04", "1F0402", TransactionKind.ManualCash)]
    [InlineData("1F05", "1F0502", TransactionKind.Cashback)]
    [InlineData("1F061F07", "1F0602", TransactionKind.Goods, "0000303A")]
    [InlineData("1F061F07", "1F0702", TransactionKind.Goods, "00003038")]
    [InlineData("1F081F09", "1F0802", TransactionKind.Goods, "00000000", "0000303A")]
    [InlineData("1F081F09", "1F0902", TransactionKind.Goods, "00000000", "00003038")]
    public void The_first_rule_whose_condition_holds_is_used(
        string rules,
        string results,
        TransactionKind kind,
        string x = "00000000",
        string y = "00000000"
    )
    {
        var script = New(rules, x, y, c => c.With("9F07", "FFC0"));
        script.Request = script.Request with { Kind = kind };
        Assert.Equal("6000", End(script, results).Tsi);
    }

    [Theory]
    [Point(25, Side.Ill)]
    [InlineData("1F01", TransactionKind.Goods)]
    [InlineData("1F02", TransactionKind.ManualCash)]
    [InlineData("1F02", TransactionKind.UnattendedCash)]
    [InlineData("1F02", TransactionKind.Cashback)]
    [InlineData("1F03", TransactionKind.Goods, "F0")]
    [InlineData("1F04", TransactionKind.Goods)]
    [InlineData("1F05", TransactionKind.Goods)]
    [InlineData("1F06", TransactionKind.Goods, "F8", "00003039")]
    [InlineData("1F07", TransactionKind.Goods, "F8", "00003039")]
    [InlineData("1F08", TransactionKind.Goods, "F8", "00000000", "00003039")]
    [InlineData("1F09", TransactionKind.Goods, "F8", "00000000", "00003039")]
    [InlineData("1F0A", TransactionKind.Goods)]
    [InlineData("2003", TransactionKind.Goods)]
    public void Without_a_condition_that_holds_nobody_is_verified(
        string rules,
        TransactionKind kind,
        string capabilities = "F8",
        string x = "00000000",
        string y = "00000000"
    )
    {
        var script = New(rules, x, y, c => c.With("9F07", "FFC0"), capabilities);
        script.Request = script.Request with { Kind = kind };
        var result = End(script, "3F0001", "80");
        Assert.Equal(("6000", VerifiedBy.Failed), (result.Tsi, result.VerifiedBy));
    }

    [Theory]
    [InlineData("9F42", "0840")]
    [InlineData("9F42", null)]
    public void In_another_currency_amounts_say_nothing(string tag, string? currency) =>
        End(
            New(
                "1F061F071F081F09",
                change: c =>
                {
                    c.Without(tag);
                    if (currency is not null)
                    {
                        c.With(tag, currency);
                    }
                }
            ),
            "3F0001",
            "80"
        );

    [Theory]
    [Point(26, Side.Well)]
    [InlineData("1F00", "1F0002", "80", "6000")]
    public void With_a_list_the_TSI_tells_of_verification(string rules, string results, string byte1, string tsi) =>
        Assert.Equal(tsi, End(New(rules), results, byte1: byte1).Tsi);

    [Theory]
    [Point(26, Side.Ill)]
    [InlineData(null, Aip, "A0")]
    [InlineData("0000000000000000", Aip, "A0")]
    [InlineData("00000000000000001F00", "0000", "80")]
    public void Without_a_list_the_results_are_3F0000_and_the_TSI_says_nothing(string? list, string aip, string byte1)
    {
        var script = New(
            "1F00",
            change: c =>
            {
                c.Aip = aip;
                c.Without("8E");
                if (list is not null)
                {
                    c.With("8E", list);
                }
            }
        );
        Assert.Equal("2000", End(script, "3F0000", byte1: byte1).Tsi);
    }

    [Fact]
    public void Half_a_rule_ends_the_transaction() => Assert.Equal(EndReason.BadCardData, New("1F001F").Play().Reason);

    [Fact]
    [Point(27, Side.Well)]
    public void The_third_byte_tells_success_or_that_it_is_not_known()
    {
        Assert.Equal(VerifiedBy.Nothing, End(New("1F00"), "1F0002").VerifiedBy);
        Assert.Equal(VerifiedBy.Signature, End(New("1E00"), "1E0000").VerifiedBy);
        var online = New("0200").Expect<EnterPin>(new OnlinePinTaken(), Asks(PinUse.Online, null));
        Assert.Equal(VerifiedBy.OnlinePin, End(online, "020000", "04").VerifiedBy);
        var offline = New("0100")
            .Say("80CA9F1700", "9F1701039000")
            .Expect(Pin("1234"), Asks(PinUse.OfflinePlain, 3))
            .Say("0020008008241234FFFFFFFFFF", "9000");
        Assert.Equal(VerifiedBy.OfflinePin, End(offline, "010002").VerifiedBy);
        var both = New("0300")
            .Say("80CA9F1700", "6A88")
            .Expect(Pin("123456789012"), Asks(PinUse.OfflinePlain, null))
            .Say("00200080082C123456789012FF", "9000");
        Assert.Equal(VerifiedBy.OfflinePin, End(both, "030000").VerifiedBy);
    }

    [Theory]
    [Point(27, Side.Ill)]
    [InlineData("0000", "000001", "80")]
    [InlineData("40001F00", "400001", "80")]
    [InlineData("2000", "3F0001", "C0")]
    [InlineData("1F401E40", "3F0001", "80")]
    public void The_third_byte_tells_failure(string rules, string results, string byte3) => End(New(rules), results, byte3);

    [Theory]
    [Point(28, Side.Ill)]
    // No PIN for the issuer, or none for the card in either form (10.5); a method that nobody knows; no signature; nothing without.
    [InlineData("0100", "78", "80")]
    [InlineData("0100", "68", "90")]
    [InlineData("0200", "B8", "90")]
    [InlineData("0300", "58", "80")]
    [InlineData("0300", "D8", "80")]
    [InlineData("0300", "68", "90")]
    [InlineData("0400", "E8", "80")]
    [InlineData("0400", "68", "90")]
    [InlineData("0500", "E8", "80")]
    [InlineData("0500", "D8", "80")]
    [InlineData("0500", "48", "90")]
    [InlineData("0600", "F8", "C0")]
    [InlineData("1D00", "F8", "C0")]
    [InlineData("2000", "F8", "C0")]
    [InlineData("3F00", "F8", "C0")]
    [InlineData("1E00", "D8", "80")]
    [InlineData("1F00", "F0", "80")]
    public void What_the_terminal_cannot_do_has_bits_of_its_own(string rules, string capabilities, string byte3) =>
        End(New(rules, capabilities: capabilities), "3F0001", byte3);

    [Fact]
    [Point(28, Side.Well)]
    public void A_PIN_that_the_terminal_can_take_sets_only_that_it_was_entered()
    {
        var result = End(New("0200").Expect<EnterPin>(new OnlinePinTaken()), "020000", "04");
        Assert.Equal("8000040000", result.Tvr);
    }

    [Fact]
    public void Where_the_application_has_no_online_PIN_it_is_as_without_a_pad()
    {
        var script = New("0200");
        script.Application = script.Application with { OnlinePin = false };
        End(script, "3F0001", "90");
    }

    [Theory]
    [InlineData(true, "88")]
    [InlineData(false, "90")]
    public void Without_a_PIN_the_reason_is_told_and_nobody_is_asked_twice(bool bypassed, string byte3)
    {
        KernelInput none = bypassed ? new PinBypassed() : new PinPadBroken();
        End(New("4200" + "4100" + "0400").Expect(none, Asks(PinUse.Online, null)), "040001", byte3);
        var script = New("4100" + "0200").Say("80CA9F1700", "9F1701029000").Expect(none, Asks(PinUse.OfflinePlain, 2));
        End(script, "020001", byte3);
    }

    [Fact]
    [Point(30, Side.Well)]
    public void A_failed_method_leads_to_the_next_when_its_bit_says_so()
    {
        var script = New("4100" + "5E00").Say("80CA9F1700", "9F1701009000");
        var result = End(script, "5E0000", "20");
        Assert.Equal(("8000200000", "6000"), (result.Tvr, result.Tsi));
        // A method that the terminal lacks, one whose condition does not hold, then one that does.
        End(New("4200" + "4501" + "1F00", capabilities: "B8"), "1F0002", "10");
    }

    [Fact]
    [Point(30, Side.Ill)]
    public void A_failed_method_is_the_last_without_it()
    {
        var result = End(New("0100" + "1E00").Say("80CA9F1700", "9F1701009000"), "010001", "A0");
        Assert.Equal(("8000A00000", "6000"), (result.Tvr, result.Tsi));
        End(New("0200" + "1F00", capabilities: "B8"), "3F0001", "90");
        // The list is at its end.
        End(New("4100").Say("80CA9F1700", "9F1701009000"), "410001", "A0");
    }
}
