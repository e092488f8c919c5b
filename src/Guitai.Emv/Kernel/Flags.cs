namespace Guitai.Emv.Kernel;

/// <summary>The bits of the terminal verification results, tag 95 (EMV Book 3, annex C5): the byte, and the bit in it.</summary>
public enum TvrBit
{
    /// <summary>Offline data authentication was not performed.</summary>
    AuthenticationNotPerformed = 0x180,

    /// <summary>SDA failed.</summary>
    SdaFailed = 0x140,

    /// <summary>Data of the card are missing.</summary>
    CardDataMissing = 0x120,

    /// <summary>The card is on the exception file.</summary>
    OnExceptionFile = 0x110,

    /// <summary>DDA failed.</summary>
    DdaFailed = 0x108,

    /// <summary>CDA failed.</summary>
    CdaFailed = 0x104,

    /// <summary>SDA was selected.</summary>
    SdaSelected = 0x102,

    /// <summary>Card and terminal have different versions of the application.</summary>
    VersionsDiffer = 0x280,

    /// <summary>The application has expired.</summary>
    Expired = 0x240,

    /// <summary>The application is not yet effective.</summary>
    NotYetEffective = 0x220,

    /// <summary>The card does not allow this service.</summary>
    ServiceNotAllowed = 0x210,

    /// <summary>The card was never online.</summary>
    NewCard = 0x208,

    /// <summary>The cardholder was not verified.</summary>
    CvmFailed = 0x380,

    /// <summary>A verification method that is not known.</summary>
    CvmUnknown = 0x340,

    /// <summary>No PIN tries are left.</summary>
    PinTriesExceeded = 0x320,

    /// <summary>A PIN was needed, and there is no PIN pad, or it does not work.</summary>
    NoPinPad = 0x310,

    /// <summary>A PIN was needed, and not entered.</summary>
    PinNotEntered = 0x308,

    /// <summary>A PIN for the issuer was entered.</summary>
    OnlinePinEntered = 0x304,

    /// <summary>The amount is above the floor limit.</summary>
    FloorLimitExceeded = 0x480,

    /// <summary>More offline transactions in a row than the lower limit.</summary>
    LowerOfflineLimitExceeded = 0x440,

    /// <summary>More offline transactions in a row than the upper limit.</summary>
    UpperOfflineLimitExceeded = 0x420,

    /// <summary>Selected at random for going online.</summary>
    SelectedAtRandom = 0x410,

    /// <summary>The merchant wanted to go online.</summary>
    ForcedOnline = 0x408,

    /// <summary>The terminal's TDOL was used.</summary>
    DefaultTdolUsed = 0x580,

    /// <summary>The issuer was not authenticated.</summary>
    IssuerAuthenticationFailed = 0x540,

    /// <summary>A script failed before the last GENERATE AC.</summary>
    ScriptFailedBefore = 0x520,

    /// <summary>A script failed after the last GENERATE AC.</summary>
    ScriptFailedAfter = 0x510,
}

/// <summary>The bits of the transaction status information, tag 9B (EMV Book 3, annex C6).</summary>
public enum TsiBit
{
    /// <summary>Offline data authentication was performed.</summary>
    Authentication = 0x180,

    /// <summary>Cardholder verification was performed.</summary>
    Cvm = 0x140,

    /// <summary>Card risk management was performed.</summary>
    CardRisk = 0x120,

    /// <summary>Issuer authentication was performed.</summary>
    IssuerAuthentication = 0x110,

    /// <summary>Terminal risk management was performed.</summary>
    TerminalRisk = 0x108,

    /// <summary>Scripts were processed.</summary>
    Scripts = 0x104,
}

// The two bit fields as they stand; they are data of the terminal, so a card that asks for them gets them as they are at that moment.
internal sealed class Flags
{
    public byte[] Tvr { get; } = new byte[5];

    public byte[] Tsi { get; } = new byte[2];

    public void Set(TvrBit bit) => Tvr[((int)bit >> 8) - 1] |= (byte)((int)bit & 0xFF);

    public void Set(TsiBit bit) => Tsi[((int)bit >> 8) - 1] |= (byte)((int)bit & 0xFF);
}
