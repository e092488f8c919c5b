using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Guitai.Foundation;
using Guitai.Host.Wallets;
using Guitai.Host.Wallets.Alipay;
using Guitai.Host.Wallets.WeChat;
using Guitai.Sandbox.Tests.Wallets;

namespace Guitai.Host.Tests.Wallets;

/// <summary>Published values, read by the host's own code; the sandbox has its own.</summary>
public sealed class WalletVectorTests(WalletAccounts accounts)
{
    private static readonly JsonNode s_weChat = Read("wechat.json");
    private static readonly JsonNode s_alipay = Read("alipay.json");

    [Fact]
    public async Task WeChats_published_callbacks_are_proved_opened_and_read()
    {
        var clock = new StandingClock();
        clock.Set(
            DateTimeOffset.FromUnixTimeSeconds(long.Parse(Text(s_weChat, "timestamp"), System.Globalization.CultureInfo.InvariantCulture))
        );
        var (book, merchant) = (accounts.Open(), accounts.NewMerchant());
        var certificate = s_weChat["certificate"]!;
        var account = new WalletAccount
        {
            Merchant = merchant,
            Wallet = WalletAccount.WeChat,
            Number = "1601959334",
            AppId = "wx81be3101902f7cb2",
            Serial = "00",
            Gateway = "http://127.0.0.1:9",
        };
        var key = Text(s_weChat, "apiV3Key");
        Assert.True((await book.SaveAsync(account, new(new Secret<string>(TestWallets.MerchantKey), new(key)))).Ok);
        var channel = book.Channel(merchant, WalletAccount.WeChat)!;
        var pem = WeChatWire.Open(
            channel,
            System.Text.Json.JsonSerializer.SerializeToElement(
                new
                {
                    algorithm = "AEAD_AES_256_GCM",
                    nonce = Text(certificate, "nonce"),
                    associated_data = Text(certificate, "associatedData"),
                    ciphertext = Text(certificate, "ciphertext"),
                }
            )
        )!;
        var platform = CertificateFile.First(Encoding.ASCII.GetString(pem))!;
        Assert.Equal(Text(certificate, "serial"), platform.WeChatNumber);
        // The mock signed before its certificate was good.
        channel.Platform.Add(platform.WeChatNumber, platform.Key);

        using var http = new HttpMessageInvoker(new CaughtCallbacks());
        var wallet = new WeChatWallet(book, http, clock, new SystemRandomness());
        foreach (var callback in s_weChat["callbacks"]!.AsArray())
        {
            var headers = new Dictionary<string, string>
            {
                ["Wechatpay-Timestamp"] = Text(s_weChat, "timestamp"),
                ["Wechatpay-Nonce"] = Text(s_weChat, "nonce"),
                ["Wechatpay-Serial"] = platform.WeChatNumber,
                ["Wechatpay-Signature"] = Text(callback!, "signature"),
            };
            var notice = await wallet.ReadNoticeAsync(
                merchant,
                name => headers.GetValueOrDefault(name),
                Encoding.UTF8.GetBytes(Text(callback!, "body"))
            );
            Assert.StartsWith("S2021", notice!.Number, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WeChats_published_request_carries_the_signature_over_what_we_would_sign()
    {
        var (request, head) = (s_weChat["request"]!, $"{Text(s_weChat, "timestamp")}\n{Text(s_weChat, "nonce")}\n");
        var message = $"{Text(request, "method")}\n{Text(request, "target")}\n{head}{Text(request, "body")}\n";
        var key = RsaKey.Public(PublicKey())!;
        Assert.True(key.Verifies(Encoding.UTF8.GetBytes(message), Text(request, "signature")));
        Assert.False(key.Verifies(Encoding.UTF8.GetBytes(message + "\n"), Text(request, "signature")));
    }

    [Fact]
    public void Alipays_published_texts_numbers_and_signatures_are_ours()
    {
        foreach (var signed in s_alipay["signed"]!.AsArray())
        {
            var parameters = signed!["parameters"]!.AsObject().ToDictionary(p => p.Key, p => p.Value!.GetValue<string>());
            Assert.Equal(Text(signed, "plain"), AlipayWire.Plain(parameters, "sign"));
            var key = signed["publicKey"] is { } published
                ? RsaKey.Public(published.GetValue<string>())!
                : CertificateFile.First(Text(s_alipay["application"]!, "certificate"))!.Key;
            Assert.True(key.Verifies(Encoding.UTF8.GetBytes(Text(signed, "plain")), Text(signed, "signature")));
        }

        Assert.Equal(
            Text(s_alipay["application"]!, "number"),
            CertificateFile.First(Text(s_alipay["application"]!, "certificate"))!.AlipayNumber
        );
        Assert.Equal(Text(s_alipay["roots"]!, "number"), CertificateFile.AlipayRootNumber(Text(s_alipay["roots"]!, "file")));
    }

    [Fact]
    public void WeChats_published_bill_reads()
    {
        var lines = s_weChat["bill"]!["lines"]!.AsArray().Select(l => l!.GetValue<string>() + "\r\n");
        byte[] file = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(string.Concat(lines))];
        var rows = WeChatBills.Parse(file)!;
        Assert.Equal((3, 3, 0), (rows.Count, rows.Sum(r => r.AmountMinor), rows.Sum(r => r.FeeMinor)));
        Assert.Equal(("S20210128170702357723", "4200000925202101284997714292"), (rows[0].Number, rows[0].WalletNumber));
    }

    private static string PublicKey()
    {
        var certificate = s_weChat["certificate"]!;
        var bytes = Convert.FromBase64String(Text(certificate, "ciphertext"));
        var plain = new byte[bytes.Length - 16];
        using var aes = new AesGcm(Encoding.ASCII.GetBytes(Text(s_weChat, "apiV3Key")), 16);
        aes.Decrypt(
            Encoding.ASCII.GetBytes(Text(certificate, "nonce")),
            bytes.AsSpan(0, plain.Length),
            bytes.AsSpan(plain.Length),
            plain,
            Encoding.ASCII.GetBytes(Text(certificate, "associatedData"))
        );
        return Convert.ToBase64String(CertificateFile.First(Encoding.ASCII.GetString(plain))!.SubjectPublicKey.Span);
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static JsonNode Read(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Guitai.slnx")))
        {
            folder = folder.Parent;
        }

        return JsonNode.Parse(File.ReadAllText(Path.Combine(folder.FullName, "tests/vectors/wallets", name)))!;
    }
}
