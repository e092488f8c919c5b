namespace Guitai.Browser.Tests;

/// <summary>A test with tabs. One that fails tells what they showed, what they complained about, and where their pictures are; none may complain.</summary>
public abstract class BrowserTest(Chromium chromium) : IAsyncDisposable
{
    private readonly List<Tab> _tabs = [];
    private readonly List<IBrowserContext> _profiles = [];

    /// <summary>Opens an entry's page on a fresh profile.</summary>
    /// <param name="fakeClock">The test may put the page's clock forward.</param>
    /// <param name="timeZone">Of the device.</param>
    internal async Task<Tab> OpenAsync(
        Uri address,
        string entry,
        Language language,
        bool fakeClock = false,
        string timeZone = "Asia/Shanghai"
    )
    {
        var profile = await chromium.ProfileAsync(language, timeZone);
        _profiles.Add(profile);
        if (fakeClock)
        {
            await profile.Clock.InstallAsync();
        }

        return await OpenAsync(profile, address, entry, language);
    }

    /// <summary>Opens a further page on a profile, as a second tab of the same browser.</summary>
    /// <param name="fragment">A place within the page.</param>
    internal async Task<Tab> OpenAsync(IBrowserContext profile, Uri address, string entry, Language language, string fragment = "")
    {
        var tab = new Tab(await profile.NewPageAsync(), new Texts(entry, language));
        _tabs.Add(tab);
        await tab.Page.GotoAsync(new Uri(address, $"/{entry}/{fragment}").ToString());
        return tab;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        var failed = TestContext.Current.TestState?.Result == TestResult.Failed;
        foreach (var tab in failed ? _tabs : [])
        {
            var picture = Path.Combine(Path.GetTempPath(), $"guitai-{Guid.NewGuid():N}.png");
            await tab.Page.ScreenshotAsync(new() { Path = picture });
            var complaints = string.Join("\n  ", tab.Complaints);
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"{tab.Page.Url}, see {picture}\n{await tab.ReadAsync()}\ncomplaints:\n  {complaints}"
            );
        }

        foreach (var profile in _profiles)
        {
            await profile.CloseAsync();
        }

        if (!failed)
        {
            Assert.Empty(_tabs.SelectMany(t => t.Complaints));
        }

        GC.SuppressFinalize(this);
    }
}
