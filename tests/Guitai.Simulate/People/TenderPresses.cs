using Guitai.Contracts.Masters;
using Guitai.Till.Checkout;
using Guitai.Till.Tenders;

namespace Guitai.Simulate.People;

/// <summary>Paying with the owner's own tenders, several on one order; what was confirmed must still be there after every crash.</summary>
internal sealed class TenderPresses(Clerk clerk, MoneyPresses money)
{
    private readonly Simulation.SimRandom _random = clerk.Random;
    private readonly Dictionary<Guid, (Guid Order, int Restores)> _confirmed = [];

    private Guid NewId => clerk.World.Ids.Next();

    /// <summary>One press at the payment of an order.</summary>
    public Task NextAsync(Cart cart)
    {
        Survives(cart);
        if (cart.Tenders.FirstOrDefault(t => t.IsUnderWay) is { } asked)
        {
            return _random.Chance(0.8) ? ConfirmAsync(cart, asked) : FailAsync(cart, asked);
        }

        var confirmed = cart.Tenders.Where(t => t.State == TenderState.Confirmed).ToList();
        return confirmed.Count > 0 && _random.Chance(0.2) ? TakeBackAsync(cart, _random.Pick(confirmed))
            : _random.Chance(0.5) ? AskAsync(cart)
            : money.PayAsync(cart);
    }

    // What was acknowledged as confirmed stands on the open order, whatever died in between; only a disk put back may have forgotten it.
    private void Survives(Cart cart)
    {
        foreach (var (id, (order, restores)) in _confirmed)
        {
            ViolationException.Unless(
                order != cart.OrderId
                    || restores != clerk.Till.Restores
                    || cart.Tenders.Any(t => t.Id == id && t.State is TenderState.Confirmed or TenderState.TakenBack),
                "confirmed-tender-survives",
                () => $"{clerk.Till.Name}: tender {id} of order {order} is gone"
            );
        }
    }

    private async Task AskAsync(Cart cart)
    {
        var rest = Pricing.Price(cart, null).Totals.TotalMinor - cart.ConfirmedMinor;
        var types = clerk
            .Till.Role!.Desk.Catalogue.All<TenderType>(MasterKind.TenderType)
            .OrderBy(t => t.Code, StringComparer.Ordinal)
            .ToList();
        if (rest <= 0 || types.Count == 0)
        {
            await money.PayAsync(cart);
            return;
        }

        var type = _random.Pick(types);
        var amount =
            type.GivesChange && _random.Chance(0.3) ? rest + _random.Between(1, 3000)
            : _random.Chance(0.4) ? rest
            : 1 + _random.Next(rest);
        var request = new AskTenderRequest(NewId, cart.OrderId, type.Id, rest, amount);
        await clerk.PressAsync("ask-tender", (t, p) => t.OwnTenders.AskAsync(p, request));
    }

    private async Task ConfirmAsync(Cart cart, CartTender asked)
    {
        var restores = clerk.Till.Restores;
        var paid = cart.ConfirmedMinor + asked.AmountMinor;
        var exact = Pricing.Price(cart, null).Totals.TotalMinor;
        var total = paid > exact ? Pricing.Price(cart, clerk.Till.Role!.Desk.Place!.CashRounding, paid).Totals.TotalMinor : exact;
        var request = new ConfirmTenderRequest(NewId, cart.OrderId, asked.Id, "券" + asked.Id.ToString()[^4..], null);
        clerk.World.Memory.Tenders[asked.Id] = asked.AmountMinor;
        var answer = await clerk.PressAsync("confirm-tender", (t, p) => t.OwnTenders.ConfirmAsync(p, request));
        if (answer is not { Ok: true })
        {
            return;
        }

        if (paid >= exact)
        {
            money.Sold(cart.OrderId, total, restores);
        }
        else
        {
            _confirmed[asked.Id] = (cart.OrderId, restores);
        }
    }

    private Task FailAsync(Cart cart, CartTender asked)
    {
        var request = new FailTenderRequest(NewId, cart.OrderId, asked.Id);
        return clerk.PressAsync("fail-tender", (t, p) => t.OwnTenders.FailAsync(p, request));
    }

    private Task TakeBackAsync(Cart cart, CartTender confirmed)
    {
        var request = new TakeBackTenderRequest(NewId, cart.OrderId, confirmed.Id, "换一种付");
        return clerk.PressAsync("take-back-tender", (t, p) => t.OwnTenders.TakeBackAsync(p, request));
    }
}
