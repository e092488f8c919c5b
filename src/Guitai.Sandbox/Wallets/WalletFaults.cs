namespace Guitai.Sandbox.Wallets;

/// <summary>What a gateway is asked for.</summary>
public enum WalletOperation
{
    /// <summary>A payment by the customer's code.</summary>
    Pay,

    /// <summary>A code for the shop to show.</summary>
    Precreate,

    /// <summary>How a payment stands.</summary>
    Query,

    /// <summary>Ends an order that is not paid.</summary>
    Close,

    /// <summary>Takes a payment back or keeps it from happening: WeChat Pay's reverse, Alipay's cancel.</summary>
    Cancel,

    /// <summary>Gives money back.</summary>
    Refund,

    /// <summary>How a refund stands.</summary>
    RefundQuery,

    /// <summary>Where the bill is.</summary>
    Bill,

    /// <summary>The bill itself.</summary>
    BillDownload,

    /// <summary>The wallet's certificates.</summary>
    Certificates,

    /// <summary>What the wallet says by itself.</summary>
    Callback,
}

/// <summary>How a wallet misbehaves.</summary>
public enum WalletFault
{
    /// <summary>Nothing is done; the answer is a system error.</summary>
    SystemErrorUndone,

    /// <summary>It is done; the answer is a system error.</summary>
    SystemErrorDone,

    /// <summary>The payment waits for a password that will never come.</summary>
    PayingForever,

    /// <summary>The request never arrived: nothing is done, the connection breaks.</summary>
    RequestLost,

    /// <summary>It is done; the connection breaks instead of an answer.</summary>
    AnswerLost,

    /// <summary>It answers late.</summary>
    Slow,

    /// <summary>The answer's signature is wrong.</summary>
    WrongAnswerSignature,

    /// <summary>Errors are called by the names that older documents have: NOTENOUGH, ORDERNOTEXIST.</summary>
    OldErrorNames,

    /// <summary>The callback arrives before the answer.</summary>
    CallbackFirst,

    /// <summary>The callback comes ten times.</summary>
    CallbackTenTimes,

    /// <summary>The callback never comes.</summary>
    CallbackNever,

    /// <summary>The callback's signature is wrong.</summary>
    WrongCallbackSignature,

    /// <summary>The bill lacks its first row.</summary>
    BillMissingRow,

    /// <summary>The bill has a row of which nobody knows.</summary>
    BillExtraRow,

    /// <summary>The bill's first row has another amount.</summary>
    BillOtherAmount,

    /// <summary>The bill's first row has another fee.</summary>
    BillOtherFee,
}

/// <summary>One thing that goes wrong.</summary>
/// <param name="Fault">What.</param>
/// <param name="Wallet">Whose gateway; null for all.</param>
/// <param name="Operation">Which requests it befalls; null for all that it can.</param>
/// <param name="Times">How often; null until it is cleared.</param>
/// <param name="DelayMs">For <see cref="WalletFault.Slow"/>: how late.</param>
public sealed record WalletFaultRule(
    WalletFault Fault,
    WalletKind? Wallet = null,
    WalletOperation? Operation = null,
    int? Times = null,
    int DelayMs = 0
) : IFaultRule<WalletFaultRule>
{
    /// <inheritdoc/>
    public WalletFaultRule For(int times) => this with { Times = times };
}

/// <summary>The faults that are switched on at the wallets.</summary>
public sealed class WalletFaults : FaultRules<WalletFaultRule>
{
    /// <summary>True when such a fault can befall such a request.</summary>
    public static bool CanBefall(WalletFault fault, WalletOperation operation) =>
        fault switch
        {
            WalletFault.CallbackTenTimes or WalletFault.CallbackNever or WalletFault.WrongCallbackSignature => operation
                == WalletOperation.Callback,
            WalletFault.PayingForever => operation == WalletOperation.Pay,
            WalletFault.CallbackFirst => operation is WalletOperation.Pay or WalletOperation.Refund,
            WalletFault.BillMissingRow or WalletFault.BillExtraRow or WalletFault.BillOtherAmount or WalletFault.BillOtherFee => operation
                == WalletOperation.Bill,
            WalletFault.Slow => true,
            WalletFault.WrongAnswerSignature => operation is not (WalletOperation.Callback or WalletOperation.BillDownload),
            _ => operation != WalletOperation.Callback,
        };

    /// <summary>The rule that befalls the next request; null for none.</summary>
    internal WalletFaultRule? Next(WalletKind wallet, WalletOperation operation) =>
        Take(r => (r.Wallet ?? wallet) == wallet && (r.Operation ?? operation) == operation && CanBefall(r.Fault, operation));
}
