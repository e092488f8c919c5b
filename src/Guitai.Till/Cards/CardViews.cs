using Guitai.Contracts.Facts;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Till.Refunds;
using Guitai.Till.Tenders;

namespace Guitai.Till.Cards;

/// <summary>Card payments as the till's page sees them; there is none where no terminal is.</summary>
public sealed record CardsView
{
    /// <summary>The terminal's process answers.</summary>
    public required bool Reachable { get; init; }

    /// <summary>As it last told itself.</summary>
    public TerminalView? Terminal { get; init; }

    /// <summary>The owner wants PIN and signature on the customer's own screen.</summary>
    public required bool PadChosen { get; init; }

    /// <summary>Such a screen is there: PIN and signature are asked for on it.</summary>
    public required bool PadAtCustomer { get; init; }

    /// <summary>Payments by code are said aloud.</summary>
    public required bool Voice { get; init; }

    /// <summary>What is under way, oldest first.</summary>
    public required IReadOnlyList<CardPaymentView> Payments { get; init; }

    /// <summary>What ended lately, oldest first.</summary>
    public required IReadOnlyList<CardPaymentView> Ended { get; init; }

    /// <summary>Refunds that wait for a card.</summary>
    public required IReadOnlyList<OpenRefundView> Refunds { get; init; }
}

/// <summary>One card payment of this till.</summary>
/// <param name="OrderId">The open order or the refund; null for none.</param>
/// <param name="GivenUp">The cashier cancelled; what came of it is awaited.</param>
/// <param name="Wallet">Of a payment by code: wechat, alipay or unionpay.</param>
/// <param name="Reached">False: the terminal does not answer, and nothing is known.</param>
/// <param name="View">As the terminal last told it; null before it did.</param>
public sealed record CardPaymentView(
    Guid Id,
    CardPurpose Purpose,
    PaymentKind Kind,
    PaymentState State,
    Guid? OrderId,
    long? AmountMinor,
    bool GivenUp,
    string? Wallet,
    bool Reached,
    PaymentView? View,
    Refusal? Reason,
    CardDetails? Card,
    long AskedAtMs,
    long? EndedAtMs
);

/// <summary>A refund that is not booked yet.</summary>
public sealed record OpenRefundView(
    Guid Id,
    Guid OriginalOrderId,
    string OriginalReceiptNumber,
    long TotalMinor,
    string Reason,
    IReadOnlyList<OpenRefundPartView> Parts,
    bool HasFailed,
    bool MayBeDropped,
    long AskedAtMs
);

/// <summary>What of it goes back to one card.</summary>
/// <param name="State">Null: its turn has not come.</param>
public sealed record OpenRefundPartView(Guid PaymentId, long AmountMinor, TenderState? State, string? Masked, Refusal? Reason);

/// <summary>A payment of the terminal's list.</summary>
/// <param name="Purpose">Null: this till knows nothing of it, as after a restore.</param>
public sealed record CardRow(PaymentView Payment, CardPurpose? Purpose, Guid? OrderId, string? StaffName);
