using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Guitai.Terminal.Journal;

/// <summary>The JSON of the journal and its projections.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(Entry))]
[JsonSerializable(typeof(Payment))]
[JsonSerializable(typeof(Books))]
[JsonSerializable(typeof(ChipLists))]
[JsonSerializable(typeof(Head))]
public sealed partial class TerminalJson : JsonSerializerContext
{
    /// <summary>A record as UTF-8.</summary>
    public static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, typeof(T), Holder.Readable);

    /// <summary>A record as text.</summary>
    public static string Text<T>(T value) => JsonSerializer.Serialize(value, typeof(T), Holder.Readable);

    /// <summary>Reads a record.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static T Read<T>(ReadOnlySpan<byte> bytes) =>
        (T?)JsonSerializer.Deserialize(bytes, typeof(T), Holder.Readable) ?? throw new JsonException($"A {typeof(T).Name} cannot be null.");

    /// <inheritdoc cref="Read{T}(ReadOnlySpan{byte})"/>
    public static T Read<T>(string text) =>
        (T?)JsonSerializer.Deserialize(text, typeof(T), Holder.Readable) ?? throw new JsonException($"A {typeof(T).Name} cannot be null.");

    // A nested class, so that the generated Default is there before this is made from it.
    private static class Holder
    {
        public static readonly TerminalJson Readable = new(
            new JsonSerializerOptions(Default!.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
        );
    }
}

/// <summary>The end of the journal.</summary>
/// <param name="Position">Of the last entry; 0 for none.</param>
/// <param name="Hash">Of the last entry, hexadecimal.</param>
public sealed record Head(long Position, string Hash);
