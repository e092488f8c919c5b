using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Guitai.Tests;

/// <summary>Stands between a client and a server and writes down every byte of both directions, a file for each of a connection.</summary>
internal sealed class TcpTee : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly string _folder;
    private readonly string _name;
    private int _connections;

    /// <param name="target">The server's port.</param>
    /// <param name="folder">Where the files go.</param>
    /// <param name="name">What they begin with.</param>
    public TcpTee(int target, string folder, string name)
    {
        (_target, _folder, _name) = (target, Directory.CreateDirectory(folder).FullName, name);
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/"));

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await _listener.AcceptTcpClientAsync(), Interlocked.Increment(ref _connections));
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // Put away.
        }
    }

    private async Task CarryAsync(TcpClient client, int number)
    {
        using (client)
        using (var server = new TcpClient { NoDelay = true })
        {
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target);
                await Task.WhenAny(
                    CopyAsync(client.GetStream(), server.GetStream(), $"{_name}-{number:D4}-there"),
                    CopyAsync(server.GetStream(), client.GetStream(), $"{_name}-{number:D4}-back")
                );
            }
            catch (SocketException)
            {
                // Nobody is there: the client sees its connection end.
            }
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, string file)
    {
        await using var record = new FileStream(Path.Combine(_folder, file), FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite);
        var buffer = new byte[65536];
        try
        {
            for (int read; (read = await from.ReadAsync(buffer)) > 0; )
            {
                await record.WriteAsync(buffer.AsMemory(0, read));
                await record.FlushAsync();
                await to.WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // One side ended.
        }
    }
}
