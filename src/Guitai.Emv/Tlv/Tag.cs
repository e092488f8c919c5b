using System.Globalization;

namespace Guitai.Emv.Tlv;

/// <summary>A tag of one to three bytes (EMV Book 3, annex B1).</summary>
/// <param name="Value">The bytes as a number, first byte highest: 0x9F26, 0xDF8101.</param>
public readonly record struct Tag(int Value)
{
    /// <summary>The most bytes that a tag has here.</summary>
    public const int LongestBytes = 3;

    /// <summary>Its bytes: 1 to 3.</summary>
    public int Bytes =>
        Value switch
        {
            <= 0xFF => 1,
            <= 0xFFFF => 2,
            _ => 3,
        };

    /// <summary>The first byte.</summary>
    public byte First => (byte)((Value >> (8 * (Bytes - 1))) & 0xFF);

    /// <summary>True when the value is made of objects itself: bit 6 of the first byte (annex B1, table 35).</summary>
    public bool IsConstructed => (First & 0x20) != 0;

    /// <summary>True when the bytes are those of one tag: only the last of several has bit 8 clear, and several follow only a first byte that ends in 1F.</summary>
    public bool IsWellFormed =>
        Value is > 0 and <= 0xFFFFFF
        && Bytes switch
        {
            1 => (First & 0x1F) != 0x1F,
            2 => (First & 0x1F) == 0x1F && (Value & 0x80) == 0,
            _ => (First & 0x1F) == 0x1F && (Value & 0x8000) != 0 && (Value & 0x80) == 0,
        };

    /// <summary>Reads two, four or six hexadecimal digits that make one tag.</summary>
    /// <returns>False when they do not.</returns>
    public static bool TryParse(string? text, out Tag tag)
    {
        tag = default;
        if (
            text is not { Length: 2 or 4 or 6 }
            || !int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            || new Tag(value) is not { IsWellFormed: true } parsed
            || parsed.Bytes * 2 != text.Length
        )
        {
            return false;
        }

        tag = parsed;
        return true;
    }

    /// <summary>Upper-case hex.</summary>
    public override string ToString() => Value.ToString($"X{2 * Bytes}", CultureInfo.InvariantCulture);

    internal void Write(Span<byte> destination)
    {
        var bytes = Bytes;
        for (var i = 0; i < bytes; i++)
        {
            destination[i] = (byte)((Value >> (8 * (bytes - 1 - i))) & 0xFF);
        }
    }
}
