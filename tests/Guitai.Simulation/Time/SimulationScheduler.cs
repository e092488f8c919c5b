namespace Guitai.Simulation;

/// <summary>The simulation itself went wrong: something ran outside of it, hung, or failed where nobody looked.</summary>
public sealed class SimulationException : Exception
{
    public SimulationException() { }

    public SimulationException(string message)
        : base(message) { }

    public SimulationException(string message, Exception? inner)
        : base(message, inner) { }
}

/// <summary>A deterministic event loop on one thread: it runs what is ready, and when nothing is, lets virtual time pass to the next timer.
/// Everything belongs to the thread that made it; use from another is a failure of the run, because nothing would repeat.</summary>
public sealed class SimulationScheduler
{
    private const int MostStepsWithoutTime = 1_000_000;

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly List<(SimulatedProcess Process, SendOrPostCallback Callback, object? State)> _ready = [];
    private readonly SimRandom _order;
    private Exception? _failure;
    private long _steps;
    private long _stepsAtThisTime;

    /// <param name="random">Draws the order among what is ready.</param>
    /// <param name="time">The clock that it drives.</param>
    /// <param name="trace">Where the course of the run is recorded.</param>
    public SimulationScheduler(SimRandom random, VirtualTime time, TraceLog trace)
    {
        _order = random.Fork();
        Time = time;
        Trace = trace;
        time.Guard = VerifyThread;
        Outside = new SimulatedProcess(this, "outside");
    }

    /// <summary>Virtual time.</summary>
    public VirtualTime Time { get; }

    /// <summary>The record of the run.</summary>
    public TraceLog Trace { get; }

    /// <summary>The test's own code, which never dies: customers, operators, faults.</summary>
    public SimulatedProcess Outside { get; }

    /// <summary>How often something else than the first of what is ready goes next. The thread pool of production promises no order; zero, the default, is first come, first served.</summary>
    public double ShuffleChance { get; set; }

    /// <summary>A new process: a machine's program from its start to its end.</summary>
    public SimulatedProcess StartProcess(string name)
    {
        VerifyThread();
        return new SimulatedProcess(this, name);
    }

    /// <summary>Makes a piece of work ready, outside of every process.</summary>
    public void Post(Action action) => Outside.Post(action);

    /// <summary>Runs until nothing is ready and no timer waits.</summary>
    /// <returns>False when <paramref name="limit"/> of virtual time was over before.</returns>
    public bool RunUntilIdle(TimeSpan limit) => RunUntil(() => _ready.Count == 0 && Time.NextDue is null, limit);

    /// <summary>Lets exactly so much virtual time pass.</summary>
    public void RunFor(TimeSpan duration)
    {
        var end = Time.Elapsed + duration;
        RunUntil(() => false, duration);
        if (end > Time.Elapsed)
        {
            Time.AdvanceTo(end);
        }
    }

    /// <summary>Runs until the condition holds, looking at it after every step.</summary>
    /// <returns>Whether it held before nothing was left to do by <paramref name="limit"/>.</returns>
    /// <exception cref="SimulationException">Something failed unseen, ran on a foreign thread or never lets time pass.</exception>
    public bool RunUntil(Func<bool> condition, TimeSpan limit)
    {
        VerifyThread();
        var end = Time.Elapsed + limit;
        var before = SynchronizationContext.Current;
        try
        {
            while (!condition())
            {
                if (!Step(end))
                {
                    return condition();
                }
            }

            return true;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
            Trace.Record($"run {_steps} steps to {Time.Elapsed.Ticks}");
        }
    }

    /// <summary>Runs one piece of asynchronous work to its end, outside of every process, and gives its result or its exception.</summary>
    /// <exception cref="SimulationException">It did not end within the limit, or waits for something that no one here will bring.</exception>
    public T Run<T>(Func<Task<T>> body, TimeSpan limit)
    {
        Task<T>? task = null;
        Post(() => task = body());
        if (!RunUntil(() => task is { IsCompleted: true }, limit))
        {
            throw new SimulationException(
                Time.NextDue is null
                    ? "The work waits for something that no timer and no event of this simulation will bring; did part of it go to a foreign thread?"
                    : $"The work did not end within {limit} of virtual time."
            );
        }

        return task!.GetAwaiter().GetResult();
    }

    /// <summary>Runs one piece of asynchronous work to its end.</summary>
    public void Run(Func<Task> body, TimeSpan limit) =>
        Run(
            async () =>
            {
                await body();
                return true;
            },
            limit
        );

    /// <summary>Fails the run at its next step; for failures inside of work whose task nobody watches.</summary>
    public void Fail(Exception exception) => Interlocked.CompareExchange(ref _failure, exception, null);

    /// <summary>Fails the run when called from another thread than its own.</summary>
    /// <exception cref="SimulationException">It was.</exception>
    public void VerifyThread()
    {
        if (ForeignThread() is { } exception)
        {
            throw exception;
        }
    }

    internal void Enqueue(SimulatedProcess process, SendOrPostCallback callback, object? state)
    {
        // Nobody catches what a continuation throws on a foreign thread; the run fails at its next step instead.
        if (ForeignThread() is null)
        {
            _ready.Add((process, callback, state));
        }
    }

    private SimulationException? ForeignThread()
    {
        if (Environment.CurrentManagedThreadId == _thread)
        {
            return null;
        }

        var exception = new SimulationException(
            "Work of the simulation ran on a foreign thread (ConfigureAwait(false), Task.Run or a real timer?):\n" + Environment.StackTrace
        );
        Fail(exception);
        return exception;
    }

    private bool Step(TimeSpan end)
    {
        if (Volatile.Read(ref _failure) is { } failure)
        {
            throw new SimulationException($"The run failed: {failure.Message}", failure);
        }

        if (_ready.Count == 0)
        {
            var before = Time.Elapsed;
            SynchronizationContext.SetSynchronizationContext(Outside);
            var fired = Time.FireNext(end);
            _stepsAtThisTime = Time.Elapsed > before ? 0 : _stepsAtThisTime + 1;
            _steps += fired ? 1 : 0;
            return fired;
        }

        if (++_stepsAtThisTime > MostStepsWithoutTime)
        {
            throw new SimulationException($"{MostStepsWithoutTime} steps without any time passing: the work goes in circles.");
        }

        _steps++;
        var next = ShuffleChance > 0 && _ready.Count > 1 && _order.Chance(ShuffleChance) ? _order.Next(_ready.Count) : 0;
        var (process, callback, state) = _ready[next];
        _ready.RemoveAt(next);
        process.Execute(callback, state);
        return true;
    }
}
