namespace Guitai.Receipts;

/// <summary>Sets a row of columns into lines of exactly so many cells. Amounts stand whole; names give way and wrap.</summary>
internal static class ColumnsLayout
{
    private const int Gap = 1;

    /// <summary>Below this a name beside an amount is unreadable, and gets lines of its own.</summary>
    private const int LeastWrappingCells = 6;

    /// <param name="columns">With text as <see cref="PrintableText"/> makes it.</param>
    /// <param name="cells">Cells of a line in the row's text size.</param>
    public static IReadOnlyList<string> Lines(IReadOnlyList<Column> columns, int cells)
    {
        if (Widths(columns, cells) is { } widths)
        {
            return SideBySide(columns, widths);
        }

        // The names first, each over the full width, then the amounts together on one line.
        var lines = new List<string>();
        foreach (var name in columns.Where(c => c.Wraps && c.Text.Length > 0))
        {
            lines.AddRange(FullWidth(name, cells));
        }

        var amounts = columns.Where(c => !c.Wraps).ToArray();
        if (amounts.Length > 0 && Widths(amounts, cells) is { } together)
        {
            lines.AddRange(SideBySide(amounts, together));
        }
        else
        {
            lines.AddRange(amounts.SelectMany(a => FullWidth(a, cells)));
        }

        return lines;
    }

    private static IEnumerable<string> FullWidth(Column column, int cells) =>
        CellText.Wrap(column.Text, cells).Select(line => CellText.Pad(line, cells, column.Align));

    private static List<string> SideBySide(IReadOnlyList<Column> columns, int[] widths)
    {
        var wrapped = columns.Select((c, i) => c.Wraps ? CellText.Wrap(c.Text, Math.Max(2, widths[i])) : [c.Text]).ToArray();
        var lines = new List<string>();
        for (var line = 0; line < wrapped.Max(w => w.Count); line++)
        {
            var parts = columns.Select((c, i) => CellText.Pad(line < wrapped[i].Count ? wrapped[i][line] : "", widths[i], c.Align));
            lines.Add(string.Join(new string(' ', Gap), parts));
        }

        return lines;
    }

    /// <summary>Widths that with the gaps add up to the cells, or null when the columns do not fit beside each other.</summary>
    private static int[]? Widths(IReadOnlyList<Column> columns, int cells)
    {
        var available = cells - (Gap * (columns.Count - 1));
        var least = columns.Select(Least).ToArray();
        if (least.Sum() > available)
        {
            return null;
        }

        // Wanted cells are given in order while there are any; what is then left goes to the weights.
        var widths = (int[])least.Clone();
        var left = available - least.Sum();
        for (var i = 0; i < widths.Length; i++)
        {
            var more = Math.Clamp(columns[i].Width.InCells - widths[i], 0, left);
            widths[i] += more;
            left -= more;
        }

        Share(columns, widths, left);
        return widths;
    }

    private static int Least(Column column)
    {
        var text = CellText.Cells(column.Text);
        return column.Wraps ? Math.Min(LeastWrappingCells, Math.Max(2, text)) : text;
    }

    private static void Share(IReadOnlyList<Column> columns, int[] widths, int left)
    {
        var weights = columns.Sum(c => c.Width.InWeight);
        if (weights == 0)
        {
            widths[0] += left;
            return;
        }

        // Weights divide the whole of what columns by cells leave, so that rows with short and long names line up.
        var weighted = Enumerable.Range(0, widths.Length).Where(i => columns[i].Width.InWeight > 0).ToArray();
        var pool = left + weighted.Sum(i => widths[i]);
        foreach (var i in weighted)
        {
            var more = Math.Clamp((pool * columns[i].Width.InWeight / weights) - widths[i], 0, left);
            widths[i] += more;
            left -= more;
        }

        widths[weighted[0]] += left;
    }
}
