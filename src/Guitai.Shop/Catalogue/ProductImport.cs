using Guitai.Contracts;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Foundation.Audit;

namespace Guitai.Shop.Catalogue;

/// <summary>Brings products from a file. Rows are matched by code, else by barcode, so that bringing the same file again makes no doubles and
/// no changes; each refused row is reported, all others are saved.</summary>
public sealed class ProductImport(Books books, MasterStream masters)
{
    /// <summary>Largest file taken.</summary>
    public const int MostBytes = 20 * 1024 * 1024;

    private const int RowsInOneWrite = 500;
    private const int MostReported = 1000;
    private static readonly string[] s_colors = ["#4F9BD9", "#E58A3A", "#5FAE63", "#D9573F", "#7D70C4", "#45A79A", "#B98A3E", "#D97FA3"];

    /// <summary>Reads the file and saves what can be saved.</summary>
    /// <param name="preview">True: only tells what it would do.</param>
    public async Task<Outcome<ImportReport>> RunAsync(Actor actor, byte[] bytes, bool preview)
    {
        var file = ImportFile.Read(bytes);
        if (!file.Ok)
        {
            return file.Refusal!;
        }

        var categories = await CategoriesAsync(actor, file.Value.Rows, preview);
        if (!categories.Ok)
        {
            return categories.Refusal!;
        }

        var judge = books.Read(read => new ImportJudge(
            Currency.FromCode(read.Find<Merchant>(books.MerchantId)!.Value.Currency),
            [.. read.All<TaxClass>().Select(t => t.Value).OrderByDescending(t => t.RatePpm)],
            categories.Value
        ));
        var tally = new Tally { Refused = [.. file.Value.Broken] };
        foreach (var chunk in Sound(judge, file.Value.Rows, tally).Chunk(RowsInOneWrite).ToList())
        {
            if (await SaveAsync(actor, judge, chunk, preview, tally) is { } refusal)
            {
                return refusal;
            }
        }

        return new ImportReport(
            preview,
            tally.Added,
            tally.Changed,
            tally.Unchanged,
            tally.Refused.Count,
            [.. tally.Refused.OrderBy(r => r.Line).Take(MostReported)]
        );
    }

    private static IEnumerable<ImportRow> Sound(ImportJudge judge, IReadOnlyList<ImportRow> rows, Tally tally)
    {
        foreach (var row in rows)
        {
            if (judge.Refuse(row) is { } refused)
            {
                tally.Refused.Add(refused);
            }
            else
            {
                yield return row;
            }
        }
    }

    // Categories by name; those that are not there yet are made, but not by a preview.
    private async Task<Outcome<Dictionary<string, Guid>>> CategoriesAsync(Actor actor, IReadOnlyList<ImportRow> rows, bool preview)
    {
        var named = rows.Select(r => r["category"])
            .OfType<string>()
            .Where(n => n.Length is > 0 and <= 30)
            .ToHashSet(StringComparer.Ordinal);
        var known = new Dictionary<string, Guid>(StringComparer.Ordinal);
        var saved = await masters.SaveAsync(read =>
        {
            known.Clear();
            var sort = 0;
            foreach (var (_, category) in read.All<Category>())
            {
                known[category.Name] = category.Id;
                _ = category.NameEn is null || known.TryAdd(category.NameEn, category.Id);
                sort = Math.Max(sort, category.Sort);
            }

            List<MasterEdit> edits = [];
            foreach (var name in named.Where(n => !known.ContainsKey(n)).Order(StringComparer.Ordinal))
            {
                var category = new Category(
                    books.Ids.Next(),
                    name,
                    null,
                    s_colors[edits.Count % s_colors.Length],
                    sort + (10 * (edits.Count + 1))
                );
                edits.Add(MasterEdit.Save(category, 0));
                known[name] = category.Id;
            }

            return new MasterBatch(
                preview ? [] : edits,
                [new AuditAction(actor.Who, "category.imported", string.Join(',', edits.Take(20).Select(e => e.Id)), "ok", actor.Where)]
            );
        });
        return saved.Ok ? known : saved.Refusal!;
    }

    private async Task<Refusal?> SaveAsync(Actor actor, ImportJudge judge, ImportRow[] rows, bool preview, Tally tally)
    {
        // Decided anew when another edit came between; only the last decision counts.
        var part = new Tally();
        var saved = await masters.SaveAsync(read =>
        {
            part = new Tally();
            var edits = Decide(read, judge, rows, part);
            return new MasterBatch(
                preview ? [] : edits,
                [
                    new AuditAction(
                        actor.Who,
                        "product.imported",
                        FormattableString.Invariant($"{part.Added} added, {part.Changed} changed"),
                        "ok",
                        actor.Where
                    ),
                ]
            );
        });
        tally.Added += part.Added;
        tally.Changed += part.Changed;
        tally.Unchanged += part.Unchanged;
        tally.Refused.AddRange(part.Refused);
        return saved.Refusal;
    }

    private List<MasterEdit> Decide(MasterReader read, ImportJudge judge, ImportRow[] rows, Tally part)
    {
        var byCode = read.Claims(MasterBody.ProductCode, [.. rows.Select(r => r["code"] ?? "").Where(c => c.Length > 0)]);
        var byBarcode = read.Claims(MasterBody.Barcode, [.. rows.SelectMany(ImportJudge.Barcodes).Distinct(StringComparer.Ordinal)]);
        var now = read.FindMany<Product>([.. byCode.Values.Concat(byBarcode.Values).Distinct()]);
        List<MasterEdit> edits = [];
        HashSet<Guid> taken = [];
        var given = rows.Select(r => r["code"] ?? "").Where(c => c.Length > 0).ToHashSet(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var barcodes = ImportJudge.Barcodes(row);
            var code = row["code"] ?? "";
            var id =
                code.Length > 0 ? (byCode.TryGetValue(code, out var coded) ? coded : Guid.Empty)
                : barcodes.FirstOrDefault(byBarcode.ContainsKey) is { } first ? byBarcode[first]
                : Guid.Empty;
            var old = id == Guid.Empty ? null : now.GetValueOrDefault(id);
            var stranger = barcodes.FirstOrDefault(b => byBarcode.TryGetValue(b, out var holder) && holder != id);
            if (stranger is not null)
            {
                var refusal = MasterBody.Taken(
                    new Claim(MasterBody.Barcode, stranger),
                    now.GetValueOrDefault(byBarcode[stranger])?.Value.Name ?? ""
                );
                part.Refused.Add(new RefusedRow(row.Line, refusal.Code, refusal.Parameters));
                continue;
            }

            if (old is not null && !taken.Add(id))
            {
                part.Refused.Add(new RefusedRow(row.Line, "import.product-twice", null));
                continue;
            }

            code = code.Length > 0 ? code : old?.Value.Code ?? ProductBook.FreeCode(read, given);
            var product = judge.Apply(row, old?.Value, old?.Value.Id ?? books.Ids.Next(), code);
            if (old is not null && ContractJson.Write(product) == ContractJson.Write(old.Value))
            {
                part.Unchanged++;
                continue;
            }

            _ = old is null ? part.Added++ : part.Changed++;
            edits.Add(MasterEdit.Save(product, old?.Number ?? 0));
        }

        return edits;
    }

    private sealed class Tally
    {
        public int Added { get; set; }

        public int Changed { get; set; }

        public int Unchanged { get; set; }

        public List<RefusedRow> Refused { get; init; } = [];
    }
}
