namespace Guitai.Simulation;

/// <summary>How bad the network is: probabilities of each fault, per message.</summary>
public sealed record NetworkFaults
{
    /// <summary>A network without faults; messages take a millisecond.</summary>
    public static NetworkFaults None { get; } = new();

    /// <summary>The request never arrives.</summary>
    public double LostRequest { get; init; }

    /// <summary>The request is handled, its response never arrives.</summary>
    public double LostResponse { get; init; }

    /// <summary>The request arrives a second time, later; the second response goes nowhere.</summary>
    public double DuplicatedRequest { get; init; }

    /// <summary>The message takes up to <see cref="MostSlowness"/>, long enough to arrive after its sender gave up.</summary>
    public double SlowMessage { get; init; }

    /// <summary>A message finds its direction cut off, for up to <see cref="MostCut"/>.</summary>
    public double OneWayCut { get; init; }

    /// <summary>A message finds both directions cut off, for up to <see cref="MostCut"/>.</summary>
    public double Partition { get; init; }

    /// <summary>Longest delay of an ordinary message; unequal delays reorder.</summary>
    public TimeSpan MostDelay { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Longest delay of a slow one.</summary>
    public TimeSpan MostSlowness { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Longest time of a cut.</summary>
    public TimeSpan MostCut { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Draws a network for one seed. Each fault is absent in one run of three, so that it cannot hide what it would mask.</summary>
    public static NetworkFaults Draw(SimRandom random)
    {
        double Probability(double most) => random.Next(3) == 0 ? 0 : random.NextDouble() * most;
        return new NetworkFaults
        {
            LostRequest = Probability(0.2),
            LostResponse = Probability(0.2),
            DuplicatedRequest = Probability(0.2),
            SlowMessage = Probability(0.1),
            OneWayCut = Probability(0.01),
            Partition = Probability(0.01),
            MostDelay = TimeSpan.FromMilliseconds(random.Between(1, 400)),
        };
    }
}
