namespace Guitai.Foundation.Store;

/// <summary>The one writer of a store: gathers what is waiting, commits it together, and only then answers each caller (group commit).
/// It owns no thread; <see cref="StoreWriterLoop"/> drives it in production, the simulator in tests.</summary>
public sealed class StoreWriter(ISqlEngine engine, int mostInOneCommit = 256)
{
    private readonly Lock _lock = new();
    private readonly Queue<(Write Write, bool Patient, TaskCompletionSource<WriteResult> Answer)> _waiting = new();
    private Exception? _broken;
    private bool _closed;
    private int _urgent;
    private long _commits;

    /// <summary>Called after each enqueue, outside the lock; wakes whoever drives the writer.</summary>
    public Action? Enqueued { get; set; }

    /// <summary>Why the store can no longer be used; null while it can. Once set it stays.</summary>
    public Exception? Broken => Volatile.Read(ref _broken);

    /// <summary>How many commits there were since the start.</summary>
    public long Commits => Volatile.Read(ref _commits);

    /// <summary>True while all that waits may wait for company, and there is room for it in the commit.</summary>
    public bool CanWait
    {
        get
        {
            lock (_lock)
            {
                return _urgent == 0 && _waiting.Count > 0 && _waiting.Count < mostInOneCommit && !_closed;
            }
        }
    }

    /// <summary>Hands a write over; the task ends when it is durable or refused.</summary>
    /// <param name="write">The rows.</param>
    /// <param name="patient">True for upserts that may wait a moment for company, as a draft may that the next keystroke replaces. Where the company
    /// replaces or deletes the rows in the same commit, they are not written at all.</param>
    /// <exception cref="ArgumentException">A patient write holds anything but upserts.</exception>
    /// <exception cref="StoreBrokenException">Through the task: it is unknown what is on disk, the process must stop.</exception>
    /// <exception cref="ObjectDisposedException">Through the task: the store was closed.</exception>
    public Task<WriteResult> WriteAsync(Write write, bool patient = false)
    {
        if (patient && write.Rows.Any(r => r.Operation != RowOperation.Upsert))
        {
            throw new ArgumentException("Only upserts can be patient.", nameof(write));
        }

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

            _waiting.Enqueue((write, patient, answer));
            _urgent += patient ? 0 : 1;
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
        List<(Write Write, bool Patient, TaskCompletionSource<WriteResult> Answer)> group = [];
        lock (_lock)
        {
            while (group.Count < mostInOneCommit && _waiting.TryDequeue(out var next))
            {
                group.Add(next);
                _urgent -= next.Patient ? 0 : 1;
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

    private void CommitGroup(List<(Write Write, bool Patient, TaskCompletionSource<WriteResult> Answer)> group)
    {
        var since = StoreTelemetry.Begin();
        var result = engine.Commit(WithoutReplaced([.. group.Select(g => (g.Write, g.Patient))]));
        if (result == WriteResult.Conflict && group.Count > 1)
        {
            // One refused write must not take its neighbours with it: halve until it stands alone. Order is kept.
            CommitGroup(group[..(group.Count / 2)]);
            CommitGroup(group[(group.Count / 2)..]);
            return;
        }

        Volatile.Write(ref _commits, _commits + 1);
        StoreTelemetry.Committed(since, group.Count);
        foreach (var (_, _, answer) in group)
        {
            answer.SetResult(result);
        }
    }

    /// <summary>Leaves out patient writes of which nothing would be seen: the rest of the group replaces or deletes their rows.</summary>
    private static List<Write> WithoutReplaced(List<(Write Write, bool Patient)> group)
    {
        if (!group.Exists(g => g.Patient))
        {
            return group.ConvertAll(g => g.Write);
        }

        var replaced = new HashSet<RowKey>();
        var kept = new List<Write>(group.Count);
        for (var i = group.Count - 1; i >= 0; i--)
        {
            var (write, patient) = group[i];
            if (patient && write.Rows.All(r => replaced.Contains(new RowKey(r))))
            {
                continue;
            }

            kept.Add(write);
            foreach (var row in write.Rows)
            {
                var key = new RowKey(row);
                _ = row.Operation is RowOperation.Upsert or RowOperation.Delete ? replaced.Add(key) : replaced.Remove(key);
            }
        }

        kept.Reverse();
        return kept;
    }

    private void Break(Exception exception, List<(Write Write, bool Patient, TaskCompletionSource<WriteResult> Answer)> group)
    {
        lock (_lock)
        {
            _broken = exception;
            while (_waiting.TryDequeue(out var next))
            {
                group.Add(next);
            }
        }

        foreach (var (_, _, answer) in group)
        {
            answer.TrySetException(new StoreBrokenException("The store failed while committing.", exception));
        }
    }
}

/// <summary>Which row a change is about.</summary>
internal readonly struct RowKey(RowChange row) : IEquatable<RowKey>
{
    private readonly Table _table = row.Table;
    private readonly object?[] _values = row.Values;

    public bool Equals(RowKey other) => _table == other._table && Key.SequenceEqual(other.Key);

    public override bool Equals(object? obj) => obj is RowKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(_table);
        foreach (var value in Key)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    private ReadOnlySpan<object?> Key => _values.AsSpan(0, _table.KeyLength);
}

/// <summary>The thread that drives a <see cref="StoreWriter"/> in production.</summary>
public sealed class StoreWriterLoop : IDisposable
{
    /// <summary>How long patient writes wait for company: nobody sees it, and a burst of scans shares one sync of the disk.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(1);

    /// <summary>How soon after a commit the next write must come for patience to pay: a lone scan has no company to wait for.</summary>
    private static readonly TimeSpan s_burst = TimeSpan.FromMilliseconds(3);

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
            var inBurst = _signal.Wait(s_burst);
            if (!inBurst)
            {
                _signal.Wait();
            }

            while (inBurst && _writer.CanWait && _signal.Wait(s_patience))
            {
                // Company came; whether it is in a hurry, the condition says.
            }

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
