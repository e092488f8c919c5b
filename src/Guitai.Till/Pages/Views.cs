using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Staff;
using Guitai.Till.Cards;
using Guitai.Till.Devices;
using Guitai.Till.Receipts;
using Guitai.Till.Tenders;

namespace Guitai.Till.Pages;

/// <summary>Everything the till's page shows at one moment. Sent after every command and pushed on every change.</summary>
public sealed record TillView
{
    /// <summary>Increases with every change; a page ignores a view older than the one it shows.</summary>
    public required long Version { get; init; }

    /// <summary>Null until the masters have arrived from the shop.</summary>
    public TillInfo? Till { get; init; }

    /// <summary>Who is logged in; null at the login screen.</summary>
    public StaffInfo? Staff { get; init; }

    /// <summary>Who may log in here, for choosing instead of typing the number; only at the login screen.</summary>
    public IReadOnlyList<PersonTile>? People { get; init; }

    /// <summary>True: the screen is locked and asks for the PIN of <see cref="Staff"/>, or for another login.</summary>
    public bool Locked { get; init; }

    /// <summary>True: locked with its face to the customer; the page shows the customer's screen until the PIN takes it back.</summary>
    public bool Turned { get; init; }

    /// <summary>Id of the page that may act; another one shows that it was taken over.</summary>
    public Guid? ActivePageId { get; init; }

    public ShiftInfo? Shift { get; init; }

    public CartView? Cart { get; init; }

    public int HeldCount { get; init; }

    /// <summary>Card payments and their terminal; null where there is none.</summary>
    public CardsView? Cards { get; init; }

    /// <summary>The sale that just ended, shown until the next one begins.</summary>
    public LastSaleView? LastSale { get; init; }

    public required SyncView Sync { get; init; }

    public required PrinterView Printer { get; init; }

    /// <summary>Devices with something wrong, as the last self-check found them.</summary>
    public required IReadOnlyList<DeviceCheck> Wrong { get; init; }
}

/// <summary>The till, its store and the rules that the page needs.</summary>
public sealed record TillInfo
{
    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required string StoreName { get; init; }

    public string? StoreNameEn { get; init; }

    public required string Currency { get; init; }

    public required int CurrencyExponent { get; init; }

    public required int IdleLockSeconds { get; init; }

    public required bool BlindCount { get; init; }

    public required PrintMode PrintMode { get; init; }

    public required IReadOnlyList<int> TipPercents { get; init; }

    public required int DiscountLimitPercent { get; init; }

    /// <summary>Notes and coins of the currency, largest first, for counting the drawer.</summary>
    public required IReadOnlyList<long> DenominationsMinor { get; init; }

    public string? Advertisement { get; init; }

    public required int ProductCount { get; init; }

    /// <summary>Current business day, yyyy-MM-dd.</summary>
    public required string BusinessDate { get; init; }

    /// <summary>The store's IANA time zone: pages show its wall clock, as receipts do.</summary>
    public required string TimeZone { get; init; }

    /// <summary>How a cash total is rounded.</summary>
    public required CashRounding CashRounding { get; init; }

    /// <summary>The owner's tenders in their order, also those no longer offered, for their names.</summary>
    public required IReadOnlyList<TenderType> TenderTypes { get; init; }
}

/// <summary>Somebody to choose at the login screen.</summary>
public sealed record PersonTile(string Number, string Name, string? NameEn, Role Role);

/// <summary>A logged-in person.</summary>
public sealed record StaffInfo(Guid Id, string Number, string Name, string? NameEn, Role Role, IReadOnlyCollection<Right> Rights);

/// <summary>The open shift.</summary>
/// <param name="ExpectedCashMinor">What the drawer should hold; null when counting is blind and the reader has no right to see it.</param>
public sealed record ShiftInfo(
    Guid Id,
    long Number,
    Guid StaffId,
    string StaffName,
    long OpenedAtMs,
    int BusinessDate,
    long SaleCount,
    long SaleMinor,
    long? ExpectedCashMinor,
    string? StaffNameEn = null
);

/// <summary>The order at the counter.</summary>
public sealed record CartView
{
    public required Guid OrderId { get; init; }

    public required IReadOnlyList<OrderLine> Lines { get; init; }

    public required OrderTotals Totals { get; init; }

    /// <summary>What is due in cash: the rest after other tenders, rounded.</summary>
    public required long CashTotalMinor { get; init; }

    /// <summary>What is still to pay, unrounded.</summary>
    public required long RestMinor { get; init; }

    /// <summary>What was asked for and paid so far, oldest first; ended tries included.</summary>
    public required IReadOnlyList<CartTender> Tenders { get; init; }

    /// <summary>True while a tender pays for it or is under way: the lines cannot change.</summary>
    public required bool IsBound { get; init; }

    public required long CashRoundingMinor { get; init; }

    /// <summary>The exact sum and the next real notes and sums of notes above it.</summary>
    public required IReadOnlyList<long> QuickCashMinor { get; init; }

    public int? OrderDiscountPercent { get; init; }

    public long OrderDiscountMinor { get; init; }

    public string? Note { get; init; }

    /// <summary>The line that changed last; the page brings it into view.</summary>
    public Guid? LastLineId { get; init; }

    /// <summary>What changed in the shop since a line was rung up; the line stays as it is.</summary>
    public required IReadOnlyList<CartNotice> Notices { get; init; }
}

/// <summary>Something the cashier should know about a line.</summary>
/// <param name="What"><c>price-changed</c> or <c>withdrawn</c>.</param>
/// <param name="PriceMinor">The shop's new price.</param>
public sealed record CartNotice(Guid LineId, string What, long? PriceMinor);

/// <summary>A sale that was just paid.</summary>
/// <param name="Print">State of its receipt: <c>printed</c>, <c>waiting</c>, <c>failed</c>, <c>not-asked</c>, <c>uncertain</c>.</param>
public sealed record LastSaleView(
    Guid OrderId,
    string ReceiptNumber,
    long TotalMinor,
    long TenderedMinor,
    long ChangeMinor,
    string Print,
    IReadOnlyList<Tender> Tenders
);

/// <summary>What waits for the shop.</summary>
/// <param name="Waiting">Facts that are safe here and not yet in the shop.</param>
/// <param name="Confirmed">Facts that are safe in the shop.</param>
/// <param name="Online">The last exchange succeeded.</param>
/// <param name="LastContactMs">Unix milliseconds; null when there was none yet.</param>
/// <param name="Alarm">Code of what is wrong with the journal's way up, for example <c>sync.forged</c>; null when nothing is.</param>
/// <param name="EnrolBecause">Why this device may be tied to a shop at its page: <c>new</c>, <c>revoked</c>, <c>missing</c> or <c>expired</c>, the last
/// two of its certificate; null while it may not.</param>
public sealed record SyncView(long Waiting, long Confirmed, bool Online, long? LastContactMs, string? Alarm, string? EnrolBecause);

/// <summary>The receipt printer.</summary>
/// <param name="State"><c>none</c>, <c>ready</c>, <c>off</c>, <c>paper-out</c>, <c>cover-open</c>, <c>faulty</c>, <c>silent</c> or <c>garbled</c>.</param>
/// <param name="Waiting">Receipts that still have to be printed.</param>
/// <param name="PaperLow">The roll is nearly empty.</param>
/// <param name="Uncertain">Receipts that a person has to look for, oldest first.</param>
public sealed record PrinterView(string State, int Waiting, bool PaperLow, IReadOnlyList<UncertainPrint> Uncertain)
{
    /// <summary>A state as pages get it.</summary>
    public static string CodeOf(PrinterState state) =>
        state switch
        {
            PrinterState.None => "none",
            PrinterState.Off => "off",
            PrinterState.PaperOut => "paper-out",
            PrinterState.CoverOpen => "cover-open",
            PrinterState.Faulty => "faulty",
            PrinterState.Silent => "silent",
            PrinterState.Garbled => "garbled",
            _ => "ready",
        };
}

/// <summary>Paper that may or may not have come out.</summary>
/// <param name="Label">The receipt's or the shift's number.</param>
/// <param name="Copy">0 for the original.</param>
public sealed record UncertainPrint(Guid JobId, PrintKind Kind, string Label, int Copy, long AtMs);

/// <summary>A product as the tiles and the search list show it.</summary>
public sealed record ProductTile(
    Guid Id,
    string Code,
    string Name,
    string? NameEn,
    Guid? CategoryId,
    string Unit,
    string? UnitEn,
    long PriceMinor,
    bool Weighed,
    Guid? PictureId,
    IReadOnlyList<string> Barcodes
);

/// <summary>A slice of a longer list.</summary>
public sealed record ProductPage(IReadOnlyList<ProductTile> Items, int Total);

/// <summary>An order put aside.</summary>
/// <param name="Tender">How far a tender of it has come that binds it; null for none.</param>
public sealed record HeldOrderView(
    Guid OrderId,
    long HeldAtMs,
    string StaffName,
    string? Note,
    long TotalMinor,
    int Lines,
    string FirstLine,
    string? StaffNameEn = null,
    TenderState? Tender = null
);

/// <summary>One row of the transaction query.</summary>
/// <param name="Kind"><c>sale</c>, <c>refund</c> or <c>void</c>.</param>
public sealed record OrderRow(
    Guid Id,
    string ReceiptNumber,
    string Kind,
    long AtMs,
    long TotalMinor,
    string Tenders,
    string StaffName,
    int Lines,
    Guid? OriginalOrderId,
    bool Synced,
    string? StaffNameEn = null
);

/// <summary>Rows of the transaction query, newest first.</summary>
public sealed record OrderRows(IReadOnlyList<OrderRow> Items, bool More);

/// <summary>One order's whole story.</summary>
/// <param name="Kind"><c>sale</c>, <c>refund</c> or <c>void</c>.</param>
/// <param name="Refundable">Per line of a sale what can still come back.</param>
/// <param name="RefundableTenders">Per tender of a sale what can still go back, in the order in which it would.</param>
/// <param name="Events">Everything that happened to it, oldest first.</param>
/// <param name="OpenRefund">A refund of it that waits for a card.</param>
public sealed record OrderStory(
    Order Order,
    string Kind,
    string StaffName,
    IReadOnlyList<RefundableLine> Refundable,
    IReadOnlyList<RefundableTender> RefundableTenders,
    IReadOnlyList<StoryEvent> Events,
    string? StaffNameEn = null,
    OpenRefundView? OpenRefund = null
);

/// <summary>What of a line can still come back.</summary>
/// <param name="QuantityMilli">Not yet refunded.</param>
/// <param name="PaidMinor">What the customer paid for that quantity.</param>
public sealed record RefundableLine(Guid LineId, long QuantityMilli, long PaidMinor);

/// <summary>What of a sale's tender can still go back.</summary>
/// <param name="Kind">Through what: the tender's own kind, or <c>cash</c>.</param>
public sealed record RefundableTender(Guid TenderId, string Kind, string? Name, string? NameEn, long LeftMinor);

/// <summary>Something that happened to an order.</summary>
/// <param name="What"><c>opened</c>, <c>edited</c>, <c>held</c>, <c>recalled</c>, <c>tendered</c>, <c>paid</c>, <c>voided</c>, <c>refunded</c>, <c>copied</c>, <c>synced</c>.</param>
public sealed record StoryEvent(
    string What,
    long AtMs,
    string StaffName,
    string? Detail,
    long? AmountMinor,
    Guid? OtherOrderId,
    string? StaffNameEn = null
);
