using Dapper;
using Guitai.Shop.Catalogue;

namespace Guitai.Shop.Stock;

/// <summary>How much there is of a product.</summary>
/// <param name="OnHandMilli">Thousandths of the unit; below zero when more was sold than counted.</param>
/// <param name="Counted">False when nobody ever counted it: the level then only says what was sold.</param>
internal readonly record struct StockLevel(long OnHandMilli, bool Counted);

/// <summary>Reads levels and opening counts.</summary>
internal sealed class StockLevels(MasterReader read)
{
    /// <summary>The levels of products, summed over the stores that are asked for.</summary>
    /// <param name="storeId">Null for all stores.</param>
    public Dictionary<Guid, StockLevel> Of(IReadOnlyCollection<Guid> products, Guid? storeId) =>
        read.QueryList<LevelRow>(
                """
                SELECT product AS Product, CAST(sum(on_hand_milli) AS BIGINT) AS OnHandMilli, CAST(sum(counts) AS BIGINT) AS Counts
                FROM stock_level WHERE merchant = @merchant AND product IN @items AND (@store = '' OR store = @store) GROUP BY product
                """,
                new { merchant = read.Merchant, store = storeId?.ToString() ?? "" },
                [.. products.Select(p => p.ToString())]
            )
            .ToDictionary(r => Guid.Parse(r.Product), r => new StockLevel(r.OnHandMilli, r.Counts > 0));

    /// <summary>What the opening counts of products in a store said; products without one are left out.</summary>
    public Dictionary<Guid, long> Openings(IReadOnlyCollection<Guid> products, Guid storeId) =>
        read.QueryList<OpeningRow>(
                "SELECT product AS Product, counted_milli AS CountedMilli FROM stock_move WHERE merchant = @merchant AND id IN @items",
                new { merchant = read.Merchant },
                [.. products.Select(p => StockMove.OpeningId(storeId, p))]
            )
            .ToDictionary(r => Guid.Parse(r.Product), r => r.CountedMilli);

    private sealed class LevelRow
    {
        public string Product { get; init; } = "";

        public long OnHandMilli { get; init; }

        public long Counts { get; init; }
    }

    private sealed class OpeningRow
    {
        public string Product { get; init; } = "";

        public long CountedMilli { get; init; }
    }
}
