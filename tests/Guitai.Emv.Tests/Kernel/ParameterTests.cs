using Guitai.Emv.Parameters;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <summary>What a host downloads is checked before it is believed, and what is wrong is named by its tag.</summary>
public sealed class ParameterTests
{
    private static Dictionary<string, string> Key =>
        new()
        {
            ["9F06"] = "A000000333",
            ["9F22"] = "57",
            ["DF05"] = "20301231",
            ["DF06"] = "01",
            ["DF07"] = "01",
            ["DF02"] = Text(TestKey.Authority.Modulus),
            ["DF04"] = "010001",
            ["DF03"] = Text(TestKey.Authority.ToCaKey().Checksum()),
        };

    private static Dictionary<string, string> Application =>
        new()
        {
            ["9F06"] = "A0000000031010",
            ["DF01"] = "01",
            ["9F08"] = "0140",
            ["DF11"] = "D84000A800",
            ["DF12"] = "D84004F801",
            ["DF13"] = "0010000002",
            ["9F1B"] = "00001000",
            ["DF15"] = "00000800",
            ["DF16"] = "50",
            ["DF17"] = "20",
        };

    private static byte[] Tlv(Dictionary<string, string> objects) => Hex(string.Concat(objects.Select(o => Wrap(o.Key, o.Value))));

    private static ParameterError ReadKey(Dictionary<string, string> objects)
    {
        var error = CaKey.Read(Tlv(objects), out var key);
        Assert.Equal(error.IsNone, key is not null);
        return error;
    }

    private static ParameterError ReadApplication(Dictionary<string, string> objects)
    {
        var error = ApplicationParameters.Read(Tlv(objects), out var application);
        Assert.Equal(error.IsNone, application is not null);
        return error;
    }

    private static Dictionary<string, string> With(Dictionary<string, string> objects, string tag, string? value)
    {
        objects.Remove(tag);
        if (value is not null)
        {
            objects[tag] = value;
        }

        return objects;
    }

    [Fact]
    public void A_key_is_read_in_either_form_of_its_expiry()
    {
        Assert.True(ReadKey(Key).IsNone);
        Assert.True(ReadKey(With(Key, "DF05", "3230333031323331")).IsNone);
        Assert.True(ReadKey(With(Key, "DF99", "00")).IsNone);
        Assert.True(CaKey.Read(Tlv(Key), out var key).IsNone);
        Assert.Equal((new DateOnly(2030, 12, 31), 65537, (byte)0x57), (key!.Expires, key.Exponent, key.Index));
    }

    [Theory]
    [InlineData("9F06", "A0000003", ParameterFault.Format)]
    [InlineData("9F22", "", ParameterFault.Format)]
    [InlineData("9F22", "5758", ParameterFault.Format)]
    [InlineData("DF05", "203012", ParameterFault.Format)]
    [InlineData("DF05", "20301232", ParameterFault.Format)]
    [InlineData("DF05", "323033303132333132", ParameterFault.Format)]
    [InlineData("DF06", "02", ParameterFault.Algorithm)]
    [InlineData("DF07", "04", ParameterFault.Algorithm)]
    [InlineData("DF04", "02", ParameterFault.Format)]
    [InlineData("DF04", "00010001", ParameterFault.Format)]
    [InlineData("DF04", "010003", ParameterFault.Format)]
    [InlineData("DF02", "C1", ParameterFault.Format)]
    [InlineData("DF02", "even", ParameterFault.Format)]
    [InlineData("DF02", "low", ParameterFault.Format)]
    [InlineData("DF03", "00", ParameterFault.Format)]
    [InlineData("DF03", "0000000000000000000000000000000000000000", ParameterFault.Checksum)]
    public void A_key_that_is_not_right_is_refused_by_the_tag_that_is_wrong(string tag, string value, ParameterFault fault)
    {
        var modulus = Text(TestKey.Authority.Modulus);
        value = value switch
        {
            "even" => modulus[..^2] + "00",
            "low" => "00" + modulus[2..],
            _ => value,
        };
        var error = ReadKey(With(Key, tag, value));
        Assert.Equal((fault, tag), (error.Fault, error.Tag));
        Assert.Contains(tag, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        foreach (var tag in Key.Keys)
        {
            Assert.Equal(new ParameterError(ParameterFault.Missing, tag), ReadKey(With(Key, tag, null)));
        }

        foreach (var tag in (string[])["9F06", "DF01", "9F08", "DF11", "DF12", "DF13", "9F1B"])
        {
            Assert.Equal(new ParameterError(ParameterFault.Missing, tag), ReadApplication(With(Application, tag, null)));
        }
    }

    [Fact]
    public void What_is_no_TLV_or_stands_twice_is_refused()
    {
        Assert.Equal(ParameterFault.NotTlv, CaKey.Read([], out _).Fault);
        Assert.Equal(ParameterFault.NotTlv, CaKey.Read(Tlv(Key).AsSpan(0, 100), out _).Fault);
        Assert.Equal(new ParameterError(ParameterFault.Twice, "9F22"), CaKey.Read([.. Tlv(Key), .. Hex("9F220158")], out _));
        Assert.Equal(
            new ParameterError(ParameterFault.Twice, "DF17"),
            ApplicationParameters.Read([.. Tlv(Application), .. Hex("DF170120")], out _)
        );
    }

    [Fact]
    public void An_application_is_read_with_what_is_not_said_as_it_must_be()
    {
        Assert.True(ApplicationParameters.Read(Tlv(Application), out var read).IsNone);
        Assert.Equal(("A0000000031010", false, (ushort)0x0140), (read!.Aid.Hex, read.AllowsPartial, read.Version));
        Assert.Equal(
            ("D84000A800", "D84004F801", "0010000002"),
            (read.DefaultCode.ToString(), read.OnlineCode.ToString(), read.DenialCode.ToString())
        );
        Assert.Equal((4096, 2048, 50, 20), (read.FloorLimit, read.RandomThreshold, read.RandomMost, read.RandomTarget));
        Assert.Equal((true, null, ContactlessKernel.QVsdc), (read.OnlinePin, read.ElectronicCashLimit, read.Kernel));
        Assert.Equal((0, long.MaxValue, 0), (read.ContactlessFloorLimit, read.ContactlessLimit, read.ContactlessCvmLimit));
        Assert.True(read.DefaultDdol.IsEmpty && read.DefaultTdol.IsEmpty);
        var more = Application;
        foreach (
            var (tag, value) in ((string, string)[])
                [
                    ("DF18", "00"),
                    ("9F7B", "000000100000"),
                    ("DF19", "000000000001"),
                    ("DF20", "000000000002"),
                    ("DF21", "000000000003"),
                    ("DF14", "9A039F3704"),
                    ("97", "9F0206"),
                    ("9F09", "0141"),
                    ("DF01", "00"),
                ]
        )
        {
            more[tag] = value;
        }

        Assert.True(ApplicationParameters.Read(Tlv(more), out read).IsNone);
        Assert.Equal(
            (false, 100_000, 1, 2, 3),
            (read!.OnlinePin, read.ElectronicCashLimit, read.ContactlessFloorLimit, read.ContactlessLimit, read.ContactlessCvmLimit)
        );
        Assert.Equal(
            ("9A039F3704", "9F0206", (ushort)0x0141, true),
            (Text(read.DefaultDdol.ToArray()), Text(read.DefaultTdol.ToArray()), read.Version, read.AllowsPartial)
        );
    }

    [Theory]
    [InlineData("9F06", "A0000003", ParameterFault.Format)]
    [InlineData("9F06", "A0000003330101010101010101010101FF", ParameterFault.Format)]
    [InlineData("DF01", "02", ParameterFault.Format)]
    [InlineData("9F08", "01", ParameterFault.Format)]
    [InlineData("DF11", "D84000A8", ParameterFault.Format)]
    [InlineData("9F1B", "001000", ParameterFault.Format)]
    [InlineData("DF15", "0800", ParameterFault.Format)]
    [InlineData("DF15", "00001001", ParameterFault.Inconsistent)]
    [InlineData("DF16", "5A", ParameterFault.Format)]
    [InlineData("DF17", "51", ParameterFault.Inconsistent)]
    [InlineData("DF14", "9F0206", ParameterFault.Format)]
    [InlineData("DF14", "9F37", ParameterFault.Format)]
    [InlineData("DF18", "0101", ParameterFault.Format)]
    [InlineData("9F7B", "00000000000A", ParameterFault.Format)]
    [InlineData("DF20", "0000", ParameterFault.Format)]
    public void An_application_that_is_not_right_is_refused_by_the_tag_that_is_wrong(string tag, string value, ParameterFault fault) =>
        Assert.Equal(new ParameterError(fault, tag), ReadApplication(With(Application, tag, value)));

    [Fact]
    public void Every_fault_has_a_sentence_of_its_own()
    {
        var sentences = Enum.GetValues<ParameterFault>().Select(f => new ParameterError(f, "DF03").ToString()).ToList();
        Assert.Equal(sentences.Count, sentences.Distinct().Count());
        Assert.All(sentences, s => Assert.EndsWith(".", s, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("A000000333", true)]
    [InlineData("A0000003330101010101010101010101", true)]
    [InlineData("A0000003", false)]
    [InlineData("A0000003330101010101010101010101FF", false)]
    [InlineData("A00000033", false)]
    [InlineData("A00000033X", false)]
    [InlineData("", false)]
    public void An_identifier_has_5_to_16_bytes(string hex, bool right)
    {
        Assert.Equal(right ? hex : null, Aid.Parse(hex)?.ToString());
        Assert.Equal(right ? "A000000333" : null, Aid.Parse(hex)?.Rid.ToString());
    }

    [Fact]
    public void A_provider_has_five_bytes_and_an_action_code_too()
    {
        Assert.Null(Rid.Parse("A0000003"));
        Assert.Null(Rid.Parse("A00000033301"));
        Assert.Null(ActionCode.From(Hex("00000000")));
        Assert.Null(ActionCode.From(Hex("000000000000")));
        Assert.Equal("FFFFFFFFFF", ActionCode.All.ToString());
        Assert.Equal("", default(Aid).ToString() + default(Aid).Rid + default(Rid));
    }
}
