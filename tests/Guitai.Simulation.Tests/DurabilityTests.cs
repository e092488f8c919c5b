using Guitai.Foundation.Store;

namespace Guitai.Simulation.Tests;

public sealed class DurabilityTests(ITestOutputHelper output)
{
    [Fact]
    public void Acknowledged_writes_survive_every_crash_and_others_are_whole_or_absent()
    {
        long acknowledged = 0;
        var whileOpening = 0;
        for (ulong seed = 1; seed <= 300; seed++)
        {
            using var campaign = new CrashCampaign(seed);
            campaign.Run(lives: 3);
            acknowledged += campaign.Acknowledged;
            whileOpening += campaign.CrashesWhileOpening;
        }

        output.WriteLine($"{acknowledged} acknowledged, {whileOpening} crashes while opening");
        Assert.True(acknowledged > 3000);
        Assert.True(whileOpening > 30);
    }

    [Fact]
    public void A_disk_that_lies_about_syncs_is_found()
    {
        var found = 0;
        for (ulong seed = 1; seed <= 20; seed++)
        {
            using var campaign = new CrashCampaign(seed, lying: true);
            try
            {
                campaign.Run(lives: 3);
                found += campaign.Lost.Count > 0 ? 1 : 0;
            }
            catch (Exception)
            {
                // A damaged database, or half of a write, gives the lie away as well.
                found++;
            }
        }

        Assert.True(found >= 10, $"Only {found} of 20 runs noticed.");
    }

    /// <summary>The journal of the change to a write-ahead log must be gone for good before the log holds anything: coming back, it would
    /// roll the database back to nothing and take the log with it.</summary>
    [Fact]
    public void A_crash_while_the_database_is_made_costs_no_later_write()
    {
        for (ulong seed = 1; seed <= 600; seed++)
        {
            using var machine = new Machine(seed);
            machine.Disk.CrashAfterOperations(1 + (long)(seed % 24));
            Assert.Throws<StoreBrokenException>(machine.Start);
            machine.Disk.Restart();
            machine.Start();
            for (var id = 1; id <= 5; id++)
            {
                machine.Write(id);
            }

            machine.Disk.Crash();
            machine.Stop();
            Assert.Equal([1, 2, 3, 4, 5], Lines.ReadWhole(machine.Start()).Order());
            machine.Stop();
        }
    }
}
