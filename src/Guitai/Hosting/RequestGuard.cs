using System.Net;

namespace Guitai.Hosting;

/// <summary>What every role checks before a request reaches it: the Host header, the origin of anything that changes something, and the headers
/// that keep a page from being framed or made to load foreign code.</summary>
internal static class RequestGuard
{
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    // The customer's screen, and nothing else, may be shown inside a page of ours: the till turns itself over with it.
    private static readonly string s_displayPolicy = Policy.Replace(
        "frame-ancestors 'none'",
        "frame-ancestors 'self'",
        StringComparison.Ordinal
    );

    /// <summary>Adds the checks to the pipeline, first of all.</summary>
    /// <param name="tillsPort">The TLS port of tills; 0 for none.</param>
    /// <param name="office">The TLS port of other machines' browsers; null for none.</param>
    /// <param name="framedBy">Whose pages may show the terminal's; null for none.</param>
    /// <param name="cardOrigin">Where the card terminal's own page is, which the till's page shows in a frame; null for none.</param>
    public static void Use(
        WebApplication app,
        int tillsPort,
        OfficeListener? office,
        string? cardOrigin = null,
        IReadOnlyList<string>? framedBy = null
    )
    {
        // The terminal's page is of another origin than the till's, and only the till's may show it.
        var terminalPolicy = Policy.Replace(
            "frame-ancestors 'none'",
            $"frame-ancestors {(framedBy is { Count: > 0 } ? string.Join(' ', framedBy) : "'none'")}",
            StringComparison.Ordinal
        );
        var frames = cardOrigin is null ? "" : $"; frame-src 'self' {cardOrigin}";
        var (tillPolicy, displayPolicy) = (Policy + frames, s_displayPolicy + frames);
        app.Use(
            async (http, next) =>
            {
                var headers = http.Response.Headers;
                headers.ContentSecurityPolicy =
                    http.Request.Path.StartsWithSegments("/display", StringComparison.Ordinal) ? displayPolicy
                    : http.Request.Path.StartsWithSegments("/till", StringComparison.Ordinal) ? tillPolicy
                    : http.Request.Path.StartsWithSegments("/terminal", StringComparison.Ordinal) ? terminalPolicy
                    : Policy;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
                headers["Cross-Origin-Resource-Policy"] = "same-origin";
                headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()";
                var fromOutside = office?.IsWayOf(http) ?? false;
                if (!TillsListener.Admits(http, tillsPort) || (fromOutside && !office!.Admits(http)))
                {
                    await Refuse(http, "request.wrong-door", StatusCodes.Status421MisdirectedRequest);
                    return;
                }

                // Tills prove themselves by their certificates; a browser has none, and what it could ask without one tells it nothing.
                if (http.Connection.LocalPort == tillsPort)
                {
                    await next();
                    return;
                }

                if (fromOutside ? !office!.IsNamed(http.Request.Host.Host) : !IsOurs(http.Request.Host.Host))
                {
                    await Refuse(http, "request.wrong-host", StatusCodes.Status421MisdirectedRequest);
                    return;
                }

                if (fromOutside)
                {
                    headers.StrictTransportSecurity = "max-age=31536000";
                }

                // A wallet's server is no page: it proves itself by its signature, and nothing here is believed because of where it comes from.
                if (Changes(http.Request.Method) && !http.Request.Path.StartsWithSegments("/host/notify", StringComparison.Ordinal))
                {
                    var site = http.Request.Headers["Sec-Fetch-Site"].ToString();
                    if (http.Request.Headers["X-Guitai"] != "1" || site is "cross-site" or "same-site")
                    {
                        await Refuse(http, "request.foreign-origin", StatusCodes.Status403Forbidden);
                        return;
                    }
                }

                await next();
            }
        );
    }

    private static bool Changes(string method) => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method);

    private static bool IsOurs(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static Task Refuse(HttpContext http, string code, int status)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new Foundation.Refusal(code));
    }
}
