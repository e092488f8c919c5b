using System.Text.Json.Serialization;

namespace Guitai.Contracts.Facts;

/// <summary>One line of an order, with price, cost, tax and staff as they were. All amounts in minor units of the order's currency;
/// on a refund they are positive and go back to the customer.</summary>
public sealed record OrderLine
{
    public required Guid Id { get; init; }

    /// <summary>Null for a sale by amount alone and for a quick-added product.</summary>
    public Guid? ProductId { get; init; }

    public string? Code { get; init; }

    public string? Barcode { get; init; }

    public required string Name { get; init; }

    public string? NameEn { get; init; }

    public Guid? CategoryId { get; init; }

    public required string Unit { get; init; }

    public string? UnitEn { get; init; }

    public Guid? PictureId { get; init; }

    public bool Weighed { get; init; }

    /// <summary>Thousandths of the unit: three bottles are 3,000.</summary>
    public required long QuantityMilli { get; init; }

    /// <summary>Price of one unit as sold.</summary>
    public required long UnitPriceMinor { get; init; }

    /// <summary>The product's own price, when it was overridden.</summary>
    public long? ListPriceMinor { get; init; }

    /// <summary>Cost of one unit as it was.</summary>
    public long UnitCostMinor { get; init; }

    /// <summary>The price that stands on the label it was sold by; it is what the line costs, since unit price × a weight in whole grams can miss it by
    /// a little. Null without such a label.</summary>
    public long? LabelMinor { get; init; }

    /// <summary>Unit price × quantity, rounded once; or the label's price.</summary>
    public long GrossMinor { get; init; }

    /// <summary>Discount given on this line, not negative.</summary>
    public long LineDiscountMinor { get; init; }

    /// <summary>This line's part of the order's discount, not negative.</summary>
    public long OrderDiscountMinor { get; init; }

    /// <summary>Gross − both discounts; contains the tax when that is inclusive.</summary>
    public long NetMinor { get; init; }

    public Guid? TaxClassId { get; init; }

    public string TaxName { get; init; } = "";

    /// <summary>Parts per million.</summary>
    public int TaxRatePpm { get; init; }

    public bool TaxInclusive { get; init; } = true;

    /// <summary>This line's part of its class's tax.</summary>
    public long TaxMinor { get; init; }

    /// <summary>This line's part of the cash rounding; negative when the customer pays less.</summary>
    public long RoundingMinor { get; init; }

    /// <summary>What the customer paid for the line: net + exclusive tax + rounding.</summary>
    public long PaidMinor { get; init; }

    /// <summary>Unit cost × quantity, rounded once.</summary>
    public long CostMinor { get; init; }

    /// <summary>Who rang it up.</summary>
    public required Guid StaffId { get; init; }

    /// <summary>Line discount in percent when it was given so.</summary>
    public int? DiscountPercent { get; init; }

    /// <summary>On a refund, the line of the original order that comes back.</summary>
    public Guid? OriginalLineId { get; init; }
}

/// <summary>Sums of an order. Minor units.</summary>
public sealed record OrderTotals
{
    public long GrossMinor { get; init; }

    /// <summary>Line and order discounts together.</summary>
    public long DiscountMinor { get; init; }

    /// <summary>All tax, inclusive and exclusive.</summary>
    public long TaxMinor { get; init; }

    /// <summary>Only what was added on top of the prices.</summary>
    public long TaxExclusiveMinor { get; init; }

    public long TipMinor { get; init; }

    public long RoundingMinor { get; init; }

    /// <summary>Gross − discount + exclusive tax + tip + rounding; what all tenders together pay.</summary>
    public long TotalMinor { get; init; }

    public long CostMinor { get; init; }
}

/// <summary>How an order was paid or given back.</summary>
/// <param name="Id">Made once by the till.</param>
/// <param name="Kind"><c>cash</c>, <c>card</c>, <c>code-wechat</c> and the other wallets, or the code of an owner's <see cref="Masters.TenderType"/>.</param>
/// <param name="AmountMinor">What it pays of the order. Cash is negative where a tender worth more than the order got its change from the
/// drawer.</param>
/// <param name="TenderedMinor">What the customer handed over.</param>
/// <param name="ChangeMinor">What the customer got back of it, in cash.</param>
public sealed record Tender(Guid Id, string Kind, long AmountMinor, long TenderedMinor, long ChangeMinor)
{
    /// <summary>Notes and coins.</summary>
    public const string Cash = "cash";

    /// <summary>A bank card at the till's own terminal. The tender bears the id of the payment there.</summary>
    public const string BankCard = "card";

    /// <summary>By code at the till's own terminal: this, and the wallet's name.</summary>
    public const string CodePrefix = "code-";

    /// <summary>Name of the tender as it was; null for cash.</summary>
    public string? Name { get; init; }

    public string? NameEn { get; init; }

    /// <summary>Voucher number, name of who owes, whatever the tender asks for.</summary>
    public string? Reference { get; init; }

    /// <summary>True: nothing but the cashier's word says that the money moved.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NotVerified { get; init; }

    /// <summary>When it was confirmed, where that was before the order ended.</summary>
    public long? AtMs { get; init; }

    /// <summary>Who confirmed it; null for who ended the order.</summary>
    public Guid? StaffId { get; init; }

    /// <summary>Of a bank card or a code: what its receipts say; null for all others.</summary>
    public CardDetails? Card { get; init; }

    /// <summary>The till's own terminal says what came of it, and gives it back.</summary>
    [JsonIgnore]
    public bool ByTerminal => IsByTerminal(Kind);

    /// <inheritdoc cref="ByTerminal"/>
    public static bool IsByTerminal(string kind) => kind == BankCard || kind.StartsWith(CodePrefix, StringComparison.Ordinal);

    /// <summary>On a refund: the sale's tender that it gives back, which is another kind where that one does not take refunds.</summary>
    public Guid? OriginalTenderId { get; init; }
}

/// <summary>Something removed or changed before payment that an owner wants to see.</summary>
/// <param name="What"><c>line-removed</c>, <c>quantity-reduced</c>, <c>price-overridden</c>, <c>line-discount</c>, <c>order-discount</c>, <c>tender-taken-back</c>.</param>
/// <param name="LineName">The line, or the tender's name.</param>
/// <param name="AmountMinor">How much less the order became; of a tender taken back, how much it had paid.</param>
/// <param name="ApprovedBy">The second person, where the cashier's own rights did not reach.</param>
public sealed record OrderEdit(string What, string LineName, long AmountMinor, long AtMs, Guid StaffId, Guid? ApprovedBy)
{
    /// <summary>Why, where a reason is asked for.</summary>
    public string? Reason { get; init; }
}

/// <summary>An order as it ended: paid, voided before payment, or refunded.</summary>
public sealed record Order
{
    public required Guid Id { get; init; }

    public required Guid StoreId { get; init; }

    public required Guid TillId { get; init; }

    public required Guid ShiftId { get; init; }

    /// <summary>Counts every ended order of the till, 1, 2, 3 … without gap; voided ones keep theirs.</summary>
    public required long Number { get; init; }

    /// <summary>As printed: store code, till code and number, for example <c>S1-01-000042</c>.</summary>
    public required string ReceiptNumber { get; init; }

    public required string Currency { get; init; }

    public required Guid StaffId { get; init; }

    public required long OpenedAtMs { get; init; }

    public required long EndedAtMs { get; init; }

    public required IReadOnlyList<OrderLine> Lines { get; init; }

    public required OrderTotals Totals { get; init; }

    public IReadOnlyList<Tender> Tenders { get; init; } = [];

    public IReadOnlyList<OrderEdit> Edits { get; init; } = [];

    public string? Note { get; init; }

    /// <summary>Why it was voided or refunded.</summary>
    public string? Reason { get; init; }

    /// <summary>The second person, where the cashier's own rights did not reach.</summary>
    public Guid? ApprovedBy { get; init; }

    /// <summary>On a refund: the sale that it gives back.</summary>
    public Guid? OriginalOrderId { get; init; }

    /// <summary>On a refund: the sale's receipt number.</summary>
    public string? OriginalReceiptNumber { get; init; }
}
