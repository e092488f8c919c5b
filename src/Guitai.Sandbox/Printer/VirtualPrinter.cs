using System.Net;
using System.Net.Sockets;
using Guitai.Receipts;

namespace Guitai.Sandbox.Printer;

/// <summary>One printed document on the paper roll.</summary>
public sealed record PrintedPaper(long Id, long AtMs, int PaperCells, IReadOnlyList<PaperRow> Rows);

/// <summary>What lies on the sandbox's desk: the roll, newest first, and the drawer.</summary>
/// <param name="DrawerKicks">How often the drawer was opened.</param>
/// <param name="Mood">How the printer behaves.</param>
public sealed record PaperRoll(IReadOnlyList<PrintedPaper> Documents, long DrawerKicks, bool Online, int WidthCells, PrinterMood Mood);

/// <summary>A receipt printer on a TCP port that understands ESC/POS and keeps its paper in memory. Switched off, it refuses connections;
/// and it misbehaves in every way that real ones do, when it is told to.</summary>
public sealed class VirtualPrinter : IAsyncDisposable
{
    private const int PapersKept = 100;

    private readonly TimeProvider _time;
    private readonly PaperWidth _paper;
    private readonly Lock _lock = new();
    private readonly LinkedList<PrintedPaper> _papers = new();
    private readonly CancellationTokenSource _stop = new();
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;
    private long _kicks;
    private long _lastId;

    public VirtualPrinter(PaperWidth paper, TimeProvider time)
    {
        _paper = paper;
        _time = time;
    }

    /// <summary>Raised after something came out or was switched. Never blocks.</summary>
    public event Action? Changed;

    /// <summary>The port, once it was switched on for the first time; it stays the same.</summary>
    public int Port { get; private set; }

    /// <summary>The roll as it lies there.</summary>
    public PaperRoll Roll
    {
        get
        {
            lock (_lock)
            {
                return new PaperRoll([.. _papers], _kicks, _listener is not null, _paper.Cells, Mood);
            }
        }
    }

    /// <summary>How it behaves from now on, within a document, too.</summary>
    public PrinterMood Mood { get; private set; }

    /// <summary>Makes it behave otherwise.</summary>
    public void Behave(PrinterMood mood)
    {
        Mood = mood;
        Changed?.Invoke();
    }

    /// <summary>Switches the printer on: it listens on loopback.</summary>
    public void SwitchOn()
    {
        lock (_lock)
        {
            if (_listener is not null)
            {
                return;
            }

            _listener = new TcpListener(IPAddress.Loopback, Port);
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _accepting = AcceptAsync(_listener);
        }

        Changed?.Invoke();
    }

    /// <summary>Switches the printer off: connections are refused.</summary>
    public void SwitchOff()
    {
        lock (_lock)
        {
            _listener?.Dispose();
            _listener = null;
        }

        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        SwitchOff();
        await _stop.CancelAsync();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(_stop.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Switched off.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var session = new PrinterSession(client, _paper, () => Mood, Take, _time);
            try
            {
                if (!await session.ServeAsync(_stop.Token))
                {
                    // Without power nothing is said farewell to: the other side sees a reset.
                    client.LingerState = new LingerOption(enable: true, seconds: 0);
                    Behave(PrinterMood.Good);
                }
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                // The other side went away: what was printed so far stays printed.
            }

            session.End();
        }
    }

    private void Take(PaperEvent happened)
    {
        lock (_lock)
        {
            switch (happened)
            {
                case RowPrinted { Row: DrawerKickRow }:
                    _kicks++;
                    break;
                case DocumentPrinted { Document: var document } when document.Rows.Any(r => r is not DrawerKickRow):
                    _papers.AddFirst(
                        new PrintedPaper(++_lastId, _time.GetUtcNow().ToUnixTimeMilliseconds(), document.PaperCells, document.Rows)
                    );
                    while (_papers.Count > PapersKept)
                    {
                        _papers.RemoveLast();
                    }

                    break;
                default:
                    return;
            }
        }

        Changed?.Invoke();
    }
}
