using System.CommandLine;
using System.Text.Json.Nodes;
using Guitai.Emv.Dol;
using Guitai.Emv.Tlv;

namespace Guitai.Commands.Tools;

/// <summary><c>guitai tool dol</c>: the data that a card's list asks for.</summary>
internal static class DolTool
{
    public static Command Make()
    {
        var dol = ToolInput.Required("--dol", "The list of tags and lengths as hexadecimal digits");
        var data = ToolInput.Required("--data", "Where the values come from: BER-TLV as hexadecimal digits");
        return new ToolAction(
            "dol",
            "Builds the data of a data object list by EMV Book 3, 5.4",
            parsed => Build(parsed.Hex(dol), parsed.Hex(data)),
            [dol, data],
            [
                "guitai tool dol --dol 9F02069F1A0295055F2A029A039C019F3704 --data 9F02060000000012349F1A0201565F2A0201569A032611219C01009F37041A2B3C4D",
                "guitai tool dol --dol 9F66049F0206 --data 9F6604260000009F02020100",
            ]
        );
    }

    private static JsonObject Build(byte[] list, byte[] data)
    {
        var error = TlvNode.Parse(data, out _);
        if (!error.IsNone)
        {
            throw TlvMask.Refuse(error);
        }

        // A list's byte of length asks for 127 bytes at most.
        var built = new byte[127 * list.Length];
        var fault = DataObjectList.Build(list, new TlvDataObjects(data), built, out var written);
        return fault switch
        {
            DolFault.None => new JsonObject { ["hex"] = ToolOutput.Hex(built.AsSpan(0, written)) },
            DolFault.EndsEarly => throw ToolInput.Refuse("--dol ends inside a tag or before a length.", "--dol 在标签中间或长度之前结束。"),
            DolFault.BadTag => throw ToolInput.Refuse(
                "--dol holds what is not a tag of one to three bytes.",
                "--dol 含有不是一到三字节的标签。"
            ),
            _ => throw ToolInput.Refuse("--dol holds a length of more than one byte.", "--dol 含有超过一字节的长度。"),
        };
    }
}
