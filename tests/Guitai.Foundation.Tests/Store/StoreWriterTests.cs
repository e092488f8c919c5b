using System.Data.Common;
using Guitai.Foundation.Store;

namespace Guitai.Foundation.Tests.Store;

/// <summary>The writer's own promises, on an engine that does as it is told.</summary>
public sealed class StoreWriterTests
{
    [Fact]
    public async Task A_broken_store_tells_everyone_who_waits_and_everyone_who_comes()
    {
        var writer = new StoreWriter(new ScriptedEngine(_ => throw new StoreBrokenException("sync failed")), mostInOneCommit: 2);
        var answers = Enumerable.Range(0, 5).Select(_ => writer.WriteAsync(new Write())).ToList();
        Assert.True(writer.CommitNext());
        foreach (var answer in answers)
        {
            await Assert.ThrowsAsync<StoreBrokenException>(() => answer);
        }

        Assert.NotNull(writer.Broken);
        await Assert.ThrowsAsync<StoreBrokenException>(() => writer.WriteAsync(new Write()));
    }

    [Fact]
    public async Task A_store_that_breaks_while_it_looks_for_the_refused_write_keeps_the_answers_it_gave()
    {
        var calls = 0;
        var writer = new StoreWriter(
            new ScriptedEngine(_ =>
                ++calls switch
                {
                    1 => WriteResult.Conflict,
                    2 => WriteResult.Committed,
                    _ => throw new StoreBrokenException("sync failed"),
                }
            )
        );
        var first = writer.WriteAsync(new Write());
        var second = writer.WriteAsync(new Write());
        writer.CommitNext();
        Assert.Equal(WriteResult.Committed, await first);
        await Assert.ThrowsAsync<StoreBrokenException>(() => second);
    }

    [Fact]
    public async Task A_patient_write_may_wait_until_one_in_a_hurry_comes_or_there_is_no_room()
    {
        var engine = new ScriptedEngine(_ => WriteResult.Committed);
        var writer = new StoreWriter(engine, mostInOneCommit: 3);
        Assert.False(writer.CanWait);
        var draft = writer.WriteAsync(new Write(), patient: true);
        Assert.True(writer.CanWait);
        var payment = writer.WriteAsync(new Write());
        Assert.False(writer.CanWait);
        writer.CommitNext();
        Assert.Equal(WriteResult.Committed, await draft);
        Assert.Equal(WriteResult.Committed, await payment);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(i > 0, writer.CanWait);
            _ = writer.WriteAsync(new Write(), patient: true);
        }

        Assert.False(writer.CanWait);
    }

    [Fact]
    public async Task A_patient_write_that_stays_alone_is_committed_all_the_same()
    {
        var writer = new StoreWriter(new ScriptedEngine(_ => WriteResult.Committed));
        using var loop = new StoreWriterLoop(writer, _ => { });
        Assert.Equal(WriteResult.Committed, await writer.WriteAsync(new Write(), patient: true));
    }

    [Fact]
    public async Task A_draft_that_its_own_group_replaces_is_not_written_and_comes_back_where_the_replacement_is_refused()
    {
        var table = new Table("draft", 1, Table.Text("id"), Table.Text("body"));
        var seen = new List<string>();
        var writer = new StoreWriter(
            new ScriptedEngine(writes =>
            {
                seen.Add(string.Join(' ', writes.SelectMany(w => w.Rows).Select(r => $"{r.Operation}:{r.Values[^1]}")));
                return writes.Any(w => w.Rows.Any(r => r.Operation == RowOperation.Delete)) ? WriteResult.Conflict : WriteResult.Committed;
            })
        );
        _ = writer.WriteAsync(new Write().Upsert(table, "a", "one"), patient: true);
        var two = writer.WriteAsync(new Write().Upsert(table, "a", "two"), patient: true);
        _ = writer.WriteAsync(new Write().Upsert(table, "b", "other"), patient: true);
        var end = writer.WriteAsync(new Write().Delete(table, "a"));
        writer.CommitNext();
        Assert.Equal(["Upsert:other Delete:a", "Upsert:two", "Upsert:other Delete:a", "Upsert:other", "Delete:a"], seen);
        Assert.Equal(WriteResult.Committed, await two);
        Assert.Equal(WriteResult.Conflict, await end);
        await Assert.ThrowsAsync<ArgumentException>(() => writer.WriteAsync(new Write().Delete(table, "a"), patient: true));
    }

    [Fact]
    public async Task Closing_commits_what_was_taken_and_takes_no_more()
    {
        var engine = new ScriptedEngine(_ => WriteResult.Committed);
        var writer = new StoreWriter(engine);
        var loop = new StoreWriterLoop(writer, _ => { });
        var answers = Enumerable.Range(0, 1_000).Select(_ => writer.WriteAsync(new Write())).ToList();
        loop.Dispose();
        Assert.All(answers, a => Assert.True(a.IsCompletedSuccessfully));
        Assert.Equal(1_000, engine.Committed);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.WriteAsync(new Write()));
    }

    [Fact]
    public async Task Whoever_is_told_that_the_store_broke_may_close_it_at_once()
    {
        var told = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        StoreWriterLoop? loop = null;
        var writer = new StoreWriter(new ScriptedEngine(_ => throw new StoreBrokenException("sync failed")));
        loop = new StoreWriterLoop(
            writer,
            broken =>
            {
                loop!.Dispose();
                told.SetResult(broken);
            }
        );
        await Assert.ThrowsAsync<StoreBrokenException>(() => writer.WriteAsync(new Write()));
        Assert.Equal("sync failed", (await told.Task.WaitAsync(TimeSpan.FromSeconds(30))).Message);
    }

    private sealed class ScriptedEngine(Func<IReadOnlyList<Write>, WriteResult> commit) : ISqlEngine
    {
        public int Committed { get; private set; }

        public string Name => "scripted";

        public void Migrate(IReadOnlyList<Migration> migrations) { }

        public WriteResult Commit(IReadOnlyList<Write> writes)
        {
            var result = commit(writes);
            Committed += writes.Count;
            return result;
        }

        public DbConnection OpenReader() => throw new NotSupportedException();

        public void Dispose() { }
    }
}
