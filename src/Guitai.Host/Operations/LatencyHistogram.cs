namespace Guitai.Host.Operations;

/// <summary>Counts how long things take, in steps of about 4 %, without a lock and without growing. Figures since the start, and of the last minute for those who look.</summary>
public sealed class LatencyHistogram
{
    private const int StepsPerDoubling = 16;
    private const int Steps = 32 * StepsPerDoubling;
    private readonly long[] _counts = new long[Steps];

    /// <summary>One more.</summary>
    public void Record(TimeSpan took)
    {
        var us = Math.Max(took.TotalMicroseconds, 1);
        var step = Math.Min((int)(Math.Log2(us) * StepsPerDoubling), Steps - 1);
        Interlocked.Increment(ref _counts[step]);
    }

    /// <summary>The counts as they are now, to be taken from later ones.</summary>
    public long[] Snapshot()
    {
        var copy = new long[Steps];
        for (var i = 0; i < Steps; i++)
        {
            copy[i] = Volatile.Read(ref _counts[i]);
        }

        return copy;
    }

    /// <summary>How many there are in a snapshot, less an earlier one.</summary>
    public static long Count(long[] now, long[]? before = null) => now.Sum() - (before?.Sum() ?? 0);

    /// <summary>The time that a share of them stayed below, milliseconds; 0 when there is none.</summary>
    /// <param name="share">0.5 for the median, 0.99 …</param>
    /// <param name="now">A snapshot.</param>
    /// <param name="before">An earlier one to take away; null for none.</param>
    public static double Quantile(double share, long[] now, long[]? before = null)
    {
        var wanted = (long)Math.Ceiling(Count(now, before) * share);
        long seen = 0;
        for (var i = 0; i < Steps && wanted > 0; i++)
        {
            seen += now[i] - (before?[i] ?? 0);
            if (seen >= wanted)
            {
                return Math.Pow(2, (i + 1.0) / StepsPerDoubling) / 1000;
            }
        }

        return 0;
    }
}
