using System.Security.Cryptography;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.PinBlocks;

/// <summary>Clear PIN fields of 8 bytes, formats 0, 1 and 3, and the two fields of format 4 (ISO 9564-1:2017, 9.3.2 to 9.4). Inside the library only: a clear block never leaves it.</summary>
internal static class PinBlock
{
    private const int PinPlace = 2;

    public static int Length(PinBlockFormat format) => format is PinBlockFormat.Iso4 ? 16 : 8;

    /// <summary>Writes a clear 8-byte block.</summary>
    public static void Encode(
        PinBlockFormat format,
        scoped ref ClearPin pin,
        scoped ReadOnlySpan<char> pan,
        FillRandom random,
        scoped Span<byte> block
    )
    {
        Fill(format, block, random);
        WritePin(block, (int)format, ref pin);
        XorPan(format, pan, block);
    }

    /// <summary>Reads a clear 8-byte block; it is left as it was.</summary>
    public static PinBlockFault Decode(
        PinBlockFormat format,
        scoped ReadOnlySpan<byte> block,
        scoped ReadOnlySpan<char> pan,
        ref ClearPin pin
    )
    {
        Span<byte> field = stackalloc byte[8];
        block.CopyTo(field);
        XorPan(format, pan, field);
        var fault = ReadPin(format, field, 14, ref pin);
        CryptographicOperations.ZeroMemory(field);
        return fault;
    }

    /// <summary>The PIN field of format 4 (9.4.2.2): 4, length, digits, A to the 8th byte, eight random bytes.</summary>
    public static void EncodePinField4(scoped ref ClearPin pin, FillRandom random, scoped Span<byte> field)
    {
        field[..8].Fill(0xAA);
        random(field[8..16]);
        WritePin(field, 4, ref pin);
    }

    /// <summary>The PAN field of format 4 (9.4.2.3): length − 12, digits (twelve at least, padded on the left), zeros.</summary>
    public static void EncodePanField4(scoped ReadOnlySpan<char> pan, scoped Span<byte> field)
    {
        Bytes.RequireDigits(pan, 1, 19, "card number");
        field.Clear();
        var padding = Math.Max(0, 12 - pan.Length);
        Bytes.SetNibble(field, 0, Math.Max(0, pan.Length - 12));
        for (var i = 0; i < pan.Length; i++)
        {
            Bytes.SetNibble(field, 1 + padding + i, pan[i] - '0');
        }
    }

    public static PinBlockFault DecodePinField4(scoped ReadOnlySpan<byte> field, ref ClearPin pin) =>
        ReadPin(PinBlockFormat.Iso4, field, 16, ref pin);

    /// <summary>The twelve rightmost digits of the card number without its check digit (9.3.2.3), XORed into formats 0 and 3.</summary>
    public static void XorPan(PinBlockFormat format, scoped ReadOnlySpan<char> pan, scoped Span<byte> block)
    {
        if (format is PinBlockFormat.Iso1)
        {
            return;
        }

        Bytes.RequireDigits(pan, 13, 19, "card number");
        var digits = pan[^13..^1];
        for (var i = 0; i < 12; i += 2)
        {
            block[2 + i / 2] ^= (byte)((digits[i] - '0') << 4 | (digits[i + 1] - '0'));
        }
    }

    private static void WritePin(scoped Span<byte> block, int control, scoped ref ClearPin pin)
    {
        var digits = pin.Values;
        if (digits.Length == 0)
        {
            throw new ArgumentException("There is no PIN.", nameof(pin));
        }

        Bytes.SetNibble(block, 0, control);
        Bytes.SetNibble(block, 1, digits.Length);
        for (var i = 0; i < digits.Length; i++)
        {
            Bytes.SetNibble(block, PinPlace + i, digits[i]);
        }
    }

    private static void Fill(PinBlockFormat format, scoped Span<byte> block, FillRandom random)
    {
        switch (format)
        {
            case PinBlockFormat.Iso1:
                random(block);
                break;
            case PinBlockFormat.Iso3:
                FillLetters(block, random);
                break;
            default:
                block.Fill(0xFF);
                break;
        }
    }

    /// <summary>Nibbles A to F, each equally likely: values that would favour some are drawn again.</summary>
    private static void FillLetters(scoped Span<byte> block, FillRandom random)
    {
        Span<byte> drawn = stackalloc byte[16];
        for (var place = 0; place < 16; )
        {
            random(drawn);
            foreach (var value in drawn)
            {
                if (place < 16 && value < 252)
                {
                    Bytes.SetNibble(block, place++, 10 + value % 6);
                }
            }
        }

        CryptographicOperations.ZeroMemory(drawn);
    }

    private static PinBlockFault ReadPin(PinBlockFormat format, scoped ReadOnlySpan<byte> field, int end, ref ClearPin pin)
    {
        if (Bytes.Nibble(field, 0) != (int)format)
        {
            return PinBlockFault.Format;
        }

        var length = Bytes.Nibble(field, 1);
        if (length is < 4 or > 12)
        {
            return PinBlockFault.PinLength;
        }

        for (var place = PinPlace + length; place < Math.Min(16, end + 2); place++)
        {
            var filling = Bytes.Nibble(field, place);
            var right = format switch
            {
                PinBlockFormat.Iso0 => filling == 0xF,
                PinBlockFormat.Iso3 => filling >= 0xA,
                PinBlockFormat.Iso4 => filling == 0xA,
                _ => true,
            };
            if (!right)
            {
                return PinBlockFault.Filling;
            }
        }

        for (var i = 0; i < length; i++)
        {
            if (Bytes.Nibble(field, PinPlace + i) > 9)
            {
                return PinBlockFault.Digit;
            }
        }

        pin.Dispose();
        var digits = pin.Set(length);
        for (var i = 0; i < length; i++)
        {
            digits[i] = (byte)Bytes.Nibble(field, PinPlace + i);
        }

        return PinBlockFault.None;
    }
}
