using System.Diagnostics;
using System.Net.Sockets;

namespace Guitai.Tests;

/// <summary>
/// A card reader service of the tests' own with two virtual readers, for contacts and for taps, apart from the system's (<c>build/virtual-reader</c>). The sandbox's
/// cards go to <see cref="Port"/>; a program finds the readers when <see cref="SocketVariable"/> stands in its environment with <see cref="Socket"/>.
/// </summary>
public class VirtualReaders : IAsyncLifetime
{
    /// <summary>Names the service's socket to the PC/SC library, which reads it once in a process.</summary>
    public const string SocketVariable = "PCSCLITE_CSOCK_NAME";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();
    private readonly int _pairs;
    private Process? _process;

    /// <summary>One reader for contacts and one for taps.</summary>
    public VirtualReaders()
        : this(pairs: 1) { }

    /// <summary>Several of each: the service needs up to 400 ms to see that a card has gone, and another pair need not wait for it.</summary>
    protected VirtualReaders(int pairs) => _pairs = pairs;

    /// <summary>Where the first reader takes cards; the second one takes them at the next (<c>--vpcd-port</c>).</summary>
    public int Port { get; } = GuitaiProcess.FreePort();

    /// <summary>The service's socket.</summary>
    public string Socket => _folder["pcscd.comm"];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => await StartAsync();

    /// <summary>Starts the service, again too, and waits until it has its readers: only then it makes its socket.</summary>
    public async Task StartAsync()
    {
        _process = Process.Start(Path.Combine(Repository.Root, "build/virtual-reader"), [_folder.Path, $"{Port}", $"{_pairs}"]);
        using var limit = new CancellationTokenSource(s_patience);
        while (!await IsThereAsync())
        {
            Assert.False(_process.HasExited, "The card reader service ended: are pcscd and vsmartcard-vpcd there (build/setup-debian)?");
            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>SIGKILL.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
            _process = null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    // A socket of a service that was killed still stands there.
    private async Task<bool> IsThereAsync()
    {
        using var socket = new System.Net.Sockets.Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
