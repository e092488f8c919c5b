using System.Globalization;
using System.Text.Json;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Wallets.Books;
using Guitai.Sandbox.Wallets.Codes;
using Guitai.Sandbox.Wallets.WeChat;

namespace Guitai.Sandbox.Wallets.Alipay;

/// <summary>Trades at Alipay: by the customer's code, by a code that the shop shows, how they stand, how they end.</summary>
internal sealed class AlipayTrades(WalletBooks books, RandomFill random)
{
    /// <summary>What every code that a shop shows begins with.</summary>
    public const string ShownBeginning = "https://qr.alipay.com/";

    /// <summary><c>alipay.trade.pay</c>.</summary>
    public AlipayReply Pay(AlipayQuestion asked, bool stuck, long nowMs)
    {
        var content = new AlipayContent(asked.Content);
        var scene = content.Text("scene", 32);
        var code = content.Text("auth_code", 64);
        var question = Question(content, asked, nowMs);
        if (content.Flaw is null && scene != "bar_code")
        {
            content.Refuse("参数有误，scene不正确");
        }

        if (content.Flaw is { } flaw)
        {
            return flaw;
        }

        if (PaymentCodes.KindOf(code) != WalletKind.Alipay)
        {
            return CodeInvalid;
        }

        question = question with { Fingerprint = $"{question.Fingerprint}|{code}" };
        var (result, order, isNew) = books.Do(b =>
        {
            var known = b.Find(question.Key, nowMs) is not null;
            var (outcome, found) = Payments.ByCode(b, question, code, nowMs, stuck);
            return (outcome, found, !known);
        });
        return result switch
        {
            PayResult.OtherContent => Inconsistent,
            PayResult.CodeUnknown or PayResult.CodeExpired or PayResult.CodeUsed => CodeInvalid,
            _ => order! switch
            {
                // Who asks again for what is paid is told so, not paid a second time.
                { State: OrderState.Paid } => isNew ? AlipayReply.Success(json => WritePaid(json, order!)) : HasSucceeded(order!),
                { State: OrderState.Asked } => AlipayReply.Waiting(json =>
                {
                    json.WriteString("out_trade_no", order!.Key.OutTradeNo);
                    json.WriteString("trade_no", order.TransactionId);
                    WriteBuyer(json, order);
                    json.WriteString("total_amount", Yuan.Of(order.AmountMinor));
                }),
                { Failure: PayFailure.NoMoney } => AlipayReply.Business("ACQ.BUYER_BALANCE_NOT_ENOUGH", "买家余额不足"),
                { Failure: PayFailure.Refused or PayFailure.TimedOut } => AlipayReply.Business(
                    "ACQ.PAYMENT_FAIL",
                    "支付失败，请重新下单支付"
                ),
                _ => HasClosed,
            },
        };
    }

    /// <summary><c>alipay.trade.precreate</c>.</summary>
    public AlipayReply Precreate(AlipayQuestion asked, long nowMs)
    {
        var content = new AlipayContent(asked.Content);
        var question = Question(content, asked, nowMs);
        if (content.Flaw is { } flaw)
        {
            return flaw;
        }

        var (result, order) = books.Do(b => Payments.Show(b, question, () => "bax" + Payments.Draw(random, 20), nowMs));
        return result == PayResult.OtherContent || order!.Way == OrderWay.Code ? Inconsistent
            : order.State == OrderState.Paid ? HasSucceeded(order)
            : order.IsOver ? HasClosed
            : AlipayReply.Success(json =>
            {
                json.WriteString("out_trade_no", order.Key.OutTradeNo);
                json.WriteString("qr_code", ShownBeginning + order.ShownId);
            });
    }

    /// <summary><c>alipay.trade.query</c>.</summary>
    public AlipayReply Query(AlipayQuestion asked, long nowMs)
    {
        var content = new AlipayContent(asked.Content);
        var find = Named(content, asked, nowMs);
        return content.Flaw
            ?? (
                books.Do(find) is { Scanned: true } order
                    ? AlipayReply.Success(json =>
                    {
                        json.WriteString("trade_no", order.TransactionId);
                        json.WriteString("out_trade_no", order.Key.OutTradeNo);
                        WriteBuyer(json, order);
                        json.WriteString("trade_status", StateOf(order));
                        json.WriteString("total_amount", Yuan.Of(order.AmountMinor));
                        WriteAmounts(json, order);
                        if (order.PaidMs is { } paid)
                        {
                            json.WriteString("send_pay_date", Beijing.Plain(paid));
                        }

                        WritePlace(json, order);
                    })
                    : NoTrade
            );
    }

    /// <summary><c>alipay.trade.close</c>.</summary>
    public AlipayReply Close(AlipayQuestion asked, long nowMs)
    {
        var content = new AlipayContent(asked.Content);
        var find = Named(content, asked, nowMs);
        if (content.Flaw is { } flaw)
        {
            return flaw;
        }

        var (result, order) = books.Do(b =>
            find(b) is { Scanned: true } found ? Endings.Close(b, found, nowMs) : (EndResult.Unknown, null)
        );
        return result switch
        {
            EndResult.Done => AlipayReply.Success(json =>
            {
                json.WriteString("out_trade_no", order!.Key.OutTradeNo);
                json.WriteString("trade_no", order.TransactionId);
            }),
            EndResult.Unknown => NoTrade,
            EndResult.IsPaid => AlipayReply.Business("ACQ.TRADE_STATUS_ERROR", "交易状态不合法"),
            _ => AlipayReply.Business("ACQ.REASON_TRADE_STATUS_INVALID", "交易状态异常"),
        };
    }

    /// <summary><c>alipay.trade.cancel</c>: what nobody knows is told as a success without an action.</summary>
    public AlipayReply Cancel(AlipayQuestion asked, long nowMs)
    {
        var content = new AlipayContent(asked.Content);
        var find = Named(content, asked, nowMs);
        if (content.Flaw is { } flaw)
        {
            return flaw;
        }

        var (result, order) = books.Do(b => Endings.Revoke(b, find(b), TimeSpan.Zero, b.Rules.CancelWithin, nowMs));
        return result switch
        {
            EndResult.TooLate => AlipayReply.Business(
                "ACQ.TRADE_CANCEL_TIME_OUT",
                "超过撤销时间范围",
                json => json.WriteString("retry_flag", "N")
            ),
            EndResult.IsRefunded => AlipayReply.Business(
                "ACQ.TRADE_STATUS_ERROR",
                "交易已退款，不能撤销",
                json => json.WriteString("retry_flag", "N")
            ),
            _ => AlipayReply.Success(json =>
            {
                json.WriteString("out_trade_no", order?.Key.OutTradeNo ?? content.Optional("out_trade_no", 64) ?? "");
                if (order is not null)
                {
                    json.WriteString("trade_no", order.TransactionId);
                    json.WriteString("action", order.PaidMs is null ? "close" : "refund");
                }

                json.WriteString("retry_flag", "N");
            }),
        };
    }

    /// <summary>Finds the trade that a request names by trade_no or out_trade_no.</summary>
    public static Func<BookState, WalletOrder?> Named(AlipayContent content, AlipayQuestion asked, long nowMs)
    {
        var trade = content.Optional("trade_no", 64);
        var number = content.Optional("out_trade_no", 64);
        if (trade is null && number is null)
        {
            content.Refuse("参数有误，out_trade_no和trade_no不能同时为空");
        }

        // As at the real one, its own number goes before the merchant's.
        return books =>
            (
                trade is null
                    ? books.Find(new OrderKey(WalletKind.Alipay, asked.Merchant.Number, number!), nowMs)
                    : books.FindTransaction(trade, nowMs)
            )
                is { } found
            && found.Key.Wallet == WalletKind.Alipay
            && found.Key.Merchant == asked.Merchant.Number
                ? found
                : null;
    }

    /// <summary>TRADE_SUCCESS, WAIT_BUYER_PAY, TRADE_CLOSED.</summary>
    public static string StateOf(WalletOrder order) =>
        order switch
        {
            { State: OrderState.Paid } when order.RefundedMinor == order.AmountMinor => "TRADE_CLOSED",
            { State: OrderState.Paid } => "TRADE_SUCCESS",
            { IsOver: true } => "TRADE_CLOSED",
            _ => "WAIT_BUYER_PAY",
        };

    /// <summary>There is no such trade.</summary>
    public static AlipayReply NoTrade { get; } = AlipayReply.Business("ACQ.TRADE_NOT_EXIST", "交易不存在");

    private static AlipayReply Inconsistent { get; } = AlipayReply.Business("ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改");

    private static AlipayReply HasClosed { get; } = AlipayReply.Business("ACQ.TRADE_HAS_CLOSE", "交易已经关闭");

    private static AlipayReply CodeInvalid { get; } = AlipayReply.Business("ACQ.PAYMENT_AUTH_CODE_INVALID", "支付授权码无效");

    private static AlipayReply HasSucceeded(WalletOrder order) =>
        AlipayReply.Business("ACQ.TRADE_HAS_SUCCESS", "交易已被支付", json => json.WriteString("out_trade_no", order.Key.OutTradeNo));

    private void WritePaid(Utf8JsonWriter json, WalletOrder order)
    {
        json.WriteString("trade_no", order.TransactionId);
        json.WriteString("out_trade_no", order.Key.OutTradeNo);
        WriteBuyer(json, order);
        json.WriteString("total_amount", Yuan.Of(order.AmountMinor));
        WriteAmounts(json, order);
        json.WriteString("gmt_payment", Beijing.Plain(order.PaidMs!.Value));
        json.WriteStartArray("fund_bill_list");
        json.WriteStartObject();
        json.WriteString("amount", Yuan.Of(order.AmountMinor));
        json.WriteString("fund_channel", "ALIPAYACCOUNT");
        json.WriteEndObject();
        json.WriteEndArray();
        WritePlace(json, order);
    }

    private void WriteBuyer(Utf8JsonWriter json, WalletOrder order)
    {
        if (order.Customer is { } customer)
        {
            var (id, login) = books.Do(b => (b.Customers.BuyerId(customer), b.Customers.Login(customer)));
            json.WriteString("buyer_user_id", id);
            json.WriteString("buyer_logon_id", login);
        }
    }

    private static void WriteAmounts(Utf8JsonWriter json, WalletOrder order)
    {
        var paid = order.PaidMs is null ? 0 : order.AmountMinor;
        json.WriteString("receipt_amount", Yuan.Of(paid));
        json.WriteString("buyer_pay_amount", Yuan.Of(paid));
        json.WriteString("point_amount", "0.00");
        json.WriteString("invoice_amount", Yuan.Of(paid));
    }

    private static void WritePlace(Utf8JsonWriter json, WalletOrder order)
    {
        if (order.Place?.Store is { } store)
        {
            json.WriteString("store_id", store);
        }

        if (order.Place?.Terminal is { } terminal)
        {
            json.WriteString("terminal_id", terminal);
        }
    }

    private static PayQuestion Question(AlipayContent content, AlipayQuestion asked, long nowMs)
    {
        var number = content.Text("out_trade_no", 64);
        if (content.Flaw is null && !number.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            content.Refuse("参数有误，out_trade_no只能包含字母、数字、下划线");
        }

        var total = content.Amount("total_amount");
        var subject = content.Text("subject", 256);
        var body = content.Optional("body", 128);
        var place = new OrderPlace(
            content.Optional("store_id", 32),
            content.Optional("terminal_id", 32),
            content.Optional("operator_id", 28)
        );
        var expires = Expiry(content, nowMs);
        if (asked.NotifyUrl is { } url && !WeChatPayments.IsCallable(url))
        {
            content.Refuse("参数有误，notify_url不正确");
        }

        return new PayQuestion(
            new OrderKey(WalletKind.Alipay, asked.Merchant.Number, number),
            asked.Merchant.Other,
            total,
            subject,
            $"{total}|{subject}",
            body,
            asked.NotifyUrl,
            place,
            expires,
            asked.Certified
        );
    }

    // 1m to 15d; "1c" is until midnight. time_expire names the moment itself.
    private static long? Expiry(AlipayContent content, long nowMs)
    {
        if (content.Optional("time_expire", 32) is { } moment)
        {
            if (DateTime.TryParseExact(moment, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
            {
                return new DateTimeOffset(read, TimeSpan.FromHours(8)).ToUnixTimeMilliseconds();
            }

            content.Refuse("参数有误，time_expire不正确");
            return null;
        }

        if ((content.Optional("timeout_express", 6) ?? content.Optional("qr_code_timeout_express", 6)) is not { } span)
        {
            return null;
        }

        if (span == "1c")
        {
            return Beijing.Start(DateOnly.FromDayNumber(Beijing.Day(nowMs) + 1)).ToUnixTimeMilliseconds();
        }

        long unit = span[^1] switch
        {
            'm' => 60_000,
            'h' => 3_600_000,
            'd' => 86_400_000,
            _ => 0,
        };
        if (
            unit == 0
            || !int.TryParse(span.AsSpan(0, span.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count == 0
        )
        {
            content.Refuse("参数有误，timeout_express不正确");
            return null;
        }

        return nowMs + (count * unit);
    }
}
