namespace Guitai.Receipts.Tests;

public sealed class SymbolTests
{
    [Theory]
    [InlineData("https://shop.example/r/8f14e45fceea167a5a36dedd4bea2543?t=20250101", QrLevel.M)]
    [InlineData("0123456789012345678901234567890123456789", QrLevel.L)]
    [InlineData("电子发票：柜台便利店，合计￥3.50", QrLevel.Q)]
    [InlineData("A", QrLevel.H)]
    public void A_QR_code_scans_as_what_was_written(string data, QrLevel level)
    {
        var row = Assert.IsType<QrRow>(Assert.Single(Samples.Print(new ReceiptBuilder().Qr(data, 6, level).Build(), PaperWidth.Mm58)));
        Assert.Equal((data, level), (row.Data, row.Level));
        Assert.Equal(row.Size, row.Modules.Count);
        Assert.All(row.Modules, modules => Assert.Equal(row.Size, modules.Length));
        Assert.Equal(data, Scanner.Scan(row.Modules, "qrcode"));
    }

    [Fact]
    public void A_QR_code_too_wide_for_the_paper_gets_smaller_modules()
    {
        var row = Assert.IsType<QrRow>(
            Assert.Single(Samples.Print(new ReceiptBuilder().Qr(new string('x', 700), 16).Build(), PaperWidth.Mm58))
        );
        Assert.InRange(row.Size * row.ModuleDots, 1, PaperWidth.Mm58.Dots);
    }

    public static TheoryData<string> BarcodeTexts =>
        [
            "T01-20250101-0042",
            "12345678",
            "1234567",
            "AB123456CD",
            "A{B}C",
            "{C",
            "x1",
            "00",
            .. Enumerable.Range(0, 5).Select(i => string.Concat(Enumerable.Range(' ' + (i * 19), 19).Select(c => (char)c))),
            .. Enumerable.Range(0, 5).Select(i => string.Concat(Enumerable.Range(i * 20, 20).Select(pair => pair.ToString("00")))),
        ];

    [Theory]
    [MemberData(nameof(BarcodeTexts))]
    public void A_barcode_scans_as_what_was_written(string data)
    {
        var bytes = Code128Bytes(data);
        var row = Assert.IsType<BarcodeRow>(Assert.Single(EscPosPaper.ReadRows(PaperWidth.Mm80, bytes)));
        Assert.Equal(("CODE128", data), (row.Symbology, row.Data));
        Assert.Equal(data, Scanner.Scan([.. Enumerable.Repeat(row.Modules, 30)], "code128"));
    }

    [Fact]
    public void A_receipt_number_fits_narrow_paper_at_two_dots_a_module()
    {
        var row = Assert.IsType<BarcodeRow>(
            Assert.Single(Samples.Print(new ReceiptBuilder().Barcode("T01-20250101-0042").Build(), PaperWidth.Mm58))
        );
        Assert.Equal(2, row.ModuleDots);
        Assert.InRange(row.Modules.Length * row.ModuleDots, 1, PaperWidth.Mm58.Dots);
    }

    [Fact]
    public void A_barcode_too_long_to_scan_is_printed_as_text() =>
        Assert.Equal(
            ["ORDER-ABCDEFGHIJKLMNOPQRSTUVWXYZ", "-ABC"],
            Samples.Lines(new ReceiptBuilder().Barcode("ORDER-ABCDEFGHIJKLMNOPQRSTUVWXYZ-ABC").Build(), PaperWidth.Mm58)
        );

    [Theory]
    [InlineData("{A\u0001AB", "\uFFFDAB")]
    [InlineData("{C\u000C{Bx", "12x")]
    [InlineData("{B{1x", "x")]
    public void Code_sets_chosen_by_other_programs_are_read(string data, string text)
    {
        byte[] bytes = [0x1D, (byte)'k', 73, (byte)data.Length, .. data.Select(c => (byte)c)];
        Assert.Equal(text, Assert.IsType<BarcodeRow>(Assert.Single(EscPosPaper.ReadRows(PaperWidth.Mm80, bytes))).Data);
    }

    [Theory]
    [InlineData("")]
    [InlineData("柜台")]
    [InlineData("a\nb")]
    public void What_CODE128_cannot_say_is_refused_when_it_is_written(string data) =>
        Assert.Throws<ArgumentException>(() => new ReceiptBuilder().Barcode(data));

    [Fact]
    public void What_no_QR_code_holds_is_refused_when_it_is_written() =>
        Assert.Throws<ArgumentException>(() => new ReceiptBuilder().Qr(new string('x', 3000)));

    /// <summary>Longer barcodes than the paper takes are encoded by hand, so that all symbols are scanned.</summary>
    private static byte[] Code128Bytes(string data)
    {
        var printed = EscPosEncoder.Encode(new ReceiptBuilder().Barcode(data).Build(), PaperWidth.Mm80);
        var isBarcode = EscPosPaper.ReadRows(PaperWidth.Mm80, printed)[0] is BarcodeRow;
        var escaped = data.All(char.IsAsciiDigit)
            ? [.. "{C"u8, .. data.Chunk(2).Select(pair => byte.Parse(pair))]
            : (byte[])[.. "{B"u8, .. data.Replace("{", "{{", StringComparison.Ordinal).Select(c => (byte)c)];
        return isBarcode ? printed : [0x1D, (byte)'k', 73, (byte)escaped.Length, .. escaped];
    }
}
