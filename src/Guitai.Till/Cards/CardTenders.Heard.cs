using Guitai.Contracts.Facts;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Till.Checkout;
using Guitai.Till.Journal;
using Guitai.Till.Pages;
using Guitai.Till.Receipts;
using Guitai.Till.Tenders;

namespace Guitai.Till.Cards;

/// <summary>What the terminal said, taken into the order: its tender, its end, its slips.</summary>
public sealed partial class CardTenders
{
    /// <summary>Takes in what was heard of a payment of an open order.</summary>
    internal void Take(CardCommit commit, CardPayment payment)
    {
        TakeIn(commit, payment);
        if (payment.IsApproved)
        {
            Slips(commit, payment);
        }
    }

    /// <summary>Orders that cards paid in full while no shift was open.</summary>
    internal IEnumerable<Cart> Paid() =>
        _desk.Held.Values.Append(_desk.Cart).OfType<Cart>().Where(c => c.Tenders.Any(t => t.ByTerminal) && IsPaid(c));

    /// <summary>Ends one of those orders; false when there is none.</summary>
    internal bool Finish(CardCommit commit) => Paid().FirstOrDefault() is { } cart && TryEnd(commit, cart);

    private void TakeIn(CardCommit commit, CardPayment payment)
    {
        if (_desk.OpenOrder(payment.OrderId!.Value) is not { } cart)
        {
            return;
        }

        var next = payment.Purpose == CardPurpose.TakeBack ? TakenBack(cart, payment) : Tendered(cart, payment);
        if (next is null)
        {
            return;
        }

        if (!TryEnd(commit, next))
        {
            commit.Transaction.Write.Upsert(TillTables.OpenOrder, next.OrderId, next.HeldAtMs is null ? 0 : 1, TillJson.Write(next));
            commit.Then.Add(() => _desk.KeepOpen(next));
        }
    }

    private static bool IsPaid(Cart cart) => cart.Lines.Count > 0 && !cart.Tenders.Any(t => t.IsUnderWay) && RestOf(cart) == 0;

    private Cart? Tendered(Cart cart, CardPayment payment)
    {
        if (cart.Tenders.FirstOrDefault(t => t.Id == payment.Id) is not { } tender)
        {
            return null;
        }

        var to = payment switch
        {
            { IsOpen: true } => TenderState.Unknown,
            { IsApproved: true } => TenderState.Confirmed,
            _ => TenderState.Failed,
        };
        if (!CartTender.MayBecome(tender.State, to))
        {
            return null;
        }

        return With(
            cart,
            tender.Become(to, payment.EndedAtMs ?? _desk.NowMs, tender.StaffId) with
            {
                AmountMinor = payment.AmountMinor ?? tender.AmountMinor,
                Card = payment.Card,
                Reference = payment.Card?.Reference,
                Reason = to == TenderState.Failed ? payment.Reason ?? new Refusal("payment.declined") : payment.Reason,
            }
        );
    }

    private Cart? TakenBack(Cart cart, CardPayment payment)
    {
        if (cart.Tenders.FirstOrDefault(t => t.Id == payment.TenderId && t.Back?.PaymentId == payment.Id) is not { Back: { } back } tender)
        {
            return null;
        }

        if (payment.IsOpen)
        {
            return With(cart, tender with { Back = back with { Unknown = true } });
        }

        if (!payment.IsApproved)
        {
            return With(cart, tender with { Back = null, Reason = payment.Reason ?? new Refusal("payment.declined") });
        }

        var edit = new OrderEdit("tender-taken-back", tender.Name, tender.AmountMinor, _desk.NowMs, back.StaffId, null)
        {
            Reason = back.Reason,
        };
        var taken = tender.Become(TenderState.TakenBack, payment.EndedAtMs!.Value, back.StaffId) with { Back = null };
        return With(cart, taken) with { Edits = [.. cart.Edits, edit] };
    }

    // The order's end stands in the same commit as the payment's: there is no moment at which it is paid and not booked.
    private bool TryEnd(CardCommit commit, Cart cart)
    {
        if (_desk.State.Shift is null || !IsPaid(cart))
        {
            return false;
        }

        var staff = cart.Tenders.Last(t => t.State == TenderState.Confirmed).StaffId;
        commit.Then.Add(_payment.Complete(commit.Transaction, staff, cart, Pricing.Price(cart, null), null, print: null));
        return true;
    }

    // The shop keeps a slip of every card payment; the customer's stands on the receipt, or is a slip where none will come.
    private void Slips(CardCommit commit, CardPayment payment)
    {
        List<PrintKind> kinds = payment.SlipWaits || payment.IsByCode ? [] : [PrintKind.CardMerchant];
        if (payment.Purpose != CardPurpose.Tender)
        {
            kinds.Add(PrintKind.CardCustomer);
        }

        foreach (var kind in kinds)
        {
            var job = _printing.Promise(commit.Transaction.Write, kind, payment.Id, copy: 0);
            commit.Then.Add(() => _printing.Start(job, openDrawer: false));
        }
    }
}
