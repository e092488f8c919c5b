namespace Guitai.Sandbox.Wallets.Books;

/// <summary>What a row of a bill is about.</summary>
internal enum BillKind
{
    Paid,
    Refunded,
    Revoked,
}

/// <summary>A row of a day's bill, before a wallet writes it in its own form.</summary>
/// <param name="Order">The order as it stands now.</param>
/// <param name="Refund">What was given back; null for a payment.</param>
/// <param name="AmountMinor">Paid or given back, never negative.</param>
/// <param name="FeeMinor">The fee: positive when the merchant pays it, negative when it comes back.</param>
internal sealed record BillRow(BillKind Kind, WalletOrder Order, WalletRefund? Refund, long AtMs, long AmountMinor, long FeeMinor);

/// <summary>By merchant and day, what has to be in the bill.</summary>
internal sealed class BillBook
{
    private readonly Dictionary<(WalletKind Wallet, string Merchant, int Day), List<(OrderKey Key, string? OutRefundNo)>> _days = [];

    public void Add(OrderKey key, string? outRefundNo, long atMs)
    {
        var day = (key.Wallet, key.Merchant, Beijing.Day(atMs));
        if (!_days.TryGetValue(day, out var rows))
        {
            _days[day] = rows = [];
        }

        rows.Add((key, outRefundNo));
    }

    public IReadOnlyList<(OrderKey Key, string? OutRefundNo)> Of(WalletKind wallet, string merchant, int day) =>
        _days.TryGetValue((wallet, merchant, day), out var rows) ? rows : [];
}
