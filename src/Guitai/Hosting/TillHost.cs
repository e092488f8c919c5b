using Guitai.Contracts.Sync;
using Guitai.Foundation;
using Guitai.Till;
using Guitai.Till.Desk;
using Guitai.Till.Devices;

namespace Guitai.Hosting;

/// <summary>A till in this process: its folder, its store and the loops that print and sync.</summary>
internal sealed class TillHost : IAsyncDisposable
{
    private readonly DataFolder _folder;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loops;

    private TillHost(DataFolder folder, TillRole till)
    {
        _folder = folder;
        Till = till;
        _loops = Task.WhenAll(
            Loop(till.Printing.RunAsync),
            Loop(till.Loop.RunAsync),
            Loop(till.Devices.RunAsync),
            Loop(till.Cards.RunAsync)
        );
    }

    public TillRole Till { get; }

    /// <summary>Opens the till's folder and starts its loops.</summary>
    /// <exception cref="Failure">The folder is taken, unwritable or damaged.</exception>
    public static async Task<TillHost> OpenAsync(string path, Func<Func<TillDesk>, IShopLink> link, IPrinter printer)
    {
        var folder = DataFolder.Take(path);
        TillRole? till = null;
        var store = folder.OpenStore("till.db", TillRole.Migrations);
        till = TillRole.Open(store, TimeProvider.System, new SystemRandomness(), link(() => till!.Desk), printer, Version.Text);
        till.Devices.Machine = new ThisMachine(path, TimeProvider.System);
        return new TillHost(folder, till);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loops;
        Till.Dispose();
        _folder.Dispose();
        _stop.Dispose();
    }

    private Task Loop(Func<CancellationToken, Task> run) =>
        Task.Run(async () =>
        {
            try
            {
                await run(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                // Stopped.
            }
            catch (Exception exception)
            {
                DataFolder.StopProcess(exception);
            }
        });
}
