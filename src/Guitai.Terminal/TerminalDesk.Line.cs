using Guitai.Foundation;
using Guitai.Terminal.HostLink;
using Guitai.Terminal.Machine;

namespace Guitai.Terminal;

/// <content>The connection to a host: called, listened to, written to, hung up.</content>
public sealed partial class TerminalDesk
{
    private async Task SendAsync(Message message)
    {
        var hand = message.Card == CardSource.Hand && message.CardOf is { } of ? _cards.GetValueOrDefault(of) : null;
        using var card = message.Card == CardSource.Sealed && message.CardOf is { } from ? OpenCard(from) : null;
        var connection = _connection;
        var books = _machine.Books;
        var frame = _codec.Write(message, books.Terminal, books.Merchant, hand, card);
        try
        {
            if (connection is null || frame.IsEmpty)
            {
                Post(frame.IsEmpty ? new KeysNotTaken() : new LineDown());
                return;
            }

            await connection.SendAsync(frame, _stop.Token);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            Post(new LineDown());
        }
        finally
        {
            _codec.Wipe();
            hand?.WipePin();
        }
    }

    private async Task CallAsync(int address, CancellationToken cancellation)
    {
        var hosts = _machine.Books.Hosts;
        try
        {
            var connection = await _settings.Dialler.DialAsync(hosts.Count > 0 ? hosts[address % hosts.Count] : "", cancellation);
            await _turn.WaitAsync(CancellationToken.None);
            var late = cancellation.IsCancellationRequested;
            _connection = late ? _connection : connection;
            _turn.Release();
            if (late)
            {
                await connection.DisposeAsync();
                return;
            }

            await HandleAsync(new LineUp());
            await ListenAsync(connection, cancellation);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // As if it had ended.
        }

        if (!cancellation.IsCancellationRequested)
        {
            await HandleAsync(new LineDown());
        }
    }

    private async Task ListenAsync(IHostConnection connection, CancellationToken cancellation)
    {
        while (await connection.ReceiveAsync(cancellation) is { } message)
        {
            var answer = _reading.Read(message.Span, NowMs, out var keys);
            if (answer is null)
            {
                return;
            }

            var notTaken = false;
            await HandleAsync(
                () => new Heard(answer),
                async () =>
                {
                    if (cancellation.IsCancellationRequested)
                    {
                        return s_tooLate;
                    }

                    // The keys first: a sign-in is on disk only when they are.
                    notTaken = keys.Length > 0 && _machine.Awaits(answer) && HostCodes.Approves(answer.Code) && !await TakeKeysAsync(keys);
                    return notTaken ? s_tooLate : null;
                }
            );
            if (notTaken)
            {
                await HandleAsync(new KeysNotTaken());
            }
        }
    }

    private async Task HangUpAsync()
    {
        if (_calling is { } calling)
        {
            _calling = null;
            CallOff(calling);
        }

        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }

    // At once and here, not on some other thread later.
    private void CallOff() => _stop.Cancel();

    private static void CallOff(CancellationTokenSource calling)
    {
        calling.Cancel();
        calling.Dispose();
    }
}
