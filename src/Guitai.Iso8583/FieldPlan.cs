using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Guitai.Iso8583;

/// <summary>A field's format made ready for reading and writing, without references.</summary>
internal readonly struct FieldPlan
{
    public readonly Vector128<byte> Set;
    public readonly ushort Length;
    public readonly ushort WireLength;
    public readonly FieldShape Shape;
    public readonly LengthPrefix Prefix;
    public readonly FieldPadding Padding;
    public readonly FieldKind Kind;
    public readonly QuickPath Quick;

    /// <summary>Of short packed digits as a word, first byte lowest: the highest bit of each digit.</summary>
    public readonly ulong DigitBits;

    /// <summary>And the digit of padding before them, which must be zero.</summary>
    public readonly ulong PaddingBits;

    /// <summary>The largest number that fits a fixed number of packed digits.</summary>
    public readonly ulong LargestNumber;

    /// <summary>Where a value of fixed length stands, but for the offset.</summary>
    public readonly Place Fixed;
    private readonly byte _evenTraits;
    private readonly byte _oddTraits;

    public FieldPlan(FieldFormat format)
    {
        Kind = format.Kind;
        Prefix = format.Prefix;
        Padding = format.Padding;
        Length = (ushort)format.Length;
        Shape = (format.Encoding, format.Kind) switch
        {
            (FieldEncoding.PackedDigits, FieldKind.SignedDigits) => FieldShape.SignedPacked,
            (FieldEncoding.Text, FieldKind.SignedDigits) => FieldShape.SignedText,
            (FieldEncoding.PackedDigits, _) => FieldShape.Packed,
            (FieldEncoding.Text, FieldKind.PrintableOrChinese) => FieldShape.Chinese,
            (FieldEncoding.Text, _) => FieldShape.Text,
            (FieldEncoding.HexText, _) => FieldShape.HexText,
            _ => FieldShape.Raw,
        };
        Set = format.Encoding == FieldEncoding.PackedDigits ? CharacterSets.Packed(format.Kind) : CharacterSets.Text(format.Kind);
        WireLength = (ushort)BytesOf(format.Length);
        _evenTraits = Kind is FieldKind.Digits or FieldKind.SignedDigits ? Place.IsNumber : (byte)0;
        _oddTraits = _evenTraits;
        if (format is { Kind: FieldKind.Digits, Encoding: FieldEncoding.PackedDigits })
        {
            _evenTraits |= Place.ShortNumber;
            _oddTraits |= format.Padding == FieldPadding.ZerosBefore ? Place.ShortNumber : (byte)0;
        }

        if (format.Encoding == FieldEncoding.PackedDigits && format.Padding != FieldPadding.ZerosBefore)
        {
            _oddTraits |= Place.PaddedAfter;
        }

        Fixed = new Place(0, Length, WireLength, Shape, TraitsOf(Length, WireLength));
        Quick = (Prefix, Shape) switch
        {
            (LengthPrefix.None, FieldShape.Packed)
                when WireLength <= 8 && Kind == FieldKind.Digits && (Length % 2 == 0 || Padding == FieldPadding.ZerosBefore) =>
                QuickPath.ShortDigits,
            (LengthPrefix.None, FieldShape.Text) when Length <= 16 => QuickPath.ShortText,
            (LengthPrefix.None, FieldShape.Raw) => QuickPath.FixedBytes,
            (LengthPrefix.Packed2, FieldShape.Packed) => QuickPath.PackedDigits,
            _ => QuickPath.None,
        };
        if (Quick == QuickPath.ShortDigits)
        {
            DigitBits = 0x8888888888888888 >> (64 - (8 * WireLength));
            PaddingBits = Length % 2 == 0 ? 0UL : 0xF0;
            LargestNumber = (ulong)(Digits.PowersOfTen[Length] - 1);
        }
    }

    /// <summary>False for a field that the dialect does not have.</summary>
    public bool Exists => Length != 0;

    /// <summary>The bytes on the wire of a value of so many digits, characters or bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int BytesOf(int units) =>
        unchecked(
            Shape switch
            {
                FieldShape.Packed => (units + 1) >> 1,
                FieldShape.SignedPacked => 1 + ((units + 1) >> 1),
                FieldShape.SignedText => 1 + units,
                FieldShape.HexText => 2 * units,
                _ => units,
            }
        );

    /// <summary>The traits of a value of so many digits in so many bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte TraitsOf(int units, int bytes)
    {
        var traits = (units & 1) == 0 ? _evenTraits : _oddTraits;
        return unchecked((uint)(bytes - 1)) < 8 ? traits : unchecked((byte)(traits & ~Place.ShortNumber));
    }

    /// <summary>The bytes of the length prefix.</summary>
    public int PrefixBytes =>
        Prefix switch
        {
            LengthPrefix.None => 0,
            LengthPrefix.Packed2 or LengthPrefix.Binary1 => 1,
            LengthPrefix.Packed4 or LengthPrefix.Binary2 or LengthPrefix.Text2 => 2,
            _ => 3,
        };
}

/// <summary>Formats common enough for a path of their own, which hands whatever is not plain to the careful one.</summary>
internal enum QuickPath : byte
{
    None,
    ShortDigits,
    ShortText,
    FixedBytes,
    PackedDigits,
}

/// <summary>Kind and encoding in one, as reading and writing branch on it.</summary>
internal enum FieldShape : byte
{
    Raw,
    Text,
    Packed,
    HexText,
    SignedPacked,
    SignedText,
    Chinese,
}
