using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Till.Checkout;
using Guitai.Till.Desk;
using Guitai.Till.Pages;
using Guitai.Till.Tenders;

namespace Guitai.Till.Display;

/// <summary>What the customer sees, and the little that they may do on a screen turned to them. A turned screen is a locked one: only the PIN takes
/// it back.</summary>
public sealed class CustomerDesk(TillDesk desk)
{
    private Guid? _atPayment;

    /// <summary>Turns the cashier's screen to the customer.</summary>
    public Task<Outcome<bool>> TurnAsync(PageContext page) =>
        desk.InTurnAsync<Outcome<bool>>(() =>
        {
            if (desk.Enter(page).Refusal is { } refusal)
            {
                return Task.FromResult<Outcome<bool>>(refusal);
            }

            desk.Session.Turn();
            desk.SaySomethingChanged();
            return Task.FromResult<Outcome<bool>>(true);
        });

    /// <summary>Says whether the cashier has come to the payment of the order at the counter.</summary>
    public Task<Outcome<bool>> PaymentAsync(PageContext page, PaymentStepRequest request) =>
        desk.CommandAsync(
            page,
            request.CommandId,
            _ =>
            {
                _atPayment = request.Begun ? desk.Cart?.OrderId : null;
                desk.SaySomethingChanged();
                return Task.FromResult<Outcome<bool>>(true);
            }
        );

    /// <summary>The customer's choice of one of the store's tips, on the turned screen.</summary>
    public Task<Outcome<bool>> TipAsync(PageContext page, CustomerTipRequest request) =>
        desk.CustomerCommandAsync(
            page,
            request.CommandId,
            () =>
            {
                if (desk.Cart is not { Lines.Count: > 0 } cart || cart.OrderId != request.OrderId)
                {
                    return Refusals.CartChanged;
                }

                if (request.Percent != 0 && !desk.Place!.TipPercents.Contains(request.Percent))
                {
                    return Refusal.With("input.invalid", "field", "percent");
                }

                return CartChange.Put(desk, cart with { TipMinor = Tip(cart, request.Percent) }) is { } bound ? bound : true;
            }
        );

    /// <summary>What the customer sees now. Called in turn.</summary>
    public DisplayView View()
    {
        var place = desk.Place;
        var merchant = desk.Catalogue.Merchant;
        var cart = desk.Cart is { Lines.Count: > 0 } open ? open : null;
        var sale = cart is null ? desk.LastSale : null;
        var priced = cart is null || place is null ? null : OrderPayment.WithCash(cart, place);
        return new DisplayView
        {
            Version = desk.Version,
            Phase =
                cart is not null ? (cart.IsBound || _atPayment == cart.OrderId ? "paying" : "selling")
                : sale is not null ? "paid"
                : "idle",
            Turned = desk.Session.Turned,
            StoreName = place?.Name ?? "",
            StoreNameEn = place?.NameEn,
            Currency = merchant?.Currency ?? Currency.Cny.Code,
            CurrencyExponent = Currency.TryFromCode(merchant?.Currency, out var currency) ? currency.Exponent : Currency.Cny.Exponent,
            Language = place?.Receipt.Language ?? "zh",
            TimeZone = place?.TimeZone,
            OrderId = cart?.OrderId,
            Lines = priced?.Lines ?? [],
            TotalMinor = priced?.Totals.TotalMinor ?? sale?.TotalMinor ?? 0,
            DiscountMinor = priced?.Totals.DiscountMinor ?? 0,
            TipMinor = priced?.Totals.TipMinor ?? 0,
            DueMinor = priced is null ? 0 : Math.Max(0, priced.Totals.TotalMinor - cart!.ConfirmedMinor),
            Tenders = cart is not null
                ? [.. cart.Tenders.Where(t => t.Binds).Select(Paying)]
                : [.. (sale?.Tenders ?? []).Where(Gave).Select(Paid)],
            TenderedMinor = sale?.TenderedMinor ?? 0,
            ChangeMinor = sale?.ChangeMinor ?? 0,
            Tips = cart is null || cart.IsBound ? [] : [.. (place?.TipPercents ?? []).Select(p => new DisplayTip(p, Tip(cart, p)))],
            Advertisement = place?.Receipt.Advertisement,
            Slides = place?.Display?.Slides ?? [],
            SlideSeconds = place?.Display?.SlideSeconds ?? 8,
        };
    }

    // Of what the goods cost after discounts, as the cashier's own choice reckons it.
    private static long Tip(Cart cart, int percent) =>
        Fraction.RoundHalfAway(Pricing.Price(cart, null).Lines.Sum(l => l.NetMinor), percent, 100);

    private static bool Gave(Tender tender) => tender.AmountMinor > 0;

    private static DisplayTender Paying(CartTender tender) =>
        new(tender.Kind, tender.Name, tender.NameEn, tender.AmountMinor, tender.State);

    private static DisplayTender Paid(Tender tender) =>
        new(tender.Kind, tender.Name, tender.NameEn, tender.AmountMinor, TenderState.Confirmed);
}
