namespace Guitai.Ledger;

/// <summary>One leg of an entry.</summary>
/// <param name="Account">The account within its book, for example <c>merchant.payable</c>; 1 to 60 characters.</param>
/// <param name="Minor">Minor units of the entry's currency; a debit is positive, a credit negative, zero is no posting.</param>
public readonly record struct Posting(string Account, long Minor)
{
    /// <summary>A debit.</summary>
    public static Posting Debit(string account, long minor) => new(account, minor);

    /// <summary>A credit.</summary>
    public static Posting Credit(string account, long minor) => new(account, checked(-minor));
}
