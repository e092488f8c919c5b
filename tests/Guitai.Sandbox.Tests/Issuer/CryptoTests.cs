using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.CardValues;
using Guitai.PaymentCrypto.Macs;
using Guitai.PaymentCrypto.PinBlocks;
using Guitai.Sandbox.Issuer.Crypto;
using IssuerCardValues = Guitai.Sandbox.Issuer.Crypto.CardValues;
using IssuerPinBlock = Guitai.Sandbox.Issuer.Crypto.PinBlock;

namespace Guitai.Sandbox.Tests.Issuer;

/// <summary>The issuer's own ciphers against published values, the platform's and the host's library.</summary>
public sealed class CryptoTests
{
    private readonly Random _random = new(5);

    [Theory]
    // FIPS 81 and NBS SP 500-20: single DES is what triple-DES with equal halves is.
    [InlineData("0123456789ABCDEF", "4E6F772069732074", "3FA40E8A984D4815")]
    [InlineData("133457799BBCDFF1", "0123456789ABCDEF", "85E813540F0AB405")]
    [InlineData("0101010101010101", "8000000000000000", "95F8A5E5DD31D900")]
    [InlineData("0101010101010101", "0000000000000001", "166B40B44ABA4BD6")]
    [InlineData("8001010101010101", "0000000000000000", "95A8D72813DAA94D")]
    [InlineData("7CA110454A1A6E57", "01A1D6D039776742", "690F5B0D9A26939B")]
    public void DES_gives_the_published_values(string key, string plain, string encrypted)
    {
        var des = new Des(Convert.FromHexString(key + key));
        Assert.Equal(Number(encrypted), des.EncryptLeft(Number(plain)));
        Assert.Equal(Number(encrypted), des.Encrypt(Number(plain)));
        Assert.Equal(Number(plain), des.Decrypt(Number(encrypted)));
    }

    [Fact]
    public void Triple_DES_agrees_with_the_platforms()
    {
        for (var i = 0; i < 500; i++)
        {
            var key = Random(16);
            var block = Random(8);
#pragma warning disable CA5350 // It is what is compared with.
            using var platform = TripleDES.Create();
#pragma warning restore CA5350
            platform.Key = [.. key, .. key[..8]];
            var des = new Des(key);
            var expected = platform.EncryptEcb(block, PaddingMode.None);
            Assert.Equal(BinaryPrimitives.ReadUInt64BigEndian(expected), des.Encrypt(BinaryPrimitives.ReadUInt64BigEndian(block)));
            Assert.Equal(BinaryPrimitives.ReadUInt64BigEndian(block), des.Decrypt(BinaryPrimitives.ReadUInt64BigEndian(expected)));
        }
    }

    [Fact]
    public void Parity_and_check_values_are_those_of_the_other_library()
    {
        for (var i = 0; i < 200; i++)
        {
            var key = Random(16);
            var other = key.ToArray();
            Des.MakeOdd(key);
            DesParity.MakeOdd(other);
            Assert.Equal(other, key);
            Assert.Equal(KeyCheckValue.Of(KeyAlgorithm.Tdes, key), Des.CheckValue(key).ToString("X6", CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Retail_MACs_of_every_length_agree()
    {
        for (var length = 1; length < 200; length++)
        {
            var key = Random(16);
            var message = Random(length);
            using var other = RetailMacKey.FromClear(KeyAlgorithm.Tdes, key);
            var expected = new byte[8];
            other.Compute(message, expected);
            Assert.Equal(BinaryPrimitives.ReadUInt64BigEndian(expected), RetailMac.Compute(new Des(key), message));
        }
    }

    [Fact]
    public void Card_values_and_PVVs_agree()
    {
        for (var i = 0; i < 300; i++)
        {
            var (verification, pinVerification, generation) = (Random(16), Random(16), Random(16));
            var pan = Digits(13 + (i % 7));
            var values = new IssuerCardValues(new Des(verification), new Des(pinVerification), new Des(generation));
            var bytes = Encoding.ASCII.GetBytes(pan);
            using var cvk = CardVerificationKey.FromClear(KeyAlgorithm.Tdes, verification);
            var (expiry, service) = (_random.Next(10_000), _random.Next(1_000));
            var cvv = new char[3];
            cvk.Compute(pan, $"{expiry:D4}", $"{service:D3}", cvv);
            Assert.Equal(new string(cvv), $"{values.Verification(bytes, expiry, service):D3}");
            using var pvk = PinVerificationKey.FromClear(KeyAlgorithm.Tdes, pinVerification);
            var pin = _random.Next(10_000);
            var pvv = new char[4];
            var clear = ClearPin.From($"{pin:D4}");
            pvk.Compute(pan, IssuerCardValues.KeyIndex, ref clear, pvv);
            Assert.Equal(new string(pvv), $"{values.PinVerification(bytes, pin):D4}");
        }
    }

    [Fact]
    public void The_published_CVV_is_found()
    {
        // Visa's example as it is passed on: CVK 0123456789ABCDEF FEDCBA9876543210, 4123456789012345, 8701, 101.
        var values = new IssuerCardValues(
            new Des(Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210")),
            new Des(Random(16)),
            new Des(Random(16))
        );
        Assert.Equal(561, values.Verification("4123456789012345"u8, 8701, 101));
    }

    [Fact]
    public void PIN_blocks_of_every_length_are_read_and_spoilt_ones_are_not()
    {
        for (var length = 4; length <= 12; length++)
        {
            var key = Random(16);
            var pan = Digits(16);
            var pin = Digits(length);
            using var other = PinKey.FromClear(KeyAlgorithm.Tdes, key);
            var encrypted = new byte[8];
            var clear = ClearPin.From(pin);
            other.Encrypt(PinBlockFormat.Iso0, ref clear, pan, _random.NextBytes, encrypted);
            var block = new Des(key).Decrypt(BinaryPrimitives.ReadUInt64BigEndian(encrypted));
            Assert.True(IssuerPinBlock.TryRead(block, Encoding.ASCII.GetBytes(pan), out var read));
            Assert.Equal(pin[..4], $"{read:D4}");
            Assert.Equal(block, IssuerPinBlock.Make(Encoding.ASCII.GetBytes(pin), Encoding.ASCII.GetBytes(pan)));
            foreach (var bit in (int[])[63, 62, 61, 60, 0, 1, 2, 3])
            {
                Assert.False(IssuerPinBlock.TryRead(block ^ (1UL << bit), Encoding.ASCII.GetBytes(pan), out _));
            }
        }
    }

    [Fact]
    public void Marks_tell_card_numbers_apart()
    {
        var values = new IssuerCardValues(new Des(Random(16)), new Des(Random(16)), new Des(Random(16)));
        var pans = Enumerable.Range(0, 2_000).Select(i => Digits(13 + (i % 7))).Distinct().ToList();
        Assert.Equal(pans.Count, pans.Select(p => values.Mark(Encoding.ASCII.GetBytes(p))).Distinct().Count());
        Assert.NotEqual(values.Mark("0123456789012"u8), values.Mark("123456789012"u8));
    }

    private static ulong Number(string hex) => ulong.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + _random.Next(10))));

    private byte[] Random(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }
}
