using Guitai.Contracts.Masters;
using Guitai.Contracts.Sync;
using Guitai.Shop.Catalogue;
using Guitai.Shop.Settings;

namespace Guitai.Shop.Tests;

public class MasterTests
{
    [Fact]
    public async Task Every_change_gets_the_next_number_and_only_the_latest_state_is_sent()
    {
        await using var shop = await TestShop.SetUpAsync();
        var before = shop.Shop.Masters.After(0, 1000);
        Assert.Equal(Enumerable.Range(1, before.Changes.Count).Select(n => (long)n), before.Changes.Select(c => c.Number));
        var made = await MakeAsync(shop, "A1");
        var changed = await shop.Shop.Products.ChangeAsync(TestShop.Owner, made.Product.Id, Edit(made) with { PriceMinor = 700 });
        Assert.True(changed.Ok);
        var after = shop.Shop.Masters.After(before.LastNumber, 1000);
        var change = Assert.Single(after.Changes);
        Assert.Equal((before.LastNumber + 2, after.LastNumber), (change.Number, change.Number));
        await shop.Shop.Products.DeleteAsync(TestShop.Owner, made.Product.Id, changed.Value.Version);
        var gone = Assert.Single(shop.Shop.Masters.After(change.Number, 1000).Changes);
        Assert.Equal((true, "", made.Product.Id.ToString()), (gone.Deleted, gone.Body, gone.Id));
    }

    [Fact]
    public async Task An_edit_of_stale_data_is_refused()
    {
        await using var shop = await TestShop.SetUpAsync();
        var made = await MakeAsync(shop, "A1");
        Assert.True((await shop.Shop.Products.ChangeAsync(TestShop.Owner, made.Product.Id, Edit(made) with { Name = "一" })).Ok);
        var late = await shop.Shop.Products.ChangeAsync(TestShop.Owner, made.Product.Id, Edit(made) with { Name = "二" });
        Assert.Equal("master.changed", late.Refusal?.Code);
        Assert.Equal("master.changed", (await shop.Shop.Products.DeleteAsync(TestShop.Owner, made.Product.Id, made.Version)).Refusal?.Code);
    }

    [Fact]
    public async Task Edits_at_the_same_time_by_two_processes_lose_no_number()
    {
        await using var shop = await TestShop.SetUpAsync();
        using var other = await ShopRole.CreateAsync(shop.Store, shop.Clock, new Seeded(8), process: "other");
        var taxClass = await shop.TaxClassAsync();
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(i => (i % 2 == 0 ? shop.Shop : other).Products.CreateAsync(TestShop.Owner, New($"P{i}", taxClass)))
        );
        Assert.All(results, r => Assert.True(r.Ok || r.Refusal!.Code == "store.busy", r.Refusal?.Code));
        var numbers = shop.Shop.Masters.After(0, 1000).Changes.Select(c => c.Number).ToList();
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long)n), numbers);
        Assert.Empty(shop.Shop.AuditReports.List(0, 10).Broken);
    }

    [Fact]
    public async Task A_barcode_belongs_to_one_product_and_the_refusal_names_it()
    {
        await using var shop = await TestShop.SetUpAsync();
        var taxClass = await shop.TaxClassAsync();
        var first = await shop.Shop.Products.CreateAsync(
            TestShop.Owner,
            New("A1", taxClass) with
            {
                Name = "可乐",
                Barcodes = ["6901234567892"],
            }
        );
        var second = await shop.Shop.Products.CreateAsync(TestShop.Owner, New("A2", taxClass) with { Barcodes = ["6901234567892"] });
        Assert.Equal(("barcode.taken", "可乐"), (second.Refusal?.Code, second.Refusal?.Parameters?["name"]));
        Assert.Equal("product.code-taken", (await shop.Shop.Products.CreateAsync(TestShop.Owner, New("A1", taxClass))).Refusal?.Code);
        await shop.Shop.Products.DeleteAsync(TestShop.Owner, first.Value.Product.Id, first.Value.Version);
        Assert.True((await shop.Shop.Products.CreateAsync(TestShop.Owner, New("A2", taxClass) with { Barcodes = ["6901234567892"] })).Ok);
    }

    [Fact]
    public async Task Two_products_of_one_batch_may_swap_their_barcodes()
    {
        await using var shop = await TestShop.SetUpAsync();
        var taxClass = await shop.TaxClassAsync();
        var a = (await shop.Shop.Products.CreateAsync(TestShop.Owner, New("A", taxClass) with { Barcodes = ["1111"] })).Value;
        var b = (await shop.Shop.Products.CreateAsync(TestShop.Owner, New("B", taxClass) with { Barcodes = ["2222"] })).Value;
        var saved = await shop.Shop.Masters.SaveAsync(_ => new MasterBatch(
            [
                MasterEdit.Save(a.Product with { Barcodes = ["2222"] }, a.Version),
                MasterEdit.Save(b.Product with { Barcodes = ["1111"] }, b.Version),
            ],
            []
        ));
        Assert.True(saved.Ok, saved.Refusal?.Code);
        Assert.Equal("B", Assert.Single(shop.Shop.Products.List(new ProductQuery("1111", null, null, 0, 10)).Items).Product.Code);
    }

    [Theory]
    [InlineData("6901234567892", true)]
    [InlineData("6901234567893", false)]
    [InlineData("96385074", true)]
    [InlineData("036000291452", true)]
    [InlineData("12345", true)]
    public async Task A_wrong_check_digit_is_a_warning_and_no_refusal(string barcode, bool right)
    {
        await using var shop = await TestShop.SetUpAsync();
        var made = await shop.Shop.Products.CreateAsync(
            TestShop.Owner,
            New("A1", await shop.TaxClassAsync()) with
            {
                Barcodes = [barcode],
            }
        );
        Assert.Equal(right ? [] : ["barcode.check-digit"], made.Value.Warnings);
    }

    [Fact]
    public async Task A_till_that_followed_a_stream_that_was_rolled_back_starts_again()
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        var backup = await shop.BackUpAsync();
        await MakeAsync(shop, "A1");
        var seen = shop.Shop.Masters.After(0, 1000).Changes[^1];
        Assert.False(await ResetAsync(shop, till.Id, seen.Number, seen.ChangeId));
        await shop.RestoreAsync(backup);
        Assert.True(await ResetAsync(shop, till.Id, seen.Number, seen.ChangeId));
        await MakeAsync(shop, "B1");
        Assert.True(await ResetAsync(shop, till.Id, seen.Number, seen.ChangeId));
        Assert.False(await ResetAsync(shop, till.Id, 0, null));
    }

    [Fact]
    public async Task Two_set_ups_make_one_owner()
    {
        await using var shop = await TestShop.EmptyAsync();
        var setups = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => shop.Shop.Setup.RunAsync(TestShop.Request(), "test")));
        Assert.Single(setups, s => s.Ok);
        Assert.All(setups.Where(s => !s.Ok), s => Assert.Equal("setup.done", s.Refusal!.Code));
        Assert.Single(shop.Shop.Staff.List());
        Assert.Equal([130_000, 90_000, 60_000, 0], shop.Shop.Groups.TaxClasses().Select(t => t.TaxClass.RatePpm));
    }

    [Fact]
    public async Task A_category_that_products_carry_stays()
    {
        await using var shop = await TestShop.SetUpAsync();
        var category = (
            await shop.Shop.Groups.SaveCategoryAsync(TestShop.Owner, null, new CategoryEdit(0, "饮料", null, "#336699", 1))
        ).Value;
        var made = await shop.Shop.Products.CreateAsync(
            TestShop.Owner,
            New("A", await shop.TaxClassAsync()) with
            {
                CategoryId = category.Category.Id,
            }
        );
        var refused = await shop.Shop.Groups.DeleteCategoryAsync(TestShop.Owner, category.Category.Id, category.Version);
        Assert.Equal(("category.used", "1"), (refused.Refusal?.Code, refused.Refusal?.Parameters?["products"]));
        await shop.Shop.Products.DeleteAsync(TestShop.Owner, made.Value.Product.Id, made.Value.Version);
        Assert.True((await shop.Shop.Groups.DeleteCategoryAsync(TestShop.Owner, category.Category.Id, category.Version)).Ok);
    }

    [Fact]
    public async Task Products_are_found_by_part_of_name_code_and_barcode_and_in_pages()
    {
        await using var shop = await TestShop.SetUpAsync();
        var taxClass = await shop.TaxClassAsync();
        for (var i = 0; i < 25; i++)
        {
            await shop.Shop.Products.CreateAsync(
                TestShop.Owner,
                New($"C{i:D2}", taxClass) with
                {
                    Name = $"100%果汁{i}",
                    NameEn = $"Juice_{i}",
                    Barcodes = [$"69000000{i:D4}"],
                }
            );
        }

        ProductPage Find(string? text, int skip = 0) => shop.Shop.Products.List(new ProductQuery(text, null, null, skip, 10));
        Assert.Equal((25, 10), (Find(null).Total, Find(null).Items.Count));
        Assert.Equal(5, Find(null, 20).Items.Count);
        Assert.Equal(25, Find("100%果").Total);
        Assert.Equal(0, Find("1000果").Total);
        Assert.Equal(1, Find("juice_7").Total);
        Assert.Equal("C07", Find("690000000007").Items[0].Product.Code);
        Assert.Equal(1, Find("c0 juice_3").Total);
        Assert.Equal(0, Find("juice!").Total);
    }

    internal static ProductEdit New(string code, Guid taxClass) => new(0, code, "商品" + code, null, null, "件", null, 500, 300, taxClass);

    internal static ProductEdit Edit(ProductView view) =>
        new(
            view.Version,
            view.Product.Code,
            view.Product.Name,
            view.Product.NameEn,
            view.Product.CategoryId,
            view.Product.Unit,
            view.Product.UnitEn,
            view.Product.PriceMinor,
            view.Product.CostMinor,
            view.Product.TaxClassId,
            view.Product.Barcodes
        );

    internal static async Task<ProductView> MakeAsync(TestShop shop, string code)
    {
        var made = await shop.Shop.Products.CreateAsync(TestShop.Owner, New(code, await shop.TaxClassAsync()));
        Assert.True(made.Ok, made.Refusal?.Code);
        return made.Value;
    }

    private static async Task<bool> ResetAsync(TestShop shop, Guid till, long number, Guid? changeId) =>
        (await shop.Shop.Sync.HelloAsync(new Hello(till, null, number, changeId), CancellationToken.None)).MastersReset;
}
