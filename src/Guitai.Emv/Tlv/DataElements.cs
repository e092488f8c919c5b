namespace Guitai.Emv.Tlv;

/// <summary>How a data element holds its value (EMV Book 3, 4.3).</summary>
public enum ElementFormat
{
    /// <summary><c>b</c>, <c>a</c>, <c>an</c>, <c>ans</c> and all that is not known: stands left.</summary>
    Left,

    /// <summary><c>n</c>: digits, standing right behind zeros.</summary>
    Numeric,

    /// <summary><c>cn</c>: digits, standing left before digits F.</summary>
    CompressedNumeric,
}

/// <summary>What EMV says of the data elements that the formats here need to know.</summary>
public static class DataElements
{
    /// <summary>How a tag's value stands (EMV Book 3, annex A1).</summary>
    public static ElementFormat FormatOf(Tag tag) =>
        tag.Value switch
        {
            0x5A or 0x5F2F or 0x9F20 => ElementFormat.CompressedNumeric,
            0x5F24 or 0x5F25 or 0x5F28 or 0x5F2A or 0x5F30 or 0x5F34 or 0x5F36 or 0x5F57 => ElementFormat.Numeric,
            0x9A or 0x9C or 0x9F01 or 0x9F02 or 0x9F03 or 0x9F11 or 0x9F15 or 0x9F19 or 0x9F1A or 0x9F21 => ElementFormat.Numeric,
            0x9F35 or 0x9F39 or 0x9F3C or 0x9F3D or 0x9F41 or 0x9F42 or 0x9F43 or 0x9F44 or 0x9F51 or 0x9F54 or 0x9F57 or 0x9F7A =>
                ElementFormat.Numeric,
            _ => ElementFormat.Left,
        };

    /// <summary>True for elements from which a card or its holder can be known or copied: number, tracks, name, expiry, PIN data.</summary>
    public static bool IsSensitive(Tag tag) =>
        tag.Value
            is 0x56 // Track 1 data
                or 0x57 // Track 2 equivalent data
                or 0x58
                or 0x59
                or 0x5A // PAN
                or 0x5F20 // Cardholder name
                or 0x5F24 // Expiration date
                or 0x99 // Transaction PIN data
                or 0x9F0B // Cardholder name, extended
                or 0x9F1F // Track 1 discretionary data
                or 0x9F20 // Track 2 discretionary data
                or 0x9F5C
                or 0x9F6B // Track 2 data (contactless)
                or 0xDF812A
                or 0xDF812B;
}
