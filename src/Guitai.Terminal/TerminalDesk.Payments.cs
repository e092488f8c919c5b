using Guitai.Contracts.Terminal;
using Guitai.Emv.Transport;
using Guitai.Foundation;
using Guitai.Terminal.Cards;
using Guitai.Terminal.Journal;
using Guitai.Terminal.Machine;
using Guitai.Terminal.Pages;

namespace Guitai.Terminal;

/// <content>What the till asks, and what it is told.</content>
public sealed partial class TerminalDesk
{
    private const int TicketsKept = 200;

    private readonly Dictionary<string, Guid> _tickets = new(StringComparer.Ordinal);
    private readonly Queue<string> _ticketOrder = new();

    /// <summary>Where this terminal's pages are, for the addresses of frames.</summary>
    public Uri Pages { get; set; } = new("http://127.0.0.1/terminal/");

    /// <summary>When the device's certificate ends; null without one.</summary>
    public Func<DateTimeOffset?> CertificateExpiresAt { get; set; } = () => null;

    /// <inheritdoc cref="ITerminalLine.BeginAsync"/>
    /// <param name="gone">Whoever asked hears no answer any more, and counts on nothing having begun.</param>
    public async Task<Outcome<PaymentView>> BeginAsync(BeginPayment payment, CancellationToken gone = default)
    {
        var known = false;
        var scanned = payment.Code?.Scanned;
        var refusal = await HandleAsync(
            () => new Begin(payment, payment.Of is { } of ? Find(of) : null),
            () =>
            {
                // Asked again, it finds itself: the answer to the first time may have been lost.
                known = FindInBooks(payment.Id) is not null;
                if (!known && scanned is { } code)
                {
                    var hand = new CardHand();
                    hand.Scan(code.Reveal());
                    _cards[payment.Id] = hand;
                }

                return Task.FromResult<Refusal?>(known || gone.IsCancellationRequested ? s_tooLate : null);
            }
        );
        return known || refusal is null ? Look(payment.Id) : refusal;
    }

    /// <summary>A payment as the till sees it.</summary>
    public Outcome<PaymentView> Look(Guid id) => Find(id) is { } payment ? ViewOf(payment) : new Refusal("payment.unknown");

    /// <inheritdoc cref="ITerminalLine.CancelAsync"/>
    public async Task<Outcome<PaymentView>> CancelAsync(Guid id) => await HandleAsync(new Cancel(id)) ?? Look(id);

    /// <inheritdoc cref="ITerminalLine.SetAmountAsync"/>
    public async Task<Outcome<PaymentView>> SetAmountAsync(Guid id, long amountMinor) =>
        await HandleAsync(new SetAmount(id, amountMinor)) is { } refusal ? refusal : Look(id);

    /// <inheritdoc cref="ITerminalLine.ReportAsync"/>
    public async Task<Outcome<PaymentView>> ReportAsync(Guid id) =>
        Find(id) is null ? new Refusal("payment.unknown")
        : await HandleAsync(() => new Report(id, Find(id)!), null) is { } refusal ? refusal
        : Look(id);

    /// <summary>The customer chose one of the card's applications; null: none of them.</summary>
    public Task<Refusal?> ChooseAsync(Guid id, int? index) => HandleAsync(new ApplicationGiven(id, index));

    /// <summary>The customer signed; null: passed over it.</summary>
    public Task<Refusal?> SignAsync(Guid id, IReadOnlyList<IReadOnlyList<int>>? strokes)
    {
        var points = strokes?.Sum(s => s.Count) ?? 0;
        var flawed =
            strokes is { Count: > 200 }
            || points > 20_000
            || (strokes?.Any(s => s.Count % 2 != 0 || s.Any(v => v is < -1000 or > 3000)) ?? false);
        return flawed
            ? HandleAsync(new NotTaken(id, new Refusal("signature.not-one")))
            : HandleAsync(new SignatureGiven(id, points == 0 ? null : strokes));
    }

    /// <inheritdoc cref="ITerminalLine.SettleAsync"/>
    public async Task<Outcome<TerminalView>> SettleAsync() => await HandleAsync(new SettleBatch()) is { } refusal ? refusal : Stand();

    /// <inheritdoc cref="ITerminalLine.ListAsync"/>
    public IReadOnlyList<PaymentView> List(PaymentQuery query) => [.. _settings.Store.List(query).Select(ViewOf)];

    /// <summary>The terminal as the till sees it.</summary>
    public TerminalView Stand()
    {
        var version = Version;
        var books = _machine.Books;
        var open = books.Payments.Values;
        var waiting = open.Where(p => p.IsAdvice).ToList();
        var (totals, settled) = (books.Totals, books.LastSettled);
        return new TerminalView
        {
            Version = version,
            Stage = books.Stage,
            Terminal = books.Terminal.Length > 0 ? new ShortWord(books.Terminal) : null,
            Merchant = books.Merchant.Length > 0 ? new MerchantNumber(books.Merchant) : null,
            Online = _machine.IsOnline,
            SignedIn = books.SignedInUntilMs > NowMs,
            Batch = new BatchView(books.Batch, totals.DebitMinor, totals.DebitCount, totals.CreditMinor, totals.CreditCount),
            Owed = open.Count(p => p.Phase == Phase.Owed),
            Repeats = open.Count(p => p is { Phase: Phase.Repeating, Offline: false }),
            Offline = new OfflineView(
                books.Offline.EachMinor,
                books.Offline.SumMinor,
                books.Offline.Count,
                waiting.Sum(p => p.AmountMinor ?? 0),
                waiting.Count
            ),
            Trouble = _isFull ? new Refusal("store.full") : _machine.Trouble,
            Busy = open.FirstOrDefault(p => p.Phase is Phase.Begun or Phase.Intended || p.Signs)?.Id,
            Settling = _machine.IsSettling,
            LastSettled = settled is null
                ? null
                : new SettledView(
                    new BatchView(
                        settled.Batch,
                        settled.Totals.DebitMinor,
                        settled.Totals.DebitCount,
                        settled.Totals.CreditMinor,
                        settled.Totals.CreditCount
                    ),
                    settled.Balanced,
                    settled.AtMs
                ),
            CertificateExpiresAtMs = CertificateExpiresAt()?.ToUnixTimeMilliseconds(),
            Chips = CheckChips(),
        };
    }

    /// <summary>The payment that a ticket is for; null when there is none.</summary>
    public Guid? PaymentOf(string ticket)
    {
        lock (_tickets)
        {
            return _tickets.TryGetValue(ticket, out var payment) ? payment : null;
        }
    }

    /// <summary>The payment that waits for a card, for readers that have no page.</summary>
    public Guid? WaitingForCard =>
        _machine.Books.Payments.Values.FirstOrDefault(p => p.Phase == Phase.Begun && _machine.WaitOf(p) == PaymentWait.Card)?.Id;

    /// <summary>A payment as the terminal's own page sees it; null when there is none of that id.</summary>
    public EntryView? EntryOf(Guid id)
    {
        var version = Version;
        if (Find(id) is not { } payment)
        {
            return null;
        }

        var hand = _machine.HandOf(id);
        var wait = _machine.WaitOf(payment);
        var isWaiting = StateOf(payment) == PaymentState.Waiting || wait == PaymentWait.Signature;
        return new EntryView
        {
            Version = version,
            Kind = payment.Kind,
            State = StateOf(payment),
            Waits = wait,
            AmountMinor = payment.AmountMinor,
            Currency = "CNY",
            Card = payment.Card ?? hand?.Card,
            MayType = wait == PaymentWait.Card,
            Pad =
                wait == PaymentWait.Pin && LayoutOf(id) is { } layout
                    ? new PinPadView(layout, ShortestPin, LongestPin, hand!.Pin == PinDemand.Offered, hand.PinIsForChip, hand.TriesLeft)
                    : null,
            Applications = wait == PaymentWait.Application ? [.. hand!.Applications!.Select(a => new ApplicationLabel(a))] : null,
            Inserts = Reads(CardInterface.Contact),
            Taps = Reads(CardInterface.Contactless),
            HoldsCard = HoldsCard,
            AsksSignature = wait == PaymentWait.Signature,
            Notice = payment.Reason ?? hand?.Notice,
            Code = payment.Code.Length > 0 ? new ShortWord(payment.Code) : null,
            BalanceMinor = payment.BalanceMinor,
            WaitsSinceMs = hand?.WaitsSinceMs ?? payment.IntendedAtMs,
            UntilMs = isWaiting && hand is { DeadlineMs: > 0 } ? hand.DeadlineMs : null,
        };
    }

    private Payment? Find(Guid id) => _machine.Books.Payments.GetValueOrDefault(id) ?? _settings.Store.Find(id);

    private PaymentState StateOf(Payment payment) =>
        payment.Phase switch
        {
            Phase.Begun => _machine.WaitOf(payment)
                is PaymentWait.Card
                    or PaymentWait.Amount
                    or PaymentWait.Pin
                    or PaymentWait.Chip
                    or PaymentWait.Application
                ? PaymentState.Waiting
                : PaymentState.UnderWay,
            Phase.Intended or Phase.Awaited => PaymentState.UnderWay,
            Phase.Owed => _machine.AsksAgain(payment.Id) ? PaymentState.UnderWay : PaymentState.Unknown,
            _ when payment.Signs => PaymentState.UnderWay,
            Phase.Repeating => payment.Offline ? PaymentState.Approved : PaymentState.Unknown,
            Phase.Approved => PaymentState.Approved,
            Phase.Declined => PaymentState.Declined,
            _ => PaymentState.Cancelled,
        };

    private PaymentView ViewOf(Payment payment)
    {
        var version = Version;
        var hand = _machine.HandOf(payment.Id);
        var state = StateOf(payment);
        var wait = _machine.WaitOf(payment);
        return new PaymentView
        {
            Id = payment.Id,
            Version = version,
            Kind = payment.Kind,
            State = state,
            Waits = wait,
            AmountMinor = payment.AmountMinor,
            Of = payment.Of,
            Card = payment.Card ?? hand?.Card,
            Code = payment.Code.Length > 0 ? new ShortWord(payment.Code) : null,
            Reason = payment.Reason ?? hand?.Notice,
            Slip = state == PaymentState.Approved ? SlipOf(payment) : null,
            LeftMinor = state == PaymentState.Approved ? payment.LeftMinor : 0,
            BegunAtMs = payment.BegunAtMs,
            EndedAtMs = payment.EndedAtMs,
            WaitsSinceMs = hand?.WaitsSinceMs ?? payment.IntendedAtMs,
            Frame = state == PaymentState.Waiting || wait == PaymentWait.Signature ? new Uri(Pages, $"#/pay/{TicketOf(payment.Id)}") : null,
            Reported = payment.Reported,
            Shown = payment is { Phase: Phase.Awaited, Shown.Length: > 0 } ? new CodeText(payment.Shown) : null,
            CustomerUntilMs = payment.Phase == Phase.Awaited ? _machine.CustomerUntilMs(payment) : null,
        };
    }

    private CardSlip SlipOf(Payment payment) =>
        new()
        {
            Merchant = new MerchantNumber(_machine.Books.Merchant),
            Terminal = new ShortWord(_machine.Books.Terminal),
            Flow = payment.Flow,
            Batch = payment.Numbers!.Batch,
            Trace = payment.Numbers.Trace,
            Invoice = payment.Numbers.Invoice,
            Rrn = payment.Rrn.Length == 12 ? new RetrievalReference(payment.Rrn) : null,
            Authorisation = payment.Authorisation.Length > 0 ? new ShortWord(payment.Authorisation) : null,
            AtMs = payment.HostAtMs,
            OriginalTrace = payment.Of is { } of ? Find(of)?.Numbers?.Trace : null,
            BalanceMinor = payment.BalanceMinor,
            Offline = payment.Offline,
            PinEntered = payment.PinEntered,
            Wallet = WalletNumber.IsOne(payment.WalletNumber) ? new WalletNumber(payment.WalletNumber) : null,
            AsksSignature =
                !payment.IsCode
                && (payment.Chip?.Signs ?? !payment.PinEntered)
                && payment.Flow is CardFlow.Sale or CardFlow.PreAuthorisation or CardFlow.OfflineSale,
            Signature = payment.Signature,
            Chip = payment.Chip is { Application.Length: > 0 } chip ? ChipWords.SlipOf(chip) : null,
        };

    private string TicketOf(Guid payment)
    {
        lock (_tickets)
        {
            foreach (var (known, of) in _tickets)
            {
                if (of == payment)
                {
                    return known;
                }
            }

            Span<byte> random = stackalloc byte[16];
            _settings.Randomness.Fill(random);
            var ticket = Convert.ToHexStringLower(random);
            _tickets.Add(ticket, payment);
            _ticketOrder.Enqueue(ticket);
            if (_ticketOrder.Count > TicketsKept)
            {
                _tickets.Remove(_ticketOrder.Dequeue());
            }

            return ticket;
        }
    }
}
