namespace Guitai.Receipts;

/// <summary>What a receipt says, in order, independent of paper and printer. Immutable.</summary>
/// <param name="Elements">The elements from top to bottom.</param>
public sealed record ReceiptDocument(IReadOnlyList<ReceiptElement> Elements);

/// <summary>One thing on a receipt.</summary>
public abstract record ReceiptElement;

/// <summary>Text with one style. Line feeds in it begin new lines; what is longer than the paper wraps.</summary>
public sealed record TextLine(string Text, TextStyle Style, TextAlign Align) : ReceiptElement;

/// <summary>Columns beside each other, with one blank cell between neighbours; the lines it prints are exactly as wide as the paper.</summary>
public sealed record ColumnsLine(IReadOnlyList<Column> Columns, TextStyle Style) : ReceiptElement;

/// <summary>A line across the paper.</summary>
public sealed record RuleLine(RuleStyle Style) : ReceiptElement;

/// <summary>How a rule is drawn.</summary>
public enum RuleStyle
{
    /// <summary>A row of hyphens.</summary>
    Dashed = 0,

    /// <summary>A row of equals signs.</summary>
    Double = 1,
}

/// <summary>A QR code.</summary>
/// <param name="Data">What it says; printed as UTF-8.</param>
/// <param name="ModuleDots">Dots of one module, 1 to 16; made smaller when the code would not fit the paper.</param>
/// <param name="Level">Error correction.</param>
/// <param name="Align">Where it stands.</param>
public sealed record QrCode(string Data, int ModuleDots, QrLevel Level, TextAlign Align) : ReceiptElement;

/// <summary>A CODE128 barcode with its text below. When it cannot be printed scannably on the paper (two dots a module), its text alone is printed.</summary>
/// <param name="Data">Printable ASCII, 1 to 80 characters.</param>
/// <param name="HeightDots">Height of the bars, 1 to 255 dots.</param>
/// <param name="Align">Where it stands.</param>
public sealed record Code128Barcode(string Data, int HeightDots, TextAlign Align) : ReceiptElement;

/// <summary>A one-bit picture; made smaller when it is wider than the paper.</summary>
public sealed record Logo(ReceiptBitmap Bitmap, TextAlign Align) : ReceiptElement;

/// <summary>Blank lines.</summary>
/// <param name="Lines">0 to 255.</param>
public sealed record PaperFeed(int Lines) : ReceiptElement;

/// <summary>Feeds to the knife and cuts.</summary>
/// <param name="Kind">Leaves a bridge or cuts through.</param>
public sealed record PaperCut(CutKind Kind) : ReceiptElement;

/// <summary>Opens the cash drawer.</summary>
public sealed record DrawerKick(DrawerPin Pin) : ReceiptElement;
