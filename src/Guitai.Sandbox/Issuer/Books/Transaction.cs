using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Issuer.Books;

/// <summary>By what the issuer knows a transaction: acquirer (field 32) and, in one number, the last eleven digits of field 37 and the class of the message.</summary>
internal readonly record struct TransactionKey(ulong Acquirer, ulong RrnAndClass)
{
    /// <summary>Eleven digits: all that field 90 has room for.</summary>
    public const ulong RrnDigits = 100_000_000_000;

    public static TransactionKey Of(ulong acquirer, ulong rrn, int kindOfMessage) =>
        new(acquirer, ((rrn % RrnDigits) * 10) + (uint)kindOfMessage);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        unchecked
        {
            var mixed = (RrnAndClass ^ (Acquirer * 0x9E3779B97F4A7C15)) * 0xD6E8FEB86659FD93;
            return (int)(mixed >> 32);
        }
    }
}

/// <summary>What a PIN block said.</summary>
internal enum PinOutcome : byte
{
    /// <summary>There was none.</summary>
    None,
    Right,
    Wrong,

    /// <summary>It holds no PIN: it was made for another card or under another key.</summary>
    Unreadable,
}

/// <summary>What the transaction certificate (TC) of an offline sale proves. The journal keeps the numbers.</summary>
public enum CertificateOutcome : byte
{
    /// <summary>There was none.</summary>
    None = 0,

    /// <summary>The chip approved this sale.</summary>
    Right = 1,

    /// <summary>It did not: what the acquirer told is posted all the same, and somebody should look at it.</summary>
    Wrong = 2,
}

/// <summary>One transaction as it was asked for and answered first, and as it stands now.</summary>
internal sealed class Transaction
{
    public required ulong Acquirer { get; init; }

    /// <summary>Field 37, twelve digits.</summary>
    public required ulong Rrn { get; init; }

    /// <summary>The type's second digit.</summary>
    public required byte Class { get; init; }

    public required TransactionKind Kind { get; init; }

    /// <summary>A keyed mark of the card number; 0 when the message has none.</summary>
    public ulong CardMark { get; init; }

    /// <summary>The card, where this issuer has it.</summary>
    public CardAccount? Card { get; init; }

    public int ProcessingCode { get; init; }

    public long AmountMinor { get; init; }

    /// <summary>A mark of field 90 whole; 0 without.</summary>
    public ulong OriginalMark { get; init; }

    /// <summary>What field 90 names.</summary>
    public TransactionKey OriginalKey { get; init; }

    /// <summary>Field 7's day as a day number, which totals go by.</summary>
    public int Day { get; init; }

    /// <summary>When it first came.</summary>
    public long AtMs { get; init; }

    /// <summary>The chip's counter, -1 without a right cryptogram.</summary>
    public int Counter { get; init; } = -1;

    public PinOutcome Pin { get; init; }

    /// <summary>What the first answer carried to the chip; for a script result, whether the script was done.</summary>
    public CardScript Script { get; init; }

    public CertificateOutcome Certificate { get; init; }

    public ushort Code { get; set; }

    /// <summary>Field 38 as a number.</summary>
    public int Approval { get; set; }

    /// <summary>The card's money as a balance inquiry was told it.</summary>
    public long BalanceMinor { get; set; }

    /// <summary>Field 55 of the first answer.</summary>
    public byte[]? Chip { get; set; }

    // How it stands.
    public Transaction? Original { get; set; }
    public long TakenMinor { get; set; }
    public long HeldMinor { get; set; }
    public long RefundedMinor { get; set; }

    /// <summary>What it took from or gave to its original, to be undone by its reversal.</summary>
    public long MovedMinor { get; set; }

    /// <summary>Voided, cancelled, completed, or its hold ran out.</summary>
    public bool Ended { get; set; }
    public bool Reversed { get; set; }

    /// <summary>The same order, paid: it takes its place.</summary>
    public Transaction PaidBy(CardAccount card, int approval) =>
        new()
        {
            Acquirer = Acquirer,
            Rrn = Rrn,
            Class = Class,
            Kind = Kind,
            Card = card,
            ProcessingCode = ProcessingCode,
            AmountMinor = AmountMinor,
            Day = Day,
            AtMs = AtMs,
            Code = Codes.Approved,
            Approval = approval,
        };

    public TransactionKey Key => TransactionKey.Of(Acquirer, Rrn, Class);

    public bool IsApproved => Code == Codes.Approved;

    /// <summary>True when a message with the same key asks for the same (fields 2, 3, 4 and 90).</summary>
    public bool IsSame(in Question question) =>
        CardMark == question.CardMark
        && ProcessingCode == question.ProcessingCode
        && AmountMinor == question.AmountMinor
        && OriginalMark == question.OriginalMark;
}
