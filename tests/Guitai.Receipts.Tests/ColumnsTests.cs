using FsCheck;
using FsCheck.Fluent;

namespace Guitai.Receipts.Tests;

public sealed class ColumnsTests
{
    [Fact]
    public void A_long_name_wraps_beside_its_amount()
    {
        var receipt = new ReceiptBuilder()
            .Columns(Column.Name("商品"), Column.Amount("数量", 4), Column.Amount("金额", 8))
            .Columns(Column.Name("农夫山泉饮用天然水五百五十毫升装"), Column.Amount("12", 4), Column.Amount("24.00", 8))
            .Build();
        Assert.Equal(
            ["商品               数量     金额", "农夫山泉饮用天然水   12    24.00", "五百五十毫升装                  "],
            Samples.Lines(receipt, PaperWidth.Mm58)
        );
    }

    [Fact]
    public void An_amount_that_outgrows_its_column_takes_cells_from_the_name()
    {
        var receipt = new ReceiptBuilder().Columns(Column.Name("茅台酒"), Column.Amount("￥123,456,789,012.00", 8)).Build();
        Assert.Equal(["茅台酒      ￥123,456,789,012.00"], Samples.Lines(receipt, PaperWidth.Mm58));
    }

    [Fact]
    public void Amounts_too_wide_for_one_line_with_the_name_stand_below_it()
    {
        var receipt = new ReceiptBuilder()
            .Columns(Column.Name("茅台酒"), Column.Amount("1234567890123"), Column.Amount("￥12345678901.00"))
            .Build();
        Assert.Equal(["茅台酒                          ", "  1234567890123 ￥12345678901.00"], Samples.Lines(receipt, PaperWidth.Mm58));
    }

    [Theory]
    [InlineData("柜台smart POS终端", 8, new[] { "柜台", "smart", "POS终端" })]
    [InlineData("abcdefghij", 4, new[] { "abcd", "efgh", "ij" })]
    [InlineData("苹果，香蕉", 4, new[] { "苹", "果，", "香蕉" })]
    [InlineData("一二三", 5, new[] { "一二", "三" })]
    [InlineData("𠮷野家", 4, new[] { "𠮷野", "家" })]
    [InlineData("", 4, new[] { "" })]
    public void Text_wraps_at_spaces_and_between_Chinese_characters(string text, int cells, string[] lines) =>
        Assert.Equal(lines, CellText.Wrap(text, cells));

    [Fact]
    public void Every_line_of_columns_is_exactly_as_wide_as_the_paper_and_loses_nothing() =>
        Prop.ForAll(
                Rows.ToArbitrary(),
                row =>
                {
                    var receipt = new ReceiptBuilder().Columns(new TextStyle(row.Size), row.Columns).Build();
                    var printed = Samples.Print(receipt, row.Paper).Cast<TextRow>().ToArray();
                    var text = printed.Select(Samples.TextOf).ToArray();
                    var amounts = row.Columns.Where(c => !c.Wraps).Select(c => PrintableText.Of(c.Text));
                    return printed.All(p => p.Cells == row.Paper.Cells)
                        && amounts.All(a => text.Any(line => line.Contains(a, StringComparison.Ordinal)))
                        && Counted(text) == Counted(row.Columns.Select(c => PrintableText.Of(c.Text)));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private sealed record Row(PaperWidth Paper, TextSize Size, Column[] Columns);

    private static Gen<string> Names =>
        from length in Gen.Choose(0, 40)
        from characters in Gen.Elements("可乐矿泉水，。 abcABC12-/()\t\u001B￥𠮷😀".EnumerateRunes().Select(r => r.ToString()).ToArray())
            .ArrayOf(length)
        select string.Concat(characters);

    private static Gen<Column> OneColumn =>
        from name in Names
        from amount in Gen.Choose(-99_999_999, 99_999_999)
        from isName in Gen.Elements(true, false)
        from width in Gen.OneOf(Gen.Choose(0, 12).Select(ColumnWidth.Cells), Gen.Choose(1, 5).Select(ColumnWidth.Weight))
        from align in Gen.Elements(TextAlign.Left, TextAlign.Centre, TextAlign.Right)
        select new Column(isName ? name : $"￥{amount}.00", width, align, isName);

    private static Gen<Row> Rows =>
        from paper in Gen.Elements(PaperWidth.Mm58, PaperWidth.Mm80)
        from size in Gen.Elements(TextSize.Normal, TextSize.Double)
        from count in Gen.Choose(1, 6)
        from columns in OneColumn.ArrayOf(count)
        select new Row(paper, size, columns);

    /// <summary>The characters but blanks, sorted: columns interleave their lines.</summary>
    private static string Counted(IEnumerable<string> lines) =>
        string.Concat(
            string.Concat(lines).EnumerateRunes().Where(r => r.Value is not (' ' or 0x3000)).OrderBy(r => r.Value).Select(r => r.ToString())
        );
}
