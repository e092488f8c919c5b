using Guitai.Sandbox.Line;

namespace Guitai.Sandbox.Tests.Line;

/// <summary>What the line does to frames when it is told to misbehave.</summary>
public sealed class LineFaultTests
{
    private const string Terminal = "10000001";

    private readonly LineFaults _line = new(TimeProvider.System);

    [Fact]
    public async Task Without_a_rule_everything_goes_through_as_it_is()
    {
        Assert.True(_line.Incoming(Terminal, Frame(0x02, 0x00)));
        var frame = Frame(0x02, 0x10);
        var answer = await OutgoingAsync(frame);
        Assert.Equal(LineVerdict.Pass, answer.Verdict);
        Assert.Equal(frame, answer.Frame.ToArray());
        Assert.Equal(0, _line.State.Struck);
    }

    [Fact]
    public void A_silent_host_gets_no_question_as_often_as_was_said()
    {
        _line.Add(new LineRule(LineFault.HostSilent, Times: 2));
        Assert.False(_line.Incoming(Terminal, Frame(0x02, 0x00)));
        Assert.Equal(1, Assert.Single(_line.State.Rules).Times);
        Assert.False(_line.Incoming(Terminal, Frame(0x02, 0x00)));
        Assert.Empty(_line.State.Rules);
        Assert.True(_line.Incoming(Terminal, Frame(0x02, 0x00)));
        Assert.Equal(2, _line.State.Struck);
    }

    [Fact]
    public async Task A_rule_without_times_holds_until_it_is_cleared()
    {
        _line.Add(new LineRule(LineFault.AnswerLost));
        Assert.True(_line.Incoming(Terminal, Frame(0x02, 0x00)));
        Assert.Equal(LineVerdict.Swallow, (await OutgoingAsync(Frame(0x02, 0x10))).Verdict);
        Assert.Equal(LineVerdict.Swallow, (await OutgoingAsync(Frame(0x02, 0x10))).Verdict);
        _line.Clear();
        Assert.Equal(LineVerdict.Pass, (await OutgoingAsync(Frame(0x02, 0x10))).Verdict);
    }

    [Fact]
    public async Task A_wrong_MAC_differs_in_the_last_eight_bytes_alone_and_leaves_the_caller_its_frame()
    {
        _line.Add(new LineRule(LineFault.WrongMac));
        var frame = Frame(0x02, 0x10);
        var before = frame.ToArray();
        var spoilt = (await OutgoingAsync(frame)).Frame.ToArray();
        Assert.Equal(before, frame);
        Assert.Equal(frame[..^8], spoilt[..^8]);
        Assert.All(frame[^8..].Zip(spoilt[^8..]), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public async Task A_cut_line_loses_the_answer_with_the_connection()
    {
        _line.Add(new LineRule(LineFault.Cut, Times: 1));
        Assert.Equal(LineVerdict.Cut, (await OutgoingAsync(Frame(0x02, 0x10))).Verdict);
        Assert.Equal(LineVerdict.Pass, (await OutgoingAsync(Frame(0x02, 0x10))).Verdict);
    }

    [Fact]
    public async Task A_slow_answer_comes_when_its_time_has_come_and_not_before()
    {
        var clock = new StoppedClock();
        var slow = new LineFaults(clock);
        slow.Add(new LineRule(LineFault.Slow, DelayMs: 5_000));
        var answer = slow.OutgoingAsync(Terminal, Frame(0x02, 0x10), TestContext.Current.CancellationToken).AsTask();
        Assert.False(answer.IsCompleted);
        Assert.Equal(TimeSpan.FromSeconds(5), clock.Due);
        clock.Ring();
        Assert.Equal(LineVerdict.Pass, (await answer).Verdict);
    }

    [Theory]
    [InlineData(0x02, 0x10, "0200", true)]
    [InlineData(0x02, 0x30, "0220", true)]
    [InlineData(0x04, 0x10, "0400", true)]
    [InlineData(0x08, 0x10, "0200", false)]
    [InlineData(0x02, 0x30, "0200", false)]
    public async Task A_rule_for_a_type_befalls_the_answers_to_it_alone(byte first, byte second, string type, bool struck)
    {
        _line.Add(new LineRule(LineFault.AnswerLost, Type: type));
        Assert.Equal(struck ? LineVerdict.Swallow : LineVerdict.Pass, (await OutgoingAsync(Frame(first, second))).Verdict);
    }

    [Fact]
    public void A_rule_for_a_terminal_leaves_the_others_alone()
    {
        _line.Add(new LineRule(LineFault.HostSilent, Terminal));
        Assert.True(_line.Incoming("10000002", Frame(0x02, 0x00)));
        Assert.False(_line.Incoming(Terminal, Frame(0x02, 0x00)));
    }

    [Fact]
    public void A_terminal_is_connected_until_its_last_connection_ends()
    {
        _line.Connected(Terminal);
        _line.Connected(Terminal);
        _line.Disconnected(Terminal);
        Assert.Equal([Terminal], _line.State.Terminals);
        _line.Disconnected(Terminal);
        Assert.Empty(_line.State.Terminals);
    }

    private ValueTask<LineAnswer> OutgoingAsync(byte[] frame) =>
        _line.OutgoingAsync(Terminal, frame, TestContext.Current.CancellationToken);

    private static byte[] Frame(byte first, byte second)
    {
        var frame = new byte[40];
        frame[1] = 38;
        (frame[13], frame[14]) = (first, second);
        return frame;
    }

    private sealed class StoppedClock : TimeProvider
    {
        private TimerCallback? _callback;
        private object? _state;

        public TimeSpan Due { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_callback, _state, Due) = (callback, state, dueTime);
            return new Nothing();
        }

        public void Ring() => _callback!(_state);

        private sealed class Nothing : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() { }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
