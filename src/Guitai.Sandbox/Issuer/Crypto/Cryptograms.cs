using System.Buffers.Binary;

namespace Guitai.Sandbox.Issuer.Crypto;

/// <summary>EMV's card keys, session keys, cryptograms, answers and script MACs (EMV Book 2, 8 and A1; VIS 1.5, appendix D for versions 10 and 18).</summary>
internal static class Cryptograms
{
    /// <summary>Cryptogram version of VIS that uses the card's master key itself.</summary>
    public const int Version10 = 0x0A;

    /// <summary>Cryptogram version of VIS that uses the common session key.</summary>
    public const int Version18 = 0x12;

    /// <summary>A card's master key by option A (EMV Book 2, A1.4.1), with odd parity.</summary>
    /// <param name="issuer">The issuer's master key.</param>
    /// <param name="pan">Digits of the card number, ASCII.</param>
    /// <param name="sequence">0 to 99.</param>
    /// <param name="key">16 bytes.</param>
    public static void CardKey(Des issuer, ReadOnlySpan<byte> pan, int sequence, Span<byte> key)
    {
        var block = 0UL;
        foreach (var digit in pan.Length > 14 ? pan[^14..] : pan)
        {
            block = (block << 4) | (uint)(digit & 15);
        }

        block = (block << 8) | (uint)(((sequence / 10) << 4) | (sequence % 10));
        BinaryPrimitives.WriteUInt64BigEndian(key, issuer.Encrypt(block));
        BinaryPrimitives.WriteUInt64BigEndian(key[8..], issuer.Encrypt(~block));
        Des.MakeOdd(key);
    }

    /// <summary>A session key by the common method (EMV Book 2, A1.3.1): for cryptograms of the counter, for scripts of the cryptogram.</summary>
    /// <param name="card">The card's master key.</param>
    /// <param name="diversification">Eight bytes as a number.</param>
    /// <param name="key">16 bytes.</param>
    public static void CommonSession(Des card, ulong diversification, Span<byte> key)
    {
        const ulong Third = 0x0000FF0000000000;
        BinaryPrimitives.WriteUInt64BigEndian(key, card.Encrypt((diversification & ~Third) | 0x0000F00000000000));
        BinaryPrimitives.WriteUInt64BigEndian(key[8..], card.Encrypt((diversification & ~Third) | 0x00000F0000000000));
        Des.MakeOdd(key);
    }

    /// <summary>The key that makes one transaction's cryptogram and its answer.</summary>
    /// <param name="issuer">The issuer's master key for cryptograms.</param>
    /// <param name="version">10 or 18 as in 9F10.</param>
    /// <param name="counter">9F36.</param>
    public static Des TransactionKey(Des issuer, ReadOnlySpan<byte> pan, int sequence, int version, int counter)
    {
        Span<byte> card = stackalloc byte[16];
        CardKey(issuer, pan, sequence, card);
        return OfCard(card, version, counter);
    }

    /// <summary>The same of the card's own master key.</summary>
    public static Des OfCard(ReadOnlySpan<byte> card, int version, int counter)
    {
        if (version != Version18)
        {
            return new Des(card);
        }

        Span<byte> key = stackalloc byte[16];
        CommonSession(new Des(card), (ulong)(uint)counter << 48, key);
        return new Des(key);
    }

    /// <summary>The cryptogram over data as the page lists them.</summary>
    public static ulong Compute(Des key, int version, ReadOnlySpan<byte> data) =>
        RetailMac.Compute(key, data, version == Version18 ? MacPadding.Bit : MacPadding.Zeros);

    /// <summary>The answer by method 1 (EMV Book 2, 8.2.1).</summary>
    /// <param name="code">The two characters of field 39.</param>
    public static ulong Answer1(Des key, ulong cryptogram, ushort code) => key.Encrypt(cryptogram ^ ((ulong)code << 48));

    /// <summary>The answer by method 2 (EMV Book 2, 8.2.2), four bytes.</summary>
    public static uint Answer2(Des key, ulong cryptogram, uint statusUpdate)
    {
        Span<byte> data = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64BigEndian(data, cryptogram);
        BinaryPrimitives.WriteUInt32BigEndian(data[8..], statusUpdate);
        return (uint)(RetailMac.Compute(key, data, MacPadding.Bit) >> 32);
    }

    /// <summary>A session key for scripts: version 10 by VIS (the counter into the halves, its complement into the right one), version 18 by the common method.</summary>
    public static Des ScriptKey(Des issuer, ReadOnlySpan<byte> pan, int sequence, int version, int counter, ulong cryptogram)
    {
        Span<byte> card = stackalloc byte[16];
        CardKey(issuer, pan, sequence, card);
        return ScriptOfCard(card, version, counter, cryptogram);
    }

    /// <summary>The same of the card's own master key for scripts.</summary>
    public static Des ScriptOfCard(ReadOnlySpan<byte> card, int version, int counter, ulong cryptogram)
    {
        Span<byte> key = stackalloc byte[16];
        card.CopyTo(key);
        if (version == Version18)
        {
            CommonSession(new Des(card), cryptogram, key);
        }
        else
        {
            key[6] ^= (byte)(counter >> 8);
            key[7] ^= (byte)(counter & 0xFF);
            key[14] ^= (byte)(~(counter >> 8) & 0xFF);
            key[15] ^= (byte)(~counter & 0xFF);
            Des.MakeOdd(key);
        }

        return new Des(key);
    }
}
