using Guitai.Contracts;
using Guitai.Contracts.Facts;
using Guitai.Documents;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Receipts;
using Guitai.Till.Desk;
using Guitai.Till.Pages;
using Guitai.Till.Receipts;
using Guitai.Till.Refunds;

namespace Guitai.Till.Orders;

/// <summary>One order from its first line to its last refund, and its receipt again.</summary>
public sealed class OrderStories(TillDesk desk, OrderBook orders, PrintQueue printing, RefundDesk refundDesk)
{
    /// <summary>Everything that happened to an ended order.</summary>
    public Outcome<OrderStory> Tell(Guid orderId)
    {
        if (orders.Find(orderId) is not ({ } order, var kind))
        {
            return Refusals.NoSuchOrder;
        }

        var refunds = orders.RefundsOf(orderId);
        var refundable = kind == FactKind.SaleCompleted ? RefundRule.Left(order, refunds) : [];
        return new OrderStory(
            order,
            Journal.TillTransaction.KindName(kind),
            Name(order.StaffId),
            [.. refundable.Select(l => new RefundableLine(l.Line.Id, l.QuantityMilli, l.PaidMinor))],
            kind == FactKind.SaleCompleted
                ? [.. refundDesk.TendersLeft(order, refunds).Where(l => l.LeftMinor > 0).Select(Refundable)]
                : [],
            [.. Events(order, refunds).OrderBy(e => e.AtMs)],
            NameEn(order.StaffId),
            refundDesk.Cards!.Views().FirstOrDefault(r => r.OriginalOrderId == orderId)
        );
    }

    /// <summary>The receipt as it was printed, read back from its own bytes.</summary>
    public Outcome<PaperRow[]> Receipt(Guid orderId)
    {
        if (orders.Find(orderId) is not ({ } order, var kind))
        {
            return Refusals.NoSuchOrder;
        }

        var place = desk.Place!;
        return OrderReceipt.Rows(
            OrderReceipt.Compose(place, order, kind, desk.Catalogue.StaffName(order.StaffId)),
            OrderReceipt.Paper(place)
        );
    }

    /// <summary>Prints a receipt again, marked and counted as a copy.</summary>
    public Task<Outcome<bool>> ReprintAsync(PageContext page, ReprintRequest request) =>
        desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                if (orders.Find(request.OrderId) is not ({ } order, _))
                {
                    return Refusals.NoSuchOrder;
                }

                var copy = orders.FactsOf(order.Id).Count(f => f.Kind == FactKind.ReceiptCopied) + 1;
                var transaction = desk.NewTransaction();
                desk.Append(transaction, FactKind.ReceiptCopied, order.Id, new ReceiptCopied(order.Id, copy, actor.Id));
                var job = printing.Promise(transaction.Write, PrintKind.Receipt, order.Id, copy);
                if (job is null)
                {
                    return new Refusal("printer.none");
                }

                if (await desk.CommitAsync(transaction) is { } full)
                {
                    return full;
                }

                await printing.SettleAsync(order.Id);
                printing.Start(job, openDrawer: false);
                return true;
            }
        );

    private IEnumerable<StoryEvent> Events(Order order, IReadOnlyList<Order> refunds)
    {
        yield return new StoryEvent("opened", order.OpenedAtMs, Name(order.StaffId), null, null, null, NameEn(order.StaffId));
        foreach (var edit in order.Edits)
        {
            yield return new StoryEvent(
                "edited",
                edit.AtMs,
                Name(edit.StaffId),
                $"{edit.What}|{edit.LineName}|{Approver(edit.ApprovedBy)}|{edit.Reason}",
                edit.AmountMinor,
                null,
                NameEn(edit.StaffId)
            );
        }

        foreach (var tender in order.Tenders.Where(t => t.NotVerified || t.ByTerminal))
        {
            yield return new StoryEvent(
                "tendered",
                tender.AtMs ?? order.EndedAtMs,
                Name(tender.StaffId ?? order.StaffId),
                $"{tender.Kind}|{tender.Reference}",
                tender.AmountMinor,
                null,
                NameEn(tender.StaffId ?? order.StaffId)
            );
        }

        foreach (var fact in orders.FactsOf(order.Id))
        {
            yield return fact.Kind switch
            {
                FactKind.OrderHeld => ContractJson.Read<OrderHeld>(fact.Body) is var held
                    ? new StoryEvent("held", fact.AtMs, Name(held.StaffId), held.Note, held.TotalMinor, null, NameEn(held.StaffId))
                    : null!,
                FactKind.OrderRecalled => new StoryEvent(
                    "recalled",
                    fact.AtMs,
                    Name(ContractJson.Read<OrderRecalled>(fact.Body).StaffId),
                    null,
                    null,
                    null,
                    NameEn(ContractJson.Read<OrderRecalled>(fact.Body).StaffId)
                ),
                FactKind.ReceiptCopied => ContractJson.Read<ReceiptCopied>(fact.Body) is var copied
                    ? new StoryEvent(
                        "copied",
                        fact.AtMs,
                        Name(copied.StaffId),
                        copied.Copy.ToString(System.Globalization.CultureInfo.InvariantCulture),
                        null,
                        null,
                        NameEn(copied.StaffId)
                    )
                    : null!,
                FactKind.OrderVoided => new StoryEvent(
                    "voided",
                    fact.AtMs,
                    Name(order.StaffId),
                    $"{order.Reason}|{Approver(order.ApprovedBy)}",
                    order.Totals.TotalMinor,
                    null,
                    NameEn(order.StaffId)
                ),
                FactKind.RefundCompleted => new StoryEvent(
                    "given-back",
                    fact.AtMs,
                    Name(order.StaffId),
                    $"{order.Reason}|{Approver(order.ApprovedBy)}",
                    order.Totals.TotalMinor,
                    order.OriginalOrderId,
                    NameEn(order.StaffId)
                ),
                _ => new StoryEvent(
                    "paid",
                    fact.AtMs,
                    Name(order.StaffId),
                    string.Join(',', order.Tenders.Select(t => t.Kind).Distinct(StringComparer.Ordinal)),
                    order.Totals.TotalMinor,
                    null,
                    NameEn(order.StaffId)
                ),
            };
        }

        foreach (var refund in refunds)
        {
            yield return new StoryEvent(
                "refunded",
                refund.EndedAtMs,
                Name(refund.StaffId),
                refund.Reason,
                refund.Totals.TotalMinor,
                refund.Id,
                NameEn(refund.StaffId)
            );
        }
    }

    private static RefundableTender Refundable((Tender Tender, bool InCash, long LeftMinor) left) =>
        left.InCash
            ? new RefundableTender(left.Tender.Id, Tender.Cash, null, null, left.LeftMinor)
            : new RefundableTender(left.Tender.Id, left.Tender.Kind, left.Tender.Name, left.Tender.NameEn, left.LeftMinor);

    private string Approver(Guid? id) => id is { } approver ? Name(approver) : "";

    private string? NameEn(Guid staffId) => desk.Catalogue.StaffNameEn(staffId);

    private string Name(Guid staffId) => desk.Catalogue.StaffName(staffId);
}
