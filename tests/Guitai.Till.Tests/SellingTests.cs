using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Receipts;
using Guitai.Till.Pages;

namespace Guitai.Till.Tests;

public sealed class SellingTests
{
    [Fact]
    public async Task A_cash_sale_is_a_fact_with_a_number_and_a_receipt()
    {
        await using var test = await TestTill.StartAsync();
        await test.ScanAsync("6901234567892", 2000);
        await test.ScanAsync("1002");
        Assert.Equal(1990, test.View().Cart!.CashTotalMinor);
        var id = await test.PayAsync(tendered: 2000);

        var view = test.View();
        Assert.Null(view.Cart);
        Assert.Equal(10, view.LastSale!.ChangeMinor);
        Assert.Equal("S1-01-000001", view.LastSale.ReceiptNumber);
        var story = test.Till.Stories.Tell(id).Value;
        Assert.Equal(-9, story.Order.Totals.RoundingMinor);
        await Until.TrueAsync(() => test.Printer.Documents.Count == 1);
        var text = PaperText.Render(EscPosPaper.ReadRows(PaperWidth.Mm80, test.Printer.Documents[0]), PaperWidth.Mm80);
        Assert.Contains("S1-01-000001", text, StringComparison.Ordinal);
        Assert.Contains("20.00", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_press_of_pay_pays_nothing_twice()
    {
        await using var test = await TestTill.StartAsync();
        await test.ScanAsync("1001");
        var cart = test.View().Cart!;
        var pressed = new PayCashRequest(Guid.CreateVersion7(), cart.OrderId, cart.CashTotalMinor, 500, null);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => test.DoAsync(t => t.CashPayment.PayAsync(test.Page, pressed))));
        await test.DoAsync(t => t.CashPayment.PayAsync(test.Page, pressed with { CommandId = Guid.CreateVersion7() }));
        Assert.Single(test.Till.Orders.Find(new()).Items);
    }

    [Fact]
    public async Task A_total_that_the_cashier_did_not_see_is_refused()
    {
        await using var test = await TestTill.StartAsync();
        await test.ScanAsync("1001");
        var cart = test.View().Cart!;
        await test.RefusedAsync(
            "cart.changed",
            t => t.CashPayment.PayAsync(test.Page, new PayCashRequest(Guid.CreateVersion7(), cart.OrderId, 1, 500, null))
        );
    }

    [Fact]
    public async Task An_unknown_barcode_is_named_and_can_be_sold_at_once()
    {
        await using var test = await TestTill.StartAsync();
        await test.RefusedAsync(
            "cart.unknown-barcode",
            t => t.Checkout.ScanAsync(test.Page, new ScanRequest(Guid.CreateVersion7(), "6900000000000"))
        );
        await test.DoAsync(t =>
            t.Checkout.QuickAddAsync(test.Page, new QuickAddRequest(Guid.CreateVersion7(), "6900000000000", "新品", 880))
        );
        await test.PayAsync();
        await test.Till.Sync.RoundAsync(default);
        Assert.Contains(test.Shop.Facts, f => f.Kind == FactKind.ProductProposed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1000)]
    [InlineData(1500)]
    [InlineData(long.MaxValue)]
    [InlineData(99_999_000_000)]
    public async Task Quantities_that_make_no_sense_are_refused(long quantityMilli)
    {
        await using var test = await TestTill.StartAsync();
        var outcome = await test.Till.Checkout.ScanAsync(test.Page, new ScanRequest(Guid.CreateVersion7(), "1001", quantityMilli));
        Assert.NotNull(outcome.Refusal);
        Assert.Null(test.View().Cart);
    }

    [Fact]
    public async Task A_price_that_changes_while_it_lies_in_the_cart_stays_and_is_told()
    {
        await using var test = await TestTill.StartAsync();
        await test.ScanAsync("1001");
        test.Shop.Put(MasterKind.Product, test.Shop.Cola.Id, test.Shop.Cola with { PriceMinor = 400 });
        test.Shop.Delete(MasterKind.Product, test.Shop.Bread.Id);
        await test.Till.Sync.RoundAsync(default);
        var cart = test.View().Cart!;
        Assert.Equal(350, cart.Totals.TotalMinor);
        Assert.Equal(400, Assert.Single(cart.Notices).PriceMinor);
        await test.RefusedAsync(
            "cart.unknown-barcode",
            t => t.Checkout.ScanAsync(test.Page, new ScanRequest(Guid.CreateVersion7(), "1002"))
        );
    }

    [Fact]
    public async Task A_large_discount_needs_a_second_person_and_never_oneself()
    {
        await using var test = await TestTill.StartAsync();
        await test.ScanAsync("1002");
        var ask = new OrderDiscountRequest(Guid.CreateVersion7(), 30, null, null);
        await test.RefusedAsync("right.needed", t => t.PriceChanges.DiscountOrderAsync(test.Page, ask));
        await test.RefusedAsync(
            "approval.not-entitled",
            t => t.PriceChanges.DiscountOrderAsync(test.Page, ask with { Approval = new Approval("3001", new Secret<string>("2468")) })
        );
        await test.DoAsync(t =>
            t.PriceChanges.DiscountOrderAsync(test.Page, ask with { Approval = new Approval("2001", new Secret<string>("1357")) })
        );
        Assert.Equal(909, test.View().Cart!.Totals.TotalMinor);
    }

    [Fact]
    public async Task A_held_order_comes_back_as_it_was_even_after_a_restart()
    {
        await using var test = await TestTill.StartAsync();
        await test.ScanAsync("1001");
        await test.DoAsync(t => t.HeldOrders.HoldAsync(test.Page, new HoldRequest(Guid.CreateVersion7(), "穿红衣服")));
        await test.RestartAsync();
        await test.LogInAsync("3001", "2468");
        var held = Assert.Single(test.Till.Views.Held());
        await test.DoAsync(t => t.HeldOrders.RecallAsync(test.Page, new RecallRequest(Guid.CreateVersion7(), held.OrderId)));
        Assert.Equal(350, test.View().Cart!.Totals.TotalMinor);
    }

    [Fact]
    public async Task The_cart_survives_the_end_of_the_process()
    {
        await using var test = await TestTill.StartAsync();
        await test.ScanAsync("1001");
        await test.ScanAsync("1002");
        await test.RestartAsync();
        await test.LogInAsync("3001", "2468");
        Assert.Equal(2, test.View().Cart!.Lines.Count);
    }

    [Fact]
    public async Task A_voided_order_keeps_its_number_and_its_reason()
    {
        await using var test = await TestTill.StartAsync(number: "2001", pin: "1357");
        await test.SellAsync("1001");
        await test.ScanAsync("1002");
        var cart = test.View().Cart!;
        await test.RefusedAsync(
            "reason.missing",
            t => t.HeldOrders.VoidAsync(test.Page, new VoidRequest(Guid.CreateVersion7(), cart.OrderId, " ", null))
        );
        await test.DoAsync(t =>
            t.HeldOrders.VoidAsync(test.Page, new VoidRequest(Guid.CreateVersion7(), cart.OrderId, "客人不要了", null))
        );
        await test.SellAsync("1001");
        Assert.Equal(
            [("S1-01-000003", "sale"), ("S1-01-000002", "void"), ("S1-01-000001", "sale")],
            test.Till.Orders.Find(new()).Items.Select(o => (o.ReceiptNumber, o.Kind))
        );
    }

    [Fact]
    public async Task A_page_that_was_taken_over_cannot_act()
    {
        await using var test = await TestTill.StartAsync();
        var other = test.Page with { PageId = Guid.CreateVersion7() };
        await test.RefusedAsync("page.taken-over", t => t.Checkout.ScanAsync(other, new ScanRequest(Guid.CreateVersion7(), "1001")));
    }
}

/// <summary>Waits on a condition, never on time alone.</summary>
internal static class Until
{
    public static async Task TrueAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
