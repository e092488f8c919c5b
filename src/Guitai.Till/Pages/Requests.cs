using Guitai.Contracts.Facts;
using Guitai.Foundation;

namespace Guitai.Till.Pages;

/// <summary>A second person's consent, given with number and PIN at the same till.</summary>
public sealed record Approval(string Number, Secret<string> Pin);

/// <summary>What every command carries: an id made by the page, so that a repeat is recognised and answered, not done again.</summary>
public interface ICommand
{
    /// <summary>Made once by the page for one press of one button.</summary>
    Guid CommandId { get; }
}

public sealed record LoginRequest(string Number, Secret<string> Pin);

public sealed record UnlockRequest(Secret<string> Pin);

/// <param name="Code">What the reader read: goods, a label, a customer's payment code.</param>
/// <param name="QuantityMilli">Of goods.</param>
/// <param name="PayMinor">What a payment code is to pay; null for all that is left.</param>
public sealed record ScanRequest(Guid CommandId, string Code, long QuantityMilli = 1000, long? PayMinor = null) : ICommand;

public sealed record AddProductRequest(Guid CommandId, Guid ProductId, long QuantityMilli = 1000) : ICommand;

public sealed record AddAmountRequest(Guid CommandId, long AmountMinor, string? Name) : ICommand;

public sealed record QuickAddRequest(Guid CommandId, string Barcode, string Name, long PriceMinor) : ICommand;

public sealed record ChangeQuantityRequest(Guid CommandId, Guid LineId, long QuantityMilli) : ICommand;

public sealed record RemoveLineRequest(Guid CommandId, Guid LineId) : ICommand;

/// <param name="Percent">1–100; or null with an amount.</param>
/// <param name="AmountMinor">Off the line; or null with a percentage. Both null or zero take the discount away.</param>
public sealed record LineDiscountRequest(Guid CommandId, Guid LineId, int? Percent, long? AmountMinor, Approval? Approval) : ICommand;

/// <param name="PriceMinor">The new price of one unit; null for the product's own.</param>
public sealed record PriceRequest(Guid CommandId, Guid LineId, long? PriceMinor, Approval? Approval) : ICommand;

public sealed record OrderDiscountRequest(Guid CommandId, int? Percent, long? AmountMinor, Approval? Approval) : ICommand;

public sealed record TipRequest(Guid CommandId, long TipMinor) : ICommand;

public sealed record NoteRequest(Guid CommandId, string? Note) : ICommand;

public sealed record HoldRequest(Guid CommandId, string? Note) : ICommand;

public sealed record RecallRequest(Guid CommandId, Guid OrderId) : ICommand;

public sealed record VoidRequest(Guid CommandId, Guid OrderId, string Reason, Approval? Approval) : ICommand;

/// <param name="OrderId">The order that the cashier sees; paying an order that is paid already answers with that payment.</param>
/// <param name="TotalMinor">What the cashier sees as due in cash, after other tenders and rounding; another sum is refused.</param>
/// <param name="TenderedMinor">What the customer hands over.</param>
/// <param name="Print">Null: as the store's settings say.</param>
public sealed record PayCashRequest(Guid CommandId, Guid OrderId, long TotalMinor, long TenderedMinor, bool? Print) : ICommand;

public sealed record RefundLineRequest(Guid LineId, long QuantityMilli);

/// <param name="Lines">Null or empty: everything that can still come back.</param>
public sealed record RefundRequest(
    Guid CommandId,
    Guid OriginalOrderId,
    IReadOnlyList<RefundLineRequest>? Lines,
    string Reason,
    Approval? Approval
) : ICommand;

public sealed record ReprintRequest(Guid CommandId, Guid OrderId) : ICommand;

public sealed record OpenShiftRequest(Guid CommandId, long FloatMinor) : ICommand;

/// <param name="AmountMinor">Positive into the drawer, negative out of it.</param>
public sealed record MoveCashRequest(Guid CommandId, long AmountMinor, string Reason, Approval? Approval) : ICommand;

public sealed record OpenDrawerRequest(Guid CommandId, string Reason, Approval? Approval) : ICommand;

/// <param name="CountedMinor">Total counted; equal to the denominations' sum when they are given.</param>
/// <param name="HandOverFloatMinor">换班: so much stays in the drawer and the next shift opens with it; null closes.</param>
public sealed record CloseShiftRequest(
    Guid CommandId,
    Guid ShiftId,
    IReadOnlyList<DenominationCount> Counts,
    long CountedMinor,
    long? HandOverFloatMinor,
    Approval? Approval
) : ICommand;
