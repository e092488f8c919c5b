using Guitai.Sandbox.Wallets.Books;

namespace Guitai.Sandbox.Wallets.Alipay;

/// <summary>Refunds at Alipay: at once, by out_request_no, never above what was paid.</summary>
internal sealed class AlipayRefunds(WalletBooks books)
{
    /// <summary><c>alipay.trade.refund</c>.</summary>
    public AlipayReply Refund(AlipayQuestion asked, long nowMs)
    {
        var content = new AlipayContent(asked.Content);
        var find = AlipayTrades.Named(content, asked, nowMs);
        var amount = content.Amount("refund_amount");
        var reason = content.Optional("refund_reason", 256);
        var number = content.Optional("out_request_no", 64);
        if (content.Flaw is { } flaw)
        {
            return flaw;
        }

        var (result, order, refund, isNew) = books.Do(b =>
        {
            var found = find(b);

            // Whoever gives back a part has to number it; the whole goes by the order's own number.
            if (found is { Scanned: true } && number is null && amount != found.AmountMinor)
            {
                return (EndResult.WrongWay, found, null, false);
            }

            var question = new RefundQuestion(number ?? found?.Key.OutTradeNo ?? "", amount, $"{amount}", Reason: reason);
            var known = found?.Refund(question.OutRefundNo) is not null;
            var (outcome, after, made) = Endings.Refund(b, found is { Scanned: true } ? found : null, question, TimeSpan.Zero, nowMs);
            return (outcome, after, made, !known);
        });
        return result switch
        {
            EndResult.Done => AlipayReply.Success(json =>
            {
                var (buyer, login) = books.Do(b => (b.Customers.BuyerId(order!.Customer!.Value), b.Customers.Login(order.Customer.Value)));
                json.WriteString("trade_no", order!.TransactionId);
                json.WriteString("out_trade_no", order.Key.OutTradeNo);
                json.WriteString("buyer_logon_id", login);
                json.WriteString("buyer_user_id", buyer);

                // N says that this request moved nothing: the refund was made before.
                json.WriteString("fund_change", isNew ? "Y" : "N");
                json.WriteString("refund_fee", Yuan.Of(order.RefundedMinor));
                json.WriteString("gmt_refund_pay", Beijing.Plain(refund!.AtMs));
                json.WriteString("send_back_fee", isNew ? Yuan.Of(refund.AmountMinor) : "0.00");
            }),
            EndResult.Unknown => AlipayTrades.NoTrade,
            EndResult.WrongWay => AlipayReply.Parameter("参数有误，部分退款时out_request_no不能为空"),
            EndResult.NotPaid => AlipayReply.Business("ACQ.TRADE_STATUS_ERROR", "交易状态不合法"),
            EndResult.TooMuch => AlipayReply.Business("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额超限"),
            EndResult.TooLate => AlipayReply.Business("ACQ.TRADE_HAS_FINISHED", "交易已完结"),
            EndResult.OtherContent => AlipayReply.Business("ACQ.DISCORDANT_REPEAT_REQUEST", "请求信息不一致"),
            _ => AlipayReply.Business("ACQ.REASON_TRADE_REFUND_FEE_ERR", "退款次数超限"),
        };
    }

    /// <summary><c>alipay.trade.fastpay.refund.query</c>: a refund that is not there is a success without a status.</summary>
    public AlipayReply Query(AlipayQuestion asked, long nowMs)
    {
        var content = new AlipayContent(asked.Content);
        var find = AlipayTrades.Named(content, asked, nowMs);
        var number = content.Text("out_request_no", 64);
        if (content.Flaw is { } flaw)
        {
            return flaw;
        }

        if (books.Do(find) is not { Scanned: true } order)
        {
            return AlipayTrades.NoTrade;
        }

        return AlipayReply.Success(json =>
        {
            if (order.Refund(number) is { } refund)
            {
                json.WriteString("trade_no", order.TransactionId);
                json.WriteString("out_trade_no", order.Key.OutTradeNo);
                json.WriteString("out_request_no", refund.OutRefundNo);
                json.WriteString("total_amount", Yuan.Of(order.AmountMinor));
                json.WriteString("refund_amount", Yuan.Of(refund.AmountMinor));
                json.WriteString("refund_status", "REFUND_SUCCESS");
                json.WriteString("gmt_refund_pay", Beijing.Plain(refund.AtMs));
            }
        });
    }
}
