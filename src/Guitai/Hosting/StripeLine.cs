using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Guitai.Foundation;
using Guitai.Terminal;
using Guitai.Terminal.Cards;

namespace Guitai.Hosting;

/// <summary>A stripe reader that speaks lines, over TCP or as a serial device: what it reads goes to the payment that waits for a card, or nowhere.</summary>
internal sealed class StripeLine : IAsyncDisposable
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(2);

    private readonly Func<CancellationToken, Task<Stream>>? _open;
    private readonly TerminalDesk _desk;
    private readonly CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;

    private StripeLine(Func<CancellationToken, Task<Stream>>? open, TerminalDesk desk) => (_open, _desk) = (open, desk);

    /// <summary>The reader of a command line's option.</summary>
    /// <exception cref="Failure">It is none.</exception>
    public static StripeLine Of(string option, TerminalDesk desk)
    {
        var parts = option.Split(':');
        return parts switch
        {
            ["none"] => new StripeLine(null, desk),
            ["tcp", var name, var port] when int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
                new StripeLine(cancellation => DialAsync(name, number, cancellation), desk),
            ["file", ..] => new StripeLine(
                _ =>
                    Task.FromResult<Stream>(
                        new FileStream(option["file:".Length..], FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0, useAsync: true)
                    ),
                desk
            ),
            _ => throw new Failure(
                $"--reader {option}: none, tcp:HOST:PORT or file:PATH.",
                $"--reader {option}：应为 none、tcp:主机:端口 或 file:路径。"
            ),
        };
    }

    public void Start() => _reading = _open is null ? Task.CompletedTask : RunAsync(_open);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
    }

    private static async Task<Stream> DialAsync(string name, int port, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(name, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // A reader that is away is looked for again; what it reads while nobody waits is forgotten.
    private async Task RunAsync(Func<CancellationToken, Task<Stream>> open)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using var stream = await open(_stop.Token);
                await ReadAsync(stream);
            }
            catch (Exception fault) when (fault is IOException or SocketException or UnauthorizedAccessException)
            {
                // Away.
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.WhenAny(Task.Delay(s_again, _stop.Token));
        }
    }

    private async Task ReadAsync(Stream stream)
    {
        var buffer = GC.AllocateArray<byte>(StripeReader.Longest + 2, pinned: true);
        var filled = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(filled), _stop.Token);
            if (read == 0)
            {
                return;
            }

            filled += read;
            var end = buffer.AsSpan(0, filled).IndexOfAny((byte)'\r', (byte)'\n');
            if (end < 0 && filled < buffer.Length)
            {
                continue;
            }

            var line = end < 0 ? "" : Encoding.ASCII.GetString(buffer, 0, end);
            Array.Clear(buffer);
            filled = 0;
            if (line.Length > 0 && _desk.WaitingForCard is { } payment)
            {
                await _desk.SwipeAsync(payment, new Secret<string>(line));
            }
        }
    }
}
