using Guitai.Contracts.Staff;
using Guitai.Foundation;
using Guitai.Till.Desk;
using Guitai.Till.Pages;
using Guitai.Till.Staff;

namespace Guitai.Till.Checkout;

/// <summary>Discounts and other prices: within the cashier's limit alone, beyond it with the right or a second person.</summary>
public sealed class PriceChanges(TillDesk desk, Login login)
{
    /// <summary>A discount on one line; above the cashier's limit with the right or a second person.</summary>
    public Task<Outcome<bool>> DiscountLineAsync(PageContext page, LineDiscountRequest request) =>
        desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                if (CartChange.Line(desk, request.LineId) is not { } line)
                {
                    return Refusals.NoSuchLine;
                }

                var worth = CartChange.Worth(line.Line);
                return await DiscountAsync(
                    actor,
                    request.Percent,
                    request.AmountMinor,
                    worth,
                    request.Approval,
                    (discount, approvedBy) =>
                        CartChange.Edited(
                            desk,
                            CartChange.WithLine(desk.Cart!, line with { Discount = discount }),
                            actor,
                            "line-discount",
                            line.Line.Name,
                            discount.Off(worth),
                            approvedBy
                        )
                );
            }
        );

    /// <summary>A discount on the whole order.</summary>
    public Task<Outcome<bool>> DiscountOrderAsync(PageContext page, OrderDiscountRequest request) =>
        desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                if (desk.Cart is not { Lines.Count: > 0 } cart)
                {
                    return Refusals.EmptyCart;
                }

                var sum = Pricing.Price(cart with { OrderDiscount = Discount.None }, null).Lines.Sum(l => l.NetMinor);
                return await DiscountAsync(
                    actor,
                    request.Percent,
                    request.AmountMinor,
                    sum,
                    request.Approval,
                    (discount, approvedBy) =>
                        CartChange.Edited(
                            desk,
                            cart with
                            {
                                OrderDiscount = discount,
                            },
                            actor,
                            "order-discount",
                            "",
                            discount.Off(sum),
                            approvedBy
                        )
                );
            }
        );

    /// <summary>Another price for a line, with the right or a second person; null goes back to the product's own.</summary>
    public Task<Outcome<bool>> OverridePriceAsync(PageContext page, PriceRequest request) =>
        desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                if (CartChange.Line(desk, request.LineId) is not { } line)
                {
                    return Refusals.NoSuchLine;
                }

                if (request.PriceMinor is < 0 or > Limits.PriceMinor)
                {
                    return Refusals.OutOfRange("price", 0, Limits.PriceMinor);
                }

                var authorised = await login.AuthoriseAsync(actor, Right.PriceOverride, request.Approval);
                if (authorised.Refusal is { } refusal)
                {
                    return refusal;
                }

                var list = line.Line.ListPriceMinor ?? line.Line.UnitPriceMinor;
                var price = request.PriceMinor ?? list;
                // Another price is the cashier's word against the label's.
                var changed = line.Line with
                {
                    UnitPriceMinor = price,
                    ListPriceMinor = price == list ? null : list,
                    LabelMinor = null,
                };
                return
                    CartChange.Put(
                        desk,
                        CartChange.Edited(
                            desk,
                            CartChange.WithLine(desk.Cart!, line with { Line = changed }),
                            actor,
                            "price-overridden",
                            line.Line.Name,
                            CartChange.Worth(line.Line) - CartChange.Worth(changed),
                            authorised.Value
                        )
                    )
                        is { } tooLarge
                    ? tooLarge
                    : true;
            }
        );

    private async Task<Outcome<bool>> DiscountAsync(
        Actor actor,
        int? percent,
        long? amountMinor,
        long sumMinor,
        Approval? approval,
        Func<Discount, Guid?, Cart> change
    )
    {
        if (percent is not null && amountMinor is not null)
        {
            return new Refusal("cart.discount-percent-or-amount");
        }

        if (percent is < 0 or > 100)
        {
            return Refusals.OutOfRange("percent", 0, 100);
        }

        if (amountMinor < 0 || amountMinor > sumMinor)
        {
            return Refusals.OutOfRange("amount", 0, sumMinor);
        }

        var discount = new Discount(percent is 0 ? null : percent, amountMinor is 0 ? null : amountMinor);
        Guid? approvedBy = null;
        if (discount.Exceeds(Rights.CashierDiscountLimitPercent, sumMinor))
        {
            var authorised = await login.AuthoriseAsync(actor, Right.DiscountAboveLimit, approval);
            if (authorised.Refusal is { } refusal)
            {
                return refusal;
            }

            approvedBy = authorised.Value;
        }

        return CartChange.Put(desk, change(discount, approvedBy)) is { } tooLarge ? tooLarge : true;
    }
}
