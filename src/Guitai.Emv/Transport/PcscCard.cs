namespace Guitai.Emv.Transport;

/// <summary>A card of a <see cref="PcscReader"/>.</summary>
internal sealed class PcscCard(
    PcscThread thread,
    string reader,
    nint card,
    uint protocol,
    byte[] atr,
    CardInterface side,
    PcscPatience patience,
    TimeProvider time
) : ICardLink
{
    // Short lengths: 256 bytes and the status.
    private const int MostAnswer = 258;

    private bool _isOver;

    public ReadOnlyMemory<byte> Atr => atr;
    public CardInterface Interface => side;
    public bool IsBytewise => protocol == PcscCodes.ProtocolT0;

    public async ValueTask<CardReply> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        if (_isOver || thread.IsLost)
        {
            return new CardReply(default, CardTrouble.Silent);
        }

        try
        {
            var (trouble, answer) = await thread
                .DoAsync(
                    () =>
                    {
                        var buffer = new byte[MostAnswer];
                        var result = thread.Library.Transmit(card, protocol, command.Span, buffer, out var length);
                        return (Trouble(result), buffer.AsMemory(0, length));
                    },
                    patience.Answer,
                    time
                )
                .WaitAsync(cancellation);
            return trouble != CardTrouble.None ? new CardReply(default, trouble)
                : answer.Length < 2 ? new CardReply(default, CardTrouble.Mute)
                : new CardReply(answer, CardTrouble.None);
        }
        catch (TimeoutException)
        {
            _isOver = true;
            return new CardReply(default, CardTrouble.Silent);
        }
        catch (OperationCanceledException)
        {
            _isOver = true;
            return new CardReply(default, CardTrouble.Cancelled);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        try
        {
            await thread.DoAsync(
                () =>
                {
                    thread.Library.Disconnect(card);
                    return true;
                },
                patience.Service,
                time
            );
        }
        catch (Exception exception) when (exception is TimeoutException or InvalidOperationException)
        {
            // The thread hangs in a call, or its reader was closed before the card: the service takes the card back with the context.
        }
    }

    // A driver that loses a card within a command says no more than that the command failed: a look tells whether the card is there.
    private CardTrouble Trouble(uint code)
    {
        var trouble = PcscTroubles.Of(code);
        if (trouble is not CardTrouble.Failed)
        {
            return trouble;
        }

        var look = thread.Library.Change(thread.Context, reader, 0, 0, out var state, out _);
        return look == PcscCodes.Done && (state & PcscCodes.StatePresent) != 0 ? CardTrouble.Failed : CardTrouble.CardGone;
    }
}
