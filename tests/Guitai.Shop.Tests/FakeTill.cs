using Guitai.Contracts;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Sync;
using Guitai.Foundation;
using Guitai.Shop.Settings;

namespace Guitai.Shop.Tests;

/// <summary>A till's journal in memory: appends facts as a till does, can be backed up and restored.</summary>
internal sealed class FakeTill
{
    private readonly IdSource _ids;
    private readonly Enrolled _enrolled;
    private readonly Clock _clock;

    public FakeTill(Enrolled enrolled, Clock clock, int seed = 5)
    {
        _enrolled = enrolled;
        _clock = clock;
        _ids = new IdSource(clock, new Seeded(seed));
        Start();
    }

    public Guid Id => _enrolled.TillId;

    public List<Fact> Journal { get; private set; } = [];

    public Guid Incarnation { get; private set; }

    public Guid Cashier { get; } = Guid.Parse("00000000-0000-0000-0000-0000000000c1");

    public Guid Shift { get; } = Guid.Parse("00000000-0000-0000-0000-0000000000d1");

    public long NextNumber { get; set; } = 1;

    public JournalHead? Head =>
        Journal.Count == 0 ? null : new JournalHead(Journal[^1].Incarnation, Journal[^1].Sequence, Journal[^1].Hash);

    public FactsRequest All(int from = 0) => new(Id, [.. Journal.Skip(from)]);

    public void Start()
    {
        var previous = Incarnation;
        Incarnation = _ids.Next();
        Append(FactKind.TillStarted, null, new TillStarted(Incarnation, previous == Guid.Empty ? null : previous, "test"));
    }

    /// <summary>What a backup of now would bring back.</summary>
    public (List<Fact> Journal, long NextNumber) BackUp() => ([.. Journal], NextNumber);

    public void Restore((List<Fact> Journal, long NextNumber) backup, bool start = true)
    {
        (Journal, NextNumber) = ([.. backup.Journal], backup.NextNumber);
        if (start)
        {
            Start();
        }
    }

    public Fact Append<T>(FactKind kind, Guid? subject, T body)
    {
        var last = Journal.Count == 0 ? null : Journal[^1];
        _clock.Move(TimeSpan.FromSeconds(7));
        var fact = Fact.Make(
            Id,
            Incarnation,
            (last?.Sequence ?? 0) + 1,
            kind,
            _clock.NowMs,
            20260301,
            subject,
            ContractJson.Write(body),
            last?.Hash ?? Fact.NoHash
        );
        Journal.Add(fact);
        return fact;
    }

    public Order Sell(long totalMinor, FactKind kind = FactKind.SaleCompleted, Guid? original = null, Guid? product = null)
    {
        var order = new Order
        {
            Id = _ids.Next(),
            StoreId = _enrolled.StoreId,
            TillId = Id,
            ShiftId = Shift,
            Number = NextNumber,
            ReceiptNumber = $"S1-01-{NextNumber:D6}",
            Currency = "CNY",
            StaffId = Cashier,
            OpenedAtMs = _clock.NowMs,
            EndedAtMs = _clock.NowMs,
            OriginalOrderId = original,
            Lines =
            [
                new OrderLine
                {
                    Id = _ids.Next(),
                    ProductId = product,
                    Code = "10001",
                    Name = "可乐",
                    Unit = "瓶",
                    QuantityMilli = 1000,
                    UnitPriceMinor = totalMinor,
                    GrossMinor = totalMinor,
                    NetMinor = totalMinor,
                    PaidMinor = totalMinor,
                    TaxMinor = totalMinor / 10,
                    CostMinor = totalMinor / 2,
                    StaffId = Cashier,
                },
            ],
            Totals = new OrderTotals
            {
                GrossMinor = totalMinor,
                TotalMinor = totalMinor,
                TaxMinor = totalMinor / 10,
                CostMinor = totalMinor / 2,
            },
            Tenders = kind == FactKind.OrderVoided ? [] : [new Tender(_ids.Next(), Tender.Cash, totalMinor, totalMinor, 0)],
        };
        NextNumber++;
        Append(kind, order.Id, order);
        return order;
    }
}
