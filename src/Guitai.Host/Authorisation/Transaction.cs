using Guitai.Foundation.Store;

namespace Guitai.Host.Authorisation;

/// <summary>Names a terminal's message for ever.</summary>
/// <param name="Terminal">Field 41.</param>
/// <param name="Batch">Field 60.2.</param>
/// <param name="Trace">Field 11.</param>
/// <param name="Mti">Field 0, 200 for 0200.</param>
public readonly record struct MessageKey(string Terminal, int Batch, int Trace, int Mti)
{
    /// <summary>As people write it: terminal/batch/trace/type.</summary>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Terminal}/{Batch:D6}/{Trace:D6}/{Mti:D4}");
}

/// <summary>What kind of card it is, for fees. The numbers are stored.</summary>
public enum CardProduct
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Debit card.</summary>
    Debit = 1,

    /// <summary>Credit card.</summary>
    Credit = 2,

    /// <summary>A wallet's code.</summary>
    Wallet = 3,
}

/// <summary>A question as it was taken on disk before it went on: everything but what must not be stored. Never changed.</summary>
public sealed record Intent
{
    /// <summary>Its name.</summary>
    public required MessageKey Key { get; init; }

    /// <summary>The merchant's number.</summary>
    public required string Merchant { get; init; }

    /// <summary>Retrieval reference number, 12 digits: the transaction's name everywhere.</summary>
    public required long Rrn { get; init; }

    /// <summary>What was asked for.</summary>
    public required Flow Flow { get; init; }

    /// <summary>When, Unix milliseconds.</summary>
    public required long AtMs { get; init; }

    /// <summary>The host's business day, yyyymmdd.</summary>
    public required int Day { get; init; }

    /// <summary>Minor units.</summary>
    public required long Amount { get; init; }

    /// <summary>What the merchant pays for it, by the rates of the moment: minor units. Turning it round gives it back.</summary>
    public long Fee { get; init; }

    /// <summary>ISO 4217 number.</summary>
    public required int Currency { get; init; }

    /// <summary>First six and last four digits with stars between; empty without a card.</summary>
    public string Card { get; init; } = "";

    /// <summary>Keyed hash of the number, for finding it.</summary>
    public byte[]? CardHash { get; init; }

    /// <summary>The number and its expiry, sealed, for messages to the issuer that come later.</summary>
    public byte[]? CardSeal { get; init; }

    /// <summary>Card scheme, for example <c>unionpay</c>.</summary>
    public string Scheme { get; init; } = "";

    /// <summary>For the fee.</summary>
    public CardProduct Product { get; init; }

    /// <summary>Field 22.</summary>
    public int Entry { get; init; }

    /// <summary>Field 3.</summary>
    public int Processing { get; init; }

    /// <summary>Field 25.</summary>
    public int Condition { get; init; }

    /// <summary>Whom it goes to; empty when nobody.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>Field 11 on the issuer link.</summary>
    public int Stan { get; init; }

    /// <summary>Field 7 on the issuer link, ten digits; empty when it goes to nobody.</summary>
    public string SentAt { get; init; } = "";

    /// <summary>Sixteen bytes, see <see cref="Acceptance.TerminalRequest.Fingerprint"/>.</summary>
    public required byte[] Fingerprint { get; init; }

    /// <summary>What it is about: the sale of a void, refund, adjustment or reversal.</summary>
    public MessageKey? Of { get; init; }

    /// <summary>Which process took it.</summary>
    public required string Node { get; init; }

    /// <summary>The message as it came, its secrets blanked.</summary>
    public byte[]? Message { get; init; }

    /// <summary>Puts its row into a write; a message of the same name refuses the whole write.</summary>
    public Write InsertInto(Write write) =>
        write.Insert(
            HostTables.Intent,
            Rrn,
            Key.Terminal,
            Key.Batch,
            Key.Trace,
            Key.Mti,
            Merchant,
            (int)Flow,
            AtMs,
            Day,
            Amount,
            Fee,
            Currency,
            Card,
            CardHash,
            CardSeal,
            Scheme,
            (int)Product,
            Entry,
            Processing,
            Condition,
            Issuer,
            Stan,
            SentAt,
            Fingerprint,
            Of?.Terminal,
            Of?.Batch,
            Of?.Trace,
            Of?.Mti,
            Node,
            Message
        );
}

/// <summary>How a question ended. The numbers are stored.</summary>
public enum OutcomeState
{
    /// <summary>Approved, and posted if there was something to post.</summary>
    Approved = 1,

    /// <summary>Declined: nothing stands.</summary>
    Declined = 2,

    /// <summary>Reversed before it had ended: nothing stands, and nothing may come.</summary>
    Reversed = 3,
}

/// <summary>The end of a question. Written once, never changed.</summary>
/// <param name="State">How.</param>
/// <param name="Code">Field 39 of the answer.</param>
/// <param name="Authorisation">Field 38, or empty.</param>
/// <param name="AtMs">When, Unix milliseconds.</param>
/// <param name="Icc">Field 55 of the answer.</param>
/// <param name="Balance">Field 54 of the answer.</param>
/// <param name="Messages">What went to the issuer and came from it, secrets blanked (<see cref="Operations.MessageLog"/>).</param>
public sealed record Outcome(
    OutcomeState State,
    string Code,
    string Authorisation,
    long AtMs,
    byte[]? Icc = null,
    string? Balance = null,
    byte[]? Messages = null
)
{
    /// <summary>The wallet's own number; empty for none.</summary>
    public string Wallet { get; init; } = "";

    /// <summary>Puts its row into a write; a question that has ended already refuses the whole write.</summary>
    public Write InsertInto(Write write, long rrn) =>
        write.Insert(HostTables.Outcome, rrn, (int)State, Code, Authorisation, AtMs, Icc, Balance, Messages, Wallet);
}

/// <summary>A transaction as the store has it.</summary>
/// <param name="Intent">The question.</param>
/// <param name="Outcome">Its end; null while it is open.</param>
/// <param name="UndoneBy">What turned it round; None when it stands.</param>
/// <param name="Standing">The amount that it has now: as asked, or as adjusted.</param>
/// <param name="StandingFee">The fee that goes with it.</param>
/// <param name="Adjustments">How often it was adjusted.</param>
public sealed record Transaction(Intent Intent, Outcome? Outcome, Flow UndoneBy, long Standing, long StandingFee, long Adjustments = 0)
{
    /// <summary>True when it was approved and nothing turned it round.</summary>
    public bool Stands => Outcome?.State == OutcomeState.Approved && UndoneBy == Flow.None;
}
