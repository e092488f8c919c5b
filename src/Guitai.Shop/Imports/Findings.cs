using System.Globalization;

namespace Guitai.Shop.Imports;

/// <summary>What an import has to say: refused rows, and notes on rows that are taken.</summary>
internal sealed class Findings
{
    private const int MostNotes = 1_000;

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public List<RefusedRow> Refused { get; } = [];

    public List<RefusedRow> Notes { get; } = [];

    public IReadOnlyList<CodeCount> Counts =>
        [.. _counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => new CodeCount(c.Key, c.Value))];

    /// <summary>Takes over what was found before, so that more can be found on top of it again and again.</summary>
    public static Findings After(Findings before)
    {
        var findings = new Findings();
        findings.Refused.AddRange(before.Refused);
        findings.Notes.AddRange(before.Notes);
        foreach (var (code, count) in before._counts)
        {
            findings._counts.Add(code, count);
        }

        return findings;
    }

    public void Refuse(int line, string code, params ReadOnlySpan<(string Name, string Value)> parameters) =>
        Refused.Add(new RefusedRow(line, code, Named(parameters)));

    public void Note(int line, string code, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        _counts[code] = _counts.GetValueOrDefault(code) + 1;
        if (Notes.Count < MostNotes)
        {
            Notes.Add(new RefusedRow(line, code, Named(parameters)));
        }
    }

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Dictionary<string, string>? Named(ReadOnlySpan<(string Name, string Value)> parameters)
    {
        if (parameters.IsEmpty)
        {
            return null;
        }

        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in parameters)
        {
            named[name] = value;
        }

        return named;
    }
}
