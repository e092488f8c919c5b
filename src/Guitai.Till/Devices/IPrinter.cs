using Guitai.Receipts;

namespace Guitai.Till.Devices;

/// <summary>How a printing order ended.</summary>
public enum PrintOutcome
{
    /// <summary>The paper came out: the printer said so, or it took everything in good order and never says anything.</summary>
    Printed,

    /// <summary>The printer could not be reached; not one byte left.</summary>
    NotReached,

    /// <summary>It was reached and cannot print now (paper, cover, silence); not one byte of the document left.</summary>
    NotReady,

    /// <summary>Bytes left and no confirmation came: the paper may show all, part or nothing.</summary>
    Uncertain,
}

/// <summary>How the printer is, as far as it lets anybody know.</summary>
public enum PrinterState
{
    /// <summary>No printer is set up.</summary>
    None,

    /// <summary>It prints.</summary>
    Ready,

    /// <summary>Nobody answers at its address, or its device file cannot be opened.</summary>
    Off,

    PaperOut,

    CoverOpen,

    /// <summary>The knife is stuck, the head is hot, or another fault.</summary>
    Faulty,

    /// <summary>It takes the connection and says nothing, although it has answered before.</summary>
    Silent,

    /// <summary>It answers with something that is no ESC/POS status.</summary>
    Garbled,
}

/// <summary>One visit to the printer: the drawer's pulse, a document, or both.</summary>
public sealed class PrintOrder
{
    /// <summary>Asked when the pulse can be sent at once; true hands the pulse over, and it is never asked for again, whatever comes of it.</summary>
    public required Func<bool> TakeKick { get; init; }

    /// <summary>The document's bytes; null for the drawer alone.</summary>
    public ReadOnlyMemory<byte>? Document { get; init; }

    /// <summary>Called before the document's first byte leaves; false stops it. Whoever prints makes "under way" durable here.</summary>
    public required Func<Task<bool>> Begin { get; init; }

    /// <summary>Told whenever the printer let its state be known.</summary>
    public required Action<PrinterState, PrinterCondition> Seen { get; init; }
}

/// <summary>A receipt printer that takes ESC/POS bytes.</summary>
public interface IPrinter
{
    /// <summary>False when no printer is set up; nothing is then queued for it.</summary>
    bool IsThere { get; }

    /// <summary>Carries out one order. Never throws because of the printer.</summary>
    Task<PrintOutcome> PrintAsync(PrintOrder order, CancellationToken cancellation);

    /// <summary>Asks the printer how it is, and prints nothing.</summary>
    Task<(PrinterState State, PrinterCondition Condition)> AskAsync(CancellationToken cancellation);
}

/// <summary>A till without a printer.</summary>
public sealed class NoPrinter : IPrinter
{
    /// <inheritdoc/>
    public bool IsThere => false;

    /// <inheritdoc/>
    public Task<PrintOutcome> PrintAsync(PrintOrder order, CancellationToken cancellation) => Task.FromResult(PrintOutcome.NotReached);

    /// <inheritdoc/>
    public Task<(PrinterState State, PrinterCondition Condition)> AskAsync(CancellationToken cancellation) =>
        Task.FromResult((PrinterState.None, PrinterCondition.Ready));
}
