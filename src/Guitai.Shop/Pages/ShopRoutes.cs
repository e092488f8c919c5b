using System.Text.Json;
using Guitai.Contracts.Staff;
using Guitai.Foundation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Guitai.Shop.Pages;

/// <summary>Maps the shop's routes. A route is let in by its <see cref="Access"/> before anything of its body is read; bodies are bounded; refusals
/// become <c>{code, parameters}</c>.</summary>
public sealed class ShopRoutes(IEndpointRouteBuilder app, ShopDesk shop)
{
    /// <summary>Where all routes are.</summary>
    public const string Prefix = "/shop/api/";

    /// <summary>Name of the session's cookie.</summary>
    public const string Cookie = "guitai_shop";

    private const int MostJsonBytes = 256 * 1024;

    /// <summary>A route without a body.</summary>
    /// <param name="query">Names of the query's values.</param>
    public void Get<T>(string path, Access access, Func<Call, Outcome<T>> answer, params string[] query) =>
        Map<T>("GET", path, access, call => Task.FromResult(answer(call)), query);

    /// <summary>A route that changes something and takes no body.</summary>
    public void Send<T>(string method, string path, Access access, Func<Call, Task<Outcome<T>>> answer, params string[] query) =>
        Map(method, path, access, answer, query);

    /// <summary>A route that takes a JSON body.</summary>
    public void Send<TBody, T>(string method, string path, Access access, Func<Call, TBody, Task<Outcome<T>>> answer) =>
        Map<T>(
                method,
                path,
                access,
                async call =>
                {
                    var bytes = await ReadAsync(call.Http, MostJsonBytes);
                    if (!bytes.Ok)
                    {
                        return bytes.Refusal!;
                    }

                    try
                    {
                        return JsonSerializer.Deserialize<TBody>(bytes.Value, ShopJson.Options) is { } body
                            ? await answer(call, body)
                            : new Refusal("body.malformed");
                    }
                    catch (JsonException exception)
                    {
                        return Refusal.With("body.malformed", "at", exception.Path ?? "");
                    }
                },
                []
            )
            .WithMetadata(new AcceptsMetadata(["application/json"], typeof(TBody)));

    /// <summary>A route that takes bytes.</summary>
    public void SendBytes<T>(
        string path,
        Access access,
        int mostBytes,
        Func<Call, byte[], Task<Outcome<T>>> answer,
        params string[] query
    ) =>
        Map<T>(
            "POST",
            path,
            access,
            async call =>
            {
                var bytes = await ReadAsync(call.Http, mostBytes);
                return bytes.Ok ? await answer(call, bytes.Value) : bytes.Refusal!;
            },
            query
        );

    /// <summary>A route that writes its own answer.</summary>
    public IEndpointConventionBuilder Raw(string method, string path, Access access, Func<Call, Task<Refusal?>> answer)
    {
        Task Run(HttpContext http) => HandleAsync(http, access, answer);
        RequestDelegate handler = Run;
        return app.MapMethods(Prefix + path, [method], handler).WithMetadata(access, handler.Method);
    }

    /// <summary>Reads a body up to a size.</summary>
    public static async Task<Outcome<byte[]>> ReadAsync(HttpContext http, int mostBytes)
    {
        // The route's own bound, where it is wider than the server's usual one.
        if (
            http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false, MaxRequestBodySize: { } usual } limit
            && usual < mostBytes
        )
        {
            limit.MaxRequestBodySize = mostBytes;
        }

        if (http.Request.ContentLength > mostBytes)
        {
            return new Refusal("body.too-large");
        }

        using var memory = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0; )
        {
            if (memory.Length + read > mostBytes)
            {
                return new Refusal("body.too-large");
            }

            memory.Write(buffer, 0, read);
        }

        return memory.ToArray();
    }

    /// <summary>Where a request comes from, for audit and rate limits.</summary>
    public static string Where(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "here";

    private static Task RefuseAsync(HttpContext http, Refusal refusal)
    {
        http.Response.StatusCode = RefusalStatus.Of(refusal);
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsJsonAsync(
            new { refusal.Code, Parameters = refusal.Parameters ?? new Dictionary<string, string>(StringComparer.Ordinal) },
            ShopJson.Options
        );
    }

    private IEndpointConventionBuilder Map<T>(
        string method,
        string path,
        Access access,
        Func<Call, Task<Outcome<T>>> answer,
        string[] query
    )
    {
        var route = Raw(
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
                if (typeof(T) == typeof(bool))
                {
                    call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
                }
                else
                {
                    await call.Http.Response.WriteAsJsonAsync(outcome.Value, ShopJson.Options);
                }

                return null;
            }
        );
        var status = typeof(T) == typeof(bool) ? StatusCodes.Status204NoContent : StatusCodes.Status200OK;
        return route.WithMetadata(
            new ProducesResponseTypeMetadata(status, typeof(T) == typeof(bool) ? typeof(void) : typeof(T), ["application/json"]),
            new QueryNames(query)
        );
    }

    private async Task HandleAsync(HttpContext http, Access access, Func<Call, Task<Refusal?>> answer)
    {
        var actor = await LetInAsync(http, access);
        if ((actor.Ok ? await answer(new Call(http, actor.Value)) : actor.Refusal) is { } refusal)
        {
            await RefuseAsync(http, refusal);
        }
    }

    private async Task<Outcome<Actor>> LetInAsync(HttpContext http, Access access)
    {
        switch (access.Door)
        {
            case Door.Open:
                return Actor.Part("nobody", Where(http));
            case Door.Till:
                // Its token is compared with the till that the message names, where the message is read.
                return Actor.Part("till", Where(http));
        }

        var person = await shop.Sessions.FindAsync(http.Request.Cookies[Cookie], Where(http));
        if (person is null)
        {
            return new Refusal("login.needed");
        }

        return access.Right is { } right && !Rights.Has(person.Role, right)
            ? Refusal.With("right.needed", "right", JsonNamingPolicy.CamelCase.ConvertName(right.ToString()))
            : person;
    }
}
