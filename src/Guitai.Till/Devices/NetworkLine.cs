using System.Net.Sockets;

namespace Guitai.Till.Devices;

/// <summary>A printer on TCP (port 9100 as a rule): one connection a document, because many printers serve one at a time.</summary>
public sealed class NetworkLine(string host, int port, TimeProvider time) : IPrinterLine
{
    /// <inheritdoc/>
    public async Task<IPrinterConnection?> ConnectAsync(TimeSpan limit, CancellationToken cancellation)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            using var limited = new CancellationTokenSource(limit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limited.Token, cancellation);
            await client.ConnectAsync(host, port, either.Token);
            return new Connection(client, time);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            client.Dispose();
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    private sealed class Connection(TcpClient client, TimeProvider time) : IPrinterConnection
    {
        private const int PieceBytes = 1024;

        public async Task<bool> WriteAsync(ReadOnlyMemory<byte> bytes, TimeSpan limit, CancellationToken cancellation)
        {
            while (!bytes.IsEmpty)
            {
                var piece = bytes[..Math.Min(PieceBytes, bytes.Length)];
                var sent = await WithinAsync(limit, t => client.Client.SendAsync(piece, SocketFlags.None, t), cancellation);
                if (sent <= 0)
                {
                    return false;
                }

                bytes = bytes[sent..];
            }

            return true;
        }

        public Task<int> ReadAsync(Memory<byte> buffer, TimeSpan limit, CancellationToken cancellation) =>
            WithinAsync(
                limit,
                async t => await client.Client.ReceiveAsync(buffer, SocketFlags.None, t) is > 0 and var length ? length : -1,
                cancellation
            );

        public async Task<bool?> FinishAsync(TimeSpan limit, CancellationToken cancellation)
        {
            try
            {
                client.Client.Shutdown(SocketShutdown.Send);
            }
            catch (SocketException)
            {
                return false;
            }

            // The printer closes its side when it has taken everything; a reset instead means that it may not have.
            var rest = new byte[64];
            int length;
            do
            {
                length = await WithinAsync(
                    limit,
                    async t => await client.Client.ReceiveAsync(rest, SocketFlags.None, t) is > 0 and var got ? got : -2,
                    cancellation
                );
            } while (length > 0);

            return length switch
            {
                -2 => true,
                0 => null,
                _ => false,
            };
        }

        public ValueTask DisposeAsync()
        {
            client.Dispose();
            return ValueTask.CompletedTask;
        }

        // 0: not within the limit; -1: broken.
        private async Task<int> WithinAsync(TimeSpan limit, Func<CancellationToken, ValueTask<int>> work, CancellationToken cancellation)
        {
            using var limited = new CancellationTokenSource(limit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limited.Token, cancellation);
            try
            {
                return await work(either.Token);
            }
            catch (OperationCanceledException)
            {
                cancellation.ThrowIfCancellationRequested();
                return 0;
            }
            catch (SocketException)
            {
                return -1;
            }
        }
    }
}
