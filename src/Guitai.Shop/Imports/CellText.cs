using System.Buffers;
using System.Globalization;
using System.Text;

namespace Guitai.Shop.Imports;

/// <summary>What was mended in a cell.</summary>
[Flags]
internal enum Mended
{
    None = 0,

    /// <summary>Blanks at the ends, and characters that nobody sees.</summary>
    Spaces = 1,

    /// <summary>Full-width letters, digits and brackets.</summary>
    Width = 2,

    /// <summary>Line breaks and tabs inside.</summary>
    Lines = 4,
}

/// <summary>Brings the text of cells into the form in which it is judged.</summary>
internal static class CellText
{
    private const char IdeographicSpace = '\u3000';
    private const int FullWidthShift = 0xFEE0;
    private static readonly SearchValues<char> s_breaks = SearchValues.Create("\r\n\t\u2028\u2029\u0085\v\f");

    /// <summary>Without blanks at the ends, in one line, letters, digits and brackets in half width. Chinese punctuation other than brackets stays.</summary>
    public static string Clean(string text, out Mended mended)
    {
        mended = Mended.None;
        if (IsClean(text))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '\r' or '\n' or '\t' or '\u2028' or '\u2029' or '\u0085' or '\v' or '\f')
            {
                clean.Append(' ');
            }
            else if (c is '\u00a0' or IdeographicSpace)
            {
                clean.Append(' ');
            }
            else if (!IsInvisible(c))
            {
                clean.Append(IsWide(c) ? (char)(c - FullWidthShift) : c);
            }
        }

        var joined = string.Join(' ', clean.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var inside = text.AsSpan().Trim().Trim(IdeographicSpace);
        mended =
            (text.Any(IsWide) ? Mended.Width : Mended.None)
            | (inside.ContainsAny(s_breaks) ? Mended.Lines : Mended.None)
            | (inside.Length != text.Length || text.Any(c => IsInvisible(c) || c == '\u00a0') ? Mended.Spaces : Mended.None);
        return joined;
    }

    /// <summary>For cells in which nothing but ASCII makes sense: all full-width signs become half-width ones.</summary>
    public static string Narrow(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        return string.Create(
            text.Length,
            text,
            static (narrow, wide) =>
            {
                for (var i = 0; i < wide.Length; i++)
                {
                    narrow[i] = wide[i] is >= '\uff01' and <= '\uff5e' ? (char)(wide[i] - FullWidthShift) : wide[i];
                }
            }
        );
    }

    /// <summary>At most 40 characters of a cell, for a reason.</summary>
    public static string Short(string? text) =>
        text is null ? ""
        : text.Length <= 40 ? text
        : text[..(char.IsHighSurrogate(text[39]) ? 39 : 40)] + "…";

    // Blanks within are single, none at the ends, and no character needs a look.
    private static bool IsClean(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == ' ' ? i == 0 || i == text.Length - 1 || text[i - 1] == ' ' : c < ' ' || (c >= '\u007f' && NeedsALook(c)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool NeedsALook(char c) =>
        IsWide(c) || c is '\u00a0' or '\u0085' or IdeographicSpace or '\u2028' or '\u2029' || IsInvisible(c);

    // Letters, digits, brackets and signs of formulas; commas, colons and the like are how Chinese is written.
    private static bool IsWide(char c) =>
        c is >= '\uff01' and <= '\uff5e' && !(c is '\uff0c' or '\uff01' or '\uff1f' or '\uff1a' or '\uff1b');

    private static bool IsInvisible(char c) =>
        c is '\ufeff' or '\u00ad' or (>= '\u200b' and <= '\u200f') or '\u2060' or (>= '\u202a' and <= '\u202e')
        || (c < ' ' && c is not ('\r' or '\n' or '\t' or '\v' or '\f'))
        || c == '\u007f'
        || (c is >= '\u0080' and < '\u00a0' && c != '\u0085' && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Control);
}
