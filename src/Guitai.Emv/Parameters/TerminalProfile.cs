namespace Guitai.Emv.Parameters;

/// <summary>What the terminal is and can, the same for every transaction.</summary>
public sealed record TerminalProfile
{
    /// <summary>9F33: how cards are read, cardholders verified, cards authenticated (EMV Book 4, annex A2).</summary>
    public required ReadOnlyMemory<byte> Capabilities { get; init; }

    /// <summary>9F40: kinds of transactions, keys, printing (EMV Book 4, annex A3).</summary>
    public required ReadOnlyMemory<byte> AdditionalCapabilities { get; init; }

    /// <summary>9F35: two digits; 22 is attended at a merchant, offline with online capability (EMV Book 4, annex A1).</summary>
    public byte Type { get; init; } = 0x22;

    /// <summary>9F1A: the country's number, ISO 3166.</summary>
    public int Country { get; init; } = 156;

    /// <summary>5F2A: the currency's number, ISO 4217.</summary>
    public int Currency { get; init; } = 156;

    /// <summary>5F36: digits behind the point.</summary>
    public int CurrencyExponent { get; init; } = 2;

    /// <summary>9F1C: eight characters.</summary>
    public string TerminalId { get; init; } = "";

    /// <summary>9F16: fifteen characters.</summary>
    public string MerchantId { get; init; } = "";

    /// <summary>9F1E: the device's serial number, eight characters.</summary>
    public string SerialNumber { get; init; } = "";

    /// <summary>9F15: the merchant's category.</summary>
    public int MerchantCategory { get; init; }

    /// <summary>9F4E: the merchant's name and place.</summary>
    public string MerchantName { get; init; } = "";

    /// <summary>True when people choose among several applications; otherwise the card's priority decides.</summary>
    public bool CardholderChooses { get; init; } = true;

    /// <summary>9F66 without the bits that an amount decides: byte 1 says qVSDC, contact chip, online PIN, signature, byte 3 device CVM.</summary>
    public ReadOnlyMemory<byte> ContactlessQualifiers { get; init; } = Convert.FromHexString("36004000");

    /// <summary>Purchases with a tapped UnionPay card up to this amount need neither PIN nor signature whatever the card asks (小额免密免签); 0: there is no such limit.</summary>
    public long NoPinNoSignatureLimit { get; init; }

    internal bool Can(int index, int bit) => (Capabilities.Span[index] & bit) != 0;

    /// <summary>Type's last digit 1 or 4 (EMV Book 4, annex A1).</summary>
    internal bool IsOnlineOnly => (Type & 0x0F) is 1 or 4;

    /// <summary>Type's last digit 3 or 6.</summary>
    internal bool IsOfflineOnly => (Type & 0x0F) is 3 or 6;

    /// <summary>A cash machine: a financial institution's, unattended, that dispenses (EMV Book 4, annex A1).</summary>
    internal bool IsAtm => Type is 0x14 or 0x15 or 0x16 && (AdditionalCapabilities.Span[0] & 0x80) != 0;
}
