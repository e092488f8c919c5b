using System.Net.Sockets;

namespace Guitai.Till.Devices;

/// <summary>A printer on TCP (port 9100 as a rule): one connection a document.</summary>
public sealed class NetworkPrinter(string host, int port, TimeProvider time) : IPrinter
{
    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_send = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public bool IsThere => true;

    /// <inheritdoc/>
    public async Task<PrintOutcome> SendAsync(ReadOnlyMemory<byte> document, CancellationToken cancellation)
    {
        using var client = new TcpClient { NoDelay = true };
        try
        {
            using var connecting = new CancellationTokenSource(s_connect, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(connecting.Token, cancellation);
            await client.ConnectAsync(host, port, either.Token);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return PrintOutcome.NotReached;
        }

        try
        {
            using var sending = new CancellationTokenSource(s_send, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(sending.Token, cancellation);
            await client.Client.SendAsync(document, SocketFlags.None, either.Token);
            client.Client.Shutdown(SocketShutdown.Send);

            // The printer closes its side when it has taken everything; a reset instead means that it may not have.
            var rest = new byte[64];
            while (await client.Client.ReceiveAsync(rest, SocketFlags.None, either.Token) > 0) { }

            return PrintOutcome.Sent;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return PrintOutcome.Uncertain;
        }
    }
}
