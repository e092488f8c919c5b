namespace Guitai.Terminal.Machine;

/// <summary>What a message is for.</summary>
public enum MessageKind
{
    SignIn = 1,
    Question = 2,
    Reversal = 3,
    Repeat = 4,
    Settlement = 5,
    Upload = 6,
    Report = 7,
    Echo = 8,
    Inquiry = 9,
    SignOff = 10,
    Scripts = 11,
    Parameters = 12,
}

/// <summary>Where a message's card comes from when it is written.</summary>
public enum CardSource
{
    /// <summary>It has none.</summary>
    None = 0,

    /// <summary>Number and expiry from the sealed row of <see cref="Message.CardOf"/>.</summary>
    Sealed = 1,

    /// <summary>From the hand of <see cref="Message.CardOf"/>: track, PIN block and verification value, as far as there are any.</summary>
    Hand = 2,
}

/// <summary>A message as the machine wants it; a card's number and secrets come in only where it is written.</summary>
public sealed record Message
{
    public required MessageKind Kind { get; init; }

    public required int Mti { get; init; }

    public required int Trace { get; init; }

    public required int Batch { get; init; }

    public int Type { get; init; }

    public int? Processing { get; init; }

    public int? Condition { get; init; }

    public int? Network { get; init; }

    public long? AmountMinor { get; init; }

    /// <summary>Field 22, three digits.</summary>
    public int? Entry { get; init; }

    public string? Rrn { get; init; }

    public string? Authorisation { get; init; }

    /// <summary>Field 39 of a reversal.</summary>
    public string? Reason { get; init; }

    /// <summary>Field 48.</summary>
    public string? Totals { get; init; }

    /// <summary>Field 59; a customer's code is in the hand.</summary>
    public string? Wallet { get; init; }

    /// <summary>Field 61.</summary>
    public string? Original { get; init; }

    /// <summary>Field 63 of a sign-in: three digits.</summary>
    public int? Operator { get; init; }

    /// <summary>Field 23 of what is not in the hand any more.</summary>
    public int? Sequence { get; init; }

    /// <summary>Field 55, hexadecimal, of what is not in the hand any more.</summary>
    public string? Chip { get; init; }

    /// <summary>Field 62, hexadecimal.</summary>
    public string? Data { get; init; }

    public Guid? CardOf { get; init; }

    public CardSource Card { get; init; }

    public bool HasMac { get; init; } = true;

    /// <summary>Field 0 of its answer.</summary>
    public int AnswerMti => Mti + 10;
}
