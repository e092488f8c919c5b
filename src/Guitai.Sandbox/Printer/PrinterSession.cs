using System.Net.Sockets;
using Guitai.Receipts;

namespace Guitai.Sandbox.Printer;

/// <summary>One connection to the virtual printer: real-time commands are answered at once, everything else waits its turn and for paper.</summary>
internal sealed class PrinterSession(TcpClient client, PaperWidth paper, Func<PrinterMood> mood, Action<PaperEvent> take, TimeProvider time)
{
    private const int PieceBytes = 64;
    private static readonly TimeSpan s_row = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    private readonly EscPosPaper _paper = new(paper);
    private readonly Queue<byte[]> _held = new();
    private int _rows;

    /// <summary>Serves until the other side goes away.</summary>
    /// <returns>False when the printer lost its power.</returns>
    public async Task<bool> ServeAsync(CancellationToken cancellation)
    {
        var buffer = new byte[4096];
        Task<int>? reading = null;
        while (true)
        {
            if (mood() == PrinterMood.Stalled)
            {
                await Task.Delay(s_look, time, cancellation);
                continue;
            }

            reading ??= client.Client.ReceiveAsync(buffer, SocketFlags.None, cancellation).AsTask();
            if (_held.Count > 0)
            {
                // It prints on, and hears what comes meanwhile.
                await Task.WhenAny(
                    reading,
                    Task.Delay(
                        mood() == PrinterMood.Slow ? s_row
                            : IsOffline ? s_look
                            : TimeSpan.Zero,
                        time,
                        cancellation
                    )
                );
            }
            else
            {
                await Task.WhenAny(reading);
            }

            if (reading.IsCompleted)
            {
                var length = await reading;
                reading = null;
                if (length == 0)
                {
                    return await PrintRestAsync(cancellation);
                }

                await HearAsync(buffer.AsMemory(0, length), cancellation);
            }

            if (_held.Count > 0 && !IsOffline && !await PrintAsync(_held.Dequeue(), cancellation))
            {
                return false;
            }
        }
    }

    /// <summary>What was begun and not cut lies there all the same.</summary>
    public void End()
    {
        foreach (var happened in _paper.End())
        {
            take(happened);
        }
    }

    private bool IsOffline => mood() is PrinterMood.PaperOut or PrinterMood.CoverOpen or PrinterMood.KnifeStuck;

    private PrinterCondition Condition =>
        mood() switch
        {
            PrinterMood.PaperLow => new PrinterCondition(PaperNearEnd: true),
            PrinterMood.PaperOut => new PrinterCondition(PaperNearEnd: true, PaperOut: true),
            PrinterMood.CoverOpen => new PrinterCondition(CoverOpen: true),
            PrinterMood.KnifeStuck => new PrinterCondition(CutterError: true),
            _ => PrinterCondition.Ready,
        };

    // Questions and pulses that come alone are real-time; within a document they could be part of a picture and keep their turn.
    private async Task HearAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (bytes.Length >= 3 && bytes.Span[0] == 0x10)
        {
            if (bytes.Span[1] == 0x04 && bytes.Span[2] is >= 1 and <= 4)
            {
                await AnswerAsync(Condition.StatusByte(bytes.Span[2]), cancellation);
                bytes = bytes[3..];
            }
            else if (bytes.Length >= 5 && bytes.Span[1] == 0x14)
            {
                foreach (var happened in EscPosPaper.ReadRows(paper, bytes.Span[..5]))
                {
                    take(new RowPrinted(happened));
                }

                bytes = bytes[5..];
            }
            else
            {
                break;
            }
        }

        while (!bytes.IsEmpty)
        {
            var piece = bytes[..Math.Min(PieceBytes, bytes.Length)];
            _held.Enqueue(piece.ToArray());
            bytes = bytes[piece.Length..];
        }
    }

    private async Task<bool> PrintRestAsync(CancellationToken cancellation)
    {
        while (_held.Count > 0)
        {
            if (IsOffline)
            {
                await Task.Delay(s_look, time, cancellation);
            }
            else if (!await PrintAsync(_held.Dequeue(), cancellation))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> PrintAsync(byte[] piece, CancellationToken cancellation)
    {
        foreach (var happened in _paper.Feed(piece))
        {
            take(happened);
            switch (happened)
            {
                case StatusRequest status:
                    await AnswerAsync(Condition.StatusByte(status.Number), cancellation);
                    break;
                case ConfirmationRequest:
                    await AnswerAsync(Condition.ConfirmationByte, cancellation);
                    break;
                case RowPrinted { Row: CutRow }:
                    _rows = 0;
                    break;
                case RowPrinted { Row: not DrawerKickRow } when ++_rows == 5 && mood() == PrinterMood.DiesMidway:
                    return false;
            }
        }

        return true;
    }

    private async Task AnswerAsync(byte answer, CancellationToken cancellation)
    {
        if (mood() == PrinterMood.Mute)
        {
            return;
        }

        byte[] bytes = mood() == PrinterMood.Garbage ? [0xC3, 0x28, answer] : [answer];
        await client.Client.SendAsync(bytes, SocketFlags.None, cancellation);
    }
}
