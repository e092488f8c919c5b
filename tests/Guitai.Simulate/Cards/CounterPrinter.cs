using Guitai.Receipts;
using Guitai.Simulation;
using Guitai.Till.Devices;
using Guitai.Till.Receipts;

namespace Guitai.Simulate.Cards;

/// <summary>The printer beside a till that takes cards. It never fails by itself; what came out stays out, whoever dies.</summary>
internal sealed class CounterPrinter
{
    private static readonly TimeSpan s_way = TimeSpan.FromMilliseconds(20);

    /// <summary>Everything that ever came out.</summary>
    public List<(PrintJob Job, byte[] Bytes)> Papers { get; } = [];

    /// <summary>What the till composed last: the job of the document that comes next.</summary>
    public PrintJob? Composed { get; set; }

    /// <summary>The way to it from a process.</summary>
    public IPrinter From(SimulatedProcess process) => new Way(this, process);

    private sealed class Way(CounterPrinter printer, SimulatedProcess process) : IPrinter
    {
        public bool IsThere => true;

        public Task<(PrinterState State, PrinterCondition Condition)> AskAsync(CancellationToken cancellation) =>
            Task.FromResult((PrinterState.Ready, PrinterCondition.Ready));

        public async Task<PrintOutcome> PrintAsync(PrintOrder order, CancellationToken cancellation)
        {
            var job = printer.Composed;
            _ = order.TakeKick();
            order.Seen(PrinterState.Ready, PrinterCondition.Ready);
            if (order.Document is not { } document)
            {
                return PrintOutcome.Printed;
            }

            if (!await order.Begin())
            {
                return PrintOutcome.NotReady;
            }

            printer.Papers.Add((job!, document.ToArray()));
            await Task.Delay(s_way, process.Clock, cancellation);
            return PrintOutcome.Printed;
        }
    }
}
