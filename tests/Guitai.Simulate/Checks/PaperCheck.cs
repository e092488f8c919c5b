using Guitai.Contracts;
using Guitai.Contracts.Facts;
using Guitai.Simulate.Machines;
using Guitai.Till.Receipts;
using static Guitai.Simulate.ViolationException;

namespace Guitai.Simulate.Checks;

/// <summary>What lies beside a till against its journal: no receipt lost, none twice without a mark, the drawer open no oftener than wanted.</summary>
internal static class PaperCheck
{
    public static void Check(TillMachine till, FactIndex journal)
    {
        var papers = till.Printer.Papers;
        foreach (var paper in papers)
        {
            Unless(
                paper.Kind == PrintKind.TestPage || paper.Marked == paper.Copy > 0,
                "copies-are-marked",
                () => $"{till.Name}: copy {paper.Copy} of {paper.Subject}"
            );
        }

        // A disk that was put back does not know what came out since.
        if (till.Restores > 0)
        {
            return;
        }

        foreach (var same in papers.Where(p => p.Kind == PrintKind.Receipt).GroupBy(p => (p.Subject, p.Copy)))
        {
            Unless(
                same.Count() == 1,
                "paper-comes-once",
                () => $"{till.Name}: {same.Count()} of copy {same.Key.Copy} of {same.Key.Subject}"
            );
        }

        var asked = till.Role!.Printing.Open.Select(j => j.Subject).ToHashSet();
        var whole = papers.Where(p => p.Whole).Select(p => p.Subject).ToHashSet();
        var wanted = 0;
        foreach (var fact in journal.Facts)
        {
            wanted += fact.Kind is FactKind.DrawerOpened or FactKind.CashMoved ? 1 : 0;
            if (fact.Kind is FactKind.SaleCompleted or FactKind.RefundCompleted)
            {
                var order = ContractJson.Read<Order>(fact.Body);
                wanted += order.Tenders.Any(t => t.Kind == Tender.Cash) ? 1 : 0;
                Unless(
                    whole.Contains(order.Id) || asked.Contains(order.Id),
                    "receipts-are-not-lost",
                    () => $"{till.Name}: {order.ReceiptNumber} is not on paper and nobody is asked about it"
                );
            }
        }

        Unless(till.Printer.Kicks <= wanted, "drawer-opens-once", () => $"{till.Name}: {till.Printer.Kicks} times instead of {wanted}");
    }
}
