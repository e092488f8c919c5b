using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Cards;

/// <summary>What is wrong with a stripe, or with how it was pulled.</summary>
public enum StripeDamage
{
    /// <summary>Nothing: both tracks are read.</summary>
    None,

    /// <summary>Track 1 could not be read: only track 2 comes.</summary>
    NoTrack1,

    /// <summary>Track 2 could not be read: only track 1 comes.</summary>
    NoTrack2,

    /// <summary>One digit of the number was misread, in both tracks: its check digit (Luhn) does not fit.</summary>
    BadCheckDigit,

    /// <summary>The card was pulled the wrong way round, and the reader does not turn the tracks.</summary>
    Reversed,
}

/// <summary>What a stripe reader sends for a card: track 1, track 2, end of line (ISO/IEC 7813).</summary>
internal static class Stripe
{
    /// <summary>The line, with its end.</summary>
    public static string Line(VirtualCard card, StripeDamage damage)
    {
        var (first, second) = ($"%{card.Track1}?", $";{card.Track2}?");
        return damage switch
            {
                StripeDamage.NoTrack1 => second,
                StripeDamage.NoTrack2 => first,
                StripeDamage.BadCheckDigit => Misread(first, card.Pan) + Misread(second, card.Pan),
                StripeDamage.Reversed => Turned(second) + Turned(first),
                _ => first + second,
            } + "\r\n";
    }

    private static string Misread(string track, string pan) => track.Replace(pan, Misread(pan), StringComparison.Ordinal);

    // One digit becomes the next: Luhn finds every single wrong digit.
    private static string Misread(string pan) => $"{pan[..^5]}{(char)('0' + ((pan[^5] - '0' + 1) % 10))}{pan[^4..]}";

    private static string Turned(string track)
    {
        var turned = track.ToCharArray();
        Array.Reverse(turned);
        return new string(turned);
    }
}
