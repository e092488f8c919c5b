using System.Text.Json;

namespace Guitai.Receipts.Tests;

/// <summary>Receipts and shorthands that several tests share.</summary>
internal static class Samples
{
    public static TheoryData<int> Papers => [58, 80];

    /// <summary>One of everything; its bytes are the vectors <c>small-*.hex</c>.</summary>
    public static ReceiptDocument Small { get; } =
        new ReceiptBuilder()
            .KickDrawer()
            .Centre("柜台便利店", TextStyle.Large)
            .Rule()
            .Pair("可乐 330ml", "￥3.50")
            .Text("已付", new TextStyle(Inverse: true))
            .Qr("T1-42")
            .Barcode("12345678")
            .Logo(new ReceiptBitmap(8, 2, [0xF0, 0x0F]))
            .Feed(2)
            .Cut()
            .Build();

    public static IReadOnlyList<PaperRow> Print(ReceiptDocument receipt, PaperWidth paper) =>
        EscPosPaper.ReadRows(paper, EscPosEncoder.Encode(receipt, paper));

    public static string[] Lines(ReceiptDocument receipt, PaperWidth paper) => [.. Print(receipt, paper).OfType<TextRow>().Select(TextOf)];

    public static string TextOf(TextRow row) => string.Concat(row.Spans.Select(s => s.Text));

    /// <summary>Rows compare by what a page gets of them.</summary>
    public static string Json(IEnumerable<PaperEvent> events) =>
        string.Join('\n', events.Select(e => $"{e.GetType().Name} {JsonSerializer.Serialize<object>(e, JsonSerializerOptions.Web)}"));
}
