using Guitai.Sandbox.Cards.Chip.Files;

namespace Guitai.Sandbox.Tests.Chip;

/// <summary>Every command of the contact side, done and refused.</summary>
public sealed class CommandTests : IDisposable
{
    private const string Aid = "A000000333010101";
    private const string Directory = "00A404000E315041592E5359532E444446303100";

    private readonly TestChips _chips = new();

    public void Dispose() => _chips.Dispose();

    [Theory]
    [InlineData("6700", "00A4")]
    [InlineData("6700", "00A4040005A0000003")]
    [InlineData("6700", "00A4040005A0000003330000")]
    [InlineData("6700", "00A4040000A0")]
    [InlineData("6E00", "B0A4040005A00000033300")]
    [InlineData("6A86", "00A4000005A00000033300")]
    [InlineData("6A86", "00A4040105A00000033300")]
    [InlineData("6A86", "00A4040004A000000300")]
    [InlineData("6A82", "00A4040007A000000333010200")]
    [InlineData("6A82", "00A404000E325041592E5359532E444446303100")]
    [InlineData("6985", "00B2010C00")]
    [InlineData("6985", "80A8000002830000")]
    [InlineData("6985", "80CA9F3600")]
    [InlineData("6D00", "0070000000")]
    public void A_chip_refuses_before_an_application_is_selected(string status, string command) =>
        new ChipTerminal(_chips.Make("dual")).Bad(status, command);

    [Fact]
    public void The_directory_names_the_application_and_ends_with_6A83()
    {
        var terminal = new ChipTerminal(_chips.Make("dual"));
        var directory = terminal.Good(Directory);
        Assert.Equal("315041592E5359532E4444463031", Tlvs.Find(directory, "84"));
        Assert.Equal("01", Tlvs.Find(directory, "88"));
        var entry = terminal.Good("00B2010C00");
        Assert.Equal(Aid, Tlvs.Find(entry, "4F"));
        Assert.Equal("01", Tlvs.Find(entry, "87"));
        terminal.Bad("6A83", "00B2020C00");
        terminal.Bad("6A82", "00B2011400");
        terminal.Bad("6A86", "00B2010800");
    }

    [Fact]
    public void A_beginning_of_a_name_finds_one_application_after_the_other()
    {
        var terminal = new ChipTerminal(_chips.Make("many-applications"));
        Assert.Equal("A000000333010101", Tlvs.Find(terminal.Select("A000000333"), "84"));
        Assert.Equal("A000000333010102", Tlvs.Find(terminal.Select("A000000333", next: true), "84"));
        Assert.Equal("6A82", terminal.Select("A000000333", next: true));
        Assert.Equal("83", Tlvs.Find(terminal.Select("A000000003"), "87"));
    }

    [Fact]
    public void Processing_options_come_once_and_with_the_right_length()
    {
        var terminal = new ChipTerminal(_chips.Make("dual"));
        terminal.Select(Aid);
        terminal.Bad("6985", "00B2011400");
        terminal.Bad("6A86", "80A8010002830000");
        terminal.Bad("6A80", "80A8000002840000");
        terminal.Bad("6700", "80A800000383010000");
        terminal.Bad("6700", "80A8000002830100");
        Assert.Equal("7D00080101001001050018010201", Tlvs.Find(terminal.Good("80A8000002830000"), "80"));
        terminal.Bad("6985", "80A8000002830000");
        terminal.Select(Aid);
        terminal.Good("80A8000002830000");
        Assert.Equal("9F36020002", terminal.Good("80CA9F3600"));
    }

    [Fact]
    public void Processing_options_in_parts_and_with_a_list()
    {
        var terminal = new ChipTerminal(_chips.Make("answers-in-parts"));
        Assert.Equal("9F1A0295055F2A029A039C019F3704", Tlvs.Find(terminal.Select(Aid), "9F38"));
        var answer = terminal.Good("80A80000138311" + "0156" + "0000000000" + "0156" + "261121" + "00" + "01020304" + "00");
        Assert.StartsWith("77", answer, StringComparison.Ordinal);
        Assert.Equal("7D00", Tlvs.Find(answer, "82"));
        Assert.StartsWith("77", terminal.Good(ChipTerminal.Cryptogram(0x80, ChipTerminal.Values())), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_more_than_127_bytes_is_taken_to_the_byte()
    {
        var terminal = new ChipTerminal(_chips.Make("long-pdol"));
        var list = new Guitai.Sandbox.Cards.Chip.ObjectList(Convert.FromHexString(Tlvs.Find(terminal.Select(Aid), "9F38")));
        Assert.InRange(list.Length, 128, 250);
        var values = new string('0', 2 * list.Length);
        terminal.Bad("6700", $"80A80000{list.Length + 2:X2}8381{list.Length - 1:X2}{values[2..]}00");
        terminal.Good($"80A80000{list.Length + 3:X2}8381{list.Length:X2}{values}00");
    }

    [Fact]
    public void Records_that_are_not_there_are_told_apart_from_files_that_are_not()
    {
        var terminal = new ChipTerminal(_chips.Make("dual"));
        terminal.Begin();
        terminal.Bad("6A83", "00B2091400");
        terminal.Bad("6A82", "00B2012400");
        terminal.Bad("6A86", "00B2001400");
        terminal.Bad("6A86", "00B2011300");
        terminal.Bad("6A83", "00B2015C00");
    }

    [Fact]
    public void Counters_and_formats_are_told()
    {
        var terminal = new ChipTerminal(_chips.Make("dual"));
        terminal.Begin();
        Assert.Equal("9F36020001", terminal.Good("80CA9F3600"));
        Assert.Equal("9F13020000", terminal.Good("80CA9F1300"));
        Assert.Equal("9F170103", terminal.Good("80CA9F1700"));
        Assert.Equal("9F4F199A039F21039F02069F03069F1A025F2A029F4E149C019F3602", terminal.Good("80CA9F4F00"));
        terminal.Bad("6A88", "80CA9F7900");
        terminal.Bad("6A88", "80CA005A00");
    }

    [Theory]
    [InlineData("no-proof")]
    [InlineData("static-proof")]
    public void A_card_without_a_key_signs_nothing(string file)
    {
        var terminal = new ChipTerminal(_chips.Make(file));
        terminal.Begin();
        terminal.Bad("6D00", "00880000040102030400");
        terminal.Bad("6A86", ChipTerminal.Cryptogram(0x90, ChipTerminal.Values()));
        terminal.Bad("6A86", "0020008808" + "2412345FFFFFFFFF");
    }

    [Fact]
    public void A_signature_is_for_a_transaction_that_began_and_for_a_number_of_four_bytes()
    {
        var terminal = new ChipTerminal(_chips.Make("dual"));
        terminal.Select(Aid);
        terminal.Bad("6985", "00880000040102030400");
        terminal.Start();
        terminal.Bad("6700", "008800000301020300");
        terminal.Bad("6A86", "00880100040102030400");
        Assert.NotEqual(terminal.Good("00880000040102030400"), terminal.Good("00880000040102030400"));
        terminal.First();
        terminal.Bad("6985", "00880000040102030400");
    }

    [Fact]
    public void Cryptograms_come_in_their_order_and_over_exactly_their_list()
    {
        var terminal = new ChipTerminal(_chips.Make("dual"));
        terminal.Select(Aid);
        terminal.Bad("6985", ChipTerminal.Cryptogram(0x80, ChipTerminal.Values()));
        terminal.Start();
        terminal.Bad("6700", ChipTerminal.Cryptogram(0x80, ChipTerminal.Values()[2..]));
        terminal.Bad("6700", ChipTerminal.Cryptogram(0x80, ChipTerminal.Values() + "00"));
        terminal.Bad("6A86", ChipTerminal.Cryptogram(0xC0, ChipTerminal.Values()));
        terminal.Bad("6A86", ChipTerminal.Cryptogram(0x81, ChipTerminal.Values()));
        terminal.Bad("6985", "008200000A" + new string('1', 20));
        terminal.First();
        terminal.Bad("6A86", ChipTerminal.Cryptogram(0x80, "3030" + ChipTerminal.Values()));
        terminal.Bad("6700", "0082000007" + new string('1', 14));
        terminal.Bad("6A86", "008201000A" + new string('1', 20));
        terminal.Bad("6300", "008200000A" + new string('1', 20));
        terminal.Bad("6985", "008200000A" + new string('1', 20));
        Assert.Equal("00", terminal.Second(0x40).Type);
        terminal.Bad("6985", "008200000A" + new string('1', 20));
    }

    [Fact]
    public void A_terminal_that_declines_is_answered_with_a_decline()
    {
        var terminal = new ChipTerminal(_chips.Make("offline-only"));
        terminal.Begin();
        Assert.Equal("00", terminal.First(0x00).Type);
        terminal.Bad("6985", ChipTerminal.Cryptogram(0x40, "3030" + ChipTerminal.Values()));
        terminal.Begin();
        Assert.Equal("00", terminal.First(0x80).Type);
    }

    [Fact]
    public void Bytewise_the_answer_is_fetched_and_a_wrong_length_is_corrected()
    {
        var terminal = new ChipTerminal(_chips.Make("contact-t0"));
        Assert.Equal("3B600000", terminal.Atr);
        var length = terminal.Raw("00A4040008A000000333010101");
        Assert.StartsWith("61", length, StringComparison.Ordinal);
        terminal.Bad("6C" + length[2..], "00C0000000");
        Assert.Equal("A000000333010101", Tlvs.Find(terminal.Good($"00C00000{length[2..]}"), "84"));
        terminal.Bad("6985", $"00C00000{length[2..]}");
        terminal.Bad("6110", "80A80000028300");
        Assert.Equal("800E610E", terminal.Raw("00C0000002"));
        Assert.Equal("7D00080101001001050018010201", terminal.Good("00C000000E"));
        terminal.Bad("6C05", "80CA9F3600");
        Assert.Equal("9F36020001", terminal.Good("80CA9F3605"));
        terminal.Bad("6A83", "00B2051C00");
    }

    [Fact]
    public void A_file_of_a_card_that_no_card_can_be_made_from_is_refused()
    {
        foreach (
            var text in (string[])
                [
                    "",
                    "{}",
                    "{\"name\":\"x\",\"card\":{\"program\":\"p\",\"index\":1},\"applications\":[]}",
                    "{\"name\":\"x\",\"card\":{\"program\":\"p\",\"index\":1},\"applications\":[{\"label\":\"A\",\"pdol\":\"9F\"}]}",
                    "{\"name\":\"x\",\"card\":{\"program\":\"p\",\"index\":1},\"applications\":[{\"label\":\"A\",\"cvmList\":\"0\"}]}",
                    "{\"name\":\"x\",\"card\":{\"program\":\"p\",\"index\":1},\"applications\":[{\"label\":\"A\",\"unknown\":1}]}",
                ]
        )
        {
            using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
            Assert.Throws<InvalidDataException>(() => CardFile.Read(stream, "x"));
        }
    }

    [Fact]
    public void Every_kind_of_chip_can_be_made()
    {
        Assert.True(CardFiles.Own.All.Count > 40);
        Assert.All(CardFiles.Own.All, f => Assert.NotNull(_chips.Bureau.Make(f)));
        var cards = CardFiles.Own.All.Select(f => f.Card).ToList();
        Assert.Equal(cards.Distinct().Count(), cards.Count);
    }
}
