namespace Guitai.Receipts.Tests;

public sealed class RoundTripTests
{
    [Fact]
    public void Every_line_that_was_written_comes_out_on_paper()
    {
        var receipt = new ReceiptBuilder()
            .Centre("柜台便利店", TextStyle.Large)
            .Pair("可乐 330ml", "￥3.50")
            .Rule()
            .Pair("合计", "￥3.50", TextStyle.Strong)
            .Cut()
            .Build();
        var rows = EscPosPaper.ReadRows(PaperWidth.Mm58, EscPosEncoder.Encode(receipt, PaperWidth.Mm58));
        Assert.Equal(
            """
                  柜  台  便  利  店
            可乐 330ml                ￥3.50
            --------------------------------
            合计                      ￥3.50
            --------------------------------8<

            """,
            PaperText.Render(rows, PaperWidth.Mm58)
        );
    }
}
