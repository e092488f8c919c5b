using Guitai.Contracts.Staff;
using Guitai.Foundation;
using Guitai.Shop.Pages;
using Microsoft.AspNetCore.Http;

namespace Guitai.Shop.Catalogue;

/// <summary>Products, pictures and proposals.</summary>
internal static class CatalogueEndpoints
{
    public static void Map(ShopRoutes routes, ShopDesk shop)
    {
        var masters = Access.With(Right.EditMasters);
        routes.Get<ProductPage>(
            "products",
            masters,
            call =>
                shop.Products.List(
                    new ProductQuery(call.Text("q"), call.IdOf("category"), call.Flag("active"), call.Skip, call.Take, call.Actor.StoreId)
                ),
            "q",
            "category",
            "active",
            "skip",
            "take"
        );
        routes.Get<ProductView>("products/{id}", masters, call => shop.Products.Get(call.Id, call.Actor.StoreId));
        routes.Send<ProductEdit, ProductView>("POST", "products", masters, (call, body) => shop.Products.CreateAsync(call.Actor, body));
        routes.Send<ProductEdit, ProductView>(
            "PUT",
            "products/{id}",
            masters,
            (call, body) => shop.Products.ChangeAsync(call.Actor, call.Id, body)
        );
        routes.Send<bool>(
            "DELETE",
            "products/{id}",
            masters,
            call => shop.Products.DeleteAsync(call.Actor, call.Id, call.Version),
            "version"
        );
        routes.SendBytes<PictureAnswer>(
            "pictures",
            masters,
            PictureBook.MostBytes,
            (call, bytes) => shop.Pictures.AddAsync(call.Actor, bytes)
        );
        routes.Raw("GET", "pictures/{id}", Access.LoggedIn, call => PictureAsync(shop, call));
        routes.Get<IReadOnlyList<ProposalView>>(
            "proposals",
            masters,
            call => shop.Proposals.List(call.Flag("all") ?? false).ToList(),
            "all"
        );
        routes.Send<ProductEdit, ProductView>(
            "POST",
            "proposals/{id}/accept",
            masters,
            (call, body) => shop.Proposals.AcceptAsync(call.Actor, call.Id, body)
        );
        routes.Send<bool>("POST", "proposals/{id}/dismiss", masters, call => shop.Proposals.DismissAsync(call.Actor, call.Id));
    }

    // A picture's bytes never change under its id. Should a drawing hold what was overlooked, it can still neither run nor fetch anything.
    private static async Task<Refusal?> PictureAsync(ShopDesk shop, Call call)
    {
        if (shop.Pictures.Find(call.Id) is not { } picture)
        {
            return new Refusal("not-found");
        }

        var response = call.Http.Response;
        response.ContentType = picture.ContentType;
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        await response.Body.WriteAsync(picture.Bytes, call.Http.RequestAborted);
        return null;
    }
}
