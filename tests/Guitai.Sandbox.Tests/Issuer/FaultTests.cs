using Guitai.Iso8583;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Tests.Issuer;

/// <summary>Each fault does what its name says, to the messages that it is meant for and to no other.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private const long Full = 10_000_000;

    private readonly TestIssuer _issuer = new();
    private HostClient _host = null!;
    private VirtualCard _card = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await _issuer.ConnectAsync();
        _card = _issuer.Card(700);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    private long Available => _issuer.Issuer.Standing(_card.Pan)!.AvailableMinor;

    [Theory]
    [InlineData(IssuerFault.Silence, 700)]
    [InlineData(IssuerFault.Loss, 0)]
    public async Task Silence_comes_after_the_deed_and_loss_before_it(IssuerFault fault, long taken)
    {
        Add(fault);
        var sale = _host.Stripe(_card, 700);
        await _host.SendAsync(sale);
        Assert.True(await _host.IsSilentAsync());
        Assert.Equal(Full - taken, Available);
        Assert.Equal("00", await _host.CodeAsync(HostClient.Again(sale)));
        Assert.Equal(Full - 700, Available);
    }

    [Fact]
    public async Task A_late_answer_comes_after_those_of_later_questions()
    {
        Add(IssuerFault.Late, delayMs: 2_000);
        var late = _host.Stripe(_card, 700);
        await _host.SendAsync(late);
        var next = _host.Stripe(_card, 1);
        Assert.Equal("00", await _host.CodeAsync(next));
        var answer = await _host.ReceiveAsync();
        Assert.Equal((late[11], "00"), (answer[11], answer[39]));
        Assert.True(_host.IsMacRight(answer));
    }

    [Fact]
    public async Task A_late_answer_to_a_host_that_left_is_forgotten()
    {
        Add(IssuerFault.Late, delayMs: 60_000);
        await _host.SendAsync(_host.Stripe(_card, 700));
        Assert.True(await _host.IsSilentAsync());
        await _host.DisposeAsync();
        _host = await _issuer.ConnectAsync();
        Assert.True(await _host.IsSilentAsync());
        Assert.Equal(Full - 700, Available);
    }

    [Fact]
    public async Task A_duplicate_answer_is_the_same_twice()
    {
        Add(IssuerFault.Duplicate);
        await _host.SendAsync(_host.Stripe(_card, 700));
        var first = await _host.ReceiveBytesAsync();
        Assert.Equal(first, await _host.ReceiveBytesAsync());
        Assert.Equal(Full - 700, Available);
    }

    [Fact]
    public async Task A_wrong_MAC_is_wrong_in_the_answer_alone()
    {
        Add(IssuerFault.WrongMac);
        var sale = _host.Stripe(_card, 700);
        await _host.SendAsync(sale);
        var answer = await _host.ReceiveAsync();
        Assert.Equal("00", answer[39]);
        Assert.False(_host.IsMacRight(answer));
        Assert.Equal("00", await _host.CodeAsync(HostClient.Again(sale)));
        Assert.Equal(Full - 700, Available);
    }

    [Theory]
    [InlineData(IssuerFault.DisconnectBefore, 0)]
    [InlineData(IssuerFault.DisconnectAfter, 700)]
    public async Task A_disconnect_comes_before_or_after_the_deed(IssuerFault fault, long taken)
    {
        Add(fault);
        var before = _host.Stripe(_card, 1);
        var sale = _host.Stripe(_card, 700);
        await _host.SendBytesAsync([.. _host.Frame(_host.Network("301")), .. _host.Frame(sale)]);
        Assert.Equal("00", (await _host.ReceiveAsync())[39]);
        Assert.Null(await _host.ReceiveBytesAsync());
        Assert.Equal(Full - taken, Available);
        await _host.DisposeAsync();
        _host = await _issuer.ConnectAsync();
        Assert.Equal("00", await _host.CodeAsync(HostClient.Again(sale)));
        Assert.Equal("00", await _host.CodeAsync(before));
        Assert.Equal(Full - 701, Available);
    }

    [Fact]
    public async Task Out_of_order_does_nothing_and_says_96()
    {
        Add(IssuerFault.OutOfOrder);
        var sale = _host.Stripe(_card, 700);
        Assert.Equal("96", await _host.CodeAsync(sale));
        Assert.Equal(Full, Available);
        Assert.Equal("00", await _host.CodeAsync(HostClient.Again(sale)));
        _issuer.Issuer.Faults.Add(new FaultRule(IssuerFault.OutOfOrder, "0800", 1));
        Assert.Equal("96", (await _host.AskAsync(_host.Network("301")))[39]);
    }

    [Fact]
    public async Task Garbage_is_a_frame_without_a_message()
    {
        Add(IssuerFault.Garbage);
        await _host.SendAsync(_host.Stripe(_card, 700));
        var garbage = await _host.ReceiveBytesAsync();
        Assert.False(IsoMessage.Read(Dialects.Ascii87, garbage, out _).IsNone);
        Assert.Equal(Full - 700, Available);
    }

    [Fact]
    public async Task Faults_befall_the_type_and_the_number_of_messages_that_they_are_meant_for()
    {
        _issuer.Issuer.Faults.Add(new FaultRule(IssuerFault.OutOfOrder, "0420", 2));
        _issuer.Issuer.Faults.Add(new FaultRule(IssuerFault.OutOfOrder, "0200", 1));
        var sale = _host.Stripe(_card, 700);
        var reversal = _host.Reversal(sale);
        Assert.Equal("96", await _host.CodeAsync(sale));
        Assert.Equal("00", await _host.CodeAsync(HostClient.Again(sale)));
        Assert.Equal("96", await _host.CodeAsync(reversal));
        Assert.Equal("96", await _host.CodeAsync(HostClient.Again(reversal)));
        Assert.Equal("00", await _host.CodeAsync(HostClient.Again(reversal, 421)));
        Assert.Empty(_issuer.Issuer.Faults.Rules);
        Assert.Equal(Full, Available);
    }

    [Fact]
    public async Task A_fault_without_a_number_lasts_until_it_is_cleared()
    {
        _issuer.Issuer.Faults.Add(new FaultRule(IssuerFault.OutOfOrder));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("96", await _host.CodeAsync(_host.Stripe(_card, 1)));
        }

        _issuer.Issuer.Faults.Clear();
        Assert.Equal("00", await _host.CodeAsync(_host.Stripe(_card, 1)));
    }

    private void Add(IssuerFault fault, int delayMs = 0) => _issuer.Issuer.Faults.Add(new FaultRule(fault, "0200", 1, delayMs));
}
