using Guitai.Till.Pages;

namespace Guitai.Till.Tenders;

/// <summary>Paying the order at the counter, tender by tender.</summary>
internal static class TenderEndpoints
{
    public static void Map(TillRoutes routes, TillRole till)
    {
        routes.Post<PayCashRequest>("cart/pay-cash", till.CashPayment.PayAsync);
        routes.Post<AskTenderRequest>("tenders/ask", till.OwnTenders.AskAsync);
        routes.Post<ConfirmTenderRequest>("tenders/confirm", till.OwnTenders.ConfirmAsync);
        routes.Post<FailTenderRequest>("tenders/fail", till.OwnTenders.FailAsync);
        routes.Post<TakeBackTenderRequest>("tenders/take-back", till.OwnTenders.TakeBackAsync);
    }
}
