using System.Globalization;
using Dapper;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Sync;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.Store;

namespace Guitai.Shop.Catalogue;

/// <summary>A master's new state, or its end.</summary>
/// <param name="Master">Null for a tombstone.</param>
/// <param name="Expected">The number that the editor saw; 0 for a new one. Another number refuses the whole batch.</param>
public sealed record MasterEdit(MasterKind Kind, Guid Id, object? Master, long Expected)
{
    /// <summary>A new state.</summary>
    public static MasterEdit Save(object master, long expected) =>
        new(MasterBody.KindOf(master), MasterBody.IdOf(master), master, expected);

    /// <summary>An end.</summary>
    public static MasterEdit Delete<T>(Guid id, long expected) => new(MasterBody.KindOf<T>(), id, null, expected);
}

/// <summary>Edits that become one write, with the audit that tells of them.</summary>
/// <param name="Edits">Each of another master.</param>
/// <param name="Also">Rows of the feature's own in the same write.</param>
public sealed record MasterBatch(IReadOnlyList<MasterEdit> Edits, IReadOnlyList<AuditAction> Audit, Action<Write>? Also = null)
{
    /// <summary>One edit, told of under one name.</summary>
    public static MasterBatch One(Actor actor, string what, MasterEdit edit, Action<Write>? also = null) =>
        new([edit], [new AuditAction(actor.Who, what, edit.Id.ToString(), "ok", actor.Where)], also);
}

/// <summary>The merchant's numbered stream of master changes. Every edit is one write: new state, number, change, what must be unique, search row and
/// audit. Several server processes may edit: the counter moves only from where it was read, and whoever loses decides anew on fresh state.</summary>
public sealed class MasterStream(Books books)
{
    private const int MostTries = 8;
    private const int MostBytesInAnswer = 4_000_000;
    private const int MostChangesInAnswer = 5_000;

    /// <summary>Decides on the present state and saves.</summary>
    /// <param name="decide">Called with a view that no other edit can have changed when the write commits; called again when one has.</param>
    /// <returns>The number of each edit, in their order; empty when there was nothing to do.</returns>
    public async Task<Outcome<IReadOnlyList<long>>> SaveAsync(Func<MasterReader, Outcome<MasterBatch>> decide)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var planned = books.Read(read =>
            {
                // The counter first: whatever changes after this line moves it, and the write is then refused.
                var counter = read.LastNumber();
                var batch = decide(read);
                var plan = batch.Ok ? Plan(read, counter, batch.Value) : batch.Refusal!;

                // A refusal must not come of two reads that do not belong together.
                return plan.Ok || read.LastNumber() == counter ? plan : new Planned(null, [], []) { Torn = true };
            });
            if (!planned.Ok)
            {
                return planned.Refusal!;
            }

            if (planned.Value.Torn)
            {
                continue;
            }

            var (write, numbers, audit) = planned.Value;
            if (write is null)
            {
                return Outcome(numbers);
            }

            switch (await books.Audit.WriteAsync(write, audit))
            {
                case WriteResult.Committed:
                    return Outcome(numbers);
                case WriteResult.StoreFull:
                    return new Refusal("store.full");
            }
        }

        return new Refusal("store.busy");
    }

    /// <summary>Changes after a number, each master's latest state, in order of number; bounded in count and bytes.</summary>
    public MastersAnswer After(long number, int most)
    {
        return books.Read(read =>
        {
            List<MasterChange> changes = [];
            var bytes = 0L;
            var last = read.LastNumber();
            foreach (
                var row in read.Connection.Query<ChangeRow>(
                    """
                    SELECT number AS Number, change_id AS ChangeId, kind AS Kind, id AS Id, deleted AS Deleted, body AS Body
                    FROM master WHERE merchant = @merchant AND number > @number ORDER BY number LIMIT @most
                    """,
                    new
                    {
                        merchant = read.Merchant,
                        number,
                        most = Math.Clamp(most, 1, MostChangesInAnswer),
                    },
                    buffered: false
                )
            )
            {
                bytes += row.Body.Length;
                if (changes.Count > 0 && bytes > MostBytesInAnswer)
                {
                    break;
                }

                changes.Add(
                    new MasterChange(row.Number, Guid.Parse(row.ChangeId), (MasterKind)row.Kind, row.Id, row.Deleted != 0, row.Body)
                );
            }

            return new MastersAnswer(changes, Math.Max(last, changes.Count > 0 ? changes[^1].Number : 0));
        });
    }

    /// <summary>True when the change is part of this stream: the shop was not restored to before it.</summary>
    public bool Holds(long number, Guid? changeId) =>
        number == 0
        || (
            changeId is { } id
            && books.Read(read =>
                read.Connection.QuerySingleOrDefault<string>(
                    "SELECT change_id FROM master_change WHERE merchant = @merchant AND number = @number",
                    new { merchant = read.Merchant, number }
                ) == id.ToString()
            )
        );

    private static Outcome<IReadOnlyList<long>> Outcome(long[] numbers) => numbers;

    private Outcome<Planned> Plan(MasterReader read, long counter, MasterBatch batch)
    {
        if (batch.Edits.Count == 0 && batch.Also is null)
        {
            return new Planned(null, [], []);
        }

        var write = new Write();
        var numbers = new long[batch.Edits.Count];
        if (batch.Edits.Count > 0)
        {
            if (Stale(read, batch.Edits) is { } stale)
            {
                return stale;
            }

            MoveCounter(write, counter, batch.Edits.Count);
            if (new ClaimPlan(read, batch.Edits).Write(write) is { } taken)
            {
                return taken;
            }
        }

        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = counter + 1 + i;
            Put(write, batch.Edits[i], numbers[i]);
        }

        batch.Also?.Invoke(write);
        return new Planned(write, numbers, [.. batch.Audit]);
    }

    private void MoveCounter(Write write, long counter, int by)
    {
        if (counter == 0)
        {
            write.Insert(Tables.MasterCounter, books.Key, (long)by);
        }
        else
        {
            write.Advance(Tables.MasterCounter, [books.Key], counter + by, counter);
        }
    }

    private static Refusal? Stale(MasterReader read, IReadOnlyList<MasterEdit> edits)
    {
        foreach (var kind in edits.GroupBy(e => e.Kind))
        {
            var numbers = read.QueryList<ChangeRow>(
                    "SELECT id AS Id, number AS Number FROM master WHERE merchant = @merchant AND kind = @kind AND id IN @items AND deleted = 0",
                    new { merchant = read.Merchant, kind = (int)kind.Key },
                    [.. kind.Select(e => e.Id.ToString())]
                )
                .ToDictionary(r => r.Id, r => r.Number, StringComparer.Ordinal);
            foreach (var edit in kind)
            {
                if (numbers.GetValueOrDefault(edit.Id.ToString()) != edit.Expected)
                {
                    return new Refusal(
                        "master.changed",
                        new Dictionary<string, string>(StringComparer.Ordinal)
                        {
                            ["id"] = edit.Id.ToString(),
                            ["version"] = numbers.GetValueOrDefault(edit.Id.ToString()).ToString(CultureInfo.InvariantCulture),
                        }
                    );
                }
            }
        }

        return null;
    }

    private void Put(Write write, MasterEdit edit, long number)
    {
        var changeId = books.Ids.Next();
        var body = edit.Master is null ? "" : MasterBody.Write(edit.Master);
        write.Upsert(Tables.Master, books.Key, (int)edit.Kind, edit.Id, number, changeId, edit.Master is null, body);
        write.Insert(Tables.MasterChange, books.Key, number, changeId);
        if (edit.Kind != MasterKind.Product)
        {
            return;
        }

        if (edit.Master is Product product)
        {
            write.Upsert(
                Tables.ProductRow,
                books.Key,
                product.Id,
                product.Code,
                product.CategoryId?.ToString(),
                product.TaxClassId,
                product.Active,
                SearchText(product)
            );
        }
        else
        {
            write.Delete(Tables.ProductRow, books.Key, edit.Id);
        }
    }

    private static string SearchText(Product product) =>
        string.Join('\n', [product.Code, product.Name, product.NameEn ?? "", .. product.Barcodes]).ToLowerInvariant();

    private sealed record Planned(Write? Write, long[] Numbers, AuditAction[] Audit)
    {
        public bool Torn { get; init; }
    }

    private sealed class ChangeRow
    {
        public long Number { get; init; }

        public string ChangeId { get; init; } = "";

        public int Kind { get; init; }

        public string Id { get; init; } = "";

        public int Deleted { get; init; }

        public string Body { get; init; } = "";
    }
}
