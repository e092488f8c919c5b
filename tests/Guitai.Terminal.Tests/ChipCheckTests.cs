using Guitai.Emv.Parameters;
using Guitai.Emv.Transport;
using Guitai.Terminal.Check;

namespace Guitai.Terminal.Tests;

/// <summary>What the terminal's check of itself says about readers, parameters and keys.</summary>
public sealed class ChipCheckTests
{
    private const string UnionPay = "A000000333";
    private const string Visa = "A000000003";
    private static readonly DateOnly s_today = new(2026, 11, 22);

    [Fact]
    public void All_is_well_with_readers_the_hosts_version_and_keys_that_last() => Assert.Equal([], Codes(Well()));

    [Theory]
    [InlineData(CardTrouble.NoCard)]
    [InlineData(CardTrouble.Mute)]
    [InlineData(CardTrouble.Collision)]
    [InlineData(CardTrouble.InUse)]
    [InlineData(CardTrouble.CardGone)]
    [InlineData(CardTrouble.Cancelled)]
    public void What_is_wrong_with_a_card_is_nothing_of_the_readers(CardTrouble trouble) =>
        Assert.Equal([], Codes(Well() with { Readers = [Reader(trouble)] }));

    [Fact]
    public void Without_a_reader_no_chip_is_read() => Assert.Equal(["chips.no-reader Fail"], Codes(Well() with { Readers = [] }));

    [Fact]
    public void Without_the_service_it_is_said_once_for_all_readers()
    {
        var gone = Reader(CardTrouble.NoService);
        Assert.Equal(["chips.no-service Fail"], Codes(Well() with { Readers = [gone, gone] }));
        Assert.Equal(["chips.no-service Fail"], Codes(Well() with { Readers = [], Service = CardTrouble.NoService }));
    }

    [Theory]
    [InlineData(CardTrouble.NoReader, "chips.reader-gone")]
    [InlineData(CardTrouble.Silent, "chips.reader-faulty")]
    [InlineData(CardTrouble.Failed, "chips.reader-faulty")]
    public void A_reader_that_is_gone_or_does_not_work_is_named(CardTrouble trouble, string code)
    {
        var finding = Assert.Single(ChipCheck.Of(Well() with { Readers = [Reader(trouble), Reader(CardTrouble.None)] }, s_today));
        Assert.Equal((code, CheckSeverity.Fail, "Front reader"), (finding.Code, finding.Severity, finding.Parameters["reader"]));
    }

    [Theory]
    [InlineData(null, "chips.no-parameters Fail")]
    [InlineData(7L, "chips.no-parameters Fail")]
    [InlineData(0L, "chips.host-has-none Fail")]
    public void Without_parameters_it_matters_whether_the_host_has_any(long? host, string expected)
    {
        Assert.Equal([expected], Codes(Well() with { Parameters = null, HostVersion = host }));
        Assert.Equal([expected], Codes(Well() with { Parameters = new KernelParameters([], []), HostVersion = host }));
    }

    [Fact]
    public void Parameters_of_another_version_than_the_hosts_are_old()
    {
        var finding = Assert.Single(ChipCheck.Of(Well() with { HostVersion = 8 }, s_today));
        Assert.Equal(("chips.parameters-old", CheckSeverity.Warn), (finding.Code, finding.Severity));
        Assert.Equal(("7", "8"), (finding.Parameters["version"], finding.Parameters["host"]));
        Assert.Equal([], Codes(Well() with { HostVersion = null }));
    }

    [Fact]
    public void What_could_not_be_read_is_named_with_its_fault()
    {
        var left = new LeftOut("A000000333-E1", new ParameterError(ParameterFault.Checksum, "DF03"));
        var finding = Assert.Single(ChipCheck.Of(Well() with { LeftOut = [left] }, s_today));
        Assert.Equal(("chips.left-out", CheckSeverity.Warn), (finding.Code, finding.Severity));
        Assert.Equal(
            ("A000000333-E1", "Checksum", "DF03"),
            (finding.Parameters["name"], finding.Parameters["fault"], finding.Parameters["tag"])
        );
    }

    [Fact]
    public void A_provider_of_an_application_without_a_key_is_named_once()
    {
        var read = With([Key(UnionPay, 0xE1, 1000)], $"{UnionPay}010101", $"{Visa}1010", $"{Visa}2010");
        var finding = Assert.Single(ChipCheck.Of(read, s_today));
        Assert.Equal(("chips.no-key", CheckSeverity.Fail, Visa), (finding.Code, finding.Severity, finding.Parameters["provider"]));
    }

    [Theory]
    [InlineData(181, null)]
    [InlineData(180, "chips.key-expiring Warn 180")]
    [InlineData(0, "chips.key-expiring Warn 0")]
    [InlineData(-1, "chips.key-expired Fail 1")]
    public void A_key_is_warned_of_long_before_its_last_day(int days, string? expected)
    {
        var findings = ChipCheck.Of(With([Key(UnionPay, 0xE1, days)], $"{UnionPay}010101"), s_today);
        Assert.Equal(expected, findings is [var one] ? $"{one.Code} {one.Severity} {one.Parameters["days"]}" : null);
        Assert.All(findings, f => Assert.Equal(("E1", UnionPay), (f.Parameters["index"], f.Parameters["provider"])));
        Assert.All(findings, f => Assert.Equal(s_today.AddDays(days).ToString("yyyy-MM-dd"), f.Parameters["date"]));
    }

    [Fact]
    public void An_expired_key_beside_a_good_one_is_only_worth_tidying_up()
    {
        var keys = (CaKey[])[Key(UnionPay, 0xE1, 1000), Key(UnionPay, 0xE0, -700), Key(Visa, 0x92, -700)];
        Assert.Equal(["chips.key-expired Warn"], Codes(With(keys, $"{UnionPay}010101")));
    }

    private static ChipReadings Well() => With([Key(UnionPay, 0xE1, 1000)], $"{UnionPay}010101");

    private static ChipReadings With(IReadOnlyList<CaKey> keys, params string[] applications) =>
        new()
        {
            Readers = [Reader(CardTrouble.None)],
            Parameters = new KernelParameters(
                [.. applications.Select(a => new ApplicationParameters(Aid.Parse(a)!.Value, AllowsPartial: true, Version: 0x30))],
                keys
            ),
            Version = 7,
            HostVersion = 7,
        };

    private static ReaderReading Reader(CardTrouble trouble) => new("Front reader", CardInterface.Contact, trouble);

    private static CaKey Key(string provider, byte index, int days) =>
        new(Rid.Parse(provider)!.Value, index, new byte[144], 3, s_today.AddDays(days));

    private static string[] Codes(ChipReadings read) => [.. ChipCheck.Of(read, s_today).Select(f => $"{f.Code} {f.Severity}")];
}
