namespace Guitai.Till.Devices;

/// <summary>The way to a printer: a socket or a device file.</summary>
public interface IPrinterLine
{
    /// <summary>Opens the way; null when nobody is there.</summary>
    Task<IPrinterConnection?> ConnectAsync(TimeSpan limit, CancellationToken cancellation);
}

/// <summary>An open way to a printer. Failures of the line are answers, not exceptions; only the caller's cancellation throws.</summary>
public interface IPrinterConnection : IAsyncDisposable
{
    /// <summary>Hands over every byte.</summary>
    /// <param name="limit">So long no byte may be taken before the line counts as dead.</param>
    /// <returns>False when it broke off; some bytes may have left.</returns>
    Task<bool> WriteAsync(ReadOnlyMemory<byte> bytes, TimeSpan limit, CancellationToken cancellation);

    /// <summary>Reads what has come.</summary>
    /// <returns>How many bytes; 0 when none came within the limit; -1 when the line is closed or broken.</returns>
    Task<int> ReadAsync(Memory<byte> buffer, TimeSpan limit, CancellationToken cancellation);

    /// <summary>Says that no more comes and waits until the other side has taken everything.</summary>
    /// <returns>True when it closed in good order, or the line knows no closing; null when it kept silent; false when it broke.</returns>
    Task<bool?> FinishAsync(TimeSpan limit, CancellationToken cancellation);
}
