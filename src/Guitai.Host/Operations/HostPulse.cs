using Guitai.Host.Acceptance;

namespace Guitai.Host.Operations;

/// <summary>What happened in a few seconds.</summary>
/// <param name="AtMs">When they ended, Unix milliseconds.</param>
/// <param name="PerSecond">Messages that were answered, a second.</param>
/// <param name="P50Ms">Half of them were decided within so many milliseconds; 0 when there were none.</param>
/// <param name="P99Ms">99 % of them.</param>
public sealed record PulsePoint(long AtMs, double PerSecond, double P50Ms, double P99Ms);

/// <summary>How often a code was answered since the start.</summary>
public sealed record CodeCount(string Code, long Count);

/// <summary>The host's figures now.</summary>
/// <param name="StartedMs">Since when it counts, Unix milliseconds.</param>
/// <param name="PerSecond">Messages a second over the last ten seconds.</param>
/// <param name="P50Ms">Median time to a decision over the last minute, milliseconds.</param>
/// <param name="P99Ms">99th percentile over the last minute.</param>
/// <param name="Connections">Terminals that are connected.</param>
/// <param name="LeftSilent">Messages that got no answer on purpose.</param>
/// <param name="Curve">The last ten minutes, oldest first.</param>
/// <param name="Codes">Answers by code, the most frequent first.</param>
public sealed record HostFigures(
    long StartedMs,
    double PerSecond,
    double P50Ms,
    double P99Ms,
    long Connections,
    long ConnectionsAccepted,
    long ConnectionsRefused,
    long Messages,
    long Answers,
    long LeftSilent,
    long Unreadable,
    long WrongMacs,
    IReadOnlyList<PulsePoint> Curve,
    IReadOnlyList<CodeCount> Codes
);

/// <summary>Takes the host's pulse every few seconds, so that its page can draw the last ten minutes.</summary>
public sealed class HostPulse : IDisposable
{
    private const int StepMs = 5_000;
    private const int MostPoints = 120;
    private const int StepsOfMinute = 12;

    private readonly TerminalDoor _door;
    private readonly DoorFigures _figures;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly Queue<(PulsePoint Point, long[] Before)> _points = new();
    private readonly long _startedMs;
    private long[] _last;
    private long _lastAt;

    /// <param name="door">Whose pulse.</param>
    /// <param name="figures">What came in at it.</param>
    /// <param name="time">When.</param>
    public HostPulse(TerminalDoor door, DoorFigures figures, TimeProvider time)
    {
        (_door, _figures, _time) = (door, figures, time);
        _startedMs = NowMs;
        _last = door.Latency.Snapshot();
        _lastAt = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Beat(), null, TimeSpan.FromMilliseconds(StepMs), TimeSpan.FromMilliseconds(StepMs));
    }

    /// <summary>The figures now.</summary>
    public HostFigures Now()
    {
        var now = _door.Latency.Snapshot();
        lock (_lock)
        {
            var recent = _points.TakeLast(2).Select(p => p.Point.PerSecond).DefaultIfEmpty(0).Average();
            var since = _points.Count > StepsOfMinute ? _points.ElementAt(_points.Count - StepsOfMinute).Before : null;
            return new HostFigures(
                _startedMs,
                recent,
                LatencyHistogram.Quantile(0.5, now, since),
                LatencyHistogram.Quantile(0.99, now, since),
                _figures.ConnectionsOpen,
                _figures.ConnectionsAccepted,
                _figures.ConnectionsRefused,
                _figures.MessagesTaken,
                _figures.AnswersGiven,
                _figures.LeftSilent,
                _figures.Unreadable,
                _figures.WrongMacs,
                [.. _points.Select(p => p.Point)],
                [.. _figures.Codes.Select(c => new CodeCount(c.Key, c.Value))]
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private void Beat()
    {
        var now = _door.Latency.Snapshot();
        lock (_lock)
        {
            var seconds = Math.Max(_time.GetElapsedTime(_lastAt).TotalSeconds, 0.001);
            var point = new PulsePoint(
                NowMs,
                LatencyHistogram.Count(now, _last) / seconds,
                LatencyHistogram.Quantile(0.5, now, _last),
                LatencyHistogram.Quantile(0.99, now, _last)
            );
            _points.Enqueue((point, _last));
            (_last, _lastAt) = (now, _time.GetTimestamp());
            while (_points.Count > MostPoints)
            {
                _points.Dequeue();
            }
        }
    }
}
