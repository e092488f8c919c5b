using System.Net;
using System.Net.Sockets;
using Guitai.Receipts;

namespace Guitai.Tests;

/// <summary>A printer of the test's own on TCP: keeps every document that came out whole.</summary>
internal sealed class PaperCatcher : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<IReadOnlyList<PaperRow>> _documents = [];

    public PaperCatcher()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Name => $"tcp:127.0.0.1:{Port}";

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public IReadOnlyList<IReadOnlyList<PaperRow>> Documents
    {
        get
        {
            lock (_documents)
            {
                return [.. _documents];
            }
        }
    }

    public static string TextOf(IReadOnlyList<PaperRow> document) => PaperText.Render(document, PaperWidth.Mm80);

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ReadAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ReadAsync(TcpClient client)
    {
        using (client)
        {
            using var bytes = new MemoryStream();
            try
            {
                await client.GetStream().CopyToAsync(bytes);
            }
            catch (IOException)
            {
                // Cut off in the middle: what came is what came.
            }

            lock (_documents)
            {
                _documents.AddRange(EscPosPaper.Read(PaperWidth.Mm80, bytes.ToArray()).Where(d => d.IsCut).Select(d => d.Rows));
            }
        }
    }
}
