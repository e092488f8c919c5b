using System.Globalization;
using Dapper;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Shop.Stock;

namespace Guitai.Shop.Catalogue;

/// <summary>What of the product list is asked for.</summary>
/// <param name="Text">Part of name, code or barcode; words apart are looked for each.</param>
/// <param name="Active">Null for both.</param>
/// <param name="StoreId">Whose stock is shown; null for all stores together.</param>
public sealed record ProductQuery(string? Text, Guid? CategoryId, bool? Active, int Skip, int Take, Guid? StoreId = null);

/// <summary>The products: list, look at, make, change, delete.</summary>
public sealed class ProductBook(Books books, MasterStream masters)
{
    private const int MostInPage = 200;

    /// <summary>A slice of the list, by code.</summary>
    public ProductPage List(ProductQuery query) =>
        books.Read(read =>
        {
            var (where, values) = Where(read.Merchant, query);
            var total = read.Connection.QuerySingle<int>($"SELECT count(*) FROM product_row WHERE {where}", values);
            values.Add("take", Math.Clamp(query.Take, 1, MostInPage));
            values.Add("skip", Math.Max(query.Skip, 0));
            var ids = read
                .Connection.Query<string>($"SELECT id FROM product_row WHERE {where} ORDER BY code, id LIMIT @take OFFSET @skip", values)
                .Select(Guid.Parse)
                .ToList();
            var products = read.FindMany<Product>(ids);
            var levels = new StockLevels(read).Of(ids, query.StoreId);
            return new ProductPage([.. ids.Where(products.ContainsKey).Select(id => View(products[id], levels))], total);
        });

    /// <summary>One product.</summary>
    /// <param name="storeId">Whose stock is shown; null for all stores together.</param>
    public Outcome<ProductView> Get(Guid id, Guid? storeId = null) =>
        books.Read<Outcome<ProductView>>(read =>
            read.Find<Product>(id) is { } found ? View(found, new StockLevels(read).Of([id], storeId)) : new Refusal("not-found")
        );

    /// <summary>Makes a product; without a code it gets the next free number.</summary>
    public async Task<Outcome<ProductView>> CreateAsync(Actor actor, ProductEdit edit, Action<Write>? also = null)
    {
        var id = books.Ids.Next();
        var saved = await masters.SaveAsync(read =>
        {
            var product = Make(id, edit, edit.Code ?? FreeCode(read));
            return (ProductRules.Check(product) ?? ProductRules.CheckNamed(product, read)) is { } refusal
                ? refusal
                : MasterBatch.One(actor, "product.created", MasterEdit.Save(product, 0), also);
        });
        return saved.Ok ? Get(id, actor.StoreId) : saved.Refusal!;
    }

    /// <summary>Changes a product.</summary>
    public async Task<Outcome<ProductView>> ChangeAsync(Actor actor, Guid id, ProductEdit edit)
    {
        var saved = await masters.SaveAsync(read =>
        {
            if (read.Find<Product>(id)?.Value is not { } now)
            {
                return new Refusal("not-found");
            }

            var product = Make(id, edit, edit.Code ?? now.Code);
            return (ProductRules.Check(product) ?? ProductRules.CheckNamed(product, read)) is { } refusal
                ? refusal
                : MasterBatch.One(
                    actor,
                    now.PriceMinor == product.PriceMinor ? "product.changed" : "product.repriced",
                    MasterEdit.Save(product, edit.Version)
                );
        });
        return saved.Ok ? Get(id, actor.StoreId) : saved.Refusal!;
    }

    /// <summary>Deletes a product; what was sold of it stays as it was sold.</summary>
    public async Task<Outcome<bool>> DeleteAsync(Actor actor, Guid id, long version)
    {
        var saved = await masters.SaveAsync(read =>
            read.Find<Product>(id) is null
                ? new Refusal("not-found")
                : MasterBatch.One(actor, "product.deleted", MasterEdit.Delete<Product>(id, version))
        );
        return saved.Ok ? true : saved.Refusal!;
    }

    /// <summary>The next number that no product has as its code.</summary>
    internal static string FreeCode(MasterReader read) => FreeCodes(read, 1, new HashSet<string>(StringComparer.Ordinal)).Single();

    /// <summary>The next numbers that no product has as its code.</summary>
    /// <param name="given">Codes given out in the same batch.</param>
    internal static IReadOnlyList<string> FreeCodes(MasterReader read, int count, IReadOnlySet<string> given)
    {
        List<string> free = [];
        for (var number = read.LastNumber() + 1; free.Count < count; )
        {
            var from = number;
            number += count;
            var codes = Enumerable
                .Range(0, count)
                .Select(i => (from + i).ToString("D6", CultureInfo.InvariantCulture))
                .Where(c => !given.Contains(c))
                .ToList();
            var taken = read.Claims(MasterBody.ProductCode, codes);
            free.AddRange(codes.Where(c => !taken.ContainsKey(c)).Take(count - free.Count));
        }

        return free;
    }

    private static ProductView View(Versioned<Product> product, Dictionary<Guid, StockLevel> levels) =>
        new(
            product.Number,
            product.Value,
            ProductRules.Warnings(product.Value),
            levels.GetValueOrDefault(product.Value.Id) is { Counted: true } level ? level.OnHandMilli : null
        );

    private static Product Make(Guid id, ProductEdit edit, string code) =>
        new()
        {
            Id = id,
            Code = code,
            Name = edit.Name,
            NameEn = edit.NameEn,
            CategoryId = edit.CategoryId,
            Unit = edit.Unit,
            UnitEn = edit.UnitEn,
            PriceMinor = edit.PriceMinor,
            CostMinor = edit.CostMinor,
            TaxClassId = edit.TaxClassId,
            Barcodes = [.. (edit.Barcodes ?? []).Distinct(StringComparer.Ordinal)],
            Weighed = edit.Weighed,
            Favourite = edit.Favourite,
            PictureId = edit.PictureId,
            Active = edit.Active,
        };

    private static (string Where, DynamicParameters Values) Where(string merchant, ProductQuery query)
    {
        var values = new DynamicParameters();
        values.Add("merchant", merchant);
        List<string> where = ["merchant = @merchant"];
        foreach (var word in SqlText.Words(query.Text))
        {
            var name = "word" + where.Count.ToString(CultureInfo.InvariantCulture);
            where.Add($"search LIKE @{name} ESCAPE '!'");
            values.Add(name, SqlText.Contains(word));
        }

        if (query.CategoryId is { } category)
        {
            where.Add("category = @category");
            values.Add("category", category.ToString());
        }

        if (query.Active is { } active)
        {
            where.Add("active = @active");
            values.Add("active", active ? 1 : 0);
        }

        return (string.Join(" AND ", where), values);
    }
}
