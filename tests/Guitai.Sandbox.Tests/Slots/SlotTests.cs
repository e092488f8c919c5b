using System.Net;
using System.Net.Sockets;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Cards.Slots;
using Guitai.Sandbox.Tests.Chip;

namespace Guitai.Sandbox.Tests.Slots;

/// <summary>What a reader sees while a customer puts and takes cards.</summary>
public sealed class SlotTests : IDisposable
{
    private static readonly byte[] s_directory = Convert.FromHexString("00A404000E315041592E5359532E444446303100");

    private readonly TestChips _chips = new();
    private readonly CardSlot _slot = new(CardSides.Contact);
    private readonly CardSlot _field = new(CardSides.Contactless);

    public void Dispose() => _chips.Dispose();

    [Fact]
    public void A_card_answers_while_it_is_there()
    {
        Assert.Equal(SlotPower.Empty, _slot.Power(out _));
        Assert.Null(_slot.Transmit(s_directory));
        Assert.True(_slot.Put(_chips.Make("dual")));
        Assert.Empty(_slot.Transmit(s_directory)!);
        Assert.Equal(SlotPower.Answered, _slot.Power(out var atr));
        Assert.Equal(_slot.Atr, atr);
        Assert.Equal(0x90, _slot.Transmit(s_directory)![^2]);
        Assert.Equal(new LastCommand("A4", "9000", 2), _slot.Last);
        Assert.True(_slot.Take());
        Assert.False(_slot.Take());
        Assert.Null(_slot.Transmit(s_directory));
    }

    [Fact]
    public void A_slot_holds_one_card_and_a_field_two_of_which_it_reads_none()
    {
        Assert.True(_slot.Put(_chips.Make("dual")));
        Assert.False(_slot.Put(_chips.Make("dual")));
        Assert.True(_field.Put(_chips.Make("dual")));
        Assert.Equal(SlotPower.Answered, _field.Power(out _));
        Assert.True(_field.Put(_chips.Make("phone")));
        Assert.Equal(SlotPower.Collision, _field.Power(out var atr));
        Assert.Empty(atr);
        Assert.Empty(_field.Transmit(s_directory)!);
        Assert.False(_field.Put(_chips.Make("dual")));
        Assert.True(_field.Take());
        Assert.Equal(0, _field.Cards);
    }

    [Theory]
    [InlineData("dual", true)]
    [InlineData("mute", false)]
    public void A_card_the_wrong_way_round_is_as_mute_as_a_dead_one(string file, bool wrongWay)
    {
        Assert.True(_slot.Put(_chips.Make(file), new CardPlacing(wrongWay)));
        Assert.Equal(SlotPower.Mute, _slot.Power(out _));
        Assert.Empty(_slot.Transmit(s_directory)!);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void A_card_is_torn_out_at_a_command_that_it_did_or_did_not_do(bool behind, int counter)
    {
        var chip = _chips.Make("dual");
        _slot.Put(chip, new CardPlacing(TearAt: 2, TearBehind: behind));
        _slot.Power(out _);
        Assert.NotNull(_slot.Transmit(Convert.FromHexString("00A4040008A00000033301010100")));
        Assert.Null(_slot.Transmit(Convert.FromHexString("80A8000002830000")));
        Assert.Null(_slot.Card);
        Assert.Equal(new LastCommand("A8", null, 2), _slot.Last);
        Assert.Equal(counter, chip.Applications[0].Facts.Counter);
    }

    [Fact]
    public void A_card_that_lost_power_begins_anew()
    {
        _slot.Put(_chips.Make("dual"));
        _slot.Power(out _);
        _slot.Transmit(Convert.FromHexString("00A4040008A00000033301010100"));
        _slot.PowerOff();
        Assert.Empty(_slot.Transmit(s_directory)!);
        _slot.Power(out _);
        Assert.Equal("6985", Convert.ToHexString(_slot.Transmit(Convert.FromHexString("80A8000002830000"))!));
    }

    [Fact]
    public async Task A_virtual_reader_gets_a_connection_for_each_card_and_its_answers()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var reader = new TcpListener(IPAddress.Loopback, 0);
        reader.Start();
        await using var line = new VpcdLine(_slot, reader.LocalEndpoint, TimeProvider.System);
        for (var time = 0; time < 2; time++)
        {
            _slot.Put(_chips.Make("dual"));
            using var card = await reader.AcceptTcpClientAsync(cancellation);
            var stream = card.GetStream();
            await stream.WriteAsync(new byte[] { 0, 1, 4 }, cancellation);
            Assert.Equal("3BE000008131FE45EB", await AnswerAsync(stream));
            await stream.WriteAsync(new byte[] { 0, 1, 1, 0, 1, 9, 0 }, cancellation);
            await stream.WriteAsync((byte[])[(byte)s_directory.Length, .. s_directory], cancellation);
            Assert.EndsWith("9000", await AnswerAsync(stream), StringComparison.Ordinal);
            Assert.True(line.IsConnected);
            _slot.Take();
            Assert.Equal(0, await stream.ReadAsync(new byte[1], cancellation));
        }
    }

    private static async Task<string> AnswerAsync(NetworkStream stream)
    {
        var head = new byte[2];
        await stream.ReadExactlyAsync(head, TestContext.Current.CancellationToken);
        var answer = new byte[(head[0] << 8) | head[1]];
        await stream.ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
        return Convert.ToHexString(answer);
    }
}
