using Guitai.Foundation;

namespace Guitai.Shop.Imports;

/// <summary>How a file's bytes are laid out.</summary>
public enum TableKind
{
    /// <summary>Text, separated by commas, tabs or semicolons.</summary>
    Csv,

    /// <summary>The workbook of Excel 97–2003 (BIFF).</summary>
    Xls,

    /// <summary>The workbook of today (Office Open XML).</summary>
    Xlsx,
}

/// <summary>One row that holds something.</summary>
/// <param name="Line">Of the file or sheet, from 1.</param>
internal sealed record TableRow(int Line, string[] Cells)
{
    /// <summary>The cell as it stands; empty beyond the row's end.</summary>
    public string this[int column] => column < Cells.Length ? Cells[column] : "";
}

/// <summary>A table read from a file: its rows as text, and the lines that are no rows.</summary>
/// <param name="Encoding">Name of a text's encoding; null for workbooks.</param>
/// <param name="Sheets">The workbook's sheets; empty for text.</param>
/// <param name="Sheet">The sheet that was read.</param>
/// <param name="Width">Cells of the widest row.</param>
/// <param name="Formulas">True when the workbook has formulas; what stands here are the values that were saved with them.</param>
internal sealed record TableFile(
    TableKind Kind,
    string? Encoding,
    IReadOnlyList<string> Sheets,
    string? Sheet,
    IReadOnlyList<TableRow> Rows,
    IReadOnlyList<RefusedRow> Broken,
    int Width,
    bool Formulas
)
{
    /// <summary>Most rows of one file.</summary>
    public const int MostRows = 200_000;

    /// <summary>Most columns of one file.</summary>
    public const int MostColumns = 256;

    /// <summary>Longest cell, in characters.</summary>
    public const int LongestCell = 32_767;

    /// <summary>Reads a file by what it is, not by what it is called.</summary>
    /// <param name="sheet">Which of a workbook's sheets; null for the first that holds something.</param>
    public static Outcome<TableFile> Read(byte[] bytes, string? sheet = null)
    {
        var start = bytes.AsSpan();
        return start.StartsWith("PK"u8) ? Workbook.Read(bytes, TableKind.Xlsx, sheet)
            : start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? Workbook.Read(bytes, TableKind.Xls, sheet)
            : start.StartsWith("%PDF"u8) ? Refusal.With("import.kind", "kind", "PDF")
            : IsMarkup(start) ? Refusal.With("import.kind", "kind", "HTML/XML")
            : CsvTable.Read(bytes);
    }

    // Some systems name a web page .xls: Excel opens it, and can save it as what it says it is.
    private static bool IsMarkup(ReadOnlySpan<byte> bytes)
    {
        var head = bytes[..Math.Min(bytes.Length, 64)];
        head = head.StartsWith(System.Text.Encoding.UTF8.Preamble) ? head[3..] : head;
        head = head.TrimStart(" \r\n\t"u8);
        return head.StartsWith("<"u8);
    }
}
