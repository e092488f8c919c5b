using Guitai.Host.Authorisation;

namespace Guitai.Host.Routing;

/// <summary>Cards whose numbers begin alike.</summary>
/// <param name="Prefix">One to twelve digits.</param>
/// <param name="Issuer">Whom questions about them go to.</param>
/// <param name="Scheme">The card scheme: <c>unionpay</c>, <c>visa</c>, <c>mastercard</c>, <c>jcb</c>, <c>amex</c>.</param>
/// <param name="Product">Debit or credit.</param>
public sealed record CardRange(string Prefix, string Issuer, string Scheme, CardProduct Product);

/// <summary>Finds whose a card is: the longest prefix that its number begins with. Built once, read by all; made anew when a range changes.</summary>
public sealed class CardRanges
{
    private readonly Dictionary<long, CardRange>[] _byLength = new Dictionary<long, CardRange>[13];

    /// <param name="ranges">All ranges; of two with the same prefix the later counts.</param>
    public CardRanges(IEnumerable<CardRange> ranges)
    {
        foreach (var range in ranges.Where(r => r.Prefix.Length is > 0 and <= 12))
        {
            (_byLength[range.Prefix.Length] ??= [])[long.Parse(range.Prefix, System.Globalization.CultureInfo.InvariantCulture)] = range;
        }
    }

    /// <summary>The range of a card number; null when there is none.</summary>
    /// <param name="pan">Its digits.</param>
    public CardRange? Find(ReadOnlySpan<char> pan)
    {
        CardRange? found = null;
        long prefix = 0;
        for (var length = 1; length <= Math.Min(12, pan.Length); length++)
        {
            prefix = (prefix * 10) + (pan[length - 1] - '0');
            if (_byLength[length]?.TryGetValue(prefix, out var range) == true)
            {
                found = range;
            }
        }

        return found;
    }
}
