using Guitai.Sandbox.Wallets.Books;

namespace Guitai.Sandbox.Wallets;

/// <summary>An order as the wallet itself has it, whatever it told anybody.</summary>
/// <param name="Merchant">mchid, or app_id.</param>
/// <param name="TransactionId">The wallet's number.</param>
/// <param name="Customer">Who paid or is asked; null for nobody.</param>
/// <param name="TakenMinor">What the customer is out of now: paid less what came back.</param>
public sealed record KnownOrder(
    WalletKind Wallet,
    string Merchant,
    string OutTradeNo,
    string TransactionId,
    OrderWay Way,
    OrderState State,
    long AmountMinor,
    long RefundedMinor,
    int Refunds,
    int? Customer,
    long TakenMinor
)
{
    internal static KnownOrder Of(WalletOrder order) =>
        new(
            order.Key.Wallet,
            order.Key.Merchant,
            order.Key.OutTradeNo,
            order.TransactionId,
            order.Way,
            order.State,
            order.AmountMinor,
            order.RefundedMinor,
            order.Refunds.Count,
            order.Customer,
            order.PaidMs is null ? 0 : order.AmountMinor - order.RefundedMinor
        );
}

/// <summary>A merchant's day at a wallet: what its bill has to add up to.</summary>
/// <param name="Day">In Beijing.</param>
/// <param name="BackMinor">Refunded or taken back.</param>
/// <param name="FeeMinor">What the merchant pays; what came back of it is taken off.</param>
public sealed record WalletDay(
    WalletKind Wallet,
    string Merchant,
    DateOnly Day,
    int PaidCount,
    long PaidMinor,
    int BackCount,
    long BackMinor,
    long FeeMinor
);
