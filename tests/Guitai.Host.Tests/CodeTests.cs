using System.Collections.Concurrent;
using System.Text;
using Guitai.Bench.Host;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Foundation.Tests.Store;
using Guitai.Host.Routing;
using Guitai.Host.Wallets;

namespace Guitai.Host.Tests;

public sealed class SqliteCodeTests() : CodeTests((folder, _) => SqliteEngine.Open(Path.Combine(folder, "host.db")));

public sealed class PostgresCodeTests(PostgresCluster cluster)
    : CodeTests((_, n) => PostgresEngine.Open(cluster.NewDatabase($"code{n}"), TimeProvider.System));

/// <summary>Payments by code at the host: a wallet that says what the test says stands where an issuer stands.</summary>
public abstract class CodeTests(Func<string, int, ISqlEngine> open) : HostFixture(open)
{
    private const string Code = "134512345678901234";

    private readonly ScriptedWallet _wallet = new();

    private protected override IIssuerPort Port => new WalletPort(Issuer, [_wallet]);

    [Fact]
    public async Task A_code_that_pays_at_once_is_approved_posted_and_bears_the_wallets_number()
    {
        var terminal = await ConnectAsync();
        _wallet.Says = new WalletAnswer(WalletState.Done, "4200001234");
        var paid = await terminal.AskAsync(ByCode(10_000));
        Assert.Equal(("00", "A40104200001234"), (paid!.Code, paid.Wallet));
        var asked = Assert.Single(_wallet.Asked);
        Assert.Equal(("pay", $"10000001000001{terminal.Trace:D6}", 10_000), (asked.What, asked.Payment.Number, asked.Payment.AmountMinor));
        Assert.Equal(Code, _wallet.Code);
        WalletBooksAre(10_000, -9_962, -38);
        Assert.Empty(Issuer.Asked);
    }

    [Fact]
    public async Task A_customer_who_has_to_enter_a_password_is_waited_for_and_the_terminal_asks_until_there_is_an_end()
    {
        var terminal = await ConnectAsync();
        _wallet.Says = new WalletAnswer(WalletState.Waiting);
        var pending = await terminal.AskAsync(ByCode(10_000));
        var trace = terminal.Trace;
        Assert.Equal(("09", true), (pending!.Code, pending.MacRight));
        Assert.Equal("W", await InquireAsync(terminal, trace));
        await LookAsync(3);
        Assert.Equal("W", await InquireAsync(terminal, trace));
        WalletBooksAre(0, 0, 0);
        _wallet.Says = new WalletAnswer(WalletState.Done, "4200001234");
        await LookAsync(5);
        Assert.Equal("A", await InquireAsync(terminal, trace));
        WalletBooksAre(10_000, -9_962, -38);
        Assert.Equal(0, Host.Authoriser.Waiting);
    }

    [Fact]
    public async Task Who_never_finishes_is_declined_when_the_time_is_over_and_the_wallet_takes_it_back_until_it_says_so()
    {
        var terminal = await ConnectAsync();
        _wallet.Says = new WalletAnswer(WalletState.Waiting);
        _wallet.Undoes = new WalletAnswer(WalletState.Unknown);
        await terminal.AskAsync(ByCode(10_000));
        await LookAsync(50);
        Assert.Equal("D", await InquireAsync(terminal, terminal.Trace));
        await UntilAsync(() => _wallet.Asked.Any(a => a.What == "undo"));
        Assert.Single(Host.Services.Owed.Waiting(5));

        // Not there yet is no end: the question may still arrive.
        _wallet.Undoes = new WalletAnswer(WalletState.NotThere);
        await Host.Authoriser.TellAsync();
        Assert.Single(Host.Services.Owed.Waiting(5));
        _wallet.Undoes = new WalletAnswer(WalletState.Refused);
        await UntilAsync(async () => await Host.Authoriser.TellAsync() >= 0 && Host.Services.Owed.Waiting(5).Count == 0);
        WalletBooksAre(0, 0, 0);
    }

    [Fact]
    public async Task A_shown_code_goes_to_the_terminal_and_is_paid_later()
    {
        var terminal = await ConnectAsync();
        _wallet.Says = new WalletAnswer(WalletState.Waiting, Shown: "weixin://wxpay/bizpayurl?pr=a1B2c3");
        var shown = await terminal.AskAsync(ByCode(10_000) with { Wallet = "A5006wechat" });
        Assert.Equal(("09", "A5034weixin://wxpay/bizpayurl?pr=a1B2c3"), (shown!.Code, shown.Wallet));
        var trace = terminal.Trace;
        Assert.Equal(("show", true), (_wallet.Asked.Single().What, _wallet.Asked.Single().Payment.Shown));
        await LookAsync(100);
        Assert.Equal("W", await InquireAsync(terminal, trace));
        _wallet.Says = new WalletAnswer(WalletState.Done, "4200001234");
        Host.Authoriser.LookSoon(_wallet.Asked[0].Payment.Number);
        await Host.Authoriser.LookAsync();
        Assert.Equal("A", await InquireAsync(terminal, trace));
    }

    [Fact]
    public async Task Given_up_while_it_waits_it_is_undone_and_what_was_paid_meanwhile_is_not_posted()
    {
        var terminal = await ConnectAsync();
        _wallet.Says = new WalletAnswer(WalletState.Waiting);
        var question = ByCode(10_000);
        await terminal.AskAsync(question);
        var trace = terminal.Trace;
        Assert.Equal("00", (await terminal.AskAsync(Reverse(question, trace) with { Wallet = null }))!.Code);
        _wallet.Says = new WalletAnswer(WalletState.Done, "4200001234");
        await LookAsync(5);
        await UntilAsync(() => _wallet.Asked.Any(a => a.What == "undo"));
        Assert.Equal("R", await InquireAsync(terminal, trace));
        WalletBooksAre(0, 0, 0);
    }

    [Fact]
    public async Task Paid_after_it_was_turned_round_it_goes_back_by_itself_and_is_an_alarm()
    {
        var terminal = await ConnectAsync();
        _wallet.Says = new WalletAnswer(WalletState.Waiting, Shown: "weixin://wxpay/bizpayurl?pr=a1B2c3");
        var question = ByCode(10_000) with { Wallet = "A5006wechat" };
        await terminal.AskAsync(question);
        var trace = terminal.Trace;
        _wallet.Undoes = new WalletAnswer(WalletState.Refused);
        Assert.Equal("00", (await terminal.AskAsync(Reverse(question, trace) with { Wallet = null }))!.Code);
        await UntilAsync(async () => await Host.Authoriser.TellAsync() >= 0 && Host.Services.Owed.Waiting(5).Count == 0);
        var number = _wallet.Asked[0].Payment.Number;

        // Told without having been paid, nothing happens.
        await Host.Authoriser.HeardAsync(number);
        Assert.Empty(Host.Services.Owed.Waiting(5));

        _wallet.Says = new WalletAnswer(WalletState.Done, "4200001234");
        var undone = _wallet.Asked.Count(a => a.What == "undo");
        await Host.Authoriser.HeardAsync(number);
        await UntilAsync(async () => await Host.Authoriser.TellAsync() >= 0 && Host.Services.Owed.Waiting(5).Count == 0);
        Assert.True(_wallet.Asked.Count(a => a.What == "undo") > undone);
        Assert.Equal(1, Host.Services.Alarms.Raised);
        WalletBooksAre(0, 0, 0);
    }

    [Fact]
    public async Task A_host_that_was_started_again_goes_on_waiting_for_the_customer()
    {
        var terminal = await ConnectAsync();
        _wallet.Says = new WalletAnswer(WalletState.Waiting);
        await terminal.AskAsync(ByCode(10_000));
        var trace = terminal.Trace;
        Time.Move(TimeSpan.FromSeconds(1));
        await ReopenAsync();
        Assert.Equal(1, Host.Authoriser.Waiting);
        terminal = await ConnectAsync();
        Assert.Equal("W", await InquireAsync(terminal, trace));
        _wallet.Says = new WalletAnswer(WalletState.Done, "4200001234");
        await LookAsync(5);
        Assert.Equal("A", await InquireAsync(terminal, trace));
        WalletBooksAre(10_000, -9_962, -38);
        Assert.DoesNotContain(_wallet.Asked, a => a.What == "undo");
    }

    [Fact]
    public async Task It_is_given_back_in_parts_by_refunds_under_numbers_of_their_own_and_never_by_a_void()
    {
        var terminal = await ConnectAsync();
        _wallet.Says = new WalletAnswer(WalletState.Done, "4200001234");
        var sale = await terminal.AskAsync(ByCode(10_000));
        var trace = terminal.Trace;
        TerminalQuestion Back(long amount) =>
            Refund(amount, 1, trace, sale!.Rrn) with
            {
                Track2 = null,
                Entry = 32,
                Wallet = "A40104200001234",
            };
        Assert.Equal("40", (await terminal.AskAsync(Void(10_000, 1, trace, sale!.Rrn)))!.Code);
        Assert.Equal("00", (await terminal.AskAsync(Back(4_000)))!.Code);
        Assert.Equal("00", (await terminal.AskAsync(Back(6_000)))!.Code);
        Assert.Equal("13", (await terminal.AskAsync(Back(1)))!.Code);
        var refunds = _wallet.Asked.Where(a => a.What == "refund").ToList();
        Assert.Equal([4_000L, 6_000L], refunds.Select(r => r.Minor));
        Assert.Equal(2, refunds.Select(r => r.Number).Distinct().Count());
        Assert.All(refunds, r => Assert.False(r.Payment.Shown));
        Assert.All(refunds, r => Assert.Equal($"10000001000001{trace:D6}", r.Payment.Number));
        WalletBooksAre(0, 38, -38);
    }

    [Fact]
    public async Task What_the_wallet_refuses_is_declined_with_its_code_and_nothing_is_owed()
    {
        var terminal = await ConnectAsync();
        _wallet.Says = new WalletAnswer(WalletState.Refused, Code: "51");
        Assert.Equal("51", (await terminal.AskAsync(ByCode(10_000)))!.Code);
        Assert.Empty(Host.Services.Owed.Waiting(5));
        WalletBooksAre(0, 0, 0);
    }

    [Fact]
    public async Task A_merchant_without_an_account_there_and_what_is_no_code_are_refused_before_anybody_is_asked()
    {
        var terminal = await ConnectAsync();
        Assert.Equal("40", (await terminal.AskAsync(ByCode(10_000) with { Wallet = "A3018281234567890123456" }))!.Code);
        Assert.Equal("30", (await terminal.AskAsync(ByCode(10_000) with { Wallet = "A3018991234567890123456" }))!.Code);
        Assert.Equal("30", (await terminal.AskAsync(ByCode(10_000) with { Wallet = "A3099" }))!.Code);
        Assert.Empty(_wallet.Asked);
    }

    [Fact]
    public async Task A_cards_sale_is_not_given_back_to_nobodys_card()
    {
        var terminal = await ConnectAsync();
        var sale = await terminal.AskAsync(Sale(10_000));
        var back = Refund(4_000, 1, terminal.Trace, sale!.Rrn) with { Track2 = null, Entry = 32, Wallet = "A40104200001234" };
        Assert.Equal("14", (await terminal.AskAsync(back))!.Code);
    }

    [Fact]
    public async Task The_customers_code_stands_in_no_row()
    {
        var terminal = await ConnectAsync();
        _wallet.Says = new WalletAnswer(WalletState.Done, "4200001234");
        var paid = await terminal.AskAsync(ByCode(10_000));
        var (card, message) = Store.Read(c =>
            Dapper.SqlMapper.QuerySingle<(string, byte[])>(
                c,
                "SELECT card, message FROM host_intent WHERE rrn = @rrn",
                new { rrn = long.Parse(paid!.Rrn, null) }
            )
        );
        Assert.Equal("1345**************", card);
        Assert.DoesNotContain(Code, Encoding.Latin1.GetString(message), StringComparison.Ordinal);
    }

    private static TerminalQuestion ByCode(long amount) => Sale(amount, track: null) with { Entry = 32, Wallet = $"A3018{Code}" };

    private static async Task<string> InquireAsync(VirtualTerminal terminal, int trace)
    {
        var answer = await terminal.AskAsync(new TerminalQuestion(820, 0) { Network = 990, Original = $"{1:D6}{trace:D6}" });
        return Encoding.ASCII.GetString(answer!.Data)[..1];
    }

    // As many seconds go by, and the host's round comes by meanwhile.
    private async Task LookAsync(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            Time.Move(TimeSpan.FromSeconds(1));
            await Host.Authoriser.LookAsync();
        }
    }

    private void WalletBooksAre(long wallet, long payable, long fee)
    {
        Assert.Equal((wallet, payable, fee), (Balance("issuer.wechat"), Balance("payable"), Balance("fee")));
        Assert.All(Store.Read(Verify.HostVerify.Prove), p => Assert.True(p.Ok, $"{p.Name}: {p.Detail}"));
    }

    private sealed record Call(string What, WalletPayment Payment, string Number = "", long Minor = 0);

    private sealed class ScriptedWallet : IWallet
    {
        private readonly ConcurrentQueue<Call> _asked = new();

        public WalletAnswer Says { get; set; } = new(WalletState.Waiting);

        public WalletAnswer Undoes { get; set; } = new(WalletState.Refused);

        public string Code { get; private set; } = "";

        public IReadOnlyList<Call> Asked => [.. _asked];

        public string Name => "wechat";

        public string NoticeTaken => "";

        public TimeSpan BillAt => TimeSpan.FromHours(10);

        public bool Serves(string merchant) => merchant == MerchantNumber;

        public Task<WalletAnswer> PayAsync(WalletPayment payment, Secret<string> code, CancellationToken cancellation)
        {
            Code = code.Reveal();
            return Take(new Call("pay", payment), Says);
        }

        public Task<WalletAnswer> ShowAsync(WalletPayment payment, CancellationToken cancellation) => Take(new Call("show", payment), Says);

        public Task<WalletAnswer> AskAsync(WalletPayment payment, CancellationToken cancellation) => Take(new Call("ask", payment), Says);

        public Task<WalletAnswer> UndoAsync(WalletPayment payment, CancellationToken cancellation) =>
            Take(new Call("undo", payment), Undoes);

        public Task<WalletAnswer> RefundAsync(
            WalletPayment payment,
            string refundNumber,
            long amountMinor,
            CancellationToken cancellation
        ) => Take(new Call("refund", payment, refundNumber, amountMinor), new WalletAnswer(WalletState.Done, "5000001234"));

        public Task<IReadOnlyList<WalletBillRow>?> BillAsync(string merchant, DateOnly day, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<WalletBillRow>?>(null);

        public Task RefreshAsync(string merchant, CancellationToken cancellation) => Task.CompletedTask;

        public Task<WalletCheck> CheckAsync(string merchant, CancellationToken cancellation) =>
            Task.FromResult(new WalletCheck(WalletCheckResult.Good, "", 0));

        public Task<WalletNotice?> ReadNoticeAsync(string merchant, Func<string, string?> header, ReadOnlyMemory<byte> body) =>
            Task.FromResult<WalletNotice?>(null);

        private Task<WalletAnswer> Take(Call call, WalletAnswer answer)
        {
            _asked.Enqueue(call);
            return Task.FromResult(answer);
        }
    }
}
