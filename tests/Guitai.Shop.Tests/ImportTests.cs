using System.Diagnostics;
using System.Text;
using Guitai.Shop.Catalogue;

namespace Guitai.Shop.Tests;

public sealed class ImportTests
{
    private const string Heading = "code,barcodes,name,name_en,category,unit,price,cost,tax_class,weighed,favourite\n";

    [Fact]
    public async Task Good_rows_are_saved_and_each_refused_row_is_named_with_its_line_and_why()
    {
        await using var shop = await TestShop.SetUpAsync();
        var report = await RunAsync(
            shop,
            Heading
                + "A1,6901234567892,可乐,Cola,饮料,瓶,3.50,2.10,13,0,1\n"
                + "A2,,无价,,饮料,瓶,,,,,\n"
                + "A3,,太细,,饮料,瓶,1.234,,,,\n"
                + "A4,,负,,饮料,瓶,-1,,,,\n"
                + ",,没有编码和条码,,,,1,,,,\n"
                + "A5,,,,,,1,,,,\n"
                + "A1,,又一个,,,,1,,,,\n"
                + "A6,6901234567892,抢条码,,,,1,,,,\n"
                + "A7,,税,,,,1,,17%,,\n"
                + "A8,,称,,,,1,,,也许,\n"
                + "A9,,多,,,,1,,,,,,,\n"
                + "\n"
                + "A10,\"1234|5678\",\"苹果\n红富士\",,水果,千克,\"12\",,免税,是,\n"
                + "A11,1234567,苹果,,水果,千克,12,,免税,是,\n"
        );
        Assert.Equal((2, 0, 0), (report.Added, report.Changed, report.Unchanged));
        Assert.Equal(
            [
                (3, "import.price"),
                (4, "import.price"),
                (5, "import.price"),
                (6, "import.no-key"),
                (7, "import.name-missing"),
                (8, "import.code-twice"),
                (9, "import.barcode-twice"),
                (10, "import.tax-class"),
                (11, "import.weighed"),
                (12, "import.too-many-cells"),
                (14, "input.invalid"),
            ],
            report.Refused.Select(r => (r.Line, r.Code))
        );
        var cola = Find(shop, "A1");
        Assert.Equal((350, 210, "Cola", true), (cola.PriceMinor, cola.CostMinor, cola.NameEn, cola.Favourite));
        Assert.True(Find(shop, "A11").Weighed);
        Assert.Equal(
            ["饮料", "水果"],
            shop.Shop.Groups.Categories().Select(c => c.Category.Name).OrderByDescending(n => n, StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Bringing_the_same_file_again_changes_nothing_and_makes_no_numbers()
    {
        await using var shop = await TestShop.SetUpAsync();
        var file = Heading + "A1,6901234567892,可乐,,饮料,瓶,3.50,2,13,0,1\n,6900000000001,水,,饮料,瓶,2,,,,\n";
        Assert.Equal(2, (await RunAsync(shop, file)).Added);
        var last = shop.Shop.Masters.After(0, 1000).LastNumber;
        var again = await RunAsync(shop, file);
        Assert.Equal((0, 0, 2), (again.Added, again.Changed, again.Unchanged));
        Assert.Equal(last, shop.Shop.Masters.After(0, 1000).LastNumber);
        var dearer = await RunAsync(shop, file.Replace("3.50", "4.00", StringComparison.Ordinal));
        Assert.Equal((0, 1, 1), (dearer.Added, dearer.Changed, dearer.Unchanged));
    }

    [Fact]
    public async Task Columns_that_a_file_does_not_have_leave_what_is_there()
    {
        await using var shop = await TestShop.SetUpAsync();
        await RunAsync(shop, Heading + "A1,6901234567892,可乐,Cola,饮料,瓶,3.50,2,9,0,1\n");
        Assert.Equal(1, (await RunAsync(shop, "编码,名称,售价\nA1,可乐,4\n")).Changed);
        var cola = Find(shop, "A1");
        Assert.Equal((400, 200, "Cola", "6901234567892"), (cola.PriceMinor, cola.CostMinor, cola.NameEn, cola.Barcodes[0]));
    }

    [Fact]
    public async Task A_preview_tells_and_saves_nothing()
    {
        await using var shop = await TestShop.SetUpAsync();
        var last = shop.Shop.Masters.After(0, 1000).LastNumber;
        var report = (await shop.Shop.Import.RunAsync(TestShop.Owner, TestShop.Utf8(Heading + "A1,,可乐,,饮料,瓶,3.50,,,,\n"), true)).Value;
        Assert.Equal((true, 1), (report.Preview, report.Added));
        Assert.Equal(last, shop.Shop.Masters.After(0, 1000).LastNumber);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("GB18030")]
    public async Task Files_of_usual_encodings_and_separators_are_read(string name)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        foreach (var separator in (string[])[",", "\t", ";"])
        {
            await using var shop = await TestShop.SetUpAsync();
            var text = string.Join(
                '\n',
                "编码,名称,售价,称重".Replace(",", separator, StringComparison.Ordinal),
                string.Join(separator, "A1", "红富士苹果", "9.90", "是")
            );
            byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal))];
            var report = await shop.Shop.Import.RunAsync(TestShop.Owner, bytes, false);
            Assert.Equal(1, report.Value.Added);
            Assert.Equal("红富士苹果", Find(shop, "A1").Name);
        }
    }

    public static TheoryData<string, string> Hopeless =>
        new()
        {
            { "", "import.empty" },
            { "a,b,c\n1,2,3\n", "import.columns" },
            { "code,name,price\nA,\0,1\n", "import.encoding" },
        };

    [Theory]
    [MemberData(nameof(Hopeless))]
    public async Task A_file_that_is_none_is_refused_as_a_whole(string text, string code)
    {
        await using var shop = await TestShop.SetUpAsync();
        var report = await shop.Shop.Import.RunAsync(TestShop.Owner, TestShop.Utf8(text), false);
        Assert.Equal(code, report.Refusal?.Code);
    }

    [Fact]
    public async Task A_quote_that_never_closes_does_not_swallow_good_rows_silently()
    {
        await using var shop = await TestShop.SetUpAsync();
        var report = await RunAsync(shop, "code,name,price\nA1,好,1\nA2,\"坏,2\nA3,也好,3\n");
        Assert.Equal(1, report.Added);
        Assert.Equal((3, "import.quotes"), (Assert.Single(report.Refused).Line, report.Refused[0].Code));
    }

    [Fact]
    public async Task A_barcode_of_another_product_refuses_the_row_and_names_the_product()
    {
        await using var shop = await TestShop.SetUpAsync();
        await RunAsync(shop, Heading + "A1,6901234567892,可乐,,,,3,,,,\n");
        var report = await RunAsync(shop, Heading + "A2,6901234567892,雪碧,,,,3,,,,\nA3,,水,,,,2,,,,\n");
        Assert.Equal(1, report.Added);
        var refused = Assert.Single(report.Refused);
        Assert.Equal((2, "barcode.taken", "可乐"), (refused.Line, refused.Code, refused.Parameters!["name"]));
    }

    [Fact]
    public async Task Ten_thousand_rows_take_seconds()
    {
        await using var shop = await TestShop.SetUpAsync();
        var text = new StringBuilder(Heading);
        for (var i = 0; i < 10_000; i++)
        {
            text.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"K{i:D6},69{i:D10},商品{i},Item {i},分类{i % 20},件,{i % 100}.50,1,13,0,0\n"
            );
        }

        var watch = new Stopwatch();
        watch.Start();
        var report = await RunAsync(shop, text.ToString());
        Assert.Equal(10_000, report.Added);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), watch.Elapsed.ToString());
        Assert.Equal(10_000, shop.Shop.Products.List(new ProductQuery("商品", null, null, 0, 1)).Total);
    }

    private static async Task<ImportReport> RunAsync(TestShop shop, string text)
    {
        var report = await shop.Shop.Import.RunAsync(TestShop.Owner, TestShop.Utf8(text), preview: false);
        Assert.True(report.Ok, report.Refusal?.Code);
        return report.Value;
    }

    private static Contracts.Masters.Product Find(TestShop shop, string code) =>
        shop
            .Shop.Products.List(new ProductQuery(code.ToLowerInvariant(), null, null, 0, 10))
            .Items.Single(i => i.Product.Code == code)
            .Product;
}
