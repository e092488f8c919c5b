namespace Guitai.Iso8583.Tests;

/// <summary>Dialects are data that is checked, and what is printed for people is masked, failing closed.</summary>
public sealed class FormatAndMaskTests
{
    [Fact]
    public void Parts_that_do_not_go_together_make_no_dialect()
    {
        var whole = new FieldFormat(FieldKind.Digits, FieldEncoding.PackedDigits, LengthPrefix.Packed2, FieldPadding.ZerosBefore, 19);
        Assert.Null(whole.Flaw);
        var flawed = new[]
        {
            whole with
            {
                Length = 0,
            },
            whole with
            {
                Length = 10_000,
            },
            whole with
            {
                Length = 100,
            },
            whole with
            {
                Length = 1000,
                Prefix = LengthPrefix.Text3,
                Encoding = FieldEncoding.Text,
            },
            whole with
            {
                Length = 256,
                Prefix = LengthPrefix.Binary1,
            },
            whole with
            {
                Kind = FieldKind.Bytes,
            },
            whole with
            {
                Encoding = FieldEncoding.Raw,
            },
            whole with
            {
                Encoding = FieldEncoding.HexText,
            },
            whole with
            {
                Kind = FieldKind.Printable,
            },
            whole with
            {
                Kind = FieldKind.Bytes,
                Encoding = FieldEncoding.Raw,
            },
            whole with
            {
                Kind = FieldKind.SignedDigits,
            },
            whole with
            {
                Kind = FieldKind.SignedDigits,
                Prefix = LengthPrefix.None,
                Padding = FieldPadding.FAfter,
            },
            whole with
            {
                Padding = FieldPadding.SpacesAfter,
            },
            whole with
            {
                Padding = FieldPadding.None,
            },
            whole with
            {
                Encoding = FieldEncoding.Text,
                Padding = FieldPadding.FAfter,
            },
            whole with
            {
                Encoding = FieldEncoding.Text,
                Padding = FieldPadding.ZeroAfter,
            },
        };
        Assert.Equal(flawed.Length, flawed.Count(f => f.Flaw is not null));
        Assert.True(flawed.Select(f => f.Flaw).Distinct().Count() >= 12);
        foreach (var format in flawed)
        {
            var refused = Assert.Throws<ArgumentException>(() => Dialects.Binary87.With("flawed", 2, format));
            Assert.Contains(format.Flaw!, refused.Message, StringComparison.Ordinal);
        }

        foreach (var number in (int[])[0, 1, 65, 129])
        {
            Assert.Throws<ArgumentException>(() => Dialects.Binary87.With("flawed", number, whole));
        }

        foreach (
            var format in (MessageFormat[])
                [
                    new(-1, FieldEncoding.Text, FieldEncoding.Raw),
                    new(10, FieldEncoding.Text, FieldEncoding.Raw),
                    new(0, FieldEncoding.Raw, FieldEncoding.Raw),
                    new(0, FieldEncoding.Text, FieldEncoding.Text),
                ]
        )
        {
            Assert.Throws<ArgumentException>(() => new Dialect("flawed", format, new Dictionary<int, FieldFormat>()));
        }
    }

    [Theory]
    [MemberData(nameof(Messages.DialectNames), MemberType = typeof(Messages))]
    public void Every_dialect_has_all_fields_with_names_and_hides_what_must_be_hidden(string name)
    {
        var dialect = Dialects.ByName[name];
        Assert.Equal(Enumerable.Range(2, 127).Where(n => n != 65), dialect.Fields.Keys);
        Assert.All(dialect.Fields.Values, f => Assert.True(f.Name.Length > 3 && f.Flaw is null));
        Assert.Equal(FieldMask.CardNumber, dialect.Fields[2].Mask);
        Assert.All((int[])[14, 34, 35, 36, 45, 52, 55, 62], n => Assert.Equal(FieldMask.Hide, dialect.Fields[n].Mask));
        Assert.All((int[])[3, 4, 11, 37, 39, 41, 42], n => Assert.Equal(FieldMask.Show, dialect.Fields[n].Mask));
        Assert.Equal(name, dialect.ToString());
    }

    [Fact]
    public void A_masked_message_shows_six_and_four_digits_and_no_track_pin_or_private_field()
    {
        var message = new IsoMessage(new Mti(200))
        {
            [2] = "4761739001010119",
            [3] = "000000",
            [35] = "4761739001010119D2812201",
            [52] = "0123456789ABCDEF",
            [55] = "5A084761739001010119",
            [63] = "secret",
        };
        var shown = message.Masked(Dialects.Binary87);
        Assert.Equal(
            new Dictionary<int, string>
            {
                [2] = "476173******0119",
                [3] = "000000",
                [35] = "***",
                [52] = "***",
                [55] = "***",
                [63] = "***",
            },
            shown
        );
        Assert.Equal("5A", message.Masked(Dialects.Binary87, new Dictionary<int, Func<string, string>> { [55] = t => t[..2] })[55]);
        Assert.Equal("0200 with fields 2 3 35 52 55 63", message.ToString());
        // A field that the dialect lacks, and a number too short to mask, are hidden whole.
        message[128] = "visible?";
        var small = new Dialect("small", Dialects.Binary87.Format, new Dictionary<int, FieldFormat> { [2] = Dialects.Binary87.Fields[2] });
        Assert.Equal("***", message.Masked(small)[128]);
        message[2] = "476173900101";
        Assert.Equal("***", message.Masked(small)[2]);
        message[2] = "4761739001013";
        Assert.Equal("476173***1013", message.Masked(small)[2]);
        message[2] = null;
        Assert.False(message.Fields.ContainsKey(2));
        Assert.Null(message[2]);
    }

    [Fact]
    public void A_message_type_has_four_parts_and_an_answer()
    {
        Assert.True(Mti.TryParse("1421", out var type));
        Assert.Equal((1, 4, 2, 1), (type.Version, type.Class, type.Function, type.Origin));
        Assert.Equal("1430", type.Answer.ToString());
        Assert.Equal("0210", new Mti(200).Answer.ToString());
        Assert.Equal("0210", new Mti(201).Answer.ToString());
        Assert.All((string[])["", "020", "02000", "02A0", "-200", " 200", "+200"], t => Assert.False(Mti.TryParse(t, out _)));
    }
}
