using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Till.Pages;

namespace Guitai.Till.Tests;

public sealed class RefundAndShiftTests
{
    private static readonly Approval s_manager = new("2001", new Secret<string>("1357"));

    [Fact]
    public async Task A_line_comes_back_once_and_never_more_than_was_paid()
    {
        await using var test = await TestTill.StartAsync();
        await test.ScanAsync("1001", 3000);
        var sale = await test.PayAsync();
        var line = test.Till.Stories.Tell(sale).Value.Order.Lines[0].Id;
        var ask = new RefundRequest(Guid.CreateVersion7(), sale, [new RefundLineRequest(line, 2000)], "坏了", s_manager);
        await test.DoAsync(t => t.Refunds.RefundAsync(test.Page, ask));
        await test.RefusedAsync(
            "refund.more-than-left",
            t => t.Refunds.RefundAsync(test.Page, ask with { CommandId = Guid.CreateVersion7() })
        );
        await test.DoAsync(t => t.Refunds.RefundAsync(test.Page, ask with { CommandId = Guid.CreateVersion7(), Lines = null }));
        await test.RefusedAsync(
            "refund.nothing-left",
            t => t.Refunds.RefundAsync(test.Page, ask with { CommandId = Guid.CreateVersion7(), Lines = null })
        );
        var shift = test.Till.Desk.State.Shift!.Totals;
        Assert.Equal(shift.SaleMinor, shift.RefundMinor);
        Assert.Equal(20_000, shift.ExpectedCashMinor);
    }

    /// <summary>Simulated shop, seed 65.</summary>
    [Fact]
    public async Task A_refund_and_a_cash_movement_pressed_again_after_a_restart_are_done_once()
    {
        await using var test = await TestTill.StartAsync(number: "2001", pin: "1357");
        await test.ScanAsync("1001", 3000);
        var sale = await test.PayAsync();
        var line = test.Till.Stories.Tell(sale).Value.Order.Lines[0].Id;
        var refund = new RefundRequest(Guid.CreateVersion7(), sale, [new RefundLineRequest(line, 1000)], "坏了", null);
        var cash = new MoveCashRequest(Guid.CreateVersion7(), 5_000, "零钱", null);
        var first = await test.DoAsync(t => t.Refunds.RefundAsync(test.Page, refund));
        await test.DoAsync(t => t.Shifts.MoveCashAsync(test.Page, cash));
        var before = test.Till.Desk.State.Shift!.Totals;

        await test.RestartAsync();
        await test.LogInAsync("2001", "1357");
        Assert.Equal(first, await test.DoAsync(t => t.Refunds.RefundAsync(test.Page, refund)));
        await test.DoAsync(t => t.Shifts.MoveCashAsync(test.Page, cash));
        Assert.Equal(before.ExpectedCashMinor, test.Till.Desk.State.Shift!.Totals.ExpectedCashMinor);
        Assert.Equal(1, test.Till.Desk.State.Shift.Totals.RefundCount);
    }

    /// <summary>Simulated shop, seed 1697.</summary>
    [Fact]
    public async Task A_whole_refund_gives_back_what_was_paid_also_when_rounding_ate_into_the_tip()
    {
        var shop = new TestShop(new CashRounding(100, CashRoundingMode.Down));
        shop.AddProduct("9999", null, "小样", 0, 0);
        await using var test = await TestTill.StartAsync(shop, "2001", "1357");
        await test.ScanAsync("9999");
        await test.DoAsync(t => t.Checkout.TipAsync(test.Page, new TipRequest(Guid.CreateVersion7(), 195)));
        var sale = await test.PayAsync();
        await test.DoAsync(t => t.Refunds.RefundAsync(test.Page, new RefundRequest(Guid.CreateVersion7(), sale, null, "退", null)));
        var totals = test.Till.Desk.State.Shift!.Totals;
        Assert.Equal(100, totals.SaleMinor);
        Assert.Equal(100, totals.RefundMinor);
    }

    [Fact]
    public async Task A_cashier_needs_a_second_person_to_give_money_back()
    {
        await using var test = await TestTill.StartAsync();
        var sale = await test.SellAsync("1001");
        await test.RefusedAsync(
            "right.needed",
            t => t.Refunds.RefundAsync(test.Page, new RefundRequest(Guid.CreateVersion7(), sale, null, "坏了", null))
        );
    }

    [Fact]
    public async Task Eight_refunds_pressed_at_once_give_the_money_back_once()
    {
        await using var test = await TestTill.StartAsync(number: "2001", pin: "1357");
        var sale = await test.SellAsync("1002");
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => test.Till.Refunds.RefundAsync(test.Page, new RefundRequest(Guid.CreateVersion7(), sale, null, "退", null)))
        );
        Assert.Single(outcomes, o => o.Ok);
    }

    [Fact]
    public async Task A_closed_shift_equals_its_orders_and_the_next_one_goes_on()
    {
        await using var test = await TestTill.StartAsync(number: "2001", pin: "1357");
        var first = await test.SellAsync("1001", "1002");
        await test.SellAsync("1001");
        await test.DoAsync(t => t.Refunds.RefundAsync(test.Page, new RefundRequest(Guid.CreateVersion7(), first, null, "退", null)));
        await test.DoAsync(t => t.Shifts.MoveCashAsync(test.Page, new MoveCashRequest(Guid.CreateVersion7(), -5_000, "送银行", null)));
        var shift = test.Till.Desk.State.Shift!;
        var expected = shift.Totals.ExpectedCashMinor;
        Assert.Equal(20_000 + 350 - 5_000, expected);
        var close = new CloseShiftRequest(Guid.CreateVersion7(), shift.Id, [], expected - 50, 10_000, null);
        var closed = await test.DoAsync(t => t.Shifts.CloseAsync(test.Page, close));
        Assert.Equal(closed, await test.DoAsync(t => t.Shifts.CloseAsync(test.Page, close)));
        var z = test.Till.Reports.Closed(closed)!;
        Assert.Equal((1L, -50L), (z.Z!.Value, z.OverShortMinor!.Value));
        Assert.Equal(2, test.Till.Desk.State.Shift!.Number);
        Assert.Equal(10_000, test.Till.Desk.State.Shift.Totals.FloatMinor);
    }

    [Fact]
    public async Task Counting_blind_hides_every_sum_from_a_cashier()
    {
        await using var test = await TestTill.StartAsync(new TestShop(blind: true));
        await test.SellAsync("1001");
        var look = test.Till.Reports.Look(maySeeExpected: false)!;
        Assert.Null(look.ExpectedMinor);
        Assert.Equal(0, look.Totals.SaleMinor);
        Assert.Null(test.View().Shift!.ExpectedCashMinor);
    }

    [Fact]
    public async Task A_shift_cannot_close_over_an_order_at_the_counter()
    {
        await using var test = await TestTill.StartAsync();
        await test.ScanAsync("1001");
        var shift = test.Till.Desk.State.Shift!.Id;
        await test.RefusedAsync(
            "cart.not-empty",
            t => t.Shifts.CloseAsync(test.Page, new CloseShiftRequest(Guid.CreateVersion7(), shift, [], 0, null, null))
        );
    }

    [Fact]
    public async Task Wrong_pins_cost_time_and_then_lock_over_a_restart()
    {
        await using var test = await TestTill.StartAsync();
        for (var i = 0; i < 10; i++)
        {
            var wrong = await test.Till.Login.LogInAsync(test.Page, new LoginRequest("2001", new Secret<string>("0000")));
            Assert.Equal(i < 9 ? "login.wrong" : "login.locked", wrong.Refusal?.Code);
            if (i == 0)
            {
                var hasty = await test.Till.Login.LogInAsync(test.Page, new LoginRequest("2001", new Secret<string>("1357")));
                Assert.Equal("login.wait", hasty.Refusal?.Code);
            }

            test.Clock.Advance(TimeSpan.FromSeconds(61));
        }

        await test.RestartAsync();
        Assert.Equal(
            "login.locked",
            (await test.Till.Login.LogInAsync(test.Page, new LoginRequest("2001", new Secret<string>("1357")))).Refusal?.Code
        );
        test.Clock.Advance(TimeSpan.FromMinutes(31));
        await test.LogInAsync("2001", "1357");
    }

    [Fact]
    public async Task A_thousand_sales_without_the_shop_arrive_once_and_in_order()
    {
        await using var test = await TestTill.StartAsync();
        test.Shop.Off = true;
        for (var i = 0; i < 1_000; i++)
        {
            await test.SellAsync("1001");
        }

        Assert.False(await test.Till.Sync.RoundAsync(default));
        Assert.True(test.View().Sync.Waiting >= 1_000);
        test.Shop.Off = false;
        test.Shop.LosesAnswers = true;
        await test.Till.Sync.RoundAsync(default);
        test.Shop.LosesAnswers = false;
        Assert.True(await test.Till.Sync.RoundAsync(default));
        Assert.Equal(0, test.View().Sync.Waiting);
        var sales = test.Shop.Facts.Where(f => f.Kind == FactKind.SaleCompleted).Select(f => f.Subject).ToList();
        Assert.Equal(1_000, sales.Distinct().Count());
        Assert.Equal(1_000, sales.Count);
        Assert.Equal(test.Shop.Facts.Count, test.Shop.Facts[^1].Sequence);
    }
}
