using FsCheck;
using FsCheck.Fluent;
using Guitai.Contracts.Terminal;
using Guitai.Terminal.Cards;

namespace Guitai.Terminal.Tests;

/// <summary>What a stripe reader types, good and bad.</summary>
public sealed class StripeTests
{
    private const string Number = "6228480000000000018";
    private const string Whole = $"%B{Number}^TEST/CARD^3012220100000?;{Number}=30122200100000123?";

    [Fact]
    public void Both_tracks_give_number_expiry_service_code_and_track_2()
    {
        using var hand = new CardHand();
        Assert.Null(StripeReader.Read(Whole, hand));
        Assert.Equal(Number, hand.Number.ToString());
        Assert.Equal("3012", hand.Expiry);
        Assert.Equal("220", hand.ServiceCode);
        Assert.Equal($"{Number}=30122200100000123", hand.Track2.ToString());
    }

    [Theory]
    [InlineData("", "card.not-readable")]
    [InlineData("hello", "card.not-readable")]
    [InlineData("%B6228480000000000018^TEST/CARD^3012220100000?", "card.not-whole")]
    [InlineData(";6228480000000000018=3012220", "card.not-whole")]
    [InlineData(";6228480000000000018=30?", "card.not-whole")]
    [InlineData(";6228480000000000018?", "card.not-readable")]
    [InlineData(";6228480000000000017=30122200100000123?", "card.number")]
    [InlineData(";6228480000000000018=30132200100000123?", "card.number")]
    [InlineData("%B4761739001010119^X^3012201?;6228480000000000018=30122200100000123?", "card.tracks-differ")]
    [InlineData(";62284800000000x0018=30122200100000123?", "card.not-readable")]
    public void What_is_not_a_whole_card_is_refused_with_its_reason_and_nothing_is_taken(string typed, string why)
    {
        using var hand = new CardHand();
        Assert.Equal(why, StripeReader.Read(typed, hand));
        Assert.True(hand.Number.IsEmpty);
        Assert.True(hand.Track2.IsEmpty);
    }

    [Fact]
    public void Whatever_is_typed_is_a_card_or_a_refusal_and_never_a_crash() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<string>().Filter(s => s is not null),
                Gen.Choose(0, Whole.Length - 1).ToArbitrary(),
                (string noise, int at) =>
                {
                    using var hand = new CardHand();
                    var why = StripeReader.Read(Whole[..at] + noise + Whole[at..], hand);
                    return why is null ? CardNumber.IsRight(hand.Number) && hand.Track2.Length is > 20 and <= 37 : hand.Number.IsEmpty;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_wiped_hand_holds_nothing()
    {
        using var hand = new CardHand();
        Assert.Null(StripeReader.Read(Whole, hand));
        hand.PinBlockRoom().Fill(7);
        hand.Wipe();
        Assert.True(hand.Number.IsEmpty && hand.Track2.IsEmpty && hand.PinBlock.IsEmpty && hand.Expiry.Length == 0);
        Assert.True(hand.PinBlockRoom().IndexOfAnyExcept((byte)0) < 0);
    }

    [Fact]
    public void A_masked_number_shows_six_and_four_and_refuses_to_show_more()
    {
        Assert.Equal("622848*********0018", MaskedNumber.Of(Number).ToString());
        Assert.Throws<ArgumentException>(() => new MaskedNumber(Number));
        Assert.Throws<ArgumentException>(() => new MaskedNumber("62284812******0018"));
    }

    [Fact]
    public void Tokens_of_different_hashes_differ_and_have_one_form()
    {
        var hash = new byte[32];
        var first = CardToken.Of(hash);
        hash[15] = 1;
        Assert.NotEqual(first, CardToken.Of(hash));
        Assert.Equal(31, first.ToString().Length);
    }
}
