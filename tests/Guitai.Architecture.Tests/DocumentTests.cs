using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Guitai.Architecture.Tests;

/// <summary>Documents stay true: every path that they name exists, and the glossary names every term once.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] s_roots = ["src/", "tests/", "web/", "docs/", "build/", "bench/"];

    public static TheoryData<string> Documents =>
        [
            .. Directory
                .GetFiles(Repository.Root, "*.md")
                .Concat(Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
                .Select(f => Path.GetRelativePath(Repository.Root, f)),
        ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_path_that_a_document_names_exists(string document)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, document));
        var missing = CodeSpan()
            .Matches(text)
            .Select(m => m.Groups[1].Value.TrimEnd('/'))
            .Where(p => s_roots.Any(r => (p + "/").StartsWith(r, StringComparison.Ordinal)))
            .Where(p => !p.Contains('*', StringComparison.Ordinal) && !Path.Exists(Path.Combine(Repository.Root, p)))
            .Concat(
                Link()
                    .Matches(text)
                    .Select(m => m.Groups[1].Value)
                    .Where(l => !l.Contains("://", StringComparison.Ordinal))
                    .Where(l => !Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(document)!, l)))
            )
            .ToList();
        Assert.True(missing.Count == 0, $"{document} names what is not there: {string.Join(", ", missing)}");
    }

    [Fact]
    public void The_walkthrough_of_a_cash_sale_names_the_files_it_passes() =>
        Assert.True(
            CodeSpan()
                .Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/walkthroughs/cash-sale.md")))
                .Count(m => m.Groups[1].Value.StartsWith("src/", StringComparison.Ordinal)) > 10
        );

    [Theory]
    [InlineData("zh-CN.json")]
    [InlineData("en.json")]
    public void Every_alarm_of_the_host_is_explained_on_its_page_and_nothing_else_is(string file)
    {
        var raised = Directory
            .GetFiles(Path.Combine(Repository.Root, "src/Guitai.Host"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(f => RaisedAlarm().Matches(File.ReadAllText(f)).SelectMany(m => AlarmKind().Matches(m.Value)))
            .Select(m => m.Groups[1].Value.Replace('.', '-'))
            .Append("unknown");
        var page = Path.Combine(Repository.Root, "web/src/host/features/alarms/i18n", file);
        var explained = JsonNode.Parse(File.ReadAllText(page))!["kinds"]!.AsObject().Select(k => k.Key);
        Assert.Equal(raised.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_term_stands_in_the_glossary_once_and_in_order()
    {
        var terms = File.ReadAllLines(Path.Combine(Repository.Root, "docs/GLOSSARY.md"))
            .Where(l => l.StartsWith("| **", StringComparison.Ordinal))
            .Select(l => l.Split("**")[1])
            .ToList();
        Assert.NotEmpty(terms);
        Assert.Equal(terms.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase), terms);
    }

    // Up to the end of the kind: the first text, or the two of a choice.
    [GeneratedRegex(@"Alarms\.Raise\([^;]*?""[a-z]+\.[a-z-]+""(?:\s*:\s*""[a-z]+\.[a-z-]+"")?")]
    private static partial Regex RaisedAlarm();

    [GeneratedRegex(@"""([a-z]+\.[a-z-]+)""")]
    private static partial Regex AlarmKind();

    [GeneratedRegex("`([A-Za-z0-9_.*/-]+/[A-Za-z0-9_.*/-]*)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Link();
}
