using System.Globalization;
using Guitai.Simulate;

return Command.Run(args);

namespace Guitai.Simulate
{
    /// <summary>The command line: <c>--seeds N [--from S] [--bug NAME] [--verbose]</c>.</summary>
    internal static class Command
    {
        private const string Usage = "usage: simulate --seeds N [--from S] [--bug NAME] [--twice N] [--verbose]";

        /// <summary>Runs worlds one after the other.</summary>
        /// <returns>0: all held. 1: one did not. 2: wrong usage.</returns>
        public static int Run(string[] args)
        {
            if (args is ["cards", ..])
            {
                return Cards.CardCommand.Run(args[1..]);
            }

            if (Options.Read(args) is not { } options)
            {
                Console.Error.WriteLine(Usage);
                return 2;
            }

            var started = TimeProvider.System.GetTimestamp();
            var totals = new SortedDictionary<string, long>(StringComparer.Ordinal);
            var failed = 0;
            for (var i = 0L; i < options.Seeds; i++)
            {
                var seed = options.From + (ulong)i;
                var digest = RunOne(seed, options, totals, ref failed);
                if (digest is not null && i % options.Twice == 0 && RunOne(seed, options, null, ref failed) != digest)
                {
                    Console.Error.WriteLine($"seed {seed}: VIOLATION same-seed-same-run: a second run differs");
                    failed++;
                }

                if (failed > 0 && !options.Verbose)
                {
                    break;
                }

                if ((i + 1) % 200 == 0)
                {
                    Console.Error.WriteLine($"{i + 1} of {options.Seeds} seeds, {Seconds(started):F0} s");
                }
            }

            Report(options, totals, failed, Seconds(started));
            return failed > 0 ? 1 : 0;
        }

        private static string? RunOne(ulong seed, Options options, SortedDictionary<string, long>? totals, ref int failed)
        {
            using var world = new World(seed, options.Bug);
            try
            {
                if (options.Trace)
                {
                    world.Trace.Watch = Console.Error.WriteLine;
                }

                world.Run();
                foreach (var (name, count) in world.Counts)
                {
                    if (totals is not null)
                    {
                        totals[name] = totals.GetValueOrDefault(name) + count;
                    }
                }

                return world.Trace.Digest;
            }
            catch (ViolationException violation)
            {
                failed++;
                if (!options.Verbose)
                {
                    foreach (var line in world.Trace.Last)
                    {
                        Console.Error.WriteLine(line);
                    }
                }

                Console.Error.WriteLine($"seed {seed}: VIOLATION {violation.Message}");
                return null;
            }
        }

        private static double Seconds(long started) => TimeProvider.System.GetElapsedTime(started).TotalSeconds;

        private static void Report(Options options, SortedDictionary<string, long> totals, int failed, double seconds)
        {
            foreach (var (name, count) in totals)
            {
                Console.Error.WriteLine($"  {name} {count}");
            }

            static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
            Console.WriteLine($$"""{"name":"simulate.seeds","value":{{options.Seeds}},"unit":"seeds"}""");
            Console.WriteLine($$"""{"name":"simulate.violations","value":{{failed}},"unit":"seeds"}""");
            Console.WriteLine($$"""{"name":"simulate.ms_per_seed","value":{{Number(seconds * 1000 / options.Seeds)}},"unit":"ms"}""");
        }
    }

    /// <summary>What was asked for.</summary>
    internal sealed record Options(long Seeds, ulong From, PlantedBug Bug, long Twice, bool Verbose, bool Trace)
    {
        /// <summary>Reads the command line; null when it makes no sense.</summary>
        public static Options? Read(string[] args)
        {
            var options = new Options(0, 1, PlantedBug.None, 50, false, false);
            for (var i = 0; i < args.Length; i++)
            {
                if (args[i] is "--verbose" or "--trace")
                {
                    options = args[i] == "--trace" ? options with { Trace = true } : options with { Verbose = true };
                    continue;
                }

                if (i + 1 == args.Length)
                {
                    return null;
                }

                var value = args[i + 1];
                var isNumber = ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
                Options? next = args[i++] switch
                {
                    "--seeds" when isNumber => options with { Seeds = (long)number },
                    "--from" when isNumber => options with { From = number },
                    "--twice" when isNumber && number > 0 => options with { Twice = (long)number },
                    "--bug" when Enum.TryParse<PlantedBug>(value, out var bug) => options with { Bug = bug },
                    _ => null,
                };
                if (next is null)
                {
                    return null;
                }

                options = next;
            }

            return options.Seeds > 0 ? options : null;
        }
    }
}
