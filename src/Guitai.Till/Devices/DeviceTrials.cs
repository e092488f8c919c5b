using Guitai.Foundation;
using Guitai.Till.Desk;
using Guitai.Till.Pages;
using Guitai.Till.Sync;

namespace Guitai.Till.Devices;

/// <summary>How the disk took a burst of small writes, each promised before the next, and one long one.</summary>
/// <param name="Writes">Small writes of 4 KB, as a sale makes them.</param>
/// <param name="MedianMs">Of one small write with its promise.</param>
/// <param name="SlowestMs">Of one small write with its promise.</param>
/// <param name="MegabytesPerSecond">Of the long write with its promise.</param>
public sealed record DiskBurst(int Writes, double MedianMs, double SlowestMs, double MegabytesPerSecond);

/// <param name="Burst">Null when the data folder could not be written.</param>
/// <param name="Check">What it means for selling, and what to do about it.</param>
public sealed record DiskTrial(DiskBurst? Burst, DeviceCheck Check);

/// <param name="Ms">Until it took the connection; null when it did not.</param>
public sealed record PrinterReach(string Host, int Port, double? Ms);

/// <param name="Ms">Until it answered a question of the sync; null when it did not.</param>
/// <param name="SameMachine">The shop is this process.</param>
public sealed record ShopReach(double? Ms, bool SameMachine);

/// <summary>Who was reached over the network.</summary>
/// <param name="Addresses">Of this device.</param>
/// <param name="Printer">Null when the printer is none of the network's.</param>
public sealed record NetworkTrial(IReadOnlyList<string> Addresses, PrinterReach? Printer, ShopReach Shop);

/// <summary>Tries of the devices that need no person: the network to the printer and the shop, and the disk.</summary>
public sealed class DeviceTrials(TillDesk desk, TillSync sync, DeviceWatch watch, DeviceDesk devices, bool sameMachine)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(4);

    /// <summary>Connects to a network printer and asks the shop a question, both at once.</summary>
    public async Task<NetworkTrial> NetworkAsync(CancellationToken cancellation)
    {
        var printer = PrinterAsync(cancellation);
        var shop = sync.AskAsync(s_longest, cancellation);
        return new NetworkTrial(
            watch.Machine?.Network().Addresses ?? [],
            await printer,
            new ShopReach((await shop)?.TotalMilliseconds, sameMachine)
        );
    }

    /// <summary>Writes beside the till's data what many sales in a row would write.</summary>
    public async Task<DiskTrial> DiskAsync()
    {
        // Off the request's thread: a failing disk holds it for seconds.
        var (burst, reading) = await Task.Run(() => (watch.Machine?.TryDisk(), watch.Machine?.Disk()));
        watch.Check();
        return new DiskTrial(burst, SelfCheck.JudgeDisk(reading is null ? null : reading with { SyncMs = burst?.MedianMs }));
    }

    private async Task<PrinterReach?> PrinterAsync(CancellationToken cancellation)
    {
        if (devices.Setup is not { Kind: "tcp" } setup)
        {
            return null;
        }

        var began = desk.Time.GetTimestamp();
        var connection = await new NetworkLine(setup.Host!, setup.Port, desk.Time).ConnectAsync(s_longest, cancellation);
        var took = desk.Time.GetElapsedTime(began).TotalMilliseconds;
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }

        return new PrinterReach(setup.Host!, setup.Port, connection is null ? null : took);
    }
}
