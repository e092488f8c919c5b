using System.Globalization;
using System.Text.Json.Nodes;
using static Microsoft.Playwright.Assertions;

namespace Guitai.Browser.Tests;

/// <summary>Codes from the phone's page to the wallet's books and back to the paper: phone, till, display, two processes, host and gateways.</summary>
public sealed class CodeTests(Chromium chromium, DemoProcess demo) : BrowserTest(chromium), IClassFixture<DemoProcess>
{
    private const string Water = "6994219002945";
    private const string Tea = "6998386000292";
    private const string TeaName = "Shanye Jasmine Green Tea 500ml";
    private const int Customer = 0;

    [Fact]
    public async Task The_phones_code_is_scanned_among_the_goods_the_password_pays_and_the_voice_says_it_once()
    {
        var look = new Inspection(Language.Chinese);
        using var world = await CardWorld.OpenAsync(demo.Address);
        var till = await BeginAsync(Language.Chinese);
        await ListenAsync(till);
        var phone = await PhoneAsync(world);
        await till.ScanAsync(Water, Tea);
        await Expect(till.PayButton).ToContainTextAsync(TillPage.Yuan(650));
        await till.ScanAsync(await CodeOnAsync(phone));

        var pay = till.Tab.Dialog("pay:title");
        await Expect(pay.GetByRole(AriaRole.Timer)).ToBeVisibleAsync();
        await Expect(till.Tab.Seen("cards:waits.Customer")).ToBeVisibleAsync();
        await look.LookAsync(till.Tab, "code-waiting");
        var display = await OpenAsync(demo.Address, "display", Language.Chinese);
        await Expect(display.Seen("customer:confirmOnPhone")).ToBeVisibleAsync();
        await look.LookAsync(display, "code-display-waiting");
        await TypePasswordAsync(phone, world);
        await Expect(till.Tab.Dialog("pay:done")).ToBeVisibleAsync();
        await look.LookAsync(till.Tab, "code-paid");

        var sale = await world.NewestAsync("Sale", 650);
        Assert.Equal("Approved", (string)sale["standing"]!);
        var slip = (await till.AskAsync("cards/payments?count=1"))[0]!["payment"]!["slip"]!;
        Assert.Equal((string)sale["rrn"]!, (string)slip["rrn"]!);
        await world.PaperAsync("销售小票", "微信支付", (string)slip["wallet"]!, (string)sale["rrn"]!, "CNY 6.50");
        Assert.Equal(["微信支付收款，6.50元"], await SaidAsync(till));
        await till.NextCustomerAsync();
        await till.Page.ReloadAsync();
        await Expect(till.PayButton).ToBeVisibleAsync();
        await ListenAsync(till);
        Assert.Empty(await SaidAsync(till));
        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }

    [Fact]
    public async Task A_shown_code_is_paid_by_the_phone_and_goes_back_in_two_parts()
    {
        var look = new Inspection(Language.English);
        using var world = await CardWorld.OpenAsync(demo.Address);
        var till = await BeginAsync(Language.English);
        var display = await OpenAsync(demo.Address, "display", Language.Chinese);
        var phone = await PhoneAsync(world);
        await till.ScanAsync(Tea, Tea);
        await Expect(till.PayButton).ToContainTextAsync(TillPage.Yuan(900));
        await till.PayButton.ClickAsync();
        await look.LookAsync(till.Tab, "code-ways");
        await ShowAsync(till, "alipay");
        await Expect(till.Tab.Seen("pay:codes.scanThis")).ToBeVisibleAsync();
        await Expect(display.Seen("customer:scanThis")).ToBeVisibleAsync();
        await look.LookAsync(till.Tab, "code-shown");
        await look.LookAsync(display, "code-display-shown");
        await till.Tab.Button("pay:codes.print").ClickAsync();
        await world.PaperAsync("支付宝", "CNY 9.00", "[qr]", "请扫码付款");

        await phone.Page.GetByRole(AriaRole.Button, new() { Name = phone.Text["phone:tabs.scan"], Exact = true }).First.ClickAsync();
        await phone.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("9\\.00") }).First.ClickAsync();
        await TypePasswordAsync(phone, world);
        await Expect(till.Tab.Dialog("pay:done")).ToBeVisibleAsync();
        var sale = await world.NewestAsync("Sale", 900);
        var number = (string)(await till.AskAsync("orders?take=1"))["items"]![0]!["receiptNumber"]!;
        await till.NextCustomerAsync();

        await till.RefundAsync(less: TeaName, number);
        var first = await world.NewestAsync("Refund", 450);
        await till.RefundAsync(less: null, number);
        JsonNode second = first;
        await Eventually.HoldsAsync(async () => (string)(second = (await world.HostAsync(1))[0]!)["rrn"]! != (string)first["rrn"]!);
        Assert.Equal(("Refund", 450), ((string)second["flow"]!, (int)second["amountMinor"]!));
        await world.PaperAsync("退货小票", "退支付宝", "CNY 4.50", ((int)sale["trace"]!).ToString("D6", CultureInfo.InvariantCulture));
        var history = (await world.AskAsync($"/sandbox/api/phone/{Customer}"))["history"]!.AsArray();
        Assert.Equal([450L, 450L], history[0]!["refunds"]!.AsArray().Select(r => (long)r!["amountMinor"]!));
        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }

    [Fact]
    public async Task A_customer_who_does_not_pay_is_given_up_and_another_way_is_free_while_what_was_paid_too_late_goes_back()
    {
        using var world = await CardWorld.OpenAsync(demo.Address);
        var till = await BeginAsync(Language.Chinese);
        await till.ScanAsync(Water);
        await Expect(till.PayButton).ToContainTextAsync(TillPage.Yuan(200));
        await till.PayButton.ClickAsync();
        await ShowAsync(till, "wechat");
        await Expect(till.Tab.Seen("pay:codes.scanThis")).ToBeVisibleAsync();
        await till.Tab.Button("cards:cancelPayment").ClickAsync();
        await Expect(till.Tab.Dialog("pay:title").GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await till.Tab.ButtonBeginning(till.Text["pay:confirm"]).ClickAsync();
        await Expect(till.Tab.Dialog("pay:done")).ToBeVisibleAsync();
        await Eventually.HoldsAsync(async () =>
            (await world.HostAsync(5)).FirstOrDefault(r => (string)r!["flow"]! == "Sale") is { } sale
            && ((long?)sale["amountMinor"], (string)sale["standing"]!) == (200, "Reversed")
        );
        await till.NextCustomerAsync();
    }

    private static async Task ShowAsync(TillPage till, string wallet)
    {
        var name = $"{till.Text[$"core:wallets.{wallet}"]}";
        await till
            .Tab.Dialog("pay:title")
            .GetByRole(AriaRole.Button, new() { NameRegex = new(name) })
            .Filter(new() { HasText = till.Text["pay:codes.show"] })
            .ClickAsync();
    }

    private static async Task<string> CodeOnAsync(Tab phone)
    {
        var code = phone.Page.GetByTestId("payment-code");
        await Expect(code).ToBeVisibleAsync();
        return string.Concat((await code.InnerTextAsync()).Where(char.IsAsciiDigit));
    }

    private static async Task TypePasswordAsync(Tab phone, CardWorld world)
    {
        var password = (string)(await world.AskAsync($"/sandbox/api/phone/{Customer}"))["customer"]!["password"]!;
        await Expect(phone.Named(AriaRole.Region, phone.Text["phone:askTitle"])).ToBeVisibleAsync();
        foreach (var digit in password)
        {
            await phone.Page.GetByRole(AriaRole.Button, new() { Name = $"{digit}", Exact = true }).ClickAsync();
        }
    }

    // A device with voices, which keeps what it says.
    private static Task ListenAsync(TillPage till) =>
        till.Page.EvaluateAsync(
            """
            () => {
              window.said = [];
              window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
              Object.defineProperty(window, 'speechSynthesis', {
                configurable: true,
                value: { getVoices: () => [{ lang: 'zh-CN' }, { lang: 'en-US' }], speak: (words) => window.said.push(words.text) },
              });
            }
            """
        );

    private static Task<string[]> SaidAsync(TillPage till) => till.Page.EvaluateAsync<string[]>("() => window.said");

    private async Task<Tab> PhoneAsync(CardWorld world)
    {
        await world.AskAsync(
            $"/sandbox/api/phone/{Customer}",
            new
            {
                alwaysAsk = true,
                online = true,
                weChatMinor = 100_000,
                alipayMinor = 100_000,
            }
        );
        var phone = await OpenAsync(demo.Address, "sandbox", Language.Chinese);
        await phone.Page.GotoAsync(new Uri(demo.Address, "/sandbox/#/phone").ToString());
        return phone;
    }

    private async Task<TillPage> BeginAsync(Language language)
    {
        await demo.TidyAsync();
        var till = new TillPage(await OpenAsync(demo.Address, "till", language));
        await till.Page.SetViewportSizeAsync(1024, 768);
        await till.LogInAsync("2001", "3581");
        return till;
    }
}
