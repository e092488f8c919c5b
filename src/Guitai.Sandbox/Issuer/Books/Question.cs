using Guitai.Sandbox.Issuer.Cards;
using Guitai.Sandbox.Issuer.Crypto;

namespace Guitai.Sandbox.Issuer.Books;

/// <summary>A financial message, read and checked as far as it can be without the books.</summary>
internal ref struct Question
{
    public TransactionKind Kind { get; set; }

    /// <summary>The type's second digit.</summary>
    public byte Class { get; set; }
    public ulong Acquirer { get; set; }
    public ulong Rrn { get; set; }

    /// <summary>The card number's digits; empty when the message has none.</summary>
    public ReadOnlySpan<byte> Pan { get; set; }
    public ulong CardMark { get; set; }
    public bool IsOurCard { get; set; }
    public CardPlace Place { get; set; }

    /// <summary>A phone's code stands where a card does.</summary>
    public bool IsCode { get; set; }

    /// <summary>A code is to be shown, which any card may pay.</summary>
    public bool IsOrder { get; set; }
    public int ProcessingCode { get; set; }
    public long AmountMinor { get; set; }
    public bool HasOriginal { get; set; }
    public ulong OriginalMark { get; set; }
    public TransactionKey OriginalKey { get; set; }

    /// <summary>Field 38; -1 without.</summary>
    public int Approval { get; set; }
    public int Day { get; set; }

    /// <summary>03, or 00 when the merchant is welcome.</summary>
    public bool IsMerchantRefused { get; set; }

    /// <summary>The date on stripe, chip or form is past or not the card's.</summary>
    public bool IsExpired { get; set; }

    /// <summary>A value of the card or its cryptogram is wrong.</summary>
    public bool IsForged { get; set; }
    public PinOutcome Pin { get; set; }

    /// <summary>The key of the chip's transaction; null without a chip or when its cryptogram is wrong.</summary>
    public Des? ChipKey { get; set; }
    public int ChipVersion { get; set; }
    public int Counter { get; set; }
    public int Sequence { get; set; }
    public ulong Cryptogram { get; set; }

    /// <summary>Of an offline sale: what its chip's certificate proves.</summary>
    public CertificateOutcome Certificate { get; set; }

    /// <summary>For a script result: whether the chip did it.</summary>
    public bool IsScriptDone { get; set; }
}
