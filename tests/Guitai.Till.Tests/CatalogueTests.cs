using System.Globalization;
using System.Reflection;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Guitai.Contracts;
using Guitai.Contracts.Masters;
using Guitai.Till.Masters;

namespace Guitai.Till.Tests;

/// <summary>The products in memory against a plain list of them.</summary>
public sealed class CatalogueTests
{
    private const string Letters = "重庆火锅可乐绿豆糕长城行啊abkCLeQ１5 -.（）é";

    private static readonly Guid[] s_groups = [Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7()];

    [Fact]
    public void A_product_comes_back_with_every_field_that_it_has()
    {
        var full = new Product
        {
            Id = Guid.CreateVersion7(),
            Code = "A\"1\\",
            Name = "可乐\n\"大\" 🍎",
            NameEn = "Cola \u00e9",
            CategoryId = Guid.CreateVersion7(),
            Unit = "瓶\t",
            UnitEn = "bottle",
            PriceMinor = long.MaxValue,
            CostMinor = -1,
            TaxClassId = Guid.CreateVersion7(),
            Barcodes = ["6901234567892", "x\\y", ""],
            Weighed = true,
            Favourite = true,
            PictureId = Guid.CreateVersion7(),
            Active = false,
        };
        var bare = new Product
        {
            Id = Guid.CreateVersion7(),
            Code = "",
            Name = "",
            Unit = "",
            PriceMinor = 0,
            TaxClassId = s_groups[0],
        };
        foreach (var property in typeof(Product).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            // Fails for a field that is added to products and not to the columns.
            Assert.NotEqual(ContractJson.Write(property.GetValue(bare)), ContractJson.Write(property.GetValue(full)));
        }

        var catalogue = new Catalogue();
        foreach (var product in new[] { full, bare })
        {
            Put(catalogue, product, 1);
            Assert.Equal(ContractJson.Write(product), ContractJson.Write(catalogue.Product(product.Id)));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"id":"x","code":"1","name":"n","unit":"u","priceMinor":1,"taxClassId":"00000000-0000-0000-0000-000000000001"}""")]
    [InlineData(
        """{"id":"00000000-0000-0000-0000-000000000001","code":1,"name":"n","unit":"u","priceMinor":1,"taxClassId":"00000000-0000-0000-0000-000000000001"}"""
    )]
    [InlineData(
        """{"id":"00000000-0000-0000-0000-000000000001","code":"1","name":"n","unit":"u","priceMinor":1.5,"taxClassId":"00000000-0000-0000-0000-000000000001"}"""
    )]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000001","code":"1","name":"n","unit":"u","priceMinor":1""")]
    [InlineData(
        """{"id":"00000000-0000-0000-0000-000000000001","code":"1","name":"n","unit":"u","priceMinor":1,"taxClassId":"00000000-0000-0000-0000-000000000001","barcodes":7}"""
    )]
    [InlineData(
        """{"id":"00000000-0000-0000-0000-000000000001","code":"1","name":"n","unit":"u","priceMinor":1,"taxClassId":"00000000-0000-0000-0000-000000000001","barcodes":[7]}"""
    )]
    public void What_is_no_product_is_said_to_be_none(string body) =>
        Assert.ThrowsAny<JsonException>(() => Catalogue.Parse(MasterKind.Product, body, deleted: false));

    [Fact]
    public void A_field_that_this_till_does_not_know_yet_is_passed_over()
    {
        var product = Random(new Random(1), 1);
        var body = ContractJson.Write(product).Insert(1, """ "later":{"a":[1,{"b":null}]},"nameEn2":null,""");
        var catalogue = new Catalogue();
        catalogue.Apply(MasterKind.Product, product.Id.ToString(), Catalogue.Parse(MasterKind.Product, body, false), 1);
        Assert.Equal(ContractJson.Write(product), ContractJson.Write(catalogue.Product(product.Id)));
    }

    [Fact]
    public void Of_two_that_claim_one_barcode_the_later_change_has_it_in_whatever_order_they_come()
    {
        var random = new Random(2);
        var (first, second) = (Random(random, 1) with { Barcodes = ["77"] }, Random(random, 2) with { Barcodes = ["77"] });
        var forth = new Catalogue();
        Put(forth, first, 1);
        Put(forth, second, 2);
        var back = new Catalogue();
        Put(back, second, 2);
        Put(back, first, 1);
        Assert.Equal(second.Id, forth.Find("77")!.Id);
        Assert.Equal(second.Id, back.Find("77")!.Id);
        Put(forth, first with { Barcodes = [] }, 3);
        Assert.Equal(second.Id, forth.Find("77")!.Id);
    }

    [Fact]
    public void Whatever_is_put_changed_and_deleted_is_found_as_a_plain_look_through_all_finds_it() =>
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                seed =>
                {
                    var random = new Random(seed);
                    var (catalogue, plain) = (new Catalogue(), new Dictionary<Guid, Product>());
                    for (var change = 1; change <= 60; change++)
                    {
                        Change(random, catalogue, plain, change);
                    }

                    Agree(random, catalogue, plain);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Fact]
    public void Tens_of_thousands_of_changes_leave_no_trace_but_the_last()
    {
        var random = new Random(3);
        var (catalogue, plain) = (new Catalogue(), new Dictionary<Guid, Product>());
        for (var change = 1; change <= 45_000; change++)
        {
            Change(random, catalogue, plain, change);
        }

        Agree(random, catalogue, plain);
    }

    [Fact]
    public void A_search_goes_on_in_what_was_there_while_products_change()
    {
        var random = new Random(4);
        var (catalogue, plain) = (new Catalogue(), new Dictionary<Guid, Product>());
        Change(random, catalogue, plain, 1);
        var view = catalogue.Products;
        var before = view.Shelf(null, false, 0, 500).Total;
        for (var change = 2; change <= 30_000; change++)
        {
            Put(catalogue, Random(random, change), change);
        }

        Assert.Equal(before, view.Shelf(null, false, 0, 500).Total);
        Assert.True(catalogue.Products.Shelf(null, false, 0, 500).Total > before);
    }

    private static void Change(Random random, Catalogue catalogue, Dictionary<Guid, Product> plain, int number)
    {
        var dice = random.Next(10);
        if (dice < 5 || plain.Count == 0)
        {
            var added = Random(random, number);
            plain.Add(added.Id, added);
            Put(catalogue, added, number);
            return;
        }

        var old = plain.Values.ElementAt(random.Next(Math.Min(plain.Count, 40)));
        if (dice < 7)
        {
            plain.Remove(old.Id);
            catalogue.Apply(MasterKind.Product, old.Id.ToString(), null, number);
            return;
        }

        var changed = dice == 7 ? old with { PriceMinor = random.Next(10_000) } : Random(random, number) with { Id = old.Id };
        plain[old.Id] = changed;
        Put(catalogue, changed, number);
    }

    private static void Agree(Random random, Catalogue catalogue, Dictionary<Guid, Product> plain)
    {
        Assert.Equal(plain.Count, catalogue.ProductCount);
        foreach (var product in plain.Values)
        {
            Assert.Equal(ContractJson.Write(product), ContractJson.Write(catalogue.Product(product.Id)));
            Assert.Equal(product.Active, catalogue.Find(product.Barcodes[0])?.Id == product.Id);
            Assert.Equal(product.Active, catalogue.Find(product.Code.ToLowerInvariant())?.Id == product.Id);
        }

        var byCode = plain.Values.Where(p => p.Active).OrderBy(p => p.Code, StringComparer.Ordinal).ToList();
        Assert.Equal(byCode.Take(500).Select(p => p.Id), catalogue.Products.Shelf(null, false, 0, 500).Products.Select(p => p.Id));
        var ofGroup = byCode.Where(p => p.CategoryId == s_groups[1]).ToList();
        var shelf = catalogue.Products.Shelf(s_groups[1], true, 1, 5);
        Assert.Equal(ofGroup.Where(p => p.Favourite).Skip(1).Take(5).Select(p => p.Id), shelf.Products.Select(p => p.Id));
        foreach (var text in Texts(random, byCode))
        {
            var expected = byCode.Where(p => PlainSearch.Answers(p, text)).Select(p => p.Id).ToHashSet();
            var (found, total) = catalogue.Products.Search(text, 100_000);
            Assert.Equal(expected.Count, total);
            Assert.True(expected.SetEquals(found.Select(p => p.Id)), $"'{text}'");
            Assert.Equal(found.Take(7).Select(p => p.Id), catalogue.Products.Search(text, 7).Products.Select(p => p.Id));
        }
    }

    private static IEnumerable<string> Texts(Random random, List<Product> products)
    {
        yield return "kele";
        yield return "c q";
        for (var i = 0; i < 12 && products.Count > 0; i++)
        {
            var product = products[random.Next(products.Count)];
            yield return i % 4 == 0 ? product.Barcodes[0][random.Next(6)..] : PlainSearch.Typed(product.Name, random);
        }
    }

    private static Product Random(Random random, int number) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Code = "P" + number.ToString("000000", CultureInfo.InvariantCulture),
            Name = new string([.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => Letters[random.Next(Letters.Length)])]),
            NameEn = random.Next(3) == 0 ? "Cola " + random.Next(50).ToString(CultureInfo.InvariantCulture) : null,
            CategoryId = random.Next(4) == 0 ? null : s_groups[random.Next(3)],
            Unit = random.Next(2) == 0 ? "件" : "袋",
            UnitEn = random.Next(2) == 0 ? "pc" : null,
            PriceMinor = random.Next(10_000),
            TaxClassId = s_groups[0],
            Barcodes = [(6_900_000_000_000 + number).ToString(CultureInfo.InvariantCulture)],
            Weighed = random.Next(5) == 0,
            Favourite = random.Next(3) == 0,
            PictureId = random.Next(4) == 0 ? Guid.CreateVersion7() : null,
            Active = random.Next(8) != 0,
        };

    private static void Put(Catalogue catalogue, Product product, long number) =>
        catalogue.Apply(
            MasterKind.Product,
            product.Id.ToString(),
            Catalogue.Parse(MasterKind.Product, ContractJson.Write(product), deleted: false),
            number
        );
}
