using System.Data.Common;
using Guitai.Foundation.Store;
using Guitai.Simulation.Disk;

namespace Guitai.Simulation.Tests;

public sealed class FaultTests
{
    [Fact]
    public void A_failed_sync_breaks_the_store_for_good()
    {
        using var machine = new Machine(1);
        machine.Start();
        Assert.Equal(WriteResult.Committed, machine.Write(1));

        machine.Disk.FailSyncs = _ => true;
        var asked = machine.Store!.WriteAsync(Lines.Write(2, 1, 10));
        machine.Scheduler.RunFor(TimeSpan.FromMilliseconds(10));
        Assert.IsType<StoreBrokenException>(asked.Exception!.InnerException);
        Assert.False(machine.Process.IsAlive);

        machine.Disk.FailSyncs = null;
        var later = machine.Store.WriteAsync(Lines.Write(3, 1, 10));
        Assert.IsType<StoreBrokenException>(later.Exception!.InnerException);
        Assert.NotNull(machine.Store.Writer.Broken);
        machine.Stop();

        machine.Disk.Crash();
        var found = Lines.ReadWhole(machine.Start());
        Assert.Contains(1, found);
        Assert.DoesNotContain(3, found);
    }

    [Fact]
    public void A_sync_that_fails_while_checkpointing_breaks_the_store()
    {
        using var machine = new Machine(2);
        machine.Start();
        machine.Disk.FailSyncs = name => name == "till.db";
        machine.Process.Start(
            "clerk",
            async () =>
            {
                for (var id = 1; id < 100; id++)
                {
                    await machine.Store!.WriteAsync(Lines.Write(id, 2, 30_000));
                }
            }
        );
        machine.Scheduler.RunFor(TimeSpan.FromSeconds(2));
        Assert.NotNull(machine.Store!.Writer.Broken);
    }

    [Fact]
    public void What_a_failed_sync_left_in_doubt_costs_no_acknowledged_write()
    {
        var broken = 0;
        for (ulong seed = 1; seed <= 60; seed++)
        {
            using var machine = new Machine(seed);
            machine.Start();
            var ofDatabase = machine.Random.Chance(0.5);
            var left = machine.Random.Between(1, ofDatabase ? 3 : 100);
            machine.Disk.FailSyncs = name => (!ofDatabase || name == "till.db") && --left == 0;
            var acknowledged = new List<long>();
            for (long id = 1; id <= 150; id++)
            {
                var task = machine.Store!.WriteAsync(Lines.Write(id, 2, 40_000));
                machine.Scheduler.RunFor(TimeSpan.FromMilliseconds(6));
                if (task.IsCompletedSuccessfully)
                {
                    acknowledged.Add(id);
                }
            }

            broken += machine.Store!.Writer.Broken is null ? 0 : 1;
            machine.Disk.Crash();
            machine.Stop();
            machine.Disk.FailSyncs = null;
            var found = Lines.ReadWhole(machine.Start());
            Assert.Empty(acknowledged.Except(found));
        }

        Assert.True(broken > 30);
    }

    [Fact]
    public void A_full_disk_is_a_refusal_and_writing_goes_on_after_space_is_freed()
    {
        using var machine = new Machine(3);
        machine.Start();
        Assert.Equal(WriteResult.Committed, machine.Write(1));

        machine.Disk.CapacityBytes = machine.Disk.UsedBytes + 20_000;
        Assert.Equal(WriteResult.StoreFull, machine.Write(2, lines: 4, bodyBytes: 30_000));
        Assert.Equal(WriteResult.StoreFull, machine.Write(2, lines: 4, bodyBytes: 30_000));
        Assert.Equal(WriteResult.Committed, machine.Write(3));

        machine.Disk.CapacityBytes = null;
        Assert.Equal(WriteResult.Committed, machine.Write(2, lines: 4, bodyBytes: 30_000));
        machine.Disk.Crash();
        machine.Stop();
        Assert.Equal([1, 2, 3], Lines.ReadWhole(machine.Start()).Order());
    }

    [Fact]
    public void A_disk_that_fills_up_at_any_byte_never_breaks_the_store()
    {
        for (ulong seed = 1; seed <= 100; seed++)
        {
            using var machine = new Machine(seed);
            machine.Start();
            var acknowledged = new List<long>();
            var refused = 0;
            for (long id = 1; id <= 40; id++)
            {
                machine.Disk.CapacityBytes = machine.Random.Chance(0.5) ? machine.Disk.UsedBytes + machine.Random.Next(100_000) : null;
                var result = machine.Write(id, lines: 2, bodyBytes: 1 + machine.Random.Next(80_000));
                Assert.NotEqual(WriteResult.Conflict, result);
                refused += result == WriteResult.StoreFull ? 1 : 0;
                if (result == WriteResult.Committed)
                {
                    acknowledged.Add(id);
                }
            }

            Assert.True(refused > 0);
            machine.Disk.CapacityBytes = null;
            machine.Disk.Crash();
            machine.Stop();
            Assert.Equal(acknowledged, Lines.ReadWhole(machine.Start()).Order());
        }
    }

    [Fact]
    public void A_torn_tail_of_the_log_is_cut_off()
    {
        var torn = 0;
        for (ulong seed = 1; seed <= 60; seed++)
        {
            using var machine = new Machine(seed);
            machine.Start();
            for (var id = 1; id <= 5; id++)
            {
                Assert.Equal(WriteResult.Committed, machine.Write(id));
            }

            machine.Disk.CrashAfterOperations(1 + machine.Random.Next(30));
            var unacknowledged = machine.Store!.WriteAsync(Lines.Write(6, 3, 20_000));
            machine.Scheduler.RunFor(TimeSpan.FromMilliseconds(10));
            if (!machine.Disk.IsDown)
            {
                Assert.True(unacknowledged.IsCompletedSuccessfully);
                machine.Disk.Crash();
            }

            machine.Stop();
            machine.Disk.Restart();
            torn += machine.Disk.Snapshot().Files["till.db-wal"].Length % 4120 == 32 ? 0 : 1;
            var found = Lines.ReadWhole(machine.Start());
            Assert.Empty(new long[] { 1, 2, 3, 4, 5 }.Except(found));
        }

        Assert.True(torn > 5, $"Only {torn} logs were torn.");
    }

    [Fact]
    public void Readers_see_what_is_committed_and_cannot_write()
    {
        using var machine = new Machine(5);
        var store = machine.Start();
        for (var id = 1; id <= 20; id++)
        {
            machine.Write(id);
            Assert.Equal(id, Lines.ReadWhole(store).Count);
        }

        store.Read(outer =>
        {
            Execute(outer, "BEGIN");
            Assert.Equal(20L, Lines.Number(outer, "SELECT count(*) FROM heads"));
            machine.Write(21);
            Assert.Equal(20L, Lines.Number(outer, "SELECT count(*) FROM heads"));
            Assert.Equal(21, Lines.ReadWhole(store).Count);
            Execute(outer, "ROLLBACK");
            Assert.ThrowsAny<DbException>(() => Execute(outer, "DELETE FROM heads"));
            return true;
        });

        using var beside = SqliteEngine.OpenReadOnly(machine.Disk.Uri("till.db"));
        Assert.Equal(21, Lines.ReadWhole(beside).Count);
    }

    [Fact]
    public void A_killed_process_loses_nothing_that_it_wrote()
    {
        using var machine = new Machine(6);
        machine.Disk.LyingDisk = true;
        machine.Start();
        machine.Write(1);
        machine.Disk.KillProcess();
        machine.Stop();
        Assert.Equal([1], Lines.ReadWhole(machine.Start()));
    }

    [Fact]
    public void A_restored_backup_brings_the_old_content_back()
    {
        using var machine = new Machine(7);
        machine.Start();
        machine.Write(1);
        var backup = machine.Disk.Snapshot();
        machine.Write(2);
        machine.Stop();
        machine.Disk.Restore(backup);
        Assert.Equal([1], Lines.ReadWhole(machine.Start()));
    }

    [Fact]
    public void SQLite_sees_virtual_time()
    {
        using var machine = new Machine(8);
        machine.Scheduler.RunFor(TimeSpan.FromDays(1));
        var shown = machine.Start().Read(c => Lines.Number(c, "SELECT CAST(strftime('%s', 'now') AS INTEGER)"));
        Assert.Equal(machine.Scheduler.Time.GetUtcNow().ToUnixTimeSeconds(), shown);
    }

    [Fact]
    public void Several_machines_keep_their_files_apart()
    {
        using var one = new Machine(9);
        using var other = new Machine(9);
        one.Start();
        other.Start();
        one.Write(1);
        other.Write(2);
        one.Disk.Crash();
        Assert.Equal(WriteResult.Committed, other.Write(3));
        one.Stop();
        Assert.Equal([1], Lines.ReadWhole(one.Start()));
        Assert.Equal([2, 3], Lines.ReadWhole(other.Store!).Order());
    }

    [Fact]
    public void A_disk_that_is_down_refuses_until_it_restarts()
    {
        using var machine = new Machine(10);
        machine.Disk.CrashAfterOperations(1);
        Assert.Throws<StoreBrokenException>(machine.Start);
        Assert.Throws<StoreBrokenException>(machine.Start);
        machine.Disk.Restart();
        machine.Start();
        Assert.Equal(WriteResult.Committed, machine.Write(1));
    }

    [Fact]
    public void Thousands_of_disks_leave_nothing_behind()
    {
        using var random = new Machine(11);
        for (ulong seed = 1; seed <= 200; seed++)
        {
            UseOnce(seed);
        }

        var before = WorkingSetBytes();
        for (ulong seed = 1; seed <= 2000; seed++)
        {
            UseOnce(seed);
        }

        var grown = WorkingSetBytes() - before;
        Assert.True(grown < 30_000_000, $"The working set grew by {grown} bytes.");
    }

    private static void UseOnce(ulong seed)
    {
        using var machine = new Machine(seed);
        machine.Start();
        machine.Write(1);
        Lines.ReadWhole(machine.Store!);
        machine.Disk.Crash();
        machine.Stop();
        Assert.Equal(0, machine.Disk.OpenFiles);
    }

    private static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long WorkingSetBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Environment.WorkingSet;
    }
}
