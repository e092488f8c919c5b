namespace Guitai.Till.Devices;

/// <summary>How sending a document to a printer ended.</summary>
public enum PrintOutcome
{
    /// <summary>Every byte was taken.</summary>
    Sent,

    /// <summary>The printer could not be reached; not one byte left.</summary>
    NotReached,

    /// <summary>It broke off in the middle: the paper may show all, part or nothing.</summary>
    Uncertain,
}

/// <summary>A receipt printer that takes ESC/POS bytes.</summary>
public interface IPrinter
{
    /// <summary>False when no printer is set up; nothing is then queued for it.</summary>
    bool IsThere { get; }

    /// <summary>Sends one document.</summary>
    Task<PrintOutcome> SendAsync(ReadOnlyMemory<byte> document, CancellationToken cancellation);
}

/// <summary>A till without a printer.</summary>
public sealed class NoPrinter : IPrinter
{
    /// <inheritdoc/>
    public bool IsThere => false;

    /// <inheritdoc/>
    public Task<PrintOutcome> SendAsync(ReadOnlyMemory<byte> document, CancellationToken cancellation) =>
        Task.FromResult(PrintOutcome.NotReached);
}
