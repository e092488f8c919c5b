using System.Globalization;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Receipts;

namespace Guitai.Documents;

/// <summary>Writes an ended order as a receipt in the shop's own words and language: the same at the till and in the back office.</summary>
public static class OrderReceipt
{
    /// <summary>The receipt of a sale, a refund or a void.</summary>
    /// <param name="place">The store that sold: its words, paper and clock.</param>
    /// <param name="order">The order.</param>
    /// <param name="kind">How it ended.</param>
    /// <param name="cashier">Name of who ended it.</param>
    /// <param name="copy">0 for the original; otherwise the number of the copy, which is printed on it.</param>
    /// <param name="kickDrawer">Whether the drawer opens with it.</param>
    public static ReceiptDocument Compose(Store place, Order order, FactKind kind, string cashier, int copy = 0, bool kickDrawer = false)
    {
        var words = ReceiptWords.For(place.Receipt.Language);
        var currency = Currency.FromCode(order.Currency);
        var receipt = new ReceiptBuilder();
        if (kickDrawer)
        {
            receipt.KickDrawer();
        }

        Head(receipt, place, words);
        receipt.Centre(
            kind switch
            {
                FactKind.RefundCompleted => words.Refund,
                FactKind.OrderVoided => words.Void,
                _ => words.Sale,
            },
            TextStyle.Strong
        );
        if (copy > 0)
        {
            receipt.Centre($"*** {words.Copy} {copy.ToString(CultureInfo.InvariantCulture)} ***", TextStyle.Strong);
        }

        receipt.Pair(words.Number, order.ReceiptNumber).Pair(words.Time, LocalTime(place, order.EndedAtMs)).Pair(words.Cashier, cashier);
        if (order.OriginalReceiptNumber is { } original)
        {
            receipt.Pair(words.OriginalNumber, original);
        }

        receipt.Rule();
        foreach (var line in order.Lines)
        {
            Line(receipt, line, words, currency);
        }

        receipt.Rule();
        Sums(receipt, order, kind, words, currency);
        foreach (var tender in order.Tenders)
        {
            if (tender.Card is { } card)
            {
                CardSlipPaper.Block(receipt, place, new CardSlipContent(card, tender.AmountMinor, currency, null), words.IsEnglish);
            }
        }

        Foot(receipt, place, order, kind);
        return receipt.Feed(3).Cut().Build();
    }

    /// <summary>Paper that the store prints on.</summary>
    public static PaperWidth Paper(Store place) => PaperWidth.FromMillimetres(place.Receipt.PaperMm);

    /// <summary>A document as the page draws it: rows read back from the very bytes that a printer gets.</summary>
    public static PaperRow[] Rows(ReceiptDocument document, PaperWidth paper) =>
        [.. EscPosPaper.ReadRows(paper, EscPosEncoder.Encode(document, paper))];

    /// <summary>The shop's logo, name, address and header lines.</summary>
    internal static void Head(ReceiptBuilder receipt, Store place, ReceiptWords words)
    {
        if (place.Receipt.LogoPbm is { } logo && TryBitmap(logo, out var bitmap))
        {
            receipt.Logo(bitmap.FitTo(Paper(place).Dots));
        }

        var english = words.IsEnglish;
        receipt.Centre((english ? place.NameEn : null) ?? place.Name, TextStyle.Large);
        foreach (var line in place.Receipt.Header)
        {
            receipt.Centre(line);
        }

        if (((english ? place.AddressEn : null) ?? place.Address) is { } address)
        {
            receipt.Centre(address);
        }

        if (place.Phone is { } phone)
        {
            receipt.Centre($"{words.Phone} {phone}");
        }

        receipt.Rule(RuleStyle.Double);
    }

    /// <summary>Wall-clock time at the store.</summary>
    internal static string LocalTime(Store place, long atMs)
    {
        _ = StoreCalendar.TryCreate(place.TimeZone, place.DayChangeHour, out var calendar);
        return calendar.LocalTime(atMs);
    }

    /// <summary>An amount with the currency's decimals, without its code.</summary>
    internal static string Amount(long minor, Currency currency) => new Money(minor, currency).ToMajorString();

    private static void Line(ReceiptBuilder receipt, OrderLine line, ReceiptWords words, Currency currency)
    {
        var name = (words.IsEnglish ? line.NameEn : null) ?? line.Name;
        var unit = (words.IsEnglish ? line.UnitEn : null) ?? line.Unit;
        receipt.Text(name);
        receipt.Columns(
            Column.Name($"  {OrderQuantity.Text(line.QuantityMilli)} {unit} x {Amount(line.UnitPriceMinor, currency)}", 3),
            Column.Amount(Amount(line.GrossMinor, currency), 12)
        );
        if (line.LineDiscountMinor != 0)
        {
            var percent = line.DiscountPercent is { } p ? $" {p.ToString(CultureInfo.InvariantCulture)}%" : "";
            receipt.Pair($"  {words.Discount}{percent}", Amount(-line.LineDiscountMinor, currency));
        }
    }

    private static void Sums(ReceiptBuilder receipt, Order order, FactKind kind, ReceiptWords words, Currency currency)
    {
        var totals = order.Totals;
        void Pair(string label, long minor)
        {
            if (minor != 0)
            {
                receipt.Pair(label, Amount(minor, currency));
            }
        }

        var orderDiscount = order.Lines.Sum(l => l.OrderDiscountMinor);
        if (totals.DiscountMinor != 0 || totals.TipMinor != 0 || totals.RoundingMinor != 0 || totals.TaxExclusiveMinor != 0)
        {
            receipt.Pair(words.Subtotal, Amount(totals.GrossMinor - (totals.DiscountMinor - orderDiscount), currency));
        }

        Pair(words.OrderDiscount, -orderDiscount);
        Pair(words.TaxAdded, totals.TaxExclusiveMinor);
        Pair(words.Tip, totals.TipMinor);
        Pair(words.Rounding, totals.RoundingMinor);
        var label = kind == FactKind.RefundCompleted ? words.RefundTotal : words.Total;
        receipt.Pair(label, Amount(totals.TotalMinor, currency), TextStyle.Large);
        Tenders(receipt, order, kind, words, currency);
        foreach (var tax in order.Lines.GroupBy(l => (l.TaxName, l.TaxRatePpm)).Where(g => g.Key.TaxRatePpm > 0))
        {
            receipt.Pair(words.TaxIncluded(tax.Key.TaxName), Amount(tax.Sum(l => l.TaxMinor), currency));
        }

        if (order.Reason is { } reason)
        {
            receipt.Pair(words.Reason, reason);
        }

        if (order.Note is { } note)
        {
            receipt.Pair(words.Note, note);
        }
    }

    private static void Tenders(ReceiptBuilder receipt, Order order, FactKind kind, ReceiptWords words, Currency currency)
    {
        foreach (var tender in order.Tenders)
        {
            var name = words.TenderName(tender);
            if (kind == FactKind.RefundCompleted)
            {
                receipt.Pair(words.GivenBack(name), Amount(tender.AmountMinor, currency));
            }
            else if (tender.NotVerified || tender.ByTerminal)
            {
                receipt.Pair(name, Amount(tender.TenderedMinor, currency));
            }
            else
            {
                // Cash that only goes out is the change of the tender before it.
                if (tender.AmountMinor >= 0)
                {
                    receipt.Pair(name, Amount(tender.TenderedMinor, currency));
                }

                receipt.Pair(words.Change, Amount(tender.ChangeMinor, currency));
            }

            if (tender.NotVerified)
            {
                receipt.Text($"  {words.NotVerified}" + (tender.Reference is { } reference ? $" · {reference}" : ""));
            }
        }
    }

    private static void Foot(ReceiptBuilder receipt, Store place, Order order, FactKind kind)
    {
        receipt.Feed(1).Qr(order.ReceiptNumber);
        if (kind != FactKind.SaleCompleted)
        {
            return;
        }

        foreach (var line in place.Receipt.Footer)
        {
            receipt.Centre(line);
        }

        if (place.Receipt.Advertisement is { Length: > 0 } advertisement)
        {
            receipt.Rule().Centre(advertisement);
        }
    }

    private static bool TryBitmap(string base64, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ReceiptBitmap? bitmap)
    {
        var buffer = new byte[base64.Length];
        bitmap = null;
        return Convert.TryFromBase64String(base64, buffer, out var length)
            && ReceiptBitmap.TryFromPbm(buffer.AsSpan(0, length), out bitmap);
    }
}
