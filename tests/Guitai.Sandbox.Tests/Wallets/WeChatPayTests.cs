using Guitai.Sandbox.Wallets;

namespace Guitai.Sandbox.Tests.Wallets;

/// <summary>A customer's code at WeChat Pay: paid, asked for, refused, taken back.</summary>
public sealed class WeChatPayTests : IDisposable
{
    private readonly TestWallets _world = new();
    private readonly WeChatClient _client;

    public WeChatPayTests() => _client = _world.WeChatClient();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_small_sum_is_paid_at_once_and_the_query_says_the_same()
    {
        var paid = await _client.PayAsync("T0000001", 2_380);
        Assert.Equal((200, "SUCCESS", "MICROPAY"), (paid.Status, paid["trade_state"], paid["trade_type"]));
        Assert.Equal(28, paid["transaction_id"]!.Length);
        Assert.Equal("2026-03-05T12:00:00+08:00", paid["success_time"]);
        Assert.Equal(2_380, paid.Json!["amount"]!["total"]!.GetValue<long>());
        Assert.Equal(28, paid.Json["payer"]!["openid"]!.GetValue<string>().Length);
        var asked = await _client.QueryAsync("T0000001");
        Assert.Equal(paid.Json.ToJsonString(), asked.Json!.ToJsonString());
        var byNumber = await _client.GetAsync($"/v3/pay/transactions/id/{paid["transaction_id"]}?mchid={_client.Mchid}");
        Assert.Equal(paid.Json.ToJsonString(), byNumber.Json!.ToJsonString());
    }

    [Fact]
    public async Task The_same_question_again_is_the_same_payment_and_another_content_is_refused()
    {
        var before = _world.Money(TestWallets.Plain, WalletKind.WeChat);
        var code = _world.Code(WalletKind.WeChat, TestWallets.Plain);
        var first = await _client.PayAsync("T0000001", 100, code);
        var again = await _client.PayAsync("T0000001", 100, code);
        Assert.Equal(first["transaction_id"], again["transaction_id"]);
        Assert.Equal("OUT_TRADE_NO_USED", (await _client.PayAsync("T0000001", 101, code)).Code);
        Assert.Equal("OUT_TRADE_NO_USED", (await _client.PayAsync("T0000001", 100, _world.Code(WalletKind.WeChat))).Code);
        Assert.Equal(before - 100, _world.Money(TestWallets.Plain, WalletKind.WeChat));
    }

    [Fact]
    public async Task Above_a_thousand_yuan_the_phone_asks_for_the_password()
    {
        Assert.Equal("SUCCESS", (await _client.PayAsync("T0000001", 100_000))["trade_state"]);
        var asked = await _client.PayAsync("T0000002", 100_001);
        Assert.Equal((202, "USERPAYING"), (asked.Status, asked.Code));
        Assert.Equal("USERPAYING", (await _client.QueryAsync("T0000002"))["trade_state"]);
        var prompt = Assert.Single(_world.Wallets.Phone.Prompts(TestWallets.Rich));
        Assert.Equal((100_001, "拐角有光 梧桐路店"), (prompt.AmountMinor, prompt.Merchant));
        Assert.Equal("phone.wrong-password", _world.Wallets.Phone.Pay(TestWallets.Rich, prompt.Id, "000000x").Refusal);
        Assert.Null(_world.Wallets.Phone.Pay(TestWallets.Rich, prompt.Id, _world.Password(TestWallets.Rich)).Refusal);
        Assert.Equal("SUCCESS", (await _client.QueryAsync("T0000002"))["trade_state"]);
        Assert.Empty(_world.Wallets.Phone.Prompts(TestWallets.Rich));
    }

    [Fact]
    public async Task After_ten_payments_without_password_on_one_day_the_phone_asks_until_midnight()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("SUCCESS", (await _client.PayAsync($"T000000{i}", 1, TestWallets.Plain))["trade_state"]);
        }

        Assert.Equal("USERPAYING", (await _client.PayAsync("T0000010", 1, TestWallets.Plain)).Code);
        _world.Clock.Advance(TimeSpan.FromHours(12));
        Assert.Equal("SUCCESS", (await _client.PayAsync("T0000011", 1, TestWallets.Plain))["trade_state"]);
    }

    [Fact]
    public async Task Who_always_wants_the_password_is_always_asked()
    {
        Assert.Equal("USERPAYING", (await _client.PayAsync("T0000001", 1, TestWallets.Careful)).Code);
    }

    [Fact]
    public async Task A_customer_who_refuses_has_not_paid_and_never_will()
    {
        await _client.PayAsync("T0000001", 1, TestWallets.Careful);
        var prompt = Assert.Single(_world.Wallets.Phone.Prompts(TestWallets.Careful));
        Assert.Null(_world.Wallets.Phone.Refuse(TestWallets.Careful, prompt.Id).Refusal);
        Assert.Equal("PAYERROR", (await _client.QueryAsync("T0000001"))["trade_state"]);
        Assert.Equal(
            "phone.no-prompt",
            _world.Wallets.Phone.Pay(TestWallets.Careful, prompt.Id, _world.Password(TestWallets.Careful)).Refusal
        );
    }

    [Fact]
    public async Task A_password_that_does_not_come_in_time_ends_the_payment()
    {
        await _client.PayAsync("T0000001", 1, TestWallets.Careful);
        _world.Clock.Advance(TimeSpan.FromMinutes(3) - TimeSpan.FromSeconds(1));
        Assert.Equal("USERPAYING", (await _client.QueryAsync("T0000001"))["trade_state"]);
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("PAYERROR", (await _client.QueryAsync("T0000001"))["trade_state"]);
        Assert.Empty(_world.Wallets.Phone.Prompts(TestWallets.Careful));
    }

    [Fact]
    public async Task A_phone_without_network_can_show_a_code_but_is_never_asked()
    {
        Assert.Equal("SUCCESS", (await _client.PayAsync("T0000001", 1, TestWallets.Offline))["trade_state"]);
        Assert.Equal("USERPAYING", (await _client.PayAsync("T0000002", 110_000, TestWallets.Offline)).Code);
        Assert.Empty(_world.Wallets.Phone.Prompts(TestWallets.Offline));
        _world.Wallets.Phone.Change(TestWallets.Offline, new(Online: true));
        Assert.Single(_world.Wallets.Phone.Prompts(TestWallets.Offline));
    }

    [Fact]
    public async Task Who_has_not_enough_is_told_so_and_the_number_is_spent()
    {
        var code = _world.Code(WalletKind.WeChat, TestWallets.Poor);
        var answer = await _client.PayAsync("T0000001", 889, code);
        Assert.Equal((403, "NOT_ENOUGH"), (answer.Status, answer.Code));
        Assert.Equal("NOT_ENOUGH", (await _client.PayAsync("T0000001", 889, code)).Code);
        Assert.Equal("PAYERROR", (await _client.QueryAsync("T0000001"))["trade_state"]);
        Assert.Equal("SUCCESS", (await _client.PayAsync("T0000002", 888, TestWallets.Poor))["trade_state"]);
        Assert.Equal("NOT_ENOUGH", (await _client.PayAsync("T0000003", 1, TestWallets.Empty)).Code);
    }

    [Fact]
    public async Task A_code_is_good_once()
    {
        var code = _world.Code(WalletKind.WeChat);
        await _client.PayAsync("T0000001", 1, code);
        Assert.Equal("AUTH_CODE_ERROR", (await _client.PayAsync("T0000002", 1, code)).Code);
        Assert.Equal("ORDER_NOT_EXIST", (await _client.QueryAsync("T0000002")).Code);
    }

    [Fact]
    public async Task A_code_is_good_for_a_minute()
    {
        var early = _world.Code(WalletKind.WeChat);
        var late = _world.Code(WalletKind.WeChat);
        _world.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("SUCCESS", (await _client.PayAsync("T0000001", 1, early))["trade_state"]);
        _world.Clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal("AUTH_CODE_EXPIRED", (await _client.PayAsync("T0000002", 1, late)).Code);
    }

    [Theory]
    [InlineData("134567890123456789")]
    [InlineData("284567890123456789")]
    [InlineData("1345678901234567")]
    [InlineData("62345678901234567")]
    [InlineData("13456789012345678x")]
    public async Task A_code_that_no_phone_showed_is_none(string code) =>
        Assert.Equal("AUTH_CODE_INVALID", (await _client.PayAsync("T0000001", 1, code)).Code);

    [Fact]
    public async Task A_code_of_the_other_wallet_is_none() =>
        Assert.Equal("AUTH_CODE_INVALID", (await _client.PayAsync("T0000001", 1, _world.Code(WalletKind.Alipay))).Code);

    [Fact]
    public async Task A_reversal_gives_back_what_was_paid_once_and_only_after_fifteen_seconds()
    {
        var before = _world.Money(TestWallets.Plain, WalletKind.WeChat);
        await _client.PayAsync("T0000001", 500, TestWallets.Plain);
        _world.Clock.Advance(TimeSpan.FromSeconds(14));
        Assert.Equal("INVALID_REQUEST", (await _client.ReverseAsync("T0000001")).Code);
        Assert.Equal(before - 500, _world.Money(TestWallets.Plain, WalletKind.WeChat));
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 3; i++)
        {
            var answer = await _client.ReverseAsync("T0000001");
            Assert.Equal((200, "T0000001"), (answer.Status, answer["out_trade_no"]));
        }

        Assert.Equal("REVOKED", (await _client.QueryAsync("T0000001"))["trade_state"]);
        Assert.Equal(before, _world.Money(TestWallets.Plain, WalletKind.WeChat));
        Assert.Equal("INVALID_REQUEST", (await _client.RefundAsync("T0000001", "R1", 1, 500)).Code);
    }

    [Fact]
    public async Task A_reversed_payment_cannot_be_paid_any_more()
    {
        var code = _world.Code(WalletKind.WeChat, TestWallets.Careful);
        await _client.PayAsync("T0000001", 500, code);
        var prompt = Assert.Single(_world.Wallets.Phone.Prompts(TestWallets.Careful));
        _world.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(200, (await _client.ReverseAsync("T0000001")).Status);
        Assert.Equal(
            "phone.no-prompt",
            _world.Wallets.Phone.Pay(TestWallets.Careful, prompt.Id, _world.Password(TestWallets.Careful)).Refusal
        );
        Assert.Equal("ORDER_REVERSED", (await _client.PayAsync("T0000001", 500, code)).Code);
        Assert.Equal(300_000, _world.Money(TestWallets.Careful, WalletKind.WeChat));
    }

    [Fact]
    public async Task A_payment_of_eight_days_ago_is_not_reversed_and_nobody_reverses_what_is_not_there()
    {
        await _client.PayAsync("T0000001", 500);
        _world.Clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));
        Assert.Equal("REVERSE_EXPIRE", (await _client.ReverseAsync("T0000001")).Code);
        Assert.Equal("ORDER_NOT_EXIST", (await _client.ReverseAsync("T9999999")).Code);
    }

    [Fact]
    public async Task A_payment_by_code_is_reversed_not_closed() =>
        Assert.Equal(
            "INVALID_REQUEST",
            await Task.Run(async () =>
            {
                await _client.PayAsync("T0000001", 1, TestWallets.Careful);
                return (await _client.CloseAsync("T0000001")).Code;
            })
        );
}
