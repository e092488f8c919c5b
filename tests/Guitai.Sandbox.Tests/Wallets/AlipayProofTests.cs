using System.Text.Json.Nodes;
using Guitai.Sandbox.Wallets;
using Guitai.Sandbox.Wallets.Crypto;

namespace Guitai.Sandbox.Tests.Wallets;

/// <summary>Alipay asks for proof: whatever is one bit off does nothing.</summary>
public sealed class AlipayProofTests : IDisposable
{
    private readonly TestWallets _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Any_bit_of_any_parameter_that_is_another_is_refused(bool certified)
    {
        var client = _world.AlipayClient(certified);
        var said = client.Signed(Pay(client));
        foreach (var (name, value) in said)
        {
            for (var at = 0; at < value.Length; at++)
            {
                for (var bit = 0; bit < 7; bit++)
                {
                    var spoiled = value[..at] + (char)(value[at] ^ (1 << bit)) + value[(at + 1)..];
                    var answer = await client.SendAsync(AlipayClient.Form(new(said) { [name] = spoiled }));
                    Assert.True(
                        answer.Code is "40001" or "40002",
                        $"Bit {bit} of character {at} of {name} was answered with {answer.Code}."
                    );
                }
            }
        }

        Assert.Empty(_world.Wallets.All());
        Assert.Equal("10000", (await client.SendAsync(AlipayClient.Form(said))).Code);
    }

    [Theory]
    [InlineData("app_id", "isv.missing-app-id")]
    [InlineData("method", "isv.missing-method")]
    [InlineData("charset", "isv.invalid-charset")]
    [InlineData("sign_type", "isv.missing-signature-type")]
    [InlineData("timestamp", "isv.missing-timestamp")]
    [InlineData("version", "isv.missing-version")]
    [InlineData("biz_content", "ACQ.INVALID_PARAMETER")]
    public async Task A_parameter_that_is_missing_is_named(string name, string code)
    {
        var client = _world.AlipayClient();
        var said = Pay(client);
        said.Remove(name);
        Assert.Equal(code, (await client.SendAsync(AlipayClient.Form(client.Signed(said)))).SubCode);
        Assert.Equal("isv.missing-signature", (await client.SendAsync(AlipayClient.Form(Pay(client)))).SubCode);
    }

    [Theory]
    [InlineData("app_id", "2021000199999999", "isv.invalid-app-id")]
    [InlineData("method", "alipay.trade.steal", "isv.invalid-method")]
    [InlineData("format", "XML", "isv.invalid-format")]
    [InlineData("charset", "gbk", "isv.invalid-charset")]
    [InlineData("sign_type", "RSA", "isv.invalid-signature-type")]
    [InlineData("timestamp", "2026-03-05T12:00:00", "isv.invalid-timestamp")]
    [InlineData("timestamp", "2026-03-04 11:59:59", "isv.invalid-timestamp")]
    [InlineData("version", "2.0", "isv.invalid-version")]
    [InlineData("biz_content", "[]", "isv.invalid-parameter")]
    [InlineData("biz_content", "{\"a\":1,\"a\":2}", "isv.invalid-parameter")]
    public async Task A_parameter_that_is_wrong_is_named_even_when_it_is_signed(string name, string value, string code)
    {
        var client = _world.AlipayClient();
        var said = Pay(client);
        said[name] = value;
        Assert.Equal(code, (await client.SendAsync(AlipayClient.Form(client.Signed(said)))).SubCode);
    }

    [Fact]
    public async Task In_certificate_mode_both_numbers_have_to_be_there_and_right()
    {
        var client = _world.AlipayClient(certified: true);
        foreach (var name in (string[])["app_cert_sn", "alipay_root_cert_sn"])
        {
            var missing = Pay(client);
            missing.Remove(name);
            Assert.Equal("40001", (await client.SendAsync(AlipayClient.Form(client.Signed(missing)))).Code);
            var wrong = Pay(client);
            wrong[name] = new string('0', 32);
            Assert.Equal("40002", (await client.SendAsync(AlipayClient.Form(client.Signed(wrong)))).Code);
        }

        // The roots' file has one that is not RSA: it does not count.
        Assert.DoesNotContain("_", Pay(client)["alipay_root_cert_sn"], StringComparison.Ordinal);
        Assert.Equal(2, _world.Alipay.RootsPem.Split("BEGIN CERTIFICATE").Length - 1);
    }

    [Fact]
    public async Task A_parameter_that_stands_there_twice_is_refused()
    {
        var client = _world.AlipayClient();
        var request = AlipayClient.Form(client.Signed(Pay(client)));
        var twice = request with { Target = "/gateway.do?method=alipay.trade.query" };
        Assert.Equal("40002", (await client.SendAsync(twice)).Code);
        var apart = client.Signed(Pay(client));
        var query = string.Join(
            '&',
            apart.Where(p => p.Key != "biz_content").Select(p => $"{p.Key}={System.Net.WebUtility.UrlEncode(p.Value)}")
        );
        var body = AlipayClient.Form(new() { ["biz_content"] = apart["biz_content"] });
        Assert.Equal("10000", (await client.SendAsync(body with { Target = "/gateway.do?" + query })).Code);
    }

    [Fact]
    public async Task A_rotated_certificate_signs_only_after_the_switch_and_can_be_fetched_before()
    {
        var client = _world.AlipayClient(certified: true);
        var before = (await client.QueryAsync("T9")).CertificateNumber;
        _world.Wallets.Rotate(WalletKind.Alipay, RotationStep.Announce);
        Assert.Equal(before, (await client.QueryAsync("T9")).CertificateNumber);
        _world.Wallets.Rotate(WalletKind.Alipay, RotationStep.Switch);
        var after = (await client.QueryAsync("T9")).CertificateNumber!;
        Assert.NotEqual(before, after);
        var fetched = await client.AskAsync("alipay.open.app.alipaycert.download", new JsonObject { ["alipay_cert_sn"] = after });
        var pem = System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(fetched["alipay_cert_content"]!));
        Assert.Equal(after, AlipayClient.Number(pem));
        _world.Wallets.Rotate(WalletKind.Alipay, RotationStep.Retire);
        Assert.Single(_world.Wallets.Certificates(WalletKind.Alipay));
        _world.Kill();
        Assert.Equal(after, (await client.QueryAsync("T9")).CertificateNumber);
    }

    private Dictionary<string, string> Pay(AlipayClient client) =>
        client.Parameters(
            "alipay.trade.pay",
            new JsonObject
            {
                ["out_trade_no"] = "T1",
                ["scene"] = "bar_code",
                ["auth_code"] = _world.Code(WalletKind.Alipay),
                ["subject"] = "coffee",
                ["total_amount"] = "1.00",
            }
        );
}
