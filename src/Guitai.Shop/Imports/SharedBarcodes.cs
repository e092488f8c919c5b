using Guitai.Contracts.Masters;
using Guitai.Shop.Catalogue;

namespace Guitai.Shop.Imports;

/// <summary>Barcodes that several products have. The till must know which product a scan means, so one keeps it: the owner says which. Rows whose
/// barcode nobody decided on are refused.</summary>
internal sealed class SharedBarcodes(
    IReadOnlyList<Candidate> rows,
    Dictionary<string, Guid> byCode,
    Dictionary<string, Guid> byBarcode,
    Dictionary<Guid, Versioned<Product>> now
)
{
    private const int MostQuestions = 200;

    private readonly HashSet<Guid> _coded =
    [
        .. rows.Where(r => r.Barcodes is not null).Select(r => Coded(r, byCode)).Where(id => id != Guid.Empty),
    ];

    public int QuestionCount { get; private set; }

    public List<BarcodeQuestion> Questions { get; } = [];

    /// <summary>Barcodes that go from a product of the catalogue to a row of the file, by that product.</summary>
    public Dictionary<Guid, List<string>> TakenOver { get; } = [];

    /// <summary>Takes barcodes from rows that do not keep them.</summary>
    /// <returns>Lines that are refused.</returns>
    public HashSet<int> Resolve(ImportRequest choices, Findings findings)
    {
        var answers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var answer in choices.Barcodes ?? [])
        {
            answers[answer.Barcode] = answer.Line;
        }

        HashSet<int> refused = [];
        foreach (var (barcode, holders) in Contested())
        {
            var keeper = Keeper(barcode, holders, answers, choices.FirstKeeps);
            foreach (var row in holders.Rows.Where(r => r.Line != keeper))
            {
                var other = holders.Rows.FirstOrDefault(r => r.Line != row.Line);
                var otherName = keeper is null or 0 && holders.Catalogue is { } product ? product.Name : other?.Name ?? "";
                if (keeper is null)
                {
                    if (refused.Add(row.Line))
                    {
                        findings.Refuse(row.Line, "import.barcode-shared", ("value", barcode), ("name", otherName));
                    }
                }
                else
                {
                    row.Barcodes = [.. row.Codes.Where(b => b != barcode)];
                    var keeperName = keeper == 0 ? otherName : holders.Rows.First(r => r.Line == keeper).Name;
                    findings.Note(row.Line, "import.note-barcode-left", ("value", barcode), ("name", keeperName));
                }
            }

            if (
                keeper > 0
                && holders.Catalogue is { } loser
                && holders.Rows.First(r => r.Line == keeper) is var winner
                && Coded(winner) != loser.Id
                && winner.Code.Length > 0
            )
            {
                Take(loser, barcode);
                findings.Note(winner.Line, "import.note-barcode-taken", ("value", barcode), ("name", loser.Name));
            }
        }

        return refused;
    }

    private void Take(Product loser, string barcode)
    {
        if (!TakenOver.TryGetValue(loser.Id, out var list))
        {
            list = [];
            TakenOver.Add(loser.Id, list);
        }

        list.Add(barcode);
    }

    private IEnumerable<(string Barcode, Holders Holders)> Contested()
    {
        var byRow = new Dictionary<string, List<Candidate>>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            foreach (var barcode in row.Codes)
            {
                if (!byRow.TryGetValue(barcode, out var list))
                {
                    list = new List<Candidate>(1);
                    byRow.Add(barcode, list);
                }

                list.Add(row);
            }
        }

        foreach (var (barcode, holders) in byRow)
        {
            // A product of the catalogue that its own row gives other barcodes lets go of this one by itself.
            var catalogue =
                byBarcode.TryGetValue(barcode, out var id)
                && !_coded.Contains(id)
                && holders.Exists(r => r.Code.Length > 0 && Coded(r) != id)
                && now.TryGetValue(id, out var product)
                    ? product.Value
                    : null;
            if (holders.Count + (catalogue is null ? 0 : 1) > 1)
            {
                yield return (barcode, new Holders(holders, catalogue));
            }
        }
    }

    private int? Keeper(string barcode, Holders holders, Dictionary<string, int> answers, bool firstKeeps)
    {
        // What was decided for an earlier file is not asked again: the product that has it keeps it.
        if (
            !answers.ContainsKey(barcode)
            && holders.Rows.Find(r => Coded(r) is var id && id != Guid.Empty && byBarcode.GetValueOrDefault(barcode) == id) is { } owner
        )
        {
            return owner.Line;
        }

        QuestionCount++;
        if (Questions.Count < MostQuestions)
        {
            Questions.Add(
                new BarcodeQuestion(
                    barcode,
                    [
                        .. holders.Catalogue is { } product
                            ? [new BarcodeHolder(0, product.Name, product.Code, product.PriceMinor)]
                            : Array.Empty<BarcodeHolder>(),
                        .. holders.Rows.Select(r => new BarcodeHolder(r.Line, r.Name, r.Code.Length > 0 ? r.Code : null, r.PriceMinor)),
                    ]
                )
            );
        }

        return answers.TryGetValue(barcode, out var line)
            && (line == 0 ? holders.Catalogue is not null : holders.Rows.Exists(r => r.Line == line))
                ? line
            : firstKeeps ? (holders.Catalogue is null ? holders.Rows[0].Line : 0)
            : null;
    }

    private Guid Coded(Candidate row) => Coded(row, byCode);

    private static Guid Coded(Candidate row, Dictionary<string, Guid> byCode) =>
        row.Code.Length > 0 && byCode.TryGetValue(row.Code, out var id) ? id : Guid.Empty;

    private sealed record Holders(List<Candidate> Rows, Product? Catalogue);
}
