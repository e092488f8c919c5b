using System.Text;
using CsvHelper;
using Guitai.Foundation;

namespace Guitai.Shop.Catalogue;

/// <summary>One row of a product file, by the names of its columns; what it says is not yet judged.</summary>
internal sealed record ImportRow(int Line, IReadOnlyDictionary<string, string> Cells)
{
    /// <summary>The trimmed cell; null when the file has no such column.</summary>
    public string? this[string column] => Cells.TryGetValue(column, out var cell) ? cell : null;
}

/// <summary>A product file read: its rows, and the lines that are no rows.</summary>
internal sealed record ImportFile(IReadOnlyList<ImportRow> Rows, IReadOnlyList<RefusedRow> Broken)
{
    private const int MostRows = 500_000;

    private static readonly Dictionary<string, string> s_columns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["code"] = "code",
        ["编码"] = "code",
        ["商品编码"] = "code",
        ["barcodes"] = "barcodes",
        ["barcode"] = "barcodes",
        ["条码"] = "barcodes",
        ["name"] = "name",
        ["名称"] = "name",
        ["商品名称"] = "name",
        ["name_en"] = "name_en",
        ["英文名"] = "name_en",
        ["category"] = "category",
        ["分类"] = "category",
        ["unit"] = "unit",
        ["单位"] = "unit",
        ["price"] = "price",
        ["售价"] = "price",
        ["cost"] = "cost",
        ["进价"] = "cost",
        ["tax_class"] = "tax_class",
        ["税率"] = "tax_class",
        ["weighed"] = "weighed",
        ["称重"] = "weighed",
        ["favourite"] = "favourite",
        ["favorite"] = "favourite",
        ["收藏"] = "favourite",
    };

    /// <summary>Reads comma-, semicolon- or tab-separated text in UTF-8, UTF-16 or GB 18030 with a heading row.</summary>
    public static Outcome<ImportFile> Read(byte[] bytes)
    {
        if (Decode(bytes) is not { } text)
        {
            return new Refusal("import.encoding");
        }

        List<RefusedRow> broken = [];
        var options = new CsvReaderOptions
        {
            HasHeader = false,
            Separator = Separator(text),
            TrimWhitespace = true,
            TrackLineNumbers = true,
            MaxRecordSize = 64 * 1024,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = r => broken.Add(new RefusedRow((int)r.LineNumber, "import.quotes", null)),
        };
        using var reader = CsvReader.FromText(text, options);
        try
        {
            if (!reader.Read())
            {
                return new Refusal("import.empty");
            }

            var columns = Record(reader).Select(c => s_columns.GetValueOrDefault(c.Trim())).ToArray();
            if (!columns.Contains("name", StringComparer.Ordinal) || !columns.Contains("price", StringComparer.Ordinal))
            {
                return new Refusal("import.columns");
            }

            List<ImportRow> rows = [];
            while (reader.Read())
            {
                var cells = Record(reader);
                if (cells.All(string.IsNullOrWhiteSpace))
                {
                    continue;
                }

                if (cells.Length > columns.Length)
                {
                    broken.Add(new RefusedRow((int)reader.LineNumber, "import.too-many-cells", null));
                    continue;
                }

                rows.Add(new ImportRow((int)reader.LineNumber, Cells(columns, cells)));
                if (rows.Count > MostRows)
                {
                    return new Refusal("import.too-many-rows");
                }
            }

            return new ImportFile(rows, broken);
        }
        catch (CsvFormatException)
        {
            return new Refusal("import.unreadable");
        }
    }

    private static string[] Record(CsvReader reader) => [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];

    private static Dictionary<string, string> Cells(string?[] columns, string[] cells)
    {
        var row = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i] is { } column)
            {
                row[column] = i < cells.Length ? cells[i].Trim() : "";
            }
        }

        return row;
    }

    // A byte-order mark decides; without one UTF-8, and if it is not that, what spreadsheets write on a Chinese Windows.
    private static string? Decode(byte[] bytes)
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
                return text.Contains('\0', StringComparison.Ordinal) ? null : text;
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
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var heading = end < 0 ? text : text[..end];
        return new[] { ',', '\t', ';' }.MaxBy(s => heading.Count(c => c == s));
    }
}
