using System.Text;
using Guitai.Foundation;
using Guitai.Shop.Imports;

namespace Guitai.Shop.Tests;

public class ImportTests
{
    private const string Heading = "code,barcodes,name,name_en,category,unit,price,cost,tax_class,weighed,favourite\n";

    [Fact]
    public async Task Good_rows_are_saved_and_each_refused_row_is_named_with_its_line_and_why()
    {
        await using var shop = await TestShop.SetUpAsync();
        var report = await shop.ImportAsync(
            Heading
                + "A1,6901234567892,可乐,Cola,饮料,瓶,3.50,2.10,13,0,1\n"
                + "A2,,无价,,饮料,瓶,,,,,\n"
                + "A3,,太细,,饮料,瓶,1.234,,,,\n"
                + "A4,,负,,饮料,瓶,-1,,,,\n"
                + "A5,,,,,,1,,,,\n"
                + "A1,,又一个,,,,1,,,,\n"
                + "A6,6901234567892,抢条码,,,,1,,,,\n"
                + "A7,,税,,,,1,,17%,,\n"
                + "A8,,称,,,,1,,,也许,\n"
                + "A9,,多,,,,1,,,,,,x,\n"
                + "\n"
                + "A10,\"1234|5678\",\"苹果\n红富士\",,水果,千克,\"12\",,免税,是,\n"
                + "A11,1234567,苹果,,水果,千克,12,,免税,是,\n"
                + "A12,6.9E+12,科学,,,,1,,,,\n"
                + "A13,,=1+1,,,,1,,,,\n"
                + "A14,条码,汉字条码,,,,1,,,,\n"
                + "\"A,15\",,好,,,,1,x,,,\n"
        );
        Assert.Equal((2, 0, 0), (report.Added, report.Changed, report.Unchanged));
        Assert.Equal(
            [
                (2, "import.barcode-shared"),
                (3, "import.price-missing"),
                (4, "import.price-decimals"),
                (5, "import.price"),
                (6, "import.name-missing"),
                (7, "import.code-twice"),
                (8, "import.barcode-shared"),
                (9, "import.tax-class"),
                (10, "import.weighed"),
                (11, "import.too-many-cells"),
                (16, "import.barcode-exponent"),
                (17, "import.formula"),
                (18, "import.barcode"),
                (19, "import.cost"),
            ],
            report.Refused.Select(r => (r.Line, r.Code))
        );
        Assert.Contains(report.Notes, n => n is { Code: "import.note-lines" });
        Assert.True(shop.Product("A11").Weighed);
        Assert.Equal("苹果 红富士", shop.Product("A10").Name);
        Assert.Equal(["5678", "1234"], shop.Product("A10").Barcodes.Reverse());
        Assert.Equal(["水果"], shop.Shop.Groups.Categories().Select(c => c.Category.Name));
    }

    [Fact]
    public async Task Bringing_the_same_file_again_changes_nothing_and_makes_no_numbers()
    {
        await using var shop = await TestShop.SetUpAsync();
        var file =
            Heading + "A1,6901234567892,可乐,,饮料,瓶,3.50,2,13,0,1\n,6900000000001,水,,饮料,瓶,2,,,,\n,,土豆,,蔬菜,千克,2.98,,,是,\n";
        Assert.Equal(3, (await shop.ImportAsync(file)).Added);
        var last = shop.Shop.Masters.After(0, 1000).LastNumber;
        var again = await shop.ImportAsync(file);
        Assert.Equal((0, 0, 3), (again.Added, again.Changed, again.Unchanged));
        Assert.Equal(last, shop.Shop.Masters.After(0, 1000).LastNumber);
        var dearer = await shop.ImportAsync(file.Replace("3.50", "4.00", StringComparison.Ordinal));
        Assert.Equal((0, 1, 2), (dearer.Added, dearer.Changed, dearer.Unchanged));
    }

    [Fact]
    public async Task Saving_twice_over_is_answered_and_not_done_again()
    {
        await using var shop = await TestShop.SetUpAsync();
        var (id, choices) = shop.OpenImport(TestShop.Utf8("name,price,stock\n土豆,2,5\n"));
        var first = (await shop.Shop.Import.SaveAsync(TestShop.Owner, id, choices)).Value;
        var last = shop.Shop.Masters.After(0, 1000).LastNumber;
        Assert.Equal(first, (await shop.Shop.Import.SaveAsync(TestShop.Owner, id, choices)).Value);
        Assert.Equal(last, shop.Shop.Masters.After(0, 1000).LastNumber);
    }

    [Fact]
    public async Task Columns_that_a_file_does_not_have_leave_what_is_there()
    {
        await using var shop = await TestShop.SetUpAsync();
        await shop.ImportAsync(Heading + "A1,6901234567892,可乐,Cola,饮料,瓶,3.50,2,9,0,1\n");
        Assert.Equal(1, (await shop.ImportAsync("编码,名称,售价\nA1,可乐,4\n")).Changed);
        var cola = shop.Product("A1");
        Assert.Equal((400, 200, "Cola", "6901234567892"), (cola.PriceMinor, cola.CostMinor, cola.NameEn, cola.Barcodes[0]));
    }

    [Fact]
    public async Task A_look_ahead_tells_and_saves_nothing()
    {
        await using var shop = await TestShop.SetUpAsync();
        var last = shop.Shop.Masters.After(0, 1000).LastNumber;
        var (id, choices) = shop.OpenImport(TestShop.Utf8(Heading + "A1,,可乐,,饮料,瓶,3.50,,,,\n"));
        var report = (await shop.Shop.Import.CheckAsync(TestShop.Owner, id, choices)).Value;
        Assert.Equal((false, 1), (report.Saved, report.Added));
        Assert.Equal(["饮料"], report.NewCategories);
        Assert.Equal(("可乐", 350L, ImportEffect.Added), (report.Sample[0].Name, report.Sample[0].PriceMinor, report.Sample[0].Effect));
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
            Assert.Equal(1, (await shop.ImportAsync(bytes)).Added);
            Assert.Equal("红富士苹果", shop.Product("A1").Name);
        }
    }

    public static TheoryData<string, string?> Hopeless =>
        new()
        {
            { "", "import.empty" },
            { "code,name,price\nA,\0,1\n", "import.encoding" },
            { "<html><table><tr><td>1</td></tr></table></html>", "import.kind" },
            { "%PDF-1.7 and so on", "import.kind" },
            { string.Join(',', Enumerable.Range(0, 10_000)), "import.too-many-columns" },
        };

    [Theory]
    [MemberData(nameof(Hopeless))]
    public async Task A_file_that_is_none_is_refused_as_a_whole(string text, string? code)
    {
        await using var shop = await TestShop.SetUpAsync();
        Assert.Equal(code, shop.Shop.Import.Open(TestShop.Owner, TestShop.Utf8(text)).Refusal?.Code);
    }

    [Fact]
    public async Task Columns_that_nobody_can_guess_are_asked_for_and_then_taken()
    {
        await using var shop = await TestShop.SetUpAsync();
        var file = shop.Shop.Import.Open(TestShop.Owner, TestShop.Utf8("甲,乙,丙\n苹果,9.9,x\n梨,8,y\n")).Value;
        Assert.Equal((0, 3), (file.HeadingLine, file.Rows));
        Assert.All(file.Columns, c => Assert.Null(c.Field));
        var none = await shop.Shop.Import.CheckAsync(TestShop.Owner, file.Id, new ImportRequest([]));
        Assert.Equal("import.columns", none.Refusal?.Code);
        var twice = await shop.Shop.Import.CheckAsync(
            TestShop.Owner,
            file.Id,
            new ImportRequest([new(0, ImportField.Name), new(1, ImportField.Price), new(2, ImportField.Price)])
        );
        Assert.Equal("import.column-twice", twice.Refusal?.Code);
        var report = await shop.Shop.Import.SaveAsync(
            TestShop.Owner,
            file.Id,
            new ImportRequest([new(0, ImportField.Name), new(1, ImportField.Price)])
        );
        Assert.Equal((2, 1), (report.Value.Added, report.Value.RefusedCount));
    }

    [Fact]
    public async Task Headings_of_other_systems_are_known_under_titles_and_ornaments()
    {
        await using var shop = await TestShop.SetUpAsync();
        var file = shop
            .Shop.Import.Open(
                TestShop.Owner,
                TestShop.Utf8(
                    "某某超市商品资料\n\n商 品 编 码,国际条码*,商品名称,规格,所属分类,计量单位,零售价（元）,进货价,当前库存,备注\n1,6901234567892,可乐,500ml,饮料,瓶,3.5,2,12,无\n"
                )
            )
            .Value;
        Assert.Equal((3, 1), (file.HeadingLine, file.Rows));
        Assert.Equal(
            [
                ImportField.Code,
                ImportField.Barcodes,
                ImportField.Name,
                ImportField.Spec,
                ImportField.Category,
                ImportField.Unit,
                ImportField.Price,
                ImportField.Cost,
                ImportField.Stock,
                null,
            ],
            file.Columns.Select(c => c.Field)
        );
        var english = shop
            .Shop.Import.Open(
                TestShop.Owner,
                TestShop.Utf8("Internal Reference,Name,Sales Price,Barcode,Quantity On Hand,Product Category\n1,Tea,3,,4,Drinks\n")
            )
            .Value;
        Assert.Equal(
            [ImportField.Code, ImportField.Name, ImportField.Price, ImportField.Barcodes, ImportField.Stock, ImportField.Category],
            english.Columns.Select(c => c.Field)
        );
    }

    [Fact]
    public async Task A_quote_that_never_closes_does_not_swallow_good_rows_silently()
    {
        await using var shop = await TestShop.SetUpAsync();
        var report = await shop.ImportAsync("code,name,price\nA1,好,1\nA2,\"坏,2\nA3,也好,3\n");
        Assert.Equal(1, report.Added);
        Assert.Equal((3, "import.quotes"), (Assert.Single(report.Refused).Line, report.Refused[0].Code));
    }

    [Fact]
    public async Task A_file_is_its_senders_and_forgotten_in_time()
    {
        await using var shop = await TestShop.SetUpAsync();
        var (id, choices) = shop.OpenImport(TestShop.Utf8("name,price\n茶,1\n"));
        Assert.Equal("import.gone", (await shop.Shop.Import.CheckAsync(Actor.Part("other"), id, choices)).Refusal?.Code);
        Assert.True((await shop.Shop.Import.CheckAsync(TestShop.Owner, id, choices)).Ok);
        shop.Clock.Move(TimeSpan.FromMinutes(31));
        Assert.Equal("import.gone", (await shop.Shop.Import.CheckAsync(TestShop.Owner, id, choices)).Refusal?.Code);
    }

    [Fact]
    public async Task Refused_rows_come_as_a_file_that_no_spreadsheet_runs_and_that_can_be_mended_and_brought_again()
    {
        await using var shop = await TestShop.SetUpAsync();
        var (id, choices) = shop.OpenImport(
            TestShop.Utf8("名称,售价,条码\n好,1,\n\"=HYPERLINK(\"\"http://x\"\")\",2,\n@坏,x,-5\n\"逗,号\",,\n")
        );
        await shop.Shop.Import.SaveAsync(TestShop.Owner, id, choices);
        var bytes = shop.Shop.Import.RefusedFile(TestShop.Owner, id, "zh-CN").Value;
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), bytes[..3]);
        var text = Encoding.UTF8.GetString(bytes.AsSpan(3));
        Assert.Equal(
            "行号,原因,名称,售价,条码\r\n"
                + "3,\"「=HYPERLINK(\"\"http://x\"\")」是公式：这里不运行公式，请改成数值\",\"'=HYPERLINK(\"\"http://x\"\")\",2,\r\n"
                + "4,售价「x」不是金额,'@坏,x,-5\r\n"
                + "5,没有售价,\"逗,号\",,\r\n",
            text
        );
        var english = Encoding.UTF8.GetString(shop.Shop.Import.RefusedFile(TestShop.Owner, id, "en").Value);
        Assert.Contains("4,Price “x” is not an amount", english, StringComparison.Ordinal);
        var mended = await shop.ImportAsync(text.Replace("没有售价,\"逗,号\",,", "没有售价,\"逗,号\",3,", StringComparison.Ordinal));
        Assert.Equal((1, 2), (mended.Added, mended.RefusedCount));
    }

    [Fact]
    public void Every_reason_that_the_import_gives_has_its_sentence_in_both_languages()
    {
        var source = Directory
            .GetFiles(Path.Combine(RouteTests.Root(), "src", "Guitai.Shop", "Imports"), "*.cs")
            .Select(File.ReadAllText)
            .SelectMany(t => System.Text.RegularExpressions.Regex.Matches(t, "\"(import\\.[a-z-]+)\"").Select(m => m.Groups[1].Value))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        Assert.True(source.Count > 40, $"{source.Count} reasons");
        foreach (var language in (string[])["zh-CN", "en"])
        {
            Assert.All(source, code => Assert.NotEqual(code, ReasonTexts.In(language).Of(code, null)));
        }
    }

    [Fact]
    public async Task What_cannot_be_saved_leaves_nothing_behind()
    {
        await using var shop = await TestShop.SetUpAsync();
        await shop.ImportAsync("code,name,price\nA1,可乐,3\n");
        var (id, choices) = shop.OpenImport(TestShop.Utf8("code,name,price,category,stock\nA1,可乐,4,饮料,3\nA2,水,2,饮料,4\n"));
        shop.Store.Writer.Close();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => shop.Shop.Import.SaveAsync(TestShop.Owner, id, choices));
        Assert.Equal(300, shop.Product("A1").PriceMinor);
        Assert.Equal(0, shop.Query<long>("SELECT count(*) FROM stock_move"));
        Assert.Empty(shop.Shop.Groups.Categories());
    }
}
