using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Guitai.Tests;

/// <summary>The back office from another machine: over TLS, by its name, and nothing else.</summary>
public sealed class OfficeTests
{
    private const string Name = "office.shop.test";

    [Fact]
    public async Task A_browser_of_another_machine_reaches_the_back_office_over_TLS_by_its_name_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var file = CertificateFor(folder["office.pem"], Name);
        var (port, office) = (GuitaiProcess.FreePort(), GuitaiProcess.FreePort());
        using var shop = GuitaiProcess.Start(
            port,
            [
                "shop",
                "--with-till",
                "--data",
                folder["data"],
                "--port",
                $"{port}",
                "--tills-port",
                "0",
                "--listen",
                $"{Name}:{office}",
                "--tls-cert",
                file,
            ]
        );
        await AnswersAsync(new Uri(shop.Address, "/shop/api/setup"));
        using var browser = Browser();
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"https://{Name}:{office}/"));
        await AnswersAsync(new Uri(address, "shop/api/setup"), browser);

        // Nobody becomes the owner from afar; at the machine itself somebody does.
        var owner = new
        {
            merchantName = "拐角",
            storeName = "一店",
            ownerName = "掌柜",
            ownerNumber = "1000",
            pin = "2738",
            password = "quiet-lantern-88",
        };
        using (var afar = await browser.PostAsJsonAsync(new Uri(address, "shop/api/setup"), owner))
        {
            Assert.Equal(HttpStatusCode.MisdirectedRequest, afar.StatusCode);
        }

        using var local = new HttpClient();
        local.DefaultRequestHeaders.Add("X-Guitai", "1");
        using (var made = await local.PostAsJsonAsync(new Uri(shop.Address, "/shop/api/setup"), owner))
        {
            Assert.True(made.IsSuccessStatusCode);
        }

        using var login = await browser.PostAsJsonAsync(
            new Uri(address, "shop/api/login"),
            new { number = "1000", password = "quiet-lantern-88" }
        );
        Assert.True(login.IsSuccessStatusCode, await login.Content.ReadAsStringAsync());
        Assert.Contains("secure", login.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("max-age", login.Headers.GetValues("Strict-Transport-Security").Single(), StringComparison.Ordinal);
        using (var session = await browser.GetAsync(new Uri(address, "shop/api/stores")))
        {
            Assert.Equal(HttpStatusCode.OK, session.StatusCode);
        }

        foreach (var path in (string[])["till/", "till/api/view", "display/", "health", "shop/api/sync/hello", "shop/api/authority"])
        {
            using var answer = await browser.GetAsync(new Uri(address, path));
            Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        }

        // Another name that leads to the same port, as a foreign page could have it resolved; and this name at the loopback port.
        using (var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "shop/api/setup")))
        {
            request.Headers.Host = "evil.example";
            using var answer = await browser.SendAsync(request);
            Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        }

        using (var request = new HttpRequestMessage(HttpMethod.Get, new Uri(shop.Address, "/shop/api/setup")))
        {
            request.Headers.Host = Name;
            using var answer = await local.SendAsync(request);
            Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => local.GetAsync(new Uri($"http://127.0.0.1:{office}/shop/")));
        foreach (var protocol in (SslProtocols[])[SslProtocols.Tls12, SslProtocols.Tls13])
        {
            using var speaking = Browser(protocol);
            using var answer = await speaking.GetAsync(new Uri(address, "shop/api/setup"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_acquirers_page_and_activation_are_reached_from_other_machines_and_the_first_operator_only_at_this_one()
    {
        using var folder = new TemporaryFolder();
        var file = CertificateFor(folder["office.pem"], Name);
        var (port, office) = (GuitaiProcess.FreePort(), GuitaiProcess.FreePort());
        using var host = GuitaiProcess.Start(
            port,
            [
                "host",
                "--data",
                folder["data"],
                "--port",
                $"{port}",
                "--terminals-port",
                $"{GuitaiProcess.FreePort()}",
                "--listen",
                $"{Name}:{office}",
                "--tls-cert",
                file,
            ]
        );
        await AnswersAsync(new Uri(host.Address, "/host/api/setup"));
        using var browser = Browser();
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"https://{Name}:{office}/"));
        await AnswersAsync(new Uri(address, "host/api/setup"), browser);
        var first = new
        {
            login = "chen",
            name = "陈",
            password = "quiet-lantern-88",
        };
        using (var afar = await browser.PostAsJsonAsync(new Uri(address, "host/api/setup"), first))
        {
            Assert.Equal(HttpStatusCode.MisdirectedRequest, afar.StatusCode);
        }

        using var local = new HttpClient();
        local.DefaultRequestHeaders.Add("X-Guitai", "1");
        using (var made = await local.PostAsJsonAsync(new Uri(host.Address, "/host/api/setup"), first))
        {
            Assert.True(made.IsSuccessStatusCode);
        }

        using (var login = await browser.PostAsJsonAsync(new Uri(address, "host/api/login"), first))
        {
            Assert.Contains("secure", login.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
        }

        using (var merchants = await browser.GetAsync(new Uri(address, "host/api/merchants")))
        {
            Assert.Equal(HttpStatusCode.OK, merchants.StatusCode);
        }

        using (
            var code = await browser.PostAsJsonAsync(
                new Uri(address, "host/api/activate"),
                new
                {
                    terminal = "10000001",
                    code = "X",
                    request = "",
                }
            )
        )
        {
            Assert.Contains("activation.", await code.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        foreach (var path in (string[])["shop/", "sandbox/", "health", "host/../health"])
        {
            using var answer = await browser.GetAsync(new Uri(address, path));
            Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("office.shop.test:8444", null, "both --listen NAME:PORT and --tls-cert")]
    [InlineData("office.shop.test", "office.pem", "both --listen NAME:PORT and --tls-cert")]
    [InlineData("office.shop.test:0", "office.pem", "both --listen NAME:PORT and --tls-cert")]
    [InlineData(null, "office.pem", "both --listen NAME:PORT and --tls-cert")]
    [InlineData("other.shop.test:8444", "office.pem", "is not for other.shop.test")]
    [InlineData("office.shop.test:8444", "missing.pem", "cannot be read as PEM")]
    [InlineData("office.shop.test:8444", "garbage.pem", "cannot be read as PEM")]
    public async Task What_cannot_be_opened_is_told_in_a_sentence(string? listen, string? certificate, string error)
    {
        using var folder = new TemporaryFolder();
        CertificateFor(folder["office.pem"], Name);
        await File.WriteAllTextAsync(folder["garbage.pem"], "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        string[] arguments = ["shop", "--data", folder["data"], "--port", $"{GuitaiProcess.FreePort()}", "--tills-port", "0"];
        var (exit, _, errors) = await GuitaiProcess.RunAsync([
            .. arguments,
            .. listen is null ? Array.Empty<string>() : ["--listen", listen],
            .. certificate is null ? Array.Empty<string>() : ["--tls-cert", folder[certificate]],
        ]);
        Assert.Equal(1, exit);
        Assert.Contains(error, errors, StringComparison.Ordinal);
        Assert.Contains("证书", errors, StringComparison.Ordinal);
    }

    // Its till waits for an owner, so that the whole is not well yet.
    private static async Task AnswersAsync(Uri address, HttpClient? browser = null)
    {
        using var own = browser is null ? new HttpClient() : null;
        var http = browser ?? own!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(address, limit.Token);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, limit.Token);
            }
        }
    }

    private static HttpClient Browser(SslProtocols protocols = SslProtocols.None)
    {
        var handler = new SocketsHttpHandler
        {
            CookieContainer = new CookieContainer(),
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        handler.SslOptions.EnabledSslProtocols = protocols;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => ((X509Certificate2)shown!).MatchesHostname(Name);
        var browser = new HttpClient(handler);
        browser.DefaultRequestHeaders.Add("X-Guitai", "1");
        return browser;
    }

    private static string CertificateFor(string file, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        File.WriteAllText(file, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return file;
    }
}
