using Guitai.Foundation.Store;

namespace Guitai.Ledger;

/// <summary>Puts entries and holds into a write: they become true with whatever else the write holds, or not at all.</summary>
public static class Postings
{
    /// <summary>Posts an entry and moves its accounts' days. A number that the book has already refuses the whole write.</summary>
    public static Write Post(this Write write, Entry entry)
    {
        var (key, facts) = (entry.Key, entry.Facts);
        var day = facts.Day.ToNumber();
        var row = new object?[LedgerSchema.Entry.Columns.Count];
        (row[0], row[1], row[2], row[3], row[4], row[5]) = (key.Book, key.Number, day, facts.AtMs, facts.Kind, facts.Currency);
        for (var i = 0; i < Entry.MostPostings; i++)
        {
            var posting = i < entry.Postings.Count ? entry.Postings[i] : default;
            row[6 + (2 * i)] = posting.Account;
            row[7 + (2 * i)] = posting.Minor;
        }

        write.Insert(LedgerSchema.Entry, row);
        foreach (var (account, minor) in entry.Postings)
        {
            write.Add(LedgerSchema.Day, key.Book, account, facts.Currency, day, Math.Max(minor, 0), Math.Max(-minor, 0), 1);
        }

        return write;
    }

    /// <summary>Sets an amount aside.</summary>
    public static Write Hold(this Write write, Hold hold) =>
        write
            .Insert(
                LedgerSchema.Hold,
                hold.Key.Book,
                hold.Key.Number,
                hold.Account,
                hold.Currency,
                hold.Minor,
                hold.FromMs,
                hold.UntilMs,
                (int)HoldState.Open
            )
            .Add(LedgerSchema.Held, hold.Key.Book, hold.Account, hold.Currency, hold.Minor, 1);

    /// <summary>Ends a hold. One that has ended already, however, refuses the whole write.</summary>
    /// <param name="write">Where it is put.</param>
    /// <param name="hold">The hold as it was set.</param>
    /// <param name="state">Taken, given back or expired.</param>
    public static Write End(this Write write, Hold hold, HoldState state) =>
        write
            .Advance(LedgerSchema.Hold, [hold.Key.Book, hold.Key.Number], (int)state, (int)HoldState.Open)
            .Add(LedgerSchema.Held, hold.Key.Book, hold.Account, hold.Currency, -hold.Minor, -1);

    /// <summary>Sets an ended hold aside again, because what ended it was turned round. One that is in another state refuses the whole write.</summary>
    /// <param name="write">Where it is put.</param>
    /// <param name="hold">The hold as it was set.</param>
    /// <param name="from">The state that it is in.</param>
    public static Write Reopen(this Write write, Hold hold, HoldState from) =>
        write
            .Advance(LedgerSchema.Hold, [hold.Key.Book, hold.Key.Number], (int)HoldState.Open, (int)from)
            .Add(LedgerSchema.Held, hold.Key.Book, hold.Account, hold.Currency, hold.Minor, 1);
}

/// <summary>Where a hold stands. The numbers are stored.</summary>
public enum HoldState
{
    /// <summary>The amount is set aside.</summary>
    Open = 1,

    /// <summary>It became a posting, whole or in part.</summary>
    Taken = 2,

    /// <summary>It was given back.</summary>
    Released = 3,

    /// <summary>Its time was over.</summary>
    Expired = 4,
}

/// <summary>An amount set aside on an account.</summary>
/// <param name="Key">Its name; holds have numbers of their own beside entries.</param>
/// <param name="Account">On which account.</param>
/// <param name="Currency">ISO 4217 number.</param>
/// <param name="Minor">Minor units, above zero.</param>
/// <param name="FromMs">Since when, Unix milliseconds.</param>
/// <param name="UntilMs">When it ends by itself, Unix milliseconds.</param>
public sealed record Hold(EntryKey Key, string Account, int Currency, long Minor, long FromMs, long UntilMs);
