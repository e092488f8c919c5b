using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Guitai.Sandbox.Wallets.Gateway;

/// <summary>The gateways on a port of their own, where paths stand at the root as at the real ones. Only loopback: there is no TLS here.</summary>
public sealed class GatewayListener : IAsyncDisposable
{
    private const int MostBytes = 256 * 1024;

    private readonly WebApplication _app;

    private GatewayListener(WebApplication app, int port)
    {
        _app = app;
        Port = port;
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Listens on loopback.</summary>
    /// <param name="port">0 for any.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<GatewayListener> StartAsync(Func<GatewayRequest, Task<GatewayAnswer>> gateway, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = MostBytes;
            options.Listen(IPAddress.Loopback, port);
        });
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(http => AnswerAsync(http, gateway));
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new GatewayListener(app, new Uri(address).Port);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static async Task AnswerAsync(HttpContext http, Func<GatewayRequest, Task<GatewayAnswer>> gateway)
    {
        using var body = new MemoryStream();
        try
        {
            await http.Request.Body.CopyToAsync(body);
        }
        catch (Exception exception) when (exception is IOException or BadHttpRequestException)
        {
            http.Response.StatusCode = exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status400BadRequest;
            return;
        }

        List<KeyValuePair<string, string>> headers = [];
        foreach (var (name, values) in http.Request.Headers)
        {
            foreach (var value in values)
            {
                headers.Add(new(name, value ?? ""));
            }
        }

        var target = http.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var answer = await gateway(
            new GatewayRequest(http.Request.Method, target, headers, body.GetBuffer().AsMemory(0, (int)body.Length))
        );
        if (answer.IsLost)
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            http.Response.Headers.Append(name, value);
        }

        if (answer.Body.Length > 0)
        {
            http.Response.ContentLength = answer.Body.Length;
            await http.Response.Body.WriteAsync(answer.Body);
        }
    }
}
