namespace Guitai.Simulation;

/// <summary>Answers a request that came over the network. An exception out of it reaches the sender as a broken connection.</summary>
/// <param name="from">Name of the sending node.</param>
/// <param name="request">The bytes, the handler's own.</param>
public delegate Task<byte[]> RequestHandler(string from, byte[] request);

/// <summary>Requests and responses between named nodes, over a network that loses, repeats, delays and cuts as the seed draws.</summary>
public sealed class SimulatedNetwork
{
    private readonly SimulationScheduler _scheduler;
    private readonly SimRandom _random;
    private readonly Dictionary<string, (SimulatedProcess Process, RequestHandler Handler)> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string From, string To), TimeSpan> _cutUntil = [];
    private long _number;

    /// <param name="scheduler">The loop and clock.</param>
    /// <param name="random">Draws the faults.</param>
    /// <param name="faults">How bad it is; <see cref="NetworkFaults.None"/> when left out.</param>
    public SimulatedNetwork(SimulationScheduler scheduler, SimRandom random, NetworkFaults? faults = null)
    {
        _scheduler = scheduler;
        _random = random.Fork();
        Faults = faults ?? NetworkFaults.None;
    }

    /// <summary>How bad the network is from now on.</summary>
    public NetworkFaults Faults { get; set; }

    /// <summary>After how long a sender gives up.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Told each exception out of a handler whose process is alive; without it such an exception fails the run.</summary>
    public Action<string, Exception>? HandlerFailed { get; set; }

    /// <summary>What happened so far, by name of the event.</summary>
    public SortedDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>Puts a node on the network, in place of an earlier one of that name; it hears nothing once its process is dead.</summary>
    public void Listen(string node, SimulatedProcess process, RequestHandler handler) => _nodes[node] = (process, handler);

    /// <summary>Cuts one direction for a time.</summary>
    public void Cut(string from, string to, TimeSpan duration)
    {
        _cutUntil[(from, to)] = _scheduler.Time.Elapsed + duration;
        Note("cut", 0, from, to);
    }

    /// <summary>Cuts both directions for a time.</summary>
    public void Partition(string one, string other, TimeSpan duration)
    {
        Cut(one, other, duration);
        Cut(other, one, duration);
    }

    /// <summary>Ends all cuts and faults; what is under way still arrives.</summary>
    public void Heal()
    {
        _cutUntil.Clear();
        Faults = NetworkFaults.None;
    }

    /// <summary>Sends a request and waits for its response.</summary>
    /// <exception cref="TimeoutException">No response came in time; whether the request was handled is unknown.</exception>
    /// <exception cref="IOException">The other side broke the connection while handling it; whether it was handled is unknown.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<byte[]> SendAsync(string from, string to, byte[] request, CancellationToken cancellation = default)
    {
        _scheduler.VerifyThread();
        cancellation.ThrowIfCancellationRequested();
        var number = ++_number;
        Note("send", number, from, to);
        var answer = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timeout = _scheduler.Time.CreateTimer(
            _ =>
            {
                if (answer.TrySetException(new TimeoutException($"{from} → {to}: no response within {RequestTimeout}.")))
                {
                    Note("timeout", number, from, to);
                }
            },
            null,
            RequestTimeout,
            Timeout.InfiniteTimeSpan
        );
        using var cancelled = cancellation.Register(() => answer.TrySetCanceled(cancellation));

        // Drawn in any case and order-free, so that one fault's absence does not move the others' draws.
        var duplicated = _random.Chance(Faults.DuplicatedRequest);
        var copy = (byte[])request.Clone();
        if (TryPass(from, to, Faults.LostRequest, "request-lost", number, out var delay))
        {
            _scheduler.Outside.After(delay, $"arrive {number}", () => Deliver(from, to, number, copy, answer));
        }

        if (duplicated && TryPass(from, to, 0, "duplicate-cut", number, out var second))
        {
            Note("duplicate", number, from, to);
            _scheduler.Outside.After(delay + second, $"arrive-again {number}", () => Deliver(from, to, number, (byte[])copy.Clone(), null));
        }

        return await answer.Task;
    }

    private void Deliver(string from, string to, long number, byte[] request, TaskCompletionSource<byte[]>? answer)
    {
        if (!_nodes.TryGetValue(to, out var node) || !node.Process.IsAlive)
        {
            Note("node-down", number, from, to);
            return;
        }

        node.Process.Post(() => _ = HandleAsync(from, to, number, request, node.Process, node.Handler, answer));
    }

    private async Task HandleAsync(
        string from,
        string to,
        long number,
        byte[] request,
        SimulatedProcess process,
        RequestHandler handler,
        TaskCompletionSource<byte[]>? answer
    )
    {
        try
        {
            var response = (byte[])(await handler(from, request)).Clone();
            Return(from, to, number, a => a.TrySetResult(response), answer);
        }
        catch (Exception exception) when (process.IsAlive)
        {
            Note("handler-failed", number, from, to);
            Report(to, exception);
            Return(from, to, number, a => a.TrySetException(new IOException($"{to} broke the connection.")), answer);
        }
    }

    private void Report(string node, Exception exception)
    {
        if (HandlerFailed is null)
        {
            _scheduler.Fail(new SimulationException($"The handler of {node} failed: {exception.Message}", exception));
            return;
        }

        HandlerFailed(node, exception);
    }

    private void Return(
        string from,
        string to,
        long number,
        Action<TaskCompletionSource<byte[]>> complete,
        TaskCompletionSource<byte[]>? answer
    )
    {
        if (answer is not null && TryPass(to, from, Faults.LostResponse, "response-lost", number, out var delay))
        {
            _scheduler.Outside.After(delay, $"answer {number}", () => complete(answer));
        }
    }

    /// <summary>Whether a message gets through in this direction, and how long it takes.</summary>
    private bool TryPass(string from, string to, double loss, string lossName, long number, out TimeSpan delay)
    {
        var lost = _random.Chance(loss);
        var slow = _random.Chance(Faults.SlowMessage);
        var cut = _random.Chance(Faults.OneWayCut);
        var partition = _random.Chance(Faults.Partition);
        delay = _random.Delay(slow ? Faults.MostSlowness : Faults.MostDelay);
        if (partition)
        {
            Partition(from, to, _random.Delay(Faults.MostCut));
        }
        else if (cut)
        {
            Cut(from, to, _random.Delay(Faults.MostCut));
        }

        if (_cutUntil.TryGetValue((from, to), out var until) && until > _scheduler.Time.Elapsed)
        {
            Note("cut-off", number, from, to);
            return false;
        }

        if (lost)
        {
            Note(lossName, number, from, to);
        }
        else if (slow)
        {
            Note("slow", number, from, to);
        }

        return !lost;
    }

    private void Note(string what, long number, string from, string to)
    {
        Counts[what] = Counts.GetValueOrDefault(what) + 1;
        _scheduler.Trace.Record($"{_scheduler.Time.Elapsed.Ticks} network {what} {number} {from} {to}");
    }
}
