using Guitai.Contracts.Facts;
using Guitai.Foundation.Store;

namespace Guitai.Shop.Stock;

/// <summary>What moved the stock. The numbers are stored.</summary>
public enum StockMoveKind
{
    /// <summary>The first count of a product in a store.</summary>
    Opening = 1,

    /// <summary>A line of a sale.</summary>
    Sale = 2,

    /// <summary>A line of a refund: it comes back.</summary>
    Refund = 3,
}

/// <summary>One product in or out of one store. On hand is the sum of the moves; both are written together.</summary>
/// <param name="Id">Of what it comes from, so that the same event cannot move twice: a second one refuses its whole write.</param>
/// <param name="QuantityMilli">Thousandths of the unit; in is positive.</param>
/// <param name="CountedMilli">What was counted, where the move is a count; <paramref name="QuantityMilli"/> is then the difference.</param>
/// <param name="Who">The staff id, or the part of the system.</param>
internal sealed record StockMove(
    string Id,
    Guid StoreId,
    Guid ProductId,
    StockMoveKind Kind,
    long QuantityMilli,
    long? CountedMilli,
    long AtMs,
    int BusinessDate,
    string Who
)
{
    /// <summary>Largest quantity of one move, so that sums of them fit.</summary>
    public const long MostMilli = 1_000_000_000_000;

    /// <summary>The id of the opening count of a product in a store: there is one.</summary>
    public static string OpeningId(Guid storeId, Guid productId) => $"opening/{storeId}/{productId}";

    /// <summary>A first count: the level is what was counted, whatever was sold before anybody counted.</summary>
    public static StockMove Opening(
        Guid storeId,
        Guid productId,
        long countedMilli,
        long onHandMilli,
        long atMs,
        int businessDate,
        string who
    ) =>
        new(
            OpeningId(storeId, productId),
            storeId,
            productId,
            StockMoveKind.Opening,
            countedMilli - onHandMilli,
            countedMilli,
            atMs,
            businessDate,
            who
        );

    /// <summary>The moves of a fact: a sale takes out, a refund brings back, all else moves nothing. Lines without a product move nothing.</summary>
    public static IEnumerable<StockMove> Of(Fact fact, Order order)
    {
        if (fact.Kind is not (FactKind.SaleCompleted or FactKind.RefundCompleted))
        {
            yield break;
        }

        var sale = fact.Kind == FactKind.SaleCompleted;
        for (var i = 0; i < order.Lines.Count; i++)
        {
            if (order.Lines[i] is { ProductId: { } product } line)
            {
                yield return new StockMove(
                    FormattableString.Invariant($"{fact.TillId}/{fact.Incarnation}/{fact.Sequence}/{i + 1}"),
                    order.StoreId,
                    product,
                    sale ? StockMoveKind.Sale : StockMoveKind.Refund,
                    sale ? -line.QuantityMilli : line.QuantityMilli,
                    null,
                    fact.AtMs,
                    fact.BusinessDate,
                    order.StaffId.ToString()
                );
            }
        }
    }

    /// <summary>Adds the move and what it does to the level.</summary>
    public void AddTo(Write write, string merchant)
    {
        var (store, product) = (StoreId.ToString(), ProductId.ToString());
        write.Insert(Tables.StockMove, merchant, Id, store, product, (int)Kind, QuantityMilli, CountedMilli, AtMs, BusinessDate, Who);
        write.Add(Tables.StockLevel, merchant, product, store, QuantityMilli, CountedMilli is null ? 0L : 1L);
    }
}
