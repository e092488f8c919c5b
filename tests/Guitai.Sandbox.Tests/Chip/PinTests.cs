using System.Globalization;
using System.Numerics;
using Guitai.Sandbox.Cards.Chip;

namespace Guitai.Sandbox.Tests.Chip;

/// <summary>The offline PIN, in clear and enciphered, and what is left of its tries after power was away.</summary>
public sealed class PinTests : IDisposable
{
    private readonly TestChips _chips = new();

    public void Dispose() => _chips.Dispose();

    [Fact]
    public void The_right_PIN_is_taken_and_counts_anew()
    {
        var chip = _chips.Make("pin-offline");
        var terminal = new ChipTerminal(chip);
        terminal.Begin();
        terminal.Bad("63C2", Plain("0000"));
        terminal.Bad("63C1", Plain("1111"));
        terminal.Bad("9000", Plain(_chips.Card(chip).Pin));
        Assert.Equal("9F170103", terminal.Good("80CA9F1700"));
        var results = terminal.First().ApplicationData[8..10];
        Assert.Equal("A4", results);
    }

    [Fact]
    public void Three_wrong_PINs_block_it_until_the_issuer_unblocks_it()
    {
        var chip = _chips.Make("pin-offline");
        var terminal = new ChipTerminal(chip);
        terminal.Begin();
        terminal.Bad("63C2", Plain("0000"));
        terminal.Bad("63C1", Plain("0000"));
        terminal.Bad("63C0", Plain("0000"));
        terminal.Bad("6983", Plain(_chips.Card(chip).Pin));
        terminal = new ChipTerminal(chip);
        terminal.Begin();
        terminal.Bad("6984", Plain(_chips.Card(chip).Pin));
        Assert.Equal("50", terminal.First().ApplicationData[10..12]);
    }

    [Fact]
    public void A_PIN_is_asked_for_in_a_transaction_only_and_in_its_form()
    {
        var chip = _chips.Make("pin-offline");
        var terminal = new ChipTerminal(chip);
        terminal.Select("A000000333010101");
        terminal.Bad("6985", Plain("0000"));
        terminal.Start();
        terminal.Bad("6A86", "0020018008" + Block("0000"));
        terminal.Bad("6A86", "0020008108" + Block("0000"));
        terminal.Bad("6700", "0020008007" + Block("0000")[2..]);
        Assert.Equal("9F170103", terminal.Good("80CA9F1700"));
        terminal.First();
        terminal.Bad("6985", Plain("0000"));
    }

    [Fact]
    public void An_enciphered_PIN_is_taken_with_the_challenge_that_was_asked_for_just_before()
    {
        var chip = _chips.Make("pin-enciphered");
        var pin = _chips.Card(chip).Pin;
        var terminal = new ChipTerminal(chip);
        var reading = terminal.Begin();
        terminal.Bad("6985", Enciphered(reading, pin, "0000000000000000"));
        var challenge = terminal.Good("0084000000");
        Assert.Equal(16, challenge.Length);
        terminal.Bad("9000", Enciphered(reading, pin, challenge));
        terminal.Bad("6985", Enciphered(reading, pin, challenge));
        challenge = terminal.Good("0084000000");
        terminal.Good("80CA9F1700");
        terminal.Bad("6985", Enciphered(reading, pin, challenge));
        terminal.Bad("6A86", "0084010000");
    }

    [Fact]
    public void An_enciphered_PIN_that_is_wrong_in_any_part_costs_a_try()
    {
        var chip = _chips.Make("pin-enciphered");
        var pin = _chips.Card(chip).Pin;
        var terminal = new ChipTerminal(chip);
        var reading = terminal.Begin();
        terminal.Good("0084000000");
        terminal.Bad("63C2", Enciphered(reading, pin, "0102030405060708"));
        var challenge = terminal.Good("0084000000");
        terminal.Bad("63C1", Enciphered(reading, pin, challenge, header: "7E"));
        challenge = terminal.Good("0084000000");
        terminal.Bad("63C0", Enciphered(reading, "000000", challenge));
    }

    [Fact]
    public void Awkward_PINs_are_as_they_are_called()
    {
        var last = new ChipTerminal(_chips.Make("pin-last-try"));
        last.Begin();
        Assert.Equal("9F170101", last.Good("80CA9F1700"));
        last.Bad("63C0", Plain("0000"));
        var blocked = new ChipTerminal(_chips.Make("pin-blocked"));
        blocked.Begin();
        Assert.Equal("9F170100", blocked.Good("80CA9F1700"));
        blocked.Bad("6984", Plain("0000"));
    }

    [Fact]
    public void Tries_and_counters_outlive_the_process()
    {
        var terminal = new ChipTerminal(_chips.Make("pin-offline"));
        terminal.Begin();
        terminal.Bad("63C2", Plain("0000"));
        terminal.First();
        _chips.Restart();
        terminal = new ChipTerminal(_chips.Make("pin-offline"));
        terminal.Begin();
        Assert.Equal("9F170102", terminal.Good("80CA9F1700"));
        Assert.Equal("9F36020002", terminal.Good("80CA9F3600"));
        Assert.Equal("90", terminal.First().ApplicationData[10..12]);
    }

    [Fact]
    public void One_card_counts_its_transactions_once_whatever_kind_of_chip_is_made_on_it()
    {
        var card = _chips.Cards.Card("unionpay-debit", 200);
        ChipCard Make(string file) => _chips.Bureau.Make(Guitai.Sandbox.Cards.Chip.Files.CardFiles.Own.Find(file)!, card)!;
        new ChipTerminal(Make("dual")).Begin();
        var other = new ChipTerminal(Make("pin-offline"));
        other.Begin();
        Assert.Equal("9F36020002", other.Good("80CA9F3600"));
        var first = new ChipTerminal(Make("dual"));
        first.Begin();
        Assert.Equal("9F36020003", first.Good("80CA9F3600"));
    }

    private static string Plain(string pin) => "0020008008" + Block(pin);

    private static string Block(string pin) => $"2{pin.Length}{pin.PadRight(14, 'F')}";

    private static string Enciphered(ChipReading reading, string pin, string challenge, string header = "7F")
    {
        var key = new ChipProofs(TestChips.Keys, reading).CardKey();
        var clear = header + Block(pin) + challenge + new string('5', 2 * (key.Length - 17));
        var number = BigInteger.Parse("0" + clear, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var exponent = BigInteger.Parse("0" + reading["9F47"], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var modulus = new BigInteger(key, isUnsigned: true, isBigEndian: true);
        var ciphered = BigInteger.ModPow(number, exponent, modulus).ToString("X", CultureInfo.InvariantCulture);
        return $"00200088{key.Length:X2}{ciphered.TrimStart('0').PadLeft(2 * key.Length, '0')}";
    }
}
