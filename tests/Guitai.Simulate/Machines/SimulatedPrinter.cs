using Guitai.Receipts;
using Guitai.Simulation;
using Guitai.Till.Devices;
using Guitai.Till.Receipts;

namespace Guitai.Simulate.Machines;

/// <summary>A piece of paper that lies beside a till, or a part of one.</summary>
/// <param name="Marked">It says that it is a copy.</param>
/// <param name="Whole">Nothing of it is missing.</param>
internal sealed record Paper(PrintKind Kind, Guid Subject, int Copy, bool Marked, bool Whole);

/// <summary>The printer and the drawer beside a till. They stay what they are when the till's machine dies: paper that is out stays out.</summary>
internal sealed class SimulatedPrinter(World world, SimRandom random)
{
    // "副本" in GB 18030, as the encoder sends it.
    private static readonly byte[] s_copy = [0xB8, 0xB1, 0xB1, 0xBE];

    private bool _healed;

    /// <summary>Everything that ever came out.</summary>
    public List<Paper> Papers { get; } = [];

    /// <summary>How often the drawer opened.</summary>
    public int Kicks { get; private set; }

    /// <summary>What the till composed last: the job of the document that comes next.</summary>
    public PrintJob? Composed { get; set; }

    /// <summary>It works from now on.</summary>
    public void Heal() => _healed = true;

    /// <summary>Opens the drawer.</summary>
    public void Kick() => Kicks++;

    /// <summary>True when a job's paper lies there whole, as a clerk who looks sees it.</summary>
    public bool Shows(PrintJob job) => Papers.Exists(p => p.Kind == job.Kind && p.Subject == job.Subject && p.Copy == job.Copy && p.Whole);

    /// <summary>The way to it from a process, by whose clock it answers.</summary>
    public IPrinter From(SimulatedProcess process) => new Way(this, process);

    private bool Fails() => !_healed && random.Chance(world.Plan.PrinterFaults);

    private sealed class Way(SimulatedPrinter body, SimulatedProcess process) : IPrinter
    {
        public bool IsThere => true;

        public async Task<(PrinterState State, PrinterCondition Condition)> AskAsync(CancellationToken cancellation)
        {
            await PauseAsync(cancellation);
            return (body.Fails() ? PrinterState.Off : PrinterState.Ready, PrinterCondition.Ready);
        }

        public async Task<PrintOutcome> PrintAsync(PrintOrder order, CancellationToken cancellation)
        {
            var job = body.Composed;
            await PauseAsync(cancellation);
            if (body.Fails())
            {
                order.Seen(PrinterState.Off, PrinterCondition.Ready);
                return PrintOutcome.NotReached;
            }

            if (order.TakeKick())
            {
                body.Kick();
            }

            if (order.Document is not { } document)
            {
                order.Seen(PrinterState.Ready, PrinterCondition.Ready);
                return PrintOutcome.Printed;
            }

            var empty = body.Fails();
            order.Seen(empty ? PrinterState.PaperOut : PrinterState.Ready, PrinterCondition.Ready);
            if (empty || !await order.Begin())
            {
                return PrintOutcome.NotReady;
            }

            // Bytes leave. Whoever dies now does not know what came out; part of the time it was all, or nothing at all.
            var broken = body.Fails();
            var paper = new Paper(job!.Kind, job.Subject, job.Copy, document.Span.IndexOf(s_copy) >= 0, !broken || body.Chance());
            var late = body.Chance();
            if (!late)
            {
                body.Papers.Add(paper);
            }

            await PauseAsync(cancellation);
            if (late && !(broken && body.Chance()))
            {
                body.Papers.Add(paper);
            }

            return broken ? PrintOutcome.Uncertain : PrintOutcome.Printed;
        }

        private Task PauseAsync(CancellationToken cancellation) => Task.Delay(body.Slowness(), process.Clock, cancellation);
    }

    private bool Chance() => random.Chance(0.5);

    private TimeSpan Slowness() => random.Delay(world.Plan.MostPrinting);
}
