using Guitai.Contracts.Terminal;
using Guitai.Emv.Kernel;
using Guitai.Foundation;
using Guitai.Terminal.Journal;

namespace Guitai.Terminal.Cards;

/// <summary>What the kernel found, in the terminal's words.</summary>
internal static class ChipWords
{
    // Field 55 of the dialect.
    private const int MostData = 255;

    /// <summary>Whether what the card says of itself fits the messages that its payment needs: number, expiry and track agree, and there is room.</summary>
    public static bool IsSound(TransactionObjects data)
    {
        var (number, expiry, track2) = (data.Pan, data.Expiry, data.Track2);
        return CardNumber.IsRight(number)
            && expiry.Length == 4
            && expiry.All(char.IsAsciiDigit)
            && StripeReader.IsMonth(expiry.AsSpan(2))
            && (track2.Length == 0 || (track2.Length <= 37 && track2.StartsWith(number + "D", StringComparison.Ordinal)))
            && track2.Skip(number.Length + 1).All(char.IsAsciiDigit)
            && data.Field55(TransactionObjects.SaleTags).Length <= MostData;
    }

    /// <summary>Why a chip did not approve: what people can do about it.</summary>
    public static Refusal Why(TransactionResult result, TransactionObjects data) =>
        new(
            (result.Outcome, result.Reason) switch
            {
                (_, EndReason.Cancelled or EndReason.None) when !IsSound(data) => "card.chip-error",
                (TransactionOutcome.UseChip, EndReason.AboveContactlessLimit) => "card.above-limit",
                (TransactionOutcome.UseChip, _) => "card.insert",
                (_, EndReason.SeePhone) => "card.see-phone",
                (TransactionOutcome.TryAgain, _) => "card.tap-again",
                (_, EndReason.CardGone) => "card.left",
                (_, EndReason.CardDeclinedApproval) => "card.declined-approval",
                (_, EndReason.NotGenuine) => "card.not-genuine",
                (_, EndReason.Expired) => "card.expired",
                (_, EndReason.CvmImpossible) => "card.no-cvm",
                (_, EndReason.CardBlocked or EndReason.ApplicationBlocked) => "card.blocked",
                (_, EndReason.NoApplication) => "card.no-application",
                (_, EndReason.AboveContactlessLimit) => "card.above-limit",
                (TransactionOutcome.Declined, _) => "card.declined",
                (_, EndReason.Cancelled) => "payment.cancelled",
                _ => "card.chip-error",
            }
        );

    /// <summary>What is kept of it.</summary>
    public static ChipFacts FactsOf(TransactionObjects data, TransactionResult result)
    {
        var label = result.Label.Length > 16 ? result.Label[..16] : result.Label;
        return new ChipFacts(
            result.Aid is { } aid && ChipApplication.IsOne(aid.Hex) ? aid.Hex : "",
            ChipLabel.IsOne(label) ? label : "",
            result.VerifiedBy switch
            {
                VerifiedBy.OfflinePin => HolderCheck.OfflinePin,
                VerifiedBy.OnlinePin => HolderCheck.OnlinePin,
                VerifiedBy.Device => HolderCheck.Device,
                VerifiedBy.Signature => HolderCheck.Signature,
                _ => HolderCheck.None,
            },
            result.SignatureWanted,
            result.Tvr,
            result.Tsi,
            data[0x9F36] is { Length: 2 } counter ? Convert.ToHexString(counter.Span) : "",
            result.Cryptogram,
            result.CryptogramName == "TC",
            data.SequenceNumber,
            Convert.ToHexString(data.Field55(TransactionObjects.SaleTags))
        );
    }

    /// <summary>What a receipt says of it.</summary>
    public static ChipSlip SlipOf(ChipFacts facts) =>
        new(
            new ChipApplication(facts.Application),
            new ChipLabel(facts.Label),
            facts.Checked,
            new ChipBytes(facts.Tvr),
            new ChipBytes(facts.Tsi),
            new ChipBytes(facts.Counter),
            new ChipBytes(facts.Cryptogram),
            facts.Approves
        );
}
