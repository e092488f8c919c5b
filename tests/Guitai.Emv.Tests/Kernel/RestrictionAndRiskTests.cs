using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <summary>Points 22 to 24 and 31 to 34: what speaks against this card, here, today, for this amount (EMV Book 3, 10.4 and 10.6).</summary>
public sealed class RestrictionAndRiskTests
{
    // No authentication and no verification: what is left in the TVR is what is tested. The AIP says terminal risk management.
    private const string Aip = "0800";
    private const string NoRisk = "0000";

    private static TransactionResult Play(
        string tvr,
        Action<TestCard>? card = null,
        Action<Script>? arrange = null,
        string aip = NoRisk,
        string p1 = "80"
    )
    {
        var own = new TestCard { Aip = aip };
        card?.Invoke(own);
        var script = new Script(own.Sign());
        arrange?.Invoke(script);
        script.UpToRecords();
        return script.First(p1, tvr, Script.Format1("00", Script.Arqc)).Play();
    }

    [Theory]
    [Point(22, Side.Well)]
    [InlineData("0030")]
    [InlineData(null)]
    public void The_same_version_or_none_is_fine(string? version) => Play("8000000000", c => Change(c, "9F08", version));

    [Theory]
    [Point(22, Side.Ill)]
    [InlineData("0031")]
    [InlineData("30")]
    public void Another_version_sets_byte_2_bit_8(string version) => Play("8080000000", c => c.With("9F08", version));

    private static void Change(TestCard card, string tag, string? value)
    {
        if (value is null)
        {
            card.Without(tag);
        }
        else
        {
            card.With(tag, value);
        }
    }

    [Theory]
    [Point(23, Side.Well)]
    [InlineData("5F24", "261121")]
    [InlineData("5F24", "491231")]
    [InlineData("5F25", "261121")]
    [InlineData("5F25", "991231")]
    [InlineData("5F25", null)]
    public void Dates_of_today_and_of_the_right_century_are_fine(string tag, string? date) => Play("8000000000", c => Change(c, tag, date));

    [Theory]
    [Point(23, Side.Ill)]
    [InlineData("5F24", "261120", "8040000000")]
    [InlineData("5F24", "991231", "8040000000")]
    [InlineData("5F24", "500101", "8040000000")]
    [InlineData("5F25", "261122", "8020000000")]
    public void An_expired_card_and_one_of_tomorrow_have_bits_of_their_own(string tag, string date, string tvr) =>
        Play(tvr, c => c.With(tag, date));

    [Theory]
    [Point(24, Side.Well)]
    // Goods and services at home and abroad, cash over the counter, cash back: the bits that allow them and nothing else.
    [InlineData(TransactionKind.Goods, "0156", "2100")]
    [InlineData(TransactionKind.Goods, "0840", "1100")]
    [InlineData(TransactionKind.Services, "0156", "0900")]
    [InlineData(TransactionKind.Services, "0840", "0500")]
    [InlineData(TransactionKind.ManualCash, "0156", "8100")]
    [InlineData(TransactionKind.ManualCash, "0840", "4100")]
    [InlineData(TransactionKind.UnattendedCash, "0156", "8100")]
    [InlineData(TransactionKind.Cashback, "0156", "2180")]
    [InlineData(TransactionKind.Cashback, "0156", "0980")]
    [InlineData(TransactionKind.Cashback, "0840", "1140")]
    [InlineData(TransactionKind.Goods, null, "0100")]
    [InlineData(TransactionKind.Goods, "0156", null)]
    public void What_usage_control_allows_is_allowed(TransactionKind kind, string? country, string? control) =>
        Play("8000000000", Usage(country, control), s => s.Request = s.Request with { Kind = kind });

    [Theory]
    [Point(24, Side.Ill)]
    [InlineData(TransactionKind.Goods, "0156", "DFFF")]
    [InlineData(TransactionKind.Goods, "0840", "EFFF")]
    [InlineData(TransactionKind.Services, "0156", "F7FF")]
    [InlineData(TransactionKind.Services, "0840", "FBFF")]
    [InlineData(TransactionKind.ManualCash, "0156", "7FFF")]
    [InlineData(TransactionKind.ManualCash, "0840", "BFFF")]
    [InlineData(TransactionKind.UnattendedCash, "0156", "7FFF")]
    [InlineData(TransactionKind.Cashback, "0156", "FF7F")]
    [InlineData(TransactionKind.Cashback, "0840", "FFBF")]
    [InlineData(TransactionKind.Cashback, "0156", "D7FF")]
    [InlineData(TransactionKind.Cashback, "0840", "EBFF")]
    [InlineData(TransactionKind.Goods, null, "FEFF")]
    public void What_it_does_not_allow_sets_byte_2_bit_5(TransactionKind kind, string? country, string control) =>
        Play("8010000000", Usage(country, control), s => s.Request = s.Request with { Kind = kind }, p1: "00");

    [Theory]
    [InlineData(0x14, "E1", "0200", "8000000000")]
    [InlineData(0x14, "E1", "0100", "8010000000")]
    // A machine that does not dispense cash is no cash machine, nor is a merchant's.
    [InlineData(0x14, "61", "0100", "8000000000")]
    [InlineData(0x25, "E1", "0100", "8000000000")]
    public void A_cash_machine_has_a_bit_of_its_own(int type, string additional, string control, string tvr) =>
        Play(
            tvr,
            Usage(null, control),
            s => s.Profile = s.Profile with { Type = (byte)type, AdditionalCapabilities = Hex(additional + "00F0A001") },
            p1: tvr == "8010000000" ? "00" : "80"
        );

    private static Action<TestCard> Usage(string? country, string? control) =>
        c =>
        {
            Change(c, "5F28", country);
            Change(c, "9F07", control);
        };

    [Theory]
    [Point(31, Side.Well)]
    [InlineData(20_000, 0, "8000000000")]
    [InlineData(12_346, 0, "8000000000")]
    [InlineData(20_000, 7_654, "8000000000")]
    public void Below_the_floor_limit_nothing_is_set(long floor, long earlier, string tvr) => Floor(floor, earlier, tvr);

    [Theory]
    [Point(31, Side.Ill)]
    [InlineData(12_345, 0, "8000008000")]
    [InlineData(0, 0, "8000008000")]
    // Split sales count together.
    [InlineData(20_000, 7_655, "8000008000")]
    public void From_the_floor_limit_on_byte_4_bit_8_is_set(long floor, long earlier, string tvr) => Floor(floor, earlier, tvr);

    private static void Floor(long floor, long earlier, string tvr)
    {
        var result = Play(
            tvr,
            arrange: s =>
            {
                s.Application = s.Application with { FloorLimit = floor };
                s.Adjust = p => p with { EarlierAmount = (pan, number) => pan == "6228480000000018" && number == 1 ? earlier : 1_000_000 };
            },
            aip: Aip
        );
        Assert.Equal("2800", result.Tsi);
    }

    [Fact]
    public void Without_the_AIPs_wish_there_is_no_risk_management_but_the_merchants_wish_counts()
    {
        Assert.Equal("2000", Play("8000000000").Tsi);
        Assert.Equal("2000", Play("8000000800", arrange: s => s.Request = s.Request with { ForceOnline = true }).Tsi);
    }

    [Theory]
    [Point(32, Side.Well)]
    // Below the threshold the target's chance; above it rising to the most at the floor limit: 20 + 60 × 2345 / 10000 = 34.07 per cent.
    [InlineData(12_346, 20)]
    [InlineData(10_000, 34)]
    [InlineData(12_345, 20)]
    public void A_number_within_the_chance_is_selected(long threshold, int number) => Selected(threshold, number, "8000001000");

    [Theory]
    [Point(32, Side.Ill)]
    [InlineData(12_346, 21)]
    [InlineData(10_000, 35)]
    [InlineData(12_345, 21)]
    [InlineData(20_001, 21)]
    public void A_number_beyond_it_is_not(long threshold, int number) => Selected(threshold, number, "8000000000");

    [Fact]
    public void From_the_floor_limit_on_nothing_is_left_to_chance() => Selected(0, 1, "8000008000", 12_345);

    private static void Selected(long threshold, int number, string tvr, long floor = 20_000) =>
        Play(
            tvr,
            arrange: s =>
            {
                s.Application = s.Application with { FloorLimit = floor, RandomThreshold = threshold, RandomTarget = 20, RandomMost = 80 };
                s.Request = s.Request with { RandomPercent = number };
            },
            aip: Aip
        );

    private static string Velocity(string counter, string lastOnline, string tvr, string lower = "03", string upper = "05")
    {
        var card = new TestCard { Aip = Aip };
        card.With("9F14", lower).With("9F23", upper);
        var script = new Script(card.Sign());
        script.Application = script.Application with { FloorLimit = 20_000 };
        script.UpToRecords().Say("80CA9F3600", counter).Say("80CA9F1300", lastOnline);
        return script.First("80", tvr, Script.Format1("00", Script.Arqc)).Play().Tvr;
    }

    [Theory]
    [Point(33, Side.Well)]
    [InlineData("9F3602001A9000", "9F130200179000", "8000000000")]
    [InlineData("9F360201009000", "9F130200FF9000", "8000000000")]
    public void Within_the_cards_limits_nothing_is_set(string counter, string lastOnline, string tvr) => Velocity(counter, lastOnline, tvr);

    [Theory]
    [Point(33, Side.Ill)]
    [InlineData("9F3602001B9000", "9F130200179000", "8000004000")]
    [InlineData("9F3602001C9000", "9F130200179000", "8000004000")]
    [InlineData("9F3602001D9000", "9F130200179000", "8000006000")]
    // Never online; counters that cannot be; counters that are not told, or not so (7.5: data of the card are missing).
    [InlineData("9F360200019000", "9F130200009000", "8008000000")]
    [InlineData("9F360200179000", "9F130200179000", "8000006000")]
    [InlineData("9F360200169000", "9F130200179000", "8000006000")]
    [InlineData("6A88", "9F130200179000", "A000006000")]
    [InlineData("9F360200179000", "6A88", "A000006000")]
    [InlineData("6A88", "9F130200009000", "A008006000")]
    [InlineData("9F3601179000", "9F130200009000", "A008006000")]
    [InlineData("00189000", "9F130200179000", "A000006000")]
    public void Beyond_them_the_bits_are_set(string counter, string lastOnline, string tvr) => Velocity(counter, lastOnline, tvr);

    [Theory]
    [InlineData("9F14")]
    [InlineData("9F23")]
    public void With_one_limit_alone_the_card_is_not_asked(string tag) =>
        Play("8000000000", c => c.With(tag, "01"), s => s.Application = s.Application with { FloorLimit = 20_000 }, Aip);

    [Fact]
    [Point(34, Side.Well)]
    public void A_card_that_is_on_no_list_sets_nothing() => Listed("6228480000000019", 1, "8000000000");

    [Fact]
    [Point(34, Side.Ill)]
    public void A_card_on_the_exception_file_sets_byte_1_bit_5_and_TSI_tells_of_risk_management()
    {
        Assert.Equal("2800", Listed("6228480000000018", 1, "9000000000"));
        Listed("6228480000000018", -1, "9000000000", withNumber: false);
    }

    private static string Listed(string pan, int number, string tvr, bool withNumber = true) =>
        Play(
            tvr,
            c => Change(c, "5F34", withNumber ? "01" : null),
            s =>
            {
                s.Application = s.Application with { FloorLimit = 20_000 };
                s.Adjust = p => p with { IsOnExceptionFile = (p2, n) => p2 == pan && n == number };
            },
            Aip
        ).Tsi;
}
