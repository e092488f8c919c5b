namespace Guitai.Sandbox.Issuer.Books;

/// <summary>What a message asks for, by type, processing code and condition. The journal keeps the numbers.</summary>
public enum TransactionKind : byte
{
    /// <summary>None of the link's.</summary>
    None = 0,

    /// <summary>0100, 310000, 00.</summary>
    Balance = 1,

    /// <summary>0100, 030000, 06.</summary>
    PreAuthorisation = 2,

    /// <summary>0100, 200000, 06.</summary>
    PreAuthorisationCancel = 3,

    /// <summary>0200, 000000, 00.</summary>
    Sale = 4,

    /// <summary>0200, 200000, 00.</summary>
    Void = 5,

    /// <summary>0200, 000000, 06.</summary>
    Completion = 6,

    /// <summary>0200, 200000, 06.</summary>
    CompletionCancel = 7,

    /// <summary>0220, 200000, 00.</summary>
    Refund = 8,

    /// <summary>0220, 000000, 06.</summary>
    CompletionAdvice = 9,

    /// <summary>0220, 000000, 00, without field 90.</summary>
    OfflineSale = 10,

    /// <summary>0220, 000000, 00, with field 90.</summary>
    Adjustment = 11,

    /// <summary>0420.</summary>
    Reversal = 12,

    /// <summary>0620.</summary>
    ScriptResult = 13,

    /// <summary>0800; never in the books.</summary>
    Network = 14,

    /// <summary>0100, 39xxxx, 00: how another stands; never in the books.</summary>
    Inquiry = 15,
}
