using Guitai.Sandbox.Issuer.Books;
using Guitai.Sandbox.Issuer.Wire;

namespace Guitai.Sandbox.Issuer.Link;

/// <summary>
/// One connection: reads what is there, answers all of it, and writes the answers at once when nothing more is waiting. What was decided stands in the journal
/// before its answer leaves.
/// </summary>
internal sealed class IssuerSession(Stream stream, IssuerDesk desk, IssuerBooks books, TimeProvider time) : IDisposable
{
    private const int Head = 4;
    private const int LongestMessage = 2048;
    private const int BufferBytes = 64 * 1024;

    private readonly LinkState _state = new();
    private readonly byte[] _in = new byte[BufferBytes];
    private readonly byte[] _out = new byte[BufferBytes];
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly CancellationTokenSource _ended = new();
    private int _have;
    private int _answered;
    private long _position;

    /// <summary>Serves until the other side leaves or says what cannot be read.</summary>
    /// <exception cref="IOException">The connection or the journal broke.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var reading = stream.ReadAsync(_in.AsMemory(_have), cancellation);
            if (!reading.IsCompleted)
            {
                await FlushAsync(cancellation);
            }

            var read = await reading;
            if (read == 0)
            {
                return;
            }

            _have += read;
            bool more;
            do
            {
                if (!Take(out more))
                {
                    await FlushAsync(cancellation);
                    return;
                }

                if (more)
                {
                    await FlushAsync(cancellation);
                }
            } while (more);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Late answers that still wait must not write any more; what they hold is collected with them.
        _ended.Cancel();
    }

    // Answers all whole frames; more says that there was no room left for another answer.
    private bool Take(out bool more)
    {
        var at = 0;
        var open = true;
        more = false;
        while (open && _have - at >= Head)
        {
            var head = _in.AsSpan(at, Head);
            var length = Numerals.AreDigits(head) ? (int)Numerals.Number(head) : int.MaxValue;
            if (length > LongestMessage)
            {
                desk.CountUnreadable();
                open = false;
                break;
            }

            if (_have - at < Head + length)
            {
                break;
            }

            if (_out.Length - _answered < 2 * AnswerWriter.Room)
            {
                more = true;
                break;
            }

            open = length == 0 || Answer(_in.AsSpan(at + Head, length));
            at += Head + length;
        }

        _in.AsSpan(at, _have - at).CopyTo(_in);
        _have -= at;
        return open;
    }

    private bool Answer(ReadOnlySpan<byte> message)
    {
        var target = _out.AsSpan(_answered);
        var handled = desk.Handle(message, _state, time.GetUtcNow(), target);
        _position = Math.Max(_position, handled.Position);
        if (handled.Handling != Handling.Answer)
        {
            return handled.Handling == Handling.Nothing;
        }

        switch (handled.Fault?.Fault)
        {
            case IssuerFault.Late:
                _ = AnswerLaterAsync(target[..handled.Length].ToArray(), handled.Fault.DelayMs, handled.Position);
                break;
            case IssuerFault.Duplicate:
                target[..handled.Length].CopyTo(target[handled.Length..]);
                _answered += 2 * handled.Length;
                break;
            case IssuerFault.Garbage:
                target[Head..handled.Length].Fill((byte)'?');
                _answered += handled.Length;
                break;
            default:
                _answered += handled.Length;
                break;
        }

        return true;
    }

    private async Task FlushAsync(CancellationToken cancellation)
    {
        books.Flush(_position);
        if (_answered == 0)
        {
            return;
        }

        await _writing.WaitAsync(cancellation);
        try
        {
            await stream.WriteAsync(_out.AsMemory(0, _answered), cancellation);
            _answered = 0;
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task AnswerLaterAsync(byte[] answer, int delayMs, long position)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(delayMs), time, _ended.Token);
            books.Flush(position);
            await _writing.WaitAsync(_ended.Token);
            try
            {
                await stream.WriteAsync(answer, _ended.Token);
            }
            finally
            {
                _writing.Release();
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is gone: the answer stays unsaid.
        }
    }
}
