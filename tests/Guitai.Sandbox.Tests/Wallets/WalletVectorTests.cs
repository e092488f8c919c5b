using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Guitai.Sandbox.Wallets.Alipay;
using Guitai.Sandbox.Wallets.Crypto;
using Guitai.Sandbox.Wallets.WeChat;

namespace Guitai.Sandbox.Tests.Wallets;

/// <summary>Published values: signatures, ciphertexts, numbers of certificates, a bill's hash. Each file names its origin.</summary>
public sealed class WalletVectorTests
{
    private static readonly JsonNode s_weChat = Read("wechat.json");
    private static readonly JsonNode s_alipay = Read("alipay.json");

    [Fact]
    public void The_cipher_makes_the_published_ciphertexts_and_what_they_hold_reads()
    {
        var key = Text(s_weChat, "apiV3Key");
        var plain = s_weChat["plain"]!;
        Assert.Equal(
            Text(plain, "ciphertext"),
            WeChatCipher.Encrypt(key, Text(plain, "nonce"), Text(plain, "associatedData"), Encoding.UTF8.GetBytes(Text(plain, "text")))
        );
        var certificate = s_weChat["certificate"]!;
        var pem = Open(key, certificate, "associatedData");
        Assert.Equal(
            Text(certificate, "ciphertext"),
            WeChatCipher.Encrypt(key, Text(certificate, "nonce"), Text(certificate, "associatedData"), pem)
        );
        using var read = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(pem));
        Assert.Equal(Text(certificate, "serial"), CertificateNumbers.WeChat(read));
        foreach (var callback in s_weChat["callbacks"]!.AsArray())
        {
            var resource = JsonNode.Parse(Text(callback!, "body"))!["resource"]!;
            var inside = JsonNode.Parse(Open(key, resource, "associated_data"))!;
            Assert.StartsWith("S2021", Text(inside, "out_trade_no"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_published_signatures_are_right_and_not_a_bit_else()
    {
        var pem = Encoding.ASCII.GetString(Open(Text(s_weChat, "apiV3Key"), s_weChat["certificate"]!, "associatedData"));
        using var certificate = X509Certificate2.CreateFromPem(pem);
        using var rsa = certificate.GetRSAPublicKey()!;
        using var key = new RsaKey(rsa.ExportSubjectPublicKeyInfoPem());
        var (timestamp, nonce, request) = (Text(s_weChat, "timestamp"), Text(s_weChat, "nonce"), s_weChat["request"]!);
        AssertOnlyThis(
            key,
            $"{Text(request, "method")}\n{Text(request, "target")}\n{timestamp}\n{nonce}\n{Text(request, "body")}\n",
            Text(request, "signature")
        );
        foreach (var callback in s_weChat["callbacks"]!.AsArray())
        {
            AssertOnlyThis(key, $"{timestamp}\n{nonce}\n{Text(callback!, "body")}\n", Text(callback!, "signature"));
        }

        foreach (var signed in s_alipay["signed"]!.AsArray())
        {
            var parameters = signed!["parameters"]!.AsObject().ToDictionary(p => p.Key, p => p.Value!.GetValue<string>());
            Assert.Equal(Text(signed, "plain"), AlipayEdge.Plain(parameters));
            using var application = X509Certificate2.CreateFromPem(Text(s_alipay["application"]!, "certificate"));
            using var certified = application.GetRSAPublicKey()!;
            using var alipay = new RsaKey(
                signed["publicKey"] is { } published
                    ? $"-----BEGIN PUBLIC KEY-----\n{published.GetValue<string>()}\n-----END PUBLIC KEY-----\n"
                    : certified.ExportSubjectPublicKeyInfoPem()
            );
            AssertOnlyThis(alipay, Text(signed, "plain"), Text(signed, "signature"));
        }
    }

    [Fact]
    public void Alipay_counts_certificates_and_its_own_roots_as_published()
    {
        var application = s_alipay["application"]!;
        using var certificate = X509Certificate2.CreateFromPem(Text(application, "certificate"));
        Assert.Equal(Text(application, "number"), CertificateNumbers.Alipay(certificate));
        Assert.Equal(Text(application, "number"), AlipayClient.Number(Text(application, "certificate")));
        Assert.Equal(Text(s_alipay["roots"]!, "number"), CertificateNumbers.AlipayRoots(Text(s_alipay["roots"]!, "file")));
    }

    [Fact]
    public async Task WeChats_bill_has_the_published_ones_lines_mark_and_line_ends()
    {
        var lines = s_weChat["bill"]!["lines"]!.AsArray().Select(l => l!.GetValue<string>()).ToList();
        byte[] published = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\r\n")))];
#pragma warning disable CA5350 // WeChat Pay's own choice.
        Assert.Equal(Text(s_weChat["bill"]!, "sha1"), Convert.ToHexStringLower(SHA1.HashData(published)));
#pragma warning restore CA5350
        using var world = new TestWallets();
        var client = world.WeChatClient();
        await client.PayAsync("T0000001", 1);
        world.Wallets.EarlyBills = true;
        var answer = await client.GetAsync("/v3/bill/tradebill?bill_date=2026-03-05");
        var bill = (await client.GetAsync(new Uri(answer["download_url"]!).PathAndQuery)).Body;
        Assert.Equal(Encoding.UTF8.Preamble, bill.AsSpan(0, 3));
        var ours = Encoding.UTF8.GetString(bill.AsSpan(3)).Split("\r\n");
        Assert.Equal((lines[0], lines[^2]), (ours[0], ours[2]));
        Assert.Equal(lines[1].Split(',').Length, ours[1].Split(',').Length);
    }

    private static void AssertOnlyThis(RsaKey key, string message, string signature)
    {
        var (bytes, proof) = (Encoding.UTF8.GetBytes(message), Convert.FromBase64String(signature));
        Assert.True(key.Verifies(bytes, proof));
        for (var bit = 0; bit < bytes.Length * 8; bit += 7)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(key.Verifies(bytes, proof));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (var bit = 0; bit < proof.Length * 8; bit += 5)
        {
            proof[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(key.Verifies(bytes, proof));
            proof[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    private static byte[] Open(string key, JsonNode resource, string associated)
    {
        var bytes = Convert.FromBase64String(Text(resource, "ciphertext"));
        var plain = new byte[bytes.Length - 16];
        using var aes = new AesGcm(Encoding.ASCII.GetBytes(key), 16);
        aes.Decrypt(
            Encoding.ASCII.GetBytes(Text(resource, "nonce")),
            bytes.AsSpan(0, plain.Length),
            bytes.AsSpan(plain.Length),
            plain,
            Encoding.ASCII.GetBytes(Text(resource, associated))
        );
        return plain;
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
