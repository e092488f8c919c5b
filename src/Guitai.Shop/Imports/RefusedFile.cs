using System.Buffers;
using System.Globalization;
using System.Text;

namespace Guitai.Shop.Imports;

/// <summary>Refused rows as separated text: line, reason, and the cells as they came. Cells that a spreadsheet would run are made text.</summary>
internal static class RefusedFile
{
    private static readonly SearchValues<char> s_quoted = SearchValues.Create(",\"\r\n");

    /// <summary>UTF-8 with a byte-order mark, by which Excel knows the encoding.</summary>
    /// <param name="heading">Place of the heading among the rows; −1 when there is none.</param>
    public static byte[] Write(TableFile table, int heading, IReadOnlyList<RefusedRow> refused, ReasonTexts texts)
    {
        var rows = new Dictionary<int, TableRow>(table.Rows.Count);
        foreach (var row in table.Rows)
        {
            rows[row.Line] = row;
        }

        var text = new StringBuilder();
        Line(text, [texts.Of("import.line", null), texts.Of("import.reason", null), .. heading < 0 ? [] : table.Rows[heading].Cells]);
        foreach (var row in refused.OrderBy(r => r.Line))
        {
            Line(
                text,
                [
                    row.Line.ToString(CultureInfo.InvariantCulture),
                    texts.Of(row.Code, row.Parameters),
                    .. rows.TryGetValue(row.Line, out var cells) ? cells.Cells : [],
                ]
            );
        }

        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static void Line(StringBuilder text, ReadOnlySpan<string> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            var cell = Neutral(cells[i]);
            text.Append(i == 0 ? "" : ",");
            _ = cell.AsSpan().ContainsAny(s_quoted)
                ? text.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"')
                : text.Append(cell);
        }

        text.Append("\r\n");
    }

    // A number may begin with a sign; everything else that begins like a formula gets an apostrophe.
    private static string Neutral(string cell) =>
        cell.Length > 0
        && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '＝' or '＋' or '－' or '＠'
        && !decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
            ? "'" + cell
            : cell;
}
