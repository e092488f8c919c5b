namespace Guitai.Terminal.Cards;

/// <summary>Reads what a stripe reader types: track 1 between % and ?, track 2 between ; and ? (ISO/IEC 7811-2, 7813). Track 2 decides; track 1 is only checked against it.</summary>
public static class StripeReader
{
    /// <summary>The longest text that can be tracks 1 to 3 with their sentinels.</summary>
    public const int Longest = 79 + 40 + 107 + 8;

    private static readonly System.Buffers.SearchValues<char> s_track2 = System.Buffers.SearchValues.Create("0123456789=D");

    /// <summary>Takes the tracks apart.</summary>
    /// <param name="typed">As the reader typed it.</param>
    /// <param name="hand">Takes the number, the expiry, the service code and track 2; as it was when nothing is readable.</param>
    /// <returns>Why it cannot be taken: card.not-readable, card.not-whole, card.tracks-differ, card.number; null when it was.</returns>
    public static string? Read(ReadOnlySpan<char> typed, CardHand hand)
    {
        if (typed.Length > Longest)
        {
            return "card.not-readable";
        }

        var start = typed.IndexOf(';');
        if (start < 0)
        {
            // Track 1 alone has no room in field 35.
            return typed.StartsWith('%') ? "card.not-whole" : "card.not-readable";
        }

        var rest = typed[(start + 1)..];
        var end = rest.IndexOf('?');
        if (end < 0)
        {
            return "card.not-whole";
        }

        var track = rest[..end];
        var separator = track.IndexOfAny('=', 'D');
        if (track.Length > 37 || separator < 0 || track.ContainsAnyExcept(s_track2))
        {
            return "card.not-readable";
        }

        var number = track[..separator];
        var discretionary = track[(separator + 1)..];
        if (discretionary.Length < 7 || discretionary.IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return "card.not-whole";
        }

        if (!CardNumber.IsRight(number) || discretionary[2..4] is not [>= '0' and <= '1', _] || !IsMonth(discretionary[2..4]))
        {
            return "card.number";
        }

        if (Number1(typed) is { IsEmpty: false } other && !other.SequenceEqual(number))
        {
            return "card.tracks-differ";
        }

        hand.Take(number, discretionary[..4], discretionary[4..7], track);
        return null;
    }

    /// <summary>True for the two digits of a month.</summary>
    internal static bool IsMonth(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, System.Globalization.NumberStyles.None, null, out var month) && month is >= 1 and <= 12;

    // The number in track 1, format B; empty when there is none.
    private static ReadOnlySpan<char> Number1(ReadOnlySpan<char> typed)
    {
        var start = typed.IndexOf("%B", StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return [];
        }

        var rest = typed[(start + 2)..];
        var end = rest.IndexOf('^');
        return end < 0 ? [] : rest[..end];
    }
}
