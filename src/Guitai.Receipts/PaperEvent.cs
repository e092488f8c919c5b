namespace Guitai.Receipts;

/// <summary>What the bytes sent to a printer made it do.</summary>
public abstract record PaperEvent;

/// <summary>A row came out.</summary>
public sealed record RowPrinted(PaperRow Row) : PaperEvent;

/// <summary>A document is complete: it was cut, the stream ended, or it grew beyond what is kept in memory.</summary>
public sealed record DocumentPrinted(PaperDocument Document) : PaperEvent;

/// <summary>The sender asks for a status byte (DLE EOT n) and waits for it; <see cref="PrinterCondition.StatusByte"/> gives the answer.</summary>
/// <param name="Number">n, 1 to 4.</param>
public sealed record StatusRequest(int Number) : PaperEvent;

/// <summary>The sender asks, in its turn behind everything sent before, for the paper's state (GS r 1); the answer proves that all of that was done.</summary>
public sealed record ConfirmationRequest : PaperEvent;

/// <summary>The rows of one document.</summary>
/// <param name="PaperCells">The paper's width in cells.</param>
/// <param name="Rows">From top to bottom; the last one is the cut when there was one.</param>
/// <param name="IsCut">False when the stream ended, or the limit of memory was reached, before a cut.</param>
public sealed record PaperDocument(int PaperCells, IReadOnlyList<PaperRow> Rows, bool IsCut);
