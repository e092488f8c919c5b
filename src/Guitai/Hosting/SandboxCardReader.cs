using Guitai.Emv.Transport;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Cards.Slots;

namespace Guitai.Hosting;

/// <summary>A card reader whose slot is the sandbox's, in the same process: what stands on the sandbox's page is what the terminal reads.</summary>
internal sealed class SandboxCardReader(CardSlot slot, TimeProvider time) : ICardReader
{
    public string Name => slot.Side == CardSides.Contactless ? "Sandbox field" : "Sandbox slot";

    public CardInterface Interface => slot.Side == CardSides.Contactless ? CardInterface.Contactless : CardInterface.Contact;

    public async ValueTask<CardArrival> WaitForCardAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var (isThere, trouble) = await WaitAsync(() => slot.Card is not null, patience, cancellation);
        if (!isThere)
        {
            return new CardArrival(null, trouble);
        }

        return slot.Power(out var atr) switch
        {
            SlotPower.Answered => new CardArrival(new Link(slot, atr, Interface), CardTrouble.None),
            SlotPower.Mute => new CardArrival(null, CardTrouble.Mute),
            SlotPower.Collision => new CardArrival(null, CardTrouble.Collision),

            // It left between the look and the grip.
            _ => new CardArrival(null, CardTrouble.NoCard),
        };
    }

    public async ValueTask<bool> WaitForRemovalAsync(TimeSpan patience, CancellationToken cancellation) =>
        (await WaitAsync(() => slot.Card is null, patience, cancellation)).Happened;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // A signal, a clock and an end of its own: nothing of it is left behind, and nothing leaves a simulation.
    private async Task<(bool Happened, CardTrouble Trouble)> WaitAsync(Func<bool> wanted, TimeSpan patience, CancellationToken cancellation)
    {
        var end = new TaskCompletionSource<(bool, CardTrouble)>();
        void Look()
        {
            if (wanted())
            {
                end.TrySetResult((true, CardTrouble.None));
            }
        }

        slot.Changed += Look;
        try
        {
            Look();
            await using var over = time.CreateTimer(
                _ => end.TrySetResult((false, CardTrouble.NoCard)),
                null,
                patience,
                Timeout.InfiniteTimeSpan
            );
            await using var stop = cancellation.Register(() => end.TrySetResult((false, CardTrouble.Cancelled)));
            return await end.Task;
        }
        finally
        {
            slot.Changed -= Look;
        }
    }

    private sealed class Link(CardSlot slot, byte[] atr, CardInterface side) : ICardLink
    {
        private CardTrouble? _over;

        public ReadOnlyMemory<byte> Atr => atr;
        public CardInterface Interface => side;

        // Without TD1 a card speaks T=0 (ISO/IEC 7816-3, 8.2.3); the sandbox's others name T=1 there.
        public bool IsBytewise => atr.Length < 2 || (atr[1] & 0x80) == 0;

        public ValueTask<CardReply> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken cancellation)
        {
            if (_over is null && slot.Transmit(command.Span) is { } answer)
            {
                // A second card in the field silences the first.
                return ValueTask.FromResult(
                    answer.Length < 2 ? new CardReply(default, CardTrouble.Mute) : new CardReply(answer, CardTrouble.None)
                );
            }

            _over ??= CardTrouble.CardGone;
            return ValueTask.FromResult(new CardReply(default, _over.Value));
        }

        public ValueTask DisposeAsync()
        {
            _over ??= CardTrouble.CardGone;
            slot.PowerOff();
            return ValueTask.CompletedTask;
        }
    }
}
