using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Simulate.People;
using Guitai.Till;
using Guitai.Till.Cards;
using Guitai.Till.Checkout;
using Guitai.Till.Pages;
using Guitai.Till.Tenders;

namespace Guitai.Simulate.Cards;

/// <summary>What a cashier does with orders and money at a till that takes cards.</summary>
internal static class CashierSales
{
    /// <summary>Rings one of each code up.</summary>
    /// <returns>The order.</returns>
    public static async Task<Guid> RingAsync(this Cashier cashier, params string[] codes)
    {
        var (order, isUnsure) = (Guid.Empty, false);
        foreach (var code in codes)
        {
            var id = cashier.World.Ids.Next();
            await cashier.UntilAsync(
                "ringing up",
                async () =>
                {
                    var cart = await cashier.LookAsync(t => t.Desk.Cart);
                    if (cart is null || !cart.Lines.Any(l => l.Line.Code == code))
                    {
                        var scanned = await cashier.PressAsync("scan", (t, p) => t.Checkout.ScanAsync(p, new ScanRequest(id, code)));
                        isUnsure |= !scanned.Ok;
                        return false;
                    }

                    if (isUnsure)
                    {
                        // On the screen and not on disk, since that was full: not counted on before the till has said that it is kept.
                        await cashier.MustAsync("note", (t, p) => t.Checkout.NoteAsync(p, new NoteRequest(cashier.World.Ids.Next(), null)));
                        isUnsure = false;
                    }

                    order = cart.OrderId;
                    return true;
                }
            );
        }

        cashier.Orders.Add(order);
        return order;
    }

    /// <summary>Pays a part of the order, or the rest, by card.</summary>
    /// <returns>The tender; null when nothing came of it.</returns>
    public static async Task<Guid?> PayByCardAsync(
        this Cashier cashier,
        Guid order,
        long? part = null,
        Guid? of = null,
        Customer customer = Customer.SwipesWithPin,
        bool cardFirst = false
    )
    {
        var id = cashier.World.Ids.Next();
        var amount = part ?? await cashier.RestAsync(order);
        var paid = await cashier.SeeAsync(
            id,
            (t, p) => t.CardTenders.AskAsync(p, new AskCardRequest(id, order, RestOf(t), cardFirst ? null : amount, of)),
            customer,
            amount
        );
        return paid ? id : null;
    }

    /// <summary>Pays a part of the order, or the rest, by code: the customer's, scanned among the goods, or one that is shown.</summary>
    /// <param name="takes">How long the customer takes with the phone.</param>
    /// <returns>The tender; null when nothing came of it.</returns>
    public static async Task<Guid?> PayByCodeAsync(
        this Cashier cashier,
        Guid order,
        TimeSpan takes = default,
        long? part = null,
        bool shows = false
    )
    {
        cashier.World.Wallet.CustomerTakes = takes;
        var id = cashier.World.Ids.Next();
        var amount = part ?? await cashier.RestAsync(order);
        var paid = await cashier.SeeAsync(
            id,
            (t, p) =>
                shows ? t.CardTenders.AskCodeAsync(p, new AskCodeRequest(id, order, RestOf(t), amount, null, "wechat"))
                : part is null ? t.Checkout.ScanAsync(p, new ScanRequest(id, CardWallet.Code))
                : t.CardTenders.AskCodeAsync(p, new AskCodeRequest(id, order, RestOf(t), amount, CardWallet.Code, null))
        );
        return paid ? id : null;
    }

    /// <summary>Ends the order: what is still to pay is paid in cash.</summary>
    public static async Task EndAsync(this Cashier cashier, Guid order)
    {
        var id = cashier.World.Ids.Next();
        await cashier.UntilAsync(
            "paying the rest",
            async () =>
            {
                var (isEnded, due) = await cashier.LookAsync(t =>
                    (t.Book.Find(order) is not null, t.Desk.Cart?.OrderId == order ? CashDue(t) : (long?)null)
                );
                if (!isEnded && due is { } sum)
                {
                    await cashier.MustAsync(
                        "cash",
                        (t, p) => t.CashPayment.PayAsync(p, new PayCashRequest(id, order, sum, sum + 1_00, null))
                    );
                }

                return isEnded;
            }
        );
    }

    /// <summary>Gives a confirmed card tender of the open order back.</summary>
    public static Task TakeBackAsync(this Cashier cashier, Guid order, Guid tender)
    {
        var request = new TakeBackTenderRequest(cashier.World.Ids.Next(), order, tender, "换一种付");
        return cashier.SeeAsync(request.CommandId, (t, p) => t.OwnTenders.TakeBackAsync(p, request));
    }

    /// <summary>Refunds a sale, or the line with one code of it.</summary>
    public static async Task RefundAsync(this Cashier cashier, Guid order, string? code = null)
    {
        var id = cashier.World.Ids.Next();
        var (tries, dropped) = (0, false);
        cashier.Attend(true);
        await cashier.UntilAsync(
            "a refund",
            async () =>
            {
                var (sale, isBooked) = await cashier.LookAsync(t => (t.Book.Find(order)!.Value.Order, t.Book.Find(id) is not null));
                if (isBooked || dropped)
                {
                    return true;
                }

                if ((await cashier.CardsAsync()).Refunds.FirstOrDefault(r => r.Id == id) is not { } open)
                {
                    var lines = code is null ? null : sale.Lines.Where(l => l.Code == code).Select(l => new RefundLineRequest(l.Id, 1000));
                    var request = new RefundRequest(id, order, lines?.ToList(), $"退 {id}", Presses.Consent());
                    await cashier.MustAsync("refund", (t, p) => t.Refunds.RefundAsync(p, request));
                    return false;
                }

                if (!open.HasFailed)
                {
                    var parts = open.Parts.Select(p => p.PaymentId).ToHashSet();
                    var payment = await cashier.LookAsync(_ =>
                        cashier.World.Till!.Payments().Find(p => parts.Contains(p.Id) && p.IsFollowed)
                    );
                    return payment is not null && await cashier.GoOnAsync(payment);
                }

                var press = new OpenRefundRequest(cashier.World.Ids.Next(), id, Presses.Consent());
                if (tries++ == 0)
                {
                    cashier.Attend(false);
                    await cashier.MustAsync("refund-again", (t, p) => t.CardRefunds.AgainAsync(p, press));
                }
                else if (open.MayBeDropped)
                {
                    await cashier.MustAsync("refund-drop", (t, p) => t.CardRefunds.DropAsync(p, press));
                    dropped = true;
                }
                else
                {
                    await cashier.MustAsync("refund-in-cash", (t, p) => t.CardRefunds.InCashAsync(p, press));
                }

                return false;
            }
        );
        cashier.Attend(false);
        if (!dropped)
        {
            cashier.Refunds.Add(id);
        }
    }

    /// <summary>A payment that is no order's.</summary>
    /// <returns>Its id; null when nothing came of it.</returns>
    public static async Task<Guid?> OwnAsync(this Cashier cashier, PaymentKind kind, long? amount, Guid? of = null)
    {
        var id = cashier.World.Ids.Next();
        var request = new BeginCardRequest(id, kind, amount, of, Presses.Consent());
        return await cashier.SeeAsync(id, (t, p) => t.CardDesk.BeginAsync(p, request)) ? id : null;
    }

    /// <summary>Settles the batch, and waits until the next one has begun.</summary>
    public static async Task SettleAsync(this Cashier cashier)
    {
        int? batch = null;
        await cashier.UntilAsync(
            "settling",
            async () =>
            {
                if (await cashier.CardsAsync() is not { Reachable: true, Terminal: { } terminal })
                {
                    return false;
                }

                batch ??= terminal.Batch.Batch;
                if (terminal.Batch.Batch == batch && !terminal.Settling)
                {
                    var request = new TerminalRequest(cashier.World.Ids.Next(), null);
                    await cashier.PressAsync("settle", (t, p) => t.CardDesk.SettleAsync(p, request));
                }

                return terminal.Batch.Batch != batch;
            }
        );
    }

    // What of the order at the counter is still to pay, exactly; 0 when it is another's.
    internal static async Task<long> RestAsync(this Cashier cashier, Guid order)
    {
        var rest = 0L;
        await cashier.UntilAsync(
            "looking at the rest",
            async () =>
            {
                rest = await cashier.LookAsync(t => t.Desk.Cart?.OrderId == order ? RestOf(t) : 0);
                return true;
            }
        );
        return rest;
    }

    internal static long RestOf(TillRole till) =>
        till.Desk.Cart is { } cart ? Pricing.Price(cart, null).Totals.TotalMinor - cart.ConfirmedMinor : 0;

    private static long CashDue(TillRole till) =>
        till.Desk.Cart is { } cart
            ? Pricing.Price(cart, till.Desk.Place!.CashRounding, cart.ConfirmedMinor).Totals.TotalMinor - cart.ConfirmedMinor
            : 0;
}
