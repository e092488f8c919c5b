using FsCheck;
using FsCheck.Fluent;
using Guitai.Emv.Tlv;
using Guitai.Testing;

namespace Guitai.Emv.Tests;

/// <summary>BER-TLV from outside and at random: read as it stands, written as it was, refused with the place when it is none.</summary>
public sealed class TlvTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(Effort.Of(2_000)).WithQuietOnSuccess(true);

    public static TheoryData<string, string> Objects => [.. Vectors.Lines("emv/tlv.txt").Select(l => (l[0], l[1]))];

    [Theory]
    [MemberData(nameof(Objects))]
    public void Objects_from_outside_read_as_their_origin_says(string hex, string expected)
    {
        var error = TlvNode.Parse(Convert.FromHexString(hex.Length % 2 == 0 ? hex : hex + "0"), out var nodes);
        if (expected == "refused")
        {
            Assert.False(error.IsNone);
            Assert.Empty(nodes);
            return;
        }

        Assert.True(error.IsNone, error.ToString());
        Assert.Equal(expected, string.Join(' ', Flat(nodes)));
    }

    private static IEnumerable<string> Flat(IEnumerable<TlvNode> nodes) =>
        nodes.SelectMany(n =>
            n.Tag.IsConstructed ? Flat(n.Children).Prepend(n.Tag.ToString()) : [$"{n.Tag}={Convert.ToHexString(n.Value.Span)}"]
        );

    [Fact]
    public void What_is_no_BER_TLV_is_refused_with_its_place()
    {
        foreach (
            var (hex, fault, offset) in ((string, TlvFault, int)[])
                [
                    ("9F", TlvFault.EndsEarly, 0),
                    ("9F26", TlvFault.EndsEarly, 0),
                    ("9A0326112195", TlvFault.EndsEarly, 5),
                    ("00009F2602AA", TlvFault.EndsEarly, 2),
                    ("DF818101", TlvFault.LongTag, 0),
                    ("DF81818101AA", TlvFault.LongTag, 0),
                    ("DF8181", TlvFault.EndsEarly, 0),
                    ("9A80", TlvFault.LengthForm, 0),
                    ("9A8400000001AA", TlvFault.LengthForm, 0),
                    ("9AFF", TlvFault.LengthForm, 0),
                    ("9A82FF", TlvFault.EndsEarly, 0),
                    ("9A83FFFFFFAA", TlvFault.EndsEarly, 0),
                    ("9A0126" + "6F049A03AAAA", TlvFault.EndsEarly, 5),
                    ("6F06A5049A03AAAA", TlvFault.EndsEarly, 4),
                    (Nested(8), TlvFault.None, 0),
                    (Nested(9), TlvFault.TooDeep, 16),
                ]
        )
        {
            var error = TlvNode.Parse(Convert.FromHexString(hex), out var nodes);
            Assert.Equal((fault, fault == TlvFault.None ? 0 : offset), (error.Fault, error.Offset));
            Assert.Equal(error.IsNone, nodes.Count > 0);
        }
    }

    private static string Nested(int templates)
    {
        var hex = "";
        for (var i = 0; i < templates; i++)
        {
            hex = $"E1{hex.Length / 2:X2}{hex}";
        }

        return hex;
    }

    [Fact]
    public void Every_fault_has_a_sentence_of_its_own()
    {
        var sentences = Enum.GetValues<TlvFault>().Select(f => new TlvError(f, 3).ToString()).ToList();
        Assert.Equal(sentences.Count, sentences.Distinct().Count());
        Assert.All(sentences, s => Assert.EndsWith(".", s, StringComparison.Ordinal));
        Assert.Equal("No error.", sentences[0]);
    }

    [Fact]
    public void A_tag_has_one_to_three_bytes_in_the_form_of_annex_B1()
    {
        foreach (var text in (string[])["9A", "5A", "9F26", "5F2A", "DF8129", "FF8105", "BF0C", "01", "80"])
        {
            Assert.True(Tag.TryParse(text, out var tag), text);
            Assert.Equal(text, tag.ToString());
            Assert.Equal(text.Length / 2, tag.Bytes);
            Assert.Equal(Convert.FromHexString(text)[0], tag.First);
        }

        foreach (
            var text in (string?[])
                [null, "", "9", "00", "9F", "1F", "9F81", "9A26", "DF0129", "DF8181", "DF812", "GG", "0x9A", "009A", "00009A", "DF818101"]
        )
        {
            Assert.False(Tag.TryParse(text, out _), text);
        }

        Assert.True(new Tag(0x6F).IsConstructed);
        Assert.True(new Tag(0xBF0C).IsConstructed);
        Assert.True(new Tag(0xFF8105).IsConstructed);
        Assert.False(new Tag(0x9F26).IsConstructed);
        Assert.False(new Tag(0xDF8129).IsConstructed);
    }

    [Fact]
    public void Whatever_is_written_reads_back_the_same() =>
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                seed =>
                {
                    var random = new Random(seed);
                    var buffer = new byte[200_000];
                    var writer = new TlvWriter(buffer);
                    var expected = new List<string>();
                    WriteAny(ref writer, random, expected, 0);
                    Assert.True(writer.Finish(out var written).IsNone);
                    Assert.Equal(written, writer.Written);
                    var error = TlvNode.Parse(buffer.AsMemory(0, written), out var nodes);
                    Assert.True(error.IsNone, error.ToString());
                    Assert.Equal(expected, Flat(nodes));
                    Assert.Equal(TlvFault.NoRoom, Small(buffer.AsSpan(0, written), random));
                }
            )
            .Check(s_config);

    // Objects copied one by one into one byte too few.
    private static TlvFault Small(ReadOnlySpan<byte> bytes, Random random)
    {
        if (bytes.IsEmpty)
        {
            return TlvFault.NoRoom;
        }

        var writer = new TlvWriter(new byte[bytes.Length - 1 - random.Next(Math.Min(bytes.Length, 5))]);
        var reader = new TlvReader(bytes);
        while (reader.TryRead(out var found))
        {
            if (random.Next(2) == 0)
            {
                writer.WriteEncoded(found.Encoded);
            }
            else
            {
                writer.Write(found.Tag, found.Value);
            }
        }

        Assert.Equal(0, writer.Finish(out var written).Offset > bytes.Length ? 1 : written);
        return writer.Finish(out _).Fault;
    }

    private static void WriteAny(ref TlvWriter writer, Random random, List<string> expected, int level)
    {
        int[] plain = [0x5A, 0x9A, 0x95, 0x9F26, 0x5F2A, 0xDF8129, 0xDF31];
        int[] templates = [0x6F, 0x70, 0xA5, 0xBF0C, 0xFF8105];
        for (var i = random.Next(level == 0 ? 1 : 0, 4); i > 0; i--)
        {
            if (level < TlvNode.DeepestLevel && random.Next(3) == 0)
            {
                var tag = new Tag(templates[random.Next(templates.Length)]);
                expected.Add(tag.ToString());
                writer.Begin(tag);
                WriteAny(ref writer, random, expected, level + 1);
                writer.End();
            }
            else
            {
                var tag = new Tag(plain[random.Next(plain.Length)]);
                var value = new byte[random.Next(20) == 0 ? random.Next(700) : random.Next(140)];
                random.NextBytes(value);
                expected.Add($"{tag}={Convert.ToHexString(value)}");
                writer.Write(tag, value);
            }
        }
    }

    [Fact]
    public void Lengths_take_the_shortest_form()
    {
        foreach (
            var (length, head) in ((int, string)[])
                [(0, "00"), (127, "7F"), (128, "8180"), (255, "81FF"), (256, "820100"), (65535, "82FFFF")]
        )
        {
            var buffer = new byte[70_000];
            var writer = new TlvWriter(buffer);
            writer.Write(new Tag(0x53), new byte[length]);
            Assert.True(writer.Finish(out var written).IsNone);
            Assert.StartsWith("53" + head, Convert.ToHexString(buffer.AsSpan(0, written)), StringComparison.Ordinal);
            Assert.Equal(1 + (head.Length / 2) + length, written);
            if (length > 0)
            {
                var template = new TlvWriter(buffer);
                template.Begin(new Tag(0x70));
                template.WriteEncoded(new byte[length]);
                template.End();
                Assert.True(template.Finish(out var same).IsNone);
                Assert.Equal(written, same);
                Assert.StartsWith("70" + head, Convert.ToHexString(buffer.AsSpan(0, same)), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void What_cannot_be_written_is_said_once_and_stays_said()
    {
        var writer = new TlvWriter(new byte[100]);
        writer.Write(new Tag(0x9F), [1]);
        writer.Write(new Tag(0x9A), [1]);
        writer.WriteEncoded([1]);
        writer.Begin(new Tag(0x70));
        writer.End();
        Assert.Equal(TlvFault.NotWritable, writer.Finish(out var written).Fault);
        Assert.Equal(0, written);
        writer = new TlvWriter(new byte[100_000]);
        writer.Write(new Tag(0x9A), new byte[65_536]);
        Assert.Equal(TlvFault.NotWritable, writer.Finish(out _).Fault);
        writer = new TlvWriter(new byte[100_000]);
        writer.Begin(new Tag(0x70));
        writer.WriteEncoded(new byte[65_536]);
        writer.End();
        Assert.Equal(TlvFault.NotWritable, writer.Finish(out _).Fault);
        writer = new TlvWriter(new byte[10]);
        writer.End();
        Assert.Equal(TlvFault.Unbalanced, writer.Finish(out _).Fault);
        writer = new TlvWriter(new byte[10]);
        writer.Begin(new Tag(0x70));
        Assert.Equal(TlvFault.Unbalanced, writer.Finish(out _).Fault);
        writer = new TlvWriter(new byte[130]);
        writer.Begin(new Tag(0x70));
        writer.WriteEncoded(new byte[128]);
        writer.End();
        Assert.Equal(TlvFault.NoRoom, writer.Finish(out _).Fault);
        writer = new TlvWriter(new byte[100]);
        for (var i = 0; i <= TlvNode.DeepestLevel; i++)
        {
            writer.Begin(new Tag(0x70));
        }

        Assert.Equal(TlvFault.TooDeep, writer.Finish(out _).Fault);
    }

    [Fact]
    public void Shortened_and_changed_objects_give_an_error_or_objects_and_nothing_past_their_end_is_read()
    {
        using var page = new GuardedPage();
        var random = new Random(825);
        foreach (var hex in Vectors.Lines("emv/tlv.txt").Where(l => l[1] != "refused").Select(l => l[0]))
        {
            var bytes = Convert.FromHexString(hex);
            for (var round = 0; round < Effort.Of(3_000); round++)
            {
                var changed = bytes[..random.Next(bytes.Length + 1)];
                if (changed.Length > 0)
                {
                    changed[random.Next(changed.Length)] = (byte)random.Next(256);
                }

                var reader = new TlvReader(page.Place(changed));
                var total = 0;
                while (reader.TryRead(out var found))
                {
                    total += found.Encoded.Length;
                    _ = TlvReader.TryFind(found.Value, new Tag(0x9A), out _);
                }

                Assert.InRange(total, 0, changed.Length);
                Assert.False(reader.TryRead(out _));
                Assert.InRange(reader.Error.Offset, 0, changed.Length);
                _ = TlvNode.Parse(changed, out _);
            }
        }
    }

    [Fact]
    public void The_first_object_of_a_tag_is_found_on_the_top_level_only()
    {
        var bytes = Convert.FromHexString("6F039A01019A01029A01039F26");
        Assert.True(TlvReader.TryFind(bytes, new Tag(0x9A), out var value));
        Assert.Equal(2, value[0]);
        Assert.False(TlvReader.TryFind(bytes, new Tag(0x9F26), out _));
        Assert.False(TlvReader.TryFind(bytes, new Tag(0x95), out _));
    }

    [Fact]
    public void Sensitive_elements_are_known()
    {
        Assert.All(
            (int[])[0x56, 0x57, 0x5A, 0x5F20, 0x5F24, 0x99, 0x9F0B, 0x9F1F, 0x9F20, 0x9F6B],
            t => Assert.True(DataElements.IsSensitive(new Tag(t)))
        );
        Assert.All((int[])[0x9F26, 0x95, 0x82, 0x9F02, 0x5F2A, 0x5F34], t => Assert.False(DataElements.IsSensitive(new Tag(t))));
    }
}
