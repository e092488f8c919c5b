using Guitai.Foundation.Store;
using Guitai.Simulation;
using Guitai.Simulation.Disk;

namespace Guitai.Simulate.Cards;

/// <summary>A computer with a disk, and the one process that runs on it, through all its deaths and starts. Each commit is a step of the course.</summary>
internal abstract class Computer : IDisposable
{
    private static readonly TimeSpan s_commit = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(3);

    private readonly string _file;
    private readonly StepKind _kind;
    private readonly IReadOnlyList<Migration> _migrations;
    private bool _planned;

    protected Computer(CardWorld world, string name, StepKind kind, IReadOnlyList<Migration> migrations, DiskSnapshot content)
    {
        (World, _file, _kind, _migrations) = (world, name + ".db", kind, migrations);
        Disk = new SimulatedDisk(world.Random, world.Scheduler.Time, world.Trace, name);
        Disk.Restore(content);
    }

    /// <summary>The process; null while it is down.</summary>
    public SimulatedProcess? Process { get; private set; }

    /// <summary>True while it can be asked.</summary>
    public bool IsUp { get; private set; }

    public RoleStore? Store { get; private set; }

    protected CardWorld World { get; }

    private SimulatedDisk Disk { get; }

    public void Start()
    {
        if (Process is not null)
        {
            return;
        }

        var process = Process = World.Scheduler.StartProcess(_file);
        Store = RoleStore.Open(SqliteEngine.Open(Disk.Uri(_file)), _migrations);
        var store = Store;
        store.Writer.Enqueued = () => Plan(process, store);
        process.Start(
            "open",
            async () =>
            {
                await OpenAsync(store, process);
                IsUp = true;
            }
        );
    }

    /// <summary>Ends the process where it stands, and starts it again after a while.</summary>
    public void Die(bool power)
    {
        if (Process is not { } process)
        {
            return;
        }

        (Process, IsUp, _planned) = (null, false, false);
        process.Kill();
        if (power)
        {
            Disk.Crash();
        }
        else
        {
            Disk.KillProcess();
        }

        Fallen(process);
        Store?.Dispose();
        Store = null;
        World.Scheduler.Outside.After(s_start, "start", Start);
    }

    public void Dispose()
    {
        Process?.Kill();
        Store?.Dispose();
        Disk.Dispose();
    }

    protected abstract Task OpenAsync(RoleStore store, SimulatedProcess process);

    /// <summary>The process is dead: what the world held of it goes.</summary>
    protected abstract void Fallen(SimulatedProcess process);

    private void Plan(SimulatedProcess process, RoleStore store)
    {
        if (!_planned)
        {
            _planned = true;
            process.After(s_commit, "commit", () => Commit(process, store));
        }
    }

    private void Commit(SimulatedProcess process, RoleStore store)
    {
        _planned = false;
        var fault = World.Step(_kind);
        var mine = _kind == StepKind.TerminalCommit;
        if (fault == (mine ? CardFault.TerminalDiesBefore : CardFault.HostDiesBefore))
        {
            Die(power: false);
            return;
        }

        if (!store.Writer.CommitNext())
        {
            return;
        }

        if (fault == (mine ? CardFault.TerminalDiesAfter : CardFault.HostDiesAfter) || (mine && fault == CardFault.TerminalLosesPower))
        {
            Die(fault == CardFault.TerminalLosesPower);
            return;
        }

        Plan(process, store);
    }
}
