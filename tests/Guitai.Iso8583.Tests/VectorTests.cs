namespace Guitai.Iso8583.Tests;

/// <summary>Messages from outside read as their origin says, and are written byte for byte as they were.</summary>
public sealed class VectorTests
{
    public static TheoryData<string, string, string, string, string> Messages =>
        [.. Vectors.Lines("iso8583/messages.txt").Select(l => (l[0], l[1], l[2], l[3], l[4]))];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_from_outside_reads_as_its_origin_says_and_is_written_as_it_was(
        string name,
        string dialect,
        string type,
        string hex,
        string fields
    )
    {
        Assert.NotEmpty(name);
        var expected = fields.Split('|').Select(f => f.Split('=', 2)).ToDictionary(f => int.Parse(f[0]), f => f[1]);
        var error = IsoMessage.Read(Dialects.ByName[dialect], Convert.FromHexString(hex), out var message);
        Assert.True(error.IsNone, error.ToString());
        Assert.Equal(type, message!.Type.ToString());
        Assert.Equal(expected, message.Fields);
        Assert.True(message.Write(Dialects.ByName[dialect], out var bytes).IsNone);
        Assert.Equal(hex, Convert.ToHexString(bytes));
        Assert.Equal(hex, Convert.ToHexString(PlainCodec.Write(Dialects.ByName[dialect], message)));
    }

    [Fact]
    public void A_bitmap_announces_the_fields_that_its_origin_says()
    {
        // A dialect in which every field is one byte: the fields behind a bitmap are as many bytes as it has bits.
        var one = new FieldFormat(FieldKind.Bytes, FieldEncoding.Raw, LengthPrefix.None, FieldPadding.None, 1);
        var dialect = new Dialect(
            "bytes",
            new MessageFormat(0, FieldEncoding.PackedDigits, FieldEncoding.Raw),
            Enumerable.Range(2, 127).Where(n => n != 65).ToDictionary(n => n, _ => one)
        );
        foreach (var line in Vectors.Lines("iso8583/bitmaps.txt"))
        {
            var expected = line[1].Split(' ').Select(int.Parse).ToList();
            var bytes = Convert.FromHexString("0200" + line[0] + string.Concat(Enumerable.Repeat("AA", expected.Count(n => n > 1))));
            Assert.True(dialect.Read(bytes, out var view).IsNone);
            var found = new List<int>();
            for (var field = view.Next(1); field != 0; field = view.Next(field))
            {
                found.Add(field);
            }

            Assert.Equal(expected.Where(n => n > 1), found);
            Assert.Equal(expected.Contains(1), view.HasSecondBitmap);
            Assert.Equal(found.Count, view.Count);
        }
    }
}
