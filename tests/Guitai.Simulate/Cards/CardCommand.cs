using System.Globalization;

namespace Guitai.Simulate.Cards;

/// <summary>The command line: <c>cards [--course NAME]... [--every N] [--bug NAME] [--seeds N [--from S] [--verbose]] [--show COURSE KIND NUMBER FAULT]</c>.</summary>
internal static class CardCommand
{
    private const string Usage =
        "usage: simulate cards [--course NAME]... [--every N] [--bug NAME] [--seeds N [--from S] [--verbose]] [--show COURSE KIND NUMBER FAULT]";

    /// <returns>0: all held. 1: something did not. 2: wrong usage.</returns>
    public static int Run(string[] args)
    {
        List<string> courses = [];
        var bug = CardBug.None;
        var (every, seeds, from, verbose) = (1, 0L, 1UL, false);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--course" when i + 1 < args.Length && CardCourses.All.ContainsKey(args[i + 1]):
                    courses.Add(args[++i]);
                    break;
                case "--every" when i + 1 < args.Length && int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out every) && every > 0:
                    i++;
                    break;
                case "--seeds" when i + 1 < args.Length && long.TryParse(args[i + 1], CultureInfo.InvariantCulture, out seeds):
                    i++;
                    break;
                case "--from" when i + 1 < args.Length && ulong.TryParse(args[i + 1], CultureInfo.InvariantCulture, out from):
                    i++;
                    break;
                case "--bug" when i + 1 < args.Length && Enum.TryParse(args[i + 1], out bug):
                    i++;
                    break;
                case "--verbose":
                    verbose = true;
                    break;
                case "--show"
                    when i + 4 < args.Length
                        && CardCourses.All.ContainsKey(args[i + 1])
                        && Enum.TryParse<StepKind>(args[i + 2], out var kind)
                        && int.TryParse(args[i + 3], CultureInfo.InvariantCulture, out var number)
                        && Enum.TryParse<CardFault>(args[i + 4], out var fault):
                    return Tell(CardCampaign.Show(args[i + 1], new CardStep(kind, number), fault) is { } shown ? [shown] : []);
                default:
                    Console.Error.WriteLine(Usage);
                    return 2;
            }
        }

        return Tell(seeds > 0 ? Seeds(from, seeds, verbose) : CardCampaign.Enumerate(courses, every, Console.Error.WriteLine, bug));
    }

    private static List<string> Seeds(ulong from, long seeds, bool verbose)
    {
        List<string> violations = [];
        for (var i = 0L; i < seeds; i++)
        {
            var seed = from + (ulong)i;
            if (CardCampaign.RunSeed(seed, verbose) is { } violation)
            {
                violations.Add(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {violation}"));
            }

            if ((i + 1) % 200 == 0)
            {
                Console.Error.WriteLine($"{i + 1} of {seeds} seeds, {violations.Count} violations");
            }
        }

        return violations;
    }

    private static int Tell(IReadOnlyList<string> violations)
    {
        foreach (var violation in violations)
        {
            Console.Error.WriteLine($"VIOLATION {violation}");
        }

        return violations.Count > 0 ? 1 : 0;
    }
}
