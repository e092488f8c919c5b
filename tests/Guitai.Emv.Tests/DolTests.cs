using Guitai.Emv.Dol;
using Guitai.Emv.Tlv;

namespace Guitai.Emv.Tests;

/// <summary>Data for a card's list, by the rules of EMV Book 3, 5.4, one row a rule.</summary>
public sealed class DolTests
{
    public static TheoryData<string, string, string> Lists => [.. Vectors.Lines("emv/dol.txt").Select(l => (l[0], l[1], l[2]))];

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_list_from_outside_is_filled_as_its_origin_says(string list, string data, string expected)
    {
        var built = new byte[64];
        var source = new TlvDataObjects(Convert.FromHexString(data));
        Assert.Equal(DolFault.None, DataObjectList.Build(Convert.FromHexString(list), source, built, out var written));
        Assert.Equal(expected, Convert.ToHexString(built.AsSpan(0, written)));
    }

    [Theory]
    // As long as asked for.
    [InlineData("9A03", "9A03261121", "261121")]
    // Numeric (n), too long: the first bytes go; too short: zeros before.
    [InlineData("9F0203", "9F0206000000012345", "012345")]
    [InlineData("9F0206", "9F02022345", "000000002345")]
    // Compressed numeric (cn), too long: the last bytes go; too short: FF after.
    [InlineData("5A04", "5A084761739001010119", "47617390")]
    [InlineData("5A0A", "5A084761739001010119", "4761739001010119FFFF")]
    // Any other, too long: the last bytes go; too short: zeros after.
    [InlineData("9F2604", "9F26080102030405060708", "01020304")]
    [InlineData("950500", "9502FFFF", "refused")]
    [InlineData("9505", "9502FFFF", "FFFF000000")]
    [InlineData("9F1E08", "9F1E0431323334", "3132333400000000")]
    // Not there, not known, or a template: zeros.
    [InlineData("9F3704", "", "00000000")]
    [InlineData("DF812902", "9A03261121", "0000")]
    [InlineData("7003", "70039A0101", "000000")]
    // Length zero, and several in a row.
    [InlineData("9A009C01", "9A032611219C0100", "00")]
    [InlineData(
        "9F02069F1A0295055F2A029A039C019F3704",
        "9F02060000000012349F1A0201565F2A0201569A032611219C01009F37041A2B3C4D",
        "000000001234015600000000000156261121001A2B3C4D"
    )]
    // What stands inside a template of the data is found.
    [InlineData("9A03", "70059A03261121", "261121")]
    // The list itself is wrong.
    [InlineData("9F02", "", "refused")]
    [InlineData("9F", "", "refused")]
    [InlineData("9A", "", "refused")]
    [InlineData("9A81", "", "refused")]
    [InlineData("DF81810101", "", "refused")]
    [InlineData("0001", "", "refused")]
    [InlineData("", "9A03261121", "")]
    public void Data_is_built_as_the_list_asks(string list, string data, string expected)
    {
        var built = new byte[256];
        var fault = DataObjectList.Build(
            Convert.FromHexString(list),
            new TlvDataObjects(Convert.FromHexString(data)),
            built,
            out var written
        );
        Assert.Equal(expected, fault == DolFault.None ? Convert.ToHexString(built.AsSpan(0, written)) : "refused");
        if (fault == DolFault.None && written > 0)
        {
            var small = new byte[written - 1];
            Assert.Equal(
                DolFault.NoRoom,
                DataObjectList.Build(Convert.FromHexString(list), new TlvDataObjects(Convert.FromHexString(data)), small, out var none)
            );
            Assert.Equal(0, none);
        }
        else
        {
            Assert.Equal(0, written);
        }
    }

    [Fact]
    public void A_fault_says_what_is_wrong_and_the_reader_stands_still()
    {
        foreach (
            var (list, fault) in ((string, DolFault)[])
                [
                    ("9F02", DolFault.EndsEarly),
                    ("9F", DolFault.EndsEarly),
                    ("9A81", DolFault.LongLength),
                    ("DF81810101", DolFault.BadTag),
                    ("00", DolFault.BadTag),
                ]
        )
        {
            var reader = new DataObjectList(Convert.FromHexString(list));
            Assert.False(reader.TryRead(out _, out _));
            Assert.False(reader.TryRead(out _, out _));
            Assert.Equal(fault, reader.Fault);
        }

        var good = new DataObjectList(Convert.FromHexString("9F02069A03"));
        Assert.True(good.TryRead(out var tag, out var length));
        Assert.Equal((0x9F02, 6), (tag.Value, length));
        Assert.True(good.TryRead(out tag, out length));
        Assert.Equal((0x9A, 3), (tag.Value, length));
        Assert.False(good.TryRead(out _, out _));
        Assert.Equal(DolFault.None, good.Fault);
    }

    [Fact]
    public void Formats_follow_the_dictionary_of_Book_3()
    {
        Assert.All((int[])[0x5A, 0x5F2F, 0x9F20], t => Assert.Equal(ElementFormat.CompressedNumeric, DataElements.FormatOf(new Tag(t))));
        Assert.All(
            (int[])
                [
                    0x9A,
                    0x9C,
                    0x9F02,
                    0x9F03,
                    0x9F1A,
                    0x9F21,
                    0x9F35,
                    0x9F39,
                    0x9F41,
                    0x5F24,
                    0x5F25,
                    0x5F28,
                    0x5F2A,
                    0x5F30,
                    0x5F34,
                    0x5F36,
                ],
            t => Assert.Equal(ElementFormat.Numeric, DataElements.FormatOf(new Tag(t)))
        );
        Assert.All(
            (int[])[0x95, 0x82, 0x9F26, 0x9F37, 0x50, 0x5F20, 0x84, 0x9F33],
            t => Assert.Equal(ElementFormat.Left, DataElements.FormatOf(new Tag(t)))
        );
    }
}
