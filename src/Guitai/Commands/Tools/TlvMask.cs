using System.Text.Json.Nodes;
using Guitai.Emv.Tlv;

namespace Guitai.Commands.Tools;

/// <summary>BER-TLV as the tools print it: the values of sensitive tags as asterisks, wherever they stand.</summary>
internal static class TlvMask
{
    /// <summary>Hex of objects with sensitive values starred; all of it hidden when it is not BER-TLV.</summary>
    public static string Masked(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        return TlvNode.Parse(bytes, out var nodes).IsNone ? Hex(bytes, nodes) : "***";
    }

    /// <summary>Nodes as JSON: tag, value and children.</summary>
    public static JsonArray Json(IReadOnlyList<TlvNode> nodes, bool showSensitive) =>
        [
            .. nodes.Select(node =>
                (JsonNode)
                    new JsonObject
                    {
                        ["tag"] = node.Tag.ToString(),
                        ["value"] =
                            showSensitive ? ToolOutput.Hex(node.Value.Span)
                            : DataElements.IsSensitive(node.Tag) ? new string('*', 2 * node.Value.Length)
                            : Hex(node.Value, node.Children),
                        ["children"] = Json(node.Children, showSensitive),
                    }
            ),
        ];

    /// <summary>Objects from JSON as <see cref="Json"/> prints them; a template without a value is made of its children.</summary>
    public static void Write(ref TlvWriter writer, JsonArray objects, int level = 0)
    {
        foreach (var item in objects)
        {
            if (
                item is not JsonObject given
                || given["tag"] is not JsonValue tagText
                || !tagText.TryGetValue<string>(out var text)
                || !Tag.TryParse(text, out var tag)
            )
            {
                throw ToolInput.Refuse(
                    "--json: each object must have a \"tag\" of one to three bytes in hex.",
                    "--json：每个对象都必须有一到三字节的十六进制 “tag”。"
                );
            }

            if (given["children"] is JsonArray { Count: > 0 } children && level < TlvNode.DeepestLevel)
            {
                writer.Begin(tag);
                Write(ref writer, children, level + 1);
                writer.End();
            }
            else if (given["value"] is JsonValue value && value.TryGetValue<string>(out var hex))
            {
                writer.Write(tag, ToolInput.Hex($"--json: {tag}", hex));
            }
            else
            {
                throw ToolInput.Refuse(
                    $"--json: {tag} must have a \"value\" in hex or \"children\".",
                    $"--json：{tag} 必须有 “value” 或 “children”。"
                );
            }
        }
    }

    /// <summary>The refusal of bytes that are not BER-TLV.</summary>
    public static Hosting.Failure Refuse(TlvError error) =>
        ToolInput.Refuse(
            error.ToString(),
            error.Fault switch
            {
                TlvFault.EndsEarly => $"第 {error.Offset} 字节处的对象提前结束。",
                TlvFault.LongTag => $"第 {error.Offset} 字节处的标签超过三字节。",
                TlvFault.LengthForm => $"第 {error.Offset} 字节处对象的长度格式不符合 EMV。",
                TlvFault.TooDeep => $"第 {error.Offset} 字节处的对象嵌套过深。",
                TlvFault.NoRoom => "空间不足。",
                _ => "标签必须是一到三字节，值不超过 65535 字节。",
            }
        );

    private static string Hex(ReadOnlyMemory<byte> bytes, IReadOnlyList<TlvNode> nodes)
    {
        var text = ToolOutput.Hex(bytes.Span).ToCharArray();
        Star(bytes.Span, nodes, text);
        return new string(text);
    }

    private static void Star(ReadOnlySpan<byte> all, IReadOnlyList<TlvNode> nodes, char[] text)
    {
        foreach (var node in nodes)
        {
            if (DataElements.IsSensitive(node.Tag))
            {
                all.Overlaps(node.Value.Span, out var at);
                text.AsSpan(2 * at, 2 * node.Value.Length).Fill('*');
            }

            Star(all, node.Children, text);
        }
    }
}
