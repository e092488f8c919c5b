using System.Collections.Concurrent;
using System.Threading.Channels;
using Dapper;
using Guitai.Foundation.Store;
using Guitai.Receipts;
using Guitai.Till.Desk;
using Guitai.Till.Devices;
using Guitai.Till.Journal;

namespace Guitai.Till.Receipts;

/// <summary>What a print job prints.</summary>
public enum PrintKind
{
    /// <summary>An ended order.</summary>
    Receipt,

    /// <summary>A Z-report.</summary>
    ShiftReport,

    /// <summary>The report of the open shift.</summary>
    ShiftLook,
}

/// <summary>A promised piece of paper.</summary>
/// <param name="State"><c>waiting</c>, <c>failed</c> (it never left; tried again) or <c>uncertain</c> (it may be on paper; only a marked copy follows).</param>
public sealed record PrintJob(Guid Id, PrintKind Kind, Guid Subject, int Copy, string State);

/// <summary>Prints what was promised, after the promise is durable, and never the same paper twice unmarked. A printer that is off blocks no sale.</summary>
public sealed class PrintQueue(TillDesk desk, IPrinter printer)
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, PrintJob> _jobs = new();
    private readonly Channel<(PrintJob? Job, bool Drawer)> _started = Channel.CreateUnbounded<(PrintJob?, bool)>();

    /// <summary>Makes the bytes of a job; set by the composition because reports need the journal.</summary>
    public Func<PrintJob, bool, ReceiptDocument?>? Compose { get; set; }

    /// <summary>Paper of this till.</summary>
    public Func<PaperWidth>? Paper { get; set; }

    /// <summary>Receipts that did not come out yet.</summary>
    public IReadOnlyCollection<PrintJob> Open => (IReadOnlyCollection<PrintJob>)_jobs.Values;

    /// <summary><c>none</c>, <c>ready</c> or <c>off</c>.</summary>
    public string State { get; private set; } = printer.IsThere ? "ready" : "none";

    /// <summary>State of one job as the page shows it.</summary>
    public string StateOf(Guid? jobId) =>
        jobId is not { } id || !printer.IsThere ? "not-asked"
        : _jobs.TryGetValue(id, out var job) ? job.State
        : "printed";

    /// <summary>At start: what was promised before and did not surely come out. It may be on paper, so only a marked copy may follow.</summary>
    public void Load()
    {
        foreach (
            var (id, kind, subject, copy) in desk.Store.Read(c =>
                c.Query<(string, string, string, long)>("SELECT job_id, kind, subject, copy FROM print_job").ToList()
            )
        )
        {
            _jobs[Guid.Parse(id)] = new PrintJob(Guid.Parse(id), Enum.Parse<PrintKind>(kind), Guid.Parse(subject), (int)copy, "uncertain");
        }
    }

    /// <summary>Promises a piece of paper within the commit that makes it true; null without a printer.</summary>
    internal PrintJob? Promise(Write write, PrintKind kind, Guid subject, int copy)
    {
        if (!printer.IsThere)
        {
            return null;
        }

        var job = new PrintJob(desk.Ids.Next(), kind, subject, copy, "waiting");
        write.Insert(TillTables.PrintJob, job.Id, kind.ToString(), subject, copy, job.State, desk.NowMs);
        return job;
    }

    /// <summary>Starts a promised job, after its commit; with or without one, opens the drawer once.</summary>
    internal void Start(PrintJob? job, bool openDrawer)
    {
        if (!printer.IsThere)
        {
            return;
        }

        if (job is not null)
        {
            _jobs[job.Id] = job;
        }

        if (job is not null || openDrawer)
        {
            _started.Writer.TryWrite((job, openDrawer));
        }
    }

    /// <summary>Forgets the uncertain jobs of an order, once a marked copy of it was asked for.</summary>
    internal async Task SettleAsync(Guid subject)
    {
        foreach (var job in _jobs.Values.Where(j => j.Subject == subject && j.State == "uncertain").ToList())
        {
            await ForgetAsync(job);
        }
    }

    /// <summary>Prints what is started, in order, until cancelled. A printer that cannot be reached is tried again every few seconds.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var waiting = new Queue<(PrintJob? Job, bool Drawer)>();
        while (true)
        {
            while (_started.Reader.TryRead(out var next))
            {
                waiting.Enqueue(next);
            }

            if (waiting.TryPeek(out var first))
            {
                if (await TryAsync(first.Job, first.Drawer, cancellation))
                {
                    waiting.Dequeue();
                    continue;
                }

                // A drawer that opens minutes later serves nobody: only the paper is tried again.
                waiting = new(waiting.Where(w => w.Job is not null).Select(w => (w.Job, false)));
                await Task.WhenAny(_started.Reader.WaitToReadAsync(cancellation).AsTask(), Task.Delay(s_retry, desk.Time, cancellation));
                cancellation.ThrowIfCancellationRequested();
                continue;
            }

            await _started.Reader.WaitToReadAsync(cancellation);
        }
    }

    private async Task<bool> TryAsync(PrintJob? job, bool drawer, CancellationToken cancellation)
    {
        var document = job is null ? new ReceiptBuilder().KickDrawer().Build() : Compose?.Invoke(job, drawer);
        if (document is null)
        {
            return true;
        }

        var outcome = await printer.SendAsync(EscPosEncoder.Encode(document, Paper!()), cancellation);
        State = outcome == PrintOutcome.NotReached ? "off" : "ready";
        if (job is not null)
        {
            if (outcome == PrintOutcome.Sent)
            {
                await ForgetAsync(job);
            }
            else
            {
                _jobs[job.Id] = job with { State = outcome == PrintOutcome.NotReached ? "failed" : "uncertain" };
            }
        }

        desk.SaySomethingChanged();
        return outcome != PrintOutcome.NotReached;
    }

    private async Task ForgetAsync(PrintJob job)
    {
        _jobs.TryRemove(job.Id, out _);
        await desk.Store.WriteAsync(new Write().Delete(TillTables.PrintJob, job.Id));
    }
}
