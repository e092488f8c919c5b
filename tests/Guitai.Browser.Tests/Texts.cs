using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Guitai.Browser.Tests;

/// <summary>What a person reads the pages in.</summary>
public enum Language
{
    Chinese,
    English,
}

/// <summary>The texts of one page, read from where the page itself takes them, so that tests name what a person sees and rewording breaks none.</summary>
internal sealed partial class Texts
{
    private readonly Dictionary<string, JsonObject> _namespaces = new(StringComparer.Ordinal);
    private readonly Language _language;

    /// <param name="entry">A folder of <c>web/src</c>: till, shop, display or sandbox.</param>
    public Texts(string entry, Language language)
    {
        _language = language;
        var file = language == Language.Chinese ? "zh-CN.json" : "en.json";
        var sources = Path.Combine(Repository.Root, "web", "src");
        foreach (var (name, texts) in Read(Path.Combine(sources, "shared", "i18n", file)))
        {
            _namespaces[name] = texts!.AsObject();
        }

        foreach (var path in Directory.GetFiles(Path.Combine(sources, entry), file, SearchOption.AllDirectories))
        {
            _namespaces[Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(path)))!] = Read(path);
        }
    }

    /// <summary>A text by its namespace and key, for example <c>pay:confirm</c>, with what stands in its braces.</summary>
    public string this[string key, params (string Name, object Value)[] values]
    {
        get
        {
            var count = values.FirstOrDefault(v => v.Name == "count").Value;
            var plural = _language == Language.English && count is 1 ? "_one" : "_other";
            var text = Find(key) ?? Find(key + plural) ?? throw new ArgumentException($"The pages have no text {key}.", nameof(key));
            return values.Aggregate(text, (t, v) => t.Replace("{{" + v.Name + "}}", $"{v.Value}", StringComparison.Ordinal));
        }
    }

    /// <summary>The text as a pattern, with anything where braces are.</summary>
    public Regex Pattern(string key) => new("^" + Braces().Replace(Regex.Escape(this[key]), ".*") + "$", RegexOptions.Singleline);

    /// <summary>The text as a pattern somewhere within another.</summary>
    public Regex Part(string key) => new(Braces().Replace(Regex.Escape(this[key]), ".*"), RegexOptions.Singleline);

    private static JsonObject Read(string path) => JsonNode.Parse(File.ReadAllText(path))!.AsObject();

    private string? Find(string key)
    {
        var (name, path) = (key.Split(':')[0], key.Split(':')[1]);
        JsonNode? node = _namespaces.GetValueOrDefault(name);
        foreach (var part in path.Split('.'))
        {
            node = (node as JsonObject)?[part];
        }

        return node is JsonValue value ? value.GetValue<string>() : null;
    }

    [GeneratedRegex(@"\\\{\\\{\w+\}\}|\\\{\\\{\w+\\\}\\\}")]
    private static partial Regex Braces();
}
