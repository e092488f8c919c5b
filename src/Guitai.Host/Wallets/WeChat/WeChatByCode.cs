using Guitai.Foundation;

namespace Guitai.Host.Wallets.WeChat;

/// <summary>
/// The two calls that payments by the customer's code have for themselves. They stand alone because some merchants have them only in the older API (v2, XML), which
/// would be a second class with the same two.
/// </summary>
internal sealed class WeChatByCode(WeChatWire wire, TimeProvider time)
{
    // By the API's own rule; before, the payment itself may still be under way.
    private const long ReverseNotBeforeMs = 15_000;

    public long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary><c>POST /v3/pay/transactions/codepay</c>.</summary>
    public Task<WeChatReply> PayAsync(
        WalletChannel channel,
        WalletPayment payment,
        Secret<string> code,
        string subject,
        CancellationToken cancellation
    ) =>
        wire.PostAsync(
            channel,
            "/v3/pay/transactions/codepay",
            json =>
            {
                json.WriteString("appid", channel.Account.AppId);
                json.WriteString("mchid", channel.Account.Number);
                json.WriteString("description", subject);
                json.WriteString("out_trade_no", payment.Number);
                json.WriteStartObject("payer");
                json.WriteString("auth_code", code.Reveal());
                json.WriteEndObject();
                json.WriteStartObject("amount");
                json.WriteNumber("total", payment.AmountMinor);
                json.WriteString("currency", "CNY");
                json.WriteEndObject();
                json.WriteStartObject("scene_info");
                json.WriteString("device_id", payment.Terminal);
                json.WriteStartObject("store_info");
                json.WriteString("out_id", payment.Merchant);
                json.WriteEndObject();
                json.WriteEndObject();
            },
            cancellation
        );

    /// <summary><c>POST …/out-trade-no/{no}/reverse</c>; not before its time.</summary>
    public async Task<WeChatReply> ReverseAsync(WalletChannel channel, WalletPayment payment, CancellationToken cancellation) =>
        NowMs - payment.AtMs < ReverseNotBeforeMs
            ? WeChatReply.Unproved("too early")
            : await wire.PostAsync(
                channel,
                $"/v3/pay/transactions/out-trade-no/{Uri.EscapeDataString(payment.Number)}/reverse",
                json =>
                {
                    json.WriteString("appid", channel.Account.AppId);
                    json.WriteString("mchid", channel.Account.Number);
                },
                cancellation
            );
}
