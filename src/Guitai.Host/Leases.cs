using Dapper;
using Guitai.Foundation.Store;

namespace Guitai.Host;

/// <summary>
/// Which questions this process has in its hands, and until when others keep theirs off. A process says every few seconds until when it counts as alive and from which number on it may have open
/// questions; when its time is over, another one (or itself, started again under a new name) takes them over.
/// </summary>
public sealed class Leases(RoleStore store, TimeProvider time, string node)
{
    /// <summary>How long a process counts as alive after it last said so.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(15);

    /// <summary>How often it says so.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly SortedSet<long> _open = [];

    /// <summary>This process's name, new at each start.</summary>
    public string Node => node;

    /// <summary>How many questions are open here.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>A question begins.</summary>
    public void Take(long rrn)
    {
        lock (_lock)
        {
            _open.Add(rrn);
        }
    }

    /// <summary>A question has ended, or is somebody else's from now on.</summary>
    public void GiveBack(long rrn)
    {
        lock (_lock)
        {
            _open.Remove(rrn);
        }
    }

    /// <summary>True while this process works on the question.</summary>
    public bool Holds(long rrn)
    {
        lock (_lock)
        {
            return _open.Contains(rrn);
        }
    }

    /// <summary>Says that this process is alive.</summary>
    /// <param name="watermark">The number that the next question will at least have, read before this: a number below it is in hand here or has ended.</param>
    public Task<WriteResult> BeatAsync(long watermark)
    {
        long from;
        lock (_lock)
        {
            from = _open.Count > 0 ? Math.Min(_open.Min, watermark) : watermark;
        }

        return store.WriteAsync(new Write().Upsert(HostTables.Node, node, Until(), from));
    }

    /// <summary>Processes whose time is over, with the number from which on they may have open questions. Of an embedded store nobody else can be alive.</summary>
    /// <param name="aloneHere">True when the store is this process's alone.</param>
    public IReadOnlyList<(string Node, long FromRrn)> Dead(bool aloneHere) =>
        [
            .. store.Read(c =>
                c.Query<(string Node, long UntilMs, long FromRrn)>(
                        "SELECT node, until_ms AS UntilMs, from_rrn AS FromRrn FROM host_node WHERE node <> @node",
                        new { node }
                    )
                    .Where(n => aloneHere || n.UntilMs < time.GetUtcNow().ToUnixTimeMilliseconds())
                    .Select(n => (n.Node, n.FromRrn))
            ),
        ];

    /// <summary>A dead process has nothing open any more.</summary>
    public Task<WriteResult> BuryAsync(string dead) => store.WriteAsync(new Write().Delete(HostTables.Node, dead));

    private long Until() => (time.GetUtcNow() + Life).ToUnixTimeMilliseconds();
}
