using Guitai.Till.Checkout;
using Guitai.Till.Journal;
using Guitai.Till.Pages;

namespace Guitai.Simulate.People;

/// <summary>The buttons that move money; each acknowledgement is remembered and proved in the end.</summary>
internal sealed class MoneyPresses(Clerk clerk)
{
    private readonly Simulation.SimRandom _random = clerk.Random;

    private Guid NewId => clerk.World.Ids.Next();

    public async Task PayAsync(Cart cart)
    {
        var total = Pricing.Price(cart, clerk.Till.Role!.Desk.Place!.CashRounding, cart.ConfirmedMinor).Totals.TotalMinor;
        var due = total - cart.ConfirmedMinor;
        await PayAsync(cart.OrderId, total, due, due + (100 * _random.Next(3)));
    }

    /// <summary>A sale was acknowledged.</summary>
    public void Sold(Guid orderId, long totalMinor, int restores)
    {
        clerk.Paid.Add(orderId);
        Remember(DeedKind.Sale, orderId.ToString(), totalMinor, restores);
    }

    private async Task PayAsync(Guid orderId, long totalMinor, long dueMinor, long tenderedMinor)
    {
        var restores = clerk.Till.Restores;
        var request = new PayCashRequest(NewId, orderId, dueMinor, tenderedMinor, null);
        var paid = await clerk.PressAsync(
            "pay",
            (t, p) => t.CashPayment.PayAsync(p, request),
            () => PayAsync(orderId, totalMinor, dueMinor, tenderedMinor)
        );
        if (paid is { Ok: true })
        {
            Sold(orderId, totalMinor, restores);
        }
    }

    public async Task VoidAsync(Cart cart)
    {
        var restores = clerk.Till.Restores;
        var request = new VoidRequest(NewId, cart.OrderId, clerk.NextReason(), Presses.Consent());
        if (await clerk.PressAsync("void", (t, p) => t.HeldOrders.VoidAsync(p, request)) is { Ok: true })
        {
            Remember(DeedKind.Void, cart.OrderId.ToString(), Pricing.Price(cart, null).Totals.TotalMinor, restores);
        }
    }

    public Task RefundAsync()
    {
        if (clerk.Paid.Count == 0)
        {
            return MoveCashAsync();
        }

        // Mostly of the last few sales, so that one sale is refunded piece by piece.
        var saleId = clerk.Paid[^(1 + _random.Next(Math.Min(clerk.Paid.Count, 3)))];
        var sale = clerk.Till.Role!.Book.Find(saleId)?.Order;
        IReadOnlyList<RefundLineRequest>? lines = null;
        if (sale is not null && _random.Chance(0.7))
        {
            var line = _random.Pick(sale.Lines);
            lines = [new RefundLineRequest(line.Id, line.Weighed ? 1 + _random.Next(line.QuantityMilli) : 1000)];
        }

        return RefundAsync(new RefundRequest(NewId, saleId, lines, clerk.NextReason(), Presses.Consent()));
    }

    private async Task RefundAsync(RefundRequest request)
    {
        var restores = clerk.Till.Restores;
        var refunded = await clerk.PressAsync("refund", (t, p) => t.Refunds.RefundAsync(p, request), () => RefundAsync(request));
        if (refunded is { Ok: true })
        {
            Remember(DeedKind.Refund, request.Reason, null, restores);
        }
    }

    public Task MoveCashAsync() =>
        MoveCashAsync(
            new MoveCashRequest(NewId, _random.Between(1, 5000) * (_random.Chance(0.5) ? 1 : -1), clerk.NextReason(), Presses.Consent())
        );

    private async Task MoveCashAsync(MoveCashRequest request)
    {
        var restores = clerk.Till.Restores;
        var moved = await clerk.PressAsync("move-cash", (t, p) => t.Shifts.MoveCashAsync(p, request), () => MoveCashAsync(request));
        if (moved is { Ok: true })
        {
            Remember(DeedKind.Cash, request.Reason, request.AmountMinor, restores);
        }
    }

    public Task OpenDrawerAsync()
    {
        var request = new OpenDrawerRequest(NewId, clerk.NextReason(), Presses.Consent());
        return clerk.PressAsync("open-drawer", (t, p) => t.Shifts.OpenDrawerAsync(p, request));
    }

    public Task OpenShiftAsync()
    {
        var request = new OpenShiftRequest(NewId, 100 * _random.Next(500));
        return clerk.PressAsync("open-shift", (t, p) => t.Shifts.OpenAsync(p, request));
    }

    public async Task CloseShiftAsync(OpenShift shift)
    {
        var restores = clerk.Till.Restores;
        var counted = Math.Max(0, shift.Totals.ExpectedCashMinor + (100 * _random.Between(-2, 2)));
        long? carried = _random.Chance(0.5) ? counted / 2 : null;
        var request = new CloseShiftRequest(NewId, shift.Id, [], counted, carried, Presses.Consent());
        if (await clerk.PressAsync("close-shift", (t, p) => t.Shifts.CloseAsync(p, request)) is { Ok: true })
        {
            Remember(DeedKind.ShiftClosed, shift.Id.ToString(), counted, restores);
        }
    }

    // An answer that was still under way when the disk was put back tells of something that may be gone.
    private void Remember(DeedKind kind, string name, long? amountMinor, int restores) =>
        clerk.World.Memory.Done(clerk.Till.Index, kind, name, amountMinor, restores != clerk.Till.Restores);
}
