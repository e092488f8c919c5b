namespace Guitai.Browser.Tests;

/// <summary>An inspection that finds nothing is worth only as much as one that finds what was put there to be found.</summary>
public sealed class InspectionTests(Chromium chromium)
{
    [Fact]
    public async Task What_is_planted_is_found()
    {
        await using var profile = await chromium.ProfileAsync(Language.Chinese);
        var page = await profile.NewPageAsync();
        await page.SetContentAsync(
            """
            <html lang="en"><title>Planted</title><main><h1>Planted</h1>
            <p style="color: #bbb; background: #fff">Hardly to be read</p>
            <div style="width: 2100px">Wide</div><button style="width: 20px; height: 20px">x</button></main></html>
            """
        );
        var look = new Inspection(Language.Chinese, pictures: false);
        await look.LookAsync(new Tab(page, new Texts("till", Language.Chinese)), "planted");
        foreach (var finding in new[] { "color-contrast", "scrolls sideways", "too small for a finger: x 20x20" })
        {
            Assert.Contains(look.Findings, f => f.Contains(finding, StringComparison.Ordinal));
        }
    }
}
