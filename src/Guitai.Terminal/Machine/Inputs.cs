using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Terminal.Journal;

namespace Guitai.Terminal.Machine;

/// <summary>What the machine hears. It knows no clock: each input comes with its time.</summary>
public abstract record Input;

/// <summary>The process has started; the books are as the last one left them.</summary>
public sealed record Start : Input;

/// <summary>Nothing: it is looked once more whether something is to be done.</summary>
public sealed record Look : Input;

/// <summary>The till begins a payment.</summary>
/// <param name="Payment">What it asks.</param>
/// <param name="Original">The payment that it follows, as the store has it; null when there is none.</param>
public sealed record Begin(BeginPayment Payment, Payment? Original) : Input;

/// <summary>The amount came after the card.</summary>
public sealed record SetAmount(Guid Payment, long AmountMinor) : Input;

/// <summary>A card was swiped or typed.</summary>
/// <param name="Payment">For which payment.</param>
/// <param name="Card">As everyone may know it.</param>
/// <param name="Pin">What is asked of its holder.</param>
/// <param name="HasChip">Its stripe says that it has a chip.</param>
public sealed record CardGiven(Guid Payment, CardView Card, PinDemand Pin, bool HasChip = false) : Input;

/// <summary>What a card asks of its holder.</summary>
public enum PinDemand
{
    /// <summary>No PIN.</summary>
    None = 0,

    /// <summary>A PIN, or a signature.</summary>
    Offered = 1,

    /// <summary>A PIN.</summary>
    Needed = 2,
}

/// <summary>The PIN is in its block, or the customer passed it over.</summary>
public sealed record PinGiven(Guid Payment, bool Entered) : Input;

/// <summary>A card is in a reader, or in its field: it is being read.</summary>
/// <param name="Payment">For which payment.</param>
/// <param name="Entry">Chip or contactless.</param>
public sealed record CardSeen(Guid Payment, CardEntry Entry) : Input;

/// <summary>A card is there that does not answer: broken, or put in the wrong way round.</summary>
public sealed record CardMute(Guid Payment) : Input;

/// <summary>The card has more than one application, or wants its only one confirmed.</summary>
/// <param name="Payment">For which payment.</param>
/// <param name="Labels">Their names, in the card's order.</param>
/// <param name="Again">An earlier choice could not be used.</param>
public sealed record ApplicationWanted(Guid Payment, IReadOnlyList<string> Labels, bool Again) : Input;

/// <summary>The customer chose; null: none of them.</summary>
public sealed record ApplicationGiven(Guid Payment, int? Index) : Input;

/// <summary>The chip asks its holder for a PIN.</summary>
/// <param name="Payment">For which payment.</param>
/// <param name="Card">The card as everyone may know it.</param>
/// <param name="Offline">The chip verifies it, not the issuer.</param>
/// <param name="TriesLeft">How many tries the chip still allows; null when it does not say.</param>
/// <param name="Again">The one before was wrong.</param>
public sealed record ChipPinWanted(Guid Payment, CardView Card, bool Offline, int? TriesLeft, bool Again) : Input;

/// <summary>The chip wants its issuer asked.</summary>
/// <param name="Payment">For which payment.</param>
/// <param name="Card">The card as everyone may know it.</param>
public sealed record ChipAsks(Guid Payment, CardView Card) : Input;

/// <summary>The chip has done its part.</summary>
/// <param name="Payment">For which payment.</param>
/// <param name="End">How.</param>
/// <param name="Card">The card as everyone may know it; null when it was not read so far.</param>
/// <param name="Why">For people; null when it approved.</param>
/// <param name="Facts">What is kept; null when nothing was read.</param>
/// <param name="MayFallBack">Its stripe may be read instead.</param>
/// <param name="Scripts">What it said to the issuer's scripts, hexadecimal, or empty.</param>
public sealed record ChipEnded(
    Guid Payment,
    ChipEnd End,
    CardView? Card,
    Refusal? Why,
    ChipFacts? Facts,
    bool MayFallBack = false,
    string Scripts = ""
) : Input;

/// <summary>How a chip's part ended.</summary>
public enum ChipEnd
{
    /// <summary>It could not be used, or left too early: another try, another card, another way.</summary>
    NotUsed = 0,

    /// <summary>It approved.</summary>
    Approved = 1,

    /// <summary>It, or the terminal for it, refused.</summary>
    Declined = 2,
}

/// <summary>The PIN pad does not answer.</summary>
public sealed record PadFailed(Guid Payment) : Input;

/// <summary>What was given could not be taken; the person tries again.</summary>
public sealed record NotTaken(Guid Payment, Refusal Why) : Input;

/// <summary>The payment is given up.</summary>
public sealed record Cancel(Guid Payment) : Input;

/// <summary>The customer signed; null: passed over it.</summary>
public sealed record SignatureGiven(Guid Payment, IReadOnlyList<IReadOnlyList<int>>? Strokes) : Input;

/// <summary>The cashier finds a card suspicious.</summary>
/// <param name="Payment">Whose card.</param>
/// <param name="Record">The payment as the store has it.</param>
public sealed record Report(Guid Payment, Payment Record) : Input;

/// <summary>The batch is to be settled.</summary>
public sealed record SettleBatch : Input;

/// <summary>The device was activated at a host.</summary>
public sealed record Activate(
    string Terminal,
    string Merchant,
    string Mac,
    IReadOnlyList<string> Hosts,
    string Office,
    string? OfficeAuthority
) : Input;

/// <summary>The master key is in the key store.</summary>
public sealed record LoadedKey(string CheckValue) : Input;

/// <summary>Somebody stands before it: what is due is tried now, whatever the pause.</summary>
public sealed record Hurry : Input;

/// <summary>The connection to a host stands.</summary>
public sealed record LineUp : Input;

/// <summary>There is no connection: it could not be made, or it ended.</summary>
public sealed record LineDown : Input;

/// <summary>A message came.</summary>
public sealed record Heard(HostAnswer Answer) : Input;

/// <summary>The keys of the last sign-in could not be taken.</summary>
public sealed record KeysNotTaken : Input;

/// <summary>Time has come on to the machine's next deadline.</summary>
public sealed record Tick : Input;

/// <summary>A message of the host, taken apart.</summary>
public sealed record HostAnswer
{
    public required int Mti { get; init; }

    public required int Trace { get; init; }

    public string Code { get; init; } = "";

    /// <summary>Null: it carried none.</summary>
    public bool? MacRight { get; init; }

    public long AmountMinor { get; init; }

    public string Rrn { get; init; } = "";

    public string Authorisation { get; init; } = "";

    /// <summary>Fields 12 and 13 in this year, Unix milliseconds; 0 when they were not there.</summary>
    public long AtMs { get; init; }

    public int Batch { get; init; }

    public string Totals { get; init; } = "";

    public long? BalanceMinor { get; init; }

    /// <summary>What a sign-in's field 48 says.</summary>
    public SignInTerms? Terms { get; init; }

    /// <summary>Field 59: the wallet's number of a payment by code, or empty.</summary>
    public string WalletNumber { get; init; } = "";

    /// <summary>Field 59: the code to be shown, or empty.</summary>
    public string Shown { get; init; } = "";

    /// <summary>A status inquiry's field 62.</summary>
    public string Status { get; init; } = "";

    /// <summary>Field 62 of parameters for chips.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Field 55: what the issuer says to the chip.</summary>
    public ReadOnlyMemory<byte> ToChip { get; init; }
}

/// <summary>What the host tells with the keys.</summary>
/// <param name="Offline">What may be approved here.</param>
/// <param name="LastTrace">The highest trace number that the host has seen of the batch.</param>
/// <param name="UntilMs">When its business day ends.</param>
/// <param name="ChipVersion">Which parameters for chips it has; 0: none.</param>
public sealed record SignInTerms(OfflineLimits Offline, int LastTrace, long UntilMs, long ChipVersion = 0);

/// <summary>The host listens elsewhere now.</summary>
/// <param name="Hosts">Where hosts listen.</param>
/// <param name="Office">Where certificates are prolonged.</param>
public sealed record MoveHost(IReadOnlyList<string> Hosts, string Office) : Input;

/// <summary>What the machine wants done once its entries are on disk.</summary>
public abstract record Act;

/// <summary>Make a connection, to the first address or another.</summary>
public sealed record Connect(int Address) : Act;

/// <summary>End the connection.</summary>
public sealed record Disconnect : Act;

/// <summary>Send a message.</summary>
public sealed record Send(Message Message) : Act;

/// <summary>Tell the chip what came of its question.</summary>
/// <param name="Payment">Whose.</param>
/// <param name="Answer">What the host said; null: it could not be asked.</param>
public sealed record TellChip(Guid Payment, HostAnswer? Answer) : Act;

/// <summary>What an input leads to: entries first, all together or not at all; then the acts.</summary>
public sealed record Step(IReadOnlyList<Entry> Entries, IReadOnlyList<Act> Acts, Refusal? Refusal = null)
{
    /// <summary>Nothing.</summary>
    public static Step None { get; } = new([], []);

    /// <summary>Nothing, and why.</summary>
    public static Step No(Refusal why) => new([], [], why);

    /// <summary>True when there is nothing to do.</summary>
    public bool IsEmpty => Entries.Count == 0 && Acts.Count == 0 && Refusal is null;
}
