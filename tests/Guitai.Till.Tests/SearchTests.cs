using Guitai.Contracts;
using Guitai.Contracts.Masters;
using Guitai.Till.Masters;

namespace Guitai.Till.Tests;

/// <summary>Finding products as cashiers type.</summary>
public sealed class SearchTests
{
    private static readonly Guid s_tax = Guid.CreateVersion7();

    private readonly Catalogue _catalogue = new();
    private long _number;

    public SearchTests()
    {
        Put("1001", "重庆火锅底料 200g", "Chongqing hotpot base", "6901234567892");
        Put("1002", "可口可乐 ５００ＭＬ", "Coca-Cola 500 ml", "6909876543219");
        Put("1003", "绿豆糕", null, "6900000000014");
        Put("1004", "长城干红", null);
        Put("1005", "音乐盒", "Music box");
        Put("K-2001", "乐事薯片", "Lay's crisps");
        Put("1007", "银行卡套", null);
        Put("1008", "可乐", "Cola");
    }

    [Theory]
    [InlineData("火锅", "1001")]
    [InlineData("重庆", "1001")]
    [InlineData("chongqing", "1001")]
    [InlineData("zhongqing", "1001")]
    [InlineData("cqhg", "1001")]
    [InlineData("zqhg", "1001")]
    [InlineData("chqhuoguo", "1001")]
    [InlineData("chongq", "1001")]
    [InlineData("ChongQing", "1001")]
    [InlineData("重qing", "1001")]
    [InlineData("hgdl200g", "1001")]
    [InlineData("火锅 200", "1001")]
    [InlineData("hg 6901", "1001")]
    [InlineData("lvdou", "1003")]
    [InlineData("lüdou", "1003")]
    [InlineData("ludou", "1003")]
    [InlineData("changcheng", "1004")]
    [InlineData("zhangcheng", "1004")]
    [InlineData("yinyue", "1005")]
    [InlineData("yinle", "1005")]
    [InlineData("leshi", "K-2001")]
    [InlineData("yueshi", "K-2001")]
    [InlineData("k2001", "K-2001")]
    [InlineData("K-20", "K-2001")]
    [InlineData("LAYS", "K-2001")]
    [InlineData("yinhang", "1007")]
    [InlineData("yinxing", "1007")]
    [InlineData("00014", "1003")]
    [InlineData("6909876543219", "1002")]
    [InlineData("５００ml", "1002")]
    [InlineData("coca cola 500", "1002")]
    public void A_product_is_found_by_any_part_that_a_cashier_may_know(string text, string code) => Assert.Contains(code, Found(text));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("!?,。")]
    [InlineData("chongqinga")]
    [InlineData("火锅 绿豆")]
    [InlineData("qingchong")]
    [InlineData("69012345678921")]
    public void Nothing_is_found_where_not_every_word_fits(string text) => Assert.Empty(Found(text));

    [Fact]
    public void An_exact_code_comes_first_then_names_that_begin_so_then_initials_then_what_holds_it()
    {
        Put("kele", "纸巾", null);
        Put("2002", "百事可乐", null);
        Put("2003", "kele牌雪糕", null);
        Assert.Equal(["kele", "2003", "1008", "2002", "1002"], Found("kele"));
    }

    [Fact]
    public void Among_equals_favourites_come_first_then_short_names_then_the_order_of_codes()
    {
        Put("3003", "可乐糖", null);
        Put("3001", "可乐糖", null);
        Put("3002", "可乐味口香糖", null, favourite: true);
        Assert.Equal(["3002", "1008", "3001", "3003"], Found("可乐").Take(4));
    }

    [Fact]
    public void A_fragment_of_a_barcode_finds_after_everything_that_is_named_so()
    {
        Put("9", "123木头人", null);
        Assert.Equal("9", Found("123")[0]);
        Assert.Contains("1001", Found("123"));
    }

    [Fact]
    public void More_than_are_shown_are_counted()
    {
        var (products, total) = _catalogue.Products.Search("1", 3);
        Assert.Equal(3, products.Count);
        Assert.Equal(8, total);
    }

    [Fact]
    public void Every_reading_of_every_character_with_several_is_known()
    {
        (char Character, string[] Readings)[] known =
        [
            ('重', ["chong", "zhong"]),
            ('乐', ["le", "yue"]),
            ('行', ["hang", "heng", "xing"]),
            ('长', ["chang", "zhang"]),
            ('厦', ["sha", "xia"]),
            ('绿', ["lu", "lv"]),
            ('女', ["nv"]),
            ('嗯', ["n", "ng"]),
            ('曾', ["ceng", "zeng"]),
            ('蚌', ["bang", "beng"]),
        ];
        foreach (var (character, readings) in known)
        {
            Assert.Equal(readings, Pinyin.Of(character).ToArray().Select(r => Pinyin.Syllables[r]));
        }
    }

    [Fact]
    public void Every_common_character_has_a_reading()
    {
        // All of GB 2312's characters stand between these two in Unicode; those that have no reading are few and rare.
        var without = Enumerable.Range('一', '龥' - '一' + 1).Count(c => Pinyin.Of((char)c).Length == 0);
        Assert.InRange(without, 0, 300);
        Assert.Empty(Pinyin.Of('a').ToArray());
    }

    private string[] Found(string text) => [.. _catalogue.Products.Search(text, 60).Products.Select(p => p.Code)];

    private void Put(string code, string name, string? nameEn, params string[] barcodes) => Put(code, name, nameEn, false, barcodes);

    private void Put(string code, string name, string? nameEn, bool favourite, params string[] barcodes)
    {
        var product = new Product
        {
            Id = Guid.CreateVersion7(),
            Code = code,
            Name = name,
            NameEn = nameEn,
            Unit = "件",
            PriceMinor = 100,
            TaxClassId = s_tax,
            Barcodes = barcodes,
            Favourite = favourite,
        };
        var body = ContractJson.Write(product);
        _catalogue.Apply(MasterKind.Product, product.Id.ToString(), Catalogue.Parse(MasterKind.Product, body, false), ++_number);
    }
}
