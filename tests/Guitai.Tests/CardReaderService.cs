using System.Diagnostics;
using System.Runtime.InteropServices;
using Guitai.Emv.Transport;
using Guitai.Sandbox.Cards.Chip.Keys;

namespace Guitai.Tests;

/// <summary>A card reader service of the tests' own, with two virtual readers (<c>build/virtual-reader</c>).</summary>
public sealed partial class CardReaderService : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private Process _process = null!;

    /// <summary>Where the first reader takes cards.</summary>
    public int Port { get; } = GuitaiProcess.FreePort();

    /// <summary>Keys of chips, made once for all tests.</summary>
    public string Keys => _folder["chip-keys.json"];

    public async ValueTask InitializeAsync()
    {
        _ = ChipKeys.Open(Keys, TimeProvider.System);

        // The library reads the process's own environment, which is not the one that .NET keeps.
        Assert.Equal(0, SetEnvironment("PCSCLITE_CSOCK_NAME", _folder["pcscd.comm"], 1));
        Assert.Equal(CardTrouble.NoService, (await PcscReader.ListAsync(TimeProvider.System)).Trouble);
        await StartAsync();
    }

    public async Task StartAsync()
    {
        _process = Process.Start(Path.Combine(Repository.Root, "build/virtual-reader"), [_folder.Path, $"{Port}"]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await PcscReader.ListAsync(TimeProvider.System)).Names.Count < 2)
        {
            Assert.False(_process.HasExited, "The card reader service ended: are pcscd and vsmartcard-vpcd there (build/setup-debian)?");
            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>SIGKILL.</summary>
    public async Task StopAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
