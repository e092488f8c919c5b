using System.Globalization;
using Guitai.Iso8583;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.Cryptograms;
using Guitai.Sandbox.Cards.Chip;
using Guitai.Sandbox.Issuer.Books;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Tests.Issuer;

/// <summary>Cryptograms, answers to them and scripts, each checked by the host's libraries over the issuer's keys.</summary>
public sealed class ChipTests : IAsyncLifetime
{
    private const string Version18Program = TestIssuer.Credit;

    private readonly TestIssuer _issuer = new();
    private HostClient _host = null!;

    public async ValueTask InitializeAsync() => _host = await _issuer.ConnectAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Theory]
    [InlineData(TestIssuer.Debit, 10)]
    [InlineData(Version18Program, 18)]
    public async Task Cryptogram_and_answer_are_those_of_the_other_library(string program, int version)
    {
        var card = _issuer.Card(300, program);
        Assert.Equal(version, card.CryptogramVersion);
        var chip = _issuer.Issuer.Cards.Chip(card, 41);
        var answer = chip.Generate(new ChipTransaction(12_345, "89ABCDEF", "261121"));
        using var master = IssuerCryptogramKey.FromClear(KeyAlgorithm.Tdes, Key(k => k.Cryptograms));
        using var cardKey = master.DeriveCardKey(card.Pan, card.Sequence.AsSpan(1));
        using var session = cardKey.DeriveSessionKey(42);
        CryptogramKey key = version == 18 ? session : cardKey;
        var covered = Convert.FromHexString(
            "000000012345"
                + "000000000000"
                + "0156"
                + "0000000000"
                + "0156"
                + "261121"
                + "00"
                + "89ABCDEF"
                + (version == 18 ? "1800" : "1C00")
                + "002A"
                + (version == 18 ? answer.ApplicationData : answer.ApplicationData[6..14])
        );
        var padding = version == 18 ? CryptogramPadding.Bit : CryptogramPadding.Zeros;
        Assert.True(key.VerifyCryptogram(covered, padding, Convert.FromHexString(answer.Cryptogram)));

        var sale = _host.Chip(card, chip, 12_345);
        var approved = await _host.AskAsync(sale);
        Assert.Equal("00", approved[39]);
        var proof = Tag(approved, "91");
        Assert.True(chip.Accepts(proof));
        using var nextSession = cardKey.DeriveSessionKey(43);
        var cryptogram = Tag(sale, "9F26");
        if (version == 18)
        {
            var expected = new byte[4];
            nextSession.ComputeAnswer(cryptogram, proof.AsSpan(4), [], expected);
            Assert.Equal(expected, proof[..4]);
            Assert.Equal("00820000", Convert.ToHexString(proof, 4, 4));
        }
        else
        {
            var expected = new byte[8];
            cardKey.ComputeAnswer(cryptogram, "00"u8, expected);
            Assert.Equal(expected, proof[..8]);
            Assert.Equal("00"u8.ToArray(), proof[8..]);
        }
    }

    [Theory]
    [InlineData(TestIssuer.Debit)]
    [InlineData(Version18Program)]
    public async Task A_refusal_is_proven_to_the_chip_too(string program)
    {
        var card = _issuer.Card(1, program);
        var chip = _issuer.Issuer.Cards.Chip(card);
        var refused = await _host.AskAsync(_host.Chip(card, chip, 5_000));
        Assert.Equal("51", refused[39]);
        Assert.True(chip.Accepts(Tag(refused, "91")));
    }

    [Theory]
    [InlineData(TestIssuer.Debit)]
    [InlineData(Version18Program)]
    public async Task Any_covered_object_that_is_changed_on_the_way_is_found(string program)
    {
        var card = _issuer.Card(301, program);
        var chip = _issuer.Issuer.Cards.Chip(card);
        foreach (var tag in (string[])["9F26", "9F02", "9F03", "9F1A", "95", "5F2A", "9A", "9C", "9F37", "82", "9F36", "9F10"])
        {
            var sale = _host.Chip(card, chip, 12_345);
            var (at, length) = Place(sale[55]!, tag);
            // The last byte of 9F10 names the algorithm, which version 10 does not cover: the one before it is the verification results' last.
            var last = at + (2 * length) - (tag == "9F10" ? 3 : 1);
            var digit = sale[55]![last] == '1' ? '2' : '1';
            sale[55] = sale[55]![..last] + digit + sale[55]![(last + 1)..];
            var answer = await _host.AskAsync(sale);
            Assert.Equal("05", answer[39]);
            Assert.Null(answer[55]);
        }
    }

    [Fact]
    public async Task The_amount_that_the_chip_saw_is_the_one_that_is_asked_for()
    {
        var card = _issuer.Card(302);
        var sale = _host.Chip(card, _issuer.Issuer.Cards.Chip(card), 100);
        sale[4] = "000000010000";
        Assert.Equal("05", await _host.CodeAsync(sale));
    }

    [Fact]
    public async Task A_cryptogram_comes_once_and_transactions_may_overtake_each_other()
    {
        var card = _issuer.Card(303);
        var chip = _issuer.Issuer.Cards.Chip(card);
        var first = _host.Chip(card, chip, 100);
        var second = _host.Chip(card, chip, 100);
        Assert.Equal("00", await _host.CodeAsync(second));
        Assert.Equal("00", await _host.CodeAsync(first));
        var replay = HostClient.Again(first);
        replay[37] = HostClient.NextRrn();
        Assert.Equal("05", await _host.CodeAsync(replay));
        var old = _issuer.Issuer.Cards.Chip(card, 500);
        Assert.Equal("00", await _host.CodeAsync(_host.Chip(card, old, 100)));
        Assert.Equal("05", await _host.CodeAsync(_host.Chip(card, _issuer.Issuer.Cards.Chip(card, 2), 100)));
    }

    [Fact]
    public async Task A_declining_cryptogram_asks_for_nothing()
    {
        var card = _issuer.Card(304);
        var sale = _host.Chip(card, _issuer.Issuer.Cards.Chip(card), 100);
        sale[55] = sale[55]!.Replace("9F270180", "9F270100", StringComparison.Ordinal);
        Assert.Equal("05", await _host.CodeAsync(sale));
    }

    [Theory]
    [InlineData(TestIssuer.Debit)]
    [InlineData(Version18Program)]
    public async Task Of_a_sale_that_chip_and_terminal_approved_the_certificate_is_checked_noted_and_never_refused(string program)
    {
        var card = _issuer.Card(306, program);
        var chip = _issuer.Issuer.Cards.Chip(card, 3, offlineLimitMinor: 50_00);
        IsoMessage Told(string objects)
        {
            var told = _host.Chip(card, _issuer.Issuer.Cards.Chip(card), 45_00, type: 220);
            told[38] = "OFF001";
            told[55] = objects;
            return told;
        }

        string Approved() => chip.Approve(new ChipTransaction(45_00, "12345678", "261121")).Objects;
        var right = Told(Approved());
        Assert.Contains("9F270140", right[55], StringComparison.Ordinal);
        var changed = Told(Approved().Replace("9F3704123456", "9F3704123457", StringComparison.Ordinal));
        var other = Told(Approved());
        other[4] = "000000004600";
        var cut = Told("9F2701409F2608");
        var none = Told(Approved());
        none[55] = null;
        (IsoMessage Message, CertificateOutcome Outcome)[] all =
        [
            (right, CertificateOutcome.Right),
            (changed, CertificateOutcome.Wrong),
            (other, CertificateOutcome.Wrong),
            (cut, CertificateOutcome.Wrong),
            (none, CertificateOutcome.None),
        ];
        foreach (var (message, _) in all)
        {
            Assert.Equal("00", await _host.CodeAsync(message));
            Assert.Equal("00", await _host.CodeAsync(HostClient.Again(message, 221)));
        }

        Assert.Equal(3, _issuer.Issuer.Counters.WrongCertificates);
        await _issuer.RestartAsync();
        foreach (var (message, outcome) in all)
        {
            var known = _issuer.Issuer.Find(HostClient.Acquirer, message[37]!, 2)!;
            var amount = long.Parse(message[4]!, CultureInfo.InvariantCulture);
            Assert.Equal((outcome, amount), (known.Certificate, known.TakenMinor));
        }
    }

    [Fact]
    public async Task A_contactless_sale_is_checked_like_a_chip()
    {
        var card = _issuer.Card(305);
        var sale = _host.Chip(card, _issuer.Issuer.Cards.Chip(card), 100);
        sale[22] = "072";
        Assert.Equal("00", await _host.CodeAsync(sale));
        var forged = _host.Chip(card, _issuer.Issuer.Cards.Chip(_issuer.Card(306), 7), 100);
        forged[22] = "072";
        Assert.Equal("05", await _host.CodeAsync(forged));
    }

    [Theory]
    [InlineData(TestIssuer.Debit)]
    [InlineData(Version18Program)]
    public async Task A_blocked_PIN_is_unblocked_by_a_script_that_the_chip_obeys(string program)
    {
        var card = _issuer.Card(8, program);
        var chip = _issuer.Issuer.Cards.Chip(card);
        var sale = _host.Chip(card, chip, 100, card.Pin);
        var answer = await _host.AskAsync(sale);
        Assert.Equal("75", answer[39]);
        var command = Command(answer, 0x72);
        Assert.Equal("8424000008", Convert.ToHexString(command, 0, 5));
        AssertScriptMac(card, program, chip, sale, command);
        Assert.Equal("75", await _host.CodeAsync(_host.Stripe(card, 100, card.Pin)));
        var result = _host.About(620, "000000", "00", sale, 100);
        result[55] = "DF31052047544149";
        Assert.Equal("00", await _host.CodeAsync(result));
        Assert.Equal("00", await _host.CodeAsync(HostClient.Again(result, 621)));
        var next = await _host.AskAsync(_host.Chip(card, chip, 100, card.Pin));
        Assert.Equal("00", next[39]);
        Assert.DoesNotContain("9F1804", next[55]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_failed_is_sent_again()
    {
        var card = _issuer.Card(8);
        var chip = _issuer.Issuer.Cards.Chip(card);
        var sale = _host.Chip(card, chip, 100, card.Pin);
        Assert.Equal("75", await _host.CodeAsync(sale));
        var result = _host.About(620, "000000", "00", sale, 100);
        result[55] = "DF31051047544149";
        Assert.Equal("00", await _host.CodeAsync(result));
        Assert.NotEmpty(Command(await _host.AskAsync(_host.Chip(card, chip, 100, card.Pin)), 0x72));
    }

    [Fact]
    public async Task A_blocked_application_is_taken_no_more_by_chip()
    {
        var card = _issuer.Card(9);
        var chip = _issuer.Issuer.Cards.Chip(card);
        var sale = _host.Chip(card, chip, 100);
        var command = Command(await _host.AskAsync(sale), 0x71);
        Assert.Equal("841E000008", Convert.ToHexString(command, 0, 5));
        Assert.True(chip.Obeys(command));
        command[^1] ^= 1;
        Assert.False(chip.Obeys(command));
        var result = _host.About(620, "000000", "00", sale, 100);
        result[55] = "DF31052047544149";
        Assert.Equal("00", await _host.CodeAsync(result));
        Assert.Throws<InvalidOperationException>(() => _host.Chip(card, chip, 100));
        Assert.Equal("62", await _host.CodeAsync(_host.Chip(card, _issuer.Issuer.Cards.Chip(card, 1), 100)));
        Assert.Equal("00", await _host.CodeAsync(_host.Stripe(card, 100)));
    }

    [Fact]
    public async Task A_script_result_of_an_unknown_sale_is_answered_with_25_and_one_without_result_with_30()
    {
        var card = _issuer.Card(9);
        var never = _host.Stripe(card, 100);
        var result = _host.About(620, "000000", "00", never, 100);
        result[55] = "DF31052047544149";
        Assert.Equal("25", await _host.CodeAsync(result));
        var empty = _host.About(620, "000000", "00", never, 100);
        empty[55] = "9F5B0120";
        Assert.Equal("30", await _host.CodeAsync(empty));
    }

    private void AssertScriptMac(VirtualCard card, string program, ChipInHand chip, IsoMessage sale, byte[] command)
    {
        Assert.True(chip.Obeys(command));
        var cryptogram = Tag(sale, "9F26");
        using var master = IssuerScriptMacKey.FromClear(KeyAlgorithm.Tdes, Key(k => k.ScriptMac));
        var session = program == Version18Program ? ScriptSession.Common(cryptogram) : ScriptSession.Visa(1);
        using var key = master.DeriveSessionKey(card.Pan, card.Sequence.AsSpan(1), session);
        var mac = new byte[8];
        key.Compute([.. command[..5], 0, 1, .. cryptogram], mac);
        Assert.Equal(mac, command[5..]);
    }

    private byte[] Key(Func<IssuerKeys, string> choose) => Convert.FromHexString(choose(_issuer.Issuer.Cards.Profile.Keys));

    private static byte[] Command(IsoMessage answer, byte template)
    {
        var proof = Tag(answer, "91");
        var rest = Convert.FromHexString(answer[55]!)[(2 + proof.Length)..];
        Assert.Equal(template, rest[0]);
        Assert.Equal(rest.Length - 2, rest[1]);
        Assert.Equal("9F180447544149860D", Convert.ToHexString(rest, 2, 9));
        return rest[11..];
    }

    private static byte[] Tag(IsoMessage message, string tag)
    {
        var (at, length) = Place(message[55]!, tag);
        return Convert.FromHexString(message[55]!.AsSpan(at, 2 * length));
    }

    // Where a tag's value begins, in characters, and its length in bytes; the objects here are short.
    private static (int At, int Length) Place(string objects, string tag)
    {
        for (var at = 0; at < objects.Length; )
        {
            var name = (Convert.ToInt32(objects[at..(at + 2)], 16) & 0x1F) == 0x1F ? 4 : 2;
            var length = int.Parse(objects.AsSpan(at + name, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (objects.AsSpan(at, name).SequenceEqual(tag))
            {
                return (at + name + 2, length);
            }

            at += name + 2 + (2 * length);
        }

        throw new InvalidOperationException($"{tag} is not there.");
    }
}
