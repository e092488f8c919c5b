using System.Numerics;
using System.Security.Cryptography;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.Cryptograms;
using Guitai.Sandbox.Cards.Chip.Keys;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Tests.Chip;

/// <summary>A whole transaction with contacts; cryptograms checked by the host's libraries, certificates by the standard's steps.</summary>
public sealed class ContactFlowTests : IDisposable
{
    private readonly TestChips _chips = new();

    public void Dispose() => _chips.Dispose();

    [Theory]
    [InlineData("unionpay-debit")]
    [InlineData("unionpay-credit")]
    [InlineData("visa-debit")]
    [InlineData("jcb-credit")]
    [InlineData("mastercard-credit")]
    public void A_card_goes_from_its_directory_to_the_second_cryptogram(string program)
    {
        var chip = _chips.Make("dual", f => f with { Card = new(program, 103) });
        var card = _chips.Cards.Card(program, 103);
        var terminal = new ChipTerminal(chip);
        Assert.Equal("3BE000008131FE45EB", terminal.Atr);
        var reading = terminal.Begin();
        Assert.Equal(card.Pan, reading["5A"].TrimEnd('F'));
        Assert.Equal(card.ChipTrack2, reading["57"].TrimEnd('F'));

        var keys = new ChipProofs(TestChips.Keys, reading);
        Assert.True(keys.StaticDataIsRight());
        var signature = Tlvs.Find(terminal.Good("0088000004" + "01020304" + "00"), "80");
        Assert.True(keys.DynamicDataIsRight(signature, "01020304"));

        var first = terminal.First();
        Assert.Equal("80", first.Type);
        Assert.Equal("0001", first.Counter);
        AssertCryptogram(card, terminal.Profile, first);

        var proof = Answer(card, first, "00");
        if (card.CryptogramVersion == 10)
        {
            Assert.Equal("9000", terminal.Raw($"008200000A{proof}"));
        }

        var second = terminal.Second(0x40, issuer: card.CryptogramVersion == 18 ? proof : "");
        Assert.Equal("40", second.Type);
        AssertCryptogram(card, terminal.Profile, second);
        terminal.Bad("6985", ChipTerminal.Cryptogram(0x40, ChipTerminal.Values()));
    }

    [Fact]
    public void A_combined_signature_holds_both_cryptograms()
    {
        var chip = _chips.Make("dual");
        var card = _chips.Card(chip);
        var terminal = new ChipTerminal(chip);
        var reading = terminal.Begin();
        var keys = new ChipProofs(TestChips.Keys, reading);
        var first = terminal.First(0x90);
        Assert.Equal("", first.Cryptogram);
        var arqc = keys.Combined(first, ChipTerminal.Values(), "89ABCDEF");
        AssertCryptogram(card, terminal.Profile, first with { Cryptogram = arqc });
        terminal.Good($"008200000A{Answer(card, first with { Cryptogram = arqc }, "00")}");
        var second = terminal.Second(0x50);
        var tc = keys.Combined(second, ChipTerminal.Values() + "3030" + ChipTerminal.Values(), "89ABCDEF");
        AssertCryptogram(card, terminal.Profile, second with { Cryptogram = tc });
    }

    private void AssertCryptogram(VirtualCard card, string profile, ChipProof proof) =>
        ChipChecks.AssertCryptogram(_chips.Cards.Profile.Keys, card, profile, proof, ChipTerminal.Values());

    private string Answer(VirtualCard card, ChipProof proof, string code) =>
        ChipChecks.Answer(_chips.Cards.Profile.Keys, card, proof, code);
}
