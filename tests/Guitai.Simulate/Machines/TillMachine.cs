using Guitai.Foundation.Store;
using Guitai.Simulation;
using Guitai.Till;
using Guitai.Till.Journal;

namespace Guitai.Simulate.Machines;

/// <summary>A machine on the counter with the production till on it.</summary>
internal sealed class TillMachine(World world, int index) : Machine(world, "till" + (index + 1))
{
    private CancellationTokenSource? _stop;

    public int Index => index;

    /// <summary>What prints beside it.</summary>
    public SimulatedPrinter Printer { get; } = new(world, world.Random.Fork());

    /// <summary>The till; null while the machine is down.</summary>
    public TillRole? Role { get; private set; }

    /// <summary>Who it is, once the shop enrolled it.</summary>
    public TillIdentity? Identity { get; set; }

    protected override IReadOnlyList<Migration> Migrations => Premises.TillMigrations;

    /// <summary>Asks the till, as its page does.</summary>
    public Task<T> AskAsync<T>(Func<TillRole, Task<T>> work) => AskAsync(() => work(Role!));

    public override void Dispose()
    {
        base.Dispose();
        _stop?.Dispose();
    }

    protected override async Task OpenAsync(RoleStore store)
    {
        var link = Planted.Link(World, new NetworkShopLink(World.Network, Name, () => Role?.Desk.Identity?.Token));
        await Planted.OpenOrdersAsync(World, store, Life);
        var printer = Planted.Printer(World, Printer.From(Process!), Printer);
        Role = TillRole.Open(store, Process!.Clock, new SeededRandomness(World.Random.Fork()), link, printer, "simulated");
        var compose = Role.Printing.Compose!;
        Role.Printing.Compose = job =>
        {
            Printer.Composed = job;
            return compose(job);
        };
        if (Role.Desk.Identity is null)
        {
            ViolationException.Unless((await Role.EnrolAsync(Identity!)).Ok, "enrols", () => $"{Name} cannot be enrolled");
        }

        _stop = new CancellationTokenSource();
        Process.Start("printing", () => GuardAsync(() => Role.Printing.RunAsync(_stop.Token)));
        Process.Start("sync", () => GuardAsync(() => Role.Loop.RunAsync(_stop.Token)));
    }

    protected override void CloseRole()
    {
        Role?.Dispose();
        Role = null;
    }

    protected override ISqlEngine Wrap(ISqlEngine engine, SimulatedProcess process) => Planted.Engine(World, engine, process);
}
