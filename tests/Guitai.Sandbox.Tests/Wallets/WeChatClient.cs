using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Guitai.Sandbox.Wallets;
using Guitai.Sandbox.Wallets.Gateway;

namespace Guitai.Sandbox.Tests.Wallets;

/// <summary>An answer that was proved to be WeChat Pay's.</summary>
internal sealed record WeChatAnswer(int Status, JsonObject? Json, byte[] Body)
{
    public string? Code => Json?["code"]?.GetValue<string>();

    public string? this[string name] => Json?[name]?.GetValue<string>();
}

/// <summary>A merchant's side of API v3, written for the test alone: signs by hand, checks every signature.</summary>
internal sealed class WeChatClient(TestWallets world)
{
    private int _nonce;

    public string Mchid => world.WeChat.Mchid;
    public string AppId => world.WeChat.AppId;

    public JsonObject PayBody(string number, long fen, string code) =>
        new()
        {
            ["appid"] = AppId,
            ["mchid"] = Mchid,
            ["description"] = "拿铁 2 杯",
            ["out_trade_no"] = number,
            ["payer"] = new JsonObject { ["auth_code"] = code },
            ["amount"] = new JsonObject { ["total"] = fen, ["currency"] = "CNY" },
            ["scene_info"] = new JsonObject
            {
                ["device_id"] = "till-1",
                ["store_info"] = new JsonObject { ["id"] = "S1" },
            },
        };

    public Task<WeChatAnswer> PayAsync(string number, long fen, string code) =>
        PostAsync("/v3/pay/transactions/codepay", PayBody(number, fen, code));

    public Task<WeChatAnswer> PayAsync(string number, long fen, int customer = TestWallets.Rich) =>
        PayAsync(number, fen, world.Code(WalletKind.WeChat, customer));

    public Task<WeChatAnswer> NativeAsync(string number, long fen, string? expires = null, string url = "https://host.example/wechat") =>
        PostAsync(
            "/v3/pay/transactions/native",
            new JsonObject
            {
                ["appid"] = AppId,
                ["mchid"] = Mchid,
                ["description"] = "拿铁 2 杯",
                ["out_trade_no"] = number,
                ["notify_url"] = url,
                ["time_expire"] = expires,
                ["attach"] = "till-1",
                ["amount"] = new JsonObject { ["total"] = fen },
            }
        );

    public Task<WeChatAnswer> QueryAsync(string number) => GetAsync($"/v3/pay/transactions/out-trade-no/{number}?mchid={Mchid}");

    public Task<WeChatAnswer> CloseAsync(string number) =>
        PostAsync($"/v3/pay/transactions/out-trade-no/{number}/close", new JsonObject { ["mchid"] = Mchid });

    public Task<WeChatAnswer> ReverseAsync(string number) =>
        PostAsync($"/v3/pay/transactions/out-trade-no/{number}/reverse", new JsonObject { ["appid"] = AppId, ["mchid"] = Mchid });

    public Task<WeChatAnswer> RefundAsync(string number, string refund, long fen, long total, string? url = null) =>
        PostAsync(
            "/v3/refund/domestic/refunds",
            new JsonObject
            {
                ["out_trade_no"] = number,
                ["out_refund_no"] = refund,
                ["notify_url"] = url,
                ["amount"] = new JsonObject
                {
                    ["refund"] = fen,
                    ["total"] = total,
                    ["currency"] = "CNY",
                },
            }
        );

    public Task<WeChatAnswer> RefundQueryAsync(string refund) => GetAsync($"/v3/refund/domestic/refunds/{refund}");

    public Task<WeChatAnswer> GetAsync(string target) => SendAsync(Request("GET", target, []));

    public Task<WeChatAnswer> PostAsync(string target, JsonObject body) =>
        SendAsync(Request("POST", target, Encoding.UTF8.GetBytes(body.ToJsonString())));

    /// <summary>A signed request; its parts may be spoiled before it is sent.</summary>
    public GatewayRequest Request(string method, string target, byte[] body, long? timestamp = null, string? nonce = null)
    {
        var time = timestamp ?? world.Clock.Ms / 1000;
        var once = nonce ?? $"N{_nonce++:D15}";
        List<KeyValuePair<string, string>> headers =
        [
            new("Host", "wechat.sandbox"),
            new("Accept", "application/json"),
            new("User-Agent", "test"),
            new("Authorization", Authorization(method, target, body, $"{time}", once)),
        ];
        if (method == "POST")
        {
            headers.Add(new("Content-Type", "application/json"));
        }

        return new GatewayRequest(method, target, headers, body);
    }

    public string Authorization(string method, string target, byte[] body, string timestamp, string nonce)
    {
        byte[] message = [.. Encoding.UTF8.GetBytes($"{method}\n{target}\n{timestamp}\n{nonce}\n"), .. body, (byte)'\n'];
        using var rsa = RSA.Create();
        rsa.ImportFromPem(TestWallets.MerchantKey);
        var signature = Convert.ToBase64String(rsa.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        return $"WECHATPAY2-SHA256-RSA2048 mchid=\"{Mchid}\",nonce_str=\"{nonce}\",signature=\"{signature}\",timestamp=\"{timestamp}\",serial_no=\"{world.WeChat.SerialNo}\"";
    }

    public async Task<WeChatAnswer> SendAsync(GatewayRequest request)
    {
        var answer = await world.Wallets.AnswerAsync(request);
        Assert.False(answer.IsLost, "The answer was lost.");
        if (answer.Status != 401 && answer.Headers.Any(h => h.Key == "Wechatpay-Signature"))
        {
            Assert.True(IsProved(answer.Headers.ToDictionary(h => h.Key, h => h.Value), answer.Body), "The answer's signature is wrong.");
        }

        return new WeChatAnswer(
            answer.Status,
            answer.Body is [(byte)'{', ..] ? JsonNode.Parse(answer.Body)!.AsObject() : null,
            answer.Body
        );
    }

    /// <summary>Whether headers and body are WeChat Pay's, under any certificate that can be fetched.</summary>
    public bool IsProved(Dictionary<string, string> headers, byte[] body)
    {
        var certificate = world.Wallets.Certificates(WalletKind.WeChat).FirstOrDefault(c => c.Serial == headers["Wechatpay-Serial"]);
        if (certificate is null)
        {
            return false;
        }

        using var read = X509Certificate2.CreateFromPem(certificate.CertificatePem);
        using var rsa = read.GetRSAPublicKey()!;
        byte[] message =
        [
            .. Encoding.UTF8.GetBytes($"{headers["Wechatpay-Timestamp"]}\n{headers["Wechatpay-Nonce"]}\n"),
            .. body,
            (byte)'\n',
        ];
        return rsa.VerifyData(
            message,
            Convert.FromBase64String(headers["Wechatpay-Signature"]),
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
    }

    /// <summary>Opens what is encrypted under the APIv3 key.</summary>
    public byte[] Open(JsonNode resource)
    {
        var bytes = Convert.FromBase64String(resource["ciphertext"]!.GetValue<string>());
        var plain = new byte[bytes.Length - 16];
        using var aes = new AesGcm(Encoding.ASCII.GetBytes(world.WeChat.ApiV3Key), 16);
        aes.Decrypt(
            Encoding.ASCII.GetBytes(resource["nonce"]!.GetValue<string>()),
            bytes.AsSpan(0, plain.Length),
            bytes.AsSpan(plain.Length),
            plain,
            Encoding.ASCII.GetBytes(resource["associated_data"]!.GetValue<string>())
        );
        return plain;
    }
}
