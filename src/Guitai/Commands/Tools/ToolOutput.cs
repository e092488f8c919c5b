using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Guitai.Commands.Tools;

/// <summary>What a tool answers: one JSON object on one line of standard output, binary as upper-case hex.</summary>
internal static class ToolOutput
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Bytes as a tool prints them.</summary>
    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes);

    /// <summary>Prints the answer.</summary>
    public static void Print(JsonObject answer) => Console.Out.WriteLine(answer.ToJsonString(s_json));
}
