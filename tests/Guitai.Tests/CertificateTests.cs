using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Guitai.Contracts;
using Guitai.Contracts.Sync;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Shop.Settings;
using Guitai.Till;
using Guitai.Till.Devices;
using Guitai.Till.Journal;
using Guitai.Till.Sync;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Guitai.Tests;

/// <summary>A device's certificate over the months, by a clock that the test moves, over real TLS.</summary>
public sealed class CertificateTests
{
    private static readonly Guid s_till = Guid.Parse("00000000-0000-7000-8000-000000000003");

    [Fact]
    public async Task A_certificate_is_renewed_when_a_third_of_its_life_is_left_and_not_before()
    {
        await using var shop = await Shop.StartAsync();
        using var device = new Device(shop);
        var first = device.Line.CertificateExpiresAt;
        var file = device.File;
        shop.Clock.Move(TimeSpan.FromDays(240));
        await device.GreetAsync();
        Assert.Equal((0, first, file), (shop.Renewals, device.Line.CertificateExpiresAt, device.File));

        shop.Clock.Move(TimeSpan.FromDays(10));
        await device.GreetAsync();
        Assert.Equal(1, shop.Renewals);
        Assert.Equal(first + TimeSpan.FromDays(250), device.Line.CertificateExpiresAt);
        await device.GreetAsync();
        Assert.Equal(1, shop.Renewals);

        // Long after the first would have ended, after a restart, from what is on disk.
        shop.Clock.Move(TimeSpan.FromDays(200));
        using var restarted = new Device(shop, device.File);
        await restarted.GreetAsync();
        Assert.NotEqual(file, restarted.File);
    }

    [Theory]
    [InlineData("refuses")]
    [InlineData("garbage")]
    [InlineData("other-key")]
    [InlineData("no-longer")]
    [InlineData("disk-full")]
    public async Task A_renewal_that_fails_leaves_the_certificate_as_it_is_and_is_tried_again_after_an_hour(string how)
    {
        await using var shop = await Shop.StartAsync();
        using var device = new Device(shop);
        var (first, file) = (device.Line.CertificateExpiresAt, device.File);
        shop.Clock.Move(TimeSpan.FromDays(300));
        (shop.Answers, device.DiskIsFull) = (how, how == "disk-full");
        await device.GreetAsync();
        await device.GreetAsync();
        Assert.Equal((1, first, file), (shop.Renewals, device.Line.CertificateExpiresAt, device.File));

        (shop.Answers, device.DiskIsFull) = ("well", false);
        shop.Clock.Move(TimeSpan.FromMinutes(61));
        await device.GreetAsync();
        Assert.Equal(2, shop.Renewals);
        Assert.True(device.Line.CertificateExpiresAt > first);
    }

    [Fact]
    public async Task A_till_without_a_certificate_that_holds_may_be_enrolled_at_its_page()
    {
        await using var shop = await Shop.StartAsync();
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["till"]);
        using var device = new Device(shop);
        using var store = RoleStore.Open(SqliteEngine.Open(Path.Combine(folder["till"], "till.db")), TillRole.Migrations);
        store.StartLoop(_ => { });
        TillRole? opened = null;
        var link = new HttpShopLink(device.Line, () => opened!.Desk);
        using var till = opened = TillRole.Open(store, shop.Clock, new SystemRandomness(), link, new NoPrinter(), "test");
        till.EnrolBy(device.Line);
        Assert.True(till.Enrolment!.IsOpen);
        Assert.True((await till.EnrolAsync(new TillIdentity(s_till, shop.Address.ToString(), ""))).Ok);
        Assert.False(till.Enrolment.IsOpen);
        Assert.True(await till.Sync.RoundAsync(default));
        shop.Clock.Move(TimeSpan.FromDays(364));
        shop.Answers = "refuses";
        Assert.False(till.Enrolment.IsOpen);
        Assert.True(await till.Sync.RoundAsync(default));
        shop.Clock.Move(TimeSpan.FromDays(2));
        Assert.True(till.Enrolment.IsOpen);

        // One whose shop ran in the same process until now has no certificate either.
        using var none = new ShopLine(_ => { }, shop.Clock);
        till.EnrolBy(none);
        Assert.True((await till.EnrolAsync(new TillIdentity(s_till, "memory", "secret"))).Ok);
        Assert.True(till.Enrolment!.IsOpen);
        await Assert.ThrowsAsync<ShopUnreachableException>(() =>
            new HttpShopLink(none, () => till.Desk).HelloAsync(new Hello(s_till, null, 0, null), default)
        );
    }

    private sealed class Clock : TimeProvider
    {
        private DateTimeOffset _now = System.GetUtcNow();

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _now.Ticks;

        public void Move(TimeSpan by) => _now += by;
    }

    private sealed class Device : IDisposable
    {
        private readonly Shop _shop;

        public Device(Shop shop, string? file = null)
        {
            _shop = shop;
            var (key, request) = DeviceKey.Ask();
            using (key)
            {
                File =
                    file
                    ?? DeviceKey.FileOf(
                        key,
                        shop.Authority.IssueTill(s_till, request)!.Value.CertificatePem,
                        shop.Authority.CertificatePem
                    );
            }

            Line = new ShopLine(Save, shop.Clock);
            Line.Use(File);
        }

        public ShopLine Line { get; }

        public string File { get; private set; }

        public bool DiskIsFull { get; set; }

        public async Task GreetAsync()
        {
            var answer = await Line.PostAsync<Hello, HelloAnswer>(
                new TillAddress(s_till, _shop.Address),
                "hello",
                new Hello(s_till, null, 0, null),
                _ => { },
                default
            );
            Assert.True(answer.Known);
        }

        public void Dispose() => Line.Dispose();

        private void Save(string file) => File = DiskIsFull ? throw new IOException("No space left on device") : file;
    }

    /// <summary>A shop's door with the real authority, which answers as the test says.</summary>
    private sealed class Shop : IAsyncDisposable
    {
        private readonly X509Certificate2 _server;
        private WebApplication _app = null!;
        private int _renewals;

        private Shop()
        {
            Authority = TillAuthority.Create(Clock, new SystemRandomness());
            _server = Authority.IssueServer();
        }

        public Clock Clock { get; } = new();

        public TillAuthority Authority { get; }

        public string Answers { get; set; } = "well";

        public int Renewals => Volatile.Read(ref _renewals);

        public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

        public static async Task<Shop> StartAsync()
        {
            var shop = new Shop();
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseKestrelHttpsConfiguration();
            builder.WebHost.ConfigureKestrel(kestrel =>
                kestrel.Listen(
                    System.Net.IPAddress.Loopback,
                    0,
                    listen =>
                        listen.UseHttps(
                            new HttpsConnectionAdapterOptions
                            {
                                SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                                ServerCertificate = shop._server,
                                ClientCertificateMode = ClientCertificateMode.RequireCertificate,
                                ClientCertificateValidation = (certificate, _, _) => shop.Authority.Admits(certificate),
                            }
                        )
                )
            );
            shop._app = builder.Build();
            shop._app.MapPost("/shop/api/sync/hello", (HttpContext _) => Said(new HelloAnswer(true, null, true, [], false, 0)));
            shop._app.MapPost("/shop/api/sync/masters", (HttpContext _) => Said(new MastersAnswer([], 0)));
            shop._app.MapPost("/shop/api/sync/renew", (Delegate)(async (HttpContext http) => shop.Renew(await ReadAsync(http))));
            await shop._app.StartAsync();
            return shop;
        }

        public async ValueTask DisposeAsync()
        {
            await _app.DisposeAsync();
            _server.Dispose();
            Authority.Dispose();
        }

        private static async Task<RenewRequest> ReadAsync(HttpContext http) =>
            (await http.Request.ReadFromJsonAsync<RenewRequest>(ContractJson.Shared))!;

        private static IResult Said<T>(T answer) => Results.Json(answer, ContractJson.Shared);

        private IResult Renew(RenewRequest request)
        {
            Interlocked.Increment(ref _renewals);
            using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var asked =
                Answers == "other-key"
                    ? new CertificateRequest("CN=x", other, HashAlgorithmName.SHA256).CreateSigningRequestPem()
                    : request.RequestPem;
            if (Answers == "refuses")
            {
                return Results.Json(new Refusal("enrol.wrong"), ContractJson.Shared, statusCode: 400);
            }

            if (Answers == "no-longer")
            {
                Clock.Move(-TimeSpan.FromDays(300));
            }

            var certificate = Authority.IssueTill(s_till, asked)!.Value.CertificatePem;
            if (Answers == "no-longer")
            {
                Clock.Move(TimeSpan.FromDays(300));
            }

            return Said(new RenewAnswer(Answers == "garbage" ? certificate[..200] : certificate));
        }
    }
}
