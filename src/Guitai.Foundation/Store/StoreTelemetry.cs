using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Guitai.Foundation.Store;

/// <summary>What commits cost, under the meter <c>Guitai.Store</c>; one comparison a commit while nobody listens.</summary>
public static class StoreTelemetry
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "Guitai.Store";

    private static readonly Meter s_meter = new(Name);
    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram<double>("guitai.store.commit.duration", "ms");
    private static readonly Histogram<int> s_writes = s_meter.CreateHistogram<int>("guitai.store.commit.writes", "{write}");

    /// <summary>When a commit begins; 0 while nobody listens.</summary>
    internal static long Begin() => s_duration.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>It is durable.</summary>
    internal static void Committed(long since, int writes)
    {
        if (since != 0)
        {
            s_duration.Record(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            s_writes.Record(writes);
        }
    }
}
