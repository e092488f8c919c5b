using Guitai.Contracts.Facts;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Till.Checkout;
using Guitai.Till.Desk;
using Guitai.Till.Journal;
using Guitai.Till.Pages;
using Guitai.Till.Receipts;
using Guitai.Till.Tenders;

namespace Guitai.Till.Cards;

/// <summary>Paying with a bank card, beside cash and the owner's tenders. The cashier asks; only the terminal says what came of it.</summary>
public sealed class CardTenders
{
    /// <summary>Names as they stand on receipts, in Z-reports and at the shop.</summary>
    public const string Name = "银行卡";
    public const string NameEn = "Bank card";

    private readonly TillDesk _desk;
    private readonly CardBook _book;
    private readonly CardWatch _watch;
    private readonly OrderPayment _payment;
    private readonly PrintQueue _printing;

    internal CardTenders(TillDesk desk, CardBook book, CardWatch watch, OrderPayment payment, PrintQueue printing) =>
        (_desk, _book, _watch, _payment, _printing) = (desk, book, watch, payment, printing);

    /// <summary>Asks for a part, or the rest, by card; without an amount the card comes first.</summary>
    public async Task<Outcome<bool>> AskAsync(PageContext page, AskCardRequest request)
    {
        var outcome = await _desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                if (_desk.Cart is not { Lines.Count: > 0 } cart || cart.OrderId != request.OrderId)
                {
                    return _payment.IsPaid(request.OrderId) ? true : Refusals.CartChanged;
                }

                if (cart.Tenders.Any(t => t.Id == request.CommandId))
                {
                    return true;
                }

                if (Check(cart, request) is { } refusal)
                {
                    return refusal;
                }

                var tender = new CartTender
                {
                    Id = request.CommandId,
                    TypeId = Guid.Empty,
                    Kind = Tender.BankCard,
                    Name = Name,
                    NameEn = NameEn,
                    AmountMinor = request.AmountMinor ?? 0,
                    State = TenderState.Asked,
                    AskedAtMs = _desk.NowMs,
                    StaffId = actor.Id,
                };
                var payment = new CardPayment
                {
                    Id = request.CommandId,
                    Purpose = CardPurpose.Tender,
                    Kind = request.Of is null ? PaymentKind.Sale : PaymentKind.Completion,
                    AmountMinor = request.AmountMinor,
                    Of = request.Of,
                    OrderId = cart.OrderId,
                    Operator = CardPayment.OperatorOf(actor.Staff),
                    StaffId = actor.Id,
                    AskedAtMs = _desk.NowMs,
                };
                return await KeepAsync(cart with { Tenders = [.. cart.Tenders, tender] }, payment, isNew: true);
            }
        );
        _watch.Wake();
        return outcome;
    }

    /// <summary>The sum of a payment whose card came first.</summary>
    public async Task<Outcome<bool>> SetAmountAsync(PageContext page, CardAmountRequest request)
    {
        var outcome = await _desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async _ =>
            {
                if (_book.Find(request.PaymentId)?.Payment is not { } payment)
                {
                    return new Refusal("tender.ended");
                }

                if (payment.AmountMinor is not null)
                {
                    return payment.AmountMinor == request.AmountMinor ? true : new Refusal("tender.ended");
                }

                if (payment.Purpose != CardPurpose.Tender)
                {
                    return await CardDesk.KeepAsync(_desk, _book, payment with { AmountMinor = request.AmountMinor });
                }

                if (_desk.OpenOrder(payment.OrderId!.Value) is not { } cart)
                {
                    return Refusals.CartChanged;
                }

                var rest = RestOf(cart);
                if (request.AmountMinor < 1 || request.AmountMinor > rest)
                {
                    return Refusals.OutOfRange("amount", 1, rest);
                }

                var tender = cart.Tenders.First(t => t.Id == payment.Id) with { AmountMinor = request.AmountMinor };
                return await KeepAsync(With(cart, tender), payment with { AmountMinor = request.AmountMinor }, isNew: false);
            }
        );
        if (outcome.Ok)
        {
            await _watch.TellAsync(request.PaymentId);
        }

        return outcome;
    }

    /// <summary>Gives a confirmed card tender of the open order back to its card; it is taken back when that is approved.</summary>
    internal async Task<Outcome<bool>> TakeBackAsync(Actor actor, Cart cart, CartTender tender, Guid commandId, string reason)
    {
        if (_watch.Line is null)
        {
            return CardRefusals.NoTerminal;
        }

        if (cart.Tenders.Any(t => t.IsUnderWay))
        {
            return tender.Back?.PaymentId == commandId ? true : Refusals.TenderUnderWay;
        }

        var payment = new CardPayment
        {
            Id = commandId,
            Purpose = CardPurpose.TakeBack,
            Kind = PaymentKind.GiveBack,
            AmountMinor = tender.AmountMinor,
            Of = tender.Id,
            OrderId = cart.OrderId,
            TenderId = tender.Id,
            Operator = CardPayment.OperatorOf(actor.Staff),
            StaffId = actor.Id,
            AskedAtMs = _desk.NowMs,
        };
        var back = tender with { Back = new CardBack(commandId, reason, actor.Id), Reason = null };
        var kept = await KeepAsync(With(cart, back), payment, isNew: true);
        _watch.Wake();
        return kept;
    }

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
        _desk.Held.Values.Append(_desk.Cart).OfType<Cart>().Where(c => c.Tenders.Any(t => t.IsCard) && IsPaid(c));

    /// <summary>Ends one of those orders; false when there is none.</summary>
    internal bool Finish(CardCommit commit) => Paid().FirstOrDefault() is { } cart && TryEnd(commit, cart);

    /// <summary>What of an order is still to pay, exactly.</summary>
    internal static long RestOf(Cart cart) => Pricing.Price(cart, null).Totals.TotalMinor - cart.ConfirmedMinor;

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

    private static Cart With(Cart cart, CartTender tender) =>
        cart with
        {
            Tenders = [.. cart.Tenders.Select(t => t.Id == tender.Id ? tender : t)],
        };

    private static bool IsPaid(Cart cart) => cart.Lines.Count > 0 && !cart.Tenders.Any(t => t.IsUnderWay) && RestOf(cart) == 0;

    private Refusal? Check(Cart cart, AskCardRequest request)
    {
        if (_watch.Line is null)
        {
            return CardRefusals.NoTerminal;
        }

        if (_desk.State.Shift is null)
        {
            return Refusals.NoShift;
        }

        if (cart.Tenders.Any(t => t.IsUnderWay))
        {
            return Refusals.TenderUnderWay;
        }

        var rest = RestOf(cart);
        return rest != request.RestMinor ? Refusals.CartChanged
            : cart.Tenders.Count >= OwnTenders.MostTenders ? Refusals.OutOfRange("tenders", 1, OwnTenders.MostTenders)
            : rest < 1 || rest > Limits.PriceMinor || request.AmountMinor < 1 || request.AmountMinor > rest
                ? Refusals.OutOfRange("amount", 1, rest)
            : null;
    }

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
                Reference = payment.Card?.Card.Masked.ToString(),
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

    // The shop keeps a slip of every payment; the customer's stands on the receipt, or is a slip where none will come.
    private void Slips(CardCommit commit, CardPayment payment)
    {
        List<PrintKind> kinds = payment.SlipWaits ? [] : [PrintKind.CardMerchant];
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

    private async Task<Outcome<bool>> KeepAsync(Cart cart, CardPayment payment, bool isNew)
    {
        var transaction = _desk.NewTransaction();
        transaction.Write.Upsert(TillTables.OpenOrder, cart.OrderId, cart.HeldAtMs is null ? 0 : 1, TillJson.Write(cart));
        CardBook.Put(transaction.Write, payment);
        if (await _desk.CommitAsync(transaction) is { } full)
        {
            return full;
        }

        if (isNew)
        {
            _book.Add(payment);
        }
        else
        {
            _book.Keep(payment);
        }

        _desk.KeepOpen(cart);
        return true;
    }
}
