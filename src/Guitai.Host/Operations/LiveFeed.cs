using Dapper;
using Guitai.Host.Routing;

namespace Guitai.Host.Operations;

/// <summary>How a link to an issuer stands.</summary>
/// <param name="Ready">A question can leave now.</param>
/// <param name="State">What it did so far; null while there is no link.</param>
/// <param name="Owed">What the issuer still has to be told.</param>
public sealed record LinkView(
    string Issuer,
    string Acquirer,
    IReadOnlyList<string> Addresses,
    int AnswerMs,
    int EchoMs,
    bool Ready,
    LinkState? State,
    long Owed
);

/// <summary>What the overview shows, all of one moment.</summary>
/// <param name="AtMs">When, Unix milliseconds.</param>
/// <param name="Newest">The newest transactions.</param>
/// <param name="OpenAlarms">Alarms that nobody has seen.</param>
public sealed record LiveView(
    long AtMs,
    HostFigures Figures,
    IReadOnlyList<TransactionRow> Newest,
    IReadOnlyList<LinkView> Links,
    long OpenAlarms
);

/// <summary>Looks at most once a second, however many pages watch.</summary>
public sealed class LiveFeed(HostServices services, HostPulse pulse, TransactionSearch search, Func<string, IssuerLink?> link)
{
    private const int Newest = 60;
    private const long LooksEveryMs = 900;

    private readonly Lock _lock = new();
    private LiveView? _last;
    private int _watchers;

    /// <summary>How many pages watch now.</summary>
    public int Watchers => Volatile.Read(ref _watchers);

    /// <summary>A page begins to watch; disposing ends it.</summary>
    public IDisposable Watch()
    {
        Interlocked.Increment(ref _watchers);
        return new Watching(this);
    }

    /// <summary>The present view, or one of a moment ago.</summary>
    public LiveView Now()
    {
        lock (_lock)
        {
            if (_last is null || services.NowMs - _last.AtMs >= LooksEveryMs)
            {
                _last = new LiveView(services.NowMs, pulse.Now(), search.Newest(Newest), Links(), OpenAlarms());
            }

            return _last;
        }
    }

    /// <summary>Every issuer with its link.</summary>
    public IReadOnlyList<LinkView> Links()
    {
        var owed = services.Owed.Counts();
        return
        [
            .. services
                .Routes.Issuers.Values.OrderBy(i => i.Name, StringComparer.Ordinal)
                .Select(i =>
                {
                    var one = link(i.Name);
                    return new LinkView(
                        i.Name,
                        i.Acquirer,
                        i.Addresses,
                        i.AnswerMs,
                        i.EchoMs,
                        one?.IsReady ?? false,
                        one?.State,
                        owed.GetValueOrDefault(i.Name)
                    );
                }),
        ];
    }

    private long OpenAlarms() => services.Store.Read(c => c.QuerySingle<long>("SELECT count(*) FROM host_alarm WHERE seen_ms = 0"));

    private sealed class Watching(LiveFeed feed) : IDisposable
    {
        private int _over;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _over, 1) == 0)
            {
                Interlocked.Decrement(ref feed._watchers);
            }
        }
    }
}
