namespace Guitai.Till.Devices;

/// <summary>A printer behind a device file such as <c>/dev/usb/lp0</c>.</summary>
public sealed class FilePrinter(string path) : IPrinter
{
    /// <inheritdoc/>
    public bool IsThere => true;

    /// <inheritdoc/>
    public async Task<PrintOutcome> SendAsync(ReadOnlyMemory<byte> document, CancellationToken cancellation)
    {
        FileStream device;
        try
        {
            device = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return PrintOutcome.NotReached;
        }

        await using (device)
        {
            try
            {
                await device.WriteAsync(document, cancellation);
                await device.FlushAsync(cancellation);
                return PrintOutcome.Sent;
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                return PrintOutcome.Uncertain;
            }
        }
    }
}
