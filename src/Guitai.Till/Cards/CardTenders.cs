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

/// <summary>Paying with a bank card or a code, beside cash and the owner's tenders. The cashier asks; only the terminal says what came of it.</summary>
public sealed partial class CardTenders
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
    public Task<Outcome<bool>> AskAsync(PageContext page, AskCardRequest request) =>
        AskAsync(
            page,
            new Wanted(request.CommandId, request.OrderId)
            {
                RestMinor = request.RestMinor,
                AmountMinor = request.AmountMinor,
                Of = request.Of,
            }
        );

    /// <summary>Asks for a part, or the rest, by code: the customer's, or one that is shown.</summary>
    public Task<Outcome<bool>> AskCodeAsync(PageContext page, AskCodeRequest request)
    {
        var code = Limits.Clean(request.Code);
        var wallet = code is null ? request.Wallet : CodeWallet.Of(code);
        return wallet is null || !CodeWallet.All.Contains(wallet)
            ? Task.FromResult<Outcome<bool>>(CardRefusals.NotACode)
            : AskAsync(
                page,
                new Wanted(request.CommandId, request.OrderId)
                {
                    RestMinor = request.RestMinor,
                    AmountMinor = request.AmountMinor,
                    Wallet = wallet,
                    Scanned = code is null ? null : new PaymentCode(code),
                }
            );
    }

    /// <summary>The customer's code was scanned while goods are rung up: it pays what is left of the order at the counter, or what was typed.</summary>
    internal Task<Outcome<bool>> ScanAsync(PageContext page, ScanRequest request, PaymentCode code) =>
        AskAsync(
            page,
            new Wanted(request.CommandId, null)
            {
                AmountMinor = request.PayMinor,
                Wallet = code.Wallet,
                Scanned = code,
            }
        );

    private async Task<Outcome<bool>> AskAsync(PageContext page, Wanted wanted)
    {
        var outcome = await _desk.CommandAsync<bool>(
            page,
            wanted.Id,
            async actor =>
            {
                if (_desk.Cart is not { Lines.Count: > 0 } cart || cart.OrderId != (wanted.OrderId ?? cart.OrderId))
                {
                    return wanted.OrderId is not { } order ? CardRefusals.NothingToPay
                        : _payment.IsPaid(order) ? true
                        : Refusals.CartChanged;
                }

                if (cart.Tenders.Any(t => t.Id == wanted.Id))
                {
                    return true;
                }

                var rest = RestOf(cart);
                var whole = wanted.OrderId is null ? wanted with { RestMinor = rest, AmountMinor = wanted.AmountMinor ?? rest } : wanted;
                return Check(cart, whole) is { } refusal ? refusal : await BeginAsync(actor, cart, whole);
            }
        );
        _watch.Wake();
        return outcome;
    }

    private Task<Outcome<bool>> BeginAsync(Actor actor, Cart cart, Wanted wanted)
    {
        var (kind, name, nameEn) = CodeNames.Of(wanted.Wallet) ?? (Tender.BankCard, Name, NameEn);
        var tender = new CartTender
        {
            Id = wanted.Id,
            TypeId = Guid.Empty,
            Kind = kind,
            Name = name,
            NameEn = nameEn,
            AmountMinor = wanted.AmountMinor ?? 0,
            State = TenderState.Asked,
            AskedAtMs = _desk.NowMs,
            StaffId = actor.Id,
        };
        var payment = new CardPayment
        {
            Id = wanted.Id,
            Purpose = CardPurpose.Tender,
            Kind = wanted.Of is null ? PaymentKind.Sale : PaymentKind.Completion,
            AmountMinor = wanted.AmountMinor,
            Of = wanted.Of,
            Wallet = wanted.Wallet,
            Shows = wanted.Wallet is not null && wanted.Scanned is null,
            OrderId = cart.OrderId,
            Operator = CardPayment.OperatorOf(actor.Staff),
            StaffId = actor.Id,
            AskedAtMs = _desk.NowMs,
        };
        return KeepAsync(cart with { Tenders = [.. cart.Tenders, tender] }, payment, isNew: true, wanted.Scanned);
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

    /// <summary>What of an order is still to pay, exactly.</summary>
    internal static long RestOf(Cart cart) => Pricing.Price(cart, null).Totals.TotalMinor - cart.ConfirmedMinor;

    private static Cart With(Cart cart, CartTender tender) =>
        cart with
        {
            Tenders = [.. cart.Tenders.Select(t => t.Id == tender.Id ? tender : t)],
        };

    private Refusal? Check(Cart cart, Wanted request)
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
            : rest < 1 && request.OrderId is null ? CardRefusals.NothingToPay
            : cart.Tenders.Count >= OwnTenders.MostTenders ? Refusals.OutOfRange("tenders", 1, OwnTenders.MostTenders)
            : rest < 1 || rest > Limits.PriceMinor || request.AmountMinor < 1 || request.AmountMinor > rest
                ? Refusals.OutOfRange("amount", 1, rest)
            : null;
    }

    private async Task<Outcome<bool>> KeepAsync(Cart cart, CardPayment payment, bool isNew, PaymentCode? scanned = null)
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
            _book.Add(payment, scanned);
        }
        else
        {
            _book.Keep(payment);
        }

        _desk.KeepOpen(cart);
        return true;
    }

    // OrderId null: of the order at the counter, all that is left.
    private sealed record Wanted(Guid Id, Guid? OrderId)
    {
        public long RestMinor { get; init; }

        public long? AmountMinor { get; init; }

        public Guid? Of { get; init; }

        public string? Wallet { get; init; }

        public PaymentCode? Scanned { get; init; }
    }
}
