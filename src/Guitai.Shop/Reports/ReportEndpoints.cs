using Guitai.Contracts.Staff;
using Guitai.Foundation;
using Guitai.Receipts;
using Guitai.Shop.Pages;
using Guitai.Shop.Sync;

namespace Guitai.Shop.Reports;

/// <summary>Reports, orders, shifts, alarms and the audit.</summary>
internal static class ReportEndpoints
{
    public static void Map(ShopRoutes routes, ShopDesk shop)
    {
        var reports = Access.With(Right.SeeReports);
        routes.Get<SalesReport>(
            "reports/sales",
            reports,
            call =>
                call.Store() is { Ok: true } store
                    ? shop.Sales.Report(store.Value, (int?)Date(call, "from"), (int?)Date(call, "to"))
                    : new Refusal("store.not-yours"),
            "store",
            "from",
            "to"
        );
        routes.Get<OrderPage>(
            "orders",
            reports,
            call => call.Store() is { Ok: true } store ? shop.Orders.List(Query(call, store.Value)) : new Refusal("store.not-yours"),
            "number",
            "fromMs",
            "toMs",
            "minMinor",
            "maxMinor",
            "tender",
            "staffId",
            "product",
            "kind",
            "store",
            "till",
            "skip",
            "take"
        );
        routes.Get<OrderStory>("orders/{id}", reports, call => shop.Orders.Story(call.Id, call.Actor.StoreId));
        routes.Get<PaperRow[]>("orders/{id}/receipt", reports, call => shop.Orders.Receipt(call.Id, call.Actor.StoreId));
        routes.Get<PaperRow[]>("shifts/{id}/report", reports, call => shop.Shifts.Paper(call.Id, call.Actor.StoreId));
        routes.Get<ShiftPage>(
            "shifts",
            reports,
            call =>
                call.Store() is { Ok: true } store
                    ? shop.Shifts.List(store.Value, call.IdOf("till"), call.Skip, call.Take)
                    : new Refusal("store.not-yours"),
            "store",
            "till",
            "skip",
            "take"
        );
        routes.Get<ReportNames>("report-names", reports, call => shop.AuditReports.Names(call.Actor.StoreId));
        routes.Get<IReadOnlyList<AlarmView>>("alarms", reports, call => shop.Alarms.List(call.Flag("all") ?? false).ToList(), "all");
        routes.Send<SeenRequest, bool>("POST", "alarms/seen", reports, (call, body) => shop.Alarms.SeenAsync(call.Actor, body.Id));
        routes.Get<AuditPage>("audit", Access.With(Right.EditStaff), call => shop.AuditReports.List(call.Skip, call.Take), "skip", "take");
    }

    private static long? Date(Call call, string name) => call.Number(name) is { } date ? Math.Clamp(date, 0, 99_999_999) : null;

    private static OrderQuery Query(Call call, Guid? store) =>
        new(
            call.Text("number"),
            call.Number("fromMs"),
            call.Number("toMs"),
            call.Number("minMinor"),
            call.Number("maxMinor"),
            call.Text("tender"),
            call.IdOf("staffId"),
            call.Text("product"),
            call.Text("kind"),
            store,
            call.IdOf("till"),
            call.Skip,
            call.Take
        );
}
