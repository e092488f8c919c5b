using System.Collections.Concurrent;

namespace Guitai.PaymentCrypto.KeyStore;

/// <summary>
/// The wrapped keys that are in use, unwrapped: found without a lock and without allocation. When it is full, a key that was not used since the last look goes and is wiped
/// (second chance).
/// </summary>
internal sealed class WrappedKeyCache(int capacity)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<UInt128, Entry> _entries = new();
    private readonly LinkedList<Entry> _order = [];

    /// <summary>How many keys are in memory.</summary>
    public int Count => _entries.Count;

    /// <summary>The key, held; null when it is not here for this owner. The caller releases it.</summary>
    public SecretKey? TryHold(WrappedKey wrapped, string owner)
    {
        if (!_entries.TryGetValue(wrapped.Id, out var entry) || !entry.Is(wrapped, owner) || !entry.Key.TryHold())
        {
            return null;
        }

        entry.Used = true;
        return entry.Key;
    }

    /// <summary>Keeps a key, or lets it go at once when there is one already, or when its wrapping key was retired meanwhile.</summary>
    public void Add(WrappedKey wrapped, string owner, SecretKey key, Func<int, bool> isLive)
    {
        lock (_gate)
        {
            var entry = new Entry(wrapped, owner, key);
            if (!isLive(wrapped.WrappingVersion) || !_entries.TryAdd(wrapped.Id, entry))
            {
                key.Dispose();
                return;
            }

            entry.Place = _order.AddLast(entry);
            while (_order.Count > capacity)
            {
                var oldest = _order.First!.Value;
                if (oldest.Used)
                {
                    oldest.Used = false;
                    _order.RemoveFirst();
                    oldest.Place = _order.AddLast(oldest);
                }
                else
                {
                    Remove(oldest);
                }
            }
        }
    }

    public void Forget(WrappedKey wrapped)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(wrapped.Id, out var entry) && entry.Wrapped.IsSame(wrapped))
            {
                Remove(entry);
            }
        }
    }

    /// <summary>Lets go of every key under a version of the wrapping key, or of all keys.</summary>
    public void Clear(int? version = null)
    {
        lock (_gate)
        {
            foreach (var entry in _order.ToArray())
            {
                if (version is null || entry.Wrapped.WrappingVersion == version)
                {
                    Remove(entry);
                }
            }
        }
    }

    private void Remove(Entry entry)
    {
        _order.Remove(entry.Place!);
        _entries.TryRemove(entry.Wrapped.Id, out _);
        entry.Key.Dispose();
    }

    private sealed class Entry(WrappedKey wrapped, string owner, SecretKey key)
    {
        public WrappedKey Wrapped => wrapped;

        public SecretKey Key => key;

        public bool Used { get; set; }

        public LinkedListNode<Entry>? Place { get; set; }

        public bool Is(WrappedKey other, string whose) => wrapped.IsSame(other) && string.Equals(owner, whose, StringComparison.Ordinal);
    }
}
