using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Guitai.Till.Devices;

/// <summary>A printer behind a device file: <c>/dev/usb/lp0</c>, or a serial port such as <c>/dev/ttyS0</c> with its speed.</summary>
/// <param name="baud">Speed of a serial port; null leaves the device as it is set.</param>
public sealed class FileLine(string path, int? baud, TimeProvider time) : IPrinterLine
{
    /// <inheritdoc/>
    public async Task<IPrinterConnection?> ConnectAsync(TimeSpan limit, CancellationToken cancellation)
    {
        if (baud is { } speed && !await SetSpeedAsync(speed, limit, cancellation))
        {
            return null;
        }

        return PosixFile.TryOpen(path) is { } file ? new Connection(file, time) : null;
    }

    // Raw: the terminal layer would change line feeds and echo the printer's answers back to it.
    private async Task<bool> SetSpeedAsync(int speed, TimeSpan limit, CancellationToken cancellation)
    {
        string[] arguments =
        [
            "-F",
            path,
            speed.ToString(CultureInfo.InvariantCulture),
            "raw",
            "-echo",
            "clocal",
            "cs8",
            "-parenb",
            "-cstopb",
        ];
        try
        {
            using var stty = Process.Start(
                new ProcessStartInfo("stty", arguments)
                {
                    UseShellExecute = false,
                    RedirectStandardError = true,
                    RedirectStandardOutput = true,
                }
            )!;
            using var limited = new CancellationTokenSource(limit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limited.Token, cancellation);
            try
            {
                await stty.WaitForExitAsync(either.Token);
                return stty.ExitCode == 0;
            }
            catch (OperationCanceledException)
            {
                stty.Kill();
                cancellation.ThrowIfCancellationRequested();
                return false;
            }
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private sealed class Connection(PosixFile file, TimeProvider time) : IPrinterConnection
    {
        private const int PieceBytes = 256;
        private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(10);

        public async Task<bool> WriteAsync(ReadOnlyMemory<byte> bytes, TimeSpan limit, CancellationToken cancellation)
        {
            while (!bytes.IsEmpty)
            {
                var piece = bytes[..Math.Min(PieceBytes, bytes.Length)].ToArray();
                var taken = await WithinAsync(limit, () => file.Write(piece), cancellation);
                if (taken <= 0)
                {
                    return false;
                }

                bytes = bytes[taken..];
            }

            return true;
        }

        public async Task<int> ReadAsync(Memory<byte> buffer, TimeSpan limit, CancellationToken cancellation)
        {
            var read = new byte[buffer.Length];
            var length = await WithinAsync(limit, () => file.Read(read), cancellation);
            read.AsMemory(0, Math.Max(0, length)).CopyTo(buffer);
            return length;
        }

        public Task<bool?> FinishAsync(TimeSpan limit, CancellationToken cancellation) => Task.FromResult<bool?>(true);

        public ValueTask DisposeAsync()
        {
            file.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task<int> WithinAsync(TimeSpan limit, Func<int> look, CancellationToken cancellation)
        {
            var began = time.GetTimestamp();
            while (true)
            {
                var result = look();
                if (result != 0 || time.GetElapsedTime(began) >= limit)
                {
                    return result;
                }

                await Task.Delay(s_look, time, cancellation);
            }
        }
    }
}
