using System.Globalization;
using System.Text;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.Cryptograms;
using Guitai.Sandbox.Cards.Chip;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Cards.Chip.Keys;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Tests.Chip;

/// <summary>Each awkward kind of chip does what it is called after.</summary>
public sealed class AwkwardCardTests : IDisposable
{
    private const string Aid = "A000000333010101";
    private const string Directory = "00A404000E315041592E5359532E444446303100";

    private readonly TestChips _chips = new();

    public void Dispose() => _chips.Dispose();

    [Fact]
    public void Three_applications_stand_in_two_records_of_the_directory()
    {
        var terminal = new ChipTerminal(_chips.Make("many-applications"));
        terminal.Good(Directory);
        Assert.Contains("A000000333010102", terminal.Good("00B2010C00"), StringComparison.Ordinal);
        Assert.Equal("83", Tlvs.Find(terminal.Good("00B2020C00"), "87"));
        var debit = terminal.Begin("A000000333010101")["5A"];
        var credit = terminal.Begin("A000000333010102")["5A"];
        var visa = terminal.Begin("A0000000031010")["5A"];
        Assert.Equal(3, new HashSet<string>([debit, credit, visa]).Count);
    }

    [Fact]
    public void Directories_are_missing_or_blocked()
    {
        new ChipTerminal(_chips.Make("no-directory")).Bad("6A82", Directory);
        Assert.EndsWith("6283", new ChipTerminal(_chips.Make("directory-blocked")).Raw(Directory), StringComparison.Ordinal);
        var two = new ChipTerminal(_chips.Make("two-of-a-kind"));
        Assert.Equal("A00000033301010101", Tlvs.Find(two.Select(Aid), "84"));
        Assert.Equal("A00000033301010102", Tlvs.Find(two.Select(Aid, next: true), "84"));
    }

    [Fact]
    public void A_blocked_application_and_a_blocked_card_differ()
    {
        var application = new ChipTerminal(_chips.Make("application-blocked"));
        Assert.EndsWith("6283", application.Select(Aid), StringComparison.Ordinal);
        application.Bad("6985", "80A8000002830000");
        var card = new ChipTerminal(_chips.Make("card-blocked"));
        card.Bad("6A81", Directory);
        Assert.Equal("6A81", card.Select(Aid));
    }

    [Theory]
    [InlineData("mute", "")]
    [InlineData("bad-atr", "3B")]
    [InlineData("tap-only", "")]
    public void A_chip_stays_mute_or_stammers(string file, string atr)
    {
        var terminal = new ChipTerminal(_chips.Make(file));
        Assert.Equal(atr, terminal.Atr);
        if (atr.Length == 0)
        {
            Assert.Equal("", terminal.Raw(Directory));
        }
    }

    [Fact]
    public void A_broken_chip_answers_everything_with_6F00()
    {
        var terminal = new ChipTerminal(_chips.Make("chip-error"));
        terminal.Bad("6F00", Directory);
        Assert.Equal("6F00", terminal.Select(Aid));
    }

    [Fact]
    public void Private_tags_of_three_bytes_stand_in_a_record()
    {
        var reading = new ChipTerminal(_chips.Make("private-tags")).Begin();
        Assert.Equal("414243", reading["DF8101"]);
        Assert.Equal("12345678", reading["DF812C"]);
    }

    [Theory]
    [InlineData("issuer-certificate-wrong")]
    [InlineData("card-certificate-wrong")]
    [InlineData("static-data-changed")]
    [InlineData("signature-wrong")]
    [InlineData("authority-unknown")]
    public void Proofs_fail_where_they_are_said_to(string file)
    {
        var terminal = new ChipTerminal(_chips.Make(file));
        var reading = terminal.Begin();
        Assert.ThrowsAny<Exception>(() =>
        {
            var proofs = new ChipProofs(TestChips.Keys, reading, ChipKeys.UnionPay);
            Assert.True(proofs.StaticDataIsRight());
            proofs.CardKey();
            Assert.True(proofs.DynamicDataIsRight(Tlvs.Find(terminal.Good("00880000040102030400"), "80"), "01020304"));
        });
    }

    [Fact]
    public void Certificates_are_expired_where_they_are_said_to_be_and_right_in_all_else()
    {
        var good = Proofs("dual");
        var issuer = Proofs("issuer-certificate-expired");
        Assert.True(Month(issuer.IssuerExpiry) < Month(good.IssuerExpiry));
        Assert.Equal("99999999", Proofs("issuer-name-wrong").IssuerDigits);
        var authority = Proofs("authority-expired").Authority;
        Assert.Equal("E0", authority.Index);
        Assert.True(
            int.Parse(authority.Expiry, CultureInfo.InvariantCulture) < int.Parse(good.Authority.Expiry, CultureInfo.InvariantCulture)
        );
        var card = new ChipTerminal(_chips.Make("card-certificate-expired")).Begin();
        var proofs = new ChipProofs(TestChips.Keys, card);
        Assert.NotEmpty(proofs.CardKey());
        Assert.True(Month(proofs.CardExpiry()) < Month(good.IssuerExpiry));
    }

    [Fact]
    public void Checksums_of_schemes_keys_are_right()
    {
        Assert.Equal(
            ["A000000003", "A000000004", "A000000065", "A000000333"],
            TestChips.Keys.Authorities().Select(a => a.Rid).Distinct().Order()
        );
        Assert.All(TestChips.Keys.Authorities(), a => Assert.Equal(ChipProofs.Hash(a.Rid + a.Index + a.Modulus + a.Exponent), a.Checksum));
    }

    [Theory]
    [InlineData("no-cvm", "00000000000000001F03")]
    [InlineData("signature-only", "00000000000000001E03")]
    [InlineData("no-cvm-list", null)]
    public void Methods_of_verification_are_as_the_card_is_called(string file, string? list) =>
        Assert.Equal(list, Tlvs.TryFind(new ChipTerminal(_chips.Make(file)).Begin().Objects, "8E"));

    [Fact]
    public void An_offline_card_approves_below_its_limit_so_many_times()
    {
        var terminal = new ChipTerminal(_chips.Make("offline-only"));
        terminal.Begin();
        Assert.Equal("00", terminal.First(0x40, ChipTerminal.Values(20_001)).Type);
        terminal.Begin();
        Assert.Equal("00", terminal.First(0x40, ChipTerminal.Values(currency: "0840")).Type);
        for (var time = 0; time < 5; time++)
        {
            terminal.Begin();
            Assert.Equal("40", terminal.First(0x40, ChipTerminal.Values(20_000)).Type);
        }

        terminal.Begin();
        Assert.Equal("00", terminal.First(0x40, ChipTerminal.Values(20_000)).Type);
        Assert.EndsWith("0007", terminal.Good("00B2015C00"), StringComparison.Ordinal);
        terminal.Bad("6A83", "00B2065C00");
    }

    [Fact]
    public void What_an_offline_card_asks_of_the_terminal_lets_it_approve()
    {
        // It never was online, and never will be: neither that nor its holder's PIN may send the terminal there.
        var only = new ChipTerminal(_chips.Make("offline-only")).Begin();
        Assert.Equal(("0000000000", "000000000000000041031E031F03"), (only["9F0F"], only["8E"]));
        // Nobody types a PIN below its limit of 200.00; whoever has typed one is asked about (IAC online).
        Assert.Equal("00004E21000000001F0642031E031F03", new ChipTerminal(_chips.Make("offline-below-limit")).Begin()["8E"]);
    }

    [Fact]
    public void Changed_data_are_still_data()
    {
        var reading = new ChipTerminal(_chips.Make("static-data-changed")).Begin();
        Assert.Equal(("0200", "82"), (reading["5F30"], reading["9F4A"]));
    }

    [Theory]
    [InlineData("visa-debit", "0096")]
    [InlineData("mastercard-debit", "0002")]
    [InlineData("jcb-credit", "0200")]
    [InlineData("unionpay-debit", "0030")]
    public void A_card_has_its_schemes_version(string program, string version) =>
        Assert.Equal(version, new ChipTerminal(_chips.Make("dual", f => f with { Card = new(program, 104) })).Begin()["9F08"]);

    [Theory]
    [InlineData("5A31", "9F13020000")]
    [InlineData("5A33", "9F13020000")]
    [InlineData("3535", "9F13020001")]
    public void Who_was_refused_by_the_terminal_alone_was_not_online(string code, string last)
    {
        var chip = _chips.Make("dual");
        var terminal = new ChipTerminal(chip);
        terminal.Begin();
        terminal.First();
        Assert.Equal("00", terminal.Second(0x00, code).Type);
        Assert.Equal(last, terminal.Good("80CA9F1300"));
    }

    [Fact]
    public void A_card_with_a_limit_goes_online_above_it_and_after_so_many_times()
    {
        var chip = _chips.Make("offline-below-limit");
        var terminal = new ChipTerminal(chip);
        for (var time = 0; time < 3; time++)
        {
            terminal.Begin();
            Assert.Equal("40", terminal.First(0x40).Type);
        }

        terminal.Begin();
        var first = terminal.First(0x40);
        Assert.Equal("80", first.Type);
        terminal.Good("008200000A" + ChipChecks.Answer(_chips.Cards.Profile.Keys, _chips.Card(chip), first, "00"));
        Assert.Equal("40", terminal.Second(0x40).Type);
        terminal.Begin();
        Assert.Equal("9F13020004", terminal.Good("80CA9F1300"));
        Assert.Equal("40", terminal.First(0x40).Type);
        terminal.Begin();
        Assert.Equal("80", terminal.First(0x40, ChipTerminal.Values(20_001)).Type);
    }

    [Fact]
    public void A_card_that_could_not_go_online_approves_while_its_upper_limit_lasts()
    {
        var terminal = new ChipTerminal(_chips.Make("dual"));
        for (var time = 0; time < 5; time++)
        {
            terminal.Begin();
            terminal.First();
            var second = terminal.Second(0x40, "5933");
            Assert.Equal("40", second.Type);
            Assert.Equal("61", second.ApplicationData[8..10]);
        }

        terminal.Begin();
        terminal.First();
        Assert.Equal("00", terminal.Second(0x40, "5933").Type);
    }

    [Fact]
    public void A_card_declines_always_or_what_was_approved()
    {
        var always = new ChipTerminal(_chips.Make("declines-always"));
        always.Begin();
        Assert.Equal("00", always.First(0x40).Type);
        var chip = _chips.Make("declines-approval");
        var late = new ChipTerminal(chip);
        late.Begin();
        var first = late.First();
        late.Good("008200000A" + ChipChecks.Answer(_chips.Cards.Profile.Keys, _chips.Card(chip), first, "00"));
        Assert.Equal("00", late.Second(0x40).Type);
    }

    [Fact]
    public void The_issuers_answer_is_optional_needed_or_distrusted()
    {
        Assert.Equal("40", Ending("dual", answers: false));
        Assert.Equal("40", Ending("issuer-answer-needed", answers: true));
        Assert.Equal("00", Ending("issuer-answer-needed", answers: false));
        Assert.Equal("00", Ending("issuer-answer-distrusted", answers: true));
        var wrong = new ChipTerminal(_chips.Make("dual"));
        wrong.Begin();
        wrong.First();
        wrong.Bad("6300", "008200000A00112233445566773030");
        var second = wrong.Second(0x40);
        Assert.Equal("00", second.Type);
        Assert.Equal("28", second.ApplicationData[8..10]);
        wrong.Begin();
        Assert.Equal("08", wrong.First(0x40).ApplicationData[10..12]);
    }

    [Fact]
    public void Scripts_unblock_the_PIN_block_the_application_and_replace_a_record()
    {
        var chip = _chips.Make("pin-blocked");
        var terminal = new ChipTerminal(chip);
        terminal.Begin();
        terminal.Bad("6985", "8424000008" + "0000000000000000");
        var proof = terminal.First();
        terminal.Bad("6988", "8424000008" + "0000000000000000");
        terminal.Bad("9000", Script(chip, proof, "84240000", ""));
        Assert.Equal("9F170103", terminal.Good("80CA9F1700"));
        terminal.Bad("9000", Script(chip, proof, "04DC010C", "7003" + "9F4A00"));
        terminal.Bad("6A83", Script(chip, proof, "04DC090C", "7003" + "9F4A00"));
        terminal.Bad("6A80", Script(chip, proof, "04DC010C", "7103" + "9F4A00"));
        terminal.Bad("6D00", Script(chip, proof, "84DA9F58", "03"));
        terminal.Bad("9000", Script(chip, proof, "841E0000", ""));
        Assert.Equal("00", terminal.Second(0x40).Type);
        terminal.Bad("9000", Script(chip, proof, "84180000", ""));
        var after = new ChipTerminal(chip);
        after.Begin();
        Assert.Equal("70039F4A00", after.Good("00B2010C00"));
        Assert.Equal("68", after.First().ApplicationData[12..14]);
        var blocking = after.Raw(Script(chip, proof, "84160000", ""));
        Assert.Equal("6988", blocking);
    }

    [Fact]
    public void A_card_that_a_script_blocked_is_blocked_after_a_restart_until_it_is_renewed()
    {
        var chip = _chips.Make("dual");
        var terminal = new ChipTerminal(chip);
        terminal.Begin();
        var proof = terminal.First();
        terminal.Bad("9000", Script(chip, proof, "84160000", ""));
        _chips.Restart();
        chip = _chips.Make("dual");
        new ChipTerminal(chip).Bad("6A81", Directory);
        chip.Renew();
        terminal = new ChipTerminal(chip);
        terminal.Begin();
        Assert.Equal("9F36020002", terminal.Good("80CA9F3600"));
    }

    private ChipProofs Proofs(string file) => new(TestChips.Keys, new ChipTerminal(_chips.Make(file)).Begin());

    private string Ending(string file, bool answers)
    {
        var chip = _chips.Make(file);
        var terminal = new ChipTerminal(chip);
        terminal.Begin();
        var first = terminal.First();
        if (answers)
        {
            terminal.Raw("008200000A" + ChipChecks.Answer(_chips.Cards.Profile.Keys, _chips.Card(chip), first, "00"));
        }

        return terminal.Second(0x40).Type;
    }

    private string Script(ChipCard chip, ChipProof proof, string header, string inside)
    {
        var card = _chips.Card(chip);
        using var master = IssuerScriptMacKey.FromClear(KeyAlgorithm.Tdes, Convert.FromHexString(_chips.Cards.Profile.Keys.ScriptMac));
        var counter = ushort.Parse(proof.Counter, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        using var key = master.DeriveSessionKey(card.Pan, card.Sequence.AsSpan(1), ScriptSession.Visa(counter));
        var head = $"{header}{(inside.Length / 2) + 8:X2}";
        var mac = new byte[8];
        key.Compute(Convert.FromHexString(head + proof.Counter + proof.Cryptogram + inside), mac);
        return head + inside + Convert.ToHexString(mac);
    }

    // MMYY as a number that grows.
    private static int Month(string expiry) => int.Parse(expiry[2..] + expiry[..2], CultureInfo.InvariantCulture);
}
