using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Till.Checkout;

namespace Guitai.Till.Refunds;

/// <summary>How many of each line come back, as asked.</summary>
public sealed record RefundAsk(Guid LineId, long QuantityMilli);

/// <summary>What of a sale can come back, and what it is worth. However a sale is taken apart, its refunds add up to exactly what was paid.</summary>
public static class RefundRule
{
    /// <summary>What is left of each line after earlier refunds.</summary>
    public static IReadOnlyList<(OrderLine Line, long QuantityMilli, long PaidMinor)> Left(Order sale, IReadOnlyList<Order> earlier) =>
        [
            .. sale.Lines.Select(line =>
            {
                var back = Back(line, earlier);
                return (line, line.QuantityMilli - back.QuantityMilli, line.PaidMinor - back.PaidMinor);
            }),
        ];

    /// <summary>The lines and totals of a refund; amounts are positive and go back to the customer.</summary>
    /// <param name="sale">The sale.</param>
    /// <param name="earlier">All refunds of it so far.</param>
    /// <param name="asks">What comes back; null for everything that is left.</param>
    /// <param name="rounding">Cash rounding of a partial refund, always downwards; a refund that completes the sale gives back the exact rest.</param>
    /// <param name="cashPart">How much of an unrounded sum goes back in cash: only that is rounded.</param>
    /// <param name="newId">Ids of the refund's lines.</param>
    public static Outcome<PricedOrder> Refund(
        Order sale,
        IReadOnlyList<Order> earlier,
        IReadOnlyList<RefundAsk>? asks,
        CashRounding rounding,
        Func<long, long> cashPart,
        Func<Guid> newId
    )
    {
        var left = Left(sale, earlier);
        asks ??= [.. left.Where(l => l.QuantityMilli > 0).Select(l => new RefundAsk(l.Line.Id, l.QuantityMilli))];
        if (asks.Count == 0)
        {
            return new Refusal("refund.nothing-left");
        }

        if (asks.Select(a => a.LineId).Distinct().Count() != asks.Count)
        {
            return new Refusal("refund.line-twice");
        }

        var lines = new List<OrderLine>();
        foreach (var ask in asks)
        {
            var found = left.FirstOrDefault(l => l.Line.Id == ask.LineId);
            if (found.Line is null)
            {
                return new Refusal("refund.no-such-line");
            }

            if (ask.QuantityMilli < 1 || ask.QuantityMilli > found.QuantityMilli || (!found.Line.Weighed && ask.QuantityMilli % 1000 != 0))
            {
                return Refusal.With("refund.more-than-left", "name", found.Line.Name);
            }

            lines.Add(Part(found.Line, Back(found.Line, earlier), ask.QuantityMilli) with { Id = newId(), OriginalLineId = found.Line.Id });
        }

        var completes = left.All(l => l.QuantityMilli == (asks.FirstOrDefault(a => a.LineId == l.Line.Id)?.QuantityMilli ?? 0));

        // Where cash rounding took more than the goods were worth, it took it from the tip.
        var tip =
            completes && earlier.Count == 0 ? Math.Min(sale.Totals.TipMinor, sale.Totals.TotalMinor - lines.Sum(l => l.PaidMinor)) : 0;
        var unpaid = left.Where(l => asks.All(a => a.LineId != l.Line.Id)).Sum(l => l.PaidMinor);
        return Totalled(completes ? Adjusted(lines, unpaid) : RoundedDown(lines, rounding, cashPart), tip);
    }

    // What earlier refunds rounded off comes back with the last one, also from lines that were complete before.
    private static List<OrderLine> RoundedDown(List<OrderLine> lines, CashRounding rounding, Func<long, long> cashPart) =>
        rounding.Mode == CashRoundingMode.None || rounding.UnitMinor <= 1
            ? lines
            : Adjusted(lines, -(cashPart(lines.Sum(l => l.PaidMinor)) % rounding.UnitMinor));

    private static List<OrderLine> Adjusted(List<OrderLine> lines, long byMinor)
    {
        var shares = Fraction.Allocate(byMinor, lines.Select(l => l.PaidMinor).ToArray());
        return [.. lines.Select((l, i) => l with { RoundingMinor = l.RoundingMinor + shares[i], PaidMinor = l.PaidMinor + shares[i] })];
    }

    // Each amount is the line's part up to the new cumulative quantity less what went back before: the last piece takes the exact rest.
    private static OrderLine Part(OrderLine line, OrderLine back, long quantityMilli)
    {
        var upTo = back.QuantityMilli + quantityMilli;
        long Of(long whole, long before) => Fraction.RoundDown(whole, upTo, line.QuantityMilli) - before;
        var gross = Of(line.GrossMinor, back.GrossMinor);
        var lineDiscount = Of(line.LineDiscountMinor, back.LineDiscountMinor);
        var orderDiscount = Of(line.OrderDiscountMinor, back.OrderDiscountMinor);
        var net = gross - lineDiscount - orderDiscount;
        var tax = Of(line.TaxMinor, back.TaxMinor);
        var paid = Math.Max(0, Of(line.PaidMinor, back.PaidMinor));
        return line with
        {
            QuantityMilli = quantityMilli,
            LabelMinor = null,
            GrossMinor = gross,
            LineDiscountMinor = lineDiscount,
            OrderDiscountMinor = orderDiscount,
            NetMinor = net,
            TaxMinor = tax,
            PaidMinor = paid,
            RoundingMinor = paid - net - (line.TaxInclusive ? 0 : tax),
            CostMinor = Of(line.CostMinor, back.CostMinor),
        };
    }

    private static OrderLine Back(OrderLine line, IReadOnlyList<Order> earlier)
    {
        var back = line with
        {
            QuantityMilli = 0,
            GrossMinor = 0,
            LineDiscountMinor = 0,
            OrderDiscountMinor = 0,
            TaxMinor = 0,
            PaidMinor = 0,
            CostMinor = 0,
        };
        foreach (var part in earlier.SelectMany(o => o.Lines).Where(l => l.OriginalLineId == line.Id))
        {
            back = back with
            {
                QuantityMilli = back.QuantityMilli + part.QuantityMilli,
                GrossMinor = back.GrossMinor + part.GrossMinor,
                LineDiscountMinor = back.LineDiscountMinor + part.LineDiscountMinor,
                OrderDiscountMinor = back.OrderDiscountMinor + part.OrderDiscountMinor,
                TaxMinor = back.TaxMinor + part.TaxMinor,
                PaidMinor = back.PaidMinor + part.PaidMinor,
                CostMinor = back.CostMinor + part.CostMinor,
            };
        }

        return back;
    }

    private static PricedOrder Totalled(IReadOnlyList<OrderLine> lines, long tipMinor) =>
        new(
            lines,
            new OrderTotals
            {
                GrossMinor = lines.Sum(l => l.GrossMinor),
                DiscountMinor = lines.Sum(l => l.LineDiscountMinor + l.OrderDiscountMinor),
                TaxMinor = lines.Sum(l => l.TaxMinor),
                TaxExclusiveMinor = lines.Sum(l => l.TaxInclusive ? 0 : l.TaxMinor),
                TipMinor = tipMinor,
                RoundingMinor = lines.Sum(l => l.RoundingMinor),
                TotalMinor = lines.Sum(l => l.PaidMinor) + tipMinor,
                CostMinor = lines.Sum(l => l.CostMinor),
            }
        );
}
