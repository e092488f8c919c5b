using System.Text.Json.Serialization;
using Guitai.Contracts.Facts;
using Guitai.Till.Tenders;

namespace Guitai.Till.Checkout;

/// <summary>An order before it ends: what was rung up, by whom, and what was taken out again. Immutable; every change makes a new one.</summary>
public sealed record Cart
{
    public required Guid OrderId { get; init; }

    public required Guid StaffId { get; init; }

    public required long OpenedAtMs { get; init; }

    public IReadOnlyList<CartLine> Lines { get; init; } = [];

    public Discount OrderDiscount { get; init; } = Discount.None;

    public long TipMinor { get; init; }

    public string? Note { get; init; }

    public IReadOnlyList<OrderEdit> Edits { get; init; } = [];

    /// <summary>What was asked for and paid of it so far, oldest first; ended tries included.</summary>
    public IReadOnlyList<CartTender> Tenders
    {
        // A draft of a till before it knew of tenders has none.
        get => field ?? [];
        init;
    }

    /// <summary>True while a tender pays for it or is under way: nothing that it costs may change.</summary>
    [JsonIgnore]
    public bool IsBound => Tenders.Any(t => t.Binds);

    /// <summary>Sum of the confirmed tenders, minor units.</summary>
    [JsonIgnore]
    public long ConfirmedMinor => Tenders.Where(t => t.State == TenderState.Confirmed).Sum(t => t.AmountMinor);

    public Guid? LastLineId { get; init; }

    /// <summary>When it was put aside, and by whom; null while it is at the counter.</summary>
    public long? HeldAtMs { get; init; }

    public Guid? HeldBy { get; init; }
}

/// <summary>A line before pricing: the product as it was when it was rung up.</summary>
/// <param name="Line">Quantity and unit price are set; sums are not.</param>
public sealed record CartLine(OrderLine Line, Discount Discount);

/// <summary>A percentage or an amount off; never both.</summary>
public sealed record Discount(int? Percent, long? AmountMinor)
{
    /// <summary>Nothing off.</summary>
    public static Discount None { get; } = new(null, null);

    /// <summary>What comes off a sum, never more than the sum itself.</summary>
    public long Off(long sumMinor) =>
        Percent is { } percent ? Foundation.Fraction.RoundHalfAway(sumMinor, percent, 100) : Math.Min(AmountMinor ?? 0, sumMinor);

    /// <summary>True when it asks for more than so many percent of a sum.</summary>
    public bool Exceeds(long limitPercent, long sumMinor) => Off(sumMinor) * 100 > sumMinor * limitPercent;
}
