using System.Globalization;
using System.Text.Json;
using Guitai.Contracts;
using Guitai.Contracts.Facts;
using Guitai.Shop.Sync;

namespace Guitai.Shop.Verify;

/// <summary>What all facts of a merchant add up to, computed from their bodies alone, and what is wrong with them. Facts come by till and sequence.</summary>
internal sealed class FactTally
{
    private readonly Dictionary<(string Till, Guid Shift), (long Sales, long SaleMinor, long RefundMinor, long Voids)> _byShift = [];
    private readonly List<(string Till, ShiftClosed Closed)> _closed = [];
    private readonly Dictionary<(string Till, Guid Shift, string Kind), (long InMinor, long OutMinor)> _tendersByShift = [];
    private readonly Dictionary<(string Till, Guid Tender), long> _paidByTender = [];
    private readonly HashSet<string> _forkedTills = new(StringComparer.Ordinal);
    private string _till = "";
    private long _sequence;
    private HashSet<string> _before = new(StringComparer.Ordinal);
    private HashSet<string> _now = new(StringComparer.Ordinal);
    private readonly HashSet<string> _followed = new(StringComparer.Ordinal);

    public long Facts { get; private set; }

    public long Orders { get; private set; }

    public long Unreadable { get; private set; }

    public long Forks { get; private set; }

    public long Shifts => _closed.Count;

    public List<string> Broken { get; } = [];

    public List<string> Unchained { get; } = [];

    public List<string> Unpaid { get; } = [];

    public ReceiptNumbers Numbers { get; } = new();

    /// <summary>Hashes of facts that nothing follows, by till.</summary>
    public Dictionary<string, HashSet<string>> Ends { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, (long First, long Second)> Kinds { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, (long First, long Second)> Days { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, (long First, long Second)> Staff { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, (long First, long Second)> Tenders { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, (long First, long Second)> Products { get; } = new(StringComparer.Ordinal);

    /// <summary>By store and product: how often sales and refunds moved it, and by how much.</summary>
    public Dictionary<string, (long First, long Second)> Moves { get; } = new(StringComparer.Ordinal);

    public void Add(Fact fact)
    {
        Facts++;
        if (!fact.IsIntact())
        {
            Broken.Add(Place(fact));
        }

        Chain(fact);
        try
        {
            Count(fact);
        }
        catch (JsonException)
        {
            Unreadable++;
        }
    }

    /// <summary>Z-reports that do not equal the orders of their shift; those of a till that forked are left out, since two lives share a shift.</summary>
    public List<string> WrongShifts() =>
        [
            .. _closed
                .Where(c => !_forkedTills.Contains(c.Till) && c.Closed.Totals is not null)
                .Where(c =>
                    _byShift.GetValueOrDefault((c.Till, c.Closed.ShiftId))
                        != (c.Closed.Totals.SaleCount, c.Closed.Totals.SaleMinor, c.Closed.Totals.RefundMinor, c.Closed.Totals.VoidCount)
                    || !SameTenders(c.Till, c.Closed)
                )
                .Select(c => $"Z {c.Closed.ZNumber.ToString(CultureInfo.InvariantCulture)} of till {c.Till}"),
        ];

    /// <summary>Refunds that gave back more for a tender than it had paid.</summary>
    public IReadOnlyList<string> Overdrawn =>
        [
            .. _paidByTender
                .Where(p => p.Value < 0 && !_forkedTills.Contains(p.Key.Till))
                .Select(p => $"tender {p.Key.Tender} of till {p.Key.Till}"),
        ];

    private bool SameTenders(string till, ShiftClosed closed) =>
        closed.Totals.Tenders is not null
        && _tendersByShift
            .Where(t => t.Key.Till == till && t.Key.Shift == closed.ShiftId)
            .ToDictionary(t => t.Key.Kind, t => t.Value, StringComparer.Ordinal)
            .OrderBy(t => t.Key, StringComparer.Ordinal)
            .SequenceEqual(
                closed
                    .Totals.Tenders.Select(t => KeyValuePair.Create(t.Key, (t.Value.InMinor, t.Value.OutMinor)))
                    .OrderBy(t => t.Key, StringComparer.Ordinal)
            );

    private static string Place(Fact fact) =>
        $"till {fact.TillId} {fact.Incarnation} {fact.Sequence.ToString(CultureInfo.InvariantCulture)}";

    private static void Sum(Dictionary<string, (long First, long Second)> sums, string key, long first, long second)
    {
        var (a, b) = sums.GetValueOrDefault(key);
        sums[key] = (a + first, b + second);
    }

    private void Chain(Fact fact)
    {
        var till = fact.TillId.ToString();
        if (till != _till)
        {
            (_till, _sequence) = (till, 0);
            _before = [];
            _now = new(StringComparer.Ordinal) { Fact.NoHash };
            _followed.Clear();
            Ends[till] = new(StringComparer.Ordinal);
        }

        if (fact.Sequence != _sequence)
        {
            _before = fact.Sequence == _sequence + 1 ? _now : [];
            (_sequence, _now) = (fact.Sequence, new HashSet<string>(StringComparer.Ordinal));
            _followed.Clear();
        }

        if (!_before.Contains(fact.PreviousHash))
        {
            Unchained.Add(Place(fact));
        }

        if (!_followed.Add(fact.PreviousHash))
        {
            Forks++;
            _forkedTills.Add(till);
        }

        _now.Add(fact.Hash);
        Ends[till].Remove(fact.PreviousHash);
        Ends[till].Add(fact.Hash);
    }

    private void Count(Fact fact)
    {
        switch (fact.Kind)
        {
            case FactKind.SaleCompleted or FactKind.RefundCompleted or FactKind.OrderVoided:
                Count(fact, ContractJson.Read<Order>(fact.Body));
                break;
            case FactKind.ShiftClosed:
                _closed.Add((fact.TillId.ToString(), ContractJson.Read<ShiftClosed>(fact.Body)));
                break;
            case FactKind.NumbersSkipped:
                Numbers.Skip(fact.TillId, ContractJson.Read<NumbersSkipped>(fact.Body).NextOrderNumber);
                break;
        }
    }

    private void Count(Fact fact, Order order)
    {
        if (!OrderSense.Makes(order, fact))
        {
            Unreadable++;
            return;
        }

        Orders++;
        Numbers.Use(fact.TillId, order.Number);
        var total = order.Totals.TotalMinor;
        Sum(Kinds, FactProjection.OrderKind(fact.Kind)!, 1, total);
        var sign =
            fact.Kind == FactKind.SaleCompleted ? 1
            : fact.Kind == FactKind.RefundCompleted ? -1
            : 0;
        Sum(Days, $"{order.StoreId}/{fact.BusinessDate.ToString(CultureInfo.InvariantCulture)}", sign, sign * total);
        Sum(Staff, order.StaffId.ToString(), sign, sign * total);
        var key = (fact.TillId.ToString(), order.ShiftId);
        var shift = _byShift.GetValueOrDefault(key);
        _byShift[key] = (
            shift.Sales + (sign > 0 ? 1 : 0),
            shift.SaleMinor + (sign > 0 ? total : 0),
            shift.RefundMinor + (sign < 0 ? total : 0),
            shift.Voids + (sign == 0 ? 1 : 0)
        );
        if (sign == 0)
        {
            return;
        }

        if (order.Tenders.Sum(t => t.AmountMinor) != total)
        {
            Unpaid.Add(order.ReceiptNumber);
        }

        foreach (var tender in order.Tenders)
        {
            Sum(Tenders, tender.Kind, sign, sign * tender.AmountMinor);
            var kind = (fact.TillId.ToString(), order.ShiftId, tender.Kind);
            var (into, outOf) = _tendersByShift.GetValueOrDefault(kind);
            _tendersByShift[kind] = sign > 0 ? (into + tender.AmountMinor, outOf) : (into, outOf + tender.AmountMinor);
            if (tender.OriginalTenderId is { } original && _paidByTender.TryGetValue((_till, original), out var paid))
            {
                _paidByTender[(_till, original)] = paid - tender.AmountMinor;
            }
            else if (sign > 0 && tender.AmountMinor > 0)
            {
                _paidByTender[(_till, tender.Id)] = tender.AmountMinor;
            }
        }

        foreach (var line in order.Lines.Where(l => l.ProductId is not null))
        {
            Sum(Moves, $"{order.StoreId}/{line.ProductId}", 1, -sign * line.QuantityMilli);
        }

        foreach (var line in order.Lines)
        {
            Sum(Products, line.ProductId?.ToString() ?? "name:" + line.Name, sign * line.QuantityMilli, sign * line.PaidMinor);
        }
    }
}

/// <summary>Numbers of ended orders by till: 1, 2, 3 … without gap, but for those a restored till was told not to use again.</summary>
internal sealed class ReceiptNumbers
{
    private readonly Dictionary<Guid, HashSet<long>> _used = [];
    private readonly Dictionary<Guid, long> _skipped = [];

    /// <summary>Numbers that two lives of a till both used.</summary>
    public long Doubles { get; private set; }

    public void Use(Guid till, long number)
    {
        if (!_used.TryGetValue(till, out var numbers))
        {
            numbers = [];
            _used.Add(till, numbers);
        }

        Doubles += numbers.Add(number) ? 0 : 1;
    }

    /// <summary>Numbers below this one were used by a life whose facts may be lost.</summary>
    public void Skip(Guid till, long next) => _skipped[till] = Math.Max(next, _skipped.GetValueOrDefault(till));

    public List<string> Gaps()
    {
        List<string> gaps = [];
        foreach (var (till, numbers) in _used)
        {
            var explained = _skipped.GetValueOrDefault(till);
            for (long number = 1, most = numbers.Max(); number <= most && gaps.Count < 100; number++)
            {
                if (!numbers.Contains(number) && number >= explained)
                {
                    gaps.Add($"till {till} lacks {number.ToString(CultureInfo.InvariantCulture)}");
                }
            }
        }

        return gaps;
    }
}
