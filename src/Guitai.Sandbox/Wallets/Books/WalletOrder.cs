namespace Guitai.Sandbox.Wallets.Books;

/// <summary>An order's name: a merchant uses a number once.</summary>
internal readonly record struct OrderKey(WalletKind Wallet, string Merchant, string OutTradeNo);

/// <summary>Who reads whose code. The journal keeps the numbers.</summary>
public enum OrderWay
{
    /// <summary>The till reads the customer's code.</summary>
    Code = 0,

    /// <summary>The customer's phone reads the shop's code.</summary>
    Shown = 1,
}

/// <summary>How an order stands. The journal keeps the numbers.</summary>
public enum OrderState
{
    /// <summary>Nobody has scanned it.</summary>
    Waiting = 0,

    /// <summary>A phone asks for the password.</summary>
    Asked = 1,

    /// <summary>Paid; refunds are listed beside it.</summary>
    Paid = 2,

    /// <summary>Ended without payment.</summary>
    Closed = 3,

    /// <summary>Taken back by the till, whether paid or not.</summary>
    Revoked = 4,

    /// <summary>The customer's side failed.</summary>
    Failed = 5,
}

/// <summary>Why a payment failed. The journal keeps the numbers.</summary>
public enum PayFailure
{
    /// <summary>It did not.</summary>
    None = 0,

    /// <summary>Not enough money.</summary>
    NoMoney = 1,

    /// <summary>The customer refused.</summary>
    Refused = 2,

    /// <summary>The password did not come in time.</summary>
    TimedOut = 3,
}

/// <summary>Where a sale is, as the till says it.</summary>
/// <param name="Store">The shop's number.</param>
/// <param name="Terminal">The till's.</param>
/// <param name="Operator">The cashier's.</param>
internal sealed record OrderPlace(string? Store = null, string? Terminal = null, string? Operator = null);

/// <summary>A part of a payment that was given back.</summary>
/// <param name="OutRefundNo">The merchant's number for it.</param>
/// <param name="RefundId">The wallet's.</param>
/// <param name="AmountMinor">How much.</param>
/// <param name="Fingerprint">What was asked, to know a repeat.</param>
/// <param name="DoneMs">When the customer has it.</param>
/// <param name="Reversal">True when it undoes the payment (reverse, cancel).</param>
internal sealed record WalletRefund(
    string OutRefundNo,
    string RefundId,
    long AmountMinor,
    string Fingerprint,
    long AtMs,
    long DoneMs,
    string? Reason = null,
    string? NotifyUrl = null,
    bool Reversal = false
);

/// <summary>An order as it stands. It never changes: the books put another one in its place.</summary>
internal sealed record WalletOrder
{
    public required OrderKey Key { get; init; }

    /// <summary>The wallet's number.</summary>
    public required string TransactionId { get; init; }

    public required OrderWay Way { get; init; }

    /// <summary>What was asked, to know a repeat.</summary>
    public required string Fingerprint { get; init; }

    public required long AmountMinor { get; init; }

    /// <summary>The merchant's appid or seller number.</summary>
    public required string Account { get; init; }

    public required string Description { get; init; }

    public string? Attach { get; init; }
    public string? NotifyUrl { get; init; }

    /// <summary>Alipay's certificate mode: what is told of this order is signed in it.</summary>
    public bool Certified { get; init; }

    public OrderPlace? Place { get; init; }

    /// <summary>What its code says, without the beginning that all have.</summary>
    public string? ShownId { get; init; }

    public required long MadeMs { get; init; }

    /// <summary>A shown code is good until then.</summary>
    public long? ExpireMs { get; init; }

    public OrderState State { get; init; }

    /// <summary>True once a phone has read the shop's code: before that Alipay knows no trade.</summary>
    public bool Scanned { get; init; }

    /// <summary>A fault: the password will never come.</summary>
    public bool Stuck { get; init; }

    public int? Customer { get; init; }

    /// <summary>Since when the phone asks.</summary>
    public long? AskedMs { get; init; }

    public PayFailure Failure { get; init; }
    public long? PaidMs { get; init; }

    /// <summary>True when it was paid without the password.</summary>
    public bool Free { get; init; }

    public long? EndedMs { get; init; }
    public IReadOnlyList<WalletRefund> Refunds { get; init; } = [];
    public long RefundedMinor { get; init; }

    /// <summary>Neither asked about nor paid any more.</summary>
    public bool IsOver => State is OrderState.Closed or OrderState.Revoked or OrderState.Failed;

    /// <summary>The refund of that number; null when there is none.</summary>
    public WalletRefund? Refund(string outRefundNo)
    {
        foreach (var refund in Refunds)
        {
            if (refund.OutRefundNo == outRefundNo)
            {
                return refund;
            }
        }

        return null;
    }
}
