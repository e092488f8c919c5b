namespace Guitai.Contracts.Facts;

/// <summary>What happened. The numbers are stored and sent; they never change meaning.</summary>
public enum FactKind
{
    TillStarted = 1,
    ShiftOpened = 2,
    SaleCompleted = 3,
    OrderVoided = 4,
    RefundCompleted = 5,
    CashMoved = 6,
    DrawerOpened = 7,
    ShiftClosed = 8,
    ReceiptCopied = 9,
    ProductProposed = 10,
    OrderHeld = 11,
    OrderRecalled = 12,
    NumbersSkipped = 13,
}
