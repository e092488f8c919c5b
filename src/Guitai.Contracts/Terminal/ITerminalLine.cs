using Guitai.Foundation;

namespace Guitai.Contracts.Terminal;

/// <summary>How far a terminal has come to be one.</summary>
public enum TerminalStage
{
    /// <summary>No host knows it.</summary>
    New = 1,

    /// <summary>It has its number, not its master key.</summary>
    Keyless = 2,

    /// <summary>It can work.</summary>
    Ready = 3,

    /// <summary>The host does not take it any more.</summary>
    Blocked = 4,
}

/// <summary>What is approved without asking, as the host set it; all zero for nothing.</summary>
/// <param name="EachMinor">Most for one sale, minor units.</param>
/// <param name="SumMinor">Most of all that waits together.</param>
/// <param name="Count">How many may wait.</param>
/// <param name="WaitingMinor">What waits now.</param>
/// <param name="WaitingCount">How many wait now.</param>
public sealed record OfflineView(long EachMinor, long SumMinor, int Count, long WaitingMinor, int WaitingCount);

/// <summary>What the current batch adds up to, minor units.</summary>
public sealed record BatchView(int Batch, long DebitMinor, int DebitCount, long CreditMinor, int CreditCount);

/// <summary>A batch that was settled.</summary>
/// <param name="Batch">As it was counted here.</param>
/// <param name="Balanced">Whether the host counted the same.</param>
/// <param name="AtMs">When, Unix milliseconds.</param>
public sealed record SettledView(BatchView Batch, bool Balanced, long AtMs);

/// <summary>A terminal as its till sees it.</summary>
public sealed record TerminalView
{
    /// <summary>Rises with every change; a look waits for the next.</summary>
    public required long Version { get; init; }

    public required TerminalStage Stage { get; init; }

    /// <summary>Field 41.</summary>
    public ShortWord? Terminal { get; init; }

    public MerchantNumber? Merchant { get; init; }

    /// <summary>The line to the host stands.</summary>
    public bool Online { get; init; }

    /// <summary>Signed in today.</summary>
    public bool SignedIn { get; init; }

    public required BatchView Batch { get; init; }

    /// <summary>Reversals that the host has not answered yet.</summary>
    public int Owed { get; init; }

    /// <summary>Messages that are repeated until the host answers.</summary>
    public int Repeats { get; init; }

    public required OfflineView Offline { get; init; }

    /// <summary>What is wrong, if something is; pages translate it.</summary>
    public Refusal? Trouble { get; init; }

    /// <summary>The payment that a person has something to do for, or whose answer is awaited.</summary>
    public Guid? Busy { get; init; }

    /// <summary>A settlement is under way.</summary>
    public bool Settling { get; init; }

    public SettledView? LastSettled { get; init; }

    public long? CertificateExpiresAtMs { get; init; }

    /// <summary>What its check of itself found about chips, the worst first; null where no reader is to be used.</summary>
    public IReadOnlyList<TerminalFinding>? Chips { get; init; }
}

/// <summary>How bad a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Nothing was ever set up: chips are not taken.</summary>
    NotSetUp = 0,

    /// <summary>It works, and something should be done about it.</summary>
    Warn = 1,

    /// <summary>Some or all chips cannot be taken.</summary>
    Fail = 2,
}

/// <summary>Something that is not in order at the terminal; pages have a sentence for each code.</summary>
/// <param name="What">For example <c>chips.key-expired</c>, with the numbers and names of the sentence.</param>
/// <param name="Severity">How bad it is.</param>
public sealed record TerminalFinding(Refusal What, FindingSeverity Severity);

/// <summary>Which payments to list, newest first.</summary>
/// <param name="Kind">Only of that kind; null for all.</param>
/// <param name="Open">True: only pre-authorisations whose hold can still be completed or cancelled, and what is not ended.</param>
/// <param name="BeforeMs">Begun before; null for the newest.</param>
/// <param name="Count">At most 100.</param>
public sealed record PaymentQuery(PaymentKind? Kind, bool Open, long? BeforeMs, int Count);

/// <summary>Where the terminal's own page for a purpose is.</summary>
public sealed record FrameAnswer(Uri Frame);

/// <summary>What a till asks its terminal. Nothing that passes here has room for a card number, a track or a PIN.</summary>
public interface ITerminalLine
{
    /// <summary>Begins a payment, or finds the one of that id. Refused: terminal.busy, terminal.not-ready, payment.amount, payment.not-left and others, each with nothing done.</summary>
    Task<Outcome<PaymentView>> BeginAsync(BeginPayment payment, CancellationToken cancellation);

    /// <summary>The payment, as soon as its version is above the given one, or after the patience. Refused: payment.unknown.</summary>
    Task<Outcome<PaymentView>> LookAsync(Guid id, long afterVersion, TimeSpan patience, CancellationToken cancellation);

    /// <summary>Gives the payment up. Safe at every point: what may have happened is undone, and the payment says so when it is.</summary>
    Task<Outcome<PaymentView>> CancelAsync(Guid id, CancellationToken cancellation);

    /// <summary>The amount of a payment whose card came first.</summary>
    Task<Outcome<PaymentView>> SetAmountAsync(Guid id, PaymentAmount amount, CancellationToken cancellation);

    /// <summary>Tells the host that the card of a payment is suspicious.</summary>
    Task<Outcome<PaymentView>> ReportAsync(Guid id, CancellationToken cancellation);

    /// <summary>The terminal, as soon as its version is above the given one, or after the patience.</summary>
    Task<Outcome<TerminalView>> StandAsync(long afterVersion, TimeSpan patience, CancellationToken cancellation);

    /// <summary>Settles the batch: sends what is owed and what waits, compares totals, and begins the next batch. Answers when it began; the view tells how it goes.</summary>
    Task<Outcome<TerminalView>> SettleAsync(CancellationToken cancellation);

    /// <summary>Payments, newest first.</summary>
    Task<Outcome<IReadOnlyList<PaymentView>>> ListAsync(PaymentQuery query, CancellationToken cancellation);

    /// <summary>The address of the page where a terminal is set up: host, number, code, master key. Good for one sitting.</summary>
    Task<Outcome<FrameAnswer>> SetUpAsync(CancellationToken cancellation);
}

/// <summary>The terminal's process did not answer; nothing is known about what it did.</summary>
public sealed class TerminalUnreachableException : Exception
{
    public TerminalUnreachableException() { }

    public TerminalUnreachableException(string message)
        : base(message) { }

    public TerminalUnreachableException(string message, Exception? inner)
        : base(message, inner) { }
}
