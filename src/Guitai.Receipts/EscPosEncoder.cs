namespace Guitai.Receipts;

/// <summary>Writes a receipt as the bytes of an ESC/POS printer with a Chinese font (GB18030).</summary>
public static class EscPosEncoder
{
    /// <summary>Fewer dots a module do not scan from thermal paper at 203 dpi.</summary>
    private const int LeastBarcodeModuleDots = 2;

    private const int MostBarcodeModuleDots = 3;

    /// <summary>The whole receipt, from initialising the printer on. Text can never carry a command: see <see cref="PrintableText"/>.</summary>
    /// <param name="document">Written by <see cref="ReceiptBuilder"/>, which holds the ranges of the elements; others may throw here.</param>
    /// <param name="paper">What text wraps to and pictures and codes are made to fit.</param>
    public static byte[] Encode(ReceiptDocument document, PaperWidth paper)
    {
        var bytes = new EscPosBytes();
        foreach (var element in document.Elements)
        {
            Encode(element, paper, bytes);
        }

        return bytes.ToArray();
    }

    private static void Encode(ReceiptElement element, PaperWidth paper, EscPosBytes bytes)
    {
        switch (element)
        {
            case TextLine line:
                TextLines(line, paper, bytes);
                break;
            case ColumnsLine row:
                var columns = row.Columns.Select(c => c with { Text = PrintableText.Of(c.Text) }).ToArray();
                foreach (var line in ColumnsLayout.Lines(columns, CellsOf(paper, row.Style)))
                {
                    bytes.Line(line, row.Style, TextAlign.Left);
                }

                break;
            case RuleLine rule:
                bytes.Line(new string(rule.Style == RuleStyle.Double ? '=' : '-', paper.Cells), TextStyle.Normal, TextAlign.Left);
                break;
            case QrCode qr:
                Qr(qr, paper, bytes);
                break;
            case Code128Barcode barcode:
                Barcode(barcode, paper, bytes);
                break;
            case Logo logo:
                bytes.Align(logo.Align);
                bytes.Raster(logo.Bitmap.FitTo(paper.Dots));
                break;
            case PaperFeed feed:
                bytes.Feed(feed.Lines);
                break;
            case PaperCut cut:
                bytes.Cut(cut.Kind);
                break;
            case DrawerKick kick:
                bytes.KickDrawer(kick.Pin);
                break;
            default:
                throw new ArgumentException($"{element.GetType().Name} cannot be printed.", nameof(element));
        }
    }

    private static int CellsOf(PaperWidth paper, TextStyle style) => style.IsDoubleWidth ? paper.Cells / 2 : paper.Cells;

    private static void TextLines(TextLine line, PaperWidth paper, EscPosBytes bytes)
    {
        foreach (var paragraph in line.Text.ReplaceLineEndings("\n").Split('\n'))
        {
            foreach (var wrapped in CellText.Wrap(PrintableText.Of(paragraph), CellsOf(paper, line.Style)))
            {
                bytes.Line(wrapped, line.Style, line.Align);
            }
        }
    }

    private static void Qr(QrCode qr, PaperWidth paper, EscPosBytes bytes)
    {
        var size =
            QrMatrix.Of(qr.Data, qr.Level)?.Count
            ?? throw new ArgumentException("The data is empty or too long for a QR code.", nameof(qr));
        bytes.Align(qr.Align);
        bytes.Qr(qr.Data, Math.Min(qr.ModuleDots, paper.Dots / size), qr.Level);
    }

    private static void Barcode(Code128Barcode barcode, PaperWidth paper, EscPosBytes bytes)
    {
        if (!Code128Data.CanEncode(barcode.Data))
        {
            throw new ArgumentException("A barcode says 1 to 80 characters of printable ASCII.", nameof(barcode));
        }

        var data = Code128Data.Encode(barcode.Data);
        if (!Code128Data.TryRead(data, out var values, out _))
        {
            throw new InvalidOperationException("The barcode's own data could not be read back.");
        }

        var moduleDots = Math.Min(MostBarcodeModuleDots, paper.Dots / Code128.ModuleCount(values.Count));
        if (moduleDots < LeastBarcodeModuleDots)
        {
            TextLines(new TextLine(barcode.Data, TextStyle.Normal, barcode.Align), paper, bytes);
            return;
        }

        bytes.Align(barcode.Align);
        bytes.Code128(data, moduleDots, barcode.HeightDots);
    }
}
