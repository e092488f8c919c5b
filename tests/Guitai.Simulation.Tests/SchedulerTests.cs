namespace Guitai.Simulation.Tests;

public sealed class SchedulerTests
{
    private readonly SimulationScheduler _scheduler = new(
        new SimRandom(1),
        new VirtualTime(DateTimeOffset.UnixEpoch.AddYears(56)),
        new TraceLog()
    );

    private TimeProvider Clock => _scheduler.Outside.Clock;

    [Fact]
    public void A_day_of_waiting_takes_no_time()
    {
        var result = _scheduler.Run(
            async () =>
            {
                await Task.Delay(TimeSpan.FromDays(1), Clock);
                return _scheduler.Time.Elapsed;
            },
            TimeSpan.FromDays(2)
        );
        Assert.Equal(TimeSpan.FromDays(1), result);
        Assert.True(_scheduler.RunUntilIdle(TimeSpan.Zero));
    }

    [Fact]
    public void Everything_runs_on_the_one_thread()
    {
        var threads = new HashSet<int>();
        _scheduler.Run(
            async () =>
            {
                using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), Clock);
                var later = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _scheduler.Post(later.SetResult);
                await later.Task;
                for (var i = 0; i < 5; i++)
                {
                    await timer.WaitForNextTickAsync();
                    threads.Add(Environment.CurrentManagedThreadId);
                }

                await Task.Factory.StartNew(
                    () => threads.Add(Environment.CurrentManagedThreadId),
                    CancellationToken.None,
                    TaskCreationOptions.None,
                    _scheduler.Outside.Tasks
                );
            },
            TimeSpan.FromMinutes(1)
        );
        Assert.Equal([Environment.CurrentManagedThreadId], threads);
    }

    [Fact]
    public void Running_for_a_time_passes_exactly_that_time()
    {
        var ticks = 0;
        using var timer = Clock.CreateTimer(_ => ticks++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        _scheduler.RunFor(TimeSpan.FromSeconds(10.5));
        Assert.Equal(10, ticks);
        Assert.Equal(TimeSpan.FromSeconds(10.5), _scheduler.Time.Elapsed);
        Assert.False(_scheduler.RunUntilIdle(TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void Work_on_a_foreign_thread_fails_the_run()
    {
        var foreign = new Thread(() => Record.Exception(() => _scheduler.Post(() => { })));
        foreign.Start();
        foreign.Join();
        var exception = Assert.Throws<SimulationException>(() => _scheduler.RunFor(TimeSpan.FromSeconds(1)));
        Assert.Contains("foreign thread", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Awaiting_without_the_context_is_found_out()
    {
        using var strayed = new ManualResetEventSlim();
        _scheduler.Outside.Start(
            "stray",
            async () =>
            {
                var later = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _scheduler.Post(later.SetResult);
                await later.Task.ConfigureAwait(false);
                try
                {
                    Clock.GetUtcNow();
                }
                finally
                {
                    strayed.Set();
                }
            }
        );

        // The stray may be found out at once or, when it is slow to stray, at the next step.
        Assert.Throws<SimulationException>(() =>
        {
            _scheduler.RunFor(TimeSpan.FromSeconds(1));
            strayed.Wait();
            _scheduler.RunFor(TimeSpan.FromSeconds(1));
        });
    }

    [Fact]
    public void Waiting_for_what_never_comes_is_said()
    {
        var never = new TaskCompletionSource<int>();
        var exception = Assert.Throws<SimulationException>(() => _scheduler.Run(() => never.Task, TimeSpan.FromDays(1)));
        Assert.Contains("foreign thread", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Going_in_circles_is_said()
    {
        void Again() => _scheduler.Post(Again);
        Again();
        Assert.Throws<SimulationException>(() => _scheduler.RunFor(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_failure_that_nobody_awaits_fails_the_run()
    {
        _scheduler.Outside.Start("work", () => throw new InvalidOperationException("bad"));
        var exception = Assert.Throws<SimulationException>(() => _scheduler.RunFor(TimeSpan.FromSeconds(1)));
        Assert.Contains("bad", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_killed_process_never_runs_again()
    {
        var process = _scheduler.StartProcess("till");
        var steps = 0;
        process.Start(
            "clerk",
            async () =>
            {
                while (true)
                {
                    await Task.Delay(TimeSpan.FromSeconds(1), process.Clock);
                    steps++;
                }
            }
        );
        process.Clock.CreateTimer(_ => steps++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        _scheduler.RunFor(TimeSpan.FromSeconds(3.5));
        Assert.Equal(6, steps);
        process.Kill();
        Assert.True(_scheduler.RunUntilIdle(TimeSpan.Zero));
        _scheduler.RunFor(TimeSpan.FromSeconds(10));
        Assert.Equal(6, steps);
    }

    [Fact]
    public void Each_process_has_a_wall_clock_of_its_own()
    {
        var till = _scheduler.StartProcess("till");
        till.ClockError = TimeSpan.FromDays(-1);
        Assert.Equal(_scheduler.Time.GetUtcNow().AddDays(-1), till.Clock.GetUtcNow());
        Assert.Equal(_scheduler.Time.GetTimestamp(), till.Clock.GetTimestamp());
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(0.5, false)]
    public void What_is_ready_goes_in_order_unless_shuffled(double chance, bool inOrder)
    {
        _scheduler.ShuffleChance = chance;
        var order = new List<int>();
        for (var i = 0; i < 20; i++)
        {
            var number = i;
            _scheduler.Post(() => order.Add(number));
        }

        _scheduler.RunUntilIdle(TimeSpan.Zero);
        Assert.Equal(20, order.Count);
        Assert.Equal(inOrder, order.SequenceEqual(order.Order()));
    }
}
