using Guitai.Sandbox.Wallets.Codes;

namespace Guitai.Sandbox.Wallets.Books;

/// <summary>
/// The wallets' books in memory: orders, customers' money, used codes, what has to be told, what has to be billed. <see cref="Apply"/> is the one way by which
/// anything changes. Only <see cref="WalletBooks"/> holds one, under its lock.
/// </summary>
internal sealed class BookState(WalletRules rules, PaymentCodes codes, Customers customers)
{
    private readonly Dictionary<OrderKey, WalletOrder> _orders = [];
    private readonly Dictionary<string, OrderKey> _byTransaction = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OrderKey> _byShown = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Merchant, string OutRefundNo), OrderKey> _byRefund = [];
    private readonly Dictionary<int, List<OrderKey>> _byCustomer = [];
    private readonly Dictionary<int, HashSet<OrderKey>> _asked = [];
    private readonly HashSet<OrderKey> _open = [];
    private readonly Dictionary<long, string> _usedCodes = [];
    private readonly Queue<(long ShownMs, long Mark)> _usedInOrder = new();
    private readonly BillBook _bills = new();

    public WalletRules Rules => rules;
    public PaymentCodes Codes => codes;
    public Customers Customers => customers;
    public CallbackBook Callbacks { get; } = new();
    public IReadOnlyDictionary<OrderKey, WalletOrder> Orders => _orders;

    /// <summary>Notes what happened, beside <see cref="Apply"/>; null while the journal is read.</summary>
    public Action<WalletEvent>? Note { get; set; }

    /// <summary>Counts everything that was ever given a number.</summary>
    public long Numbers { get; private set; }

    /// <summary>Lets it happen, and notes it.</summary>
    public void Happen(WalletEvent happened)
    {
        Apply(happened);
        Note?.Invoke(happened);
    }

    /// <summary>The order of that name as it stands at this moment: what has run out has run out.</summary>
    public WalletOrder? Find(OrderKey key, long nowMs)
    {
        if (!_orders.TryGetValue(key, out var order))
        {
            return null;
        }

        if (order is { Way: OrderWay.Code, State: OrderState.Asked, Stuck: false } && nowMs >= order.AskedMs + Ms(rules.PromptLife))
        {
            Happen(new OrderFailed(key, PayFailure.TimedOut, order.AskedMs!.Value + Ms(rules.PromptLife)));
        }
        else if (order is { Way: OrderWay.Shown, State: OrderState.Waiting or OrderState.Asked } && nowMs >= order.ExpireMs)
        {
            Happen(new OrderEnded(key, OrderState.Closed, order.ExpireMs!.Value));
        }

        return _orders[key];
    }

    public WalletOrder? FindTransaction(string id, long nowMs) => _byTransaction.TryGetValue(id, out var key) ? Find(key, nowMs) : null;

    public WalletOrder? FindShown(string id, long nowMs) => _byShown.TryGetValue(id, out var key) ? Find(key, nowMs) : null;

    public WalletOrder? FindRefund(WalletKind wallet, string merchant, string outRefundNo, long nowMs) =>
        _byRefund.TryGetValue((merchant, outRefundNo), out var key) && key.Wallet == wallet ? Find(key, nowMs) : null;

    public IEnumerable<OrderKey> OfCustomer(int customer) => _byCustomer.TryGetValue(customer, out var keys) ? keys : [];

    /// <summary>What a customer's phone asks for now.</summary>
    public IReadOnlyList<OrderKey> AskedOf(int customer) => _asked.TryGetValue(customer, out var keys) ? [.. keys] : [];

    /// <summary>Shop's codes that can be scanned.</summary>
    public IReadOnlyList<OrderKey> Open => [.. _open];

    /// <summary>For what a payment code was used; null when it was not.</summary>
    public string? UsedFor(long mark) => _usedCodes.GetValueOrDefault(mark);

    /// <summary>A day's rows, in the order in which they happened.</summary>
    public IReadOnlyList<BillRow> Bill(WalletKind wallet, string merchant, int day) =>
        [
            .. _bills
                .Of(wallet, merchant, day)
                .Select(row => Row(_orders[row.Key], row.OutRefundNo is { } refund ? _orders[row.Key].Refund(refund) : null))
                .OrderBy(r => r.AtMs),
        ];

    public void Apply(WalletEvent happened)
    {
        switch (happened)
        {
            case OrderOpened opened:
                Begin(opened);
                break;
            case OrderScanned scanned:
                Replace(
                    _orders[scanned.Key] with
                    {
                        State = OrderState.Asked,
                        Scanned = true,
                        Customer = scanned.Customer,
                        AskedMs = scanned.AtMs,
                    }
                );
                break;
            case OrderLeft left:
                Replace(_orders[left.Key] with { State = OrderState.Waiting, Customer = null, AskedMs = null });
                break;
            case OrderPaid paid:
                Replace(_orders[paid.Key] with { State = OrderState.Paid, Customer = paid.Customer, PaidMs = paid.AtMs });
                Paid(_orders[paid.Key]);
                break;
            case OrderFailed failed:
                Replace(_orders[failed.Key] with { State = OrderState.Failed, Failure = failed.Failure, EndedMs = failed.AtMs });
                break;
            case OrderEnded ended:
                Replace(_orders[ended.Key] with { State = ended.State, EndedMs = ended.AtMs });
                if (ended.Back is { } back)
                {
                    GiveBack(ended.Key, back);
                }

                break;
            case RefundMade refund:
                GiveBack(refund.Key, refund.Refund);
                break;
            case CustomerChanged changed:
                var customer = customers[changed.Customer];
                changed.BalanceMinor.CopyTo(customer.BalanceMinor, 0);
                (customer.AlwaysAsk, customer.Online) = (changed.AlwaysAsk, changed.Online);
                break;
            case CodeUsed used:
                Use(used.Mark, used.Purpose, used.ShownMs);
                break;
            case CallbackTried tried:
                Callbacks.Tried(tried);
                break;
            default:
                throw new InvalidOperationException($"Nobody knows what {happened.GetType().Name} does.");
        }
    }

    private void Begin(OrderOpened opened)
    {
        var order = opened.Order;
        Numbers++;
        _orders.Add(order.Key, order);
        _byTransaction[order.TransactionId] = order.Key;
        if (order.ShownId is { } shown)
        {
            _byShown[shown] = order.Key;
        }

        if (opened.CodeMark is { } mark)
        {
            Use(mark, order.TransactionId, order.MadeMs);
        }

        Keep(order);
        if (order.State == OrderState.Paid)
        {
            Paid(order);
        }
    }

    private void Replace(WalletOrder order)
    {
        if (_orders[order.Key].Customer is { } before && _asked.TryGetValue(before, out var asked))
        {
            asked.Remove(order.Key);
        }

        _open.Remove(order.Key);
        _orders[order.Key] = order;
        Keep(order);
    }

    // The small sets by which phones find what concerns them.
    private void Keep(WalletOrder order)
    {
        if (order.State == OrderState.Asked)
        {
            if (!_asked.TryGetValue(order.Customer!.Value, out var asked))
            {
                _asked[order.Customer.Value] = asked = [];
            }

            asked.Add(order.Key);
        }
        else if (order.State == OrderState.Waiting)
        {
            _open.Add(order.Key);
        }
    }

    private void Paid(WalletOrder order)
    {
        var customer = customers[order.Customer!.Value];
        customer.BalanceMinor[(int)order.Key.Wallet] -= order.AmountMinor;
        if (order.Free)
        {
            customer.CountFree(order.Key.Wallet, Beijing.Day(order.PaidMs!.Value));
        }

        if (!_byCustomer.TryGetValue(customer.Index, out var keys))
        {
            _byCustomer[customer.Index] = keys = [];
        }

        keys.Add(order.Key);
        _bills.Add(order.Key, outRefundNo: null, order.PaidMs!.Value);
        if (order.NotifyUrl is { } url)
        {
            Callbacks.Add(
                new PendingCallback(
                    $"{order.TransactionId}-P",
                    order.Key,
                    OutRefundNo: null,
                    url,
                    order.PaidMs.Value,
                    order.PaidMs.Value,
                    0
                )
            );
        }
    }

    private void GiveBack(OrderKey key, WalletRefund refund)
    {
        var order = _orders[key];
        Numbers++;
        _orders[key] = order with { Refunds = [.. order.Refunds, refund], RefundedMinor = order.RefundedMinor + refund.AmountMinor };
        customers[order.Customer!.Value].BalanceMinor[(int)key.Wallet] += refund.AmountMinor;
        _byRefund.TryAdd((key.Merchant, refund.OutRefundNo), key);
        _bills.Add(key, refund.OutRefundNo, refund.AtMs);

        // Alipay says what became of a trade where it said that it was paid.
        if ((key.Wallet == WalletKind.Alipay && !refund.Reversal ? order.NotifyUrl : refund.NotifyUrl) is { } url)
        {
            Callbacks.Add(new PendingCallback($"{refund.RefundId}-R", key, refund.OutRefundNo, url, refund.AtMs, refund.DoneMs, 0));
        }
    }

    private void Use(long mark, string purpose, long atMs)
    {
        _usedCodes[mark] = purpose;
        _usedInOrder.Enqueue((atMs, mark));

        // A code that has run out is refused for that; nobody has to know any more that it was used.
        while (_usedInOrder.TryPeek(out var oldest) && oldest.ShownMs < atMs - 10 * Ms(rules.CodeLife))
        {
            _usedInOrder.Dequeue();
            _usedCodes.Remove(oldest.Mark);
        }
    }

    private BillRow Row(WalletOrder order, WalletRefund? refund)
    {
        if (refund is null)
        {
            return new BillRow(
                BillKind.Paid,
                order,
                null,
                order.PaidMs!.Value,
                order.AmountMinor,
                Yuan.Fee(order.AmountMinor, rules.FeeBasisPoints)
            );
        }

        // What is left has its fee; the rest comes back with the refund, so that a payment given back whole has cost nothing.
        var before = order.Refunds.TakeWhile(r => r != refund).Sum(r => r.AmountMinor);
        var left = order.AmountMinor - before;
        var fee = Yuan.Fee(left - refund.AmountMinor, rules.FeeBasisPoints) - Yuan.Fee(left, rules.FeeBasisPoints);
        return new BillRow(refund.Reversal ? BillKind.Revoked : BillKind.Refunded, order, refund, refund.AtMs, refund.AmountMinor, fee);
    }

    internal static long Ms(TimeSpan span) => (long)span.TotalMilliseconds;
}
