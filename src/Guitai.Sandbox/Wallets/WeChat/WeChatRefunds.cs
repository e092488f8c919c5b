using System.Text.Json;
using Guitai.Sandbox.Wallets.Books;
using Guitai.Sandbox.Wallets.Bureau;
using Guitai.Sandbox.Wallets.Gateway;

namespace Guitai.Sandbox.Wallets.WeChat;

/// <summary>Refunds at WeChat Pay: up to fifty parts, never above what was paid; under way first, then with the customer.</summary>
internal sealed class WeChatRefunds(WalletBooks books)
{
    /// <summary><c>POST /v3/refund/domestic/refunds</c>.</summary>
    /// <param name="atOnce">A fault that tells the merchant before it answers needs a refund that is through.</param>
    public WeChatReply Refund(Merchant merchant, GatewayRequest request, long nowMs, bool atOnce)
    {
        if (WeChatBody.Read(request.Body) is not { } body)
        {
            return WeChatErrors.Invalid("HTTP请求体不是合法的JSON");
        }

        var transaction = body.Optional("/transaction_id", "微信支付订单号", 32);
        var order = body.Optional("/out_trade_no", "商户订单号", 32);
        if ((transaction is null) == (order is null))
        {
            body.Refuse("/out_trade_no", "商户订单号", "必填性规则校验失败，transaction_id与out_trade_no二选一");
        }

        var number = body.Text("/out_refund_no", "商户退款单号", 64);
        if (body.Flaw is null && !number.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '|' or '*' or '@'))
        {
            body.Refuse("/out_refund_no", "商户退款单号", "格式不正确，只能是数字、大小写字母_-|*@");
        }

        var reason = body.Optional("/reason", "退款原因", 80);
        var url = body.Optional("/notify_url", "退款结果回调url", 256);
        if (url is not null && !WeChatPayments.IsCallable(url))
        {
            body.Refuse("/notify_url", "退款结果回调url", "格式不正确，应为不带参数的绝对地址");
        }

        var amount = body.Integer("/amount/refund", "退款金额", 1, long.MaxValue);
        var total = body.Integer("/amount/total", "原订单金额", 1, long.MaxValue);
        if (body.Text("/amount/currency", "退款币种", 16) is var currency && body.Flaw is null && currency != "CNY")
        {
            body.Refuse("/amount/currency", "退款币种", "枚举值不正确，应为CNY");
        }

        if (body.Flaw is { } flaw)
        {
            return flaw;
        }

        var question = new RefundQuestion(number, amount, $"{amount}|{total}|{reason}", total, reason, url);
        var (result, found, refund) = books.Do(b =>
        {
            var known = transaction is null
                ? b.Find(new OrderKey(WalletKind.WeChat, merchant.Number, order!), nowMs)
                : b.FindTransaction(transaction, nowMs);
            if (known is not null && (known.Key.Merchant != merchant.Number || known.Key.Wallet != WalletKind.WeChat))
            {
                known = null;
            }

            // A number for refunds is the merchant's, not the order's.
            return b.FindRefund(WalletKind.WeChat, merchant.Number, number, nowMs) is { } other && other.Key != known?.Key
                ? (EndResult.OtherContent, known, null)
                : Endings.Refund(b, known, question, atOnce ? TimeSpan.Zero : b.Rules.RefundTakes, nowMs);
        });
        return result switch
        {
            EndResult.Done => Tell(found!, refund!, nowMs),
            EndResult.Unknown => WeChatErrors.Error(404, "RESOURCE_NOT_EXISTS", "订单不存在"),
            EndResult.NotPaid => WeChatErrors.Invalid("订单未支付，无法退款"),
            EndResult.TooMuch => WeChatErrors.Invalid("退款金额大于可退金额"),
            EndResult.TooMany => WeChatErrors.Invalid("订单退款次数超过50次"),
            EndResult.TooLate => WeChatErrors.Invalid("订单已经超过退款期限"),
            _ => WeChatErrors.Invalid("订单金额或退款金额与之前请求不一致，请核实后再试"),
        };
    }

    /// <summary><c>GET /v3/refund/domestic/refunds/{out_refund_no}</c>.</summary>
    public WeChatReply Query(Merchant merchant, string outRefundNo, long nowMs) =>
        books.Do(b => b.FindRefund(WalletKind.WeChat, merchant.Number, outRefundNo, nowMs)) is { } order
        && order.Refund(outRefundNo) is { Reversal: false } refund
            ? Tell(order, refund, nowMs)
            : WeChatErrors.Error(404, "RESOURCE_NOT_EXISTS", "退款单不存在");

    /// <summary>The order that a request for a refund is about; null when it is about none.</summary>
    public static OrderKey? Touched(Merchant merchant, GatewayRequest request) =>
        WeChatBody.Read(request.Body)?.Optional("/out_trade_no", "", 32) is { } number
            ? new OrderKey(WalletKind.WeChat, merchant.Number, number)
            : null;

    private static WeChatReply Tell(WalletOrder order, WalletRefund refund, long nowMs) =>
        WeChatReply.Json(
            200,
            json =>
            {
                json.WriteString("refund_id", refund.RefundId);
                json.WriteString("out_refund_no", refund.OutRefundNo);
                json.WriteString("transaction_id", order.TransactionId);
                json.WriteString("out_trade_no", order.Key.OutTradeNo);
                json.WriteString("channel", "ORIGINAL");
                json.WriteString("user_received_account", "支付用户零钱");
                var done = nowMs >= refund.DoneMs;
                if (done)
                {
                    json.WriteString("success_time", Beijing.Iso(refund.DoneMs));
                }

                json.WriteString("create_time", Beijing.Iso(refund.AtMs));
                json.WriteString("status", done ? "SUCCESS" : "PROCESSING");
                json.WriteString("funds_account", "UNSETTLED");
                json.WriteStartObject("amount");
                json.WriteNumber("total", order.AmountMinor);
                json.WriteNumber("refund", refund.AmountMinor);
                json.WriteNumber("payer_total", order.AmountMinor);
                json.WriteNumber("payer_refund", refund.AmountMinor);
                json.WriteNumber("settlement_refund", refund.AmountMinor);
                json.WriteNumber("settlement_total", order.AmountMinor);
                json.WriteNumber("discount_refund", 0);
                json.WriteString("currency", "CNY");
                json.WriteEndObject();
            }
        );

    /// <summary>The fields of a refund as the callback tells it.</summary>
    public static void Write(Utf8JsonWriter json, WalletOrder order, WalletRefund refund)
    {
        json.WriteString("mchid", order.Key.Merchant);
        json.WriteString("out_trade_no", order.Key.OutTradeNo);
        json.WriteString("transaction_id", order.TransactionId);
        json.WriteString("out_refund_no", refund.OutRefundNo);
        json.WriteString("refund_id", refund.RefundId);
        json.WriteString("refund_status", "SUCCESS");
        json.WriteString("success_time", Beijing.Iso(refund.DoneMs));
        json.WriteString("user_received_account", "支付用户零钱");
        json.WriteStartObject("amount");
        json.WriteNumber("total", order.AmountMinor);
        json.WriteNumber("refund", refund.AmountMinor);
        json.WriteNumber("payer_total", order.AmountMinor);
        json.WriteNumber("payer_refund", refund.AmountMinor);
        json.WriteEndObject();
    }
}
