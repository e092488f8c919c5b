using Guitai.Sandbox.Cards.Chip;
using Guitai.Sandbox.Cards.Chip.Files;

namespace Guitai.Sandbox.Tests.Chip;

/// <summary>The contactless side: one command decides; the qualifiers of terminal and card say who proves what.</summary>
public sealed class TapTests : IDisposable
{
    private const string Directory = "00A404000E325041592E5359532E444446303100";

    // 9F66: online PIN and signature, nothing required.
    private const string Plain = "26000000";
    private const string Online = "26800000";
    private const string Verified = "26400000";

    private readonly TestChips _chips = new();

    public void Dispose() => _chips.Dispose();

    [Fact]
    public void The_directory_names_the_application_in_one_answer()
    {
        var terminal = new ChipTerminal(_chips.Make("dual"), CardSides.Contactless);
        Assert.Equal("3B80800101", terminal.Atr);
        Assert.Equal("A000000333010101", Tlvs.Find(terminal.Good(Directory), "4F"));
        terminal.Bad("6A82", "00A404000E315041592E5359532E444446303100");
        Assert.StartsWith("9F6604", Tlvs.Find(terminal.Select("A000000333010101"), "9F38"), StringComparison.Ordinal);
        terminal.Bad("6985", "0084000000");
        terminal.Bad("6985", ChipTerminal.Cryptogram(0x80, ChipTerminal.Values()));
    }

    [Theory]
    [InlineData("unionpay-debit")]
    [InlineData("unionpay-credit")]
    public void A_tap_goes_online_with_a_cryptogram_that_the_issuer_takes(string program)
    {
        var chip = _chips.Make("dual", f => f with { Card = new(program, 105) });
        var answer = Tap(chip, Plain);
        AssertCryptogram(chip, answer, "80");
        Assert.Equal("0000", Tlvs.Find(answer, "9F6C"));
        Assert.Equal(_chips.Card(chip).ChipTrack2, Tlvs.Find(answer, "57").TrimEnd('F'));
        Assert.Null(Tlvs.TryFind(answer, "94"));
    }

    [Theory]
    [InlineData("dual", "26400000", "8000", "80")]
    [InlineData("dual", "22400000", "4000", "80")]
    [InlineData("signature-only", "26400000", "4000", "80")]
    [InlineData("no-cvm", "26000000", "0000", "80")]
    [InlineData("phone", "26400000", "0080", "80")]
    [InlineData("phone", "26000000", "0080", "80")]
    [InlineData("declines-always", "26000000", "0000", "00")]
    [InlineData("dual", "2E000000", "0000", "00")]
    public void Qualifiers_decide_who_proves_what(string file, string reader, string card, string type)
    {
        var chip = _chips.Make(file);
        var answer = Tap(chip, reader);
        Assert.Equal(card, Tlvs.Find(answer, "9F6C"));
        AssertCryptogram(chip, answer, type);
    }

    [Theory]
    [InlineData("no-cvm", "36400000")]
    [InlineData("no-cvm-list", "36400000")]
    [InlineData("signature-only", "34400000")]
    public void A_card_that_cannot_prove_its_holder_as_the_reader_must_wants_its_contacts(string file, string reader)
    {
        var chip = _chips.Make(file);
        var terminal = new ChipTerminal(chip, CardSides.Contactless);
        terminal.Select("A000000333010101");
        terminal.Bad("6984", Options(reader, ChipTerminal.Values()));
        Assert.Equal(0, chip.Applications[0].Facts.Counter);
    }

    [Theory]
    [InlineData("tap-offline", 0)]
    [InlineData("tap-offline", 3)]
    public void A_tap_without_the_issuer_is_proven_by_a_signature_and_paid_from_the_balance(string file, int index)
    {
        // The last kind of key is too long for one answer: its signature stands in a record.
        var chip = _chips.Make(file, f => f with { Card = new("unionpay-debit", 104 + index) });
        var terminal = new ChipTerminal(chip, CardSides.Contactless);
        var answer = Tap(terminal, Plain, 30_000);
        AssertCryptogram(chip, answer, "40", 30_000);
        var reading = terminal.Read(Tlvs.Find(answer, "82"), Tlvs.Find(answer, "94"));
        var proofs = new ChipProofs(TestChips.Keys, reading);
        var signature = Tlvs.TryFind(answer, "9F4B") ?? reading["9F4B"];
        Assert.Equal(index == 0, Tlvs.TryFind(answer, "9F4B") is not null);
        Assert.True(proofs.DynamicDataIsRight(signature, "89ABCDEF" + "000000030000" + "0156" + reading["9F69"]));
        Assert.Equal("01", Tlvs.Find(answer, "5F34"));
        Assert.Null(Tlvs.TryFind(reading.Objects, "5F34"));
        Assert.Equal("000000070000", Tlvs.Find(answer, "9F5D"));
        Assert.Equal("9F7906000000070000", terminal.Good("80CA9F7900"));
    }

    [Fact]
    public void A_balance_ends_and_then_the_issuer_is_asked()
    {
        var chip = _chips.Make("tap-offline");
        AssertCryptogram(chip, Tap(chip, Plain, 60_000), "40", 60_000);
        AssertCryptogram(chip, Tap(chip, Plain, 60_000), "80", 60_000);
        AssertCryptogram(chip, Tap(chip, "2E000000", 60_000), "00", 60_000);
        AssertCryptogram(chip, Tap(chip, Online, 100), "80", 100);
        AssertCryptogram(chip, Tap(chip, Verified, 100), "80", 100);
        AssertCryptogram(chip, Tap(chip, Plain, 100), "40", 100);
        _chips.Restart();
        chip = _chips.Make("tap-offline");
        AssertCryptogram(chip, Tap(chip, Plain, 39_901), "80", 39_901);
    }

    [Fact]
    public void A_refund_is_never_approved_by_a_tap()
    {
        var chip = _chips.Make("tap-offline");
        var terminal = new ChipTerminal(chip, CardSides.Contactless);
        Assert.Equal("00", Tlvs.Find(Tap(terminal, Plain, 100, type: "20"), "9F27"));
    }

    [Fact]
    public void A_reader_that_speaks_no_qPBOC_is_refused()
    {
        var terminal = new ChipTerminal(_chips.Make("dual"), CardSides.Contactless);
        terminal.Select("A000000333010101");
        terminal.Bad("6985", Options("06000000", ChipTerminal.Values()));
        terminal.Bad("6700", Options("260000", ChipTerminal.Values()));
        terminal.Good(Options(Plain, ChipTerminal.Values()));
        terminal.Bad("6985", Options(Plain, ChipTerminal.Values()));
    }

    [Fact]
    public void A_card_with_contacts_only_does_not_feel_the_field() =>
        Assert.Equal("", new ChipTerminal(_chips.Make("contact-only"), CardSides.Contactless).Atr);

    private static string Tap(ChipCard chip, string qualifiers, long amountMinor = 12_345) =>
        Tap(new ChipTerminal(chip, CardSides.Contactless), qualifiers, amountMinor);

    private static string Tap(ChipTerminal terminal, string qualifiers, long amountMinor, string type = "00")
    {
        Assert.EndsWith("9000", terminal.Select(Tlvs.Find(terminal.Good(Directory), "4F")), StringComparison.Ordinal);
        return terminal.Good(Options(qualifiers, ChipTerminal.Values(amountMinor, type: type)));
    }

    private static string Options(string qualifiers, string values)
    {
        var all = qualifiers + values;
        return $"80A80000{(all.Length / 2) + 2:X2}83{all.Length / 2:X2}{all}00";
    }

    private void AssertCryptogram(ChipCard chip, string answer, string type, long amountMinor = 12_345)
    {
        Assert.Equal(type, Tlvs.Find(answer, "9F27"));
        var proof = new ChipProof(type, Tlvs.Find(answer, "9F36"), Tlvs.Find(answer, "9F26"), Tlvs.Find(answer, "9F10"), "", answer);
        var covered = ChipTerminal.Values(amountMinor);
        ChipChecks.AssertCryptogram(_chips.Cards.Profile.Keys, _chips.Card(chip), Tlvs.Find(answer, "82"), proof, covered);
    }
}
