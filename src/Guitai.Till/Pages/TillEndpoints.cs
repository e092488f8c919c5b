using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Guitai.Foundation;
using Guitai.Till.Cards;
using Guitai.Till.Checkout;
using Guitai.Till.Desk;
using Guitai.Till.Devices;
using Guitai.Till.Display;
using Guitai.Till.Masters;
using Guitai.Till.Orders;
using Guitai.Till.Shifts;
using Guitai.Till.Staff;
using Guitai.Till.Sync;
using Guitai.Till.Tenders;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guitai.Till.Pages;

/// <summary>The till's and the display's HTTP endpoints; the table stands in <c>docs/till-api.md</c>.</summary>
public static class TillEndpoints
{
    /// <summary>Maps everything under <c>/till/api</c> and <c>/display/api</c>.</summary>
    public static void Map(IEndpointRouteBuilder app, TillRole till)
    {
        var api = app.MapGroup("/till/api").WithTags("till");
        var routes = new TillRoutes(api, till);
        MapViews(routes, till);
        EnrolmentEndpoints.Map(routes, till);
        LoginEndpoints.Map(routes, till);
        CatalogueEndpoints.Map(routes, till);
        CheckoutEndpoints.Map(routes, till);
        TenderEndpoints.Map(routes, till);
        CardEndpoints.Map(routes, till);
        OrderEndpoints.Map(routes, till);
        ShiftEndpoints.Map(routes, till);
        DeviceEndpoints.Map(routes, till);
        DisplayEndpoints.Map(app, routes, till);
    }

    private static void MapViews(TillRoutes routes, TillRole till)
    {
        routes
            .Api.MapGet("view", (Delegate)(async (HttpContext http) => Results.Json(await routes.ViewAsync(Answers.PageOf(http)))))
            .Produces<TillView>();
        routes
            .Api.MapGet(
                "events",
                (HttpContext http) => TypedResults.ServerSentEvents(ViewEvents(routes, till, Answers.PageOf(http), http.RequestAborted))
            )
            .Produces<TillView>(contentType: "text/event-stream");
        routes.Post(
            "page/take",
            page =>
                till.Desk.InTurnAsync<Outcome<bool>>(() =>
                {
                    if (!till.Desk.Session.Owns(page) || page.PageId is not { } id)
                    {
                        return Task.FromResult<Outcome<bool>>(Refusals.LogIn);
                    }

                    till.Desk.Session.TakePage(id);
                    till.Desk.SaySomethingChanged();
                    return Task.FromResult<Outcome<bool>>(true);
                })
        );
    }

    private static async IAsyncEnumerable<SseItem<TillView>> ViewEvents(
        TillRoutes routes,
        TillRole till,
        PageContext page,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        await foreach (var _ in till.Watchers.Changes(cancellation))
        {
            yield return new SseItem<TillView>(await routes.ViewAsync(page), "view");
        }
    }
}
