using Guitai.Simulate;

namespace Guitai.Simulation.Tests;

/// <summary>A fixed share of the simulated shop; <c>./soak simulate</c> runs many more.</summary>
public sealed class WorldTests(ITestOutputHelper output)
{
    [Fact]
    public void What_people_were_told_is_in_the_books_after_all_that_went_wrong()
    {
        var totals = new SortedDictionary<string, long>(StringComparer.Ordinal);
        for (ulong seed = 1; seed <= 200; seed++)
        {
            using var world = new World(seed);
            Run(world);
            foreach (var (name, count) in world.Counts)
            {
                totals[name] = totals.GetValueOrDefault(name) + count;
            }
        }

        output.WriteLine(string.Join(", ", totals.Select(t => $"{t.Key} {t.Value}")));

        // A simulator in which nothing happens finds nothing.
        foreach (
            var happened in (string[])
                [
                    "kept",
                    "done-refund",
                    "done-void",
                    "double-taps",
                    "fell",
                    "pressed-again-after-death",
                    "restored-till",
                    "restored-shop",
                    "forked",
                    "done-answer-print",
                    "done-copy",
                ]
        )
        {
            Assert.True(totals.GetValueOrDefault(happened) > 0, happened);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_shop()
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            Assert.Equal(Digest(seed), Digest(seed));
        }

        Assert.NotEqual(Digest(1), Digest(2));
    }

    [Theory]
    [InlineData(PlantedBug.LyingDisk)]
    [InlineData(PlantedBug.AcknowledgesUnsent)]
    [InlineData(PlantedBug.CountsTwice)]
    [InlineData(PlantedBug.AnswersEarly)]
    [InlineData(PlantedBug.ForgetsItWasRestored)]
    [InlineData(PlantedBug.PrintsAgain)]
    [InlineData(PlantedBug.KicksTwice)]
    [InlineData(PlantedBug.SaysPrinted)]
    [InlineData(PlantedBug.TenderTwice)]
    [InlineData(PlantedBug.ForgetsRefunds)]
    public void A_planted_bug_is_found(PlantedBug bug)
    {
        for (ulong seed = 1; seed <= 120; seed++)
        {
            using var world = new World(seed, bug);
            try
            {
                world.Run();
            }
            catch (ViolationException violation)
            {
                output.WriteLine($"seed {seed}: {violation.Message}");
                return;
            }
        }

        Assert.Fail($"{bug} was not found in 120 seeds.");
    }

    private static string Digest(ulong seed)
    {
        using var world = new World(seed);
        Run(world);
        return world.Trace.Digest;
    }

    private static void Run(World world)
    {
        try
        {
            world.Run();
        }
        catch (ViolationException violation)
        {
            throw new ViolationException($"Seed {world.Seed}: {violation.Message}", violation);
        }
    }
}
