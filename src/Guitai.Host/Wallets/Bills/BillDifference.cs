namespace Guitai.Host.Wallets.Bills;

/// <summary>Why a bill and the postings differ. The names are stored.</summary>
public enum BillCause
{
    /// <summary>Approved here, and the wallet's bill does not have it.</summary>
    MissingAtWallet,

    /// <summary>Paid at the wallet and not taken back, and nothing of it stands here.</summary>
    MissingHere,

    /// <summary>Both have it, with different amounts.</summary>
    Amount,

    /// <summary>Given back here, and the wallet did not carry it out: it closed the refund, or never had it.</summary>
    RefundClosed,

    /// <summary>The wallet has a payment under a number that no terminal of ours ever used.</summary>
    UnknownOrder,

    /// <summary>The wallet gave something back that nobody here asked for.</summary>
    UnknownRefund,

    /// <summary>Taken back at the wallet, and it stands here.</summary>
    TakenBack,

    /// <summary>The wallet kept another fee than the account's rate says.</summary>
    Fee,
}

/// <summary>One thing in which a bill and the postings differ.</summary>
/// <param name="Number">Our number of the payment.</param>
/// <param name="RefundNumber">Our number of the refund; empty for a payment.</param>
/// <param name="Cause">Why.</param>
/// <param name="Rrn">Our transaction; 0 when there is none.</param>
/// <param name="OursMinor">What stands here, fen; for a fee the one that was expected.</param>
/// <param name="TheirsMinor">What the bill says, fen.</param>
/// <param name="WalletNumber">The wallet's own number; empty when it has none.</param>
/// <param name="AtMs">When, Unix milliseconds.</param>
public sealed record BillDifference(
    string Number,
    string RefundNumber,
    BillCause Cause,
    long Rrn,
    long OursMinor,
    long TheirsMinor,
    string WalletNumber,
    long AtMs
);

/// <summary>A bill that was compared.</summary>
/// <param name="Merchant">Whose.</param>
/// <param name="Wallet">Of which wallet.</param>
/// <param name="Day">yyyymmdd, the wallet's day.</param>
/// <param name="Lines">How many rows it has.</param>
/// <param name="PaidMinor">What was paid, fen.</param>
/// <param name="BackMinor">What was given or taken back.</param>
/// <param name="FeeMinor">What the wallet kept.</param>
/// <param name="FetchedMs">When it was fetched, Unix milliseconds.</param>
/// <param name="Differences">In what it differs.</param>
public sealed record ComparedBill(
    string Merchant,
    string Wallet,
    int Day,
    int Lines,
    long PaidMinor,
    long BackMinor,
    long FeeMinor,
    long FetchedMs,
    IReadOnlyList<BillDifference> Differences
);
