using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Staff;
using Guitai.Foundation;
using Guitai.Till.Checkout;
using Guitai.Till.Desk;
using Guitai.Till.Journal;
using Guitai.Till.Orders;
using Guitai.Till.Pages;
using Guitai.Till.Receipts;
using Guitai.Till.Staff;

namespace Guitai.Till.Refunds;

/// <summary>Giving a paid sale back, whole or by line, with a reason and a right, never more than was paid.</summary>
public sealed class RefundDesk(TillDesk desk, Login login, OrderBook orders, PrintQueue printing)
{
    /// <summary>Refunds a sale of this till.</summary>
    /// <returns>Id of the refund.</returns>
    public Task<Outcome<Guid>> RefundAsync(PageContext page, RefundRequest request) =>
        desk.CommandAsync<Guid>(
            page,
            request.CommandId,
            async actor =>
            {
                // The refund bears the press's own id: pressed again after a restart, it finds itself.
                if (orders.Find(request.CommandId) is ({ } before, var kind))
                {
                    return kind == FactKind.RefundCompleted && before.OriginalOrderId == request.OriginalOrderId
                        ? before.Id
                        : new Refusal("request.id-used");
                }

                if (desk.State.Shift is null)
                {
                    return Refusals.NoShift;
                }

                if (Limits.Clean(request.Reason) is not { } reason)
                {
                    return Refusals.ReasonMissing;
                }

                if (orders.Find(request.OriginalOrderId) is not ({ } sale, FactKind.SaleCompleted))
                {
                    return Refusals.NoSuchOrder;
                }

                var asks = request.Lines is { Count: > 0 } lines
                    ? lines.Select(l => new RefundAsk(l.LineId, l.QuantityMilli)).ToList()
                    : null;
                var earlier = orders.RefundsOf(sale.Id);
                var left = TendersLeft(sale, earlier);
                var refund = RefundRule.Refund(
                    sale,
                    earlier,
                    asks,
                    desk.Place!.CashRounding,
                    sum => RefundTenders.CashPart(left, sum),
                    desk.Ids.Next
                );
                if (refund.Refusal is { } refusal)
                {
                    return refusal;
                }

                var authorised = await login.AuthoriseAsync(actor, Right.Refund, request.Approval);
                if (authorised.Refusal is { } unauthorised)
                {
                    return unauthorised;
                }

                var tenders = RefundTenders.Share(left, refund.Value.Totals.TotalMinor, desk.Ids.Next);
                var order = Record(request.CommandId, actor, sale, refund.Value, tenders, reason, authorised.Value);
                var transaction = desk.NewTransaction();
                desk.Append(transaction, FactKind.RefundCompleted, order.Id, order);
                var job = printing.Promise(transaction.Write, PrintKind.Receipt, order.Id, copy: 0);
                if (await desk.CommitAsync(transaction) is { } full)
                {
                    return full;
                }

                printing.Start(job, openDrawer: tenders.Any(t => t.Kind == Tender.Cash));
                return order.Id;
            }
        );

    /// <summary>What of a sale's tenders can still go back, and how. Called in turn.</summary>
    internal IReadOnlyList<(Tender Tender, bool InCash, long LeftMinor)> TendersLeft(Order sale, IReadOnlyList<Order> earlier) =>
        RefundTenders.Left(sale, earlier, TakesRefunds);

    private bool TakesRefunds(string kind) =>
        desk.Catalogue.All<TenderType>(MasterKind.TenderType).Any(t => t.Code == kind && t.Refundable);

    private Order Record(
        Guid id,
        Actor actor,
        Order sale,
        PricedOrder refund,
        IReadOnlyList<Tender> tenders,
        string reason,
        Guid? approvedBy
    )
    {
        var cart = new Cart
        {
            OrderId = id,
            StaffId = actor.Id,
            OpenedAtMs = desk.NowMs,
        };
        return OrderEnd.Of(desk, cart, actor, refund) with
        {
            Tenders = tenders,
            Reason = reason,
            ApprovedBy = approvedBy,
            OriginalOrderId = sale.Id,
            OriginalReceiptNumber = sale.ReceiptNumber,
        };
    }
}
