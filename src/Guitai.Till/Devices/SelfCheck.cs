using System.Globalization;
using Guitai.Contracts.Terminal;
using Guitai.Receipts;

namespace Guitai.Till.Devices;

/// <summary>How a device is.</summary>
public enum CheckState
{
    Ok,

    /// <summary>It works, and something should be done about it.</summary>
    Warn,

    /// <summary>It does not work.</summary>
    Fail,

    /// <summary>Nobody has tried it yet, or it is not set up.</summary>
    Unknown,
}

/// <summary>What was found about one device.</summary>
/// <param name="Device"><c>printer</c>, <c>scanner</c>, <c>drawer</c>, <c>disk</c>, <c>clock</c>, <c>network</c>, <c>shop</c>, <c>certificate</c>, <c>battery</c>, <c>chips</c>.</param>
/// <param name="Code">What was found, for example <c>printer.paper-out</c>; the page has a sentence for what is wrong and one for what to do.</param>
/// <param name="Parameters">Numbers and names of those sentences.</param>
public sealed record DeviceCheck(string Device, CheckState State, string Code, IReadOnlyDictionary<string, string> Parameters);

/// <summary>A scan into the test field, as the page measured it.</summary>
/// <param name="Characters">Without the Enter.</param>
/// <param name="DurationMs">From the first character to the last.</param>
/// <param name="SlowestGapMs">Longest time between two characters.</param>
/// <param name="EndsWithEnter">The scanner pressed Enter.</param>
public sealed record ScannerReading(int Characters, int DurationMs, int SlowestGapMs, bool EndsWithEnter, long AtMs);

/// <param name="Opened">Whether a person saw it open.</param>
public sealed record DrawerReading(bool Opened, long AtMs);

/// <param name="Waiting">Receipts that still have to be printed.</param>
/// <param name="Uncertain">Receipts that a person is asked about.</param>
public sealed record PrinterReading(PrinterState State, PrinterCondition Condition, int Waiting, int Uncertain);

/// <param name="AheadMs">Of the shop's clock; null when it is unknown.</param>
/// <param name="StepMs">By how much somebody moved the clock lately; null for not at all.</param>
/// <param name="BehindJournalMs">How far the clock is behind what was last sold; zero or less when it is not.</param>
public sealed record ClockReading(long? AheadMs, long? StepMs, long BehindJournalMs, bool SameMachine);

/// <param name="SinceContactMs">Null: never reached.</param>
/// <param name="Alarm">Code of what is wrong with the way up; null when nothing is.</param>
public sealed record ShopReading(bool Online, long? SinceContactMs, string? Alarm, long Waiting);

/// <summary>Everything that was read at one moment; null where there is nothing to read.</summary>
public sealed record DeviceReadings
{
    public required PrinterReading Printer { get; init; }

    public ScannerReading? Scanner { get; init; }

    public DrawerReading? Drawer { get; init; }

    public DiskReading? Disk { get; init; }

    public required ClockReading Clock { get; init; }

    public required NetworkReading Network { get; init; }

    public required ShopReading Shop { get; init; }

    public CertificateReading? Certificate { get; init; }

    public BatteryReading? Battery { get; init; }

    /// <summary>What the card terminal found about chips, the worst first; null where it is to read none.</summary>
    public IReadOnlyList<TerminalFinding>? Chips { get; init; }

    public required long NowMs { get; init; }
}

/// <summary>Judges what was read. It reads nothing itself.</summary>
public static class SelfCheck
{
    private const long Megabyte = 1024 * 1024;
    private const long DayMs = 24L * 60 * 60 * 1000;

    /// <summary>Keys of a scanner come faster than this, as the page tells a scanner from a person.</summary>
    public const int ScannerGapMs = 35;

    /// <summary>One finding a device, in the order of the page; a device that does not exist has none.</summary>
    public static IReadOnlyList<DeviceCheck> Judge(DeviceReadings read) =>
        [
            Printer(read.Printer),
            Scanner(read.Scanner),
            Drawer(read.Drawer, read.Printer.State),
            JudgeDisk(read.Disk),
            Clock(read.Clock),
            Network(read.Network),
            Shop(read.Shop),
            .. read.Certificate is { } certificate ? [Certificate(certificate, read.NowMs)] : Array.Empty<DeviceCheck>(),
            .. read.Battery is { } battery ? [Battery(battery)] : Array.Empty<DeviceCheck>(),
            .. read.Chips is { } chips ? [Chips(chips)] : Array.Empty<DeviceCheck>(),
        ];

    // The terminal has judged already.
    private static DeviceCheck Chips(IReadOnlyList<TerminalFinding> found) =>
        found is [var worst, ..]
            ? new DeviceCheck(
                "chips",
                worst.Severity switch
                {
                    FindingSeverity.Fail => CheckState.Fail,
                    FindingSeverity.Warn => CheckState.Warn,
                    _ => CheckState.Unknown,
                },
                worst.What.Code,
                worst.What.Parameters ?? new Dictionary<string, string>(StringComparer.Ordinal)
            )
            : Found("chips", CheckState.Ok, "ok");

    private static DeviceCheck Printer(PrinterReading read)
    {
        (string, string)[] counts = [("waiting", Text(read.Waiting)), ("uncertain", Text(read.Uncertain))];
        return read.State switch
        {
            PrinterState.None => Found("printer", CheckState.Unknown, "none", counts),
            PrinterState.Off => Found("printer", CheckState.Fail, "off", counts),
            PrinterState.PaperOut => Found("printer", CheckState.Fail, "paper-out", counts),
            PrinterState.CoverOpen => Found("printer", CheckState.Fail, "cover-open", counts),
            PrinterState.Faulty => Found("printer", CheckState.Fail, "faulty", counts),
            PrinterState.Silent => Found("printer", CheckState.Fail, "silent", counts),
            PrinterState.Garbled => Found("printer", CheckState.Fail, "garbled", counts),
            _ when read.Uncertain > 0 => Found("printer", CheckState.Warn, "uncertain", counts),
            _ when read.Condition.PaperNearEnd => Found("printer", CheckState.Warn, "paper-low", counts),
            _ => Found("printer", CheckState.Ok, "ok", counts),
        };
    }

    private static DeviceCheck Scanner(ScannerReading? read) =>
        read switch
        {
            null => Found("scanner", CheckState.Unknown, "untested"),
            { EndsWithEnter: false } => Found("scanner", CheckState.Warn, "no-enter", Scan(read)),
            { SlowestGapMs: > ScannerGapMs } => Found("scanner", CheckState.Warn, "slow", Scan(read)),
            _ => Found("scanner", CheckState.Ok, "ok", Scan(read)),
        };

    private static (string, string)[] Scan(ScannerReading read) =>
        [("characters", Text(read.Characters)), ("ms", Text(read.DurationMs)), ("gap", Text(read.SlowestGapMs))];

    private static DeviceCheck Drawer(DrawerReading? read, PrinterState printer) =>
        read switch
        {
            // Without a printer there is no socket for its cable.
            _ when printer == PrinterState.None => Found("drawer", CheckState.Unknown, "no-printer"),
            null => Found("drawer", CheckState.Unknown, "untested"),
            { Opened: false } => Found("drawer", CheckState.Fail, "shut"),
            _ => Found("drawer", CheckState.Ok, "ok"),
        };

    /// <summary>The disk's part.</summary>
    internal static DeviceCheck JudgeDisk(DiskReading? read)
    {
        if (read is null)
        {
            return Found("disk", CheckState.Warn, "unreadable");
        }

        (string, string)[] figures =
        [
            ("freeGb", Gigabytes(read.FreeBytes)),
            ("ms", read.SyncMs is { } ms ? Math.Max(1, Math.Round(ms)).ToString(CultureInfo.InvariantCulture) : "-"),
        ];
        return read switch
        {
            { SyncMs: null } => Found("disk", CheckState.Fail, "not-writable", figures),
            { FreeBytes: < 100 * Megabyte } => Found("disk", CheckState.Fail, "full", figures),
            { SyncMs: > 1000 } => Found("disk", CheckState.Fail, "very-slow", figures),
            { FreeBytes: < 1024 * Megabyte } => Found("disk", CheckState.Warn, "low", figures),
            { SyncMs: > 200 } => Found("disk", CheckState.Warn, "slow", figures),
            _ => Found("disk", CheckState.Ok, "ok", figures),
        };
    }

    private static DeviceCheck Clock(ClockReading read)
    {
        if (read.BehindJournalMs > 60_000)
        {
            return Found("clock", CheckState.Fail, "behind", Span(read.BehindJournalMs));
        }

        return read switch
        {
            { AheadMs: > 600_000 or < -600_000 } => Found("clock", CheckState.Fail, "far-off", Span(read.AheadMs.Value)),
            { AheadMs: > 60_000 or < -60_000 } => Found("clock", CheckState.Warn, "off", Span(read.AheadMs.Value)),
            { StepMs: { } step } => Found("clock", CheckState.Warn, "stepped", Span(step)),
            { AheadMs: { } ahead } => Found("clock", CheckState.Ok, "ok", Span(ahead)),
            { SameMachine: true } => Found("clock", CheckState.Ok, "same-machine"),
            _ => Found("clock", CheckState.Unknown, "unchecked"),
        };
    }

    private static (string, string)[] Span(long ms) =>
        [("seconds", Text(Math.Abs(ms) / 1000)), ("direction", ms >= 0 ? "ahead" : "behind")];

    private static DeviceCheck Network(NetworkReading read) =>
        read.Addresses.Count == 0
            ? Found("network", CheckState.Warn, "none")
            : Found("network", CheckState.Ok, "ok", ("addresses", string.Join(", ", read.Addresses)));

    private static DeviceCheck Shop(ShopReading read)
    {
        (string, string)[] figures =
        [
            ("minutes", Text((read.SinceContactMs ?? 0) / 60_000)),
            ("waiting", Text(read.Waiting)),
            ("alarm", read.Alarm ?? ""),
        ];
        return read switch
        {
            { Alarm: not null } => Found("shop", CheckState.Fail, "alarm", figures),
            { Online: true } => Found("shop", CheckState.Ok, "ok", figures),
            { SinceContactMs: null } => Found("shop", CheckState.Warn, "never", figures),
            { SinceContactMs: > DayMs } => Found("shop", CheckState.Fail, "long-away", figures),
            _ => Found("shop", CheckState.Warn, "away", figures),
        };
    }

    private static DeviceCheck Certificate(CertificateReading read, long nowMs)
    {
        if (read.NotAfterMs is not { } notAfterMs)
        {
            return Found("certificate", CheckState.Fail, "missing");
        }

        var leftMs = notAfterMs - nowMs;
        var days = ("days", Text(Math.Abs(leftMs) / DayMs));
        return leftMs <= 0 ? Found("certificate", CheckState.Fail, "expired", days)
            : leftMs < 7 * DayMs ? Found("certificate", CheckState.Fail, "last-days", days)
            : leftMs < 30 * DayMs ? Found("certificate", CheckState.Warn, "soon", days)
            : Found("certificate", CheckState.Ok, "ok", days);
    }

    private static DeviceCheck Battery(BatteryReading read)
    {
        var percent = ("percent", Text(read.Percent));
        return read switch
        {
            { Discharging: true, Percent: < 8 } => Found("battery", CheckState.Fail, "critical", percent),
            { Discharging: true, Percent: < 25 } => Found("battery", CheckState.Warn, "low", percent),
            { Discharging: true } => Found("battery", CheckState.Ok, "discharging", percent),
            _ => Found("battery", CheckState.Ok, "ok", percent),
        };
    }

    private static DeviceCheck Found(string device, CheckState state, string what, params (string Name, string Value)[] parameters) =>
        new(device, state, $"{device}.{what}", parameters.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal));

    // A digit behind the point where it matters.
    private static string Gigabytes(long bytes)
    {
        var gigabytes = bytes / (1024d * Megabyte);
        return gigabytes.ToString(gigabytes < 10 ? "F1" : "F0", CultureInfo.InvariantCulture);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
