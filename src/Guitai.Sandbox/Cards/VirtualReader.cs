using System.Net;
using System.Net.Sockets;
using System.Text;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Cards;

/// <summary>The stripe reader at a glance.</summary>
/// <param name="Port">Where on loopback it listens; 0: it was not switched on.</param>
/// <param name="Terminals">How many terminals are connected to it now.</param>
/// <param name="Swipes">How many cards came through since the start.</param>
public sealed record ReaderState(int Port, int Terminals, long Swipes);

/// <summary>A stripe reader on a TCP port, as a serial one behind a converter: whoever is connected when a card comes through gets its tracks as one line.</summary>
public sealed class VirtualReader : IAsyncDisposable
{
    private static readonly TimeSpan s_mostWaiting = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly List<TcpClient> _terminals = [];
    private readonly CancellationTokenSource _stop = new();
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;
    private long _swipes;

    /// <summary>Raised after a terminal came or went, or a card came through. Never blocks.</summary>
    public event Action? Changed;

    /// <summary>As it stands.</summary>
    public ReaderState State
    {
        get
        {
            lock (_lock)
            {
                return new ReaderState(_listener is null ? 0 : ((IPEndPoint)_listener.LocalEndpoint).Port, _terminals.Count, _swipes);
            }
        }
    }

    /// <summary>Begins to listen on loopback.</summary>
    /// <param name="port">0 for any.</param>
    /// <returns>The port.</returns>
    /// <exception cref="SocketException">The port is taken.</exception>
    public int Listen(int port)
    {
        lock (_lock)
        {
            if (_listener is not null)
            {
                throw new InvalidOperationException("The reader listens already.");
            }

            var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            _listener = listener;
            _accepting = AcceptAsync(listener);
        }

        return State.Port;
    }

    /// <summary>Pulls a card through.</summary>
    /// <param name="card">Which.</param>
    /// <param name="damage">What is wrong with its stripe.</param>
    /// <returns>How many terminals got its line.</returns>
    public async Task<int> SwipeAsync(VirtualCard card, StripeDamage damage)
    {
        var line = Encoding.ASCII.GetBytes(Stripe.Line(card, damage));
        TcpClient[] terminals;
        lock (_lock)
        {
            terminals = [.. _terminals];
        }

        var got = 0;
        foreach (var terminal in terminals)
        {
            got += await SendAsync(terminal, line) ? 1 : 0;
        }

        if (got > 0)
        {
            lock (_lock)
            {
                _swipes++;
            }

            Changed?.Invoke();
        }

        return got;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        lock (_lock)
        {
            _listener?.Dispose();
        }

        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var terminal = await listener.AcceptTcpClientAsync(_stop.Token);
                terminal.NoDelay = true;
                lock (_lock)
                {
                    _terminals.Add(terminal);
                }

                Changed?.Invoke();
                _ = WatchAsync(terminal);
            }
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException or OperationCanceledException)
        {
            // Switched off, perhaps between two accepts.
        }
    }

    // A reader is told nothing; what arrives is read only to see the terminal go.
    private async Task WatchAsync(TcpClient terminal)
    {
        var nothing = new byte[64];
        try
        {
            while (await terminal.GetStream().ReadAsync(nothing, _stop.Token) > 0)
            {
                // On.
            }
        }
        catch (Exception exception)
            when (exception is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // Gone.
        }

        Forget(terminal);
    }

    private async Task<bool> SendAsync(TcpClient terminal, byte[] line)
    {
        using var patience = new CancellationTokenSource(s_mostWaiting);
        try
        {
            await terminal.GetStream().WriteAsync(line, patience.Token);
            return true;
        }
        catch (Exception exception)
            when (exception is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            Forget(terminal);
            return false;
        }
    }

    private void Forget(TcpClient terminal)
    {
        lock (_lock)
        {
            _terminals.Remove(terminal);
        }

        terminal.Dispose();
        Changed?.Invoke();
    }
}
