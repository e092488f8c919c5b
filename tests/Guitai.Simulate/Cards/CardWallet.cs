using Guitai.Foundation;
using Guitai.Host.Wallets;
using Guitai.Simulation;

namespace Guitai.Simulate.Cards;

/// <summary>The customer's wallet, in another city, and the customer with the phone: what it has heard it never forgets, and what it hears twice it books once.</summary>
internal sealed class CardWallet(CardWorld world)
{
    public const string Code = "134512345678901234";

    private static readonly TimeSpan s_way = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(15);

    // A payment code is good for a minute: what comes two minutes later takes nobody's money.
    private const long CodeLifeMs = 120_000;

    private readonly Dictionary<string, Order> _orders = new(StringComparer.Ordinal);

    /// <summary>How long the customer takes; longer than nothing is a password, or a code that is scanned.</summary>
    public TimeSpan CustomerTakes { get; set; }

    /// <summary>What the customer paid, less all that came back.</summary>
    public long TakenMinor => _orders.Values.Sum(o => IsPaid(o) ? o.Amount - o.Refunds.Values.Sum() : 0);

    private long NowMs => world.Scheduler.Outside.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>What the customer paid by one of the host's numbers, unless it was undone.</summary>
    public long PaidBy(string number) =>
        _orders.TryGetValue(number, out var order) && IsPaid(order) && !order.Refunds.ContainsKey(number + "U") ? order.Amount : 0;

    /// <summary>What came back under one of the host's refund numbers.</summary>
    public long RefundedBy(string refund) => _orders.Values.Sum(o => o.Refunds.GetValueOrDefault(refund));

    /// <summary>The way to it from a host's process: an answer to a process that is dead is lost, the booking is not.</summary>
    public IWallet Of(SimulatedProcess process) => new Way(this, process);

    private bool IsPaid(Order order)
    {
        if (!order.Paid && !order.Closed && NowMs >= order.PaysAtMs && order.PaysAtMs < order.UntilMs)
        {
            order.Paid = true;
        }

        return order.Paid;
    }

    private WalletAnswer Take(WalletPayment payment, bool shown)
    {
        if (!_orders.TryGetValue(payment.Number, out var order))
        {
            if (!shown && NowMs >= payment.AtMs + CodeLifeMs)
            {
                return new WalletAnswer(WalletState.Refused, Code: "54");
            }

            order = new Order(payment.AmountMinor, NowMs + (long)CustomerTakes.TotalMilliseconds, payment.UntilMs);
            _orders.Add(payment.Number, order);
        }

        return Stands(payment.Number, order, shown ? "weixin://wxpay/bizpayurl?pr=" + payment.Number : "");
    }

    private WalletAnswer Stands(string number, Order order, string shown = "") =>
        order.Refunds.ContainsKey(number + "U") ? new WalletAnswer(WalletState.Refused)
        : IsPaid(order) ? new WalletAnswer(WalletState.Done, "42000012" + number)
        : order.Closed ? new WalletAnswer(WalletState.Refused)
        : new WalletAnswer(WalletState.Waiting, Shown: shown);

    private WalletAnswer Undo(WalletPayment payment)
    {
        if (!_orders.TryGetValue(payment.Number, out var order))
        {
            return new WalletAnswer(
                NowMs >= payment.AtMs + CodeLifeMs || Bug == CardBug.WalletNotThereIsUndone ? WalletState.Refused : WalletState.NotThere
            );
        }

        if (IsPaid(order))
        {
            order.Refunds.TryAdd(payment.Number + "U", order.Amount - order.Refunds.Values.Sum());
        }

        order.Closed = true;
        return new WalletAnswer(WalletState.Refused);
    }

    private WalletAnswer Refund(WalletPayment payment, string number, long amount)
    {
        if (!_orders.TryGetValue(payment.Number, out var order) || !IsPaid(order))
        {
            return new WalletAnswer(WalletState.Refused, Code: "25");
        }

        if (!order.Refunds.ContainsKey(number) && order.Refunds.Values.Sum() + amount > order.Amount)
        {
            return new WalletAnswer(WalletState.Refused, Code: "13");
        }

        order.Refunds.TryAdd(number, amount);
        return new WalletAnswer(WalletState.Done, "50000012" + payment.Number);
    }

    private sealed class Order(long amount, long paysAtMs, long untilMs)
    {
        public long Amount => amount;

        public long PaysAtMs => paysAtMs;

        public long UntilMs => untilMs;

        public bool Paid { get; set; }

        public bool Closed { get; set; }

        public Dictionary<string, long> Refunds { get; } = new(StringComparer.Ordinal);
    }

    private sealed class Way(CardWallet wallet, SimulatedProcess process) : IWallet
    {
        public string Name => "wechat";

        public string NoticeTaken => "";

        public TimeSpan BillAt => TimeSpan.FromHours(10);

        public bool Serves(string merchant) => true;

        public Task<WalletAnswer> PayAsync(WalletPayment payment, Secret<string> code, CancellationToken cancellation) =>
            GoAsync(() => wallet.Take(payment, shown: false));

        public Task<WalletAnswer> ShowAsync(WalletPayment payment, CancellationToken cancellation) =>
            GoAsync(() => wallet.Take(payment, shown: true));

        public Task<WalletAnswer> AskAsync(WalletPayment payment, CancellationToken cancellation) =>
            GoAsync(() =>
                wallet._orders.TryGetValue(payment.Number, out var order)
                    ? wallet.Stands(payment.Number, order)
                    : new WalletAnswer(WalletState.NotThere)
            );

        public Task<WalletAnswer> UndoAsync(WalletPayment payment, CancellationToken cancellation) => GoAsync(() => wallet.Undo(payment));

        public Task<WalletAnswer> RefundAsync(
            WalletPayment payment,
            string refundNumber,
            long amountMinor,
            CancellationToken cancellation
        ) => GoAsync(() => wallet.Refund(payment, refundNumber, amountMinor));

        public Task<IReadOnlyList<WalletBillRow>?> BillAsync(string merchant, DateOnly day, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<WalletBillRow>?>(null);

        public Task RefreshAsync(string merchant, CancellationToken cancellation) => Task.CompletedTask;

        public Task<WalletCheck> CheckAsync(string merchant, CancellationToken cancellation) =>
            Task.FromResult(new WalletCheck(WalletCheckResult.Good, "", 0));

        public Task<WalletNotice?> ReadNoticeAsync(string merchant, Func<string, string?> header, ReadOnlyMemory<byte> body) =>
            Task.FromResult<WalletNotice?>(null);

        private WalletAnswer Unheard =>
            new(wallet.Bug == CardBug.WalletSilenceIsRefusal ? WalletState.Refused : WalletState.Unknown, Code: "05");

        private Task<WalletAnswer> GoAsync(Func<WalletAnswer> book)
        {
            var answer = new TaskCompletionSource<WalletAnswer>();
            var fault = wallet.Step(StepKind.WalletAsk);
            var lost = fault == CardFault.Lost;
            var isLate = fault is CardFault.Late or CardFault.LateAndCancelled;
            if (isLate)
            {
                // It is booked when nobody waits for the answer any more.
                wallet.After(s_patience, "nobody waits", () => process.Post(() => answer.TrySetResult(Unheard)));
            }

            wallet.After(
                isLate ? s_late : s_way,
                "wallet books",
                () =>
                {
                    var said = lost ? null : book();
                    lost |= wallet.Step(StepKind.WalletReply) == CardFault.Lost;
                    wallet.After(
                        lost ? s_patience : s_way,
                        "wallet answers",
                        () => process.Post(() => answer.TrySetResult(lost || said is null ? Unheard : said))
                    );
                }
            );
            return answer.Task;
        }
    }

    private CardBug Bug => world.Bug;

    private CardFault Step(StepKind kind) => world.Step(kind);

    private void After(TimeSpan when, string what, Action action) => world.Scheduler.Outside.After(when, what, action);
}
