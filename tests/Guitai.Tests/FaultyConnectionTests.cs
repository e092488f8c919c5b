using System.IO.Pipelines;
using Guitai.Host.Acceptance;
using Guitai.Hosting;
using Guitai.Sandbox.Line;

namespace Guitai.Tests;

/// <summary>What the demo's line does between a terminal and the host's door.</summary>
public sealed class FaultyConnectionTests
{
    private const string Terminal = "10000001";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private readonly LineFaults _faults = new(TimeProvider.System);
    private readonly Inner _inner = new();

    [Fact]
    public async Task A_frame_that_comes_in_pieces_arrives_as_it_was_sent()
    {
        var line = FaultyConnection.Between(_inner, Terminal, _faults);
        var frame = Frame(1);
        await _inner.ArriveAsync(frame[..1]);
        await _inner.ArriveAsync(frame[1..9]);
        await _inner.ArriveAsync([.. frame[9..], .. Frame(2)]);
        Assert.Equal((byte[])[.. frame, .. Frame(2)], await ReadAsync(line, 2 * frame.Length));
    }

    [Fact]
    public async Task A_lost_question_is_lost_whole_and_the_next_one_is_not()
    {
        _faults.Add(new LineRule(LineFault.HostSilent, Times: 1));
        var line = FaultyConnection.Between(_inner, Terminal, _faults);
        await _inner.ArriveAsync([.. Frame(1), .. Frame(2)]);
        Assert.Equal(Frame(2), await ReadAsync(line, Frame(2).Length));
    }

    [Fact]
    public async Task A_lost_answer_is_not_sent_and_the_connection_stays()
    {
        _faults.Add(new LineRule(LineFault.AnswerLost, Times: 1));
        var line = FaultyConnection.Between(_inner, Terminal, _faults);
        await line.SendAsync(Frame(1));
        await line.SendAsync(Frame(2));
        Assert.Equal(Frame(2), Assert.Single(_inner.Sent));
        Assert.False(_inner.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task A_cut_ends_the_connection_before_the_answer()
    {
        _faults.Add(new LineRule(LineFault.Cut));
        var line = FaultyConnection.Between(_inner, Terminal, _faults);
        await line.SendAsync(Frame(1));
        Assert.Empty(_inner.Sent);
        Assert.True(line.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task What_is_no_frame_reaches_the_door_which_refuses_it()
    {
        var line = FaultyConnection.Between(_inner, Terminal, _faults);
        byte[] noise = [0xFF, 0xFF, 1, 2, 3];
        await _inner.ArriveAsync(noise);
        Assert.Equal(noise, await ReadAsync(line, noise.Length));
    }

    [Fact]
    public async Task The_end_of_the_connection_is_seen_behind_the_line_and_the_terminal_is_gone()
    {
        var line = FaultyConnection.Between(_inner, Terminal, _faults);
        Assert.Equal([Terminal], _faults.State.Terminals);
        await _inner.EndAsync();
        Assert.True((await line.Input.ReadAsync(Cancel)).IsCompleted);
        Assert.Empty(_faults.State.Terminals);
    }

    private static byte[] Frame(byte mark)
    {
        var frame = new byte[30];
        (frame[1], frame[13], frame[14], frame[29]) = (28, 2, 0, mark);
        return frame;
    }

    private static async Task<byte[]> ReadAsync(ITerminalConnection line, int length)
    {
        var read = await line.Input.ReadAtLeastAsync(length, Cancel);
        return System.Buffers.BuffersExtensions.ToArray(read.Buffer);
    }

    private sealed class Inner : ITerminalConnection
    {
        private readonly Pipe _pipe = new();
        private readonly CancellationTokenSource _ended = new();

        public List<byte[]> Sent { get; } = [];

        public PipeReader Input => _pipe.Reader;

        public CancellationToken Ended => _ended.Token;

        public async Task ArriveAsync(byte[] bytes) => await _pipe.Writer.WriteAsync(bytes, Cancel);

        public async Task EndAsync() => await _pipe.Writer.CompleteAsync();

        public ValueTask SendAsync(ReadOnlyMemory<byte> frame)
        {
            Sent.Add(frame.ToArray());
            return ValueTask.CompletedTask;
        }

        public void Close() => _ended.Cancel();
    }
}
