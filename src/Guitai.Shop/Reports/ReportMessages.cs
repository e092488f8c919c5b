using Guitai.Contracts.Facts;

namespace Guitai.Shop.Reports;

/// <summary>Sums of sales and refunds. Minor units.</summary>
/// <param name="NetMinor">Sales less refunds, with tax, tips and rounding.</param>
/// <param name="TaxMinor">Of sales less that of refunds.</param>
/// <param name="CostMinor">Of sales less that of refunds.</param>
/// <param name="DiscountMinor">Of sales less that of refunds.</param>
/// <param name="ProfitMinor">Net − tax − tips − cost.</param>
/// <param name="AverageMinor">Sales ÷ number of sales; 0 without any.</param>
public sealed record SalesFigures(
    long SaleCount,
    long SaleMinor,
    long RefundCount,
    long RefundMinor,
    long VoidCount,
    long VoidMinor,
    long NetMinor,
    long TaxMinor,
    long TipMinor,
    long CostMinor,
    long DiscountMinor,
    long ProfitMinor,
    long AverageMinor
);

/// <summary>How a span of business days went, for one store or for all.</summary>
/// <param name="From">First business day, yyyymmdd.</param>
/// <param name="To">Last business day, yyyymmdd.</param>
/// <param name="Hours">Hours of the day by the store's clock that had something, in order.</param>
/// <param name="Days">Business days that had something, in order.</param>
/// <param name="Products">The 20 with the highest turnover.</param>
public sealed record SalesReport(
    int From,
    int To,
    Guid? StoreId,
    SalesFigures Figures,
    IReadOnlyList<HourFigures> Hours,
    IReadOnlyList<DayFigures> Days,
    IReadOnlyList<ProductFigures> Products,
    IReadOnlyList<CashierFigures> Cashiers,
    IReadOnlyList<TenderFigures> Tenders
);

public sealed record HourFigures(int Hour, long SaleCount, long SaleMinor, long RefundMinor);

/// <param name="Date">Business day, yyyymmdd.</param>
public sealed record DayFigures(int Date, long SaleCount, long SaleMinor, long RefundMinor, long ProfitMinor);

/// <summary>A product's sales less its refunds.</summary>
/// <param name="ProductId">Null for amounts without a product.</param>
public sealed record ProductFigures(Guid? ProductId, string Name, string? NameEn, long QuantityMilli, long PaidMinor, long ProfitMinor);

public sealed record CashierFigures(
    Guid StaffId,
    string Name,
    long SaleCount,
    long SaleMinor,
    long RefundCount,
    long RefundMinor,
    long VoidCount,
    long VoidMinor
);

/// <param name="Kind"><c>cash</c>, or the code of an owner's tender.</param>
/// <param name="Name">Of an owner's tender as it is now; null for cash.</param>
/// <param name="NotVerified">True: nothing but the cashiers' word stands behind it.</param>
public sealed record TenderFigures(
    string Kind,
    long InCount,
    long InMinor,
    long OutCount,
    long OutMinor,
    string? Name = null,
    string? NameEn = null,
    bool NotVerified = false
);

/// <summary>One row of the order query.</summary>
/// <param name="Kind"><c>sale</c>, <c>refund</c> or <c>void</c>.</param>
/// <param name="Tenders">Kinds, separated by commas.</param>
public sealed record OrderRow(
    Guid Id,
    string ReceiptNumber,
    string Kind,
    long AtMs,
    int BusinessDate,
    Guid StoreId,
    Guid TillId,
    string TillName,
    Guid StaffId,
    string StaffName,
    long TotalMinor,
    string Tenders,
    int Lines,
    Guid? OriginalOrderId,
    string? StaffNameEn = null
);

/// <summary>Rows of the order query, newest first.</summary>
/// <param name="Total">Of all that match.</param>
/// <param name="SaleMinor">Sum of all sales that match.</param>
/// <param name="RefundMinor">Sum of all refunds that match.</param>
public sealed record OrderPage(IReadOnlyList<OrderRow> Items, int Total, long SaleMinor, long RefundMinor);

/// <summary>One order's whole story.</summary>
/// <param name="Refunds">Refunds that gave something of it back.</param>
/// <param name="Facts">Everything the till told about it, oldest first, as it was signed into the till's chain.</param>
/// <param name="StaffNames">By staff id, for everyone named in it.</param>
/// <param name="StaffNamesEn">The same, of those who have an English name.</param>
public sealed record OrderStory(
    Order Order,
    OrderRow Row,
    IReadOnlyList<OrderRow> Refunds,
    IReadOnlyList<FactView> Facts,
    IReadOnlyDictionary<string, string> StaffNames,
    IReadOnlyDictionary<string, string> StaffNamesEn
);

/// <param name="Body">The fact's record as JSON text.</param>
public sealed record FactView(
    FactKind Kind,
    long AtMs,
    long ReceivedAtMs,
    Guid TillId,
    Guid Incarnation,
    long Sequence,
    string Hash,
    string Body
);

/// <summary>A shift with its Z figures; those are null while it is open.</summary>
public sealed record ShiftView(
    Guid ShiftId,
    Guid TillId,
    string TillName,
    Guid StoreId,
    long Number,
    long OpenedAtMs,
    string OpenedBy,
    long FloatMinor,
    long? ClosedAtMs,
    string? ClosedBy,
    long? Z,
    long? ExpectedMinor,
    long? CountedMinor,
    long? OverShortMinor,
    long? CarriedMinor,
    ShiftTotals? Totals,
    IReadOnlyDictionary<string, string> CashierNames,
    string? OpenedByEn = null,
    string? ClosedByEn = null,
    IReadOnlyDictionary<string, string>? CashierNamesEn = null
);

/// <summary>Shifts, newest first.</summary>
public sealed record ShiftPage(IReadOnlyList<ShiftView> Items, int Total);

/// <summary>Something that a person should look at.</summary>
/// <param name="Code"><c>till.forked</c>, <c>till.forged</c>, <c>receipt.duplicate</c>, <c>order.doubled</c>, <c>fact.unreadable</c>, <c>login.locked</c>.</param>
public sealed record AlarmView(
    string Id,
    string Code,
    IReadOnlyDictionary<string, string> Parameters,
    long AtMs,
    Guid? TillId,
    string? TillName,
    string? SeenBy,
    long? SeenAtMs,
    string? SeenByEn = null
);

/// <param name="StaffName">Who did it; the part of the system when it was no person.</param>
/// <param name="Target">What it was done to: an id, mostly.</param>
/// <param name="TargetName">What that is called now; null when it is no record of the shop's, or is deleted.</param>
public sealed record AuditView(
    string Chain,
    long Sequence,
    long AtMs,
    string Who,
    string StaffName,
    string What,
    string Target,
    string Result,
    string Where,
    string? StaffNameEn = null,
    string? TargetName = null,
    string? TargetNameEn = null
);

/// <summary>The audit, newest first.</summary>
/// <param name="Broken">Chains that do not hold; empty when all do.</param>
public sealed record AuditPage(IReadOnlyList<AuditView> Items, int Total, IReadOnlyList<string> Broken);

/// <param name="Id">The alarm that was looked at.</param>
public sealed record SeenRequest(string Id);

/// <summary>What a report's filters choose from.</summary>
public sealed record ReportNames(IReadOnlyList<Named> Stores, IReadOnlyList<Named> Tills, IReadOnlyList<Named> Staff);

/// <param name="StoreId">Of a till, or of someone who works in one store only.</param>
public sealed record Named(Guid Id, string Code, string Name, string? NameEn, Guid? StoreId);
