using Guitai.Contracts.Facts;
using Guitai.Contracts.Staff;
using Guitai.Foundation;
using Guitai.Till.Desk;
using Guitai.Till.Journal;
using Guitai.Till.Pages;
using Guitai.Till.Staff;
using Guitai.Till.Tenders;

namespace Guitai.Till.Checkout;

/// <summary>Putting an order aside, calling it back, and ending it unpaid with a reason.</summary>
public sealed class HeldOrders(TillDesk desk, Login login)
{
    /// <summary>Whether a tender under way is out of the cashier's hands for now: its end comes by itself, and the till sells on.</summary>
    internal Func<CartTender, bool> IsOutOfHands { get; set; } = _ => false;

    /// <summary>Puts the order at the counter aside (挂单).</summary>
    public Task<Outcome<bool>> HoldAsync(PageContext page, HoldRequest request) =>
        desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                if (desk.Cart is not { Lines.Count: > 0 } cart)
                {
                    return Refusals.EmptyCart;
                }

                if (cart.IsBound && !MayWait(cart))
                {
                    return Refusals.PartlyPaid;
                }

                if (desk.Held.Count >= Limits.Held)
                {
                    return Refusals.OutOfRange("held", 0, Limits.Held);
                }

                var held = cart with { HeldAtMs = desk.NowMs, HeldBy = actor.Id, Note = Limits.Clean(request.Note) ?? cart.Note };
                var transaction = desk.NewTransaction();
                var total = Pricing.Price(cart, null).Totals.TotalMinor;
                desk.Append(
                    transaction,
                    FactKind.OrderHeld,
                    cart.OrderId,
                    new OrderHeld(cart.OrderId, actor.Id, held.Note, total, cart.Lines.Count)
                );
                transaction.Write.Upsert(TillTables.OpenOrder, cart.OrderId, 1, TillJson.Write(held));
                if (await desk.CommitAsync(transaction) is { } refusal)
                {
                    return refusal;
                }

                desk.PutHeld(held);
                desk.SaySomethingChanged();
                return true;
            }
        );

    /// <summary>Calls an order back to the empty counter (取单).</summary>
    public Task<Outcome<bool>> RecallAsync(PageContext page, RecallRequest request) =>
        desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                if (desk.Cart is { Lines.Count: > 0 })
                {
                    return new Refusal("cart.not-empty");
                }

                if (!desk.Held.TryGetValue(request.OrderId, out var held))
                {
                    return Refusals.NoSuchOrder;
                }

                var cart = held with { HeldAtMs = null, HeldBy = null };
                var transaction = desk.NewTransaction();
                desk.Append(transaction, FactKind.OrderRecalled, cart.OrderId, new OrderRecalled(cart.OrderId, actor.Id));
                transaction.Write.Upsert(TillTables.OpenOrder, cart.OrderId, 0, TillJson.Write(cart));
                if (desk.Cart is { } empty)
                {
                    transaction.Write.Delete(TillTables.OpenOrder, empty.OrderId);
                }

                if (await desk.CommitAsync(transaction) is { } refusal)
                {
                    return refusal;
                }

                desk.TakeHeld(cart);
                desk.SaySomethingChanged();
                return true;
            }
        );

    /// <summary>Ends an unpaid order, at the counter or put aside. It keeps its number, its lines and the reason.</summary>
    public Task<Outcome<bool>> VoidAsync(PageContext page, VoidRequest request) =>
        desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                var cart = desk.Cart?.OrderId == request.OrderId ? desk.Cart : desk.Held.GetValueOrDefault(request.OrderId);
                if (cart is null)
                {
                    return Refusals.NoSuchOrder;
                }

                if (cart.IsBound)
                {
                    return Refusals.PartlyPaid;
                }

                if (desk.State.Shift is null)
                {
                    return Refusals.NoShift;
                }

                if (Limits.Clean(request.Reason) is not { } reason)
                {
                    return Refusals.ReasonMissing;
                }

                var authorised = await login.AuthoriseAsync(actor, Right.VoidOrder, request.Approval);
                if (authorised.Refusal is { } refusal)
                {
                    return refusal;
                }

                var order = OrderEnd.Of(desk, cart, actor.Id, Pricing.Price(cart, null)) with
                {
                    Reason = reason,
                    ApprovedBy = authorised.Value,
                };
                var transaction = desk.NewTransaction();
                desk.Append(transaction, FactKind.OrderVoided, order.Id, order);
                transaction.Write.Delete(TillTables.OpenOrder, order.Id);
                if (await desk.CommitAsync(transaction) is { } full)
                {
                    return full;
                }

                if (desk.Cart?.OrderId == order.Id)
                {
                    desk.ClearCart();
                }
                else
                {
                    desk.DropHeld(order.Id);
                }

                desk.SaySomethingChanged();
                return true;
            }
        );

    private bool MayWait(Cart cart) => cart.Tenders.Any(t => t.ByTerminal && t.IsUnderWay && IsOutOfHands(t));
}
