using Guitai.Foundation.Store;
using Guitai.Simulation.Disk;

namespace Guitai.Simulation.Tests;

/// <summary>One simulated machine: disk, clock, loop, and the store of the process that lives on it.</summary>
internal sealed class Machine : IDisposable
{
    public Machine(ulong seed)
    {
        Random = new SimRandom(seed);
        Scheduler = new SimulationScheduler(Random, new VirtualTime(DateTimeOffset.UnixEpoch.AddYears(56)), Trace);
        Disk = new SimulatedDisk(Random, Scheduler.Time, Trace);
        Process = Scheduler.Outside;
    }

    public SimRandom Random { get; }

    public TraceLog Trace { get; } = new();

    public SimulationScheduler Scheduler { get; }

    public SimulatedDisk Disk { get; }

    public SimulatedProcess Process { get; private set; }

    public RoleStore? Store { get; private set; }

    /// <summary>Starts the process: opens the database, brings its schema up, drives its writer.</summary>
    public RoleStore Start()
    {
        Process = Scheduler.StartProcess("till");
        var engine = SqliteEngine.Open(Disk.Uri("till.db"));
        try
        {
            Store = RoleStore.Open(engine, Lines.Migrations);
        }
        catch
        {
            engine.Dispose();
            throw;
        }

        _ = new StoreDriver(Store.Writer, Process, Random, TimeSpan.FromMilliseconds(5), _ => Process.Kill());
        return Store;
    }

    /// <summary>Ends the process, if it lives, and gives back what it held.</summary>
    public void Stop()
    {
        Process.Kill();
        Store?.Dispose();
        Store = null;
    }

    public WriteResult Write(long id, int lines = 2, int bodyBytes = 100)
    {
        var task = Store!.WriteAsync(Lines.Write(id, lines, bodyBytes));
        Assert.True(Scheduler.RunUntil(() => task.IsCompleted, TimeSpan.FromSeconds(1)));
        return task.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        Store?.Dispose();
        Disk.Dispose();
        Trace.Dispose();
    }
}
