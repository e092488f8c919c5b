using System.Text.Json;

namespace Guitai.Receipts.Tests;

public sealed class PaperRowJsonTests
{
    [Fact]
    public void Rows_reach_a_page_as_JSON_with_their_kind()
    {
        var receipt = new ReceiptBuilder().KickDrawer(DrawerPin.Pin5).Centre("ok", TextStyle.Strong).Feed(3).Cut(CutKind.Full).Build();
        var rows = Samples.Print(receipt, PaperWidth.Mm58);
        Assert.Equal(
            """
            [{"kind":"drawerKick","pin":5},{"kind":"text","align":"centre","spans":[{"text":"ok","bold":true,"doubleWidth":false,"doubleHeight":false,"inverse":false,"cells":2}],"cells":2},{"kind":"feed","lines":3},{"kind":"cut","cut":"full"}]
            """,
            JsonSerializer.Serialize(rows, JsonSerializerOptions.Web)
        );
    }

    [Fact]
    public void Rows_read_back_from_their_JSON()
    {
        var rows = Samples.Print(Samples.Small, PaperWidth.Mm80);
        var json = JsonSerializer.Serialize(rows, JsonSerializerOptions.Web);
        var read = JsonSerializer.Deserialize<IReadOnlyList<PaperRow>>(json, JsonSerializerOptions.Web);
        Assert.Equal(json, JsonSerializer.Serialize(read, JsonSerializerOptions.Web));
    }
}
