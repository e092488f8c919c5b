using FsCheck;
using FsCheck.Fluent;

namespace Guitai.Receipts.Tests;

/// <summary>A product's name is anybody's text. Whatever it holds, the printer must take it for text.</summary>
public sealed class SmugglingTests
{
    /// <summary>Pieces of commands, among them the drawer's pulse, the cut and the status request, and characters that hide control bytes.</summary>
    private static readonly string[] s_pieces =
    [
        "\u001Bp\0\u0019ú",
        "\u001B",
        "\u001Bp0",
        "\u001DV\0",
        "\u001D(k\u0003\01Q0",
        "\u0010\u0004\u0001",
        "\u0010\u0014\u0001\0\u0001",
        "\u001C.",
        "\n",
        "\r",
        "\0",
        "\u007F",
        "\u009B",
        "\u2028",
        "{A\u001B",
        "可乐",
        "abc",
        " ",
        "𠮷",
        "\uD800",
        "\uDC00",
    ];

    [Fact]
    public void No_text_can_make_the_printer_do_anything_but_print_text() =>
        Prop.ForAll(
                HostileText.ToArbitrary(),
                text =>
                {
                    var receipt = new ReceiptBuilder()
                        .Text(text, TextStyle.Large)
                        .Columns(Column.Name(text), Column.Amount(text, 8))
                        .Pair(text, text, new TextStyle(TextSize.DoubleWidth))
                        .Build();
                    var events = new EscPosPaper(PaperWidth.Mm58).Feed(EscPosEncoder.Encode(receipt, PaperWidth.Mm58));
                    return events.All(e => e is RowPrinted { Row: TextRow });
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Text_is_sent_without_a_single_control_byte() =>
        Prop.ForAll(
                HostileText.ToArbitrary(),
                text =>
                {
                    var bytes = EscPosEncoder.Encode(new ReceiptBuilder().Columns(Column.Name(text)).Build(), PaperWidth.Mm80);
                    return bytes.Skip("1B401C26".Length / 2).All(b => b is 0x0A or (>= 0x20 and not 0x7F));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void A_QR_code_that_says_a_command_stays_a_QR_code()
    {
        const string data = "\u001Bp\0\u0019\u00FA\u001DV\0";
        var row = Assert.IsType<QrRow>(Assert.Single(Samples.Print(new ReceiptBuilder().Qr(data).Build(), PaperWidth.Mm58)));
        Assert.Equal("\uFFFDp\uFFFD\uFFFDú\uFFFDV\uFFFD", row.Data);
    }

    private static Gen<string> HostileText =>
        from count in Gen.Choose(0, 12)
        from pieces in Gen.OneOf(Gen.Elements(s_pieces), Gen.Choose(0, 0xFFFF).Select(c => ((char)c).ToString())).ArrayOf(count)
        select string.Concat(pieces);
}
