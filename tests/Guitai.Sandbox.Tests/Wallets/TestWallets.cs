using System.Net;
using System.Security.Cryptography;
using Guitai.Sandbox.Wallets;
using Guitai.Sandbox.Wallets.Bureau;
using Guitai.Sandbox.Wallets.Gateway;

namespace Guitai.Sandbox.Tests.Wallets;

/// <summary>A clock that stands until it is set forward; timers are the system's.</summary>
internal sealed class StandingClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 3, 5, 12, 0, 0, TimeSpan.FromHours(8));

    public long Ms => _now.ToUnixTimeMilliseconds();

    public void Advance(TimeSpan by) => _now += by;

    public void Set(DateTimeOffset now) => _now = now;

    public override DateTimeOffset GetUtcNow() => _now.ToUniversalTime();
}

/// <summary>Wallets in memory with one merchant each; may be killed and started again. What they tell by themselves is caught.</summary>
internal sealed class TestWallets : IDisposable
{
    /// <summary>Plenty of money, and no end of payments without password.</summary>
    public const int Rich = 100;

    public const string Shop = "拐角有光 梧桐路店";

    public const int Plain = 1;
    public const int Poor = 2;
    public const int Empty = 3;
    public const int Careful = 4;
    public const int Offline = 5;

    private static readonly Lazy<WalletProfile> s_profile = new(() =>
        WalletProfile.Create(new StandingClock(), RandomNumberGenerator.Fill)
    );
    private static readonly Lazy<(string Private, string Public)> s_merchantKey = new(() =>
    {
        using var rsa = RSA.Create(2048);
        return (rsa.ExportPkcs8PrivateKeyPem(), rsa.ExportSubjectPublicKeyInfoPem());
    });

    // Keys take a while: all worlds have the same.
    private static readonly Lazy<WalletMemory> s_model = new(() =>
    {
        var model = new WalletMemory();
        using var caught = new CaughtCallbacks();
        using var wallets = SandboxWallets.Open(model, new StandingClock(), new Random(3).NextBytes, caught, s_profile.Value);
        wallets.Merchants.EnrolWeChat(Shop, s_merchantKey.Value.Public);
        wallets.Merchants.EnrolAlipay(Shop, s_merchantKey.Value.Public);
        return model;
    });

    private readonly Random _random = new(11);
    private readonly WalletMemory _files;
    private int _codes;

    public TestWallets(WalletRules? rules = null, WalletMemory? files = null)
    {
        _files = files ?? new WalletMemory(s_model.Value);
        Profile = s_profile.Value with { Rules = rules ?? new WalletRules() };
        if (files is null)
        {
            _files.Write("wallets.json", Profile.ToJson());
        }

        Wallets = null!;
        Start();
    }

    public StandingClock Clock { get; } = new();
    public WalletProfile Profile { get; }
    public SandboxWallets Wallets { get; private set; }
    public WeChatEnrolment WeChat => field ??= Wallets.Merchants.EnrolWeChat(Shop, s_merchantKey.Value.Public);
    public AlipayEnrolment Alipay => field ??= Wallets.Merchants.EnrolAlipay(Shop, s_merchantKey.Value.Public);
    public WalletMemory Files => _files;
    public CaughtCallbacks Caught { get; } = new();

    public static string MerchantKey => s_merchantKey.Value.Private;
    public static string MerchantPublicKey => s_merchantKey.Value.Public;

    public WeChatClient WeChatClient() => new(this);

    public AlipayClient AlipayClient(bool certified = false) => new(this, certified);

    public long Money(int customer, WalletKind wallet) =>
        wallet == WalletKind.WeChat ? Wallets.Phone.Find(customer)!.WeChatMinor : Wallets.Phone.Find(customer)!.AlipayMinor;

    public string Password(int customer) => Wallets.Phone.Find(customer)!.Password;

    /// <summary>A code that a customer's phone shows now.</summary>
    public string Code(WalletKind wallet, int customer = Rich) => Wallets.Codes.Make(wallet, customer, Clock.Ms, _codes++ % 1000);

    public void Start() => Wallets = SandboxWallets.Open(_files, Clock, _random.NextBytes, Caught, Profile);

    /// <summary>The process dies: nothing is closed, and another one begins on what was written.</summary>
    public void Kill() => Start();

    public void Dispose()
    {
        Wallets.Dispose();
        Caught.Dispose();
    }
}

/// <summary>Where callbacks arrive.</summary>
internal sealed class CaughtCallbacks : HttpMessageHandler
{
    public List<(string Url, Dictionary<string, string> Headers, byte[] Body)> Messages { get; } = [];

    /// <summary>What the merchant says; by default that it knows.</summary>
    public Func<HttpResponseMessage> Answer { get; set; } =
        () => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("success") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        Messages.Add((request.RequestUri!.ToString(), request.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value)), body));
        return Answer();
    }
}
