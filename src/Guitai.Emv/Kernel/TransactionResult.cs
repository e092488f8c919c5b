using Guitai.Emv.Parameters;

namespace Guitai.Emv.Kernel;

/// <summary>How a transaction ended.</summary>
public enum TransactionOutcome
{
    /// <summary>The card gave a TC, or contactless: the host approved.</summary>
    Approved,

    /// <summary>Refused: by card, terminal or host.</summary>
    Declined,

    /// <summary>Could not be done with this card: it broke a rule, has nothing for us, or left.</summary>
    Ended,

    /// <summary>The card's data are read, as was wanted (<see cref="TransactionExtent.CardData"/>).</summary>
    CardRead,

    /// <summary>Contactless: hold the card there once more.</summary>
    TryAgain,

    /// <summary>Contactless: insert the card.</summary>
    UseChip,
}

/// <summary>Why.</summary>
public enum EndReason
{
    /// <summary>Nothing to explain.</summary>
    None,

    /// <summary>The card refused offline.</summary>
    CardDeclined,

    /// <summary>The issuer refused.</summary>
    IssuerDeclined,

    /// <summary>The issuer approved, and the card refused: the approval must be turned round.</summary>
    CardDeclinedApproval,

    /// <summary>No answer came, and it is not for card and terminal to decide alone.</summary>
    HostSilent,

    /// <summary>The card left too early.</summary>
    CardGone,

    /// <summary>Somebody gave up.</summary>
    Cancelled,

    /// <summary>The answer to reset is none of a payment card.</summary>
    BadReset,

    /// <summary>The card is blocked, or knows no SELECT.</summary>
    CardBlocked,

    /// <summary>The applications that both know are blocked.</summary>
    ApplicationBlocked,

    /// <summary>Card and terminal have no application in common, or none was chosen.</summary>
    NoApplication,

    /// <summary>The card answered a command with an error.</summary>
    CardError,

    /// <summary>The card's data are not formed as they must be.</summary>
    BadCardData,

    /// <summary>The card lacks something that it must have.</summary>
    MissingCardData,

    /// <summary>The card has something twice.</summary>
    TwiceCardData,

    /// <summary>The card gave another cryptogram than it may.</summary>
    WrongCryptogram,

    /// <summary>The card could not show that it is genuine.</summary>
    NotGenuine,

    /// <summary>More commands than any card needs.</summary>
    TooManyCommands,

    /// <summary>Above the contactless limit.</summary>
    AboveContactlessLimit,

    /// <summary>The phone asks its owner to unlock it first.</summary>
    SeePhone,

    /// <summary>The card has expired.</summary>
    Expired,

    /// <summary>The card is on the exception file.</summary>
    OnExceptionFile,

    /// <summary>The cardholder cannot be verified here.</summary>
    CvmImpossible,

    /// <summary>The card wants its chip used.</summary>
    CardWantsChip,
}

/// <summary>How the cardholder was verified.</summary>
public enum VerifiedBy
{
    /// <summary>Not at all, and it was not needed.</summary>
    Nothing,

    /// <summary>By a PIN that the card verified.</summary>
    OfflinePin,

    /// <summary>By a PIN that goes to the issuer.</summary>
    OnlinePin,

    /// <summary>By the cardholder's own device.</summary>
    Device,

    /// <summary>By a signature alone.</summary>
    Signature,

    /// <summary>It was needed and failed.</summary>
    Failed,
}

/// <summary>What came out, and what is still to be done.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why.</param>
public sealed record TransactionResult(TransactionOutcome Outcome, EndReason Reason)
{
    /// <summary>True when the host was asked.</summary>
    public bool WentOnline { get; init; }

    /// <summary>How the cardholder was verified.</summary>
    public VerifiedBy VerifiedBy { get; init; }

    /// <summary>A signature goes on the receipt.</summary>
    public bool SignatureWanted { get; init; }

    /// <summary>The card wants the issuer to know of the refusal (EMV Book 3, 10.8.1: CID bit 4).</summary>
    public bool AdviceWanted { get; init; }

    /// <summary>The host may have approved, and nothing was sold: turn it round.</summary>
    public bool ReversalWanted { get; init; }

    /// <summary>The stripe may be read instead, as the terminal's rules have it: the chip was never reached.</summary>
    public bool FallbackAllowed { get; init; }

    /// <summary>9F5B (DF31): five bytes for each script; empty when there was none.</summary>
    public ReadOnlyMemory<byte> ScriptResults { get; init; }

    /// <summary>The application that was used; null when none was selected.</summary>
    public Aid? Aid { get; init; }

    /// <summary>Its name for the receipt.</summary>
    public string Label { get; init; } = "";

    /// <summary>Tag 95.</summary>
    public string Tvr { get; init; } = "";

    /// <summary>Tag 9B.</summary>
    public string Tsi { get; init; } = "";

    /// <summary>9F26 in hex; empty when there is none.</summary>
    public string Cryptogram { get; init; } = "";

    /// <summary>TC, ARQC or AAC; empty when there is none.</summary>
    public string CryptogramName { get; init; } = "";
}
