using Guitai.Foundation;
using Guitai.Till.Pages;

namespace Guitai.Till.Checkout;

/// <summary>The order at the counter.</summary>
internal static class CheckoutEndpoints
{
    public static void Map(TillRoutes routes, TillRole till)
    {
        routes.Post<ScanRequest>("cart/scan", till.Checkout.ScanAsync);
        routes.Post<AddProductRequest>("cart/add", till.Checkout.AddProductAsync);
        routes.Post<AddAmountRequest>("cart/amount", till.Checkout.AddAmountAsync);
        routes.Post<QuickAddRequest>("cart/quick-add", till.Checkout.QuickAddAsync);
        routes.Post<ChangeQuantityRequest>("cart/quantity", till.Checkout.ChangeQuantityAsync);
        routes.Post<RemoveLineRequest>("cart/remove", till.Checkout.RemoveLineAsync);
        routes.Post<LineDiscountRequest>("cart/line-discount", till.PriceChanges.DiscountLineAsync);
        routes.Post<PriceRequest>("cart/price", till.PriceChanges.OverridePriceAsync);
        routes.Post<OrderDiscountRequest>("cart/discount", till.PriceChanges.DiscountOrderAsync);
        routes.Post<TipRequest>("cart/tip", till.Checkout.TipAsync);
        routes.Post<NoteRequest>("cart/note", till.Checkout.NoteAsync);
        routes.Post<HoldRequest>("cart/hold", till.HeldOrders.HoldAsync);
        routes.Post<RecallRequest>("cart/recall", till.HeldOrders.RecallAsync);
        routes.Post<VoidRequest>("cart/void", till.HeldOrders.VoidAsync);
        routes.Post<PayCashRequest>("cart/pay-cash", till.CashPayment.PayAsync);
        routes.Get<HeldOrderView[]>("held", (_, _) => till.Views.Held().ToArray());
        routes.Post(
            "sale/dismiss",
            page =>
                till.Desk.InTurnAsync<Outcome<bool>>(() =>
                {
                    if (till.Desk.Enter(page).Refusal is { } refusal)
                    {
                        return Task.FromResult<Outcome<bool>>(refusal);
                    }

                    till.Desk.LastSale = null;
                    till.Desk.SaySomethingChanged();
                    return Task.FromResult<Outcome<bool>>(true);
                })
        );
    }
}
