using Guitai.Sandbox.Wallets;

namespace Guitai.Sandbox.Tests.Wallets;

/// <summary>A code that the shop shows at WeChat Pay, and refunds of whatever was paid.</summary>
public sealed class WeChatShownTests : IDisposable
{
    private readonly TestWallets _world = new();
    private readonly WeChatClient _client;

    public WeChatShownTests() => _client = _world.WeChatClient();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_shown_code_is_scanned_and_paid()
    {
        var url = (await _client.NativeAsync("T0000001", 1_200))["code_url"]!;
        Assert.StartsWith("weixin://wxpay/bizpayurl?pr=", url, StringComparison.Ordinal);
        Assert.Equal("NOTPAY", (await _client.QueryAsync("T0000001"))["trade_state"]);
        Assert.Equal(url, Assert.Single(_world.Wallets.Phone.Open()).Text);
        var scanned = _world.Wallets.Phone.Scan(TestWallets.Plain, url);
        Assert.Equal((1_200, "拿铁 2 杯"), (scanned.Prompt!.AmountMinor, scanned.Prompt.Description));
        Assert.Equal("NOTPAY", (await _client.QueryAsync("T0000001"))["trade_state"]);
        Assert.Equal("phone.other-pays", _world.Wallets.Phone.Scan(TestWallets.Rich, url).Refusal);
        Assert.Null(_world.Wallets.Phone.Pay(TestWallets.Plain, scanned.Prompt.Id, _world.Password(TestWallets.Plain)).Refusal);
        var paid = await _client.QueryAsync("T0000001");
        Assert.Equal(("SUCCESS", "NATIVE", "till-1"), (paid["trade_state"], paid["trade_type"], paid["attach"]));
        Assert.Equal("phone.is-paid", _world.Wallets.Phone.Scan(TestWallets.Rich, url).Refusal);
        Assert.Equal("ORDERPAID", (await _client.CloseAsync("T0000001")).Code);
        Assert.Equal("ORDERPAID", (await _client.NativeAsync("T0000001", 1_200)).Code);
    }

    [Fact]
    public async Task Asked_for_again_it_is_the_same_code_and_with_another_amount_it_is_refused()
    {
        var first = await _client.NativeAsync("T0000001", 1_200);
        Assert.Equal(first["code_url"], (await _client.NativeAsync("T0000001", 1_200))["code_url"]);
        Assert.Equal("OUT_TRADE_NO_USED", (await _client.NativeAsync("T0000001", 1_201)).Code);
    }

    [Fact]
    public async Task A_closed_code_cannot_be_paid_even_by_a_phone_that_already_asks()
    {
        var url = (await _client.NativeAsync("T0000001", 1_200))["code_url"]!;
        var prompt = _world.Wallets.Phone.Scan(TestWallets.Plain, url).Prompt!;
        Assert.Equal(204, (await _client.CloseAsync("T0000001")).Status);
        Assert.Equal("phone.no-prompt", _world.Wallets.Phone.Pay(TestWallets.Plain, prompt.Id, _world.Password(TestWallets.Plain)).Refusal);
        Assert.Equal("phone.is-closed", _world.Wallets.Phone.Scan(TestWallets.Plain, url).Refusal);
        Assert.Equal("CLOSED", (await _client.QueryAsync("T0000001"))["trade_state"]);
        Assert.Equal("ORDER_CLOSED", (await _client.CloseAsync("T0000001")).Code);
        Assert.Equal("ORDER_NOT_EXIST", (await _client.CloseAsync("T9999999")).Code);
        Assert.Equal(80_000, _world.Money(TestWallets.Plain, WalletKind.WeChat));
    }

    [Fact]
    public async Task A_code_closes_itself_when_its_time_is_over()
    {
        var url = (await _client.NativeAsync("T0000001", 1_200, "2026-03-05T12:05:00+08:00"))["code_url"]!;
        _world.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("phone.is-closed", _world.Wallets.Phone.Scan(TestWallets.Plain, url).Refusal);
        Assert.Equal("CLOSED", (await _client.QueryAsync("T0000001"))["trade_state"]);
        Assert.Empty(_world.Wallets.Phone.Open());
        Assert.Equal("INVALID_REQUEST", (await _client.NativeAsync("T0000002", 1, "2026-03-05T12:05:59+08:00")).Code);
        Assert.Equal("PARAM_ERROR", (await _client.NativeAsync("T0000002", 1, "tomorrow")).Code);
    }

    [Fact]
    public async Task Who_refuses_or_has_no_money_leaves_the_code_to_others()
    {
        var url = (await _client.NativeAsync("T0000001", 1_200))["code_url"]!;
        var phone = _world.Wallets.Phone;
        var prompt = phone.Scan(TestWallets.Poor, url).Prompt!;
        Assert.Equal("phone.no-money", phone.Pay(TestWallets.Poor, prompt.Id, _world.Password(TestWallets.Poor)).Refusal);
        phone.Refuse(TestWallets.Careful, phone.Scan(TestWallets.Careful, url).Prompt!.Id);
        Assert.Equal("phone.no-network", phone.Scan(TestWallets.Offline, url).Refusal);
        Assert.Null(
            phone.Pay(TestWallets.Plain, phone.Scan(TestWallets.Plain, url).Prompt!.Id, _world.Password(TestWallets.Plain)).Refusal
        );
        Assert.Equal(888, _world.Money(TestWallets.Poor, WalletKind.WeChat));
    }

    [Fact]
    public async Task A_payment_is_given_back_in_parts_and_never_more_than_was_paid()
    {
        await _client.PayAsync("T0000001", 1_000, TestWallets.Plain);
        var first = await _client.RefundAsync("T0000001", "R1", 300, 1_000);
        Assert.Equal(("PROCESSING", "R1"), (first["status"], first["out_refund_no"]));
        Assert.Equal("REFUND", (await _client.QueryAsync("T0000001"))["trade_state"]);
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("SUCCESS", (await _client.RefundQueryAsync("R1"))["status"]);
        Assert.Equal("INVALID_REQUEST", (await _client.RefundAsync("T0000001", "R2", 701, 1_000)).Code);
        Assert.Equal(200, (await _client.RefundAsync("T0000001", "R2", 700, 1_000)).Status);
        Assert.Equal("INVALID_REQUEST", (await _client.RefundAsync("T0000001", "R3", 1, 1_000)).Code);
        Assert.Equal(80_000, _world.Money(TestWallets.Plain, WalletKind.WeChat));
        Assert.Equal("TRADE_ERROR", (await ReverseLaterAsync("T0000001")).Code);
    }

    [Fact]
    public async Task The_same_refund_again_is_one_refund_and_with_other_content_it_is_refused()
    {
        await _client.PayAsync("T0000001", 1_000, TestWallets.Plain);
        await _client.PayAsync("T0000002", 1_000, TestWallets.Plain);
        var first = await _client.RefundAsync("T0000001", "R1", 300, 1_000);
        Assert.Equal(first["refund_id"], (await _client.RefundAsync("T0000001", "R1", 300, 1_000))["refund_id"]);
        Assert.Equal("INVALID_REQUEST", (await _client.RefundAsync("T0000001", "R1", 301, 1_000)).Code);
        Assert.Equal("INVALID_REQUEST", (await _client.RefundAsync("T0000002", "R1", 300, 1_000)).Code);
        Assert.Equal("INVALID_REQUEST", (await _client.RefundAsync("T0000001", "R2", 300, 999)).Code);
        Assert.Equal(80_000 - 2_000 + 300, _world.Money(TestWallets.Plain, WalletKind.WeChat));
    }

    [Fact]
    public async Task Fifty_parts_and_no_more()
    {
        await _client.PayAsync("T0000001", 1_000);
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(200, (await _client.RefundAsync("T0000001", $"R{i}", 1, 1_000)).Status);
        }

        Assert.Equal("INVALID_REQUEST", (await _client.RefundAsync("T0000001", "R50", 1, 1_000)).Code);
    }

    [Fact]
    public async Task What_is_not_paid_or_not_there_is_not_refunded()
    {
        await _client.NativeAsync("T0000001", 1_200);
        Assert.Equal("INVALID_REQUEST", (await _client.RefundAsync("T0000001", "R1", 1, 1_200)).Code);
        Assert.Equal("RESOURCE_NOT_EXISTS", (await _client.RefundAsync("T9999999", "R1", 1, 1_200)).Code);
        Assert.Equal(
            (404, "RESOURCE_NOT_EXISTS"),
            ((await _client.RefundQueryAsync("R1")).Status, (await _client.RefundQueryAsync("R1")).Code)
        );
    }

    private Task<WeChatAnswer> ReverseLaterAsync(string number)
    {
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        return _client.ReverseAsync(number);
    }
}
