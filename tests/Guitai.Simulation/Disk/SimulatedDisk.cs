using System.Globalization;

namespace Guitai.Simulation.Disk;

/// <summary>What a disk has done so far.</summary>
/// <param name="Operations">Writes, truncations, syncs, files made and removed: the steps that <see cref="SimulatedDisk.CrashAfterOperations"/> counts.</param>
/// <param name="Syncs">Syncs among them.</param>
/// <param name="BytesWritten">Bytes given to writes.</param>
/// <param name="Crashes">Power failures.</param>
public readonly record struct DiskStatistics(long Operations, long Syncs, long BytesWritten, int Crashes);

/// <summary>The durable content of a disk at one moment: what a backup taken then would hold.</summary>
public sealed record DiskSnapshot(IReadOnlyDictionary<string, byte[]> Files);

/// <summary>A machine's disk in memory, used by the real SQLite through a VFS named <c>sim</c>. It forgets in a crash what a real disk may forget:
/// each write, truncation and file name since the last sync is kept, lost or torn by itself, as the seed draws.
/// Close what uses it before opening the same files again: a pooled reader that died in a crash stays dead.</summary>
public sealed partial class SimulatedDisk : IDisposable
{
    private static readonly List<SimulatedDisk?> s_disks = [];

    private readonly Lock _lock = new();
    private readonly SimRandom _random;
    private readonly TraceLog? _trace;
    private readonly string _name;
    private readonly DiskFolder _folder = new();
    private readonly Dictionary<string, SharedMemory> _shared = new(StringComparer.Ordinal);
    private readonly HashSet<OpenFile> _open = [];
    private readonly int _id;
    private long _operationsLeft;
    private bool _disposed;

    /// <param name="random">Draws what survives a crash.</param>
    /// <param name="time">The clock that SQLite sees.</param>
    /// <param name="trace">Where its operations are recorded; not at all when left out.</param>
    /// <param name="name">Name in the trace.</param>
    public SimulatedDisk(SimRandom random, TimeProvider time, TraceLog? trace = null, string name = "disk")
    {
        SimulatedVfs.Register();
        _random = random.Fork();
        _trace = trace;
        _name = name;
        Time = time;
        lock (s_disks)
        {
            // The lowest free number, so that runs one after another see equal names and the pools of readers do not grow.
            _id = s_disks.IndexOf(null);
            if (_id < 0)
            {
                _id = s_disks.Count;
                s_disks.Add(null);
            }

            s_disks[_id] = this;
        }
    }

    /// <summary>True after a crash by <see cref="CrashAfterOperations"/> until <see cref="Restart"/>: everything fails.</summary>
    public bool IsDown { get; private set; }

    /// <summary>A planted bug: syncs are answered and ignored. A simulator that does not find lost writes with it finds nothing.</summary>
    public bool LyingDisk { get; set; }

    /// <summary>Which files' syncs fail, by name. What they should have made durable stays in doubt for good, even when a later sync succeeds.
    /// It is called inside of SQLite and must not throw.</summary>
    public Func<string, bool>? FailSyncs { get; set; }

    /// <summary>Space on the disk; a write that needs more is refused. Null is endless.</summary>
    public long? CapacityBytes { get; set; }

    /// <summary>Bytes in all files now.</summary>
    public long UsedBytes
    {
        get
        {
            lock (_lock)
            {
                return _folder.Current.Sum(f => (long)f.Value.Length);
            }
        }
    }

    /// <summary>Connections that are open or died without being closed.</summary>
    public int OpenFiles
    {
        get
        {
            lock (_lock)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>What it did so far.</summary>
    public DiskStatistics Statistics { get; private set; }

    internal TimeProvider Time { get; }

    internal SimRandom Random => _random;

    /// <summary>Repeats SQLite's own random numbers, the salts of its logs, so that the bytes on disk repeat too. One for the whole
    /// process: call it once at the start of a run, and only where runs do not overlap.</summary>
    public static void SeedSqlite(SimRandom random) => SimulatedVfs.SeedSqlite(random.Between(1, int.MaxValue));

    /// <summary>The data source of a file on this disk.</summary>
    public string Uri(string file) => string.Create(CultureInfo.InvariantCulture, $"file:/disk{_id}/{file}?vfs=sim");

    /// <summary>The power fails and comes back: all connections are dead, new ones find what survived.</summary>
    /// <param name="random">Draws what survives; the disk's own generator when left out.</param>
    public void Crash(SimRandom? random = null)
    {
        lock (_lock)
        {
            if (!IsDown)
            {
                FailPower(random ?? _random);
            }

            IsDown = false;
        }
    }

    /// <summary>The power fails in the midst of the n-th operation from now and stays off until <see cref="Restart"/>. Zero calls it off.</summary>
    public void CrashAfterOperations(long operations)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(operations);
        lock (_lock)
        {
            _operationsLeft = operations;
        }
    }

    /// <summary>The power comes back; calls off a crash that has not happened yet.</summary>
    public void Restart()
    {
        lock (_lock)
        {
            _operationsLeft = 0;
            IsDown = false;
        }
    }

    /// <summary>The program dies, the machine does not (SIGKILL): connections are dead, and what was written is still there, synced or not.</summary>
    public void KillProcess()
    {
        lock (_lock)
        {
            _trace?.Record($"disk {_name} process killed");
            KillHandles();
        }
    }

    /// <summary>The content that is surely durable now.</summary>
    public DiskSnapshot Snapshot()
    {
        lock (_lock)
        {
            return new DiskSnapshot(_folder.Durable.ToDictionary(f => f.Key, f => f.Value.DurableBytes(), StringComparer.Ordinal));
        }
    }

    /// <summary>Every byte that a program could read now, synced or not.</summary>
    public DiskSnapshot CurrentContent()
    {
        lock (_lock)
        {
            return new DiskSnapshot(_folder.Current.ToDictionary(f => f.Key, f => f.Value.CurrentBytes(), StringComparer.Ordinal));
        }
    }

    /// <summary>Puts an earlier content back, as from a backup; all connections are dead.</summary>
    public void Restore(DiskSnapshot snapshot)
    {
        lock (_lock)
        {
            _trace?.Record($"disk {_name} restored");
            KillHandles();
            _folder.Replace(snapshot.Files);
            IsDown = false;
        }
    }

    /// <summary>Takes the disk away; its connections are dead, and its number is free again once they are closed.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            KillHandles();
            _folder.Replace(new Dictionary<string, byte[]>(StringComparer.Ordinal));
            FreeNumberIfUnused();
        }
    }

    internal static SimulatedDisk? Find(int id)
    {
        lock (s_disks)
        {
            return id < s_disks.Count ? s_disks[id] : null;
        }
    }

    private void FailPower(SimRandom random)
    {
        _trace?.Record($"disk {_name} crash");
        Statistics = Statistics with { Crashes = Statistics.Crashes + 1 };
        _operationsLeft = 0;
        KillHandles();
        _folder.Settle(random, CrashMood.Draw(random));
    }

    private void KillHandles()
    {
        foreach (var handle in _open)
        {
            handle.IsDead = true;
            handle.LockLevel = Sqlite3.LockNone;
            handle.File.Handles.Clear();
        }

        // The dead still point into the old memory and free it when they are closed; the living start a new one.
        _shared.Clear();
    }

    private void FreeNumberIfUnused()
    {
        if (_disposed && _open.Count == 0)
        {
            lock (s_disks)
            {
                if (s_disks[_id] == this)
                {
                    s_disks[_id] = null;
                }
            }
        }
    }
}
