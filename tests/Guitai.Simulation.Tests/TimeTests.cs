namespace Guitai.Simulation.Tests;

public sealed class TimeTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly VirtualTime _time = new(s_start);
    private readonly List<string> _fired = [];

    [Fact]
    public void Timers_fire_in_order_of_due_time_then_of_arming()
    {
        Arm("c", 30);
        Arm("a", 10);
        Arm("b1", 20);
        Arm("b2", 20);
        _time.AdvanceBy(Ms(20));
        Assert.Equal(["a@10", "b1@20", "b2@20"], _fired);
        Assert.Equal(Ms(30), _time.NextDue);
        _time.AdvanceBy(Ms(100));
        Assert.Equal("c@30", _fired[^1]);
        Assert.Equal(s_start + Ms(120), _time.GetUtcNow());
        Assert.Null(_time.NextDue);
    }

    [Fact]
    public void A_periodic_timer_fires_until_it_is_disposed()
    {
        var timer = Arm("p", 5, period: 10);
        _time.AdvanceBy(Ms(30));
        Assert.Equal(["p@5", "p@15", "p@25"], _fired);
        timer.Dispose();
        _time.AdvanceBy(Ms(100));
        Assert.Equal(3, _fired.Count);
        Assert.Equal(0, _time.WaitingTimers);
    }

    [Fact]
    public void A_changed_timer_forgets_its_old_due_time()
    {
        var timer = Arm("x", 10);
        Assert.True(timer.Change(Ms(50), Timeout.InfiniteTimeSpan));
        _time.AdvanceBy(Ms(49));
        Assert.Empty(_fired);
        _time.AdvanceBy(Ms(1));
        Assert.Equal(["x@50"], _fired);
        timer.Dispose();
        Assert.False(timer.Change(Ms(1), Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public void A_timer_armed_by_a_timer_fires_within_the_same_advance()
    {
        _time.CreateTimer(_ => Arm("inner", 5), null, Ms(10), Timeout.InfiniteTimeSpan);
        _time.AdvanceBy(Ms(20));
        Assert.Equal(["inner@15"], _fired);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_clock_step_of_a_day_moves_the_wall_and_no_timer(int days)
    {
        Arm("x", 10);
        var stamp = _time.GetTimestamp();
        _time.StepWallClock(TimeSpan.FromDays(days));
        Assert.Equal(s_start.AddDays(days), _time.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, _time.GetElapsedTime(stamp));
        Assert.Empty(_fired);
        _time.AdvanceBy(Ms(10));
        Assert.Equal(["x@10"], _fired);
    }

    [Fact]
    public void Time_does_not_run_backwards() => Assert.Throws<ArgumentOutOfRangeException>(() => _time.AdvanceBy(Ms(-1)));

    private static TimeSpan Ms(int value) => TimeSpan.FromMilliseconds(value);

    private ITimer Arm(string name, int due, int period = -1) =>
        _time.CreateTimer(_ => _fired.Add($"{name}@{_time.Elapsed.TotalMilliseconds}"), null, Ms(due), Ms(period));
}
