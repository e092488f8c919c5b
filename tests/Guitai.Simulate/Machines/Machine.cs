using Guitai.Foundation.Store;
using Guitai.Simulate.Checks;
using Guitai.Simulation;
using Guitai.Simulation.Disk;

namespace Guitai.Simulate.Machines;

/// <summary>The process on the other side died, or is not there: whether it did what it was asked is unknown.</summary>
internal sealed class MachineDownException(string name) : Exception($"{name} is down.");

/// <summary>A computer with a disk and a clock of its own, and the one role that runs on it, through all its deaths and starts.</summary>
internal abstract class Machine : IDisposable
{
    private readonly HashSet<Action> _pending = [];
    private readonly SimRandom _random;
    private TimeSpan _clockError;
    private bool _falling;
    private bool _isInDoubt;

    protected Machine(World world, string name)
    {
        World = world;
        Name = name;
        _random = world.Random.Fork();
        Disk = new SimulatedDisk(world.Random, world.Scheduler.Time, world.Trace, name);
    }

    public string Name { get; }

    public SimulatedDisk Disk { get; }

    /// <summary>Backups taken so far, oldest first, and which facts each holds.</summary>
    public List<(DiskSnapshot Content, FactIndex Facts)> Backups { get; } = [];

    /// <summary>True while the role can be asked.</summary>
    public bool IsUp { get; private set; }

    /// <summary>Counts the starts.</summary>
    public int Life { get; private set; }

    /// <summary>Counts how often the disk was put back to a backup.</summary>
    public int Restores { get; private set; }

    public RoleStore? Store { get; private set; }

    /// <summary>How far the wall clock is ahead of the world's.</summary>
    public TimeSpan ClockError
    {
        get => _clockError;
        set
        {
            _clockError = value;
            if (Process is { IsAlive: true })
            {
                Process.ClockError = value;
            }
        }
    }

    protected World World { get; }

    protected SimulatedProcess? Process { get; private set; }

    protected abstract IReadOnlyList<Migration> Migrations { get; }

    /// <summary>Starts the process. If it cannot come up because of an accident that is still going on, it is tried again later.</summary>
    public void Start()
    {
        if (Process is not null)
        {
            return;
        }

        Process = World.Scheduler.StartProcess(Name);
        Process.ClockError = _clockError;
        _falling = false;
        Life++;
        if (_isInDoubt)
        {
            // No power failure just while the start clears the doubt that a failed sync left behind: nothing short of a reboot survives that.
            Disk.CrashAfterOperations(0);
        }

        ISqlEngine? engine = null;
        try
        {
            engine = Wrap(SqliteEngine.Open(Disk.Uri(Name + ".db")), Process);
            Store = RoleStore.Open(engine, Migrations);
        }
        catch (Exception exception)
        {
            engine?.Dispose();
            ViolationException.Unless(
                Disk.IsDown || Disk.FailSyncs is not null || Disk.CapacityBytes is not null,
                "starts-after-every-crash",
                () => $"{Name} does not start: {exception}"
            );
            World.Count("start-failed");
            Stop(Stopping.AsItStands);
            StartLater();
            return;
        }

        _isInDoubt = false;
        _ = new StoreDriver(Store.Writer, Process, World.Random, World.Plan.MostCommitDelay, _ => Fall());
        var process = Process;
        process.Start(
            "open",
            () =>
                GuardAsync(async () =>
                {
                    await OpenAsync(Store);
                    IsUp = true;
                })
        );
    }

    /// <summary>Ends the process.</summary>
    public void Stop(Stopping how)
    {
        IsUp = false;
        var process = Process;
        Process = null;
        process?.Kill();
        if (Disk.IsDown)
        {
            Close();
            Disk.Restart();
        }
        else if (how == Stopping.PowerFailure)
        {
            Disk.Crash();
            Close();
        }
        else
        {
            if (how == Stopping.Kill)
            {
                Disk.KillProcess();
            }

            Close();

            // Closing in good order writes, and a planned power failure may strike just then.
            Disk.Restart();
        }

        foreach (var fail in _pending.ToArray())
        {
            fail();
        }

        _pending.Clear();
    }

    /// <summary>Starts again after a while.</summary>
    public void StartLater() => World.Scheduler.Outside.After(_random.Delay(World.Plan.MostDown), $"start {Name}", Start);

    /// <summary>Ends the process and starts it again after a while.</summary>
    public void Bounce(Stopping how)
    {
        if (Process is not null)
        {
            Stop(how);
            StartLater();
        }
    }

    /// <summary>Puts the disk back to a backup.</summary>
    public void Restore(DiskSnapshot backup)
    {
        Restores++;
        Stop(Stopping.Kill);
        Disk.Restore(backup);
        StartLater();
    }

    /// <summary>Ends every fault of this machine.</summary>
    public void Heal()
    {
        Disk.CrashAfterOperations(0);
        Disk.CapacityBytes = null;
        Disk.FailSyncs = null;
    }

    public virtual void Dispose()
    {
        Process?.Kill();
        Close();
        Disk.Dispose();
    }

    /// <summary>Runs something inside of the process and waits for its answer, as a page does.</summary>
    /// <exception cref="MachineDownException">The process died first, or there is none.</exception>
    protected Task<T> AskAsync<T>(Func<Task<T>> work)
    {
        if (!IsUp || Process is not { IsAlive: true } process)
        {
            throw new MachineDownException(Name);
        }

        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Fail() => answer.TrySetException(new MachineDownException(Name));
        _pending.Add(Fail);
        process.Start(
            "asked",
            () =>
                GuardAsync(async () =>
                {
                    var result = await work();
                    _pending.Remove(Fail);
                    answer.TrySetResult(result);
                })
        );
        return answer.Task;
    }

    /// <summary>Runs a part of the process; where production would end the process, it ends here.</summary>
    protected async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (IsFatal(exception))
        {
            Fall();
        }
    }

    /// <summary>True for failures after which the process must stop and an accident is to blame, not the code.</summary>
    protected bool IsFatal(Exception exception) => Disk.IsDown || exception is StoreBrokenException;

    /// <summary>The process ends by itself, because its store failed.</summary>
    protected void Fall()
    {
        if (_falling)
        {
            return;
        }

        _falling = true;
        World.Count("fell");
        _isInDoubt = !Disk.IsDown;
        var process = Process;
        process?.Kill();
        World.Scheduler.Post(() =>
        {
            if (Process == process)
            {
                // After a failed sync the page cache holds what the platter may not: some owners pull the plug, some only restart the program.
                Bounce(_random.Chance(0.5) ? Stopping.Kill : Stopping.PowerFailure);
            }
        });
    }

    /// <summary>Lets the role read itself back.</summary>
    protected abstract Task OpenAsync(RoleStore store);

    /// <summary>Gives back what the role holds, after its process ended.</summary>
    protected abstract void CloseRole();

    /// <summary>Puts a planted bug between role and engine.</summary>
    protected virtual ISqlEngine Wrap(ISqlEngine engine, SimulatedProcess process) => engine;

    private void Close()
    {
        CloseRole();
        Store?.Dispose();
        Store = null;
    }
}

/// <summary>How a process ends.</summary>
internal enum Stopping
{
    /// <summary>In good order.</summary>
    AsItStands,

    /// <summary>SIGKILL.</summary>
    Kill,

    /// <summary>The machine loses power.</summary>
    PowerFailure,
}
