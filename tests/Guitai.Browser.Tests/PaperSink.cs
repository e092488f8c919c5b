using System.Net;
using System.Net.Sockets;

namespace Guitai.Browser.Tests;

/// <summary>A cheap network printer: takes everything, never answers, and hangs up when the sender has finished.</summary>
internal sealed class PaperSink : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly MemoryStream _taken = new();

    public PaperSink()
    {
        _listener.Start();
        _ = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whether these bytes came, in one piece.</summary>
    public bool Holds(ReadOnlySpan<byte> bytes)
    {
        lock (_taken)
        {
            return _taken.ToArray().AsSpan().IndexOf(bytes) >= 0;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var buffer = new byte[4096];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                int length;
                while ((length = await client.GetStream().ReadAsync(buffer, _stop.Token)) > 0)
                {
                    lock (_taken)
                    {
                        _taken.Write(buffer, 0, length);
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // The till went away in the middle, or the test has ended.
            }
        }
    }
}
