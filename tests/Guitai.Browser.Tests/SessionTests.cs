using static Microsoft.Playwright.Assertions;

namespace Guitai.Browser.Tests;

/// <summary>Who may sell, and what is left after a pause, a wrong PIN or a power cut.</summary>
public sealed class SessionTests(Chromium chromium, DemoProcess demo) : BrowserTest(chromium), IClassFixture<DemoProcess>
{
    private const string Water = "6994219002945";

    [Theory]
    [InlineData(Language.Chinese, "3002", "4582")]
    [InlineData(Language.English, "2001", "3581")]
    public async Task A_wrong_PIN_is_told_and_waits_ever_longer(Language language, string number, string pin)
    {
        var till = new TillPage(await OpenAsync(demo.Address, "till", language));
        var button = till.Tab.Button("session:login");
        for (var failures = 1; failures <= 3; failures++)
        {
            await till.TryToLogInAsync(number, "9753");
        }

        await Expect(till.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync(till.Text.Pattern("core:pin.wait"));
        await Expect(button).ToBeDisabledAsync();
        await Expect(button).ToBeEnabledAsync();
        await till.LogInAsync(number, pin);
    }

    [Fact]
    public async Task An_idle_till_locks_after_the_shop_s_time_and_a_PIN_opens_it_again()
    {
        using (var shop = new ShopClient(demo.Address))
        {
            await shop.LogInAsync();
            var view = (await shop.AskAsync("stores")).AsArray().Single(s => (string)s!["store"]!["code"]! == "WT01")!;
            var edit = view["store"]!.DeepClone();
            edit["version"] = (long)view["version"]!;
            edit["idleLockSeconds"] = 15;
            await shop.PutAsync($"stores/{(string)edit["id"]!}", edit);
        }

        await demo.TidyAsync();
        var till = new TillPage(await OpenAsync(demo.Address, "till", Language.Chinese, fakeClock: true));
        await till.LogInAsync("3001", "4581");
        await till.ScanAsync(Water);
        await Expect(till.Lines).ToHaveCountAsync(1);
        await Eventually.HoldsAsync(async () => (long)(await till.AskAsync("view"))["till"]!["idleLockSeconds"]! == 15);
        await till.Page.Clock.FastForwardAsync(21_000);
        await Expect(till.Tab.Seen("session:locked")).ToBeVisibleAsync();
        await Expect(till.PayButton).ToHaveCountAsync(0);
        await till.Tab.Field("core:pin.pin").FillAsync("4581");
        await till.Tab.Button("session:unlock").ClickAsync();
        await Expect(till.Lines).ToHaveCountAsync(1);
        await Expect(till.PayButton).ToBeEnabledAsync();
    }

    [Theory]
    [InlineData(Language.Chinese)]
    [InlineData(Language.English)]
    public async Task A_killed_program_is_missed_at_once_and_comes_back_with_the_cart(Language language)
    {
        await demo.TidyAsync();
        var till = new TillPage(await OpenAsync(demo.Address, "till", language));
        await till.LogInAsync("3001", "4581");
        await till.ScanAsync(Water, Water);
        await Expect(till.PayButton).ToContainTextAsync(TillPage.Yuan(400));
        demo.Kill();
        await Expect(till.Page.GetByText(till.Text["common:connectionLost"])).ToBeVisibleAsync();
        await Expect(till.PayButton).ToBeDisabledAsync();
        await demo.StartAgainAsync();
        await till.LogInAsync("3001", "4581");
        await Expect(till.PayButton).ToContainTextAsync(TillPage.Yuan(400));
        await till.PayExactlyAsync();
        var (code, output, errors) = await GuitaiProcess.RunAsync("verify", "--data", demo.Data);
        Assert.True(code == 0, output + errors);
    }
}
