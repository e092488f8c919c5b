using Guitai.Receipts;
using Guitai.Till.Cards;
using Guitai.Till.Desk;
using Guitai.Till.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Guitai.Till.Orders;

/// <summary>Ended orders: found, told, refunded, printed again.</summary>
internal static class OrderEndpoints
{
    public static void Map(TillRoutes routes, TillRole till)
    {
        routes.Get<OrderRows>(
            "orders",
            (_, http) =>
                CardRefusals.IsCardData(http.Request.Query["number"]) || CardRefusals.IsCardData(http.Request.Query["product"])
                    ? CardRefusals.CardData
                    : till.Orders.Find(Filter(http.Request.Query))
        );
        routes.Get<OrderStory>("orders/{id:guid}", (_, http) => till.Stories.Tell(Guid.Parse((string)http.Request.RouteValues["id"]!)));
        routes.Get<PaperRow[]>(
            "orders/{id:guid}/receipt",
            (_, http) => till.Stories.Receipt(Guid.Parse((string)http.Request.RouteValues["id"]!))
        );
        routes
            .Api.MapPost(
                "orders/refund",
                async (RefundRequest request, HttpContext http) =>
                {
                    var outcome = await till.Refunds.RefundAsync(Answers.PageOf(http), request);

                    // One that waits for a card is told as part of its sale.
                    var told = outcome.Ok && till.Book.Find(outcome.Value) is not null ? outcome.Value : request.OriginalOrderId;
                    return outcome.Refusal is { } refusal
                        ? Answers.Refused(refusal)
                        : Answers.Of(await till.Desk.InTurnAsync(() => Task.FromResult(till.Stories.Tell(told))));
                }
            )
            .Produces<OrderStory>();
        routes.Post<ReprintRequest>("orders/reprint", till.Stories.ReprintAsync);
    }

    private static OrderFilter Filter(IQueryCollection query)
    {
        long? Long(string name) =>
            long.TryParse(
                query[name],
                System.Globalization.NumberStyles.AllowLeadingSign,
                System.Globalization.CultureInfo.InvariantCulture,
                out var number
            )
                ? number
                : null;
        string? Text(string name) => query[name] is [{ Length: > 0 } text, ..] ? text : null;
        return new OrderFilter
        {
            Number = Text("number"),
            FromMs = Long("fromMs"),
            ToMs = Long("toMs"),
            MinMinor = Long("minMinor"),
            MaxMinor = Long("maxMinor"),
            Tender = Text("tender"),
            StaffId = Guid.TryParse(query["staffId"], out var id) ? id : null,
            Product = Text("product"),
            Kind = Text("kind"),
            Skip = TillRoutes.Number(query["skip"], 0),
            Take = TillRoutes.Number(query["take"], 50),
        };
    }
}
