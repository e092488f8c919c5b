using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Guitai.Shop.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Guitai.Shop.Tests;

/// <summary>The shop over real HTTP on a port of its own.</summary>
internal sealed class ShopHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ShopHost(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public IEnumerable<RouteEndpoint> Endpoints =>
        ((IEndpointRouteBuilder)_app).DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>();

    public static async Task<ShopHost> StartAsync(ShopDesk shop)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        ShopRole.Map(app, shop);
        await app.StartAsync();
        return new ShopHost(app);
    }

    /// <summary>A browser without a session.</summary>
    public HttpClient Browser() =>
        new(new HttpClientHandler { UseCookies = true, CookieContainer = new CookieContainer() }, disposeHandler: true)
        {
            BaseAddress = new Uri(Address, ShopRoutes.Prefix),
        };

    /// <summary>A browser that logged in.</summary>
    public async Task<HttpClient> LogInAsync(string number, string password)
    {
        var browser = Browser();
        var answer = await browser.PostAsJsonAsync("login", new { number, password });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return browser;
    }

    public static async Task<(HttpStatusCode Status, string? Code)> SendAsync(
        HttpClient browser,
        string method,
        string path,
        HttpContent? body = null
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body };
        using var answer = await browser.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (
            answer.StatusCode,
            (int)answer.StatusCode >= 400 && text.Length > 0 ? JsonDocument.Parse(text).RootElement.GetProperty("code").GetString() : null
        );
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
