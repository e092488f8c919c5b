using Guitai.Emv.Dol;
using Guitai.Emv.Qr;
using Guitai.Emv.Tlv;

namespace Guitai.Emv.Tests;

/// <summary>Where one more or one less matters: exact room, exact lengths, the deepest level, the place of a fault behind other objects.</summary>
public sealed class EdgeTests
{
    [Theory]
    [InlineData("5A0101" + "70049A01019F", TlvFault.EndsEarly, 8)]
    [InlineData("9A0101" + "DF8181810100", TlvFault.LongTag, 3)]
    [InlineData("9A0101" + "70059A01019F02", TlvFault.EndsEarly, 8)]
    public void A_fault_behind_other_objects_is_told_with_its_place_in_all_bytes(string hex, TlvFault fault, int offset)
    {
        var error = TlvNode.Parse(Convert.FromHexString(hex), out var nodes);
        Assert.Equal((fault, offset), (error.Fault, error.Offset));
        Assert.Empty(nodes);
    }

    [Fact]
    public void Templates_may_stand_in_each_other_eight_deep()
    {
        var inner = "9A0101" + "7000";
        for (var level = 0; level < TlvNode.DeepestLevel; level++)
        {
            inner = $"70{inner.Length / 2:X2}{inner}";
        }

        var error = TlvNode.Parse(Convert.FromHexString(inner), out _);
        Assert.Equal((TlvFault.TooDeep, 2 * TlvNode.DeepestLevel + 3), (error.Fault, error.Offset));
    }

    [Theory]
    [InlineData("00DF8129012A", 0xDF8129, "2A")]
    [InlineData("9A820000", 0x9A, "")]
    [InlineData("9A8200012A", 0x9A, "2A")]
    public void Padding_and_lengths_longer_than_needed_are_read(string hex, int tag, string value)
    {
        var reader = new TlvReader(Convert.FromHexString(hex));
        Assert.True(reader.TryRead(out var found));
        Assert.Equal((tag, value), (found.Tag.Value, Convert.ToHexString(found.Value)));
        Assert.False(reader.TryRead(out _));
        Assert.True(reader.Error.IsNone);
    }

    [Fact]
    public void A_reader_that_fails_gives_no_object()
    {
        Assert.False(new TlvReader([0x9F]).TryRead(out _));
        Assert.False(new DataObjectList([0x9F]).TryRead(out _, out _));
    }

    [Theory]
    [InlineData(0xFF, 1)]
    [InlineData(0x100, 2)]
    [InlineData(0xFFFF, 2)]
    [InlineData(0x10000, 3)]
    public void A_tag_takes_as_many_bytes_as_its_number(int value, int bytes) => Assert.Equal(bytes, new Tag(value).Bytes);

    [Fact]
    public void Objects_are_written_into_exactly_the_room_that_they_need()
    {
        var room = new byte[6];
        var writer = new TlvWriter(room);
        writer.Write(new Tag(0x9A), [7]);
        writer.WriteEncoded([0x9C, 1, 9]);
        Assert.True(writer.Finish(out var written).IsNone);
        Assert.Equal("9A01079C0109", Convert.ToHexString(room.AsSpan(0, written)));

        var template = new byte[131];
        writer = new TlvWriter(template);
        writer.Begin(new Tag(0x70));
        writer.WriteEncoded(new byte[128]);
        writer.End();
        Assert.True(writer.Finish(out written).IsNone);
        Assert.Equal(131, written);

        writer = new TlvWriter(new byte[65_537]);
        writer.Begin(new Tag(0x70));
        writer.WriteEncoded(new byte[65_535]);
        writer.End();
        Assert.Equal(TlvFault.NoRoom, writer.Finish(out _).Fault);
    }

    [Fact]
    public void What_went_wrong_first_stays_with_its_place()
    {
        var writer = new TlvWriter(new byte[5]);
        writer.Write(new Tag(0x9A), [7]);
        writer.Write(new Tag(0x9C), [9]);
        writer.WriteEncoded([1]);
        Assert.Equal(new TlvError(TlvFault.NoRoom, 3), writer.Finish(out var written));
        Assert.Equal(0, written);

        writer = new TlvWriter(new byte[5]);
        writer.WriteEncoded(new byte[6]);
        writer.WriteEncoded([1]);
        Assert.Equal(new TlvError(TlvFault.NoRoom, 0), writer.Finish(out _));

        writer = new TlvWriter(new byte[50]);
        for (var i = 0; i < TlvNode.DeepestLevel; i++)
        {
            writer.Begin(new Tag(0x70));
        }

        writer.Write(new Tag(0x9F), []);
        writer.Begin(new Tag(0x70));
        Assert.Equal(TlvFault.NotWritable, writer.Finish(out _).Fault);

        writer = new TlvWriter(new byte[5]);
        writer.Write(new Tag(0x9A), [7]);
        Assert.Equal(new TlvError(TlvFault.None, 0), writer.Finish(out written));
        Assert.Equal(3, written);
    }

    [Fact]
    public void Data_for_a_list_overwrites_whatever_stood_there()
    {
        var room = new byte[12];
        Array.Fill(room, (byte)0xEE);
        var data = new TlvDataObjects(Convert.FromHexString("9F02022345" + "5A0141" + "9F3301E0"));
        Assert.Equal(DolFault.None, DataObjectList.Build(Convert.FromHexString("9F02035A029F33039C019F3703"), data, room, out var written));
        Assert.Equal("002345" + "41FF" + "E00000" + "00" + "000000", Convert.ToHexString(room.AsSpan(0, written)));
    }

    [Fact]
    public void A_list_asks_for_at_most_127_bytes_and_a_bad_tag_is_seen_behind_good_ones()
    {
        var room = new byte[200];
        Assert.Equal(DolFault.None, DataObjectList.Build([0x95, 0x7F], new TlvDataObjects([]), room, out var written));
        Assert.Equal(127, written);
        Assert.Equal(DolFault.LongLength, DataObjectList.Build([0x95, 0x80], new TlvDataObjects([]), room, out _));
        Assert.Equal(
            DolFault.BadTag,
            DataObjectList.Build(Convert.FromHexString("9A03" + "DF81810101"), new TlvDataObjects([]), room, out _)
        );
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public void A_lists_data_is_found_inside_templates_eight_deep(int templates, bool found)
    {
        var inner = "9A03261121";
        for (var level = 0; level < templates; level++)
        {
            inner = $"70{inner.Length / 2:X2}{inner}";
        }

        Assert.Equal(found, new TlvDataObjects(Convert.FromHexString(inner)).TryGet(new Tag(0x9A), out var value));
        Assert.Equal(found ? 3 : 0, value.Length);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(16, true)]
    [InlineData(17, false)]
    public void An_applications_name_has_5_to_16_bytes(int length, bool fine)
    {
        var hex = "85054350563031" + $"61{length + 2:X2}4F{length:X2}" + new string('A', 2 * length);
        Assert.Equal(fine, ConsumerQr.Build(Convert.FromHexString(hex), out _).IsNone);
    }

    [Fact]
    public void A_consumers_code_has_at_most_4096_characters()
    {
        const string Head = "85054350563031" + "61094F07A0000003330101";
        var longest = Convert.FromHexString(Head + $"5382{3072 - 18 - 4:X4}" + new string('0', 2 * (3072 - 18 - 4)));
        Assert.Equal(3072, longest.Length);
        Assert.True(ConsumerQr.Build(longest, out var text).IsNone);
        Assert.Equal(4096, text.Length);
        Assert.True(ConsumerQr.Parse(text, out var objects).IsNone);
        Assert.Equal(3, objects.Count);
        Assert.Equal(new QrError(QrFault.TooLong, ""), ConsumerQr.Parse(text + "AAAA", out _));
        Assert.Equal(new QrError(QrFault.NotBase64, ""), ConsumerQr.Parse("*", out _));
        Assert.Equal(new QrError(QrFault.NotTlv, ""), ConsumerQr.Build(new byte[] { 0x85, 9 }, out var none));
        Assert.Empty(none);
        Assert.Equal(
            new QrError(QrFault.TooLong, ""),
            ConsumerQr.Build(Convert.FromHexString(Head + "53820C00" + new string('0', 0x1800)), out none)
        );
        Assert.Empty(none);
        Assert.Throws<ArgumentNullException>(() => ConsumerQr.Parse(null!, out _));
    }

    [Fact]
    public void An_object_that_is_not_there_has_no_value()
    {
        Assert.True(MerchantQr.Parse(Vectors.Lines("emv/merchant-qr.txt").First()[0], out var qr).IsNone);
        Assert.Null(qr!["62.99"]);
        Assert.Null(qr["98.01.02"]);
        Assert.Null(qr["59.01"]);
        Assert.Throws<ArgumentNullException>(() => qr[null!]);
    }

    [Fact]
    public void Templates_of_a_payment_code_nest_no_deeper_than_the_rules_name()
    {
        var deepest = new QrObject("01", "", [new QrObject("02", "", [new QrObject("03", "", [new QrObject("04", "x", [])])])]);
        var error = MerchantQr.Build([new QrObject("62", "", [deepest])], out var text);
        Assert.Equal(QrFault.Structure, error.Fault);
        Assert.Empty(text);
    }

    [Theory]
    [InlineData(QrFault.ChecksumMissing, "63", "Object 63: a checksum must end the code.")]
    [InlineData(QrFault.ChecksumWrong, "63", "Object 63: the checksum is wrong.")]
    [InlineData(QrFault.Structure, "", "The code: not made of id, length and value.")]
    [InlineData(QrFault.EndsEarly, "59", "Object 59: the value ends before its length.")]
    [InlineData(QrFault.Twice, "62.05", "Object 62.05: stands twice.")]
    [InlineData(QrFault.Missing, "85", "Object 85: must be there.")]
    [InlineData(QrFault.Unexpected, "56", "Object 56: must not be there.")]
    [InlineData(QrFault.Empty, "59", "Object 59: has no value.")]
    [InlineData(QrFault.TooLong, "", "The code: longer than allowed.")]
    [InlineData(QrFault.NotTlv, "", "The code: not BER-TLV.")]
    [InlineData(QrFault.Format, "53", "Object 53: not of the form that it must have.")]
    public void A_refused_code_is_told_in_one_sentence(QrFault fault, string where, string sentence) =>
        Assert.Equal(sentence, new QrError(fault, where).ToString());
}
