using System.Globalization;
using Guitai.Host.Authorisation;
using Guitai.Host.Routing;

namespace Guitai.Host.Wallets.Bills;

/// <summary>Holds a wallet's bill of a day against what the host posted. Decides and reads nothing else.</summary>
/// <param name="find">Our transaction of that name; null when it never came.</param>
/// <param name="findRefund">Our refund of that retrieval reference number.</param>
/// <param name="feePpm">What the wallet keeps, millionths; 0 when nobody said.</param>
internal sealed class BillComparison(Func<MessageKey, Transaction?> find, Func<long, Transaction?> findRefund, long feePpm)
{
    private const int NumberLength = 20;
    private const int RrnLength = 12;

    /// <summary>The differences.</summary>
    /// <param name="rows">The bill.</param>
    /// <param name="ours">Approved sales and refunds that have to be in it.</param>
    public IReadOnlyList<BillDifference> Compare(IReadOnlyList<WalletBillRow> rows, IReadOnlyList<Transaction> ours)
    {
        var found = new List<BillDifference>();
        var undone = rows.Where(IsUndo).Select(r => r.Number).ToHashSet(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var difference =
                row.RefundNumber.Length == 0 ? Paid(row, undone)
                : IsUndo(row) ? Undone(row)
                : GivenBack(row);
            if (difference is not null)
            {
                found.Add(difference);
            }

            if (feePpm > 0 && ExpectedFee(row) is var fee && fee != row.FeeMinor)
            {
                found.Add(Differs(row, BillCause.Fee, 0, fee, row.FeeMinor));
            }
        }

        var names = rows.Select(r => (r.Number, r.RefundNumber)).ToHashSet();
        found.AddRange(ours.Where(t => !names.Contains(NameOf(t))).Select(Missing));
        return found;
    }

    /// <summary>The name of one of ours in a bill: our numbers of payment and refund.</summary>
    public static (string Number, string RefundNumber) NameOf(Transaction ours) =>
        ours.Intent is { Flow: Flow.Refund, Of: { } of }
            ? (WalletPort.NumberOf(of), IssuerMessages.Rrn(ours.Intent.Rrn))
            : (WalletPort.NumberOf(ours.Intent.Key), "");

    private BillDifference? Paid(WalletBillRow row, HashSet<string> undone)
    {
        if (Sale(row.Number) is not { } sale)
        {
            return Differs(row, BillCause.UnknownOrder, 0, 0, row.AmountMinor);
        }

        return row.AmountMinor != sale.Intent.Amount ? Differs(row, BillCause.Amount, sale.Intent.Rrn, sale.Intent.Amount, row.AmountMinor)
            : !sale.Stands && !undone.Contains(row.Number) ? Differs(row, BillCause.MissingHere, sale.Intent.Rrn, 0, row.AmountMinor)
            : null;
    }

    private BillDifference? Undone(WalletBillRow row) =>
        Sale(row.Number) is { } sale
            ? sale.Stands
                ? Differs(row, BillCause.TakenBack, sale.Intent.Rrn, sale.Intent.Amount, row.AmountMinor)
                : null
            : Differs(row, BillCause.UnknownRefund, 0, 0, row.AmountMinor);

    private BillDifference? GivenBack(WalletBillRow row)
    {
        var refund =
            row.RefundNumber.Length == RrnLength
            && long.TryParse(row.RefundNumber, NumberStyles.None, CultureInfo.InvariantCulture, out var rrn)
                ? findRefund(rrn)
                : null;
        return refund is not { Intent.Flow: Flow.Refund, Stands: true } || NameOf(refund).Number != row.Number
                ? Differs(row, BillCause.UnknownRefund, refund?.Intent.Rrn ?? 0, 0, row.AmountMinor)
            : refund.Intent.Amount != row.AmountMinor
                ? Differs(row, BillCause.Amount, refund.Intent.Rrn, refund.Intent.Amount, row.AmountMinor)
            : null;
    }

    private static BillDifference Missing(Transaction ours)
    {
        var (number, refund) = NameOf(ours);
        return new BillDifference(
            number,
            refund,
            refund.Length > 0 ? BillCause.RefundClosed : BillCause.MissingAtWallet,
            ours.Intent.Rrn,
            ours.Intent.Amount,
            0,
            ours.Outcome?.Wallet ?? "",
            ours.Intent.AtMs
        );
    }

    // Rounded to the fen, half up; what goes back takes its part of the fee along.
    private long ExpectedFee(WalletBillRow row)
    {
        var fee = ((row.AmountMinor * feePpm) + 500_000) / 1_000_000;
        return row.RefundNumber.Length == 0 ? fee : -fee;
    }

    private Transaction? Sale(string number) =>
        number.Length == NumberLength
        && int.TryParse(number.AsSpan(8, 6), NumberStyles.None, CultureInfo.InvariantCulture, out var batch)
        && int.TryParse(number.AsSpan(14, 6), NumberStyles.None, CultureInfo.InvariantCulture, out var trace)
            ? find(new MessageKey(number[..8], batch, trace, 200))
            : null;

    private static bool IsUndo(WalletBillRow row) =>
        row.RefundNumber.Length > 0 && (row.RefundNumber == row.Number || row.RefundNumber == row.Number + "U");

    private static BillDifference Differs(WalletBillRow row, BillCause cause, long rrn, long ours, long theirs) =>
        new(row.Number, row.RefundNumber, cause, rrn, ours, theirs, row.WalletNumber, row.AtMs);
}
