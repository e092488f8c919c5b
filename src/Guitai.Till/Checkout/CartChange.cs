using Guitai.Contracts.Facts;
using Guitai.Foundation;
using Guitai.Till.Desk;

namespace Guitai.Till.Checkout;

/// <summary>How the order at the counter changes.</summary>
internal static class CartChange
{
    /// <summary>Makes a changed cart the one at the counter; a refusal when its total makes no sense.</summary>
    public static Refusal? Put(TillDesk desk, Cart cart)
    {
        if (desk.Cart is { IsBound: true } now && !CostsTheSame(now, cart))
        {
            return Refusals.PartlyPaid;
        }

        // Checked before pricing, so that no product of a slip of the finger can overflow.
        var roughly = cart.Lines.Aggregate(
            (Int128)cart.TipMinor,
            (sum, l) => sum + (l.Line.LabelMinor ?? ((Int128)l.Line.UnitPriceMinor * l.Line.QuantityMilli / 1000))
        );
        if (roughly > Limits.TotalMinor)
        {
            return Refusals.OutOfRange("total", 0, Limits.TotalMinor);
        }

        desk.PutCart(cart);
        return null;
    }

    private static bool CostsTheSame(Cart now, Cart next) =>
        next.OrderId == now.OrderId
        && ReferenceEquals(next.Lines, now.Lines)
        && next.OrderDiscount == now.OrderDiscount
        && next.TipMinor == now.TipMinor;

    /// <summary>A line of the order at the counter.</summary>
    public static CartLine? Line(TillDesk desk, Guid lineId) => desk.Cart?.Lines.FirstOrDefault(l => l.Line.Id == lineId);

    /// <summary>The cart with one line replaced.</summary>
    public static Cart WithLine(Cart cart, CartLine line) =>
        cart with
        {
            Lines = [.. cart.Lines.Select(l => l.Line.Id == line.Line.Id ? line : l)],
            LastLineId = line.Line.Id,
        };

    /// <summary>The cart with a note of what an owner wants to see.</summary>
    public static Cart Edited(TillDesk desk, Cart cart, Actor actor, string what, string lineName, long amountMinor, Guid? approvedBy) =>
        cart with
        {
            Edits = [.. cart.Edits, new OrderEdit(what, lineName, amountMinor, desk.NowMs, actor.Id, approvedBy)],
        };

    /// <summary>Price times quantity, rounded once; or what its label says.</summary>
    public static long Worth(OrderLine line) => line.LabelMinor ?? Fraction.RoundHalfAway(line.UnitPriceMinor, line.QuantityMilli, 1000);
}
