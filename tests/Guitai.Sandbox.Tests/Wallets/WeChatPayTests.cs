using System.Text.Json.Nodes;
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
    }

    [Fact]
    public async Task The_same_question_again_is_the_same_payment_and_another_content_is_refused()
    {
        var code = _world.Code(WalletKind.WeChat, TestWallets.Plain);
        var first = await _client.PayAsync("T0000001", 100, code);
        var again = await _client.PayAsync("T0000001", 100, code);
        Assert.Equal(first["transaction_id"], again["transaction_id"]);
        Assert.Equal("OUT_TRADE_NO_USED", (await _client.PayAsync("T0000001", 101, code)).Code);
        Assert.Equal("OUT_TRADE_NO_USED", (await _client.PayAsync("T0000001", 100, _world.Code(WalletKind.WeChat))).Code);
    }

    [Fact]
    public async Task Nobody_asks_for_what_is_not_there()
    {
        var answer = await _client.QueryAsync("T9999999");
        Assert.Equal((404, "ORDER_NOT_EXIST"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_missing_field_is_named()
    {
        var body = _client.PayBody("T0000001", 100, _world.Code(WalletKind.WeChat));
        body["amount"]!.AsObject().Remove("total");
        var answer = await _client.PostAsync("/v3/pay/transactions/codepay", body);
        Assert.Equal(
            (400, "PARAM_ERROR", "/amount/total"),
            (answer.Status, answer.Code, answer.Json!["detail"]!["field"]!.GetValue<string>())
        );
        Assert.IsType<JsonObject>(answer.Json);
    }
}
