using Guitai.Contracts.Facts;
using Guitai.Contracts.Sync;
using Guitai.Foundation;

namespace Guitai.Shop.Tests;

public class SyncTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task Facts_are_taken_once_however_often_and_in_whatever_pieces_they_come()
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        for (var i = 1; i <= 20; i++)
        {
            till.Sell(100 * i);
        }

        var random = new Random(3);
        for (var i = 0; i < 60; i++)
        {
            var from = random.Next(till.Journal.Count);
            var facts = till.Journal.Skip(from).Take(random.Next(1, 8)).ToList();
            var answer = await shop.Shop.Sync.SendFactsAsync(new FactsRequest(till.Id, facts), None);
            Assert.True(answer.Result is FactsResult.Accepted or FactsResult.OutOfOrder);
        }

        var last = await shop.Shop.Sync.SendFactsAsync(till.All(), None);
        Assert.Equal(FactsResult.Accepted, last.Result);
        Assert.Equal(till.Head, last.Head);
        Assert.Equal(till.Journal.Count, shop.Query<long>("SELECT count(*) FROM fact"));
        Assert.Equal(21_000, shop.Query<long>("SELECT sum(sale_minor) FROM hour_total"));
        Assert.Equal(20, shop.Query<long>("SELECT sum(sale_count) FROM hour_total"));
        Assert.Empty(shop.Shop.Alarms.List(all: true));
    }

    [Fact]
    public async Task The_same_delivery_at_the_same_time_counts_once()
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        till.Sell(500);
        till.Sell(700);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => shop.Shop.Sync.SendFactsAsync(till.All(), None)));
        Assert.All(answers, a => Assert.Equal((FactsResult.Accepted, till.Head), (a.Result, a.Head)));
        Assert.Equal(1200, shop.Query<long>("SELECT sum(sale_minor) FROM hour_total"));
    }

    [Fact]
    public async Task A_delivery_that_leaves_a_gap_is_sent_back_to_the_head()
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        await shop.Shop.Sync.SendFactsAsync(till.All(), None);
        var head = till.Head;
        till.Sell(100);
        till.Sell(200);
        var answer = await shop.Shop.Sync.SendFactsAsync(till.All(2), None);
        Assert.Equal((FactsResult.OutOfOrder, head), (answer.Result, answer.Head));
        Assert.Equal(1, shop.Query<long>("SELECT count(*) FROM fact"));
    }

    public static TheoryData<string> Forgeries => ["body", "amount-with-new-hash", "previous", "other-till", "life"];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_forged_fact_takes_nothing_and_raises_an_alarm(string how)
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        till.Sell(100);
        await shop.Shop.Sync.SendFactsAsync(till.All(), None);
        till.Sell(200);
        var good = till.Journal[^1];
        var before = till.Journal[^2];
        var forged = how switch
        {
            "body" => good with { Body = good.Body.Replace("200", "900", StringComparison.Ordinal) },
            "amount-with-new-hash" => Again(before, before.Body.Replace("100", "900", StringComparison.Ordinal), before.PreviousHash),
            "previous" => good with { PreviousHash = "zz" },
            "other-till" => good with { TillId = Guid.Parse("11111111-1111-1111-1111-111111111111") },
            _ => Again(good, good.Body, till.Journal[0].Hash),
        };
        var answer = await shop.Shop.Sync.SendFactsAsync(new FactsRequest(till.Id, [forged]), None);
        Assert.Equal(FactsResult.Forged, answer.Result);
        Assert.Equal(2, shop.Query<long>("SELECT count(*) FROM fact"));
        Assert.Equal("till.forged", Assert.Single(shop.Shop.Alarms.List(all: false)).Code);
        Assert.Equal(FactsResult.Accepted, (await shop.Shop.Sync.SendFactsAsync(till.All(), None)).Result);
    }

    [Fact]
    public async Task A_till_restored_from_a_backup_gets_back_what_the_shop_holds()
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        till.Sell(100);
        var backup = till.BackUp();
        till.Sell(200);
        till.Sell(300);
        await shop.Shop.Sync.SendFactsAsync(till.All(), None);
        var lost = till.Journal.Skip(2).ToList();

        till.Restore(backup, start: false);
        var hello = await shop.Shop.Sync.HelloAsync(new Hello(till.Id, till.Head, 0, null), None);
        Assert.True(hello.KnowsTillHead);
        Assert.Equal(lost, hello.Missing);
        till.Journal.AddRange(hello.Missing);
        till.NextNumber = 4;
        till.Start();
        till.Sell(400);
        Assert.Equal(FactsResult.Accepted, (await shop.Shop.Sync.SendFactsAsync(till.All(4), None)).Result);
        Assert.Empty(shop.Shop.Alarms.List(all: true));
        Assert.Equal(1000, shop.Query<long>("SELECT sum(sale_minor) FROM hour_total"));
    }

    [Fact]
    public async Task A_wiped_till_gets_everything_back()
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        till.Sell(100);
        till.Sell(200);
        await shop.Shop.Sync.SendFactsAsync(till.All(), None);
        var hello = await shop.Shop.Sync.HelloAsync(new Hello(till.Id, null, 0, null), None);
        Assert.Equal(till.Journal, hello.Missing);
    }

    [Fact]
    public async Task A_till_restored_from_a_backup_that_sold_before_contact_forks_and_both_lines_are_kept()
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        till.Sell(100);
        var backup = till.BackUp();
        till.Sell(200);
        till.Sell(300);
        await shop.Shop.Sync.SendFactsAsync(till.All(), None);
        var oldHead = till.Head!;

        till.Restore(backup);
        till.Sell(4000);
        var hello = await shop.Shop.Sync.HelloAsync(new Hello(till.Id, till.Head, 0, null), None);
        Assert.False(hello.KnowsTillHead);
        Assert.Empty(hello.Missing);

        var answer = await shop.Shop.Sync.SendFactsAsync(till.All(2), None);
        Assert.Equal((FactsResult.Accepted, till.Head), (answer.Result, answer.Head));
        Assert.Equal(4600, shop.Query<long>("SELECT sum(sale_minor) FROM hour_total"));
        var alarms = shop.Shop.Alarms.List(all: false);
        var fork = Assert.Single(alarms, a => a.Code == "till.forked");
        Assert.Equal(oldHead.Hash, fork.Parameters["headHash"]);
        Assert.Equal(till.Journal[2].Hash, fork.Parameters["newHash"]);
        Assert.Single(alarms, a => a.Code == "receipt.duplicate");

        // The line goes on from the fork, and neither line's facts are lost or asked for again.
        till.Sell(50);
        var next = await shop.Shop.Sync.HelloAsync(new Hello(till.Id, till.Head, 0, null), None);
        Assert.True(next.KnowsTillHead);
        Assert.Empty(next.Missing);
        Assert.Equal(FactsResult.Accepted, (await shop.Shop.Sync.SendFactsAsync(till.All(), None)).Result);
        Assert.Equal(4650, shop.Query<long>("SELECT sum(sale_minor) FROM hour_total"));
    }

    [Fact]
    public async Task An_old_disk_that_comes_back_is_taken_too()
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        till.Sell(100);
        var backup = till.BackUp();
        till.Sell(200);
        await shop.Shop.Sync.SendFactsAsync(till.All(), None);
        till.Sell(300);
        var old = till.Journal;
        till.Restore(backup);
        till.Sell(4000);
        await shop.Shop.Sync.SendFactsAsync(till.All(), None);

        var hello = await shop.Shop.Sync.HelloAsync(
            new Hello(till.Id, new JournalHead(old[^1].Incarnation, old[^1].Sequence, old[^1].Hash), 0, null),
            None
        );
        Assert.Equal(old[2].Hash, hello.Head!.Hash);
        var answer = await shop.Shop.Sync.SendFactsAsync(new FactsRequest(till.Id, [old[3]]), None);
        Assert.Equal(FactsResult.Accepted, answer.Result);
        Assert.Equal(4600, shop.Query<long>("SELECT sum(sale_minor) FROM hour_total"));
        Assert.Equal(2, shop.Shop.Alarms.List(all: false).Count(a => a.Code == "till.forked"));
    }

    [Fact]
    public async Task A_shop_restored_from_a_backup_is_sent_everything_since()
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        till.Sell(100);
        await shop.Shop.Sync.SendFactsAsync(till.All(), None);
        var backup = await shop.BackUpAsync();
        var then = till.Head;
        till.Sell(200);
        till.Start();
        till.Sell(300);
        await shop.Shop.Sync.SendFactsAsync(till.All(2), None);
        await shop.RestoreAsync(backup);

        var hello = await shop.Shop.Sync.HelloAsync(new Hello(till.Id, till.Head, 0, null), None);
        Assert.Equal(then, hello.Head);
        var from = till.Journal.FindIndex(f => f.Hash == hello.Head!.Hash) + 1;
        Assert.Equal(FactsResult.Accepted, (await shop.Shop.Sync.SendFactsAsync(till.All(from), None)).Result);
        Assert.Equal(600, shop.Query<long>("SELECT sum(sale_minor) FROM hour_total"));
        Assert.Empty(shop.Shop.Alarms.List(all: true));
    }

    [Fact]
    public async Task A_fact_that_cannot_be_read_is_kept_and_shown_and_stops_nothing()
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        till.Append(FactKind.SaleCompleted, null, new TillStarted(Guid.Empty, null, "not an order"));
        var huge = till.Sell(1);
        till.Journal.RemoveAt(till.Journal.Count - 1);
        till.Append(FactKind.SaleCompleted, huge.Id, huge with { Totals = huge.Totals with { TotalMinor = long.MaxValue } });
        till.Sell(300);
        Assert.Equal(FactsResult.Accepted, (await shop.Shop.Sync.SendFactsAsync(till.All(), None)).Result);
        Assert.Equal(4, shop.Query<long>("SELECT count(*) FROM fact"));
        Assert.Equal(300, shop.Query<long>("SELECT sum(sale_minor) FROM hour_total"));
        Assert.Equal(2, shop.Shop.Alarms.List(all: false).Count(a => a.Code == "fact.unreadable"));
    }

    [Fact]
    public async Task An_order_completed_in_two_lives_of_a_till_is_counted_twice_and_shown()
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        var backup = till.BackUp();
        var order = till.Sell(100);
        await shop.Shop.Sync.SendFactsAsync(till.All(), None);
        till.Restore(backup);
        till.Append(FactKind.SaleCompleted, order.Id, order);
        Assert.Equal(FactsResult.Accepted, (await shop.Shop.Sync.SendFactsAsync(till.All(), None)).Result);
        Assert.Contains(shop.Shop.Alarms.List(all: false), a => a.Code == "order.doubled");
        Assert.Equal(200, shop.Query<long>("SELECT sum(sale_minor) FROM hour_total"));
    }

    [Fact]
    public async Task A_revoked_or_unknown_till_is_told_so_and_gets_nothing()
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        await shop.Shop.Tills.RevokeAsync(TestShop.Owner, till.Id);
        Assert.False((await shop.Shop.Sync.HelloAsync(new Hello(till.Id, till.Head, 0, null), None)).Known);
        Assert.Equal(FactsResult.UnknownTill, (await shop.Shop.Sync.SendFactsAsync(till.All(), None)).Result);
        Assert.Empty((await shop.Shop.Sync.FetchMastersAsync(new MastersRequest(till.Id, 0, 100), None)).Changes);
    }

    [Fact]
    public async Task A_till_speaks_for_itself_alone()
    {
        await using var shop = await TestShop.SetUpAsync();
        var first = await shop.EnrolAsync();
        var made = await shop.Shop.Tills.CreateAsync(TestShop.Owner, new Settings.TillEdit(0, first.StoreId, "02", "二号"));
        var second = (await shop.Shop.Tills.EnrolHereAsync(made.Value.Id)).Value;
        var till = new FakeTill(first, shop.Clock);
        var right = new Sync.LoopbackLink(shop.Shop.SyncDoor, () => first.Token);
        var wrong = new Sync.LoopbackLink(shop.Shop.SyncDoor, () => second);
        Assert.Equal(FactsResult.UnknownTill, (await wrong.SendFactsAsync(till.All(), None)).Result);
        Assert.False((await wrong.HelloAsync(new Hello(till.Id, null, 0, null), None)).Known);
        Assert.Equal(FactsResult.Accepted, (await right.SendFactsAsync(till.All(), None)).Result);
    }

    private static Fact Again(Fact fact, string body, string previous) =>
        Fact.Make(fact.TillId, fact.Incarnation, fact.Sequence, fact.Kind, fact.AtMs, fact.BusinessDate, fact.Subject, body, previous);
}
