using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Guitai.Bench.Host;

namespace Guitai.Tests;

/// <summary>Codes in the demo as it is shipped: a terminal over TLS, the host, the sandbox's gateways over HTTP, callbacks to the host's own address.</summary>
public sealed class DemoCodeTests : IAsyncLifetime
{
    private const string Merchant = "898310058120001";
    private const string Number = "10030001";
    private const string Card = "6228480000000000018=30122010000012300";

    private readonly TemporaryFolder _folder = new();
    private GuitaiProcess _guitai = null!;
    private HostClient _admin = null!;
    private HostClient _sandbox = null!;
    private TerminalLine _line = null!;
    private X509Certificate2 _device = null!;
    private X509Certificate2 _authority = null!;

    public async ValueTask InitializeAsync()
    {
        _guitai = await GuitaiProcess.DemoAsync(_folder["data"]);
        _admin = await HostClient.EnterAsync(_guitai.Address, "demo", "corner-light-host-1");
        _sandbox = new HostClient(_guitai.Address, "/sandbox/api/");
        _line = await ConnectAsync();
        await UntilAsync(async () => (await AccountsAsync()).Count == 4);
    }

    public async ValueTask DisposeAsync()
    {
        await _line.DisposeAsync();
        _device.Dispose();
        _authority.Dispose();
        _sandbox.Dispose();
        _admin.Dispose();
        _guitai.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("wechat", "WeChat")]
    [InlineData("alipay", "Alipay")]
    public async Task A_phones_code_pays_at_the_demos_terminal_port_and_is_given_back_in_two_parts(string wallet, string kind)
    {
        await FaultAsync("CallbackFirst", kind, "Pay");
        var sale = await AskAsync(Sale(12_345, "A3", await CodeAsync(kind)));
        var trace = _line.Terminal.Trace;
        Assert.Equal(("00", true), (sale.Code, sale.MacRight));
        Assert.StartsWith("A4", sale.Wallet, StringComparison.Ordinal);
        Assert.Equal(12_345, (long)(await OrderAsync(wallet, kind, trace))["takenMinor"]!);

        foreach (var (part, left) in new[] { (2_345L, 10_000L), (10_000L, 0L) })
        {
            Assert.Equal("00", (await AskAsync(Back(part, trace, sale))).Code);
            Assert.Equal(left, (long)(await OrderAsync(wallet, kind, trace))["takenMinor"]!);
        }

        Assert.Equal("13", (await AskAsync(Back(1, trace, sale))).Code);
        Assert.Equal(2, (int)(await OrderAsync(wallet, kind, trace))["refunds"]!);
    }

    [Theory]
    [InlineData("wechat", "WeChat")]
    [InlineData("alipay", "Alipay")]
    public async Task A_shown_code_that_a_phone_pays_is_approved_once_however_often_and_by_whomever_it_is_told(string wallet, string kind)
    {
        await FaultAsync("CallbackTenTimes", kind, "Callback", times: 1);
        await PaidByPhoneAsync(wallet, kind, 2_000);

        // Told under a wrong signature it is not believed, and found by asking; what anybody makes up changes nothing.
        await FaultAsync("WrongCallbackSignature", kind, "Callback", times: null);
        await PaidByPhoneAsync(wallet, kind, 3_000);
        Assert.True((int)(await _sandbox.SendAsync(HttpMethod.Get, "wallets")).Body!["pendingCallbacks"]! > 0);
        Assert.Equal(401, await ToldAsync($"{wallet}/{Merchant}", "{}"));
        Assert.Equal(401, await ToldAsync($"{wallet}/{Merchant}", "app_id=1&sign=AAAA&sign_type=RSA2"));
        Assert.Equal(413, await ToldAsync($"{wallet}/{Merchant}", new string('x', 70_000)));
        Assert.Equal(404, await ToldAsync($"{wallet}/000000000000000", ""));
        Assert.Equal(404, await ToldAsync($"nobody/{Merchant}", ""));
    }

    [Fact]
    public async Task A_UnionPay_code_takes_the_money_off_a_card_at_the_issuer_once_and_is_given_back_in_parts()
    {
        var code = await CodeAsync("UnionPay");
        var sale = await AskAsync(Sale(8_800, "A3", code));
        var trace = _line.Terminal.Trace;
        Assert.Equal(("00", "A4020"), (sale.Code, sale.Wallet[..5]));
        Assert.Equal("54", (await AskAsync(Sale(8_800, "A3", code))).Code);
        Assert.Equal("14", (await AskAsync(Sale(8_800, "A3", "6200000000000000001"))).Code);
        Assert.Equal("40", (await AskAsync(Back(8_800, trace, sale) with { Mti = 200, Type = 23, Wallet = null, Track2 = Card })).Code);
        Assert.Equal("00", (await AskAsync(Back(8_000, trace, sale))).Code);
        Assert.Equal("00", (await AskAsync(Back(800, trace, sale))).Code);
        Assert.Equal("13", (await AskAsync(Back(1, trace, sale))).Code);

        // Taken back before anybody knew how it ended: nothing stands, and the code is used up all the same.
        var second = Sale(1_000, "A3", await CodeAsync("UnionPay"));
        Assert.Equal("00", (await AskAsync(second)).Code);
        var reversal = second with { Mti = 400, Trace = _line.Terminal.Trace, Reason = "98", Wallet = null };
        Assert.Equal("00", (await AskAsync(reversal)).Code);
        Assert.Equal("R", await StateAsync(_line.Terminal.Trace));
        await UntilAsync(async () => (await _admin.SendAsync(HttpMethod.Get, "owed")).Body!.AsArray().Count == 0);
        var story = (await _admin.SendAsync(HttpMethod.Get, $"transactions/{sale.Rrn}")).Body!.ToJsonString();
        Assert.DoesNotContain(code, story, StringComparison.Ordinal);
        Assert.DoesNotContain(code[6..], story, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shown_UnionPay_code_is_paid_from_the_phones_card_and_one_that_is_given_up_cannot_be_paid_any_more()
    {
        var (shown, scanned, trace) = await ShownAsync("unionpay", 4_400);
        Assert.Equal(("UnionPay", 4_400), ((string)scanned["wallet"]!, (int)scanned["amountMinor"]!));
        Assert.Null(await PayAsync(scanned));
        await UntilAsync(async () => await StateAsync(trace) == "A");
        var sale = shown with { Wallet = "A4020" + new string('0', 20) };
        Assert.Equal("00", (await AskAsync(Back(4_000, trace, sale))).Code);
        Assert.Equal("00", (await AskAsync(Back(400, trace, sale))).Code);
        Assert.Equal("13", (await AskAsync(Back(1, trace, sale))).Code);

        var (_, second, given) = await ShownAsync("unionpay", 1_000);
        var reversal = Sale(1_000, "A5", "unionpay") with { Mti = 400, Trace = given, Reason = "98", Wallet = null };
        Assert.Equal("00", (await AskAsync(reversal)).Code);
        await UntilAsync(async () => (await _admin.SendAsync(HttpMethod.Get, "owed")).Body!.AsArray().Count == 0);
        Assert.Equal("phone.no-prompt", await PayAsync(second));
        Assert.Equal("R", await StateAsync(given));
    }

    [Fact]
    public async Task Accounts_show_no_key_can_be_tried_and_name_what_is_wrong()
    {
        var account = (await AccountsAsync()).First(a => (string)a["id"]! == $"wechat-{Merchant}");
        Assert.DoesNotContain("PRIVATE", account.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("Good", (string)(await CheckAsync())["result"]!);
        Assert.NotEmpty((await AccountsAsync()).First(a => (string)a["id"]! == $"wechat-{Merchant}")["certificates"]!.AsArray());
        Assert.Equal(HttpStatusCode.NoContent, (await SaveAsync(account, new string('x', 32))).Status);
        Assert.Equal("WrongApiV3Key", (string)(await CheckAsync())["result"]!);
        Assert.Equal("wallet.changed", (string)(await SaveAsync(account, null)).Body!["code"]!);
        var audit = (await _admin.SendAsync(HttpMethod.Get, "audit"))
            .Body!.AsArray()
            .Select(a => $"{(string)a!["what"]!} {(string)a["result"]!}")
            .Where(a => a.StartsWith("wallet.", StringComparison.Ordinal))
            .Reverse();
        Assert.Equal(["wallet.checked ok", "wallet.changed ok", "wallet.checked WrongApiV3Key", "wallet.changed wallet.changed"], audit);

        async Task<JsonNode> CheckAsync() => (await _admin.SendAsync(HttpMethod.Post, $"wallet-accounts/wechat-{Merchant}/check")).Body!;

        Task<(HttpStatusCode Status, JsonNode? Body)> SaveAsync(JsonNode was, string? apiV3Key) =>
            _admin.SendAsync(
                HttpMethod.Put,
                $"wallet-accounts/wechat-{Merchant}",
                new
                {
                    version = (long)was["version"]!,
                    number = (string)was["number"]!,
                    appId = (string)was["appId"]!,
                    gateway = (string)was["gateway"]!,
                    notifyAddress = (string)was["notifyAddress"]!,
                    isOpen = true,
                    feePpm = 6000,
                    serial = (string)was["ownSerial"]!,
                    platformKeyId = "",
                    apiV3Key,
                }
            );
    }

    // A connection each: one on which too much was sent is closed.
    private async Task<int> ToldAsync(string address, string body)
    {
        using var http = new HttpClient { BaseAddress = _guitai.Address };
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        using var answer = await http.PostAsync(new Uri($"/host/notify/{address}", UriKind.Relative), content);
        return (int)answer.StatusCode;
    }

    private async Task PaidByPhoneAsync(string wallet, string kind, long amount)
    {
        var (_, scanned, trace) = await ShownAsync(wallet, amount);
        Assert.Null(await PayAsync(scanned));
        await UntilAsync(async () => await StateAsync(trace) == "A");
        Assert.Equal(amount, (long)(await OrderAsync(wallet, kind, trace))["takenMinor"]!);
    }

    private async Task<(TerminalReply Shown, JsonNode Scanned, int Trace)> ShownAsync(string wallet, long amount)
    {
        var shown = await AskAsync(Sale(amount, "A5", wallet));
        var trace = _line.Terminal.Trace;
        Assert.Equal("09", shown.Code);
        var text = shown.Wallet[5..];
        var scanned = (await _sandbox.SendAsync(HttpMethod.Post, "phone/0/scan", new { text })).Body!;
        Assert.Equal("W", await StateAsync(trace));
        return (shown, scanned["prompt"]!, trace);
    }

    private async Task<string?> PayAsync(JsonNode scanned)
    {
        var phone = (await _sandbox.SendAsync(HttpMethod.Get, "phone/0")).Body!;
        var order = new { id = (string)scanned["id"]!, password = (string)phone["customer"]!["password"]! };
        return (string?)(await _sandbox.SendAsync(HttpMethod.Post, "phone/0/pay", order)).Body!["refusal"];
    }

    private async Task<string> StateAsync(int trace)
    {
        var original = string.Create(CultureInfo.InvariantCulture, $"{_line.Terminal.Batch:D6}{trace:D6}");
        return Encoding.ASCII.GetString((await AskAsync(new TerminalQuestion(820, 0) { Network = 990, Original = original })).Data)[..1];
    }

    private static TerminalQuestion Sale(long amount, string tag, string value) =>
        new(200, 22)
        {
            Processing = 0,
            Amount = amount,
            Condition = 0,
            Entry = 32,
            Wallet = string.Create(CultureInfo.InvariantCulture, $"{tag}{value.Length:D3}{value}"),
        };

    private TerminalQuestion Back(long amount, int trace, TerminalReply sale) =>
        new(220, 25)
        {
            Processing = 200000,
            Amount = amount,
            Condition = 0,
            Entry = 32,
            Rrn = sale.Rrn,
            Wallet = sale.Wallet,
            Original = string.Create(
                CultureInfo.InvariantCulture,
                $"{_line.Terminal.Batch:D6}{trace:D6}{DateTimeOffset.UtcNow.AddHours(8):MMdd}"
            ),
        };

    private async Task<TerminalReply> AskAsync(TerminalQuestion question) => (await _line.Terminal.AskAsync(question))!;

    private async Task<string> CodeAsync(string kind) =>
        (string)(await _sandbox.SendAsync(HttpMethod.Post, "phone/0/code", new { wallet = kind })).Body!["code"]!;

    private async Task FaultAsync(string fault, string wallet, string operation, int? times = 1)
    {
        await _sandbox.SendAsync(HttpMethod.Delete, "wallets/faults");
        var set = await _sandbox.SendAsync(
            HttpMethod.Post,
            "wallets/faults",
            new
            {
                fault,
                wallet,
                operation,
                times,
            }
        );
        Assert.Equal(HttpStatusCode.OK, set.Status);
    }

    private async Task<IReadOnlyList<JsonNode>> AccountsAsync() =>
        [.. (await _admin.SendAsync(HttpMethod.Get, "wallet-accounts")).Body!.AsArray().Select(a => a!)];

    private async Task<JsonNode> OrderAsync(string wallet, string kind, int trace)
    {
        var account = (await AccountsAsync()).First(a => (string)a["id"]! == $"{wallet}-{Merchant}");
        var merchant = (string)account[kind == "WeChat" ? "number" : "appId"]!;
        var number = string.Create(CultureInfo.InvariantCulture, $"{Number}{_line.Terminal.Batch:D6}{trace:D6}");
        return (await _sandbox.SendAsync(HttpMethod.Get, $"wallets/{kind}/{merchant}/orders/{number}")).Body!;
    }

    // A terminal as any other: added by an admin, keyed by two people, activated by a code.
    private async Task<TerminalLine> ConnectAsync()
    {
        var limits = new
        {
            eachMinor = 0,
            dayMinor = 0,
            dayCount = 0,
        };
        var terminal = new
        {
            number = Number,
            merchant = Merchant,
            place = "门口",
            mac = "UnionPay",
            limits,
        };
        Assert.Equal(HttpStatusCode.NoContent, (await _admin.SendAsync(HttpMethod.Post, "terminals", terminal)).Status);
        using var night = await HostClient.EnterAsync(_guitai.Address, "night", "corner-light-host-2");
        var zero = new { component = new string('0', 31) + "1" };
        await _admin.SendAsync(HttpMethod.Post, $"terminals/{Number}/component", new { component = "0123456789ABCDEFFEDCBA9876543211" });
        Assert.True((bool)(await night.SendAsync(HttpMethod.Post, $"terminals/{Number}/component", zero)).Body!["complete"]!);
        var code = (string)(await night.SendAsync(HttpMethod.Post, $"terminals/{Number}/code")).Body!["code"]!;
        var (key, request) = TerminalLine.MakeKey(Number);
        using (key)
        {
            var made = (
                await night.SendAsync(
                    HttpMethod.Post,
                    "activate",
                    new
                    {
                        terminal = Number,
                        code,
                        request,
                    }
                )
            ).Body!;
            _device = TerminalLine.WithKey((string)made["certificatePem"]!, key);
            _authority = X509Certificate2.CreateFromPem((string)made["authorityPem"]!);
        }

        var master = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");
        var line = await TerminalLine.ConnectAsync(_guitai.TerminalsPort, Number, Merchant, master, _device, _authority);
        Assert.Equal("00", await line.Terminal.SignInAsync());
        return line;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 600; i++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail("It did not come about.");
    }
}
