using System.CommandLine;
using System.Text.Json.Nodes;
using Guitai.Emv.Qr;
using Guitai.Emv.Tlv;

namespace Guitai.Commands.Tools;

/// <summary><c>guitai tool qr parse|build</c>: EMVCo payment codes, merchant- and consumer-presented.</summary>
internal static class QrTool
{
    public static Command Make()
    {
        var payload = ToolInput.Required("--payload", "The code's text: a merchant's begins with 000201, a consumer's is base64");
        var json = ToolInput.Required("--json", "The code as parse prints it: {\"type\":\"merchant\",\"objects\":[…]}");
        var show = new Option<bool>("--show-sensitive") { Description = "Print a consumer's card number, track and name too" };
        return new Command("qr", "Reads and makes EMVCo payment codes")
        {
            new ToolAction(
                "parse",
                "Reads a payment code and checks its checksum and its rules",
                parsed => Parse(parsed.Text(payload), parsed.GetValue(show)),
                [payload, show],
                [
                    "guitai tool qr parse --payload '00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN5914BEST TRANSPORT6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233030412340603***0708A60086670902ME91320016A0112233449988770708123456786304A13A'",
                    "guitai tool qr parse --payload hQVDUFYwMWETTwegAAAAVVVVUAhQcm9kdWN0MQ==",
                ]
            ),
            new ToolAction(
                "build",
                "Makes a payment code's text from its objects",
                parsed => Build(parsed.Text(json)),
                [json],
                [
                    "guitai tool qr build --json '{\"type\":\"merchant\",\"objects\":[{\"id\":\"00\",\"value\":\"01\"},{\"id\":\"01\",\"value\":\"12\"},{\"id\":\"29\",\"children\":[{\"id\":\"00\",\"value\":\"D15600000000\"},{\"id\":\"05\",\"value\":\"A93FO3230Q\"}]},{\"id\":\"52\",\"value\":\"5411\"},{\"id\":\"53\",\"value\":\"156\"},{\"id\":\"54\",\"value\":\"12.34\"},{\"id\":\"58\",\"value\":\"CN\"},{\"id\":\"59\",\"value\":\"GUITAI\"},{\"id\":\"60\",\"value\":\"BEIJING\"}]}'",
                    "guitai tool qr build --json '{\"type\":\"consumer\",\"objects\":[{\"tag\":\"85\",\"value\":\"4350563031\"},{\"tag\":\"61\",\"children\":[{\"tag\":\"4F\",\"value\":\"A0000003330101\"},{\"tag\":\"50\",\"value\":\"556E696F6E506179\"}]}]}'",
                ]
            ),
        };
    }

    private static JsonObject Parse(string payload, bool showSensitive)
    {
        if (payload.StartsWith("00", StringComparison.Ordinal))
        {
            var error = MerchantQr.Parse(payload, out var qr);
            return error.IsNone
                ? new JsonObject
                {
                    ["type"] = "merchant",
                    ["objects"] = Objects(qr!.Objects),
                    ["crc"] = payload[^4..].ToUpperInvariant(),
                }
                : throw Refuse(error);
        }

        var wrong = ConsumerQr.Parse(payload, out var nodes);
        return wrong.IsNone
            ? new JsonObject { ["type"] = "consumer", ["objects"] = TlvMask.Json(nodes, showSensitive) }
            : throw Refuse(wrong);
    }

    private static JsonArray Objects(IReadOnlyList<QrObject> objects) =>
        [
            .. objects.Select(o =>
                (JsonNode)
                    new JsonObject
                    {
                        ["id"] = o.Id,
                        ["value"] = o.Value,
                        ["children"] = Objects(o.Children),
                    }
            ),
        ];

    private static JsonObject Build(string json)
    {
        var given = ToolInput.Json("--json", json);
        if (given["objects"] is not JsonArray objects)
        {
            throw ToolInput.Refuse("--json: \"objects\" must be an array.", "--json：“objects” 必须是数组。");
        }

        var type = given["type"] is JsonValue value && value.TryGetValue<string>(out var name) ? name : "";
        var payload = "";
        var error = type switch
        {
            "merchant" => MerchantQr.Build(Objects(objects, 0), out payload),
            "consumer" => ConsumerQr.Build(Payload(objects), out payload),
            _ => throw ToolInput.Refuse(
                "--json: \"type\" must be \"merchant\" or \"consumer\".",
                "--json：“type” 必须是 “merchant” 或 “consumer”。"
            ),
        };
        return error.IsNone ? new JsonObject { ["payload"] = payload } : throw Refuse(error);
    }

    private static List<QrObject> Objects(JsonArray objects, int level)
    {
        var made = new List<QrObject>();
        foreach (var item in objects)
        {
            if (item is not JsonObject given || given["id"] is not JsonValue idText || !idText.TryGetValue<string>(out var id))
            {
                throw ToolInput.Refuse(
                    "--json: each object must have an \"id\" of two digits.",
                    "--json：每个对象都必须有两位数字的 “id”。"
                );
            }

            var children = given["children"] is JsonArray nested && level < 3 ? Objects(nested, level + 1) : [];
            var text = given["value"] is JsonValue value && value.TryGetValue<string>(out var plain) ? plain : "";
            made.Add(new QrObject(id, text, children));
        }

        // The checksum is made here: one that was printed by parse is not an object.
        return made;
    }

    private static byte[] Payload(JsonArray objects)
    {
        var bytes = new byte[8192];
        var writer = new TlvWriter(bytes);
        TlvMask.Write(ref writer, objects);
        var error = writer.Finish(out var written);
        return error.IsNone ? bytes[..written] : throw TlvMask.Refuse(error);
    }

    private static Hosting.Failure Refuse(QrError error)
    {
        var place = error.Id.Length == 0 ? "付款码" : $"对象 {error.Id}";
        var reason = error.Fault switch
        {
            QrFault.ChecksumMissing => "必须以校验值结尾",
            QrFault.ChecksumWrong => "校验值不符",
            QrFault.Structure => "不是由编号、长度和值组成",
            QrFault.EndsEarly => "值短于其长度",
            QrFault.Twice => "重复出现",
            QrFault.Missing => "缺失",
            QrFault.Unexpected => "不应出现",
            QrFault.Empty => "没有值",
            QrFault.TooLong => "过长",
            QrFault.NotBase64 => "不是 base64",
            QrFault.NotTlv => "不是 BER-TLV",
            _ => "格式不符",
        };
        return ToolInput.Refuse(error.ToString(), $"{place}：{reason}。");
    }
}
