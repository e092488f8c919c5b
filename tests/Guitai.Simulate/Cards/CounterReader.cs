using Guitai.Emv.Transport;
using Guitai.Hosting;
using Guitai.Sandbox.Cards.Slots;
using Guitai.Simulation;

namespace Guitai.Simulate.Cards;

/// <summary>A reader of the terminal's process: gone with it, unlike the slot. Each command is a step of the course.</summary>
internal sealed class CounterReader(CardWorld world, SimulatedProcess process, CardSlot slot) : ICardReader
{
    private static readonly TimeSpan s_way = TimeSpan.FromMilliseconds(15);

    // Longer than anybody at the counter looks away: what is pressed meanwhile comes while the card thinks.
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(2);

    private readonly SandboxCardReader _inner = new(slot, process.Clock);

    public string Name => _inner.Name;

    public CardInterface Interface => _inner.Interface;

    public async ValueTask<CardArrival> WaitForCardAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var arrival = await _inner.WaitForCardAsync(patience, cancellation);
        return arrival.Card is { } card ? new CardArrival(new Link(world, process, slot, card), CardTrouble.None) : arrival;
    }

    public ValueTask<bool> WaitForRemovalAsync(TimeSpan patience, CancellationToken cancellation) =>
        _inner.WaitForRemovalAsync(patience, cancellation);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    private sealed class Link(CardWorld world, SimulatedProcess process, CardSlot slot, ICardLink inner) : ICardLink
    {
        public ReadOnlyMemory<byte> Atr => inner.Atr;

        public CardInterface Interface => inner.Interface;

        public bool IsBytewise => inner.IsBytewise;

        public async ValueTask<CardReply> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken cancellation)
        {
            var fault = world.Step(StepKind.Card);
            // A process that dies here does not come back from the wait.
            await Task.Delay(fault == CardFault.Cancelled ? s_slow : s_way, process.Clock, CancellationToken.None);
            if (fault == CardFault.TornBefore)
            {
                slot.Take();
            }

            var reply = await inner.TransmitAsync(command, cancellation);
            world.Purse.Note(command.Span, reply.Answer.Span);
            switch (fault)
            {
                case CardFault.TornAfter:
                    slot.Take();
                    reply = new CardReply(default, CardTrouble.CardGone);
                    break;
                case CardFault.TerminalDiesAfter:
                    world.Scheduler.Outside.Post(() => world.Terminal.Die(power: false));
                    break;
                case CardFault.DeviceLosesPower:
                    world.Scheduler.Outside.Post(world.LosePower);
                    break;
            }

            await Task.Delay(s_way, process.Clock, CancellationToken.None);
            return reply;
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
