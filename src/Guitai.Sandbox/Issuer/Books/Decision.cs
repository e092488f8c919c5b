using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Issuer.Books;

/// <summary>The issuer's rules: what a question is answered with, given the card and what it refers to. Nothing moves here.</summary>
internal static class Decision
{
    /// <summary>The response code.</summary>
    /// <param name="card">The card's account; null when this issuer has no such card.</param>
    /// <param name="original">What field 90 names; null when it is not known.</param>
    public static ushort Of(in Question question, CardAccount? card, Transaction? original, IssuerRules rules)
    {
        if (question.Kind == TransactionKind.Reversal)
        {
            return Reversal(in question, original);
        }

        if (question.Kind == TransactionKind.ScriptResult)
        {
            return original is null ? Codes.OriginalUnknown : Codes.Approved;
        }

        if (question.Pin == PinOutcome.Unreadable)
        {
            return Codes.Format;
        }

        if (question.IsOrder)
        {
            return question.IsMerchantRefused ? Codes.MerchantUnknown
                : question.AmountMinor == 0 ? Codes.Amount
                : Codes.InProgress;
        }

        if (card is null)
        {
            return question.Kind == TransactionKind.Refund && question.Pan.IsEmpty ? Codes.OriginalUnknown : Codes.NoSuchCard;
        }

        if (question.IsMerchantRefused)
        {
            return Codes.MerchantUnknown;
        }

        return question.Kind switch
        {
            TransactionKind.Balance => Card(in question, card, rules),
            TransactionKind.PreAuthorisation or TransactionKind.Sale => Spending(in question, card, rules),
            TransactionKind.PreAuthorisationCancel or TransactionKind.Void or TransactionKind.CompletionCancel => Cancel(
                in question,
                card,
                original,
                rules
            ),
            TransactionKind.Completion or TransactionKind.CompletionAdvice => Completion(in question, card, original, rules),
            TransactionKind.Refund => Refund(in question, card, original),
            TransactionKind.Adjustment => Adjustment(in question, card, original),
            _ => question.AmountMinor == 0 ? Codes.Amount : Codes.Approved,
        };
    }

    private static ushort Card(in Question question, CardAccount card, IssuerRules rules) =>
        card.Condition == CardCondition.Lost ? Codes.Lost
        : card.Condition == CardCondition.Stolen ? Codes.Stolen
        : card.Condition == CardCondition.Blocked || (card.ApplicationBlocked && question.Counter >= 0) ? Codes.Blocked
        : question.IsExpired ? Codes.Expired
        : question.IsForged || (question.Counter >= 0 && !card.IsFresh(question.Counter)) ? Codes.Refused
        : Pin(in question, card, rules);

    private static ushort Pin(in Question question, CardAccount card, IssuerRules rules) =>
        question.Pin == PinOutcome.None ? Codes.Approved
        : card.WrongPins >= rules.PinTries ? Codes.TooManyPins
        : question.Pin == PinOutcome.Right ? Codes.Approved
        : card.WrongPins + 1 >= rules.PinTries ? Codes.TooManyPins
        : Codes.WrongPin;

    /// <summary>What a card is answered that pays an order by its holder's phone: the phone has asked for a password of its own.</summary>
    public static ushort OfPhone(CardAccount card, long amountMinor) =>
        card.Condition == CardCondition.Lost ? Codes.Lost
        : card.Condition == CardCondition.Stolen ? Codes.Stolen
        : card.Condition == CardCondition.Blocked ? Codes.Blocked
        : amountMinor > card.LimitMinor ? Codes.AboveLimit
        : amountMinor > card.AvailableMinor ? Codes.NotEnough
        : Codes.Approved;

    private static ushort Spending(in Question question, CardAccount card, IssuerRules rules)
    {
        var code = Card(in question, card, rules);
        return code != Codes.Approved ? code
            : question.AmountMinor == 0 ? Codes.Amount
            : question.AmountMinor > card.LimitMinor ? Codes.AboveLimit
            : question.AmountMinor > card.AvailableMinor ? Codes.NotEnough
            : Codes.Approved;
    }

    private static ushort Cancel(in Question question, CardAccount card, Transaction? original, IssuerRules rules)
    {
        var code = Original(in question, card, original);
        if (code != Codes.Approved)
        {
            return code;
        }

        var fits = question.Kind switch
        {
            TransactionKind.PreAuthorisationCancel => original!.Kind == TransactionKind.PreAuthorisation,
            TransactionKind.Void => original!.Kind is TransactionKind.Sale or TransactionKind.OfflineSale,
            _ => original!.Kind is TransactionKind.Completion or TransactionKind.CompletionAdvice,
        };
        var whole = original.Kind == TransactionKind.PreAuthorisation ? original.HeldMinor : original.TakenMinor;
        return !fits || original.RefundedMinor > 0 ? Codes.NotPossible
            : question.AmountMinor != whole ? Codes.Amount
            : Pin(in question, card, rules);
    }

    private static ushort Completion(in Question question, CardAccount card, Transaction? original, IssuerRules rules)
    {
        var code = Original(in question, card, original);
        if (code != Codes.Approved)
        {
            return code;
        }

        if (original!.Kind != TransactionKind.PreAuthorisation)
        {
            return Codes.NotPossible;
        }

        if (question.AmountMinor == 0 || question.AmountMinor > original.AmountMinor * rules.CompletionPercent / 100)
        {
            return Codes.Amount;
        }

        // An advice tells what has happened: there is nothing to refuse any more for want of money.
        return question.Kind == TransactionKind.CompletionAdvice ? Codes.Approved
            : question.AmountMinor > card.AvailableMinor + original.HeldMinor ? Codes.NotEnough
            : Pin(in question, card, rules);
    }

    private static ushort Refund(in Question question, CardAccount card, Transaction? original)
    {
        if (question.AmountMinor == 0)
        {
            return Codes.Amount;
        }

        if (!question.HasOriginal)
        {
            return Codes.Approved;
        }

        var code = Original(in question, card, original);
        return code != Codes.Approved ? code
            : !Takes(original!.Kind) ? Codes.NotPossible
            : question.AmountMinor > original.TakenMinor - original.RefundedMinor ? Codes.Amount
            : Codes.Approved;
    }

    private static ushort Adjustment(in Question question, CardAccount card, Transaction? original)
    {
        var code = Original(in question, card, original);
        return code != Codes.Approved ? code
            : original!.Kind is not (TransactionKind.Sale or TransactionKind.OfflineSale) ? Codes.NotPossible
            : question.AmountMinor == 0 || question.AmountMinor < original.RefundedMinor ? Codes.Amount
            : Codes.Approved;
    }

    private static ushort Reversal(in Question question, Transaction? original) =>
        original is null || original.Reversed ? Codes.Approved
        : question.ProcessingCode != original.ProcessingCode
        || (question.CardMark != 0 && original.CardMark != 0 && question.CardMark != original.CardMark)
            ? Codes.NotPossible
        : question.AmountMinor != original.AmountMinor ? Codes.Amount
        : Codes.Approved;

    // Who approved an offline sale was the terminal, and a completion that we were only told of, the hold: what follows it names that authorisation, not ours.
    private static ushort Original(in Question question, CardAccount card, Transaction? original) =>
        original is null ? Codes.OriginalUnknown
        : !original.IsApproved
        || original.Reversed
        || original.Ended
        || original.Card != card
        || (
            question.Approval >= 0
            && question.Approval != original.Approval
            && original.Kind is not (TransactionKind.OfflineSale or TransactionKind.CompletionAdvice)
        )
            ? Codes.NotPossible
        : Codes.Approved;

    private static bool Takes(TransactionKind kind) =>
        kind is TransactionKind.Sale or TransactionKind.OfflineSale or TransactionKind.Completion or TransactionKind.CompletionAdvice;
}
