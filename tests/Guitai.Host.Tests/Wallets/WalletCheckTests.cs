using Guitai.Foundation;
using Guitai.Host.Wallets;
using Guitai.Sandbox.Tests.Wallets;
using Guitai.Sandbox.Wallets;
using Guitai.Sandbox.Wallets.Crypto;

namespace Guitai.Host.Tests.Wallets;

/// <summary>An account is tried at its wallet, and what is wrong is named; certificates come before they are needed.</summary>
public sealed class WalletCheckTests(WalletAccounts accounts)
{
    public static TheoryData<WalletKind> Both => [WalletKind.WeChat, WalletKind.Alipay];

    [Theory, MemberData(nameof(Both))]
    public async Task An_account_that_is_right_is_good_and_nothing_is_made_at_the_wallet(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        Assert.Equal(WalletCheckResult.Good, await CheckAsync(world, kind));
        Assert.All(world.Asked, a => Assert.True(a.StartsWith("GET ", StringComparison.Ordinal) || a == "POST /gateway.do", a));
    }

    [Fact]
    public async Task Alipay_in_certificate_mode_is_good_too()
    {
        using var world = await WalletWorld.OpenAsync(accounts, certified: true);
        Assert.Equal(WalletCheckResult.Good, await CheckAsync(world, WalletKind.Alipay));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_gateway_that_is_away_is_unreachable(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        world.Fault(WalletFault.AnswerLost, times: null);
        var check = CheckAsync(world, kind);
        for (var second = 0; second < 60 && !check.IsCompleted; second++)
        {
            world.Wait(1);
            await Task.Yield();
        }

        Assert.Equal(WalletCheckResult.Unreachable, await check);
    }

    [Fact]
    public async Task A_wrong_key_number_or_application_is_refused_by_the_wallet_and_said_so()
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        using var other = System.Security.Cryptography.RSA.Create(2048);
        var key = new Secret<string>(other.ExportPkcs8PrivateKeyPem());
        await ChangeAsync(world, world.WeChatAccount(), new(key));
        Assert.Equal(WalletCheckResult.SignatureRefused, await CheckAsync(world, WalletKind.WeChat));
        await ChangeAsync(world, world.AlipayAccount(certified: false), new(key));
        Assert.Equal(WalletCheckResult.SignatureRefused, await CheckAsync(world, WalletKind.Alipay));
        await ChangeAsync(world, world.WeChatAccount() with { Serial = "00" }, new(new(TestWallets.MerchantKey)));
        Assert.Equal(WalletCheckResult.SignatureRefused, await CheckAsync(world, WalletKind.WeChat));
        await ChangeAsync(
            world,
            world.AlipayAccount(certified: false) with
            {
                AppId = "2021000199999999",
            },
            new(new(TestWallets.MerchantKey))
        );
        Assert.Equal(WalletCheckResult.SignatureRefused, await CheckAsync(world, WalletKind.Alipay));
    }

    [Fact]
    public async Task A_wrong_APIv3_key_and_a_wrong_key_of_Alipays_are_told_apart_from_a_refusal()
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        await ChangeAsync(world, world.WeChatAccount(), new(null, new(new string('x', 32))));
        Assert.Equal(WalletCheckResult.WrongApiV3Key, await CheckAsync(world, WalletKind.WeChat));
        var wrong = world.AlipayAccount(certified: false) with { PlatformKey = TestWallets.MerchantPublicKey };
        await ChangeAsync(world, wrong, null);
        Assert.Equal(WalletCheckResult.AnswerNotProved, await CheckAsync(world, WalletKind.Alipay));
    }

    [Fact]
    public async Task Somebody_else_than_a_gateway_is_recognised()
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        world.Forger = (_, answer) => answer with { Status = 200, Body = "<html>hello</html>"u8.ToArray() };
        Assert.Equal(WalletCheckResult.NotAGateway, await CheckAsync(world, WalletKind.WeChat));
        Assert.Equal(WalletCheckResult.NotAGateway, await CheckAsync(world, WalletKind.Alipay));
    }

    [Fact]
    public async Task New_certificates_are_there_before_WeChat_Pay_signs_with_them_and_are_not_asked_for_all_the_time()
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        await world.WeChat.RefreshAsync(world.Merchant, CancellationToken.None);
        Assert.Single(world.Book.Certificates(world.Merchant, "wechat"));
        world.Sandbox.Wallets.Rotate(WalletKind.WeChat, RotationStep.Announce);
        for (var minute = 0; minute < 5; minute++)
        {
            world.Wait(60);
            await world.WeChat.RefreshAsync(world.Merchant, CancellationToken.None);
        }

        Assert.Single(world.Asked);
        world.Wait(6 * 3600);
        await world.WeChat.RefreshAsync(world.Merchant, CancellationToken.None);
        Assert.Equal(2, world.Book.Certificates(world.Merchant, "wechat").Count);
        world.Sandbox.Wallets.Rotate(WalletKind.WeChat, RotationStep.Switch);
        Assert.Equal(WalletState.Done, (await world.PayAsync(WalletKind.WeChat, world.Payment())).State);
        Assert.Equal(2, world.Asked.Count(a => a == "GET /v3/certificates"));
    }

    [Fact]
    public async Task An_address_is_changed_without_a_key_and_one_key_without_the_other()
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        await ChangeAsync(world, world.WeChatAccount() with { NotifyAddress = "https://host.example/other" }, null);
        Assert.Equal(WalletCheckResult.Good, await CheckAsync(world, WalletKind.WeChat));
        await ChangeAsync(world, world.WeChatAccount(), new(null, new(world.Sandbox.WeChat.ApiV3Key)));
        Assert.Equal(WalletCheckResult.Good, await CheckAsync(world, WalletKind.WeChat));
    }

    private static async Task ChangeAsync(WalletWorld world, WalletAccount account, WalletSecrets? secrets)
    {
        var version = world.Book.Find(account.Merchant, account.Wallet)!.Value.Version;
        Assert.True((await world.Book.SaveAsync(account, secrets, version)).Ok);
    }

    private static async Task<WalletCheckResult> CheckAsync(WalletWorld world, WalletKind kind) =>
        (await world.Wallet(kind).CheckAsync(world.Merchant, CancellationToken.None)).Result;
}
