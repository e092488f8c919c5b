namespace Guitai.Ledger;

/// <summary>
/// One entry of double-entry bookkeeping: up to four postings of one currency in one book that sum to zero. An entry that does not cannot be made, and the table that keeps
/// entries has a CHECK that refuses one however it was written.
/// </summary>
public sealed class Entry
{
    /// <summary>The most postings that an entry has; a larger movement is several entries.</summary>
    public const int MostPostings = 4;

    private readonly Posting[] _postings;

    private Entry(EntryKey key, EntryFacts facts, Posting[] postings)
    {
        Key = key;
        Facts = facts;
        _postings = postings;
    }

    /// <summary>Its name.</summary>
    public EntryKey Key { get; }

    /// <summary>When and why.</summary>
    public EntryFacts Facts { get; }

    /// <summary>Two to four postings.</summary>
    public IReadOnlyList<Posting> Postings => _postings;

    /// <summary>Makes an entry. Postings of nothing are left out, and two on the same account become one.</summary>
    /// <param name="key">Its name: a second entry of that name is refused by the store.</param>
    /// <param name="facts">When and why.</param>
    /// <param name="postings">The legs.</param>
    /// <exception cref="UnbalancedEntryException">They do not sum to zero, do not fit into a number, are none, or are more than four.</exception>
    public static Entry Create(EntryKey key, EntryFacts facts, params ReadOnlySpan<Posting> postings)
    {
        var kept = new List<Posting>(MostPostings);
        Int128 sum = 0;
        foreach (var posting in postings)
        {
            sum += posting.Minor;
            var at = kept.FindIndex(p => p.Account == posting.Account);
            if (at < 0)
            {
                kept.Add(posting);
                continue;
            }

            var together = (Int128)kept[at].Minor + posting.Minor;
            if (together > long.MaxValue || together < -long.MaxValue)
            {
                throw new UnbalancedEntryException($"Entry {key} has an amount that does not fit into a number.");
            }

            kept[at] = posting with { Minor = (long)together };
        }

        kept.RemoveAll(p => p.Minor == 0);
        if (sum != 0)
        {
            throw new UnbalancedEntryException($"Entry {key} does not sum to zero.");
        }

        return kept.Count is 0 or > MostPostings || kept.Exists(p => p.Minor == long.MinValue || p.Account.Length is 0 or > 60)
            ? throw new UnbalancedEntryException(
                $"Entry {key} has postings that cannot be: none, too many, too large or without an account."
            )
            : new Entry(key, facts, [.. kept]);
    }

    /// <summary>The entry that turns this one round.</summary>
    /// <param name="key">Its own name.</param>
    /// <param name="facts">When and why it is turned round.</param>
    public Entry Reverse(EntryKey key, EntryFacts facts) => Create(key, facts, [.. _postings.Select(p => p with { Minor = -p.Minor })]);
}

/// <summary>Names an entry.</summary>
/// <param name="Book">Whose books, for example a merchant's number: all that is stored leads with it, so that books can live on different servers.</param>
/// <param name="Number">Unique within the book; given by whoever posts, so that posting twice is refused.</param>
public readonly record struct EntryKey(string Book, long Number);

/// <summary>When and why an entry is made.</summary>
/// <param name="Day">The business day that it counts on.</param>
/// <param name="AtMs">When, Unix milliseconds.</param>
/// <param name="Kind">What it is, for example <c>sale</c>.</param>
/// <param name="Currency">ISO 4217 number, 156 for CNY.</param>
public readonly record struct EntryFacts(Foundation.BusinessDate Day, long AtMs, string Kind, int Currency);

/// <summary>Postings that do not make an entry. A mistake of the program, never of a user.</summary>
public sealed class UnbalancedEntryException : Exception
{
    /// <inheritdoc/>
    public UnbalancedEntryException() { }

    /// <inheritdoc/>
    public UnbalancedEntryException(string message)
        : base(message) { }

    /// <inheritdoc/>
    public UnbalancedEntryException(string message, Exception innerException)
        : base(message, innerException) { }
}
