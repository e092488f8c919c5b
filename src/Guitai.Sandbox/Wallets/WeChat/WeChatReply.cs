using System.Text.Encodings.Web;
using System.Text.Json;

namespace Guitai.Sandbox.Wallets.WeChat;

/// <summary>What an operation says, before it is signed.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body.</param>
/// <param name="ContentType">Its type.</param>
/// <param name="Signed">False for what WeChat Pay does not sign: bills, and questions of people that it does not know.</param>
internal sealed record WeChatReply(int Status, byte[] Body, string ContentType = "application/json; charset=utf-8", bool Signed = true)
{
    private static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static WeChatReply Empty { get; } = new(204, []);

    public static WeChatReply Json(int status, Action<Utf8JsonWriter> write, bool signed = true) =>
        new(status, Write(write), Signed: signed);

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, s_plain))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}

/// <summary>Errors by their documented names, with the status that each has.</summary>
internal static class WeChatErrors
{
    private static readonly Dictionary<string, string> s_oldNames = new(StringComparer.Ordinal)
    {
        ["ORDER_NOT_EXIST"] = "ORDERNOTEXIST",
        ["NOT_ENOUGH"] = "NOTENOUGH",
        ["SYSTEM_ERROR"] = "SYSTEMERROR",
        ["AUTH_CODE_EXPIRED"] = "AUTHCODEEXPIRE",
        ["ORDER_CLOSED"] = "ORDERCLOSED",
        ["RULE_LIMIT"] = "RULELIMIT",
    };

    public static WeChatReply SystemError { get; } = Error(500, "SYSTEM_ERROR", "系统繁忙，请稍后重试");
    public static WeChatReply NoOrder { get; } = Error(404, "ORDER_NOT_EXIST", "订单不存在");
    public static WeChatReply OrderPaid { get; } = Error(400, "ORDERPAID", "该订单已支付");
    public static WeChatReply OrderClosed { get; } = Error(400, "ORDER_CLOSED", "订单已关闭");
    public static WeChatReply OrderReversed { get; } = Error(400, "ORDER_REVERSED", "订单已撤销，请重新下单支付");
    public static WeChatReply NumberUsed { get; } = Error(403, "OUT_TRADE_NO_USED", "商户订单号重复");
    public static WeChatReply UserPaying { get; } = Error(202, "USERPAYING", "需要用户输入支付密码");
    public static WeChatReply NotEnough { get; } = Error(403, "NOT_ENOUGH", "用户余额不足");
    public static WeChatReply CodeExpired { get; } = Error(400, "AUTH_CODE_EXPIRED", "付款码已过期，请刷新再试");
    public static WeChatReply CodeUsed { get; } = Error(400, "AUTH_CODE_ERROR", "每个二维码仅限使用一次，请刷新再试");

    public static WeChatReply CodeInvalid { get; } =
        Error(400, "AUTH_CODE_INVALID", "请扫描微信支付授权码(以10/11/12/13/14/15为前缀的18位数字)");

    public static WeChatReply TradeError(string message) => Error(403, "TRADE_ERROR", message);

    public static WeChatReply Invalid(string message) => Error(400, "INVALID_REQUEST", message);

    public static WeChatReply Error(int status, string code, string message, bool signed = true) =>
        WeChatReply.Json(
            status,
            json =>
            {
                json.WriteString("code", code);
                json.WriteString("message", message);
            },
            signed
        );

    /// <summary>A field that is not as it has to be.</summary>
    public static WeChatReply Parameter(string location, string field, string label, string issue) =>
        WeChatReply.Json(
            400,
            json =>
            {
                json.WriteString("code", "PARAM_ERROR");
                json.WriteStartObject("detail");
                json.WriteString("field", field);
                json.WriteString("issue", issue);
                json.WriteString("location", location);
                json.WriteEndObject();
                json.WriteString("message", $"输入源“/{location}{field}”映射到字段“{label}”{issue}");
            }
        );

    /// <summary>The same error by the name that older documents have.</summary>
    public static WeChatReply Renamed(WeChatReply reply)
    {
        if (reply.Status < 400 || reply.Body.Length == 0)
        {
            return reply;
        }

        var text = System.Text.Encoding.UTF8.GetString(reply.Body);
        foreach (var (name, old) in s_oldNames)
        {
            text = text.Replace($"\"code\":\"{name}\"", $"\"code\":\"{old}\"", StringComparison.Ordinal);
        }

        return reply with
        {
            Body = System.Text.Encoding.UTF8.GetBytes(text),
        };
    }
}
