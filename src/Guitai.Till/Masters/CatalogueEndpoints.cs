using Guitai.Contracts.Masters;
using Guitai.Foundation;
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
        routes.Get<ProductPage>(
            "catalogue",
            (_, http) =>
            {
                var query = http.Request.Query;
                var category = Guid.TryParse(query["category"], out var id) ? id : (Guid?)null;
                var favourites = string.Equals(query["favourites"], "true", StringComparison.Ordinal);
                var found = till
                    .Desk.Catalogue.Products.Where(p => (category is null || p.CategoryId == category) && (!favourites || p.Favourite))
                    .ToList();
                return new ProductPage(
                    [
                        .. found
                            .Skip(TillRoutes.Number(query["skip"], 0))
                            .Take(Math.Clamp(TillRoutes.Number(query["take"], 60), 1, 500))
                            .Select(PageViews.Tile),
                    ],
                    found.Count
                );
            }
        );
        routes.Get<ProductPage>(
            "catalogue/search",
            (_, http) =>
            {
                var found = ProductSearch.Find(
                    till.Desk.Catalogue.Products,
                    http.Request.Query["q"].ToString(),
                    Math.Clamp(TillRoutes.Number(http.Request.Query["take"], 30), 1, 100)
                );
                return new ProductPage([.. found.Select(PageViews.Tile)], found.Count);
            }
        );
        routes.Api.MapGet(
            "pictures/{id:guid}",
            (Guid id, HttpContext http) =>
            {
                if (till.Desk.Catalogue.Get<Picture>(MasterKind.Picture, id) is not { } picture)
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
}
