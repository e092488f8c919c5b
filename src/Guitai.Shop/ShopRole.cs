using Dapper;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.Store;
using Guitai.Shop.Catalogue;
using Guitai.Shop.Imports;
using Guitai.Shop.Pages;
using Guitai.Shop.Reports;
using Guitai.Shop.Settings;
using Guitai.Shop.Staff;
using Guitai.Shop.Sync;
using Microsoft.AspNetCore.Routing;

namespace Guitai.Shop;

/// <summary>Puts the shop together.</summary>
public static class ShopRole
{
    /// <summary>The schema's steps.</summary>
    public static IReadOnlyList<Migration> Migrations => Migration.Embedded(typeof(ShopRole).Assembly);

    /// <summary>Makes the shop over an open store whose writer is driven. On the first run it decides which merchant's books these are.</summary>
    /// <param name="installation">Which merchant of a database that holds several; one is enough for a shop of its own.</param>
    /// <param name="process">Name of this server process among those that run at once on this database; each has its own audit chain.</param>
    /// <exception cref="StoreBrokenException">The store cannot be written.</exception>
    public static async Task<ShopDesk> CreateAsync(
        RoleStore store,
        TimeProvider time,
        IRandomness randomness,
        string installation = "shop",
        string process = "shop"
    )
    {
        var ids = new IdSource(time, randomness);
        var merchant = Merchant(store, installation);
        if (merchant is null)
        {
            _ = await store.WriteAsync(new Write().InsertIfAbsent(Tables.Installation, installation, ids.Next()));
            merchant = Merchant(store, installation) ?? throw new StoreBrokenException("The store is full or cannot be written.");
        }

        var audit = new AuditLog(store, time, merchant.Value.ToString(), process);
        return new ShopDesk(new Books(store, merchant.Value, time, randomness, ids, audit));
    }

    /// <summary>Maps everything under <c>/shop/api</c>.</summary>
    public static void Map(IEndpointRouteBuilder app, ShopDesk shop)
    {
        var routes = new ShopRoutes(app, shop);
        StaffEndpoints.Map(routes, shop);
        SettingsEndpoints.Map(routes, shop);
        CatalogueEndpoints.Map(routes, shop);
        ImportEndpoints.Map(routes, shop);
        ReportEndpoints.Map(routes, shop);
        SyncEndpoints.Map(routes, shop);
    }

    private static Guid? Merchant(RoleStore store, string installation) =>
        store.Read(c =>
            c.QuerySingleOrDefault<string>("SELECT merchant FROM installation WHERE name = @installation", new { installation })
        )
            is { } id
            ? Guid.Parse(id)
            : null;
}
