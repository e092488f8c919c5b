using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Guitai.Iso8583;

/// <summary>A message that was read: its type and its fields, as spans of the bytes it was read from. Made by <see cref="Dialect.Read"/>.</summary>
public ref struct MessageView
{
    internal ReadOnlySpan<byte> Data;
    internal Dialect Dialect;
    internal ulong Primary;
    internal ulong Secondary;
    internal Places Found;
    internal int TypeValue;

    /// <summary>Where each field of a message stands.</summary>
    [InlineArray(Dialect.LastField + 1)]
    [SuppressMessage("Design", "CA1815", Justification = "Internal storage.")]
    [SuppressMessage("Naming", "CA1823", Justification = "An inline array has one field.")]
    internal struct Places
    {
        private Place _first;
    }

    /// <summary>The message type.</summary>
    public readonly Mti Type => new(TypeValue);

    /// <summary>True when the message has a second bitmap, even an empty one.</summary>
    public readonly bool HasSecondBitmap => (Primary >> 63) != 0;

    /// <summary>How many fields it has, bitmaps not counted.</summary>
    public readonly int Count => BitOperations.PopCount(Primary & (ulong.MaxValue >> 1)) + BitOperations.PopCount(Secondary);

    /// <summary>True when the field is there.</summary>
    /// <param name="field">2 to 128.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Has(int field) =>
        unchecked((uint)(field - 2) <= 126u && (((field <= 64 ? Primary : Secondary) >> ((64 - field) & 63)) & 1) != 0);

    /// <summary>The next field that is there after the given one; 0 after the last. Begin with 1.</summary>
    public readonly int Next(int field)
    {
        for (var next = Math.Max(field, 1) + 1; next <= Dialect.LastField; next++)
        {
            if (Has(next))
            {
                return next;
            }
        }

        return 0;
    }

    /// <summary>Digits, characters or bytes that the field holds; 0 when it is not there.</summary>
    public readonly int Length(int field) => Has(field) ? Found[field].Units : 0;

    /// <summary>The field's bytes as they stand on the wire, without length prefix: packed digits stay packed. Empty when it is not there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ReadOnlySpan<byte> Wire(int field)
    {
        if (!Has(field))
        {
            return default;
        }

        var place = Found[field];
        return Data.Slice(place.At, place.Bytes);
    }

    /// <summary>The number that the field's digits make.</summary>
    /// <param name="field">2 to 128.</param>
    /// <param name="number">The number; of a signed amount, negative for D (a debit).</param>
    /// <returns>False when the field is not there, is not of digits, or has more than 18 of them.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryNumber(int field, out long number)
    {
        unchecked
        {
            if (Has(field))
            {
                var place = Found[field];
                if ((place.Traits & Place.ShortNumber) != 0 && Data.Length - place.At >= 8)
                {
                    // Eight bytes from the field on, of which the highest are its digits.
                    var digits = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref MemoryMarshal.GetReference(Data), (nint)place.At));
                    digits = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(digits) : digits;
                    number = Digits.FromPacked(digits >> (64 - (8 * place.Bytes)));
                    return true;
                }

                return TryRareNumber(place, out number);
            }

            number = 0;
            return false;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly bool TryRareNumber(Place place, out long number)
    {
        number = 0;
        if (place.Units > 18 || (place.Traits & Place.IsNumber) == 0)
        {
            return false;
        }

        var at = (int)place.At;
        var negative = false;
        if (place.Shape is FieldShape.SignedPacked or FieldShape.SignedText)
        {
            negative = Data[at] == 'D';
            at++;
        }

        number = place.Shape is FieldShape.Text or FieldShape.SignedText
            ? FromText(Data.Slice(at, place.Units))
            : FromPacked(Data.Slice(at, (place.Units + 1) >> 1), place);
        number = negative ? -number : number;
        return true;
    }

    /// <summary>Writes the field as text: digits and characters as they are, bytes as upper-case hex; a separator in packed digits is D.</summary>
    /// <param name="field">2 to 128.</param>
    /// <param name="text">At least <see cref="TextLength"/> bytes.</param>
    /// <returns>How many were written; 0 when the field is not there.</returns>
    /// <exception cref="ArgumentException">There is too little room.</exception>
    public readonly int CopyText(int field, Span<byte> text)
    {
        var length = TextLength(field);
        if (length > text.Length)
        {
            throw new ArgumentException("The destination is too small.", nameof(text));
        }

        if (length == 0)
        {
            return 0;
        }

        var wire = Wire(field);
        var place = Found[field];
        switch (place.Shape)
        {
            case FieldShape.Packed:
                Unpack(wire, place, text[..length]);
                break;
            case FieldShape.SignedPacked:
                text[0] = wire[0];
                Unpack(wire[1..], place, text[1..length]);
                break;
            case FieldShape.Raw:
                Convert.TryToHexString(wire, text, out _);
                break;
            default:
                wire.CopyTo(text);
                break;
        }

        return length;
    }

    /// <summary>The bytes that <see cref="CopyText"/> writes; 0 when the field is not there.</summary>
    public readonly int TextLength(int field) =>
        Has(field)
            ? Found[field].Shape switch
            {
                FieldShape.Raw or FieldShape.HexText => 2 * Length(field),
                FieldShape.SignedPacked or FieldShape.SignedText => 1 + Length(field),
                _ => Length(field),
            }
            : 0;

    /// <summary>Writes a field of bytes, also one that stands as hexadecimal text.</summary>
    /// <param name="field">2 to 128.</param>
    /// <param name="bytes">At least <see cref="Length"/> bytes.</param>
    /// <returns>How many were written; 0 when the field is not there or not of bytes.</returns>
    /// <exception cref="ArgumentException">There is too little room.</exception>
    public readonly int CopyBytes(int field, Span<byte> bytes)
    {
        if (!Has(field) || Found[field].Shape is not (FieldShape.Raw or FieldShape.HexText))
        {
            return 0;
        }

        var length = Length(field);
        if (length > bytes.Length)
        {
            throw new ArgumentException("The destination is too small.", nameof(bytes));
        }

        if (Found[field].Shape == FieldShape.HexText)
        {
            Convert.FromHexString(Wire(field), bytes, out _, out _);
        }
        else
        {
            Wire(field).CopyTo(bytes);
        }

        return length;
    }

    private static long FromPacked(ReadOnlySpan<byte> wire, Place place)
    {
        unchecked
        {
            // A digit of padding after an odd number of digits falls out by the shift.
            var after = (place.Traits & Place.PaddedAfter) != 0 ? 4 : 0;
            ulong digits = 0;
            foreach (var b in wire[..Math.Min(wire.Length, 8)])
            {
                digits = (digits << 8) | b;
            }

            if (wire.Length <= 8)
            {
                return Digits.FromPacked(digits >> after);
            }

            // Seventeen or eighteen digits: the ninth byte has the last one or two.
            int last = wire[8];
            return after != 0
                ? (Digits.FromPacked(digits) * 10) + (last >> 4)
                : (Digits.FromPacked(digits) * 100) + (10 * (last >> 4)) + (last & 15);
        }
    }

    private static long FromText(ReadOnlySpan<byte> digits)
    {
        long number = 0;
        foreach (var digit in digits)
        {
            number = unchecked((number * 10) + (digit - '0'));
        }

        return number;
    }

    private static void Unpack(ReadOnlySpan<byte> wire, Place place, Span<byte> text)
    {
        var skip = (place.Traits & Place.PaddedAfter) != 0 ? 0 : text.Length & 1;
        for (var i = 0; i < text.Length; i++)
        {
            var position = i + skip;
            text[i] = Digits.Character((wire[position >> 1] >> ((~position & 1) << 2)) & 15);
        }
    }
}

/// <summary>Where a field stands in its message, in eight bytes.</summary>
/// <param name="At">The first byte behind the length prefix.</param>
/// <param name="Units">Digits, characters or bytes of the value.</param>
/// <param name="Bytes">Bytes on the wire.</param>
/// <param name="Shape">How it stands there.</param>
/// <param name="Traits">What reading a number wants to know at once.</param>
internal readonly record struct Place(ushort At, ushort Units, ushort Bytes, FieldShape Shape, byte Traits)
{
    /// <summary>Of digits, signed or not.</summary>
    public const byte IsNumber = 1;

    /// <summary>An odd number of packed digits with the padding after them.</summary>
    public const byte PaddedAfter = 2;

    /// <summary>Packed digits without sign and padding after them, in one to eight bytes.</summary>
    public const byte ShortNumber = 4;
}
