namespace Guitai.Sandbox.Issuer.Books;

/// <summary>Values of field 39, as the two characters stand on the wire.</summary>
internal static class Codes
{
    public const ushort Approved = ('0' << 8) | '0';
    public const ushort MerchantUnknown = ('0' << 8) | '3';
    public const ushort Refused = ('0' << 8) | '5';
    public const ushort InProgress = ('0' << 8) | '9';
    public const ushort NotPossible = ('1' << 8) | '2';
    public const ushort Amount = ('1' << 8) | '3';
    public const ushort NoSuchCard = ('1' << 8) | '4';
    public const ushort OriginalUnknown = ('2' << 8) | '5';
    public const ushort Format = ('3' << 8) | '0';
    public const ushort Lost = ('4' << 8) | '1';
    public const ushort Stolen = ('4' << 8) | '3';
    public const ushort NotEnough = ('5' << 8) | '1';
    public const ushort Expired = ('5' << 8) | '4';
    public const ushort WrongPin = ('5' << 8) | '5';
    public const ushort AboveLimit = ('6' << 8) | '1';
    public const ushort Blocked = ('6' << 8) | '2';
    public const ushort Late = ('6' << 8) | '8';
    public const ushort TooManyPins = ('7' << 8) | '5';
    public const ushort Duplicate = ('9' << 8) | '4';
    public const ushort OutOfOrder = ('9' << 8) | '6';
    public const ushort WrongMac = ('A' << 8) | '0';

    /// <summary>The two characters.</summary>
    public static string Text(ushort code) => $"{(char)(code >> 8)}{(char)(code & 0xFF)}";
}
