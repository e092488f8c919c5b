using System.Globalization;
using System.Text.Json;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Wallets.Books;
using Guitai.Sandbox.Wallets.Bureau;
using Guitai.Sandbox.Wallets.Codes;
using Guitai.Sandbox.Wallets.Gateway;

namespace Guitai.Sandbox.Wallets.WeChat;

/// <summary>Payments at WeChat Pay: by the customer's code, by a code that the shop shows, how they stand, how they end.</summary>
internal sealed class WeChatPayments(WalletBooks books, RandomFill random)
{
    /// <summary>What every code that a shop shows begins with.</summary>
    public const string ShownBeginning = "weixin://wxpay/bizpayurl?pr=";

    private const long MostMinor = 100_000_000_00;

    /// <summary><c>POST /v3/pay/transactions/codepay</c>.</summary>
    public WeChatReply Pay(Merchant merchant, GatewayRequest request, bool stuck, long nowMs)
    {
        if (WeChatBody.Read(request.Body) is not { } body)
        {
            return WeChatErrors.Invalid("HTTP请求体不是合法的JSON");
        }

        var question = Question(body, merchant);
        var code = body.Text("/payer/auth_code", "授权码", 32);
        if (body.Flaw is null && !body.Has("/scene_info/device_id") && !body.Has("/scene_info/store_info"))
        {
            body.Refuse("/scene_info", "场景信息", "必填性规则校验失败，device_id与store_info至少填一项");
        }

        var place = new OrderPlace(
            body.Optional("/scene_info/store_info/id", "门店编号", 32)
                ?? body.Optional("/scene_info/store_info/out_id", "商家自定义编码", 256),
            body.Optional("/scene_info/device_id", "商户端设备号", 32)
        );
        body.Optional("/scene_info/device_ip", "商户端设备IP", 45);
        if (body.Flaw is { } flaw)
        {
            return flaw;
        }

        if (PaymentCodes.KindOf(code) != WalletKind.WeChat)
        {
            return WeChatErrors.CodeInvalid;
        }

        question = question with { Place = place, Fingerprint = $"{question.Fingerprint}|{code}" };
        var (result, order) = books.Do(b => Payments.ByCode(b, question, code, nowMs, stuck));
        return result switch
        {
            PayResult.OtherContent => WeChatErrors.NumberUsed,
            PayResult.CodeUnknown => WeChatErrors.CodeInvalid,
            PayResult.CodeExpired => WeChatErrors.CodeExpired,
            PayResult.CodeUsed => WeChatErrors.CodeUsed,
            _ => order! switch
            {
                { State: OrderState.Paid } => Transaction(order!),
                { State: OrderState.Asked } => WeChatErrors.UserPaying,
                { State: OrderState.Revoked } => WeChatErrors.OrderReversed,
                { State: OrderState.Closed } => WeChatErrors.OrderClosed,
                { Failure: PayFailure.NoMoney } => WeChatErrors.NotEnough,
                { Failure: PayFailure.Refused } => WeChatErrors.TradeError("用户取消支付"),
                _ => WeChatErrors.TradeError("支付已超时，请重新下单"),
            },
        };
    }

    /// <summary><c>POST /v3/pay/transactions/native</c>.</summary>
    public WeChatReply Precreate(Merchant merchant, GatewayRequest request, long nowMs)
    {
        if (WeChatBody.Read(request.Body) is not { } body)
        {
            return WeChatErrors.Invalid("HTTP请求体不是合法的JSON");
        }

        var question = Question(body, merchant);
        var url = body.Text("/notify_url", "通知地址", 255);
        var expires = body.Optional("/time_expire", "交易结束时间", 64);
        long? expireMs = null;
        if (body.Flaw is null && !IsCallable(url))
        {
            body.Refuse("/notify_url", "通知地址", "格式不正确，应为不带参数的绝对地址");
        }

        if (expires is not null)
        {
            if (
                DateTimeOffset.TryParseExact(
                    expires,
                    "yyyy-MM-dd'T'HH:mm:sszzz",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var moment
                )
            )
            {
                expireMs = moment.ToUnixTimeMilliseconds();
            }
            else
            {
                body.Refuse("/time_expire", "交易结束时间", "格式不正确，应为rfc3339格式");
            }
        }

        if (body.Flaw is { } flaw)
        {
            return flaw;
        }

        if (expireMs - nowMs < 60_000)
        {
            return WeChatErrors.Invalid("time_expire时间过短，刷卡至少1分钟，其他5分钟");
        }

        question = question with { NotifyUrl = url, ExpireMs = expireMs, Fingerprint = $"{question.Fingerprint}|{url}|{expires}" };
        var (result, order) = books.Do(b => Payments.Show(b, question, () => Payments.Draw(random, 9), nowMs));
        return result == PayResult.OtherContent || order!.Way == OrderWay.Code ? WeChatErrors.NumberUsed
            : order.State == OrderState.Paid ? WeChatErrors.OrderPaid
            : order.IsOver ? WeChatErrors.OrderClosed
            : WeChatReply.Json(200, json => json.WriteString("code_url", ShownBeginning + order.ShownId));
    }

    /// <summary><c>GET …/out-trade-no/{no}?mchid=</c>.</summary>
    public WeChatReply Query(Merchant merchant, string outTradeNo, GatewayRequest request, long nowMs) =>
        request.Query != $"mchid={merchant.Number}" ? WeChatErrors.Parameter("query", "/mchid", "商户号", "与签名的商户号不一致")
        : books.Do(b => b.Find(new OrderKey(WalletKind.WeChat, merchant.Number, outTradeNo), nowMs)) is { } order ? Transaction(order)
        : WeChatErrors.NoOrder;

    /// <summary><c>GET …/id/{transaction_id}?mchid=</c>.</summary>
    public WeChatReply QueryTransaction(Merchant merchant, string transactionId, GatewayRequest request, long nowMs) =>
        request.Query != $"mchid={merchant.Number}" ? WeChatErrors.Parameter("query", "/mchid", "商户号", "与签名的商户号不一致")
        : books.Do(b => b.FindTransaction(transactionId, nowMs)) is { State: OrderState.Paid or OrderState.Revoked } order
        && order.Key.Wallet == WalletKind.WeChat
        && order.Key.Merchant == merchant.Number
            ? Transaction(order)
        : WeChatErrors.NoOrder;

    /// <summary><c>POST …/out-trade-no/{no}/close</c>.</summary>
    public WeChatReply Close(Merchant merchant, string outTradeNo, GatewayRequest request, long nowMs)
    {
        if (WeChatBody.Read(request.Body) is not { } body)
        {
            return WeChatErrors.Invalid("HTTP请求体不是合法的JSON");
        }

        CheckMerchant(body, merchant);
        if (body.Flaw is { } flaw)
        {
            return flaw;
        }

        var (result, _) = books.Do(b =>
            b.Find(new OrderKey(WalletKind.WeChat, merchant.Number, outTradeNo), nowMs) is { Way: OrderWay.Code } code
                ? (EndResult.WrongWay, code)
                : Endings.Close(b, b.Find(new OrderKey(WalletKind.WeChat, merchant.Number, outTradeNo), nowMs), nowMs)
        );
        return result switch
        {
            EndResult.Done => WeChatReply.Empty,
            EndResult.Unknown => WeChatErrors.NoOrder,
            EndResult.IsPaid => WeChatErrors.OrderPaid,
            EndResult.WrongWay => WeChatErrors.Invalid("付款码支付订单请调用撤销订单接口"),
            _ => WeChatErrors.OrderClosed,
        };
    }

    /// <summary><c>POST …/out-trade-no/{no}/reverse</c>.</summary>
    public WeChatReply Reverse(Merchant merchant, string outTradeNo, GatewayRequest request, long nowMs)
    {
        if (WeChatBody.Read(request.Body) is not { } body)
        {
            return WeChatErrors.Invalid("HTTP请求体不是合法的JSON");
        }

        CheckAccount(body, merchant);
        CheckMerchant(body, merchant);
        if (body.Flaw is { } flaw)
        {
            return flaw;
        }

        var (result, order) = books.Do(b =>
            b.Find(new OrderKey(WalletKind.WeChat, merchant.Number, outTradeNo), nowMs) is { Way: OrderWay.Shown } shown
                ? (EndResult.WrongWay, shown)
                : Endings.Revoke(
                    b,
                    b.Find(new OrderKey(WalletKind.WeChat, merchant.Number, outTradeNo), nowMs),
                    b.Rules.ReverseNotBefore,
                    b.Rules.ReverseWithin,
                    nowMs
                )
        );
        return result switch
        {
            EndResult.Done => WeChatReply.Json(
                200,
                json =>
                {
                    json.WriteString("appid", order!.Account);
                    json.WriteString("mchid", order.Key.Merchant);
                    json.WriteString("out_trade_no", order.Key.OutTradeNo);
                }
            ),
            EndResult.Unknown => WeChatErrors.NoOrder,
            EndResult.TooEarly => WeChatErrors.Invalid("支付后15秒内请勿撤销，请稍后再试"),
            EndResult.TooLate => WeChatErrors.Error(400, "REVERSE_EXPIRE", "订单无法撤销，请调用退款接口"),
            EndResult.IsRefunded => WeChatErrors.TradeError("订单已退款，无法撤销"),
            EndResult.WrongWay => WeChatErrors.Invalid("非付款码支付订单不支持撤销"),
            _ => WeChatErrors.OrderClosed,
        };
    }

    /// <summary>An order as the API tells it.</summary>
    public WeChatReply Transaction(WalletOrder order) => WeChatReply.Json(200, json => Write(json, order));

    /// <summary>The fields of a transaction, the same in answers and callbacks.</summary>
    public void Write(Utf8JsonWriter json, WalletOrder order)
    {
        var (state, text) = StateOf(order);
        json.WriteString("appid", order.Account);
        json.WriteString("mchid", order.Key.Merchant);
        json.WriteString("out_trade_no", order.Key.OutTradeNo);
        var paid = order.PaidMs is not null;
        if (paid)
        {
            json.WriteString("transaction_id", order.TransactionId);
            json.WriteString("trade_type", order.Way == OrderWay.Code ? "MICROPAY" : "NATIVE");
        }

        json.WriteString("trade_state", state);
        json.WriteString("trade_state_desc", text);
        if (paid)
        {
            json.WriteString("bank_type", "OTHERS");
            json.WriteString("attach", order.Attach ?? "");
            json.WriteString("success_time", Beijing.Iso(order.PaidMs!.Value));
            json.WriteStartObject("payer");
            json.WriteString("openid", books.Do(b => b.Customers.OpenId(order.Customer!.Value, order.Account)));
            json.WriteEndObject();
        }

        json.WriteStartObject("amount");
        json.WriteNumber("total", order.AmountMinor);
        if (paid)
        {
            json.WriteNumber("payer_total", order.AmountMinor);
        }

        json.WriteString("currency", "CNY");
        if (paid)
        {
            json.WriteString("payer_currency", "CNY");
        }

        json.WriteEndObject();
        if (order.Place?.Terminal is { } device)
        {
            json.WriteStartObject("scene_info");
            json.WriteString("device_id", device);
            json.WriteEndObject();
        }
    }

    private static (string State, string Text) StateOf(WalletOrder order) =>
        order switch
        {
            { State: OrderState.Paid, RefundedMinor: > 0 } => ("REFUND", "订单发生过退款，退款详情请查询退款单"),
            { State: OrderState.Paid } => ("SUCCESS", "支付成功"),
            { State: OrderState.Revoked } => ("REVOKED", "订单已撤销"),
            { State: OrderState.Closed } => ("CLOSED", "订单已关闭"),
            { State: OrderState.Failed, Failure: PayFailure.NoMoney } => ("PAYERROR", "支付失败，余额不足"),
            { State: OrderState.Failed } => ("PAYERROR", "支付失败，用户未支付"),
            { State: OrderState.Asked, Way: OrderWay.Code } => ("USERPAYING", "需要用户输入支付密码"),
            _ => ("NOTPAY", "订单未支付"),
        };

    // What payments by either code have in common.
    private static PayQuestion Question(WeChatBody body, Merchant merchant)
    {
        CheckAccount(body, merchant);
        CheckMerchant(body, merchant);
        var description = body.Text("/description", "商品描述", 127);
        var number = body.Text("/out_trade_no", "商户订单号", 32);
        if (body.Flaw is null && (number.Length < 6 || !number.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '|' or '*')))
        {
            body.Refuse("/out_trade_no", "商户订单号", "格式不正确，只能是6到32个数字、大小写字母_-|*");
        }

        var total = body.Integer("/amount/total", "总金额", 1, MostMinor);
        var currency = body.Optional("/amount/currency", "货币类型", 16);
        if (currency is not (null or "CNY"))
        {
            body.Refuse("/amount/currency", "货币类型", "枚举值不正确，应为CNY");
        }

        var attach = body.Optional("/attach", "附加数据", 128);
        return new PayQuestion(
            new OrderKey(WalletKind.WeChat, merchant.Number, number),
            merchant.Other,
            total,
            description,
            $"{total}|{description}|{attach}",
            attach
        );
    }

    private static void CheckMerchant(WeChatBody body, Merchant merchant)
    {
        var mchid = body.Text("/mchid", "商户号", 32);
        if (body.Flaw is null && mchid != merchant.Number)
        {
            body.Refuse("/mchid", "商户号", "不正确，http header中的mchid与post payload中的mchid不匹配");
        }
    }

    private static void CheckAccount(WeChatBody body, Merchant merchant)
    {
        var appid = body.Text("/appid", "应用ID", 32);
        if (body.Flaw is null && appid != merchant.Other)
        {
            body.Refuse("/appid", "应用ID", "不正确，appid与mchid不匹配");
        }
    }

    /// <summary>Whether a callback may go there: an absolute address without a query.</summary>
    public static bool IsCallable(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme is "https" or "http") && address.Query.Length == 0;
}
