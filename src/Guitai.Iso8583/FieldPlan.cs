using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Guitai.Iso8583;

/// <summary>A field's format made ready for reading and writing: one cache line half, no references.</summary>
internal readonly struct FieldPlan
{
    public readonly Vector128<byte> Set;
    public readonly ushort Length;
    public readonly ushort WireLength;
    public readonly FieldShape Shape;
    public readonly LengthPrefix Prefix;
    public readonly FieldPadding Padding;
    public readonly FieldKind Kind;
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
