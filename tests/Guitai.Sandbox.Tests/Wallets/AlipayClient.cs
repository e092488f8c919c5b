using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Guitai.Sandbox.Wallets;
using Guitai.Sandbox.Wallets.Gateway;

namespace Guitai.Sandbox.Tests.Wallets;

/// <summary>An answer that was proved to be Alipay's.</summary>
internal sealed record AlipayAnswer(JsonObject Node, string? CertificateNumber, bool Signed)
{
    public string Code => this["code"]!;

    public string? SubCode => this["sub_code"];

    public string? this[string name] => Node[name]?.GetValue<string>();
}

/// <summary>A merchant's side of Alipay's gateway, written for the test alone: in plain-key or in certificate mode.</summary>
internal sealed class AlipayClient(TestWallets world, bool certified = false)
{
    // Each key is read once a thread, each certificate's number counted once: some tests send thousands of messages.
    [ThreadStatic]
    private static Dictionary<string, RSA>? t_keys;

    private static readonly ConcurrentDictionary<string, string> s_numbers = new(StringComparer.Ordinal);

    public Task<AlipayAnswer> PayAsync(string number, string yuan, string code, string? notify = null) =>
        AskAsync(
            "alipay.trade.pay",
            new JsonObject
            {
                ["out_trade_no"] = number,
                ["scene"] = "bar_code",
                ["auth_code"] = code,
                ["subject"] = "拿铁 2 杯",
                ["total_amount"] = yuan,
                ["store_id"] = "S1",
                ["terminal_id"] = "till-1",
            },
            notify
        );

    public Task<AlipayAnswer> PayAsync(string number, string yuan, int customer = TestWallets.Rich, string? notify = null) =>
        PayAsync(number, yuan, world.Code(WalletKind.Alipay, customer), notify);

    public Task<AlipayAnswer> PrecreateAsync(string number, string yuan, string? notify = null, string? express = null) =>
        AskAsync(
            "alipay.trade.precreate",
            new JsonObject
            {
                ["out_trade_no"] = number,
                ["subject"] = "拿铁 2 杯",
                ["total_amount"] = yuan,
                ["timeout_express"] = express,
            },
            notify
        );

    public Task<AlipayAnswer> QueryAsync(string number) => AskAsync("alipay.trade.query", new JsonObject { ["out_trade_no"] = number });

    public Task<AlipayAnswer> CloseAsync(string number) => AskAsync("alipay.trade.close", new JsonObject { ["out_trade_no"] = number });

    public Task<AlipayAnswer> CancelAsync(string number) => AskAsync("alipay.trade.cancel", new JsonObject { ["out_trade_no"] = number });

    public Task<AlipayAnswer> RefundAsync(string number, string yuan, string? request = null) =>
        AskAsync(
            "alipay.trade.refund",
            new JsonObject
            {
                ["out_trade_no"] = number,
                ["refund_amount"] = yuan,
                ["out_request_no"] = request,
            }
        );

    public Task<AlipayAnswer> RefundQueryAsync(string number, string request) =>
        AskAsync("alipay.trade.fastpay.refund.query", new JsonObject { ["out_trade_no"] = number, ["out_request_no"] = request });

    public Task<AlipayAnswer> BillAsync(string day) =>
        AskAsync("alipay.data.dataservice.bill.downloadurl.query", new JsonObject { ["bill_type"] = "trade", ["bill_date"] = day });

    public Task<AlipayAnswer> AskAsync(string method, JsonObject content, string? notify = null) =>
        SendAsync(Form(Signed(Parameters(method, content, notify))));

    /// <summary>All parameters but the signature.</summary>
    public Dictionary<string, string> Parameters(string method, JsonObject content, string? notify = null)
    {
        var said = new Dictionary<string, string>
        {
            ["app_id"] = world.Alipay.AppId,
            ["method"] = method,
            ["format"] = "JSON",
            ["charset"] = "utf-8",
            ["sign_type"] = "RSA2",
            ["timestamp"] = world
                .Clock.GetUtcNow()
                .ToOffset(TimeSpan.FromHours(8))
                .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            ["version"] = "1.0",
            ["biz_content"] = content.ToJsonString(),
        };
        if (notify is not null)
        {
            said["notify_url"] = notify;
        }

        if (certified)
        {
            said["app_cert_sn"] = Number(world.Alipay.AppCertificatePem);
            said["alipay_root_cert_sn"] = RootNumber(world.Alipay.RootsPem);
        }

        return said;
    }

    public Dictionary<string, string> Signed(Dictionary<string, string> said)
    {
        var rsa = Key(TestWallets.MerchantKey, r => r.ImportFromPem(TestWallets.MerchantKey));
        return new(said)
        {
            ["sign"] = Convert.ToBase64String(
                rsa.SignData(Encoding.UTF8.GetBytes(Plain(said)), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            ),
        };
    }

    public static string Plain(Dictionary<string, string> said, params string[] without) =>
        string.Join(
            '&',
            said.Where(p => p.Key != "sign" && !without.Contains(p.Key) && p.Value.Length > 0)
                .OrderBy(p => p.Key, StringComparer.Ordinal)
                .Select(p => $"{p.Key}={p.Value}")
        );

    public static GatewayRequest Form(Dictionary<string, string> said) =>
        new(
            "POST",
            "/gateway.do",
            [new("Host", "alipay.sandbox"), new("Content-Type", "application/x-www-form-urlencoded;charset=utf-8")],
            Encoding.ASCII.GetBytes(string.Join('&', said.Select(p => $"{p.Key}={WebUtility.UrlEncode(p.Value)}")))
        );

    public async Task<AlipayAnswer> SendAsync(GatewayRequest request)
    {
        var answer = await world.Wallets.AnswerAsync(request);
        Assert.False(answer.IsLost, "The answer was lost.");
        Assert.Equal(200, answer.Status);
        var text = Encoding.UTF8.GetString(answer.Body);
        var all = JsonNode.Parse(text)!.AsObject();
        var (name, node) = all.Single(p => p.Key.EndsWith("_response", StringComparison.Ordinal));
        if (all["sign"] is not { } sign)
        {
            return new AlipayAnswer(node!.AsObject(), null, Signed: false);
        }

        // The node's raw text, from behind its name to before what follows it.
        var from = text.IndexOf($"\"{name}\":", StringComparison.Ordinal) + name.Length + 3;
        var to = text.LastIndexOf("},\"", StringComparison.Ordinal) + 1;
        var raw = text[from..to];
        var number = all["alipay_cert_sn"]?.GetValue<string>();
        Assert.Equal(certified, number is not null);
        Assert.True(
            IsProved(Encoding.UTF8.GetBytes(raw), Convert.FromBase64String(sign.GetValue<string>()), number),
            "The answer's signature is wrong."
        );
        return new AlipayAnswer(node!.AsObject(), number, Signed: true);
    }

    /// <summary>Whether Alipay signed this: with its plain key, or with the certificate of that number.</summary>
    public bool IsProved(byte[] message, byte[] signature, string? number)
    {
        RSA rsa;
        if (number is null)
        {
            var plain = world.Alipay.AlipayPublicKey;
            rsa = Key(plain, r => r.ImportSubjectPublicKeyInfo(Convert.FromBase64String(plain), out _));
        }
        else
        {
            var known = world.Wallets.Certificates(WalletKind.Alipay).Single(c => Number(c.CertificatePem) == number);
            rsa = Key(
                known.CertificatePem,
                r =>
                {
                    using var certificate = X509Certificate2.CreateFromPem(known.CertificatePem);
                    using var key = certificate.GetRSAPublicKey()!;
                    r.ImportRSAPublicKey(key.ExportRSAPublicKey(), out _);
                }
            );
        }

        return rsa.VerifyData(message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static RSA Key(string name, Action<RSA> import)
    {
        t_keys ??= new(StringComparer.Ordinal);
        if (!t_keys.TryGetValue(name, out var rsa))
        {
            t_keys[name] = rsa = RSA.Create();
            import(rsa);
        }

        return rsa;
    }

    /// <summary>A certificate's number as Alipay counts: by OpenSSL's look at the issuer, so that it is not the gateway's own code.</summary>
    public static string Number(string pem) => s_numbers.GetOrAdd(pem, Count);

    private static string Count(string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        var issuer = string.Join(',', certificate.IssuerName.Name.Split(", ").Select(p => p.Trim()).Where(p => p.Length > 0));
        var serial = BigInteger.Parse("0" + certificate.SerialNumber, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
#pragma warning disable CA5351 // Alipay's own choice.
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(issuer + serial)));
#pragma warning restore CA5351
    }

    public static string RootNumber(string pem) =>
        string.Join(
            '_',
            pem.Split("-----END CERTIFICATE-----", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(p => p + "\n-----END CERTIFICATE-----\n")
                .Where(p =>
                {
                    using var certificate = X509Certificate2.CreateFromPem(p);
                    return certificate.GetRSAPublicKey() is not null;
                })
                .Select(Number)
        );
}
