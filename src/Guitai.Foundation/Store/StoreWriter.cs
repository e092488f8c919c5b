namespace Guitai.Foundation.Store;

/// <summary>The one writer of a store: gathers what is waiting, commits it together, and only then answers each caller (group commit).
/// It owns no thread; <see cref="StoreWriterLoop"/> drives it in production, the simulator in tests.</summary>
public sealed class StoreWriter(ISqlEngine engine, int mostInOneCommit = 256)
{
    private readonly Lock _lock = new();
    private readonly Queue<(Write Write, TaskCompletionSource<WriteResult> Answer)> _waiting = new();
    private Exception? _broken;
    private bool _closed;

    /// <summary>Called after each enqueue, outside the lock; wakes whoever drives the writer.</summary>
    public Action? Enqueued { get; set; }

    /// <summary>Why the store can no longer be used; null while it can. Once set it stays.</summary>
    public Exception? Broken => Volatile.Read(ref _broken);

    /// <summary>Hands a write over; the task ends when it is durable or refused.</summary>
    /// <exception cref="StoreBrokenException">Through the task: it is unknown what is on disk, the process must stop.</exception>
    /// <exception cref="ObjectDisposedException">Through the task: the store was closed.</exception>
    public Task<WriteResult> WriteAsync(Write write)
    {
        var answer = new TaskCompletionSource<WriteResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_broken is not null)
            {
                return Task.FromException<WriteResult>(new StoreBrokenException("The store has failed earlier.", _broken));
            }

            if (_closed)
            {
                return Task.FromException<WriteResult>(new ObjectDisposedException(nameof(StoreWriter), "The store is closed."));
            }

            _waiting.Enqueue((write, answer));
        }

        Enqueued?.Invoke();
        return answer.Task;
    }

    /// <summary>Takes no further writes. What was taken before still has to be committed by whoever drives the writer.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
        }
    }

    /// <summary>Commits what is waiting, at most one group; false when nothing was.</summary>
    public bool CommitNext()
    {
        List<(Write Write, TaskCompletionSource<WriteResult> Answer)> group = [];
        lock (_lock)
        {
            while (group.Count < mostInOneCommit && _waiting.TryDequeue(out var next))
            {
                group.Add(next);
            }
        }

        if (group.Count == 0)
        {
            return false;
        }

        try
        {
            CommitGroup(group);
        }
        catch (Exception exception)
        {
            Break(exception, group);
        }

        return true;
    }

    private void CommitGroup(List<(Write Write, TaskCompletionSource<WriteResult> Answer)> group)
    {
        var result = engine.Commit([.. group.Select(g => g.Write)]);
        if (result == WriteResult.Conflict && group.Count > 1)
        {
            // One refused write must not take its neighbours with it: halve until it stands alone. Order is kept.
            CommitGroup(group[..(group.Count / 2)]);
            CommitGroup(group[(group.Count / 2)..]);
            return;
        }

        foreach (var (_, answer) in group)
        {
            answer.SetResult(result);
        }
    }

    private void Break(Exception exception, List<(Write Write, TaskCompletionSource<WriteResult> Answer)> group)
    {
        lock (_lock)
        {
            _broken = exception;
            while (_waiting.TryDequeue(out var next))
            {
                group.Add(next);
            }
        }

        foreach (var (_, answer) in group)
        {
            answer.TrySetException(new StoreBrokenException("The store failed while committing.", exception));
        }
    }
}

/// <summary>The thread that drives a <see cref="StoreWriter"/> in production.</summary>
public sealed class StoreWriterLoop : IDisposable
{
    private readonly StoreWriter _writer;
    private readonly SemaphoreSlim _signal = new(0);
    private readonly Thread _thread;
    private readonly Action<Exception> _onBroken;
    private volatile bool _stopping;

    /// <param name="writer">The writer to drive.</param>
    /// <param name="onBroken">Called once when the store breaks; the process has to stop.</param>
    public StoreWriterLoop(StoreWriter writer, Action<Exception> onBroken)
    {
        _writer = writer;
        _onBroken = onBroken;
        writer.Enqueued = () => _signal.Release();
        _thread = new Thread(Run) { IsBackground = true, Name = "store-writer" };
        _thread.Start();
    }

    /// <summary>Takes no further writes, commits what is waiting and ends the thread. May be called from the thread's own <c>onBroken</c>.</summary>
    public void Dispose()
    {
        _writer.Close();
        _stopping = true;
        // The semaphore is not disposed: it holds no handle, and a caller may still be about to release it.
        _signal.Release();
        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }
    }

    private void Run()
    {
        while (true)
        {
            _signal.Wait();
            while (_writer.CommitNext())
            {
                if (_writer.Broken is { } broken)
                {
                    _onBroken(broken);
                    return;
                }
            }

            if (_stopping)
            {
                return;
            }
        }
    }
}
