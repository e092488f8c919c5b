using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Terminal.Journal;

namespace Guitai.Terminal.Machine;

/// <content>Cards with a chip: read before the intent, told after the host's answer, and only then the payment has an end (docs/walkthroughs/chip-sale.md).</content>
public sealed partial class TerminalMachine
{
    private const int MutesBeforeStripe = 2;

    /// <summary>Whether a payment may be approved here by its chip, as far as that is known before the chip is.</summary>
    public bool MayApproveHere(Payment payment, CardEntry entry, long nowMs) =>
        Rules.MayApprove(Books, payment, new CardView(new ShortWord("other"), null, null, entry), nowMs);

    private Hand? ReadsFor(Guid payment) => Waiting(payment) is not null && HandOf(payment) is { Chip: ChipStage.Reads } hand ? hand : null;

    private Step Seen(CardSeen seen, long nowMs)
    {
        if (Waiting(seen.Payment) is not { } payment || HandOf(payment.Id) is not { Card: null, Chip: ChipStage.None } hand)
        {
            return Step.No(new Refusal("payment.no-card-awaited"));
        }

        (hand.Chip, hand.Notice) = (ChipStage.Reads, null);
        Await(payment.Id, nowMs);
        return Step.None;
    }

    // Once it may lie the wrong way round; twice it is broken.
    private Step Mute(CardMute mute)
    {
        if (Waiting(mute.Payment) is not null && HandOf(mute.Payment) is { Card: null, Chip: ChipStage.None } hand)
        {
            hand.MayFallBack |= ++hand.Mutes >= MutesBeforeStripe;
            hand.Notice = new Refusal(hand.MayFallBack ? "card.swipe" : "card.mute");
        }

        return Step.None;
    }

    private Step Choose(ApplicationWanted wanted, long nowMs)
    {
        if (ReadsFor(wanted.Payment) is not { } hand)
        {
            return Step.No(s_notRead);
        }

        (hand.Applications, hand.Application) = (wanted.Labels, null);
        hand.Notice = wanted.Again ? new Refusal("card.choose-another") : null;
        Await(wanted.Payment, nowMs);
        return Step.None;
    }

    private Step Chosen(ApplicationGiven given, long nowMs)
    {
        if (ReadsFor(given.Payment) is not { Applications: { } offered } hand || given.Index is { } i && (i < 0 || i >= offered.Count))
        {
            return Step.No(new Refusal("payment.no-choice-awaited"));
        }

        (hand.Applications, hand.Application, hand.Notice) = (null, given.Index, null);
        Await(given.Payment, nowMs);
        return Step.None;
    }

    private Step AskPin(ChipPinWanted wanted, long nowMs)
    {
        if (ReadsFor(wanted.Payment) is not { } hand)
        {
            return Step.No(s_notRead);
        }

        // Whoever has none to give may say so: what that is worth the card and its issuer decide.
        (hand.Card, hand.Pin, hand.PinIsSettled, hand.PinEntered) = (wanted.Card, PinDemand.Offered, false, false);
        (hand.PinIsForChip, hand.TriesLeft) = (wanted.Offline, wanted.TriesLeft);
        hand.Notice = wanted.Again ? new Refusal("pin.wrong") : null;
        Await(wanted.Payment, nowMs);
        return Step.None;
    }

    private Step Asks(ChipAsks asks, long nowMs)
    {
        if (ReadsFor(asks.Payment) is not { } hand)
        {
            return Step.No(s_notRead);
        }

        (hand.Card, hand.PinIsSettled, hand.PinIsForChip, hand.Chip) = (asks.Card, true, false, ChipStage.Asks);
        Await(asks.Payment, nowMs);
        return Step.None;
    }

    private Step TellChip(Guid payment, Hand hand, HostAnswer? answer, long nowMs)
    {
        (hand.Chip, hand.Told) = (ChipStage.Told, answer);
        (hand.WaitsSinceMs, hand.DeadlineMs, hand.ReadyAtMs) = (nowMs, nowMs + patience.ChipMs, 0);
        if (answer is not null)
        {
            _ = Well();
        }

        return new Step([], [new TellChip(payment, answer)]);
    }

    // Card and terminal may decide alone only where the acquirer lets them; a card that was held to the field has gone.
    private Step ChipWithoutLine(Payment payment, Hand hand, long nowMs) =>
        hand.Card!.Entry == CardEntry.Chip && Rules.MayApprove(Books, payment, hand.Card, nowMs)
            ? TellChip(payment.Id, hand, null, nowMs)
            : Done(new GivenUp(payment.Id, NoWay, nowMs));

    private static bool ChipHears(Payment payment, Hand hand) =>
        payment.Phase is Phase.Begun or Phase.Intended && hand.Chip == ChipStage.Told;

    private Step ChipIsLate(Payment payment, long nowMs) =>
        HandOf(payment.Id) is { } hand && ChipHears(payment, hand) && nowMs >= hand.DeadlineMs
            ? Ended(new ChipEnded(payment.Id, ChipEnd.NotUsed, null, new Refusal("card.silent"), null), nowMs)
            : Step.None;

    private Step Ended(ChipEnded ended, long nowMs)
    {
        if (HandOf(ended.Payment) is not { } hand || !Books.Payments.TryGetValue(ended.Payment, out var payment))
        {
            return Step.None;
        }

        return (payment.Phase, hand.Chip) switch
        {
            (Phase.Begun, ChipStage.Reads or ChipStage.Told) => EndedAlone(payment, hand, ended, nowMs),
            (Phase.Intended, ChipStage.Told) => EndedAfterHost(payment, hand, ended, nowMs),
            // It was given up meanwhile: what the issuer's scripts did to the card is told all the same.
            _ => payment is { Numbers: not null, Scripts: "" } && ScriptsOf(payment, ended, nowMs) is { } ran ? Done(ran) : Step.None,
        };
    }

    private ScriptsRan? ScriptsOf(Payment payment, ChipEnded ended, long nowMs) =>
        ended.Scripts.Length > 0 ? new ScriptsRan(payment.Id, ended.Scripts, Books.Batch, Books.NextTrace, nowMs) : null;

    // The host knows nothing of it.
    private Step EndedAlone(Payment payment, Hand hand, ChipEnded ended, long nowMs)
    {
        if (ended is { End: ChipEnd.Approved, Card: { } card, Facts: { } facts })
        {
            return Rules.MayApprove(Books, payment, card, nowMs)
                ? Done(ApprovedHere(payment, card, facts.Signs, nowMs) with { Chip = facts })
                : Done(new GivenUp(payment.Id, new Refusal("card.declined"), nowMs));
        }

        if (ended.End != ChipEnd.NotUsed || hand.Chip == ChipStage.Told)
        {
            var why = hand.Chip == ChipStage.Told ? NoWay : ended.Why ?? new Refusal("card.declined");
            return Done(new GivenUp(payment.Id, why, nowMs));
        }

        // Nothing has left: the same card again, or another, or the stripe.
        (hand.Chip, hand.Card, hand.Applications, hand.TriesLeft) = (ChipStage.None, null, null, null);
        (hand.PinIsSettled, hand.PinEntered, hand.PinIsForChip) = (false, false, false);
        hand.MayFallBack |= ended.MayFallBack;
        hand.Notice = ended.MayFallBack ? new Refusal("card.swipe") : ended.Why;
        Await(payment.Id, nowMs);
        return Step.None;
    }

    // A payment is approved when both have approved it. What the host approved and the card did not is turned round.
    private Step EndedAfterHost(Payment payment, Hand hand, ChipEnded ended, long nowMs)
    {
        var told = hand.Told!;
        var approved = HostCodes.Approves(told.Code);
        (hand.Chip, hand.Told) = (ChipStage.None, null);
        List<Entry> entries = [];
        if (approved && ended.End != ChipEnd.Approved && FlowRule.Of(payment.Flow).NoAnswer == NoAnswer.Reverse)
        {
            entries.Add(new ReversalDue(payment.Id, "06", nowMs) { Because = ended.Why ?? new Refusal("card.declined-approval") });
        }
        else
        {
            var signs = approved && ended.Facts is { Signs: true } && payment.Flow is CardFlow.Sale or CardFlow.PreAuthorisation;
            entries.Add(AnsweredWith(payment, told, approved, signs, nowMs) with { Chip = ended.Facts });
        }

        if (ScriptsOf(payment, ended, nowMs) is { } ran)
        {
            entries.Add(ran);
        }

        return Done(entries);
    }

    private Step Told(Flight flight, HostAnswer answer, long nowMs)
    {
        if (HostCodes.Approves(answer.Code) || answer.Code is "25" or "30")
        {
            return Well(new ScriptsTold(flight.Payment!.Value, nowMs));
        }

        Pause(nowMs);
        return Step.None;
    }

    private static readonly Refusal s_notRead = new("payment.no-card-awaited");
}
