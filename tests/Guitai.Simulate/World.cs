using Guitai.Foundation;
using Guitai.Simulate.Checks;
using Guitai.Simulate.Machines;
using Guitai.Simulate.People;
using Guitai.Simulation;
using Guitai.Simulation.Disk;

namespace Guitai.Simulate;

/// <summary>One shop with two tills, their clerks, the owner and bad luck, from a seed: opened, run until the clerks go home, healed, and proved.</summary>
public sealed class World : IDisposable
{
    private static readonly TimeSpan s_longestDay = TimeSpan.FromDays(30);
    private static readonly TimeSpan s_longestQuiet = TimeSpan.FromMinutes(20);

    private readonly Premises _premises;
    private readonly Chaos _chaos;

    /// <param name="seed">Everything that is drawn follows from it.</param>
    /// <param name="bug">A defect to plant.</param>
    /// <param name="plan">Another plan than the seed's own.</param>
    public World(ulong seed, PlantedBug bug = PlantedBug.None, WorldPlan? plan = null)
    {
        Seed = seed;
        Bug = bug;
        Random = new SimRandom(seed);
        var drawn = WorldPlan.Draw(Random.Fork());
        Plan = plan ?? drawn;
        _premises = Premises.Of(Plan.RoundingUnitMinor);
        SimulatedDisk.SeedSqlite(Random);
        Scheduler = new SimulationScheduler(Random, new VirtualTime(Premises.Begin), Trace) { ShuffleChance = Plan.ShuffleChance };
        Network = new SimulatedNetwork(Scheduler, Random, Plan.Network) { RequestTimeout = TimeSpan.FromSeconds(15) };
        Ids = new IdSource(Scheduler.Time, new SeededRandomness(Random.Fork()));
        Shop = new ShopMachine(this);
        Network.HandlerFailed = (_, exception) => Shop.HandlerFailed(exception);
        Tills = [new TillMachine(this, 0), new TillMachine(this, 1)];
        Clerks = [.. Tills.Select(t => new Clerk(this, t, Random.Fork()))];
        Owner = new Owner(this, Random.Fork());
        _chaos = new Chaos(this, Random.Fork());
    }

    /// <summary>The seed.</summary>
    public ulong Seed { get; }

    /// <summary>The defect planted.</summary>
    public PlantedBug Bug { get; }

    /// <summary>What can happen.</summary>
    public WorldPlan Plan { get; }

    /// <summary>The course of the run.</summary>
    public TraceLog Trace { get; } = new(400);

    /// <summary>How often what happened.</summary>
    public SortedDictionary<string, long> Counts { get; } = new(StringComparer.Ordinal);

    internal SimRandom Random { get; }

    internal SimulationScheduler Scheduler { get; }

    internal SimulatedNetwork Network { get; }

    /// <summary>Ids that pages make.</summary>
    internal IdSource Ids { get; }

    internal ShopMachine Shop { get; }

    internal IReadOnlyList<TillMachine> Tills { get; }

    internal IReadOnlyList<Clerk> Clerks { get; }

    internal Owner Owner { get; }

    internal Memory Memory { get; } = new();

    internal IEnumerable<Machine> Machines => [Shop, .. Tills];

    /// <summary>Runs from opening to proof.</summary>
    /// <exception cref="ViolationException">Something that must hold did not.</exception>
    public void Run()
    {
        try
        {
            Open();
            Live();
            Heal();
            Settle();
            BooksCheck.Check(this);
        }
        catch (SimulationException exception) when (FirstViolation(exception) is { } violation)
        {
            throw new ViolationException(violation.Message, violation);
        }
        catch (Exception exception) when (exception is not ViolationException)
        {
            throw new ViolationException($"unexpected: {exception}", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var machine in Machines)
        {
            machine.Dispose();
        }

        Trace.Dispose();
    }

    internal void Count(string what, long by = 1) => Counts[what] = Counts.GetValueOrDefault(what) + by;

    private static ViolationException? FirstViolation(Exception? exception) =>
        exception is null or ViolationException ? exception as ViolationException : FirstViolation(exception.InnerException);

    private void Open()
    {
        Shop.Disk.Restore(_premises.Shop);
        Shop.Start();
        foreach (var till in Tills)
        {
            till.Identity = _premises.Tills[till.Index];
            if (Random.Next(16) > 0)
            {
                till.Disk.Restore(
                    new DiskSnapshot(
                        _premises.Till.Files.ToDictionary(
                            f => f.Key.Replace("till1", till.Name, StringComparison.Ordinal),
                            f => f.Value,
                            StringComparer.Ordinal
                        )
                    )
                );
            }

            till.Start();
        }

        foreach (var machine in Machines)
        {
            machine.Disk.LyingDisk = Bug == PlantedBug.LyingDisk;
        }
    }

    private void Live()
    {
        foreach (var clerk in Clerks)
        {
            Scheduler.Outside.Start("clerk", () => clerk.WorkAsync(_premises.Codes));
        }

        Scheduler.Outside.Start("owner", Owner.WorkAsync);
        Scheduler.Outside.Start("chaos", _chaos.WorkAsync);
        var ended = Scheduler.RunUntil(() => Clerks.All(c => c.IsHome), s_longestDay);
        ViolationException.Unless(ended, "every-press-is-answered", () => "a clerk waits for an answer that never comes");
    }

    private void Heal()
    {
        _chaos.Stop();
        Owner.Stop();
        Trace.Record("heal");
        foreach (var machine in Machines)
        {
            if (Random.Chance(0.3))
            {
                machine.Stop(Stopping.PowerFailure);
            }

            machine.Heal();
            if (!machine.IsUp)
            {
                machine.StartLater();
            }
        }

        foreach (var till in Tills)
        {
            till.Printer.Heal();
        }

        Network.Heal();
    }

    // Invariant 14: once faults stop, everything reaches an end within a bounded time.
    private void Settle()
    {
        var step = TimeSpan.FromSeconds(45);
        for (var passed = TimeSpan.Zero; passed < s_longestQuiet; passed += step)
        {
            Scheduler.RunFor(step);
            if (Machines.All(m => m.IsUp) && Agreement.Missing(this) is null)
            {
                return;
            }
        }

        throw new ViolationException(
            "agrees-in-bounded-time",
            Machines.FirstOrDefault(m => !m.IsUp) is { } down ? $"{down.Name} is not up" : Agreement.Missing(this)!
        );
    }
}
