using Guitai.Contracts.Terminal;
using Guitai.Foundation;

namespace Guitai.Terminal.Journal;

/// <summary>Where a payment stands on disk. Stored by name.</summary>
public enum Phase
{
    /// <summary>Asked for; nothing has left.</summary>
    Begun = 1,

    /// <summary>Its message may have left.</summary>
    Intended = 2,

    /// <summary>To be reversed until the host says so.</summary>
    Owed = 3,

    /// <summary>To be repeated until the host answers.</summary>
    Repeating = 4,

    /// <summary>It happened.</summary>
    Approved = 5,

    /// <summary>Nothing happened: refused or undone.</summary>
    Declined = 6,

    /// <summary>Nothing happened: it ended before anything left.</summary>
    Cancelled = 7,

    /// <summary>By code: the customer has something to do, or the answer was lost; the host is asked until it says an end.</summary>
    Awaited = 8,
}

/// <summary>What is kept of a chip's part in a payment: for the receipt, for the advice, for the upload of a batch. No number, no track.</summary>
/// <param name="Application">Its identifier, hexadecimal.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Checked">Who verified the holder.</param>
/// <param name="Signs">The kernel wants a signature.</param>
/// <param name="Tvr">Tag 95, hexadecimal.</param>
/// <param name="Tsi">Tag 9B, hexadecimal.</param>
/// <param name="Counter">Tag 9F36, hexadecimal.</param>
/// <param name="Cryptogram">Tag 9F26, hexadecimal.</param>
/// <param name="Approves">It is a TC.</param>
/// <param name="Sequence">Field 23; null when the card has none.</param>
/// <param name="Data">Field 55 as it stands in the end, hexadecimal.</param>
public sealed record ChipFacts(
    string Application,
    string Label,
    HolderCheck Checked,
    bool Signs,
    string Tvr,
    string Tsi,
    string Counter,
    string Cryptogram,
    bool Approves,
    int? Sequence,
    string Data
);

/// <summary>A payment: the fold of its entries.</summary>
public sealed record Payment
{
    public required Guid Id { get; init; }

    public required PaymentKind Kind { get; init; }

    public required Phase Phase { get; init; }

    public long? AmountMinor { get; init; }

    public Guid? Of { get; init; }

    public int Operator { get; init; }

    public bool MayBeOffline { get; init; }

    public required long BegunAtMs { get; init; }

    public CardFlow Flow { get; init; }

    public MessageNumbers? Numbers { get; init; }

    public CardView? Card { get; init; }

    public bool PinEntered { get; init; }

    /// <summary>The code that the customer scans, while one is shown; else empty.</summary>
    public string Shown { get; init; } = "";

    /// <summary>The wallet's number of a payment by code, or empty.</summary>
    public string WalletNumber { get; init; } = "";

    public long IntendedAtMs { get; init; }

    /// <summary>Field 39 of the answer, or of the reversal.</summary>
    public string Code { get; init; } = "";

    public string Rrn { get; init; } = "";

    public string Authorisation { get; init; } = "";

    public long HostAtMs { get; init; }

    public long? BalanceMinor { get; init; }

    /// <summary>Approved here; the host may not know of it yet.</summary>
    public bool Offline { get; init; }

    /// <summary>What of it can still go back; of a hold, what can still be completed.</summary>
    public long LeftMinor { get; init; }

    /// <summary>It went once more after a sign-in.</summary>
    public bool Retried { get; init; }

    /// <summary>The customer is asked to sign; the till is not told before.</summary>
    public bool Signs { get; init; }

    public IReadOnlyList<IReadOnlyList<int>>? Signature { get; init; }

    /// <summary>What the chip said; null when none was read.</summary>
    public ChipFacts? Chip { get; init; }

    /// <summary>What the card said to the issuer's scripts (DF31, hexadecimal), or empty.</summary>
    public string Scripts { get; init; } = "";

    /// <summary>Under which number the host hears it; 0: there is nothing to hear.</summary>
    public int ScriptsTrace { get; init; }

    /// <summary>In which batch that number was made.</summary>
    public int ScriptsBatch { get; init; }

    /// <summary>The host has not heard it yet.</summary>
    public bool ScriptsDue { get; init; }

    public bool Reported { get; init; }

    /// <summary>The report waits for the host.</summary>
    public bool ReportDue { get; init; }

    public Refusal? Reason { get; init; }

    public long? EndedAtMs { get; init; }

    /// <summary>True while the host has still something to say of it, or a person to do.</summary>
    public bool IsOpen =>
        Phase is Phase.Begun or Phase.Intended or Phase.Awaited or Phase.Owed or Phase.Repeating || Signs || ReportDue || ScriptsDue;

    /// <summary>By code: there is no card.</summary>
    public bool IsCode => Card is { IsCode: true };

    /// <summary>True of what still waits to be told: approved offline.</summary>
    public bool IsAdvice => Offline && Phase == Phase.Repeating;
}
