using Dapper;
using Guitai.Foundation.Store;
using Guitai.Receipts;
using Guitai.Till.Desk;
using Guitai.Till.Devices;
using Guitai.Till.Journal;

namespace Guitai.Till.Receipts;

/// <summary>Prints what was promised, after the promise is durable, and never the same paper twice unmarked. A printer that is off, empty or slow
/// blocks no sale. <see cref="PrintSpool"/> decides; this carries it to the store and the printer.</summary>
public sealed class PrintQueue
{
    private static readonly TimeSpan s_idleLook = TimeSpan.FromSeconds(30);

    private readonly TillDesk _desk;
    private readonly Lock _lock = new();
    private readonly PrintSpool _spool = new();
    private readonly long _began;
    private TaskCompletionSource _news = NewSignal();
    private TaskCompletionSource? _look;
    private volatile IPrinter _printer;

    public PrintQueue(TillDesk desk, IPrinter printer)
    {
        _desk = desk;
        _printer = printer;
        _began = desk.Time.GetTimestamp();
        State = printer.IsThere ? PrinterState.Ready : PrinterState.None;
    }

    /// <summary>Makes the document of a job; null when there is nothing left to print. Set by the composition, because reports need the journal.</summary>
    public Func<PrintJob, ReceiptDocument?>? Compose { get; set; }

    /// <summary>Paper of this till.</summary>
    public Func<PaperWidth>? Paper { get; set; }

    /// <summary>How the printer was when it was last heard of.</summary>
    public PrinterState State { get; private set; }

    /// <summary>What it told about itself then.</summary>
    public PrinterCondition Condition { get; private set; } = PrinterCondition.Ready;

    /// <summary>Receipts that did not surely come out yet, oldest first.</summary>
    public IReadOnlyList<PrintJob> Open => Locked(s => s.Open.ToList());

    /// <summary>What was printed or settled lately, oldest first.</summary>
    public IReadOnlyList<PrintJob> Finished => Locked(s => s.Finished.ToList());

    /// <summary>State of one job as the page shows it.</summary>
    public string StateOf(Guid? jobId)
    {
        if (jobId is not { } id)
        {
            return "not-asked";
        }

        return Locked(s => s.Find(id))?.State switch
        {
            PrintState.Waiting => State is PrinterState.Ready ? "waiting" : "failed",
            PrintState.Printing => "waiting",
            PrintState.Uncertain => "uncertain",
            _ => "printed",
        };
    }

    /// <summary>Prints on another printer from now on.</summary>
    public void Use(IPrinter printer)
    {
        _printer = printer;
        See(printer.IsThere ? PrinterState.Ready : PrinterState.None, PrinterCondition.Ready);
        Wake();
    }

    /// <summary>At start: what waited waits on, and what was under way may be on paper.</summary>
    public void Load()
    {
        var rows = _desk.Store.Read(c =>
            c.Query<(string Id, string Kind, string Subject, long Copy, string State, long AtMs)>(
                    "SELECT job_id, kind, subject, copy, state, at_ms FROM print_job ORDER BY at_ms, job_id"
                )
                .ToList()
        );
        foreach (var row in rows)
        {
            _spool.Put(
                new PrintJob(
                    Guid.Parse(row.Id),
                    Enum.Parse<PrintKind>(row.Kind),
                    Guid.Parse(row.Subject),
                    (int)row.Copy,
                    PrintJob.AtStart(row.State),
                    row.AtMs
                )
            );
        }
    }

    /// <summary>Promises a piece of paper within the commit that makes it true; null without a printer.</summary>
    internal PrintJob? Promise(Write write, PrintKind kind, Guid subject, int copy)
    {
        if (!_printer.IsThere)
        {
            return null;
        }

        var job = new PrintJob(_desk.Ids.Next(), kind, subject, copy, PrintState.Waiting, _desk.NowMs);
        Put(write, job);
        return job;
    }

    /// <summary>Starts a promised job, after its commit; with or without one, opens the drawer once.</summary>
    internal void Start(PrintJob? job, bool openDrawer)
    {
        if (!_printer.IsThere)
        {
            return;
        }

        lock (_lock)
        {
            if (job is not null)
            {
                _spool.Put(job);
            }

            if (openDrawer)
            {
                _spool.WantKick(Now);
            }
        }

        Wake();
    }

    /// <summary>Visits the printer now, and asks it how it is when there is nothing to print.</summary>
    internal Task LookAsync()
    {
        TaskCompletionSource look;
        lock (_lock)
        {
            look = _look ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        Wake();
        return look.Task;
    }

    /// <summary>Puts into a write what a person said about a job; null when there is nothing to be said about it. Call <see cref="Settle"/> after the commit.</summary>
    internal PrintJob? PromiseSettled(Write write, Guid jobId)
    {
        if (Locked(s => s.Find(jobId)) is not { State: PrintState.Uncertain or PrintState.Waiting } job)
        {
            return null;
        }

        Put(write, job with { State = PrintState.Settled });
        return job;
    }

    /// <summary>A person's word about a job is durable.</summary>
    internal void Settle(Guid jobId) => Locked(s => s.Settle(jobId));

    /// <summary>Settles the uncertain jobs of an order, once a marked copy of it was asked for.</summary>
    internal async Task SettleAsync(Guid subject)
    {
        foreach (var job in Open.Where(j => j.Subject == subject && j.State == PrintState.Uncertain))
        {
            Locked(s => s.Settle(job.Id));
            await KeepAsync(job with { State = PrintState.Settled });
        }
    }

    /// <summary>Prints what is started, in order, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await ForgetAsync();
        while (true)
        {
            // Before the look: what comes while the printer is visited may come too late for it, and wakes the next one.
            var news = NewSignal();
            Volatile.Write(ref _news, news);
            var turn = _printer.IsThere ? Locked(s => s.Next(Now)) : null;
            TimeSpan pause;
            if (turn is not null)
            {
                var outcome = await VisitAsync(turn, cancellation);
                Looked();
                pause = Locked(s => s.Pause);
                if (outcome == PrintOutcome.Printed)
                {
                    continue;
                }
            }
            else
            {
                if (_printer.IsThere)
                {
                    var (state, condition) = await _printer.AskAsync(cancellation);
                    See(state, condition);
                }

                Looked();
                pause = s_idleLook;
            }

            await using var timer = _desk.Time.CreateTimer(_ => news.TrySetResult(), null, pause, Timeout.InfiniteTimeSpan);
            await using var stop = cancellation.Register(() => news.TrySetCanceled(cancellation));
            await news.Task;
        }
    }

    private TimeSpan Now => _desk.Time.GetElapsedTime(_began);

    private async Task<PrintOutcome> VisitAsync(PrintTurn turn, CancellationToken cancellation)
    {
        var document = turn.Job is { } wanted ? Compose?.Invoke(wanted) : null;
        if (turn.Job is { } gone && document is null)
        {
            Locked(s => s.Settle(gone.Id));
            await KeepAsync(gone with { State = PrintState.Settled });
            return PrintOutcome.Printed;
        }

        var outcome = await _printer.PrintAsync(
            new PrintOrder
            {
                TakeKick = () => Locked(s => s.TakeKick(Now)),
                Document = document is null ? default(ReadOnlyMemory<byte>?) : EscPosEncoder.Encode(document, Paper!()),
                Begin = () => BeginAsync(turn.Job!),
                Seen = See,
            },
            cancellation
        );
        if (Locked(s => s.End(turn.Job?.Id, outcome)) is { } changed)
        {
            await KeepAsync(changed);
            await ForgetAsync();
        }

        _desk.SaySomethingChanged();
        return outcome;
    }

    private async Task<bool> BeginAsync(PrintJob job)
    {
        if (Locked(s => s.Begin(job.Id)) is not { } begun)
        {
            return false;
        }

        if (await KeepAsync(begun) == WriteResult.Committed)
        {
            _desk.SaySomethingChanged();
            return true;
        }

        Locked(s =>
        {
            s.TakeBack(job.Id);
            return true;
        });
        return false;
    }

    // Another page is told only when something changed: the printer is asked often.
    private void See(PrinterState state, PrinterCondition condition)
    {
        if (state != State || condition != Condition)
        {
            (State, Condition) = (state, condition);
            _desk.SaySomethingChanged();
        }
    }

    private void Looked()
    {
        lock (_lock)
        {
            _look?.TrySetResult();
            _look = null;
        }
    }

    private void Wake() => Volatile.Read(ref _news).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private T Locked<T>(Func<PrintSpool, T> work)
    {
        lock (_lock)
        {
            return work(_spool);
        }
    }

    private Task<WriteResult> KeepAsync(PrintJob job)
    {
        var write = new Write();
        Put(write, job);
        return _desk.Store.WriteAsync(write);
    }

    private static void Put(Write write, PrintJob job) =>
        write.Upsert(TillTables.PrintJob, job.Id, job.Kind.ToString(), job.Subject, job.Copy, PrintJob.NameOf(job.State), job.AtMs);

    // Finished jobs that the spool no longer remembers leave the store as well.
    private async Task ForgetAsync()
    {
        var old = _desk.Store.Read(c =>
            c.Query<string>(
                    """
                    SELECT job_id FROM print_job WHERE state IN ('printed', 'settled')
                    ORDER BY at_ms DESC, job_id DESC LIMIT 1000 OFFSET @keep
                    """,
                    new { keep = PrintSpool.Remembered }
                )
                .ToList()
        );
        if (old.Count > 0)
        {
            await _desk.Store.WriteAsync(old.Aggregate(new Write(), (write, id) => write.Delete(TillTables.PrintJob, id)));
        }
    }
}
