namespace Guitai.Receipts.Tests;

public sealed class GoldenBytesTests
{
    [Theory]
    [MemberData(nameof(Samples.Papers), MemberType = typeof(Samples))]
    public void A_receipt_is_written_byte_for_byte_as_the_command_reference_says(int millimetres)
    {
        var bytes = EscPosEncoder.Encode(Samples.Small, PaperWidth.FromMillimetres(millimetres));
        Assert.Equal(Convert.ToHexString(Vectors.Bytes($"small-{millimetres}mm.hex")), Convert.ToHexString(bytes));
    }

    [Theory]
    [MemberData(nameof(Samples.Papers), MemberType = typeof(Samples))]
    public void The_golden_bytes_are_read_as_the_rows_they_stand_for(int millimetres)
    {
        var paper = PaperWidth.FromMillimetres(millimetres);
        var rows = EscPosPaper.ReadRows(paper, Vectors.Bytes($"small-{millimetres}mm.hex"));
        Assert.Collection(
            rows,
            row => Assert.Equal(new DrawerKickRow(2), row),
            row =>
            {
                var text = Assert.IsType<TextRow>(row);
                Assert.Equal((TextAlign.Centre, 20), (text.Align, text.Cells));
                Assert.Equal(
                    [new TextSpan("柜台便利店", Bold: true, DoubleWidth: true, DoubleHeight: true, Inverse: false, 20)],
                    text.Spans
                );
            },
            row => Assert.Equal(new string('-', paper.Cells), Samples.TextOf(Assert.IsType<TextRow>(row))),
            row => Assert.Equal(paper.Cells, Assert.IsType<TextRow>(row).Cells),
            row => Assert.True(Assert.Single(Assert.IsType<TextRow>(row).Spans).Inverse),
            row => Assert.Equal(("T1-42", 6, QrLevel.M, 21), row is QrRow qr ? (qr.Data, qr.ModuleDots, qr.Level, qr.Size) : default),
            row =>
                Assert.Equal(("12345678", 3, 80, true), row is BarcodeRow b ? (b.Data, b.ModuleDots, b.HeightDots, b.TextBelow) : default),
            row => Assert.Equal(new RasterRow(TextAlign.Centre, 8, 2, 1, 1, "8A8="), row),
            row => Assert.Equal(new FeedRow(2), row),
            row => Assert.Equal(new CutRow(CutKind.Partial), row)
        );
    }
}
