namespace Guitai.Receipts.Tests;

public sealed class ReceiptBitmapTests
{
    [Fact]
    public void A_PBM_file_is_read_with_its_comments()
    {
        Assert.True(ReceiptBitmap.TryFromPbm([.. "P4\n# a logo\n10 # wide\n2\n"u8, 0x80, 0xFF, 0x01, 0x40], out var bitmap));
        Assert.Equal((10, 2), (bitmap.Width, bitmap.Height));
        Assert.True(bitmap[0, 0]);
        Assert.True(bitmap[9, 0]);
        Assert.True(bitmap[7, 1]);
        Assert.True(bitmap[9, 1]);
        Assert.False(bitmap[8, 1]);
        Assert.Equal([0x80, 0xC0, 0x01, 0x40], bitmap.Bits.ToArray());
    }

    [Theory]
    [InlineData("P1\n1 1\n1")]
    [InlineData("P4\n8 2\nx")]
    [InlineData("P4\n0 1\n")]
    [InlineData("P4\n99999 99999\nxx")]
    [InlineData("P4\n8 #")]
    [InlineData("P4")]
    public void What_is_no_PBM_file_is_refused(string file) =>
        Assert.False(ReceiptBitmap.TryFromPbm(System.Text.Encoding.ASCII.GetBytes(file), out _));

    [Fact]
    public void Dots_become_bits_from_the_left()
    {
        var bitmap = ReceiptBitmap.FromDots(
            new[,]
            {
                { true, false, false, true },
            }
        );
        Assert.Equal([0x90], bitmap.Bits.ToArray());
    }

    [Theory]
    [InlineData(58, 384)]
    [InlineData(80, 576)]
    public void A_logo_wider_than_the_paper_is_made_smaller(int millimetres, int dots)
    {
        var logo = new ReceiptBitmap(1000, 100, new byte[125 * 100]);
        var row = Assert.IsType<RasterRow>(
            Assert.Single(Samples.Print(new ReceiptBuilder().Logo(logo).Build(), PaperWidth.FromMillimetres(millimetres)))
        );
        Assert.Equal((dots, dots / 10), (row.Width, row.Height));
    }
}
