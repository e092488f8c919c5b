using System.Net;
using System.Security.Cryptography;
using System.Text;
using Guitai.Sandbox.Wallets.Books;
using Guitai.Sandbox.Wallets.Bureau;
using Guitai.Sandbox.Wallets.Gateway;

namespace Guitai.Sandbox.Wallets.Alipay;

/// <summary>What Alipay says by itself: a form, signed over all of it but sign and sign_type, until the answer is <c>success</c>.</summary>
internal sealed class AlipayNotices(MerchantBureau bureau, WalletBooks books, AlipayKeys keys) : ICallbackWriter
{
    /// <inheritdoc/>
    public CallbackMessage? Write(PendingCallback callback, long nowMs, bool wrongSignature)
    {
        if (
            bureau.Find(WalletKind.Alipay, callback.Key.Merchant) is not { } found
            || books.Do(b => b.Find(callback.Key, nowMs)) is not { } order
        )
        {
            return null;
        }

        var refund = callback.OutRefundNo is { } number ? order.Refund(number) : null;
        var (buyer, login) = books.Do(b => (b.Customers.BuyerId(order.Customer!.Value), b.Customers.Login(order.Customer.Value)));

        // What was given back up to this notice, not what came later.
        var back = refund is null ? 0 : order.Refunds.TakeWhile(r => r != refund).Sum(r => r.AmountMinor) + refund.AmountMinor;
        List<KeyValuePair<string, string>> said =
        [
            new("gmt_create", Beijing.Plain(order.MadeMs)),
            new("charset", "utf-8"),
            new("seller_id", order.Account),
            new("subject", order.Description),
            new("buyer_id", buyer),
            new("buyer_logon_id", login),
            new("invoice_amount", Yuan.Of(order.AmountMinor)),
            new("notify_id", Id(callback.Id)),
            new("notify_type", "trade_status_sync"),
            new("trade_status", back == order.AmountMinor ? "TRADE_CLOSED" : "TRADE_SUCCESS"),
            new("receipt_amount", Yuan.Of(order.AmountMinor)),
            new("buyer_pay_amount", Yuan.Of(order.AmountMinor)),
            new("app_id", found.Merchant.Number),
            new("sign_type", "RSA2"),
            new("gmt_payment", Beijing.Plain(order.PaidMs!.Value)),
            new("notify_time", Beijing.Plain(nowMs)),
            new("version", "1.0"),
            new("out_trade_no", order.Key.OutTradeNo),
            new("total_amount", Yuan.Of(order.AmountMinor)),
            new("trade_no", order.TransactionId),
            new("auth_app_id", found.Merchant.Number),
            new("point_amount", "0.00"),
        ];
        if (order.Attach is { } about)
        {
            said.Add(new("body", about));
        }

        if (refund is not null)
        {
            said.AddRange([
                new("gmt_refund", Beijing.Plain(refund.AtMs) + ".000"),
                new("out_biz_no", refund.OutRefundNo),
                new("refund_fee", Yuan.Of(back)),
            ]);
        }

        var signature = keys.For(certified: Certified(callback))
            .Key.Sign(Encoding.UTF8.GetBytes(AlipayEdge.Plain(said, without: "sign_type")));
        if (wrongSignature)
        {
            signature[^1] ^= 1;
        }

        said.Add(new("sign", Convert.ToBase64String(signature)));
        var form = string.Join('&', said.Select(p => $"{p.Key}={WebUtility.UrlEncode(p.Value)}"));
        return new CallbackMessage("application/x-www-form-urlencoded; charset=utf-8", [], Encoding.ASCII.GetBytes(form));
    }

    /// <inheritdoc/>
    public bool IsTaken(int status, ReadOnlySpan<byte> body) => status == 200 && body.SequenceEqual("success"u8);

    // A trade that was asked for in certificate mode is told of in certificate mode.
    private bool Certified(PendingCallback callback) => books.Do(b => b.Orders[callback.Key].Certified);

    // The same at every try.
    private static string Id(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(id)).AsSpan(0, 17));
}
