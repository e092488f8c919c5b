using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Guitai.Hosting;

namespace Guitai.Commands.Tools;

/// <summary>
/// What a tool is given. Every value may be given as it is, as <c>@FILE</c> (read from that file, so that a secret stays out of the shell's history) or
/// as <c>@-</c> (read from standard input). White space around a value is dropped.
/// </summary>
internal static class ToolInput
{
    private const int LongestFile = 4 * 1024 * 1024;

    /// <summary>An option with a text value that must be given.</summary>
    public static Option<string> Required(string name, string description) => new(name) { Description = description, Required = true };

    /// <summary>An option with a text value that may be missing.</summary>
    public static Option<string?> Optional(string name, string description) => new(name) { Description = description };

    /// <summary>The option's text; null when it was not given.</summary>
    /// <exception cref="Failure">The file that it names cannot be read.</exception>
    public static string? OptionalText(this ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } given ? Resolve(option.Name, given) : null;

    /// <summary>The text of an option that was given.</summary>
    /// <exception cref="Failure">The file that it names cannot be read.</exception>
    public static string Text(this ParseResult parsed, Option<string> option) => Resolve(option.Name, parsed.GetValue(option)!);

    /// <summary>The option's bytes from hex; null when it was not given.</summary>
    /// <exception cref="Failure">It is not hex, or not of one of the lengths.</exception>
    public static byte[]? OptionalHex(this ParseResult parsed, Option<string?> option, params int[] lengths) =>
        parsed.OptionalText(option) is { } text ? Hex(option.Name, text, lengths) : null;

    /// <summary>The bytes of a hex option that was given.</summary>
    /// <exception cref="Failure">It is not hex, or not of one of the lengths.</exception>
    public static byte[] Hex(this ParseResult parsed, Option<string> option, params int[] lengths) =>
        Hex(option.Name, parsed.Text(option), lengths);

    /// <summary>Bytes from hex digits of either case; white space between them is dropped.</summary>
    /// <param name="name">How the value is called in the sentence of a refusal; the value itself never stands there.</param>
    /// <param name="text">The digits.</param>
    /// <param name="lengths">The lengths in bytes that are allowed; none for any.</param>
    /// <exception cref="Failure">It is not hex, or not of one of the lengths.</exception>
    public static byte[] Hex(string name, string text, params int[] lengths)
    {
        var digits = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        if (digits.Any(c => !char.IsAsciiHexDigit(c)))
        {
            throw Refuse($"{name} must be hexadecimal digits.", $"{name} 必须是十六进制数字。");
        }

        if (digits.Length % 2 != 0)
        {
            throw Refuse($"{name} has an odd number of hexadecimal digits.", $"{name} 的十六进制位数是奇数。");
        }

        var bytes = Convert.FromHexString(digits);
        if (lengths.Length > 0 && !lengths.Contains(bytes.Length))
        {
            var allowed = string.Join(" or ", lengths);
            throw Refuse(
                $"{name} must be {allowed} bytes long, not {bytes.Length}.",
                $"{name} 的长度必须是 {string.Join(" 或 ", lengths)} 字节，而不是 {bytes.Length} 字节。"
            );
        }

        return bytes;
    }

    /// <summary>Decimal digits, as PANs, PINs and dates are given.</summary>
    /// <exception cref="Failure">Something else stands there, or the length is out of bounds.</exception>
    public static string Digits(string name, string text, int shortest, int longest)
    {
        if (text.Any(c => !char.IsAsciiDigit(c)))
        {
            throw Refuse($"{name} must be decimal digits.", $"{name} 必须是十进制数字。");
        }

        if (text.Length < shortest || text.Length > longest)
        {
            var bounds = shortest == longest ? $"{shortest}" : $"{shortest} to {longest}";
            throw Refuse(
                $"{name} must have {bounds} digits, not {text.Length}.",
                $"{name} 必须是 {(shortest == longest ? $"{shortest}" : $"{shortest} 到 {longest}")} 位数字，而不是 {text.Length} 位。"
            );
        }

        return text;
    }

    /// <summary>One of the named choices, for example a dialect or an algorithm; upper and lower case are the same.</summary>
    /// <exception cref="Failure">It is none of them.</exception>
    public static T Choice<T>(string name, string text, IReadOnlyDictionary<string, T> choices) =>
        choices.FirstOrDefault(c => string.Equals(c.Key, text, StringComparison.OrdinalIgnoreCase)) is { Key: not null } found
            ? found.Value
            : throw Refuse(
                $"{name} must be one of {string.Join(", ", choices.Keys)}.",
                $"{name} 必须是下列之一：{string.Join("、", choices.Keys)}。"
            );

    /// <summary>An object of JSON; names that stand twice are refused.</summary>
    /// <exception cref="Failure">It is anything else.</exception>
    public static JsonObject Json(string name, string text)
    {
        try
        {
            var parsed = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
            if (parsed is JsonObject found)
            {
                return found;
            }
        }
        catch (JsonException)
        {
            // Said below, without the content.
        }

        throw Refuse($"{name} must be a JSON object.", $"{name} 必须是 JSON 对象。");
    }

    /// <summary>A refusal of what was given: both sentences on standard error, exit code 2.</summary>
    public static Failure Refuse(string english, string chinese) => new(english, chinese, exitCode: 2);

    private static string Resolve(string name, string given)
    {
        if (!given.StartsWith('@'))
        {
            return given.Trim();
        }

        try
        {
            if (given == "@-")
            {
                return Console.In.ReadToEnd().Trim();
            }

            var file = new FileInfo(given[1..]);
            return file.Exists && file.Length <= LongestFile
                ? File.ReadAllText(file.FullName, Encoding.UTF8).Trim()
                : throw Refuse(
                    $"{name}: the file {file} is not there or is larger than 4 MiB.",
                    $"{name}：文件 {file} 不存在，或大于 4 MiB。"
                );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Refuse($"{name}: the file {given[1..]} cannot be read.", $"{name}：文件 {given[1..]} 无法读取。");
        }
    }
}
