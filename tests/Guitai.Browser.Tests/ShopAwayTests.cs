using static Microsoft.Playwright.Assertions;

namespace Guitai.Browser.Tests;

/// <summary>The shop's server is away: the till sells on, says what is safe with it alone, and hands it up once.</summary>
public sealed class ShopAwayTests(Chromium chromium, TwoProcesses shop) : BrowserTest(chromium), IClassFixture<TwoProcesses>
{
    [Fact]
    public async Task Sales_without_the_shop_are_counted_on_the_page_and_arrive_once()
    {
        var till = new TillPage(await OpenAsync(shop.TillAddress, "till", Language.Chinese));
        await till.LogInAsync(TwoProcesses.Number, TwoProcesses.Pin);
        await till.OpenShiftAsync(100);
        await Expect(till.Tab.Seen("status:allUp")).ToBeVisibleAsync();
        await shop.StopShopAsync();

        string[] receipts = ["", "", ""];
        for (var sale = 0; sale < receipts.Length; sale++)
        {
            await till.ScanAsync("6900000000038");
            await Expect(till.Lines).ToHaveCountAsync(1);
            await till.PayExactlyAsync();
            receipts[sale] = (string)(await till.AskAsync("orders?take=1"))["items"]![0]!["receiptNumber"]!;
        }

        var waiting = (int)(await till.AskAsync("view"))["sync"]!["waiting"]!;
        Assert.InRange(waiting, 3, 100);
        await Expect(till.Tab.Seen("status:safeHere", ("count", waiting))).ToBeVisibleAsync();
        await Expect(till.Page.GetByText(till.Text["status:offlineText"])).ToBeVisibleAsync();
        await till.MenuAsync("common:switchLanguage");
        var english = new Texts("till", Language.English);
        await Expect(till.Page.GetByText(english["status:safeHere", ("count", waiting)], new() { Exact = true })).ToBeVisibleAsync();
        await Expect(till.Page.GetByText(english["status:offlineText"])).ToBeVisibleAsync();

        await shop.StartShopAsync();
        await Expect(till.Page.GetByText(english["status:allUp"], new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(till.Page.GetByText(english["status:offlineText"])).ToHaveCountAsync(0);
        var there = (await shop.ShopOrdersAsync())["items"]!.AsArray().Select(o => (string)o!["receiptNumber"]!);
        Assert.Equal(receipts, there.Order(StringComparer.Ordinal));
        foreach (var data in new[] { shop.ShopData, shop.TillData })
        {
            var (code, output, errors) = await GuitaiProcess.RunAsync("verify", "--data", data);
            Assert.True(code == 0, output + errors);
        }
    }
}
