namespace Guitai.Receipts;

/// <summary>Writes a receipt from top to bottom. Arguments outside their range throw; text may hold anything.</summary>
public sealed class ReceiptBuilder
{
    private readonly List<ReceiptElement> _elements = [];

    /// <summary>A line of text; an empty one is a blank line.</summary>
    public ReceiptBuilder Text(string text, TextStyle? style = null, TextAlign align = TextAlign.Left) =>
        Add(new TextLine(text, style ?? TextStyle.Normal, align));

    /// <summary>A centred line of text.</summary>
    public ReceiptBuilder Centre(string text, TextStyle? style = null) => Text(text, style, TextAlign.Centre);

    /// <summary>A right-aligned line of text.</summary>
    public ReceiptBuilder Right(string text, TextStyle? style = null) => Text(text, style, TextAlign.Right);

    /// <summary>Columns in normal style.</summary>
    /// <exception cref="ArgumentException">There is no column, or more than eight.</exception>
    public ReceiptBuilder Columns(params ReadOnlySpan<Column> columns) => Columns(TextStyle.Normal, columns);

    /// <summary>Columns in one style.</summary>
    /// <exception cref="ArgumentException">There is no column, or more than eight.</exception>
    public ReceiptBuilder Columns(TextStyle style, params ReadOnlySpan<Column> columns)
    {
        if (columns.IsEmpty || columns.Length > 8)
        {
            throw new ArgumentException("A row has one to eight columns.", nameof(columns));
        }

        return Add(new ColumnsLine(columns.ToArray(), style));
    }

    /// <summary>A label on the left that may wrap, and an amount on the right that never does.</summary>
    public ReceiptBuilder Pair(string label, string amount, TextStyle? style = null) =>
        Columns(style ?? TextStyle.Normal, Column.Name(label), Column.Amount(amount));

    /// <summary>A line across the paper.</summary>
    public ReceiptBuilder Rule(RuleStyle style = RuleStyle.Dashed) => Add(new RuleLine(style));

    /// <summary>A QR code; its data is printed as UTF-8.</summary>
    /// <exception cref="ArgumentException">The data is empty or too long for a QR code of that level.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The module is not 1 to 16 dots.</exception>
    public ReceiptBuilder Qr(string data, int moduleDots = 6, QrLevel level = QrLevel.M, TextAlign align = TextAlign.Centre)
    {
        RequireWithin(moduleDots, 1, 16, nameof(moduleDots));
        if (QrMatrix.Of(data, level) is null)
        {
            throw new ArgumentException("The data is empty or too long for a QR code.", nameof(data));
        }

        return Add(new QrCode(data, moduleDots, level, align));
    }

    /// <summary>A CODE128 barcode with its text below.</summary>
    /// <exception cref="ArgumentException">The data is not 1 to 80 characters of printable ASCII.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The height is not 1 to 255 dots.</exception>
    public ReceiptBuilder Barcode(string data, int heightDots = 80, TextAlign align = TextAlign.Centre)
    {
        RequireWithin(heightDots, 1, 255, nameof(heightDots));
        if (!Code128Data.CanEncode(data))
        {
            throw new ArgumentException("A barcode says 1 to 80 characters of printable ASCII.", nameof(data));
        }

        return Add(new Code128Barcode(data, heightDots, align));
    }

    /// <summary>A one-bit picture.</summary>
    public ReceiptBuilder Logo(ReceiptBitmap bitmap, TextAlign align = TextAlign.Centre) => Add(new Logo(bitmap, align));

    /// <summary>Blank lines.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 to 255.</exception>
    public ReceiptBuilder Feed(int lines = 1)
    {
        RequireWithin(lines, 0, 255, nameof(lines));
        return Add(new PaperFeed(lines));
    }

    /// <summary>Feeds to the knife and cuts.</summary>
    public ReceiptBuilder Cut(CutKind kind = CutKind.Partial) => Add(new PaperCut(kind));

    /// <summary>Opens the cash drawer.</summary>
    public ReceiptBuilder KickDrawer(DrawerPin pin = DrawerPin.Pin2) => Add(new DrawerKick(pin));

    /// <summary>What was written so far; the builder can go on afterwards.</summary>
    public ReceiptDocument Build() => new([.. _elements]);

    private static void RequireWithin(int value, int least, int most, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
    }

    private ReceiptBuilder Add(ReceiptElement element)
    {
        _elements.Add(element);
        return this;
    }
}
