namespace Guitai.Iso8583;

/// <summary>What a field may hold (ISO 8583:1987, 4.3.2).</summary>
public enum FieldKind : byte
{
    /// <summary><c>n</c>: decimal digits.</summary>
    Digits,

    /// <summary><c>x+n</c>: C or D, then digits; the length counts the digits only.</summary>
    SignedDigits,

    /// <summary><c>a</c>: letters.</summary>
    Letters,

    /// <summary><c>an</c>: letters, digits and the space that pads them.</summary>
    LettersAndDigits,

    /// <summary><c>ans</c>: printable ASCII, 20 to 7E.</summary>
    Printable,

    /// <summary><c>ansc</c>: printable ASCII and Chinese in GB18030, as UnionPay's terminals send names.</summary>
    PrintableOrChinese,

    /// <summary><c>z</c>: track 2 and 3: digits and the separator, which is D in packed digits and = or D in text (ISO/IEC 7813).</summary>
    Track,

    /// <summary><c>b</c>: any bytes; the length counts bytes.</summary>
    Bytes,
}

/// <summary>How a value stands on the wire.</summary>
public enum FieldEncoding : byte
{
    /// <summary>Two digits a byte.</summary>
    PackedDigits,

    /// <summary>A character a byte.</summary>
    Text,

    /// <summary>The bytes themselves.</summary>
    Raw,

    /// <summary>Two upper-case hexadecimal characters for each byte.</summary>
    HexText,
}

/// <summary>What stands before a value of variable length; it counts digits, characters or bytes of the value, never bytes on the wire.</summary>
public enum LengthPrefix : byte
{
    /// <summary>Nothing: the length is fixed.</summary>
    None,

    /// <summary>Two digits in one byte (LLVAR, packed).</summary>
    Packed2,

    /// <summary>Four digits in two bytes, the first of them 0 (LLLVAR, packed).</summary>
    Packed4,

    /// <summary>Two digits of text (LLVAR).</summary>
    Text2,

    /// <summary>Three digits of text (LLLVAR).</summary>
    Text3,

    /// <summary>One byte, 0 to 255.</summary>
    Binary1,

    /// <summary>Two bytes, big end first.</summary>
    Binary2,
}

/// <summary>What fills a value up to its fixed length, or an odd number of packed digits up to whole bytes.</summary>
public enum FieldPadding : byte
{
    /// <summary>Zeros before it: the value stands right.</summary>
    ZerosBefore,

    /// <summary>A zero digit after it: the value stands left.</summary>
    ZeroAfter,

    /// <summary>A digit F after it: the value stands left.</summary>
    FAfter,

    /// <summary>Spaces after it.</summary>
    SpacesAfter,

    /// <summary>Nothing: the value must fit as it is.</summary>
    None,
}

/// <summary>What a field shows when it is printed for people.</summary>
public enum FieldMask : byte
{
    /// <summary>Nothing: the safe side for whatever nobody judged.</summary>
    Hide,

    /// <summary>The first six and the last four digits of a card number (PCI DSS 3.4).</summary>
    CardNumber,

    /// <summary>All of it.</summary>
    Show,
}

/// <summary>One field's format, composed of small parts that do not know each other.</summary>
/// <param name="Kind">What it may hold.</param>
/// <param name="Encoding">How it stands on the wire.</param>
/// <param name="Prefix">What tells its length.</param>
/// <param name="Padding">What fills it up.</param>
/// <param name="Length">Digits, characters or bytes: exactly so many without a prefix, at most so many with one. 1 to 9999.</param>
/// <param name="Mask">What it shows when printed.</param>
/// <param name="Name">The element's name, for people.</param>
public sealed record FieldFormat(
    FieldKind Kind,
    FieldEncoding Encoding,
    LengthPrefix Prefix,
    FieldPadding Padding,
    int Length,
    FieldMask Mask = FieldMask.Hide,
    string Name = ""
)
{
    /// <summary>Why these parts do not go together; null when they do.</summary>
    public string? Flaw =>
        this switch
        {
            { Length: < 1 or > 9999 } => "the length is not 1 to 9999",
            { Length: > 99, Prefix: LengthPrefix.Packed2 or LengthPrefix.Text2 } => "two digits cannot tell the length",
            { Length: > 999, Prefix: LengthPrefix.Text3 } => "three digits cannot tell the length",
            { Length: > 255, Prefix: LengthPrefix.Binary1 } => "one byte cannot tell the length",
            { Kind: FieldKind.Bytes, Encoding: FieldEncoding.PackedDigits or FieldEncoding.Text } => "bytes are raw or hex text",
            { Kind: not FieldKind.Bytes, Encoding: FieldEncoding.Raw or FieldEncoding.HexText } => "only bytes are raw or hex text",
            { Kind: not (FieldKind.Digits or FieldKind.Track or FieldKind.SignedDigits), Encoding: FieldEncoding.PackedDigits } =>
                "only digits can be packed",
            { Kind: FieldKind.Bytes, Padding: not FieldPadding.None } => "bytes are not padded",
            { Kind: FieldKind.SignedDigits, Prefix: not LengthPrefix.None } => "a signed amount has a fixed length",
            { Kind: FieldKind.SignedDigits, Padding: not FieldPadding.ZerosBefore } => "a signed amount is padded by zeros before",
            { Encoding: FieldEncoding.PackedDigits, Padding: FieldPadding.SpacesAfter } => "packed digits have no spaces",
            { Encoding: FieldEncoding.PackedDigits, Padding: FieldPadding.None, Length: var length } when length % 2 != 0 =>
                "an odd number of packed digits needs a padding",
            { Encoding: FieldEncoding.Text, Padding: FieldPadding.FAfter or FieldPadding.ZeroAfter } =>
                "text is not padded by a digit after it",
            _ => null,
        };

    /// <summary>A value as it may be shown to people: whole, as a card number's first six and last four digits, or not at all.</summary>
    /// <param name="text">The value as <see cref="IsoMessage"/> holds it.</param>
    public string Masked(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Mask switch
        {
            FieldMask.Show => text,
            FieldMask.CardNumber when text.Length is >= 13 and <= 19 => string.Concat(
                text.AsSpan(0, 6),
                new string('*', text.Length - 10),
                text.AsSpan(text.Length - 4)
            ),
            _ => "***",
        };
    }
}
