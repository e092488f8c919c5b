using Guitai.Testing;

namespace Guitai.Iso8583.Tests;

/// <summary>Whatever arrives: an error or a message, never an exception, never a byte past the end, never content in an error.</summary>
public sealed class HostileTests
{
    [Theory]
    [MemberData(nameof(Messages.DialectNames), MemberType = typeof(Messages))]
    public void Every_shortened_message_is_refused_and_nothing_past_its_end_is_read(string name)
    {
        var dialect = Dialects.ByName[name];
        using var page = new GuardedPage();
        for (var seed = 0; seed < Effort.Of(40); seed++)
        {
            Assert.True(Messages.Any(dialect, seed).Write(dialect, out var bytes).IsNone);
            for (var length = 0; length <= bytes.Length; length++)
            {
                var error = dialect.Read(page.Place(bytes.AsSpan(0, length)), out var view);
                Assert.Equal(length == bytes.Length, error.IsNone);
                Assert.Equal(error.IsNone, view.Count > 0 || bytes.Length <= 36);
                ReadAll(view);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Messages.DialectNames), MemberType = typeof(Messages))]
    public void Every_changed_byte_gives_an_error_or_a_message_that_writes_and_reads_again(string name)
    {
        var dialect = Dialects.ByName[name];
        using var page = new GuardedPage();
        var random = new Random(8583);
        var (read, refused) = (0, 0);
        for (var seed = 0; seed < Effort.Of(60); seed++)
        {
            Assert.True(Messages.Any(dialect, seed).Write(dialect, out var bytes).IsNone);
            for (var at = 0; at < bytes.Length; at++)
            {
                var kept = bytes[at];
                bytes[at] = (byte)random.Next(256);
                var error = dialect.Read(page.Place(bytes), out var view);
                ReadAll(view);
                if (error.IsNone && IsoMessage.Read(dialect, bytes, out var message).IsNone)
                {
                    read++;
                    Assert.True(message!.Write(dialect, out var again).IsNone);
                    Assert.True(IsoMessage.Read(dialect, again, out var back).IsNone);
                    Assert.Equal(message.Fields, back!.Fields);
                    if (dialect.Format.BitmapEncoding == FieldEncoding.Raw)
                    {
                        Assert.Equal(bytes, again);
                    }
                }
                else
                {
                    refused++;
                }

                bytes[at] = kept;
            }
        }

        Assert.True(read > 500 && refused > 500, $"{read} read, {refused} refused");
    }

    [Fact]
    public void Errors_name_the_field_and_never_its_content()
    {
        var cases = new (string Hex, string Dialect, Fault Fault, int Field, string Text)[]
        {
            ("02", "binary87", Fault.EndsEarly, 0, "Message (byte 0): the message ends too early."),
            ("02A0", "binary87", Fault.TypeNotDigits, 0, "Message type (byte 0): not four digits."),
            ("1200", "binary87", Fault.OtherVersion, 0, "Message type (byte 0): of another version of ISO 8583 than the dialect."),
            ("02004000", "binary87", Fault.EndsEarly, 0, "Message (byte 2): the message ends too early."),
            ("0200C000000000000000", "binary87", Fault.EndsEarly, 1, "Field 1 (byte 10): the message ends too early."),
            ("02004000000000000000", "binary87", Fault.EndsEarly, 2, "Field 2 (byte 10): the message ends too early."),
            ("0200400000000000000020", "binary87", Fault.TooLong, 2, "Field 2 (byte 10): longer than its format allows."),
            ("020040000000000000001A", "binary87", Fault.LengthNotDigits, 2, "Field 2 (byte 10): its length is not written in digits."),
            ("02004000000000000000A1", "binary87", Fault.LengthNotDigits, 2, "Field 2 (byte 10): its length is not written in digits."),
            ("020040000000000000000447617B", "binary87", Fault.BytesLeft, 0, "Message (byte 13): bytes are left after the last field."),
            ("0200400000000000000004476B", "binary87", Fault.Characters, 2, "Field 2 (byte 11): a character that it may not hold."),
            ("020000000400000000001051", "binary87", Fault.Padding, 22, "Field 22 (byte 10): not padded as its format says."),
            ("020000000400000000000511", "unionpay", Fault.Padding, 22, "Field 22 (byte 10): not padded as its format says."),
            (
                "02008000000000000000" + "8000000000000000",
                "binary87",
                Fault.UnknownField,
                65,
                "Field 65 (byte 18): the dialect does not have it."
            ),
            ("0200000000000080000054455200303030", "binary87", Fault.EndsEarly, 41, "Field 41 (byte 10): the message ends too early."),
            (
                "020000000000008000005445520030303030",
                "binary87",
                Fault.Characters,
                41,
                "Field 41 (byte 10): a character that it may not hold."
            ),
            (
                "020000000010000000004430303030303030",
                "binary87",
                Fault.BytesLeft,
                0,
                "Message (byte 15): bytes are left after the last field."
            ),
            ("02000000001000000000453030303A", "binary87", Fault.Characters, 28, "Field 28 (byte 10): a character that it may not hold."),
            ("020000000000000000010000000000000000", "unionpay", Fault.None, 0, "No error."),
            ("02000000000000000001FF", "unionpay", Fault.EndsEarly, 64, "Field 64 (byte 10): the message ends too early."),
            ("020000000000000000020001FF", "unionpay", Fault.Characters, 63, "Field 63 (byte 12): a character that it may not hold."),
            ("30323030", "ascii87", Fault.EndsEarly, 0, "Message (byte 4): the message ends too early."),
            ("3032303A", "ascii87", Fault.TypeNotDigits, 0, "Message type (byte 0): not four digits."),
            ("30323030" + "47303030303030303030303030303030", "ascii87", Fault.BitmapNotHex, 0, "Bitmap (byte 4): not hexadecimal."),
            ("30323030" + "34303030303030303030303030303030" + "303A", "ascii87", Fault.LengthNotDigits, 2, ""),
            ("30323030" + "30303030303030303030303030303031" + "47303030303030303030303030303030", "ascii87", Fault.Characters, 64, ""),
        };
        foreach (var (hex, dialect, fault, field, text) in cases)
        {
            var error = Dialects.ByName[dialect].Read(Convert.FromHexString(hex), out var view);
            Assert.True(error.Fault == fault && error.Field == field, $"{hex}: {error}");
            Assert.True(text.Length == 0 || text == error.ToString(), $"{hex}: {error}");
            Assert.True(error.IsNone || (view.Count == 0 && !view.HasSecondBitmap));
        }
    }

    [Fact]
    public void Every_fault_has_a_sentence_of_its_own()
    {
        var sentences = Enum.GetValues<Fault>().Select(f => new MessageError(f, 2, 1).ToString()).ToList();
        Assert.Equal(sentences.Count, sentences.Distinct().Count());
        Assert.All(sentences, s => Assert.Matches("^(No error|(Field 2|Message type|Bitmap) \\(byte 1\\): [a-z].*)\\.$", s));
        Assert.All(Enum.GetNames<Fault>(), n => Assert.DoesNotContain(n, sentences.Skip(1)));
        Assert.DoesNotContain(
            sentences,
            s => Enum.GetNames<Fault>().Any(n => n != "Order" && n != "Padding" && s.Contains(n, StringComparison.Ordinal))
        );
    }

    [Fact]
    public void A_message_of_more_than_64_KiB_is_refused_before_anything_is_read()
    {
        var error = Dialects.Binary87.Read(new byte[65536], out _);
        Assert.Equal(new MessageError(Fault.TooLong, 0, 0), error);
        Assert.NotEqual(Fault.TooLong, Dialects.Binary87.Read(new byte[65535], out _).Fault);
    }

    private static void ReadAll(in MessageView view)
    {
        Span<byte> text = stackalloc byte[2048];
        for (var field = -1; field <= 130; field++)
        {
            _ = view.TryNumber(field, out _);
            _ = view.Wire(field).Length;
            _ = view.CopyText(field, text);
            _ = view.CopyBytes(field, text);
        }
    }
}
