using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Host;
using Guitai.Host.Wallets;
using Guitai.Simulation;
using Guitai.Terminal;
using Guitai.Terminal.HostLink;
using Guitai.Terminal.Journal;
using Guitai.Terminal.Machine;

namespace Guitai.Simulate.Cards;

/// <summary>The device at the counter with the production terminal on it.</summary>
internal sealed class CardTerminal(CardWorld world)
    : Computer(world, "terminal", StepKind.TerminalCommit, TerminalStore.Migrations, CardPremises.Get().TerminalOf(world))
{
    private TerminalDesk? _desk;

    /// <summary>The keys in the device's secure memory: they survive its deaths.</summary>
    public SimulatedKeys Keys { get; } = new(CardPremises.MasterKey);

    /// <summary>True when it is up and no payment is open.</summary>
    public bool IsIdle => _desk is { } desk && desk.Books.Payments.Values.All(p => !p.IsOpen);

    /// <summary>Asks the terminal, as the till or the page does.</summary>
    public Task<T> AskAsync<T>(Func<TerminalDesk, Task<T>> work) => AskAsync(() => work(_desk!));

    protected override Task OpenAsync(RoleStore store, SimulatedProcess process)
    {
        _desk = new TerminalDesk(
            new TerminalSettings
            {
                Store = PlantedStore.Of(World.Bug, new TerminalStore(store, Keys)),
                Keys = Keys,
                Dialler = new Dialler(World, process),
                Time = process.Clock,
                Randomness = new SeededRandomness(World.Random.Fork()),
                Readers = [new CounterReader(World, process, World.Purse.Contact), new CounterReader(World, process, World.Purse.Field)],
                Patience = new Patience
                {
                    CardMs = 600_000,
                    PinMs = 600_000,
                    SignatureMs = 600_000,
                },
                OnBroken = fault => World.Scheduler.Fail(fault),
            }
        );
        return _desk.StartAsync();
    }

    protected override void Fallen(SimulatedProcess process)
    {
        _desk = null;
        World.EndWires(w => w.Terminal == process);
    }

    private sealed class Dialler(CardWorld world, SimulatedProcess process) : IHostDialler
    {
        public async Task<IHostConnection> DialAsync(string address, CancellationToken cancellation)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(30), process.Clock, cancellation);
            return world.Connect(process) ?? throw new IOException("The host was not reached.");
        }
    }
}

/// <summary>The acquirer's server with the production host on it.</summary>
internal sealed class CardHost(CardWorld world) : Computer(world, "host", StepKind.HostCommit, HostDesk.Migrations, CardPremises.Get().Host)
{
    /// <summary>The host; null while it is down.</summary>
    public HostDesk? Desk { get; private set; }

    /// <summary>Does something inside the host's process; its death ends it.</summary>
    public Task DoAsync<T>(Func<Task<T>> work)
    {
        var done = new TaskCompletionSource();
        Process?.Start(
            "operator",
            async () =>
            {
                await work();
                World.Scheduler.Outside.Post(() => done.TrySetResult());
            }
        );
        return Task.WhenAny(done.Task, Task.Delay(TimeSpan.FromSeconds(10), World.Scheduler.Outside.Clock));
    }

    protected override async Task OpenAsync(RoleStore store, SimulatedProcess process)
    {
        Desk = HostDesk.Open(
            store,
            new HostSettings
            {
                Time = process.Clock,
                Randomness = new SeededRandomness(World.Random.Fork()),
                Keys = CardPremises.HostKeys,
                Wrapping = CardPremises.HostKeys,
            },
            (_, _) => new WalletPort(World.Issuer.PortOf(process), [World.Wallet.Of(process)])
        );
        await Desk.StartAsync();
    }

    protected override void Fallen(SimulatedProcess process)
    {
        Desk = null;
        World.EndWires(w => w.Host == process);
    }
}
