using Guitai.Contracts.Staff;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Till.Desk;
using Guitai.Till.Display;
using Guitai.Till.Pages;
using Guitai.Till.Receipts;
using Guitai.Till.Staff;
using Guitai.Till.Tenders;

namespace Guitai.Till.Cards;

/// <summary>What the cashier does with cards outside an order's payment: holds, balances, cancelling, settling, setting the terminal up.</summary>
public sealed class CardDesk
{
    private readonly TillDesk _desk;
    private readonly CardBook _book;
    private readonly CardWatch _watch;
    private readonly Login _login;
    private readonly PrintQueue _printing;

    internal CardDesk(TillDesk desk, CardBook book, CardWatch watch, Login login, PrintQueue printing) =>
        (_desk, _book, _watch, _login, _printing) = (desk, book, watch, login, printing);

    /// <summary>Begins a payment that belongs to no order.</summary>
    public async Task<Outcome<bool>> BeginAsync(PageContext page, BeginCardRequest request)
    {
        var outcome = await _desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                if (_book.Read(request.CommandId) is not null)
                {
                    return true;
                }

                if (Check(request) is { } refusal)
                {
                    return refusal;
                }

                if (request.Kind is PaymentKind.GiveBack or PaymentKind.PreAuthorisationCancel)
                {
                    var authorised = await _login.AuthoriseAsync(actor, Right.Refund, request.Approval);
                    if (authorised.Refusal is { } unauthorised)
                    {
                        return unauthorised;
                    }
                }

                var payment = new CardPayment
                {
                    Id = request.CommandId,
                    Purpose = CardPurpose.Own,
                    Kind = request.Kind,
                    AmountMinor = request.AmountMinor,
                    Of = request.Of,
                    Operator = CardPayment.OperatorOf(actor.Staff),
                    StaffId = actor.Id,
                    AskedAtMs = _desk.NowMs,
                };
                return await KeepAsync(_desk, _book, payment, isNew: true);
            }
        );
        _watch.Wake();
        return outcome;
    }

    /// <summary>Gives a payment under way up. What may have happened is undone by the terminal, which says so when it is.</summary>
    public async Task<Outcome<bool>> CancelAsync(PageContext page, CardPaymentRequest request)
    {
        var outcome = await _desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async _ =>
            {
                if (_book.Find(request.PaymentId) is not { } live)
                {
                    return _book.Read(request.PaymentId) is null ? CardRefusals.NotThere : true;
                }

                // It is paid; only the signature goes to paper.
                return live.Payment.SlipWaits ? await _watch.Booking.EndSigningAsync(live, null)
                    : live.Payment.GivenUp ? true
                    : await KeepAsync(_desk, _book, live.Payment with { GivenUp = true });
            }
        );
        if (outcome.Ok)
        {
            await _watch.TellAsync(request.PaymentId);
        }

        return outcome;
    }

    /// <summary>Tells the host that the card of a payment is suspicious.</summary>
    public async Task<Outcome<bool>> ReportAsync(PageContext page, CardPaymentRequest request) =>
        await EnterAsync(page) is { } refusal ? refusal
        : await _watch.AskAsync(line => line.ReportAsync(request.PaymentId, CancellationToken.None)) is { Refusal: { } refused } ? refused
        : true;

    /// <summary>Settles the batch.</summary>
    public async Task<Outcome<bool>> SettleAsync(PageContext page, TerminalRequest request)
    {
        if (await EnterAsync(page) is { } refusal)
        {
            return refusal;
        }

        var settled = await _watch.AskAsync(line => line.SettleAsync(CancellationToken.None));
        return settled.Refusal is { } refused ? refused : true;
    }

    /// <summary>Where the terminal is set up.</summary>
    public async Task<Outcome<FrameAnswer>> SetUpAsync(PageContext page, TerminalRequest request)
    {
        var may = await _desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
                await _login.AuthoriseAsync(actor, Right.SetUpTerminal, request.Approval) is { Refusal: { } refused } ? refused : true
        );
        return may.Refusal is { } refusal ? refusal : await _watch.AskAsync(line => line.SetUpAsync(CancellationToken.None));
    }

    /// <summary>Prints a payment's customer slip again, marked as a copy; of a balance, its first slip.</summary>
    public Task<Outcome<bool>> PrintAsync(PageContext page, CardPaymentRequest request) =>
        _desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async _ =>
            {
                if (_book.Read(request.PaymentId) is not { IsApproved: true, Card: not null } payment)
                {
                    return CardRefusals.NotThere;
                }

                var copy = payment.Kind == PaymentKind.Balance ? payment.Copies : payment.Copies + 1;
                var transaction = _desk.NewTransaction();
                var printed = payment with { Copies = payment.Copies + 1 };
                CardBook.Put(transaction.Write, printed);
                PrintKind[] kinds =
                    payment.Kind == PaymentKind.Balance ? [PrintKind.CardCustomer] : [PrintKind.CardMerchant, PrintKind.CardCustomer];
                var jobs = kinds.Select(k => _printing.Promise(transaction.Write, k, payment.Id, copy)).OfType<PrintJob>().ToList();
                if (jobs.Count == 0)
                {
                    return new Refusal("printer.none");
                }

                if (await _desk.CommitAsync(transaction) is { } full)
                {
                    return full;
                }

                jobs.ForEach(job => _printing.Start(job, openDrawer: false));
                return true;
            }
        );

    /// <summary>Prints the code that a customer is to scan.</summary>
    public Task<Outcome<bool>> PrintCodeAsync(PageContext page, CardPaymentRequest request) =>
        _desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async _ =>
            {
                if (_book.Find(request.PaymentId)?.View is not { Shown: not null })
                {
                    return CardRefusals.NotThere;
                }

                var transaction = _desk.NewTransaction();
                if (_printing.Promise(transaction.Write, PrintKind.ShownCode, request.PaymentId, copy: 0) is not { } job)
                {
                    return new Refusal("printer.none");
                }

                if (await _desk.CommitAsync(transaction) is { } full)
                {
                    return full;
                }

                _printing.Start(job, openDrawer: false);
                return true;
            }
        );

    /// <summary>What the customer of the order at the counter has to do on the phone; null for nothing. Called in turn.</summary>
    public DisplayCode? Code =>
        _desk.Cart is { } cart
        && _book.Live.FirstOrDefault(l => l.Payment.OrderId == cart.OrderId && l.Payment is { Wallet: not null, GivenUp: false })
            is { Payment: { Wallet: { } wallet } payment, View: { State: PaymentState.UnderWay, CustomerUntilMs: { } until } view }
            ? new DisplayCode(wallet, view.Shown, payment.AmountMinor ?? 0, until)
            : null;

    /// <summary>The terminal's payments, newest first, with what this till knows of each.</summary>
    public async Task<Outcome<IReadOnlyList<CardRow>>> ListAsync(PageContext page, CardListQuery query)
    {
        if (await EnterAsync(page with { PageId = null }) is { } refusal)
        {
            return refusal;
        }

        var asked = new PaymentQuery(query.Kind, query.Open, query.BeforeMs, Math.Clamp(query.Count, 1, 100));
        var listed = await _watch.AskAsync(line => line.ListAsync(asked, CancellationToken.None));
        return listed.Refusal is { } refused ? refused : listed.Value.Select(Row).ToList();
    }

    /// <summary>Takes in what was heard of a payment that is no order's.</summary>
    internal void Take(CardCommit commit, CardPayment payment)
    {
        if (!payment.IsApproved || payment.Kind == PaymentKind.Balance)
        {
            return;
        }

        if (!payment.SlipWaits)
        {
            PrintSlip(commit, payment);
        }

        var customers = _printing.Promise(commit.Transaction.Write, PrintKind.CardCustomer, payment.Id, copy: 0);
        commit.Then.Add(() => _printing.Start(customers, openDrawer: false));
    }

    /// <summary>Promises the shop's slip.</summary>
    internal void PrintSlip(CardCommit commit, CardPayment payment)
    {
        var job = _printing.Promise(commit.Transaction.Write, PrintKind.CardMerchant, payment.Id, copy: 0);
        commit.Then.Add(() => _printing.Start(job, openDrawer: false));
    }

    /// <summary>Puts a payment on disk alone.</summary>
    internal static async Task<Outcome<bool>> KeepAsync(TillDesk desk, CardBook book, CardPayment payment, bool isNew = false)
    {
        var transaction = desk.NewTransaction();
        CardBook.Put(transaction.Write, payment);
        if (await desk.CommitAsync(transaction) is { } full)
        {
            return full;
        }

        if (isNew)
        {
            book.Add(payment);
        }
        else
        {
            book.Keep(payment);
        }

        desk.SaySomethingChanged();
        return true;
    }

    private CardRow Row(PaymentView view)
    {
        var known = _book.Read(view.Id);
        return new CardRow(view, known?.Purpose, known?.OrderId, known is null ? null : _desk.Catalogue.StaffName(known.StaffId));
    }

    private Refusal? Check(BeginCardRequest request) =>
        _watch.Line is null ? CardRefusals.NoTerminal
        : request.Kind
            is not (PaymentKind.PreAuthorisation or PaymentKind.PreAuthorisationCancel or PaymentKind.Balance or PaymentKind.GiveBack)
            ? Refusal.With("input.invalid", "field", "kind")
        : request.Kind is PaymentKind.PreAuthorisation or PaymentKind.GiveBack && request.AmountMinor is not (>= 1 and <= Limits.PriceMinor)
            ? Refusals.OutOfRange("amount", 1, Limits.PriceMinor)
        : request.Kind is PaymentKind.PreAuthorisationCancel or PaymentKind.GiveBack && request.Of is null
            ? Refusal.With("input.invalid", "field", "of")
        // What an order holds goes back with the order.
        : request.Kind == PaymentKind.GiveBack && _book.Read(request.Of!.Value) is { Purpose: not CardPurpose.Own }
            ? new Refusal("payment.of-order")
        : null;

    private Task<Refusal?> EnterAsync(PageContext page) =>
        _desk.InTurnAsync(() => Task.FromResult(_watch.Line is null ? CardRefusals.NoTerminal : _desk.Enter(page).Refusal));
}
