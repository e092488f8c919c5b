using Guitai.Contracts.Terminal;
using Guitai.Till.Pages;

namespace Guitai.Till.Cards;

/// <param name="CommandId">Also the id of the tender and of the payment.</param>
/// <param name="RestMinor">What the cashier sees as still to pay; another rest is refused.</param>
/// <param name="AmountMinor">At most the rest; null: the card comes first, and the amount is said after it.</param>
/// <param name="Of">A pre-authorisation that this completes; null for an ordinary sale.</param>
public sealed record AskCardRequest(Guid CommandId, Guid OrderId, long RestMinor, long? AmountMinor, Guid? Of) : ICommand;

/// <summary>By code: the customer's, or one that is shown.</summary>
/// <param name="CommandId">Also the id of the tender and of the payment.</param>
/// <param name="RestMinor">What the cashier sees as still to pay; another rest is refused.</param>
/// <param name="AmountMinor">At most the rest.</param>
/// <param name="Code">What the reader read off the customer's phone; null: one is shown.</param>
/// <param name="Wallet">Whose code is shown; null of a scanned one, which says it itself.</param>
public sealed record AskCodeRequest(Guid CommandId, Guid OrderId, long RestMinor, long AmountMinor, string? Code, string? Wallet)
    : ICommand;

/// <param name="On">Payments by code are said aloud.</param>
public sealed record VoiceRequest(Guid CommandId, bool On) : ICommand;

public sealed record CardAmountRequest(Guid CommandId, Guid PaymentId, long AmountMinor) : ICommand;

/// <summary>Something about one card payment.</summary>
public sealed record CardPaymentRequest(Guid CommandId, Guid PaymentId) : ICommand;

/// <param name="CommandId">Also the id of the payment.</param>
/// <param name="Kind">A pre-authorisation, its cancel, a balance; or a give-back of a payment that no order holds.</param>
public sealed record BeginCardRequest(Guid CommandId, PaymentKind Kind, long? AmountMinor, Guid? Of, Approval? Approval) : ICommand;

/// <summary>What the terminal is asked to do with itself.</summary>
public sealed record TerminalRequest(Guid CommandId, Approval? Approval) : ICommand;

/// <summary>Something about a refund that waits for a card.</summary>
public sealed record OpenRefundRequest(Guid CommandId, Guid RefundId, Approval? Approval) : ICommand;

/// <summary>Which payments a page wants listed.</summary>
public sealed record CardListQuery(PaymentKind? Kind, bool Open, long? BeforeMs, int Count);
