namespace Guitai.Till.Masters;

/// <summary>Readings of Han characters in pinyin, every reading that today's dictionaries give, without tones, ü as v. Source: the Unicode Han database
/// (UAX 38), made into <c>pinyin.txt</c> by <c>build/pinyin</c>.</summary>
public static class Pinyin
{
    private static readonly Table s_table = Read();

    /// <summary>Every syllable, by number.</summary>
    public static ReadOnlySpan<string> Syllables => s_table.Syllables;

    /// <summary>Numbers of the syllables that a character may be read as; empty for whatever is no Han character.</summary>
    public static ReadOnlySpan<ushort> Of(char character)
    {
        var start = s_table.Start[character];
        return start < 0 ? [] : s_table.Readings.AsSpan(start + 1, s_table.Readings[start]);
    }

    /// <summary>The characters that may be read as a syllable.</summary>
    /// <param name="syllable">Its number.</param>
    internal static string CharactersOf(int syllable) => s_table.Characters[syllable];

    private static Table Read()
    {
        using var stream = typeof(Pinyin).Assembly.GetManifestResourceStream("Guitai.Till.Masters.pinyin.txt")!;
        using var reader = new StreamReader(stream);
        List<string> syllables = [];
        List<string> characters = [];
        while (reader.ReadLine() is { } line)
        {
            if (line[0] != '#')
            {
                var space = line.IndexOf(' ', StringComparison.Ordinal);
                syllables.Add(line[..space]);
                characters.Add(line[(space + 1)..]);
            }
        }

        var readingsOf = new List<ushort>?[char.MaxValue + 1];
        for (var i = 0; i < syllables.Count; i++)
        {
            foreach (var character in characters[i])
            {
                (readingsOf[character] ??= []).Add((ushort)i);
            }
        }

        var start = new int[readingsOf.Length];
        List<ushort> readings = [];
        for (var c = 0; c < readingsOf.Length; c++)
        {
            start[c] = -1;
            if (readingsOf[c] is { } found)
            {
                start[c] = readings.Count;
                readings.Add((ushort)found.Count);
                readings.AddRange(found);
            }
        }

        return new Table([.. syllables], [.. characters], start, [.. readings]);
    }

    // Start: where a character's count and readings stand in Readings; -1 for none.
    private sealed record Table(string[] Syllables, string[] Characters, int[] Start, ushort[] Readings);
}
