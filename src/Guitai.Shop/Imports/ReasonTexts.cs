using System.Reflection;
using System.Text.Json;

namespace Guitai.Shop.Imports;

/// <summary>Reasons as sentences, the same ones that the pages show: their files are part of this program.</summary>
public sealed class ReasonTexts
{
    private static readonly Dictionary<string, ReasonTexts> s_languages = new(StringComparer.Ordinal)
    {
        ["zh-CN"] = new("zh-CN"),
        ["en"] = new("en"),
    };

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    private ReasonTexts(string language)
    {
        var name = $"{typeof(ReasonTexts).Assembly.GetName().Name}.Refusals.{language}.json";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var json = JsonDocument.Parse(stream);
        foreach (var text in json.RootElement.EnumerateObject())
        {
            if (text.Value.ValueKind == JsonValueKind.String)
            {
                _texts.Add(text.Name, text.Value.GetString()!);
            }
        }

        foreach (var field in json.RootElement.GetProperty("fields").EnumerateObject())
        {
            _fields.Add(field.Name, field.Value.GetString()!);
        }
    }

    /// <summary>English for <c>en</c>, otherwise Chinese.</summary>
    public static ReasonTexts In(string? language) => s_languages[language == "en" ? "en" : "zh-CN"];

    /// <summary>The sentence of a code; the code itself when there is none.</summary>
    public string Of(string code, IReadOnlyDictionary<string, string>? parameters)
    {
        if (!_texts.TryGetValue(code.Replace('.', '-'), out var text))
        {
            return code;
        }

        foreach (var (name, value) in parameters ?? new Dictionary<string, string>())
        {
            var shown = name == "field" ? _fields.GetValueOrDefault(value, value) : value;
            text = text.Replace("{{" + name + "}}", shown, StringComparison.Ordinal);
        }

        return text;
    }
}
