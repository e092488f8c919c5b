namespace Guitai.Receipts;

/// <summary>How wide a column wants to be: a number of cells, or a share (weight) of what the others leave.</summary>
public readonly record struct ColumnWidth
{
    private ColumnWidth(int cells, int weight)
    {
        InCells = cells;
        InWeight = weight;
    }

    /// <summary>The wanted cells; 0 for a column by weight.</summary>
    public int InCells { get; }

    /// <summary>The share of what is left; 0 for a column by cells.</summary>
    public int InWeight { get; }

    /// <summary>So many cells of the row's text size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0 or above 48.</exception>
    public static ColumnWidth Cells(int cells)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cells);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cells, PaperWidth.Mm80.Cells);
        return new ColumnWidth(cells, 0);
    }

    /// <summary>A share of the cells that columns by cells leave.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not within 1 to 1000.</exception>
    public static ColumnWidth Weight(int weight)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(weight, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weight, 1000);
        return new ColumnWidth(0, weight);
    }
}

/// <summary>One column of one row. A wrapping column continues on further lines; a column that does not wrap stands whole on one line and takes
/// cells from its wrapping neighbours when it needs more than it was given.</summary>
/// <param name="Text">What stands in it. Control characters are neutralised when printed.</param>
/// <param name="Width">The width it wants.</param>
/// <param name="Align">Where the text stands within the column.</param>
/// <param name="Wraps">True for names, false for amounts.</param>
public sealed record Column(string Text, ColumnWidth Width, TextAlign Align = TextAlign.Left, bool Wraps = true)
{
    /// <summary>A name: left, wraps, shares what the other columns leave.</summary>
    public static Column Name(string text, int weight = 1) => new(text, ColumnWidth.Weight(weight));

    /// <summary>A quantity or amount: right, never wrapped or cut, at least that many cells wide (0: as wide as its text).</summary>
    public static Column Amount(string text, int cells = 0) => new(text, ColumnWidth.Cells(cells), TextAlign.Right, Wraps: false);
}
