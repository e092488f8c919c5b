using System.Text.Json;

namespace Guitai.Sandbox.Wallets;

/// <summary>Texts in JSON that somebody else wrote.</summary>
internal static class JsonText
{
    /// <summary>The text; null when it is none, or one that Unicode does not have (half of a surrogate pair).</summary>
    public static string? Of(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
