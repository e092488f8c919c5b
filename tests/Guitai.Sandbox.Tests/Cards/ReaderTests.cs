using System.Net.Sockets;
using System.Text;
using Guitai.Sandbox.Cards;
using Guitai.Sandbox.Issuer.Cards;
using Guitai.Sandbox.Tests.Issuer;

namespace Guitai.Sandbox.Tests.Cards;

/// <summary>What a terminal sees of the virtual stripe reader.</summary>
public sealed class ReaderTests : IAsyncLifetime
{
    private readonly TestIssuer _issuer = new();
    private readonly VirtualReader _reader = new();

    private VirtualCard Card => _issuer.Card(100, "visa-debit");

    public ValueTask InitializeAsync()
    {
        _reader.Listen(0);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public void Track_1_and_2_say_the_same_of_a_card()
    {
        foreach (var program in _issuer.Issuer.Cards.Profile.Programs)
        {
            for (var index = 100; index < 112; index++)
            {
                var card = _issuer.Card(index, program.Name);
                var first = card.Track1.Split('^');
                var second = card.Track2.Split('=');
                Assert.Equal(3, first.Length);
                Assert.Equal($"B{second[0]}", first[0]);
                Assert.Equal(second[1], first[2]);
                Assert.Equal(card.Name, first[1]);
                Assert.InRange(card.Name.Length, 2, 26);
                Assert.True(card.Track1.Length <= 77, "ISO/IEC 7813: track 1 has at most 79 characters with its sentinels.");
                Assert.DoesNotMatch("[^ -_]", card.Track1);
            }
        }
    }

    [Fact]
    public async Task A_swipe_reaches_every_terminal_that_is_connected_as_one_line()
    {
        using var one = await ConnectAsync(1);
        using var other = await ConnectAsync(2);
        Assert.Equal(2, await _reader.SwipeAsync(Card, StripeDamage.None));
        var line = $"%{Card.Track1}?;{Card.Track2}?";
        Assert.Equal(line, await ReadAsync(one));
        Assert.Equal(line, await ReadAsync(other));
        Assert.Equal(1, _reader.State.Swipes);
    }

    [Theory]
    [InlineData(StripeDamage.NoTrack1, ";", "?")]
    [InlineData(StripeDamage.NoTrack2, "%", "?")]
    [InlineData(StripeDamage.BadCheckDigit, "%", "?")]
    [InlineData(StripeDamage.Reversed, "?", "%")]
    public async Task A_damaged_stripe_is_not_a_whole_one(StripeDamage damage, string begins, string ends)
    {
        using var terminal = await ConnectAsync(1);
        await _reader.SwipeAsync(Card, damage);
        var line = await ReadAsync(terminal);
        Assert.StartsWith(begins, line, StringComparison.Ordinal);
        Assert.EndsWith(ends, line, StringComparison.Ordinal);
        Assert.NotEqual($"%{Card.Track1}?;{Card.Track2}?", line);
        Assert.Equal(damage is StripeDamage.BadCheckDigit or StripeDamage.Reversed, !line.Contains(Card.Pan, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_terminal_that_went_away_is_not_counted()
    {
        var terminal = await ConnectAsync(1);
        var gone = Changed(s => s.Terminals == 0);
        terminal.Dispose();
        await gone;
        Assert.Equal(0, await _reader.SwipeAsync(Card, StripeDamage.None));
        Assert.Equal(0, _reader.State.Swipes);
    }

    private async Task<TcpClient> ConnectAsync(int terminals)
    {
        var there = Changed(s => s.Terminals == terminals);
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _reader.State.Port, TestContext.Current.CancellationToken);
        await there;
        return client;
    }

    private Task Changed(Func<ReaderState, bool> wanted)
    {
        var happened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _reader.Changed += () =>
        {
            if (wanted(_reader.State))
            {
                happened.TrySetResult();
            }
        };
        return happened.Task;
    }

    private static async Task<string> ReadAsync(TcpClient terminal)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await terminal.GetStream().ReadAsync(one, TestContext.Current.CancellationToken) > 0 && one[0] != '\n')
        {
            line.Append((char)one[0]);
        }

        return line.ToString().TrimEnd('\r');
    }
}
