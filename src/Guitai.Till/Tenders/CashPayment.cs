using Guitai.Contracts.Facts;
using Guitai.Foundation;
using Guitai.Till.Desk;
using Guitai.Till.Pages;

namespace Guitai.Till.Tenders;

/// <summary>Paying with notes and coins what the order's other tenders leave open. Cash always comes last and ends the order; a second press pays
/// nothing twice.</summary>
public sealed class CashPayment
{
    private readonly TillDesk _desk;
    private readonly OrderPayment _payment;

    internal CashPayment(TillDesk desk, OrderPayment payment) => (_desk, _payment) = (desk, payment);

    /// <summary>Takes cash for the order the cashier sees.</summary>
    public Task<Outcome<bool>> PayAsync(PageContext page, PayCashRequest request) =>
        _desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                if (_desk.Cart is not { Lines.Count: > 0 } cart || cart.OrderId != request.OrderId)
                {
                    return _payment.IsPaid(request.OrderId) ? true : Refusals.CartChanged;
                }

                if (_desk.State.Shift is null)
                {
                    return Refusals.NoShift;
                }

                if (cart.Tenders.Any(t => t.IsUnderWay))
                {
                    return Refusals.TenderUnderWay;
                }

                var priced = OrderPayment.WithCash(cart, _desk.Place!);
                var due = priced.Totals.TotalMinor - cart.ConfirmedMinor;
                if (due != request.TotalMinor)
                {
                    return Refusals.CartChanged;
                }

                if (request.TenderedMinor < due || request.TenderedMinor > Limits.TotalMinor)
                {
                    return Refusals.OutOfRange("tendered", due, Limits.TotalMinor);
                }

                var cash = new Tender(_desk.Ids.Next(), Tender.Cash, due, request.TenderedMinor, request.TenderedMinor - due);
                return await _payment.CompleteAsync(actor, cart, priced, cash, request.Print) is { } full ? full : true;
            }
        );
}
