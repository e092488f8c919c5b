namespace Guitai.PaymentCrypto.PinBlocks;

/// <summary>Formats of PIN blocks (ISO 9564-1:2017, 9.3 and 9.4).</summary>
public enum PinBlockFormat
{
    /// <summary>Format 0: 8 bytes, PIN and PAN XORed, filled with F.</summary>
    Iso0 = 0,

    /// <summary>Format 1: 8 bytes, no PAN, random filling.</summary>
    Iso1 = 1,

    /// <summary>Format 3: as format 0, with random filling of A to F.</summary>
    Iso3 = 3,

    /// <summary>Format 4: 16 bytes under AES, PIN and PAN bound by two encryptions.</summary>
    Iso4 = 4,
}

/// <summary>Why a PIN block holds no PIN. Never tells what it holds instead.</summary>
public enum PinBlockFault
{
    /// <summary>It does hold one.</summary>
    None = 0,

    /// <summary>The control nibble is another format's, or the key is not the one that encrypted it.</summary>
    Format,

    /// <summary>The PIN's length is not 4 to 12.</summary>
    PinLength,

    /// <summary>A digit of the PIN is none: often another card's number.</summary>
    Digit,

    /// <summary>The filling is not the format's: often another card's number.</summary>
    Filling,

    /// <summary>The block's length is not the format's.</summary>
    BlockLength,

    /// <summary>The translation would move the PIN to another card's number, or into a format that ISO 9564-1:2017 (9.3.1, table 1) does not allow.</summary>
    Translation,
}
