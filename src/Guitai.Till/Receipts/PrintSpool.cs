using Guitai.Till.Devices;

namespace Guitai.Till.Receipts;

/// <summary>What the printer is visited for next.</summary>
/// <param name="Job">The oldest waiting job; null when there is none.</param>
/// <param name="Kick">The drawer is to open.</param>
public sealed record PrintTurn(PrintJob? Job, bool Kick);

/// <summary>The jobs of one till and what may happen to each; it knows neither clock nor printer. Times are spans since any fixed moment.</summary>
public sealed class PrintSpool
{
    /// <summary>So many finished jobs are remembered.</summary>
    public const int Remembered = 100;

    /// <summary>A drawer that opens later serves nobody: the customer has gone, and the cashier stands elsewhere.</summary>
    public static readonly TimeSpan KickLife = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_paperPause = TimeSpan.FromSeconds(2);

    private readonly List<PrintJob> _open = [];
    private readonly List<PrintJob> _finished = [];
    private TimeSpan? _kickUntil;
    private int _notReached;
    private PrintOutcome _last = PrintOutcome.Printed;

    /// <summary>Everything that is not finished, oldest first.</summary>
    public IReadOnlyList<PrintJob> Open => _open;

    /// <summary>What was finished lately, oldest first.</summary>
    public IReadOnlyList<PrintJob> Finished => _finished;

    /// <summary>Jobs that still have to be printed.</summary>
    public int Waiting => _open.Count(j => j.State is PrintState.Waiting or PrintState.Printing);

    /// <summary>How long to leave the printer alone after the last visit, unless something new happens.</summary>
    public TimeSpan Pause =>
        _last switch
        {
            PrintOutcome.NotReady => s_paperPause,
            PrintOutcome.NotReached or PrintOutcome.Uncertain => Least(
                s_firstPause * (1 << Math.Clamp(_notReached - 1, 0, 4)),
                s_longestPause
            ),
            _ => TimeSpan.Zero,
        };

    /// <summary>A job, open or lately finished.</summary>
    public PrintJob? Find(Guid id) => _open.Find(j => j.Id == id) ?? _finished.Find(j => j.Id == id);

    /// <summary>Takes a promised job, or one read back at the start.</summary>
    /// <returns>A finished job to forget, when there are too many.</returns>
    public PrintJob? Put(PrintJob job)
    {
        if (job.State is PrintState.Printed or PrintState.Settled)
        {
            return Finish(job);
        }

        _open.Add(job);
        return null;
    }

    /// <summary>Wants the drawer open now.</summary>
    public void WantKick(TimeSpan now) => _kickUntil = now + KickLife;

    /// <summary>Hands the pulse over to whoever sends it: at most once for each time it was wanted, and not after its life.</summary>
    public bool TakeKick(TimeSpan now)
    {
        var due = _kickUntil >= now;
        _kickUntil = null;
        return due;
    }

    /// <summary>What to visit the printer for; null when there is nothing.</summary>
    public PrintTurn? Next(TimeSpan now)
    {
        var job = _open.Find(j => j.State == PrintState.Waiting);
        var kick = _kickUntil >= now;
        return job is null && !kick ? null : new PrintTurn(job, kick);
    }

    /// <summary>The first byte of a waiting job is about to leave.</summary>
    /// <returns>The job under way; null when it is not waiting any more.</returns>
    public PrintJob? Begin(Guid id) => Change(id, PrintState.Waiting, PrintState.Printing);

    /// <summary>A job whose beginning could not be written down waits again: no byte of it left.</summary>
    public void TakeBack(Guid id) => Change(id, PrintState.Printing, PrintState.Waiting);

    /// <summary>A visit ended.</summary>
    /// <param name="id">The job it was made for; null for the drawer alone.</param>
    /// <returns>The job as it is now, when its state changed.</returns>
    public PrintJob? End(Guid? id, PrintOutcome outcome)
    {
        _last = outcome;
        _notReached = outcome is PrintOutcome.NotReached or PrintOutcome.Uncertain ? _notReached + 1 : 0;
        return id is not { } job
            ? null
            : outcome switch
            {
                PrintOutcome.Printed => Change(job, PrintState.Printing, PrintState.Printed),
                PrintOutcome.Uncertain => Change(job, PrintState.Printing, PrintState.Uncertain),
                _ => null,
            };
    }

    /// <summary>A person said what became of it: an uncertain job was looked for, or a waiting one is given up.</summary>
    /// <returns>The settled job; null when there is nothing to be said about it.</returns>
    public PrintJob? Settle(Guid id) =>
        Change(id, PrintState.Uncertain, PrintState.Settled) ?? Change(id, PrintState.Waiting, PrintState.Settled);

    private PrintJob? Change(Guid id, PrintState from, PrintState to)
    {
        var index = _open.FindIndex(j => j.Id == id && j.State == from);
        if (index < 0)
        {
            return null;
        }

        var changed = _open[index] with { State = to };
        if (to is PrintState.Printed or PrintState.Settled)
        {
            _open.RemoveAt(index);
            Finish(changed);
        }
        else
        {
            _open[index] = changed;
        }

        return changed;
    }

    private PrintJob? Finish(PrintJob job)
    {
        _finished.Add(job);
        if (_finished.Count <= Remembered)
        {
            return null;
        }

        var forgotten = _finished[0];
        _finished.RemoveAt(0);
        return forgotten;
    }

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
