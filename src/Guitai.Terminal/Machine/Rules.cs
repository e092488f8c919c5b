using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Terminal.Journal;

namespace Guitai.Terminal.Machine;

/// <summary>What may be begun, and what may be approved here. Pure.</summary>
public static class Rules
{
    /// <summary>Field 4 has twelve digits; a sale above ten million is a mistake.</summary>
    public const long MostMinor = 1_000_000_000;

    // Thirty days (docs/protocols/terminal.md), less one for two clocks that differ.
    private const long HoldMs = 29L * 86_400_000;

    /// <summary>Why a payment may not begin; null when it may.</summary>
    public static Refusal? Begin(Books books, BeginPayment asked, Payment? original)
    {
        if (asked.Code is { } code && !IsRight(asked, code))
        {
            return new Refusal("payment.code");
        }

        if (IsCodeGone(asked))
        {
            return null;
        }

        if (books.Stage != TerminalStage.Ready)
        {
            return new Refusal("terminal.not-ready");
        }

        if (books.Settlement is not null)
        {
            return new Refusal("terminal.settling");
        }

        if (books.Payments.Values.FirstOrDefault(p => p.Phase is Phase.Begun or Phase.Intended || p.Signs) is not null)
        {
            return new Refusal("terminal.busy");
        }

        if (books.IsFull && asked.Kind is not PaymentKind.Balance)
        {
            return new Refusal("terminal.batch-full");
        }

        if (asked.Operator is < 0 or > 999)
        {
            return new Refusal("payment.operator");
        }

        var needsAmount = asked.Kind is not (PaymentKind.Balance or PaymentKind.PreAuthorisationCancel);
        var cardFirst = asked.AmountMinor is null && asked.Code is null && asked.Kind is PaymentKind.Sale or PaymentKind.PreAuthorisation;
        if (needsAmount && !cardFirst && asked.AmountMinor is null or < 1 or > MostMinor)
        {
            return new Refusal("payment.amount");
        }

        return asked.Kind is PaymentKind.Sale or PaymentKind.PreAuthorisation or PaymentKind.Balance
            ? asked.Of is null
                ? null
                : new Refusal("payment.original")
            : Following(books, asked, original);
    }

    /// <summary>The till that scanned the customer's code has died, and the code with it.</summary>
    public static bool IsCodeGone(BeginPayment asked) => asked.Code is { Shows: false, Scanned: null };

    private static bool IsRight(BeginPayment asked, CodeOrder code) =>
        asked is { Kind: PaymentKind.Sale, Of: null }
        && CodeWallet.All.Contains(code.Wallet.ToString())
        && (code.Scanned is not { } scanned || (!code.Shows && scanned.Wallet == code.Wallet.ToString()));

    /// <summary>Whether a sale may be approved here, without asking.</summary>
    /// <param name="books">The books: their limits, and what waits already.</param>
    /// <param name="payment">The sale or completion, with its amount.</param>
    /// <param name="card">Its card.</param>
    /// <param name="nowMs">When, Unix milliseconds.</param>
    public static bool MayApprove(Books books, Payment payment, CardView card, long nowMs)
    {
        var limits = books.Offline;
        var waiting = books.Payments.Values.Where(p => p.IsAdvice).ToList();
        return payment is { MayBeOffline: true, AmountMinor: { } amount }
            && waiting.Count < limits.Count
            && !books.Payments.Values.Any(p => p.Phase == Phase.Owed && card.Token is not null && p.Card?.Token == card.Token)
            && payment.Kind switch
            {
                // A typed number proves nothing about who holds the card, nor does the stripe of one whose chip is silent.
                PaymentKind.Sale => card.Entry is CardEntry.Swiped or CardEntry.Chip or CardEntry.Contactless
                    && amount <= limits.EachMinor
                    && waiting.Where(p => p.Flow == CardFlow.OfflineSale).Sum(p => p.AmountMinor ?? 0) + amount <= limits.SumMinor,
                // The issuer holds that money for the shop: nothing is risked.
                PaymentKind.Completion => books.Payments[payment.Of!.Value] is var hold
                    && amount <= hold.LeftMinor
                    && nowMs - hold.HostAtMs < HoldMs,
                _ => false,
            };
    }

    private static Refusal? Following(Books books, BeginPayment asked, Payment? original)
    {
        if (original is null || asked.Of != original.Id)
        {
            return new Refusal("payment.original");
        }

        var isApproved = original.Phase == Phase.Approved || original.IsAdvice;
        if (!isApproved || original.Signs)
        {
            return new Refusal("payment.original-not-approved");
        }

        return asked.Kind switch
        {
            PaymentKind.GiveBack
                when original.Flow is not (CardFlow.Sale or CardFlow.Completion or CardFlow.OfflineSale or CardFlow.CompletionAdvice) =>
                new Refusal("payment.original"),
            PaymentKind.GiveBack when asked.AmountMinor > original.LeftMinor => NotLeft(original.LeftMinor),
            PaymentKind.PreAuthorisationCancel or PaymentKind.Completion when original.Flow != CardFlow.PreAuthorisation => new Refusal(
                "payment.original"
            ),
            PaymentKind.PreAuthorisationCancel or PaymentKind.Completion when original.LeftMinor == 0 => new Refusal("payment.hold-ended"),
            PaymentKind.Completion when asked.AmountMinor > original.LeftMinor * 115 / 100 => NotLeft(original.LeftMinor * 115 / 100),
            PaymentKind.TipAdjustment
                when original.Flow != CardFlow.Sale
                    || original.Numbers?.Batch != books.Batch
                    || original.LeftMinor != original.AmountMinor => new Refusal("payment.original"),
            PaymentKind.TipAdjustment
                when asked.AmountMinor <= original.AmountMinor || asked.AmountMinor > original.AmountMinor * 120 / 100 => NotLeft(
                (original.AmountMinor ?? 0) * 120 / 100
            ),
            _ => null,
        };
    }

    private static Refusal NotLeft(long minor) =>
        Refusal.With("payment.not-left", "most", minor.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
