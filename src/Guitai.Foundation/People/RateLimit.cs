namespace Guitai.Foundation.People;

/// <summary>So many tries within a span of time from one place, in this process's memory; what must outlive a restart is counted in the store.</summary>
public sealed class RateLimit(TimeProvider time, int most, TimeSpan span)
{
    private const int MostPlaces = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long FromMs, int Tries)> _places = new(StringComparer.Ordinal);

    /// <summary>Takes a try; the seconds to wait when there is none left, else 0.</summary>
    public int Take(string place)
    {
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        var spanMs = (long)span.TotalMilliseconds;
        lock (_lock)
        {
            var (fromMs, tries) = _places.GetValueOrDefault(place, (nowMs, 0));
            if (nowMs - fromMs >= spanMs || nowMs < fromMs)
            {
                (fromMs, tries) = (nowMs, 0);
            }

            if (tries >= most)
            {
                return (int)((fromMs + spanMs - nowMs + 999) / 1000);
            }

            if (_places.Count >= MostPlaces)
            {
                _places.Clear();
            }

            _places[place] = (fromMs, tries + 1);
            return 0;
        }
    }
}
