using Guitai.Foundation;
using Guitai.Shop.Pages;
using Microsoft.AspNetCore.Http;

namespace Guitai.Shop.Sync;

/// <summary>The sync over HTTP. A till shows its token; browsers cannot, so no other guard is needed.</summary>
internal static class SyncEndpoints
{
    private const string Scheme = "Bearer ";

    public static void Map(ShopRoutes routes, ShopDesk shop)
    {
        foreach (var what in (string[])["hello", "facts", "masters"])
        {
            routes.Raw("POST", "sync/" + what, Access.Till, call => AnswerAsync(call.Http, shop, what));
        }
    }

    private static async Task<Refusal?> AnswerAsync(HttpContext http, ShopDesk shop, string what)
    {
        var header = http.Request.Headers.Authorization.ToString();
        var token = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
        if (token is null)
        {
            return new Refusal("login.needed");
        }

        var body = await ShopRoutes.ReadAsync(http, SyncDoor.MostBytes);
        if (!body.Ok)
        {
            return body.Refusal;
        }

        if (await shop.SyncDoor.AnswerAsync(what, body.Value, token, http.RequestAborted) is not { } answer)
        {
            return new Refusal("body.malformed");
        }

        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(answer, http.RequestAborted);
        return null;
    }
}
