using System.Text.Json;
using Deque.AxeCore.Commons;

namespace Guitai.Browser.Tests;

/// <summary>Looks at pages at the sizes of a desk's screen, a phone and a large screen: can everybody use them, does everything fit, are buttons
/// large enough for a finger. With <c>GUITAI_SHOTS</c> set to a folder it leaves a picture of each there.</summary>
/// <param name="pictures">False for pages that are nobody's.</param>
internal sealed class Inspection(Language language, bool pictures = true)
{
    private const int LeastTouchPx = 40;

    private static readonly (int Width, int Height)[] s_sizes = [(1024, 768), (390, 844), (1920, 1080)];
    private static readonly string s_axe = new BundledAxeScriptProvider().GetScript();
    private static readonly string? s_pictures = Environment.GetEnvironmentVariable("GUITAI_SHOTS");

    private readonly List<string> _findings = [];

    /// <summary>Everything that a page must not have.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <summary>Looks at what the tab shows now.</summary>
    /// <param name="touch">Buttons are for fingers at every size; otherwise at a phone's only.</param>
    public async Task LookAsync(Tab tab, string name, bool touch = true)
    {
        foreach (var (width, height) in s_sizes)
        {
            await tab.Page.SetViewportSizeAsync(width, height);
            await SettleAsync(tab.Page);
            var place = $"{language} {name} {width}x{height}";
            await FitsAsync(tab.Page, place);
            if (touch || width < 768)
            {
                await FingersFitAsync(tab.Page.MainFrame, place);
            }

            // Roles, names and contrast differ by layout and not by language: every text stands in both.
            if (width <= 1024 && language == Language.Chinese)
            {
                await EverybodyCanAsync(tab.Page.MainFrame, place);
            }

            if (pictures && s_pictures is not null)
            {
                Directory.CreateDirectory(s_pictures);
                var file = $"{(language == Language.Chinese ? "zh" : "en")}-{name}-{width}x{height}.png";
                await tab.Page.ScreenshotAsync(new() { Path = Path.Combine(s_pictures, file) });
            }
        }

        await tab.Page.SetViewportSizeAsync(1280, 800);
        await SettleAsync(tab.Page);
    }

    /// <summary>Looks at what a frame of another origin shows within its page, which sees nothing of it.</summary>
    public async Task LookInsideAsync(IFrame frame, string name)
    {
        await FingersFitAsync(frame, $"{language} {name}");
        await EverybodyCanAsync(frame, $"{language} {name}");
    }

    // Fonts are there, what moves to an end has ended, nothing is loading any more, and two frames have been drawn since.
    private static async Task SettleAsync(IPage page)
    {
        await Assertions.Expect(page.Locator(".ant-skeleton, .ant-spin-spinning, [aria-busy=true]")).ToHaveCountAsync(0);
        // A page that is not drawn never comes to its next frame, and one that moves for ever never rests: it is looked at as it is.
        await page.EvaluateAsync(
            """
            () => Promise.race([new Promise((late) => setTimeout(late, 10000)), (async () => {
              await document.fonts.ready;
              await Promise.all([...document.images].map((image) => image.complete || image.loading === 'lazy' || image.decode().catch(() => null)));
              const ending = document.getAnimations().filter((each) => Number.isFinite(each.effect.getComputedTiming().endTime));
              await Promise.allSettled(ending.map((each) => each.finished));
              await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
            })()])
            """
        );
    }

    private async Task FitsAsync(IPage page, string place)
    {
        var overflow = await page.EvaluateAsync<int>(
            "() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - window.innerWidth"
        );
        if (overflow > 0)
        {
            _findings.Add($"{place}: scrolls sideways by {overflow} px");
        }
    }

    private async Task FingersFitAsync(IFrame page, string place)
    {
        var small = await page.EvaluateAsync<JsonElement>(
            """
            (least) => [...document.querySelectorAll('button:not([role=switch])')]
              .filter((each) => !each.closest('.ant-input-affix-wrapper, .ant-select, .ant-pagination, .ant-picker, table, p, li li') && !each.matches('.ant-btn-link, .ant-btn-text, [tabindex="-1"], [class*="link"]'))
              .map((each) => [each, each.getBoundingClientRect()])
              .filter(([each, box]) => box.width > 1 && box.height > 1 && each.checkVisibility() && (box.height < least - 0.5 || box.width < least - 0.5))
              .map(([each, box]) => `${(each.ariaLabel ?? each.textContent).trim()} ${Math.round(box.width)}x${Math.round(box.height)}`)
            """,
            LeastTouchPx
        );
        _findings.AddRange(small.EnumerateArray().Select(s => $"{place}: too small for a finger: {s.GetString()}"));
    }

    // The script goes in once a page, not at every look; a button that waits for its answer is paler, as one that cannot be pressed.
    private async Task EverybodyCanAsync(IFrame page, string place)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await page.EvaluateAsync(s_axe);
        }

        var looking = page.EvaluateAsync<JsonElement>(
            """
            async () => (await axe.run({ exclude: [['.ant-btn-loading']] }, { resultTypes: ['violations'], iframes: false })).violations
              .filter((each) => ['serious', 'critical'].includes(each.impact))
              .flatMap((each) => each.nodes.map((node) => `${each.impact} ${each.id}: ${node.html}`))
            """
        );
        var found = await looking.WaitAsync(TimeSpan.FromMinutes(2));
        _findings.AddRange(found.EnumerateArray().Select(f => $"{place}: {f.GetString()}"));
    }
}
