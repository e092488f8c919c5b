using Guitai.Till.Desk;
using Guitai.Till.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Guitai.Till.Staff;

/// <summary>Who is at the till.</summary>
internal static class LoginEndpoints
{
    public static void Map(TillRoutes routes, TillRole till)
    {
        routes
            .Api.MapPost(
                "login",
                async (LoginRequest request, HttpContext http) =>
                {
                    var page = Answers.PageOf(http);
                    var outcome = await till.Login.LogInAsync(page, request);
                    if (outcome.Refusal is { } refusal)
                    {
                        return Answers.Refused(refusal);
                    }

                    http.Response.Cookies.Append(
                        Answers.SessionCookie,
                        outcome.Value,
                        new CookieOptions
                        {
                            HttpOnly = true,
                            SameSite = SameSiteMode.Strict,
                            Path = "/till",
                            Secure = http.Request.IsHttps,
                        }
                    );
                    return Results.Json(await routes.ViewAsync(page with { Token = outcome.Value }));
                }
            )
            .Produces<TillView>();
        routes.Post("logout", page => till.Login.LeaveAsync(page, logOut: true));
        routes.Post("lock", page => till.Login.LeaveAsync(page, logOut: false));
        routes.Post<UnlockRequest>("unlock", till.Login.UnlockAsync);
    }
}
