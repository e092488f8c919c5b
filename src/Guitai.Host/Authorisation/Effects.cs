using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Ledger;

namespace Guitai.Host.Authorisation;

/// <summary>Accounts in a merchant's book. Issuers' and fee accounts are the merchant's own too, so that no two merchants wait for each other.</summary>
public static class Accounts
{
    /// <summary>What the merchant has to get.</summary>
    public const string Payable = "payable";

    /// <summary>What the acquirer earned.</summary>
    public const string Fee = "fee";

    /// <summary>What is held by pre-authorisations.</summary>
    public const string Held = "held";

    /// <summary>What an issuer has to pay.</summary>
    public static string Issuer(string issuer) => $"issuer.{issuer}";
}

/// <summary>What an approval changes in the books, and what turning it round changes back. Puts rows into writes and decides nothing.</summary>
public static class Effects
{
    /// <summary>How long a pre-authorisation holds its amount.</summary>
    public const long HoldMs = 30 * 86_400_000L;

    /// <summary>The number of a transaction's entry in its merchant's book: ten numbers belong to each transaction.</summary>
    /// <param name="rrn">The transaction.</param>
    /// <param name="step">0 what it posts, 1 what turns it round.</param>
    public static long Number(long rrn, int step) => checked((rrn * 10) + step);

    /// <summary>The hold of a pre-authorisation.</summary>
    public static Hold HoldOf(Intent intent) =>
        new(new EntryKey(intent.Merchant, intent.Rrn), Accounts.Held, intent.Currency, intent.Amount, intent.AtMs, intent.AtMs + HoldMs);

    /// <summary>What an approval changes.</summary>
    /// <param name="write">Where it is put.</param>
    /// <param name="intent">What was approved.</param>
    /// <param name="original">What it is about, for flows that name another transaction.</param>
    /// <param name="atMs">When, Unix milliseconds.</param>
    public static Write Do(this Write write, Intent intent, Transaction? original, long atMs)
    {
        switch (intent.Flow)
        {
            case Flow.Sale or Flow.OfflineSale:
                return write.Post(Taken(intent, intent.Amount, intent.Fee, atMs, intent.Day));
            case Flow.Refund:
                return write.Post(GivenBack(intent, atMs));
            case Flow.PreAuthorisation:
                return write.Hold(HoldOf(intent));
            case Flow.PreAuthorisationCancel:
                return Undone(write, original!, intent, atMs).End(HoldOf(original!.Intent), HoldState.Released);
            case Flow.Completion or Flow.CompletionAdvice:
                return write
                    .Post(Taken(intent, intent.Amount, intent.Fee, atMs, intent.Day))
                    .End(HoldOf(original!.Intent), HoldState.Taken);
            case Flow.Void or Flow.CompletionCancel:
                return Undone(write, original!, intent, atMs)
                    .Post(Standing(original!, atMs, intent.Day).Reverse(Key(intent, 0), Facts(intent, atMs, intent.Day)));
            case Flow.Adjustment or Flow.TipAdjustment:
                return Adjust(write, intent, original!, atMs);
            default:
                return write;
        }
    }

    /// <summary>What turning an approval round changes.</summary>
    /// <param name="write">Where it is put.</param>
    /// <param name="approved">What was approved and stands.</param>
    /// <param name="original">What that was about.</param>
    /// <param name="by">The reversal.</param>
    /// <param name="left">Of a sale: what refunds have left of it.</param>
    public static Write TurnRound(this Write write, Transaction approved, Transaction? original, Intent by, long left)
    {
        var intent = approved.Intent;
        Undone(write, approved, by, by.AtMs);
        var facts = Facts(intent, by.AtMs, by.Day) with { Kind = "reversal" };
        switch (intent.Flow)
        {
            case Flow.Sale or Flow.OfflineSale:
                return Left(write, approved, by, left, facts);
            case Flow.PreAuthorisation:
                return write.End(HoldOf(intent), HoldState.Released);
            case Flow.PreAuthorisationCancel:
                return Stands(write, original!).Reopen(HoldOf(original!.Intent), HoldState.Released);
            case Flow.Completion or Flow.CompletionAdvice:
                return Left(write, approved, by, left, facts).Reopen(HoldOf(original!.Intent), HoldState.Taken);
            case Flow.Void or Flow.CompletionCancel:
                var again = Standing(original!, by.AtMs, by.Day);
                Remaining.GiveBack(write, original!.Intent, intent.Amount);
                return Stands(write, original!).Post(Entry.Create(Key(intent, 1), facts, [.. again.Postings]));
            default:
                return write;
        }
    }

    private static Write Adjust(Write write, Intent intent, Transaction original, long atMs)
    {
        var difference = checked(intent.Amount - original.Standing);
        var fee = checked(intent.Fee - original.StandingFee);
        var issuer = Accounts.Issuer(original.Intent.Issuer);
        var (merchant, rrn, step) = (intent.Merchant, original.Intent.Rrn, original.Adjustments);

        // Two adjustments at once, or one beside a refund: the second finds the step, or what is left, taken, and is refused whole.
        Remaining.Advance(write, original, original.Standing, intent.Amount);
        write =
            step == 0
                ? write.Insert(HostTables.Adjusted, merchant, rrn, intent.Amount, intent.Fee, 1)
                : write
                    .Advance(HostTables.Adjusted, [merchant, rrn], step + 1, step)
                    .Upsert(HostTables.Adjusted, merchant, rrn, intent.Amount, intent.Fee, step + 1);
        return write.Post(
            Entry.Create(
                Key(intent, 0),
                Facts(intent, atMs, intent.Day),
                new Posting(issuer, difference),
                new Posting(Accounts.Payable, checked(fee - difference)),
                new Posting(Accounts.Fee, -fee)
            )
        );
    }

    private static Entry Taken(Intent intent, long amount, long fee, long atMs, int day) =>
        Entry.Create(
            Key(intent, 0),
            Facts(intent, atMs, day),
            Posting.Debit(Accounts.Issuer(intent.Issuer), amount),
            new Posting(Accounts.Payable, checked(fee - amount)),
            Posting.Credit(Accounts.Fee, fee)
        );

    // What is left of a sale goes back, and its fee; nothing is left of it then.
    private static Write Left(Write write, Transaction sale, Intent by, long left, EntryFacts facts) =>
        Remaining
            .Advance(write, sale, left, 0)
            .Post(Taken(sale.Intent, left, sale.StandingFee, by.AtMs, by.Day).Reverse(Key(sale.Intent, 1), facts));

    // All that stands of a sale, with its adjustments, as one entry.
    private static Entry Standing(Transaction sale, long atMs, int day) => Taken(sale.Intent, sale.Standing, sale.StandingFee, atMs, day);

    private static Entry GivenBack(Intent intent, long atMs) =>
        Entry.Create(
            Key(intent, 0),
            Facts(intent, atMs, intent.Day),
            Posting.Debit(Accounts.Payable, intent.Amount),
            Posting.Credit(Accounts.Issuer(intent.Issuer), intent.Amount)
        );

    private static Write Undone(Write write, Transaction what, Intent by, long atMs) =>
        write.Insert(HostTables.Undo, what.Intent.Rrn, (int)by.Flow, by.Rrn, atMs);

    private static Write Stands(Write write, Transaction what) => write.Delete(HostTables.Undo, what.Intent.Rrn);

    private static EntryKey Key(Intent intent, int step) => new(intent.Merchant, Number(intent.Rrn, step));

    private static EntryFacts Facts(Intent intent, long atMs, int day) =>
        new(BusinessDate.FromNumber(day), atMs, Kind(intent.Flow), intent.Currency);

    private static string Kind(Flow flow) =>
        flow switch
        {
            Flow.Sale => "sale",
            Flow.OfflineSale => "offline-sale",
            Flow.Refund => "refund",
            Flow.Void => "void",
            Flow.CompletionCancel => "completion-cancel",
            Flow.Completion or Flow.CompletionAdvice => "completion",
            Flow.TipAdjustment => "tip",
            _ => "adjustment",
        };
}
