using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Issuer.Books;

/// <summary>A card's money and state. It comes into being when the card is first used.</summary>
internal sealed class CardAccount
{
    private ulong _recent;

    public CardAccount(CardPlace place, in CardTraits traits, int pinTries)
    {
        Place = place;
        Traits = traits;
        OpeningMinor = traits.OpeningMinor;
        LimitMinor = traits.LimitMinor;
        Condition = traits.Condition;
        Script = traits.Script;
        WrongPins = traits.Condition == CardCondition.PinBlocked ? pinTries : 0;
    }

    public CardPlace Place { get; }
    public CardTraits Traits { get; }
    public long OpeningMinor { get; set; }
    public long LimitMinor { get; set; }
    public CardCondition Condition { get; set; }
    public CardScript Script { get; set; }
    public int WrongPins { get; set; }

    /// <summary>True after the chip said that it blocked its application.</summary>
    public bool ApplicationBlocked { get; set; }

    /// <summary>Sum of all that was taken (negative) and given.</summary>
    public long MovedMinor { get; set; }
    public long HeldMinor { get; set; }

    /// <summary>The highest transaction counter that its chip had.</summary>
    public int Counter { get; private set; } = -1;

    /// <summary>What may still be spent.</summary>
    public long AvailableMinor => OpeningMinor + MovedMinor - HeldMinor;

    /// <summary>True when the chip's counter was not seen and is not far behind: messages of one chip may overtake each other, cryptograms may not come twice.</summary>
    public bool IsFresh(int counter) => counter > Counter || (Counter - counter < 64 && ((_recent >> (Counter - counter)) & 1) == 0);

    /// <summary>Notes a counter that was used.</summary>
    public void Use(int counter)
    {
        if (counter > Counter)
        {
            var ahead = counter - Counter;
            _recent = ahead < 64 ? (_recent << ahead) | 1 : 1;
            Counter = counter;
        }
        else if (Counter - counter < 64)
        {
            _recent |= 1UL << (Counter - counter);
        }
    }
}
