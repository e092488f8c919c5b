using System.Globalization;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;

namespace Guitai.Till.Tests.Cards;

/// <summary>A terminal that follows the contract, in memory, outliving the till's restarts. What the customer and the host do, a test says.</summary>
internal sealed class FakeTerminal : ITerminalLine
{
    private readonly Dictionary<Guid, PaymentView> _payments = [];
    private long _version;
    private int _trace;

    /// <summary>Its process does not answer.</summary>
    public bool Off { get; set; }

    /// <summary>It does what it is asked, and the answer gets lost.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>It takes no new payment.</summary>
    public Refusal? Refuses { get; set; }

    /// <summary>How often it was asked to begin something that it did not know yet.</summary>
    public int Begun { get; private set; }

    /// <summary>What it was asked to take by code.</summary>
    public List<CodeOrder> Codes { get; } = [];

    public IReadOnlyCollection<PaymentView> Payments => _payments.Values;

    public PaymentView this[Guid id] => _payments[id];

    /// <summary>What cards have paid, less what went back.</summary>
    public long TakenMinor =>
        _payments
            .Values.Where(p => p.State == PaymentState.Approved)
            .Sum(p =>
                p.Kind switch
                {
                    PaymentKind.Sale or PaymentKind.Completion => p.AmountMinor!.Value,
                    PaymentKind.GiveBack => -p.AmountMinor!.Value,
                    _ => 0,
                }
            );

    /// <summary>The host waits for the customer, who scans what is shown or enters a password.</summary>
    public void Await(Guid id, string? shown = null) =>
        Put(
            _payments[id] with
            {
                Waits = PaymentWait.Customer,
                Shown = shown is null ? null : new CodeText(shown),
                CustomerUntilMs = 45_000,
            }
        );

    /// <summary>The customer's card was read.</summary>
    public void Swipe(Guid id) =>
        Put(
            _payments[id] with
            {
                State = _payments[id].AmountMinor is null ? PaymentState.Waiting : PaymentState.UnderWay,
                Waits = _payments[id].AmountMinor is null ? PaymentWait.Amount : PaymentWait.Answer,
            }
        );

    /// <param name="signs">The cardholder is asked to sign on the screen.</param>
    public void Approve(Guid id, bool signs = false)
    {
        var payment = _payments[id];
        // As at the real one, what goes back bears the card or the code that it goes back to.
        var of = payment.Of is { } original ? _payments.GetValueOrDefault(original)?.Card : null;
        var card =
            payment.Card is { IsCode: true } ? payment.Card
            : of is { IsCode: true } ? of
            : new CardView(new("unionpay"), new MaskedNumber("621234******1234"), CardToken.Of(new byte[16]), CardEntry.Swiped);
        Put(
            payment with
            {
                State = PaymentState.Approved,
                Waits = PaymentWait.None,
                Frame = signs ? payment.Frame ?? new Uri("http://127.0.0.1:1/terminal/#/pay/x") : null,
                EndedAtMs = 1_772_330_400_000,
                LeftMinor = payment.AmountMinor ?? 0,
                Card = card,
                Shown = null,
                CustomerUntilMs = null,
                Slip = new CardSlip
                {
                    Merchant = new("104110045110012"),
                    Terminal = new("20010001"),
                    Flow = payment.Kind == PaymentKind.GiveBack ? CardFlow.Refund : CardFlow.Sale,
                    Batch = 1,
                    Trace = ++_trace,
                    Invoice = _trace,
                    Rrn = new(_trace.ToString("000000000000", CultureInfo.InvariantCulture)),
                    Authorisation = new("123456"),
                    AtMs = 1_772_330_400_000,
                    AsksSignature = !card.IsCode,
                    Wallet = card.IsCode ? new WalletNumber("4200001234202611220000000001") : null,
                },
            }
        );
        if (payment is { Kind: PaymentKind.GiveBack, Of: { } given })
        {
            Put(_payments[given] with { LeftMinor = _payments[given].LeftMinor - payment.AmountMinor!.Value });
        }
    }

    public void Sign(Guid id) =>
        Put(
            _payments[id] with
            {
                Frame = null,
                Slip = _payments[id].Slip! with
                {
                    Signature =
                    [
                        [100, 100, 900, 200],
                    ],
                },
            }
        );

    public void Decline(Guid id, string code = "payment.declined") =>
        Put(
            _payments[id] with
            {
                State = PaymentState.Declined,
                Waits = PaymentWait.None,
                Frame = null,
                EndedAtMs = 1,
                Reason = new Refusal(code),
            }
        );

    /// <summary>The host did not answer: the terminal reverses, and does not know yet.</summary>
    public void Lose(Guid id) => Put(_payments[id] with { State = PaymentState.Unknown, Waits = PaymentWait.Reversal, Frame = null });

    public Task<Outcome<PaymentView>> BeginAsync(BeginPayment payment, CancellationToken cancellation) =>
        Answer<PaymentView>(() =>
        {
            if (_payments.TryGetValue(payment.Id, out var before))
            {
                return before;
            }

            if (Refuses is { } refusal)
            {
                return refusal;
            }

            if (payment.Kind == PaymentKind.GiveBack && !(_payments.GetValueOrDefault(payment.Of!.Value)?.LeftMinor >= payment.AmountMinor))
            {
                return new Refusal("payment.not-left");
            }

            if (payment.Code is { } code)
            {
                Codes.Add(code);
                return code is { Shows: false, Scanned: null }
                    ? Put(
                        ByCode(payment, code) with
                        {
                            State = PaymentState.Cancelled,
                            Waits = PaymentWait.None,
                            EndedAtMs = 1,
                            Reason = new Refusal("payment.code-gone"),
                        }
                    )
                    : Put(ByCode(payment, code));
            }

            Begun++;
            var waits = payment.Of is null;
            return Put(
                new PaymentView
                {
                    Id = payment.Id,
                    Version = 0,
                    Kind = payment.Kind,
                    State = waits ? PaymentState.Waiting : PaymentState.UnderWay,
                    Waits = waits ? PaymentWait.Card : PaymentWait.Answer,
                    AmountMinor = payment.AmountMinor,
                    Of = payment.Of,
                    BegunAtMs = 1,
                    WaitsSinceMs = 1,
                    Frame = waits ? new Uri("http://127.0.0.1:1/terminal/#/pay/x") : null,
                }
            );
        });

    private static PaymentView ByCode(BeginPayment payment, CodeOrder code) =>
        new()
        {
            Id = payment.Id,
            Version = 0,
            Kind = payment.Kind,
            State = PaymentState.UnderWay,
            Waits = PaymentWait.Answer,
            AmountMinor = payment.AmountMinor,
            Card = new CardView(code.Wallet, null, null, code.Shows ? CardEntry.Shown : CardEntry.Scanned),
            BegunAtMs = 1,
            WaitsSinceMs = 1,
        };

    public Task<Outcome<PaymentView>> LookAsync(Guid id, long afterVersion, TimeSpan patience, CancellationToken cancellation) =>
        Answer(() => Known(id));

    public Task<Outcome<PaymentView>> CancelAsync(Guid id, CancellationToken cancellation) =>
        Answer<PaymentView>(() =>
            !_payments.TryGetValue(id, out var payment) ? new Refusal("payment.unknown")
            : payment.State == PaymentState.Waiting
                ? Put(
                    payment with
                    {
                        State = PaymentState.Cancelled,
                        Waits = PaymentWait.None,
                        EndedAtMs = 1,
                        Frame = null,
                        Reason = new Refusal("payment.cancelled"),
                    }
                )
            : payment.State == PaymentState.UnderWay ? Put(payment with { State = PaymentState.Unknown, Waits = PaymentWait.Reversal })
            : payment
        );

    public Task<Outcome<PaymentView>> SetAmountAsync(Guid id, PaymentAmount amount, CancellationToken cancellation) =>
        Answer<PaymentView>(() =>
            !_payments.TryGetValue(id, out var payment) ? new Refusal("payment.unknown")
            : payment.AmountMinor is not null ? payment
            : Put(
                payment with
                {
                    AmountMinor = amount.AmountMinor,
                    State = PaymentState.UnderWay,
                    Waits = PaymentWait.Answer,
                    Frame = null,
                }
            )
        );

    public Task<Outcome<PaymentView>> ReportAsync(Guid id, CancellationToken cancellation) =>
        Answer<PaymentView>(() =>
            _payments.TryGetValue(id, out var payment) ? Put(payment with { Reported = true }) : new Refusal("payment.unknown")
        );

    public Task<Outcome<TerminalView>> StandAsync(long afterVersion, TimeSpan patience, CancellationToken cancellation) => Answer(Stand);

    public Task<Outcome<TerminalView>> SettleAsync(CancellationToken cancellation) => Answer(Stand);

    public Task<Outcome<IReadOnlyList<PaymentView>>> ListAsync(PaymentQuery query, CancellationToken cancellation) =>
        Answer<IReadOnlyList<PaymentView>>(() =>
            _payments.Values.Where(p => query.Kind is null || p.Kind == query.Kind).Reverse().Take(query.Count).ToList()
        );

    public Task<Outcome<FrameAnswer>> SetUpAsync(CancellationToken cancellation) =>
        Answer<FrameAnswer>(() => new FrameAnswer(new Uri("http://127.0.0.1:1/terminal/#/set-up/x")));

    private static Outcome<TerminalView> Stand() =>
        new TerminalView
        {
            Version = 1,
            Stage = TerminalStage.Ready,
            Online = true,
            SignedIn = true,
            Batch = new BatchView(1, 0, 0, 0, 0),
            Offline = new OfflineView(0, 0, 0, 0, 0),
        };

    private Outcome<PaymentView> Known(Guid id) => _payments.TryGetValue(id, out var payment) ? payment : new Refusal("payment.unknown");

    private PaymentView Put(PaymentView payment) => _payments[payment.Id] = payment with { Version = ++_version };

    private Task<Outcome<T>> Answer<T>(Func<Outcome<T>> answer)
    {
        if (Off)
        {
            throw new TerminalUnreachableException("off");
        }

        var result = answer();
        return LosesAnswers ? throw new TerminalUnreachableException("lost") : Task.FromResult(result);
    }
}
