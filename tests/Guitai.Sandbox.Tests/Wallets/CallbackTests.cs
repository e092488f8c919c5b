using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Guitai.Sandbox.Wallets;
using Guitai.Sandbox.Wallets.Crypto;

namespace Guitai.Sandbox.Tests.Wallets;

/// <summary>What the wallets say by themselves: signed, encrypted, again and again until somebody takes it.</summary>
public sealed class CallbackTests : IDisposable
{
    private static readonly int[] s_weChat = [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600];
    private static readonly int[] s_alipay = [240, 600, 600, 3600, 7200, 21600, 54000];

    private readonly TestWallets _world = new();

    public void Dispose() => _world.Dispose();

    private List<(string Url, Dictionary<string, string> Headers, byte[] Body)> Messages => _world.Caught.Messages;

    [Fact]
    public async Task WeChat_tells_of_a_payment_and_of_a_refund_under_the_key_that_only_the_merchant_has()
    {
        var client = _world.WeChatClient();
        await PayShownWeChatAsync(client);
        Assert.Equal(1, await _world.Wallets.Callbacks.DeliverDueAsync());
        var (url, headers, body) = Assert.Single(Messages);
        Assert.Equal("https://host.example/wechat", url);
        Assert.True(client.IsProved(headers, body));
        var paid = JsonNode.Parse(body)!;
        Assert.Equal(("TRANSACTION.SUCCESS", "transaction"), (Text(paid, "event_type"), Text(paid["resource"]!, "original_type")));
        var transaction = JsonNode.Parse(client.Open(paid["resource"]!))!;
        Assert.Equal(
            ("T0000001", "SUCCESS", "NATIVE"),
            (Text(transaction, "out_trade_no"), Text(transaction, "trade_state"), Text(transaction, "trade_type"))
        );
        await client.RefundAsync("T0000001", "R1", 300, 1_200, "https://host.example/refund");
        Assert.Equal(0, await _world.Wallets.Callbacks.DeliverDueAsync());
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await _world.Wallets.Callbacks.DeliverDueAsync());
        var refund = JsonNode.Parse(client.Open(JsonNode.Parse(Messages[1].Body)!["resource"]!))!;
        Assert.Equal(("R1", "SUCCESS"), (Text(refund, "out_refund_no"), Text(refund, "refund_status")));
        Assert.Equal(0, _world.Wallets.Callbacks.Pending);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Alipay_tells_of_a_payment_and_of_a_refund_with_a_signature_over_all_but_sign_and_sign_type(bool certified)
    {
        var client = _world.AlipayClient(certified);
        await client.PayAsync("T1", "12.00", TestWallets.Plain, "https://host.example/alipay");
        await client.RefundAsync("T1", "2.00", "R1");
        await client.RefundAsync("T1", "10.00", "R2");
        Assert.Equal(3, await _world.Wallets.Callbacks.DeliverDueAsync());
        var told = Messages.Select(m => Form(m.Body)).ToList();
        Assert.Equal(["TRADE_SUCCESS", "TRADE_SUCCESS", "TRADE_CLOSED"], told.Select(t => t["trade_status"]));
        Assert.Equal([null, "2.00", "12.00"], told.Select(t => t.GetValueOrDefault("refund_fee")));
        var number = certified ? AlipayClient.Number(_world.Wallets.Certificates(WalletKind.Alipay)[0].CertificatePem) : null;
        Assert.All(
            told,
            t =>
                Assert.True(
                    client.IsProved(Encoding.UTF8.GetBytes(AlipayClient.Plain(t, "sign_type")), Convert.FromBase64String(t["sign"]), number)
                )
        );
        Assert.Equal(3, told.Select(t => t["notify_id"]).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task WeChat_repeats_by_its_schedule_until_200_or_204_and_then_gives_up()
    {
        _world.Caught.Answer = () => new HttpResponseMessage(HttpStatusCode.InternalServerError);
        await PayShownWeChatAsync(_world.WeChatClient());
        await RepeatsAsync(s_weChat);
    }

    [Fact]
    public async Task Alipay_repeats_by_its_schedule_until_success_and_then_gives_up()
    {
        // A page that says more than the word has not understood.
        _world.Caught.Answer = () => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("success!") };
        await _world.AlipayClient().PayAsync("T1", "1", notify: "https://host.example/alipay");
        await RepeatsAsync(s_alipay);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(204)]
    public async Task What_is_taken_is_not_said_again(int status)
    {
        _world.Caught.Answer = () => new HttpResponseMessage((HttpStatusCode)status);
        await PayShownWeChatAsync(_world.WeChatClient());
        await _world.Wallets.Callbacks.DeliverDueAsync();
        Assert.Null(_world.Wallets.Callbacks.NextDue);
    }

    [Fact]
    public async Task A_callback_that_nobody_took_survives_the_wallets_death()
    {
        _world.Caught.Answer = () => throw new HttpRequestException("nobody there");
        await PayShownWeChatAsync(_world.WeChatClient());
        await _world.Wallets.Callbacks.DeliverDueAsync();
        _world.Kill();
        var due = _world.Clock.GetUtcNow() + TimeSpan.FromSeconds(15);
        Assert.Equal(due, _world.Wallets.Callbacks.NextDue);
        _world.Caught.Answer = () => new HttpResponseMessage(HttpStatusCode.NoContent);
        _world.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(1, await _world.Wallets.Callbacks.DeliverDueAsync());
        _world.Kill();
        Assert.Equal(0, _world.Wallets.Callbacks.Pending);
    }

    [Fact]
    public async Task Ten_times_never_and_with_a_wrong_signature_on_demand()
    {
        var client = _world.AlipayClient();
        _world.Wallets.Faults.Add(new(WalletFault.CallbackTenTimes, Times: 1));
        await client.PayAsync("T1", "1", notify: "https://host.example/alipay");
        Assert.Equal(10, await _world.Wallets.Callbacks.DeliverDueAsync());
        Assert.Single(Messages.Select(m => Form(m.Body)["notify_id"]).Distinct(StringComparer.Ordinal));
        _world.Wallets.Faults.Add(new(WalletFault.CallbackNever, Times: 1));
        await client.PayAsync("T2", "1", notify: "https://host.example/alipay");
        Assert.Equal(0, await _world.Wallets.Callbacks.DeliverDueAsync());
        Assert.Equal(0, _world.Wallets.Callbacks.Pending);
        _world.Wallets.Faults.Add(new(WalletFault.WrongCallbackSignature, Times: 1));
        await client.PayAsync("T3", "1", notify: "https://host.example/alipay");
        await _world.Wallets.Callbacks.DeliverDueAsync();
        var told = Form(Messages[^1].Body);
        Assert.False(
            client.IsProved(Encoding.UTF8.GetBytes(AlipayClient.Plain(told, "sign_type")), Convert.FromBase64String(told["sign"]), null)
        );
        _world.Wallets.Faults.Add(new(WalletFault.WrongCallbackSignature, Times: 1));
        var weChat = _world.WeChatClient();
        await PayShownWeChatAsync(weChat);
        await _world.Wallets.Callbacks.DeliverDueAsync();
        Assert.False(weChat.IsProved(Messages[^1].Headers, Messages[^1].Body));
    }

    [Fact]
    public async Task A_callback_can_come_before_the_answer()
    {
        _world.Wallets.Faults.Add(new(WalletFault.CallbackFirst, Operation: WalletOperation.Pay, Times: 1));
        await _world.AlipayClient().PayAsync("T1", "1", notify: "https://host.example/alipay");
        Assert.Single(Messages);
        Assert.Equal(0, _world.Wallets.Callbacks.Pending);
        var client = _world.WeChatClient();
        await client.PayAsync("T0000001", 500);
        _world.Wallets.Faults.Add(new(WalletFault.CallbackFirst, Operation: WalletOperation.Refund, Times: 1));
        Assert.Equal("SUCCESS", (await client.RefundAsync("T0000001", "R1", 500, 500, "https://host.example/refund"))["status"]);
        Assert.Equal("https://host.example/refund", Messages[^1].Url);
        Assert.Equal(0, _world.Wallets.Callbacks.Pending);
    }

    [Fact]
    public async Task After_a_switch_callbacks_carry_the_new_certificate()
    {
        var client = _world.WeChatClient();
        var before = _world.Wallets.Certificates(WalletKind.WeChat)[0].Serial;
        _world.Wallets.Rotate(WalletKind.WeChat, RotationStep.Announce);
        var list = await client.GetAsync("/v3/certificates");
        var fetched = list.Json!["data"]!.AsArray();
        Assert.Equal(2, fetched.Count);
        var pem = Encoding.ASCII.GetString(client.Open(fetched[1]!["encrypt_certificate"]!));
        using var certificate = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(pem);
        Assert.Equal(Text(fetched[1]!, "serial_no"), certificate.SerialNumber);
        _world.Wallets.Rotate(WalletKind.WeChat, RotationStep.Switch);
        await PayShownWeChatAsync(client);
        await _world.Wallets.Callbacks.DeliverDueAsync();
        Assert.NotEqual(before, Messages[0].Headers["Wechatpay-Serial"]);
        Assert.Equal(certificate.SerialNumber, Messages[0].Headers["Wechatpay-Serial"]);
        Assert.True(client.IsProved(Messages[0].Headers, Messages[0].Body));
    }

    [Fact]
    public async Task The_running_courier_brings_what_is_added_while_it_waits()
    {
        using var stop = new CancellationTokenSource();
        var running = _world.Wallets.Callbacks.RunAsync(stop.Token);
        await PayShownWeChatAsync(_world.WeChatClient());
        while (_world.Wallets.Callbacks.Pending > 0)
        {
            await Task.Delay(5);
        }

        await stop.CancelAsync();
        await running;
        Assert.Single(Messages);
    }

    private async Task RepeatsAsync(int[] schedule)
    {
        await _world.Wallets.Callbacks.DeliverDueAsync();
        for (var i = 0; i < schedule.Length; i++)
        {
            Assert.Equal(i + 1, Messages.Count);
            _world.Clock.Advance(TimeSpan.FromSeconds(schedule[i]) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(0, await _world.Wallets.Callbacks.DeliverDueAsync());
            _world.Clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(1, await _world.Wallets.Callbacks.DeliverDueAsync());
        }

        Assert.Equal(0, _world.Wallets.Callbacks.Pending);
    }

    private async Task PayShownWeChatAsync(WeChatClient client)
    {
        var url = (await client.NativeAsync("T0000001", 1_200))["code_url"]!;
        var prompt = _world.Wallets.Phone.Scan(TestWallets.Plain, url).Prompt!;
        Assert.Null(_world.Wallets.Phone.Pay(TestWallets.Plain, prompt.Id, _world.Password(TestWallets.Plain)).Refusal);
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static Dictionary<string, string> Form(byte[] body) =>
        Encoding.ASCII.GetString(body).Split('&').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => WebUtility.UrlDecode(p[1]));
}
