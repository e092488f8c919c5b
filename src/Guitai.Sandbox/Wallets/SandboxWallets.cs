using System.Text;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Wallets.Alipay;
using Guitai.Sandbox.Wallets.Books;
using Guitai.Sandbox.Wallets.Bureau;
using Guitai.Sandbox.Wallets.Codes;
using Guitai.Sandbox.Wallets.Crypto;
using Guitai.Sandbox.Wallets.Gateway;
using Guitai.Sandbox.Wallets.Phone;
using Guitai.Sandbox.Wallets.WeChat;

namespace Guitai.Sandbox.Wallets;

/// <summary>
/// WeChat Pay and Alipay as a merchant meets them: gateways that check what the real ones check, books that forget nothing they confirmed, callbacks, bills, and the
/// customers' phones. It shares no code with the host. Nothing here has a socket or a clock of its own: see <see cref="GatewayListener"/> and
/// <see cref="GatewayHandler"/>.
/// </summary>
public sealed class SandboxWallets : IDisposable
{
    private readonly WalletBooks _books;
    private readonly TimeProvider _time;
    private readonly WalletAuthority _authority;
    private readonly PlatformCertificates _weChat;
    private readonly PlatformCertificates _alipay;
    private readonly RsaKey _alipayPlain;
    private readonly WeChatGateway _weChatGateway;
    private readonly AlipayGateway _alipayGateway;

    private SandboxWallets(
        WalletProfile profile,
        IWalletFiles files,
        WalletBooks books,
        BookState state,
        TimeProvider time,
        RandomFill random,
        HttpMessageHandler callbacks
    )
    {
        Profile = profile;
        _books = books;
        _time = time;
        _authority = new WalletAuthority(profile, time, random);
        _weChat = new PlatformCertificates(WalletKind.WeChat, _authority, files);
        _alipay = new PlatformCertificates(WalletKind.Alipay, _authority, files);
        _alipayPlain = new RsaKey(profile.AlipayPlainKey);
        Merchants = new MerchantBureau(_authority, _weChat, _alipay, _alipayPlain, files, random);
        Codes = state.Codes;
        _weChatGateway = new WeChatGateway(Merchants, books, _weChat, profile.Rules, Faults, time, random);
        var weChatCallbacks = new WeChatCallbacks(Merchants, books, _weChat, random);
        var alipayKeys = new AlipayKeys(_alipayPlain, _alipay);
        _alipayGateway = new AlipayGateway(Merchants, books, alipayKeys, _authority.Roots, profile.Rules, Faults, time, random);
        var notices = new AlipayNotices(Merchants, books, alipayKeys);
        Callbacks = new CallbackCourier(books, Faults, time, callbacks, wallet => wallet == WalletKind.WeChat ? weChatCallbacks : notices);
        Phone = new CustomerPhone(books, Merchants, time);
        _weChatGateway.CallFirst = Callbacks.DeliverNowAsync;
        _alipayGateway.CallFirst = Callbacks.DeliverNowAsync;
    }

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Keys and rules.</summary>
    public WalletProfile Profile { get; }

    /// <summary>Makes merchants.</summary>
    public MerchantBureau Merchants { get; }

    /// <summary>Makes and reads payment codes.</summary>
    public PaymentCodes Codes { get; }

    /// <summary>The customers' phones.</summary>
    public CustomerPhone Phone { get; }

    /// <summary>What goes wrong on demand.</summary>
    public WalletFaults Faults { get; } = new();

    /// <summary>Brings callbacks to merchants; somebody has to run it.</summary>
    public CallbackCourier Callbacks { get; }

    /// <summary>Opens the wallets, and makes what is not there yet. The books come back as the journal has them.</summary>
    /// <param name="files">Where they are kept.</param>
    /// <param name="callbacks">The line by which callbacks leave; not disposed.</param>
    /// <param name="profile">Keys and rules when there are none yet; null makes new ones.</param>
    /// <exception cref="InvalidDataException">What is kept is damaged.</exception>
    /// <exception cref="IOException">It cannot be written, or another process has it.</exception>
    public static SandboxWallets Open(
        IWalletFiles files,
        TimeProvider time,
        RandomFill random,
        HttpMessageHandler callbacks,
        WalletProfile? profile = null
    )
    {
        ArgumentNullException.ThrowIfNull(files);
        var kept = files.Read("wallets.json") is { } text ? WalletProfile.Read(text) : null;
        if (kept is null)
        {
            kept = profile ?? WalletProfile.Create(time, random);
            files.Write("wallets.json", kept.ToJson());
        }

        var state = new BookState(kept.Rules, new PaymentCodes(kept), new Customers(Convert.FromHexString(kept.CustomerKey)));
        var books = WalletBooks.Open(files.OpenJournal(), state);
        try
        {
            return new SandboxWallets(kept, files, books, state, time, random, callbacks);
        }
        catch
        {
            books.Dispose();
            throw;
        }
    }

    /// <summary>Answers one request to either gateway, by its path.</summary>
    public Task<GatewayAnswer> AnswerAsync(GatewayRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Path is AlipayGateway.Path or AlipayGateway.BillPath
            ? _alipayGateway.AnswerAsync(request)
            : _weChatGateway.AnswerAsync(request);
    }

    /// <summary>Whether today's bills are there before the day is over.</summary>
    public bool EarlyBills
    {
        get => _alipayGateway.Bills.Early;
        set => _alipayGateway.Bills.Early = _weChatGateway.Bills.Early = value;
    }

    /// <summary>Changes the certificates that a wallet signs with.</summary>
    public void Rotate(WalletKind wallet, RotationStep step) => (wallet == WalletKind.WeChat ? _weChat : _alipay).Rotate(step);

    /// <summary>The certificates that a wallet signs with and those that can be fetched.</summary>
    public IReadOnlyList<PlatformCertificate> Certificates(WalletKind wallet) => (wallet == WalletKind.WeChat ? _weChat : _alipay).Known;

    /// <summary>An order as the books have it; null when there is none.</summary>
    /// <param name="merchant">mchid, or app_id.</param>
    public KnownOrder? Find(WalletKind wallet, string merchant, string outTradeNo) =>
        _books.Do(b => b.Find(new OrderKey(wallet, merchant, outTradeNo), NowMs)) is { } order ? KnownOrder.Of(order) : null;

    /// <summary>All orders, for whoever proves that each customer paid once or not at all.</summary>
    public IReadOnlyList<KnownOrder> All() => _books.Do(b => b.Orders.Keys.ToList().Select(k => KnownOrder.Of(b.Find(k, NowMs)!)).ToList());

    /// <summary>What a merchant's bill of a day has to add up to.</summary>
    public WalletDay Day(WalletKind wallet, string merchant, DateOnly day)
    {
        var rows = _books.Do(b => b.Bill(wallet, merchant, day.DayNumber));
        var paid = rows.Where(r => r.Kind == BillKind.Paid).ToList();
        return new WalletDay(
            wallet,
            merchant,
            day,
            paid.Count,
            paid.Sum(r => r.AmountMinor),
            rows.Count - paid.Count,
            rows.Where(r => r.Kind != BillKind.Paid).Sum(r => r.AmountMinor),
            rows.Sum(r => r.FeeMinor)
        );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Callbacks.Dispose();
        Merchants.Dispose();
        _weChat.Dispose();
        _alipay.Dispose();
        _alipayPlain.Dispose();
        _authority.Dispose();
        _books.Dispose();
    }
}
