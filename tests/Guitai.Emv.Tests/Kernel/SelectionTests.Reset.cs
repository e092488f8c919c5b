using Guitai.Emv.Commands;
using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <content>The reset, and how commands go over it.</content>
public sealed partial class SelectionTests
{
    [Theory]
    [Point(1, Side.Well)]
    [InlineData("3B6500002063CB6800", CardProtocol.T0, "2063CB6800")]
    [InlineData("3B00", CardProtocol.T0, "")]
    [InlineData("3F6500002063CB6800", CardProtocol.T0, "2063CB6800")]
    [InlineData("3B80800101", CardProtocol.T0, "")]
    [InlineData("3BE000008131204500", CardProtocol.T1, null)]
    [InlineData("3BE50000812145006576697300", CardProtocol.T1, null)]
    [InlineData("3B6E00000031C071C66401B0030102829000", CardProtocol.T0, null)]
    [InlineData("3B900094", null, null)]
    [InlineData("3B9011003F", null, null)]
    public void A_reset_of_a_payment_card_tells_its_protocol(string hex, CardProtocol? protocol, string? historical)
    {
        var bytes = Hex(hex);
        if (hex.StartsWith("3BE", StringComparison.Ordinal))
        {
            // The check character is put right: the rest is what matters.
            var sum = 0;
            foreach (var value in bytes[1..^1])
            {
                sum ^= value;
            }

            bytes[^1] = (byte)sum;
        }

        var reset = AnswerToReset.Parse(bytes);
        Assert.Equal(protocol, reset?.Protocol);
        if (historical is not null)
        {
            Assert.Equal(historical, Convert.ToHexString(reset!.Historical.Span));
        }
    }

    [Theory]
    [Point(1, Side.Ill)]
    [InlineData("")]
    [InlineData("3B")]
    [InlineData("3C6500002063CB6800")]
    [InlineData("3B6500002063CB68")]
    [InlineData("3B6500002063CB680000")]
    [InlineData("3B6525002063CB6800")]
    [InlineData("3B800202")]
    [InlineData("3B80")]
    [InlineData("3BE00000811021450000")]
    [InlineData("3BE000008131FF4500AA")]
    [InlineData("3B8080015E")]
    [InlineData("3B80800202")]
    public void A_reset_that_no_payment_card_gives_is_refused_and_the_stripe_may_be_read(string hex)
    {
        Assert.Null(AnswerToReset.Parse(Hex(hex)));
        var kernel = new EmvKernel(new Script().Parameters, new Script().Profile);
        var result = Assert.IsType<Finished>(kernel.Start(new Script().Request, Hex(hex))).Result;
        Assert.Equal((TransactionOutcome.Ended, EndReason.BadReset, true), (result.Outcome, result.Reason, result.FallbackAllowed));
    }

    [Theory]
    [InlineData("3BF01100FF0100EE", null)]
    // TA2: specific mode with the parameters of TA1, and the protocol of TD1.
    [InlineData("3B90111000", CardProtocol.T0)]
    [InlineData("3B90111010", null)]
    [InlineData("3B90111001", null)]
    // TB2, TC2 other than 0A, TD2 of another protocol.
    [InlineData("3B80200000", null)]
    [InlineData("3B80400A", CardProtocol.T0)]
    [InlineData("3B804009", null)]
    [InlineData("3B80801E9E", null)]
    // Group 3 of T=1: IFSI 00 and FF, BWI 5, CWI 6, TC3, no TB3.
    [InlineData("3B8081312045", CardProtocol.T1)]
    [InlineData("3B8081310045", null)]
    [InlineData("3B80813120FF", null)]
    [InlineData("3B8081312055", null)]
    [InlineData("3B8081312046", null)]
    [InlineData("3B808171204500", CardProtocol.T1)]
    [InlineData("3B808171204501", null)]
    [InlineData("3B80811120", null)]
    public void Interface_characters_are_those_of_Book_1(string hex, CardProtocol? protocol)
    {
        var bytes = Hex(hex);
        if (hex.Contains("81", StringComparison.Ordinal))
        {
            bytes = [.. bytes, bytes[1..].Aggregate((byte)0, (sum, b) => (byte)(sum ^ b))];
        }

        Assert.Equal(protocol, AnswerToReset.Parse(bytes)?.Protocol);
    }

    [Fact]
    [Point(2, Side.Well)]
    public void Over_T0_announced_data_are_fetched_and_a_wrong_length_is_put_right()
    {
        var script = new Script { Protocol = null };
        var card = script.Card;
        var directory = "00A404000E" + Ascii("1PAY.SYS.DDF01");
        var fci = Wrap("6F", Wrap("84", Ascii("1PAY.SYS.DDF01")) + Wrap("A5", Wrap("88", "01")));
        var record = Wrap("70", Script.Entry(card.Aid, card.Label, card.Priority));
        script
            .Say(directory, $"61{fci.Length / 2:X2}")
            .Say($"00C00000{fci.Length / 2:X2}", fci + "9000")
            .Say("00B2010C00", $"6C{record.Length / 2:X2}")
            .Say($"00B2010C{record.Length / 2:X2}", record + "9000")
            .Say("00B2020C00", "6A83")
            .Say($"00A40400{card.Aid.Length / 2:X2}{card.Aid}", "6110")
            // A part, and more of it.
            .Say("00C0000010", card.Fci[..32] + $"61{(card.Fci.Length / 2) - 16:X2}")
            .Say($"00C00000{(card.Fci.Length / 2) - 16:X2}", card.Fci[32..] + "9000");
        var send = Assert.IsType<SendCommand>(script.PlayOpen());
        Assert.Equal("80A800000A8308" + Number + "00000000", Convert.ToHexString(send.Bytes.Span));
    }

    [Fact]
    [Point(2, Side.Ill)]
    public void Over_T0_a_card_that_announces_data_for_ever_is_let_go()
    {
        var exchange = new T0Exchange(new CommandApdu(0x00, 0xA4, 4, 0, Hex(Debit), CommandApdu.All));
        Assert.Equal("00A4040008" + Debit, Convert.ToHexString(exchange.First));
        var steps = 0;
        CardAnswer answer;
        byte[]? next;
        do
        {
            answer = exchange.Take(CardAnswer.Parse(Hex("0102616F"))!.Value, out next);
            steps++;
        } while (next is not null);
        Assert.Equal((17, 0), (steps, answer.Status));
    }

    [Theory]
    // A warning before the data stays the status; a warning at the end is what it is.
    [InlineData("6283", "00C0000000", "6F02AAAA9000", "6F02AAAA6283")]
    [InlineData("6310", "00C0000000", "6C02;AABB9000", "AABB6310")]
    [InlineData("6283", "00C0000000", "6A82", "6A82")]
    [InlineData("6100", "00C0000000", "AA9000", "AA9000")]
    [InlineData("6A82", null, null, "6A82")]
    [InlineData("9000", null, null, "9000")]
    // 6C of a command with data is no correction.
    [InlineData("6C05", null, null, "6C05")]
    public void Over_T0_warnings_stay(string first, string? fetch, string? second, string expected)
    {
        var exchange = new T0Exchange(new CommandApdu(0x00, 0xA4, 4, 0, Hex(Debit), CommandApdu.All));
        var answer = exchange.Take(CardAnswer.Parse(Hex(first))!.Value, out var next);
        Assert.Equal(fetch, next is null ? null : Convert.ToHexString(next));
        foreach (var step in second?.Split(';') ?? [])
        {
            answer = exchange.Take(CardAnswer.Parse(Hex(step))!.Value, out next);
        }

        Assert.Null(next);
        Assert.Equal(expected, Convert.ToHexString(answer.Data.Span) + $"{answer.Status:X4}");
    }

    [Theory]
    [InlineData("80CA9F1700", 2, "80CA9F1700")]
    [InlineData("0084000008", 2, "0084000008")]
    [InlineData("801E0000", 1, "801E000000")]
    [InlineData("0020008002AABB", 3, "0020008002AABB")]
    [InlineData("00A4040002AABB00", 4, "00A4040002AABB")]
    public void A_command_has_a_case_and_its_T0_form(string hex, int number, string t0)
    {
        var command = CommandApdu.Parse(Hex(hex))!;
        Assert.Equal((number, hex), (command.Case, Convert.ToHexString(command.ToBytes())));
        Assert.Equal(t0, Convert.ToHexString(new T0Exchange(command).First));
        Assert.Equal(hex[..8], command.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("00A404")]
    [InlineData("00A4040000AA")]
    [InlineData("00A4040003AABB")]
    [InlineData("00A4040001AABBCC")]
    public void What_is_no_command_is_none(string hex) => Assert.Null(CommandApdu.Parse(Hex(hex)));
}
