using Guitai.Sandbox.Wallets;
using Guitai.Sandbox.Wallets.Codes;

namespace Guitai.Sandbox.Tests.Wallets;

/// <summary>Payment codes and what a phone reads.</summary>
public sealed class PhoneTests : IDisposable
{
    private readonly TestWallets _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(WalletKind.WeChat, 18, 10, 15)]
    [InlineData(WalletKind.Alipay, 18, 25, 30)]
    [InlineData(WalletKind.UnionPay, 19, 62, 62)]
    public void A_code_looks_like_its_wallets_and_says_who_and_when(WalletKind wallet, int length, int from, int to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 500; i++)
        {
            var code = _world.Wallets.Codes.Make(wallet, i * 17 % PaymentCodes.Customers, _world.Clock.Ms, i);
            Assert.True(seen.Add(code));
            Assert.Equal(length, code.Length);
            Assert.InRange(int.Parse(code[..2]), from, to);
            Assert.Equal(wallet, PaymentCodes.KindOf(code));
            var read = _world.Wallets.Codes.Read(code, _world.Clock.Ms)!;
            Assert.Equal((wallet, i * 17 % PaymentCodes.Customers), (read.Wallet, read.Customer));
            Assert.InRange(_world.Clock.Ms - read.ShownMs, 0, PaymentCodes.SlotMs);
        }
    }

    [Fact]
    public void A_code_with_another_digit_is_nearly_always_none()
    {
        var random = new Random(4);
        var known = 0;
        for (var i = 0; i < 2_000; i++)
        {
            var code = _world.Code(WalletKind.WeChat).ToCharArray();
            var at = random.Next(2, 18);
            code[at] = (char)('0' + ((code[at] - '0' + random.Next(1, 10)) % 10));
            known += _world.Wallets.Codes.Read(new string(code), _world.Clock.Ms) is null ? 0 : 1;
        }

        Assert.InRange(known, 0, 10);
    }

    [Fact]
    public void Another_process_with_the_same_profile_has_the_same_phones()
    {
        var elsewhere = new PaymentCodes(WalletProfile.Read(_world.Profile.ToJson()));
        var code = elsewhere.Make(WalletKind.Alipay, 4_711, _world.Clock.Ms, 7);
        Assert.Equal(4_711, _world.Wallets.Codes.Read(code, _world.Clock.Ms)!.Customer);
    }

    [Fact]
    public void A_UnionPay_code_leads_to_a_card_once_and_within_its_minute()
    {
        var phone = _world.Wallets.Phone;
        var code = phone.Show(TestWallets.Plain, WalletKind.UnionPay)!.Code;
        Assert.Equal(new(TestWallets.Plain, 1_001), phone.TryResolve(code));
        Assert.Equal(new(TestWallets.Plain, 1_001), phone.TryUse(code, "rrn 1"));
        Assert.Equal(new(TestWallets.Plain, 1_001), phone.TryUse(code, "rrn 1"));
        Assert.Null(phone.TryUse(code, "rrn 2"));
        _world.Kill();
        Assert.Null(_world.Wallets.Phone.TryUse(code, "rrn 2"));
        var late = phone.Show(TestWallets.Plain, WalletKind.UnionPay)!.Code;
        _world.Clock.Advance(TimeSpan.FromSeconds(66));
        Assert.Null(_world.Wallets.Phone.TryUse(late, "rrn 3"));
        Assert.NotNull(_world.Wallets.Phone.TryUse(code, "rrn 1"));
        Assert.Null(phone.TryResolve(_world.Code(WalletKind.WeChat)));
    }

    [Theory]
    // EMVCo's own sample, and one with a wallet's address inside.
    [InlineData(
        "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN5914BEST TRANSPORT6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233030412340603***0708A60086670902ME91320016A0112233449988770708123456786304A13A",
        "BEST TRANSPORT",
        2_372
    )]
    public void A_code_in_EMVCos_form_says_merchant_and_amount(string text, string merchant, long minor)
    {
        var outcome = _world.Wallets.Phone.Scan(TestWallets.Plain, text);
        Assert.Equal("phone.not-payable-here", outcome.Refusal);
        Assert.Equal((merchant, minor), (outcome.Prompt!.Merchant, outcome.Prompt.AmountMinor));
    }

    [Theory]
    [InlineData("hello", "phone.no-code")]
    [InlineData("", "phone.no-code")]
    [InlineData("000201", "phone.no-code")]
    [InlineData("00020101021229300012D156000000000510A93FO3230Q6304FFFF", "phone.no-code")]
    [InlineData("weixin://wxpay/bizpayurl?pr=unknown", "phone.unknown-code")]
    [InlineData("https://qr.alipay.com/unknown", "phone.unknown-code")]
    public void What_is_no_code_is_told(string text, string refusal) =>
        Assert.Equal(refusal, _world.Wallets.Phone.Scan(TestWallets.Plain, text).Refusal);

    [Fact]
    public void Customers_can_be_changed_and_history_shows_what_came_back()
    {
        var phone = _world.Wallets.Phone;
        Assert.Null(phone.Find(50));
        Assert.Null(phone.Find(-1));
        Assert.Null(phone.Find(10_000));
        Assert.Equal(6, phone.All().Count);
        Assert.Equal(
            (7, true, false),
            phone.Change(TestWallets.Rich, new(7, AlwaysAsk: true, Online: false)) is { } c
                ? (c.WeChatMinor, c.AlwaysAsk, c.Online)
                : default
        );
    }

    [Fact]
    public async Task History_is_the_newest_first_with_what_came_back()
    {
        var client = _world.WeChatClient();
        await client.PayAsync("T0000001", 700, TestWallets.Plain);
        _world.Clock.Advance(TimeSpan.FromSeconds(20));
        await _world.AlipayClient().PayAsync("A1", "3.00", TestWallets.Plain);
        await client.RefundAsync("T0000001", "R1", 200, 700);
        await _world.AlipayClient().CancelAsync("A1");
        var history = _world.Wallets.Phone.History(TestWallets.Plain);
        Assert.Equal([(WalletKind.Alipay, 300L), (WalletKind.WeChat, 700L)], history.Select(h => (h.Wallet, h.AmountMinor)));
        Assert.True(Assert.Single(history[0].Refunds).Reversal);
        Assert.Equal(200, Assert.Single(history[1].Refunds).AmountMinor);
    }
}
