using Guitai.Simulation;

namespace Guitai.Simulate;

/// <summary>What can go wrong in one world and how often, drawn anew for each seed. Every fault is absent in a good part of the seeds, so that it
/// cannot hide what it would mask.</summary>
public sealed record WorldPlan
{
    /// <summary>What each clerk does before going home.</summary>
    public required int ActionsPerClerk { get; init; }

    /// <summary>Longest pause between two presses.</summary>
    public required TimeSpan MostThinking { get; init; }

    /// <summary>Longest time that a write waits for its commit.</summary>
    public required TimeSpan MostCommitDelay { get; init; }

    public required double ShuffleChance { get; init; }

    /// <summary>How often a press is a double one.</summary>
    public required double DoubleTap { get; init; }

    public required NetworkFaults Network { get; init; }

    /// <summary>How often the printer fails at each step of a visit.</summary>
    public required double PrinterFaults { get; init; }

    /// <summary>Longest time that the printer takes for each step of a visit.</summary>
    public required TimeSpan MostPrinting { get; init; }

    /// <summary>Longest pause between two accidents.</summary>
    public required TimeSpan MostBetweenAccidents { get; init; }

    /// <summary>The accidents of this world, as often in the list as they are likely.</summary>
    public required IReadOnlyList<Accident> Accidents { get; init; }

    /// <summary>Longest time that a machine stays off.</summary>
    public required TimeSpan MostDown { get; init; }

    /// <summary>How often the owner edits something between two accidents.</summary>
    public required int Edits { get; init; }

    /// <summary>How often the shop's store asks for rounding of cash totals.</summary>
    public required long RoundingUnitMinor { get; init; }

    /// <summary>Draws a plan.</summary>
    public static WorldPlan Draw(SimRandom random)
    {
        var accidents = new List<Accident>();
        if (random.Next(8) > 0)
        {
            foreach (var accident in Enum.GetValues<Accident>())
            {
                var weight = random.Pick([0, 0, 1, 2, 5]);
                accidents.AddRange(Enumerable.Repeat(accident, weight));
            }
        }

        return new WorldPlan
        {
            ActionsPerClerk = random.Between(15, random.Pick([30, 50, 75])),
            MostThinking = TimeSpan.FromMilliseconds(random.Pick([200, 2_000, 5_000])),
            MostCommitDelay = TimeSpan.FromMilliseconds(random.Pick([1, 5, 50])),
            ShuffleChance = random.Pick([0, 0, 0.3]),
            DoubleTap = random.Pick([0, 0.1, 0.4]),
            Network = random.Next(4) == 0 ? NetworkFaults.None : NetworkFaults.Draw(random),
            PrinterFaults = random.Pick([0, 0.02, 0.2, 0.5]),
            MostPrinting = TimeSpan.FromMilliseconds(random.Pick([5, 500, 5_000])),
            MostBetweenAccidents = TimeSpan.FromSeconds(random.Pick([2, 8, 30])),
            Accidents = accidents,
            MostDown = TimeSpan.FromSeconds(random.Pick([1, 10, 60])),
            Edits = random.Pick([0, 5, 20]),
            RoundingUnitMinor = random.Pick([1L, 10, 100]),
        };
    }
}

/// <summary>What happens to a machine or between machines.</summary>
public enum Accident
{
    /// <summary>The power fails now; what was not synced is kept, lost or torn.</summary>
    PowerFailure,

    /// <summary>The power fails in the midst of one of the next disk operations.</summary>
    PowerFailureAtDisk,

    /// <summary>The process is killed, the machine stays.</summary>
    Kill,

    /// <summary>The process is stopped and started in good order.</summary>
    Restart,

    /// <summary>Hardly any space on the disk, for a while.</summary>
    FullDisk,

    /// <summary>A sync fails: the process must stop, and is started again.</summary>
    FailedSync,

    /// <summary>No way between a till and the shop for minutes, now and then for days.</summary>
    Partition,

    /// <summary>The wall clock of a machine jumps, forward or back.</summary>
    ClockStep,

    /// <summary>All clocks go on to tomorrow: a night without trade.</summary>
    Night,

    /// <summary>A backup of a machine is taken.</summary>
    Backup,

    /// <summary>A till's disk is put back to an earlier backup.</summary>
    RestoreTill,

    /// <summary>The shop's disk is put back to an earlier backup.</summary>
    RestoreShop,
}
