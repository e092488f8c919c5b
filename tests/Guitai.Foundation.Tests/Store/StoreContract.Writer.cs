using System.Data.Common;
using Guitai.Foundation.Store;

namespace Guitai.Foundation.Tests.Store;

/// <summary>The promises that are kept together with the writer: groups, neighbours, order, concurrency.</summary>
public abstract partial class StoreContract
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(9, 4)]
    [InlineData(256, 255)]
    public async Task A_refused_write_leaves_its_neighbours_alone(int writes, int refused)
    {
        Commit(Item($"{refused:000}", "there before"));
        var writer = new StoreWriter(Engine);
        var answers = Enumerable.Range(0, writes).Select(i => writer.WriteAsync(Item($"{i:000}", "new"))).ToList();
        Assert.True(writer.CommitNext());
        Assert.False(writer.CommitNext());
        var results = await Task.WhenAll(answers);
        Assert.Equal(Enumerable.Range(0, writes).Select(i => i == refused ? WriteResult.Conflict : WriteResult.Committed), results);
        Assert.Equal(writes, Query<long>("SELECT count(*) FROM item").Single());
    }

    [Fact]
    public async Task A_group_is_answered_after_its_commit_and_not_before()
    {
        List<Task<WriteResult>> answers = [];
        var seen = 0L;
        using var watched = new WatchedEngine(
            Engine,
            () =>
            {
                Assert.All(answers, a => Assert.False(a.IsCompleted));
                seen = Query<long>("SELECT count(*) FROM item").Single();
            }
        );
        var writer = new StoreWriter(watched);
        answers.AddRange(Enumerable.Range(0, 10).Select(i => writer.WriteAsync(Item($"{i}", "x"))));
        writer.CommitNext();
        Assert.All(await Task.WhenAll(answers), r => Assert.Equal(WriteResult.Committed, r));
        Assert.Equal(10, seen);
    }

    [Fact]
    public async Task Writes_of_one_caller_apply_in_their_order()
    {
        var writer = new StoreWriter(Engine);
        using var loop = new StoreWriterLoop(writer, _ => { });
        var answers = Enumerable.Range(0, 1_000).Select(i => writer.WriteAsync(new Write().Upsert(Items, "a", $"{i}", i, null))).ToList();
        Assert.All(await Task.WhenAll(answers), r => Assert.Equal(WriteResult.Committed, r));
        Assert.Equal(999, Query<long>("SELECT quantity FROM item").Single());
    }

    [Fact]
    public async Task Two_thousand_concurrent_writers_with_one_counter_lose_nothing()
    {
        const int Writers = 2_000;
        Commit(new Write().Insert(Counters, "receipt", 0));
        var writer = new StoreWriter(Engine);
        using var loop = new StoreWriterLoop(writer, _ => { });
        var numbering = new Lock();
        var last = 0L;
        var results = await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => Task.Run(() => Sell($"{i}"))));
        Assert.All(results, r => Assert.Equal(WriteResult.Committed, r));
        Assert.Equal(Writers, Query<long>("SELECT number FROM counter").Single());
        Assert.Equal(Enumerable.Range(1, Writers).Select(n => (long)n), Query<long>("SELECT quantity FROM item ORDER BY quantity"));
        Assert.Equal((Writers * 10L, Writers), Query<(long, long)>("SELECT amount, sales FROM total").Single());

        Task<WriteResult> Sell(string id)
        {
            lock (numbering)
            {
                var number = ++last;
                return writer.WriteAsync(
                    new Write()
                        .Insert(Items, id, "sale", number, null)
                        .Add(Totals, "s", 1, "", 10, 1)
                        .Advance(Counters, ["receipt"], number, number - 1)
                );
            }
        }
    }

    [Fact]
    public async Task Writers_that_contend_for_a_counter_each_get_a_number_of_their_own()
    {
        Commit(new Write().Insert(Counters, "receipt", 0));
        var writer = new StoreWriter(Engine);
        using var loop = new StoreWriterLoop(writer, _ => { });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(() => TakeNumbers(w))));
        Assert.Equal(80, Query<long>("SELECT number FROM counter").Single());
        Assert.Equal(Enumerable.Range(1, 80).Select(n => (long)n), Query<long>("SELECT quantity FROM item ORDER BY quantity"));

        async Task TakeNumbers(int w)
        {
            for (var taken = 0; taken < 10; )
            {
                var number = Query<long>("SELECT number FROM counter").Single() + 1;
                var write = new Write().Insert(Items, $"{w}-{taken}", "", number, null).Advance(Counters, ["receipt"], number, number - 1);
                taken += await writer.WriteAsync(write) == WriteResult.Committed ? 1 : 0;
            }
        }
    }

    [Fact]
    public async Task An_addition_may_not_borrow_from_one_that_comes_after_it()
    {
        var writer = new StoreWriter(Engine);
        var short3 = writer.WriteAsync(new Write().Add(Totals, "s", 1, "", 0, 2).Add(Totals, "s", 1, "", 0, -3));
        var plus5 = writer.WriteAsync(new Write().Add(Totals, "s", 1, "", 0, 5));
        while (writer.CommitNext()) { }

        Assert.Equal((WriteResult.Conflict, WriteResult.Committed), (await short3, await plus5));
        Assert.Equal(5, Query<long>("SELECT sales FROM total").Single());
    }

    private sealed class WatchedEngine(ISqlEngine inner, Action committed) : ISqlEngine
    {
        public string Name => inner.Name;

        public void Migrate(IReadOnlyList<Migration> migrations) => inner.Migrate(migrations);

        public WriteResult Commit(IReadOnlyList<Write> writes)
        {
            var result = inner.Commit(writes);
            committed();
            return result;
        }

        public DbConnection OpenReader() => inner.OpenReader();

        public void Dispose() { }
    }
}
