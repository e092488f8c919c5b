using System.Text.Json.Serialization;

namespace Guitai.Contracts.Facts;

/// <summary>The figures of a shift, kept up with every fact; an X-report shows them as they are, a Z-report freezes them. Minor units.</summary>
public sealed record ShiftTotals
{
    public long SaleCount { get; init; }

    /// <summary>Sum of the totals of all sales.</summary>
    public long SaleMinor { get; init; }

    public long RefundCount { get; init; }

    public long RefundMinor { get; init; }

    public long VoidCount { get; init; }

    public long VoidMinor { get; init; }

    public long GrossMinor { get; init; }

    public long DiscountMinor { get; init; }

    public long TipMinor { get; init; }

    public long RoundingMinor { get; init; }

    public long TaxMinor { get; init; }

    public long CostMinor { get; init; }

    public long FloatMinor { get; init; }

    public long CashInMinor { get; init; }

    public long CashOutMinor { get; init; }

    public long DrawerOpenings { get; init; }

    /// <summary>First and last order number of the shift; 0 when it had none.</summary>
    public long FirstNumber { get; init; }

    public long LastNumber { get; init; }

    /// <summary>By kind of tender: what sales took and refunds gave back.</summary>
    public IReadOnlyDictionary<string, TenderTotal> Tenders { get; init; } = new Dictionary<string, TenderTotal>(StringComparer.Ordinal);

    /// <summary>By tax class name and rate, sales less refunds.</summary>
    public IReadOnlyDictionary<string, TaxTotal> Taxes { get; init; } = new Dictionary<string, TaxTotal>(StringComparer.Ordinal);

    /// <summary>By staff id.</summary>
    public IReadOnlyDictionary<string, CashierTotal> Cashiers { get; init; } = new Dictionary<string, CashierTotal>(StringComparer.Ordinal);

    /// <summary>What the drawer should hold: float + cash sales − cash refunds + cash in − cash out.</summary>
    public long ExpectedCashMinor =>
        FloatMinor + CashInMinor - CashOutMinor + (Tenders.TryGetValue(Tender.Cash, out var cash) ? cash.InMinor - cash.OutMinor : 0);
}

/// <summary>What one kind of tender took in and gave back.</summary>
public sealed record TenderTotal(long InCount, long InMinor, long OutCount, long OutMinor)
{
    /// <summary>Name of an owner's tender as it last was; null for cash.</summary>
    public string? Name { get; init; }

    public string? NameEn { get; init; }

    /// <summary>True: nothing but the cashiers' word stands behind it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NotVerified { get; init; }
}

/// <summary>Turnover without tax, and the tax, of one class.</summary>
public sealed record TaxTotal(string Name, int RatePpm, long BaseMinor, long TaxMinor);

/// <summary>One cashier's part of a shift.</summary>
public sealed record CashierTotal(long SaleCount, long SaleMinor, long RefundCount, long RefundMinor, long VoidCount, long VoidMinor);
