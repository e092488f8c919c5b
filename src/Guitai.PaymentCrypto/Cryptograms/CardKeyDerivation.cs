using System.Buffers.Binary;
using System.Security.Cryptography;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.Cryptograms;

/// <summary>How an issuer's master key becomes a card's (EMV Book 2, A1.4).</summary>
public enum CardKeyOption
{
    /// <summary>Option A (A1.4.1): from the 16 rightmost digits of card number and sequence number.</summary>
    A,

    /// <summary>Option B (A1.4.2): for card numbers of more than 16 digits through SHA-1; as A for others.</summary>
    B,
}

/// <summary>EMV's key derivations, on clear keys inside the library.</summary>
internal static class CardKeyDerivation
{
    private const int KeyLength = 16;

    /// <summary>A card's master key (EMV Book 2, A1.4), with odd parity.</summary>
    public static void CardKey(
        BlockCipher issuer,
        ReadOnlySpan<char> pan,
        ReadOnlySpan<char> sequence,
        CardKeyOption option,
        Span<byte> key
    )
    {
        Bytes.RequireDigits(pan, 8, 19, "card number");
        Bytes.RequireDigits(sequence, 2, 2, "card sequence number");
        Span<char> digits = stackalloc char[22];
        pan.CopyTo(digits);
        sequence.CopyTo(digits[pan.Length..]);
        digits = digits[..(pan.Length + 2)];
        Span<byte> blocks = stackalloc byte[KeyLength];
        blocks.Clear();
        if (option is CardKeyOption.B && pan.Length > 16)
        {
            Hashed(digits, blocks[..8]);
        }
        else
        {
            var count = Math.Min(16, digits.Length);
            for (var i = 1; i <= count; i++)
            {
                Bytes.SetNibble(blocks, 16 - i, digits[^i] - '0');
            }
        }

        blocks[..8].CopyTo(blocks[8..]);
        Bytes.Xor(blocks[8..], (byte)0xFF);
        issuer.Encrypt(blocks, key);
        DesParity.MakeOdd(key);
    }

    /// <summary>A session key by the common method (EMV Book 2, A1.3): for application cryptograms the diversification is the counter and zeros, for scripts the cryptogram.</summary>
    public static void CommonSession(BlockCipher card, ReadOnlySpan<byte> diversification, Span<byte> key)
    {
        Span<byte> blocks = stackalloc byte[KeyLength];
        diversification.CopyTo(blocks);
        diversification.CopyTo(blocks[8..]);
        blocks[2] = 0xF0;
        blocks[10] = 0x0F;
        card.Encrypt(blocks, key);
        DesParity.MakeOdd(key);
    }

    /// <summary>A session key for scripts by Visa's method (VIS 1.5, B.4): the counter into the left half, its complement into the right.</summary>
    public static void VisaSession(ReadOnlySpan<byte> card, ushort counter, Span<byte> key)
    {
        card.CopyTo(key);
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, counter);
        Bytes.Xor(key[6..8], bytes);
        Bytes.Xor(bytes, (byte)0xFF);
        Bytes.Xor(key[14..16], bytes);
        DesParity.MakeOdd(key);
    }

    private static void Hashed(ReadOnlySpan<char> digits, Span<byte> block)
    {
        Span<byte> packed = stackalloc byte[11];
        packed.Clear();
        var odd = digits.Length % 2;
        for (var i = 0; i < digits.Length; i++)
        {
            Bytes.SetNibble(packed, odd + i, digits[i] - '0');
        }

        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // The standard fixes SHA-1; nothing rests on its resistance to collisions.
        SHA1.HashData(packed[..((digits.Length + odd) / 2)], hash);
#pragma warning restore CA5350
        Span<char> decimals = stackalloc char[16];
        CardValues.Decimals.Take(hash, decimals);
        for (var i = 0; i < 16; i++)
        {
            Bytes.SetNibble(block, i, decimals[i] - '0');
        }
    }
}
