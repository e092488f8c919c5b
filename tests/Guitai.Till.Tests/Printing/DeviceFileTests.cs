using System.Runtime.InteropServices;
using Guitai.Receipts;
using Guitai.Till.Devices;
using Microsoft.Win32.SafeHandles;

namespace Guitai.Till.Tests.Printing;

/// <summary>Printers behind device files: a serial one on a pseudo-terminal, files, and devices that fail.</summary>
public sealed class DeviceFileTests
{
    private static readonly PrinterLimits s_limits = new()
    {
        Answer = TimeSpan.FromMilliseconds(500),
        Stall = TimeSpan.FromMilliseconds(800),
        Look = TimeSpan.FromMilliseconds(20),
    };

    private static readonly byte[] s_document = EscPosEncoder.Encode(
        new ReceiptBuilder().Text("行 one").Text("行 two").Cut().Build(),
        PaperWidth.Mm80
    );

    [Fact]
    public async Task A_serial_printer_is_set_to_its_speed_asked_and_confirms()
    {
        using var port = new SerialPrinter();
        var printer = Printer(port.Path, 19200);
        Assert.Equal(PrinterState.Ready, (await printer.AskAsync(default)).State);
        Assert.Equal(PrintOutcome.Printed, await PrintAsync(printer));
        await Until.TrueAsync(() => port.Documents == 1);

        // Line feeds come as they were sent, which only a raw line does.
        Assert.Equal(0, port.CarriageReturns);
    }

    [Fact]
    public async Task A_serial_printer_that_falls_silent_midway_leaves_its_document_uncertain()
    {
        using var port = new SerialPrinter { ConfirmsNothing = true };
        Assert.Equal(PrintOutcome.Uncertain, await PrintAsync(Printer(port.Path, 9600)));
    }

    [Fact]
    public async Task A_device_that_only_takes_is_printed_on_without_a_confirmation()
    {
        var file = Path.GetTempFileName();
        try
        {
            Assert.Equal(PrintOutcome.Printed, await PrintAsync(Printer(file, null)));
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(s_document) >= 0);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("/dev/no-such-printer", null)]
    [InlineData("/dev/no-such-port", 9600)]
    [InlineData("/dev/full", null)]
    public async Task A_device_that_is_not_there_or_takes_nothing_is_off(string path, int? baud) =>
        Assert.Equal(PrintOutcome.NotReached, await PrintAsync(Printer(path, baud)));

    private static EscPosPrinter Printer(string path, int? baud) =>
        new(new FileLine(path, baud, TimeProvider.System), answers: null, TimeProvider.System, s_limits);

    private static Task<PrintOutcome> PrintAsync(EscPosPrinter printer) =>
        printer.PrintAsync(
            new PrintOrder
            {
                TakeKick = () => false,
                Document = s_document,
                Begin = () => Task.FromResult(true),
                Seen = (_, _) => { },
            },
            default
        );

    /// <summary>A printer at the far end of a pseudo-terminal.</summary>
    private sealed class SerialPrinter : IDisposable
    {
        private const int ReadWriteWithoutControl = 0x2 | 0x100;

        private readonly SafeFileHandle _master;
        private readonly Thread _reading;
        private int _documents;
        private int _carriageReturns;
        private volatile bool _stopped;

        public SerialPrinter()
        {
            var descriptor = OpenTerminal(ReadWriteWithoutControl);
            Assert.True(descriptor >= 0 && Grant(descriptor) == 0 && Unlock(descriptor) == 0, "no pseudo-terminal");
            _master = new SafeFileHandle(descriptor, ownsHandle: true);
            Path = Marshal.PtrToStringUTF8(NameOf(descriptor))!;
            _reading = new Thread(Serve) { IsBackground = true };
            _reading.Start();
        }

        public string Path { get; }

        public bool ConfirmsNothing { get; init; }

        public int Documents => Volatile.Read(ref _documents);

        public int CarriageReturns => Volatile.Read(ref _carriageReturns);

        public void Dispose()
        {
            _stopped = true;
            _reading.Join();
            _master.Dispose();
        }

        private void Serve()
        {
            var paper = new EscPosPaper(PaperWidth.Mm80);
            var buffer = new byte[512];
            while (!_stopped)
            {
                var poll = new PollDescriptor { Descriptor = (int)_master.DangerousGetHandle(), Events = 1 };

                // Between two visits nobody holds the other end, and reading fails.
                var isThere = Poll(ref poll, 1, 20) > 0 && (poll.Happened & 1) != 0;
                if (!isThere)
                {
                    Thread.Sleep(2);
                }

                var length = isThere ? (int)Math.Max(0, Read(_master, buffer, (nuint)buffer.Length)) : 0;
                Interlocked.Add(ref _carriageReturns, buffer.AsSpan(0, length).Count((byte)'\r'));
                foreach (var happened in paper.Feed(buffer.AsSpan(0, length)))
                {
                    byte? answer = happened switch
                    {
                        StatusRequest status => PrinterCondition.Ready.StatusByte(status.Number),
                        ConfirmationRequest when !ConfirmsNothing => PrinterCondition.Ready.ConfirmationByte,
                        _ => null,
                    };
                    if (answer is { } said)
                    {
                        _ = Write(_master, [said], 1);
                    }

                    if (happened is DocumentPrinted)
                    {
                        Interlocked.Increment(ref _documents);
                    }
                }
            }
        }

        [DllImport("libc", EntryPoint = "posix_openpt")]
        private static extern int OpenTerminal(int flags);

        [DllImport("libc", EntryPoint = "grantpt")]
        private static extern int Grant(int descriptor);

        [DllImport("libc", EntryPoint = "unlockpt")]
        private static extern int Unlock(int descriptor);

        [DllImport("libc", EntryPoint = "ptsname")]
        private static extern IntPtr NameOf(int descriptor);

        [DllImport("libc", EntryPoint = "read")]
        private static extern nint Read(SafeFileHandle descriptor, [Out] byte[] buffer, nuint count);

        [DllImport("libc", EntryPoint = "write")]
        private static extern nint Write(SafeFileHandle descriptor, byte[] buffer, nuint count);

        [DllImport("libc", EntryPoint = "poll")]
        private static extern int Poll(ref PollDescriptor descriptors, nuint count, int timeoutMs);

        [StructLayout(LayoutKind.Sequential)]
        private struct PollDescriptor
        {
            public int Descriptor;
            public short Events;
            public short Happened;
        }
    }
}
