using Guitai.PaymentCrypto.CardValues;
using Guitai.PaymentCrypto.Cryptograms;
using Guitai.PaymentCrypto.Dukpt;
using Guitai.PaymentCrypto.KeyBlocks;
using Guitai.PaymentCrypto.KeyStore;
using Guitai.PaymentCrypto.Macs;
using Guitai.PaymentCrypto.National;
using Guitai.PaymentCrypto.PinBlocks;

namespace Guitai.PaymentCrypto.Tests;

/// <summary>What a caller must not do is refused before anything happens, at the first length or number that is wrong and not at the last that is right.</summary>
public sealed class MisuseTests
{
    private const string Pan = "4123456789012345";
    private static readonly byte[] s_key = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");

    [Fact]
    public void A_key_of_another_length_or_algorithm_is_none_for_the_use()
    {
        OnlyTdes(PinKey.FromClear, 8, 16, 24);
        OnlyTdes(RetailMacKey.FromClear, 16);
        OnlyTdes(UnionPayMacKey.FromClear, 8, 16);
        OnlyTdes(CmacKey.FromClear, 16, 24);
        OnlyTdes(DataKey.FromClear, 16, 24);
        OnlyTdes(DukptBaseKey.FromClear, 16);
        OnlyTdes(DukptInitialKey.FromClear, 16);
        OnlyTdes(KeyEncryptionKey.FromClear, 16, 24);
        OnlyTdes(KeyBlockProtectionKey.FromClear, 16, 24);
        OnlyTdes(CardVerificationKey.FromClear, 16);
        OnlyTdes(PinVerificationKey.FromClear, 16);
        OnlyTdes(IssuerCryptogramKey.FromClear, 16);
        OnlyTdes(IssuerScriptMacKey.FromClear, 16);
        OnlyTdes(IssuerScriptCipherKey.FromClear, 16);
        foreach (var own in (Make[])[StorageKey.FromClear, WrappingKey.FromClear])
        {
            own(KeyAlgorithm.Aes, new byte[32]).Dispose();
            Refused(() => own(KeyAlgorithm.Aes, new byte[16]));
            Refused(() => own(KeyAlgorithm.Hmac, new byte[32]));
        }

        LookupKey.FromClear(KeyAlgorithm.Hmac, new byte[32]).Dispose();
        Refused(() => LookupKey.FromClear(KeyAlgorithm.Hmac, new byte[16]));
        Refused(() => DataKey.FromClear(KeyAlgorithm.Hmac, new byte[16]));
        Refused(() => KeyCheckValue.Of(KeyAlgorithm.Tdes, new byte[9]));
        Assert.Equal("PinKey 08D7B4", PinKey.FromClear(KeyAlgorithm.Tdes, s_key).ToString());
    }

    [Fact]
    public void MACs_and_hashes_have_their_lengths()
    {
        using var retail = RetailMacKey.FromClear(KeyAlgorithm.Tdes, s_key);
        using var union = UnionPayMacKey.FromClear(KeyAlgorithm.Tdes, s_key);
        using var cmac = CmacKey.FromClear(KeyAlgorithm.Aes, s_key);
        foreach (var key in (MacKey[])[retail, union, cmac])
        {
            foreach (var length in (int[])[0, 3, key.MacLength + 1])
            {
                var mac = new byte[length];
                Refused(() => key.Compute("x"u8, mac));
                Assert.False(key.Verify("x"u8, mac));
            }

            foreach (var length in (int[])[4, key.MacLength])
            {
                var mac = new byte[length];
                key.Compute("x"u8, mac);
                Assert.True(key.Verify("x"u8, mac));
            }
        }

        Refused(() => Sm3.Hash("x"u8, new byte[31]));
        Refused(() => KeyCheckValue.EncryptZeros(KeyAlgorithm.Tdes, s_key, new byte[9]));
        Refused(() => KeyCheckValue.Cmac(KeyAlgorithm.Aes, s_key, new byte[17]));
        var whole = new byte[8];
        KeyCheckValue.EncryptZeros(KeyAlgorithm.Tdes, s_key, whole);
        Assert.StartsWith("08D7B4", Convert.ToHexString(whole), StringComparison.Ordinal);
    }

    [Fact]
    public void Data_are_whole_blocks_with_one_block_before_them()
    {
        using var key = DataKey.FromClear(KeyAlgorithm.Tdes, s_key);
        byte[] Bytes(int length) => new byte[length];
        Refused(() => key.EncryptCbc(Bytes(7), Bytes(16), Bytes(16)));
        Refused(() => key.EncryptCbc(Bytes(8), Bytes(15), Bytes(16)));
        Refused(() => key.EncryptCbc(Bytes(8), Bytes(16), Bytes(15)));
        Refused(() => key.DecryptCbc(Bytes(16), Bytes(16), Bytes(16)));
        Refused(() => key.DecryptCbc(Bytes(8), Bytes(16), Bytes(8)));
        Refused(() => key.EncryptEcb(Bytes(9), Bytes(16)));
        Refused(() => key.EncryptEcb(Bytes(16), Bytes(8)));
        Refused(() => key.DecryptEcb(Bytes(9), Bytes(16)));
        Refused(() => key.DecryptEcb(Bytes(16), Bytes(8)));
        var roomy = Bytes(24);
        key.EncryptCbc(Bytes(8), Bytes(16), roomy);
        Assert.Equal(Bytes(8), roomy[16..]);
    }

    [Fact]
    public void PIN_blocks_have_their_cipher_length_and_card()
    {
        using var tdes = PinKey.FromClear(KeyAlgorithm.Tdes, s_key);
        using var aes = PinKey.FromClear(KeyAlgorithm.Aes, s_key);
        Refused(() => Encrypt(tdes, PinBlockFormat.Iso4, Pan, 16));
        Refused(() => Encrypt(aes, PinBlockFormat.Iso0, Pan, 16));
        Refused(() => Encrypt(tdes, PinBlockFormat.Iso0, Pan, 7));
        Refused(() => Encrypt(aes, PinBlockFormat.Iso4, Pan, 15));
        Refused(() => Encrypt(tdes, PinBlockFormat.Iso0, Pan[..12], 8));
        Refused(() => Encrypt(tdes, PinBlockFormat.Iso3, Pan + "6789", 8));
        Refused(() => Encrypt(aes, PinBlockFormat.Iso4, "", 16));
        Refused(() => Encrypt(tdes, PinBlockFormat.Iso0, Pan, 8, pin: ""));
        Encrypt(tdes, PinBlockFormat.Iso0, Pan[..13], 8);
        Encrypt(tdes, PinBlockFormat.Iso0, Pan + "678", 9);
        Encrypt(aes, PinBlockFormat.Iso4, "4", 16);
        Encrypt(tdes, PinBlockFormat.Iso1, "", 8);
        Refused(() => tdes.Translate(PinBlockFormat.Iso0, new byte[8], Pan, aes, PinBlockFormat.Iso0, Vectors.System, new byte[8]));
        Refused(() => tdes.Translate(PinBlockFormat.Iso0, new byte[8], Pan, aes, PinBlockFormat.Iso4, Vectors.System, new byte[15]));
        Refused(() => tdes.Translate(PinBlockFormat.Iso4, new byte[16], Pan, tdes, PinBlockFormat.Iso0, Vectors.System, new byte[8]));
        Assert.Equal(
            PinBlockFault.BlockLength,
            tdes.Translate(PinBlockFormat.Iso0, new byte[16], Pan, tdes, PinBlockFormat.Iso0, Vectors.System, new byte[8])
        );
        Refused(() => ClearPin.From("123"));
        Refused(() => ClearPin.From("1234567890123"));
        Refused(() => ClearPin.From("12E4"));
        Refused(() => ClearPin.From("1234").CopyTo(new char[3]));
        var roomy = new char[6];
        ClearPin.From("1234").CopyTo(roomy);
        Assert.Equal("1234\0\0", new string(roomy));
    }

    [Fact]
    public void Card_values_are_made_of_digits_only()
    {
        using var cvk = CardVerificationKey.FromClear(KeyAlgorithm.Tdes, s_key);
        var three = new char[3];
        Refused(() => cvk.Compute(Pan.AsSpan(0, 11), "2912", "101", three));
        Refused(() => cvk.Compute(Pan + "6789", "2912", "101", three));
        Refused(() => cvk.Compute(Pan, "291", "101", three));
        Refused(() => cvk.Compute(Pan, "2912", "10A", three));
        cvk.Compute(Pan.AsSpan(0, 12), "2912", "101", three);
        using var pvk = PinVerificationKey.FromClear(KeyAlgorithm.Tdes, s_key);
        Refused(() => Pvv(pvk, Pan[..11], 1, "1234", 4));
        Refused(() => Pvv(pvk, Pan, -1, "1234", 4));
        Refused(() => Pvv(pvk, Pan, 10, "1234", 4));
        Refused(() => Pvv(pvk, Pan, 1, "1234", 5));
        Refused(() => Pvv(pvk, Pan, 1, "", 4));
        Pvv(pvk, Pan[..12], 0, "1234", 4);
        Pvv(pvk, Pan, 9, "123456", 4);
        // Only the PIN's first four digits count.
        Assert.Equal(Pvv(pvk, Pan, 9, "1234", 4), Pvv(pvk, Pan, 9, "123456", 4));
        using var pinKey = PinKey.FromClear(KeyAlgorithm.Tdes, s_key);
        Assert.False(pvk.Verify(pinKey, PinBlockFormat.Iso0, new byte[8], Pan, 1, "1234", out var fault));
        Assert.NotEqual(PinBlockFault.None, fault);
    }

    [Fact]
    public void Cryptograms_and_answers_have_their_lengths()
    {
        using var issuer = IssuerCryptogramKey.FromClear(KeyAlgorithm.Tdes, s_key);
        Refused(() => issuer.DeriveCardKey(Pan.AsSpan(0, 7), "00"));
        Refused(() => issuer.DeriveCardKey(Pan + "6789", "00"));
        Refused(() => issuer.DeriveCardKey(Pan, "0"));
        using var card = issuer.DeriveCardKey(Pan, "00");
        byte[] Bytes(int length) => new byte[length];
        Refused(() => card.DeriveSessionKey(Bytes(7)));
        Refused(() => card.ComputeCryptogram(Bytes(1), CryptogramPadding.Bit, Bytes(7)));
        Refused(() => card.ComputeCryptogram([], CryptogramPadding.Bit, Bytes(8)));
        Assert.False(card.VerifyCryptogram(Bytes(1), CryptogramPadding.Bit, Bytes(7)));
        Assert.False(card.VerifyCryptogram([], CryptogramPadding.Bit, Bytes(8)));
        Refused(() => card.ComputeAnswer(Bytes(7), Bytes(2), Bytes(8)));
        Refused(() => card.ComputeAnswer(Bytes(8), Bytes(3), Bytes(8)));
        Refused(() => card.ComputeAnswer(Bytes(8), Bytes(2), Bytes(9)));
        Refused(() => card.ComputeAnswer(Bytes(7), Bytes(4), [], Bytes(4)));
        Refused(() => card.ComputeAnswer(Bytes(8), Bytes(3), [], Bytes(4)));
        Refused(() => card.ComputeAnswer(Bytes(8), Bytes(4), Bytes(9), Bytes(4)));
        Refused(() => card.ComputeAnswer(Bytes(8), Bytes(4), [], Bytes(5)));
        card.ComputeAnswer(Bytes(8), Bytes(4), Bytes(8), Bytes(4));
    }

    [Fact]
    public void Scripts_have_their_lengths()
    {
        using var macs = IssuerScriptMacKey.FromClear(KeyAlgorithm.Tdes, s_key);
        using var mac = macs.DeriveSessionKey(Pan, "00", ScriptSession.Visa(7));
        foreach (var length in (int[])[3, 9])
        {
            Refused(() => mac.Compute("x"u8, new byte[length]));
        }

        var (four, eight) = (new byte[4], new byte[8]);
        mac.Compute("x"u8, four);
        mac.Compute("x"u8, eight);
        Assert.Equal(four, eight[..4]);
        Refused(() => ScriptSession.Common(new byte[7]));
        using var ciphers = IssuerScriptCipherKey.FromClear(KeyAlgorithm.Tdes, s_key);
        using var cipher = ciphers.DeriveSessionKey(Pan, "00", ScriptSession.Visa(7));
        Refused(() => cipher.Encrypt([], ScriptPadding.Visa, new byte[8]));
        Refused(() => cipher.Encrypt(new byte[256], ScriptPadding.Visa, new byte[264]));
        Refused(() => cipher.Encrypt(new byte[8], ScriptPadding.Visa, new byte[8]));
        cipher.Encrypt(new byte[255], ScriptPadding.Visa, new byte[ScriptCipherKey.EncryptedLength(255, ScriptPadding.Visa)]);
    }

    [Fact]
    public void A_DUKPT_key_answers_only_numbers_of_its_own_algorithm_that_a_device_may_use()
    {
        TdesKsn.TryRead(Convert.FromHexString("FFFF9876543210E00001"), out var tdes);
        TdesKsn.TryRead(Convert.FromHexString("FFFF9876543210E00000"), out var unused);
        AesKsn.TryRead(Convert.FromHexString("123456789012345600000001"), out var aes);
        using var tdesBase = DukptBaseKey.FromClear(KeyAlgorithm.Tdes, s_key);
        using var aesBase = DukptBaseKey.FromClear(KeyAlgorithm.Aes, s_key);
        Assert.Throws<InvalidOperationException>(() => tdesBase.DeriveInitialKey(aes));
        Assert.Throws<InvalidOperationException>(() => aesBase.DeriveInitialKey(tdes));
        using var tdesInitial = tdesBase.DeriveInitialKey(tdes);
        using var aesInitial = aesBase.DeriveInitialKey(aes);
        Assert.Throws<InvalidOperationException>(() => tdesInitial.DerivePinKey(unused));
        Assert.Throws<InvalidOperationException>(() => tdesInitial.DerivePinKey(aes, DukptKeyType.Tdes2));
        Assert.Throws<InvalidOperationException>(() => aesInitial.DeriveMacKey(tdes, false));
        Assert.Throws<InvalidOperationException>(() => aesInitial.DerivePinKey(aes with { Counter = 0 }, DukptKeyType.Tdes2));
        Refused(() => aesInitial.DerivePinKey(aes, DukptKeyType.Aes256));
        Refused(() => aesInitial.DerivePinKey(aes, DukptKeyType.Hmac128));

        // Request and response, MAC and data: four keys, none of which is another.
        var values = new HashSet<string>
        {
            Value(tdesInitial.DeriveMacKey(tdes, false)),
            Value(tdesInitial.DeriveMacKey(tdes, true)),
            Value(tdesInitial.DeriveDataKey(tdes, false)),
            Value(tdesInitial.DeriveDataKey(tdes, true)),
            Value(aesInitial.DeriveMacKey(aes, DukptKeyType.Aes128, false)),
            Value(aesInitial.DeriveMacKey(aes, DukptKeyType.Aes128, true)),
            Value(aesInitial.DeriveDataKey(aes, DukptKeyType.Aes128, false)),
            Value(aesInitial.DeriveDataKey(aes, DukptKeyType.Aes128, true)),
        };
        Assert.Equal(8, values.Count);
    }

    [Fact]
    public void A_serial_number_advances_to_the_next_counter_that_is_sparse_enough()
    {
        var random = new Random(24);
        TdesKsn.TryRead(Convert.FromHexString("FFFF9876543210E00000"), out var first);
        Assert.False(TdesKsn.TryRead(new byte[9], out _));
        Assert.False(AesKsn.TryRead(new byte[11], out _));
        for (var i = 0; i < 3_000; i++)
        {
            var counter = i < 2_500 ? (uint)i : (uint)random.Next(0x1F_FFFF);
            var bytes = new byte[10];
            first.Write(bytes);
            bytes[7] |= (byte)(counter >> 16);
            bytes[8] = (byte)((counter >> 8) & 0xFF);
            bytes[9] = (byte)(counter & 0xFF);
            Assert.True(TdesKsn.TryRead(bytes, out var ksn));
            Assert.Equal(Convert.ToHexString(bytes), ksn.ToString());
            var wanted = counter + 1;
            while (wanted <= 0x1F_FFFF && System.Numerics.BitOperations.PopCount(wanted) > 10)
            {
                wanted++;
            }

            Assert.Equal(wanted <= 0x1F_FFFF, ksn.TryAdvance(out var next));
            Assert.Equal(wanted <= 0x1F_FFFF ? wanted : 0, next.Counter);
            Assert.Equal(next.Counter != 0, next.IsValid);
        }

        Assert.False(Tdes("FFFF9876543210FFFC00").IsValid);
        foreach (
            var (from, to) in ((uint, uint)[])
                [(0, 1), (0x0000_FFFE, 0x0000_FFFF), (0x0000_FFFF, 0x0001_0000), (0x0001_FFFE, 0x0002_0000), (0xFFFE_8000, 0xFFFF_0000)]
        )
        {
            var ksn = new AesKsn(0x1234567890123456, from);
            Assert.True(ksn.TryAdvance(out var next));
            Assert.Equal(ksn with { Counter = to }, next);
            Assert.True(next.IsValid);
        }

        var last = new AesKsn(0x1234567890123456, 0xFFFF_0000);
        Assert.True(last.IsValid);
        Assert.False(last.TryAdvance(out var none));
        Assert.Equal(0u, none.Counter);
        Assert.Equal("1234567890123456FFFF0000", last.ToString());
        Assert.False(new AesKsn(1, 0xFFFF_0001).IsValid);
        Assert.False(new AesKsn(1, 0x0001_FFFF).IsValid);
        Assert.False(new AesKsn(1, 0).IsValid);
    }

    [Fact]
    public void Parity_counts_ones_and_is_made_odd_by_the_lowest_bit()
    {
        for (var value = 0; value < 256; value++)
        {
            var ones = Convert.ToString(value, 2).Count(c => c == '1');
            Assert.Equal(ones % 2 == 1, DesParity.IsOdd([(byte)value]));
            byte[] key = [(byte)value];
            DesParity.MakeOdd(key);
            Assert.Equal(ones % 2 == 1 ? value : value ^ 1, key[0]);
        }

        Assert.True(DesParity.IsOdd([]));
        Assert.False(DesParity.IsOdd([1, 0, 1]));
    }

    private delegate SecretKey Make(KeyAlgorithm algorithm, ReadOnlySpan<byte> key);

    private static void OnlyTdes(Make make, params int[] lengths)
    {
        foreach (var length in (int[])[7, 8, 15, 16, 17, 24, 32])
        {
            if (lengths.Contains(length))
            {
                make(KeyAlgorithm.Tdes, new byte[length]).Dispose();
            }
            else
            {
                Refused(() => make(KeyAlgorithm.Tdes, new byte[length]));
            }
        }
    }

    private static void Refused(Action misuse) => Assert.ThrowsAny<ArgumentException>(misuse);

    private static void Refused<T>(Func<T> misuse) => Assert.ThrowsAny<ArgumentException>(() => misuse());

    private static void Encrypt(PinKey key, PinBlockFormat format, string pan, int length, string pin = "1234")
    {
        var clear = pin.Length == 0 ? default : ClearPin.From(pin);
        key.Encrypt(format, ref clear, pan, Vectors.System, new byte[length]);
    }

    private static string Pvv(PinVerificationKey key, string pan, int index, string pin, int length)
    {
        var clear = pin.Length == 0 ? default : ClearPin.From(pin);
        var pvv = new char[length];
        key.Compute(pan, index, ref clear, pvv);
        return new string(pvv);
    }

    private static string Value(SecretKey key)
    {
        using (key)
        {
            return Convert.ToHexString(key.Material);
        }
    }

    private static TdesKsn Tdes(string hex) => TdesKsn.TryRead(Convert.FromHexString(hex), out var ksn) ? ksn : default;
}
