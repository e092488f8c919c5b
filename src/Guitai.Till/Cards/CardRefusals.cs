using Guitai.Foundation;

namespace Guitai.Till.Cards;

/// <summary>The refusals around card payments, and what must never be taken for a code.</summary>
public static class CardRefusals
{
    internal const string UnknownPayment = "payment.unknown";

    internal static readonly Refusal NoTerminal = new("terminal.none");
    internal static readonly Refusal Unreachable = new("terminal.unreachable");
    internal static readonly Refusal NotThere = new("payment.unknown");
    internal static readonly Refusal NotACode = new("payment.not-a-code");
    internal static readonly Refusal NothingToPay = new("payment.nothing-to-pay");
    internal static readonly Refusal CardData = new("scan.card-data");

    /// <summary>True for what a card's stripe says when a reader types it as keys.</summary>
    public static bool IsCardData(string? text)
    {
        if (text is null)
        {
            return false;
        }

        var first = text.IndexOf('%', StringComparison.Ordinal);
        if (first >= 0 && first + 2 < text.Length && text[first + 1] is 'B' or 'b' && char.IsAsciiDigit(text[first + 2]))
        {
            return true;
        }

        var second = text.IndexOf(';', StringComparison.Ordinal);
        var digits = second < 0 ? 0 : text.AsSpan(second + 1).IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && text[second + 1 + digits] is '=' or 'd' or 'D';
    }
}
