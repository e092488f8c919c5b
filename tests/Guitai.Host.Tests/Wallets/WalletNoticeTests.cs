using System.Text;
using Guitai.Host.Wallets;
using Guitai.Sandbox.Tests.Wallets;
using Guitai.Sandbox.Wallets;
using Guitai.Sandbox.Wallets.Crypto;

namespace Guitai.Host.Tests.Wallets;

/// <summary>What wallets tell by themselves: a reason to ask, and only when it is theirs.</summary>
public sealed class WalletNoticeTests(WalletAccounts accounts)
{
    public static TheoryData<WalletKind> Both => [WalletKind.WeChat, WalletKind.Alipay];

    [Theory, MemberData(nameof(Both))]
    public async Task A_notice_names_the_payment_however_often_it_comes(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        world.Fault(WalletFault.CallbackTenTimes, WalletOperation.Callback);
        var payment = await PaidAsync(world, kind);
        Assert.Equal(10, world.Sandbox.Caught.Messages.Count);
        foreach (var message in world.Sandbox.Caught.Messages)
        {
            Assert.Equal(new WalletNotice(payment.Number), await ReadAsync(world, kind, message));
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_forged_or_changed_notice_is_none(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        world.Fault(WalletFault.WrongCallbackSignature, WalletOperation.Callback);
        var payment = await PaidAsync(world, kind);
        Assert.Null(await ReadAsync(world, kind, world.Sandbox.Caught.Messages[^1]));
        world.Sandbox.Caught.Messages.Clear();
        var second = await PaidAsync(world, kind);
        var good = world.Sandbox.Caught.Messages[^1];
        Assert.Equal(second.Number, (await ReadAsync(world, kind, good))!.Number);
        var other = Encoding.UTF8.GetString(good.Body).Replace(second.Number, payment.Number, StringComparison.Ordinal);
        if (kind == WalletKind.Alipay)
        {
            Assert.Null(await ReadAsync(world, kind, (good.Url, good.Headers, Encoding.UTF8.GetBytes(other))));
        }

        for (var place = 0; place < good.Body.Length; place += 41)
        {
            var changed = good.Body.ToArray();
            changed[place] ^= 1;
            Assert.Null(await ReadAsync(world, kind, (good.Url, good.Headers, changed)));
        }

        Assert.Null(await ReadAsync(world, kind, (good.Url, good.Headers, [])));
        Assert.Null(await ReadAsync(world, kind, (good.Url, good.Headers, [.. good.Body, .. good.Body])));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_notice_at_another_merchants_address_is_none(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        await PaidAsync(world, kind);
        var message = world.Sandbox.Caught.Messages[^1];
        Assert.Null(await world.Wallet(kind).ReadNoticeAsync("000000000000000", Header(message), message.Body));
        var (account, version) = world.Book.Find(world.Merchant, world.Wallet(kind).Name)!.Value;
        var other = kind == WalletKind.WeChat ? account with { Number = "1900009999" } : account with { AppId = "2021000199999999" };
        Assert.True((await world.Book.SaveAsync(other, null, version)).Ok);
        Assert.Null(await ReadAsync(world, kind, message));
    }

    [Fact]
    public async Task WeChats_notice_is_good_for_five_minutes()
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        var payment = await PaidAsync(world, WalletKind.WeChat);
        var message = world.Sandbox.Caught.Messages[^1];
        world.Wait(300);
        Assert.Equal(payment.Number, (await ReadAsync(world, WalletKind.WeChat, message))!.Number);
        world.Wait(1);
        Assert.Null(await ReadAsync(world, WalletKind.WeChat, message));
    }

    [Fact]
    public async Task A_notice_with_a_new_certificate_has_it_fetched_and_made_up_numbers_do_not_again()
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        await world.AskAsync(WalletKind.WeChat, world.Payment());
        world.Sandbox.Wallets.Rotate(WalletKind.WeChat, RotationStep.Announce);
        world.Sandbox.Wallets.Rotate(WalletKind.WeChat, RotationStep.Switch);
        world.Wait(20);
        var payment = world.Payment(shown: true);
        var shown = await world.ShowAsync(WalletKind.WeChat, payment);
        world.PayShown(shown.Shown);
        await world.Sandbox.Wallets.Callbacks.DeliverDueAsync();
        var message = Assert.Single(world.Sandbox.Caught.Messages);
        Assert.Equal(payment.Number, (await ReadAsync(world, WalletKind.WeChat, message))!.Number);
        world.Wait(20);
        for (var time = 0; time < 5; time++)
        {
            var headers = new Dictionary<string, string>(message.Headers) { ["Wechatpay-Serial"] = $"5157F09EFDC0{time}" };
            Assert.Null(await ReadAsync(world, WalletKind.WeChat, (message.Url, headers, message.Body)));
        }

        Assert.Equal(3, world.Asked.Count(a => a == "GET /v3/certificates"));
    }

    [Fact]
    public async Task Alipays_notice_in_certificate_mode_is_proved_too()
    {
        using var world = await WalletWorld.OpenAsync(accounts, certified: true);
        var payment = await PaidAsync(world, WalletKind.Alipay);
        Assert.Equal(payment.Number, (await ReadAsync(world, WalletKind.Alipay, world.Sandbox.Caught.Messages[^1]))!.Number);
    }

    [Fact]
    public async Task Alipays_notice_of_a_refund_names_the_refund()
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        var payment = await PaidAsync(world, WalletKind.Alipay);
        world.Sandbox.Caught.Messages.Clear();
        await world.RefundAsync(WalletKind.Alipay, payment, "R000000000001", 34);
        await world.Sandbox.Wallets.Callbacks.DeliverDueAsync();
        var message = Assert.Single(world.Sandbox.Caught.Messages);
        Assert.Equal(new WalletNotice(payment.Number, "R000000000001"), await ReadAsync(world, WalletKind.Alipay, message));
    }

    // By a shown code: a payment by the customer's code is told in its answer.
    private static async Task<WalletPayment> PaidAsync(WalletWorld world, WalletKind kind)
    {
        var payment = world.Payment(shown: true);
        world.PayShown((await world.ShowAsync(kind, payment)).Shown);
        await world.Sandbox.Wallets.Callbacks.DeliverDueAsync();
        return payment;
    }

    private static Func<string, string?> Header((string Url, Dictionary<string, string> Headers, byte[] Body) message) =>
        name => message.Headers.GetValueOrDefault(name);

    private static Task<WalletNotice?> ReadAsync(
        WalletWorld world,
        WalletKind kind,
        (string Url, Dictionary<string, string> Headers, byte[] Body) message
    ) => world.Wallet(kind).ReadNoticeAsync(world.Merchant, Header(message), message.Body);
}
