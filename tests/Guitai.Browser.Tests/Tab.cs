using System.Text.RegularExpressions;

namespace Guitai.Browser.Tests;

/// <summary>One page in the browser, what it complained about, and its controls by what a person calls them.</summary>
internal sealed class Tab
{
    private readonly List<string> _complaints = [];

    public Tab(IPage page, Texts texts)
    {
        Page = page;
        Text = texts;
        page.PageError += (_, error) => Keep($"uncaught: {error}");
        page.Console += (_, message) =>
        {
            // A refused or cut request is part of many tests, and the pages' own business.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                Keep($"{message.Type}: {message.Text}");
            }
        };
    }

    public IPage Page { get; }

    public Texts Text { get; }

    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_complaints)
            {
                return [.. _complaints];
            }
        }
    }

    public ILocator Button(string key, params (string Name, object Value)[] values) => Named(AriaRole.Button, Text[key, values]);

    /// <summary>A button whose name begins with that text, such as the pay button with its sum.</summary>
    public ILocator ButtonBeginning(string text) =>
        Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^" + Regex.Escape(text), RegexOptions.None) });

    public ILocator Dialog(string key, params (string Name, object Value)[] values) => Named(AriaRole.Dialog, Text[key, values]);

    public ILocator Field(string key) => Page.GetByLabel(Text[key], new() { Exact = true });

    public ILocator Seen(string key, params (string Name, object Value)[] values) =>
        Page.GetByText(Text[key, values], new() { Exact = true });

    public ILocator Named(AriaRole role, string name) => Page.GetByRole(role, new() { Name = name, Exact = true });

    /// <summary>What is on the screen, for a person who looks into a failure.</summary>
    public Task<string> ReadAsync() => Page.Locator("body").AriaSnapshotAsync();

    private void Keep(string complaint)
    {
        lock (_complaints)
        {
            _complaints.Add(complaint);
        }
    }
}
