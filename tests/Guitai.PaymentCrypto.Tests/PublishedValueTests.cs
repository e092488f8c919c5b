using Guitai.PaymentCrypto.CardValues;
using Guitai.PaymentCrypto.Cryptograms;
using Guitai.PaymentCrypto.Dukpt;
using Guitai.PaymentCrypto.KeyBlocks;
using Guitai.PaymentCrypto.Macs;
using Guitai.PaymentCrypto.National;
using Guitai.PaymentCrypto.PinBlocks;

namespace Guitai.PaymentCrypto.Tests;

/// <summary>Every algorithm against what others published.</summary>
public sealed class PublishedValueTests
{
    [Fact]
    public void Triple_DES_DUKPT_keys_and_PIN_blocks_are_the_standards()
    {
        using var baseKey = DukptBaseKey.FromClear(KeyAlgorithm.Tdes, Vectors.Bytes("0123456789ABCDEFFEDCBA9876543210"));
        foreach (var v in Vectors.Read("dukpt-tdes", 34))
        {
            Assert.True(TdesKsn.TryRead(v.Hex("ksn"), out var ksn));
            Assert.Equal(v.Text("ksn"), ksn.ToString());
            using var initial = baseKey.DeriveInitialKey(ksn);
            Assert.Equal("6AC292FAA1315B4D858AB3A3D7D5933A", Convert.ToHexString(initial.Material));
            var key = new byte[16];
            TdesDukpt.TransactionKey(initial.Material, ksn, key);
            Assert.Equal(v.Text("transactionKey"), Convert.ToHexString(key));
            using var pinKey = initial.DerivePinKey(ksn);
            using var pin = ClearPin.From("1234");
            var block = new byte[8];
            Encrypt(pinKey, PinBlockFormat.Iso0, "1234", "4012345678909", block);
            Assert.Equal(v.Text("pinBlock"), Convert.ToHexString(block));
        }
    }

    [Fact]
    public void Triple_DES_DUKPT_MACs_and_data_are_the_standards()
    {
        // ANSI X9.24-1:2009, A.4.2, first transaction: data 4012345678909D987.
        Assert.True(TdesKsn.TryRead(Vectors.Bytes("FFFF9876543210E00001"), out var ksn));
        using var initial = DukptInitialKey.FromClear(KeyAlgorithm.Tdes, Vectors.Bytes("6AC292FAA1315B4D858AB3A3D7D5933A"));
        var data = Vectors.Bytes("343031323334353637383930394439383700000000000000");
        var mac = new byte[8];
        using var request = initial.DeriveMacKey(ksn, response: false);
        request.Compute(data.AsSpan(0, 17), mac);
        Assert.Equal("9CCC78173FC4FB64", Convert.ToHexString(mac));
        using var response = initial.DeriveMacKey(ksn, response: true);
        response.Compute(data.AsSpan(0, 17), mac);
        Assert.Equal("20364223C1FF00FA", Convert.ToHexString(mac));
        using var dataKey = initial.DeriveDataKey(ksn, response: false);
        var encrypted = new byte[24];
        dataKey.EncryptCbc(new byte[8], data, encrypted);
        Assert.Equal("FC0D53B7EA1FDA9EE68AAF2E70D9B9506229BE2AA993F04F", Convert.ToHexString(encrypted));
    }

    [Fact]
    public void AES_DUKPT_derivation_keys_are_the_standards()
    {
        foreach (var v in Vectors.Read("dukpt-aes-derivation", 22))
        {
            Assert.True(AesKsn.TryRead(v.Hex("ksn"), out var ksn));
            Assert.True(ksn.IsValid);
            using var baseKey = DukptBaseKey.FromClear(KeyAlgorithm.Aes, v.Hex("baseKey"));
            using var initial = baseKey.DeriveInitialKey(ksn);
            var key = new byte[initial.LengthBytes];
            AesDukpt.DerivationKey(initial.Material, ksn, key);
            Assert.Equal(v.Text("derivationKey"), Convert.ToHexString(key));
        }
    }

    [Fact]
    public void AES_DUKPT_working_keys_of_every_use_and_type_are_the_standards()
    {
        foreach (var v in Vectors.Read("dukpt-aes-working", 20))
        {
            Assert.True(AesKsn.TryRead(v.Hex("ksn"), out var ksn));
            using var baseKey = DukptBaseKey.FromClear(KeyAlgorithm.Aes, v.Hex("baseKey"));
            using var initial = baseKey.DeriveInitialKey(ksn);
            var type = Enum.Parse<DukptKeyType>(v.Text("type"));
            var key = new byte[AesDukpt.LengthOf(type)];
            AesDukpt.WorkingKey(initial.Material, ksn, Enum.Parse<DukptUsage>(v.Text("usage")), type, key);
            Assert.Equal(v.Text("workingKey"), Convert.ToHexString(key));
        }
    }

    [Theory]
    [InlineData("1273671EA26AC29AFA4D1084127652A1", "9A9770AEE1ACD1B13473D0463A1883B9")]
    [InlineData(
        "CE9CE0C101D1138F97FB6CAD4DF045A7083D4EAE2D35A31789D01CCF0949550F",
        "AEFB210C136278A1279F7C8815F446DB8EBE2AA910B157AA4E6484D8DE9C4807"
    )]
    public void AES_DUKPT_update_keys_are_the_standards(string initialKey, string expected)
    {
        var key = new byte[initialKey.Length / 2];
        AesDukpt.UpdateKey(Vectors.Bytes(initialKey), 0x1234567890123456, key);
        Assert.Equal(expected, Convert.ToHexString(key));
    }

    [Fact]
    public void Key_blocks_of_all_four_versions_give_the_published_keys()
    {
        foreach (var v in Vectors.Read("key-blocks", 22))
        {
            var algorithm = v.Text("block")[0] is 'D' ? KeyAlgorithm.Aes : KeyAlgorithm.Tdes;
            using var protection = KeyBlockProtectionKey.FromClear(algorithm, v.Hex("kbpk"));
            var fault = protection.UnwrapClear(v.Text("block"), out var header, out var key);
            Assert.Equal((v.Text("block"), KeyBlockFault.None), (v.Text("block"), fault));
            Assert.Equal(v.Text("key"), Convert.ToHexString(key!.Span));
            Assert.Equal(v.Text("block")[5..7], header!.Usage);
        }
    }

    [Fact]
    public void The_standards_AES_key_block_is_written_byte_for_byte()
    {
        // TR-31:2018, A.7.4, with its padding.
        using var protection = KeyBlockProtectionKey.FromClear(
            KeyAlgorithm.Aes,
            Vectors.Bytes("88E1AB2A2E3DD38C1FA039A536500CC8A87AB9D62DC92C01058FA79F44657DE6")
        );
        using var key = PinKey.FromClear(KeyAlgorithm.Aes, Vectors.Bytes("3F419E1CB7079442AA37474C2EFBF8B8"));
        var block = protection.Wrap(key, 'E', 'E', Vectors.Fixed(Vectors.Bytes("1C2965473CE206BB855B01533782")));
        Assert.Equal(
            "D0112P0AE00E0000B82679114F470F540165EDFBF7E250FCEA43F810D215F8D207E2E417C07156A27E8E31DA05F7425509593D03A457DC34",
            block
        );
    }

    [Fact]
    public void MACs_are_the_published_ones()
    {
        foreach (var v in Vectors.Read("macs", 20))
        {
            using MacKey key = v.Text("algorithm") switch
            {
                "X919" => RetailMacKey.FromClear(KeyAlgorithm.Tdes, v.Hex("key")),
                "UnionPay" => UnionPayMacKey.FromClear(KeyAlgorithm.Tdes, v.Hex("key")),
                "CmacTdes" => CmacKey.FromClear(KeyAlgorithm.Tdes, v.Hex("key")),
                _ => CmacKey.FromClear(KeyAlgorithm.Aes, v.Hex("key")),
            };
            var mac = new byte[key.MacLength];
            key.Compute(v.Hex("data"), mac);
            Assert.Equal((v.Text("origin"), v.Text("mac")), (v.Text("origin"), Convert.ToHexString(mac)));
            Assert.True(key.Verify(v.Hex("data"), mac));
            Assert.True(key.Verify(v.Hex("data"), mac.AsSpan(0, 4)));
        }
    }

    [Fact]
    public void Clear_PIN_blocks_are_the_published_ones()
    {
        foreach (var v in Vectors.Read("pin-blocks", 12))
        {
            var format = (PinBlockFormat)v.GetProperty("format").GetInt32();
            Assert.Equal(v.Text("pin"), Decoded(format, v.Hex("block"), v.Text("pan")));
            if (format is PinBlockFormat.Iso0)
            {
                var block = new byte[8];
                var pin = ClearPin.From(v.Text("pin"));
                PinBlock.Encode(format, ref pin, v.Text("pan"), Vectors.System, block);
                Assert.Equal(v.Text("block"), Convert.ToHexString(block));
            }
        }
    }

    [Fact]
    public void Format_4_blocks_are_the_published_ones()
    {
        foreach (var v in Vectors.Read("pin-blocks-format4", 8))
        {
            using var key = PinKey.FromClear(KeyAlgorithm.Aes, v.Hex("key"));
            ClearPin pin = default;
            Assert.Equal(PinBlockFault.None, key.Decrypt(PinBlockFormat.Iso4, v.Hex("block"), v.Text("pan"), ref pin));
            var digits = new char[pin.Length];
            pin.CopyTo(digits);
            Assert.Equal(v.Text("pin"), new string(digits));
        }

        using var known = PinKey.FromClear(KeyAlgorithm.Aes, Vectors.Bytes("AF8CB133A78F8DC2D1359F18527593FB"));
        var written = new byte[16];
        Encrypt(known, PinBlockFormat.Iso4, "1234", "4111111111111111", written, Vectors.Fixed(Vectors.Bytes("2F69ADDE2E9E7ACE")));
        Assert.Equal("A912150391AB65A67E52883D81CE2D15", Convert.ToHexString(written));
    }

    [Fact]
    public void Card_verification_values_are_the_published_ones()
    {
        foreach (var v in Vectors.Read("cvv", 5))
        {
            using var key = CardVerificationKey.FromClear(KeyAlgorithm.Tdes, v.Hex("key"));
            var value = new char[3];
            key.Compute(v.Text("pan"), v.Text("expiry"), v.Text("service"), value);
            Assert.Equal(v.Text("cvv"), new string(value));
            Assert.True(key.Verify(v.Text("pan"), v.Text("expiry"), v.Text("service"), v.Text("cvv")));
        }
    }

    [Fact]
    public void PIN_verification_values_are_the_published_ones()
    {
        foreach (var v in Vectors.Read("pvv", 6))
        {
            using var key = PinVerificationKey.FromClear(KeyAlgorithm.Tdes, v.Hex("key"));
            var pin = ClearPin.From(v.Text("pin"));
            var pvv = new char[4];
            key.Compute(v.Text("pan"), v.GetProperty("index").GetInt32(), ref pin, pvv);
            Assert.Equal(v.Text("pvv"), new string(pvv));
        }
    }

    [Fact]
    public void Check_values_are_the_published_ones()
    {
        foreach (var v in Vectors.Read("kcv", 8))
        {
            Assert.Equal(v.Text("kcv"), KeyCheckValue.Of(Enum.Parse<KeyAlgorithm>(v.Text("algorithm")), v.Hex("key")));
        }
    }

    [Fact]
    public void Cryptograms_and_answers_are_the_published_ones()
    {
        foreach (var v in Vectors.Read("cryptograms", 15))
        {
            using var issuer = IssuerCryptogramKey.FromClear(KeyAlgorithm.Tdes, v.Hex("key"));
            using var card = issuer.DeriveCardKey(v.Text("pan"), v.Text("psn"), Enum.Parse<CardKeyOption>(v.Text("option")));
            using CryptogramKey used = v.Text("session").Length > 0 ? card.DeriveSessionKey(v.Hex("session")) : card;
            var padding = Enum.Parse<CryptogramPadding>(v.Text("padding"));
            var arqc = new byte[8];
            used.ComputeCryptogram(v.Hex("data"), padding, arqc);
            Assert.Equal(v.Text("arqc"), Convert.ToHexString(arqc));
            Assert.True(used.VerifyCryptogram(v.Hex("data"), padding, arqc));
            var answering = v.Text("arpcKey") is "card" ? card : used;
            var answer = new byte[v.Text("arpc").Length / 2];
            if (v.Text("arc").Length > 0)
            {
                answering.ComputeAnswer(arqc, v.Hex("arc"), answer);
            }
            else
            {
                answering.ComputeAnswer(arqc, v.Hex("csu"), v.Hex("prop"), answer);
            }

            Assert.Equal(v.Text("arpc"), Convert.ToHexString(answer));
        }
    }

    [Fact]
    public void A_counters_session_key_is_that_of_counter_and_zeros()
    {
        using var issuer = IssuerCryptogramKey.FromClear(KeyAlgorithm.Tdes, Vectors.Bytes("0123456789ABCDEFFEDCBA9876543210"));
        using var card = issuer.DeriveCardKey("1234567890123456", "00");
        using var session = card.DeriveSessionKey(0x001C);
        Assert.Equal("BAB0", card.CheckValue[..4]);
        Assert.Equal("22C8", session.CheckValue[..4]);
    }

    [Fact]
    public void Script_MACs_and_encryptions_are_the_published_ones()
    {
        foreach (var v in Vectors.Read("scripts", 9))
        {
            using var macMaster = IssuerScriptMacKey.FromClear(KeyAlgorithm.Tdes, v.Hex("macKey"));
            using var cipherMaster = IssuerScriptCipherKey.FromClear(KeyAlgorithm.Tdes, v.Hex("cipherKey"));
            var session = v.Text("method") is "Visa"
                ? ScriptSession.Visa(Convert.ToUInt16(v.Text("session"), 16))
                : ScriptSession.Common(v.Hex("session"));
            using var mac = macMaster.DeriveSessionKey(v.Text("pan"), v.Text("psn"), session);
            var computed = new byte[8];
            mac.Compute(v.Hex("message"), computed);
            Assert.Equal(v.Text("mac"), Convert.ToHexString(computed));
            if (v.Text("clear").Length > 0)
            {
                using var cipher = cipherMaster.DeriveSessionKey(v.Text("pan"), v.Text("psn"), session);
                var padding = Enum.Parse<ScriptPadding>(v.Text("padding"));
                var encrypted = new byte[ScriptCipherKey.EncryptedLength(v.Hex("clear").Length, padding)];
                cipher.Encrypt(v.Hex("clear"), padding, encrypted);
                Assert.Equal(v.Text("encrypted"), Convert.ToHexString(encrypted));
            }
        }
    }

    [Fact]
    public void SM3_and_SM4_are_the_national_standards()
    {
        foreach (var v in Vectors.Read("sm3", 3))
        {
            var hash = new byte[Sm3.HashLength];
            Sm3.Hash(v.Hex("text"), hash);
            Assert.Equal(v.Text("hash"), Convert.ToHexString(hash));
        }

        foreach (var v in Vectors.Read("sm4", 5))
        {
            using var key = DataKey.FromClear(KeyAlgorithm.Sm4, v.Hex("key"));
            var encrypted = new byte[v.Hex("plain").Length];
            var plain = new byte[encrypted.Length];
            if (v.Text("mode") is "ecb")
            {
                key.EncryptEcb(v.Hex("plain"), encrypted);
                key.DecryptEcb(encrypted, plain);
            }
            else
            {
                key.EncryptCbc(v.Hex("iv"), v.Hex("plain"), encrypted);
                key.DecryptCbc(v.Hex("iv"), encrypted, plain);
            }

            Assert.Equal(v.Text("encrypted"), Convert.ToHexString(encrypted));
            Assert.Equal(v.Text("plain"), Convert.ToHexString(plain));
        }
    }

    private static void Encrypt(PinKey key, PinBlockFormat format, string pin, string pan, byte[] block, FillRandom? random = null)
    {
        var clear = ClearPin.From(pin);
        key.Encrypt(format, ref clear, pan, random ?? Vectors.System, block);
        clear.Dispose();
    }

    private static string Decoded(PinBlockFormat format, byte[] block, string pan)
    {
        ClearPin pin = default;
        Assert.Equal(PinBlockFault.None, PinBlock.Decode(format, block, pan, ref pin));
        var digits = new char[pin.Length];
        pin.CopyTo(digits);
        return new string(digits);
    }
}
