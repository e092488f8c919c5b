using System.Net;
using System.Net.Sockets;
using Guitai.Receipts;

namespace Guitai.Tests;

/// <summary>A printer of the test's own on TCP: answers as one and keeps every document that came out whole.</summary>
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

    private async Task TakeAsync(Socket till, PaperEvent happened)
    {
        switch (happened)
        {
            case DocumentPrinted { Document: { IsCut: true } document }:
                lock (_documents)
                {
                    _documents.Add(document.Rows);
                }

                break;
            case StatusRequest status:
                await till.SendAsync(new[] { PrinterCondition.Ready.StatusByte(status.Number) }, SocketFlags.None);
                break;
            case ConfirmationRequest:
                await till.SendAsync(new[] { PrinterCondition.Ready.ConfirmationByte }, SocketFlags.None);
                break;
        }
    }

    private async Task ReadAsync(TcpClient client)
    {
        using (client)
        {
            var paper = new EscPosPaper(PaperWidth.Mm80);
            var buffer = new byte[4096];
            try
            {
                int length;
                while ((length = await client.Client.ReceiveAsync(buffer, SocketFlags.None)) > 0)
                {
                    foreach (var happened in paper.Feed(buffer.AsSpan(0, length)))
                    {
                        await TakeAsync(client.Client, happened);
                    }
                }
            }
            catch (SocketException)
            {
                // Cut off in the middle: what came is what came.
            }
        }
    }
}
