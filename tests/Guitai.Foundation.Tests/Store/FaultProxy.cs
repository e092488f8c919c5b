using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Guitai.Foundation.Tests.Store;

/// <summary>Where a connection to PostgreSQL is cut.</summary>
public enum Cut
{
    /// <summary>The rows never reach the server.</summary>
    BeforeRows,

    /// <summary>The rows do, COMMIT does not.</summary>
    BeforeCommit,

    /// <summary>COMMIT does, and is carried out; its answer does not come back.</summary>
    AfterCommit,

    /// <summary>COMMIT is not passed on, and neither side is told: both connections stay open and silent.</summary>
    SilentAtCommit,

    /// <summary>The question what became of a commit never reaches the server.</summary>
    BeforeLookUp,
}

/// <summary>A TCP proxy before PostgreSQL that cuts connections at the places it was armed with, one after another.</summary>
internal sealed class FaultProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _lock = new();
    private readonly List<Socket> _sockets = [];
    private readonly Queue<Cut> _armed = [];
    private readonly IPEndPoint _server;

    public FaultProxy(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        _server = new IPEndPoint(IPAddress.Parse(builder.Host!), builder.Port);
        _listener.Start();
        builder.Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        ConnectionString = builder.ToString();
        _ = AcceptAsync();
    }

    /// <summary>Leads through the proxy.</summary>
    public string ConnectionString { get; }

    /// <summary>How many armed cuts have not happened.</summary>
    public int Outstanding
    {
        get
        {
            lock (_lock)
            {
                return _armed.Count;
            }
        }
    }

    public void Arm(params Cut[] cuts)
    {
        lock (_lock)
        {
            foreach (var cut in cuts)
            {
                _armed.Enqueue(cut);
            }
        }
    }

    public void Dispose()
    {
        _listener.Stop();
        lock (_lock)
        {
            _sockets.ForEach(s => s.Dispose());
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                var server = new Socket(_server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                client.NoDelay = true;
                lock (_lock)
                {
                    _sockets.AddRange([client, server]);
                }

                await server.ConnectAsync(_server);
                _ = new Link(this, client, server).RunAsync();
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException) { }
    }

    /// <summary>The cut that this message of the client meets, if it is the one that is due.</summary>
    private Cut? Due(ReadOnlySpan<byte> message)
    {
        var text = Encoding.Latin1.GetString(message);
        lock (_lock)
        {
            if (!_armed.TryPeek(out var next))
            {
                return null;
            }

            var met = next switch
            {
                Cut.BeforeRows => text.Contains("BEGIN", StringComparison.Ordinal),
                Cut.BeforeLookUp => text.Contains("RETURNING number", StringComparison.Ordinal),
                _ => text.Contains("COMMIT\0", StringComparison.Ordinal),
            };
            return met ? _armed.Dequeue() : null;
        }
    }

    private sealed class Link(FaultProxy proxy, Socket client, Socket server)
    {
        private volatile bool _swallowAnswer;
        private volatile bool _silent;

        public Task RunAsync() => Task.WhenAll(FromClientAsync(), FromServerAsync());

        private async Task FromClientAsync()
        {
            var buffer = new byte[1 << 20];
            try
            {
                while (await client.ReceiveAsync(buffer) is > 0 and var length)
                {
                    switch (proxy.Due(buffer.AsSpan(0, length)))
                    {
                        case null:
                            break;
                        case Cut.AfterCommit:
                            _swallowAnswer = true;
                            break;
                        case Cut.SilentAtCommit:
                            _silent = true;
                            return;
                        default:
                            Close();
                            return;
                    }

                    await SendAsync(server, buffer.AsMemory(0, length));
                }
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException) { }

            Close();
        }

        private async Task FromServerAsync()
        {
            var buffer = new byte[1 << 20];
            try
            {
                while (await server.ReceiveAsync(buffer) is > 0 and var length && !_swallowAnswer && !_silent)
                {
                    await SendAsync(client, buffer.AsMemory(0, length));
                }
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException) { }

            if (!_silent)
            {
                Close();
            }
        }

        private static async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes)
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[await to.SendAsync(bytes)..];
            }
        }

        private void Close()
        {
            client.Dispose();
            server.Dispose();
        }
    }
}
