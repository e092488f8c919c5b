using System.Text.Encodings.Web;
using System.Text.Json;

namespace Guitai.Sandbox.Wallets.Alipay;

/// <summary>The node of an answer, as its raw text: what is signed is these bytes.</summary>
internal sealed record AlipayReply(byte[] Node)
{
    private static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static AlipayReply SystemError { get; } = Failed("20000", "Service Currently Unavailable", "aop.ACQ.SYSTEM_ERROR", "系统异常");

    public static AlipayReply Success(Action<Utf8JsonWriter> write) => Of("10000", "Success", write);

    public static AlipayReply Waiting(Action<Utf8JsonWriter> write) => Of("10003", " order success pay inprocess", write);

    /// <summary>40004 with a code of the trade's own.</summary>
    public static AlipayReply Business(string subCode, string text, Action<Utf8JsonWriter>? more = null) =>
        Of(
            "40004",
            "Business Failed",
            json =>
            {
                json.WriteString("sub_code", subCode);
                json.WriteString("sub_msg", text);
                more?.Invoke(json);
            }
        );

    public static AlipayReply Failed(string code, string message, string subCode, string text) =>
        Of(
            code,
            message,
            json =>
            {
                json.WriteString("sub_code", subCode);
                json.WriteString("sub_msg", text);
            }
        );

    /// <summary>40002: a parameter of the business part.</summary>
    public static AlipayReply Parameter(string text) => Business("ACQ.INVALID_PARAMETER", text);

    private static AlipayReply Of(string code, string message, Action<Utf8JsonWriter> write)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, s_plain))
        {
            json.WriteStartObject();
            json.WriteString("code", code);
            json.WriteString("msg", message);
            write(json);
            json.WriteEndObject();
        }

        return new AlipayReply(buffer.WrittenSpan.ToArray());
    }
}

/// <summary>Reads the business part: texts with their lengths, amounts in yuan. The first flaw is the answer.</summary>
internal sealed class AlipayContent(JsonElement root)
{
    /// <summary>What is wrong; null so far.</summary>
    public AlipayReply? Flaw { get; private set; }

    /// <summary>A text that has to be there.</summary>
    public string Text(string name, int most)
    {
        var text = Optional(name, most);
        if (Flaw is null && string.IsNullOrEmpty(text))
        {
            Refuse($"参数有误，{name}不能为空");
        }

        return text ?? "";
    }

    /// <summary>A text that may be there.</summary>
    public string? Optional(string name, int most)
    {
        if (!root.TryGetProperty(name, out var found) || found.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (JsonText.Of(found) is not { } text || text.EnumerateRunes().Count() > most)
        {
            Refuse($"参数有误，{name}不正确");
            return null;
        }

        return text.Length > 0 ? text : null;
    }

    /// <summary>An amount in yuan, 0.01 to 100,000,000: text, or a number as it is written.</summary>
    public long Amount(string name)
    {
        var text = root.TryGetProperty(name, out var found)
            ? found.ValueKind switch
            {
                JsonValueKind.String => JsonText.Of(found),
                JsonValueKind.Number => found.GetRawText(),
                _ => null,
            }
            : null;
        if (text is null || !Yuan.TryRead(text, out var minor) || minor is < 1 or > 100_000_000_00)
        {
            Refuse($"参数有误，{name}不正确");
            return 0;
        }

        return minor;
    }

    /// <summary>A flaw that only whoever reads can see.</summary>
    public void Refuse(string text) => Flaw ??= AlipayReply.Parameter(text);
}
