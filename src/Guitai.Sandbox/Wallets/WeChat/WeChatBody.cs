using System.Text;
using System.Text.Json;

namespace Guitai.Sandbox.Wallets.WeChat;

/// <summary>
/// Reads a JSON body as WeChat Pay does: types are exact (a number in quotes is no number), lengths count, a required field may not be missing, what is not known
/// is passed over. The first flaw is the answer.
/// </summary>
internal sealed class WeChatBody
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private readonly JsonElement _root;

    private WeChatBody(JsonElement root) => _root = root;

    /// <summary>What is wrong; null so far.</summary>
    public WeChatReply? Flaw { get; private set; }

    /// <summary>Reads a body; null when it is no JSON object.</summary>
    public static WeChatBody? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            // A text that is no UTF-8 is told when it is read, not here.
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(body.Span);
            var document = JsonDocument.Parse(body, s_options);
            return document.RootElement.ValueKind == JsonValueKind.Object ? new WeChatBody(document.RootElement) : null;
        }
        catch (Exception exception) when (exception is JsonException or DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>A text that has to be there.</summary>
    public string Text(string path, string label, int most) => Optional(path, label, most, required: true) ?? "";

    /// <summary>A text that may be there.</summary>
    public string? Optional(string path, string label, int most) => Optional(path, label, most, required: false);

    /// <summary>A whole number that has to be there.</summary>
    public long Integer(string path, string label, long least, long most)
    {
        var found = Find(path, out var missing);
        if (Flaw is not null)
        {
            return 0;
        }

        if (missing)
        {
            Flaw = Fault(path, label, "必填性规则校验失败，此字段为必填项");
        }
        else if (found.ValueKind != JsonValueKind.Number || !found.TryGetInt64(out var number))
        {
            Flaw = Fault(path, label, "类型不正确，应为整数");
        }
        else if (number < least || number > most)
        {
            Flaw = Fault(path, label, $"数值规则校验失败，数值{number}不在{least}到{most}之间");
        }
        else
        {
            return number;
        }

        return 0;
    }

    /// <summary>True when something stands there.</summary>
    public bool Has(string path)
    {
        Find(path, out var missing);
        return !missing;
    }

    /// <summary>A flaw that only whoever reads can see.</summary>
    public void Refuse(string path, string label, string issue) => Flaw ??= Fault(path, label, issue);

    private string? Optional(string path, string label, int most, bool required)
    {
        var found = Find(path, out var missing);
        if (Flaw is not null)
        {
            return null;
        }

        if (missing)
        {
            Flaw = required ? Fault(path, label, "必填性规则校验失败，此字段为必填项") : null;
            return null;
        }

        if (found.ValueKind != JsonValueKind.String)
        {
            Flaw = Fault(path, label, "类型不正确，应为字符串");
            return null;
        }

        if (JsonText.Of(found) is not { } text)
        {
            Flaw = Fault(path, label, "不是合法的UTF-8字符串");
            return null;
        }

        var length = text.EnumerateRunes().Count();
        if (length > most || (required && length == 0))
        {
            Flaw = Fault(
                path,
                label,
                length == 0 ? "字符串规则校验失败，字符数 0，小于最小值 1" : $"字符串规则校验失败，字符数 {length}，大于最大值 {most}"
            );
            return null;
        }

        return text;
    }

    private JsonElement Find(string path, out bool missing)
    {
        var at = _root;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at) || at.ValueKind == JsonValueKind.Null)
            {
                missing = true;
                return default;
            }
        }

        missing = false;
        return at;
    }

    private static WeChatReply Fault(string path, string label, string issue) => WeChatErrors.Parameter("body", path, label, issue);
}
