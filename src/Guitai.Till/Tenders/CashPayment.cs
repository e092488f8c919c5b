using Dapper;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Till.Checkout;
using Guitai.Till.Desk;
using Guitai.Till.Journal;
using Guitai.Till.Pages;
using Guitai.Till.Receipts;

namespace Guitai.Till.Tenders;

/// <summary>Paying the order at the counter with notes and coins. The sale is durable before its receipt exists; a second press pays nothing twice.</summary>
public sealed class CashPayment(TillDesk desk, PrintQueue printing)
{
    /// <summary>Takes cash for the order the cashier sees.</summary>
    public Task<Outcome<bool>> PayAsync(PageContext page, PayCashRequest request) =>
        desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                if (desk.Cart is not { Lines.Count: > 0 } cart || cart.OrderId != request.OrderId)
                {
                    return IsPaid(request.OrderId) ? true : Refusals.CartChanged;
                }

                if (desk.State.Shift is null)
                {
                    return Refusals.NoShift;
                }

                var priced = Pricing.Price(cart, desk.Place!.CashRounding);
                var total = priced.Totals.TotalMinor;
                if (total != request.TotalMinor)
                {
                    return Refusals.CartChanged;
                }

                if (request.TenderedMinor < total || request.TenderedMinor > Limits.TotalMinor)
                {
                    return Refusals.OutOfRange("tendered", total, Limits.TotalMinor);
                }

                var change = request.TenderedMinor - total;
                var order = OrderEnd.Of(desk, cart, actor, priced) with
                {
                    Tenders = [new Tender(desk.Ids.Next(), Tender.Cash, total, request.TenderedMinor, change)],
                };
                var transaction = desk.NewTransaction();
                desk.Append(transaction, FactKind.SaleCompleted, order.Id, order);
                transaction.Write.Delete(TillTables.OpenOrder, order.Id);
                var wanted = request.Print ?? desk.Place.Receipt.Print == PrintMode.Always;
                var job = wanted ? printing.Promise(transaction.Write, PrintKind.Receipt, order.Id, copy: 0) : null;
                if (await desk.CommitAsync(transaction) is { } full)
                {
                    return full;
                }

                desk.ClearCart();
                desk.LastSale = new LastSale(order.Id, order.ReceiptNumber, total, request.TenderedMinor, change, job?.Id);
                desk.SaySomethingChanged();
                printing.Start(job, openDrawer: true);
                return true;
            }
        );

    private bool IsPaid(Guid orderId) =>
        desk.Store.Read(c =>
            c.ExecuteScalar<long>("SELECT count(*) FROM order_row WHERE order_id = @id AND kind = 'sale'", new { id = orderId.ToString() })
        ) > 0;
}
