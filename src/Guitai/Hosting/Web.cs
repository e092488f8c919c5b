using System.Net;
using System.Net.Sockets;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Guitai.Foundation;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.FileProviders;

namespace Guitai.Hosting;

/// <summary>One HTTP server for the roles of this process: JSON form, guard, errors without traces, pages from <c>web/dist</c>.</summary>
internal static class Web
{
    /// <summary>Makes the server; roles map their endpoints onto it before it starts.</summary>
    /// <param name="port">Port on loopback for the pages.</param>
    /// <param name="tills">Where tills of other devices come in; null for nowhere.</param>
    /// <param name="office">Where browsers of other machines come in; null for nowhere.</param>
    /// <param name="terminals">Where card terminals come in; null for nowhere.</param>
    /// <param name="cardOrigin">Where the page of the till's own card terminal is, for example <c>http://127.0.0.1:8085</c>; null for none.</param>
    /// <param name="framedBy">Whose pages may show the card terminal's, when this process is one; null for none.</param>
    public static WebApplication Create(
        int port,
        TillsListener? tills = null,
        OfficeListener? office = null,
        TerminalsListener? terminals = null,
        string? cardOrigin = null,
        IReadOnlyList<string>? framedBy = null
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(o =>
        {
            o.AddServerHeader = false;
            o.Limits.MaxRequestBodySize = 1024 * 1024;
            o.Listen(IPAddress.Loopback, port);
            tills?.Listen(o);
            office?.Listen(o);
            terminals?.Listen(o);
        });
        builder.Logging.ClearProviders().AddSimpleConsole(o => o.SingleLine = true).SetMinimumLevel(LogLevel.Warning);

        // A port that is taken is told in a sentence; the host's own log would add its trace.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(o =>
            o.LogToStandardErrorThreshold = LogLevel.Trace
        );
        builder.Services.Configure<Microsoft.AspNetCore.Http.Json.JsonOptions>(o => SetJson(o.SerializerOptions));
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(5));
        ApiDocument.Add(builder.Services, "till", "till", "display");
        ApiDocument.Add(builder.Services, "shop", "shop");
        ApiDocument.Add(builder.Services, "host", "host");
        ApiDocument.Add(builder.Services, "sandbox", "sandbox");
        ApiDocument.Add(builder.Services, "terminal", "terminal");
        var app = builder.Build();
        RequestGuard.Use(app, tills?.Port ?? 0, office, cardOrigin, framedBy);
        app.UseExceptionHandler(errors => errors.Run(AnswerErrorAsync));
        app.UseStatusCodePages(context => AnswerStatusAsync(context.HttpContext));

        // Said here, so that everything above comes before routing too.
        app.UseRouting();
        return app;
    }

    /// <summary>The JSON form of every page's API.</summary>
    public static void SetJson(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter());
    }

    /// <summary>Serves the built pages of the given roles; the first is where <c>/</c> leads.</summary>
    public static void ServePages(WebApplication app, string root, params string[] pages)
    {
        if (!Directory.Exists(root))
        {
            app.MapGet("/", () => Results.Text("The pages are not built: run ./run, or npm run build in web.", statusCode: 503));
            return;
        }

        var files = new PhysicalFileProvider(Path.GetFullPath(root));
        app.MapGet("/", () => Results.Redirect($"/{pages[0]}/"));
        foreach (var page in pages)
        {
            app.MapGet(
                $"/{page}",
                (HttpContext http) =>
                {
                    if (!http.Request.Path.Value!.EndsWith('/'))
                    {
                        return Results.Redirect($"/{page}/");
                    }

                    http.Response.Headers.CacheControl = "no-cache";
                    return Results.File(files.GetFileInfo($"{page}/index.html").PhysicalPath!, "text/html; charset=utf-8");
                }
            );
        }

        app.UseStaticFiles(
            new StaticFileOptions
            {
                FileProvider = new PhysicalFileProvider(Path.Combine(Path.GetFullPath(root), "assets")),
                RequestPath = "/assets",
                OnPrepareResponse = c => c.Context.Response.Headers.CacheControl = "public, max-age=31536000, immutable",
            }
        );
    }

    /// <summary>Starts listening; false when the port is taken.</summary>
    public static async Task<bool> TryStartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
            return true;
        }
        catch (IOException exception)
            when (exception.InnerException is SocketException or Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            return false;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static Task AnswerErrorAsync(HttpContext http)
    {
        var error = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        http.Response.StatusCode = error is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
        var code = error switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => "body.too-large",
            BadHttpRequestException or JsonException => "request.malformed",
            _ => "server.failed",
        };
        return http.Response.WriteAsJsonAsync(new Refusal(code));
    }

    private static Task AnswerStatusAsync(HttpContext http)
    {
        var api = http.Request.Path.Value?.Contains("/api/", StringComparison.Ordinal) ?? false;
        return http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound when api => http.Response.WriteAsJsonAsync(new Refusal("request.no-such-path")),
            StatusCodes.Status404NotFound => http.Response.WriteAsync(
                "There is no page here, or the role that owns it does not run in this process."
            ),
            StatusCodes.Status400BadRequest or StatusCodes.Status415UnsupportedMediaType => http.Response.WriteAsJsonAsync(
                new Refusal("request.malformed")
            ),
            StatusCodes.Status405MethodNotAllowed => http.Response.WriteAsJsonAsync(new Refusal("request.wrong-method")),
            _ => Task.CompletedTask,
        };
    }
}
