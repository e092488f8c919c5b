using System.Numerics;
using Guitai.Emv.Commands;
using Guitai.Emv.Kernel;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <content>A PIN that the card verifies.</content>
public sealed partial class CvmTests
{
    [Theory]
    [Point(29, Side.Well)]
    [InlineData("1234", "241234FFFFFFFFFF")]
    [InlineData("12345", "2512345FFFFFFFFF")]
    [InlineData("000000000000", "2C000000000000FF")]
    public void A_plain_PIN_goes_to_the_card_and_is_wiped(string digits, string block)
    {
        var pin = Pin(digits);
        var script = New("0100")
            .Say("80CA9F1700", "9F1701039000")
            .Expect(pin, Asks(PinUse.OfflinePlain, 3))
            .Say("0020008008" + block, "9000");
        End(script, "010002");
        Assert.True(pin.Digits.Span.IndexOfAnyExcept((byte)0) < 0);
    }

    [Theory]
    [InlineData(CardProtocol.T0)]
    [InlineData(CardProtocol.T1)]
    public void The_step_that_carries_a_PIN_says_so_and_is_wiped_when_the_card_has_it(CardProtocol protocol)
    {
        var script = New("0100").Say("80CA9F1700", "9F1701039000").Expect<EnterPin>(Pin("1234"));
        script.Protocol = protocol;
        var send = Assert.IsType<SendCommand>(script.PlayOpen());
        Assert.True(send.HoldsPin);
        Assert.Equal("Send 00200080", send.ToString());
        Assert.Equal("0020008008241234FFFFFFFFFF", Text(send.Bytes.ToArray()));
        script.Kernel!.Handle(new CardAnswered(Hex("9000")));
        Assert.True(send.Bytes.Span.IndexOfAnyExcept((byte)0) < 0);
        Assert.Equal("A PIN was entered", Pin("1234").ToString());
    }

    [Fact]
    public void A_wrong_PIN_is_asked_for_again_until_no_try_is_left()
    {
        var script = New("0100")
            .Say("80CA9F1700", "9F1701039000")
            .Expect(Pin("1111"), Asks(PinUse.OfflinePlain, 3))
            .Say("0020008008241111FFFFFFFFFF", "63C2")
            .Expect(Pin("2222"), Asks(PinUse.OfflinePlain, 2, again: true))
            .Say("0020008008242222FFFFFFFFFF", "63C1")
            .Expect(Pin("3333"), Asks(PinUse.OfflinePlain, 1, again: true))
            .Say("0020008008243333FFFFFFFFFF", "63C0");
        End(script, "010001", "A0");
    }

    [Theory]
    [Point(29, Side.Ill)]
    [InlineData("63C0")]
    [InlineData("6983")]
    [InlineData("6984")]
    public void A_blocked_PIN_sets_byte_3_bit_6(string status)
    {
        var script = New("0100").Say("80CA9F1700", "9F1701039000").Expect<EnterPin>(Pin("1234")).Say("0020008008241234FFFFFFFFFF", status);
        Assert.Equal(VerifiedBy.Failed, End(script, "010001", "A0").VerifiedBy);
        // Without a try left it is not even asked for.
        End(New("0100").Say("80CA9F1700", "9F1701009000"), "010001", "A0");
    }

    [Theory]
    [InlineData("63D0")]
    [InlineData("6A80")]
    [InlineData("63BF")]
    public void Any_other_answer_to_a_PIN_ends_the_transaction(string status)
    {
        var script = New("0100").Say("80CA9F1700", "9F1701039000").Expect<EnterPin>(Pin("1234")).Say("0020008008241234FFFFFFFFFF", status);
        Assert.Equal(EndReason.CardError, script.Play().Reason);
    }

    private static string Encipher(TestKey key, string block, string challenge)
    {
        byte[] plain = [0x7F, .. Hex(block), .. Hex(challenge), .. Enumerable.Range(0, key.Length - 17).Select(i => (byte)i)];
        var number = BigInteger.ModPow(
            new BigInteger(plain, isUnsigned: true, isBigEndian: true),
            new BigInteger(key.Exponent, isUnsigned: true, isBigEndian: true),
            new BigInteger(key.Modulus, isUnsigned: true, isBigEndian: true)
        );
        return Text(number.ToByteArray(isUnsigned: true, isBigEndian: true)).PadLeft(2 * key.Length, '0');
    }

    [Theory]
    [InlineData(true, Aip)]
    [InlineData(false, Aip)]
    // After DDA the card's key is known already.
    [InlineData(false, "3000")]
    [InlineData(true, "3000")]
    public void An_enciphered_PIN_goes_under_the_PIN_key_or_the_cards(bool ownKey, string aip)
    {
        var card = new TestCard { Aip = aip };
        card.With("8E", "0000000000000000" + "0500").With("8C", WithResults);
        card.Sign();
        if (ownKey)
        {
            card.SignPinKey(TestKey.Pin);
        }

        var script = new Script(card).UpToRecords();
        if (aip == "3000")
        {
            script.Dynamic();
        }

        var key = ownKey ? TestKey.Pin : TestKey.Card;
        var pin = Encipher(key, "241234FFFFFFFFFF", "A1A2A3A4A5A6A7A8");
        script
            .Say("80CA9F1700", "9F1701039000")
            .Expect<EnterPin>(
                Pin("1234", key.Length - 17),
                p => Assert.Equal((PinUse.OfflineEnciphered, key.Length - 17), (p.Use, p.RandomBytes))
            )
            .Say("0084000000", "A1A2A3A4A5A6A7A89000")
            .Say($"00200088{key.Length:X2}{pin}", "9000");
        var result = End(script, "050000", byte1: aip == "3000" ? "00" : "80");
        Assert.Equal(VerifiedBy.OfflinePin, result.VerifiedBy);
    }

    [Fact]
    public void A_key_without_remainder_takes_a_PIN_too()
    {
        foreach (var ownKey in (bool[])[true, false])
        {
            var card = new TestCard { Aip = Aip, Key = TestKey.SmallCard };
            card.With("8E", "0000000000000000" + "0400").With("8C", WithResults).Sign();
            card = ownKey ? card.SignPinKey(TestKey.SmallCard) : card;
            var script = new Script(card);
            script.UpToRecords().Say("80CA9F1700", "6A88");
            Assert.Equal(TestKey.SmallCard.Length - 17, Assert.IsType<EnterPin>(script.PlayOpen()).RandomBytes);
        }
    }

    [Theory]
    [InlineData("6A81")]
    [InlineData("A1A2A3A4A5A6A79000")]
    public void Without_a_challenge_no_PIN_is_sent(string answer)
    {
        var script = New("0400").Say("80CA9F1700", "6A88").Expect<EnterPin>(Pin("1234", 111)).Say("0084000000", answer);
        End(script, "040001", "80");
    }

    [Theory]
    [InlineData("8F")]
    [InlineData("90")]
    [InlineData("9F32")]
    [InlineData("9F46")]
    [InlineData("9F47")]
    [InlineData("9F2E")]
    [InlineData("9F2D")]
    [InlineData("9F4A")]
    public void Without_a_key_to_be_trusted_no_PIN_is_asked_for(string spoilt)
    {
        var card = new TestCard { Aip = Aip };
        card.With("8E", "0000000000000000" + "0400").With("8C", WithResults);
        card.Sign();
        if (spoilt.StartsWith("9F2", StringComparison.Ordinal))
        {
            card.SignPinKey(TestKey.Pin);
        }

        switch (spoilt)
        {
            case "9F4A":
                card.With("9F4A", "95");
                break;
            case "9F2D":
                card.With("9F2D", card["9F46"]);
                break;
            default:
                card.Unsigned[card.Unsigned.FindIndex(o => o.Tag == spoilt)] = ("DF77", "00");
                break;
        }

        End(new Script(card).UpToRecords(), "040001", "80");
    }
}
