using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Guitai.Sandbox.Issuer.Link;

/// <summary>Takes connections of hosts: TLS 1.2 or 1.3, a certificate of its own authority, a client certificate that is on the list.</summary>
internal sealed class IssuerListener : IAsyncDisposable
{
    private const int MostConnections = 64;
    private static readonly TimeSpan s_handshake = TimeSpan.FromSeconds(10);

    private readonly IssuerDesk _desk;
    private readonly Books.IssuerBooks _books;
    private readonly RunningCounters _counters;
    private readonly TimeProvider _time;
    private readonly SslServerAuthenticationOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<TcpListener> _doors = [];
    private readonly HashSet<Task> _running = [];

    public IssuerListener(
        IssuerDesk desk,
        Books.IssuerBooks books,
        RunningCounters counters,
        IssuerFolder folder,
        X509Certificate2 server,
        TimeProvider time
    )
    {
        _desk = desk;
        _books = books;
        _counters = counters;
        _time = time;
        _options = new SslServerAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ServerCertificate = server,
            ClientCertificateRequired = true,

            // The list alone decides: whose certificate it is, not who signed it. Without resumption it is asked every time.
            RemoteCertificateValidationCallback = (_, certificate, _, _) => LinkCertificates.Accepts(folder, certificate),
            AllowTlsResume = false,
        };
    }

    /// <summary>Listens on one more port.</summary>
    /// <param name="port">0 for any.</param>
    /// <returns>The port.</returns>
    /// <exception cref="SocketException">The port is taken.</exception>
    public int Listen(IPAddress address, int port)
    {
        var door = new TcpListener(address, port);
        door.Start();
        lock (_lock)
        {
            _doors.Add(door);
        }

        Keep(AcceptAsync(door));
        return ((IPEndPoint)door.LocalEndpoint).Port;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task[] running;
        lock (_lock)
        {
            foreach (var door in _doors)
            {
                door.Dispose();
            }

            running = [.. _running];
        }

        await Task.WhenAll(running);
        _stop.Dispose();
    }

    private void Keep(Task task)
    {
        lock (_lock)
        {
            // One that failed by a defect of ours is kept, and told at the end.
            _running.RemoveWhere(t => t.IsCompletedSuccessfully);
            _running.Add(task);
        }
    }

    private async Task AcceptAsync(TcpListener door)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Keep(ServeAsync(await door.AcceptTcpClientAsync(_stop.Token)));
            }
            catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException)
            {
                // Stopped: a closed door says that it does not listen.
                return;
            }
            catch (SocketException)
            {
                // That one went away before it was taken.
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        var connections = Interlocked.Increment(ref _counters.Connections);
        try
        {
            if (connections > MostConnections)
            {
                Interlocked.Increment(ref _counters.RefusedPeers);
                return;
            }

            client.NoDelay = true;
            using var stream = new SslStream(client.GetStream());
            if (await TryGreetAsync(stream))
            {
                using var session = new IssuerSession(stream, _desk, _books, _time);
                await session.RunAsync(_stop.Token);
            }
        }
        catch (Exception exception)
            when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other side went away, or this one stops.
        }
        finally
        {
            Interlocked.Decrement(ref _counters.Connections);
        }
    }

    private async Task<bool> TryGreetAsync(SslStream stream)
    {
        using var patience = new CancellationTokenSource(s_handshake, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _stop.Token);
        try
        {
            await stream.AuthenticateAsServerAsync(_options, either.Token);
            return true;
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException or OperationCanceledException)
        {
            Interlocked.Increment(ref _counters.RefusedPeers);
            return false;
        }
    }
}
