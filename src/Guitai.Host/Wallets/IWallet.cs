using Guitai.Foundation;

namespace Guitai.Host.Wallets;

/// <summary>What a wallet says of a payment, or of a refund.</summary>
public enum WalletState
{
    /// <summary>The money moved as it was asked.</summary>
    Done = 1,

    /// <summary>Somebody still has to do something: the customer's password, a shown code that nobody has paid. A refund is accepted and on its way.</summary>
    Waiting = 2,

    /// <summary>Nothing happened, and nothing will: refused, closed, taken back.</summary>
    Refused = 3,

    /// <summary>Nobody can say: no answer, one that is not the wallet's, or one that says so itself. It is asked again.</summary>
    Unknown = 4,

    /// <summary>The wallet knows nothing of that number.</summary>
    NotThere = 5,
}

/// <summary>What a wallet said.</summary>
/// <param name="State">What became of it.</param>
/// <param name="Number">The wallet's own number of the payment or refund; empty while it has none.</param>
/// <param name="Code">Field 39 for the terminal, of what was refused: 51 no money, 54 the code is over, 61 above a limit, 40 not offered, 05 else.</param>
/// <param name="Shown">The text of a code to be shown.</param>
/// <param name="Reason">The wallet's own code, for people who look for causes.</param>
public sealed record WalletAnswer(WalletState State, string Number = "", string Code = "05", string Shown = "", string Reason = "");

/// <summary>A payment as the wallet knows it.</summary>
/// <param name="Merchant">Whose account at the wallet.</param>
/// <param name="Number">Our number (<c>out_trade_no</c>), made once: terminal, batch, trace. 6 to 32 digits and letters; a whole refund is called <c>{Number}U</c>.</param>
/// <param name="AmountMinor">Fen.</param>
/// <param name="Subject">What the customer reads: the merchant's name.</param>
/// <param name="Terminal">Field 41.</param>
/// <param name="AtMs">When it began, Unix milliseconds.</param>
/// <param name="UntilMs">When it ends unpaid, Unix milliseconds.</param>
/// <param name="Shown">True when our code is shown to the customer, false when the customer's was read: they end differently.</param>
public sealed record WalletPayment(
    string Merchant,
    string Number,
    long AmountMinor,
    string Subject,
    string Terminal,
    long AtMs,
    long UntilMs,
    bool Shown = false
);

/// <summary>What a wallet told by itself, proved to be the wallet's. It decides nothing: whoever gets it asks the wallet.</summary>
/// <param name="Number">Our number of the payment.</param>
/// <param name="RefundNumber">Our number of the refund that it is about; empty for a payment.</param>
public sealed record WalletNotice(string Number, string RefundNumber = "");

/// <summary>A wallet: WeChat Pay or Alipay. Every call may be made again; none throws for what the wallet or the way to it does.</summary>
public interface IWallet
{
    /// <summary><c>wechat</c> or <c>alipay</c>: the name that routes, accounts and reports use.</summary>
    string Name { get; }

    /// <summary>What a notice that was taken is answered with, status 200; any other status has it come again.</summary>
    string NoticeTaken { get; }

    /// <summary>Whether the merchant has an account there that takes payments.</summary>
    bool Serves(string merchant);

    /// <summary>Takes a payment by the customer's code.</summary>
    Task<WalletAnswer> PayAsync(WalletPayment payment, Secret<string> code, CancellationToken cancellation);

    /// <summary>Makes an order whose code is shown to the customer: <see cref="WalletState.Waiting"/> with the code's text.</summary>
    Task<WalletAnswer> ShowAsync(WalletPayment payment, CancellationToken cancellation);

    /// <summary>Asks what became of a payment.</summary>
    Task<WalletAnswer> AskAsync(WalletPayment payment, CancellationToken cancellation);

    /// <summary>Sees to it that nothing of a payment stands: reverse or cancel, close, or, of what is paid and can be neither, a whole refund.</summary>
    /// <returns><see cref="WalletState.Refused"/> when nothing stands for certain; anything else is tried again.</returns>
    Task<WalletAnswer> UndoAsync(WalletPayment payment, CancellationToken cancellation);

    /// <summary>Gives a part or all of a payment back.</summary>
    /// <param name="payment">What was paid.</param>
    /// <param name="refundNumber">Our number of the refund (<c>out_refund_no</c>, <c>out_request_no</c>), the same each time.</param>
    /// <param name="amountMinor">How much.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<WalletAnswer> RefundAsync(WalletPayment payment, string refundNumber, long amountMinor, CancellationToken cancellation);

    /// <summary>What the wallet booked on a day of its own (China time).</summary>
    /// <returns>Null while there is no bill, or it could not be had.</returns>
    Task<IReadOnlyList<WalletBillRow>?> BillAsync(string merchant, DateOnly day, CancellationToken cancellation);

    /// <summary>When, in China on the next day, a day's bill is asked for first.</summary>
    TimeSpan BillAt { get; }

    /// <summary>Fetches the certificates that answers are signed with, where that has to be done before the first of them comes. Not more often than the wallet asks for.</summary>
    Task RefreshAsync(string merchant, CancellationToken cancellation);

    /// <summary>Asks the wallet for something that changes nothing, and says what is wrong with the account or the way there.</summary>
    Task<WalletCheck> CheckAsync(string merchant, CancellationToken cancellation);

    /// <summary>Reads what somebody sent to a merchant's notify address.</summary>
    /// <param name="merchant">Whose address it was.</param>
    /// <param name="header">The request's headers; null for one that is missing or stands there twice.</param>
    /// <param name="body">The request's body, byte for byte.</param>
    /// <returns>Null for whatever is not proved to be the wallet's, for this merchant, and now.</returns>
    Task<WalletNotice?> ReadNoticeAsync(string merchant, Func<string, string?> header, ReadOnlyMemory<byte> body);
}

/// <summary>A row of a wallet's bill.</summary>
/// <param name="Number">Our number of the payment.</param>
/// <param name="RefundNumber">Our number of the refund; empty for a payment. What was reversed or cancelled has the payment's number.</param>
/// <param name="WalletNumber">The wallet's own number of the payment.</param>
/// <param name="AmountMinor">Paid, or given back, fen, never negative.</param>
/// <param name="FeeMinor">What the wallet keeps, fen; negative when it gives it back.</param>
/// <param name="AtMs">When, Unix milliseconds.</param>
public sealed record WalletBillRow(string Number, string RefundNumber, string WalletNumber, long AmountMinor, long FeeMinor, long AtMs);
