using Guitai.Emv.Qr;
using Guitai.Emv.Tlv;
using Guitai.Testing;

namespace Guitai.Emv.Tests;

/// <summary>Payment codes from outside, the rules row by row, and what is not a code.</summary>
public sealed class QrTests
{
    private static readonly QrObject[] s_least =
    [
        new("00", "01"),
        new("26", "", [new("00", "COM.EXAMPLE"), new("01", "12345")]),
        new("52", "5411"),
        new("53", "156"),
        new("58", "CN"),
        new("59", "柜台超市"),
        new("60", "BEIJING"),
    ];

    public static TheoryData<string, string, string> Codes => [.. Vectors.Lines("emv/merchant-qr.txt").Select(l => (l[0], l[1], l[2]))];

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_merchants_code_from_outside_reads_and_is_built_again_as_it_was(string code, string path, string value)
    {
        var error = MerchantQr.Parse(code, out var qr);
        if (path == "refused")
        {
            Assert.Equal(value, error.Id);
            return;
        }

        Assert.True(error.IsNone, error.ToString());
        Assert.Equal(value, qr![path]);
        Assert.True(MerchantQr.Build(qr.Objects, out var again).IsNone);
        Assert.Equal(code, again);
    }

    [Fact]
    public void A_consumers_code_from_outside_reads_and_is_built_again_as_it_was()
    {
        var lines = Vectors.Lines("emv/consumer-qr.txt").ToList();
        Assert.True(lines.Count >= 3);
        foreach (var line in lines)
        {
            Assert.True(ConsumerQr.Parse(line[0], out var objects).IsNone);
            Assert.Equal(line[1], string.Join(' ', Flat(objects)));
            Assert.True(ConsumerQr.Build(Convert.FromBase64String(line[0]), out var again).IsNone);
            Assert.Equal(line[0], again);
        }
    }

    private static IEnumerable<string> Flat(IEnumerable<TlvNode> nodes) =>
        nodes.SelectMany(n =>
            n.Tag.IsConstructed ? Flat(n.Children).Prepend(n.Tag.ToString()) : [$"{n.Tag}={Convert.ToHexString(n.Value.Span)}"]
        );

    [Fact]
    public void The_checksum_is_that_of_the_catalogue_of_CRC_algorithms()
    {
        // CRC-16/IBM-3740 ("CCITT-FALSE"): check value of "123456789" in the RevEng catalogue.
        Assert.Equal(0x29B1, MerchantQr.Checksum("123456789"));
        Assert.Equal(0xFFFF, MerchantQr.Checksum(""));
    }

    [Fact]
    public void Every_single_changed_character_is_noticed()
    {
        Assert.True(MerchantQr.Build(s_least, out var code).IsNone);
        for (var i = 0; i < code.Length; i++)
        {
            var changed = code.ToCharArray();
            changed[i] = changed[i] == '7' ? '8' : '7';
            Assert.False(MerchantQr.Parse(new string(changed), out var qr).IsNone);
            Assert.Null(qr);
        }
    }

    public static TheoryData<string, string, QrFault, string> Rules =>
        new()
        {
            { "00", "02", QrFault.Format, "00" },
            { "01", "13", QrFault.Format, "01" },
            { "01", "11", QrFault.None, "" },
            { "52", "541", QrFault.Format, "52" },
            { "52", "54A1", QrFault.Format, "52" },
            { "53", "CNY", QrFault.Format, "53" },
            { "54", "12.34", QrFault.None, "" },
            { "54", "12.", QrFault.None, "" },
            { "54", ".5", QrFault.Format, "54" },
            { "54", "1.2.3", QrFault.Format, "54" },
            { "54", "0.00", QrFault.Format, "54" },
            { "54", "1,00", QrFault.Format, "54" },
            { "54", "1234567890123", QrFault.None, "" },
            { "54", "12345678901234", QrFault.TooLong, "54" },
            { "55", "01", QrFault.None, "" },
            { "55", "02", QrFault.Missing, "56" },
            { "55", "03", QrFault.Missing, "57" },
            { "55", "04", QrFault.Format, "55" },
            { "56", "1.00", QrFault.Unexpected, "56" },
            { "57", "5", QrFault.Unexpected, "57" },
            { "58", "C", QrFault.Format, "58" },
            { "58", "C1", QrFault.Format, "58" },
            { "59", new string('x', 25), QrFault.None, "" },
            { "59", new string('x', 26), QrFault.TooLong, "59" },
            { "60", new string('市', 15), QrFault.None, "" },
            { "60", new string('市', 16), QrFault.TooLong, "60" },
            { "60", "BEI\nJING", QrFault.Format, "60" },
            { "60", "", QrFault.Empty, "60" },
            { "60", "\ud800", QrFault.Format, "60" },
            { "61", "10001234567", QrFault.TooLong, "61" },
            { "61", "1000123456", QrFault.None, "" },
            { "65", "reserved", QrFault.None, "" },
            { "26", "x", QrFault.Structure, "26" },
            { "26", "0105x", QrFault.EndsEarly, "26.01" },
            { "26", "0105xxxxx", QrFault.Missing, "26.00" },
            { "26", "0001a0001b", QrFault.Twice, "26.00" },
            { "62", "0103abc", QrFault.None, "" },
            { "62", "0126" + "abcdefghijklmnopqrstuvwxyz", QrFault.TooLong, "62.01" },
            { "62", "0902MA", QrFault.None, "" },
            { "62", "0902MM", QrFault.Format, "62.09" },
            { "62", "0901X", QrFault.Format, "62.09" },
            { "62", "50070003abc", QrFault.None, "" },
            { "62", "50070103abc", QrFault.Missing, "62.50.00" },
            { "64", "0002ZH0104柜台超市", QrFault.None, "" },
            { "64", "0002ZH", QrFault.Missing, "64.01" },
            { "64", "0003ZHO0101a", QrFault.Format, "64.00" },
            { "80", "0104abcd", QrFault.Missing, "80.00" },
            { "80", "0004abcd", QrFault.None, "" },
            { "6A", "x", QrFault.Structure, "" },
            { "666", "x", QrFault.Structure, "" },
        };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Each_object_has_its_rule(string id, string value, QrFault fault, string where)
    {
        var objects = s_least.Where(o => o.Id != id).ToList();
        var at = objects.FindIndex(o => string.CompareOrdinal(o.Id, id) > 0);
        objects.Insert(at < 0 ? objects.Count : at, new QrObject(id, value));
        var error = MerchantQr.Build(objects, out var code);
        Assert.Equal(new QrError(fault, where), error with { Id = error.Id ?? "" });
        Assert.Equal(fault == QrFault.None, code.Length > 0);
    }

    [Fact]
    public void Tips_name_their_amount_or_percentage_and_nothing_else()
    {
        Assert.True(MerchantQr.Build([.. s_least, new("55", "02"), new("56", "1.50")], out _).IsNone);
        Assert.True(MerchantQr.Build([.. s_least, new("55", "03"), new("57", "99.99")], out _).IsNone);
        Assert.Equal(new QrError(QrFault.Format, "57"), MerchantQr.Build([.. s_least, new("55", "03"), new("57", "100")], out _));
        Assert.Equal(
            new QrError(QrFault.Unexpected, "57"),
            MerchantQr.Build([.. s_least, new("55", "02"), new("56", "1"), new("57", "1")], out _)
        );
    }

    [Fact]
    public void What_must_be_there_is_missed_by_name()
    {
        foreach (var item in s_least)
        {
            var error = MerchantQr.Build(s_least.Where(o => o != item), out _);
            Assert.Equal(new QrError(QrFault.Missing, item.Id == "26" ? "02" : item.Id), error);
        }

        Assert.Equal(new QrError(QrFault.Missing, "00"), MerchantQr.Build(s_least.Reverse(), out _));
        Assert.Equal(new QrError(QrFault.Twice, "59"), MerchantQr.Build([.. s_least, new("59", "x")], out _));
        Assert.Equal(new QrError(QrFault.TooLong, "65"), MerchantQr.Build([.. s_least, new("65", new string('x', 100))], out _));
    }

    [Fact]
    public void Lengths_count_characters_not_bytes_or_halves()
    {
        Assert.True(MerchantQr.Build([.. s_least, new("65", "𠮷野家")], out var code).IsNone);
        Assert.Contains("6503𠮷野家", code, StringComparison.Ordinal);
        Assert.True(MerchantQr.Parse(code, out var qr).IsNone);
        Assert.Equal("𠮷野家", qr!["65"]);
        Assert.Null(qr["66"]);
        Assert.Null(qr["65.01"]);
        Assert.Equal("12345", qr["26.01"]);
    }

    [Fact]
    public void What_is_no_code_is_refused_and_no_text_throws()
    {
        Assert.Equal(QrFault.ChecksumMissing, MerchantQr.Parse("", out _).Fault);
        Assert.Equal(QrFault.ChecksumMissing, MerchantQr.Parse("0002016305ABCD", out _).Fault);
        Assert.Equal(QrFault.ChecksumWrong, MerchantQr.Parse("0002016304 123", out _).Fault);
        Assert.Equal(QrFault.ChecksumWrong, MerchantQr.Parse("0002016304+123", out _).Fault);
        var random = new Random(62);
        Assert.True(MerchantQr.Build(s_least, out var good).IsNone);
        for (var i = 0; i < Effort.Of(20_000); i++)
        {
            var body = good[..^4].ToCharArray();
            body[random.Next(body.Length - 4)] = (char)random.Next(0x20, 0x7F);
            var text = new string(body);
            text += MerchantQr.Checksum(text).ToString("X4");
            if (MerchantQr.Parse(text, out var qr).IsNone)
            {
                Assert.True(MerchantQr.Build(qr!.Objects, out var again).IsNone);
                Assert.Equal(text, again);
            }
        }
    }

    [Theory]
    [InlineData("not base64!", QrFault.NotBase64, "")]
    [InlineData("", QrFault.Missing, "85")]
    [InlineData("hQVDUFYwMQ==", QrFault.Missing, "61")]
    [InlineData("hQVDUFYwMg==", QrFault.Format, "85")]
    [InlineData("hQVDUFYw", QrFault.NotTlv, "")]
    public void What_is_no_consumers_code_is_refused(string code, QrFault fault, string where)
    {
        var error = ConsumerQr.Parse(code, out var objects);
        Assert.Equal((fault, where), (error.Fault, error.Id));
        Assert.Empty(objects);
    }

    [Fact]
    public void A_consumers_code_begins_with_its_indicator_and_names_its_applications()
    {
        foreach (
            var (hex, fault, where) in ((string, QrFault, string)[])
                [
                    ("85054350563031" + "61094F07A0000003330101", QrFault.None, ""),
                    ("61094F07A0000003330101" + "85054350563031", QrFault.Missing, "85"),
                    ("85054350563031" + "6103500141", QrFault.Missing, "61.4F"),
                    ("85054350563031" + "61064F04A0000003", QrFault.Missing, "61.4F"),
                    ("85054350563031" + "61094F07A0000003330101" + "85054350563031", QrFault.Twice, "85"),
                    ("85054350563031" + "61094F07A0000003330101" + "6200" + "6200", QrFault.Twice, "62"),
                    ("85054350563031" + "61094F07A0000003330101" + "6200", QrFault.None, ""),
                ]
        )
        {
            var error = ConsumerQr.Build(Convert.FromHexString(hex), out var text);
            Assert.Equal((fault, where), (error.Fault, error.Id ?? ""));
            Assert.Equal(error.IsNone, text.Length > 0);
        }

        Assert.Equal(QrFault.TooLong, ConsumerQr.Parse(new string('A', 4097), out _).Fault);
        var large = Convert.FromHexString("85054350563031" + "61094F07A0000003330101" + "53820C00" + new string('0', 2 * 0xC00));
        Assert.Equal(QrFault.TooLong, ConsumerQr.Build(large, out var none).Fault);
        Assert.Empty(none);
    }

    [Fact]
    public void Every_fault_has_a_sentence_of_its_own()
    {
        var sentences = Enum.GetValues<QrFault>().Select(f => new QrError(f, "59").ToString()).ToList();
        Assert.Equal(sentences.Count, sentences.Distinct().Count());
        Assert.Equal("The code: not base64.", new QrError(QrFault.NotBase64, "").ToString());
    }
}
