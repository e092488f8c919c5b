using System.Text.Json.Serialization;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;

namespace Guitai.Terminal.Journal;

/// <summary>The numbers of a message: terminal, batch, trace and type name it for ever.</summary>
/// <param name="Batch">Field 60.2.</param>
/// <param name="Trace">Field 11.</param>
/// <param name="Invoice">Counts the receipts of this terminal.</param>
public sealed record MessageNumbers(int Batch, int Trace, int Invoice);

/// <summary>What is approved without asking; all zero for nothing.</summary>
public sealed record OfflineLimits(long EachMinor, long SumMinor, int Count);

/// <summary>What happened at this terminal. The journal is nothing but these, in order; state is their fold. None has room for a track, a PIN or a verification value, and
/// none holds a card number.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Begun), "begun")]
[JsonDerivedType(typeof(AmountSet), "amount")]
[JsonDerivedType(typeof(Intended), "intended")]
[JsonDerivedType(typeof(Answered), "answered")]
[JsonDerivedType(typeof(NotDone), "not-done")]
[JsonDerivedType(typeof(AwaitsCustomer), "awaits-customer")]
[JsonDerivedType(typeof(ReversalDue), "reversal-due")]
[JsonDerivedType(typeof(Reversed), "reversed")]
[JsonDerivedType(typeof(RepeatDue), "repeat-due")]
[JsonDerivedType(typeof(Renumbered), "renumbered")]
[JsonDerivedType(typeof(GivenUp), "given-up")]
[JsonDerivedType(typeof(ApprovedOffline), "offline")]
[JsonDerivedType(typeof(Signed), "signed")]
[JsonDerivedType(typeof(Reported), "reported")]
[JsonDerivedType(typeof(ReportTaken), "report-taken")]
[JsonDerivedType(typeof(ScriptsRan), "scripts-ran")]
[JsonDerivedType(typeof(ScriptsTold), "scripts-told")]
[JsonDerivedType(typeof(ChipListsTaken), "chip-lists")]
[JsonDerivedType(typeof(Activated), "activated")]
[JsonDerivedType(typeof(HostMoved), "host-moved")]
[JsonDerivedType(typeof(KeyLoaded), "key-loaded")]
[JsonDerivedType(typeof(SignedIn), "signed-in")]
[JsonDerivedType(typeof(SignInDue), "sign-in-due")]
[JsonDerivedType(typeof(SignedOff), "signed-off")]
[JsonDerivedType(typeof(NumberUsed), "number-used")]
[JsonDerivedType(typeof(SettlementBegun), "settlement-begun")]
[JsonDerivedType(typeof(SettlementCompared), "settlement-compared")]
[JsonDerivedType(typeof(Uploaded), "uploaded")]
[JsonDerivedType(typeof(BatchClosed), "batch-closed")]
[JsonDerivedType(typeof(BlockedByHost), "blocked")]
public abstract record Entry(long AtMs);

/// <summary>What happened to one payment.</summary>
public abstract record PaymentEntry(Guid Payment, long AtMs) : Entry(AtMs);

/// <summary>The till asked for it.</summary>
public sealed record Begun(Guid Payment, PaymentKind Kind, long? AmountMinor, Guid? Of, int Operator, bool MayBeOffline, long AtMs)
    : PaymentEntry(Payment, AtMs);

/// <summary>The amount came after the card.</summary>
public sealed record AmountSet(Guid Payment, long AmountMinor, long AtMs) : PaymentEntry(Payment, AtMs);

/// <summary>Its message has its numbers and may leave from now on. The card's number and expiry are sealed in the same commit, in a row of their own.</summary>
public sealed record Intended(Guid Payment, CardFlow Flow, MessageNumbers Numbers, CardView Card, bool PinEntered, long AtMs)
    : PaymentEntry(Payment, AtMs);

/// <summary>The host answered: an end.</summary>
/// <param name="Approved">Whether it happened.</param>
/// <param name="Code">Field 39.</param>
/// <param name="Rrn">Field 37, or empty.</param>
/// <param name="Authorisation">Field 38, or empty.</param>
/// <param name="HostAtMs">Fields 13 and 12 as Unix milliseconds.</param>
/// <param name="BalanceMinor">Field 54 of a balance inquiry.</param>
/// <param name="Signs">The cardholder is asked to sign before the till is told.</param>
public sealed record Answered(
    Guid Payment,
    bool Approved,
    string Code,
    string Rrn,
    string Authorisation,
    long HostAtMs,
    long? BalanceMinor,
    bool Signs,
    long AtMs
) : PaymentEntry(Payment, AtMs)
{
    /// <summary>The wallet's number of a payment by code, or empty.</summary>
    public string WalletNumber { get; init; } = "";

    /// <summary>What the chip said in the end; null when there was none.</summary>
    public ChipFacts? Chip { get; init; }
}

/// <summary>The host waits for the customer, or may: what became of it is asked until there is an end.</summary>
/// <param name="Rrn">Field 37, or empty when no answer came.</param>
/// <param name="Shown">The code that the customer scans, or empty.</param>
public sealed record AwaitsCustomer(Guid Payment, string Rrn, string Shown, long AtMs) : PaymentEntry(Payment, AtMs);

/// <summary>The host said that nothing was done (77, A0): after a sign-in it goes once more, under new numbers.</summary>
public sealed record NotDone(Guid Payment, string Code, long AtMs) : PaymentEntry(Payment, AtMs);

/// <summary>It is not known whether it happened, or it must not have: from now on it is reversed until the host says so.</summary>
/// <param name="Why">Field 39: 98 no answer, A0 wrong MAC, 06 given up, 96 this terminal's fault.</param>
public sealed record ReversalDue(Guid Payment, string Why, long AtMs) : PaymentEntry(Payment, AtMs)
{
    /// <summary>For people, where <see cref="Why"/> does not tell all; null where it does.</summary>
    public Refusal? Because { get; init; }
}

/// <summary>The host said that nothing of it stands.</summary>
public sealed record Reversed(Guid Payment, long AtMs) : PaymentEntry(Payment, AtMs);

/// <summary>No answer came to a message that is repeated until one does.</summary>
public sealed record RepeatDue(Guid Payment, long AtMs) : PaymentEntry(Payment, AtMs);

/// <summary>The host knows nothing of a repeated message, whose batch is gone: it goes under new numbers.</summary>
public sealed record Renumbered(Guid Payment, MessageNumbers Numbers, long AtMs) : PaymentEntry(Payment, AtMs);

/// <summary>It ended before anything left.</summary>
public sealed record GivenUp(Guid Payment, Refusal Why, long AtMs) : PaymentEntry(Payment, AtMs);

/// <summary>It was approved here, within the limits, and waits to be told.</summary>
public sealed record ApprovedOffline(Guid Payment, MessageNumbers Numbers, CardView Card, string Authorisation, bool Signs, long AtMs)
    : PaymentEntry(Payment, AtMs)
{
    /// <summary>What the chip said, which approved it too; null when there was none.</summary>
    public ChipFacts? Chip { get; init; }
}

/// <summary>The card ran the issuer's scripts: the host hears what it said, under this number, until it answers.</summary>
/// <param name="Results">DF31, hexadecimal.</param>
/// <param name="Batch">In which batch the number is made.</param>
/// <param name="Trace">The number.</param>
public sealed record ScriptsRan(Guid Payment, string Results, int Batch, int Trace, long AtMs) : PaymentEntry(Payment, AtMs);

/// <summary>The host has heard it.</summary>
public sealed record ScriptsTold(Guid Payment, long AtMs) : PaymentEntry(Payment, AtMs);

/// <summary>The customer signed, or passed over it.</summary>
/// <param name="Strokes">x and y by turns, thousandths of the width; null for none.</param>
public sealed record Signed(Guid Payment, IReadOnlyList<IReadOnlyList<int>>? Strokes, long AtMs) : PaymentEntry(Payment, AtMs);

/// <summary>The cashier found the card suspicious.</summary>
public sealed record Reported(Guid Payment, long AtMs) : PaymentEntry(Payment, AtMs);

/// <summary>The host has heard it.</summary>
public sealed record ReportTaken(Guid Payment, long AtMs) : PaymentEntry(Payment, AtMs);

/// <summary>A host knows this terminal.</summary>
/// <param name="Mac">How messages are authenticated.</param>
/// <param name="Hosts">Where hosts listen.</param>
/// <param name="Office">Where certificates are prolonged.</param>
/// <param name="OfficeAuthority">PEM of the authority behind the office's certificate; null for one that this machine trusts.</param>
public sealed record Activated(
    string Terminal,
    string Merchant,
    string Mac,
    IReadOnlyList<string> Hosts,
    string Office,
    string? OfficeAuthority,
    long AtMs
) : Entry(AtMs);

/// <summary>The host that knows this terminal listens elsewhere now.</summary>
/// <param name="Hosts">Where hosts listen.</param>
/// <param name="Office">Where certificates are prolonged.</param>
public sealed record HostMoved(IReadOnlyList<string> Hosts, string Office, long AtMs) : Entry(AtMs);

/// <summary>The master key is there.</summary>
public sealed record KeyLoaded(string CheckValue, long AtMs) : Entry(AtMs);

/// <summary>The host gave the day's keys.</summary>
/// <param name="Batch">The batch that the host has open.</param>
/// <param name="UntilMs">When the host's business day ends, and with it what this sign-in allows.</param>
/// <param name="LastTrace">The highest trace number that the host has seen of that batch.</param>
/// <param name="Offline">What may be approved here.</param>
public sealed record SignedIn(int Batch, long UntilMs, int LastTrace, OfflineLimits Offline, long AtMs) : Entry(AtMs)
{
    /// <summary>The version of the host's parameters for chips; 0: it has none.</summary>
    public long ChipVersion { get; init; }
}

/// <summary>The host's parameters for chips are here, all of them.</summary>
/// <param name="Version">Which.</param>
/// <param name="Keys">Authorities' keys, each as TLV, hexadecimal.</param>
/// <param name="Applications">Applications, the same.</param>
public sealed record ChipListsTaken(long Version, IReadOnlyList<string> Keys, IReadOnlyList<string> Applications, long AtMs) : Entry(AtMs);

/// <summary>The keys are no good any more.</summary>
public sealed record SignInDue(string Why, long AtMs) : Entry(AtMs);

/// <summary>The host took the keys back: they come again with the next payment.</summary>
public sealed record SignedOff(long AtMs) : Entry(AtMs);

/// <summary>A trace number was used for a message of the terminal's own.</summary>
public sealed record NumberUsed(int Trace, long AtMs) : Entry(AtMs);

/// <summary>The batch's totals are compared with the host's.</summary>
public sealed record SettlementBegun(int Trace, BatchTotals Totals, long AtMs) : Entry(AtMs);

/// <summary>The host counted, and differed or not.</summary>
public sealed record SettlementCompared(bool Balanced, long AtMs) : Entry(AtMs);

/// <summary>The host has so many of the batch's records.</summary>
public sealed record Uploaded(int Records, long AtMs) : Entry(AtMs);

/// <summary>The batch ended; the next one began.</summary>
public sealed record BatchClosed(int Batch, bool Balanced, int Next, long AtMs) : Entry(AtMs);

/// <summary>The host does not take this terminal any more, or takes it again.</summary>
public sealed record BlockedByHost(bool Blocked, string Code, long AtMs) : Entry(AtMs);

/// <summary>What a batch adds up to, minor units.</summary>
public sealed record BatchTotals(long DebitMinor, int DebitCount, long CreditMinor, int CreditCount)
{
    /// <summary>Nothing.</summary>
    public static BatchTotals None { get; } = new(0, 0, 0, 0);

    /// <summary>With a transaction more, or one less.</summary>
    /// <param name="side">1 debit, −1 credit, 0 neither.</param>
    /// <param name="minor">Its amount.</param>
    /// <param name="times">1 or −1.</param>
    public BatchTotals With(int side, long minor, int times) =>
        side switch
        {
            1 => this with { DebitMinor = checked(DebitMinor + (times * minor)), DebitCount = DebitCount + times },
            -1 => this with { CreditMinor = checked(CreditMinor + (times * minor)), CreditCount = CreditCount + times },
            _ => this,
        };
}
