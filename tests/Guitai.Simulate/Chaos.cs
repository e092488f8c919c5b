using Guitai.Simulate.Checks;
using Guitai.Simulate.Machines;
using Guitai.Simulation;

namespace Guitai.Simulate;

/// <summary>Bad luck: accidents to machines and between them, as the plan draws them.</summary>
internal sealed class Chaos(World world, SimRandom random)
{
    private bool _stopped;

    /// <summary>Nothing happens any more.</summary>
    public void Stop() => _stopped = true;

    public async Task WorkAsync()
    {
        if (world.Plan.Accidents.Count == 0)
        {
            return;
        }

        while (!_stopped)
        {
            await Task.Delay(random.Delay(world.Plan.MostBetweenAccidents), world.Scheduler.Outside.Clock);
            if (!_stopped)
            {
                var accident = random.Pick(world.Plan.Accidents);
                var machine = random.Pick<Machine>([world.Shop, .. world.Tills]);
                world.Trace.Record($"{world.Scheduler.Time.Elapsed.Ticks} accident {accident} {machine.Name}");
                world.Count("accident-" + accident);
                Happen(accident, machine);
            }
        }
    }

    private void Happen(Accident accident, Machine machine)
    {
        switch (accident)
        {
            case Accident.PowerFailure:
                machine.Bounce(Stopping.PowerFailure);
                break;
            case Accident.PowerFailureAtDisk:
                machine.Disk.CrashAfterOperations(1 + random.Next(random.Pick([10, 50, 200])));
                break;
            case Accident.Kill:
                machine.Bounce(Stopping.Kill);
                break;
            case Accident.Restart:
                machine.Bounce(Stopping.AsItStands);
                break;
            case Accident.FullDisk:
                machine.Disk.CapacityBytes = machine.Disk.UsedBytes + random.Next(60_000);
                Later(TimeSpan.FromSeconds(20), () => machine.Disk.CapacityBytes = null);
                break;
            case Accident.FailedSync:
                FailSync(machine);
                break;
            case Accident.Partition:
                world.Network.Partition(
                    random.Pick(world.Tills).Name,
                    NetworkShopLink.Shop,
                    random.Delay(random.Next(40) == 0 ? TimeSpan.FromDays(2) : TimeSpan.FromMinutes(random.Pick([1, 5])))
                );
                break;
            case Accident.ClockStep:
                machine.ClockError += (random.Chance(0.5) ? 1 : -1) * random.Delay(TimeSpan.FromDays(random.Pick([0.001, 0.1, 1.5])));
                break;
            case Accident.Night:
                var night = random.Delay(TimeSpan.FromHours(24));
                foreach (var each in world.Machines)
                {
                    each.ClockError += night;
                }

                break;
            case Accident.Backup:
                if (machine.IsUp && !machine.Disk.IsDown)
                {
                    machine.Backups.Add((machine.Disk.CurrentContent(), FactIndex.Of(world, machine)));
                }

                break;
            case Accident.RestoreTill:
                Restore(random.Pick(world.Tills));
                break;
            case Accident.RestoreShop:
                Restore(world.Shop);
                break;
            default:
                throw new SimulationException($"Nobody knows how {accident} happens.");
        }
    }

    private void FailSync(Machine machine)
    {
        var left = random.Between(1, random.Pick([2, 10, 40]));
        var ofDatabase = random.Chance(0.3);
        machine.Disk.FailSyncs = name => (!ofDatabase || name.EndsWith(".db", StringComparison.Ordinal)) && --left == 0;
        Later(TimeSpan.FromSeconds(60), () => machine.Disk.FailSyncs = null);
    }

    private void Restore(Machine machine)
    {
        // With all machines up it is known what each of them holds, and so what this restore loses for good.
        if (machine.Backups.Count == 0 || !world.Machines.All(m => m.IsUp && !m.Disk.IsDown))
        {
            return;
        }

        var held = world.Machines.Where(m => m != machine).ToDictionary(m => m, m => FactIndex.Of(world, m));
        var (content, back) = random.Pick(machine.Backups);
        machine.Restore(content);
        foreach (var (key, deed) in world.Memory.Deeds)
        {
            Machine till = world.Tills[key.Till];
            deed.MayBeLost |= !back.Holds(key, deed.AmountMinor) && !Held(till) && !Held(world.Shop);

            bool Held(Machine where) => held.TryGetValue(where, out var index) && index.Holds(key, deed.AmountMinor);
        }

        if (machine == world.Shop)
        {
            world.Memory.Prices.Clear();
        }

        world.Count("restored-" + (machine == world.Shop ? "shop" : "till"));
    }

    private void Later(TimeSpan most, Action action) => world.Scheduler.Outside.After(random.Delay(most), "accident over", action);
}
