using System.Collections.Concurrent;

namespace Guitai.Host.Wallets;

/// <summary>The keys that a wallet's answers to one account are signed with, by serial number, for as long as each is good. One that is not known is fetched, at most once in a while.</summary>
internal sealed class PlatformKeys
{
    // An answer or a notice with a made-up serial number must not have the wallet asked for every time.
    private const long PauseMs = 15_000;

    private readonly ConcurrentDictionary<string, (RsaKey Key, long FromMs, long ToMs)> _keys = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private Task _fetching = Task.CompletedTask;
    private long _fetchedMs = long.MinValue / 2;

    /// <summary>Keeps one.</summary>
    public void Add(string serial, RsaKey key, long fromMs = 0, long toMs = long.MaxValue) => _keys[serial] = (key, fromMs, toMs);

    /// <summary>True when there is one that is good now.</summary>
    public bool Any(long nowMs) => _keys.Values.Any(k => k.FromMs <= nowMs && nowMs <= k.ToMs);

    /// <summary>The key of that number, if it is good now.</summary>
    public RsaKey? Find(string serial, long nowMs) =>
        _keys.TryGetValue(serial, out var found) && found.FromMs <= nowMs && nowMs <= found.ToMs ? found.Key : null;

    /// <summary>True when any key that is good now made the signature.</summary>
    public bool Verifies(ReadOnlySpan<byte> message, string signature, long nowMs)
    {
        foreach (var (key, fromMs, toMs) in _keys.Values)
        {
            if (fromMs <= nowMs && nowMs <= toMs && key.Verifies(message, signature))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Every one that is kept, the newest last.</summary>
    public IReadOnlyList<(string Serial, long FromMs, long ToMs)> List() =>
        [.. _keys.Select(k => (k.Key, k.Value.FromMs, k.Value.ToMs)).OrderBy(k => k.ToMs)];

    /// <summary>Fetches again what may have been added, and forgets what is over.</summary>
    /// <param name="nowMs">Now.</param>
    /// <param name="everyMs">How often at most.</param>
    /// <param name="fetch">Fetches and adds.</param>
    public async Task RefreshAsync(long nowMs, long everyMs, Func<Task> fetch)
    {
        foreach (var over in _keys.Where(k => k.Value.ToMs < nowMs).ToList())
        {
            _keys.TryRemove(over);
        }

        Task fetching;
        lock (_lock)
        {
            if (_fetching.IsCompleted && nowMs - _fetchedMs >= everyMs)
            {
                _fetchedMs = nowMs;
                _fetching = fetch();
            }

            fetching = _fetching;
        }

        await fetching;
    }

    /// <summary>Sees to it that the key of that number is there, fetched if need be.</summary>
    /// <param name="serial">The number; empty for any.</param>
    /// <param name="nowMs">Now.</param>
    /// <param name="fetch">Fetches and adds.</param>
    /// <returns>False when there is no such key now.</returns>
    public async Task<bool> HaveAsync(string serial, long nowMs, Func<Task> fetch)
    {
        if (Has(serial, nowMs))
        {
            return true;
        }

        Task fetching;
        lock (_lock)
        {
            // Whoever comes while somebody fetches waits for what that brings.
            if (_fetching.IsCompleted && Math.Abs(nowMs - _fetchedMs) >= PauseMs)
            {
                _fetchedMs = nowMs;
                _fetching = fetch();
            }

            fetching = _fetching;
        }

        await fetching;
        return Has(serial, nowMs);
    }

    private bool Has(string serial, long nowMs) => serial.Length == 0 ? Any(nowMs) : Find(serial, nowMs) is not null;
}
