using System.Globalization;
using System.Net.NetworkInformation;
using Microsoft.Win32.SafeHandles;

namespace Guitai.Till.Devices;

/// <summary>The disk that holds the till's data.</summary>
/// <param name="SyncMs">How long the disk took to promise a small write; null when it could not be written.</param>
public sealed record DiskReading(long FreeBytes, long TotalBytes, double? SyncMs);

/// <param name="Addresses">Of interfaces that are up, without loopback.</param>
public sealed record NetworkReading(IReadOnlyList<string> Addresses);

/// <param name="Percent">0 to 100.</param>
/// <param name="Discharging">It runs on the battery.</param>
public sealed record BatteryReading(int Percent, bool Discharging);

/// <param name="NotAfterMs">The last moment at which the till's certificate is good; null for a till that should have one and has none.</param>
public sealed record CertificateReading(long? NotAfterMs);

/// <summary>What the till's own machine tells about itself. Nothing here throws because of the machine.</summary>
public interface IMachine
{
    /// <summary>Null when it cannot be read.</summary>
    DiskReading? Disk();

    /// <summary>Writes like a busy till, for at most a few seconds; null when the data folder cannot be written.</summary>
    DiskBurst? TryDisk();

    NetworkReading Network();

    /// <summary>Null when there is none.</summary>
    BatteryReading? Battery();

    /// <summary>Since the machine was started, sleep included, whatever anybody sets the clock to; null when it does not say.</summary>
    long? UptimeMs();
}

/// <summary>Knows by how much this machine's clock differs from the shop's.</summary>
public interface IShopClock
{
    /// <summary>Positive: this machine is ahead. Null before the first exchange.</summary>
    long? AheadMs { get; }
}

/// <summary>The machine that this process runs on, as Linux tells it.</summary>
/// <param name="dataFolder">Where the till's data are.</param>
public sealed class ThisMachine(string dataFolder, TimeProvider time) : IMachine
{
    private const string PowerSupplies = "/sys/class/power_supply";
    private const int ProbeBytes = 4096;
    private const int TrialWrites = 100;
    private const int TrialBytes = 8 * 1024 * 1024;
    private static readonly TimeSpan s_trialLongest = TimeSpan.FromSeconds(3);

    private int _probes;

    /// <inheritdoc/>
    public DiskReading? Disk()
    {
        try
        {
            var drive = new DriveInfo(Path.GetFullPath(dataFolder));
            return new DiskReading(drive.AvailableFreeSpace, drive.TotalSize, SyncMs());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public DiskBurst? TryDisk() =>
        Probe(file =>
        {
            List<double> took = [];
            var piece = new byte[ProbeBytes];
            var burst = time.GetTimestamp();
            while (took.Count < TrialWrites && (took.Count < 3 || time.GetElapsedTime(burst) < s_trialLongest))
            {
                var began = time.GetTimestamp();
                RandomAccess.Write(file, piece, took.Count * (long)ProbeBytes);
                RandomAccess.FlushToDisk(file);
                took.Add(time.GetElapsedTime(began).TotalMilliseconds);
            }

            took.Sort();
            var longWrite = time.GetTimestamp();
            RandomAccess.Write(file, new byte[TrialBytes], 0);
            RandomAccess.FlushToDisk(file);
            var seconds = Math.Max(time.GetElapsedTime(longWrite).TotalSeconds, 1e-6);
            return new DiskBurst(took.Count, took[took.Count / 2], took[^1], TrialBytes / (1024.0 * 1024.0) / seconds);
        });

    /// <inheritdoc/>
    public NetworkReading Network()
    {
        try
        {
            return new NetworkReading([
                .. NetworkInterface
                    .GetAllNetworkInterfaces()
                    .Where(i => i.OperationalStatus == OperationalStatus.Up && i.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                    .SelectMany(i => i.GetIPProperties().UnicastAddresses)
                    .Where(a => !a.Address.IsIPv6LinkLocal)
                    .Select(a => a.Address.ToString())
                    .Take(8),
            ]);
        }
        catch (NetworkInformationException)
        {
            return new NetworkReading([]);
        }
    }

    /// <inheritdoc/>
    public BatteryReading? Battery()
    {
        try
        {
            foreach (var supply in Directory.Exists(PowerSupplies) ? Directory.GetDirectories(PowerSupplies) : [])
            {
                // A wireless mouse has a battery, too; it is of the device's scope and not the system's.
                if (
                    Line(supply, "type") == "Battery"
                    && Line(supply, "scope") != "Device"
                    && Number(Line(supply, "capacity")) is { } percent
                )
                {
                    return new BatteryReading(Math.Clamp(percent, 0, 100), Line(supply, "status") == "Discharging");
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A battery that cannot be read is as good as none.
        }

        return null;
    }

    /// <inheritdoc/>
    public long? UptimeMs()
    {
        try
        {
            var text = File.ReadAllText("/proc/uptime");
            return double.TryParse(text.Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
                ? (long)(seconds * 1000)
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private double? SyncMs() =>
        Probe(file =>
        {
            var began = time.GetTimestamp();
            RandomAccess.Write(file, new byte[ProbeBytes], 0);
            RandomAccess.FlushToDisk(file);
            return new TimeSpan?(time.GetElapsedTime(began));
        })?.TotalMilliseconds;

    // A file of its own for each, because a self-check may come while a trial is under way.
    private T? Probe<T>(Func<SafeFileHandle, T> work)
    {
        var probe = Path.Combine(
            dataFolder,
            string.Create(CultureInfo.InvariantCulture, $".disk-check-{Interlocked.Increment(ref _probes)}")
        );
        try
        {
            using var file = File.OpenHandle(
                probe,
                FileMode.Create,
                FileAccess.Write,
                FileShare.None,
                FileOptions.DeleteOnClose,
                preallocationSize: 0
            );
            return work(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    private static string? Line(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
