using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Guitai.Till.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guitai.Till.Display;

/// <summary>The customer's screen: open to whoever looks, except for what is done on a turned one.</summary>
internal static class DisplayEndpoints
{
    public static void Map(IEndpointRouteBuilder app, TillRoutes routes, TillRole till)
    {
        routes.Post("screen/turn", till.Customer.TurnAsync);
        routes.Post<PaymentStepRequest>("screen/payment", till.Customer.PaymentAsync);
        routes.Post<CustomerTipRequest>("customer/tip", till.Customer.TipAsync);
        var display = app.MapGroup("/display/api").WithTags("display");
        display.MapGet("view", async () => Results.Json(await ViewAsync(till, isHere: false))).Produces<DisplayView>();
        display
            .MapGet("events", (HttpContext http) => TypedResults.ServerSentEvents(Events(till, IsHere(http), http.RequestAborted)))
            .Produces<DisplayView>(contentType: "text/event-stream");
    }

    // The address of the terminal's page is for this device's own screen.
    private static Task<DisplayView> ViewAsync(TillRole till, bool isHere) =>
        till.Desk.ShowAsync(() =>
            till.Customer.View() with
            {
                Code = till.CardDesk.Code,
                CardFrame = isHere ? till.CustomerPad.Frame : null,
            }
        );

    private static bool IsHere(HttpContext http) => http.Connection.RemoteIpAddress is not { } from || IPAddress.IsLoopback(from);

    private static async IAsyncEnumerable<SseItem<DisplayView>> Events(
        TillRole till,
        bool isHere,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        using var screen = isHere ? till.CustomerPad.Follow() : null;
        await foreach (var _ in till.Watchers.Changes(cancellation))
        {
            yield return new SseItem<DisplayView>(await ViewAsync(till, isHere), "view");
        }
    }
}
