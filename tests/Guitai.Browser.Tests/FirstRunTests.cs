using System.Net;
using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace Guitai.Browser.Tests;

/// <summary>A new shop, from an empty folder to its first day's report, in the browser alone.</summary>
public sealed class FirstRunTests(Chromium chromium) : BrowserTest(chromium)
{
    private const string Number = "1000";
    private const string Pin = "2738";
    private const string Password = "quiet-lantern-88";

    [Theory]
    [InlineData(Language.Chinese)]
    [InlineData(Language.English)]
    public async Task An_owner_sets_up_enters_goods_sells_and_reads_the_report(Language language)
    {
        using var folder = new TemporaryFolder();
        var port = GuitaiProcess.FreePort();
        using var guitai = GuitaiProcess.Start(port, ["shop", "--with-till", "--data", folder["data"], "--port", $"{port}"]);
        await Eventually.HoldsAsync(() => Task.FromResult(guitai.Output.Contains("/till/", StringComparison.Ordinal)));
        await NobodyCanLogInAsync(guitai.Address);

        var shop = await OpenAsync(guitai.Address, "shop", language);
        await SetUpAsync(shop);
        await CreateProductAsync(shop, "桂花糕", "6.50", "6900000000052");
        await ImportAsync(shop, folder);

        var till = new TillPage(await OpenAsync(guitai.Address, "till", language));
        await till.LogInAsync(Number, Pin);
        await till.OpenShiftAsync(200);
        await till.ScanAsync("6900000000052");
        await Expect(till.Line("桂花糕")).ToBeVisibleAsync();
        await till.ScanAsync("6900000000069");
        await Expect(till.Line("芝麻球")).ToBeVisibleAsync();
        await till.PayExactlyAsync();
        var receipt = (string)(await till.AskAsync("orders?take=1"))["items"]![0]!["receiptNumber"]!;
        await Expect(till.Tab.Seen("status:allUp")).ToBeVisibleAsync();

        // What was sold a moment ago stands in the report, the orders and the shift.
        await GoAsync(shop, "today");
        await Expect(shop.Page.GetByRole(AriaRole.Definition).Filter(new() { HasText = "¥8.50" }).First).ToBeVisibleAsync();
        await GoAsync(shop, "orders");
        await Expect(shop.Page.GetByText(receipt).First).ToBeVisibleAsync();
        await shop.Page.GetByText(receipt).First.ClickAsync();
        await Expect(shop.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("桂花糕");
        await shop.Page.Keyboard.PressAsync("Escape");
        await GoAsync(shop, "shifts");
        await Expect(shop.Seen("shifts:open").First).ToBeVisibleAsync();
        await GoAsync(shop, "staff");
        await Expect(shop.Page.GetByText("程巷明").First).ToBeVisibleAsync();
        await GoAsync(shop, "settings");
        await Expect(shop.Page.GetByText("梧桐路店").First).ToBeVisibleAsync();
        var (code, output, errors) = await GuitaiProcess.RunAsync("verify", "--data", folder["data"]);
        Assert.True(code == 0, output + errors);
    }

    private static async Task GoAsync(Tab shop, string page)
    {
        await shop.Named(AriaRole.Navigation, shop.Text["desk:shell.navigation"])
            .GetByRole(AriaRole.Link, new() { Name = shop.Text[$"layout:pages.{page}"], Exact = true })
            .ClickAsync();
        await Expect(shop.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
    }

    /// <summary>No number and password of the demo, and none that people try first, opens an empty shop or its till.</summary>
    private static async Task NobodyCanLogInAsync(Uri address)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Guitai", "1");
        foreach (var (number, secret) in new[] { ("1000", "corner-light-1000"), ("admin", "admin"), ("1", "1"), ("2001", "3581") })
        {
            using var office = await http.PostAsync(
                new Uri(address, "/shop/api/login"),
                System.Net.Http.Json.JsonContent.Create(new { number, password = secret })
            );
            Assert.NotEqual(HttpStatusCode.OK, office.StatusCode);
            using var till = await http.PostAsync(
                new Uri(address, "/till/api/login"),
                System.Net.Http.Json.JsonContent.Create(new { number, pin = secret })
            );
            Assert.NotEqual(HttpStatusCode.OK, till.StatusCode);
        }
    }

    [Fact]
    public async Task Whoever_likes_the_demo_opens_a_shop_of_their_own_from_it_and_finds_it_again()
    {
        using var folder = new TemporaryFolder();
        var port = GuitaiProcess.FreePort();
        string[] start = ["start", "--data", folder["data"], "--port", $"{port}"];
        using (var first = GuitaiProcess.Start(port, start))
        {
            await Eventually.HoldsAsync(() => Task.FromResult(first.Output.Contains("/till/", StringComparison.Ordinal)));
            var shop = await OpenAsync(first.Address, "shop", Language.Chinese);
            await shop.Button("session:ownShop").ClickAsync();
            await SetUpAsync(shop);
            await Expect(shop.Page.GetByText("拐角有光").First).ToBeVisibleAsync();
            await first.StopAsync();
        }

        using var again = GuitaiProcess.Start(port, start);
        await Eventually.HoldsAsync(() => Task.FromResult(again.Output.Contains("/till/", StringComparison.Ordinal)));
        var login = await OpenAsync(again.Address, "shop", Language.Chinese);
        await Expect(login.Page.GetByText("拐角有光").First).ToBeVisibleAsync();
        await Expect(login.Button("session:ownShop")).ToHaveCountAsync(0);
    }

    private static async Task SetUpAsync(Tab shop)
    {
        await Expect(shop.Seen("session:setupTitle")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await shop.Field("session:storeName").FillAsync("梧桐路店");
        await shop.Field("session:ownerName").FillAsync("程巷明");
        await shop.Field("core:pin.label").FillAsync(Pin);
        await shop.Field("core:pin.again").FillAsync(Pin);
        await shop.Button("session:setupMore").ClickAsync();
        await shop.Field("session:merchantName").FillAsync("拐角有光");
        await shop.Field("session:setupPassword").FillAsync("short");
        await shop.Button("session:openShop").ClickAsync();
        await Expect(shop.Seen("desk:password.tooShort")).ToBeVisibleAsync();
        await shop.Field("session:setupPassword").FillAsync(Password);
        await shop.Button("session:openShop").ClickAsync();
        await Expect(shop.Page.GetByText(Password)).ToBeVisibleAsync();
        await Expect(shop.Button("session:toOffice")).ToBeDisabledAsync();
        await shop.Page.GetByRole(AriaRole.Checkbox).CheckAsync();
        await shop.Button("session:toOffice").ClickAsync();
        await Expect(shop.Named(AriaRole.Navigation, shop.Text["desk:shell.navigation"])).ToBeVisibleAsync();
    }

    private static async Task CreateProductAsync(Tab shop, string name, string price, string barcode)
    {
        await GoAsync(shop, "products");
        await shop.Button("products:newTitle").First.ClickAsync();
        var form = shop.Dialog("products:newTitle");
        await form.GetByLabel(shop.Text["core:nameZh"], new() { Exact = true }).FillAsync(name);
        await form.GetByPlaceholder(shop.Text["products:barcodePlaceholder"]).FillAsync(barcode);
        await form.GetByPlaceholder(shop.Text["products:barcodePlaceholder"]).PressAsync("Enter");
        await form.GetByLabel(shop.Text["products:price"], new() { Exact = true }).FillAsync(price);
        await form.GetByRole(AriaRole.Button, new() { Name = shop.Text["core:save"], Exact = true }).ClickAsync();
        await Expect(form).ToHaveCountAsync(0);
        await Expect(shop.Page.GetByText(name).First).ToBeVisibleAsync();
    }

    /// <summary>A row without a price is named by its line and its reason; the other one arrives.</summary>
    private static async Task ImportAsync(Tab shop, TemporaryFolder folder)
    {
        await File.WriteAllTextAsync(folder["goods.csv"], "名称,售价,条码\n芝麻球,2.00,6900000000069\n糖画,很便宜,6900000000076\n");
        await GoAsync(shop, "import");
        await shop.Page.GetByLabel(shop.Text["imports:chooseFile"]).SetInputFilesAsync(folder["goods.csv"]);
        await shop.Button("imports:look").ClickAsync();
        var refused = shop.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "很便宜" });
        await Expect(refused.GetByRole(AriaRole.Cell).First).ToHaveTextAsync("3");
        await Expect(refused).ToContainTextAsync(shop.Text["refusals:import-price", ("value", "很便宜")]);
        await shop.Page.GetByRole(AriaRole.Button, new() { NameRegex = shop.Text.Pattern("imports:confirm") }).ClickAsync();
        await Expect(shop.Page.GetByText(new Regex(Regex.Escape(shop.Text["imports:doneTitle"])))).ToBeVisibleAsync();
        await shop.Button("imports:seeProducts").ClickAsync();
        await Expect(shop.Page.GetByText("芝麻球").First).ToBeVisibleAsync();
    }
}
