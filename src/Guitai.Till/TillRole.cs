using Guitai.Contracts.Facts;
using Guitai.Contracts.Sync;
using Guitai.Contracts.Terminal;
using Guitai.Documents;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.Store;
using Guitai.Receipts;
using Guitai.Till.Cards;
using Guitai.Till.Checkout;
using Guitai.Till.Desk;
using Guitai.Till.Devices;
using Guitai.Till.Display;
using Guitai.Till.Journal;
using Guitai.Till.Orders;
using Guitai.Till.Pages;
using Guitai.Till.Receipts;
using Guitai.Till.Refunds;
using Guitai.Till.Shifts;
using Guitai.Till.Staff;
using Guitai.Till.Sync;
using Guitai.Till.Tenders;

namespace Guitai.Till;

/// <summary>The till, put together: the same objects in production, in the demo and in simulation.</summary>
public sealed class TillRole : IDisposable
{
    private readonly AuditLog _audit;
    private readonly CardBook _cardBook;

    private TillRole(RoleStore store, TillDesk desk, AuditLog audit, IShopLink link, IPrinter printer, IRandomness randomness)
    {
        _audit = audit;
        Store = store;
        Desk = desk;
        Login = new Login(desk, audit, randomness);
        Printing = new PrintQueue(desk, printer) { Compose = Compose, Paper = () => OrderReceipt.Paper(desk.Place!) };
        Book = new OrderBook(desk);
        Checkout = new CheckoutDesk(desk);
        PriceChanges = new PriceChanges(desk, Login);
        HeldOrders = new HeldOrders(desk, Login);
        var payment = new OrderPayment(desk, Printing);
        CashPayment = new CashPayment(desk, payment);
        OwnTenders = new OwnTenders(desk, payment);
        _cardBook = new CardBook(desk);
        Cards = new CardWatch(desk, _cardBook);
        CardTenders = new CardTenders(desk, _cardBook, Cards, payment, Printing);
        Voice = new PaymentVoice(desk);
        CustomerPad = new CustomerPad(desk, _cardBook, Login, audit);
        CardDesk = new CardDesk(desk, _cardBook, Cards, Login, Printing);
        Customer = new CustomerDesk(desk);
        Refunds = new RefundDesk(desk, Login, Book, Printing);
        CardRefunds = new CardRefunds(desk, _cardBook, Cards, Login, Refunds, Printing);
        JoinCards();
        Shifts = new ShiftDesk(desk, Login, Printing);
        Reports = new ShiftReports(desk);
        Orders = new OrderQuery(desk);
        Stories = new OrderStories(desk, Book, Printing, Refunds);
        Sync = new TillSync(desk, link);
        Loop = new SyncLoop(desk, Sync);
        Devices = new DeviceWatch(desk, Printing, Sync, link as IShopClock) { Chips = () => Cards.Terminal?.Chips };
        DeviceDesk = new DeviceDesk(desk, Login, audit, Book, Printing, Devices);
        Trials = new DeviceTrials(desk, Sync, Devices, DeviceDesk, sameMachine: link is not IShopClock);
        Views = new PageViews(desk, Printing, Sync, Devices, DeviceDesk.LabelOf) { Cards = CardsView };
        Watchers = new Watchers(desk);
    }

    public RoleStore Store { get; }

    public TillDesk Desk { get; }

    public Login Login { get; }

    public PrintQueue Printing { get; }

    public OrderBook Book { get; }

    public CheckoutDesk Checkout { get; }

    public PriceChanges PriceChanges { get; }

    public HeldOrders HeldOrders { get; }

    public CashPayment CashPayment { get; }

    public OwnTenders OwnTenders { get; }

    /// <summary>Follows card payments to their ends; the caller drives its loop.</summary>
    public CardWatch Cards { get; }

    public CardTenders CardTenders { get; }

    public CardDesk CardDesk { get; }

    public CustomerPad CustomerPad { get; }

    public PaymentVoice Voice { get; }

    public CardRefunds CardRefunds { get; }

    public CustomerDesk Customer { get; }

    public RefundDesk Refunds { get; }

    public ShiftDesk Shifts { get; }

    public ShiftReports Reports { get; }

    public OrderQuery Orders { get; }

    public OrderStories Stories { get; }

    public TillSync Sync { get; }

    public SyncLoop Loop { get; }

    /// <summary>How this device becomes a till; null for one in the shop's own process.</summary>
    public Enrolment? Enrolment { get; private set; }

    /// <summary>Lets the page tie this device to a shop.</summary>
    public void EnrolBy(ShopLine line)
    {
        Enrolment = new Enrolment(this, line);
        Views.EnrolBecause = () => Enrolment.Because;
        Devices.Certificate = () => new CertificateReading(line.CertificateExpiresAt?.ToUnixTimeMilliseconds());
    }

    /// <summary>Gives the till a card terminal. What is under way is looked up at once.</summary>
    public void AttachTerminal(ITerminalLine line) => Cards.Attach(line);

    /// <summary>The self-check.</summary>
    public DeviceWatch Devices { get; }

    public DeviceDesk DeviceDesk { get; }

    /// <summary>Tries of single devices.</summary>
    public DeviceTrials Trials { get; }

    public PageViews Views { get; }

    public Watchers Watchers { get; }

    /// <summary>Migrations of the till's store.</summary>
    public static IReadOnlyList<Migration> Migrations => Migration.Embedded(typeof(TillRole).Assembly);

    /// <summary>Reads the till back from its store. The caller drives the store's writer, the printing and the sync loop.</summary>
    public static TillRole Open(
        RoleStore store,
        TimeProvider time,
        IRandomness randomness,
        IShopLink link,
        IPrinter printer,
        string version
    )
    {
        var desk = TillDesk.Open(store, time, new IdSource(time, randomness), version);
        var audit = new AuditLog(store, time, "till", "till");
        var till = new TillRole(store, desk, audit, link, printer, randomness);
        till.Printing.Load();
        till.DeviceDesk.Load();
        till.CustomerPad.Load();
        till.Voice.Load();
        till._cardBook.Load();
        till.CardRefunds.Load();
        return till;
    }

    /// <summary>Ties this store to a till that the shop enrolled. A till that holds facts keeps its identity.</summary>
    /// <param name="keep">Keeps what proves the identity, before the store names it; not called when the identity is refused.</param>
    public Task<Outcome<bool>> EnrolAsync(TillIdentity identity, Action? keep = null) =>
        Desk.InTurnAsync<Outcome<bool>>(async () =>
        {
            if (Desk.Identity is { } current && current.TillId != identity.TillId && Desk.State.Sequence > 0)
            {
                return new Refusal("till.holds-facts");
            }

            keep?.Invoke();
            var write = new Write().Upsert(TillTables.State, "identity", TillJson.Write(identity));
            var result = await _audit.WriteAsync(write, new AuditAction("system", "till.enrol", identity.TillId.ToString(), "ok", "till"));
            if (result != WriteResult.Committed)
            {
                return Refusals.StoreFull;
            }

            Desk.SetIdentity(identity);
            return true;
        });

    /// <summary>Prints an X-report of the open shift, or a closed one's Z-report again.</summary>
    public Task<Outcome<bool>> PrintReportAsync(PageContext page, Guid shiftId) =>
        Desk.InTurnAsync<Outcome<bool>>(async () =>
        {
            if (Desk.Enter(page).Refusal is { } refusal)
            {
                return refusal;
            }

            var isOpen = Desk.State.Shift?.Id == shiftId;
            if (!isOpen && Reports.Closed(shiftId) is null)
            {
                return new Refusal("shift.not-found");
            }

            var write = new Write();
            if (Printing.Promise(write, isOpen ? PrintKind.ShiftLook : PrintKind.ShiftReport, shiftId, copy: 0) is not { } job)
            {
                return new Refusal("printer.none");
            }

            if (await Store.WriteAsync(write) != WriteResult.Committed)
            {
                return Refusals.StoreFull;
            }

            Printing.Start(job, openDrawer: false);
            return true;
        });

    /// <inheritdoc/>
    public void Dispose()
    {
        _audit.Dispose();
        Sync.Dispose();
        Desk.Dispose();
        Store.Dispose();
    }

    private void JoinCards()
    {
        Checkout.PayByCode = CardTenders.ScanAsync;
        OwnTenders.TakeCardBack = CardTenders.TakeBackAsync;
        Refunds.Cards = CardRefunds;
        HeldOrders.IsOutOfHands = tender =>
            _cardBook.Find(tender.Back?.PaymentId ?? tender.Id) is { } live
            && (live.Payment.State == PaymentState.Unknown || !live.Reached || Cards.Line is null);
        Cards.Booking.Take = (commit, payment) =>
        {
            switch (payment.Purpose)
            {
                case CardPurpose.Tender or CardPurpose.TakeBack:
                    CardTenders.Take(commit, payment);
                    break;
                case CardPurpose.Refund:
                    CardRefunds.Take(commit, payment);
                    break;
                default:
                    CardDesk.Take(commit, payment);
                    break;
            }
        };
        Cards.Booking.PrintSlip = CardDesk.PrintSlip;
        Cards.Booking.HasToFinish = () => CardTenders.Paid().Any() || CardRefunds.Paid().Any();
        Cards.Booking.Finish = commit =>
        {
            if (!CardTenders.Finish(commit))
            {
                CardRefunds.Finish(commit);
            }
        };
    }

    private CardsView? CardsView() =>
        Cards.Line is null
            ? null
            : new CardsView
            {
                Reachable = Cards.Reachable,
                Terminal = Cards.Terminal,
                PadChosen = CustomerPad.IsChosen,
                PadAtCustomer = CustomerPad.IsThere,
                Voice = Voice.IsOn,
                Payments = [.. _cardBook.Live.Select(l => View(l.Payment, l.View, l.Reached))],
                Ended = [.. _cardBook.Ended.Select(p => View(p, null, reached: true))],
                Refunds = CardRefunds.Views(),
            };

    private static CardPaymentView View(CardPayment payment, PaymentView? view, bool reached) =>
        new(
            payment.Id,
            payment.Purpose,
            payment.Kind,
            view?.State ?? payment.State,
            payment.OrderId,
            payment.AmountMinor,
            payment.GivenUp,
            payment.Wallet,
            reached,
            view,
            payment.Reason ?? view?.Reason,
            payment.Card,
            payment.AskedAtMs,
            payment.EndedAtMs
        );

    private ReceiptDocument? Compose(PrintJob job)
    {
        if (job.Kind is PrintKind.CardMerchant or PrintKind.CardCustomer)
        {
            return _cardBook.Read(job.Subject) is { Card: { } card } payment
                ? CardSlipPaper.Compose(Desk.Place!, Slip(payment, card), job.Kind == PrintKind.CardMerchant, job.Copy)
                : null;
        }

        if (job.Kind == PrintKind.ShownCode)
        {
            return _cardBook.Find(job.Subject) is { Payment: var asked, View: { Shown: { } text, CustomerUntilMs: { } until } }
                ? ShownCodePaper.Compose(
                    Desk.Place!,
                    new ShownCode(text, asked.Wallet!, asked.AmountMinor ?? 0, Currency.FromCode(Desk.Catalogue.Merchant!.Currency), until)
                )
                : null;
        }

        if (job.Kind == PrintKind.TestPage)
        {
            return PrinterTestPage.Compose(Desk.Place!, Desk.Till!.Code, job.AtMs);
        }

        if (job.Kind == PrintKind.Receipt)
        {
            return Book.Find(job.Subject) is ({ } order, var kind)
                ? OrderReceipt.Compose(Desk.Place!, order, kind, Desk.Catalogue.StaffName(order.StaffId), job.Copy)
                : null;
        }

        // A look at a shift that was closed before it came out shows what the shift closed with.
        var isOpen = job.Kind == PrintKind.ShiftLook && Desk.State.Shift?.Id == job.Subject;
        var report = isOpen ? Reports.Look(maySeeExpected: !Desk.Place!.BlindCount) : Reports.Closed(job.Subject);
        return report is null
            ? null
            : ShiftReportPaper.Compose(Desk.Place!, Currency.FromCode(Desk.Catalogue.Merchant!.Currency), report, job.Copy);
    }

    private CardSlipContent Slip(CardPayment payment, CardDetails card) =>
        new(
            card,
            payment.AmountMinor ?? 0,
            Currency.FromCode(Desk.Catalogue.Merchant!.Currency),
            Book.Find(payment.OrderId ?? Guid.Empty)?.Order.ReceiptNumber
        );
}
