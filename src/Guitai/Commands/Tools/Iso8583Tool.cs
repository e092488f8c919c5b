using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Guitai.Iso8583;

namespace Guitai.Commands.Tools;

/// <summary><c>guitai tool iso8583 decode|encode</c>: between a message's bytes and its fields as JSON.</summary>
internal static class Iso8583Tool
{
    private const string SignOn = "0800822000000000000004000000000000001121120000000001301";

    public static Command Make()
    {
        var dialect = ToolInput.Required("--dialect", $"How the message is written: {string.Join(", ", Dialects.ByName.Keys)}");
        var hex = ToolInput.Required("--hex", "The message as hexadecimal digits, without length, TPDU and header");
        var json = ToolInput.Required("--json", "The message as decode prints it: {\"mti\":…,\"fields\":{…}}");
        var show = new Option<bool>("--show-sensitive") { Description = "Print card data, PIN blocks and private fields too" };
        var echo = Convert.ToHexString(System.Text.Encoding.ASCII.GetBytes(SignOn));
        return new Command("iso8583", "Reads and writes ISO 8583 messages")
        {
            new ToolAction(
                "decode",
                "Reads a message: its type and its fields, bytes as hex; card data is masked",
                parsed => Decode(Dialect(parsed.Text(dialect)), parsed.Hex(hex), parsed.GetValue(show)),
                [dialect, hex, show],
                [
                    "guitai tool iso8583 decode --dialect unionpay --hex 0200702006C000C082001962284800000000000140000000000000001234000001051000010006313030303030303131323334353637383930313233343531353600239F2608A1B2C3D4E5F607185A0A6228480000000000014F",
                    $"guitai tool iso8583 decode --dialect ascii87 --hex {echo}",
                    "guitai tool iso8583 decode --dialect binary87 --show-sensitive --hex 01006000000000000000164761739001010119000000",
                ]
            ),
            new ToolAction(
                "encode",
                "Writes a message from its type and fields",
                parsed => Encode(Dialect(parsed.Text(dialect)), parsed.Text(json)),
                [dialect, json],
                [
                    "guitai tool iso8583 encode --dialect unionpay --json '{\"mti\":\"0200\",\"fields\":{\"3\":\"000000\",\"4\":\"000000001234\",\"11\":\"000001\",\"55\":\"9F2608A1B2C3D4E5F60718\"}}'",
                    "guitai tool iso8583 encode --dialect ascii93 --json '{\"mti\":\"1804\",\"fields\":{\"11\":\"000001\",\"12\":\"261121120000\",\"70\":\"301\"}}'",
                ]
            ),
        };
    }

    private static Dialect Dialect(string name) => ToolInput.Choice("--dialect", name, Dialects.ByName);

    private static JsonObject Decode(Dialect dialect, byte[] bytes, bool showSensitive)
    {
        var error = IsoMessage.Read(dialect, bytes, out var message);
        if (!error.IsNone)
        {
            throw Refuse(error);
        }

        var fields = new JsonObject();
        var shown = showSensitive
            ? message!.Fields
            : message!.Masked(dialect, new Dictionary<int, Func<string, string>> { [55] = TlvMask.Masked });
        foreach (var (field, text) in shown)
        {
            fields[field.ToString(CultureInfo.InvariantCulture)] = text;
        }

        return new JsonObject { ["mti"] = message.Type.ToString(), ["fields"] = fields };
    }

    private static JsonObject Encode(Dialect dialect, string json)
    {
        var given = ToolInput.Json("--json", json);
        if (given["mti"] is not JsonValue type || !type.TryGetValue<string>(out var digits) || !Mti.TryParse(digits, out var mti))
        {
            throw ToolInput.Refuse("--json: \"mti\" must be four digits as text.", "--json：“mti” 必须是四位数字的文本。");
        }

        if (given["fields"] is not JsonObject fields)
        {
            throw ToolInput.Refuse("--json: \"fields\" must be an object.", "--json：“fields” 必须是一个对象。");
        }

        var message = new IsoMessage(mti);
        foreach (var (name, value) in fields)
        {
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var field) || field is < 2 or > 128)
            {
                throw ToolInput.Refuse("--json: a field's name must be its number, 2 to 128.", "--json：域的名称必须是 2 到 128 的域号。");
            }

            if (value is not JsonValue plain || !plain.TryGetValue<string>(out var text))
            {
                throw ToolInput.Refuse($"--json: field {field} must be text.", $"--json：第 {field} 域必须是文本。");
            }

            message[field] = text;
        }

        var error = message.Write(dialect, out var bytes);
        return error.IsNone ? new JsonObject { ["hex"] = ToolOutput.Hex(bytes) } : throw Refuse(error);
    }

    private static Hosting.Failure Refuse(MessageError error) => ToolInput.Refuse(error.ToString(), Chinese(error));

    private static string Chinese(MessageError error)
    {
        var place = error.Fault switch
        {
            Fault.TypeNotDigits or Fault.OtherVersion => "消息类型",
            Fault.BitmapNotHex => "位图",
            _ when error.Field == 0 => "报文",
            _ => $"第 {error.Field} 域",
        };
        var reason = error.Fault switch
        {
            Fault.EndsEarly => "报文提前结束",
            Fault.BytesLeft => "最后一个域之后还有多余字节",
            Fault.TypeNotDigits => "不是四位数字",
            Fault.OtherVersion => "与方言的 ISO 8583 版本不符",
            Fault.BitmapNotHex => "不是十六进制",
            Fault.UnknownField => "该方言没有这个域",
            Fault.LengthNotDigits => "长度不是数字",
            Fault.TooLong => "超过格式允许的长度",
            Fault.TooShort => "短于格式规定的长度",
            Fault.Characters => "含有不允许的字符",
            Fault.Padding => "填充与格式不符",
            Fault.OtherKind => "值的种类与域不符",
            Fault.Order => "域必须按号递增，各出现一次",
            _ => "空间不足",
        };
        return $"{place}（字节 {error.Offset}）：{reason}。";
    }
}
