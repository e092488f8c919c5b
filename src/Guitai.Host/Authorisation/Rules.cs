using Guitai.Host.Acceptance;
using Guitai.Host.Merchants;
using Guitai.Host.Routing;
using Guitai.Host.Terminals;

namespace Guitai.Host.Authorisation;

/// <summary>What a terminal and a merchant have taken on a business day.</summary>
/// <param name="Day">The day, yyyymmdd.</param>
/// <param name="Minor">Minor units.</param>
/// <param name="Count">How many.</param>
public readonly record struct DayUse(int Day, long Minor, int Count)
{
    /// <summary>What counts on a day: another day's use is none.</summary>
    public DayUse On(int day) => Day == day ? this : new DayUse(day, 0, 0);

    /// <summary>With one more.</summary>
    public DayUse With(long minor) => new(Day, checked(Minor + minor), Count + 1);
}

/// <summary>All that a decision is made from; no clock and no store behind it.</summary>
public sealed record Circumstances
{
    /// <summary>Whose terminal asks.</summary>
    public required Merchant Merchant { get; init; }

    /// <summary>The terminal.</summary>
    public required Terminal Terminal { get; init; }

    /// <summary>The terminal's current batch.</summary>
    public required int Batch { get; init; }

    /// <summary>The business day of its last sign-in, yyyymmdd.</summary>
    public required int SignedInOn { get; init; }

    /// <summary>Today, yyyymmdd.</summary>
    public required int Today { get; init; }

    /// <summary>Whose card it is; null when nobody knows its number's beginning, or there is no card.</summary>
    public CardRange? Range { get; init; }

    /// <summary>The card number's keyed hash.</summary>
    public byte[]? CardHash { get; init; }

    /// <summary>What the terminal took today.</summary>
    public DayUse TerminalUse { get; init; }

    /// <summary>What the merchant took today.</summary>
    public DayUse MerchantUse { get; init; }

    /// <summary>The transaction that is named; null when there is none.</summary>
    public Transaction? Original { get; init; }

    /// <summary>What is left of the original to give back.</summary>
    public long Left { get; init; }

    /// <summary>True when the original's hold is still open.</summary>
    public bool HoldOpen { get; init; }
}

/// <summary>Decides what may be asked, without asking.</summary>
public static class Rules
{
    /// <summary>How long after the sale it can be given back, in days of 24 hours.</summary>
    public const int RefundDays = 365;

    /// <summary>Why a question is refused before anybody is asked: field 39; empty when it may go on.</summary>
    /// <param name="question">The message.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="given">Everything else.</param>
    public static string Refusal(TerminalRequest question, long now, Circumstances given)
    {
        if (!given.Merchant.Active)
        {
            return "03";
        }

        if (given.Terminal.State != TerminalState.Active)
        {
            return "97";
        }

        if (given.SignedInOn != given.Today || question.Numbers.Batch != given.Batch)
        {
            return "77";
        }

        if (given.Merchant.Without.Contains(question.Flow))
        {
            return "57";
        }

        var original = Original(question, now, given);
        if (original.Length > 0)
        {
            return original;
        }

        if (given.Range is null && given.Original is null)
        {
            return question.Code.IsEmpty && question.Shows.Length == 0 ? "14" : "40";
        }

        return Limited(question, given);
    }

    private static string Limited(TerminalRequest question, Circumstances given)
    {
        // What has happened already is not undone by a limit.
        if ((Flows.Side(question.Flow) <= 0 && question.Flow != Flow.PreAuthorisation) || Flows.IsAdvice(question.Flow))
        {
            return "";
        }

        foreach (
            var (limits, use) in (ReadOnlySpan<(Limits, DayUse)>)
                [(given.Merchant.Limits, given.MerchantUse), (given.Terminal.Limits, given.TerminalUse)]
        )
        {
            var today = use.On(given.Today);
            if (
                (limits.EachMinor > 0 && question.Amount > limits.EachMinor)
                || (limits.DayMinor > 0 && question.Amount > limits.DayMinor - today.Minor)
            )
            {
                return "61";
            }

            if (limits.DayCount > 0 && today.Count >= limits.DayCount)
            {
                return "65";
            }
        }

        return "";
    }

    private static string Original(TerminalRequest question, long now, Circumstances given)
    {
        if (!Flows.NamesAnother(question.Flow))
        {
            return "";
        }

        if (given.Original is not { } original || original.Intent.Merchant != given.Merchant.Number)
        {
            return "25";
        }

        var sameCard =
            given.CardHash is null || original.Intent.CardHash is null || given.CardHash.AsSpan().SequenceEqual(original.Intent.CardHash);
        if (!sameCard)
        {
            return "14";
        }

        // A wallet can give back, and cannot take that back; a card's payment is found by its card.
        var isWallets = original.Intent.Product == CardProduct.Wallet;
        if (isWallets ? question.Flow != Flow.Refund : question.Flow == Flow.Refund && question.Pan.IsEmpty)
        {
            return isWallets ? "40" : "14";
        }

        var wanted = question.Flow switch
        {
            Flow.Void or Flow.Adjustment or Flow.TipAdjustment => original.Intent.Flow is Flow.Sale or Flow.OfflineSale,
            Flow.Refund => Flows.Side(original.Intent.Flow) > 0,
            Flow.CompletionCancel => original.Intent.Flow is Flow.Completion or Flow.CompletionAdvice,
            _ => original.Intent.Flow == Flow.PreAuthorisation,
        };
        if (!wanted || !original.Stands)
        {
            return wanted && original.Outcome is null ? "25" : "12";
        }

        return question.Flow switch
        {
            Flow.Void or Flow.CompletionCancel => Whole(question, given, original),
            Flow.Adjustment or Flow.TipAdjustment => Adjusted(question, given, original),
            Flow.Refund => now - original.Intent.AtMs > RefundDays * 86_400_000L ? "12"
            : question.Amount > given.Left ? "13"
            : "",
            Flow.PreAuthorisationCancel => !given.HoldOpen ? "12"
            : question.Amount != original.Intent.Amount ? "13"
            : "",
            _ => !given.HoldOpen ? "12"
            : question.Amount > original.Intent.Amount + (original.Intent.Amount * 15 / 100) ? "13"
            : question.Authorisation.Length > 0 && question.Authorisation != original.Outcome!.Authorisation ? "25"
            : "",
        };
    }

    // A void takes back a whole transaction of the batch that is still open; after settlement there are refunds.
    private static string Whole(TerminalRequest question, Circumstances given, Transaction original) =>
        original.Intent.Key.Terminal != given.Terminal.Number || original.Intent.Key.Batch != given.Batch ? "12"
        : question.Amount != original.Standing ? "13"
        : given.Left != original.Standing ? "12"
        : "";

    private static string Adjusted(TerminalRequest question, Circumstances given, Transaction original)
    {
        if (
            original.Intent.Key.Terminal != given.Terminal.Number
            || original.Intent.Key.Batch != given.Batch
            || given.Left != original.Standing
        )
        {
            return "12";
        }

        var most = question.Flow == Flow.TipAdjustment ? original.Intent.Amount + (original.Intent.Amount / 5) : long.MaxValue;
        var least = question.Flow == Flow.TipAdjustment ? original.Standing : 1;
        return question.Amount > most || question.Amount < least || question.Amount == original.Standing ? "13" : "";
    }
}
