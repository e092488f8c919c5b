using System.Security.Cryptography;
using Guitai.Foundation;
using Guitai.Simulation.Disk;

namespace Guitai.Simulation.Tests;

public sealed class DeterminismTests
{
    [Fact]
    public void The_same_seed_gives_the_same_run_and_another_seed_another()
    {
        var digests = new HashSet<string>();
        for (ulong seed = 1; seed <= 10; seed++)
        {
            var first = CampaignDigest(seed);
            Assert.Equal(first, CampaignDigest(seed));
            digests.Add(first);
        }

        Assert.Equal(10, digests.Count);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_disk()
    {
        Assert.Equal(DiskDigest(1), DiskDigest(1));
        Assert.NotEqual(DiskDigest(1), DiskDigest(2));
    }

    [Fact]
    public void The_same_seed_gives_the_same_traffic() => Assert.Equal(NetworkDigest(3), NetworkDigest(3));

    [Fact]
    public void The_same_seed_gives_the_same_ids()
    {
        static Guid Id(ulong seed) =>
            new IdSource(new VirtualTime(DateTimeOffset.UnixEpoch.AddYears(56)), new SeededRandomness(new SimRandom(seed))).Next();
        Assert.Equal(Id(1), Id(1));
        Assert.NotEqual(Id(1), Id(2));
    }

    /// <summary>From the authors' reference implementation, state filled by splitmix64 from 0: https://prng.di.unimi.it/.</summary>
    [Fact]
    public void The_generator_is_xoshiro256_starstar()
    {
        var random = new SimRandom(0);
        Assert.Equal(0x99EC5F36CB75F2B4UL, random.NextBits());
        Assert.Equal(0xBF6E1F784956452AUL, random.NextBits());
    }

    [Fact]
    public void Draws_are_even_and_within_their_bounds()
    {
        var random = new SimRandom(4);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
        {
            counts[random.Next(7)]++;
        }

        Assert.All(counts, c => Assert.InRange(c, 9_500, 10_500));
        Assert.False(random.Chance(0));
        Assert.True(random.Chance(1));
        var list = Enumerable.Range(0, 50).ToList();
        random.Shuffle(list);
        Assert.NotEqual(Enumerable.Range(0, 50), list);
        Assert.Equal(Enumerable.Range(0, 50), list.Order());
        Assert.Contains(random.Pick(list), list);
    }

    private static string CampaignDigest(ulong seed)
    {
        using var campaign = new CrashCampaign(seed);
        campaign.Run(lives: 3);
        return campaign.Digest;
    }

    private static string DiskDigest(ulong seed)
    {
        SimulatedDisk.SeedSqlite(new SimRandom(seed));
        using var machine = new Machine(seed);
        machine.Start();
        for (var id = 1; id <= 20; id++)
        {
            machine.Write(id);
        }

        machine.Disk.Crash();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, bytes) in machine.Disk.Snapshot().Files)
        {
            hash.AppendData(bytes);
        }

        machine.Stop();
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string NetworkDigest(ulong seed)
    {
        using var trace = new TraceLog();
        var random = new SimRandom(seed);
        var scheduler = new SimulationScheduler(random, new VirtualTime(DateTimeOffset.UnixEpoch.AddYears(56)), trace);
        var network = new SimulatedNetwork(scheduler, random, NetworkFaults.Draw(random));
        network.Listen("shop", scheduler.StartProcess("shop"), (_, request) => Task.FromResult(request));
        async Task SendAsync()
        {
            try
            {
                await network.SendAsync("till", "shop", [1]);
            }
            catch (TimeoutException)
            {
                trace.Record("no answer");
            }
        }

        for (var i = 0; i < 50; i++)
        {
            scheduler.Outside.Start("send", SendAsync);
        }

        scheduler.RunUntilIdle(TimeSpan.FromDays(1));
        return trace.Digest;
    }
}
