using System.Diagnostics;
using System.Text;
using Guitai.Shop.Imports;

namespace Guitai.Shop.Tests;

/// <summary>Workbooks, sound and hostile.</summary>
public sealed class WorkbookTests
{
    private static readonly object?[][] s_rows =
    [
        ["商品资料"],
        [],
        ["条码", "名称", "售价", "进价", "库存"],
        [6901234567892, "可乐", 3.5, 0.1 + 0.2, 24],
        ["6901234567885", " 苹果（红） ", "=1+1|2.5", 2, null],
        [6.90123456789012e17, "大数", 1, null, null],
    ];

    public static TheoryData<string> Kinds => ["xlsx", "xls", "xls with macros"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Workbooks_are_read_with_all_digits_and_formulas_are_worth_what_was_saved_with_them(string kind)
    {
        await using var shop = await TestShop.SetUpAsync();
        var bytes = kind switch
        {
            "xlsx" => XlsxFile.Make(
                ("空", ""),
                ("商品", string.Concat(s_rows.Select((cells, i) => cells.Length == 0 ? "" : XlsxFile.Row(i + 1, cells))))
            ),
            _ => XlsFile.Make("商品", s_rows, macros: kind.Contains("macros", StringComparison.Ordinal)),
        };
        var file = shop.Shop.Import.Open(TestShop.Owner, bytes);
        Assert.True(file.Ok, file.Refusal?.Code);
        Assert.Equal((3, 3, "商品"), (file.Value.HeadingLine, file.Value.Rows, file.Value.Sheet));
        Assert.Equal(kind == "xlsx", file.Value.Formulas);
        var report = await shop.ImportAsync(bytes);
        Assert.Equal((6, "import.barcode-exponent"), (Assert.Single(report.Refused).Line, report.Refused[0].Code));
        var products = shop.Shop.Products.List(new Catalogue.ProductQuery(null, null, null, 0, 10)).Items.Select(i => i.Product).ToList();
        Assert.Equal(2, products.Count);
        var cola = products.Single(p => p.Name == "可乐");
        Assert.Equal(("6901234567892", 350, 30), (cola.Barcodes[0], cola.PriceMinor, cola.CostMinor));
        Assert.Equal(250, products.Single(p => p.Name == "苹果(红)").PriceMinor);
        Assert.Equal(0, (await shop.ImportAsync(bytes)).Added);
    }

    [Fact]
    public async Task Another_sheet_can_be_taken()
    {
        await using var shop = await TestShop.SetUpAsync();
        var bytes = XlsxFile.Make(
            ("说明", XlsxFile.Row(1, "请看第二张表")),
            ("商品", XlsxFile.Row(1, "名称", "售价") + XlsxFile.Row(2, "茶", 3))
        );
        var file = shop.Shop.Import.Open(TestShop.Owner, bytes).Value;
        Assert.Equal(["说明", "商品"], file.Sheets);
        Assert.Equal(("说明", 0), (file.Sheet, file.HeadingLine));
        var other = (await shop.Shop.Import.TurnAsync(TestShop.Owner, file.Id, "商品")).Value;
        Assert.Equal((file.Id, 1, 1), (other.Id, other.HeadingLine, other.Rows));
        Assert.Equal("import.no-sheet", (await shop.Shop.Import.TurnAsync(TestShop.Owner, file.Id, "没有")).Refusal?.Code);
    }

    public static TheoryData<string, string> Hostile =>
        new()
        {
            { "bomb", "import.bomb" },
            { "bomb that lies about its size", "import.damaged import.cell-too-large" },
            { "many parts", "import.bomb" },
            { "enormous cell", "import.cell-too-large" },
            { "endless attribute", "import.cell-too-large" },
            { "ten thousand columns", "import.too-many-columns" },
            { "too many rows", "import.too-many-rows" },
            { "cut off", "import.damaged" },
            { "cut off early", "import.damaged" },
            { "zip of something else", "import.kind" },
            { "entities", "import.damaged" },
            { "xls cut off", "import.damaged" },
            { "xls of nothing", "import.damaged" },
            { "xls in a circle", "import.damaged import.empty" },
        };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Hostile_files_are_refused_with_a_clear_reason_in_little_time_and_memory(string kind, string codes)
    {
        await using var shop = await TestShop.SetUpAsync();
        var bytes = Bytes(kind);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var took = Stopwatch.StartNew();
        var refusal = shop.Shop.Import.Open(TestShop.Owner, bytes).Refusal;
        Assert.True(took.Elapsed < TimeSpan.FromSeconds(20), took.Elapsed.ToString());
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 400_000_000, "allocated too much");
        Assert.NotNull(refusal);
        Assert.Contains(refusal.Code, codes.Split(' '));
        foreach (var language in (string[])["zh-CN", "en"])
        {
            Assert.DoesNotContain("{{", ReasonTexts.In(language).Of(refusal.Code, refusal.Parameters), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_cell_with_a_long_text_refuses_its_row_alone()
    {
        await using var shop = await TestShop.SetUpAsync();
        var rows = XlsxFile.Row(1, "名称", "售价") + XlsxFile.Row(2, new string('茶', 40_000), 1) + XlsxFile.Row(3, "茶", 1);
        var report = await shop.ImportAsync(XlsxFile.Make(("商品", rows)));
        Assert.Equal((1, "import.cell-too-long", 2), (report.Added, report.Refused[0].Code, report.Refused[0].Line));
    }

    [Theory]
    [InlineData("xlsx")]
    [InlineData("xls")]
    [InlineData("csv")]
    public async Task Damaged_bytes_never_do_more_than_be_refused_or_read(string kind)
    {
        await using var shop = await TestShop.SetUpAsync();
        var sound = kind switch
        {
            "xlsx" => XlsxFile.Make(
                ("商品", string.Concat(s_rows.Where(r => r.Length > 0).Select((cells, i) => XlsxFile.Row(i + 1, cells))))
            ),
            "xls" => XlsFile.Make("商品", s_rows),
            _ => Encoding.UTF8.GetBytes("条码,名称,售价\n6901234567892,\"可乐\",3.5\n,苹果,2\n"),
        };
        var random = new Random(4);
        for (var i = 0; i < 600; i++)
        {
            var bytes = (byte[])sound.Clone();
            for (var flips = random.Next(1, 6); flips > 0; flips--)
            {
                // Where it hurts: mostly the beginning, where the structure is.
                bytes[random.Next(random.Next(3) == 0 ? bytes.Length : Math.Min(bytes.Length, 1800))] = (byte)random.Next(256);
            }

            bytes = random.Next(5) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
            var took = Stopwatch.StartNew();
            var opened = shop.Shop.Import.Open(TestShop.Owner, bytes);
            if (opened.Ok)
            {
                var choices = new ImportRequest(opened.Value.Guessed());
                var checkedReport = await shop.Shop.Import.CheckAsync(TestShop.Owner, opened.Value.Id, choices);
                Assert.True(checkedReport.Ok || checkedReport.Refusal!.Code is "import.columns", checkedReport.Refusal?.Code);
            }

            Assert.True(took.Elapsed < TimeSpan.FromSeconds(10), $"{i}: {took.Elapsed}");
        }
    }

    private static byte[] Bytes(string kind)
    {
        var heading = XlsxFile.Row(1, "名称", "售价");
        switch (kind)
        {
            case "bomb":
                return XlsxFile.With(("商品", heading), ("xl/sharedStrings.xml", new byte[110 << 20]));
            case "bomb that lies about its size":
                var bytes = XlsxFile.With(("商品", heading), ("xl/sharedStrings.xml", new byte[30 << 20]));
                byte[] real = BitConverter.GetBytes(30 << 20);
                for (int at; (at = bytes.AsSpan().IndexOf(real)) >= 0; )
                {
                    BitConverter.GetBytes(1000).CopyTo(bytes, at);
                }

                return bytes;
            case "many parts":
                return XlsxFile.With(
                    ("商品", heading),
                    [.. Enumerable.Range(0, 2_100).Select(i => ($"xl/media/{i}.png", Array.Empty<byte>()))]
                );
            case "enormous cell":
                return XlsxFile.Make(("商品", heading + XlsxFile.Row(2, new string('a', 30 << 20), 1)));
            case "endless attribute":
                return XlsxFile.Make(("商品", $"<row r=\"1\" x=\"{new string('a', 2 << 20)}\"></row>"));
            case "ten thousand columns":
                return XlsxFile.Make(("商品", XlsxFile.Row(1, [.. Enumerable.Range(0, 10_000).Cast<object?>()])));
            case "too many rows":
                var rows = new StringBuilder(heading);
                for (var i = 0; i <= 200_000; i++)
                {
                    rows.Append("<row><c><v>1</v></c></row>");
                }

                return XlsxFile.Make(("商品", rows.ToString()));
            case "cut off":
                return XlsxFile.Make(("商品", heading))[..^60];
            case "cut off early":
                return XlsxFile.Make(("商品", heading))[..200];
            case "zip of something else":
                return XlsxFile.Zip([("word/document.xml", "<a/>"u8.ToArray())]);
            case "entities":
                return XlsxFile.With(
                    ("商品", heading),
                    (
                        "xl/workbook.xml",
                        "<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;&b;\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]><workbook>&c;&f;</workbook>"u8.ToArray()
                    )
                );
            case "xls cut off":
                return XlsFile.Make("商品", s_rows)[..1100];
            case "xls of nothing":
                return [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
            default:
                var circle = XlsFile.Make("商品", s_rows);
                BitConverter.GetBytes(2).CopyTo(circle, 512 + (4 * 5));
                return circle;
        }
    }
}
