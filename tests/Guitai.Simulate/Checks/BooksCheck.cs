using Dapper;
using Guitai.Contracts;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Foundation.Audit;
using Guitai.Till.Verify;
using static Guitai.Simulate.ViolationException;

namespace Guitai.Simulate.Checks;

/// <summary>The proof at the end: what people were told, what the tills' journals say and what the shop counts are the same.</summary>
internal static class BooksCheck
{
    private static readonly string[] s_alarmsOfForks = ["till.forked", "receipt.duplicate", "order.doubled"];

    /// <summary>Checks everything; all machines are up and agree.</summary>
    public static void Check(World world)
    {
        foreach (var till in world.Tills)
        {
            foreach (var proof in till.Store!.Read(TillVerify.Prove))
            {
                Unless(proof.Ok, proof.Name, () => $"{till.Name}: {proof.Detail}");
            }
        }

        var audit = world.Shop.Store!.Read(c => AuditVerify.Walk(c, world.Shop.Desk!.Books.Key));
        Unless(audit.Count == 0, "shop.audit-chain", () => $"{audit[0].Why} at {audit[0].Sequence}");

        var shop = FactIndex.Of(world, world.Shop);
        var tills = world.Tills.Select(t => FactIndex.Of(world, t)).ToList();
        var forked = Forked(world);
        for (var i = 0; i < tills.Count; i++)
        {
            Journal(i, tills[i], shop, forked.Contains(i));
            PaperCheck.Check(world.Tills[i], tills[i]);
        }

        Deeds(world, shop, tills, forked);
        Orders(world.Memory, shop, forked);
        TotalsCheck.Check(world, shop);
        Prices(world);
    }

    private static HashSet<int> Forked(World world)
    {
        var tills = world.Tills.ToDictionary(t => t.Identity!.TillId.ToString(), t => t, StringComparer.Ordinal);
        HashSet<int> forked = [];
        foreach (
            var (code, till, parameters) in world.Shop.Store!.Read(c =>
                c.Query<(string, string, string)>("SELECT code, till, parameters FROM alarm").ToList()
            )
        )
        {
            Unless(
                s_alarmsOfForks.Contains(code, StringComparer.Ordinal) && tills[till].Restores > 0,
                "no-false-alarm",
                () => $"{code} about {tills[till].Name}, restored {tills[till].Restores} times: {parameters}"
            );
            if (code == s_alarmsOfForks[0])
            {
                forked.Add(tills[till].Index);
            }
        }

        world.Count("forked", forked.Count);
        return forked;
    }

    private static void Journal(int till, FactIndex journal, FactIndex shop, bool forked)
    {
        var there = shop.Facts.Where(f => f.Till == till).Select(f => f.Hash).ToList();
        var here = journal.Facts.Select(f => f.Hash).ToList();
        if (!forked)
        {
            Unless(
                there.SequenceEqual(here, StringComparer.Ordinal),
                "shop-holds-the-journal",
                () => $"till {till}: {here.Count} facts, {there.Count} in the shop"
            );
            return;
        }

        var missing = here.Except(there, StringComparer.Ordinal).Count();
        Unless(missing == 0, "shop-holds-the-journal", () => $"till {till}: {missing} facts are not in the shop");
    }

    private static void Deeds(World world, FactIndex shop, List<FactIndex> tills, HashSet<int> forked)
    {
        foreach (var (key, deed) in world.Memory.Deeds)
        {
            var (there, here) = (shop[key], tills[key.Till][key]);
            var fork = forked.Contains(key.Till);
            Unless(
                deed.MayBeLost || there.Count > 0,
                "acknowledged-survives",
                () => $"till {key.Till}: {key.Kind} {key.Name} is not in the shop, {here.Count} times at the till"
            );
            Unless(
                deed.MayBeLost || fork || here.Count == 1,
                "acknowledged-survives",
                () => $"till {key.Till}: {key.Kind} {key.Name} is {here.Count} times at the till"
            );
            Unless(
                deed.MayBeLost || deed.AmountMinor is not { } amount || there.Contains(amount),
                "acknowledged-as-shown",
                () => $"till {key.Till}: {key.Kind} {key.Name} shown {deed.AmountMinor}, booked {string.Join(", ", there)}"
            );
            world.Count(deed.MayBeLost && there.Count == 0 ? "lost-with-the-disk" : "kept");
        }

        // Also of what nobody was told: nothing is there twice.
        foreach (var group in shop.Facts.Where(f => !forked.Contains(f.Till)).GroupBy(f => f.Hash, StringComparer.Ordinal))
        {
            Unless(group.Count() == 1, "facts-once", () => $"till {group.First().Till}: fact {group.First().Sequence} is held twice");
        }
    }

    private static void Orders(Memory memory, FactIndex shop, HashSet<int> forked)
    {
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        Dictionary<Guid, long> left = [];
        Dictionary<string, int> deeds = new(StringComparer.Ordinal);
        foreach (var fact in shop.Facts.Where(f => !forked.Contains(f.Till)))
        {
            if (fact.Kind == FactKind.CashMoved)
            {
                var moved = ContractJson.Read<CashMoved>(fact.Body);
                Unless(deeds.TryAdd(moved.Reason, 1), "pressed-once-done-once", () => $"till {fact.Till}: cash {moved.Reason} twice");
            }

            if (fact.Kind is not (FactKind.SaleCompleted or FactKind.RefundCompleted or FactKind.OrderVoided))
            {
                continue;
            }

            var order = ContractJson.Read<Order>(fact.Body);
            Unless(numbers.TryAdd(order.ReceiptNumber, 1), "receipt-numbers-unique", () => order.ReceiptNumber);
            Unless(
                deeds.TryAdd(order.Id.ToString(), 1),
                "order-ends-once",
                () => $"{fact.Kind} {order.ReceiptNumber} ends {order.Id} again"
            );
            if (fact.Kind == FactKind.SaleCompleted)
            {
                left[order.Id] = order.Totals.TotalMinor;
                foreach (var tender in order.Tenders.Where(t => t.Kind != Tender.Cash))
                {
                    Unless(
                        deeds.TryAdd(tender.Id.ToString(), 1) && memory.Tenders.GetValueOrDefault(tender.Id) == tender.AmountMinor,
                        "tenders-as-confirmed",
                        () => $"sale {order.ReceiptNumber}: tender {tender.Id} of {tender.AmountMinor} was confirmed by nobody, or twice"
                    );
                }
            }
            else if (fact.Kind == FactKind.RefundCompleted)
            {
                Unless(deeds.TryAdd(order.Reason!, 1), "pressed-once-done-once", () => $"till {fact.Till}: refund {order.Reason} twice");
                left[order.OriginalOrderId!.Value] -= order.Totals.TotalMinor;
                Unless(left[order.OriginalOrderId.Value] >= 0, "refunds-within-sales", () => $"refund {order.ReceiptNumber}");
            }
        }
    }

    private static void Prices(World world)
    {
        foreach (var (product, price) in world.Memory.Prices)
        {
            var found = world.Shop.Desk!.Books.Read(r => r.Find<Product>(product))?.Value.PriceMinor;
            Unless(price is null || found == price, "edits-survive", () => $"product {product}: saved at {price}, found {found}");
        }
    }
}
