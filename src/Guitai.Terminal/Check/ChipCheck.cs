using System.Globalization;
using Guitai.Emv.Parameters;
using Guitai.Emv.Transport;

namespace Guitai.Terminal.Check;

/// <summary>How bad it is.</summary>
public enum CheckSeverity
{
    /// <summary>Chips are taken; something should be done about it.</summary>
    Warn,

    /// <summary>Some or all chips cannot be taken.</summary>
    Fail,
}

/// <summary>Something that is not in order; the page has a sentence for each code.</summary>
/// <param name="Code">For example <c>chips.key-expired</c>.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Parameters">Numbers and names of the sentence.</param>
public sealed record ChipFinding(string Code, CheckSeverity Severity, IReadOnlyDictionary<string, string> Parameters);

/// <summary>What the terminal's check of itself says about chips. It reads nothing itself.</summary>
public static class ChipCheck
{
    /// <summary>An authority's key is worth a warning so many days before its last: a new one has to come from the acquirer.</summary>
    public const int DaysAhead = 180;

    /// <summary>All that is not in order, the worst of each matter first; nothing when all is well.</summary>
    /// <param name="read">What was read.</param>
    /// <param name="today">The terminal's day.</param>
    public static IReadOnlyList<ChipFinding> Of(ChipReadings read, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(read);
        return [.. Readers(read), .. Parameters(read), .. read.LeftOut.Select(Unreadable), .. Keys(read.Parameters, today)];
    }

    private static IEnumerable<ChipFinding> Readers(ChipReadings read)
    {
        // One service for all readers: without it none of them says anything of its own.
        if (read.Service == CardTrouble.NoService || read.Readers.Any(r => r.Trouble == CardTrouble.NoService))
        {
            return [Fail("no-service")];
        }

        return read.Readers.Count == 0 ? [Fail("no-reader")] : read.Readers.Select(Reader).OfType<ChipFinding>();
    }

    private static ChipFinding? Reader(ReaderReading reader) =>
        reader.Trouble switch
        {
            CardTrouble.NoReader => Fail("reader-gone", ("reader", reader.Name)),
            CardTrouble.Silent or CardTrouble.Failed => Fail("reader-faulty", ("reader", reader.Name)),

            // The others are about a card, or about nothing.
            _ => null,
        };

    private static IEnumerable<ChipFinding> Parameters(ChipReadings read)
    {
        if (read.Parameters is not { Applications.Count: > 0 })
        {
            // The acquirer has to make some, or they are on their way.
            return [Fail(read.HostVersion == 0 ? "host-has-none" : "no-parameters")];
        }

        return read.HostVersion is { } host && host != read.Version
            ? [Warn("parameters-old", ("version", Text(read.Version)), ("host", Text(host)))]
            : [];
    }

    private static ChipFinding Unreadable(LeftOut left) =>
        Warn("left-out", ("name", left.Name), ("fault", left.Error.Fault.ToString()), ("tag", left.Error.Tag));

    // By provider: an application whose provider has no good key cannot prove offline that it is genuine.
    private static IEnumerable<ChipFinding> Keys(KernelParameters? parameters, DateOnly today)
    {
        if (parameters is null)
        {
            yield break;
        }

        foreach (var provider in parameters.Applications.Select(a => a.Aid.Rid).Distinct())
        {
            var keys = parameters.Keys.Where(k => k.Rid == provider).OrderBy(k => k.Expires).ToList();
            if (keys.Count == 0)
            {
                yield return Fail("no-key", ("provider", provider.Hex));
            }

            var hasGood = keys.Exists(k => k.Expires >= today);
            foreach (var key in keys)
            {
                if (Key(key, today, hasGood) is { } finding)
                {
                    yield return finding;
                }
            }
        }
    }

    private static ChipFinding? Key(CaKey key, DateOnly today, bool hasGood)
    {
        var days = key.Expires.DayNumber - today.DayNumber;
        (string, string)[] names =
        [
            ("provider", key.Rid.Hex),
            ("index", key.Index.ToString("X2", CultureInfo.InvariantCulture)),
            ("date", key.Expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("days", Text(Math.Abs(days))),
        ];
        return days < 0 ? Found("key-expired", hasGood ? CheckSeverity.Warn : CheckSeverity.Fail, names)
            : days <= DaysAhead ? Warn("key-expiring", names)
            : null;
    }

    private static ChipFinding Fail(string what, params (string Name, string Value)[] parameters) =>
        Found(what, CheckSeverity.Fail, parameters);

    private static ChipFinding Warn(string what, params (string Name, string Value)[] parameters) =>
        Found(what, CheckSeverity.Warn, parameters);

    private static ChipFinding Found(string what, CheckSeverity severity, (string Name, string Value)[] parameters) =>
        new($"chips.{what}", severity, parameters.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
