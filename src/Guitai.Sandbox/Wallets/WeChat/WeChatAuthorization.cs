using System.Text;
using Guitai.Sandbox.Wallets.Bureau;
using Guitai.Sandbox.Wallets.Crypto;
using Guitai.Sandbox.Wallets.Gateway;

namespace Guitai.Sandbox.Wallets.WeChat;

/// <summary>Proves who asks: the Authorization header with all that it must carry, the time, the nonce that comes once, the signature over the very bytes.</summary>
internal sealed class WeChatAuthorization(MerchantBureau bureau, WalletRules rules)
{
    private const string Scheme = "WECHATPAY2-SHA256-RSA2048";

    private static readonly string[] s_names = ["mchid", "nonce_str", "signature", "timestamp", "serial_no"];

    private readonly Lock _lock = new();
    private readonly HashSet<(string Mchid, string Nonce)> _seen = [];
    private readonly Queue<(long Ms, (string, string) Nonce)> _seenInOrder = new();

    /// <summary>The merchant that signed a request, or why not.</summary>
    public (Merchant? Merchant, WeChatReply? Refusal) Check(GatewayRequest request, long nowMs)
    {
        if (request.Header("Authorization") is not { } header)
        {
            return Refuse("Http头Authorization值缺失", "Authorization", "missing");
        }

        var space = header.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || header[..space] != Scheme)
        {
            return Refuse("Http头Authorization认证类型不正确", "Authorization", "scheme");
        }

        if (Read(header[(space + 1)..]) is not { } said)
        {
            return Refuse("Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》", "Authorization", "format");
        }

        if (said["nonce_str"].Length is 0 or > 32 || !said["nonce_str"].All(char.IsAsciiLetterOrDigit))
        {
            return Refuse("Http头Authorization中的nonce_str不正确", "nonce_str", "format");
        }

        if (said["timestamp"].Length is 0 or > 12 || !said["timestamp"].All(char.IsAsciiDigit))
        {
            return Refuse("Http头Authorization中的timestamp不正确", "timestamp", "format");
        }

        if (Math.Abs((long.Parse(said["timestamp"]) * 1000) - nowMs) > (long)rules.WeChatSkew.TotalMilliseconds)
        {
            return Refuse("Http头Authorization中的timestamp与发起请求的时间不得超过5分钟", "timestamp", "skew");
        }

        if (bureau.Find(WalletKind.WeChat, said["mchid"]) is not { } found)
        {
            return Refuse("商户号不存在", "mchid", "unknown");
        }

        if (said["serial_no"] != found.Merchant.Serial)
        {
            return Refuse("商户证书序列号有误。请使用签名私钥匹配的证书序列号", "serial_no", "not match");
        }

        var message = Message(request, said["timestamp"], said["nonce_str"]);
        if (!StrictBase64.TryRead(said["signature"], out var signature) || !found.Key.Verifies(message, signature))
        {
            return Refuse("错误的签名，验签失败", "signature", "sign not match");
        }

        return IsNew(said["mchid"], said["nonce_str"], nowMs)
            ? (found.Merchant, null)
            : Refuse("Http头Authorization中的nonce_str重复", "nonce_str", "replay");
    }

    private static byte[] Message(GatewayRequest request, string timestamp, string nonce)
    {
        var head = Encoding.UTF8.GetBytes($"{request.Method}\n{request.Target}\n{timestamp}\n{nonce}\n");
        var message = new byte[head.Length + request.Body.Length + 1];
        head.CopyTo(message, 0);
        request.Body.Span.CopyTo(message.AsSpan(head.Length));
        message[^1] = (byte)'\n';
        return message;
    }

    // name="value",… in any order, each of the five once and nothing else.
    private static Dictionary<string, string>? Read(string text)
    {
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.Split(','))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || part.Length < equals + 3 || part[equals + 1] != '"' || part[^1] != '"')
            {
                return null;
            }

            if (!s_names.Contains(part[..equals], StringComparer.Ordinal) || !said.TryAdd(part[..equals], part[(equals + 2)..^1]))
            {
                return null;
            }
        }

        return said.Count == s_names.Length ? said : null;
    }

    // A nonce is remembered for as long as its timestamp could still be taken.
    private bool IsNew(string mchid, string nonce, long nowMs)
    {
        lock (_lock)
        {
            while (_seenInOrder.TryPeek(out var oldest) && oldest.Ms < nowMs - (2 * (long)rules.WeChatSkew.TotalMilliseconds))
            {
                _seen.Remove(_seenInOrder.Dequeue().Nonce);
            }

            if (!_seen.Add((mchid, nonce)))
            {
                return false;
            }

            _seenInOrder.Enqueue((nowMs, (mchid, nonce)));
            return true;
        }
    }

    private static (Merchant?, WeChatReply?) Refuse(string message, string field, string issue) =>
        (
            null,
            WeChatReply.Json(
                401,
                json =>
                {
                    json.WriteString("code", "SIGN_ERROR");
                    json.WriteStartObject("detail");
                    json.WriteStartObject("detail");
                    json.WriteString("issue", issue);
                    json.WriteEndObject();
                    json.WriteString("field", field);
                    json.WriteString("location", "authorization");
                    json.WriteEndObject();
                    json.WriteString("message", message);
                },
                signed: false
            )
        );
}
