using System.Text.Json;
using System.Text.Json.Serialization;

namespace Guitai.Foundation;

/// <summary>A value that must not appear in a log, a message or a debugger: it prints as a mask in every formatter and serialises as null.</summary>
[JsonConverter(typeof(SecretJsonConverterFactory))]
[System.Diagnostics.DebuggerDisplay("***")]
public sealed class Secret<T>(T value) : IFormattable
{
    /// <summary>The one way to the value; named so that every use is easy to find.</summary>
    public T Reveal() => value;

    /// <inheritdoc/>
    public override string ToString() => "***";

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => "***";
}

/// <summary>Reads secrets from requests and never writes them.</summary>
public sealed class SecretJsonConverterFactory : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Secret<>);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<Secret<T>>
    {
        public override Secret<T>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<T>(ref reader, options) is { } value ? new Secret<T>(value) : null;

        public override void Write(Utf8JsonWriter writer, Secret<T> value, JsonSerializerOptions options) => writer.WriteNullValue();
    }
}
