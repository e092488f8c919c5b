using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Guitai.Host.Acceptance;
using Guitai.Sandbox.Line;

namespace Guitai.Hosting;

/// <summary>A terminal's connection in the demo, whose line misbehaves when the sandbox is told so. Production never has it.</summary>
internal sealed class FaultyConnection : ITerminalConnection
{
    private const int LengthBytes = 2;
    private const int LongestFrame = LengthBytes + 4096;

    private readonly ITerminalConnection _inner;
    private readonly string _terminal;
    private readonly LineFaults _faults;
    private readonly Pipe _arrived = new();

    private FaultyConnection(ITerminalConnection inner, string terminal, LineFaults faults) =>
        (_inner, _terminal, _faults) = (inner, terminal, faults);

    /// <inheritdoc/>
    public PipeReader Input => _arrived.Reader;

    /// <inheritdoc/>
    public CancellationToken Ended => _inner.Ended;

    /// <summary>Puts the faults between a terminal and the host.</summary>
    public static ITerminalConnection Between(ITerminalConnection inner, string terminal, LineFaults faults)
    {
        var faulty = new FaultyConnection(inner, terminal, faults);
        _ = faulty.PumpAsync();
        return faulty;
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> frame)
    {
        var answer = await _faults.OutgoingAsync(_terminal, frame, Ended);
        switch (answer.Verdict)
        {
            case LineVerdict.Pass:
                await _inner.SendAsync(answer.Frame);
                break;
            case LineVerdict.Cut:
                _inner.Close();
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public void Close() => _inner.Close();

    // Hands whole frames on, so that a lost one leaves nothing behind.
    private async Task PumpAsync()
    {
        _faults.Connected(_terminal);
        try
        {
            ReadResult read;
            do
            {
                read = await _inner.Input.ReadAsync(Ended);
                var left = read.Buffer;
                while (TryTake(ref left, out var frame))
                {
                    if (_faults.Incoming(_terminal, frame))
                    {
                        await _arrived.Writer.WriteAsync(frame, Ended);
                    }
                }

                _inner.Input.AdvanceTo(left.Start, left.End);
            } while (!read.IsCompleted && !read.IsCanceled);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // The connection ended; the door sees it below.
        }
        finally
        {
            _faults.Disconnected(_terminal);
            await _arrived.Writer.CompleteAsync();
        }
    }

    private static bool TryTake(ref ReadOnlySequence<byte> arrived, out byte[] frame)
    {
        frame = [];
        if (arrived.Length < LengthBytes)
        {
            return false;
        }

        Span<byte> head = stackalloc byte[LengthBytes];
        arrived.Slice(0, LengthBytes).CopyTo(head);
        var whole = LengthBytes + BinaryPrimitives.ReadUInt16BigEndian(head);
        if (whole > LongestFrame)
        {
            // No frame: the door shall see what it is.
            whole = (int)arrived.Length;
        }
        else if (arrived.Length < whole)
        {
            return false;
        }

        frame = arrived.Slice(0, whole).ToArray();
        arrived = arrived.Slice(whole);
        return true;
    }
}
