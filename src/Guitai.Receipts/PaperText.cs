using System.Text;

namespace Guitai.Receipts;

/// <summary>Shows printed rows as plain text, for tests and terminals with fonts of one and two cells.</summary>
public static class PaperText
{
    /// <summary>One line of text a row, ended by a line feed; blank lines for feeds; names in brackets for what is no text. Double-width characters are
    /// followed by blanks, so that a line takes the cells that it takes on paper; blanks at its end are left out.</summary>
    /// <param name="rows">As <see cref="EscPosPaper"/> gives them.</param>
    /// <param name="paper">The paper they were printed on.</param>
    public static string Render(IEnumerable<PaperRow> rows, PaperWidth paper)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            Render(row, paper, text);
        }

        return text.ToString();
    }

    private static void Render(PaperRow row, PaperWidth paper, StringBuilder text)
    {
        switch (row)
        {
            case TextRow line:
                Line(string.Concat(line.Spans.Select(Widened)), line.Cells, line.Align, paper, text);
                break;
            case FeedRow feed:
                text.Append('\n', feed.Lines);
                break;
            case QrRow qr:
                Label($"[QR {qr.Data}]", qr.Align, paper, text);
                break;
            case BarcodeRow barcode:
                Label($"[{barcode.Symbology} {barcode.Data}]", barcode.Align, paper, text);
                break;
            case RasterRow raster:
                Label($"[{raster.Width * raster.ScaleX}×{raster.Height * raster.ScaleY}]", raster.Align, paper, text);
                break;
            case CutRow cut:
                text.Append('-', paper.Cells).Append(cut.Cut == CutKind.Full ? "X" : "8<").Append('\n');
                break;
            case DrawerKickRow kick:
                text.Append($"[drawer, pin {kick.Pin}]\n");
                break;
            case UnknownRow unknown:
                text.Append($"[unknown {unknown.Hex}{(unknown.Bytes > unknown.Hex.Length / 2 ? "…" : "")}]\n");
                break;
            default:
                throw new ArgumentException($"{row.GetType().Name} cannot be shown.", nameof(row));
        }
    }

    private static string Widened(TextSpan span) =>
        span.DoubleWidth
            ? string.Concat(span.Text.EnumerateRunes().Select(r => r.ToString() + new string(' ', CellText.Cells(r))))
            : span.Text;

    private static void Label(string label, TextAlign align, PaperWidth paper, StringBuilder text) =>
        Line(label, CellText.Cells(label), align, paper, text);

    private static void Line(string line, int cells, TextAlign align, PaperWidth paper, StringBuilder text)
    {
        var blank = Math.Max(0, paper.Cells - cells);
        var before = align switch
        {
            TextAlign.Right => blank,
            TextAlign.Centre => blank / 2,
            _ => 0,
        };
        text.Append(' ', before).Append(line.TrimEnd(' ')).Append('\n');
    }
}
