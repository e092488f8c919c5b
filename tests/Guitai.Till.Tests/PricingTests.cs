using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Till.Checkout;
using Guitai.Till.Refunds;

namespace Guitai.Till.Tests;

/// <summary>Whatever is rung up, the parts add up to the whole, and refunds never exceed what was paid.</summary>
public sealed class PricingTests
{
    private static readonly CashRounding s_jiao = new(10, CashRoundingMode.Down);

    [Theory]
    [InlineData(1234, 10, CashRoundingMode.Down, 1230)]
    [InlineData(1239, 10, CashRoundingMode.Nearest, 1240)]
    [InlineData(1299, 100, CashRoundingMode.Down, 1200)]
    [InlineData(1250, 100, CashRoundingMode.Nearest, 1300)]
    [InlineData(1234, 0, CashRoundingMode.Down, 1234)]
    [InlineData(1234, 10, CashRoundingMode.None, 1234)]
    public void Cash_totals_are_rounded_as_the_store_says(long sum, long unit, CashRoundingMode mode, long expected) =>
        Assert.Equal(expected, Pricing.Rounded(sum, new CashRounding(unit, mode)));

    [Fact]
    public void Inclusive_tax_is_what_the_shelf_price_contains()
    {
        var priced = Pricing.Price(CartOf(Line(1130, 1000, 130_000, inclusive: true)), null);
        Assert.Equal(130, priced.Totals.TaxMinor);
        Assert.Equal(1130, priced.Totals.TotalMinor);
    }

    [Fact]
    public void Exclusive_tax_comes_on_top()
    {
        var priced = Pricing.Price(CartOf(Line(1000, 1000, 88_750, inclusive: false)), null);
        Assert.Equal(89, priced.Totals.TaxMinor);
        Assert.Equal(1089, priced.Totals.TotalMinor);
    }

    [Fact]
    public void Parts_add_up_to_the_whole_for_any_order()
    {
        var random = new Random(20260301);
        for (var round = 0; round < 5_000; round++)
        {
            var cart = AnyCart(random);
            var priced = Pricing.Price(cart, random.Next(2) == 0 ? null : s_jiao);
            var t = priced.Totals;
            Assert.Equal(t.TotalMinor, t.GrossMinor - t.DiscountMinor + t.TaxExclusiveMinor + t.TipMinor + t.RoundingMinor);
            Assert.Equal(t.TotalMinor, priced.Lines.Sum(l => l.PaidMinor) + t.TipMinor);
            Assert.Equal(t.TaxMinor, priced.Lines.Sum(l => l.TaxMinor));
            Assert.Equal(t.RoundingMinor, priced.Lines.Sum(l => l.RoundingMinor));
            Assert.All(
                priced.Lines,
                l => Assert.True(l.NetMinor >= 0 && l.NetMinor == l.GrossMinor - l.LineDiscountMinor - l.OrderDiscountMinor)
            );
        }
    }

    [Fact]
    public void However_a_sale_is_taken_apart_its_refunds_give_back_exactly_what_was_paid()
    {
        var random = new Random(7);
        for (var round = 0; round < 1_000; round++)
        {
            var priced = Pricing.Price(AnyCart(random), s_jiao);
            var sale = OrderOf(priced);
            var refunds = new List<Order>();
            var paid = 0L;
            while (RefundRule.Left(sale, refunds).Any(l => l.QuantityMilli > 0))
            {
                var left = RefundRule.Left(sale, refunds).Where(l => l.QuantityMilli > 0).ToList();
                var line = left[random.Next(left.Count)];
                var quantity = line.Line.Weighed
                    ? random.NextInt64(1, line.QuantityMilli + 1)
                    : random.NextInt64(1, (line.QuantityMilli / 1000) + 1) * 1000;
                if (refunds.Count > 20)
                {
                    quantity = line.QuantityMilli;
                }

                var refund = RefundRule.Refund(sale, refunds, [new RefundAsk(line.Line.Id, quantity)], s_jiao, sum => sum, Guid.NewGuid);
                Assert.True(refund.Ok, refund.Refusal?.Code);
                var back = refund.Value.Totals;
                Assert.True(back.TotalMinor >= 0);
                Assert.Equal(
                    back.TotalMinor,
                    back.GrossMinor - back.DiscountMinor + back.TaxExclusiveMinor + back.TipMinor + back.RoundingMinor
                );
                refunds.Add(OrderOf(refund.Value));
                paid += back.TotalMinor;
                Assert.True(paid <= priced.Totals.TotalMinor);
            }

            Assert.Equal(priced.Totals.TotalMinor - (refunds.Count == 1 ? 0 : priced.Totals.TipMinor), paid);
            Assert.Equal(priced.Totals.TaxMinor, refunds.Sum(r => r.Totals.TaxMinor));
        }
    }

    private static Cart AnyCart(Random random) =>
        CartOf([
            .. Enumerable
                .Range(0, random.Next(1, 8))
                .Select(_ =>
                {
                    var weighed = random.Next(4) == 0;
                    var line = Line(
                        random.NextInt64(0, 20_000),
                        weighed ? random.NextInt64(1, 5_000) : random.Next(1, 9) * 1000,
                        random.Next(3) switch
                        {
                            0 => 0,
                            1 => 130_000,
                            _ => 88_750,
                        },
                        random.Next(4) != 0
                    );
                    var discount = random.Next(3) switch
                    {
                        0 => new Discount(random.Next(1, 101), null),
                        1 => new Discount(null, random.NextInt64(0, 3_000)),
                        _ => Discount.None,
                    };
                    return new CartLine(line.Line with { Weighed = weighed }, discount);
                }),
        ]) with
        {
            OrderDiscount = random.Next(2) == 0 ? Discount.None : new Discount(random.Next(1, 60), null),
            TipMinor = random.Next(3) == 0 ? random.NextInt64(0, 500) * 10 : 0,
        };

    private static Cart CartOf(params CartLine[] lines) =>
        new()
        {
            OrderId = Guid.NewGuid(),
            StaffId = Guid.NewGuid(),
            OpenedAtMs = 0,
            Lines = lines,
        };

    private static CartLine Line(long price, long quantityMilli, int ratePpm, bool inclusive) =>
        new(
            new OrderLine
            {
                Id = Guid.NewGuid(),
                Name = "x",
                Unit = "件",
                QuantityMilli = quantityMilli,
                UnitPriceMinor = price,
                UnitCostMinor = price / 2,
                TaxRatePpm = ratePpm,
                TaxInclusive = inclusive,
                StaffId = Guid.Empty,
            },
            Discount.None
        );

    private static Order OrderOf(PricedOrder priced) =>
        new()
        {
            Id = Guid.NewGuid(),
            StoreId = Guid.Empty,
            TillId = Guid.Empty,
            ShiftId = Guid.Empty,
            Number = 1,
            ReceiptNumber = "x",
            Currency = "CNY",
            StaffId = Guid.Empty,
            OpenedAtMs = 0,
            EndedAtMs = 0,
            Lines = priced.Lines,
            Totals = priced.Totals,
        };
}
