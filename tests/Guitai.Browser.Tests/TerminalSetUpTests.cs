using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using static Microsoft.Playwright.Assertions;

namespace Guitai.Browser.Tests;

/// <summary>A till's terminal becomes one, by hand, at a host in another process: code, two custodians, sign-in, and the first card.</summary>
public sealed class TerminalSetUpTests(Chromium chromium, DemoProcess acquirer, TwoProcesses shop)
    : BrowserTest(chromium),
        IClassFixture<DemoProcess>,
        IClassFixture<TwoProcesses>
{
    private const string Number = "10040001";
    private const string Milk = "6900000000038";

    [Fact]
    public async Task By_a_code_and_two_custodians_a_new_terminal_takes_its_first_card()
    {
        var look = new Inspection(Language.Chinese);
        using var world = await CardWorld.OpenAsync(acquirer.Address);
        using var night = await CardWorld.OpenAsync(acquirer.Address, "night", "corner-light-host-2");
        await world.AskAsync(
            "/host/api/terminals",
            new
            {
                number = Number,
                merchant = "898310058120001",
                place = "后门",
                mac = "UnionPay",
                limits = new
                {
                    eachMinor = 0,
                    dayMinor = 0,
                    dayCount = 0,
                },
            }
        );
        var components = new[] { RandomNumberGenerator.GetHexString(32), RandomNumberGenerator.GetHexString(32) };
        await world.AskAsync($"/host/api/terminals/{Number}/component", new { component = components[0] });
        var loaded = await night.AskAsync($"/host/api/terminals/{Number}/component", new { component = components[1] });
        var code = await world.AskAsync($"/host/api/terminals/{Number}/code", new { });

        var till = new TillPage(await OpenAsync(shop.TillAddress, "till", Language.Chinese));
        await till.Page.SetViewportSizeAsync(1024, 768);
        await till.LogInAsync(TwoProcesses.Number, TwoProcesses.Pin);
        var counter = new CardCounter(till, Language.Chinese);

        // A shop without an acquirer is offered no cards to pay by.
        await till.OpenShiftAsync(100);
        await till.ScanAsync(Milk);
        await till.PayButton.ClickAsync();
        await Expect(till.Tab.Dialog("pay:title")).ToBeVisibleAsync();
        await Expect(till.Page.GetByText(till.Text["cards:cardFirst"])).ToHaveCountAsync(0);
        await till.Page.Keyboard.PressAsync("Escape");
        await till.GoAsync("cards");
        await look.LookAsync(till.Tab, "card-page-new");
        await till.Tab.Button("cards:setUp").ClickAsync();
        await counter.Field("setup:office").FillAsync(acquirer.Address.ToString());
        await counter.Field("setup:hosts").FillAsync(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{acquirer.TerminalsPort}"));
        await counter.Field("setup:terminal").FillAsync(Number);
        await counter.Field("setup:code").FillAsync("WRONGCODE");
        await counter.Button("setup:activate").ClickAsync();
        await Expect(counter.Frame.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await look.LookAsync(till.Tab, "set-up-wrong");
        await counter.Field("setup:code").FillAsync((string)code["code"]!);
        await counter.Button("setup:activate").ClickAsync();
        foreach (var (component, custodian) in components.Zip(["甲", "乙"]))
        {
            await Expect(counter.Field("setup:custodian")).ToHaveValueAsync("");
            await counter.Field("setup:custodian").FillAsync(custodian);
            await counter.Field("setup:component").FillAsync(component);
            await look.LookAsync(till.Tab, $"set-up-{custodian}");
            await counter.Button("setup:load").ClickAsync();
        }

        await Expect(counter.Frame.GetByText(((string)loaded["checkValue"]!)[..6])).ToBeVisibleAsync();
        await look.LookAsync(till.Tab, "set-up-complete");
        // It may have signed in by itself meanwhile: then there is nothing to press.
        await Expect(counter.Button("setup:signIn.go").Or(counter.Says("setup:ready.title"))).ToBeVisibleAsync();
        await Task.WhenAny(counter.Button("setup:signIn.go").ClickAsync(), counter.Says("setup:ready.title").WaitForAsync());
        await Expect(counter.Says("setup:ready.title")).ToBeVisibleAsync();
        await look.LookAsync(till.Tab, "set-up-ready");
        await till.Tab.Button("common:close").ClickAsync();
        await counter.GoneAsync();

        await till.GoAsync("sell");
        await till.PayButton.ClickAsync();
        await counter.ByCardAsync();
        var card = await world.CardAsync("unionpay-debit", 90);
        await till.Page.Keyboard.TypeAsync($"%{card["track1"]}?;{card["track2"]}?");
        await till.Page.Keyboard.PressAsync("Enter");
        await counter.TypePinAsync((string)card["pin"]!);
        await counter.GoneAsync();
        await Expect(counter.Paid).ToBeVisibleAsync();
        var rows = (await world.AskAsync("/host/api/transactions/search", new { terminal = Number, take = 5 }))["rows"]!.AsArray();
        Assert.Equal(("Sale", 350L), ((string)rows[0]!["flow"]!, (long)rows[0]!["amountMinor"]!));
        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }
}
