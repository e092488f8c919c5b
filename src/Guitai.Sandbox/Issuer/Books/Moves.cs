using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Issuer.Books;

/// <summary>What a decided transaction does to its card and to what it refers to, and how that is undone. The same at work and when the journal is read.</summary>
internal static class Moves
{
    /// <summary>Does it.</summary>
    /// <returns>What the cardholder was debited by it; negative for what was given back.</returns>
    public static long Do(Transaction transaction)
    {
        var amount = transaction.AmountMinor;
        var original = transaction.Original;
        switch (transaction.Kind)
        {
            case TransactionKind.Sale:
            case TransactionKind.OfflineSale:
                transaction.TakenMinor = amount;
                return Take(transaction, amount);
            case TransactionKind.PreAuthorisation:
                transaction.HeldMinor = amount;
                Hold(transaction, amount);
                return 0;
            case TransactionKind.PreAuthorisationCancel:
                Release(transaction, original!);
                return 0;
            case TransactionKind.Completion:
            case TransactionKind.CompletionAdvice:
                Release(transaction, original!);
                transaction.TakenMinor = amount;
                return Take(transaction, amount);
            case TransactionKind.Void:
            case TransactionKind.CompletionCancel:
                transaction.MovedMinor = original!.TakenMinor;
                original.TakenMinor = 0;
                original.Ended = true;
                return Take(transaction, -transaction.MovedMinor);
            case TransactionKind.Refund:
                if (original is not null)
                {
                    original.RefundedMinor += amount;
                }

                transaction.MovedMinor = amount;
                return Take(transaction, -amount);
            case TransactionKind.Adjustment:
                transaction.MovedMinor = amount - original!.TakenMinor;
                original.TakenMinor = amount;
                return Take(transaction, transaction.MovedMinor);
            default:
                return 0;
        }
    }

    /// <summary>Undoes it.</summary>
    /// <returns>What the cardholder was debited by that; negative for what was given back.</returns>
    public static long Undo(Transaction transaction)
    {
        var original = transaction.Original;
        switch (transaction.Kind)
        {
            case TransactionKind.Sale:
            case TransactionKind.OfflineSale:
                var back = transaction.TakenMinor - transaction.RefundedMinor;
                transaction.TakenMinor = 0;
                return Take(transaction, -back);
            case TransactionKind.PreAuthorisation:
                Hold(transaction, -transaction.HeldMinor);
                transaction.HeldMinor = 0;
                return 0;
            case TransactionKind.PreAuthorisationCancel:
                Restore(transaction, original!);
                return 0;
            case TransactionKind.Completion:
            case TransactionKind.CompletionAdvice:
                var taken = transaction.TakenMinor - transaction.RefundedMinor;
                transaction.TakenMinor = 0;
                if (!transaction.Ended)
                {
                    Restore(transaction, original!);
                }

                return Take(transaction, -taken);
            case TransactionKind.Void:
            case TransactionKind.CompletionCancel:
                original!.TakenMinor = transaction.MovedMinor;
                original.Ended = false;
                return Take(transaction, transaction.MovedMinor);
            case TransactionKind.Refund:
                if (original is not null)
                {
                    original.RefundedMinor -= transaction.MovedMinor;
                }

                return Take(transaction, transaction.MovedMinor);
            case TransactionKind.Adjustment:
                original!.TakenMinor -= transaction.MovedMinor;
                return Take(transaction, -transaction.MovedMinor);
            default:
                return 0;
        }
    }

    /// <summary>Lets a hold go that nobody completed.</summary>
    public static void Expire(Transaction preAuthorisation)
    {
        Hold(preAuthorisation, -preAuthorisation.HeldMinor);
        preAuthorisation.HeldMinor = 0;
        preAuthorisation.Ended = true;
    }

    /// <summary>What PIN, chip and scripts leave behind on the card, whatever the answer was.</summary>
    public static void Note(Transaction transaction, CardAccount card, int pinTries)
    {
        if (transaction.Counter >= 0)
        {
            card.Use(transaction.Counter);
        }

        if (transaction.Pin == PinOutcome.Wrong && transaction.Code is Codes.WrongPin or Codes.TooManyPins)
        {
            card.WrongPins = Math.Min(pinTries, card.WrongPins + 1);
        }
        else if (transaction.Pin == PinOutcome.Right && card.WrongPins < pinTries)
        {
            card.WrongPins = 0;
        }
    }

    /// <summary>The chip said that it did its script.</summary>
    public static void ScriptDone(CardAccount card, CardScript script)
    {
        card.Script = card.Script == script ? CardScript.None : card.Script;
        if (script == CardScript.UnblockPin)
        {
            card.WrongPins = 0;
            card.Condition = card.Condition == CardCondition.PinBlocked ? CardCondition.Good : card.Condition;
        }
        else if (script == CardScript.BlockApplication)
        {
            card.ApplicationBlocked = true;
        }
    }

    private static long Take(Transaction transaction, long amountMinor)
    {
        transaction.Card!.MovedMinor -= amountMinor;
        return amountMinor;
    }

    private static void Hold(Transaction transaction, long amountMinor) => transaction.Card!.HeldMinor += amountMinor;

    private static void Release(Transaction transaction, Transaction preAuthorisation)
    {
        transaction.MovedMinor = preAuthorisation.HeldMinor;
        Hold(transaction, -preAuthorisation.HeldMinor);
        preAuthorisation.HeldMinor = 0;
        preAuthorisation.Ended = true;
    }

    private static void Restore(Transaction transaction, Transaction preAuthorisation)
    {
        preAuthorisation.HeldMinor = transaction.MovedMinor;
        preAuthorisation.Ended = false;
        Hold(transaction, transaction.MovedMinor);
    }
}
