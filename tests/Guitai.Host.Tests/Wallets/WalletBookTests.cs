using System.Text;
using System.Text.Json;
using Dapper;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Foundation.Tests.Store;
using Guitai.Host.Wallets;
using Guitai.Sandbox.Tests.Wallets;

namespace Guitai.Host.Tests.Wallets;

public sealed class SqliteWalletBookTests() : WalletBookTests((folder, _) => SqliteEngine.Open(Path.Combine(folder, "host.db")));

public sealed class PostgresWalletBookTests(PostgresCluster cluster)
    : WalletBookTests((_, number) => PostgresEngine.Open(cluster.NewDatabase($"wallets{number}"), TimeProvider.System));

/// <summary>Accounts at wallets: one version after the other, and secrets that go in and never come out.</summary>
public abstract class WalletBookTests(Func<string, int, ISqlEngine> open) : HostFixture(open)
{
    private const string ApiV3Key = "AES256Key-32Characters1234567890";

    private static readonly WalletAccount s_account = new()
    {
        Merchant = MerchantNumber,
        Wallet = WalletAccount.WeChat,
        Number = "1900000101",
        AppId = "wx1234567890abcdef",
        Serial = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
        Gateway = "https://api.mch.weixin.qq.com",
        NotifyAddress = "https://host.example/wallets/wechat/898310058120001",
    };

    private static WalletSecrets Secrets => new(new(TestWallets.MerchantKey), new(ApiV3Key));

    [Fact]
    public async Task An_account_is_kept_changed_one_version_after_the_other_and_seen_by_other_processes()
    {
        var (one, other) = Books();
        Assert.Null(one.Find(MerchantNumber, "wechat"));
        Assert.True((await one.SaveAsync(s_account, Secrets)).Ok);
        Assert.Equal("wallet.taken", (await other.SaveAsync(s_account, Secrets)).Refusal!.Code);
        Assert.Equal((s_account, 1), other.Find(MerchantNumber, "wechat"));
        var changed = s_account with { IsOpen = false };
        Assert.True((await one.SaveAsync(changed, null, 1)).Ok);
        Assert.Equal("wallet.changed", (await other.SaveAsync(s_account, null, 1)).Refusal!.Code);
        Assert.Equal((changed, 2), other.Find(MerchantNumber, "wechat"));
        Assert.True((await one.SaveAsync(s_account, null, 2)).Ok);
        Assert.Equal((changed, 2), other.Find(MerchantNumber, "wechat"));
        other.Refresh();
        Assert.Equal((s_account, 3), other.Find(MerchantNumber, "wechat"));
        Assert.Equal([(s_account, 3)], other.Of(MerchantNumber));
        Assert.Equal([s_account], other.List());
    }

    [Fact]
    public async Task Secrets_stand_sealed_in_the_store_bound_to_their_account_and_are_kept_when_none_are_given()
    {
        var (book, other) = Books();
        Assert.True((await book.SaveAsync(s_account, Secrets)).Ok);
        Assert.True((await book.SaveAsync(s_account with { IsOpen = false }, null, 1)).Ok);
        var (body, seal) = Store.Read(c => c.QuerySingle<(string, byte[])>("SELECT body, seal FROM host_wallet"));
        Assert.DoesNotContain(ApiV3Key, body, StringComparison.Ordinal);
        Assert.DoesNotContain(ApiV3Key, Encoding.Latin1.GetString(seal), StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", body + Encoding.Latin1.GetString(seal), StringComparison.Ordinal);
        Assert.Equal(ApiV3Key, Encoding.ASCII.GetString(other.Channel(MerchantNumber, "wechat")!.ApiV3Key));
        Assert.DoesNotContain(ApiV3Key, JsonSerializer.Serialize(Secrets) + Secrets, StringComparison.Ordinal);
        await Store.WriteAsync(new Write().Insert(HostTables.Wallet, "898310058120002", "wechat", body, seal, 1));
        Assert.Throws<InvalidOperationException>(() => other.Channel("898310058120002", "wechat"));
    }

    [Fact]
    public async Task What_is_wrong_is_named_by_its_field()
    {
        var (book, _) = Books();
        foreach (
            var (account, secrets, field) in new (WalletAccount, WalletSecrets?, string)[]
            {
                (s_account, null, "privateKey"),
                (s_account, Secrets with { PrivateKey = new("no key") }, "privateKey"),
                (s_account, Secrets with { PrivateKey = new(TestWallets.MerchantPublicKey) }, "privateKey"),
                (s_account, Secrets with { ApiV3Key = null }, "apiV3Key"),
                (s_account, Secrets with { ApiV3Key = new("short") }, "apiV3Key"),
                (s_account with { Wallet = "other" }, Secrets, "wallet"),
                (s_account with { Merchant = "1" }, Secrets, "merchant"),
                (s_account with { Number = "mch" }, Secrets, "number"),
                (s_account with { AppId = "" }, Secrets, "appId"),
                (s_account with { Gateway = "http://api.mch.weixin.qq.com" }, Secrets, "gateway"),
                (s_account with { Gateway = "https://user@api.mch.weixin.qq.com" }, Secrets, "gateway"),
                (s_account with { Gateway = "file:///etc" }, Secrets, "gateway"),
                (s_account with { NotifyAddress = "https://host.example/?merchant=1" }, Secrets, "notifyAddress"),
                (s_account with { Serial = "not hex" }, Secrets, "serial"),
                (s_account with { PlatformKeyId = "KEY" }, Secrets, "platformKeyId"),
                (s_account with { PlatformKeyId = "PUB_KEY_ID_01" }, Secrets, "platformKey"),
                (s_account with { Wallet = "alipay" }, Secrets, "platformKey"),
                (s_account with { Wallet = "alipay", CertificatePem = "no certificate" }, Secrets, "certificatePem"),
            }
        )
        {
            var refusal = (await book.SaveAsync(account, secrets)).Refusal!;
            Assert.Equal(("wallet.invalid", field), (refusal.Code, refusal.Parameters!["field"]));
        }

        Assert.Empty(book.List());
    }

    [Fact]
    public async Task WeChats_public_key_and_keys_as_the_wallets_tools_write_them_are_taken()
    {
        var (book, _) = Books();
        using var rsa = System.Security.Cryptography.RSA.Create();
        rsa.ImportFromPem(TestWallets.MerchantKey);
        var account = s_account with { PlatformKeyId = "PUB_KEY_ID_0119000001", PlatformKey = TestWallets.MerchantPublicKey };
        foreach (var key in new[] { rsa.ExportPkcs8PrivateKey(), rsa.ExportRSAPrivateKey() })
        {
            var version = book.Find(MerchantNumber, "wechat")?.Version ?? 0;
            Assert.True((await book.SaveAsync(account, Secrets with { PrivateKey = new(Convert.ToBase64String(key)) }, version)).Ok);
        }

        Assert.NotNull(book.Channel(MerchantNumber, "wechat")!.Platform.Find("PUB_KEY_ID_0119000001", 0));
    }

    private (WalletBook One, WalletBook Other) Books() => (new WalletBook(Store, Keys), new WalletBook(Store, Keys));
}
