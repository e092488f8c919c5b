using System.Globalization;
using Guitai.Contracts.Staff;
using Guitai.Contracts.Sync;
using Guitai.Foundation;
using Guitai.Receipts;
using Guitai.Shop.Pages;

namespace Guitai.Shop.Settings;

/// <summary>Merchant, stores, tax classes, categories and tills.</summary>
internal static class SettingsEndpoints
{
    public static void Map(ShopRoutes routes, ShopDesk shop)
    {
        var settings = Access.With(Right.EditSettings);
        routes.Get<MerchantView>("merchant", settings, _ => shop.Stores.Merchant());
        routes.Send<MerchantEdit, MerchantView>(
            "PUT",
            "merchant",
            settings,
            (call, body) => shop.Stores.ChangeMerchantAsync(call.Actor, body)
        );
        routes.Get<IReadOnlyList<StoreView>>("stores", settings, _ => shop.Stores.List().ToList());
        routes.Send<StoreEdit, StoreView>("POST", "stores", settings, (call, body) => shop.Stores.CreateAsync(call.Actor, body));
        routes.Send<StoreEdit, StoreView>(
            "PUT",
            "stores/{id}",
            settings,
            (call, body) => shop.Stores.ChangeAsync(call.Actor, call.Id, body)
        );
        routes.Send<StoreEdit, PaperRow[]>("POST", "receipt-preview", settings, (_, body) => Task.FromResult(shop.Stores.Preview(body)));
        MapTills(routes, shop, settings);
        MapGroups(routes, shop, settings, Access.With(Right.EditMasters));
    }

    private static void MapTills(ShopRoutes routes, ShopDesk shop, Access settings)
    {
        routes.Get<IReadOnlyList<TillView>>("tills", settings, _ => shop.Tills.List().ToList());
        routes.Send<TillEdit, TillView>("POST", "tills", settings, (call, body) => shop.Tills.CreateAsync(call.Actor, body));
        routes.Send<TillEdit, TillView>("PUT", "tills/{id}", settings, (call, body) => shop.Tills.ChangeAsync(call.Actor, call.Id, body));
        routes.Send<EnrolmentCode>("POST", "tills/{id}/code", settings, call => shop.Tills.CodeAsync(call.Actor, call.Id));
        routes.Send<TillView>("POST", "tills/{id}/revoke", settings, call => shop.Tills.RevokeAsync(call.Actor, call.Id));
        routes.Send<EnrolRequest, EnrolAnswer>(
            "POST",
            "enrol",
            Access.Open,
            async (call, body) =>
                shop.EnrolTries.Take(call.Actor.Where) is var wait and > 0
                    ? Refusal.With("too-many", "waitSeconds", wait.ToString(CultureInfo.InvariantCulture))
                    : await shop.Tills.EnrolAsync(body, call.Actor.Where)
        );
        routes.Get<AuthorityAnswer>(
            "authority",
            Access.Open,
            _ => shop.TillDoor.Authority is { } authority ? new AuthorityAnswer(authority.CertificatePem) : new Refusal("tills.no-door")
        );
        routes.Send<RenewRequest, RenewAnswer>(
            "POST",
            "sync/renew",
            Access.Till,
            (call, body) =>
                Task.FromResult(
                    call.Http.Connection.ClientCertificate is { } certificate
                        ? shop.Tills.Renew(body, TillAuthority.DeviceHashOf(certificate))
                        : new Refusal("certificate.needed")
                )
        );
    }

    private static void MapGroups(ShopRoutes routes, ShopDesk shop, Access settings, Access masters)
    {
        routes.Get<IReadOnlyList<TaxClassView>>("tax-classes", masters, _ => shop.Groups.TaxClasses().ToList());
        routes.Send<TaxClassEdit, TaxClassView>(
            "POST",
            "tax-classes",
            settings,
            (call, body) => shop.Groups.SaveTaxClassAsync(call.Actor, null, body)
        );
        routes.Send<TaxClassEdit, TaxClassView>(
            "PUT",
            "tax-classes/{id}",
            settings,
            (call, body) => shop.Groups.SaveTaxClassAsync(call.Actor, call.Id, body)
        );
        routes.Send<bool>(
            "DELETE",
            "tax-classes/{id}",
            settings,
            call => shop.Groups.DeleteTaxClassAsync(call.Actor, call.Id, call.Version),
            "version"
        );
        routes.Get<IReadOnlyList<CategoryView>>("categories", masters, _ => shop.Groups.Categories().ToList());
        routes.Send<CategoryEdit, CategoryView>(
            "POST",
            "categories",
            masters,
            (call, body) => shop.Groups.SaveCategoryAsync(call.Actor, null, body)
        );
        routes.Send<CategoryEdit, CategoryView>(
            "PUT",
            "categories/{id}",
            masters,
            (call, body) => shop.Groups.SaveCategoryAsync(call.Actor, call.Id, body)
        );
        routes.Send<bool>(
            "DELETE",
            "categories/{id}",
            masters,
            call => shop.Groups.DeleteCategoryAsync(call.Actor, call.Id, call.Version),
            "version"
        );
    }
}
