using System.Text;
using System.Text.Json;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Wallets.Books;
using Guitai.Sandbox.Wallets.Bureau;
using Guitai.Sandbox.Wallets.Crypto;
using Guitai.Sandbox.Wallets.Gateway;

namespace Guitai.Sandbox.Wallets.WeChat;

/// <summary>What WeChat Pay says by itself: TRANSACTION.SUCCESS and REFUND.SUCCESS, signed, with the transaction encrypted under the merchant's APIv3 key.</summary>
internal sealed class WeChatCallbacks(MerchantBureau bureau, WalletBooks books, PlatformCertificates certificates, RandomFill random)
    : ICallbackWriter
{
    private readonly WeChatPayments _payments = new(books, random);

    /// <inheritdoc/>
    public CallbackMessage? Write(PendingCallback callback, long nowMs, bool wrongSignature)
    {
        if (
            bureau.Find(WalletKind.WeChat, callback.Key.Merchant) is not { } found
            || books.Do(b => b.Find(callback.Key, nowMs)) is not { } order
        )
        {
            return null;
        }

        var refund = callback.OutRefundNo is { } number ? order.Refund(number) : null;
        var plain = WeChatReply.Write(json =>
        {
            if (refund is null)
            {
                // The payment as it was when it was paid: a refund that came since is told for itself.
                _payments.Write(json, order with { State = OrderState.Paid, Refunds = [], RefundedMinor = 0 });
            }
            else
            {
                WeChatRefunds.Write(json, order, refund);
            }
        });
        var kind = refund is null ? "transaction" : "refund";
        var nonce = Payments.Draw(random, 12);
        var body = WeChatReply.Write(json =>
        {
            json.WriteString("id", Id(callback.Id));
            json.WriteString("create_time", Beijing.Iso(callback.MadeMs));
            json.WriteString("resource_type", "encrypt-resource");
            json.WriteString("event_type", refund is null ? "TRANSACTION.SUCCESS" : "REFUND.SUCCESS");
            json.WriteString("summary", refund is null ? "支付成功" : "退款成功");
            json.WriteStartObject("resource");
            json.WriteString("original_type", kind);
            json.WriteString("algorithm", "AEAD_AES_256_GCM");
            json.WriteString("ciphertext", WeChatCipher.Encrypt(found.Merchant.ApiV3Key, nonce, kind, plain));
            json.WriteString("associated_data", kind);
            json.WriteString("nonce", nonce);
            json.WriteEndObject();
        });
        return new CallbackMessage(
            "application/json",
            [.. WeChatSignature.Headers(certificates, body, nowMs, Payments.Draw(random, 32), wrongSignature)],
            body
        );
    }

    /// <inheritdoc/>
    public bool IsTaken(int status, ReadOnlySpan<byte> body) => status is 200 or 204;

    // Looks like the real one's and is the same at every try.
    private static string Id(string id)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(id));
        return new Guid(hash.AsSpan(0, 16)).ToString("D");
    }
}
