using System.Text;
using System.Text.Json.Nodes;
using Guitai.Sandbox.Wallets;
using Guitai.Sandbox.Wallets.Gateway;

namespace Guitai.Sandbox.Tests.Wallets;

/// <summary>WeChat Pay asks for proof: whatever is one bit off does nothing.</summary>
public sealed class WeChatProofTests : IDisposable
{
    private const string Codepay = "/v3/pay/transactions/codepay";

    private readonly TestWallets _world = new();
    private readonly WeChatClient _client;

    public WeChatProofTests() => _client = _world.WeChatClient();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Any_bit_of_the_authorization_that_is_another_is_refused()
    {
        var request = Pay();
        var header = request.Header("Authorization")!;
        for (var at = 0; at < header.Length; at++)
        {
            for (var bit = 0; bit < 7; bit++)
            {
                var spoiled = header[..at] + (char)(header[at] ^ (1 << bit)) + header[(at + 1)..];
                await RefusedAsync(With(request, "Authorization", spoiled), $"bit {bit} of character {at}");
            }
        }

        Assert.Equal(200, (await _client.SendAsync(request)).Status);
    }

    [Fact]
    public async Task Any_bit_of_the_body_or_the_address_that_is_another_is_refused()
    {
        var request = Pay();
        var body = request.Body.ToArray();
        for (var at = 0; at < body.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var spoiled = body.ToArray();
                spoiled[at] ^= (byte)(1 << bit);
                await RefusedAsync(request with { Body = spoiled }, $"bit {bit} of byte {at}");
            }
        }

        var query = _client.Request("GET", $"/v3/pay/transactions/out-trade-no/T0000001?mchid={_client.Mchid}", []);
        await RefusedAsync(query with { Target = query.Target.Replace("T0000001", "T0000002", StringComparison.Ordinal) }, "the address");
        await RefusedAsync(query with { Target = query.Target + "&x=1" }, "the query");
        Assert.Equal(200, (await _client.SendAsync(request)).Status);
    }

    [Fact]
    public async Task A_request_is_taken_once()
    {
        var request = Pay();
        Assert.Equal(200, (await _client.SendAsync(request)).Status);
        for (var i = 0; i < 100; i++)
        {
            await RefusedAsync(request, "a replay");
        }
    }

    [Fact]
    public async Task A_clock_may_be_five_minutes_off_and_no_more()
    {
        var now = _world.Clock.Ms / 1000;
        foreach (var off in (long[])[-301, 301, -86_400])
        {
            await RefusedAsync(_client.Request("GET", "/v3/certificates", [], now + off), $"{off} seconds");
        }

        foreach (var off in (long[])[-300, 300])
        {
            Assert.Equal(200, (await _client.SendAsync(_client.Request("GET", "/v3/certificates", [], now + off))).Status);
        }
    }

    [Theory]
    [InlineData(",serial_no=\"1\"")]
    [InlineData(",extra=\"1\"")]
    [InlineData(",")]
    public async Task What_stands_in_the_header_beside_the_five_is_refused(string more)
    {
        var request = Pay();
        await RefusedAsync(With(request, "Authorization", request.Header("Authorization") + more), more);
    }

    [Theory]
    [InlineData("mchid")]
    [InlineData("nonce_str")]
    [InlineData("signature")]
    [InlineData("timestamp")]
    [InlineData("serial_no")]
    public async Task Each_of_the_five_has_to_be_there(string name)
    {
        var request = Pay();
        var (scheme, rest) = (request.Header("Authorization")!.Split(' ')[0], request.Header("Authorization")!.Split(' ')[1]);
        var without = string.Join(',', rest.Split(',').Where(p => !p.StartsWith(name + "=", StringComparison.Ordinal)));
        await RefusedAsync(With(request, "Authorization", $"{scheme} {without}"), name);
    }

    [Theory]
    [InlineData("Accept", 400)]
    [InlineData("User-Agent", 400)]
    [InlineData("Content-Type", 415)]
    [InlineData("Authorization", 401)]
    public async Task A_header_that_is_missing_is_told(string name, int status)
    {
        var request = Pay();
        var answer = await _client.SendAsync(request with { Headers = [.. request.Headers.Where(h => h.Key != name)] });
        Assert.Equal(status, answer.Status);
        Assert.Empty(_world.Wallets.All());
    }

    [Theory]
    [InlineData("appid", "wx0")]
    [InlineData("mchid", "1900000999")]
    [InlineData("description", "")]
    [InlineData("description", 5)]
    [InlineData("out_trade_no", "T 1")]
    [InlineData("out_trade_no", "T1")]
    [InlineData("out_trade_no", "T12345678901234567890123456789012")]
    [InlineData("amount.total", 0)]
    [InlineData("amount.total", -1)]
    [InlineData("amount.total", "100")]
    [InlineData("amount.total", 1.5)]
    [InlineData("amount.currency", "USD")]
    [InlineData("payer.auth_code", 134567890123456789L)]
    [InlineData("scene_info.device_id", 7)]
    public async Task A_field_that_is_not_as_it_has_to_be_is_named(string path, object value)
    {
        var body = _client.PayBody("T0000001", 100, _world.Code(WalletKind.WeChat));
        var parts = path.Split('.');
        var at = parts.Length == 1 ? body : body[parts[0]]!.AsObject();
        at[parts[^1]] = JsonValue.Create(value);
        var answer = await _client.PostAsync(Codepay, body);
        Assert.Equal((400, "PARAM_ERROR"), (answer.Status, answer.Code));
        Assert.Equal("/" + string.Join('/', parts), answer.Json!["detail"]!["field"]!.GetValue<string>());
        Assert.Empty(_world.Wallets.All());
    }

    [Theory]
    [InlineData("appid")]
    [InlineData("mchid")]
    [InlineData("description")]
    [InlineData("out_trade_no")]
    [InlineData("payer")]
    [InlineData("amount")]
    [InlineData("scene_info")]
    public async Task A_field_that_is_missing_is_named(string name)
    {
        var body = _client.PayBody("T0000001", 100, _world.Code(WalletKind.WeChat));
        body.Remove(name);
        var answer = await _client.PostAsync(Codepay, body);
        Assert.Equal((400, "PARAM_ERROR"), (answer.Status, answer.Code));
        Assert.StartsWith("/" + name, answer.Json!["detail"]!["field"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_known_is_passed_over()
    {
        var body = _client.PayBody("T0000001", 100, _world.Code(WalletKind.WeChat));
        body["something"] = new JsonObject { ["new"] = true };
        Assert.Equal(200, (await _client.PostAsync(Codepay, body)).Status);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("{\"appid\":\"a\",\"appid\":\"b\"}")]
    [InlineData("{\"description\":\"\\ud800\"}")]
    public async Task A_body_that_is_no_object_does_nothing(string body)
    {
        var answer = await _client.SendAsync(_client.Request("POST", Codepay, Encoding.UTF8.GetBytes(body)));
        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task A_text_that_Unicode_does_not_have_is_named()
    {
        var body = _client.PayBody("T0000001", 100, _world.Code(WalletKind.WeChat)).ToJsonString();
        var spoiled = System.Text.RegularExpressions.Regex.Replace(body, "\"description\":\"[^\"]*\"", "\"description\":\"\\ud800\"");
        var answer = await _client.SendAsync(_client.Request("POST", Codepay, Encoding.UTF8.GetBytes(spoiled)));
        Assert.Equal((400, "/description"), (answer.Status, answer.Json!["detail"]!["field"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("GET", Codepay, 405)]
    [InlineData("POST", "/v3/certificates", 405)]
    [InlineData("GET", "/v3/nothing", 404)]
    [InlineData("GET", "/", 404)]
    public async Task Other_ways_lead_nowhere(string method, string target, int status) =>
        Assert.Equal(status, (await _client.SendAsync(_client.Request(method, target, []))).Status);

    [Fact]
    public async Task Nobody_asks_under_anothers_number()
    {
        var answer = await _client.GetAsync("/v3/pay/transactions/out-trade-no/T0000001?mchid=1900000999");
        Assert.Equal("PARAM_ERROR", answer.Code);
    }

    private GatewayRequest Pay()
    {
        var body = _client.PayBody("T0000001", 100, _world.Code(WalletKind.WeChat));
        return _client.Request("POST", Codepay, Encoding.UTF8.GetBytes(body.ToJsonString()));
    }

    private static GatewayRequest With(GatewayRequest request, string name, string value) =>
        request with
        {
            Headers = [.. request.Headers.Where(h => h.Key != name), new(name, value)],
        };

    private async Task RefusedAsync(GatewayRequest request, string what)
    {
        var before = _world.Wallets.All().Count;
        var answer = await _world.Wallets.AnswerAsync(request);
        Assert.True(answer.Status == 401, $"{what} was answered with {answer.Status}.");
        Assert.DoesNotContain(answer.Headers, h => h.Key == "Wechatpay-Signature");
        Assert.Equal(before, _world.Wallets.All().Count);
    }
}
