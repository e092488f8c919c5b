using System.Text;
using Guitai.Testing;

namespace Guitai.Iso8583.Tests;

/// <summary>The path over spans: numbers, texts and bytes in and out, what is refused, and that nothing is allocated.</summary>
public sealed class ViewAndWriterTests
{
    public static TheoryData<FieldEncoding, FieldPadding, LengthPrefix> NumberFormats =>
        new()
        {
            { FieldEncoding.PackedDigits, FieldPadding.ZerosBefore, LengthPrefix.None },
            { FieldEncoding.PackedDigits, FieldPadding.ZeroAfter, LengthPrefix.None },
            { FieldEncoding.PackedDigits, FieldPadding.FAfter, LengthPrefix.None },
            { FieldEncoding.PackedDigits, FieldPadding.FAfter, LengthPrefix.Packed2 },
            { FieldEncoding.PackedDigits, FieldPadding.ZeroAfter, LengthPrefix.Packed4 },
            { FieldEncoding.PackedDigits, FieldPadding.ZerosBefore, LengthPrefix.Binary1 },
            { FieldEncoding.Text, FieldPadding.ZerosBefore, LengthPrefix.None },
            { FieldEncoding.Text, FieldPadding.ZerosBefore, LengthPrefix.Text2 },
            { FieldEncoding.Text, FieldPadding.ZerosBefore, LengthPrefix.Binary2 },
        };

    [Theory]
    [MemberData(nameof(NumberFormats))]
    public void Numbers_of_every_length_go_out_and_come_back(FieldEncoding encoding, FieldPadding padding, LengthPrefix prefix)
    {
        var random = new Random(7);
        var buffer = new byte[64];
        for (var length = 1; length <= 18; length++)
        {
            var dialect = With(new FieldFormat(FieldKind.Digits, encoding, prefix, padding, length));
            foreach (var digits in (int[])[1, (length + 1) / 2, length])
            {
                var number =
                    digits == 1 ? random.Next(10) : random.NextInt64((long)Math.Pow(10, digits - 1), (long)Math.Pow(10, digits) - 1);
                // Once with room behind the message and once without.
                foreach (var room in (int[])[64, Bytes(dialect, number).Length])
                {
                    var writer = new MessageWriter(dialect, buffer.AsSpan(0, room), new Mti(200));
                    writer.Number(2, number);
                    Assert.True(writer.Finish(out var written).IsNone, $"{length} {number}");
                    Assert.Equal(Convert.ToHexString(Bytes(dialect, number)), Convert.ToHexString(buffer.AsSpan(0, written)));
                    Assert.True(dialect.Read(buffer.AsSpan(0, written), out var view).IsNone);
                    Assert.True(view.TryNumber(2, out var back));
                    Assert.Equal(number, back);
                }
            }
        }
    }

    [Fact]
    public void A_number_with_more_digits_than_the_field_is_refused()
    {
        foreach (var prefix in (LengthPrefix[])[LengthPrefix.None, LengthPrefix.Packed2])
        {
            var dialect = With(new FieldFormat(FieldKind.Digits, FieldEncoding.PackedDigits, prefix, FieldPadding.ZerosBefore, 6));
            var writer = new MessageWriter(dialect, new byte[64], new Mti(200));
            writer.Number(2, 1_000_000);
            Assert.Equal(new MessageError(Fault.TooLong, 2, 10), writer.Finish(out var written));
            Assert.Equal(0, written);
            writer = new MessageWriter(dialect, new byte[64], new Mti(200));
            writer.Number(2, 999_999);
            Assert.True(writer.Finish(out _).IsNone);
            writer = new MessageWriter(dialect, new byte[64], new Mti(200));
            writer.Number(2, -1);
            Assert.Equal(Fault.Characters, writer.Finish(out _).Fault);
        }
    }

    [Theory]
    [InlineData("binary87")]
    [InlineData("ascii87")]
    public void A_signed_amount_says_D_when_it_is_negative(string name)
    {
        var buffer = new byte[64];
        foreach (var amount in (long[])[0, 1, -1, 99_999_999, -99_999_999])
        {
            var writer = new MessageWriter(Dialects.ByName[name], buffer, new Mti(200));
            writer.Number(28, amount);
            Assert.True(writer.Finish(out var written).IsNone);
            Assert.True(Dialects.ByName[name].Read(buffer.AsSpan(0, written), out var view).IsNone);
            Assert.True(view.TryNumber(28, out var back));
            Assert.Equal(amount, back);
            Assert.True(IsoMessage.Read(Dialects.ByName[name], buffer.AsSpan(0, written), out var message).IsNone);
            Assert.Equal($"{(amount < 0 ? 'D' : 'C')}{Math.Abs(amount):D8}", message![28]);
        }

        foreach (var text in (string[])["X1", "", "1", "C1A", "c1"])
        {
            var writer = new MessageWriter(Dialects.ByName[name], buffer, new Mti(200));
            writer.Text(28, Encoding.ASCII.GetBytes(text));
            Assert.Equal(Fault.Characters, writer.Finish(out _).Fault);
        }

        var shorter = new MessageWriter(Dialects.ByName[name], buffer, new Mti(200));
        shorter.Text(28, "D12"u8);
        Assert.True(shorter.Finish(out var bytes).IsNone);
        Assert.True(Dialects.ByName[name].Read(buffer.AsSpan(0, bytes), out var read).IsNone);
        Assert.True(read.TryNumber(28, out var twelve));
        Assert.Equal(-12, twelve);
    }

    [Fact]
    public void What_is_shorter_than_its_fixed_length_is_filled_up()
    {
        var message = new IsoMessage(new Mti(200))
        {
            [4] = "5",
            [22] = "5",
            [41] = "T1",
        };
        foreach (var dialect in Dialects.ByName.Values.Where(d => d.Format.Version == 0))
        {
            Assert.True(message.Write(dialect, out var bytes).IsNone);
            Assert.True(IsoMessage.Read(dialect, bytes, out var back).IsNone);
            Assert.Equal(("000000000005", "005", "T1      "), (back![4], back[22], back[41]));
        }

        var short8 = new IsoMessage(new Mti(200)) { [64] = "AA" };
        Assert.Equal(Fault.TooShort, short8.Write(Dialects.Binary87, out var none).Fault);
        Assert.Empty(none);
        var exact = With(new FieldFormat(FieldKind.Printable, FieldEncoding.Text, LengthPrefix.None, FieldPadding.None, 4));
        Assert.Equal(
            Fault.TooShort,
            new IsoMessage(new Mti(200)) { [2] = "abc" }
                .Write(exact, out _)
                .Fault
        );
        Assert.True(
            new IsoMessage(new Mti(200)) { [2] = "abcd" }
                .Write(exact, out _)
                .IsNone
        );
    }

    [Fact]
    public void Fields_go_in_rising_order_and_each_once()
    {
        var buffer = new byte[128];
        var writer = new MessageWriter(Dialects.Binary87, buffer, new Mti(200));
        writer.Number(4, 1);
        writer.Number(3, 1);
        Assert.Equal(new MessageError(Fault.Order, 3, 16), writer.Finish(out _));
        writer = new MessageWriter(Dialects.Binary87, buffer, new Mti(200));
        writer.Number(4, 1);
        writer.Number(4, 1);
        writer.Number(200, 1);
        Assert.Equal(Fault.Order, writer.Error.Fault);
        foreach (var field in (int[])[-1, 0, 1, 65, 129, 500])
        {
            writer = new MessageWriter(Dialects.Binary87, buffer, new Mti(200));
            writer.Number(field, 1);
            Assert.Equal(Fault.UnknownField, writer.Finish(out _).Fault);
        }
    }

    [Fact]
    public void Values_of_another_kind_than_the_field_are_refused()
    {
        var buffer = new byte[128];
        var writer = new MessageWriter(Dialects.Binary87, buffer, new Mti(200));
        writer.Number(41, 1);
        Assert.Equal(Fault.OtherKind, writer.Finish(out _).Fault);
        writer = new MessageWriter(Dialects.Binary87, buffer, new Mti(200));
        writer.Text(52, "12345678"u8);
        Assert.Equal(Fault.OtherKind, writer.Finish(out _).Fault);
        writer = new MessageWriter(Dialects.Binary87, buffer, new Mti(200));
        writer.Binary(41, "12345678"u8);
        Assert.Equal(Fault.OtherKind, writer.Finish(out _).Fault);
        foreach (var (field, text) in ((int, string)[])[(2, "12A4"), (35, "1=2E"), (37, "ABC-"), (41, "T\u007f"), (42, "商户")])
        {
            Assert.Equal(
                Fault.Characters,
                new IsoMessage(new Mti(200)) { [field] = text }
                    .Write(Dialects.Binary87, out _)
                    .Fault
            );
        }

        foreach (var text in (string[])["ABC", "GG", "AA AA"])
        {
            Assert.Equal(
                Fault.Characters,
                new IsoMessage(new Mti(200)) { [55] = text }
                    .Write(Dialects.Binary87, out _)
                    .Fault
            );
        }

        Assert.Equal(
            Fault.Characters,
            new IsoMessage(new Mti(200)) { [43] = "a\ud800" }
                .Write(Dialects.UnionPay, out _)
                .Fault
        );
        Assert.Equal(Fault.OtherVersion, new IsoMessage(new Mti(1200)).Write(Dialects.UnionPay, out _).Fault);
        Assert.Equal(Fault.TypeNotDigits, new IsoMessage(new Mti(10_000)).Write(Dialects.UnionPay, out _).Fault);
        Assert.Equal(Fault.TypeNotDigits, new IsoMessage(new Mti(-1)).Write(Dialects.UnionPay, out _).Fault);
    }

    [Theory]
    [MemberData(nameof(Messages.DialectNames), MemberType = typeof(Messages))]
    public void Every_destination_that_is_too_small_is_said_to_be(string name)
    {
        var dialect = Dialects.ByName[name];
        for (var seed = 0; seed < Effort.Of(25); seed++)
        {
            var message = Messages.Any(dialect, seed);
            Assert.True(message.Write(dialect, out var bytes).IsNone);
            for (var room = 0; room < bytes.Length; room++)
            {
                Assert.Equal(Fault.NoRoom, message.Write(dialect, new byte[room], out var none).Fault);
                Assert.Equal(0, none);
            }

            var exact = new byte[bytes.Length];
            Assert.True(message.Write(dialect, exact, out var written).IsNone);
            Assert.Equal(bytes, exact.AsSpan(0, written).ToArray());
        }
    }

    [Theory]
    [InlineData("binary87")]
    [InlineData("ascii87")]
    public void The_second_bitmap_is_put_in_when_the_first_field_above_64_comes(string name)
    {
        var buffer = new byte[256];
        var dialect = Dialects.ByName[name];
        var writer = new MessageWriter(dialect, buffer, new Mti(800));
        writer.Number(7, 1121120000);
        writer.Number(11, 1);
        writer.Number(70, 301);
        Assert.True(writer.Finish(out var written).IsNone);
        Assert.True(dialect.Read(buffer.AsSpan(0, written), out var view).IsNone);
        Assert.True(view.TryNumber(7, out var time));
        Assert.True(view.TryNumber(11, out var trace));
        Assert.True(view.TryNumber(70, out var code));
        Assert.Equal((1121120000, 1, 301), (time, trace, code));
        for (var room = 0; room < written; room++)
        {
            var small = new MessageWriter(dialect, new byte[room], new Mti(800));
            small.Number(7, 1121120000);
            small.Number(11, 1);
            small.Number(70, 301);
            Assert.Equal(Fault.NoRoom, small.Finish(out _).Fault);
        }
    }

    [Fact]
    public void What_is_not_there_is_empty_and_what_is_no_number_is_no_number()
    {
        var message = new IsoMessage(new Mti(200))
        {
            [32] = "",
            [35] = "12D",
            [41] = "12345678",
            [89] = "1",
            [90] = new string('1', 42),
        };
        Assert.True(message.Write(Dialects.Binary87, out var bytes).IsNone);
        Assert.True(Dialects.Binary87.Read(bytes, out var view).IsNone);
        foreach (var field in (int[])[-5, 0, 1, 2, 65, 128, 129, 1000])
        {
            Assert.False(view.Has(field));
            Assert.False(view.TryNumber(field, out _));
            Assert.Equal(
                0,
                view.Length(field) + view.TextLength(field) + view.Wire(field).Length + view.CopyText(field, []) + view.CopyBytes(field, [])
            );
        }

        Assert.False(view.TryNumber(35, out _));
        Assert.False(view.TryNumber(41, out _));
        Assert.False(view.TryNumber(90, out _));
        Assert.True(view.TryNumber(32, out var nothing));
        Assert.Equal(0, nothing);
        Assert.True(view.TryNumber(89, out var one));
        Assert.Equal(1, one);
        Assert.Equal(0, view.CopyBytes(41, new byte[8]));
        var small = new byte[7];
        try
        {
            view.CopyText(41, small);
            Assert.Fail("Seven bytes took eight characters.");
        }
        catch (ArgumentException exception)
        {
            Assert.DoesNotContain("1234", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Reading_and_writing_over_spans_allocates_nothing()
    {
        var bytes = Convert.FromHexString(Vectors.Lines("iso8583/messages.txt").First()[3]);
        var buffer = new byte[512];
        long sum = 0;
        for (var i = 0; i < 100; i++)
        {
            sum += Once(bytes, buffer);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            sum += Once(bytes, buffer);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotEqual(0, sum);
    }

    private static long Once(ReadOnlySpan<byte> bytes, Span<byte> buffer)
    {
        if (!Dialects.Binary87.Read(bytes, out var view).IsNone || !view.TryNumber(4, out var amount))
        {
            return 0;
        }

        var writer = new MessageWriter(Dialects.Binary87, buffer, view.Type.Answer);
        writer.Number(4, amount);
        Span<byte> text = stackalloc byte[40];
        writer.Text(35, text[..view.CopyText(35, text)]);
        writer.Binary(55, view.Wire(55));
        writer.Number(70, 1);
        return writer.Finish(out var written).IsNone ? written : 0;
    }

    private static Dialect With(FieldFormat field) => Dialects.Binary87.With("one", 2, field);

    private static byte[] Bytes(Dialect dialect, long number)
    {
        var text = number.ToString();
        return PlainCodec.Write(dialect, new IsoMessage(new Mti(200)) { [2] = text });
    }
}
