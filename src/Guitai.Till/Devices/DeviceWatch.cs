using Dapper;
using Guitai.Contracts.Terminal;
using Guitai.Foundation.Store;
using Guitai.Till.Desk;
using Guitai.Till.Journal;
using Guitai.Till.Receipts;
using Guitai.Till.Sync;

namespace Guitai.Till.Devices;

/// <summary>Checks the till's devices at the start and every twenty seconds, and remembers what people tried: the scanner and the drawer cannot tell by themselves.</summary>
public sealed class DeviceWatch(TillDesk desk, PrintQueue printing, TillSync sync, IShopClock? shopClock)
{
    private const long StepMs = 2_000;
    private const long StepToldMs = 60 * 60 * 1000;
    private const string ScannerName = "scanner";
    private const string DrawerName = "drawer";
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(20);

    /// <summary>By then the shop and the printer have had time to answer.</summary>
    private static readonly TimeSpan s_secondRound = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private (long WallMs, long UptimeMs)? _before;
    private (long StepMs, long AtMs)? _step;

    /// <summary>What the machine tells; set by the composition. Without one, its checks are left out.</summary>
    public IMachine? Machine { get; set; }

    /// <summary>The till's certificate; null where none is needed.</summary>
    public Func<CertificateReading>? Certificate { get; set; }

    /// <summary>What the card terminal says of chips; null without a terminal.</summary>
    public Func<IReadOnlyList<TerminalFinding>?>? Chips { get; set; }

    /// <summary>What was found last; empty before the first round.</summary>
    public IReadOnlyList<DeviceCheck> Checks { get; private set; } = [];

    /// <summary>When that was.</summary>
    public long CheckedAtMs { get; private set; }

    /// <summary>Checks at once, after asking the printer, and so on until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        Check();
        await Task.Delay(s_secondRound, desk.Time, cancellation);
        while (true)
        {
            Check();
            await Task.Delay(s_round, desk.Time, cancellation);
        }
    }

    /// <summary>Reads everything now and judges it. The printer's state is the one last heard.</summary>
    public void Check()
    {
        lock (_lock)
        {
            var found = SelfCheck.Judge(Read());
            var changed = !Same(found, Checks);
            (Checks, CheckedAtMs) = (found, desk.NowMs);
            if (changed)
            {
                desk.SaySomethingChanged();
            }
        }
    }

    /// <summary>Devices with something wrong, as the status bar shows them now: the printer by what it told since.</summary>
    public IReadOnlyList<DeviceCheck> Wrong() => [.. Checks.Where(c => c.State is CheckState.Warn or CheckState.Fail)];

    /// <summary>Keeps what a person tried.</summary>
    internal static Write Keep(ScannerReading reading) => Keep(ScannerName, reading);

    /// <inheritdoc cref="Keep(ScannerReading)"/>
    internal static Write Keep(DrawerReading reading) => Keep(DrawerName, reading);

    private static Write Keep<T>(string name, T reading)
        where T : notnull => new Write().Upsert(TillTables.Device, name, TillJson.Write(reading));

    private T? Kept<T>(string name)
        where T : class =>
        desk.Store.Read(c => c.ExecuteScalar<string?>("SELECT body FROM device WHERE name = @name", new { name })) is { } body
            ? TillJson.Read<T>(body)
            : null;

    private DeviceReadings Read()
    {
        var now = desk.NowMs;
        var open = printing.Open;
        return new DeviceReadings
        {
            NowMs = now,
            Printer = new PrinterReading(
                printing.State,
                printing.Condition,
                open.Count(j => j.State is PrintState.Waiting or PrintState.Printing),
                open.Count(j => j.State == PrintState.Uncertain)
            ),
            Scanner = Kept<ScannerReading>(ScannerName),
            Drawer = Kept<DrawerReading>(DrawerName),
            Disk = Machine?.Disk(),
            Clock = Clock(now),
            Network = Machine?.Network() ?? new NetworkReading([]),
            Shop = new ShopReading(
                sync.Online,
                sync.LastContactMs is { } contact ? Math.Max(0, now - contact) : null,
                desk.Cursor.Alarm,
                desk.State.Sequence - desk.Cursor.ConfirmedSequence
            ),
            Certificate = Certificate?.Invoke(),
            Battery = Machine?.Battery(),
            Chips = Chips?.Invoke(),
        };
    }

    private ClockReading Clock(long nowMs)
    {
        if (Machine?.UptimeMs() is { } uptime)
        {
            if (_before is { } before)
            {
                var step = nowMs - before.WallMs - (uptime - before.UptimeMs);
                _step = Math.Abs(step) > StepMs ? (step, nowMs) : _step;
            }

            _before = (nowMs, uptime);
        }

        if (_step is { } told && Math.Abs(nowMs - told.AtMs) > StepToldMs)
        {
            _step = null;
        }

        var last = desk.Store.Read(c => c.ExecuteScalar<long?>("SELECT at_ms FROM fact ORDER BY position DESC LIMIT 1"));
        return new ClockReading(shopClock?.AheadMs, _step?.StepMs, (last ?? nowMs) - nowMs, SameMachine: shopClock is null);
    }

    private static bool Same(IReadOnlyList<DeviceCheck> a, IReadOnlyList<DeviceCheck> b) =>
        a.Count == b.Count && a.Zip(b).All(p => p.First.Code == p.Second.Code && p.First.State == p.Second.State);
}
