using System.Globalization;
using Guitai.Sandbox.Cards.Chip;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Bench.Host;

/// <summary>A chip's part of a sale.</summary>
internal static class ChipCard
{
    /// <summary>A sale by chip, online, without a PIN.</summary>
    public static TerminalQuestion Sale(TerminalQuestion sale, VirtualCard card, ChipInHand chip, long amount) =>
        sale with
        {
            Track2 = card.ChipTrack2,
            Entry = 52,
            CardSequence = int.Parse(card.Sequence, CultureInfo.InvariantCulture),
            Icc = Convert.FromHexString(chip.Generate(new ChipTransaction(amount, "12345678", "261121")).Objects),
        };
}
