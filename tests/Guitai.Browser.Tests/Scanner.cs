using System.Globalization;

namespace Guitai.Browser.Tests;

/// <summary>A barcode scanner: a keyboard that types far faster than a person and ends with Enter. Its keys carry its own clock's times and leave
/// without waiting for the page.</summary>
internal sealed class Scanner
{
    private const double SecondsBetweenKeys = 0.004;
    private const double SecondsBetweenCodes = 0.04;

    private readonly ICDPSession _keys;

    private Scanner(ICDPSession keys) => _keys = keys;

    public static async Task<Scanner> PluggedIntoAsync(IPage page) => new(await page.Context.NewCDPSessionAsync(page));

    /// <summary>Reads codes one right after the other.</summary>
    public async Task ReadAsync(params string[] codes)
    {
        var atSeconds = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;
        List<Task> sent = [];
        foreach (var code in codes)
        {
            foreach (var character in code)
            {
                sent.AddRange(Press(character.ToString(), char.ToUpperInvariant(character), character.ToString(), atSeconds));
                atSeconds += SecondsBetweenKeys;
            }

            sent.AddRange(Press("Enter", '\r', "\r", atSeconds));
            atSeconds += SecondsBetweenCodes;
        }

        await Task.WhenAll(sent);
    }

    private IEnumerable<Task> Press(string key, char virtualKey, string text, double atSeconds)
    {
        foreach (var type in new[] { "keyDown", "keyUp" })
        {
            var arguments = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["type"] = type,
                ["key"] = key,
                ["code"] = key.Length > 1 ? key : string.Create(CultureInfo.InvariantCulture, $"Digit{key}"),
                ["windowsVirtualKeyCode"] = (int)virtualKey,
                ["timestamp"] = atSeconds,
            };
            if (type == "keyDown")
            {
                arguments["text"] = text;
            }

            yield return _keys.SendAsync("Input.dispatchKeyEvent", arguments);
        }
    }
}
