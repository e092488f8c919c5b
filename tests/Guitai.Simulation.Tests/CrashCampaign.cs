using Guitai.Foundation.Store;

namespace Guitai.Simulation.Tests;

/// <summary>Several lives of one store, each ended by a crash at a random moment; keeps what was acknowledged.</summary>
internal sealed class CrashCampaign(ulong seed, bool lying = false) : IDisposable
{
    private readonly Machine _machine = new(seed);
    private readonly HashSet<long> _asked = [];
    private readonly HashSet<long> _acknowledged = [];
    private long _nextId = 1;

    public int Acknowledged => _acknowledged.Count;

    public int CrashesWhileOpening { get; private set; }

    /// <summary>Acknowledged writes that were missing after a crash.</summary>
    public List<long> Lost { get; } = [];

    public string Digest => _machine.Trace.Digest;

    public void Watch(Action<string> watch) => _machine.Trace.Watch = watch;

    public void Run(int lives)
    {
        _machine.Disk.LyingDisk = lying;
        _machine.Scheduler.ShuffleChance = _machine.Random.Pick([0, 0.3]);
        for (var life = 0; life < lives; life++)
        {
            Live();
        }

        _machine.Disk.CrashAfterOperations(0);
        _machine.Start();
        Check();
        _machine.Stop();
    }

    public void Dispose() => _machine.Dispose();

    private void Live()
    {
        var random = _machine.Random;
        var atOperation = random.Chance(0.8);
        if (atOperation)
        {
            _machine.Disk.CrashAfterOperations(1 + random.Next(random.Pick([20, 100, 400])));
        }

        try
        {
            _machine.Start();
            Check();
            Work();
        }
        catch (Exception exception) when (_machine.Disk.IsDown && exception is not Xunit.Sdk.XunitException)
        {
            CrashesWhileOpening++;
        }

        // The dead process's connections close before the next life opens its own, as the system does for a real process.
        if (_machine.Disk.IsDown)
        {
            _machine.Stop();
            _machine.Disk.Restart();
        }
        else if (random.Chance(0.2))
        {
            _machine.Disk.KillProcess();
            _machine.Stop();
        }
        else
        {
            _machine.Disk.Crash();
            _machine.Stop();
        }
    }

    private void Check()
    {
        var found = Lines.ReadWhole(_machine.Store!);
        Assert.Subset(_asked, found);
        Lost.AddRange(_acknowledged.Except(found));
        if (!lying)
        {
            Assert.True(Lost.Count == 0, $"Seed {seed}: acknowledged writes {string.Join(", ", Lost)} are lost.");
        }
    }

    private void Work()
    {
        var random = _machine.Random;
        var bodyBytes = random.Pick([10, 100, 3000, 40_000]);
        for (var clerk = 0; clerk < 4; clerk++)
        {
            _machine.Process.Start("clerk", () => ClerkAsync(random.Fork(), bodyBytes));
        }

        _machine.Scheduler.RunUntil(() => !_machine.Process.IsAlive || _machine.Disk.IsDown, TimeSpan.FromMilliseconds(random.Next(400)));
    }

    private async Task ClerkAsync(SimRandom random, int bodyBytes)
    {
        while (true)
        {
            await Task.Delay(random.Delay(TimeSpan.FromMilliseconds(4)), _machine.Process.Clock);
            var id = _nextId++;
            _asked.Add(id);
            var result = await _machine.Store!.WriteAsync(Lines.Write(id, random.Between(1, 4), 1 + random.Next(bodyBytes)));
            Assert.Equal(WriteResult.Committed, result);
            _acknowledged.Add(id);
        }
    }
}
