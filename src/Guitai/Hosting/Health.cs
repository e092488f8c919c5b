namespace Guitai.Hosting;

/// <summary>One role's health.</summary>
/// <param name="Ok">It can do its work now.</param>
/// <param name="Commits">How often it has committed since it started; a monitor sees from two readings that it works.</param>
/// <param name="Detail">What is wrong, as a code; null when nothing is.</param>
internal sealed record RoleHealth(string Role, bool Ok, string Store, long Commits, string? Detail);

/// <summary>The health endpoint: 200 when every role can work, 503 when one cannot.</summary>
internal static class Health
{
    /// <summary>Maps <c>GET /health</c>.</summary>
    public static void Map(WebApplication app, params Func<RoleHealth>[] roles) =>
        app.MapGet(
            "/health",
            () =>
            {
                var all = roles.Select(r => r()).ToList();
                var ok = all.TrueForAll(r => r.Ok);
                return Results.Json(
                    new
                    {
                        ok,
                        version = Version.Text,
                        roles = all,
                    },
                    statusCode: ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
                );
            }
        );

    public static RoleHealth Of(TillHost till) =>
        new(
            "till",
            till.Till.Store.Writer.Broken is null && till.Till.Desk.Place is not null,
            till.Till.Store.EngineName,
            till.Till.Store.Writer.Commits,
            till.Till.Store.Writer.Broken is not null ? "store.broken"
                : till.Till.Desk.Place is null ? "till.not-ready"
                : till.Till.Sync.Online ? null
                : "shop.unreachable"
        );

    public static RoleHealth Of(ShopHost shop) =>
        new("shop", shop.Shop.Books.Store.Writer.Broken is null, shop.Engine, shop.Shop.Books.Store.Writer.Commits, null);

    public static RoleHealth Of(TerminalHost terminal) =>
        new(
            "terminal",
            terminal.Store.Writer.Broken is null,
            terminal.Store.EngineName,
            terminal.Store.Writer.Commits,
            terminal.Store.Writer.Broken is not null ? "store.broken" : terminal.Desk.Stand().Trouble?.Code
        );

    public static RoleHealth Of(AcquirerHost host) =>
        new(
            "host",
            host.Desk.Services.Store.Writer.Broken is null,
            host.Desk.Services.Store.EngineName,
            host.Desk.Services.Store.Writer.Commits,
            host.Desk.Services.Store.Writer.Broken is not null ? "store.broken"
                : host.Links.All.Values.Any(l => !l.IsReady) ? "issuer.unreachable"
                : null
        );
}
