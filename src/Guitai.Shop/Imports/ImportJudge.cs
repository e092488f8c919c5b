using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Shop.Catalogue;

namespace Guitai.Shop.Imports;

/// <summary>Judges rows of a product file one by one: what they say of a product, or why they can stand in no catalogue.</summary>
internal sealed partial class ImportJudge(
    Currency currency,
    IReadOnlyList<TaxClass> taxClasses,
    IReadOnlyList<ImportField?> columns,
    string[]? heading,
    bool separated,
    Findings findings
)
{
    private static readonly HashSet<string> s_nothing = new(
        ["无", "暂无", "没有", "-", "--", "/", "0", "null", "n/a", "none", "#n/a"],
        StringComparer.OrdinalIgnoreCase
    );

    private readonly Dictionary<ImportField, int> _columnOf = columns
        .Select((field, column) => (field, column))
        .Where(c => c.field is not null)
        .ToDictionary(c => c.field!.Value, c => c.column);

    // In separated text a cell beyond the heading tells of a separator too many: every cell after it would be read as something else.
    private readonly int _widest =
        separated && heading is not null ? Math.Max(heading.Length, 1 + columns.ToList().FindLastIndex(c => c is not null)) : int.MaxValue;

    private bool _broken;
    private Mended _mended;

    /// <summary>The row's values; null when it is refused, which is noted.</summary>
    public Candidate? Judge(TableRow row)
    {
        if (heading is not null && row.Cells.AsSpan().SequenceEqual(heading))
        {
            findings.Refuse(row.Line, "import.heading-again");
            return null;
        }

        if (row.Cells.Length > _widest && Array.FindLastIndex(row.Cells, c => !string.IsNullOrWhiteSpace(c)) >= _widest)
        {
            findings.Refuse(row.Line, "import.too-many-cells");
            return null;
        }

        _broken = false;
        _mended = Mended.None;
        var name = Name(row);
        var code = Code(row);
        var barcodes = Barcodes(row);
        var (price, cost) = (Price(row), Cost(row));
        var candidate = new Candidate
        {
            Line = row.Line,
            Code = code,
            Name = name,
            Barcodes = barcodes,
            NameEn = Text(row, ImportField.NameEn, 100),
            Category = Text(row, ImportField.Category, 30),
            Unit = Text(row, ImportField.Unit, 10),
            PriceMinor = price,
            CostMinor = cost,
            TaxClassId = TaxClassId(row),
            Weighed = Flag(row, ImportField.Weighed, "import.weighed"),
            Favourite = Flag(row, ImportField.Favourite, "import.favourite"),
            StockMilli = Stock(row),
        };
        if (_broken)
        {
            return null;
        }

        Note(candidate);
        return candidate;
    }

    private void Note(Candidate candidate)
    {
        foreach (
            var (flag, note) in (ReadOnlySpan<(Mended, string)>)
                [(Mended.Spaces, "import.note-spaces"), (Mended.Width, "import.note-width"), (Mended.Lines, "import.note-lines")]
        )
        {
            if (_mended.HasFlag(flag))
            {
                findings.Note(candidate.Line, note);
            }
        }

        foreach (var barcode in candidate.Codes)
        {
            if (!ProductRules.CheckDigitHolds(barcode))
            {
                findings.Note(candidate.Line, "import.note-check-digit", ("value", barcode));
            }
        }

        if (candidate.PriceMinor == 0)
        {
            findings.Note(candidate.Line, "import.note-price-zero", ("name", candidate.Name));
        }
        else if (candidate.CostMinor > candidate.PriceMinor)
        {
            findings.Note(candidate.Line, "import.note-below-cost", ("name", candidate.Name));
        }
    }

    // Only the first reason of a row is told: the others may well follow from it.
    private void Refuse(TableRow row, string code, params ReadOnlySpan<(string, string)> parameters)
    {
        if (!_broken)
        {
            findings.Refuse(row.Line, code, parameters);
        }

        _broken = true;
    }

    private string? Cell(TableRow row, ImportField field)
    {
        if (!_columnOf.TryGetValue(field, out var column))
        {
            return null;
        }

        var text = CellText.Clean(row[column], out var mended);
        // Our own file of refused rows puts an apostrophe before what a spreadsheet would run.
        if (text is ['\'', '=' or '+' or '-' or '@', ..])
        {
            text = text[1..];
        }

        if (text.StartsWith('='))
        {
            // ="6901234567892" is how some programs keep Excel from rounding a number; anything else is a formula, and none is run here.
            if (QuotedText().Match(text) is { Success: true } quoted)
            {
                return quoted.Groups[1].Value;
            }

            Refuse(row, "import.formula", ("value", CellText.Short(text)));
            return "";
        }

        _mended |= mended;
        return text;
    }

    private string Name(TableRow row)
    {
        var name = Cell(row, ImportField.Name) ?? "";
        if (name.Length == 0)
        {
            Refuse(row, "import.name-missing");
            return "";
        }

        if (
            Cell(row, ImportField.Spec) is { Length: > 0 } spec
            && !name.Contains(spec, StringComparison.OrdinalIgnoreCase)
            && !s_nothing.Contains(spec)
        )
        {
            name = $"{name} {spec}";
        }

        if (TextRule.Check(name, "name", 100) is not null)
        {
            Refuse(row, "import.too-long", ("value", CellText.Short(name)));
        }

        return name;
    }

    private string Code(TableRow row)
    {
        var code = CellText.Narrow(Cell(row, ImportField.Code) ?? "").TrimStart('\'');
        if (code.Length == 0)
        {
            return "";
        }

        code = WholeNumber().Replace(code, "$1");
        if (Exponent().IsMatch(code))
        {
            Refuse(row, "import.code-exponent", ("value", CellText.Short(code)));
        }
        else if (!ProductRules.IsCode(code))
        {
            Refuse(row, "import.code", ("value", CellText.Short(code)));
        }

        return code;
    }

    private List<string>? Barcodes(TableRow row)
    {
        if (Cell(row, ImportField.Barcodes) is not { } cell)
        {
            return null;
        }

        List<string> barcodes = [];
        foreach (
            var part in CellText
                .Narrow(cell)
                .Split(['|', ',', ';', ' ', '、', '/'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        )
        {
            var barcode = WholeNumber().Replace(part.TrimStart('\''), "$1");
            if (s_nothing.Contains(barcode) || barcode.Length == 0)
            {
                continue;
            }

            if (Exponent().IsMatch(barcode))
            {
                Refuse(row, "import.barcode-exponent", ("value", CellText.Short(barcode)));
            }
            else if (!ProductRules.IsCode(barcode))
            {
                Refuse(row, "import.barcode", ("value", CellText.Short(barcode)));
            }
            else if (!barcodes.Contains(barcode, StringComparer.Ordinal))
            {
                barcodes.Add(barcode);
            }
        }

        if (barcodes.Count > 20)
        {
            Refuse(row, "import.barcodes-many");
        }

        return barcodes;
    }
}
