using Dapper;
using Guitai.Contracts;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.Store;
using Guitai.Shop.Catalogue;
using Guitai.Shop.Stock;

namespace Guitai.Shop.Imports;

/// <summary>What a file's rows come to against the catalogue as it is now: one batch of edits, and the report of it.</summary>
internal sealed class ImportPlan(Books books, MasterReader read, ImportRequest choices, Findings findings, ImportProgress progress)
{
    private const int MostReported = 1_000;
    private const int MostSamples = 20;
    private static readonly string[] s_colors = ["#4F9BD9", "#E58A3A", "#5FAE63", "#D9573F", "#7D70C4", "#45A79A", "#B98A3E", "#D97FA3"];

    private readonly List<MasterEdit> _edits = [];
    private readonly List<StockMove> _moves = [];
    private readonly List<ImportPreview> _sample = [];
    private readonly Dictionary<string, Guid> _categories = new(StringComparer.Ordinal);
    private readonly List<Category> _newCategories = [];
    private int _lastSort;
    private int _added;
    private int _changed;
    private int _unchanged;

    /// <summary>Decides on every row.</summary>
    /// <param name="candidates">Rows that can stand by themselves; barcodes that a row does not keep are taken from it.</param>
    /// <param name="store">Where opening stock goes; null when no row has any.</param>
    public (ImportReport Report, MasterBatch Batch) Make(IReadOnlyList<Candidate> candidates, int rows, Store? store, Actor actor)
    {
        var byCode = read.Claims(MasterBody.ProductCode, [.. candidates.Select(c => c.Code).Where(c => c.Length > 0)]);
        var byBarcode = read.Claims(MasterBody.Barcode, [.. candidates.SelectMany(c => c.Codes).Distinct(StringComparer.Ordinal)]);
        var now = read.FindMany<Product>([.. byCode.Values.Concat(byBarcode.Values).Distinct()]);
        var distinct = WithoutRepeats(candidates);
        var shared = new SharedBarcodes(distinct, byCode, byBarcode, now);
        var refused = shared.Resolve(choices, findings);
        List<Candidate> taken = [.. distinct.Where(c => !refused.Contains(c.Line))];
        var targets = Targets(taken, byCode, byBarcode, now);
        ReadCategories();
        Decide(taken, targets, now);
        TakeOver(shared.TakenOver, now);
        if (store is not null)
        {
            Count(taken, targets, now, store, actor);
        }

        return (Report(rows, shared), Batch(actor));
    }

    // The same row again, the same code again, and the same name again where nothing else tells a product.
    private List<Candidate> WithoutRepeats(IReadOnlyList<Candidate> candidates)
    {
        var first = new Dictionary<(string, string), Candidate>();
        List<Candidate> distinct = new(candidates.Count);
        foreach (var row in candidates)
        {
            var key =
                row.Code.Length > 0 ? ("code", row.Code)
                : row.Codes.Count > 0 ? (row.Codes[0], row.Name)
                : ("name", row.Name);
            if (first.TryAdd(key, row))
            {
                distinct.Add(row);
                continue;
            }

            var line = Findings.Text(first[key].Line);
            var same = row.SaysTheSameAs(first[key]);
            findings.Refuse(
                row.Line,
                same ? "import.row-twice"
                    : row.Code.Length > 0 ? "import.code-twice"
                    : "import.product-twice",
                ("line", line),
                ("value", row.Code.Length > 0 ? row.Code : row.Name)
            );
        }

        return distinct;
    }

    // By code, else by barcode, else by name: the same file again finds the same products.
    private Dictionary<int, Guid> Targets(
        List<Candidate> rows,
        Dictionary<string, Guid> byCode,
        Dictionary<string, Guid> byBarcode,
        Dictionary<Guid, Versioned<Product>> now
    )
    {
        var byName = ByName([.. rows.Where(r => r.Code.Length == 0 && r.Codes.Count == 0).Select(r => r.Name)], now);
        Dictionary<int, Guid> targets = [];
        Dictionary<Guid, int> taken = [];
        HashSet<int> again = [];
        foreach (var row in rows.OrderBy(r => r.Code.Length == 0))
        {
            var id =
                row.Code.Length > 0 ? byCode.GetValueOrDefault(row.Code)
                : row.Codes.FirstOrDefault(byBarcode.ContainsKey) is { } known ? byBarcode[known]
                : row.Codes.Count == 0 ? byName.GetValueOrDefault(row.Name)
                : Guid.Empty;
            if (id != Guid.Empty && !taken.TryAdd(id, row.Line))
            {
                findings.Refuse(row.Line, "import.product-twice", ("line", Findings.Text(taken[id])), ("value", row.Name));
                again.Add(row.Line);
                continue;
            }

            targets[row.Line] = id;
        }

        rows.RemoveAll(r => again.Contains(r.Line));
        return targets;
    }

    // Names are not unique. One that several products have finds none of them.
    private Dictionary<string, Guid> ByName(HashSet<string> names, Dictionary<Guid, Versioned<Product>> now)
    {
        Dictionary<string, Guid> found = new(StringComparer.Ordinal);
        if (names.Count == 0)
        {
            return found;
        }

        foreach (
            var row in read.Connection.Query<MasterReader.MasterRow>(
                "SELECT id AS Id, number AS Number, body AS Body FROM master WHERE merchant = @merchant AND kind = @kind AND deleted = 0 ORDER BY id",
                new { merchant = read.Merchant, kind = (int)MasterKind.Product },
                buffered: false
            )
        )
        {
            var product = row.As<Product>();
            if (names.Contains(product.Value.Name) && found.TryAdd(product.Value.Name, product.Value.Id))
            {
                now.TryAdd(product.Value.Id, product);
            }
        }

        return found;
    }

    private void ReadCategories()
    {
        foreach (var (_, category) in read.All<Category>())
        {
            _categories[category.Name] = category.Id;
            _lastSort = Math.Max(_lastSort, category.Sort);
        }

        foreach (var (_, category) in read.All<Category>().Where(c => c.Value.NameEn is not null))
        {
            _categories.TryAdd(category.NameEn!, category.Id);
        }
    }

    private Guid CategoryOf(string name)
    {
        if (!_categories.TryGetValue(name, out var id))
        {
            var category = new Category(
                books.Ids.Next(),
                name,
                null,
                s_colors[_newCategories.Count % s_colors.Length],
                _lastSort + (10 * (_newCategories.Count + 1))
            );
            _newCategories.Add(category);
            id = category.Id;
            _categories.Add(name, id);
        }

        return id;
    }

    private void Decide(List<Candidate> rows, Dictionary<int, Guid> targets, Dictionary<Guid, Versioned<Product>> now)
    {
        var taxClass = read.All<TaxClass>().OrderByDescending(t => t.Value.RatePpm).First().Value.Id;
        var codeless = rows.Count(r => r.Code.Length == 0 && targets[r.Line] == Guid.Empty);
        var free = new Queue<string>(
            codeless == 0
                ? []
                : ProductBook.FreeCodes(read, codeless, rows.Select(r => r.Code).Where(c => c.Length > 0).ToHashSet(StringComparer.Ordinal))
        );
        progress.At(ImportStage.Comparing, rows.Count);
        foreach (var row in rows)
        {
            progress.Step();
            var old = targets[row.Line] is var id && id == Guid.Empty ? null : now.GetValueOrDefault(id);
            var code =
                row.Code.Length > 0 ? row.Code
                : old is not null ? old.Value.Code
                : free.Dequeue();
            if (old is null)
            {
                targets[row.Line] = id = books.Ids.Next();
            }

            var product = Product(row, old?.Value, id, code, taxClass);
            var effect =
                old is null ? ImportEffect.Added
                : ContractJson.Write(product) == ContractJson.Write(old.Value) ? ImportEffect.Unchanged
                : ImportEffect.Changed;
            _added += effect == ImportEffect.Added ? 1 : 0;
            _changed += effect == ImportEffect.Changed ? 1 : 0;
            _unchanged += effect == ImportEffect.Unchanged ? 1 : 0;
            if (effect != ImportEffect.Unchanged)
            {
                _edits.Add(MasterEdit.Save(product, old?.Number ?? 0));
            }

            if (_sample.Count < MostSamples)
            {
                var shown = row.Code.Length > 0 || old is not null ? code : null;
                _sample.Add(
                    new ImportPreview(
                        row.Line,
                        effect,
                        shown,
                        product.Name,
                        product.Barcodes,
                        row.Category is { Length: > 0 } ? row.Category : null,
                        product.Unit,
                        product.PriceMinor,
                        product.CostMinor,
                        row.StockMilli
                    )
                );
            }
        }
    }

    // Columns that the file does not have stay as they are.
    private Product Product(Candidate row, Product? now, Guid id, string code, Guid taxClass) =>
        new()
        {
            Id = id,
            Code = code,
            Name = row.Name,
            NameEn = row.NameEn is { } nameEn ? (nameEn.Length > 0 ? nameEn : null) : now?.NameEn,
            CategoryId = row.Category is { } category ? (category.Length > 0 ? CategoryOf(category) : null) : now?.CategoryId,
            Unit = row.Unit is { Length: > 0 } unit ? unit : now?.Unit ?? "件",
            UnitEn = now?.UnitEn,
            PriceMinor = row.PriceMinor,
            CostMinor = row.CostMinor ?? now?.CostMinor ?? 0,
            TaxClassId = row.TaxClassId ?? now?.TaxClassId ?? taxClass,
            Barcodes = row.Barcodes ?? now?.Barcodes ?? [],
            Weighed = row.Weighed ?? now?.Weighed ?? false,
            Favourite = row.Favourite ?? now?.Favourite ?? false,
            PictureId = now?.PictureId,
            Active = now?.Active ?? true,
        };

    private void TakeOver(Dictionary<Guid, List<string>> takenOver, Dictionary<Guid, Versioned<Product>> now)
    {
        var edited = _edits.Select(e => e.Id).ToHashSet();
        foreach (var (id, barcodes) in takenOver.Where(t => !edited.Contains(t.Key)))
        {
            var (number, product) = now[id];
            _changed++;
            _edits.Add(MasterEdit.Save(product with { Barcodes = [.. product.Barcodes.Except(barcodes, StringComparer.Ordinal)] }, number));
        }
    }

    // A product's stock is opened once. The same file again, or another, does not count it again: what was sold meanwhile would come back.
    private void Count(
        List<Candidate> rows,
        Dictionary<int, Guid> targets,
        Dictionary<Guid, Versioned<Product>> now,
        Store store,
        Actor actor
    )
    {
        var counted = rows.Where(r => r.StockMilli is not null).ToList();
        List<Guid> products = [.. counted.Select(r => targets[r.Line]).Where(now.ContainsKey)];
        var levels = new StockLevels(read);
        var openings = levels.Openings(products, store.Id);
        var onHand = levels.Of(products, store.Id);
        _ = StoreCalendar.TryCreate(store.TimeZone, store.DayChangeHour, out var calendar);
        var (atMs, date) = (books.NowMs, calendar.DateOf(books.NowMs).ToNumber());
        foreach (var row in counted)
        {
            var (id, milli) = (targets[row.Line], row.StockMilli!.Value);
            if (openings.TryGetValue(id, out var before))
            {
                if (before != milli)
                {
                    findings.Note(row.Line, "import.note-stock-counted", ("name", row.Name));
                }

                continue;
            }

            _moves.Add(StockMove.Opening(store.Id, id, milli, onHand.GetValueOrDefault(id).OnHandMilli, atMs, date, actor.Who));
        }
    }

    private MasterBatch Batch(Actor actor) =>
        new(
            [.. _newCategories.Select(c => MasterEdit.Save(c, 0)), .. _edits],
            [
                new AuditAction(
                    actor.Who,
                    "product.imported",
                    FormattableString.Invariant($"{_added} added, {_changed} changed, {_moves.Count} counted"),
                    "ok",
                    actor.Where
                ),
            ],
            _moves.Count == 0 ? null : AddMoves
        );

    private void AddMoves(Write write)
    {
        foreach (var move in _moves)
        {
            move.AddTo(write, books.Key);
        }
    }

    private ImportReport Report(int rows, SharedBarcodes shared) =>
        new(
            Saved: false,
            rows,
            _added,
            _changed,
            _unchanged,
            findings.Refused.Count,
            [.. findings.Refused.OrderBy(r => r.Line).Take(MostReported)],
            [.. findings.Notes.OrderBy(r => r.Line)],
            findings.Counts,
            shared.QuestionCount,
            shared.Questions,
            [.. _newCategories.Select(c => c.Name)],
            _moves.Count,
            _sample
        );
}
