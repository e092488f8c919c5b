using System.IO.Pipelines;
using Guitai.Host.Acceptance;
using Guitai.Iso8583.Framing;
using Guitai.Simulation;
using Guitai.Terminal.HostLink;

namespace Guitai.Simulate.Cards;

/// <summary>One connection between the terminal and the host, frame by frame, each a step of the course.</summary>
internal sealed class CardWire : IHostConnection, ITerminalConnection
{
    private static readonly TimeSpan s_way = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_tooLate = TimeSpan.FromSeconds(75);

    // Everything inline: a pipe of its own threads would leave the simulation.
    private static readonly PipeOptions s_inline = new(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline);

    private const int Head = 13;

    private readonly CardWorld _world;
    private readonly Pipe _up = new(s_inline);
    private readonly Pipe _down = new(s_inline);
    private readonly FrameReader _frames;
    private readonly CancellationTokenSource _ended = new();
    private bool _over;

    public CardWire(CardWorld world, SimulatedProcess terminal, SimulatedProcess host)
    {
        _world = world;
        (Terminal, Host) = (terminal, host);
        _frames = new FrameReader(_down.Reader, FrameFormat.UnionPay);
    }

    /// <summary>The processes at its ends.</summary>
    public SimulatedProcess Terminal { get; }

    public SimulatedProcess Host { get; }

    public PipeReader Input => _up.Reader;

    public CancellationToken Ended => _ended.Token;

    ValueTask IHostConnection.SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellation)
    {
        if (_over)
        {
            throw new IOException("The connection ended.");
        }

        Carry(StepKind.Up, frame.ToArray(), Host, _up.Writer);
        return ValueTask.CompletedTask;
    }

    ValueTask ITerminalConnection.SendAsync(ReadOnlyMemory<byte> frame)
    {
        if (_over)
        {
            throw new IOException("The connection ended.");
        }

        Carry(StepKind.Down, frame.ToArray(), Terminal, _down.Writer);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellation)
    {
        var frame = await _frames.ReadAsync(cancellation);
        return frame.IsComplete ? frame.Message : null;
    }

    public void Close() => End();

    public ValueTask DisposeAsync()
    {
        End();
        return ValueTask.CompletedTask;
    }

    /// <summary>Both sides see that it is over, as soon as they look.</summary>
    public void End()
    {
        if (_over)
        {
            return;
        }

        _over = true;
        _world.Scheduler.Outside.Post(() =>
        {
            _ended.Cancel();
            _up.Writer.Complete();
            _down.Writer.Complete();
        });
    }

    private void Carry(StepKind kind, byte[] frame, SimulatedProcess to, PipeWriter into)
    {
        var fault = _world.Step(kind);
        switch (fault)
        {
            case CardFault.Lost:
                return;
            case CardFault.Cut:
                End();
                return;
            case CardFault.Changed when HasMac(frame):
                // Anywhere in the message, behind length, TPDU and header: the MAC covers all of it.
                var at = Head + (_world.Steps.Count * 7 % (frame.Length - Head));
                frame[at] ^= (byte)(1 << (_world.Steps.Count % 8));
                break;
            case CardFault.Changed:
                // What has no MAC has TLS: the connection does not survive it.
                End();
                return;
            case CardFault.Doubled:
                Deliver(frame, to, into, s_way);
                break;
        }

        Deliver(frame, to, into, fault == CardFault.Late ? s_tooLate : s_way);
    }

    private static bool HasMac(byte[] frame) => frame[Head] != 0x08;

    private void Deliver(byte[] frame, SimulatedProcess to, PipeWriter into, TimeSpan after) =>
        _world.Scheduler.Outside.After(
            after,
            "frame",
            () =>
            {
                if (!_over && to.IsAlive)
                {
                    into.Write(frame);
                    _ = into.FlushAsync().AsTask();
                }
            }
        );
}

internal static class PipeWrites
{
    public static void Write(this PipeWriter writer, byte[] bytes)
    {
        bytes.CopyTo(writer.GetSpan(bytes.Length));
        writer.Advance(bytes.Length);
    }
}
