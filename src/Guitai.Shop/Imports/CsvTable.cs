using System.Text;
using CsvHelper;
using Guitai.Foundation;

namespace Guitai.Shop.Imports;

/// <summary>Reads separated text.</summary>
internal static class CsvTable
{
    /// <summary>Reads comma-, semicolon- or tab-separated text in UTF-8, UTF-16 or GB 18030.</summary>
    public static Outcome<TableFile> Read(byte[] bytes)
    {
        if (Decode(bytes) is not var (text, encoding))
        {
            return new Refusal("import.encoding");
        }

        List<RefusedRow> broken = [];
        var options = new CsvReaderOptions
        {
            HasHeader = false,
            Separator = Separator(text),
            TrimWhitespace = false,
            TrackLineNumbers = true,
            MaxRecordSize = 1024 * 1024,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = r => broken.Add(new RefusedRow((int)r.LineNumber, "import.quotes", null)),
        };
        using var reader = CsvReader.FromText(text, options);
        try
        {
            List<TableRow> rows = [];
            var width = 0;
            while (reader.Read())
            {
                if (reader.FieldCount > TableFile.MostColumns)
                {
                    return Refusal.With("import.too-many-columns", "most", Number(TableFile.MostColumns));
                }

                var cells = Record(reader);
                var line = (int)reader.LineNumber;
                if (Array.TrueForAll(cells, string.IsNullOrWhiteSpace))
                {
                    continue;
                }

                if (Array.Exists(cells, c => c.Length > TableFile.LongestCell))
                {
                    broken.Add(new RefusedRow(line, "import.cell-too-long", null));
                    continue;
                }

                if (rows.Count == TableFile.MostRows)
                {
                    return Refusal.With("import.too-many-rows", "most", Number(TableFile.MostRows));
                }

                width = Math.Max(width, cells.Length);
                rows.Add(new TableRow(line, cells));
            }

            return rows.Count == 0
                ? new Refusal("import.empty")
                : new TableFile(TableKind.Csv, encoding, [], null, rows, broken, width, Formulas: false);
        }
        catch (CsvFormatException)
        {
            return new Refusal("import.unreadable");
        }
    }

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string[] Record(CsvReader reader)
    {
        var cells = new string[reader.FieldCount];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = reader.GetString(i);
        }

        return cells;
    }

    // A byte-order mark decides; without one UTF-8, and if it is not that, what spreadsheets write on a Chinese Windows.
    private static (string Text, string Encoding)? Decode(byte[] bytes)
    {
        Encoding[] tries =
            bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? [new UTF8Encoding(false, true)]
            : bytes.AsSpan().StartsWith(Encoding.Unicode.Preamble) ? [new UnicodeEncoding(false, true, true)]
            : bytes.AsSpan().StartsWith(Encoding.BigEndianUnicode.Preamble) ? [new UnicodeEncoding(true, true, true)]
            :
            [
                new UTF8Encoding(false, true),
                CodePagesEncodingProvider.Instance.GetEncoding(
                    "GB18030",
                    EncoderFallback.ExceptionFallback,
                    DecoderFallback.ExceptionFallback
                )!,
            ];
        foreach (var encoding in tries)
        {
            try
            {
                var text = encoding.GetString(bytes).TrimStart('\ufeff');
                return text.Contains('\0', StringComparison.Ordinal) ? null : (text, encoding.WebName.ToUpperInvariant());
            }
            catch (DecoderFallbackException)
            {
                // The next one, if there is one.
            }
        }

        return null;
    }

    // Not the library's own guess, which might take the bar between two barcodes for one.
    private static char Separator(string text)
    {
        var head = text.AsSpan(0, Math.Min(text.Length, 4096));
        var (commas, tabs, semicolons) = (head.Count(','), head.Count('\t'), head.Count(';'));
        return tabs > commas && tabs >= semicolons ? '\t'
            : semicolons > commas ? ';'
            : ',';
    }
}
