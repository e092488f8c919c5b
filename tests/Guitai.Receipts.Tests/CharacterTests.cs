using System.Text;

namespace Guitai.Receipts.Tests;

public sealed class CharacterTests
{
    [Theory]
    [InlineData("柜台", "B9F1CCA8")]
    [InlineData("𠮷", "9534B235")]
    [InlineData("㐂", "8139EF31")]
    [InlineData("😀", "9439FC36")]
    [InlineData("镕", "E946")]
    [InlineData("€", "A2E3")]
    public void Rare_characters_are_sent_in_GB18030_and_read_back(string text, string hex)
    {
        var bytes = EscPosEncoder.Encode(new ReceiptBuilder().Text(text).Build(), PaperWidth.Mm58);
        Assert.Equal("1B401C26" + hex + "0A", Convert.ToHexString(bytes));
        var row = Assert.IsType<TextRow>(Assert.Single(EscPosPaper.ReadRows(PaperWidth.Mm58, bytes)));
        Assert.Equal(text, Samples.TextOf(row));
        Assert.Equal(CellText.Cells(text), row.Cells);
    }

    [Fact]
    public void Every_printable_character_of_Unicode_survives_the_way_to_paper()
    {
        var lost = new List<string>();
        foreach (var characters in AllRunes().Chunk(1000))
        {
            var printable = PrintableText.Of(string.Concat(characters));
            var receipt = new ReceiptBuilder().Text(printable).Build();
            var read = string.Concat(Samples.Lines(receipt, PaperWidth.Mm80));
            if (Unspaced(read) != Unspaced(printable))
            {
                lost.Add($"U+{characters[0].Value:X4}…: {Difference(Unspaced(printable), Unspaced(read))}");
            }
        }

        Assert.Empty(lost);
    }

    [Theory]
    [InlineData("a\u001Bp0b", "a p0b")]
    [InlineData("一\r\n二", "一  二")]
    [InlineData("a\u007F\u0085\u2028b", "a   b")]
    [InlineData("\u202Eabc\u200B\uFEFF", "abc")]
    [InlineData("❤\uFE0F", "❤")]
    [InlineData("¥12\u00A0元", "￥12 元")]
    public void Text_is_made_printable(string text, string printable) => Assert.Equal(printable, PrintableText.Of(text));

    [Fact]
    public void Half_a_surrogate_pair_is_shown_as_missing() => Assert.Equal("a\uFFFDb", PrintableText.Of("a\uD842b"));

    [Fact]
    public void Line_feeds_in_a_text_begin_new_lines() =>
        Assert.Equal(["谢谢惠顾", "", "再见"], Samples.Lines(new ReceiptBuilder().Text("谢谢惠顾\r\n\n再见").Build(), PaperWidth.Mm58));

    private static IEnumerable<Rune> AllRunes() => Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(value => new Rune(value));

    private static string Unspaced(string text) => text.Replace(" ", "", StringComparison.Ordinal);

    private static string Difference(string expected, string actual)
    {
        var at = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"{(int)expected.ElementAtOrDefault(at):X4} became {(int)actual.ElementAtOrDefault(at):X4}";
    }
}
