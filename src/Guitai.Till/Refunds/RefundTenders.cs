using Guitai.Contracts.Facts;

namespace Guitai.Till.Refunds;

/// <summary>Through what a refund goes back: first through the sale's own tenders that take refunds, in the order in which they paid; the rest in
/// cash, what cash paid before what tenders paid that take none. Never more for a tender than it paid.</summary>
public static class RefundTenders
{
    /// <summary>What of each tender of a sale has not gone back yet, in the order in which it would.</summary>
    /// <param name="sale">The sale.</param>
    /// <param name="earlier">All refunds of it so far.</param>
    /// <param name="takesRefunds">Whether a kind of tender takes refunds now.</param>
    public static IReadOnlyList<(Tender Tender, bool InCash, long LeftMinor)> Left(
        Order sale,
        IReadOnlyList<Order> earlier,
        Func<string, bool> takesRefunds
    )
    {
        // Refunds older than tenders of one's own name none: there was only cash.
        var back = earlier
            .SelectMany(o => o.Tenders)
            .GroupBy(t => t.OriginalTenderId ?? sale.Tenders[0].Id)
            .ToDictionary(g => g.Key, g => g.Sum(t => t.AmountMinor));
        return
        [
            .. sale
                .Tenders.Select(t =>
                    (
                        Tender: t,
                        InCash: t.Kind == Tender.Cash || !takesRefunds(t.Kind),
                        LeftMinor: Math.Max(0, t.AmountMinor - back.GetValueOrDefault(t.Id))
                    )
                )
                .OrderBy(t => t.InCash ? 1 : 0)
                .ThenBy(t => t.Tender.Kind == Tender.Cash ? 0 : 1),
        ];
    }

    /// <summary>How much of a sum would go back in cash.</summary>
    public static long CashPart(IReadOnlyList<(Tender Tender, bool InCash, long LeftMinor)> left, long sumMinor) =>
        Math.Max(0, sumMinor - left.Where(l => !l.InCash).Sum(l => l.LeftMinor));

    /// <summary>The tenders of a refund.</summary>
    /// <param name="left">What is left of the sale's tenders.</param>
    /// <param name="totalMinor">What goes back altogether; not more than is left.</param>
    /// <param name="newId">Ids of the refund's tenders.</param>
    public static IReadOnlyList<Tender> Share(
        IReadOnlyList<(Tender Tender, bool InCash, long LeftMinor)> left,
        long totalMinor,
        Func<Guid> newId
    )
    {
        var tenders = new List<Tender>();
        var rest = totalMinor;
        foreach (var (tender, inCash, leftMinor) in left)
        {
            var part = Math.Min(leftMinor, rest);
            rest -= part;
            if (part > 0)
            {
                tenders.Add(Back(tender, inCash, part, newId()));
            }
        }

        return rest > 0 ? throw new InvalidOperationException("A refund is worth more than its sale's tenders.")
            : tenders.Count > 0 ? tenders
            : [Back(left[0].Tender, left[0].InCash, 0, newId())];
    }

    private static Tender Back(Tender tender, bool inCash, long amountMinor, Guid id) =>
        new(id, inCash ? Tender.Cash : tender.Kind, amountMinor, amountMinor, 0)
        {
            Name = inCash ? null : tender.Name,
            NameEn = inCash ? null : tender.NameEn,
            Reference = inCash ? null : tender.Reference,
            NotVerified = !inCash && !tender.ByTerminal,
            OriginalTenderId = tender.Id,
        };
}
