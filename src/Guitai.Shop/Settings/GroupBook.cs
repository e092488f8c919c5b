using Dapper;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Shop.Catalogue;

namespace Guitai.Shop.Settings;

/// <summary>Categories and tax classes: what products are sorted by. One that products still carry cannot be deleted.</summary>
public sealed class GroupBook(Books books, MasterStream masters)
{
    /// <summary>All tax classes, oldest first.</summary>
    public IReadOnlyList<TaxClassView> TaxClasses() =>
        books.Read(read =>
        {
            var products = Products(read, "tax_class");
            return read.All<TaxClass>()
                .OrderByDescending(t => t.Value.RatePpm)
                .ThenBy(t => t.Value.Name, StringComparer.Ordinal)
                .Select(t => new TaxClassView(t.Number, t.Value, products.GetValueOrDefault(t.Value.Id.ToString())))
                .ToList();
        });

    /// <summary>All categories as the till sorts them.</summary>
    public IReadOnlyList<CategoryView> Categories() =>
        books.Read(read =>
        {
            var products = Products(read, "category");
            return read.All<Category>()
                .OrderBy(c => c.Value.Sort)
                .ThenBy(c => c.Value.Name, StringComparer.Ordinal)
                .Select(c => new CategoryView(c.Number, c.Value, products.GetValueOrDefault(c.Value.Id.ToString())))
                .ToList();
        });

    /// <summary>Makes or changes a tax class.</summary>
    /// <param name="id">Null for a new one.</param>
    public async Task<Outcome<TaxClassView>> SaveTaxClassAsync(Actor actor, Guid? id, TaxClassEdit edit)
    {
        var refusal =
            TextRule.Check(edit.Name, "name", 30)
            ?? TextRule.CheckOptional(edit.NameEn, "nameEn", 30)
            ?? (edit.RatePpm is >= 0 and <= 1_000_000 ? null : Refusal.With("input.invalid", "field", "ratePpm"));
        if (refusal is not null)
        {
            return refusal;
        }

        var taxClass = new TaxClass(id ?? books.Ids.Next(), edit.Name, edit.NameEn, edit.RatePpm, edit.Inclusive);
        var saved = await SaveAsync<TaxClass>(actor, id is null ? "tax-class.created" : "tax-class.changed", id, taxClass, edit.Version);
        return saved.Ok ? TaxClasses().First(t => t.TaxClass.Id == taxClass.Id) : saved.Refusal!;
    }

    /// <summary>Makes or changes a category.</summary>
    /// <param name="id">Null for a new one.</param>
    public async Task<Outcome<CategoryView>> SaveCategoryAsync(Actor actor, Guid? id, CategoryEdit edit)
    {
        var refusal =
            TextRule.Check(edit.Name, "name", 30)
            ?? TextRule.CheckOptional(edit.NameEn, "nameEn", 30)
            ?? (IsColor(edit.Color) ? null : Refusal.With("input.invalid", "field", "color"));
        if (refusal is not null)
        {
            return refusal;
        }

        var category = new Category(id ?? books.Ids.Next(), edit.Name, edit.NameEn, edit.Color, edit.Sort);
        var saved = await SaveAsync<Category>(actor, id is null ? "category.created" : "category.changed", id, category, edit.Version);
        return saved.Ok ? Categories().First(c => c.Category.Id == category.Id) : saved.Refusal!;
    }

    /// <summary>Deletes a tax class that no product carries.</summary>
    public Task<Outcome<bool>> DeleteTaxClassAsync(Actor actor, Guid id, long version) =>
        DeleteAsync<TaxClass>(actor, "tax-class", "tax_class", id, version);

    /// <summary>Deletes a category that no product carries.</summary>
    public Task<Outcome<bool>> DeleteCategoryAsync(Actor actor, Guid id, long version) =>
        DeleteAsync<Category>(actor, "category", "category", id, version);

    /// <summary><c>#rrggbb</c>.</summary>
    internal static bool IsColor(string? color) => color is { Length: 7 } && color[0] == '#' && color.Skip(1).All(char.IsAsciiHexDigit);

    private static Dictionary<string, int> Products(MasterReader read, string column) =>
        read
            .Connection.Query<CountRow>(
                $"SELECT {column} AS Id, count(*) AS Products FROM product_row WHERE merchant = @merchant AND {column} IS NOT NULL GROUP BY {column}",
                new { merchant = read.Merchant }
            )
            .ToDictionary(r => r.Id, r => r.Products, StringComparer.Ordinal);

    private Task<Outcome<IReadOnlyList<long>>> SaveAsync<T>(Actor actor, string what, Guid? id, T master, long version)
        where T : class =>
        masters.SaveAsync(read =>
            id is { } known && read.Find<T>(known) is null
                ? new Refusal("not-found")
                : MasterBatch.One(actor, what, MasterEdit.Save(master, id is null ? 0 : version))
        );

    private async Task<Outcome<bool>> DeleteAsync<T>(Actor actor, string name, string column, Guid id, long version)
        where T : class
    {
        var saved = await masters.SaveAsync(read =>
        {
            if (read.Find<T>(id) is null)
            {
                return new Refusal("not-found");
            }

            var products = Products(read, column).GetValueOrDefault(id.ToString());
            return products > 0
                ? Refusal.With(name + ".used", "products", products.ToString(System.Globalization.CultureInfo.InvariantCulture))
                : MasterBatch.One(actor, name + ".deleted", MasterEdit.Delete<T>(id, version));
        });
        return saved.Ok ? true : saved.Refusal!;
    }

    private sealed class CountRow
    {
        public string Id { get; init; } = "";

        public int Products { get; init; }
    }
}
