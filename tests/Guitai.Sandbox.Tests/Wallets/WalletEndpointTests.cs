using System.Net;
using System.Net.Http.Json;
using System.Text;
using Guitai.Sandbox.Wallets;
using Guitai.Sandbox.Wallets.Bureau;
using Guitai.Sandbox.Wallets.Crypto;
using Guitai.Sandbox.Wallets.Gateway;
using Guitai.Sandbox.Wallets.Phone;

namespace Guitai.Sandbox.Tests.Wallets;

/// <summary>The gateways on their own port, and phones, faults and certificates over HTTP as the sandbox's page uses them.</summary>
public sealed class WalletEndpointTests : IAsyncLifetime
{
    private readonly TestWallets _world = new();
    private GatewayListener _gateway = null!;
    private SandboxApp _app = null!;

    private HttpClient Http => _app.Http;

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayListener.StartAsync(_world.Wallets.AnswerAsync, 0);
        _app = await SandboxApp.StartAsync(app =>
        {
            WalletEndpoints.Map(app, _world.Wallets, $"http://127.0.0.1:{_gateway.Port}");
            PhoneEndpoints.Map(app, _world.Wallets.Phone, _world.Clock);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _gateway.DisposeAsync();
        _world.Dispose();
    }

    [Fact]
    public async Task Both_gateways_answer_on_one_port_to_what_stands_on_the_line()
    {
        using var http = new HttpClient();
        var client = _world.WeChatClient();
        var body = Encoding.UTF8.GetBytes(client.PayBody("T0000001", 100, _world.Code(WalletKind.WeChat)).ToJsonString());
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(http, client.Request("POST", "/v3/pay/transactions/codepay", body))).StatusCode);
        var query = client.Request("GET", $"/v3/pay/transactions/out-trade-no/T0000001?mchid={client.Mchid}", []);
        var answer = await SendAsync(http, query);
        var headers = answer.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value));
        Assert.True(client.IsProved(headers, await answer.Content.ReadAsByteArrayAsync()));
        var alipay = _world.AlipayClient();
        var said = alipay.Signed(alipay.Parameters("alipay.trade.query", new() { ["out_trade_no"] = "T1" }));
        var told = await http.PostAsync($"http://127.0.0.1:{_gateway.Port}/gateway.do", new FormUrlEncodedContent(said));
        Assert.Contains("ACQ.TRADE_NOT_EXIST", await told.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(http, client.Request("GET", "/sandbox/api/phone", []))).StatusCode);
    }

    [Fact]
    public async Task A_lost_answer_is_a_broken_connection()
    {
        using var http = new HttpClient();
        var client = _world.WeChatClient();
        _world.Wallets.Faults.Add(new(WalletFault.AnswerLost, Times: 1));
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(http, client.Request("GET", "/v3/certificates", [])));
    }

    [Fact]
    public async Task A_phone_shows_scans_pays_and_refuses_over_HTTP()
    {
        var customers = await Http.GetFromJsonAsync<List<PhoneCustomer>>("phone", SandboxApp.Json);
        Assert.Equal(6, customers!.Count);
        var code = await PostAsync<ShownCode>("phone/1/code", new CodeOrder(WalletKind.Alipay));
        Assert.Equal(18, code.Code.Length);
        var url = (await _world.WeChatClient().NativeAsync("T0000001", 1_200))["code_url"]!;
        Assert.Equal("phone.no-code", (await PostAsync<PhoneOutcome>("phone/1/scan", new ScanOrder("?"))).Refusal);
        var prompt = (await PostAsync<PhoneOutcome>("phone/1/scan", new ScanOrder(url))).Prompt!;
        Assert.Null((await PostAsync<PhoneOutcome>("phone/1/refuse", new RefuseOrder(prompt.Id))).Refusal);
        await PostAsync<PhoneOutcome>("phone/1/scan", new ScanOrder(url));
        var state = await Http.GetFromJsonAsync<PhoneState>("phone/1", SandboxApp.Json);
        Assert.Equal(prompt.Id, Assert.Single(state!.Prompts).Id);
        Assert.Null((await PostAsync<PhoneOutcome>("phone/1/pay", new PayOrder(prompt.Id, customers[1].Password))).Refusal);
        Assert.Equal(1_200, Assert.Single((await Http.GetFromJsonAsync<PhoneState>("phone/1", SandboxApp.Json))!.History).AmountMinor);
        Assert.False((await PostAsync<PhoneState>("phone/1", new CustomerChange(Online: false))).Customer.Online);
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync("phone/77")).StatusCode);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await Http.PostAsJsonAsync("phone/1", new CustomerChange(-1), SandboxApp.Json)).StatusCode
        );
    }

    [Fact]
    public async Task Faults_certificates_bills_and_merchants_over_HTTP()
    {
        var state = await PostAsync<WalletsState>("wallets/faults", new WalletFaultRule(WalletFault.Slow, WalletKind.Alipay, DelayMs: 5));
        Assert.Single(state.Faults);
        Assert.Equal($"http://127.0.0.1:{_gateway.Port}", state.Gateway);
        (string Path, object Body)[] bad =
        [
            ("wallets/faults", new WalletFaultRule((WalletFault)77)),
            ("wallets/faults", new WalletFaultRule(WalletFault.Slow, WalletKind.UnionPay)),
            ("wallets/faults", new WalletFaultRule(WalletFault.Slow, Times: 0)),
            ("wallets/faults", new WalletFaultRule(WalletFault.Slow, DelayMs: -1)),
            ("wallets/faults", new WalletFaultRule(WalletFault.BillExtraRow, Operation: WalletOperation.Pay)),
            ("wallets/rotation", new RotationOrder(WalletKind.UnionPay, RotationStep.Announce)),
            ("wallets/merchants/wechat", new MerchantApplication("A", "no key")),
            ("wallets/merchants/wechat", new MerchantApplication("", TestWallets.MerchantPublicKey)),
        ];
        foreach (var (path, body) in bad)
        {
            var answer = await Http.PostAsync(path, JsonContent.Create(body, body.GetType(), options: SandboxApp.Json));
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{path} {body}");
        }

        Assert.Empty((await (await Http.DeleteAsync("wallets/faults")).Content.ReadFromJsonAsync<WalletsState>(SandboxApp.Json))!.Faults);
        Assert.Equal(
            2,
            (await PostAsync<WalletsState>("wallets/rotation", new RotationOrder(WalletKind.WeChat, RotationStep.Announce)))
                .WeChatCertificates
                .Count
        );
        Assert.True((await PostAsync<WalletsState>("wallets/early-bills", new EarlyBillsSwitch(true))).EarlyBills);
        var merchant = await PostAsync<WeChatEnrolment>(
            "wallets/merchants/wechat",
            new MerchantApplication("B", TestWallets.MerchantPublicKey)
        );
        Assert.Equal((40, 32), (merchant.SerialNo.Length, merchant.ApiV3Key.Length));
        await _world.WeChatClient().PayAsync("T0000001", 500);
        var order = await Http.GetFromJsonAsync<KnownOrder>($"wallets/WeChat/{_world.WeChat.Mchid}/orders/T0000001", SandboxApp.Json);
        Assert.Equal(500, order!.TakenMinor);
        var day = await Http.GetFromJsonAsync<WalletDay>($"wallets/WeChat/{_world.WeChat.Mchid}/days/2026-03-05", SandboxApp.Json);
        Assert.Equal((1, 500, 3), (day!.PaidCount, day.PaidMinor, day.FeeMinor));
    }

    private async Task<T> PostAsync<T>(string path, object body)
    {
        var answer = await Http.PostAsync(path, JsonContent.Create(body, body.GetType(), options: SandboxApp.Json));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<T>(SandboxApp.Json))!;
    }

    private Task<HttpResponseMessage> SendAsync(HttpClient http, GatewayRequest request)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), $"http://127.0.0.1:{_gateway.Port}{request.Target}");
        if (request.Body.Length > 0)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
            message.Content.Headers.ContentType = new("application/json");
        }

        foreach (var (name, value) in request.Headers.Where(h => h.Key is not ("Host" or "Content-Type")))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return http.SendAsync(message);
    }
}
