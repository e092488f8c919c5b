using Guitai.Sandbox.Wallets;
using Guitai.Sandbox.Wallets.Gateway;

namespace Guitai.Sandbox.Tests.Wallets;

/// <summary>What goes wrong on demand, at the gateways and on the line.</summary>
public sealed class WalletFaultTests : IDisposable
{
    private readonly TestWallets _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(WalletFault.SystemErrorUndone, false)]
    [InlineData(WalletFault.SystemErrorDone, true)]
    public async Task A_system_error_at_WeChat_says_nothing_of_what_was_done(WalletFault fault, bool done)
    {
        var client = _world.WeChatClient();
        _world.Wallets.Faults.Add(new(fault, WalletKind.WeChat, WalletOperation.Pay, 1));
        var answer = await client.PayAsync("T0000001", 100);
        Assert.Equal((500, "SYSTEM_ERROR"), (answer.Status, answer.Code));
        Assert.Equal(done ? "SUCCESS" : null, (await client.QueryAsync("T0000001"))["trade_state"]);
        Assert.Empty(_world.Wallets.Faults.Rules);
    }

    [Theory]
    [InlineData(WalletFault.SystemErrorUndone, false)]
    [InlineData(WalletFault.SystemErrorDone, true)]
    public async Task A_system_error_at_Alipay_says_nothing_of_what_was_done(WalletFault fault, bool done)
    {
        var client = _world.AlipayClient();
        _world.Wallets.Faults.Add(new(fault, WalletKind.Alipay, WalletOperation.Pay, 1));
        Assert.Equal("20000", (await client.PayAsync("T1", "1")).Code);
        Assert.Equal(done ? "TRADE_SUCCESS" : null, (await client.QueryAsync("T1"))["trade_status"]);
    }

    [Theory]
    [InlineData(WalletFault.RequestLost, 0)]
    [InlineData(WalletFault.AnswerLost, 2)]
    public async Task A_broken_connection_says_nothing_of_what_was_done(WalletFault fault, int done)
    {
        _world.Wallets.Faults.Add(new(fault));
        await Assert.ThrowsAnyAsync<Exception>(() => _world.WeChatClient().PayAsync("T0000001", 100));
        await Assert.ThrowsAnyAsync<Exception>(() => _world.AlipayClient().PayAsync("T1", "1"));
        Assert.Equal(done, _world.Wallets.All().Count);
    }

    [Fact]
    public async Task A_payment_that_waits_for_ever_waits_until_it_is_taken_back()
    {
        var client = _world.WeChatClient();
        _world.Wallets.Faults.Add(new(WalletFault.PayingForever));
        Assert.Equal("USERPAYING", (await client.PayAsync("T0000001", 1)).Code);
        Assert.Equal("10003", (await _world.AlipayClient().PayAsync("T1", "1")).Code);
        Assert.Empty(_world.Wallets.Phone.Prompts(TestWallets.Rich));
        _world.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(1));
        Assert.Equal("USERPAYING", (await client.QueryAsync("T0000001"))["trade_state"]);
        Assert.Equal(200, (await client.ReverseAsync("T0000001")).Status);
        Assert.Equal("close", (await _world.AlipayClient().CancelAsync("T1"))["action"]);
        Assert.All(_world.Wallets.All(), o => Assert.Equal(0, o.TakenMinor));
    }

    [Fact]
    public async Task An_answers_signature_can_be_wrong()
    {
        _world.Wallets.Faults.Add(new(WalletFault.WrongAnswerSignature, Times: 2));
        await Assert.ThrowsAnyAsync<Exception>(() => _world.WeChatClient().PayAsync("T0000001", 100));
        await Assert.ThrowsAnyAsync<Exception>(() => _world.AlipayClient().PayAsync("T1", "1"));
        Assert.Equal(2, _world.Wallets.All().Count(o => o.TakenMinor > 0));
    }

    [Fact]
    public async Task Errors_can_have_their_old_names()
    {
        var client = _world.WeChatClient();
        _world.Wallets.Faults.Add(new(WalletFault.OldErrorNames));
        Assert.Equal("ORDERNOTEXIST", (await client.QueryAsync("T9999999")).Code);
        Assert.Equal("NOTENOUGH", (await client.PayAsync("T0000001", 1, TestWallets.Empty)).Code);
    }

    [Fact]
    public async Task A_late_answer_is_the_right_one()
    {
        _world.Wallets.Faults.Add(new(WalletFault.Slow, Times: 1, DelayMs: 30));
        Assert.Equal("SUCCESS", (await _world.WeChatClient().PayAsync("T0000001", 100))["trade_state"]);
    }

    [Fact]
    public async Task On_the_line_a_request_can_be_lost_or_come_twice_and_an_answer_can_be_lost()
    {
        using var handler = new GatewayHandler(_world.Wallets.AnswerAsync, TimeProvider.System);
        using var http = new HttpMessageInvoker(handler);
        var client = _world.AlipayClient();
        foreach (
            var (passage, number, answered, orders) in ((Passage, string, bool, int)[])
                [
                    (new Passage(LoseRequest: true), "T1", false, 0),
                    (new Passage(LoseAnswer: true), "T2", false, 1),
                    (new Passage(Double: true), "T3", true, 2),
                    (default, "T4", true, 3),
                ]
        )
        {
            handler.Line = _ => passage;
            var said = client.Signed(
                client.Parameters(
                    "alipay.trade.precreate",
                    new()
                    {
                        ["out_trade_no"] = number,
                        ["subject"] = "coffee",
                        ["total_amount"] = "1",
                    }
                )
            );
            using var request = new HttpRequestMessage(HttpMethod.Post, "http://alipay.sandbox/gateway.do")
            {
                Content = new FormUrlEncodedContent(said),
            };
            var sent = http.SendAsync(request, CancellationToken.None);
            if (answered)
            {
                Assert.Contains("qr.alipay.com", await (await sent).Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
            else
            {
                await Assert.ThrowsAsync<HttpRequestException>(() => sent);
            }

            Assert.Equal(orders, _world.Wallets.All().Count);
        }
    }

    [Fact]
    public async Task What_is_lost_in_silence_lasts_until_the_client_gives_up()
    {
        using var handler = new GatewayHandler(_world.Wallets.AnswerAsync, TimeProvider.System)
        {
            Line = _ => new Passage(LoseAnswer: true, Silent: true),
        };
        using var http = new HttpMessageInvoker(handler);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(30));
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://wechat.sandbox/v3/certificates");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => http.SendAsync(request, patience.Token));
    }
}
