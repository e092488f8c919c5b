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

    // Why nothing more is to be had of this card; null while there is.
    private CardTrouble? _over;

    public ReadOnlyMemory<byte> Atr => atr;
    public CardInterface Interface => side;
    public bool IsBytewise => protocol == PcscCodes.ProtocolT0;

    public async ValueTask<CardReply> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        if (_over is { } over)
        {
            return new CardReply(default, over);
        }

        if (thread.IsLost)
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

                        // Some drivers know no other word for a card that is pulled within a command than an answer of nothing.
                        return (
                            result == PcscCodes.Done && length < 2 ? CardTrouble.CardGone : Trouble(result),
                            buffer.AsMemory(0, length)
                        );
                    },
                    patience.Answer,
                    time
                )
                .WaitAsync(cancellation);
            _over = trouble is CardTrouble.CardGone or CardTrouble.NoReader or CardTrouble.NoService ? trouble : null;
            return trouble == CardTrouble.None ? new CardReply(answer, trouble) : new CardReply(default, trouble);
        }
        catch (TimeoutException)
        {
            _over = CardTrouble.Silent;
            return new CardReply(default, CardTrouble.Silent);
        }
        catch (InvalidOperationException)
        {
            // The reader was closed, or gave up a service that died.
            _over = CardTrouble.NoService;
            return new CardReply(default, CardTrouble.NoService);
        }
        catch (OperationCanceledException)
        {
            _over = CardTrouble.Cancelled;
            return new CardReply(default, CardTrouble.Cancelled);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // pcsc-lite forgets that a card was there when it is told to take power from one that has left, and then does not notice the next one.
        var hasLeft = _over is CardTrouble.CardGone;
        _over = CardTrouble.CardGone;
        try
        {
            await thread.DoAsync(
                () =>
                {
                    thread.Library.Disconnect(card, hasLeft);
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
        if (trouble is not (CardTrouble.Failed or CardTrouble.Mute or CardTrouble.NoService))
        {
            return trouble;
        }

        var look = thread.Library.Change(thread.Context, reader, 0, 0, out var state, out _);
        return look != PcscCodes.Done ? PcscThread.Meaning(thread.Library, look)
            : (state & PcscCodes.StatePresent) == 0 ? CardTrouble.CardGone
            : trouble is CardTrouble.NoService ? CardTrouble.Failed
            : trouble;
    }
}
