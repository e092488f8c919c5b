using System.Collections.Immutable;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Terminal.Machine;

namespace Guitai.Terminal.Journal;

/// <summary>What a settlement that is under way has come to.</summary>
/// <param name="Trace">Its message's number.</param>
/// <param name="Totals">What was told.</param>
/// <param name="Compared">The host differed: the batch's records are being sent.</param>
/// <param name="Uploaded">How many the host has.</param>
public sealed record Settlement(int Trace, BatchTotals Totals, bool Compared, int Uploaded);

/// <summary>What the acquirer decides about chips, as it sent it (docs/protocols/terminal.md).</summary>
/// <param name="Version">Which; 0 before any came.</param>
/// <param name="Keys">Authorities' keys, each as TLV, hexadecimal.</param>
/// <param name="Applications">Applications, the same.</param>
public sealed record ChipLists(long Version, IReadOnlyList<string> Keys, IReadOnlyList<string> Applications)
{
    /// <summary>None.</summary>
    public static ChipLists None { get; } = new(0, [], []);
}

/// <summary>The last batch that was closed.</summary>
public sealed record Settled(int Batch, BatchTotals Totals, bool Balanced, long AtMs);

/// <summary>The terminal as it is on disk: the fold of its journal. The same entries give the same books, live, at start and in <c>verify</c>.</summary>
public sealed partial record Books
{
    public string Terminal { get; init; } = "";

    public string Merchant { get; init; } = "";

    /// <summary>How its messages are authenticated, as the host's profile of it says: UnionPay, RetailMac or Cmac.</summary>
    public string Mac { get; init; } = "";

    /// <summary>Where hosts listen, name:port, the first one first.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Where certificates are prolonged; empty before activation.</summary>
    public string Office { get; init; } = "";

    /// <summary>PEM of the authority behind the office's certificate; null for one that this machine trusts.</summary>
    public string? OfficeAuthority { get; init; }

    /// <summary>The master key's check value; empty without one.</summary>
    public string MasterCheckValue { get; init; } = "";

    public int LastTrace { get; init; }

    public int LastInvoice { get; init; }

    public int Batch { get; init; } = 1;

    public BatchTotals Totals { get; init; } = BatchTotals.None;

    /// <summary>Until when the last sign-in counts, Unix milliseconds; 0: sign in before anything else.</summary>
    public long SignedInUntilMs { get; init; }

    public long SignedInAtMs { get; init; }

    /// <summary>It signed off after a settlement: it signs in again when there is something to do.</summary>
    public bool IsSignedOff { get; init; }

    public OfflineLimits Offline { get; init; } = new(0, 0, 0);

    /// <summary>Which parameters for chips the host has; 0: none.</summary>
    public long ChipVersion { get; init; }

    /// <summary>Those that are here; in a row of their own.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ChipLists Chips { get; init; } = ChipLists.None;

    public Settlement? Settlement { get; init; }

    public Settled? LastSettled { get; init; }

    /// <summary>The host's code by which it does not take this terminal; empty when it does.</summary>
    public string Blocked { get; init; } = "";

    /// <summary>Those that are open, and those that an open one follows.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ImmutableSortedDictionary<Guid, Payment> Payments { get; init; } = ImmutableSortedDictionary<Guid, Payment>.Empty;

    /// <summary>How far it has come to be a terminal.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public TerminalStage Stage =>
        Terminal.Length == 0 ? TerminalStage.New
        : MasterCheckValue.Length == 0 ? TerminalStage.Keyless
        : Blocked.Length > 0 ? TerminalStage.Blocked
        : TerminalStage.Ready;

    /// <summary>The books after an entry.</summary>
    /// <exception cref="InvalidOperationException">The entry contradicts them: a bug or a damaged journal.</exception>
    public Books After(Entry entry) =>
        entry switch
        {
            Begun begun => With(First(begun)),
            PaymentEntry of => Follow(of),
            Activated activated => this with
            {
                Terminal = activated.Terminal,
                Merchant = activated.Merchant,
                Mac = activated.Mac,
                Hosts = activated.Hosts,
                Office = activated.Office,
                OfficeAuthority = activated.OfficeAuthority,
                MasterCheckValue = "",
                SignedInUntilMs = 0,
                Blocked = "",
            },
            HostMoved moved => this with { Hosts = moved.Hosts, Office = moved.Office },
            KeyLoaded loaded => this with { MasterCheckValue = loaded.CheckValue, SignedInUntilMs = 0, Blocked = "" },
            SignedIn signedIn => After(signedIn),
            SignInDue => this with { SignedInUntilMs = 0, IsSignedOff = false },
            SignedOff => this with { SignedInUntilMs = 0, IsSignedOff = true },
            NumberUsed used => this with { LastTrace = used.Trace },
            SettlementBegun begun => this with
            {
                LastTrace = begun.Trace,
                Settlement = new Settlement(begun.Trace, begun.Totals, false, 0),
            },
            SettlementCompared => this with { Settlement = Settlement! with { Compared = true } },
            Uploaded uploaded => this with { Settlement = Settlement! with { Uploaded = uploaded.Records } },
            BatchClosed closed => this with
            {
                Settlement = null,
                LastSettled = new Settled(closed.Batch, Totals, closed.Balanced, closed.AtMs),
                Batch = closed.Next,
                Totals = BatchTotals.None,
            },
            ChipListsTaken taken => this with { Chips = new ChipLists(taken.Version, taken.Keys, taken.Applications) },
            BlockedByHost blocked => this with { Blocked = blocked.Blocked ? blocked.Code : "" },
            _ => throw new InvalidOperationException($"An entry that nobody knows: {entry.GetType().Name}."),
        };

    /// <summary>The batch has to be settled soon: its totals have room for 999 of each side (field 48), and what comes while there is no line needs some of it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsNearlyFull => Math.Max(Totals.DebitCount, Totals.CreditCount) >= 900;

    /// <summary>The batch has no room for another payment.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsFull => Math.Max(Totals.DebitCount, Totals.CreditCount) >= 999;

    /// <summary>The next trace number, 1 to 999999.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int NextTrace => (LastTrace % 999_999) + 1;

    /// <summary>The numbers of the next message with a receipt.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public MessageNumbers NextNumbers => new(Batch, NextTrace, (LastInvoice % 999_999) + 1);

    private Books After(SignedIn signedIn)
    {
        var sameBatch = signedIn.Batch == Batch;
        return this with
        {
            SignedInUntilMs = signedIn.UntilMs,
            SignedInAtMs = signedIn.AtMs,
            IsSignedOff = false,
            Offline = signedIn.Offline,
            ChipVersion = signedIn.ChipVersion,
            Blocked = "",
            Batch = signedIn.Batch,
            // A batch that the host rolled and this terminal did not see rolling: what was counted for the old one is not of the new one.
            Totals = sameBatch ? Totals : BatchTotals.None,
            Settlement = sameBatch ? Settlement : null,
            LastSettled = sameBatch ? LastSettled : new Settled(Batch, Totals, Settlement is { Compared: false }, signedIn.AtMs),
            LastTrace = Math.Max(LastTrace, signedIn.LastTrace),
        };
    }
}
