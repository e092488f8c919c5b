using System.Text.Json.Nodes;

namespace Guitai.Tests;

/// <summary>The cryptography in the toolbox: published values in, published values out; what is wrong ends with 2 and one sentence in each language.</summary>
public sealed class CryptoToolTests
{
    public static TheoryData<string> Tools =>
        [
            "pinblock encode",
            "pinblock decode",
            "dukpt",
            "keyblock wrap",
            "keyblock unwrap",
            "mac",
            "kcv",
            "cvv",
            "pvv",
            "arqc",
            "sm sm3",
            "sm sm4-ecb",
            "sm sm4-cbc",
        ];

    [Theory]
    [MemberData(nameof(Tools))]
    public async Task Every_example_of_the_help_runs_and_prints_one_object(string tool)
    {
        var (code, help, _) = await GuitaiProcess.RunAsync(["tool", .. tool.Split(' '), "--help"]);
        Assert.Equal(0, code);
        var examples = help.Split('\n')
            .Select(l => l.Trim())
            .Where(l =>
                l.StartsWith($"guitai tool {tool} --", StringComparison.Ordinal) && !l.EndsWith("[options]", StringComparison.Ordinal)
            )
            .ToList();
        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            var (ended, output, errors) = await GuitaiProcess.RunAsync(example.Split(' ')[1..]);
            Assert.True(ended == 0, $"{example}: {errors}");
            Assert.IsType<JsonObject>(JsonNode.Parse(output));
        }
    }

    [Theory]
    [InlineData("pinblock encode --format 0 --pan 5555555551234567 --pin 1234", "block", "041261AAAAEDCBA9")]
    [InlineData("pinblock decode --format 0 --pan 5555555551234567 --block 041261AAAAEDCBA9", "pin", "1234")]
    [InlineData(
        "pinblock decode --format 4 --pan 432198765432109870 --block CC17F65586BFD0953010226C4FC5B3CA --key C1D0F8FB4958670DBA40AB1F3752EF0D",
        "pin",
        "1234"
    )]
    [InlineData(
        "dukpt --scheme tdes --bdk 0123456789ABCDEFFEDCBA9876543210 --ksn FFFF9876543210E00001 --usage pin",
        "initialKey",
        "6AC292FAA1315B4D858AB3A3D7D5933A"
    )]
    [InlineData(
        "dukpt --scheme aes128 --bdk FEDCBA9876543210F1F1F1F1F1F1F1F1 --ksn 123456789012345600000001 --usage pin --key-type tdes2",
        "workingKey",
        "630C706D9546E47D4449313F61C4D4AB"
    )]
    [InlineData(
        "keyblock unwrap --kbpk 89E88CF7931444F334BD7547FC3F380C --block A0072P0TE00E0000F5161ED902807AF26F1D62263644BD24192FDB3193C730301CEE8701",
        "key",
        "F039121BEC83D26B169BDCD5B22AAF8F"
    )]
    [InlineData(
        "mac --algorithm unionpay --parity any --key 2222222222222222 --data 1234567890ABCDEFABCDEF1234567890",
        "mac",
        "4532363742364532"
    )]
    [InlineData("kcv --key 0123456789ABCDEFFEDCBA9876543210", "kcv", "08D7B4")]
    [InlineData("cvv --key 0123456789ABCDEFFEDCBA9876543210 --pan 4123456789012345 --expiry 8701 --service 101", "cvv", "561")]
    [InlineData("pvv --key 0123456789ABCDEFFEDCBA9876543210 --pan 4321000000001234 --pin 1234", "pvv", "6629")]
    [InlineData(
        "arqc --scheme cvn18 --key 0123456789ABCDEFFEDCBA9876543210 --pan 1234567890123456 --psn 00 --atc 001C --data 0000000040000000000000000124800004800001241911050152BF45851800001C06011203A0B800 --csu 00000000",
        "arpc",
        "9AF514C1"
    )]
    [InlineData("sm sm3 --data 616263", "hash", "66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0")]
    [InlineData(
        "sm sm4-ecb --decrypt --key 0123456789ABCDEFFEDCBA9876543210 --data 681EDF34D206965E86B3E94F536E4246",
        "result",
        "0123456789ABCDEFFEDCBA9876543210"
    )]
    public async Task A_tool_answers_the_published_value(string command, string name, string expected)
    {
        var (code, output, errors) = await GuitaiProcess.RunAsync(["tool", .. command.Split(' ')]);
        Assert.True(code == 0, errors);
        Assert.Equal(expected, (string)JsonNode.Parse(output)![name]!);
    }

    [Theory]
    [InlineData("kcv --key 0123456789ABCDEG", "--key must be hexadecimal digits.")]
    [InlineData("kcv --key 0123", "--key must be 8 or 16 or 24 or 32 bytes long, not 2.")]
    [InlineData("kcv --key 0123456789ABCDEE", "not every byte of it has odd parity")]
    [InlineData("mac --algorithm x99 --key 0123456789ABCDEF --data 00", "--algorithm must be one of x919, unionpay, cmac-tdes, cmac-aes.")]
    [InlineData("pinblock decode --format 0 --pan 5555555551234567 --block 241261AAAAEDCBA9", "This is no block of format 0")]
    [InlineData("pinblock encode --format 0 --pin 1234", "This format needs --pan.")]
    [InlineData("pinblock encode --format 4 --pan 4111111111111111 --pin 1234", "it needs --key.")]
    [InlineData(
        "dukpt --scheme tdes --bdk 0123456789ABCDEFFEDCBA9876543210 --ksn FFFF9876543210E00000 --usage pin",
        "has 1 to 10 bits set."
    )]
    [InlineData(
        "dukpt --scheme aes128 --bdk FEDCBA9876543210F1F1F1F1F1F1F1F1 --ksn 123456789012345600000001 --usage pin --key-type aes256",
        "may not be stronger than the base key."
    )]
    [InlineData(
        "keyblock unwrap --kbpk 89E88CF7931444F334BD7547FC3F380C --block A0072P0TE00E0000F5161ED902807AF26F1D62263644BD24192FDB3193C730301CEE8702",
        "The block's MAC is wrong"
    )]
    [InlineData("sm sm4-ecb --key 0123456789ABCDEFFEDCBA9876543210 --data 00", "--data must be whole blocks of 16 bytes.")]
    public async Task What_is_wrong_ends_with_2_and_a_sentence(string command, string sentence)
    {
        var (code, output, errors) = await GuitaiProcess.RunAsync(["tool", .. command.Split(' ')]);
        Assert.Equal((2, ""), (code, output.Trim()));
        Assert.Contains(sentence, errors, StringComparison.Ordinal);
        Assert.Equal(2, errors.Trim().Split('\n').Length);
    }
}
