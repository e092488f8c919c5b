using System.Security.Cryptography;
using Guitai.PaymentCrypto.Cryptograms;

namespace Guitai.PaymentCrypto.Tests;

/// <summary>Application cryptograms and the issuer's answers a second time, in the words of EMV Book 2 and over the platform's ciphers: of CVN 10 one value only is published.</summary>
public sealed class SecondCryptogramTests
{
    private readonly Random _random = new(10);

    [Theory]
    [InlineData("4123456789012345", "00")]
    [InlineData("4123456789012345678", "07")]
    [InlineData("41234567", "99")]
    [InlineData("622500000000001", "01")]
    public void Cryptograms_with_and_without_session_keys_agree(string pan, string sequence)
    {
        for (var i = 0; i < 40; i++)
        {
            var (master, data, counter) = (Key(), Bytes(_random.Next(1, 60)), (ushort)_random.Next(65_536));
            var arc = Bytes(2);
            var (csu, proprietary) = (Bytes(4), Bytes(_random.Next(9)));
            using var issuer = IssuerCryptogramKey.FromClear(KeyAlgorithm.Tdes, master);
            using var card = issuer.DeriveCardKey(pan, sequence);
            using var session = card.DeriveSessionKey(counter);
            var cardKey = CardKey(master, pan, sequence);
            var sessionKey = SessionKey(cardKey, counter);
            var arqc = new byte[8];
            var arpc = new byte[8];

            // CVN 10: the card's key itself, zeros for padding.
            card.ComputeCryptogram(data, CryptogramPadding.Zeros, arqc);
            Assert.Equal(Mac(cardKey, Zeros(data)), arqc);
            card.ComputeAnswer(arqc, arc, arpc);
            Assert.Equal(Tdes(cardKey, Xor(arqc, [.. arc, 0, 0, 0, 0, 0, 0])), arpc);

            // CVN 18: a key of this transaction, one bit and zeros for padding.
            session.ComputeCryptogram(data, CryptogramPadding.Bit, arqc);
            Assert.Equal(Mac(sessionKey, Zeros([.. data, 0x80])), arqc);
            session.ComputeAnswer(arqc, csu, proprietary, arpc.AsSpan(0, 4));
            Assert.Equal(Mac(sessionKey, Zeros([.. arqc, .. csu, .. proprietary, 0x80]))[..4], arpc[..4]);
        }
    }

    /// <summary>Book 2, A1.4.1: option A.</summary>
    private static byte[] CardKey(byte[] master, string pan, string sequence)
    {
        var digits = (pan + sequence).PadLeft(16, '0')[^16..];
        var y = Convert.FromHexString(digits);
        return [.. Tdes(master, y), .. Tdes(master, [.. y.Select(b => (byte)(b ^ 0xFF))])];
    }

    /// <summary>Book 2, A1.3.1: the common method.</summary>
    private static byte[] SessionKey(byte[] card, ushort counter)
    {
        var left = Convert.FromHexString($"{counter:X4}F00000000000");
        var right = Convert.FromHexString($"{counter:X4}0F0000000000");
        return [.. Tdes(card, left), .. Tdes(card, right)];
    }

    /// <summary>Book 2, A1.2.1: chained under the left half, the last block under both.</summary>
    private static byte[] Mac(byte[] key, byte[] whole)
    {
        var state = new byte[8];
        foreach (var block in whole.Chunk(8))
        {
            state = Des(key[..8], Xor(state, block), encrypt: true);
        }

        return Des(key[..8], Des(key[8..], state, encrypt: false), encrypt: true);
    }

    private static byte[] Zeros(byte[] data) => [.. data, .. new byte[(8 - data.Length % 8) % 8]];

    private static byte[] Xor(byte[] left, byte[] right) => [.. left.Zip(right, (a, b) => (byte)(a ^ b))];

#pragma warning disable CA5350, CA5351 // The networks use them.
    private static byte[] Tdes(byte[] key, byte[] block)
    {
        using var des = TripleDES.Create();
        des.Key = [.. key, .. key[..8]];
        return des.EncryptEcb(block, PaddingMode.None);
    }

    private static byte[] Des(byte[] key, byte[] block, bool encrypt)
    {
        using var des = DES.Create();
        des.Key = key;
        return encrypt ? des.EncryptEcb(block, PaddingMode.None) : des.DecryptEcb(block, PaddingMode.None);
    }
#pragma warning restore CA5350, CA5351

    private byte[] Key()
    {
        var key = Bytes(16);
        DesParity.MakeOdd(key);
        return key;
    }

    private byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }
}
