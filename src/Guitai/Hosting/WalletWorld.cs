using System.Security.Cryptography;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Issuer.Link;
using Guitai.Sandbox.Wallets;
using Guitai.Sandbox.Wallets.Gateway;
using Guitai.Sandbox.Wallets.Phone;

namespace Guitai.Hosting;

/// <summary>The sandbox's wallets in this process: their folder, the gateways on their own port, and the courier that brings callbacks.</summary>
internal sealed class WalletWorld : IAsyncDisposable
{
    private readonly SocketsHttpHandler _callbacks;
    private readonly GatewayListener _gateways;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _courier;

    private WalletWorld(SandboxWallets wallets, SocketsHttpHandler callbacks, GatewayListener gateways)
    {
        Wallets = wallets;
        _callbacks = callbacks;
        _gateways = gateways;
        _courier = wallets.Callbacks.RunAsync(_stop.Token);
    }

    public SandboxWallets Wallets { get; }

    /// <summary>Where both gateways are.</summary>
    public Uri Address => new($"http://127.0.0.1:{_gateways.Port}/");

    /// <summary>Opens the wallets of a folder and listens on loopback.</summary>
    /// <param name="data">The data folder; theirs is <c>sandbox/wallets</c> in it.</param>
    /// <param name="port">0 for any.</param>
    /// <exception cref="Failure">The folder or the port cannot be had.</exception>
    public static async Task<WalletWorld> OpenAsync(string data, int port)
    {
        var folder = Path.Combine(data, "sandbox", "wallets");

        // No proxy: a merchant here is on this machine.
        var callbacks = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        SandboxWallets? wallets = null;
        try
        {
            wallets = SandboxWallets.Open(new WalletFolder(folder), TimeProvider.System, RandomNumberGenerator.Fill, callbacks);
            return new WalletWorld(wallets, callbacks, await GatewayListener.StartAsync(wallets.AnswerAsync, port));
        }
        catch (Exception exception)
        {
            var opened = wallets is not null;
            wallets?.Dispose();
            callbacks.Dispose();
            switch (exception)
            {
                case InvalidDataException or CryptographicException or ArgumentException:
                    throw new Failure(
                        $"The wallets in {folder} cannot be opened: {exception.Message} Remove the folder to begin with new ones.",
                        $"{folder} 中的钱包数据无法打开。删除该目录即可重新开始。"
                    );
                case IOException when opened:
                    throw new Failure(
                        $"The wallets' port {port} is in use by another program. Stop it, or name another with --wallets-port.",
                        $"钱包端口 {port} 已被其他程序占用。请停止该程序，或用 --wallets-port 换一个端口。"
                    );
                case UnauthorizedAccessException or IOException:
                    throw Failure.NotWritable(folder);
                default:
                    throw;
            }
        }
    }

    /// <summary>Has an issuer take the codes of these phones' UnionPay app.</summary>
    public void Serve(SandboxIssuer issuer)
    {
        var phone = Wallets.Phone;
        phone.Network = issuer;
        issuer.TakeCodes(
            (code, purpose) =>
                phone.TryUse(code, purpose) is { } used ? (CodeFate.Good, used.CardIndex)
                : phone.WhoseWas(code) is { } was ? (CodeFate.Over, was.CardIndex)
                : (CodeFate.Unknown, 0)
        );
    }

    /// <summary>Maps the endpoints of the sandbox's pages.</summary>
    public void Map(WebApplication app)
    {
        WalletEndpoints.Map(app, Wallets, Address.ToString());
        PhoneEndpoints.Map(app, Wallets.Phone, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateways.DisposeAsync();
        await _stop.CancelAsync();
        try
        {
            await _courier;
        }
        catch (OperationCanceledException)
        {
            // It was told to stop while it brought something; that is sent again.
        }

        Wallets.Dispose();
        _callbacks.Dispose();
        _stop.Dispose();
    }
}
