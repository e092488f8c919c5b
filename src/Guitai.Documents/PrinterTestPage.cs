using System.Globalization;
using Guitai.Contracts.Masters;
using Guitai.Receipts;

namespace Guitai.Documents;

/// <summary>A page that shows a printer's faults at one glance: both scripts, every style, the paper's width, a code, the knife.</summary>
public static class PrinterTestPage
{
    /// <summary>The page for a store's paper.</summary>
    /// <param name="till">The till's code.</param>
    public static ReceiptDocument Compose(Store place, string till, long atMs)
    {
        var cells = OrderReceipt.Paper(place).Cells;
        var ruler = string.Concat(Enumerable.Range(1, cells).Select(i => (i % 10).ToString(CultureInfo.InvariantCulture)));
        return new ReceiptBuilder()
            .Centre(place.Name, TextStyle.Large)
            .Centre("打印测试 Printer test", TextStyle.Strong)
            .Pair("收银台 Till", till)
            .Pair("时间 Time", OrderReceipt.LocalTime(place, atMs))
            .Rule()
            .Text("这一行数字应当占满纸宽，一行不多也不少。")
            .Text("The figures below fill the paper's width exactly.")
            .Text(ruler)
            .Rule()
            .Text("普通 Normal ¥1,234.50")
            .Text("加粗 Strong ¥1,234.50", TextStyle.Strong)
            .Text("大字 Large", TextStyle.Large)
            .Feed(1)
            .Qr("guitai-printer-test")
            .Centre("最后应当切纸。 The paper is cut below.")
            .Feed(3)
            .Cut()
            .Build();
    }
}
