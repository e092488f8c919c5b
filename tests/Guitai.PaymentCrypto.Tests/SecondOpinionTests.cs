using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Guitai.PaymentCrypto.Dukpt;
using Guitai.PaymentCrypto.Macs;
using Guitai.PaymentCrypto.PinBlocks;

namespace Guitai.PaymentCrypto.Tests;

/// <summary>Where too little is published: the same rules written a second time, apart, slowly and on text, over the platform's own ciphers.</summary>
public sealed class SecondOpinionTests
{
    private readonly Random _random = new(4);

    [Fact]
    public void UnionPay_MACs_agree()
    {
        for (var i = 0; i < 200; i++)
        {
            var key = Random(16);
            var message = Random(_random.Next(0, 300));
            using var mac = UnionPayMacKey.FromClear(KeyAlgorithm.Tdes, key);
            var ours = new byte[8];
            mac.Compute(message, ours);
            ulong folded = 0;
            for (var at = 0; at < message.Length; at += 8)
            {
                var part = Convert.ToHexString(message, at, Math.Min(8, message.Length - at)).PadRight(16, '0');
                folded ^= ulong.Parse(part, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            }

            var text = folded.ToString("X16", CultureInfo.InvariantCulture);
            var first = Des(key, Encoding.ASCII.GetBytes(text[..8]));
            var second = Des(key, [.. first.Zip(Encoding.ASCII.GetBytes(text[8..]), (a, b) => (byte)(a ^ b))]);
            Assert.Equal(Convert.ToHexString(second)[..8], Encoding.ASCII.GetString(ours));
        }
    }

    [Fact]
    public void Check_values_of_AES_and_HMAC_keys_agree()
    {
        foreach (var length in (int[])[16, 24, 32])
        {
            var key = Random(length);
            using var aes = Aes.Create();
            aes.Key = key;
            // CMAC of one block of zeros is the encryption of the first subkey, which is the encryption of zeros shifted left (RFC 4493, 2.3 and 2.4).
            var zeros = new System.Numerics.BigInteger(aes.EncryptEcb(new byte[16], PaddingMode.None), isUnsigned: true, isBigEndian: true);
            var top = System.Numerics.BigInteger.One << 128;
            var shifted = zeros * 2 >= top ? (zeros * 2 - top) ^ 0x87 : zeros * 2;
            var subkey = Convert.FromHexString(shifted.ToString("X33", CultureInfo.InvariantCulture)[^32..]);
            var expected = Convert.ToHexString(aes.EncryptEcb(subkey, PaddingMode.None))[..6];
            Assert.Equal(expected, KeyCheckValue.Of(KeyAlgorithm.Aes, key));
        }

        var secret = Random(32);
        var padded = secret.Concat(new byte[32]).ToArray();
        var inner = SHA256.HashData([.. padded.Select(b => (byte)(b ^ 0x36))]);
        var outer = SHA256.HashData([.. padded.Select(b => (byte)(b ^ 0x5C)), .. inner]);
        Assert.Equal(Convert.ToHexString(outer)[..6], KeyCheckValue.Of(KeyAlgorithm.Hmac, secret));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    public void AES_DUKPT_keys_of_every_type_agree(int baseLength)
    {
        for (var i = 0; i < 20; i++)
        {
            var baseKey = Random(baseLength);
            var counter = (uint)_random.Next(1, 0xFFFF);
            var ksn = new AesKsn((ulong)_random.NextInt64(), counter);
            var initial = new byte[baseLength];
            AesDukpt.InitialKey(baseKey, ksn.InitialKeyId, initial);
            var id = ksn.InitialKeyId.ToString("X16", CultureInfo.InvariantCulture);
            Assert.Equal(Derive(baseKey, "8001", AesCode(baseLength), baseLength, id), Convert.ToHexString(initial));
            var key = initial;
            var bits = 0U;
            foreach (var bit in Enumerable.Range(0, 32).Select(n => 0x8000_0000U >> n).Where(b => (counter & b) != 0))
            {
                bits |= bit;
                key = Convert.FromHexString(
                    Derive(key, "8000", AesCode(baseLength), baseLength, id[8..] + bits.ToString("X8", CultureInfo.InvariantCulture))
                );
            }

            foreach (var (type, code, length) in Types().Where(t => AesDukpt.IsStrongEnough(baseLength, t.Type)))
            {
                foreach (var (usage, number) in Usages())
                {
                    var ours = new byte[length];
                    AesDukpt.WorkingKey(initial, ksn, usage, type, ours);
                    Assert.Equal(
                        Derive(key, number, code, length, id[8..] + counter.ToString("X8", CultureInfo.InvariantCulture)),
                        Convert.ToHexString(ours)
                    );
                }
            }
        }
    }

    [Fact]
    public void Triple_DES_DUKPT_keys_of_every_use_agree()
    {
        var variants = new Dictionary<DukptUsage, string>
        {
            [DukptUsage.Pin] = "00000000000000FF",
            [DukptUsage.MacRequest] = "000000000000FF00",
            [DukptUsage.MacResponse] = "00000000FF000000",
            [DukptUsage.DataRequest] = "0000000000FF0000",
            [DukptUsage.DataResponse] = "000000FF00000000",
        };
        Assert.True(TdesKsn.TryRead(Vectors.Bytes("FFFF9876543210E000A5"), out var ksn));
        var initial = Random(16);
        var transaction = new byte[16];
        TdesDukpt.TransactionKey(initial, ksn, transaction);
        foreach (var (usage, variant) in variants)
        {
            var ours = new byte[16];
            TdesDukpt.WorkingKey(initial, ksn, usage, ours);
            byte[] expected = [.. transaction.Zip(Vectors.Bytes(variant + variant), (a, b) => (byte)(a ^ b))];
            if (usage is DukptUsage.DataRequest or DukptUsage.DataResponse)
            {
                expected = [.. Des(expected, expected[..8]), .. Des(expected, expected[8..])];
            }

            Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(ours));
        }
    }

    [Fact]
    public void Clear_PIN_blocks_agree_for_every_length_of_PIN_and_card()
    {
        for (var i = 0; i < 500; i++)
        {
            var pin = string.Concat(Enumerable.Range(0, _random.Next(4, 13)).Select(_ => (char)('0' + _random.Next(10))));
            var pan = string.Concat(Enumerable.Range(0, _random.Next(13, 20)).Select(_ => (char)('0' + _random.Next(10))));
            var field = ulong.Parse($"0{pin.Length:X}{pin}".PadRight(16, 'F'), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var card = ulong.Parse(pan[^13..^1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var block = new byte[8];
            var clear = ClearPin.From(pin);
            PinBlock.Encode(PinBlockFormat.Iso0, ref clear, pan, Vectors.System, block);
            Assert.Equal((field ^ card).ToString("X16", CultureInfo.InvariantCulture), Convert.ToHexString(block));
            PinBlock.Encode(PinBlockFormat.Iso3, ref clear, pan, Vectors.Fixed(1), block);
            var three = ulong.Parse($"3{pin.Length:X}{pin}".PadRight(16, 'B'), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Assert.Equal((three ^ card).ToString("X16", CultureInfo.InvariantCulture), Convert.ToHexString(block));
            PinBlock.Encode(PinBlockFormat.Iso1, ref clear, "", Vectors.Fixed(0x5A), block);
            Assert.Equal(
                string.Concat($"1{pin.Length:X}{pin}".PadRight(16, '_').Select((c, n) => c == '_' ? "5A"[n % 2] : c)),
                Convert.ToHexString(block)
            );
        }
    }

    private static IEnumerable<(DukptKeyType Type, string Code, int Length)> Types() =>
        [
            (DukptKeyType.Tdes2, "0000", 16),
            (DukptKeyType.Tdes3, "0001", 24),
            (DukptKeyType.Aes128, "0002", 16),
            (DukptKeyType.Aes192, "0003", 24),
            (DukptKeyType.Aes256, "0004", 32),
            (DukptKeyType.Hmac128, "0005", 16),
            (DukptKeyType.Hmac192, "0005", 24),
            (DukptKeyType.Hmac256, "0005", 32),
        ];

    private static IEnumerable<(DukptUsage Usage, string Code)> Usages() =>
        [
            (DukptUsage.KeyEncryption, "0002"),
            (DukptUsage.Pin, "1000"),
            (DukptUsage.MacRequest, "2000"),
            (DukptUsage.MacResponse, "2001"),
            (DukptUsage.MacBoth, "2002"),
            (DukptUsage.DataRequest, "3000"),
            (DukptUsage.DataResponse, "3001"),
            (DukptUsage.DataBoth, "3002"),
        ];

    private static string AesCode(int length) =>
        length switch
        {
            16 => "0002",
            24 => "0003",
            _ => "0004",
        };

    private static string Derive(byte[] key, string usage, string algorithm, int length, string context)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        var text = new StringBuilder();
        for (var block = 1; text.Length < 2 * length; block++)
        {
            var data = Convert.FromHexString($"01{block:X2}{usage}{algorithm}{length * 8:X4}{context}");
            text.Append(Convert.ToHexString(aes.EncryptEcb(data, PaddingMode.None)));
        }

        return text.ToString()[..(2 * length)];
    }

    private static byte[] Des(byte[] key, byte[] block)
    {
#pragma warning disable CA5350 // The networks use it.
        using var des = TripleDES.Create();
#pragma warning restore CA5350
        des.Key = [.. key, .. key[..8]];
        return des.EncryptEcb(block, PaddingMode.None);
    }

    private byte[] Random(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }
}
