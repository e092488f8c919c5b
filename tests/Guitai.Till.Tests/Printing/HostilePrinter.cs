using System.Net;
using System.Net.Sockets;
using Guitai.Receipts;

namespace Guitai.Till.Tests.Printing;

/// <summary>What a hostile printer does with one connection.</summary>
internal enum Fault
{
    /// <summary>Nothing: it prints and answers.</summary>
    None,

    /// <summary>The connection is closed before a word is said.</summary>
    HangsUp,

    /// <summary>It reads nothing and answers nothing.</summary>
    Stalls,

    /// <summary>It answers questions with bytes that mean nothing.</summary>
    AnswersGarbage,

    /// <summary>The power goes after a part of the document.</summary>
    DiesMidway,

    /// <summary>Everything is printed, and the power goes before it can say so.</summary>
    DiesAfterwards,

    /// <summary>Everything is printed, and the confirmation is garbage.</summary>
    ConfirmsGarbage,

    /// <summary>The roll ends before the document; paper comes a little later, and then it goes on.</summary>
    PaperRunsOut,

    /// <summary>There is no paper when it is asked.</summary>
    NoPaper,

    /// <summary>It prints slowly and answers meanwhile.</summary>
    Slow,
}

/// <summary>A piece of paper as it lies in the tray: perhaps torn off in the middle.</summary>
internal sealed record Sheet(IReadOnlyList<PaperRow> Rows, bool IsWhole)
{
    public string Text => PaperText.Render(Rows, PaperWidth.Mm80);

    /// <summary>The receipt's number as its QR code or its lines say it.</summary>
    public bool Names(string number) => Text.Contains(number, StringComparison.Ordinal);

    public bool IsCopy => Text.Contains("副本", StringComparison.Ordinal);
}

/// <summary>A printer on a socket, written from the ESC/POS reference alone, that misbehaves as the test says, connection by connection.</summary>
internal sealed class HostilePrinter : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<Sheet> _sheets = [];
    private readonly Func<Fault> _next;
    private readonly Task _accepting;
    private int _kicks;
    private int _confirmed;

    /// <param name="next">What it does with the next connection.</param>
    public HostilePrinter(Func<Fault> next)
    {
        _next = next;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Kicks => Volatile.Read(ref _kicks);

    /// <summary>How many documents it confirmed.</summary>
    public int Confirmed => Volatile.Read(ref _confirmed);

    public IReadOnlyList<Sheet> Sheets
    {
        get
        {
            lock (_lock)
            {
                return [.. _sheets];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            // One at a time, as most printers do.
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                client.NoDelay = true;
                var visit = new Visit(this, client.Client, _next());
                try
                {
                    await visit.ServeAsync(_stop.Token);
                }
                catch (SocketException)
                {
                    // The till went away.
                }

                visit.Tear();
            }
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException or OperationCanceledException)
        {
            // The test is over.
        }
    }

    private void Drop(IReadOnlyList<PaperRow> rows, bool isWhole)
    {
        lock (_lock)
        {
            _sheets.Add(new Sheet(rows, isWhole));
        }
    }

    private sealed class Visit(HostilePrinter printer, Socket socket, Fault fault)
    {
        private readonly EscPosPaper _paper = new(PaperWidth.Mm80);
        private readonly List<PaperRow> _rows = [];
        private readonly List<byte> _held = [];
        private bool _hasPaper = fault != Fault.NoPaper;
        private bool _isDead;

        public async Task ServeAsync(CancellationToken cancellation)
        {
            if (fault == Fault.HangsUp)
            {
                return;
            }

            if (fault == Fault.Stalls)
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                limit.CancelAfter(TimeSpan.FromMilliseconds(700));
                try
                {
                    await Task.Delay(Timeout.Infinite, limit.Token);
                }
                catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
                {
                    return;
                }
            }

            var buffer = new byte[700];
            var looks = 0;
            int length;
            while (!_isDead && (length = await socket.ReceiveAsync(buffer, SocketFlags.None, cancellation)) > 0)
            {
                var rest = buffer.AsMemory(0, length);
                while (rest.Length >= 3 && rest.Span[0] == 0x10 && (rest.Span[1] == 0x04 || (rest.Span[1] == 0x14 && rest.Length >= 5)))
                {
                    if (rest.Span[1] == 0x14)
                    {
                        Interlocked.Increment(ref printer._kicks);
                        rest = rest[5..];
                        continue;
                    }

                    if (rest.Span[2] == 1 && !_hasPaper && fault == Fault.PaperRunsOut && ++looks == 3)
                    {
                        _hasPaper = true;
                    }

                    await AnswerAsync(Status(rest.Span[2]), cancellation);
                    rest = rest[3..];
                }

                _held.AddRange(rest.Span);
                if (fault == Fault.PaperRunsOut && _held.Count > 3 && looks == 0)
                {
                    _hasPaper = false;
                }

                if (_hasPaper && _held.Count > 0)
                {
                    await PrintAsync(cancellation);
                }
            }
        }

        /// <summary>What was begun and not cut is torn off.</summary>
        public void Tear()
        {
            _paper.End();
            if (_rows.Any(r => r is TextRow))
            {
                printer.Drop([.. _rows], isWhole: false);
            }

            if (_isDead)
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
            }
        }

        private async Task PrintAsync(CancellationToken cancellation)
        {
            var held = _held.ToArray();
            _held.Clear();
            foreach (var happened in _paper.Feed(held))
            {
                switch (happened)
                {
                    case RowPrinted { Row: DrawerKickRow }:
                        Interlocked.Increment(ref printer._kicks);
                        break;
                    case RowPrinted { Row: CutRow }:
                        printer.Drop([.. _rows], isWhole: true);
                        _rows.Clear();
                        if (fault == Fault.DiesAfterwards)
                        {
                            _isDead = true;
                            return;
                        }

                        break;
                    case RowPrinted { Row: var row }:
                        _rows.Add(row);
                        if (fault == Fault.Slow)
                        {
                            await Task.Delay(3, cancellation);
                        }

                        if (fault == Fault.DiesMidway && _rows.Count == 7)
                        {
                            _isDead = true;
                            return;
                        }

                        break;
                    case StatusRequest asked:
                        await AnswerAsync(Status((byte)asked.Number), cancellation);
                        break;
                    case ConfirmationRequest:
                        Interlocked.Increment(ref printer._confirmed);
                        await (
                            fault == Fault.ConfirmsGarbage
                                ? socket.SendAsync(new byte[] { 0x5A, 0xA5 }, SocketFlags.None, cancellation).AsTask()
                                : AnswerAsync(0x00, cancellation)
                        );
                        break;
                }
            }
        }

        private Task AnswerAsync(byte answer, CancellationToken cancellation) =>
            socket
                .SendAsync(fault == Fault.AnswersGarbage ? new byte[] { 0xFF, 0x41 } : new[] { answer }, SocketFlags.None, cancellation)
                .AsTask();

        // DLE EOT n: bits 1 and 4 always; n = 1 bit 3 offline; n = 2 bit 5 stopped at the paper's end; n = 4 bits 5 and 6 no paper.
        private byte Status(byte number) =>
            (byte)(
                0x12
                | (
                    _hasPaper
                        ? 0
                        : number switch
                        {
                            1 => 0x08,
                            2 => 0x20,
                            4 => 0x60,
                            _ => 0,
                        }
                )
            );
    }
}
