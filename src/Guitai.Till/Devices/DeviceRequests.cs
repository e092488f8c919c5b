using Guitai.Till.Pages;
using Guitai.Till.Receipts;

namespace Guitai.Till.Devices;

public sealed record DeviceRequest(Guid CommandId) : ICommand;

/// <summary>See <see cref="PrinterSetup"/>.</summary>
public sealed record PrinterSetupRequest(
    Guid CommandId,
    string Kind,
    string? Host,
    int? Port,
    string? Path,
    int? Baud,
    bool? Answers,
    Approval? Approval
) : ICommand;

/// <param name="CameOut">It lies there, whole.</param>
/// <param name="GiveUp">It is not wanted any more; otherwise it is printed again, marked as a copy.</param>
public sealed record PrintAnswerRequest(Guid CommandId, Guid JobId, bool CameOut, bool GiveUp) : ICommand;

/// <summary>See <see cref="ScannerReading"/>.</summary>
public sealed record ScannerTestRequest(Guid CommandId, int Characters, int DurationMs, int SlowestGapMs, bool EndsWithEnter) : ICommand;

/// <param name="Opened">A person saw it open.</param>
public sealed record DrawerTestRequest(Guid CommandId, bool Opened) : ICommand;

/// <summary>A printer's job as a page lists it.</summary>
/// <param name="Label">The receipt's or the shift's number; empty for a test page.</param>
/// <param name="State"><c>waiting</c>, <c>printing</c>, <c>printed</c>, <c>uncertain</c> or <c>settled</c>.</param>
/// <param name="Copy">0 for the original.</param>
public sealed record PrintJobView(Guid Id, PrintKind Kind, string Label, int Copy, string State, long AtMs);

/// <summary>The printer and what it has to do.</summary>
/// <param name="Setup">Null when the printer comes from the command line and was never changed here.</param>
/// <param name="Open">Waiting, under way or uncertain, oldest first.</param>
/// <param name="Recent">Printed or settled lately, newest first.</param>
public sealed record PrinterDetail(
    PrinterView Printer,
    PrinterSetup? Setup,
    IReadOnlyList<PrintJobView> Open,
    IReadOnlyList<PrintJobView> Recent
);

/// <summary>The last self-check.</summary>
public sealed record DeviceReport(long CheckedAtMs, IReadOnlyList<DeviceCheck> Checks, PrinterDetail Printer);
