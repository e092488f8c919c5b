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
        var own = cart.Tenders.Where(t => t.State == TenderState.Confirmed).Select(Lasting);
        var order = OrderEnd.Of(desk, cart, actor, priced) with { Tenders = cash is null ? [.. own] : [.. own, cash] };
        var total = order.Totals.TotalMinor;
        if (order.Tenders.Sum(t => t.AmountMinor) != total)
        {
            throw new InvalidOperationException("An order's tenders do not pay its total.");
        }

        var transaction = desk.NewTransaction();
        desk.Append(transaction, FactKind.SaleCompleted, order.Id, order);
        transaction.Write.Delete(TillTables.OpenOrder, order.Id);
        var wanted = print ?? desk.Place!.Receipt.Print == PrintMode.Always;
        var job = wanted ? printing.Promise(transaction.Write, PrintKind.Receipt, order.Id, copy: 0) : null;
        if (await desk.CommitAsync(transaction) is { } full)
        {
            return full;
        }

        var (tendered, change) = (order.Tenders.Sum(t => t.TenderedMinor), order.Tenders.Sum(t => t.ChangeMinor));
        desk.ClearCart();
        desk.LastSale = new LastSale(order.Id, order.ReceiptNumber, total, tendered, change, job?.Id, order.Tenders);
        desk.SaySomethingChanged();
        printing.Start(job, openDrawer: cash is not null);
        return null;
    }

    private static Tender Lasting(CartTender tender) =>
        new(tender.Id, tender.Kind, tender.AmountMinor, tender.AmountMinor, 0)
        {
            Name = tender.Name,
            NameEn = tender.NameEn,
            Reference = tender.Reference,
            NotVerified = true,
            AtMs = tender.EndedAtMs,
            StaffId = tender.StaffId,
        };
}
