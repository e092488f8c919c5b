using Dapper;
using Guitai.Contracts.Facts;
using Guitai.Foundation.Store;
using Guitai.Shop.Verify;

namespace Guitai.Shop.Tests;

public class VerifyTests
{
    [Fact]
    public async Task Sound_books_hold_and_totals_equal_a_recomputation()
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        var random = new Random(11);
        Order? last = null;
        for (var i = 0; i < 300; i++)
        {
            last = random.Next(10) switch
            {
                0 when last is not null => till.Sell(last.Totals.TotalMinor, FactKind.RefundCompleted, last.Id),
                1 => till.Sell(random.Next(1, 9000), FactKind.OrderVoided),
                _ => till.Sell(random.Next(1, 9000), product: Guid.Parse($"00000000-0000-0000-0000-00000000000{random.Next(5)}")),
            };
            if (random.Next(7) == 0)
            {
                await shop.Shop.Sync.SendFactsAsync(till.All(Math.Max(0, till.Journal.Count - 60)), CancellationToken.None);
            }

            if (i == 150)
            {
                till.Start();
            }
        }

        await shop.Shop.Sync.SendFactsAsync(till.All(), CancellationToken.None);
        var results = Verify(shop);
        Assert.All(results, r => Assert.True(r.Ok, $"{r.Name}: {r.Detail}"));
        Assert.Equal(15, results.Select(r => r.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.Contains("302 facts", results.Single(r => r.Name == "shop.facts_intact").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fork_is_reported_and_is_no_error()
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        var backup = till.BackUp();
        till.Sell(100);
        await shop.Shop.Sync.SendFactsAsync(till.All(), CancellationToken.None);
        till.Restore(backup);
        till.Sell(100);
        await shop.Shop.Sync.SendFactsAsync(till.All(), CancellationToken.None);
        var results = Verify(shop);
        Assert.All(results, r => Assert.True(r.Ok, $"{r.Name}: {r.Detail}"));
        Assert.Equal("1 forks", results.Single(r => r.Name == "shop.facts_chained").Detail);
        Assert.Equal("1 numbers used twice", results.Single(r => r.Name == "shop.receipt_numbers").Detail);
    }

    public static TheoryData<string, string> Damage =>
        new()
        {
            { "UPDATE fact SET body = replace(body, '\"number\":2', '\"number\":9') WHERE seq = 3", "shop.facts_intact" },
            { "DELETE FROM fact WHERE seq = 3", "shop.facts_chained" },
            { "DELETE FROM fact WHERE seq = 4", "shop.facts_chained" },
            { "UPDATE hour_total SET sale_minor = sale_minor + 1", "shop.day_totals" },
            { "UPDATE product_total SET paid_minor = paid_minor - 1", "shop.product_totals" },
            { "UPDATE order_row SET total_minor = total_minor + 1 WHERE seq = 2", "shop.order_rows" },
            { "UPDATE stock_level SET on_hand_milli = on_hand_milli + 1", "shop.stock_on_hand" },
            { "UPDATE stock_level SET counts = 1", "shop.stock_on_hand" },
            { "DELETE FROM stock_move WHERE id LIKE '%/2/1'", "shop.stock_sales" },
            { "UPDATE stock_move SET quantity_milli = 0", "shop.stock_sales" },
            { "DELETE FROM tender_total", "shop.tender_totals" },
            { "UPDATE audit SET who = 'nobody' WHERE seq = 1", "shop.audit_chain" },
            { "DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)", "shop.audit_chain" },
            { "DELETE FROM audit WHERE seq = 1", "shop.audit_chain" },
            { "DELETE FROM master_change WHERE number = 2", "shop.masters" },
        };

    [Theory]
    [MemberData(nameof(Damage))]
    public async Task Damage_is_found(string sql, string where)
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        till.Sell(100, product: Guid.Parse("00000000-0000-0000-0000-000000000001"));
        till.Sell(200);
        till.Sell(300);
        await shop.Shop.Sync.SendFactsAsync(till.All(), CancellationToken.None);
        Assert.All(Verify(shop), r => Assert.True(r.Ok, r.Name));
        Assert.True(shop.ByHand(sql) > 0);
        Assert.Contains(Verify(shop), r => r.Name == where && !r.Ok);
    }

    private static List<VerifyResult> Verify(TestShop shop) => shop.Prove();
}
