using Guitai.Receipts;

namespace Guitai.Till.Devices;

/// <summary>Questions to a printer and the bytes that answer them, each of which must be what was asked for.</summary>
internal sealed class PrinterTalk(IPrinterConnection connection, TimeProvider time)
{
    private const byte FlowOn = 0x11;
    private const byte FlowOff = 0x13;

    /// <summary>DLE EOT 1 to 4.</summary>
    private static readonly byte[] s_questions = [.. Enumerable.Range(1, 4).SelectMany(PrinterCondition.Request)];

    private readonly byte[] _buffer = new byte[64];
    private int _next;
    private bool _offline;
    private bool _expectsConfirmation;
    private PrinterCondition _condition = PrinterCondition.Ready;

    /// <summary>As the last whole round of answers told.</summary>
    public PrinterCondition Condition { get; private set; } = PrinterCondition.Ready;

    /// <summary>As the last whole round of answers told; null before the first.</summary>
    public PrinterState? State { get; private set; }

    /// <summary>Questions were asked and not all answered.</summary>
    public bool IsWaiting => _next is >= 1 and <= 4;

    /// <summary>The answer to GS r 1 came.</summary>
    public bool IsConfirmed { get; private set; }

    /// <summary>Bytes that meant something.</summary>
    public int Heard { get; private set; }

    public Task<bool> SendAsync(byte[] bytes, TimeSpan limit, CancellationToken cancellation) =>
        connection.WriteAsync(bytes, limit, cancellation);

    public Task<bool> SendQuestionsAsync(TimeSpan limit, CancellationToken cancellation)
    {
        (_next, _offline, _condition) = (1, false, PrinterCondition.Ready);
        return SendAsync(s_questions, limit, cancellation);
    }

    public void ExpectConfirmation() => _expectsConfirmation = true;

    /// <summary>Asks for the whole state, unless that was asked already, and waits for it.</summary>
    /// <returns>The state; <see cref="PrinterState.Silent"/> when it was not told in time, <see cref="PrinterState.Garbled"/> when something else was,
    /// <see cref="PrinterState.Off"/> when the line broke.</returns>
    public async Task<PrinterState> AskAsync(TimeSpan limit, CancellationToken cancellation)
    {
        if (!IsWaiting && !await SendQuestionsAsync(limit, cancellation))
        {
            return PrinterState.Off;
        }

        var began = time.GetTimestamp();
        while (IsWaiting)
        {
            var left = limit - time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                return PrinterState.Silent;
            }

            switch (await HearAsync(left, cancellation))
            {
                case -1:
                    return PrinterState.Off;
                case -2:
                    return PrinterState.Garbled;
            }
        }

        return State!.Value;
    }

    /// <summary>Hears what comes within the limit.</summary>
    /// <returns>False when the line broke or something came that answers nothing.</returns>
    public async Task<bool> ListenAsync(TimeSpan limit, CancellationToken cancellation) => await HearAsync(limit, cancellation) >= 0;

    private async Task<int> HearAsync(TimeSpan limit, CancellationToken cancellation)
    {
        var length = await connection.ReadAsync(_buffer, limit, cancellation);
        for (var i = 0; i < length; i++)
        {
            if (!Take(_buffer[i]))
            {
                return -2;
            }
        }

        return length;
    }

    private bool Take(byte answer)
    {
        if (answer is FlowOn or FlowOff)
        {
            return true;
        }

        // GS r 1: bits 4 and 7 are never set, so it is told from the status bytes; both sensors' bits come in pairs.
        if (_expectsConfirmation && answer is (0x00 or 0x03 or 0x0C or 0x0F))
        {
            (_expectsConfirmation, IsConfirmed) = (false, true);
            Heard++;
            return true;
        }

        if (!IsWaiting || _condition.WithStatus(_next, answer) is not { } condition)
        {
            return false;
        }

        Heard++;
        _condition = condition;
        _offline |= _next == 1 && (answer & 0x08) != 0;
        _offline |= _next == 3 && (answer & 0x68) != 0;
        if (++_next > 4)
        {
            (_next, Condition, State) = (0, condition, StateOf(condition));
        }

        return true;
    }

    private PrinterState StateOf(PrinterCondition condition) =>
        condition.PaperOut ? PrinterState.PaperOut
        : condition.CoverOpen ? PrinterState.CoverOpen
        : _offline || condition.CutterError ? PrinterState.Faulty
        : PrinterState.Ready;
}
