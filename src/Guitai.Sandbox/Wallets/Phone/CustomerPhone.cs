using System.Collections.Concurrent;
using Guitai.Sandbox.Wallets.Alipay;
using Guitai.Sandbox.Wallets.Books;
using Guitai.Sandbox.Wallets.Bureau;
using Guitai.Sandbox.Wallets.Codes;
using Guitai.Sandbox.Wallets.WeChat;

namespace Guitai.Sandbox.Wallets.Phone;

/// <summary>A customer with a phone.</summary>
/// <param name="Index">Who.</param>
/// <param name="Trait">What they were made for.</param>
/// <param name="Password">Six digits; the same for both wallets.</param>
/// <param name="WeChatMinor">Money at WeChat Pay.</param>
/// <param name="AlipayMinor">Money at Alipay.</param>
/// <param name="AlwaysAsk">Wants the password for the smallest sum.</param>
/// <param name="Online">Whether the phone has network.</param>
public sealed record PhoneCustomer(
    int Index,
    string Name,
    CustomerTrait Trait,
    string Password,
    long WeChatMinor,
    long AlipayMinor,
    bool AlwaysAsk,
    bool Online
);

/// <summary>What to change about a customer; null leaves it.</summary>
public sealed record CustomerChange(long? WeChatMinor = null, long? AlipayMinor = null, bool? AlwaysAsk = null, bool? Online = null);

/// <summary>A code on the phone's screen.</summary>
/// <param name="Code">Its digits.</param>
/// <param name="UntilMs">Good until then, Unix milliseconds.</param>
public sealed record ShownCode(WalletKind Wallet, string Code, long UntilMs);

/// <summary>What the phone asks its owner to pay.</summary>
/// <param name="Id">The wallet's number of the trade.</param>
/// <param name="Way">Whether a till read the phone's code, or the phone the shop's.</param>
/// <param name="UntilMs">When it gives up; null when it does not.</param>
public sealed record PhonePrompt(
    string Id,
    WalletKind Wallet,
    OrderWay Way,
    string Merchant,
    string Description,
    long AmountMinor,
    long? UntilMs
);

/// <summary>A part that came back.</summary>
public sealed record PhoneRefund(long AmountMinor, long AtMs, bool Reversal);

/// <summary>Something that was paid.</summary>
public sealed record PhonePayment(
    string Id,
    WalletKind Wallet,
    string Merchant,
    string Description,
    long AmountMinor,
    long PaidMs,
    IReadOnlyList<PhoneRefund> Refunds
);

/// <summary>A shop's code that can be scanned now.</summary>
/// <param name="Text">What the code says.</param>
public sealed record OpenCode(WalletKind Wallet, string Text, string Merchant, string Description, long AmountMinor, long UntilMs);

/// <summary>What became of something that was done with a phone: <c>Refusal</c> is null when it was done.</summary>
public sealed record PhoneOutcome(string? Refusal, PhonePrompt? Prompt = null, PhonePayment? Payment = null);

/// <summary>The card behind a UnionPay code, as the card issuer knows it.</summary>
/// <param name="Customer">Whose phone showed the code.</param>
/// <param name="CardIndex">The card's place in its program.</param>
public sealed record UnionPayCode(int Customer, int CardIndex);

/// <summary>What customers do with their phones: show codes, scan the shop's, type the password, refuse.</summary>
public sealed partial class CustomerPhone
{
    /// <summary>A customer's UnionPay card: the plain cards of a program begin here.</summary>
    public const int FirstCard = 1_000;

    private const int MostHistory = 50;

    private readonly WalletBooks _books;
    private readonly MerchantBureau _bureau;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<(int Customer, string Reference), PhonePrompt> _unionPay = new();
    private int _counter;

    internal CustomerPhone(WalletBooks books, MerchantBureau bureau, TimeProvider time)
    {
        _books = books;
        _bureau = bureau;
        _time = time;
    }

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Where the phones' UnionPay app pays shops' codes; null while there is none.</summary>
    public IUnionPayNetwork? Network { get; set; }

    /// <summary>The customers that have a name.</summary>
    public IReadOnlyList<PhoneCustomer> All() => _books.Do(b => Enumerable.Range(0, Customers.Named).Select(i => Look(b, i)).ToList());

    /// <summary>A customer; null when there is none.</summary>
    public PhoneCustomer? Find(int customer) => Customers.Exists(customer) ? _books.Do(b => Look(b, customer)) : null;

    /// <summary>Changes a customer; null when there is none. The change survives a restart.</summary>
    public PhoneCustomer? Change(int customer, CustomerChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Customers.Exists(customer)
            ? _books.Do(b =>
            {
                var now = b.Customers[customer];
                b.Happen(
                    new CustomerChanged(
                        customer,
                        [change.WeChatMinor ?? now.BalanceMinor[0], change.AlipayMinor ?? now.BalanceMinor[1]],
                        change.AlwaysAsk ?? now.AlwaysAsk,
                        change.Online ?? now.Online
                    )
                );
                return Look(b, customer);
            })
            : null;
    }

    /// <summary>A new code; it needs no network.</summary>
    public ShownCode? Show(int customer, WalletKind wallet)
    {
        if (!Customers.Exists(customer) || !Enum.IsDefined(wallet))
        {
            return null;
        }

        var now = NowMs;
        var counter = (Interlocked.Increment(ref _counter) & int.MaxValue) % 1000;
        return _books.Do(b => new ShownCode(wallet, b.Codes.Make(wallet, customer, now, counter), now + BookState.Ms(b.Rules.CodeLife)));
    }

    /// <summary>What the phone asks for now; nothing while it has no network.</summary>
    public IReadOnlyList<PhonePrompt> Prompts(int customer) =>
        Customers.Exists(customer)
            ? _books.Do(b =>
                b.Customers[customer].Online
                    ? b.AskedOf(customer)
                        .Select(k => b.Find(k, NowMs)!)
                        .Where(o => o is { State: OrderState.Asked, Stuck: false })
                        .OrderBy(o => o.AskedMs)
                        .Select(o => Prompt(b, o))
                        .Concat(UnionPayPrompts(customer))
                        .ToList()
                    : []
            )
            : [];

    /// <summary>Reads a shop's code: the phone then asks for the password.</summary>
    public PhoneOutcome Scan(int customer, string text)
    {
        if (!Customers.Exists(customer))
        {
            return new PhoneOutcome("phone.no-such-customer");
        }

        if (ScannedCode.Read(text) is not { } code)
        {
            return new PhoneOutcome("phone.no-code");
        }

        return _books.Do(b =>
        {
            if (!b.Customers[customer].Online)
            {
                return new PhoneOutcome("phone.no-network");
            }

            if (code is { Wallet: WalletKind.UnionPay, ShownId: { } reference, AmountMinor: { } amountMinor } && Network is { } network)
            {
                return ScanUnionPay(network, customer, reference, code.Merchant ?? "", amountMinor);
            }

            if (code.ShownId is null || code.Wallet == WalletKind.UnionPay)
            {
                return new PhoneOutcome(
                    "phone.not-payable-here",
                    new PhonePrompt("", WalletKind.UnionPay, OrderWay.Shown, code.Merchant ?? "", "", code.AmountMinor ?? 0, null)
                );
            }

            switch (b.FindShown(code.ShownId, NowMs))
            {
                case { } order when order.Key.Wallet != code.Wallet:
                case null:
                    return new PhoneOutcome("phone.unknown-code");
                case { State: OrderState.Paid }:
                    return new PhoneOutcome("phone.is-paid");
                case { IsOver: true }:
                    return new PhoneOutcome("phone.is-closed");
                case { State: OrderState.Asked, Customer: { } other } when other != customer:
                    return new PhoneOutcome("phone.other-pays");
                case { State: OrderState.Asked } again:
                    return new PhoneOutcome(null, Prompt(b, again));
                case var order:
                    b.Happen(new OrderScanned(order.Key, customer, NowMs));
                    return new PhoneOutcome(null, Prompt(b, b.Find(order.Key, NowMs)!));
            }
        });
    }

    /// <summary>Pays what the phone asks for.</summary>
    public PhoneOutcome Pay(int customer, string id, string password) =>
        _unionPay.TryGetValue((customer, id), out var prompt)
            ? PayUnionPay(customer, prompt, password)
            : Asked(
                customer,
                id,
                (b, order) =>
                {
                    if (password != b.Customers.Password(customer))
                    {
                        return new PhoneOutcome("phone.wrong-password", Prompt(b, order));
                    }

                    if (b.Customers[customer].BalanceMinor[(int)order.Key.Wallet] < order.AmountMinor)
                    {
                        // A shop's code may be paid by somebody else; a code of one's own has failed.
                        b.Happen(
                            order.Way == OrderWay.Code ? new OrderFailed(order.Key, PayFailure.NoMoney, NowMs) : new OrderLeft(order.Key)
                        );
                        return new PhoneOutcome("phone.no-money");
                    }

                    b.Happen(new OrderPaid(order.Key, customer, NowMs));
                    return new PhoneOutcome(null, null, Payment(b, b.Find(order.Key, NowMs)!));
                }
            );

    /// <summary>Does not pay what the phone asks for.</summary>
    public PhoneOutcome Refuse(int customer, string id) =>
        _unionPay.TryRemove((customer, id), out _)
            ? new PhoneOutcome(null)
            : Asked(
                customer,
                id,
                (b, order) =>
                {
                    b.Happen(order.Way == OrderWay.Code ? new OrderFailed(order.Key, PayFailure.Refused, NowMs) : new OrderLeft(order.Key));
                    return new PhoneOutcome(null);
                }
            );

    /// <summary>What was paid, the newest first, with what came back.</summary>
    public IReadOnlyList<PhonePayment> History(int customer) =>
        _books.Do(b =>
            b.OfCustomer(customer)
                .Reverse()
                .Take(MostHistory)
                .Select(k => Payment(b, b.Find(k, NowMs)!))
                .OrderByDescending(p => p.PaidMs)
                .ToList()
        );

    /// <summary>Shops' codes that can be scanned now, the newest first.</summary>
    public IReadOnlyList<OpenCode> Open() =>
        _books.Do(b =>
            b.Open.Select(k => b.Find(k, NowMs)!)
                .Where(o => o.State == OrderState.Waiting)
                .OrderByDescending(o => o.MadeMs)
                .Select(o => new OpenCode(
                    o.Key.Wallet,
                    (o.Key.Wallet == WalletKind.WeChat ? WeChatPayments.ShownBeginning : AlipayTrades.ShownBeginning) + o.ShownId,
                    MerchantName(o),
                    o.Description,
                    o.AmountMinor,
                    o.ExpireMs!.Value
                ))
                .Concat(
                    (Network?.Orders() ?? []).Select(o => new OpenCode(
                        WalletKind.UnionPay,
                        o.Text,
                        o.Merchant,
                        "",
                        o.AmountMinor,
                        o.UntilMs
                    ))
                )
                .ToList()
        );

    /// <summary>Whose card a UnionPay code stands for; null when no phone of this sandbox showed it within its time.</summary>
    public UnionPayCode? TryResolve(string code) =>
        Resolve(code) is { } read ? new UnionPayCode(read.Customer, FirstCard + read.Customer) : null;

    /// <summary>Uses a UnionPay code up: once, for one purpose; the same purpose again is the same use.</summary>
    /// <param name="purpose">What for: the issuer's name of the transaction.</param>
    /// <returns>Whose card; null when it is nobody's, has run out or was used for something else.</returns>
    public UnionPayCode? TryUse(string code, string purpose)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        if (_books.Do(b => b.Codes.Read(code, NowMs)) is not { Wallet: WalletKind.UnionPay } read)
        {
            return null;
        }

        return _books.Do(b =>
        {
            if (b.UsedFor(read.Mark) is { } used)
            {
                return used == purpose;
            }

            if (Resolve(code) is null)
            {
                return false;
            }

            b.Happen(new CodeUsed(read.Mark, purpose, NowMs));
            return true;
        })
            ? new UnionPayCode(read.Customer, FirstCard + read.Customer)
            : null;
    }

    /// <summary>Whose card a UnionPay code stood for, whether it is still good or not; null when no phone of this sandbox made it.</summary>
    public UnionPayCode? WhoseWas(string code) =>
        _books.Do(b => b.Codes.Read(code, NowMs) is { Wallet: WalletKind.UnionPay } read && Customers.Exists(read.Customer) ? read : null)
            is { } made
            ? new UnionPayCode(made.Customer, FirstCard + made.Customer)
            : null;

    private PaymentCode? Resolve(string code) =>
        _books.Do(b =>
            b.Codes.Read(code, NowMs) is { Wallet: WalletKind.UnionPay } read
            && Customers.Exists(read.Customer)
            && NowMs - read.ShownMs < BookState.Ms(b.Rules.CodeLife) + PaymentCodes.SlotMs
                ? read
                : null
        );

    private PhoneOutcome Asked(int customer, string id, Func<BookState, WalletOrder, PhoneOutcome> deed) =>
        !Customers.Exists(customer)
            ? new PhoneOutcome("phone.no-such-customer")
            : _books.Do(b =>
                !b.Customers[customer].Online ? new PhoneOutcome("phone.no-network")
                : b.FindTransaction(id, NowMs) is { State: OrderState.Asked, Stuck: false } order && order.Customer == customer
                    ? deed(b, order)
                : new PhoneOutcome("phone.no-prompt")
            );

    private static PhoneCustomer Look(BookState books, int index)
    {
        var customer = books.Customers[index];
        return new PhoneCustomer(
            index,
            Customers.Name(index),
            Customers.Trait(index),
            books.Customers.Password(index),
            customer.BalanceMinor[0],
            customer.BalanceMinor[1],
            customer.AlwaysAsk,
            customer.Online
        );
    }

    private PhonePrompt Prompt(BookState books, WalletOrder order) =>
        new(
            order.TransactionId,
            order.Key.Wallet,
            order.Way,
            MerchantName(order),
            order.Description,
            order.AmountMinor,
            order.Way == OrderWay.Code ? order.AskedMs + BookState.Ms(books.Rules.PromptLife) : order.ExpireMs
        );

    private PhonePayment Payment(BookState books, WalletOrder order) =>
        new(
            order.TransactionId,
            order.Key.Wallet,
            MerchantName(order),
            order.Description,
            order.AmountMinor,
            order.PaidMs!.Value,
            [.. order.Refunds.Select(r => new PhoneRefund(r.AmountMinor, r.AtMs, r.Reversal))]
        );

    private string MerchantName(WalletOrder order) =>
        _bureau.Find(order.Key.Wallet, order.Key.Merchant)?.Merchant.Name ?? order.Key.Merchant;
}
