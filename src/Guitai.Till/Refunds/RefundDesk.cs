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
    /// <summary>Refunds that have to wait for a card.</summary>
    internal CardRefunds? Cards { get; set; }

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

                if (Cards!.Find(request.CommandId) is { } open)
                {
                    return open.Id;
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

                if (Cards.IsUnderWay(sale.Id))
                {
                    return new Refusal("refund.under-way");
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
                var wanted = new OpenRefund
                {
                    Id = request.CommandId,
                    OriginalOrderId = sale.Id,
                    OriginalReceiptNumber = sale.ReceiptNumber,
                    StaffId = actor.Id,
                    ApprovedBy = authorised.Value,
                    Reason = reason,
                    AskedAtMs = desk.NowMs,
                    Refund = refund.Value,
                    Tenders = tenders,
                };
                if (tenders.Any(OpenRefund.IsOfCard))
                {
                    return await Cards.BeginAsync(actor, wanted);
                }

                var transaction = desk.NewTransaction();
                var end = Complete(transaction, wanted);
                if (await desk.CommitAsync(transaction) is { } full)
                {
                    return full;
                }

                end();
                return wanted.Id;
            }
        );

    /// <summary>Puts a refund into a commit.</summary>
    /// <returns>What is done once it is durable.</returns>
    internal Action Complete(TillTransaction transaction, OpenRefund wanted)
    {
        var order = Record(wanted);
        desk.Append(transaction, FactKind.RefundCompleted, order.Id, order);
        var job = printing.Promise(transaction.Write, PrintKind.Receipt, order.Id, copy: 0);
        return () => printing.Start(job, openDrawer: order.Tenders.Any(t => t.Kind == Tender.Cash));
    }

    /// <summary>What of a sale's tenders can still go back, and how. Called in turn.</summary>
    internal IReadOnlyList<(Tender Tender, bool InCash, long LeftMinor)> TendersLeft(Order sale, IReadOnlyList<Order> earlier) =>
        RefundTenders.Left(sale, earlier, TakesRefunds);

    private bool TakesRefunds(string kind) =>
        Tender.IsByTerminal(kind) || desk.Catalogue.All<TenderType>(MasterKind.TenderType).Any(t => t.Code == kind && t.Refundable);

    private Order Record(OpenRefund wanted)
    {
        var cart = new Cart
        {
            OrderId = wanted.Id,
            StaffId = wanted.StaffId,
            OpenedAtMs = wanted.AskedAtMs,
        };
        return OrderEnd.Of(desk, cart, wanted.StaffId, wanted.Refund) with
        {
            Tenders = wanted.Tenders,
            Reason = wanted.Reason,
            ApprovedBy = wanted.ApprovedBy,
            OriginalOrderId = wanted.OriginalOrderId,
            OriginalReceiptNumber = wanted.OriginalReceiptNumber,
        };
    }
}
