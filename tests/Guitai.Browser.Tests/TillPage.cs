using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Guitai.Browser.Tests;

/// <summary>The till's page, as a cashier uses it.</summary>
internal sealed class TillPage(Tab tab)
{
    private Scanner? _scanner;

    public Tab Tab => tab;

    public IPage Page => tab.Page;

    public Texts Text => tab.Text;

    public ILocator PayButton => tab.ButtonBeginning(Text["cart:pay"]);

    public ILocator Taken => tab.Named(AriaRole.Alertdialog, Text["session:takenTitle"]);

    /// <summary>The lines of the order at the counter.</summary>
    public ILocator Lines => tab.Named(AriaRole.Region, Text["cart:order"]).GetByRole(AriaRole.Listitem);

    /// <summary>An amount as the page writes it.</summary>
    public static string Yuan(long minor) =>
        string.Create(CultureInfo.InvariantCulture, $"{(minor < 0 ? "−" : "")}¥{Math.Abs(minor) / 100m:#,0.00}");

    /// <summary>Types number and PIN and presses the button; what follows is the test's.</summary>
    public async Task TryToLogInAsync(string number, string pin)
    {
        await tab.Field("core:pin.number").FillAsync(number);
        await tab.Field("core:pin.pin").FillAsync(pin);
        await tab.Button("session:login").ClickAsync();
    }

    public async Task LogInAsync(string number, string pin)
    {
        await TryToLogInAsync(number, pin);
        await Expect(tab.Named(AriaRole.Navigation, Text["status:pages"])).ToBeVisibleAsync();
    }

    /// <summary>Opens a shift with one of the offered floats.</summary>
    public async Task OpenShiftAsync(int yuan)
    {
        await tab.Named(AriaRole.Button, $"¥{yuan}").ClickAsync();
        await tab.Button("shift:openNow", ("float", Yuan(yuan * 100L))).ClickAsync();
        await Expect(PayButton).ToBeVisibleAsync();
    }

    /// <summary>Reads barcodes with the scanner, wherever the focus is.</summary>
    public async Task ScanAsync(params string[] codes)
    {
        _scanner ??= await Scanner.PluggedIntoAsync(Page);
        await _scanner.ReadAsync(codes);
    }

    public ILocator Line(string name) => Lines.Filter(new() { HasText = name });

    public ILocator Tile(string name) =>
        tab.Named(AriaRole.Region, Text["catalogue:title"]).GetByRole(AriaRole.Button, new() { NameRegex = new Regex(Regex.Escape(name)) });

    /// <summary>Goes to one of the pages by the bar at the top: sell, orders or shift.</summary>
    public async Task GoAsync(string page) =>
        await tab.Named(AriaRole.Navigation, Text["status:pages"])
            .GetByRole(AriaRole.Button, new() { NameRegex = new Regex(Regex.Escape(Text[$"status:nav.{page}"])) })
            .ClickAsync();

    /// <summary>Chooses from the menu behind the person's name.</summary>
    public async Task MenuAsync(string key)
    {
        await Page.GetByRole(AriaRole.Button, new() { NameRegex = Text.Pattern("status:menuOf") }).ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem, new() { Name = Text[key] }).ClickAsync();
    }

    /// <summary>Pays the cart exactly and ends at the next customer.</summary>
    public async Task PayExactlyAsync()
    {
        await PayButton.ClickAsync();
        await tab.Dialog("pay:title").GetByRole(AriaRole.Button, new() { NameRegex = new Regex(Text["pay:confirm"]) }).ClickAsync();
        await NextCustomerAsync();
    }

    public async Task NextCustomerAsync()
    {
        await tab.ButtonBeginning(Text["pay:next"]).ClickAsync();
        await Expect(tab.Dialog("pay:done")).ToHaveCountAsync(0);
    }

    /// <summary>Gives the newest order back, whole or without one of a line, the way it was paid.</summary>
    /// <param name="less">The line of which one less goes back.</param>
    /// <param name="of">The receipt; null for the newest.</param>
    public async Task RefundAsync(string? less, string? of = null)
    {
        await GoAsync("orders");
        var number = of ?? (string)(await AskAsync("orders?take=1"))["items"]![0]!["receiptNumber"]!;
        await Page.GetByText(number).First.ClickAsync();
        await tab.Button("orders:refund").ClickAsync();
        var refund = tab.Dialog("orders:refundTitle", ("number", number));
        if (less is not null)
        {
            await refund.GetByRole(AriaRole.Button, new() { Name = Text["orders:less", ("name", less)], Exact = true }).ClickAsync();
        }

        await refund.GetByRole(AriaRole.Button, new() { Name = Text["orders:refundReasons.wrong"] }).ClickAsync();
        await refund.GetByRole(AriaRole.Button, new() { Name = Text["orders:refundNow"] }).ClickAsync();
        await Expect(refund).ToHaveCountAsync(0);
        await Eventually.HoldsAsync(async () => (string)(await AskAsync("orders?take=1"))["items"]![0]!["kind"]! == "refund");
    }

    /// <summary>The till's own answer, asked with this page's login.</summary>
    public async Task<JsonNode> AskAsync(string path)
    {
        var address = new Uri(new Uri(Page.Url), "/till/api/" + path);
        var answer = await Page.APIRequest.GetAsync(address.ToString());
        Assert.True(answer.Ok, $"GET {path}: {answer.Status} {await answer.TextAsync()}");
        return JsonNode.Parse(await answer.TextAsync())!;
    }

    /// <summary>What is in the cart, by barcode or code.</summary>
    public async Task<Dictionary<string, long>> CartAsync()
    {
        var view = await AskAsync("view");
        return view["cart"]
                ?["lines"]!.AsArray()
                .GroupBy(l => (string)l!["code"]!, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => g.Sum(l => (long)l!["quantityMilli"]!), StringComparer.Ordinal)
            ?? [];
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
