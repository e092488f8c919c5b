using Dapper;
using Guitai.Contracts;
using Guitai.Contracts.Facts;
using Guitai.Till.Desk;
using Guitai.Till.Journal;

namespace Guitai.Till.Orders;

/// <summary>Ended orders, read from the journal.</summary>
public sealed class OrderBook(TillDesk desk)
{
    /// <summary>An ended order and how it ended; null when this till has none of that id.</summary>
    public (Order Order, FactKind Kind)? Find(Guid orderId)
    {
        var row = desk.Store.Read(c =>
            c.QueryFirstOrDefault<(long Kind, string? Body)>(
                "SELECT kind, body FROM fact WHERE subject = @id AND kind IN (3, 4, 5) ORDER BY position LIMIT 1",
                new { id = orderId.ToString() }
            )
        );
        return row.Body is null ? null : (ContractJson.Read<Order>(row.Body), (FactKind)row.Kind);
    }

    /// <summary>All refunds of a sale, oldest first.</summary>
    public IReadOnlyList<Order> RefundsOf(Guid saleId) =>
        desk.Store.Read(c =>
            c.Query<string>(
                    """
                    SELECT f.body FROM order_row o JOIN fact f ON f.subject = o.order_id AND f.kind = 5
                    WHERE o.original_order_id = @id ORDER BY o.number
                    """,
                    new { id = saleId.ToString() }
                )
                .Select(ContractJson.Read<Order>)
                .ToList()
        );

    /// <summary>All facts about an order, oldest first: its whole story.</summary>
    public IReadOnlyList<Fact> FactsOf(Guid orderId) =>
        desk.Store.Read(c =>
            c.Query<FactRow>(FactRow.Select + " WHERE subject = @id ORDER BY position", new { id = orderId.ToString() })
                .Select(r => r.ToFact(desk.Identity!.TillId))
                .ToList()
        );
}
