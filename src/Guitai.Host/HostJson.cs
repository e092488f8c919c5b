using System.Text.Json;
using System.Text.Json.Serialization;

namespace Guitai.Host;

/// <summary>How the host writes JSON, on disk and to pages: camel case, names of enumerations, strict numbers.</summary>
public static class HostJson
{
    /// <summary>The options.</summary>
    public static JsonSerializerOptions Options { get; } =
        new(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.Strict,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
            RespectNullableAnnotations = true,
        };
}
