using FsCheck;
using FsCheck.Fluent;
using Guitai.Testing;

namespace Guitai.Iso8583.Tests;

/// <summary>What is written reads back, in every dialect, and as the plain second writer writes it.</summary>
public sealed class RoundTripTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(Effort.Of(1_500)).WithQuietOnSuccess(true);

    [Theory]
    [MemberData(nameof(Messages.DialectNames), MemberType = typeof(Messages))]
    public void Every_message_that_is_written_reads_back_the_same(string name)
    {
        var dialect = Dialects.ByName[name];
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                seed =>
                {
                    var message = Messages.Any(dialect, seed);
                    var error = message.Write(dialect, out var bytes);
                    Assert.True(error.IsNone, error.ToString());
                    Assert.Equal(Convert.ToHexString(PlainCodec.Write(dialect, message)), Convert.ToHexString(bytes));
                    error = IsoMessage.Read(dialect, bytes, out var back);
                    Assert.True(error.IsNone, error.ToString());
                    Assert.Equal(message.Type, back!.Type);
                    Assert.Equal(message.Fields, back.Fields);
                    Assert.Equal(message.EmptySecondBitmap, back.EmptySecondBitmap);
                }
            )
            .Check(s_config);
    }

    [Theory]
    [MemberData(nameof(Messages.DialectNames), MemberType = typeof(Messages))]
    public void Every_field_of_every_dialect_reads_back_at_its_longest_and_at_its_shortest(string name)
    {
        var dialect = Dialects.ByName[name];
        foreach (var (number, format) in dialect.Fields)
        {
            foreach (var length in format.Prefix == LengthPrefix.None ? [format.Length] : (int[])[0, 1, format.Length])
            {
                var message = new IsoMessage(new Mti(1000 * dialect.Format.Version)) { [number] = Filled(format, length) };
                var error = message.Write(dialect, out var bytes);
                Assert.True(error.IsNone, error.ToString());
                Assert.Equal(Convert.ToHexString(PlainCodec.Write(dialect, message)), Convert.ToHexString(bytes));
                Assert.True(IsoMessage.Read(dialect, bytes, out var back).IsNone);
                Assert.Equal(message[number], back![number]);
            }

            var longer = new IsoMessage(new Mti(1000 * dialect.Format.Version)) { [number] = Filled(format, format.Length + 1) };
            Assert.Equal(new MessageError(Fault.TooLong, number, 0), longer.Write(dialect, out _) with { Offset = 0 });
        }
    }

    private static string Filled(FieldFormat format, int length) =>
        format.Kind switch
        {
            FieldKind.Bytes => new string('A', 2 * length),
            FieldKind.SignedDigits => "D" + new string('9', length),
            FieldKind.Letters => new string('z', length),
            _ => new string('9', length),
        };

    [Fact]
    public void Nested_objects_pass_byte_for_byte_with_unknown_tags_long_lengths_and_padding()
    {
        // DF8129, a length in a longer form than it needs, padding between objects, an unknown constructed tag.
        const string Objects = "DF812908A1B2C3D4E5F60718" + "9F3781041A2B3C4D" + "0000" + "FF0A03DF0100";
        var message = new IsoMessage(new Mti(200)) { [55] = Objects };
        foreach (var dialect in Dialects.ByName.Values.Where(d => d.Format.Version == 0))
        {
            Assert.True(message.Write(dialect, out var bytes).IsNone);
            Assert.True(IsoMessage.Read(dialect, bytes, out var back).IsNone);
            Assert.Equal(Objects, back![55]);
            Assert.True(dialect.Read(bytes, out var view).IsNone);
            var raw = new byte[view.Length(55)];
            Assert.Equal(raw.Length, view.CopyBytes(55, raw));
            Assert.Equal(Objects, Convert.ToHexString(raw));
        }
    }
}
