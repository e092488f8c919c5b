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
        var next = NewSignal();
        void Wake()
        {
            if (sync.Online)
            {
                Volatile.Read(ref next).TrySetResult();
            }
        }

        desk.FactsAppended += Wake;
        try
        {
            var wait = s_idle;
            while (true)
            {
                // Before the round: a fact that is appended while it is under way may come too late for it, and wakes the next one.
                var signal = NewSignal();
                Volatile.Write(ref next, signal);
                wait =
                    await sync.RoundAsync(cancellation) ? s_idle
                    : wait * 2 < s_longest ? wait * 2
                    : s_longest;
                await using var pause = desk.Time.CreateTimer(_ => signal.TrySetResult(), null, wait, Timeout.InfiniteTimeSpan);
                await using var stop = cancellation.Register(() => signal.TrySetCanceled(cancellation));
                await signal.Task;
            }
        }
        finally
        {
            desk.FactsAppended -= Wake;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
