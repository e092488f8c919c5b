using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Guitai.Host.Wallets;

/// <summary>How both wallets write moments, money and JSON.</summary>
internal static class WalletText
{
    private static readonly TimeSpan s_china = TimeSpan.FromHours(8);
    private static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions s_strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>2021-01-28 17:07:11, in China.</summary>
    public static string Plain(long unixMs) => Write(unixMs, "yyyy-MM-dd HH:mm:ss");

    /// <summary>2021-01-28T17:07:11+08:00.</summary>
    public static string Iso(long unixMs) => Write(unixMs, "yyyy-MM-dd'T'HH:mm:sszzz");

    /// <summary>The moment at which a day begins in China.</summary>
    public static long StartMs(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), s_china).ToUnixTimeMilliseconds();

    public static bool TryReadPlain(string text, out long unixMs)
    {
        unixMs = 0;
        if (!DateTime.TryParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
        {
            return false;
        }

        unixMs = new DateTimeOffset(moment, s_china).ToUnixTimeMilliseconds();
        return true;
    }

    /// <summary>12.34.</summary>
    public static string Yuan(long minor) => (minor / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Reads 12.34, -0.05 or 0.01000 as fen; nothing that is not whole fen.</summary>
    public static bool TryReadYuan(string text, out long minor)
    {
        minor = 0;
        if (
            text.Length is 0 or > 20
            || !decimal.TryParse(
                text,
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var yuan
            )
            || Math.Abs(yuan) > 1_000_000_000_000m
            || decimal.Truncate(yuan * 100) != yuan * 100
        )
        {
            return false;
        }

        minor = (long)(yuan * 100);
        return true;
    }

    /// <summary>What a customer reads, as long as the wallet takes it and without what breaks a line or a cell of a bill or is refused.</summary>
    public static string Subject(string text, int most)
    {
        var kept = new StringBuilder();
        foreach (
            var rune in text.EnumerateRunes()
                .Where(r => !Rune.IsControl(r) && r.Value is not (',' or '`' or '/' or '=' or '&' or '"' or '\\'))
                .Take(most)
        )
        {
            kept.Append(rune.ToString());
        }

        return kept.Length > 0 ? kept.ToString() : "-";
    }

    /// <summary>An object as both wallets take it: Chinese stands there as it is.</summary>
    public static byte[] Json(Action<Utf8JsonWriter> write)
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

    /// <summary>An object; null for anything else, and where a name stands twice.</summary>
    public static JsonElement? Object(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, s_strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A text in an object; empty when it is missing or no text.</summary>
    public static string Text(this JsonElement element, string name)
    {
        try
        {
            return
                element.ValueKind == JsonValueKind.Object
                && element.TryGetProperty(name, out var found)
                && found.ValueKind == JsonValueKind.String
                ? found.GetString()!
                : "";
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return "";
        }
    }

    /// <summary>A whole number in an object; null when it is missing or none.</summary>
    public static long? Whole(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var found)
        && found.ValueKind == JsonValueKind.Number
        && found.TryGetInt64(out var value)
            ? value
            : null;

    /// <summary>An object in an object; an undefined element when it is missing or none.</summary>
    public static JsonElement Inside(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) ? found : default;

    private static string Write(long unixMs, string format) =>
        DateTimeOffset.FromUnixTimeMilliseconds(unixMs).ToOffset(s_china).ToString(format, CultureInfo.InvariantCulture);
}
