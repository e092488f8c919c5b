using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Guitai.Iso8583;

/// <summary>
/// Sets of characters and of packed digits as tables of sixteen bytes, tested sixteen bytes at a time. For text, bit h of entry l says that the character
/// 16·h + l is in the set. For packed digits, entry d is 0xFF when digit d is in the set.
/// </summary>
internal static class CharacterSets
{
    /// <summary>Text digits.</summary>
    public static readonly Vector128<byte> TextDigits = Text(FieldKind.Digits);

    /// <summary>Text digits and separators.</summary>
    public static readonly Vector128<byte> TextTrack = Text(FieldKind.Track);

    /// <summary>The table of a kind of text.</summary>
    public static Vector128<byte> Text(FieldKind kind)
    {
        Span<byte> table = stackalloc byte[16];
        table.Clear();
        for (var c = 0; c < 128; c++)
        {
            if (Holds(kind, (char)c))
            {
                table[c & 15] |= (byte)(1 << (c >> 4));
            }
        }

        return Vector128.Create(table);
    }

    /// <summary>The table of a kind of packed digits: 0 to 9, and the separator D in a track.</summary>
    public static Vector128<byte> Packed(FieldKind kind)
    {
        Span<byte> table = stackalloc byte[16];
        table.Clear();
        table[..10].Fill(0xFF);
        table[13] = kind == FieldKind.Track ? (byte)0xFF : (byte)0;
        return Vector128.Create(table);
    }

    private static bool Holds(FieldKind kind, char c) =>
        kind switch
        {
            FieldKind.Digits or FieldKind.SignedDigits => char.IsAsciiDigit(c),
            FieldKind.Letters => char.IsAsciiLetter(c) || c == ' ',
            FieldKind.LettersAndDigits => char.IsAsciiLetterOrDigit(c) || c == ' ',
            FieldKind.Track => char.IsAsciiDigit(c) || c is '=' or 'D',
            _ => c is >= ' ' and <= '~',
        };

    /// <summary>True when all of the bytes at the offset are in the set. The caller has checked that they are within the data.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllText(ReadOnlySpan<byte> data, int offset, int count, Vector128<byte> set) =>
        count <= 16
            ? (StrangeText(Load(data, offset), set) & unchecked((1u << count) - 1)) == 0
            : AllLongText(data.Slice(offset, count), set);

    /// <summary>True when both digits of all of the bytes at the offset are in the set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllPacked(ReadOnlySpan<byte> data, int offset, int count, Vector128<byte> set) =>
        count <= 16
            ? (StrangePacked(Load(data, offset), set) & unchecked((1u << count) - 1)) == 0
            : AllLongPacked(data.Slice(offset, count), set);

    /// <summary>A bit for each of sixteen bytes that is not in the set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint StrangeText(Vector128<byte> bytes, Vector128<byte> set)
    {
        var high = Vector128.ShiftRightLogical(bytes.AsUInt16(), 4).AsByte() & Vector128.Create((byte)0x0F);
        var bits = Lookup(Vector128.Create(0x8040201008040201UL, 0UL).AsByte(), high);
        var held = Lookup(set, bytes & Vector128.Create((byte)0x0F)) & bits;
        return Vector128.Equals(held, Vector128<byte>.Zero).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint StrangePacked(Vector128<byte> bytes, Vector128<byte> set)
    {
        var high = Vector128.ShiftRightLogical(bytes.AsUInt16(), 4).AsByte() & Vector128.Create((byte)0x0F);
        var held = Lookup(set, bytes & Vector128.Create((byte)0x0F)) & Lookup(set, high);
        return Vector128.Equals(held, Vector128<byte>.Zero).ExtractMostSignificantBits();
    }

    // More than sixteen: the last step takes the last sixteen, some of them for the second time.
    private static bool AllLongText(ReadOnlySpan<byte> text, Vector128<byte> set)
    {
        var strange = StrangeText(Vector128.Create(text[^16..]), set);
        for (; text.Length > 16; text = text[16..])
        {
            strange |= StrangeText(Vector128.Create(text), set);
        }

        return strange == 0;
    }

    private static bool AllLongPacked(ReadOnlySpan<byte> packed, Vector128<byte> set)
    {
        var strange = StrangePacked(Vector128.Create(packed[^16..]), set);
        for (; packed.Length > 16; packed = packed[16..])
        {
            strange |= StrangePacked(Vector128.Create(packed), set);
        }

        return strange == 0;
    }

    /// <summary>Printable ASCII, and GB18030 in two or four bytes; no other byte above 7F (GB 18030-2022, 5).</summary>
    public static bool AllChinese(ReadOnlySpan<byte> value)
    {
        while (!value.IsEmpty)
        {
            var taken = value switch
            {
                [>= 0x20 and <= 0x7E, ..] => 1,
                [>= 0x81 and <= 0xFE, (>= 0x40 and <= 0x7E) or (>= 0x80 and <= 0xFE), ..] => 2,
                [>= 0x81 and <= 0xFE, >= 0x30 and <= 0x39, >= 0x81 and <= 0xFE, >= 0x30 and <= 0x39, ..] => 4,
                _ => 0,
            };
            if (taken == 0)
            {
                return false;
            }

            value = value[taken..];
        }

        return true;
    }

    // Near the end of the data the sixteen bytes are gathered one by one: no read goes past it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Load(ReadOnlySpan<byte> data, int offset) =>
        data.Length - offset >= 16 ? Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(data), (nuint)offset) : LoadTail(data[offset..]);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector128<byte> LoadTail(ReadOnlySpan<byte> tail)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        tail.CopyTo(bytes);
        return Vector128.Create(bytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Lookup(Vector128<byte> table, Vector128<byte> indices) =>
        Ssse3.IsSupported ? Ssse3.Shuffle(table, indices) : Vector128.Shuffle(table, indices);
}
