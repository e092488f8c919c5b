using System.Globalization;
using Guitai.Contracts.Terminal;
using Guitai.Till.Pages;
using Guitai.Till.Refunds;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Guitai.Till.Cards;

/// <summary>Card payments and their terminal.</summary>
internal static class CardEndpoints
{
    public static void Map(TillRoutes routes, TillRole till)
    {
        routes.Post<AskCardRequest>("cards/ask", till.CardTenders.AskAsync);
        routes.Post<AskCodeRequest>("cards/ask-code", till.CardTenders.AskCodeAsync);
        routes.Post<CardPaymentRequest>("cards/print-code", till.CardDesk.PrintCodeAsync);
        routes.Post<VoiceRequest>("cards/voice", till.Voice.ChooseAsync);
        routes.Post<CardAmountRequest>("cards/amount", till.CardTenders.SetAmountAsync);
        routes.Post<CardPaymentRequest>("cards/cancel", till.CardDesk.CancelAsync);
        routes.Post<BeginCardRequest>("cards/begin", till.CardDesk.BeginAsync);
        routes.Post<CardPaymentRequest>("cards/report", till.CardDesk.ReportAsync);
        routes.Post<CardPaymentRequest>("cards/print", till.CardDesk.PrintAsync);
        routes.Post<TerminalRequest>("cards/settle", till.CardDesk.SettleAsync);
        routes.Post<CustomerPadRequest>("cards/pad", till.CustomerPad.ChooseAsync);
        routes.Post<OpenRefundRequest>("cards/refunds/again", till.CardRefunds.AgainAsync);
        routes.Post<OpenRefundRequest>("cards/refunds/in-cash", till.CardRefunds.InCashAsync);
        routes.Post<OpenRefundRequest>("cards/refunds/drop", till.CardRefunds.DropAsync);
        routes
            .Api.MapPost(
                "cards/set-up",
                async (TerminalRequest request, HttpContext http) =>
                    Answers.Of(await till.CardDesk.SetUpAsync(Answers.PageOf(http), request))
            )
            .Produces<FrameAnswer>();
        routes
            .Api.MapGet(
                "cards/payments",
                (Delegate)(
                    async (HttpContext http) => Answers.Of(await till.CardDesk.ListAsync(Answers.PageOf(http), Query(http.Request.Query)))
                )
            )
            .Produces<CardRow[]>();
    }

    private static CardListQuery Query(IQueryCollection query) =>
        new(
            Enum.TryParse<PaymentKind>(query["kind"], out var kind) && Enum.IsDefined(kind) ? kind : null,
            string.Equals(query["open"], "true", StringComparison.Ordinal),
            long.TryParse(query["beforeMs"], NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : null,
            TillRoutes.Number(query["count"], 50)
        );
}
