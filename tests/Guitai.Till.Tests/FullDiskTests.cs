using System.Data.Common;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Till.Pages;

namespace Guitai.Till.Tests;

/// <summary>A full disk refuses in a sentence; what was there stays, and selling goes on when there is room again.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task A_full_disk_refuses_the_sale_and_loses_nothing()
    {
        var disk = new Disk();
        await using var test = await TestTill.StartAsync(wrap: disk.Around);
        await test.SellAsync("1001");
        await test.ScanAsync("1002");
        disk.Full = true;
        var cart = test.View().Cart!;
        var pay = new PayCashRequest(Guid.CreateVersion7(), cart.OrderId, cart.CashTotalMinor, 5_000, null);
        await test.RefusedAsync("store.full", t => t.CashPayment.PayAsync(test.Page, pay));
        await test.RefusedAsync("store.full", t => t.Checkout.ScanAsync(test.Page, new ScanRequest(Guid.CreateVersion7(), "1001")));
        Assert.NotNull(test.View().Cart);
        Assert.Equal("store.full", (await test.Till.Shifts.OpenDrawerAsync(test.Page, Drawer())).Refusal?.Code);

        disk.Full = false;
        cart = test.View().Cart!;
        await test.DoAsync(t =>
            t.CashPayment.PayAsync(test.Page, pay with { CommandId = Guid.CreateVersion7(), TotalMinor = cart.CashTotalMinor })
        );
        Assert.Equal(["S1-01-000002", "S1-01-000001"], test.Till.Orders.Find(new()).Items.Select(o => o.ReceiptNumber));
        await test.RestartAsync();
        Assert.Equal(2, test.Till.Orders.Find(new()).Items.Count);
    }

    private static OpenDrawerRequest Drawer() => new(Guid.CreateVersion7(), "换零钱", new Approval("2001", new Secret<string>("1357")));

    /// <summary>A disk whose room can run out.</summary>
    private sealed class Disk
    {
        public bool Full { get; set; }

        public ISqlEngine Around(ISqlEngine engine) => new Engine(this, engine);

        private sealed class Engine(Disk disk, ISqlEngine inner) : ISqlEngine
        {
            public string Name => inner.Name;

            public void Migrate(IReadOnlyList<Migration> migrations) => inner.Migrate(migrations);

            public WriteResult Commit(IReadOnlyList<Write> writes) => disk.Full ? WriteResult.StoreFull : inner.Commit(writes);

            public DbConnection OpenReader() => inner.OpenReader();

            public void Dispose() => inner.Dispose();
        }
    }
}
