using Guitai.Foundation.Store;
using Guitai.Simulate.Machines;
using Guitai.Simulation;
using Guitai.Simulation.Disk;

namespace Guitai.Simulate.Cards;

/// <summary>A computer with a disk, and the one process that runs on it, through all its deaths and starts. Each commit is a step of the course.</summary>
internal abstract class Computer : IDisposable
{
    private static readonly TimeSpan s_commit = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_full = TimeSpan.FromSeconds(5);

    private readonly string _file;
    private readonly StepKind _kind;
    private readonly (CardFault Before, CardFault After) _deaths;
    private readonly IReadOnlyList<Migration> _migrations;
    private readonly HashSet<Action> _pending = [];
    private bool _planned;

    protected Computer(CardWorld world, string name, StepKind kind, IReadOnlyList<Migration> migrations, DiskSnapshot content)
    {
        (World, _file, _kind, _migrations) = (world, name + ".db", kind, migrations);
        _deaths = kind switch
        {
            StepKind.TerminalCommit => (CardFault.TerminalDiesBefore, CardFault.TerminalDiesAfter),
            StepKind.TillCommit => (CardFault.TillDiesBefore, CardFault.TillDiesAfter),
            _ => (CardFault.HostDiesBefore, CardFault.HostDiesAfter),
        };
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

        // Whoever starts it again makes room.
        Disk.CapacityBytes = null;
        var process = Process = World.Scheduler.StartProcess(_file);
        Store = RoleStore.Open(Wrap(SqliteEngine.Open(Disk.Uri(_file))), _migrations);
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
        foreach (var fail in _pending.ToArray())
        {
            World.Scheduler.Outside.Post(fail);
        }

        _pending.Clear();
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

    /// <summary>Runs something inside of the process and waits for its answer.</summary>
    /// <exception cref="MachineDownException">It died first, or is not there.</exception>
    protected Task<T> AskAsync<T>(Func<Task<T>> work)
    {
        if (!IsUp || Process is not { IsAlive: true } process)
        {
            throw new MachineDownException(_file);
        }

        var answer = new TaskCompletionSource<T>();
        void Fail() => answer.TrySetException(new MachineDownException(_file));
        _pending.Add(Fail);
        process.Start(
            "asked",
            async () =>
            {
                var result = await work();
                _pending.Remove(Fail);
                World.Scheduler.Outside.Post(() => answer.TrySetResult(result));
            }
        );
        return answer.Task;
    }

    protected abstract Task OpenAsync(RoleStore store, SimulatedProcess process);

    /// <summary>Puts a planted bug between role and engine.</summary>
    protected virtual ISqlEngine Wrap(ISqlEngine engine) => engine;

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
        if (fault == _deaths.Before)
        {
            Die(power: false);
            return;
        }

        if (fault == CardFault.DiskFull)
        {
            Disk.CapacityBytes = Disk.UsedBytes;
            World.Scheduler.Outside.After(s_full, "room", () => Disk.CapacityBytes = null);
        }

        if (!store.Writer.CommitNext())
        {
            return;
        }

        if (fault == _deaths.After)
        {
            Die(power: false);
        }
        else if (fault == CardFault.DeviceLosesPower)
        {
            World.LosePower();
        }
        else
        {
            Plan(process, store);
        }
    }
}
