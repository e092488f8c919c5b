using Guitai.Browser.Tests;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Guitai.Browser.Tests;

/// <summary>The one browser that all tests share; each tab has a profile of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const float LongestWaitMs = 30_000;

    private static readonly string[] s_flags =
    [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(LongestWaitMs);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = s_flags });
    }

    /// <summary>A fresh profile: no cookies, the language of that device, the clock of the shop's place.</summary>
    /// <param name="timeZone">Of a device that stands elsewhere.</param>
    internal async Task<IBrowserContext> ProfileAsync(Language language, string timeZone = "Asia/Shanghai")
    {
        var profile = await _browser!.NewContextAsync(
            new()
            {
                Locale = language == Language.Chinese ? "zh-CN" : "en-GB",
                TimezoneId = timeZone,
                ViewportSize = new() { Width = 1280, Height = 800 },
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        profile.SetDefaultTimeout(LongestWaitMs);
        return profile;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
    }
}
