using System.Globalization;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Host.Tests.Wallets;
using Guitai.Host.Wallets;
using Guitai.Host.Wallets.Alipay;
using Guitai.Host.Wallets.WeChat;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.KeyStore;
using Guitai.Sandbox.Tests.Wallets;
using Guitai.Sandbox.Wallets;
using Guitai.Sandbox.Wallets.Gateway;

[assembly: AssemblyFixture(typeof(WalletAccounts))]

namespace Guitai.Host.Tests.Wallets;

/// <summary>A store and keys for accounts, once for all tests: making keys takes a while.</summary>
public sealed class WalletAccounts : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("guitai-wallets-");
    private FileKeyStore? _keys;
    private RoleStore? _store;
    private int _merchants;

    public async ValueTask InitializeAsync()
    {
        _keys = (
            await FileKeyStore.CreateAsync(
                Path.Combine(_folder.FullName, "keys.gtks"),
                new CustodianComponent("zhao", Enumerable.Repeat((byte)1, 32).ToArray()),
                new CustodianComponent("qian", Enumerable.Repeat((byte)2, 32).ToArray()),
                System.Security.Cryptography.RandomNumberGenerator.Fill,
                TimeProvider.System,
                new NoAudit()
            )
        ).Store!;
        await _keys.GenerateOwnAsync(WalletBook.SealKey, KeyUse.Storage, "test");
        _store = RoleStore.Open(SqliteEngine.Open(Path.Combine(_folder.FullName, "host.db")), HostDesk.Migrations);
        _store.StartLoop(_ => { });
    }

    public ValueTask DisposeAsync()
    {
        _store?.Dispose();
        _keys?.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    internal WalletBook Open() => new(_store!, _keys!);

    /// <summary>A merchant's number that nobody has.</summary>
    internal string NewMerchant() => $"8983100{Interlocked.Increment(ref _merchants):D8}";

    private sealed class NoAudit : IKeyAudit
    {
        public Task WriteAsync(KeyAuditEntry entry) => Task.CompletedTask;
    }
}

/// <summary>The sandbox's wallets, and the host's that ask them, in one process.</summary>
internal sealed class WalletWorld : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private int _numbers;

    private WalletWorld(WalletAccounts accounts)
    {
        Sandbox = new TestWallets();
        Merchant = accounts.NewMerchant();
        Book = accounts.Open();
        Line = new GatewayHandler(AnswerAsync, Sandbox.Clock);
        _http = new HttpMessageInvoker(Line);
        WeChat = new WeChatWallet(Book, _http, Sandbox.Clock, new SystemRandomness());
        Alipay = new AlipayWallet(Book, _http, Sandbox.Clock);
    }

    public TestWallets Sandbox { get; }
    public string Merchant { get; }
    public WalletBook Book { get; }
    public GatewayHandler Line { get; }
    public WeChatWallet WeChat { get; }
    public AlipayWallet Alipay { get; }

    /// <summary>What was asked so far: method and path.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Changes answers on their way; null leaves them.</summary>
    public Func<GatewayRequest, GatewayAnswer, GatewayAnswer>? Forger { get; set; }

    public static async Task<WalletWorld> OpenAsync(WalletAccounts accounts, bool certified = false)
    {
        var world = new WalletWorld(accounts);
        var key = new Secret<string>(TestWallets.MerchantKey);
        Assert.True((await world.Book.SaveAsync(world.WeChatAccount(), new(key, new(world.Sandbox.WeChat.ApiV3Key)))).Ok);
        Assert.True((await world.Book.SaveAsync(world.AlipayAccount(certified), new(key))).Ok);
        return world;
    }

    public WalletAccount WeChatAccount() =>
        new()
        {
            Merchant = Merchant,
            Wallet = WalletAccount.WeChat,
            Number = Sandbox.WeChat.Mchid,
            AppId = Sandbox.WeChat.AppId,
            Serial = Sandbox.WeChat.SerialNo,
            Gateway = "http://127.0.0.1:9",
            NotifyAddress = "https://host.example/wallets/wechat",
        };

    public WalletAccount AlipayAccount(bool certified) =>
        new()
        {
            Merchant = Merchant,
            Wallet = WalletAccount.Alipay,
            Number = Sandbox.Alipay.SellerId,
            AppId = Sandbox.Alipay.AppId,
            Gateway = "http://127.0.0.1:9/gateway.do",
            NotifyAddress = "https://host.example/wallets/alipay",
            PlatformKey = certified ? "" : Sandbox.Alipay.AlipayPublicKey,
            CertificatePem = certified ? Sandbox.Alipay.AppCertificatePem : "",
            PlatformCertificatePem = certified ? Sandbox.Alipay.AlipayCertificatePem : "",
            RootsPem = certified ? Sandbox.Alipay.RootsPem : "",
        };

    public IWallet Wallet(WalletKind kind) => kind == WalletKind.WeChat ? WeChat : Alipay;

    public WalletPayment Payment(long fen = 1_234, bool shown = false) =>
        new(
            Merchant,
            $"10000001000001{(++_numbers).ToString("D6", CultureInfo.InvariantCulture)}",
            fen,
            "街角小店, 梧桐路",
            "10000001",
            Sandbox.Clock.Ms,
            Sandbox.Clock.Ms + (shown ? 300_000 : 45_000),
            shown
        );

    public Secret<string> Code(WalletKind kind, int customer = TestWallets.Rich) => new(Sandbox.Code(kind, customer));

    public Task<WalletAnswer> PayAsync(WalletKind kind, WalletPayment payment, int customer = TestWallets.Rich) =>
        Wallet(kind).PayAsync(payment, Code(kind, customer), CancellationToken.None);

    public Task<WalletAnswer> AskAsync(WalletKind kind, WalletPayment payment) => Wallet(kind).AskAsync(payment, CancellationToken.None);

    public Task<WalletAnswer> ShowAsync(WalletKind kind, WalletPayment payment) => Wallet(kind).ShowAsync(payment, CancellationToken.None);

    public Task<WalletAnswer> UndoAsync(WalletKind kind, WalletPayment payment) => Wallet(kind).UndoAsync(payment, CancellationToken.None);

    public Task<WalletAnswer> RefundAsync(WalletKind kind, WalletPayment payment, string number, long fen) =>
        Wallet(kind).RefundAsync(payment, number, fen, CancellationToken.None);

    public void Fault(WalletFault fault, WalletOperation? operation = null, int? times = 1) =>
        Sandbox.Wallets.Faults.Add(new WalletFaultRule(fault, Operation: operation, Times: times));

    /// <summary>The payment as the sandbox has it; null when it has none.</summary>
    public KnownOrder? Order(WalletKind kind, WalletPayment payment) =>
        Sandbox.Wallets.Find(kind, kind == WalletKind.WeChat ? Sandbox.WeChat.Mchid : Sandbox.Alipay.AppId, payment.Number);

    /// <summary>What the customer is out of.</summary>
    public long Taken(WalletKind kind, WalletPayment payment) => Order(kind, payment)?.TakenMinor ?? 0;

    /// <summary>A customer scans a shown code and pays.</summary>
    public void PayShown(string code, int customer = TestWallets.Rich)
    {
        var scanned = Sandbox.Wallets.Phone.Scan(customer, code);
        Assert.Null(scanned.Refusal);
        Assert.Null(Sandbox.Wallets.Phone.Pay(customer, scanned.Prompt!.Id, Sandbox.Password(customer)).Refusal);
    }

    /// <summary>A customer enters the password that a till's question waits for.</summary>
    public void EnterPassword(int customer)
    {
        var prompt = Assert.Single(Sandbox.Wallets.Phone.Prompts(customer));
        Assert.Null(Sandbox.Wallets.Phone.Pay(customer, prompt.Id, Sandbox.Password(customer)).Refusal);
    }

    public void Wait(int seconds) => Sandbox.Clock.Advance(TimeSpan.FromSeconds(seconds));

    public void Dispose()
    {
        _http.Dispose();
        Sandbox.Dispose();
    }

    private async Task<GatewayAnswer> AnswerAsync(GatewayRequest request)
    {
        lock (Asked)
        {
            Asked.Add($"{request.Method} {request.Path}");
        }

        var answer = await Sandbox.Wallets.AnswerAsync(request);
        return Forger is null || answer.IsLost ? answer : Forger(request, answer);
    }
}
