using System.Globalization;
using Guitai.Till.Devices;
using Guitai.Till.Pages;
using Guitai.Till.Receipts;

namespace Guitai.Till.Tests.Printing;

/// <summary>A real till and a printer on a socket that misbehaves in every way. <c>GUITAI_PRINTS</c> sets how many receipts; <c>./soak printer</c> runs 500.</summary>
public sealed class HostilePrinterTests
{
    private static readonly int s_receipts = int.Parse(
        Environment.GetEnvironmentVariable("GUITAI_PRINTS") ?? "60",
        CultureInfo.InvariantCulture
    );

    private static readonly PrinterLimits s_limits = new()
    {
        Connect = TimeSpan.FromMilliseconds(500),
        Answer = TimeSpan.FromMilliseconds(400),
        Stall = TimeSpan.FromMilliseconds(600),
        Look = TimeSpan.FromMilliseconds(20),
        Close = TimeSpan.FromMilliseconds(100),
    };

    [Fact]
    public async Task No_receipt_is_lost_none_comes_twice_unmarked_and_the_drawer_never_kicks_twice()
    {
        var random = new Random(20260315);
        var faults = Enum.GetValues<Fault>();
        var met = new HashSet<Fault>();
        var lastWasGood = true;
        await using var printer = new HostilePrinter(() =>
        {
            // Half of the visits go well; trouble does not last for ever.
            var fault = lastWasGood && random.Next(2) == 0 ? faults[random.Next(faults.Length)] : Fault.None;
            lastWasGood = !lastWasGood || fault == Fault.None;
            lock (met)
            {
                met.Add(fault);
            }

            return fault;
        });
        await using var test = await TestTill.StartAsync(printer: Real(printer));
        await Until.TrueAsync(() => test.Till.Printing.Condition is not null && printer.Port > 0);
        var numbers = new List<string>();
        var copiesAsked = 0;
        bool HasMetAll()
        {
            lock (met)
            {
                return copiesAsked > 0 && met.Count == faults.Length;
            }
        }

        // Which visit meets which fault depends on the clock: a few more receipts, where the first ones did not meet every kind.
        while (numbers.Count < s_receipts || (!HasMetAll() && numbers.Count < s_receipts * 5))
        {
            var kicks = printer.Kicks;
            var batch = random.Next(1, 4);
            for (var i = 0; i < batch; i++)
            {
                await test.SellAsync("1001");
                numbers.Add(test.View().LastSale!.ReceiptNumber);
            }

            copiesAsked += await SettleAsync(test, printer);
            Assert.InRange(printer.Kicks - kicks, 0, batch);
            if (numbers.Count % 50 < batch && s_receipts > 100)
            {
                await Console.Error.WriteLineAsync(
                    $"printer: {numbers.Count} of {s_receipts} receipts, {printer.Sheets.Count} sheets, {copiesAsked} copies, {printer.Kicks} kicks"
                );
            }
        }

        var sheets = printer.Sheets;
        foreach (var number in numbers)
        {
            var ofIt = sheets.Where(s => s.Names(number)).ToList();
            Assert.True(ofIt.Any(s => s.IsWhole), $"{number} never came out whole");
            Assert.True(ofIt.Count(s => !s.IsCopy && s.IsWhole) <= 1, $"{number} came out twice unmarked");
        }

        Assert.InRange(sheets.Count(s => !s.IsCopy), 1, numbers.Count);
        Assert.InRange(printer.Kicks, 1, numbers.Count);
        Assert.True(copiesAsked > 0, "nothing was ever uncertain");
        Assert.True(met.Count == faults.Length, $"only met {string.Join(", ", met)}");
        Assert.DoesNotContain(test.Till.Printing.Finished, j => j.State is PrintState.Waiting or PrintState.Uncertain);
    }

    [Theory]
    [InlineData(Fault.None, PrintOutcome.Printed, PrinterState.Ready, 1)]
    [InlineData(Fault.Slow, PrintOutcome.Printed, PrinterState.Ready, 1)]
    [InlineData(Fault.PaperRunsOut, PrintOutcome.Printed, PrinterState.Ready, 1)]
    [InlineData(Fault.HangsUp, PrintOutcome.NotReached, PrinterState.Off, 0)]
    [InlineData(Fault.Stalls, PrintOutcome.NotReady, PrinterState.Silent, 0)]
    [InlineData(Fault.AnswersGarbage, PrintOutcome.NotReady, PrinterState.Garbled, 0)]
    [InlineData(Fault.NoPaper, PrintOutcome.NotReady, PrinterState.PaperOut, 0)]
    [InlineData(Fault.DiesMidway, PrintOutcome.Uncertain, PrinterState.Ready, 1)]
    [InlineData(Fault.DiesAfterwards, PrintOutcome.Uncertain, PrinterState.Ready, 1)]
    [InlineData(Fault.ConfirmsGarbage, PrintOutcome.Uncertain, PrinterState.Ready, 1)]
    internal async Task Each_fault_is_told_from_the_others(Fault fault, PrintOutcome outcome, PrinterState state, int begun)
    {
        var faults = new Queue<Fault>([Fault.None, fault]);
        await using var hostile = new HostilePrinter(faults.Dequeue);
        var printer = Real(hostile);

        // It answers once, so that silence is known to be a fault.
        Assert.Equal(PrinterState.Ready, (await printer.AskAsync(default)).State);
        var begins = 0;
        var seen = PrinterState.None;
        var document = Guitai.Receipts.EscPosEncoder.Encode(
            Enumerable.Range(0, 20).Aggregate(new Guitai.Receipts.ReceiptBuilder(), (b, i) => b.Text($"line {i}")).Cut().Build(),
            Guitai.Receipts.PaperWidth.Mm80
        );
        var order = new PrintOrder
        {
            TakeKick = () => false,
            Document = document,
            Begin = () =>
            {
                begins++;
                return Task.FromResult(true);
            },
            Seen = (s, _) => seen = s,
        };
        Assert.Equal(outcome, await printer.PrintAsync(order, default));
        Assert.Equal((state, begun), (seen, begins));
        Assert.Equal(outcome == PrintOutcome.Printed ? 1 : 0, hostile.Sheets.Count(s => s.IsWhole && outcome == PrintOutcome.Printed));
    }

    [Fact]
    public async Task Nothing_leaves_when_the_beginning_could_not_be_written_down()
    {
        await using var hostile = new HostilePrinter(() => Fault.None);
        var order = new PrintOrder
        {
            TakeKick = () => false,
            Document = new byte[] { 0x41, 0x0A },
            Begin = () => Task.FromResult(false),
            Seen = (_, _) => { },
        };
        Assert.Equal(PrintOutcome.NotReady, await Real(hostile).PrintAsync(order, default));
        Assert.Empty(hostile.Sheets);
        Assert.Equal(0, hostile.Confirmed);
    }

    [Fact]
    public async Task Random_answers_never_confirm_a_receipt_and_never_throw()
    {
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var noise = new byte[random.Next(1, 40)];
            random.NextBytes(noise);
            noise[0] = (byte)(noise[0] | 0x80);
            var printer = new EscPosPrinter(
                new NoiseLine(noise),
                answers: true,
                TimeProvider.System,
                s_limits with
                {
                    Answer = TimeSpan.Zero,
                }
            );
            var order = new PrintOrder
            {
                TakeKick = () => false,
                Document = new byte[] { 0x41 },
                Begin = () => Task.FromResult(true),
                Seen = (_, _) => { },
            };
            Assert.NotEqual(PrintOutcome.Printed, await printer.PrintAsync(order, default));
        }
    }

    private static EscPosPrinter Real(HostilePrinter hostile) =>
        new(new NetworkLine("127.0.0.1", hostile.Port, TimeProvider.System), answers: null, TimeProvider.System, s_limits);

    // The cashier looks into the tray: what lies there whole came out, everything else is wanted again.
    private static async Task<int> SettleAsync(TestTill test, HostilePrinter printer)
    {
        var copies = 0;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (test.Till.Printing.Open.Count > 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            if (test.View().Printer.Uncertain is not [var asked, ..])
            {
                await Task.Delay(2, limit.Token);
                continue;
            }

            var cameOut = printer.Sheets.Any(s => s.IsWhole && s.Names(asked.Label));
            copies += cameOut ? 0 : 1;
            await test.DoAsync(t =>
                t.DeviceDesk.AnswerAsync(test.Page, new PrintAnswerRequest(Guid.CreateVersion7(), asked.JobId, cameOut, GiveUp: false))
            );
        }

        return copies;
    }

    /// <summary>A line from which noise comes.</summary>
    private sealed class NoiseLine(byte[] noise) : IPrinterLine, IPrinterConnection
    {
        private int _given;

        public Task<IPrinterConnection?> ConnectAsync(TimeSpan limit, CancellationToken cancellation) =>
            Task.FromResult<IPrinterConnection?>(this);

        public Task<bool> WriteAsync(ReadOnlyMemory<byte> bytes, TimeSpan limit, CancellationToken cancellation) => Task.FromResult(true);

        public Task<int> ReadAsync(Memory<byte> buffer, TimeSpan limit, CancellationToken cancellation)
        {
            var piece = noise.AsSpan(_given, Math.Min(buffer.Length, noise.Length - _given));
            piece.CopyTo(buffer.Span);
            _given += piece.Length;
            return Task.FromResult(piece.Length == 0 ? -1 : piece.Length);
        }

        public Task<bool?> FinishAsync(TimeSpan limit, CancellationToken cancellation) => Task.FromResult<bool?>(true);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
