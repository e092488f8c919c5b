using System.CommandLine;
using System.Text.Json.Nodes;
using Guitai.Emv.Tlv;

namespace Guitai.Commands.Tools;

/// <summary><c>guitai tool tlv</c>: BER-TLV as a tree.</summary>
internal static class TlvTool
{
    public static Command Make()
    {
        var hex = ToolInput.Required("--hex", "Objects as hexadecimal digits");
        var show = new Option<bool>("--show-sensitive") { Description = "Print card numbers, tracks and names too" };
        return new ToolAction(
            "tlv",
            "Reads BER-TLV: tags, values and what stands in templates; card data is masked",
            parsed => Read(parsed.Hex(hex), parsed.GetValue(show)),
            [hex, show],
            [
                "guitai tool tlv --hex 9F2608A1B2C3D4E5F607189F27018095050000008000",
                "guitai tool tlv --hex '6F 0E 84 07 A0000003330101 A5 03 87 01 01'",
                "guitai tool tlv --show-sensitive --hex 5A084761739001010119",
            ]
        );
    }

    private static JsonObject Read(byte[] bytes, bool showSensitive)
    {
        var error = TlvNode.Parse(bytes, out var nodes);
        return error.IsNone ? new JsonObject { ["objects"] = TlvMask.Json(nodes, showSensitive) } : throw TlvMask.Refuse(error);
    }
}
