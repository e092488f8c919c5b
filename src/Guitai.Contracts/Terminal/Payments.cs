using System.Text.Json.Serialization;
using Guitai.Foundation;

namespace Guitai.Contracts.Terminal;

/// <summary>What a till asks its terminal to do with money.</summary>
public enum PaymentKind
{
    /// <summary>Takes an amount from a card (消费).</summary>
    Sale = 1,

    /// <summary>Gives back, whole or in part, what an earlier payment took, to the same card. Whole and in the same batch it is a void (撤销), else a refund (退货).</summary>
    GiveBack = 2,

    /// <summary>Holds an amount (预授权).</summary>
    PreAuthorisation = 3,

    /// <summary>Ends a hold (预授权撤销).</summary>
    PreAuthorisationCancel = 4,

    /// <summary>Takes what was held, up to 115 % of it (预授权完成).</summary>
    Completion = 5,

    /// <summary>Asks what is on a card (余额查询).</summary>
    Balance = 6,

    /// <summary>Takes the tip that was written on the receipt, in the sale's own batch (小费): the amount is the new whole one.</summary>
    TipAdjustment = 7,
}

/// <summary>Where a payment stands.</summary>
public enum PaymentState
{
    /// <summary>Nothing has left; the person at the counter has something to do.</summary>
    Waiting = 1,

    /// <summary>The question is on its way.</summary>
    UnderWay = 2,

    /// <summary>It may or may not have happened. The terminal finds out, or undoes it, by itself; nobody else may.</summary>
    Unknown = 3,

    /// <summary>It happened. An end.</summary>
    Approved = 4,

    /// <summary>Nothing happened: refused, or undone. An end.</summary>
    Declined = 5,

    /// <summary>Nothing happened: given up before anything left. An end.</summary>
    Cancelled = 6,
}

/// <summary>What is being waited for.</summary>
public enum PaymentWait
{
    /// <summary>Nothing: it ended.</summary>
    None = 0,

    /// <summary>A card, swiped or typed.</summary>
    Card = 1,

    /// <summary>The amount: the card came first.</summary>
    Amount = 2,

    /// <summary>The customer's PIN.</summary>
    Pin = 3,

    /// <summary>The way to the host.</summary>
    Line = 4,

    /// <summary>An earlier reversal, a sign-in or an advice goes first.</summary>
    Turn = 5,

    /// <summary>The host's answer.</summary>
    Answer = 6,

    /// <summary>The host's word that it was undone.</summary>
    Reversal = 7,

    /// <summary>The host's answer to a message that is repeated until it answers.</summary>
    Repeat = 8,

    /// <summary>The customer's signature; until it is there or passed over, the payment can still be taken back.</summary>
    Signature = 9,

    /// <summary>The customer, who has a password to enter or a code to scan; the host tells when that is done.</summary>
    Customer = 10,

    /// <summary>The chip, which is being read: the card stays where it is.</summary>
    Chip = 11,

    /// <summary>The customer, who chooses one of the card's applications.</summary>
    Application = 12,

    /// <summary>The chip, which hears what the host has answered: the card stays until it has decided.</summary>
    ChipEnd = 13,
}

/// <summary>How the card's number came in.</summary>
public enum CardEntry
{
    /// <summary>Typed.</summary>
    Typed = 1,

    /// <summary>Stripe.</summary>
    Swiped = 2,

    /// <summary>From the payment that is given back, completed or adjusted.</summary>
    OnFile = 3,

    /// <summary>Chip.</summary>
    Chip = 5,

    /// <summary>The stripe of a card whose chip could not be read.</summary>
    Fallback = 6,

    /// <summary>Contactless.</summary>
    Contactless = 7,

    /// <summary>No card: the customer's code was scanned.</summary>
    Scanned = 8,

    /// <summary>No card: a code was shown, and the customer's phone scanned it.</summary>
    Shown = 9,
}

/// <summary>Begins a payment. The id is the tender's own: asking twice is asking once.</summary>
/// <param name="Id">Made and stored by the till before it asks.</param>
/// <param name="Kind">What to do.</param>
/// <param name="AmountMinor">Minor units; null: the card comes first.</param>
/// <param name="Of">The earlier payment that it gives back, completes, cancels or adjusts.</param>
/// <param name="Operator">Three digits of who is at the till, for field 63.</param>
public sealed record BeginPayment(Guid Id, PaymentKind Kind, long? AmountMinor, Guid? Of, int Operator)
{
    /// <summary>False: above what is sold offline, and where it must not be, the line has to be there.</summary>
    public bool MayBeOffline { get; init; } = true;

    /// <summary>By code instead of card; only a sale with its amount.</summary>
    public CodeOrder? Code { get; init; }
}

/// <summary>A payment by code.</summary>
/// <param name="Wallet">wechat, alipay or unionpay.</param>
/// <param name="Shows">The shop shows a code; otherwise the customer's was scanned.</param>
/// <param name="Scanned">The customer's code; null when there is none, or when the till that scanned it has died: then nothing can be begun, and the payment ends so.</param>
public sealed record CodeOrder(ShortWord Wallet, bool Shows, PaymentCode? Scanned);

/// <summary>The amount of a payment whose card came first.</summary>
public sealed record PaymentAmount(long AmountMinor);

/// <summary>A card, or a code that stood for one, as everyone outside the terminal knows it.</summary>
/// <param name="Scheme">unionpay, visa, mastercard, jcb, amex, diners, other; of a code its wallet: wechat, alipay, unionpay.</param>
/// <param name="Masked">For people; null of a code.</param>
/// <param name="Token">For programs; null of a code.</param>
/// <param name="Entry">How it came in.</param>
public sealed record CardView(ShortWord Scheme, MaskedNumber? Masked, CardToken? Token, CardEntry Entry)
{
    /// <summary>There was a code, and no card.</summary>
    [JsonIgnore]
    public bool IsCode => Entry is CardEntry.Scanned or CardEntry.Shown;
}

/// <summary>What a card receipt has to say.</summary>
public sealed record CardSlip
{
    public required MerchantNumber Merchant { get; init; }

    /// <summary>Field 41.</summary>
    public required ShortWord Terminal { get; init; }

    /// <summary>What the message was: sale, void, refund, preauthorisation and so on, by its flow's name in lower case.</summary>
    public required CardFlow Flow { get; init; }

    public required int Batch { get; init; }

    /// <summary>Field 11.</summary>
    public required int Trace { get; init; }

    /// <summary>Counts the terminal's receipts.</summary>
    public required int Invoice { get; init; }

    /// <summary>Field 37; null offline, as long as the host has not heard of it.</summary>
    public RetrievalReference? Rrn { get; init; }

    /// <summary>Field 38.</summary>
    public ShortWord? Authorisation { get; init; }

    /// <summary>The host's date and time, or the terminal's own offline: Unix milliseconds.</summary>
    public required long AtMs { get; init; }

    /// <summary>Expiry as printed, MM/YY, only on the merchant's copy of a pre-authorisation; else null.</summary>
    public ShortWord? Expiry { get; init; }

    /// <summary>Batch and trace of the payment that it follows.</summary>
    public int? OriginalTrace { get; init; }

    /// <summary>Available balance, minor units, of a balance inquiry.</summary>
    public long? BalanceMinor { get; init; }

    /// <summary>The wallet's own number of a payment by code.</summary>
    public WalletNumber? Wallet { get; init; }

    /// <summary>Approved by the terminal itself, to be told to the host.</summary>
    public bool Offline { get; init; }

    /// <summary>The PIN was entered: no signature is needed.</summary>
    public bool PinEntered { get; init; }

    /// <summary>The cardholder has to sign.</summary>
    public bool AsksSignature { get; init; }

    /// <summary>Strokes of the drawn signature: x and y by turns, in thousandths of the width; null while there is none.</summary>
    public IReadOnlyList<IReadOnlyList<int>>? Signature { get; init; }

    /// <summary>What the chip said; null when none was read.</summary>
    public ChipSlip? Chip { get; init; }
}

/// <summary>Who found that the card's holder is its holder.</summary>
public enum HolderCheck
{
    /// <summary>Nobody: it was not needed.</summary>
    None = 0,

    /// <summary>The chip, by a PIN.</summary>
    OfflinePin = 1,

    /// <summary>The issuer, by a PIN.</summary>
    OnlinePin = 2,

    /// <summary>The holder's own device.</summary>
    Device = 3,

    /// <summary>The cashier, by a signature.</summary>
    Signature = 4,
}

/// <summary>What a receipt tells of a chip (EMV Book 4, 11.4; what receipts in China print besides).</summary>
/// <param name="Application">Its identifier.</param>
/// <param name="Label">The application's name.</param>
/// <param name="Checked">By whom the holder was verified.</param>
/// <param name="Tvr">Tag 95: five bytes.</param>
/// <param name="Tsi">Tag 9B: two bytes.</param>
/// <param name="Counter">Tag 9F36: two bytes.</param>
/// <param name="Cryptogram">Tag 9F26: eight bytes.</param>
/// <param name="Approves">True: the cryptogram is the card's approval (TC); false: its question to the issuer (ARQC).</param>
public sealed record ChipSlip(
    ChipApplication Application,
    ChipLabel Label,
    HolderCheck Checked,
    ChipBytes Tvr,
    ChipBytes Tsi,
    ChipBytes Counter,
    ChipBytes Cryptogram,
    bool Approves
);

/// <summary>What a payment was to the host.</summary>
public enum CardFlow
{
    Sale = 1,
    Void = 2,
    Refund = 3,
    PreAuthorisation = 4,
    PreAuthorisationCancel = 5,
    Completion = 6,
    CompletionCancel = 7,
    Balance = 8,
    OfflineSale = 9,
    TipAdjustment = 10,

    /// <summary>A completion that the terminal approved within what is held, and tells the host.</summary>
    CompletionAdvice = 11,
}

/// <summary>A payment as the till sees it.</summary>
public sealed record PaymentView
{
    public required Guid Id { get; init; }

    /// <summary>Rises with every change; a look waits for the next.</summary>
    public required long Version { get; init; }

    public required PaymentKind Kind { get; init; }

    public required PaymentState State { get; init; }

    public required PaymentWait Waits { get; init; }

    public long? AmountMinor { get; init; }

    public Guid? Of { get; init; }

    public CardView? Card { get; init; }

    /// <summary>Field 39 of the answer.</summary>
    public ShortWord? Code { get; init; }

    /// <summary>Why it was declined or given up, or what went wrong on the way; pages translate it.</summary>
    public Refusal? Reason { get; init; }

    /// <summary>Once it is approved.</summary>
    public CardSlip? Slip { get; init; }

    /// <summary>What of it can still go back, minor units.</summary>
    public long LeftMinor { get; init; }

    public required long BegunAtMs { get; init; }

    public long? EndedAtMs { get; init; }

    /// <summary>When what is waited for now began to be waited for, so that a page can show the time running.</summary>
    public required long WaitsSinceMs { get; init; }

    /// <summary>The code to be shown to the customer, while it can be paid.</summary>
    public CodeText? Shown { get; init; }

    /// <summary>When the host gives up waiting for the customer, Unix milliseconds; null when nobody waits for one.</summary>
    public long? CustomerUntilMs { get; init; }

    /// <summary>Where the till's page opens the terminal's own page for it, while a person has something to do there; null otherwise.</summary>
    public Uri? Frame { get; init; }

    /// <summary>The card was reported as suspicious.</summary>
    public bool Reported { get; init; }

    /// <summary>True when nothing will change any more by itself.</summary>
    public bool HasEnded => State is PaymentState.Approved or PaymentState.Declined or PaymentState.Cancelled;
}
