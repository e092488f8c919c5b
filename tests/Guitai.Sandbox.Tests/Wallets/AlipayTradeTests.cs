using Guitai.Sandbox.Wallets;

namespace Guitai.Sandbox.Tests.Wallets;

/// <summary>Trades at Alipay, in plain-key and in certificate mode.</summary>
public sealed class AlipayTradeTests : IDisposable
{
    private readonly TestWallets _world = new();
    private readonly AlipayClient _client;

    public AlipayTradeTests() => _client = _world.AlipayClient();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_small_sum_is_paid_at_once_and_the_query_says_the_same(bool certified)
    {
        var client = _world.AlipayClient(certified);
        var paid = await client.PayAsync("T1", "23.80");
        Assert.Equal(("10000", "23.80", 28), (paid.Code, paid["total_amount"], paid["trade_no"]!.Length));
        Assert.StartsWith("2088", paid["buyer_user_id"]!, StringComparison.Ordinal);
        Assert.Equal("2026-03-05 12:00:00", paid["gmt_payment"]);
        var asked = await client.QueryAsync("T1");
        Assert.Equal(("TRADE_SUCCESS", paid["trade_no"]), (asked["trade_status"], asked["trade_no"]));
        Assert.Equal(certified, paid.CertificateNumber is not null);
    }

    [Fact]
    public async Task Asked_again_what_is_paid_is_said_to_be_paid_and_another_content_is_refused()
    {
        var code = _world.Code(WalletKind.Alipay, TestWallets.Plain);
        await _client.PayAsync("T1", "1.00", code);
        Assert.Equal("ACQ.TRADE_HAS_SUCCESS", (await _client.PayAsync("T1", "1.00", code)).SubCode);
        Assert.Equal("ACQ.CONTEXT_INCONSISTENT", (await _client.PayAsync("T1", "1.01", code)).SubCode);
        Assert.Equal("ACQ.PAYMENT_AUTH_CODE_INVALID", (await _client.PayAsync("T2", "1.00", code)).SubCode);
        Assert.Equal(80_000 - 100, _world.Money(TestWallets.Plain, WalletKind.Alipay));
    }

    [Fact]
    public async Task Above_a_thousand_yuan_the_phone_asks_for_the_password()
    {
        var asked = await _client.PayAsync("T1", "1000.01");
        Assert.Equal("10003", asked.Code);
        Assert.Equal("WAIT_BUYER_PAY", (await _client.QueryAsync("T1"))["trade_status"]);
        var prompt = Assert.Single(_world.Wallets.Phone.Prompts(TestWallets.Rich));
        _world.Wallets.Phone.Pay(TestWallets.Rich, prompt.Id, _world.Password(TestWallets.Rich));
        Assert.Equal("TRADE_SUCCESS", (await _client.QueryAsync("T1"))["trade_status"]);
    }

    [Fact]
    public async Task Who_has_not_enough_or_refuses_has_not_paid()
    {
        Assert.Equal("ACQ.BUYER_BALANCE_NOT_ENOUGH", (await _client.PayAsync("T1", "8.89", TestWallets.Poor)).SubCode);
        var code = _world.Code(WalletKind.Alipay, TestWallets.Careful);
        Assert.Equal("10003", (await _client.PayAsync("T2", "1", code)).Code);
        _world.Wallets.Phone.Refuse(TestWallets.Careful, _world.Wallets.Phone.Prompts(TestWallets.Careful)[0].Id);
        Assert.Equal("TRADE_CLOSED", (await _client.QueryAsync("T2"))["trade_status"]);
        Assert.Equal("ACQ.PAYMENT_FAIL", (await _client.PayAsync("T2", "1", code)).SubCode);
    }

    [Fact]
    public async Task A_code_that_is_used_old_or_anothers_is_invalid()
    {
        var code = _world.Code(WalletKind.Alipay);
        _world.Clock.Advance(TimeSpan.FromSeconds(66));
        Assert.Equal("ACQ.PAYMENT_AUTH_CODE_INVALID", (await _client.PayAsync("T1", "1", code)).SubCode);
        Assert.Equal("ACQ.PAYMENT_AUTH_CODE_INVALID", (await _client.PayAsync("T1", "1", _world.Code(WalletKind.WeChat))).SubCode);
        Assert.Equal("ACQ.PAYMENT_AUTH_CODE_INVALID", (await _client.PayAsync("T1", "1", "281234567890123456")).SubCode);
        Assert.Equal("ACQ.TRADE_NOT_EXIST", (await _client.QueryAsync("T1")).SubCode);
    }

    [Fact]
    public async Task A_shown_code_is_no_trade_until_somebody_scans_it()
    {
        var url = (await _client.PrecreateAsync("T1", "12.00"))["qr_code"]!;
        Assert.StartsWith("https://qr.alipay.com/bax", url, StringComparison.Ordinal);
        Assert.Equal("ACQ.TRADE_NOT_EXIST", (await _client.QueryAsync("T1")).SubCode);
        Assert.Equal("ACQ.TRADE_NOT_EXIST", (await _client.CloseAsync("T1")).SubCode);
        var prompt = _world.Wallets.Phone.Scan(TestWallets.Plain, url).Prompt!;
        Assert.Equal("WAIT_BUYER_PAY", (await _client.QueryAsync("T1"))["trade_status"]);
        _world.Wallets.Phone.Pay(TestWallets.Plain, prompt.Id, _world.Password(TestWallets.Plain));
        Assert.Equal("TRADE_SUCCESS", (await _client.QueryAsync("T1"))["trade_status"]);
        Assert.Equal("ACQ.TRADE_STATUS_ERROR", (await _client.CloseAsync("T1")).SubCode);
        Assert.Equal("ACQ.TRADE_HAS_SUCCESS", (await _client.PrecreateAsync("T1", "12.00")).SubCode);
    }

    [Fact]
    public async Task A_shown_code_ends_when_its_time_is_over_or_when_it_is_cancelled()
    {
        var url = (await _client.PrecreateAsync("T1", "12.00", express: "5m"))["qr_code"]!;
        _world.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("phone.is-closed", _world.Wallets.Phone.Scan(TestWallets.Plain, url).Refusal);
        var other = (await _client.PrecreateAsync("T2", "12.00"))["qr_code"]!;
        Assert.Equal("close", (await _client.CancelAsync("T2"))["action"]);
        Assert.Equal("phone.is-closed", _world.Wallets.Phone.Scan(TestWallets.Plain, other).Refusal);
        Assert.Equal("ACQ.TRADE_HAS_CLOSE", (await _client.PrecreateAsync("T2", "12.00")).SubCode);
        Assert.Equal("ACQ.INVALID_PARAMETER", (await _client.PrecreateAsync("T3", "12.00", express: "5x")).SubCode);
    }

    [Fact]
    public async Task A_trade_that_was_scanned_can_be_closed()
    {
        var url = (await _client.PrecreateAsync("T1", "12.00"))["qr_code"]!;
        _world.Wallets.Phone.Scan(TestWallets.Plain, url);
        Assert.Equal("10000", (await _client.CloseAsync("T1")).Code);
        Assert.Equal("TRADE_CLOSED", (await _client.QueryAsync("T1"))["trade_status"]);
        Assert.Equal("ACQ.REASON_TRADE_STATUS_INVALID", (await _client.CloseAsync("T1")).SubCode);
    }

    [Fact]
    public async Task A_cancel_gives_back_what_was_paid_once()
    {
        await _client.PayAsync("T1", "5.00", TestWallets.Plain);
        for (var i = 0; i < 3; i++)
        {
            var answer = await _client.CancelAsync("T1");
            Assert.Equal(("10000", "refund", "N"), (answer.Code, answer["action"], answer["retry_flag"]));
        }

        Assert.Equal("TRADE_CLOSED", (await _client.QueryAsync("T1"))["trade_status"]);
        Assert.Equal(80_000, _world.Money(TestWallets.Plain, WalletKind.Alipay));
    }

    [Fact]
    public async Task A_cancel_of_what_nobody_knows_succeeds_without_an_action()
    {
        var answer = await _client.CancelAsync("T9");
        Assert.Equal(("10000", null, "N"), (answer.Code, answer["action"], answer["retry_flag"]));
    }

    [Fact]
    public async Task A_cancel_comes_within_a_day()
    {
        await _client.PayAsync("T1", "5.00");
        _world.Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));
        Assert.Equal("ACQ.TRADE_CANCEL_TIME_OUT", (await _client.CancelAsync("T1")).SubCode);
    }

    [Fact]
    public async Task A_trade_is_given_back_in_parts_and_never_more_than_was_paid()
    {
        await _client.PayAsync("T1", "10.00", TestWallets.Plain);
        var first = await _client.RefundAsync("T1", "3.00", "R1");
        Assert.Equal(("Y", "3.00"), (first["fund_change"], first["refund_fee"]));
        var again = await _client.RefundAsync("T1", "3.00", "R1");
        Assert.Equal(("N", "3.00"), (again["fund_change"], again["refund_fee"]));
        Assert.Equal("ACQ.DISCORDANT_REPEAT_REQUEST", (await _client.RefundAsync("T1", "3.01", "R1")).SubCode);
        Assert.Equal("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", (await _client.RefundAsync("T1", "7.01", "R2")).SubCode);
        Assert.Equal("ACQ.INVALID_PARAMETER", (await _client.RefundAsync("T1", "7.00")).SubCode);
        Assert.Equal("TRADE_SUCCESS", (await _client.QueryAsync("T1"))["trade_status"]);
        Assert.Equal("10.00", (await _client.RefundAsync("T1", "7.00", "R2"))["refund_fee"]);
        Assert.Equal("TRADE_CLOSED", (await _client.QueryAsync("T1"))["trade_status"]);
        Assert.Equal(80_000, _world.Money(TestWallets.Plain, WalletKind.Alipay));
        Assert.Equal("REFUND_SUCCESS", (await _client.RefundQueryAsync("T1", "R2"))["refund_status"]);
        var none = await _client.RefundQueryAsync("T1", "R3");
        Assert.Equal(("10000", null), (none.Code, none["refund_status"]));
        Assert.Equal("ACQ.TRADE_STATUS_ERROR", (await _client.CancelAsync("T1")).SubCode);
    }

    [Fact]
    public async Task The_whole_is_given_back_without_a_number_of_its_own()
    {
        await _client.PayAsync("T1", "10.00", TestWallets.Plain);
        Assert.Equal("Y", (await _client.RefundAsync("T1", "10.00"))["fund_change"]);
        Assert.Equal("N", (await _client.RefundAsync("T1", "10.00"))["fund_change"]);
        Assert.Equal("ACQ.TRADE_NOT_EXIST", (await _client.RefundAsync("T9", "1.00", "R")).SubCode);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.00")]
    [InlineData("-1.00")]
    [InlineData("1.001")]
    [InlineData("01.00")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e2")]
    [InlineData("100000000.01")]
    [InlineData("")]
    public async Task An_amount_that_is_none_is_refused(string yuan)
    {
        Assert.Equal("ACQ.INVALID_PARAMETER", (await _client.PayAsync("T1", yuan)).SubCode);
        Assert.Empty(_world.Wallets.All());
    }
}
