using Guitai.Foundation;
using Guitai.Shop.Pages;
using Guitai.Shop.Settings;
using Microsoft.AspNetCore.Http;

namespace Guitai.Shop.Sync;

/// <summary>The sync over TLS. A device is known by the key of its certificate; browsers have none, so no other guard is needed.</summary>
internal static class SyncEndpoints
{
    public static void Map(ShopRoutes routes, ShopDesk shop)
    {
        foreach (var what in (string[])["hello", "facts", "masters"])
        {
            routes.Raw("POST", "sync/" + what, Access.Till, call => AnswerAsync(call.Http, shop, what));
        }
    }

    private static async Task<Refusal?> AnswerAsync(HttpContext http, ShopDesk shop, string what)
    {
        if (http.Connection.ClientCertificate is not { } certificate)
        {
            return new Refusal("certificate.needed");
        }

        var body = await ShopRoutes.ReadAsync(http, SyncDoor.MostBytes);
        if (!body.Ok)
        {
            return body.Refusal;
        }

        if (
            await shop.SyncDoor.AnswerAsync(what, body.Value, TillAuthority.DeviceHashOf(certificate), http.RequestAborted)
            is not { } answer
        )
        {
            return new Refusal("body.malformed");
        }

        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(answer, http.RequestAborted);
        return null;
    }
}
