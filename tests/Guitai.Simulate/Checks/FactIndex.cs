using Dapper;
using Guitai.Contracts;
using Guitai.Contracts.Facts;
using Guitai.Simulate.Machines;

namespace Guitai.Simulate.Checks;

/// <summary>One fact as the checks need it, from a till's journal or from the shop.</summary>
internal sealed record BookFact(int Till, long Sequence, FactKind Kind, int BusinessDate, string Body, string Hash);

/// <summary>The deeds that a machine's books hold, and how often.</summary>
internal sealed class FactIndex
{
    private readonly Dictionary<DeedKey, List<long>> _amounts = [];

    private FactIndex(IReadOnlyList<BookFact> facts)
    {
        Facts = facts;
        foreach (var fact in facts)
        {
            if (DeedOf(fact) is var (kind, name, amount))
            {
                var key = new DeedKey(fact.Till, kind, name);
                if (!_amounts.TryGetValue(key, out var amounts))
                {
                    _amounts.Add(key, amounts = []);
                }

                amounts.Add(amount);
            }
        }
    }

    /// <summary>All facts, in order of sequence within each till.</summary>
    public IReadOnlyList<BookFact> Facts { get; }

    /// <summary>Sums under which a deed stands in the books, one for each time.</summary>
    public IReadOnlyList<long> this[DeedKey key] => _amounts.GetValueOrDefault(key) ?? [];

    /// <summary>True when a deed stands in the books, with that sum if one is given.</summary>
    public bool Holds(DeedKey key, long? amountMinor) =>
        this[key] is { Count: > 0 } found && (amountMinor is not { } amount || found.Contains(amount));

    /// <summary>What a machine that is up holds now.</summary>
    public static FactIndex Of(World world, Machine machine)
    {
        if (machine is TillMachine till)
        {
            return new FactIndex([
                .. till.Store!.Read(c =>
                        c.Query<(long Sequence, long Kind, long Date, string Body, string Hash)>(
                            "SELECT sequence, kind, business_date, body, hash FROM fact ORDER BY position"
                        )
                    )
                    .Select(r => new BookFact(till.Index, r.Sequence, (FactKind)r.Kind, (int)r.Date, r.Body, r.Hash)),
            ]);
        }

        var tills = world.Tills.ToDictionary(t => t.Identity!.TillId.ToString(), t => t.Index, StringComparer.Ordinal);
        return new FactIndex([
            .. machine
                .Store!.Read(c =>
                    c.Query<(string Till, long Sequence, long Kind, long Date, string Body, string Hash)>(
                        "SELECT till, seq, kind, business_date, body, hash FROM fact ORDER BY till, seq, received_at_ms, incarnation"
                    )
                )
                .Select(r => new BookFact(tills[r.Till], r.Sequence, (FactKind)r.Kind, (int)r.Date, r.Body, r.Hash)),
        ]);
    }

    private static (DeedKind Kind, string Name, long Amount)? DeedOf(BookFact fact)
    {
        switch (fact.Kind)
        {
            case FactKind.SaleCompleted or FactKind.RefundCompleted or FactKind.OrderVoided:
                var order = ContractJson.Read<Order>(fact.Body);
                return fact.Kind switch
                {
                    FactKind.SaleCompleted => (DeedKind.Sale, order.Id.ToString(), order.Totals.TotalMinor),
                    FactKind.RefundCompleted => (DeedKind.Refund, order.Reason!, order.Totals.TotalMinor),
                    _ => (DeedKind.Void, order.Id.ToString(), order.Totals.TotalMinor),
                };
            case FactKind.CashMoved:
                var moved = ContractJson.Read<CashMoved>(fact.Body);
                return (DeedKind.Cash, moved.Reason, moved.AmountMinor);
            case FactKind.ShiftClosed:
                var closed = ContractJson.Read<ShiftClosed>(fact.Body);
                return (DeedKind.ShiftClosed, closed.ShiftId.ToString(), closed.CountedMinor);
            default:
                return null;
        }
    }
}
