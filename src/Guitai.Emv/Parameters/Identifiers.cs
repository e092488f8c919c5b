using System.Globalization;

namespace Guitai.Emv.Parameters;

/// <summary>An application's identifier: a registered provider (RID, 5 bytes) and up to 11 bytes of its own (EMV Book 1, 12.2.1).</summary>
public readonly record struct Aid
{
    private readonly string? _hex;

    private Aid(string hex) => _hex = hex;

    /// <summary>Upper-case hex.</summary>
    public string Hex => _hex ?? "";

    /// <summary>The provider.</summary>
    public Rid Rid => Rid.Parse(Hex.Length < 10 ? "" : Hex[..10]) ?? default;

    /// <summary>Five to sixteen bytes.</summary>
    public byte[] ToBytes() => Convert.FromHexString(Hex);

    /// <summary>Reads an identifier off a card or a parameter.</summary>
    /// <returns>Null when it has not 5 to 16 bytes.</returns>
    public static Aid? From(ReadOnlySpan<byte> bytes) => bytes.Length is >= 5 and <= 16 ? new Aid(Convert.ToHexString(bytes)) : null;

    /// <summary>Reads hex.</summary>
    /// <returns>Null when it is not 5 to 16 bytes in hex.</returns>
    public static Aid? Parse(string hex) => Hexadecimal.TryRead(hex) is { } bytes ? From(bytes) : null;

    /// <summary>True when this identifier is a longer one of the same beginning, or the same.</summary>
    public bool StartsWith(Aid beginning) => Hex.StartsWith(beginning.Hex, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Hex;
}

/// <summary>A registered application provider: the first five bytes of its applications' identifiers.</summary>
public readonly record struct Rid
{
    private readonly string? _hex;

    private Rid(string hex) => _hex = hex;

    /// <summary>Upper-case hex.</summary>
    public string Hex => _hex ?? "";

    /// <summary>Reads hex.</summary>
    /// <returns>Null when it is not five bytes in hex.</returns>
    public static Rid? Parse(string hex) => Hexadecimal.TryRead(hex) is { Length: 5 } bytes ? From(bytes) : null;

    /// <summary>Reads five bytes.</summary>
    /// <returns>Null when there are not five.</returns>
    public static Rid? From(ReadOnlySpan<byte> bytes) => bytes.Length == 5 ? new Rid(Convert.ToHexString(bytes)) : null;

    /// <inheritdoc/>
    public override string ToString() => Hex;
}

/// <summary>The 40 bits of a terminal or issuer action code, in the places of the TVR (EMV Book 3, 10.7; annex C5).</summary>
/// <param name="Bits">Byte 1 highest.</param>
public readonly record struct ActionCode(ulong Bits)
{
    /// <summary>No bit: what a missing code for denial means.</summary>
    public static readonly ActionCode None = new(0);

    /// <summary>Every bit: what a missing code for online or default means.</summary>
    public static readonly ActionCode All = new(0xFF_FFFF_FFFF);

    /// <summary>Reads five bytes.</summary>
    /// <returns>Null when there are not five.</returns>
    public static ActionCode? From(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != 5)
        {
            return null;
        }

        ulong bits = 0;
        foreach (var value in bytes)
        {
            bits = (bits << 8) | value;
        }

        return new ActionCode(bits);
    }

    /// <inheritdoc/>
    public override string ToString() => Bits.ToString("X10", CultureInfo.InvariantCulture);
}

internal static class Hexadecimal
{
    public static byte[]? TryRead(string text)
    {
        var bytes = new byte[text.Length / 2];
        return text.Length % 2 == 0 && Convert.FromHexString(text, bytes, out _, out var written) == System.Buffers.OperationStatus.Done
            ? bytes[..written]
            : null;
    }
}
