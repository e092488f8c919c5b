namespace Guitai.Simulation;

/// <summary>Time that passes only when it is told to. Timers run on the monotonic clock; the wall clock may be stepped without touching them.</summary>
public sealed class VirtualTime : TimeProvider
{
    private readonly DateTimeOffset _start;
    private readonly SortedSet<VirtualTimer> _timers = new(VirtualTimer.ByDue);
    private long _sequence;
    private TimeSpan _wallStep;

    /// <param name="start">What the wall clock shows at first.</param>
    /// <param name="zone">The shop's time zone; China's when left out, which needs no zone database.</param>
    public VirtualTime(DateTimeOffset start, TimeZoneInfo? zone = null)
    {
        _start = start.ToUniversalTime();
        LocalTimeZone = zone ?? TimeZoneInfo.CreateCustomTimeZone("UTC+8", TimeSpan.FromHours(8), "UTC+8", "UTC+8");
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone { get; }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Virtual time since the start, untouched by clock steps.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>When the next timer is due, on the scale of <see cref="Elapsed"/>; null when none waits.</summary>
    public TimeSpan? NextDue => _timers.Min?.Due;

    /// <summary>How many timers wait.</summary>
    public int WaitingTimers => _timers.Count;

    /// <summary>Called before each use from outside; a scheduler puts its check for foreign threads here.</summary>
    internal Action? Guard { get; set; }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        Guard?.Invoke();
        return _start + Elapsed + _wallStep;
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        Guard?.Invoke();
        return Elapsed.Ticks;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Guard?.Invoke();
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the wall clock, as an operator or a time server does; timers and timestamps go on as if nothing had happened.</summary>
    public void StepWallClock(TimeSpan by) => _wallStep += by;

    /// <summary>Lets time pass, firing what falls due in order of due time, then of arming.</summary>
    public void AdvanceBy(TimeSpan by) => AdvanceTo(Elapsed + by);

    /// <summary>Lets time pass until <paramref name="elapsed"/> after the start.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It lies in the past.</exception>
    public void AdvanceTo(TimeSpan elapsed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(elapsed, Elapsed);
        while (FireNext(elapsed)) { }

        // A callback may have advanced further itself.
        Elapsed = elapsed > Elapsed ? elapsed : Elapsed;
    }

    /// <summary>Advances to the next timer that is due by <paramref name="limit"/> and fires it alone; false when there is none.</summary>
    public bool FireNext(TimeSpan limit)
    {
        if (_timers.Min is not { } next || next.Due > limit)
        {
            return false;
        }

        Elapsed = next.Due > Elapsed ? next.Due : Elapsed;
        next.Fire();
        return true;
    }

    /// <summary>A timer; ordered by due time, then by the order in which timers were armed.</summary>
    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private readonly ExecutionContext? _context = ExecutionContext.Capture();
        private TimeSpan _period;
        private long _sequence;
        private bool _armed;
        private bool _disposed;

        public static IComparer<VirtualTimer> ByDue { get; } =
            Comparer<VirtualTimer>.Create(
                (a, b) => a.Due.CompareTo(b.Due) is var order && order != 0 ? order : a._sequence.CompareTo(b._sequence)
            );

        public TimeSpan Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Guard?.Invoke();
            if (_disposed)
            {
                return false;
            }

            Disarm();
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
                Arm(time.Elapsed + dueTime);
            }

            return true;
        }

        public void Fire()
        {
            Disarm();
            if (_period > TimeSpan.Zero)
            {
                Arm(Due + _period);
            }

            if (_context is null)
            {
                callback(state);
            }
            else
            {
                ExecutionContext.Run(_context, s => callback(s), state);
            }
        }

        public void Dispose()
        {
            Disarm();
            _disposed = true;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Arm(TimeSpan due)
        {
            Due = due;
            _sequence = time._sequence++;
            _armed = true;
            time._timers.Add(this);
        }

        private void Disarm()
        {
            if (_armed)
            {
                time._timers.Remove(this);
                _armed = false;
            }
        }
    }
}
