using System.Numerics;

namespace Guitai.Till.Masters;

/// <summary>How well a product answers to a search; the smaller, the better.</summary>
internal enum Closeness
{
    /// <summary>A code or barcode is just that.</summary>
    Exact = 0,

    /// <summary>A name or the code begins with it as it is written.</summary>
    Begins = 1,

    /// <summary>The name begins with it in pinyin or initials.</summary>
    Sounds = 2,

    /// <summary>It stands within a name.</summary>
    Holds = 3,

    /// <summary>It stands within the name in pinyin or initials.</summary>
    HoldsSound = 4,

    /// <summary>It is a part of the code or of a barcode.</summary>
    Fragment = 5,

    None = 6,
}

/// <summary>One word of a search. A character of a name is met by itself, by any of its readings in full, or by a reading's initial (its first letter, or
/// zh, ch, sh); the last one also by the beginning of a reading: 重庆火锅 is found by chongqing, zhongq, cqhg, chqhuoguo and 重qing.</summary>
internal sealed class SearchWord
{
    // A path's state is a set of places in the word, one bit each.
    private const int LongestSound = 60;

    private readonly string _text;
    private readonly ulong[]? _steps;
    private readonly bool[]? _begins;

    /// <param name="text">Folded, not empty.</param>
    public SearchWord(string text)
    {
        _text = text;
        if (text.Length <= LongestSound && text.Any(char.IsAsciiLetterLower))
        {
            (_steps, _begins) = Steps(text);
        }
    }

    /// <summary>How well a product's texts answer to this word.</summary>
    public Closeness In(ReadOnlySpan<char> texts)
    {
        var name = texts.IndexOf(SearchText.Between);
        var found = texts.IndexOf(_text, StringComparison.Ordinal);
        var best = found < 0 ? Closeness.None : Written(texts, name, found);
        return best > Closeness.Sounds && _steps is not null ? Sound(texts[..name], best) : best;
    }

    private Closeness Written(ReadOnlySpan<char> texts, int name, int found)
    {
        var english = name + 1 + texts[(name + 1)..].IndexOf(SearchText.Between);
        var best = found < english ? Closeness.Holds : Closeness.Fragment;
        if (found == 0 || texts[(name + 1)..].StartsWith(_text, StringComparison.Ordinal))
        {
            best = Closeness.Begins;
        }

        var codes = texts[(english + 1)..];
        if (found < english && !codes.Contains(_text, StringComparison.Ordinal))
        {
            return best;
        }

        best = codes.StartsWith(_text, StringComparison.Ordinal) ? Closeness.Begins : best;
        foreach (var code in codes.Split(SearchText.Between))
        {
            if (codes[code].SequenceEqual(_text))
            {
                return Closeness.Exact;
            }
        }

        return best;
    }

    private Closeness Sound(ReadOnlySpan<char> name, Closeness best)
    {
        for (var at = 0; at < name.Length; at++)
        {
            if (_begins![name[at]] && Path(name[at..]))
            {
                return at == 0 ? Closeness.Sounds
                    : best < Closeness.HoldsSound ? best
                    : Closeness.HoldsSound;
            }
        }

        return best;
    }

    private bool Path(ReadOnlySpan<char> name)
    {
        var done = 1UL << _text.Length;
        var places = 1UL;
        foreach (var character in name)
        {
            var readings = Pinyin.Of(character);
            var next = 0UL;
            for (var left = places; left != 0; left &= left - 1)
            {
                var place = BitOperations.TrailingZeroCount(left);
                next |= _text[place] == character ? 2UL << place : 0;
                foreach (var reading in readings)
                {
                    next |= _steps![(reading * _text.Length) + place];
                }
            }

            if ((next & done) != 0)
            {
                return true;
            }

            if (next == 0)
            {
                return false;
            }

            places = next;
        }

        return false;
    }

    // For each syllable and each place in the word: the places that a character of that reading leads to. And which characters a path can begin with.
    private static (ulong[] Steps, bool[] Begins) Steps(string text)
    {
        var syllables = Pinyin.Syllables;
        var steps = new ulong[syllables.Length * text.Length];
        var begins = new bool[char.MaxValue + 1];
        begins[text[0]] = true;
        for (var s = 0; s < syllables.Length; s++)
        {
            for (var place = 0; place < text.Length; place++)
            {
                steps[(s * text.Length) + place] = Step(syllables[s], text.AsSpan(place)) << place;
            }

            if (steps[s * text.Length] != 0)
            {
                foreach (var character in Pinyin.CharactersOf(s))
                {
                    begins[character] = true;
                }
            }
        }

        return (steps, begins);
    }

    private static ulong Step(string syllable, ReadOnlySpan<char> rest)
    {
        var common = rest.CommonPrefixLength(syllable);
        return common == 0
            ? 0
            : 2UL
                | (common >= 2 && syllable[1] == 'h' ? 4UL : 0)
                | (common == syllable.Length || common == rest.Length ? 1UL << common : 0);
    }
}
