using Dapper;
using Guitai.Foundation.Store;

namespace Guitai.Host;

/// <summary>
/// Makes retrieval reference numbers: year and day, then a counter of eight digits that is taken from the store in blocks, so that no process and no restart makes one twice. A number that was
/// taken and not used is lost; there are a hundred million a day.
/// </summary>
public sealed class RrnSource(RoleStore store, TimeProvider time) : IDisposable
{
    private const int Block = 20_000;
    private const string Name = "rrn";

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _refill = new(1, 1);
    private long _next;
    private long _end;

    /// <summary>The next number; waits for the store only when a block is used up.</summary>
    /// <param name="leases">Takes the number in hand before <see cref="Watermark"/> can pass it; null for what is written with its end.</param>
    /// <exception cref="StoreBrokenException">The store has failed.</exception>
    public async ValueTask<long> NextAsync(Leases? leases = null)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_next < _end)
                {
                    var number = Number(_next++);
                    leases?.Take(number);
                    return number;
                }
            }

            await _refill.WaitAsync();
            try
            {
                await TakeBlockAsync();
            }
            finally
            {
                _refill.Release();
            }
        }
    }

    /// <summary>The number that the next transaction will at least have.</summary>
    public long Watermark
    {
        get
        {
            lock (_lock)
            {
                return Number(_next);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _refill.Dispose();

    private long Number(long counter) =>
        (HostClock.YearDay(time.GetUtcNow().ToUnixTimeMilliseconds()) * 100_000_000L) + (counter % 100_000_000);

    private async Task TakeBlockAsync()
    {
        while (true)
        {
            lock (_lock)
            {
                if (_next < _end)
                {
                    return;
                }
            }

            var at = store.Read(c => c.QuerySingleOrDefault<long?>("SELECT value FROM host_counter WHERE name = @Name", new { Name }));
            var write = at is null
                ? new Write().Insert(HostTables.Counter, Name, (long)Block)
                : new Write().Advance(HostTables.Counter, [Name], at.Value + Block, at.Value);
            var result = await store.WriteAsync(write);
            if (result == WriteResult.StoreFull)
            {
                throw new IOException("The disk is full.");
            }

            if (result == WriteResult.Committed)
            {
                lock (_lock)
                {
                    (_next, _end) = (at ?? 0, (at ?? 0) + Block);
                }

                return;
            }
        }
    }
}
