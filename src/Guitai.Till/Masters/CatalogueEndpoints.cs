using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Till.Cards;
using Guitai.Till.Desk;
using Guitai.Till.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Guitai.Till.Masters;

/// <summary>Products, categories and pictures as the page picks from them.</summary>
internal static class CatalogueEndpoints
{
    public static void Map(TillRoutes routes, TillRole till)
    {
        routes.Get<Category[]>(
            "categories",
            (_, _) =>
                till
                    .Desk.Catalogue.All<Category>(MasterKind.Category)
                    .OrderBy(c => c.Sort)
                    .ThenBy(c => c.Name, StringComparer.Ordinal)
                    .ToArray()
        );
        Browse(
            routes,
            till,
            "catalogue",
            (products, query) =>
                products.Shelf(
                    Guid.TryParse(query["category"], out var category) ? category : null,
                    string.Equals(query["favourites"], "true", StringComparison.Ordinal),
                    TillRoutes.Number(query["skip"], 0),
                    Math.Clamp(TillRoutes.Number(query["take"], 60), 1, 500)
                )
        );
        Browse(
            routes,
            till,
            "catalogue/search",
            (products, query) => products.Search(Limits.Clean(query["q"]) ?? "", Math.Clamp(TillRoutes.Number(query["take"], 30), 1, 100))
        );
        routes.Api.MapGet(
            "pictures/{id:guid}",
            (Guid id, HttpContext http) =>
            {
                if (till.Desk.Store.Read(c => MasterRows.Picture(c, till.Desk.Cursor.MastersIn, id)) is not { } picture)
                {
                    return Answers.Refused(new Refusal("picture.not-found"));
                }

                // A picture's id never gets other bytes; and whatever an image file says, it is never run.
                http.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
                http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
                return Results.Bytes(picture.Bytes, picture.ContentType);
            }
        );
        routes.Get<StaffInfo[]>("staff", (_, _) => till.Views.StaffList().ToArray());
    }

    // Looks through the products outside the desk's turn: a search never keeps a scan waiting.
    private static void Browse(
        TillRoutes routes,
        TillRole till,
        string path,
        Func<ProductView, IQueryCollection, (IReadOnlyList<Product> Products, int Total)> look
    ) =>
        routes
            .Api.MapGet(
                path,
                (Delegate)(
                    async (HttpContext http) =>
                    {
                        var (entered, products) = await till.Desk.InTurnAsync(() =>
                            Task.FromResult((till.Desk.Enter(Answers.PageOf(http) with { PageId = null }), till.Desk.Catalogue.Products))
                        );
                        if (entered.Refusal is { } refusal)
                        {
                            return Answers.Refused(refusal);
                        }

                        if (CardRefusals.IsCardData(http.Request.Query["q"]))
                        {
                            return Answers.Refused(CardRefusals.CardData);
                        }

                        var (found, total) = look(products, http.Request.Query);
                        return Results.Json(new ProductPage([.. found.Select(PageViews.Tile)], total));
                    }
                )
            )
            .Produces<ProductPage>();
}
