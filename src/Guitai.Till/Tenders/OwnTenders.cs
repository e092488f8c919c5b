using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Till.Checkout;
using Guitai.Till.Desk;
using Guitai.Till.Journal;
using Guitai.Till.Pages;

namespace Guitai.Till.Tenders;

/// <summary>Paying with the owner's own tenders, several on one order: asked for, then confirmed by the cashier's word alone. Every step is on disk
/// before anyone sees it, and what was confirmed stays on the open order until it is complete or taken back.</summary>
public sealed class OwnTenders
{
    internal const int MostTenders = 20;

    private readonly TillDesk _desk;
    private readonly OrderPayment _payment;

    internal OwnTenders(TillDesk desk, OrderPayment payment) => (_desk, _payment) = (desk, payment);

    /// <summary>A bank card is given back by its terminal.</summary>
    internal Func<Actor, Cart, CartTender, Guid, string, Task<Outcome<bool>>>? TakeCardBack { get; set; }

    /// <summary>Asks the customer to pay a part, or the rest, with one of the owner's tenders.</summary>
    public Task<Outcome<bool>> AskAsync(PageContext page, AskTenderRequest request) =>
        _desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                if (_desk.Cart is not { Lines.Count: > 0 } cart || cart.OrderId != request.OrderId)
                {
                    return _payment.IsPaid(request.OrderId) ? true : Refusals.CartChanged;
                }

                // The tender bears the press's own id: pressed again after a restart, it finds itself.
                if (cart.Tenders.Any(t => t.Id == request.CommandId))
                {
                    return true;
                }

                if (Ask(cart, request) is { } refusal)
                {
                    return refusal;
                }

                var type = Type(request.TenderTypeId)!;
                var tender = new CartTender
                {
                    Id = request.CommandId,
                    TypeId = type.Id,
                    Kind = type.Code,
                    Name = type.Name,
                    NameEn = type.NameEn,
                    AmountMinor = request.AmountMinor,
                    State = TenderState.Asked,
                    AskedAtMs = _desk.NowMs,
                    StaffId = actor.Id,
                };
                return await KeepAsync(cart with { Tenders = [.. cart.Tenders, tender] });
            }
        );

    /// <summary>The cashier says that the money is there. The confirmation that pays the rest ends the order.</summary>
    public Task<Outcome<bool>> ConfirmAsync(PageContext page, ConfirmTenderRequest request) =>
        StepAsync(
            page,
            request,
            TenderState.Confirmed,
            async (actor, cart, tender) =>
            {
                if (_desk.State.Shift is null)
                {
                    return Refusals.NoShift;
                }

                var reference = Limits.Clean(request.Reference);
                if (reference is null && Type(tender.TypeId) is { AsksReference: true })
                {
                    return new Refusal("tender.reference-missing");
                }

                var confirmed = tender.Become(TenderState.Confirmed, _desk.NowMs, actor.Id) with { Reference = reference };
                return await ConfirmedAsync(actor, With(cart, confirmed), request.Print);
            }
        );

    /// <summary>The customer did not pay after all.</summary>
    public Task<Outcome<bool>> FailAsync(PageContext page, FailTenderRequest request) =>
        StepAsync(
            page,
            request,
            TenderState.Failed,
            (actor, cart, tender) => KeepAsync(With(cart, tender.Become(TenderState.Failed, _desk.NowMs, actor.Id)))
        );

    /// <summary>Gives back what was confirmed, before the order is complete; the owner sees it on the ended order, with the reason.</summary>
    public Task<Outcome<bool>> TakeBackAsync(PageContext page, TakeBackTenderRequest request) =>
        StepAsync(
            page,
            request,
            TenderState.TakenBack,
            (actor, cart, tender) =>
            {
                if (Limits.Clean(request.Reason) is not { } reason)
                {
                    return Task.FromResult<Outcome<bool>>(Refusals.ReasonMissing);
                }

                if (tender.ByTerminal)
                {
                    return TakeCardBack!(actor, cart, tender, request.CommandId, reason);
                }

                var edit = new OrderEdit("tender-taken-back", tender.Name, tender.AmountMinor, _desk.NowMs, actor.Id, null)
                {
                    Reason = reason,
                };
                var back = With(cart, tender.Become(TenderState.TakenBack, _desk.NowMs, actor.Id));
                return KeepAsync(back with { Edits = [.. back.Edits, edit] });
            }
        );

    private static Cart With(Cart cart, CartTender tender) =>
        cart with
        {
            Tenders = [.. cart.Tenders.Select(t => t.Id == tender.Id ? tender : t)],
        };

    private Refusal? Ask(Cart cart, AskTenderRequest request)
    {
        if (_desk.State.Shift is null)
        {
            return Refusals.NoShift;
        }

        if (cart.Tenders.Any(t => t.IsUnderWay))
        {
            return Refusals.TenderUnderWay;
        }

        if (Type(request.TenderTypeId) is not { Active: true } type)
        {
            return new Refusal("tender.not-offered");
        }

        var rest = Pricing.Price(cart, null).Totals.TotalMinor - cart.ConfirmedMinor;
        return rest != request.RestMinor ? Refusals.CartChanged
            : cart.Tenders.Count >= MostTenders ? Refusals.OutOfRange("tenders", 1, MostTenders)
            : request.AmountMinor < 1 || (request.AmountMinor > rest && !type.GivesChange) || request.AmountMinor > Limits.PriceMinor
                ? Refusals.OutOfRange("amount", 1, type.GivesChange ? Limits.PriceMinor : rest)
            : rest == 0 ? Refusals.OutOfRange("amount", 0, 0)
            : null;
    }

    private async Task<Outcome<bool>> ConfirmedAsync(Actor actor, Cart cart, bool? print)
    {
        var exact = Pricing.Price(cart, null);
        var over = cart.ConfirmedMinor - exact.Totals.TotalMinor;
        if (over < 0)
        {
            return await KeepAsync(cart);
        }

        // What a tender is worth more than the order is cash out of the drawer, rounded as cash is.
        var priced = over == 0 ? exact : OrderPayment.WithCash(cart, _desk.Place!);
        var changeMinor = cart.ConfirmedMinor - priced.Totals.TotalMinor;
        var change = changeMinor == 0 ? null : new Tender(_desk.Ids.Next(), Tender.Cash, -changeMinor, 0, changeMinor);
        return await _payment.CompleteAsync(actor, cart, priced, change, print) is { } full ? full : true;
    }

    private Task<Outcome<bool>> StepAsync(
        PageContext page,
        ITenderStep request,
        TenderState to,
        Func<Actor, Cart, CartTender, Task<Outcome<bool>>> step
    ) =>
        _desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                if (_desk.Cart is not { } cart || cart.OrderId != request.OrderId)
                {
                    return to == TenderState.Confirmed && _payment.IsPaid(request.OrderId) ? true : Refusals.CartChanged;
                }

                return cart.Tenders.FirstOrDefault(t => t.Id == request.TenderId) is not { } tender ? new Refusal("tender.not-found")
                    : tender.ByTerminal && to != TenderState.TakenBack ? new Refusal("tender.by-terminal")
                    : tender.State == to ? true
                    : !CartTender.MayBecome(tender.State, to) ? new Refusal("tender.ended")
                    : await step(actor, cart, tender);
            }
        );

    private async Task<Outcome<bool>> KeepAsync(Cart cart)
    {
        var transaction = _desk.NewTransaction();
        transaction.Write.Upsert(TillTables.OpenOrder, cart.OrderId, 0, TillJson.Write(cart));
        if (await _desk.CommitAsync(transaction) is { } full)
        {
            return full;
        }

        _desk.KeepCart(cart);
        return true;
    }

    private TenderType? Type(Guid id) => _desk.Catalogue.Get<TenderType>(MasterKind.TenderType, id);
}
