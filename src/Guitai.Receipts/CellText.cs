using System.Text;

namespace Guitai.Receipts;

/// <summary>Counts and wraps text by the cells that it takes on paper.</summary>
public static class CellText
{
    /// <summary>Punctuation that does not begin a line.</summary>
    private const string NeverFirst = "，。、；：？！）》」』】〉〕”’…%,.;:?!)]}";

    /// <summary>Cells of one character in normal width: one for ASCII, two for all others, as a Chinese printer's fonts are.</summary>
    public static int Cells(Rune rune) => rune.IsAscii ? 1 : 2;

    /// <summary>Cells of a text in normal width.</summary>
    public static int Cells(string text)
    {
        var cells = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            cells += Cells(rune);
        }

        return cells;
    }

    /// <summary>Lines of at most that many cells. Breaks at spaces, which go, and beside Chinese characters, else within the word; nothing but
    /// spaces at the breaks is lost. Always at least one line.</summary>
    /// <param name="text">Text as <see cref="PrintableText"/> makes it.</param>
    /// <param name="cells">At least 2, so that any character fits.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 2 cells.</exception>
    public static IReadOnlyList<string> Wrap(string text, int cells)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cells, 2);
        var runes = text.EnumerateRunes().ToArray();
        var lines = new List<string>();
        var start = 0;
        do
        {
            var end = Fitting(runes, start, cells);
            if (end == runes.Length)
            {
                lines.Add(Slice(runes, start, end));
                return lines;
            }

            end = BreakBefore(runes, start, end);
            lines.Add(Slice(runes, start, end).TrimEnd(' '));
            start = end;
            while (start < runes.Length && runes[start].Value == ' ')
            {
                start++;
            }
        } while (start < runes.Length);

        return lines;
    }

    /// <summary>The text with blanks to fill exactly that many cells.</summary>
    /// <exception cref="ArgumentException">The text is wider.</exception>
    public static string Pad(string text, int cells, TextAlign align)
    {
        var blank = cells - Cells(text);
        if (blank < 0)
        {
            throw new ArgumentException($"The text takes {-blank} cells more than the {cells} there are.", nameof(text));
        }

        var before = align switch
        {
            TextAlign.Right => blank,
            TextAlign.Centre => blank / 2,
            _ => 0,
        };
        return new string(' ', before) + text + new string(' ', blank - before);
    }

    private static int Fitting(Rune[] runes, int start, int cells)
    {
        var end = start;
        var used = 0;
        while (end < runes.Length && used + Cells(runes[end]) <= cells)
        {
            used += Cells(runes[end++]);
        }

        return end;
    }

    private static int BreakBefore(Rune[] runes, int start, int end)
    {
        for (var at = end; at > start; at--)
        {
            if (MayBreak(runes[at - 1], runes[at]))
            {
                return at;
            }
        }

        return end;
    }

    private static bool MayBreak(Rune before, Rune after)
    {
        if (before.Value == ' ' || after.Value == ' ')
        {
            return true;
        }

        return (!before.IsAscii || !after.IsAscii) && !NeverFirst.Contains(after.ToString(), StringComparison.Ordinal);
    }

    private static string Slice(Rune[] runes, int start, int end)
    {
        var slice = new StringBuilder();
        for (var i = start; i < end; i++)
        {
            slice.Append(runes[i].ToString());
        }

        return slice.ToString();
    }
}
