using System.Data.Common;
using Guitai.Foundation.Store;
using Guitai.Till.Pages;

namespace Guitai.Till.Tests;

/// <summary>What a page shows of the order at the counter is on disk: a till that is killed comes back with all that anyone saw.</summary>
public sealed class ShownIsKeptTests
{
    [Fact]
    public async Task A_page_is_shown_a_scan_only_when_the_disk_has_it()
    {
        using var disk = new Disk();
        await using var test = await TestTill.StartAsync(wrap: disk.Around);
        await test.ScanAsync("1001");
        disk.Open.Reset();
        var scan = test.Till.Checkout.ScanAsync(test.Page, new ScanRequest(Guid.CreateVersion7(), "1002"));
        var page = test.Till.Desk.ShowAsync(() => test.Till.Views.Till(test.Page).Cart!.Lines.Count);
        var customer = test.Till.Desk.ShowAsync(() => test.Till.Customer.View().Lines.Count);
        Assert.True(await Task.Run(() => disk.Waits.Wait(TimeSpan.FromSeconds(30))));
        Assert.False(scan.IsCompleted || page.IsCompleted || customer.IsCompleted);

        disk.Open.Set();
        Assert.True((await scan).Ok);
        Assert.Equal((2, 2), (await page, await customer));
    }

    /// <summary>A disk that keeps whoever writes waiting while it is not open.</summary>
    private sealed class Disk : IDisposable
    {
        public ManualResetEventSlim Open { get; } = new(true);

        public ManualResetEventSlim Waits { get; } = new(false);

        public ISqlEngine Around(ISqlEngine engine) => new Engine(this, engine);

        public void Dispose()
        {
            Open.Dispose();
            Waits.Dispose();
        }

        private sealed class Engine(Disk disk, ISqlEngine inner) : ISqlEngine
        {
            public string Name => inner.Name;

            public void Migrate(IReadOnlyList<Migration> migrations) => inner.Migrate(migrations);

            public WriteResult Commit(IReadOnlyList<Write> writes)
            {
                if (!disk.Open.IsSet)
                {
                    disk.Waits.Set();
                    disk.Open.Wait();
                }

                return inner.Commit(writes);
            }

            public DbConnection OpenReader() => inner.OpenReader();

            public void Dispose() => inner.Dispose();
        }
    }
}
