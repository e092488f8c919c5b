namespace Guitai.Terminal.Machine;

/// <summary>How long the machine waits for what. Milliseconds.</summary>
public sealed record Patience
{
    /// <summary>For an answer: as the protocol says.</summary>
    public long AnswerMs { get; init; } = 60_000;

    /// <summary>For a connection, before a sale is approved here or given up.</summary>
    public long LineMs { get; init; } = 8_000;

    /// <summary>For the customer's card.</summary>
    public long CardMs { get; init; } = 180_000;

    /// <summary>For the PIN.</summary>
    public long PinMs { get; init; } = 90_000;

    /// <summary>For the amount, when the card came first.</summary>
    public long AmountMs { get; init; } = 600_000;

    /// <summary>For the chip, after the host has answered.</summary>
    public long ChipMs { get; init; } = 20_000;

    /// <summary>For the signature.</summary>
    public long SignatureMs { get; init; } = 120_000;

    /// <summary>Between two questions what a customer has done.</summary>
    public long InquiryMs { get; init; } = 1_500;

    /// <summary>The same, when the customer has taken longer than <see cref="SoonMs"/> already.</summary>
    public long LaterInquiryMs { get; init; } = 3_000;

    /// <summary>In which time most customers have paid.</summary>
    public long SoonMs { get; init; } = 20_000;

    /// <summary>How long the host waits for a customer whose code was scanned.</summary>
    public long ScannedMs { get; init; } = 45_000;

    /// <summary>How long it waits for one who scans.</summary>
    public long ShownMs { get; init; } = 180_000;

    /// <summary>How much longer than the host this terminal asks before it takes the payment back.</summary>
    public long HostIsLateMs { get; init; } = 30_000;

    /// <summary>Between two tries of what nobody at the counter waits for: doubles up to the longest.</summary>
    public long AgainMs { get; init; } = 2_000;

    /// <summary>The longest such pause.</summary>
    public long LongestPauseMs { get; init; } = 60_000;

    /// <summary>After so long a silence a connection is tried by an echo.</summary>
    public long EchoMs { get; init; } = 600_000;
}
