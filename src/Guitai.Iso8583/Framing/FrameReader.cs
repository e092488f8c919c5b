using System.Buffers;
using System.IO.Pipelines;

namespace Guitai.Iso8583.Framing;

/// <summary>A frame that arrived, or why none will. Its memory is valid until the next one is asked for.</summary>
/// <param name="Status"><see cref="FrameStatus.Complete"/>, <see cref="FrameStatus.End"/> or a refusal.</param>
/// <param name="Tpdu">The TPDU, where the format has one.</param>
/// <param name="Header">The header's bytes.</param>
/// <param name="Message">The message.</param>
public readonly record struct Frame(FrameStatus Status, Tpdu Tpdu, ReadOnlyMemory<byte> Header, ReadOnlyMemory<byte> Message)
{
    /// <summary>True when there is a message.</summary>
    public bool IsComplete => Status == FrameStatus.Complete;
}

/// <summary>
/// Reads one frame after the other from a pipe, however the bytes arrive: slowly, split or joined. A frame that lies in one piece is not copied. For one
/// reader at a time.
/// </summary>
/// <param name="pipe">Where the bytes arrive. A frame that is larger than the pipe's pause threshold still arrives.</param>
/// <param name="format">How they are framed.</param>
public sealed class FrameReader(PipeReader pipe, FrameFormat format)
{
    private ReadOnlySequence<byte> _arrived;
    private byte[] _joined = [];
    private bool _holding;
    private bool _ended;
    private FrameStatus _refused;
    private volatile bool _midFrame;

    /// <summary>True while a part of a frame has come and the rest has not: a peer that leaves it at that is slow or gone. May be asked from another thread.</summary>
    public bool IsMidFrame => _midFrame;

    /// <summary>The next frame. What does not come in time is the caller's to cancel; a pipe that fails throws what it fails with.</summary>
    /// <param name="cancellation">Ends the wait; the reader can go on afterwards.</param>
    /// <returns>A frame; or the end; or a refusal, which every later call repeats.</returns>
    public async ValueTask<Frame> ReadAsync(CancellationToken cancellation = default)
    {
        if (_refused != FrameStatus.Complete)
        {
            return new Frame(_refused, default, default, default);
        }

        while (true)
        {
            if (_holding)
            {
                var status = format.Take(ref _arrived, out var frame);
                if (status == FrameStatus.Complete)
                {
                    _midFrame = false;
                    return Open(frame);
                }

                if (status != FrameStatus.Incomplete || _ended)
                {
                    var last =
                        status != FrameStatus.Incomplete ? status
                        : _arrived.IsEmpty ? FrameStatus.End
                        : FrameStatus.EndsEarly;
                    return Refuse(last);
                }

                _holding = false;
                _midFrame = !_arrived.IsEmpty;
                pipe.AdvanceTo(_arrived.Start, _arrived.End);
            }

            var read = await pipe.ReadAsync(cancellation);
            (_arrived, _ended, _holding) = (read.Buffer, read.IsCompleted, true);
            if (read.IsCanceled && !read.IsCompleted)
            {
                _holding = false;
                pipe.AdvanceTo(_arrived.Start, _arrived.End);
                throw new OperationCanceledException("The read was cancelled.");
            }
        }
    }

    private Frame Refuse(FrameStatus status)
    {
        _refused = status;
        _holding = false;
        pipe.AdvanceTo(_arrived.End);
        return new Frame(status, default, default, default);
    }

    private Frame Open(ReadOnlySequence<byte> frame)
    {
        ReadOnlyMemory<byte> bytes;
        if (frame.IsSingleSegment)
        {
            bytes = frame.First;
        }
        else
        {
            var length = (int)frame.Length;
            if (_joined.Length < length)
            {
                _joined = new byte[Math.Max(length, 512)];
            }

            frame.CopyTo(_joined);
            bytes = _joined.AsMemory(0, length);
        }

        var tpdu = format.HasTpdu ? Tpdu.Read(bytes.Span) : default;
        var header = format.HasTpdu ? bytes[Tpdu.Size..] : bytes;
        return new Frame(FrameStatus.Complete, tpdu, header[..format.HeaderBytes], header[format.HeaderBytes..]);
    }
}
