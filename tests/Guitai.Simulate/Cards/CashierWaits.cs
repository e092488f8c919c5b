using Guitai.Contracts.Terminal;
using Guitai.Simulate.People;
using Guitai.Till.Cards;
using Guitai.Till.Pages;

namespace Guitai.Simulate.Cards;

/// <summary>What a cashier does about an order whose payment nobody knows: puts it aside, sells on, and finishes it when the line is back.</summary>
internal static class CashierWaits
{
    /// <summary>Lets the customer pay by card while something goes down, and puts the order aside as soon as the till allows it.</summary>
    public static async Task PutAsideAsync(this Cashier cashier, Guid order, Customer customer)
    {
        var id = cashier.World.Ids.Next();
        var hold = cashier.World.Ids.Next();
        var amount = await cashier.RestAsync(order);
        cashier.Attend(true);
        await cashier.UntilAsync(
            "putting aside",
            async () =>
            {
                if (await cashier.LookAsync(t => t.Desk.Cart?.OrderId != order))
                {
                    return true;
                }

                if (await cashier.LookAsync(_ => cashier.World.Till!.Payments().Find(p => p.Id == id)) is not { } payment)
                {
                    await cashier.MustAsync(
                        "card",
                        (t, p) => t.CardTenders.AskAsync(p, new AskCardRequest(id, order, amount, amount, null))
                    );
                    return false;
                }

                var isAway = (await cashier.CardsAsync()).Payments.Any(p => p.Id == id && !p.Reached);
                if (payment.IsFollowed && payment.State != PaymentState.Unknown && !isAway)
                {
                    return await cashier.GoOnAsync(payment, customer);
                }

                // Ended meanwhile, or not out of the cashier's hands yet: refused, and looked at again.
                await cashier.PressAsync("hold", (t, p) => t.HeldOrders.HoldAsync(p, new HoldRequest(hold, null)));
                return false;
            }
        );
        cashier.Attend(false);
    }

    /// <summary>Waits for what becomes of an order that was put aside, and ends it in cash when nothing was paid.</summary>
    public static async Task FinishAsync(this Cashier cashier, Guid order)
    {
        var id = cashier.World.Ids.Next();
        await cashier.UntilAsync(
            "an order put aside",
            async () =>
            {
                var (isHeld, waits, isThere) = await cashier.LookAsync(t =>
                    (
                        t.Desk.Held.ContainsKey(order),
                        t.Desk.Held.GetValueOrDefault(order)?.Tenders.Any(p => p.IsUnderWay) ?? false,
                        t.Desk.Cart?.OrderId == order
                    )
                );
                if (isHeld && !waits)
                {
                    await cashier.PressAsync("recall", (t, p) => t.HeldOrders.RecallAsync(p, new RecallRequest(id, order)));
                }

                return isThere || await cashier.LookAsync(t => t.Book.Find(order) is not null);
            }
        );
        await cashier.EndAsync(order);
    }

    public static async Task CloseShiftAsync(this Cashier cashier)
    {
        var id = cashier.World.Ids.Next();
        await cashier.UntilAsync(
            "closing the shift",
            async () =>
            {
                if (await cashier.LookAsync(t => t.Desk.State.Shift) is not { } shift)
                {
                    return true;
                }

                var request = new CloseShiftRequest(id, shift.Id, [], shift.Totals.ExpectedCashMinor, null, Presses.Consent());
                await cashier.MustAsync("close-shift", (t, p) => t.Shifts.CloseAsync(p, request));
                return false;
            }
        );
    }

    public static async Task OpenShiftAsync(this Cashier cashier)
    {
        var id = cashier.World.Ids.Next();
        await cashier.UntilAsync(
            "opening the shift",
            async () =>
            {
                if (await cashier.LookAsync(t => t.Desk.State.Shift) is not null)
                {
                    return true;
                }

                await cashier.MustAsync("open-shift", (t, p) => t.Shifts.OpenAsync(p, new OpenShiftRequest(id, 200_00)));
                return false;
            }
        );
    }
}
