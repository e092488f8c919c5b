using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Guitai.Bench.Host;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Tests;

/// <summary>The host's two doors over real TLS: who may come in as a terminal, and which way it takes to an issuer.</summary>
public sealed class HostLinkTests
{
    [Fact]
    public async Task A_certificate_that_is_not_of_the_hosts_authority_or_none_is_not_let_in_and_disturbs_nobody()
    {
        await using var world = await HostWorld.MakeAsync(terminals: 1, postgres: null);
        await using var line = await world.ConnectAsync("10000000");
        using var foreign = SelfSigned("10000000");
        await RefusedAsync(world, foreign);
        await RefusedAsync(world, null);

        // Somebody who speaks no TLS at all.
        using (var plain = new TcpClient())
        {
            await plain.ConnectAsync(IPAddress.Loopback, world.TerminalsPort);
            await plain.GetStream().WriteAsync(new byte[] { 0, 1, 0x60 });
            Assert.Equal(0, await plain.GetStream().ReadAsync(new byte[16]));
        }

        Assert.Equal("00", await SellAsync(world, line));
    }

    [Fact]
    public async Task When_the_first_address_of_an_issuer_dies_sales_go_by_the_second_and_return_when_it_is_back()
    {
        await using var world = await HostWorld.MakeAsync(terminals: 1, postgres: null);
        world.Host.Kill();
        await world.Host.WaitForExitAsync();
        var port = GuitaiProcess.FreePort();
        int direct;
        await using (var books = await world.OpenBooksAsync())
        {
            var routes = books.Desk.Services.Routes;
            var issuer = Assert.Single(routes.Issuers.Values);
            direct = int.Parse(issuer.Addresses[0].Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
            var both = issuer with { Addresses = [$"127.0.0.1:{port}", issuer.Addresses[0]] };
            Assert.True((await routes.SaveAsync(both, routes.Ranges())).Ok);
        }

        var first = new Relay(port, direct);
        await world.StartHostAsync();
        await world.ReadyAsync();
        await using var line = await world.ConnectAsync("10000000");
        await KillHostTests.Until(async () =>
        {
            var before = first.Carried;
            return await SellAsync(world, line) == "00" && first.Carried > before;
        });

        first.Dispose();
        await KillHostTests.Until(async () => await SellAsync(world, line) == "00");
        using var again = new Relay(port, direct);
        await KillHostTests.Until(async () =>
        {
            var before = again.Carried;
            return await SellAsync(world, line) == "00" && again.Carried > before;
        });
    }

    private static async Task<string?> SellAsync(HostWorld world, TerminalLine line)
    {
        var card = world.Cards.Card("unionpay-debit", CardProgram.FirstPlain);
        var sale = new TerminalQuestion(200, 22)
        {
            Processing = 0,
            Amount = 100,
            Condition = 0,
            Track2 = card.Track2,
            Entry = 22,
        };
        return (await line.Terminal.AskAsync(sale))?.Code;
    }

    private static async Task RefusedAsync(HostWorld world, X509Certificate2? certificate)
    {
        var fault = await Record.ExceptionAsync(async () =>
        {
            await using var line = await world.ConnectAsAsync("10000000", certificate);
            Assert.Null(await line.Terminal.AskAsync(new TerminalQuestion(800, 0) { Network = 3, WithoutMac = true }));
        });
        Assert.True(fault is null or IOException or AuthenticationException, fault?.ToString());
    }

    private static X509Certificate2 SelfSigned(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            now.AddDays(-1),
            now.AddDays(1)
        );
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), password: null);
    }

    /// <summary>Carries bytes between a port and another, until it is cut.</summary>
    private sealed class Relay : IDisposable
    {
        private readonly TcpListener _listener;
        private readonly List<TcpClient> _open = [];
        private readonly int _to;
        private long _carried;

        public Relay(int port, int to)
        {
            _to = to;
            _listener = new TcpListener(IPAddress.Loopback, port);
            _listener.Start();
            _ = AcceptAsync();
        }

        public long Carried => Volatile.Read(ref _carried);

        public void Dispose()
        {
            _listener.Stop();
            lock (_open)
            {
                foreach (var client in _open)
                {
                    client.Dispose();
                }
            }
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    var near = await _listener.AcceptTcpClientAsync();
                    var far = new TcpClient();
                    await far.ConnectAsync(IPAddress.Loopback, _to);
                    lock (_open)
                    {
                        _open.AddRange([near, far]);
                    }

                    _ = CarryAsync(near, far);
                    _ = CarryAsync(far, near);
                }
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                // Cut.
            }
        }

        private async Task CarryAsync(TcpClient from, TcpClient to)
        {
            var buffer = new byte[4096];
            try
            {
                int read;
                while ((read = await from.GetStream().ReadAsync(buffer)) > 0)
                {
                    Interlocked.Add(ref _carried, read);
                    await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
                }
            }
            catch (Exception fault) when (fault is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // Cut.
            }
        }
    }
}
