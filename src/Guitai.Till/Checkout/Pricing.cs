using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Foundation;

namespace Guitai.Till.Checkout;

/// <summary>A priced order: every line's parts and the totals add up exactly.</summary>
public sealed record PricedOrder(IReadOnlyList<OrderLine> Lines, OrderTotals Totals);

/// <summary>The written rule of prices: a line's gross is rounded once; the order's discount, each class's tax and the cash rounding are computed
/// once on sums and then split over the lines by largest remainder.</summary>
public static class Pricing
{
    /// <summary>Prices an order.</summary>
    /// <param name="cart">What was rung up.</param>
    /// <param name="rounding">Cash rounding to apply; null for the exact total.</param>
    /// <param name="otherwiseMinor">What other tenders than cash pay of it: only the rest is rounded.</param>
    public static PricedOrder Price(Cart cart, CashRounding? rounding, long otherwiseMinor = 0)
    {
        var lines = new OrderLine[cart.Lines.Count];
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = Gross(cart.Lines[i]);
        }

        Discounted(lines, cart.OrderDiscount);
        Taxed(lines);
        var beforeRounding = Sum(lines, l => l.NetMinor) + ExclusiveTax(lines) + cart.TipMinor;
        var roundingMinor = rounding is null ? 0 : RoundingOf(beforeRounding, rounding, otherwiseMinor);
        RoundedOff(lines, roundingMinor);
        return new PricedOrder(
            lines,
            new OrderTotals
            {
                GrossMinor = Sum(lines, l => l.GrossMinor),
                DiscountMinor = Sum(lines, l => l.LineDiscountMinor + l.OrderDiscountMinor),
                TaxMinor = Sum(lines, l => l.TaxMinor),
                TaxExclusiveMinor = ExclusiveTax(lines),
                TipMinor = cart.TipMinor,
                RoundingMinor = roundingMinor,
                TotalMinor = beforeRounding + roundingMinor,
                CostMinor = Sum(lines, l => l.CostMinor),
            }
        );
    }

    /// <summary>A sum after cash rounding.</summary>
    public static long Rounded(long sumMinor, CashRounding rounding)
    {
        var unit = rounding.UnitMinor;
        return unit <= 1
            ? sumMinor
            : rounding.Mode switch
            {
                CashRoundingMode.Down => sumMinor - Modulo(sumMinor, unit),
                CashRoundingMode.Nearest => Fraction.RoundHalfAway(sumMinor, 1, unit) * unit,
                _ => sumMinor,
            };
    }

    // A rest below zero is change for a tender worth more than the order. Rounding never makes the order worth less than nothing.
    private static long RoundingOf(long sumMinor, CashRounding rounding, long otherwiseMinor)
    {
        var restMinor = sumMinor - otherwiseMinor;
        return Math.Max(-sumMinor, Rounded(restMinor, rounding) - restMinor);
    }

    private static long Modulo(long sumMinor, long unit) => ((sumMinor % unit) + unit) % unit;

    private static OrderLine Gross(CartLine cartLine)
    {
        var line = cartLine.Line;
        var gross = CartChange.Worth(line);
        return line with
        {
            GrossMinor = gross,
            LineDiscountMinor = cartLine.Discount.Off(gross),
            DiscountPercent = cartLine.Discount.Percent,
            CostMinor = Fraction.RoundHalfAway(line.UnitCostMinor, line.QuantityMilli, 1000),
        };
    }

    private static void Discounted(OrderLine[] lines, Discount orderDiscount)
    {
        if (lines.Length == 0)
        {
            return;
        }

        var afterLineDiscount = Array.ConvertAll(lines, l => l.GrossMinor - l.LineDiscountMinor);
        var shares = Fraction.Allocate(orderDiscount.Off(afterLineDiscount.Sum()), afterLineDiscount);
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = lines[i] with { OrderDiscountMinor = shares[i], NetMinor = afterLineDiscount[i] - shares[i] };
        }
    }

    private static void Taxed(OrderLine[] lines)
    {
        foreach (
            var group in Enumerable.Range(0, lines.Length).GroupBy(i => (lines[i].TaxClassId, lines[i].TaxRatePpm, lines[i].TaxInclusive))
        )
        {
            var members = group.ToArray();
            var nets = Array.ConvertAll(members, i => lines[i].NetMinor);
            var rate = group.Key.TaxRatePpm;
            var tax = Fraction.RoundHalfAway(nets.Sum(), rate, group.Key.TaxInclusive ? 1_000_000L + rate : 1_000_000L);
            var shares = Fraction.Allocate(tax, nets);
            for (var i = 0; i < members.Length; i++)
            {
                lines[members[i]] = lines[members[i]] with { TaxMinor = shares[i] };
            }
        }
    }

    private static void RoundedOff(OrderLine[] lines, long roundingMinor)
    {
        if (lines.Length == 0)
        {
            return;
        }

        var due = Array.ConvertAll(lines, l => l.NetMinor + (l.TaxInclusive ? 0 : l.TaxMinor));
        var shares = Fraction.Allocate(roundingMinor, due);
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = lines[i] with { RoundingMinor = shares[i], PaidMinor = due[i] + shares[i] };
        }
    }

    private static long ExclusiveTax(OrderLine[] lines) => Sum(lines, l => l.TaxInclusive ? 0 : l.TaxMinor);

    private static long Sum(OrderLine[] lines, Func<OrderLine, long> part)
    {
        var sum = 0L;
        foreach (var line in lines)
        {
            sum += part(line);
        }

        return sum;
    }
}
