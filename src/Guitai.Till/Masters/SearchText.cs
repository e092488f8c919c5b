namespace Guitai.Till.Masters;

/// <summary>The form in which texts are compared: full width as half width, small letters, ü as v, and nothing but letters and digits, so that
/// <c>可口可乐 １.５Ｌ</c> and <c>可口可乐1.5l</c> are one.</summary>
public static class SearchText
{
    /// <summary>Stands between the fields of a product; no folded text holds it.</summary>
    public const char Between = '\0';

    /// <summary>Folds a text.</summary>
    public static string Fold(ReadOnlySpan<char> text)
    {
        Span<char> folded = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        return new string(folded[..Fold(text, folded)]);
    }

    /// <summary>Folds a text into a buffer at least as long, or in place; returns how long it became.</summary>
    public static int Fold(ReadOnlySpan<char> text, Span<char> folded)
    {
        var length = 0;
        foreach (var character in text)
        {
            if (character is >= '一' and <= '鿿' or (>= 'a' and <= 'z') or (>= '0' and <= '9'))
            {
                folded[length++] = character;
                continue;
            }

            var c = character is >= '！' and <= '～' ? (char)(character - '！' + '!') : character;
            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c))
            {
                c = char.ToLowerInvariant(c);
                folded[length++] = c == 'ü' ? 'v' : c;
            }
        }

        return length;
    }
}
