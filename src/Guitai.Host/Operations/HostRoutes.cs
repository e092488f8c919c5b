using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Guitai.Foundation;
using Guitai.Host.Operators;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Guitai.Host.Operations;

/// <summary>Who may use a route. Every route states it when it is mapped; there is no way to map one without.</summary>
/// <param name="Right">What somebody must be allowed to do; null for everyone.</param>
/// <param name="WhileSettingUp">Also for somebody who has to set up a second factor first.</param>
public sealed record HostAccess(OperatorRight? Right, bool WhileSettingUp = false)
{
    /// <summary>Everyone: set-up, log-in, activation.</summary>
    public static HostAccess Open { get; } = new((OperatorRight?)null);

    /// <summary>Whoever is logged in.</summary>
    public static HostAccess LoggedIn { get; } = new(OperatorRight.See);

    /// <summary>Whoever is logged in, also before they have the second factor that everybody needs.</summary>
    public static HostAccess SettingUp { get; } = new(OperatorRight.See, WhileSettingUp: true);
}

/// <summary>Names of a route's query values, for its description.</summary>
public sealed record HostQueryNames(IReadOnlyList<string> Names);

/// <summary>A request that was let in.</summary>
public sealed class HostCall(HttpContext http, Operator? person)
{
    /// <summary>The request behind it.</summary>
    public HttpContext Http => http;

    /// <summary>Who calls, on routes that ask for somebody.</summary>
    public Operator Person => person ?? throw new InvalidOperationException("This route asks for nobody.");

    /// <summary>Who calls, in the audit's words.</summary>
    public string Actor => person?.Login ?? "device";

    /// <summary>Where from, for audit and rate limits.</summary>
    public string Where => http.Connection.RemoteIpAddress?.ToString() ?? "here";

    /// <summary>The session's token; null without one.</summary>
    public string? Token => http.Request.Cookies[HostRoutes.Cookie];

    /// <summary>A value of the route.</summary>
    public string Id => http.Request.RouteValues["id"]?.ToString() ?? "";

    /// <summary>A text of the query.</summary>
    public string? Text(string name) => http.Request.Query[name].ToString() is { Length: > 0 and <= 200 } text ? text : null;

    /// <summary>A whole number of the query.</summary>
    public long? Number(string name) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A yes or no of the query.</summary>
    public bool Flag(string name) => bool.TryParse(Text(name), out var flag) && flag;
}

/// <summary>Maps the host's routes. A route is let in by its <see cref="HostAccess"/> before anything of its body is read; bodies are bounded; refusals become <c>{code, parameters}</c>.</summary>
public sealed class HostRoutes(IEndpointRouteBuilder app, OperatorSessions sessions)
{
    /// <summary>Where all routes are.</summary>
    public const string Prefix = "/host/api/";

    /// <summary>Name of the session's cookie.</summary>
    public const string Cookie = "guitai_host";

    private const int MostJsonBytes = 64 * 1024;

    private static readonly JsonSerializerOptions s_json = MakeJson();

    /// <summary>A route without a body.</summary>
    public void Get<T>(string path, HostAccess access, Func<HostCall, Outcome<T>> answer, params string[] query) =>
        Map<T>("GET", path, access, call => Task.FromResult(answer(call)), query);

    /// <summary>A route that changes something and takes no body.</summary>
    public void Send<T>(string method, string path, HostAccess access, Func<HostCall, Task<Outcome<T>>> answer) =>
        Map(method, path, access, answer, []);

    /// <summary>A route that takes a JSON body.</summary>
    public void Send<TBody, T>(
        string method,
        string path,
        HostAccess access,
        Func<HostCall, TBody, Task<Outcome<T>>> answer,
        int mostBytes = MostJsonBytes
    ) =>
        Map<T>(
                method,
                path,
                access,
                async call =>
                {
                    var body = await ReadAsync<TBody>(call, mostBytes);
                    return body.Ok ? await answer(call, body.Value) : body.Refusal!;
                },
                []
            )
            .WithMetadata(new AcceptsMetadata(["application/json"], typeof(TBody)));

    /// <summary>A route that writes its own answer.</summary>
    public IEndpointConventionBuilder Raw(string method, string path, HostAccess access, Func<HostCall, Task<Refusal?>> answer) =>
        At(method, Prefix + path, access, answer);

    /// <summary>A route for others than pages and devices, which writes its own answer.</summary>
    public IEndpointConventionBuilder At(string method, string path, HostAccess access, Func<HostCall, Task<Refusal?>> answer)
    {
        Task Run(HttpContext http) => HandleAsync(http, access, answer);
        RequestDelegate handler = Run;
        return app.MapMethods(path, [method], handler).WithMetadata(access, handler.Method);
    }

    /// <summary>Reads a JSON body of bounded size.</summary>
    public static async Task<Outcome<T>> ReadAsync<T>(HostCall call, int mostBytes = MostJsonBytes)
    {
        var http = call.Http;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = mostBytes;
        }

        if (http.Request.ContentLength > mostBytes)
        {
            return new Refusal("body.too-large");
        }

        try
        {
            return await JsonSerializer.DeserializeAsync<T>(http.Request.Body, s_json, http.RequestAborted) is { } body
                ? body
                : new Refusal("body.malformed");
        }
        catch (JsonException exception)
        {
            return Refusal.With("body.malformed", "at", exception.Path ?? "");
        }
    }

    private static Task RefuseAsync(HttpContext http, Refusal refusal)
    {
        http.Response.StatusCode = StatusOf(refusal);
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsJsonAsync(
            new { refusal.Code, Parameters = refusal.Parameters ?? new Dictionary<string, string>(StringComparer.Ordinal) },
            s_json
        );
    }

    private static int StatusOf(Refusal refusal) =>
        refusal.Code switch
        {
            "login.needed" => StatusCodes.Status401Unauthorized,
            "right.needed" or "setup.needed" or "operator.own-role" or "second-factor.needed" => StatusCodes.Status403Forbidden,
            "not-found" or "terminal.unknown" => StatusCodes.Status404NotFound,
            "setup.done" or "terminal.exists" => StatusCodes.Status409Conflict,
            "body.too-large" => StatusCodes.Status413PayloadTooLarge,
            "login.locked" => StatusCodes.Status423Locked,
            "login.wait" or "too-many" => StatusCodes.Status429TooManyRequests,
            "store.full" or "store.busy" => StatusCodes.Status503ServiceUnavailable,
            var code when code.EndsWith("taken", StringComparison.Ordinal) || code.EndsWith(".changed", StringComparison.Ordinal) =>
                StatusCodes.Status409Conflict,
            _ => StatusCodes.Status400BadRequest,
        };

    private IEndpointConventionBuilder Map<T>(
        string method,
        string path,
        HostAccess access,
        Func<HostCall, Task<Outcome<T>>> answer,
        string[] query
    )
    {
        var nothing = typeof(T) == typeof(bool);
        return Raw(
                method,
                path,
                access,
                async call =>
                {
                    var outcome = await answer(call);
                    if (!outcome.Ok)
                    {
                        return outcome.Refusal;
                    }

                    call.Http.Response.Headers.CacheControl = "no-store";
                    if (nothing)
                    {
                        call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
                    }
                    else
                    {
                        await call.Http.Response.WriteAsJsonAsync(outcome.Value, s_json);
                    }

                    return null;
                }
            )
            .WithMetadata(
                new ProducesResponseTypeMetadata(
                    nothing ? StatusCodes.Status204NoContent : StatusCodes.Status200OK,
                    nothing ? typeof(void) : typeof(T),
                    ["application/json"]
                ),
                new HostQueryNames(query)
            );
    }

    private async Task HandleAsync(HttpContext http, HostAccess access, Func<HostCall, Task<Refusal?>> answer)
    {
        var session = access.Right is null ? null : await sessions.LookAsync(http.Request.Cookies[Cookie]);
        var refusal =
            access.Right is not { } right ? null
            : session is null ? new Refusal("login.needed")
            : session.MustSetUp && !access.WhileSettingUp ? new Refusal("second-factor.needed")
            : OperatorRights.Has(session.Person.Role, right) ? null
            : Refusal.With("right.needed", "right", right.ToString());
        if ((refusal ?? await answer(new HostCall(http, session?.Person))) is { } said)
        {
            await RefuseAsync(http, said);
        }
    }

    // The form of Web.SetJson, and what a record needs must be there.
    private static JsonSerializerOptions MakeJson()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            NumberHandling = JsonNumberHandling.Strict,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NullMayBeLeftOut } },
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.MakeReadOnly();
        return options;
    }

    private static void NullMayBeLeftOut(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { HasDefaultValue: false, IsNullable: true })
            {
                property.IsRequired = false;
            }
        }
    }
}
