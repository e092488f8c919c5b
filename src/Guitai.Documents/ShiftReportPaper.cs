using System.Globalization;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Receipts;

namespace Guitai.Documents;

/// <summary>An X- or Z-report.</summary>
/// <param name="Z">Null for an X-report: a look at an open shift.</param>
public sealed record ShiftReport(
    Guid ShiftId,
    long ShiftNumber,
    string OpenedBy,
    long OpenedAtMs,
    long? ClosedAtMs,
    string? ClosedBy,
    long? Z,
    ShiftTotals Totals,
    IReadOnlyDictionary<string, string> CashierNames,
    long? ExpectedMinor,
    long? CountedMinor,
    long? OverShortMinor,
    long? CarriedMinor
);

/// <summary>Writes an X- or Z-report on paper.</summary>
public static class ShiftReportPaper
{
    /// <summary>The report as it prints; figures that the report withholds (blind counting) are left out.</summary>
    public static ReceiptDocument Compose(Store place, Currency currency, ShiftReport report)
    {
        var words = ReceiptWords.For(place.Receipt.Language);
        var totals = report.Totals;
        var paper = new ReceiptBuilder();
        OrderReceipt.Head(paper, place, words);
        paper.Centre(report.Z is null ? words["x"] : words["z"], TextStyle.Strong);
        if (report.Z is { } z)
        {
            paper.Centre("Z " + z.ToString("0000", CultureInfo.InvariantCulture), TextStyle.Large);
        }

        paper
            .Pair(words["shift"], report.ShiftNumber.ToString(CultureInfo.InvariantCulture))
            .Pair(words["opened"], $"{OrderReceipt.LocalTime(place, report.OpenedAtMs)} {report.OpenedBy}");
        if (report.ClosedAtMs is { } closedAt)
        {
            paper.Pair(words["closed"], $"{OrderReceipt.LocalTime(place, closedAt)} {report.ClosedBy}");
        }

        void Money(string word, long minor) => paper.Pair(words[word], OrderReceipt.Amount(minor, currency));
        void Counted(string word, long count, long minor) =>
            paper.Columns(
                Column.Name(words[word]),
                Column.Amount(count.ToString(CultureInfo.InvariantCulture), 6),
                Column.Amount(OrderReceipt.Amount(minor, currency), 13)
            );
        if (totals.LastNumber > 0)
        {
            paper.Pair(words["orders"], string.Create(CultureInfo.InvariantCulture, $"{totals.FirstNumber}-{totals.LastNumber}"));
        }

        paper.Rule();
        Counted("sales", totals.SaleCount, totals.SaleMinor);
        Counted("refunds", totals.RefundCount, -totals.RefundMinor);
        Counted("voids", totals.VoidCount, totals.VoidMinor);
        Money("gross", totals.GrossMinor);
        Money("discount", -totals.DiscountMinor);
        Money("tip", totals.TipMinor);
        Money("rounding", totals.RoundingMinor);
        Money("net", totals.SaleMinor - totals.RefundMinor);
        Groups(paper, words, totals, report.CashierNames, currency);
        paper.Rule();
        Money("float", totals.FloatMinor);
        Money("cash-in", totals.CashInMinor);
        Money("cash-out", -totals.CashOutMinor);
        Optional("expected", report.ExpectedMinor);
        Optional("counted", report.CountedMinor);
        Optional("over-short", report.OverShortMinor);
        Optional("carried", report.CarriedMinor is 0 ? null : report.CarriedMinor);
        paper.Pair(words["drawer"], totals.DrawerOpenings.ToString(CultureInfo.InvariantCulture));
        return paper.Feed(3).Cut().Build();

        void Optional(string word, long? minor)
        {
            if (minor is { } value)
            {
                Money(word, value);
            }
        }
    }

    private static void Groups(
        ReceiptBuilder paper,
        ReceiptWords words,
        ShiftTotals totals,
        IReadOnlyDictionary<string, string> names,
        Currency currency
    )
    {
        paper.Rule().Text(words["by-tender"], TextStyle.Strong);
        foreach (var (kind, tender) in totals.Tenders.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            paper.Pair("  " + words.TenderName(kind), OrderReceipt.Amount(tender.InMinor - tender.OutMinor, currency));
        }

        paper.Text(words["by-tax"], TextStyle.Strong);
        foreach (var tax in totals.Taxes.Values.OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            paper.Columns(
                Column.Name("  " + tax.Name),
                Column.Amount(OrderReceipt.Amount(tax.BaseMinor, currency), 13),
                Column.Amount(OrderReceipt.Amount(tax.TaxMinor, currency), 11)
            );
        }

        paper.Text(words["by-cashier"], TextStyle.Strong);
        foreach (var (id, cashier) in totals.Cashiers.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            paper.Columns(
                Column.Name("  " + names.GetValueOrDefault(id, id)),
                Column.Amount((cashier.SaleCount - cashier.RefundCount).ToString(CultureInfo.InvariantCulture), 6),
                Column.Amount(OrderReceipt.Amount(cashier.SaleMinor - cashier.RefundMinor, currency), 13)
            );
        }
    }
}
