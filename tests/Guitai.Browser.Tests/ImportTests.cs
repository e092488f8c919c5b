using static Microsoft.Playwright.Assertions;

namespace Guitai.Browser.Tests;

/// <summary>An untidy list comes in through the page: columns confirmed, oddities named, a shared barcode decided, all saved in one go.</summary>
public sealed class ImportTests(Chromium chromium, DemoProcess demo) : BrowserTest(chromium), IClassFixture<DemoProcess>
{
    [Fact]
    public async Task An_untidy_list_is_looked_at_decided_on_and_saved_and_a_repeat_makes_no_doubles()
    {
        await BringAsync(Language.Chinese);
        await BringAsync(Language.English);
    }

    private async Task BringAsync(Language language)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["list.csv"], UntidyList.Bytes());
        var shop = await OpenAsync(demo.Address, "shop", language);
        await shop.Field("session:number").FillAsync("1000");
        await shop.Field("session:password").FillAsync("corner-light-1000");
        await shop.Button("desk:login.logIn").ClickAsync();
        await shop.Named(AriaRole.Navigation, shop.Text["desk:shell.navigation"])
            .GetByRole(AriaRole.Link, new() { Name = shop.Text["layout:pages.import"], Exact = true })
            .ClickAsync();

        await shop.Page.GetByLabel(shop.Text["imports:chooseFile"]).SetInputFilesAsync(folder["list.csv"]);
        var price = shop.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "零售价" });
        await Expect(price).ToContainTextAsync(shop.Text["imports:fields.price"]);
        await ChooseStoreAsync(shop);
        await shop.Button("imports:look").ClickAsync();

        if (language == Language.English)
        {
            // The first language has saved everything: a repeat asks nothing again and makes no doubles.
            await Expect(shop.Button("imports:nothingToDo")).ToBeDisabledAsync();
            return;
        }

        // Each refused row stands there with its line and reason.
        await Expect(shop.Page.GetByRole(AriaRole.Heading, new() { Name = shop.Text["imports:questionsTitle", ("count", 1)] }))
            .ToBeVisibleAsync();
        await Expect(shop.Page.GetByText(shop.Text["refusals:import-barcode-exponent", ("value", "6.91E+12")])).ToBeVisibleAsync();
        var download = await shop.Page.RunAndWaitForDownloadAsync(() =>
            shop.Page.GetByRole(AriaRole.Link, new() { Name = shop.Text["imports:downloadRefused"] }).ClickAsync()
        );
        var refused = await File.ReadAllTextAsync(await download.PathAsync());
        Assert.Contains(shop.Text["refusals:import-price-missing"], refused, StringComparison.Ordinal);
        Assert.Contains("'=1+1", refused, StringComparison.Ordinal);

        // The owner decides; the row that loses the barcode comes in without it.
        await shop.Page.GetByRole(AriaRole.Radio, new() { NameRegex = new("一码两品乙") }).CheckAsync();
        var save = shop.Page.GetByRole(AriaRole.Button, new() { NameRegex = shop.Text.Pattern("imports:confirm") });
        await Expect(save).ToHaveTextAsync(shop.Text["imports:confirm", ("count", UntidyList.Taken + 2)]);
        await save.ClickAsync();
        await Expect(shop.Page.GetByText(shop.Text["imports:doneTitle"])).ToBeVisibleAsync();
        await shop.Button("imports:seeProducts").ClickAsync();
        await shop.Page.GetByPlaceholder(shop.Text["products:searchPlaceholder"]).FillAsync("一码两品乙");
        var row = shop.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "一码两品乙" });
        await Expect(row).ToContainTextAsync("6910000000090");
        await Expect(row).ToContainTextAsync("10");
    }

    [Fact]
    public async Task A_file_that_is_none_says_what_to_do()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["page.xls"], "<html><table><tr><td>1</td></tr></table></html>");
        var shop = await OpenAsync(demo.Address, "shop", Language.Chinese);
        await shop.Field("session:number").FillAsync("1000");
        await shop.Field("session:password").FillAsync("corner-light-1000");
        await shop.Button("desk:login.logIn").ClickAsync();
        await shop.Named(AriaRole.Navigation, shop.Text["desk:shell.navigation"])
            .GetByRole(AriaRole.Link, new() { Name = shop.Text["layout:pages.import"], Exact = true })
            .ClickAsync();
        await shop.Page.GetByLabel(shop.Text["imports:chooseFile"]).SetInputFilesAsync(folder["page.xls"]);
        await Expect(shop.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(shop.Text["refusals:import-kind", ("kind", "HTML/XML")]);
        await Expect(shop.Button("imports:chooseFile").Last).ToBeVisibleAsync();
    }

    // The demo has two stores.
    private static async Task ChooseStoreAsync(Tab shop)
    {
        await shop.Page.GetByRole(AriaRole.Combobox, new() { Name = shop.Text["imports:stockStore"], Exact = true }).ClickAsync();
        await shop.Page.Locator(".ant-select-item-option").First.ClickAsync();
    }
}
