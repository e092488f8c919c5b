using Guitai.Foundation.Store;

namespace Guitai.Simulation.Tests;

/// <summary>A program that ends and starts again on a machine that goes on: what its cache holds may not be on the platter.</summary>
public sealed class RestartTests
{
    /// <summary>Simulated shop, seeds 73 and 1623: the program stops and starts again, the machine goes on with what its cache holds.</summary>
    [Fact]
    public void What_a_failed_sync_left_in_the_cache_costs_nothing_after_the_program_started_again()
    {
        var found = 0;
        for (ulong seed = 1; seed <= 200; seed++)
        {
            using var machine = new Machine(seed);
            machine.Start();
            var acknowledged = new List<long>();
            for (long id = 1; id <= 3; id++)
            {
                Assert.Equal(WriteResult.Committed, machine.Write(id));
                acknowledged.Add(id);
            }

            var left = 1;
            machine.Disk.FailSyncs = _ => --left == 0;
            _ = machine.Store!.WriteAsync(Lines.Write(4, 2, 20_000));
            machine.Scheduler.RunFor(TimeSpan.FromMilliseconds(10));
            Assert.NotNull(machine.Store.Writer.Broken);
            machine.Disk.FailSyncs = null;
            machine.Disk.KillProcess();
            machine.Stop();

            machine.Start();
            for (long id = 5; id <= 5 + machine.Random.Next(3); id++)
            {
                Assert.Equal(WriteResult.Committed, machine.Write(id));
                acknowledged.Add(id);
            }

            machine.Disk.Crash();
            machine.Stop();
            var kept = Lines.ReadWhole(machine.Start());
            Assert.Empty(acknowledged.Except(kept));
            found += kept.Contains(4) ? 1 : 0;
        }

        // What nobody was told may be there or not.
        Assert.True(found > 0);
    }

    /// <summary>Simulated shop, seed 4924: the doubt is not forgotten because the disk is full when the program starts again.</summary>
    [Fact]
    public void A_full_disk_does_not_let_a_start_write_behind_a_failed_sync()
    {
        var refused = 0;
        for (ulong seed = 1; seed <= 200; seed++)
        {
            using var machine = new Machine(seed);
            machine.Start();
            Assert.Equal(WriteResult.Committed, machine.Write(1, lines: 2, bodyBytes: 20_000));
            var left = 1;
            machine.Disk.FailSyncs = _ => --left == 0;
            _ = machine.Store!.WriteAsync(Lines.Write(2, 2, 20_000));
            machine.Scheduler.RunFor(TimeSpan.FromMilliseconds(10));
            machine.Disk.FailSyncs = null;
            machine.Disk.KillProcess();
            machine.Stop();

            machine.Disk.CapacityBytes = machine.Disk.UsedBytes + machine.Random.Next(60_000);
            machine.Start();
            var acknowledged = new List<long> { 1 };
            for (long id = 3; id <= 6; id++)
            {
                if (machine.Write(id) == WriteResult.Committed)
                {
                    acknowledged.Add(id);
                }
                else
                {
                    refused++;
                    machine.Disk.CapacityBytes = null;
                }
            }

            machine.Disk.CapacityBytes = null;
            machine.Disk.Crash();
            machine.Stop();
            Assert.Empty(acknowledged.Except(Lines.ReadWhole(machine.Start())));
        }

        Assert.True(refused > 0);
    }

    [Fact]
    public void The_log_of_a_killed_program_is_still_in_the_folder_after_a_crash()
    {
        for (ulong seed = 1; seed <= 100; seed++)
        {
            using var machine = new Machine(seed);
            machine.Start();
            machine.Stop();
            machine.Start();
            machine.Disk.KillProcess();
            machine.Stop();
            machine.Start();
            Assert.Equal(WriteResult.Committed, machine.Write(1));
            machine.Disk.Crash();
            machine.Stop();
            Assert.Equal([1], Lines.ReadWhole(machine.Start()));
        }
    }
}
