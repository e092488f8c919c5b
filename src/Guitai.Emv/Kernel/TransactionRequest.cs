namespace Guitai.Emv.Kernel;

/// <summary>What is paid for; the card's usage control and its CVM list ask for it.</summary>
public enum TransactionKind
{
    /// <summary>A purchase of goods.</summary>
    Goods,

    /// <summary>A purchase of services.</summary>
    Services,

    /// <summary>Cash over the counter, checked by a person.</summary>
    ManualCash,

    /// <summary>Cash out of a machine.</summary>
    UnattendedCash,

    /// <summary>A purchase with cash back.</summary>
    Cashback,
}

/// <summary>How far the kernel goes.</summary>
public enum TransactionExtent
{
    /// <summary>To the cryptogram and the outcome.</summary>
    Full,

    /// <summary>To the card's data: for a refund, a void, a completion, which the host decides without a cryptogram (UnionPay's short flow).</summary>
    CardData,
}

/// <summary>One transaction's own data. Everything that is time or chance is here: the kernel has no clock and throws no dice.</summary>
public sealed record TransactionRequest
{
    /// <summary>9F02: all that the card pays, cash back included; minor units.</summary>
    public required long AmountMinor { get; init; }

    /// <summary>9F03: the cash back in it; minor units.</summary>
    public long OtherAmountMinor { get; init; }

    /// <summary>What is paid for.</summary>
    public TransactionKind Kind { get; init; }

    /// <summary>9C: the first two digits of the processing code.</summary>
    public byte TransactionType { get; init; }

    /// <summary>9A.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>9F21.</summary>
    public TimeOnly Time { get; init; }

    /// <summary>9F37: four unpredictable bytes.</summary>
    public required ReadOnlyMemory<byte> UnpredictableNumber { get; init; }

    /// <summary>9F41.</summary>
    public int SequenceCounter { get; init; }

    /// <summary>A number of 1 to 99, drawn for random selection (EMV Book 3, 10.6.2).</summary>
    public int RandomPercent { get; init; } = 99;

    /// <summary>The merchant wants this one to go online (TVR byte 4 bit 4).</summary>
    public bool ForceOnline { get; init; }

    /// <summary>How far to go.</summary>
    public TransactionExtent Extent { get; init; }
}
