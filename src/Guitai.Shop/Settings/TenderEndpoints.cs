using Guitai.Contracts.Masters;
using Guitai.Contracts.Staff;
using Guitai.Shop.Pages;

namespace Guitai.Shop.Settings;

/// <param name="Version">Sent back with an edit.</param>
public sealed record TenderTypeView(long Version, TenderType TenderType);

/// <param name="Version">0 for a new one.</param>
/// <param name="Code">What follows <c>x-</c> in the tender's code: up to 16 small letters, digits and hyphens; only when it is made, null for the
/// next free number.</param>
/// <param name="Color"><c>#rrggbb</c>.</param>
/// <param name="Icon">One of <see cref="TenderType.Icons"/>.</param>
public sealed record TenderTypeEdit(
    long Version,
    string? Code,
    string Name,
    string? NameEn,
    bool Active,
    int Sort,
    bool GivesChange,
    bool Refundable,
    bool AsksReference,
    string? ReferenceName,
    string? ReferenceNameEn,
    string Color,
    string Icon
);

/// <summary>The owner's own tenders. Whoever reads reports may know their names.</summary>
internal static class TenderEndpoints
{
    public static void Map(ShopRoutes routes, ShopDesk shop)
    {
        var settings = Access.With(Right.EditSettings);
        routes.Get<IReadOnlyList<TenderTypeView>>("tender-types", Access.LoggedIn, _ => shop.Tenders.List().ToList());
        routes.Send<TenderTypeEdit, TenderTypeView>(
            "POST",
            "tender-types",
            settings,
            (call, body) => shop.Tenders.SaveAsync(call.Actor, null, body)
        );
        routes.Send<TenderTypeEdit, TenderTypeView>(
            "PUT",
            "tender-types/{id}",
            settings,
            (call, body) => shop.Tenders.SaveAsync(call.Actor, call.Id, body)
        );
    }
}
