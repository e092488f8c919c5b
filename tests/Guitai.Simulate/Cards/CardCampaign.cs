using System.Globalization;
using Guitai.Simulation;

namespace Guitai.Simulate.Cards;

/// <summary>Goes through every step of every course with everything that can go wrong there; or through many seeds with much going wrong at once.</summary>
public static class CardCampaign
{
    /// <summary>Every fault at every step.</summary>
    /// <param name="courses">Which courses; empty for all.</param>
    /// <param name="every">1 for every case, n for each n-th.</param>
    /// <param name="say">Takes a line of progress.</param>
    /// <param name="bug">A defect to plant; the course without faults is run without it.</param>
    /// <param name="only">Only that fault; none for all.</param>
    /// <returns>What did not hold, each with what leads to it.</returns>
    public static IReadOnlyList<string> Enumerate(
        IReadOnlyCollection<string> courses,
        int every,
        Action<string> say,
        CardBug bug = CardBug.None,
        CardFault only = CardFault.None
    )
    {
        List<string> violations = [];
        var (gone, existing, struck, n) = (0, 0, 0, 0);
        foreach (var (name, course) in CardCourses.All.Where(c => courses.Count == 0 || courses.Contains(c.Key)))
        {
            IReadOnlyList<CardStep> steps;
            using (var calm = course.World())
            {
                calm.Run(course.Run);
                var approved = calm.Told.Values.Count(t => t.State == Contracts.Terminal.PaymentState.Approved);
                ViolationException.Unless(
                    approved == CardCourses.Approved(name, calm),
                    "calm-is-approved",
                    () => $"{name} has {approved} approved of {calm.Told.Count} payments though nothing goes wrong"
                );
                steps = [.. calm.Steps];
            }

            var cases = steps
                .SelectMany(s => s.Faults(course.AtTill).Where(f => only is CardFault.None || f == only).Select(f => (Step: s, Fault: f)))
                .ToList();
            existing += cases.Count;
            foreach (var (step, fault) in cases)
            {
                if (n++ % every != 0 || (bug != CardBug.None && violations.Count > 0))
                {
                    continue;
                }

                gone++;
                using var world = course.World((step, fault), bug);
                if (Violation(world, course.Run) is { } violation)
                {
                    violations.Add(
                        string.Create(CultureInfo.InvariantCulture, $"{name}: {fault} at {step.Kind} {step.Number}: {violation}")
                    );
                }

                struck += world.Struck ? 1 : 0;
            }

            say(string.Create(CultureInfo.InvariantCulture, $"{name}: {steps.Count} steps, {cases.Count} cases"));
        }

        say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{gone} / {existing} cases gone through, {struck} struck, {violations.Count} violations"
            )
        );
        return violations;
    }

    /// <summary>A day of all courses in an order of the seed's, with faults of the seed's probability at every step.</summary>
    public static string? RunSeed(ulong seed, bool verbose = false)
    {
        var random = new SimRandom(seed);
        var atTill = random.Chance(0.5);
        var chance = random.Next(4) == 0 ? 0 : random.Between(1, atTill ? 6 : 12) / 100.0;
        using var world = new CardWorld(
            seed,
            draw: step => random.Chance(chance) ? random.Pick(step.Faults(atTill)) : CardFault.None,
            atTill: atTill,
            isFresh: random.Chance(0.25)
        );
        if (verbose)
        {
            world.Trace.Watch = Console.Error.WriteLine;
        }

        var courses = CardCourses.All.Values.Where(c => c.AtTill == atTill).ToList();
        return Violation(
            world,
            async w =>
            {
                for (var i = random.Between(2, 6); i > 0; i--)
                {
                    await random.Pick(courses).Run(w);
                }
            }
        );
    }

    /// <summary>One case with its whole trace on standard error.</summary>
    internal static string? Show(string course, CardStep step, CardFault fault)
    {
        using var world = CardCourses.All[course].World((step, fault));
        world.Trace.Watch = Console.Error.WriteLine;
        return Violation(world, CardCourses.All[course].Run);
    }

    private static string? Violation(CardWorld world, Func<CardWorld, Task> course)
    {
        try
        {
            world.Run(course);
            return null;
        }
        catch (Exception exception)
            when (exception
                    is ViolationException
                        or SimulationException
                        or InvalidOperationException
                        or Foundation.Store.StoreBrokenException
            )
        {
            return exception.Message.Split('\n')[0] + (exception.InnerException is { } inner ? " <- " + inner : "");
        }
    }
}
