using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Guitai.Sandbox.Wallets.Bureau;
using Guitai.Sandbox.Wallets.Crypto;
using Guitai.Sandbox.Wallets.Gateway;

namespace Guitai.Sandbox.Wallets.Alipay;

/// <summary>A request that Alipay's edge has let through.</summary>
/// <param name="Merchant">Who asks.</param>
/// <param name="Method">For what: <c>alipay.trade.pay</c>.</param>
/// <param name="Certified">True in certificate mode: the answer is signed with the certificate's key and names it.</param>
/// <param name="Content">The business part.</param>
/// <param name="NotifyUrl">Where to tell.</param>
internal sealed record AlipayQuestion(Merchant Merchant, string Method, bool Certified, JsonElement Content, string? NotifyUrl);

/// <summary>Why Alipay's edge refuses a request.</summary>
/// <param name="Method">Of which method; null when even that is unknown.</param>
/// <param name="Certified">Null when nobody knows with what to sign.</param>
internal sealed record AlipayRefusal(
    string Code,
    string Message,
    string SubCode,
    string SubMessage,
    string? Method = null,
    bool? Certified = null
);

/// <summary>Reads and proves requests: form-encoded, every public parameter, the signature over all that is not empty, sorted.</summary>
internal sealed class AlipayEdge(MerchantBureau bureau, string rootsPem, WalletRules rules)
{
    private static readonly string[] s_methods =
    [
        "alipay.trade.pay",
        "alipay.trade.precreate",
        "alipay.trade.query",
        "alipay.trade.close",
        "alipay.trade.cancel",
        "alipay.trade.refund",
        "alipay.trade.fastpay.refund.query",
        "alipay.data.dataservice.bill.downloadurl.query",
        "alipay.open.app.alipaycert.download",
    ];

    private static readonly JsonDocumentOptions s_json = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private readonly string _rootsNumber = CertificateNumbers.AlipayRoots(rootsPem);

    /// <summary>The request's parameters; null when one stands there twice or the form is broken.</summary>
    public static Dictionary<string, string>? Parameters(GatewayRequest request)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        string form;
        try
        {
            form = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(request.Body.Span);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        foreach (var pair in $"{request.Query}&{form}".Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            if (parts.Length != 2 || !found.TryAdd(WebUtility.UrlDecode(parts[0]), WebUtility.UrlDecode(parts[1])))
            {
                return null;
            }
        }

        return found;
    }

    /// <summary>What is signed: all but the signature and what is empty, sorted by name.</summary>
    /// <param name="without">More that is left out: <c>sign_type</c> in notifications.</param>
    public static string Plain(IEnumerable<KeyValuePair<string, string>> parameters, string? without = null) =>
        string.Join(
            '&',
            parameters
                .Where(p => p.Key != "sign" && p.Key != without && p.Value.Length > 0)
                .OrderBy(p => p.Key, StringComparer.Ordinal)
                .Select(p => $"{p.Key}={p.Value}")
        );

    /// <summary>The request, or why not.</summary>
    public (AlipayQuestion? Question, AlipayRefusal? Refusal) Check(GatewayRequest request, long nowMs)
    {
        if (
            !(request.Header("Content-Type")?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) ?? false)
            || Parameters(request) is not { } said
        )
        {
            return Invalid("isv.invalid-parameter", "参数无效", null, null);
        }

        var method = said.GetValueOrDefault("method", "");
        if (method.Length == 0)
        {
            return Missing("isv.missing-method", "缺少方法名参数", null, null);
        }

        if (!s_methods.Contains(method, StringComparer.Ordinal))
        {
            return Invalid("isv.invalid-method", "不存在的方法名", null, null);
        }

        if (said.GetValueOrDefault("app_id", "").Length == 0)
        {
            return Missing("isv.missing-app-id", "缺少AppId参数", method, null);
        }

        if (bureau.Find(WalletKind.Alipay, said["app_id"]) is not { } found)
        {
            return Invalid("isv.invalid-app-id", "无效的AppID参数", method, null);
        }

        var certified = said.ContainsKey("app_cert_sn") || said.ContainsKey("alipay_root_cert_sn");
        return Form(said, method, certified, nowMs)
            ?? Certificates(said, method, certified, found.Merchant)
            ?? Signature(said, method, certified, found.Key)
            ?? Content(said, method, certified, found.Merchant);
    }

    private (AlipayQuestion?, AlipayRefusal?)? Form(Dictionary<string, string> said, string method, bool certified, long nowMs)
    {
        foreach (
            var (name, code, text) in (ReadOnlySpan<(string, string, string)>)
                [
                    ("sign_type", "isv.missing-signature-type", "缺少签名类型参数"),
                    ("sign", "isv.missing-signature", "缺少签名参数"),
                    ("timestamp", "isv.missing-timestamp", "缺少时间戳参数"),
                    ("version", "isv.missing-version", "缺少版本参数"),
                ]
        )
        {
            if (said.GetValueOrDefault(name, "").Length == 0)
            {
                return Missing(code, text, method, certified);
            }
        }

        if (said["sign_type"] != "RSA2")
        {
            return Invalid("isv.invalid-signature-type", "无效的签名类型", method, certified);
        }

        if (said["version"] != "1.0")
        {
            return Invalid("isv.invalid-version", "无效的版本号", method, certified);
        }

        if (said.GetValueOrDefault("format", "JSON") is not ("JSON" or "json"))
        {
            return Invalid("isv.invalid-format", "无效的数据格式", method, certified);
        }

        if (!said.GetValueOrDefault("charset", "").Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return Invalid("isv.invalid-charset", "字符集错误", method, certified);
        }

        return
            !DateTime.TryParseExact(
                said["timestamp"],
                "yyyy-MM-dd HH:mm:ss",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var moment
            )
            || Math.Abs(new DateTimeOffset(moment, TimeSpan.FromHours(8)).ToUnixTimeMilliseconds() - nowMs)
                > (long)rules.AlipaySkew.TotalMilliseconds
            ? Invalid("isv.invalid-timestamp", "非法的时间戳参数", method, certified)
            : null;
    }

    private (AlipayQuestion?, AlipayRefusal?)? Certificates(
        Dictionary<string, string> said,
        string method,
        bool certified,
        Merchant merchant
    )
    {
        if (!certified)
        {
            return null;
        }

        return !said.ContainsKey("app_cert_sn") ? Missing("isv.missing-app-cert-sn", "缺少应用公钥证书序列号", method, certified)
            : !said.ContainsKey("alipay_root_cert_sn")
                ? Missing("isv.missing-alipay-root-cert-sn", "缺少支付宝根证书序列号", method, certified)
            : said["app_cert_sn"] != merchant.Serial ? Invalid("isv.invalid-app-cert-sn", "应用公钥证书序列号错误", method, certified)
            : said["alipay_root_cert_sn"] != _rootsNumber
                ? Invalid("isv.invalid-alipay-root-cert-sn", "无效根证书序列号", method, certified)
            : null;
    }

    private static (AlipayQuestion?, AlipayRefusal?)? Signature(Dictionary<string, string> said, string method, bool certified, RsaKey key)
    {
        var plain = Plain(said);
        return StrictBase64.TryRead(said["sign"], out var signature) && key.Verifies(Encoding.UTF8.GetBytes(plain), signature)
            ? null
            : Invalid(
                "isv.invalid-signature",
                $"验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配，网关生成的验签字符串为：{plain}",
                method,
                certified
            );
    }

    private static (AlipayQuestion?, AlipayRefusal?) Content(
        Dictionary<string, string> said,
        string method,
        bool certified,
        Merchant merchant
    )
    {
        try
        {
            var content = JsonDocument.Parse(said.GetValueOrDefault("biz_content", "{}"), s_json).RootElement;
            return content.ValueKind == JsonValueKind.Object
                ? (
                    new AlipayQuestion(
                        merchant,
                        method,
                        certified,
                        content,
                        said.GetValueOrDefault("notify_url") is { Length: > 0 } url ? url : null
                    ),
                    null
                )
                : Invalid("isv.invalid-parameter", "参数无效", method, certified);
        }
        catch (JsonException)
        {
            return Invalid("isv.invalid-parameter", "参数无效", method, certified);
        }
    }

    private static (AlipayQuestion?, AlipayRefusal?) Missing(string code, string text, string? method, bool? certified) =>
        (null, new AlipayRefusal("40001", "Missing Required Arguments", code, text, method, certified));

    private static (AlipayQuestion?, AlipayRefusal?) Invalid(string code, string text, string? method, bool? certified) =>
        (null, new AlipayRefusal("40002", "Invalid Arguments", code, text, method, certified));
}
