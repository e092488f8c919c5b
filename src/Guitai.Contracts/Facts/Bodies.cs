namespace Guitai.Contracts.Facts;

/// <summary>A till process began to work on its journal.</summary>
/// <param name="Incarnation">The life that begins with this fact.</param>
/// <param name="Previous">The life before; null on a new till.</param>
public sealed record TillStarted(Guid Incarnation, Guid? Previous, string Version);

/// <summary>A cashier took over the drawer.</summary>
/// <param name="Number">Counts the shifts of the till, 1, 2, 3 … without gap.</param>
public sealed record ShiftOpened(Guid ShiftId, long Number, Guid StaffId, long FloatMinor, Guid? PreviousShiftId);

/// <summary>Cash put into or taken out of the drawer outside a sale.</summary>
/// <param name="AmountMinor">Positive into the drawer, negative out of it.</param>
public sealed record CashMoved(Guid Id, Guid ShiftId, Guid StaffId, long AmountMinor, string Reason, Guid? ApprovedBy);

/// <summary>The drawer was opened without a sale.</summary>
public sealed record DrawerOpened(Guid ShiftId, Guid StaffId, string Reason, Guid? ApprovedBy);

/// <summary>How many of one note or coin were counted.</summary>
public sealed record DenominationCount(long ValueMinor, int Count);

/// <summary>The drawer was counted and the shift's figures frozen.</summary>
/// <param name="ZNumber">Counts the Z-reports of the till, 1, 2, 3 … without gap.</param>
/// <param name="ExpectedMinor">Float + cash in − cash out, by the journal.</param>
/// <param name="CountedMinor">By hand.</param>
/// <param name="OverShortMinor">Counted − expected.</param>
/// <param name="CarriedMinor">What stays in the drawer for the next shift at 换班; the rest is taken out.</param>
public sealed record ShiftClosed(
    Guid ShiftId,
    long ZNumber,
    Guid StaffId,
    IReadOnlyList<DenominationCount> Counts,
    long ExpectedMinor,
    long CountedMinor,
    long OverShortMinor,
    long CarriedMinor,
    bool Blind,
    Guid? ApprovedBy,
    ShiftTotals Totals
);

/// <summary>A receipt was printed again, marked as a copy.</summary>
public sealed record ReceiptCopied(Guid OrderId, int Copy, Guid StaffId);

/// <summary>A cashier sold something unknown; the shop may take it into the catalogue.</summary>
public sealed record ProductProposed(Guid Id, string Barcode, string Name, long PriceMinor, Guid StaffId);

/// <summary>An open order was put aside.</summary>
public sealed record OrderHeld(Guid OrderId, Guid StaffId, string? Note, long TotalMinor, int Lines);

/// <summary>An order put aside came back to the counter.</summary>
public sealed record OrderRecalled(Guid OrderId, Guid StaffId);

/// <summary>Numbers that a restored till must not use again, because another life of it had used them.</summary>
public sealed record NumbersSkipped(long NextOrderNumber, long NextShiftNumber, long NextZNumber, string Reason);
