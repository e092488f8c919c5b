using System.Globalization;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Guitai.Foundation;

namespace Guitai.Shop.Imports;

/// <summary>Reads workbooks: values only. Formulas and macros are never run; a cell with a formula has the value that was saved with it.</summary>
internal static class Workbook
{
    // Beyond this a double no longer holds every whole number, and Excel keeps no more than 15 digits either.
    private const double ExactBelow = 1e15;

    static Workbook() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Reads one sheet.</summary>
    public static Outcome<TableFile> Read(byte[] bytes, TableKind kind, string? sheet)
    {
        var formulas = false;
        if (kind == TableKind.Xlsx)
        {
            var inspected = WorkbookGuard.Inspect(bytes);
            if (!inspected.Ok)
            {
                return inspected.Refusal!;
            }

            formulas = inspected.Value;
        }

        try
        {
            using var reader = ExcelReaderFactory.CreateReader(
                new MemoryStream(bytes, writable: false),
                new ExcelReaderConfiguration { FallbackEncoding = Encoding.GetEncoding("GB18030") }
            );
            return Read(reader, kind, sheet, formulas);
        }
        catch (InvalidPasswordException)
        {
            return new Refusal("import.password");
        }
        // The library tells damage by whatever it stumbles over; nothing but damage reaches this line, since the bytes are in memory.
        catch (Exception exception) when (exception is not (OutOfMemoryException or InsufficientExecutionStackException))
        {
            return new Refusal("import.damaged");
        }
    }

    private static Outcome<TableFile> Read(IExcelDataReader reader, TableKind kind, string? sheet, bool formulas)
    {
        List<string> names = [];
        Outcome<Sheet>? chosen = null;
        do
        {
            if (reader.VisibleState != "visible" || names.Count >= 100)
            {
                continue;
            }

            names.Add(reader.Name);
            if (chosen is null && (sheet is null || sheet == reader.Name))
            {
                var read = Rows(reader);
                chosen = !read.Ok || sheet is not null || read.Value.Rows.Count > 0 ? read : chosen;
            }
        } while (reader.NextResult());

        if (chosen is not { } found)
        {
            return new Refusal(sheet is null ? "import.empty" : "import.no-sheet");
        }

        if (!found.Ok)
        {
            return found.Refusal!;
        }

        var (name, rows, broken, width) = found.Value;
        return rows.Count == 0 ? new Refusal("import.empty") : new TableFile(kind, null, names, name, rows, broken, width, formulas);
    }

    private static Outcome<Sheet> Rows(IExcelDataReader reader)
    {
        List<TableRow> rows = [];
        List<RefusedRow> broken = [];
        var width = 0;
        for (var line = 1; reader.Read(); line++)
        {
            var last = reader.FieldCount - 1;
            while (last >= 0 && IsBlank(reader, last))
            {
                last--;
            }

            if (last < 0)
            {
                continue;
            }

            if (last >= TableFile.MostColumns)
            {
                return Refusal.With("import.too-many-columns", "most", Number(TableFile.MostColumns));
            }

            if (rows.Count == TableFile.MostRows)
            {
                return Refusal.With("import.too-many-rows", "most", Number(TableFile.MostRows));
            }

            var cells = new string[last + 1];
            for (var i = 0; i <= last; i++)
            {
                cells[i] = Text(reader, i);
            }

            if (Array.Exists(cells, c => c.Length > TableFile.LongestCell || !Foundation.Store.Write.IsStorable(c)))
            {
                broken.Add(new RefusedRow(line, "import.cell-too-long", null));
                continue;
            }

            width = Math.Max(width, cells.Length);
            rows.Add(new TableRow(line, cells));
        }

        return new Sheet(reader.Name, rows, broken, width);
    }

    private static bool IsBlank(IExcelDataReader reader, int column) => reader.GetValue(column) is null or "";

    private static string Text(IExcelDataReader reader, int column) =>
        reader.GetValue(column) switch
        {
            null => "",
            string text => text,
            double number => Text(number, reader, column),
            int number => Text(number, reader, column),
            bool flag => flag ? "TRUE" : "FALSE",
            DateTime day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
        };

    // As Excel shows it, but never shortened to an exponent while all digits are there; a format of zeros puts leading zeros in front.
    private static string Text(double number, IExcelDataReader reader, int column)
    {
        if (Math.Abs(number) >= ExactBelow || number != Math.Floor(number))
        {
            return number.ToString("G15", CultureInfo.InvariantCulture);
        }

        var digits = ((long)number).ToString(CultureInfo.InvariantCulture);
        return
            digits.Length < 14
            && number >= 0
            && reader.GetNumberFormatString(column) is { Length: > 1 and <= 32 } format
            && format.AsSpan().IndexOfAnyExcept('0') < 0
            ? digits.PadLeft(format.Length, '0')
            : digits;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Sheet(string Name, IReadOnlyList<TableRow> Rows, IReadOnlyList<RefusedRow> Broken, int Width);
}
