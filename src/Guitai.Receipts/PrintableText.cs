using System.Globalization;
using System.Text;

namespace Guitai.Receipts;

/// <summary>Makes any text safe and honest to print: what stays takes the cells that <see cref="CellText"/> counts.</summary>
public static class PrintableText
{
    /// <summary>Control characters and line separators become a space, so that no text can carry a printer command; invisible format characters
    /// and variation selectors go, because a printer would print a box for them; other spaces become a space (U+3000 stays); half a surrogate
    /// pair becomes U+FFFD; the half-width ¥ becomes the full-width ￥, which every Chinese printer has.</summary>
    public static string Of(string text)
    {
        var printable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Append(printable, rune);
        }

        return printable.ToString();
    }

    private static void Append(StringBuilder printable, Rune rune)
    {
        if (rune.Value is 0x00A5)
        {
            printable.Append('￥');
            return;
        }

        if (rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF))
        {
            return;
        }

        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.Format:
                return;
            case UnicodeCategory.Control:
            case UnicodeCategory.LineSeparator:
            case UnicodeCategory.ParagraphSeparator:
            case UnicodeCategory.SpaceSeparator when rune.Value != 0x3000:
                printable.Append(' ');
                return;
            default:
                printable.Append(rune.ToString());
                return;
        }
    }
}
