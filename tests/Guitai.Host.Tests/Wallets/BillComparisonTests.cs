using System.Globalization;
using Dapper;
using Guitai.Bench.Host;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Foundation.Tests.Store;
using Guitai.Host.Routing;
using Guitai.Host.Wallets;
using Guitai.Host.Wallets.Alipay;
using Guitai.Host.Wallets.Bills;
using Guitai.Host.Wallets.WeChat;
using Guitai.Sandbox.Tests.Wallets;
using Guitai.Sandbox.Wallets;
using Guitai.Sandbox.Wallets.Gateway;

namespace Guitai.Host.Tests.Wallets;

public sealed class SqliteBillComparisonTests() : BillComparisonTests((folder, _) => SqliteEngine.Open(Path.Combine(folder, "host.db")));

public sealed class PostgresBillComparisonTests(PostgresCluster cluster)
    : BillComparisonTests((_, number) => PostgresEngine.Open(cluster.NewDatabase($"bills{number}"), TimeProvider.System));

/// <summary>The sandbox's bills against the host's postings: what a terminal paid and gave back agrees, and every way of differing is found by its cause.</summary>
public abstract class BillComparisonTests(Func<string, int, ISqlEngine> open) : HostFixture(open)
{
    private readonly TestWallets _sandbox = new();
    private HttpMessageInvoker? _http;
    private WalletPort? _port;

    private protected override IIssuerPort Port => _port ??= MakePort();

    [Theory]
    [InlineData("wechat", WalletKind.WeChat)]
    [InlineData("alipay", WalletKind.Alipay)]
    public async Task A_day_of_payments_refunds_and_reversals_agrees_and_is_fetched_once_after_the_wallets_hour(
        string wallet,
        WalletKind kind
    )
    {
        await DayAsync(kind);
        await RunAsync();
        MoveTo(hour: 10, minute: 0);
        await RunAsync();
        Assert.DoesNotContain(Host.Bills.Newest(100), b => b.Day == 20261121);
        MoveTo(hour: 10, minute: 20);
        await RunAsync();
        var bill = Assert.Single(Host.Bills.Newest(100), b => b.Wallet == wallet && b.Day == 20261121);
        Assert.Empty(bill.Differences);
        Assert.Equal((5, 17_000, 4_000), (bill.Lines, bill.PaidMinor, bill.BackMinor));
        Assert.Equal(0, await RunAsync());
        Assert.Empty(Alarms());
    }

    [Theory]
    [InlineData("wechat", WalletKind.WeChat, WalletFault.BillMissingRow, BillCause.MissingAtWallet)]
    [InlineData("wechat", WalletKind.WeChat, WalletFault.BillExtraRow, BillCause.UnknownOrder)]
    [InlineData("wechat", WalletKind.WeChat, WalletFault.BillOtherAmount, BillCause.Amount)]
    [InlineData("wechat", WalletKind.WeChat, WalletFault.BillOtherFee, BillCause.Fee)]
    [InlineData("alipay", WalletKind.Alipay, WalletFault.BillMissingRow, BillCause.MissingAtWallet)]
    [InlineData("alipay", WalletKind.Alipay, WalletFault.BillExtraRow, BillCause.UnknownOrder)]
    [InlineData("alipay", WalletKind.Alipay, WalletFault.BillOtherAmount, BillCause.Amount)]
    [InlineData("alipay", WalletKind.Alipay, WalletFault.BillOtherFee, BillCause.Fee)]
    public async Task A_bill_that_differs_is_found_with_its_cause_raises_an_alarm_and_agrees_when_it_is_fetched_again(
        string wallet,
        WalletKind kind,
        WalletFault fault,
        BillCause cause
    )
    {
        await DayAsync(kind);
        MoveTo(hour: 10, minute: 20);
        _sandbox.Wallets.Faults.Add(new WalletFaultRule(fault, Wallet: kind, Operation: WalletOperation.Bill, Times: null));
        await RunAsync();
        var bill = Bill(wallet);
        var difference = Assert.Single(bill.Differences, d => d.Cause != BillCause.Fee || cause == BillCause.Fee);
        Assert.Equal(cause, difference.Cause);
        Assert.Equal(
            cause == BillCause.MissingAtWallet ? 0
                : cause == BillCause.UnknownOrder ? 8_888
                : difference.OursMinor + 1,
            difference.TheirsMinor
        );
        Assert.Equal("wallet.bill-differs", Assert.Single(Alarms()));

        _sandbox.Wallets.Faults.Clear();
        var account = Host.Services.Accounts.Find(MerchantNumber, wallet)!.Value.Account;
        Assert.True((await Host.Bills.FetchAsync(account, new DateOnly(2026, 11, 21), null, CancellationToken.None)).Ok);
        Assert.Empty(Bill(wallet).Differences);
    }

    [Theory]
    [InlineData("wechat", WalletKind.WeChat)]
    [InlineData("alipay", WalletKind.Alipay)]
    public async Task What_the_wallet_took_and_nobody_here_knows_of_is_missing_here(string wallet, WalletKind kind)
    {
        // Approved at the wallet and declined here, and the reversal that is owed was lost with its row.
        var terminal = await ConnectAsync();
        var sale = await terminal.AskAsync(ByCode(5_000, kind));
        Assert.Equal("00", sale!.Code);
        Assert.Equal("00", (await terminal.AskAsync(Back(2_000, terminal.Trace, sale)))!.Code);
        var rrn = long.Parse(sale.Rrn, CultureInfo.InvariantCulture);
        await Store.WriteAsync(
            new Write().Upsert(HostTables.Outcome, rrn, 2, "68", "", Time.GetUtcNow().ToUnixTimeMilliseconds(), null, null, null, "")
        );
        MoveTo(hour: 10, minute: 20);
        await RunAsync();
        var difference = Assert.Single(Bill(wallet).Differences);
        Assert.Equal((BillCause.MissingHere, 5_000, 0), (difference.Cause, difference.TheirsMinor, difference.OursMinor));
        Assert.Equal(rrn, difference.Rrn);
    }

    [Fact]
    public async Task A_bill_that_does_not_come_is_asked_for_again_and_after_a_day_somebody_hears_of_it()
    {
        await DayAsync(WalletKind.WeChat);
        _sandbox.Wallets.Faults.Add(
            new WalletFaultRule(WalletFault.AnswerLost, Wallet: WalletKind.WeChat, Operation: WalletOperation.Bill)
        );
        MoveTo(hour: 10, minute: 20);
        await RunAsync();
        Assert.DoesNotContain(Host.Bills.Newest(100), b => b.Wallet == "wechat");
        Assert.Empty(Alarms());
        MoveTo(hour: 34, minute: 30);
        await RunAsync();
        await UntilAsync(() => Alarms().Contains("wallet.bill-missing"));
        _sandbox.Wallets.Faults.Clear();
        MoveTo(hour: 34, minute: 41);
        await RunAsync();
        Assert.Empty(Bill("wechat").Differences);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _http?.Dispose();
        _sandbox.Dispose();
        GC.SuppressFinalize(this);
    }

    // Three payments, a part given back, and one taken back whole.
    private async Task DayAsync(WalletKind kind)
    {
        var terminal = await ConnectAsync();
        Assert.Equal("00", (await terminal.AskAsync(ByCode(10_000, kind)))!.Code);
        var sale = await terminal.AskAsync(ByCode(5_000, kind));
        Assert.Equal("00", (await terminal.AskAsync(Back(2_000, terminal.Trace, sale!)))!.Code);
        var undone = ByCode(2_000, kind);
        Assert.Equal("00", (await terminal.AskAsync(undone))!.Code);
        Pass(TimeSpan.FromSeconds(20));
        Assert.Equal("00", (await terminal.AskAsync(Reverse(undone, terminal.Trace) with { Wallet = null }))!.Code);
        await UntilAsync(() => Host.Services.Owed.Waiting(10).Count == 0);
    }

    private TerminalQuestion ByCode(long amount, WalletKind kind) =>
        Sale(amount, track: null) with
        {
            Entry = 32,
            Wallet = $"A3018{_sandbox.Code(kind, TestWallets.Rich)}",
        };

    private static TerminalQuestion Back(long amount, int trace, TerminalReply sale) =>
        Refund(amount, 1, trace, sale.Rrn) with
        {
            Track2 = null,
            Entry = 32,
            Wallet = sale.Wallet,
        };

    private ComparedBill Bill(string wallet) => Assert.Single(Host.Bills.Newest(100), b => b.Wallet == wallet && b.Day == 20261121);

    private string[] Alarms() => [.. Store.Read(c => c.Query<string>("SELECT kind FROM host_alarm ORDER BY at_ms"))];

    private Task<int> RunAsync() => Host.Bills.RunAsync(CancellationToken.None);

    private void Pass(TimeSpan by)
    {
        Time.Move(by);
        _sandbox.Clock.Set(Time.GetUtcNow());
    }

    // Hours and minutes after the midnight in China that ends the day of the payments.
    private void MoveTo(int hour, int minute) =>
        Pass(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.FromHours(8)).AddHours(hour).AddMinutes(minute) - Time.GetUtcNow());

    private WalletPort MakePort()
    {
        _sandbox.Clock.Set(Time.GetUtcNow());
        var book = new WalletBook(Store, Keys);
        _http = new HttpMessageInvoker(new GatewayHandler(_sandbox.Wallets.AnswerAsync, Time));
        var key = new Secret<string>(TestWallets.MerchantKey);
        var account = new WalletAccount
        {
            Merchant = MerchantNumber,
            Wallet = WalletAccount.WeChat,
            Number = _sandbox.WeChat.Mchid,
            AppId = _sandbox.WeChat.AppId,
            Serial = _sandbox.WeChat.SerialNo,
            Gateway = "http://127.0.0.1:9",
            FeePpm = 6_000,
        };
        var alipay = account with
        {
            Wallet = WalletAccount.Alipay,
            Number = _sandbox.Alipay.SellerId,
            AppId = _sandbox.Alipay.AppId,
            Serial = "",
            Gateway = "http://127.0.0.1:9/gateway.do",
            PlatformKey = _sandbox.Alipay.AlipayPublicKey,
        };
        Assert.True(book.SaveAsync(account, new(key, new(_sandbox.WeChat.ApiV3Key))).GetAwaiter().GetResult().Ok);
        Assert.True(book.SaveAsync(alipay, new(key)).GetAwaiter().GetResult().Ok);
        return new WalletPort(Issuer, [new WeChatWallet(book, _http, Time, new SystemRandomness()), new AlipayWallet(book, _http, Time)]);
    }
}
