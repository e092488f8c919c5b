using System.Text.Json;
using System.Text.Json.Nodes;

namespace Guitai.Tests;

/// <summary>The toolbox as an engineer's script uses it: every example of the help runs, and what is wrong ends with 2 and a sentence without content.</summary>
public sealed class ToolTests
{
    public static TheoryData<string> Tools => ["iso8583 decode", "iso8583 encode", "tlv", "dol", "qr parse", "qr build"];

    [Theory]
    [MemberData(nameof(Tools))]
    public async Task Every_example_of_the_help_runs_and_prints_one_object(string tool)
    {
        var (code, help, _) = await GuitaiProcess.RunAsync(["tool", .. tool.Split(' '), "--help"]);
        Assert.Equal(0, code);
        var examples = help.Split('\n').Select(l => l.Trim()).Where(l => l.StartsWith("guitai tool ", StringComparison.Ordinal)).ToList();
        examples.RemoveAll(e => e.EndsWith("[options]", StringComparison.Ordinal));
        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            var (ended, output, errors) = await GuitaiProcess.RunAsync(Words(example)[1..]);
            Assert.True(ended == 0, $"{example}: {errors}");
            Assert.Equal("", errors.Trim());
            Assert.IsType<JsonObject>(JsonNode.Parse(output));
            Assert.Single(output.Trim().Split('\n'));
        }
    }

    [Fact]
    public async Task A_message_that_is_decoded_encodes_to_the_same_bytes()
    {
        const string Hex =
            "0200702006C000C082001962284800000000000140000000000000001234000001051000010006313030303030303131323334353637383930313233343531353600239F2608A1B2C3D4E5F607185A0A6228480000000000014F";
        var decoded = await RunAsync("iso8583", "decode", "--dialect", "unionpay", "--show-sensitive", "--hex", Hex);
        Assert.Equal("0200", (string)decoded["mti"]!);
        Assert.Equal("6228480000000000014", (string)decoded["fields"]!["2"]!);
        var encoded = await RunAsync("iso8583", "encode", "--dialect", "unionpay", "--json", decoded.ToJsonString());
        Assert.Equal(Hex, (string)encoded["hex"]!);

        var masked = await RunAsync("iso8583", "decode", "--dialect", "unionpay", "--hex", Hex);
        Assert.Equal("622848*********0014", (string)masked["fields"]!["2"]!);
        Assert.Equal("9F2608A1B2C3D4E5F607185A0A********************", (string)masked["fields"]!["55"]!);
        Assert.DoesNotContain("6228480000000000014", masked.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Card_data_in_objects_is_masked_wherever_it_stands_unless_asked_for()
    {
        const string Hex = "701057094761739001010119D25A0347617350";
        foreach (
            var (hex, card) in ((string, string)[])
                [("700A5A084761739001010119", "4761739001010119"), ("5F200A434152442F484F4C4445", "434152442F484F4C4445")]
        )
        {
            Assert.DoesNotContain(card, (await RunAsync("tlv", "--hex", hex)).ToJsonString(), StringComparison.Ordinal);
            Assert.Contains(card, (await RunAsync("tlv", "--show-sensitive", "--hex", hex)).ToJsonString(), StringComparison.Ordinal);
        }

        var (code, output, _) = await GuitaiProcess.RunAsync("tool", "tlv", "--hex", Hex);
        Assert.Equal((2, ""), (code, output.Trim()));
    }

    [Fact]
    public async Task Values_come_from_files_too()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["objects.hex"], " 9F 26 08\nA1B2C3D4E5F60718 \n");
        Assert.Equal("A1B2C3D4E5F60718", (string)(await RunAsync("tlv", "--hex", "@" + folder["objects.hex"]))["objects"]![0]!["value"]!);
    }

    [Theory]
    [InlineData("tlv --hex 9F2G", "--hex must be hexadecimal digits.", "十六进制")]
    [InlineData("tlv --hex 9F2", "--hex has an odd number of hexadecimal digits.", "奇数")]
    [InlineData("tlv --hex 9F2608A1", "The object at byte 0 ends too early.", "提前结束")]
    [InlineData("tlv --hex @/no/such/file", "--hex: the file /no/such/file is not there or is larger than 4 MiB.", "不存在")]
    [InlineData("dol --dol 9F02 --data 9A03261121", "--dol ends inside a tag or before a length.", "--dol")]
    [InlineData("dol --dol 9A81 --data 9A03261121", "--dol holds a length of more than one byte.", "--dol")]
    [InlineData(
        "iso8583 decode --dialect visa --hex 0200",
        "--dialect must be one of unionpay, ascii87, ascii87-binary, binary87, ascii93.",
        "--dialect"
    )]
    [InlineData(
        "iso8583 decode --dialect binary87 --hex 02004000000000000000064761",
        "Field 2 (byte 11): the message ends too early.",
        "第 2 域"
    )]
    [InlineData("iso8583 encode --dialect binary87 --json []", "--json must be a JSON object.", "JSON")]
    [InlineData("iso8583 encode --dialect binary87 --json {\"mti\":200}", "--json: \"mti\" must be four digits as text.", "mti")]
    [InlineData("iso8583 encode --dialect binary87 --json {\"mti\":\"0200\",\"mti\":\"0200\"}", "--json must be a JSON object.", "JSON")]
    [InlineData(
        "iso8583 encode --dialect binary87 --json {\"mti\":\"0200\",\"fields\":{\"2\":\"476173******0119\"}}",
        "Field 2 (byte 10): a character that it may not hold.",
        "第 2 域"
    )]
    [InlineData(
        "iso8583 encode --dialect binary87 --json {\"mti\":\"0200\",\"fields\":{\"1\":\"0\"}}",
        "--json: a field's name must be its number, 2 to 128.",
        "域号"
    )]
    [InlineData("qr parse --payload 0002016304ABCD", "Object 63: the checksum is wrong.", "校验值")]
    [InlineData("qr parse --payload !", "The code: not base64.", "base64")]
    [InlineData("qr build --json {\"type\":\"merchant\",\"objects\":[]}", "Object 00: must be there.", "缺失")]
    [InlineData("qr build --json {\"type\":\"other\",\"objects\":[]}", "--json: \"type\" must be \"merchant\" or \"consumer\".", "type")]
    public async Task What_is_wrong_ends_with_2_and_a_sentence_in_both_languages(string arguments, string english, string chinese)
    {
        var (code, output, errors) = await GuitaiProcess.RunAsync(["tool", .. arguments.Split(' ')]);
        Assert.Equal((2, ""), (code, output.Trim()));
        Assert.Contains(english, errors.Split('\n').Select(l => l.Trim()));
        Assert.Contains(chinese, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    private static async Task<JsonObject> RunAsync(params string[] arguments)
    {
        var (code, output, errors) = await GuitaiProcess.RunAsync(["tool", .. arguments]);
        Assert.True(code == 0, errors);
        return Assert.IsType<JsonObject>(JsonNode.Parse(output));
    }

    // Words as a shell divides them: single quotes keep spaces.
    private static string[] Words(string line)
    {
        var words = new List<string>();
        var word = new System.Text.StringBuilder();
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '\'')
            {
                quoted = !quoted;
            }
            else if (c == ' ' && !quoted)
            {
                words.Add(word.ToString());
                word.Clear();
            }
            else
            {
                word.Append(c);
            }
        }

        return [.. words, word.ToString()];
    }
}
