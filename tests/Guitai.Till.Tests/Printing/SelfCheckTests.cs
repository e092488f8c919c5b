using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Guitai.Receipts;
using Guitai.Till.Devices;

namespace Guitai.Till.Tests.Printing;

/// <summary>What is read and what is found, case by case.</summary>
public sealed class SelfCheckTests
{
    private const long Day = 86_400_000;
    private const long Gigabyte = 1L << 30;

    private static readonly DeviceReadings s_good = new()
    {
        NowMs = 100 * Day,
        Printer = new PrinterReading(PrinterState.Ready, PrinterCondition.Ready, 0, 0),
        Scanner = new ScannerReading(13, 90, 9, true, 0),
        Drawer = new DrawerReading(true, 0),
        Disk = new DiskReading(50 * Gigabyte, 100 * Gigabyte, 4),
        Clock = new ClockReading(200, null, 0, SameMachine: false),
        Network = new NetworkReading(["192.0.2.5"]),
        Shop = new ShopReading(true, 1_000, null, 0),
        Certificate = new CertificateReading(200 * Day),
        Battery = new BatteryReading(80, false),
    };

    public static TheoryData<string, CheckState, DeviceReadings> Cases =>
        new()
        {
            { "printer.none", CheckState.Unknown, Printer(PrinterState.None) },
            { "printer.off", CheckState.Fail, Printer(PrinterState.Off) },
            { "printer.paper-out", CheckState.Fail, Printer(PrinterState.PaperOut) },
            { "printer.cover-open", CheckState.Fail, Printer(PrinterState.CoverOpen) },
            { "printer.faulty", CheckState.Fail, Printer(PrinterState.Faulty) },
            { "printer.silent", CheckState.Fail, Printer(PrinterState.Silent) },
            { "printer.garbled", CheckState.Fail, Printer(PrinterState.Garbled) },
            { "printer.uncertain", CheckState.Warn, s_good with { Printer = s_good.Printer with { Uncertain = 2 } } },
            {
                "printer.paper-low",
                CheckState.Warn,
                s_good with
                {
                    Printer = s_good.Printer with { Condition = new PrinterCondition(PaperNearEnd: true) },
                }
            },
            { "scanner.untested", CheckState.Unknown, s_good with { Scanner = null } },
            { "scanner.no-enter", CheckState.Warn, s_good with { Scanner = s_good.Scanner! with { EndsWithEnter = false } } },
            { "scanner.slow", CheckState.Warn, s_good with { Scanner = s_good.Scanner! with { SlowestGapMs = 36 } } },
            { "drawer.no-printer", CheckState.Unknown, Printer(PrinterState.None) },
            { "drawer.untested", CheckState.Unknown, s_good with { Drawer = null } },
            { "drawer.shut", CheckState.Fail, s_good with { Drawer = new DrawerReading(false, 0) } },
            { "disk.unreadable", CheckState.Warn, s_good with { Disk = null } },
            { "disk.not-writable", CheckState.Fail, s_good with { Disk = s_good.Disk! with { SyncMs = null } } },
            { "disk.full", CheckState.Fail, s_good with { Disk = s_good.Disk! with { FreeBytes = Gigabyte / 20 } } },
            { "disk.low", CheckState.Warn, s_good with { Disk = s_good.Disk! with { FreeBytes = Gigabyte / 2 } } },
            { "disk.slow", CheckState.Warn, s_good with { Disk = s_good.Disk! with { SyncMs = 201 } } },
            { "disk.very-slow", CheckState.Fail, s_good with { Disk = s_good.Disk! with { SyncMs = 1_001 } } },
            { "clock.off", CheckState.Warn, s_good with { Clock = s_good.Clock with { AheadMs = -61_000 } } },
            { "clock.far-off", CheckState.Fail, s_good with { Clock = s_good.Clock with { AheadMs = 601_000 } } },
            { "clock.stepped", CheckState.Warn, s_good with { Clock = s_good.Clock with { StepMs = -5_000 } } },
            { "clock.behind", CheckState.Fail, s_good with { Clock = s_good.Clock with { BehindJournalMs = 61_000 } } },
            { "clock.unchecked", CheckState.Unknown, s_good with { Clock = s_good.Clock with { AheadMs = null } } },
            { "clock.same-machine", CheckState.Ok, s_good with { Clock = new ClockReading(null, null, 0, SameMachine: true) } },
            { "network.none", CheckState.Warn, s_good with { Network = new NetworkReading([]) } },
            { "shop.away", CheckState.Warn, s_good with { Shop = new ShopReading(false, Day, null, 3) } },
            { "shop.long-away", CheckState.Fail, s_good with { Shop = new ShopReading(false, Day + 1, null, 3) } },
            { "shop.never", CheckState.Warn, s_good with { Shop = new ShopReading(false, null, null, 0) } },
            { "shop.alarm", CheckState.Fail, s_good with { Shop = new ShopReading(true, 0, "sync.forged", 0) } },
            { "certificate.soon", CheckState.Warn, s_good with { Certificate = new CertificateReading(129 * Day) } },
            { "certificate.last-days", CheckState.Fail, s_good with { Certificate = new CertificateReading(106 * Day) } },
            { "certificate.expired", CheckState.Fail, s_good with { Certificate = new CertificateReading(99 * Day) } },
            { "certificate.expired", CheckState.Fail, s_good with { Certificate = new CertificateReading(100 * Day) } },
            { "certificate.missing", CheckState.Fail, s_good with { Certificate = new CertificateReading(null) } },
            { "battery.low", CheckState.Warn, s_good with { Battery = new BatteryReading(24, true) } },
            { "battery.critical", CheckState.Fail, s_good with { Battery = new BatteryReading(7, true) } },
            { "battery.discharging", CheckState.Ok, s_good with { Battery = new BatteryReading(60, true) } },
        };

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Each_fault_is_named(string code, CheckState state, DeviceReadings readings)
    {
        var found = SelfCheck.Judge(readings);
        Assert.Equal(state, Assert.Single(found, c => c.Code == code).State);
        Assert.Equal(found.Count, found.Select(c => c.Device).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("zh-CN.json")]
    [InlineData("en.json")]
    public void Each_finding_has_a_sentence_for_what_is_wrong_and_one_for_how_to_mend_it(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Guitai.slnx")))
        {
            folder = folder.Parent;
        }

        var path = Path.Combine(folder.FullName, "web", "src", "till", "features", "devices", "i18n", file);
        var texts = JsonNode.Parse(File.ReadAllText(path))!;
        foreach (var check in Cases.SelectMany(c => SelfCheck.Judge(c.Data.Item3)).Concat(SelfCheck.Judge(s_good)))
        {
            string[] parts = check.State == CheckState.Ok ? ["found"] : ["found", "mend"];
            foreach (var part in parts)
            {
                var (device, code) = (check.Code.Split('.')[0], check.Code.Split('.')[1]);
                var text = (string?)(texts[part]![device]![code] ?? texts[part]![device]![code + "_other"]);
                Assert.True(text is { Length: > 0 }, $"{file} has no {part}.{check.Code}");
                // The page counts in days where there are some.
                var named = Regex.Matches(text, @"\{\{(\w+)\}\}").Select(m => m.Groups[1].Value == "count" ? "days" : m.Groups[1].Value);
                Assert.All(named, name => Assert.Contains(name, check.Parameters.Keys));
            }
        }
    }

    [Fact]
    public void Where_nothing_is_wrong_nothing_is_said()
    {
        Assert.All(SelfCheck.Judge(s_good), c => Assert.Equal(CheckState.Ok, c.State));
        Assert.Equal(9, SelfCheck.Judge(s_good).Count);
    }

    [Fact]
    public void A_device_that_does_not_exist_is_not_listed()
    {
        var found = SelfCheck.Judge(s_good with { Battery = null, Certificate = null });
        Assert.DoesNotContain(found, c => c.Device is "battery" or "certificate");
    }

    [Fact]
    public async Task The_check_reads_the_till_and_its_machine_and_tells_every_page()
    {
        await using var test = await TestTill.StartAsync();
        var machine = new TestMachine();
        test.Till.Devices.Machine = machine;
        test.Till.Devices.Check();
        Assert.DoesNotContain(test.Till.Devices.Wrong(), c => c.Device == "disk");
        machine.Read = machine.Read with { FreeBytes = 1 };
        test.Till.Devices.Check();
        Assert.Contains(test.View().Wrong, c => c.Code == "disk.full");
    }

    [Fact]
    public async Task A_clock_that_was_set_is_noticed_for_an_hour()
    {
        await using var test = await TestTill.StartAsync();
        var machine = new TestMachine();
        test.Till.Devices.Machine = machine;
        test.Till.Devices.Check();
        Move(test, machine, clockSeconds: 60, machineSeconds: 60);
        Assert.DoesNotContain(test.Till.Devices.Wrong(), c => c.Device == "clock");
        Move(test, machine, clockSeconds: 3_660, machineSeconds: 60);
        Assert.Contains(test.Till.Devices.Wrong(), c => c.Code == "clock.stepped" && c.Parameters["seconds"] == "3600");
        Move(test, machine, clockSeconds: 3_700, machineSeconds: 3_700);
        Assert.DoesNotContain(test.Till.Devices.Wrong(), c => c.Device == "clock");
    }

    [Fact]
    public async Task What_was_tried_is_remembered_over_a_restart()
    {
        await using var test = await TestTill.StartAsync();
        await test.DoAsync(t => t.DeviceDesk.ScannedAsync(test.Page, new ScannerTestRequest(Guid.CreateVersion7(), 13, 80, 8, true)));
        await test.DoAsync(t => t.DeviceDesk.DrawerTriedAsync(test.Page, new DrawerTestRequest(Guid.CreateVersion7(), Opened: false)));
        await test.RefusedAsync(
            "input.invalid",
            t => t.DeviceDesk.ScannedAsync(test.Page, new ScannerTestRequest(Guid.CreateVersion7(), 0, 80, 8, true))
        );
        await test.RestartAsync();
        test.Till.Devices.Check();
        Assert.Contains(test.Till.Devices.Checks, c => c.Code == "scanner.ok");
        Assert.Contains(test.Till.Devices.Checks, c => c.Code == "drawer.shut");
    }

    [Fact]
    public void This_machine_tells_of_itself_without_throwing()
    {
        var machine = new ThisMachine(Path.GetTempPath(), TimeProvider.System);
        Assert.True(machine.Disk()!.FreeBytes > 0);
        Assert.True(machine.Disk()!.SyncMs >= 0);
        Assert.True(machine.UptimeMs() > 0);
        Assert.NotNull(machine.Network());
        Assert.Null(new ThisMachine(Path.Combine(Path.GetTempPath(), "no-such-folder"), TimeProvider.System).Disk()?.SyncMs);
    }

    private static DeviceReadings Printer(PrinterState state) => s_good with { Printer = s_good.Printer with { State = state } };

    private static void Move(TestTill test, TestMachine machine, int clockSeconds, int machineSeconds)
    {
        test.Clock.Advance(TimeSpan.FromSeconds(clockSeconds));
        machine.Uptime += machineSeconds * 1000L;
        test.Till.Devices.Check();
    }

    private sealed class TestMachine : IMachine
    {
        public DiskReading Read { get; set; } = new(50 * Gigabyte, 100 * Gigabyte, 3);

        public long Uptime { get; set; } = 1_000_000;

        public DiskReading Disk() => Read;

        public DiskBurst TryDisk() => new(100, 3, 9, 80);

        public NetworkReading Network() => new(["192.0.2.5"]);

        public BatteryReading? Battery() => null;

        public long? UptimeMs() => Uptime;
    }
}
