namespace Guitai.Sandbox.Wallets.Books;

/// <summary>Something that a wallet tells a merchant by itself.</summary>
/// <param name="Id">The same at every try.</param>
/// <param name="Key">Of which order.</param>
/// <param name="OutRefundNo">Of which refund; null for the payment.</param>
/// <param name="Url">Where to.</param>
/// <param name="DueMs">When it is to be tried next.</param>
/// <param name="Tries">How often it was.</param>
internal sealed record PendingCallback(string Id, OrderKey Key, string? OutRefundNo, string Url, long MadeMs, long DueMs, int Tries)
{
    /// <summary>Its place among all that were ever to be told.</summary>
    public long Ordinal { get; init; }
}

/// <summary>Callbacks that no merchant has taken yet. What is said once is said again by each wallet's published schedule.</summary>
internal sealed class CallbackBook
{
    // Seconds between tries: 15s/15s/30s/3m/10m/20m/30m/30m/30m/60m/3h/3h/3h/6h/6h.
    private static readonly int[] s_weChat = [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600];

    // 4m/10m/10m/1h/2h/6h/15h.
    private static readonly int[] s_alipay = [240, 600, 600, 3600, 7200, 21600, 54000];

    private readonly Dictionary<string, PendingCallback> _pending = new(StringComparer.Ordinal);

    private long _added;

    public int Count => _pending.Count;

    /// <summary>The next moment at which something is due; null for never.</summary>
    public long? NextMs => _pending.Count == 0 ? null : _pending.Values.Min(p => p.DueMs);

    public void Add(PendingCallback callback) => _pending[callback.Id] = callback with { Ordinal = _added++ };

    public PendingCallback? Find(string id) => _pending.GetValueOrDefault(id);

    /// <summary>What is due, the oldest first.</summary>
    public List<PendingCallback> Due(long nowMs) =>
        [.. _pending.Values.Where(p => p.DueMs <= nowMs).OrderBy(p => p.DueMs).ThenBy(p => p.Ordinal)];

    public void Tried(CallbackTried tried)
    {
        if (!_pending.TryGetValue(tried.Id, out var callback))
        {
            return;
        }

        var schedule = callback.Key.Wallet == WalletKind.WeChat ? s_weChat : s_alipay;
        if (tried.Taken || callback.Tries >= schedule.Length)
        {
            _pending.Remove(tried.Id);
        }
        else
        {
            _pending[tried.Id] = callback with { Tries = callback.Tries + 1, DueMs = tried.AtMs + (1000L * schedule[callback.Tries]) };
        }
    }
}
