namespace Guitai.Simulation.Tests;

public sealed class NetworkTests
{
    private readonly SimulationScheduler _scheduler = new(
        new SimRandom(1),
        new VirtualTime(DateTimeOffset.UnixEpoch.AddYears(56)),
        new TraceLog()
    );

    private readonly SimulatedNetwork _network;
    private readonly SimulatedProcess _shop;
    private readonly List<int> _handled = [];

    public NetworkTests()
    {
        _network = new SimulatedNetwork(_scheduler, new SimRandom(2));
        _shop = _scheduler.StartProcess("shop");
        _network.Listen("shop", _shop, AnswerAsync);
    }

    [Fact]
    public void Without_faults_every_request_is_answered_once()
    {
        Assert.Equal(100, SendAll(100).Answered);
        Assert.Equal(Enumerable.Range(0, 100), _handled.Order());
    }

    [Fact]
    public void A_lost_request_is_not_handled_and_times_out()
    {
        _network.Faults = new NetworkFaults { LostRequest = 1 };
        Assert.Equal(5, SendAll(5).TimedOut);
        Assert.Empty(_handled);
        Assert.Equal(_network.RequestTimeout, _scheduler.Time.Elapsed);
    }

    [Fact]
    public void A_lost_response_was_handled_and_times_out()
    {
        _network.Faults = new NetworkFaults { LostResponse = 1 };
        Assert.Equal(5, SendAll(5).TimedOut);
        Assert.Equal(5, _handled.Count);
    }

    [Fact]
    public void A_duplicated_request_is_handled_twice_and_answered_once()
    {
        _network.Faults = new NetworkFaults { DuplicatedRequest = 1 };
        Assert.Equal(5, SendAll(5).Answered);
        _scheduler.RunFor(TimeSpan.FromSeconds(1));
        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3, 4, 4], _handled.Order());
    }

    [Fact]
    public void Unequal_delays_reorder()
    {
        _network.Faults = new NetworkFaults { MostDelay = TimeSpan.FromMilliseconds(100) };
        Assert.Equal(20, SendAll(20).Answered);
        Assert.NotEqual(_handled.Order(), _handled);
    }

    [Fact]
    public void A_message_may_come_after_its_sender_gave_up()
    {
        _network.Faults = new NetworkFaults { SlowMessage = 1, MostSlowness = TimeSpan.FromHours(1) };
        var (_, timedOut) = SendAll(20);
        Assert.InRange(timedOut, 15, 20);
        _scheduler.RunFor(TimeSpan.FromHours(2));
        Assert.Equal(20, _handled.Count);
    }

    [Fact]
    public void A_one_way_cut_lets_requests_in_and_no_answer_out()
    {
        _network.Cut("shop", "till", TimeSpan.FromMinutes(10));
        Assert.Equal(3, SendAll(3).TimedOut);
        Assert.Equal(3, _handled.Count);
        _scheduler.RunFor(TimeSpan.FromMinutes(10));
        Assert.Equal(3, SendAll(3).Answered);
    }

    [Fact]
    public void A_partition_stops_both_ways_until_it_is_over_or_healed()
    {
        _network.Partition("till", "shop", TimeSpan.FromMinutes(10));
        Assert.Equal(3, SendAll(3).TimedOut);
        Assert.Empty(_handled);
        _network.Heal();
        Assert.Equal(3, SendAll(3).Answered);
    }

    [Fact]
    public void A_dead_node_hears_nothing_and_its_successor_does()
    {
        _shop.Kill();
        Assert.Equal(1, SendAll(1).TimedOut);
        _network.Listen("shop", _scheduler.StartProcess("shop"), AnswerAsync);
        Assert.Equal(1, SendAll(1).Answered);
    }

    [Fact]
    public void A_failing_handler_fails_the_run_unless_someone_hears_of_it()
    {
        _network.Listen("shop", _shop, (_, _) => throw new InvalidOperationException("bad"));
        var heard = new List<string>();
        _network.HandlerFailed = (node, exception) => heard.Add($"{node}: {exception.Message}");
        Assert.Throws<IOException>(() => _scheduler.Run(() => _network.SendAsync("till", "shop", [1]), TimeSpan.FromMinutes(1)));
        Assert.Equal(["shop: bad"], heard);
        _network.HandlerFailed = null;
        Assert.Throws<SimulationException>(() => _scheduler.Run(() => _network.SendAsync("till", "shop", [1]), TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void A_sender_may_cancel()
    {
        _network.Partition("till", "shop", TimeSpan.FromMinutes(10));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1), _scheduler.Outside.Clock);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            _scheduler.Run(() => _network.SendAsync("till", "shop", [1], patience.Token), TimeSpan.FromMinutes(1))
        );
        Assert.Equal(TimeSpan.FromSeconds(1), _scheduler.Time.Elapsed);
    }

    [Fact]
    public void Drawn_faults_occur_about_as_often_as_drawn_and_zero_is_never()
    {
        _network.Faults = new NetworkFaults
        {
            LostRequest = 0.2,
            LostResponse = 0,
            DuplicatedRequest = 0.1,
        };
        SendAll(2000);
        Assert.InRange(_network.Counts["request-lost"], 320, 480);
        Assert.InRange(_network.Counts["duplicate"], 140, 260);
        Assert.False(_network.Counts.ContainsKey("response-lost"));
    }

    [Fact]
    public void Each_fault_is_absent_from_some_seeds_and_present_in_others()
    {
        var drawn = Enumerable.Range(0, 60).Select(seed => NetworkFaults.Draw(new SimRandom((ulong)seed))).ToList();
        Func<NetworkFaults, double>[] faults =
        [
            f => f.LostRequest,
            f => f.LostResponse,
            f => f.DuplicatedRequest,
            f => f.SlowMessage,
            f => f.OneWayCut,
            f => f.Partition,
        ];
        Assert.All(faults, fault => Assert.InRange(drawn.Count(f => fault(f) == 0), 8, 40));
    }

    private async Task<byte[]> AnswerAsync(string from, byte[] request)
    {
        _handled.Add(BitConverter.ToInt32(request));
        await Task.Yield();
        return request;
    }

    private (int Answered, int TimedOut) SendAll(int count)
    {
        var answered = 0;
        var timedOut = 0;
        async Task SendOneAsync(int number)
        {
            try
            {
                Assert.Equal(number, BitConverter.ToInt32(await _network.SendAsync("till", "shop", BitConverter.GetBytes(number))));
                answered++;
            }
            catch (TimeoutException)
            {
                timedOut++;
            }
        }

        _scheduler.Run(() => Task.WhenAll(Enumerable.Range(0, count).Select(SendOneAsync)), TimeSpan.FromHours(1));
        return (answered, timedOut);
    }
}
