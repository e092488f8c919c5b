using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Shop.Catalogue;

namespace Guitai.Shop.Imports;

/// <summary>Brings products from a file: read it and guess its columns, look what it would do, save every row that is not refused in one write or
/// none. Rows are matched by code, else by barcode, else by name, so that the same file again makes no doubles and no changes.</summary>
public sealed class ProductImport(Books books, MasterStream masters)
{
    /// <summary>Largest file taken.</summary>
    public const int MostBytes = 64 * 1024 * 1024;

    private readonly ImportShelf _shelf = new(books);

    /// <summary>Takes a file in.</summary>
    public Outcome<ImportFileView> Open(Actor actor, byte[] bytes)
    {
        var table = TableFile.Read(bytes);
        if (!table.Ok)
        {
            return table.Refusal!;
        }

        var work = new ImportWork(books.Ids.Next(), actor.Who, bytes, table.Value);
        _shelf.Put(work);
        return View(actor, work);
    }

    /// <summary>Looks at another sheet of the workbook.</summary>
    public Task<Outcome<ImportFileView>> TurnAsync(Actor actor, Guid id, string sheet) =>
        Alone<ImportFileView>(
            actor,
            id,
            work =>
            {
                var table = TableFile.Read(work.Bytes, sheet);
                if (!table.Ok)
                {
                    return Task.FromResult<Outcome<ImportFileView>>(table.Refusal!);
                }

                (work.Table, work.Refused, work.Judged) = (table.Value, [], null);
                return Task.FromResult<Outcome<ImportFileView>>(View(actor, work));
            }
        );

    /// <summary>Tells what saving would do; changes nothing.</summary>
    public Task<Outcome<ImportReport>> CheckAsync(Actor actor, Guid id, ImportRequest choices) =>
        Alone<ImportReport>(
            actor,
            id,
            work =>
            {
                var judged = Judge(actor, work, choices);
                if (!judged.Ok)
                {
                    return Task.FromResult<Outcome<ImportReport>>(judged.Refusal!);
                }

                var findings = Findings.After(judged.Value.Findings);
                var (report, _) = books.Read(read => Plan(actor, work, judged.Value, choices, findings, read));
                work.Refused = findings.Refused;
                return Task.FromResult<Outcome<ImportReport>>(report);
            }
        );

    /// <summary>Saves. What was saved already is told again, not done again.</summary>
    public Task<Outcome<ImportReport>> SaveAsync(Actor actor, Guid id, ImportRequest choices) =>
        Alone<ImportReport>(
            actor,
            id,
            async work =>
            {
                if (work.Saved is { } before)
                {
                    return before;
                }

                var judged = Judge(actor, work, choices);
                if (!judged.Ok)
                {
                    return judged.Refusal!;
                }

                // Decided anew when another edit came between; only the last decision counts.
                (ImportReport Report, Findings Findings)? last = null;
                var saved = await masters.SaveAsync(read =>
                {
                    var findings = Findings.After(judged.Value.Findings);
                    var (report, batch) = Plan(actor, work, judged.Value, choices, findings, read);
                    last = (report, findings);
                    work.Progress.At(ImportStage.Saving, batch.Edits.Count);
                    return batch;
                });
                if (!saved.Ok)
                {
                    return saved.Refusal!;
                }

                work.Refused = last!.Value.Findings.Refused;
                work.Saved = last.Value.Report with { Saved = true };
                work.Progress.At(ImportStage.Saved, 0);
                return work.Saved;
            }
        );

    /// <summary>How far it is.</summary>
    public Outcome<ImportProgressView> Progress(Actor actor, Guid id) =>
        _shelf.Find(actor, id) is { Ok: true, Value: var work } ? work.Progress.View() : new Refusal("import.gone");

    /// <summary>Every refused row with its line and reason, and its cells, as a file that spreadsheets open: mended, it can be brought again.</summary>
    /// <param name="language"><c>en</c>, otherwise Chinese.</param>
    public Outcome<byte[]> RefusedFile(Actor actor, Guid id, string? language) =>
        _shelf.Find(actor, id) is { Ok: true, Value: var work }
            ? Imports.RefusedFile.Write(work.Table, ImportHeadings.Find(work.Table.Rows), work.Refused, ReasonTexts.In(language))
            : new Refusal("import.gone");

    private async Task<Outcome<T>> Alone<T>(Actor actor, Guid id, Func<ImportWork, Task<Outcome<T>>> run)
    {
        var found = _shelf.Find(actor, id);
        if (!found.Ok)
        {
            return found.Refusal!;
        }

        if (!found.Value.Enter())
        {
            return new Refusal("import.busy");
        }

        try
        {
            return await run(found.Value);
        }
        finally
        {
            if (found.Value.Saved is null)
            {
                found.Value.Progress.At(ImportStage.Waiting, 0);
            }

            found.Value.Leave();
        }
    }

    private ImportFileView View(Actor actor, ImportWork work)
    {
        var table = work.Table;
        var at = ImportHeadings.Find(table.Rows);
        var headings = at < 0 ? [] : table.Rows[at].Cells;
        var guess = ImportHeadings.Guess(headings);
        var samples = table.Rows.Skip(at + 1).Take(50).ToList();
        return new ImportFileView(
            work.Id,
            table.Kind,
            table.Encoding,
            table.Sheets,
            table.Sheet,
            at < 0 ? 0 : table.Rows[at].Line,
            table.Rows.Count - at - 1,
            table.Formulas,
            [
                .. Enumerable
                    .Range(0, table.Width)
                    .Select(column => new ImportColumn(
                        column < headings.Length ? CellText.Short(CellText.Clean(headings[column], out _)) : "",
                        column < guess.Length ? guess[column] : null,
                        [
                            .. samples
                                .Select(r => CellText.Short(CellText.Clean(r[column], out _)))
                                .Where(c => c.Length > 0)
                                .Distinct(StringComparer.Ordinal)
                                .Take(3),
                        ]
                    )),
            ],
            [.. Stores(actor).Select(s => new ImportStore(s.Id, s.Name))]
        );
    }

    private Outcome<Judged> Judge(Actor actor, ImportWork work, ImportRequest choices)
    {
        var table = work.Table;
        if (choices.Columns.Any(c => c.Column < 0 || c.Column >= table.Width || !Enum.IsDefined(c.Field)))
        {
            return Refusal.With("input.invalid", "field", "columns");
        }

        var columns = new ImportField?[table.Width];
        foreach (var (column, field) in choices.Columns)
        {
            if (columns[column] is not null || columns.Contains(field))
            {
                return Refusal.With("import.column-twice", "field", field.ToString());
            }

            columns[column] = field;
        }

        if (!columns.Contains(ImportField.Name) || !columns.Contains(ImportField.Price))
        {
            return new Refusal("import.columns");
        }

        var store = StoreOf(actor, choices);
        if (!store.Ok)
        {
            return store.Refusal!;
        }

        var at = ImportHeadings.Find(table.Rows);
        var rows = table.Rows.Count - at - 1;
        if (work.Judged is { } before && before.Columns.SequenceEqual(choices.Columns))
        {
            return new Judged(before.Candidates, rows + table.Broken.Count, store.Value, before.Findings);
        }

        var findings = new Findings();
        findings.Refused.AddRange(table.Broken);
        var judge = books.Read(read => new ImportJudge(
            Currency.FromCode(read.Find<Merchant>(books.MerchantId)!.Value.Currency),
            [.. read.All<TaxClass>().Select(t => t.Value).OrderByDescending(t => t.RatePpm)],
            columns,
            at < 0 ? null : table.Rows[at].Cells,
            table.Kind == TableKind.Csv,
            findings
        ));
        List<Candidate> candidates = new(rows);
        work.Progress.At(ImportStage.Judging, rows);
        for (var i = at + 1; i < table.Rows.Count; i++)
        {
            work.Progress.Step();
            if (judge.Judge(table.Rows[i]) is { } candidate)
            {
                candidates.Add(candidate);
            }
        }

        work.Judged = (choices.Columns, candidates, findings);
        return new Judged(candidates, rows + table.Broken.Count, store.Value, findings);
    }

    private (ImportReport Report, MasterBatch Batch) Plan(
        Actor actor,
        ImportWork work,
        Judged judged,
        ImportRequest choices,
        Findings findings,
        MasterReader read
    ) =>
        new ImportPlan(books, read, choices, findings, work.Progress).Make(
            [.. judged.Candidates.Select(c => c.Copy())],
            judged.Rows,
            judged.Store,
            actor
        );

    private List<Store> Stores(Actor actor) =>
        books.Read(read =>
            read.All<Store>()
                .Select(s => s.Value)
                .Where(s => actor.StoreId is null || actor.StoreId == s.Id)
                .OrderBy(s => s.Code, StringComparer.Ordinal)
                .ToList()
        );

    // Null when the file has no stock.
    private Outcome<Store?> StoreOf(Actor actor, ImportRequest choices)
    {
        if (choices.Columns.All(c => c.Field != ImportField.Stock))
        {
            return (Store?)null;
        }

        var stores = Stores(actor);
        if (choices.StoreId is { } id)
        {
            return stores.Find(s => s.Id == id) is { } chosen ? (Store?)chosen : new Refusal("store.not-yours");
        }

        return stores is [var only] ? (Store?)only : new Refusal("import.store-needed");
    }

    private sealed record Judged(IReadOnlyList<Candidate> Candidates, int Rows, Store? Store, Findings Findings);
}
