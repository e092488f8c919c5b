using Guitai.Receipts;

namespace Guitai.Till.Devices;

/// <summary>Holds the conversation with an ESC/POS printer: how are you (DLE EOT), the document, and did it come out (GS r, which a printer answers
/// only after it has done everything before it). Nothing of a document leaves before a printer that can answer has said that it is ready.</summary>
/// <param name="answers">False for a printer that is known to say nothing; null when that has to be found out.</param>
public sealed class EscPosPrinter(IPrinterLine line, bool? answers, TimeProvider time, PrinterLimits? limits = null) : IPrinter
{
    /// <summary>ESC p 0 25 250: 50 ms on connector pin 2, in its turn with what is printed.</summary>
    private static readonly byte[] s_kick = [0x1B, (byte)'p', 0, 25, 250];

    /// <summary>DLE DC4 1 0 1: 100 ms on pin 2 at once, also when there is no paper; never later.</summary>
    private static readonly byte[] s_kickNow = [0x10, 0x14, 1, 0, 1];

    /// <summary>GS r 1.</summary>
    private static readonly byte[] s_confirm = [0x1D, (byte)'r', 1];

    private readonly PrinterLimits _limits = limits ?? new PrinterLimits();
    private bool _hasAnswered = answers == true;
    private bool _keptSilent;

    /// <inheritdoc/>
    public bool IsThere => true;

    /// <inheritdoc/>
    public async Task<(PrinterState State, PrinterCondition Condition)> AskAsync(CancellationToken cancellation)
    {
        if (await line.ConnectAsync(_limits.Connect, cancellation) is not { } connection)
        {
            return (PrinterState.Off, PrinterCondition.Ready);
        }

        await using (connection)
        {
            return await GreetAsync(new PrinterTalk(connection, time), cancellation);
        }
    }

    /// <inheritdoc/>
    public async Task<PrintOutcome> PrintAsync(PrintOrder order, CancellationToken cancellation)
    {
        if (await line.ConnectAsync(_limits.Connect, cancellation) is not { } connection)
        {
            order.Seen(PrinterState.Off, PrinterCondition.Ready);
            return PrintOutcome.NotReached;
        }

        await using (connection)
        {
            var talk = new PrinterTalk(connection, time);
            var (state, condition) = await GreetAsync(talk, cancellation);
            order.Seen(state, condition);
            switch (state)
            {
                case PrinterState.Off or PrinterState.Silent:
                    return state == PrinterState.Off ? PrintOutcome.NotReached : PrintOutcome.NotReady;
                case not PrinterState.Ready:
                    // Without paper the drawer still opens: the customer waits for change.
                    if (order.TakeKick())
                    {
                        await connection.WriteAsync(s_kickNow, _limits.Answer, cancellation);
                    }

                    return PrintOutcome.NotReady;
            }

            if (order.Document is not { } document)
            {
                return await KickAsync(connection, order, cancellation);
            }

            if (!await order.Begin())
            {
                return PrintOutcome.NotReady;
            }

            byte[] bytes = order.TakeKick() ? [.. s_kick, .. document.Span] : document.ToArray();
            if (!await connection.WriteAsync(bytes, _limits.Stall, cancellation))
            {
                return PrintOutcome.Uncertain;
            }

            return _hasAnswered ? await ConfirmAsync(talk, order, cancellation) : await FinishAsync(connection, cancellation);
        }
    }

    // A printer that has never answered is taken as one that cannot; one that has, and does not now, is stuck.
    private async Task<(PrinterState State, PrinterCondition Condition)> GreetAsync(PrinterTalk talk, CancellationToken cancellation)
    {
        if (answers == false)
        {
            return (PrinterState.Ready, PrinterCondition.Ready);
        }

        var state = await talk.AskAsync(_keptSilent ? _limits.AnswerOfMute : _limits.Answer, cancellation);
        if (state == PrinterState.Silent && !_hasAnswered)
        {
            _keptSilent = true;
            return (PrinterState.Ready, PrinterCondition.Ready);
        }

        _hasAnswered |= state is not (PrinterState.Off or PrinterState.Silent or PrinterState.Garbled);
        return (state, talk.Condition);
    }

    private async Task<PrintOutcome> KickAsync(IPrinterConnection connection, PrintOrder order, CancellationToken cancellation)
    {
        if (order.TakeKick() && await connection.WriteAsync(s_kick, _limits.Answer, cancellation))
        {
            await connection.FinishAsync(_limits.Close, cancellation);
        }

        return PrintOutcome.Printed;
    }

    private async Task<PrintOutcome> FinishAsync(IPrinterConnection connection, CancellationToken cancellation)
    {
        var closed = await connection.FinishAsync(answers == false ? _limits.Close : _limits.Stall, cancellation);
        return closed == true || (closed is null && answers == false) ? PrintOutcome.Printed : PrintOutcome.Uncertain;
    }

    // Waits as long as the printer lets itself be asked: without paper, for ever; printing, for its time; silent, not long.
    private async Task<PrintOutcome> ConfirmAsync(PrinterTalk talk, PrintOrder order, CancellationToken cancellation)
    {
        if (!await talk.SendAsync(s_confirm, _limits.Stall, cancellation))
        {
            return PrintOutcome.Uncertain;
        }

        talk.ExpectConfirmation();
        var printingSince = time.GetTimestamp();
        var heard = time.GetTimestamp();
        while (!talk.IsConfirmed)
        {
            if (order.TakeKick() && !await talk.SendAsync(s_kickNow, _limits.Stall, cancellation))
            {
                return PrintOutcome.Uncertain;
            }

            var before = talk.Heard;
            if (!await talk.ListenAsync(_limits.Look, cancellation))
            {
                return PrintOutcome.Uncertain;
            }

            if (talk.Heard != before)
            {
                heard = time.GetTimestamp();
                if (talk.State is { } state)
                {
                    order.Seen(state, talk.Condition);
                    printingSince = state == PrinterState.Ready ? printingSince : time.GetTimestamp();
                }
            }

            if (time.GetElapsedTime(heard) > _limits.Stall || time.GetElapsedTime(printingSince) > _limits.Print)
            {
                return PrintOutcome.Uncertain;
            }

            if (!talk.IsConfirmed && !talk.IsWaiting && !await talk.SendQuestionsAsync(_limits.Stall, cancellation))
            {
                return PrintOutcome.Uncertain;
            }
        }

        // One byte is soon said by accident: the whole state must be answered in good form as well.
        var last = await talk.AskAsync(_limits.Stall, cancellation);
        if (last is PrinterState.Off or PrinterState.Silent or PrinterState.Garbled)
        {
            return PrintOutcome.Uncertain;
        }

        order.Seen(last, talk.Condition);
        return PrintOutcome.Printed;
    }
}
