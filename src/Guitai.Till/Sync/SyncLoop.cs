using Guitai.Till.Desk;

namespace Guitai.Till.Sync;

/// <summary>When the rounds happen: at once after a fact, else every few seconds; slower while the shop cannot be reached.</summary>
public sealed class SyncLoop(TillDesk desk, TillSync sync)
{
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var wake = new SemaphoreSlim(0);
        void Wake() => wake.Release();
        desk.FactsAppended += Wake;
        try
        {
            var wait = s_idle;
            while (true)
            {
                wait =
                    await sync.RoundAsync(cancellation) ? s_idle
                    : wait * 2 < s_longest ? wait * 2
                    : s_longest;
                using var early = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                await Task.WhenAny(
                    sync.Online ? wake.WaitAsync(early.Token) : Task.Delay(Timeout.InfiniteTimeSpan, early.Token),
                    Task.Delay(wait, desk.Time, early.Token)
                );
                await early.CancelAsync();
                cancellation.ThrowIfCancellationRequested();
                while (wake.CurrentCount > 0)
                {
                    await wake.WaitAsync(cancellation);
                }
            }
        }
        finally
        {
            desk.FactsAppended -= Wake;
            wake.Dispose();
        }
    }
}
