namespace Guitai.Sandbox.Wallets.Books;

/// <summary>Bills that differ from what happened.</summary>
internal static class BillFaults
{
    public static IReadOnlyList<BillRow> Apply(IReadOnlyList<BillRow> rows, WalletFault? fault) =>
        rows.Count == 0
            ? rows
            : fault switch
            {
                WalletFault.BillMissingRow => [.. rows.Skip(1)],
                WalletFault.BillExtraRow => [.. rows, Stranger(rows[0])],
                WalletFault.BillOtherAmount => [rows[0] with { AmountMinor = rows[0].AmountMinor + 1 }, .. rows.Skip(1)],
                WalletFault.BillOtherFee => [rows[0] with { FeeMinor = rows[0].FeeMinor + 1 }, .. rows.Skip(1)],
                _ => rows,
            };

    // A payment that no till has ever asked for.
    private static BillRow Stranger(BillRow like) =>
        like with
        {
            Kind = BillKind.Paid,
            Refund = null,
            Order = like.Order with
            {
                Key = like.Order.Key with { OutTradeNo = "STRANGER" + like.Order.TransactionId[^12..] },
                TransactionId = string.Concat(like.Order.TransactionId.AsSpan(0, 27), like.Order.TransactionId[^1] == '9' ? "0" : "9"),
            },
            AmountMinor = 8_888,
            FeeMinor = 53,
        };
}
