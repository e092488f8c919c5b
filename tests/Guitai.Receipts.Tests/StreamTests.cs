using FsCheck;
using FsCheck.Fluent;

namespace Guitai.Receipts.Tests;

public sealed class StreamTests
{
    /// <summary>What commands are made of: their leads (often), names and small parameters, and bytes that begin a character.</summary>
    private static readonly byte[] s_commandBytes =
    [
        .. "\u001B\u001B\u001C\u001D\u001D\u0010\u0004\u0014\n\t@!aEdpV(kv0*&.BLWwhHDJm{AC18QPI\0\u0001\u0002"u8,
        0x81,
        0x30,
        0xFE,
        0xFF,
    ];

    [Fact]
    public void The_same_bytes_print_the_same_in_whatever_pieces_they_come() =>
        Prop.ForAll(
                (from bytes in AnyBytes from sizes in Gen.Choose(1, 40).ArrayOf(20) select (bytes, sizes)).ToArbitrary(),
                sample =>
                {
                    var whole = new EscPosPaper(PaperWidth.Mm58);
                    var expected = whole.Feed(sample.bytes).Concat(whole.End());
                    var piecewise = new EscPosPaper(PaperWidth.Mm58);
                    var actual = new List<PaperEvent>();
                    for (var (at, turn) = (0, 0); at < sample.bytes.Length; turn++)
                    {
                        var size = Math.Min(sample.sizes[turn % sample.sizes.Length], sample.bytes.Length - at);
                        actual.AddRange(piecewise.Feed(sample.bytes.AsSpan(at, size)));
                        at += size;
                    }

                    actual.AddRange(piecewise.End());
                    return Samples.Json(expected) == Samples.Json(actual);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    [Fact]
    public void No_bytes_make_the_reader_throw_or_print_beyond_the_paper() =>
        Prop.ForAll(
                AnyBytes.ToArbitrary(),
                bytes =>
                    EscPosPaper
                        .ReadRows(PaperWidth.Mm58, bytes)
                        .All(row =>
                            row switch
                            {
                                TextRow text => text.Cells <= 32
                                    && text.Cells == text.Spans.Sum(s => s.Cells)
                                    && text.Spans.All(s =>
                                        s.Cells == CellText.Cells(s.Text) * (s.DoubleWidth ? 2 : 1) && !s.Text.Any(char.IsControl)
                                    ),
                                RasterRow raster => raster.Width <= 384,
                                UnknownRow unknown => unknown.Hex.Length <= 128,
                                _ => true,
                            }
                        )
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public void Receipts_that_follow_each_other_are_parted_at_their_cuts()
    {
        var bytes = EscPosEncoder.Encode(new ReceiptBuilder().Text("一").Cut(CutKind.Full).Build(), PaperWidth.Mm80);
        var documents = EscPosPaper.Read(PaperWidth.Mm80, [.. bytes, .. bytes, .. "tail"u8]);
        Assert.Equal([true, true, false], documents.Select(d => d.IsCut));
        Assert.All(documents, d => Assert.Equal(48, d.PaperCells));
        Assert.Equal(new CutRow(CutKind.Full), documents[0].Rows[^1]);
        Assert.Equal("tail", Samples.TextOf(Assert.IsType<TextRow>(Assert.Single(documents[2].Rows))));
    }

    [Fact]
    public void A_row_is_told_as_soon_as_its_line_feed_comes()
    {
        var printer = new EscPosPaper(PaperWidth.Mm58);
        Assert.Empty(printer.Feed("abc"u8));
        var row = Assert.IsType<RowPrinted>(Assert.Single(printer.Feed("\n"u8)));
        Assert.Equal("abc", Samples.TextOf(Assert.IsType<TextRow>(row.Row)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_status_request_is_told_at_once_even_within_a_line(int number)
    {
        var printer = new EscPosPaper(PaperWidth.Mm58);
        Assert.Empty(printer.Feed("ab"u8));
        Assert.Equal([new StatusRequest(number)], printer.Feed(PrinterCondition.Request(number)));
        Assert.Equal("abc", Samples.TextOf(Assert.IsType<TextRow>(printer.Feed("c\n"u8).OfType<RowPrinted>().Single().Row)));
    }

    [Fact]
    public void An_unknown_command_is_reported_and_the_text_after_it_still_printed()
    {
        var rows = EscPosPaper.ReadRows(PaperWidth.Mm58, [0x1B, (byte)'~', 0x1D, (byte)'(', (byte)'Z', 2, 0, 0x1B, 0x40, .. "ok\n"u8]);
        Assert.Equal(new UnknownRow("1B7E", 2), rows[0]);
        Assert.Equal(new UnknownRow("1D285A02001B40", 7), rows[1]);
        Assert.Equal("ok", Samples.TextOf(Assert.IsType<TextRow>(rows[2])));
    }

    [Fact]
    public void Bytes_that_are_no_character_do_not_swallow_what_follows()
    {
        var rows = EscPosPaper.ReadRows(
            PaperWidth.Mm58,
            [0xFF, 0x81, 0x1B, (byte)'p', 0, 25, 250, 0x81, 0x30, 0x81, (byte)'!', (byte)'\n']
        );
        Assert.Equal(new DrawerKickRow(2), rows[0]);
        Assert.EndsWith("!", Samples.TextOf(Assert.IsType<TextRow>(rows[1])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_that_comes_byte_by_byte_is_printed_once_and_whole()
    {
        byte[] picture = [0x1D, (byte)'v', (byte)'0', 0, 48, 0, 0xFF, 0x0F, .. new byte[48 * 4095]];
        var printer = new EscPosPaper(PaperWidth.Mm58);
        var rows = picture.SelectMany(b => printer.Feed([b])).OfType<RowPrinted>().Select(e => e.Row);
        Assert.Equal(4095, Assert.IsType<RasterRow>(Assert.Single(rows)).Height);
    }

    [Fact]
    public void Alignment_within_a_line_is_ignored()
    {
        var row = Assert.IsType<TextRow>(Assert.Single(EscPosPaper.ReadRows(PaperWidth.Mm58, "ab\u001Ba\u0001cd\n"u8)));
        Assert.Equal(("abcd", TextAlign.Left), (Samples.TextOf(row), row.Align));
    }

    [Fact]
    public void Large_graphics_are_skipped_whole()
    {
        var rows = EscPosPaper.ReadRows(PaperWidth.Mm58, [0x1D, (byte)'8', (byte)'L', 4, 0, 0, 0, 1, 2, 3, 4, .. "ok\n"u8]);
        Assert.Equal(new UnknownRow("1D384C0400000001020304", 11), rows[0]);
        Assert.Equal(2, Assert.IsType<TextRow>(rows[1]).Cells);
    }

    [Fact]
    public void A_command_cut_off_by_the_end_is_reported_and_the_printer_goes_on()
    {
        var printer = new EscPosPaper(PaperWidth.Mm58);
        Assert.Empty(printer.Feed([0x1D, (byte)'v', (byte)'0', 0, 48, 0, 100, 0, 1, 2, 3]));
        Assert.Equal(new UnknownRow("1D76300030006400010203", 11), printer.End().OfType<RowPrinted>().Single().Row);
        Assert.Single(printer.Feed("next\n"u8));
    }

    [Fact]
    public void A_line_longer_than_the_paper_wraps_without_losing_text()
    {
        var bytes = Enumerable.Repeat((byte)'x', 70).Append((byte)'\n').ToArray();
        Assert.Equal([32, 32, 6], EscPosPaper.ReadRows(PaperWidth.Mm58, bytes).Cast<TextRow>().Select(r => r.Cells));
    }

    [Fact]
    public void A_line_exactly_as_long_as_the_paper_is_one_row() =>
        Assert.Single(EscPosPaper.ReadRows(PaperWidth.Mm58, [.. Enumerable.Repeat((byte)'x', 32), (byte)'\n']));

    [Fact]
    public void Paper_without_end_is_handed_out_in_bounded_documents()
    {
        var rolls = EscPosPaper.Read(
            PaperWidth.Mm58,
            new byte[EscPosPaper.MaxRows * 5 / 2]
                .Select(_ => (byte)'\n')
                .ToArray()
        );
        Assert.Equal([EscPosPaper.MaxRows, EscPosPaper.MaxRows, EscPosPaper.MaxRows / 2], rolls.Select(r => r.Rows.Count));

        byte[] picture = [0x1D, (byte)'v', (byte)'0', 0, 48, 0, 0xFF, 0x0F, .. new byte[48 * 4095]];
        var printer = new EscPosPaper(PaperWidth.Mm58);
        var documents = Enumerable.Range(0, 40).SelectMany(_ => printer.Feed(picture)).OfType<DocumentPrinted>().ToArray();
        Assert.NotEmpty(documents);
        Assert.All(documents, d => Assert.InRange(d.Document.Rows.Count, 1, 20));
    }

    /// <summary>Noise, noise made of command bytes, and real receipts with bytes cut off, changed and added.</summary>
    private static Gen<byte[]> AnyBytes => Gen.OneOf(Noise, CommandNoise, DamagedReceipt);

    private static Gen<byte[]> Noise =>
        from length in Gen.Choose(0, 300)
        from bytes in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(length)
        select bytes;

    private static Gen<byte[]> CommandNoise =>
        from length in Gen.Choose(0, 300)
        from bytes in Gen.Elements(s_commandBytes).ArrayOf(length)
        select bytes;

    private static Gen<byte[]> DamagedReceipt =>
        from paper in Gen.Elements(PaperWidth.Mm58, PaperWidth.Mm80)
        let whole = EscPosEncoder.Encode(Samples.Small, paper)
        from start in Gen.Choose(0, whole.Length)
        from length in Gen.Choose(0, whole.Length)
        from at in Gen.Choose(0, whole.Length - 1)
        from value in Gen.Choose(0, 255)
        select whole.Select((b, i) => i == at ? (byte)value : b).Skip(start).Take(length).Concat(whole).ToArray();
}
