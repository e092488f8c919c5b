using static Microsoft.Playwright.Assertions;

namespace Guitai.Browser.Tests;

/// <summary>One order paid by several tenders, and the screen turned to the customer, as people see them.</summary>
public sealed class SplitPaymentTests(Chromium chromium, DemoProcess demo) : BrowserTest(chromium), IClassFixture<DemoProcess>
{
    [Fact]
    public async Task A_payment_on_account_survives_a_reload_and_a_turned_screen_and_cash_pays_the_rest()
    {
        const Language language = Language.Chinese;
        var look = new Inspection(language);
        var till = new TillPage(await OpenAsync(demo.Address, "till", language));
        var display = await OpenAsync(demo.Address, "display", language);
        var tab = till.Tab;
        await till.LogInAsync("3001", "4581");
        await till.OpenShiftAsync(300);
        await till.ScanAsync("6994219002945");
        await till.PayButton.ClickAsync();
        await Expect(tab.Dialog("pay:title")).ToBeVisibleAsync();
        await tab.Page.Keyboard.TypeAsync("1");
        await tab.ButtonBeginning("记账").ClickAsync();
        await Expect(tab.Button("pay:received")).ToBeDisabledAsync();
        await Expect(display.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync(TillPage.Yuan(100));
        await look.LookAsync(tab, "till-pay-asked");
        await look.LookAsync(display, "display-asked");
        await tab.Page.GetByLabel("客户姓名").FillAsync("王老师");
        await tab.Button("pay:received").ClickAsync();
        await Expect(tab.Button("pay:takeBack")).ToBeVisibleAsync();
        await look.LookAsync(tab, "till-pay-partly");
        await look.LookAsync(display, "display-partly");

        await tab.Page.ReloadAsync();
        await Expect(tab.Button("pay:takeBack")).ToBeVisibleAsync();
        await tab.Button("pay:takeBack").ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Dialog).Last).ToContainTextAsync(till.Text["pay:takeBackText"]);
        await look.LookAsync(tab, "till-take-back");
        await tab.Page.Keyboard.PressAsync("Escape");
        await Expect(tab.Page.GetByText(till.Text["pay:takeBackText"])).ToHaveCountAsync(0);

        await tab.Button("pay:turn").ClickAsync();
        var customer = tab.Page.FrameLocator("iframe");
        await Expect(customer.GetByRole(AriaRole.Status)).ToBeVisibleAsync();
        await look.LookAsync(tab, "till-turned");
        await tab.Button("turned:staff").FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.Button("turned:unlock")).ToBeVisibleAsync();
        await tab.Page.Keyboard.TypeAsync("4581");
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.Button("pay:takeBack")).ToBeVisibleAsync();

        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.Dialog("pay:done")).ToContainTextAsync(till.Text["pay:notVerified"]);
        await look.LookAsync(tab, "till-paid-split");
        await look.LookAsync(display, "display-paid-split");
        await till.NextCustomerAsync();
        var order = (await till.AskAsync("orders?take=1"))["items"]![0]!;
        Assert.Equal("x-account,cash", (string)order["tenders"]!);
        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }
}
