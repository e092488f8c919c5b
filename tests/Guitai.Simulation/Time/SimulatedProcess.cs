namespace Guitai.Simulation;

/// <summary>A program on a machine, from start to end. Its asynchronous code runs on the scheduler's loop; once it is killed, none of it runs ever again.</summary>
public sealed class SimulatedProcess : SynchronizationContext
{
    private readonly SimulationScheduler _scheduler;
    private readonly ProcessClock _clock;
    private TaskScheduler? _tasks;

    internal SimulatedProcess(SimulationScheduler scheduler, string name)
    {
        _scheduler = scheduler;
        _clock = new ProcessClock(this);
        Name = name;
    }

    /// <summary>Name for traces and failures.</summary>
    public string Name { get; }

    /// <summary>False once it was killed.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>Its machine's clock, for production code: wall time of its own, timers that end with the process.</summary>
    public TimeProvider Clock => _clock;

    /// <summary>How far its wall clock is ahead of the simulation's.</summary>
    public TimeSpan ClockError
    {
        get => _clock.Error;
        set => _clock.Error = value;
    }

    /// <summary>For code that starts tasks by a scheduler: they run on the same loop.</summary>
    public TaskScheduler Tasks
    {
        get
        {
            if (_tasks is null)
            {
                Execute(_ => _tasks = TaskScheduler.FromCurrentSynchronizationContext(), null);
            }

            return _tasks ?? throw new SimulationException($"Process {Name} is dead.");
        }
    }

    /// <summary>Ends it where it stands: what is ready or waits is dropped, its tasks never end.</summary>
    public void Kill()
    {
        _scheduler.Trace.Record($"kill {Name}");
        IsAlive = false;
        _clock.DisposeTimers();
    }

    /// <summary>Makes a piece of work ready.</summary>
    public void Post(Action action) => Post(static state => ((Action)state!)(), action);

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => _scheduler.Enqueue(this, d, state);

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state)
    {
        _scheduler.VerifyThread();
        Execute(d, state);
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Starts asynchronous work of this process; an exception out of it fails the run, unless the process is dead by then.</summary>
    public void Start(string what, Func<Task> body) => Post(() => _ = WatchAsync(what, body));

    /// <summary>Does something after a virtual delay, unless the process is dead by then.</summary>
    /// <returns>Disposing it calls it off.</returns>
    public IDisposable After(TimeSpan delay, string what, Action action)
    {
        ITimer? timer = null;
        timer = Clock.CreateTimer(
            _ =>
            {
                timer!.Dispose();
                _scheduler.Trace.Record($"{_scheduler.Time.Elapsed.Ticks} {Name} {what}");
                action();
            },
            null,
            delay,
            Timeout.InfiniteTimeSpan
        );
        return timer;
    }

    /// <summary>Runs at once, as part of this process.</summary>
    internal void Execute(SendOrPostCallback callback, object? state)
    {
        if (!IsAlive)
        {
            return;
        }

        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            callback(state);
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    private async Task WatchAsync(string what, Func<Task> body)
    {
        try
        {
            await body();
        }
        catch (Exception exception) when (IsAlive)
        {
            _scheduler.Fail(new SimulationException($"{Name}: {what} failed: {exception.Message}", exception));
        }
    }

    private sealed class ProcessClock(SimulatedProcess process) : TimeProvider
    {
        private readonly HashSet<ProcessTimer> _timers = [];

        public TimeSpan Error { get; set; }

        public override TimeZoneInfo LocalTimeZone => Time.LocalTimeZone;

        public override long TimestampFrequency => Time.TimestampFrequency;

        private VirtualTime Time => process._scheduler.Time;

        public override DateTimeOffset GetUtcNow() => Time.GetUtcNow() + Error;

        public override long GetTimestamp() => Time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (!process.IsAlive)
            {
                return Time.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            var timer = new ProcessTimer(this, Time.CreateTimer(_ => process.Execute(s => callback(s), state), null, dueTime, period));
            _timers.Add(timer);
            return timer;
        }

        public void DisposeTimers()
        {
            foreach (var timer in _timers.ToArray())
            {
                timer.Dispose();
            }
        }

        private sealed class ProcessTimer(ProcessClock clock, ITimer inner) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(dueTime, period);

            public void Dispose()
            {
                clock._timers.Remove(this);
                inner.Dispose();
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
