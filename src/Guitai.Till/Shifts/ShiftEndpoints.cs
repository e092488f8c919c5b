using Guitai.Documents;
using Guitai.Foundation;
using Guitai.Till.Desk;
using Guitai.Till.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Guitai.Till.Shifts;

/// <summary>Shifts, the drawer and their reports.</summary>
internal static class ShiftEndpoints
{
    public static void Map(TillRoutes routes, TillRole till)
    {
        routes.Post<OpenShiftRequest>("shift/open", till.Shifts.OpenAsync);
        routes.Post<MoveCashRequest>("shift/cash", till.Shifts.MoveCashAsync);
        routes.Post<OpenDrawerRequest>("shift/drawer", till.Shifts.OpenDrawerAsync);
        routes.Get<ShiftReport>(
            "shift/x",
            (actor, _) => till.Reports.Look(ShiftReports.MaySeeExpected(actor)) is { } report ? report : new Refusal("shift.not-open")
        );
        routes
            .Api.MapPost(
                "shift/close",
                async (CloseShiftRequest request, HttpContext http) =>
                {
                    var outcome = await till.Shifts.CloseAsync(Answers.PageOf(http), request);
                    return outcome.Refusal is { } refusal ? Answers.Refused(refusal) : Results.Json(till.Reports.Closed(outcome.Value));
                }
            )
            .Produces<ShiftReport>();
        routes.Get<ShiftReport[]>(
            "shifts",
            (_, http) =>
                till
                    .Reports.List(TillRoutes.Number(http.Request.Query["skip"], 0), TillRoutes.Number(http.Request.Query["take"], 20))
                    .ToArray()
        );
        routes
            .Api.MapPost(
                "shift/{id:guid}/print",
                async (Guid id, HttpContext http) =>
                {
                    var page = Answers.PageOf(http);
                    var outcome = await till.PrintReportAsync(page, id);
                    return outcome.Refusal is { } refusal ? Answers.Refused(refusal) : Results.Json(await routes.ViewAsync(page));
                }
            )
            .Produces<TillView>();
    }
}
