using Dapper;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Till.Checkout;
using Guitai.Till.Desk;
using Guitai.Till.Journal;
using Guitai.Till.Receipts;

namespace Guitai.Till.Tenders;

/// <summary>What every tender shares: when an order is paid, and its one end. The sale is durable before its receipt exists.</summary>
internal sealed class OrderPayment(TillDesk desk, PrintQueue printing)
{
    /// <summary>The order as cash would end it now: only what the other tenders leave open is rounded.</summary>
    public static PricedOrder WithCash(Cart cart, Store place) => Pricing.Price(cart, place.CashRounding, cart.ConfirmedMinor);

    /// <summary>True when this till has booked the order as sold.</summary>
    public bool IsPaid(Guid orderId) =>
        desk.Store.Read(c =>
            c.ExecuteScalar<long>("SELECT count(*) FROM order_row WHERE order_id = @id AND kind = 'sale'", new { id = orderId.ToString() })
        ) > 0;

    /// <summary>Ends the order with its confirmed tenders and cash; nothing happened when it is refused.</summary>
    /// <param name="cart">With the tenders that pay it.</param>
    /// <param name="priced">Its total is what the tenders pay together.</param>
    /// <param name="cash">Notes and coins in or, as change for a tender worth more, out; null for none.</param>
    /// <param name="print">Null: as the store's settings say.</param>
    public async Task<Refusal?> CompleteAsync(Actor actor, Cart cart, PricedOrder priced, Tender? cash, bool? print)
    {
        var transaction = desk.NewTransaction();
        var end = Complete(transaction, actor.Id, cart, priced, cash, print);
        if (await desk.CommitAsync(transaction) is { } full)
        {
            return full;
        }

        end();
        return null;
    }

    /// <summary>Puts the order's end into a commit.</summary>
    /// <returns>What is done once it is durable.</returns>
    public Action Complete(TillTransaction transaction, Guid staffId, Cart cart, PricedOrder priced, Tender? cash, bool? print)
    {
        var own = cart.Tenders.Where(t => t.State == TenderState.Confirmed).Select(Lasting);
        var order = OrderEnd.Of(desk, cart, staffId, priced) with { Tenders = cash is null ? [.. own] : [.. own, cash] };
        var total = order.Totals.TotalMinor;
        if (order.Tenders.Sum(t => t.AmountMinor) != total)
        {
            throw new InvalidOperationException("An order's tenders do not pay its total.");
        }

        desk.Append(transaction, FactKind.SaleCompleted, order.Id, order);
        transaction.Write.Delete(TillTables.OpenOrder, order.Id);
        var wanted = print ?? desk.Place!.Receipt.Print == PrintMode.Always;
        var job = wanted ? printing.Promise(transaction.Write, PrintKind.Receipt, order.Id, copy: 0) : null;
        return () =>
        {
            var (tendered, change) = (order.Tenders.Sum(t => t.TenderedMinor), order.Tenders.Sum(t => t.ChangeMinor));
            if (desk.Cart is not { } atCounter || atCounter.OrderId == order.Id)
            {
                desk.LastSale = new LastSale(order.Id, order.ReceiptNumber, total, tendered, change, job?.Id, order.Tenders);
            }

            desk.ForgetEnded([order.Id]);
            desk.SaySomethingChanged();
            printing.Start(job, openDrawer: cash is not null);
        };
    }

    private static Tender Lasting(CartTender tender) =>
        new(tender.Id, tender.Kind, tender.AmountMinor, tender.AmountMinor, 0)
        {
            Name = tender.Name,
            NameEn = tender.NameEn,
            Reference = tender.Reference,
            NotVerified = !tender.ByTerminal,
            Card = tender.Card,
            AtMs = tender.EndedAtMs,
            StaffId = tender.StaffId,
        };
}
