using Guitai.PaymentCrypto.KeyStore;
using Guitai.PaymentCrypto.PinBlocks;

namespace Guitai.PaymentCrypto.Tests;

/// <summary>What a key store refuses, by which answer, and that it is written down.</summary>
public sealed partial class KeyStoreRefusalTests : KeyStoreTest
{
    private const PinBlockFormat F0 = PinBlockFormat.Iso0;
    private const PinBlockFormat F4 = PinBlockFormat.Iso4;
    private static readonly KeyName s_pin = new("pin");
    private static readonly KeyName s_aes = new("pin.aes");
    private static readonly KeyName s_mac = new("mac");
    private static readonly KeyName s_tdk = new("tdk");
    private static readonly KeyName s_bdk = new("bdk");
    private static readonly KeyName s_bdkAes = new("bdk.aes");
    private static readonly KeyName s_pvk = new("pvk");
    private static readonly KeyName s_cvk = new("cvk");
    private static readonly KeyName s_imk = new("imk");
    private static readonly KeyName s_nobody = new("nobody");

    [Fact]
    public async Task MAC_and_data_operations_refuse_lengths_that_cannot_be()
    {
        using var store = await FullAsync();
        byte[] B(int length) => new byte[length];
        Equal(KeyAnswer.Malformed, store.Mac(s_mac, "x"u8, B(3)), store.Mac(s_mac, "x"u8, B(9)));
        Equal(KeyAnswer.Ok, store.Mac(s_mac, "x"u8, B(4)), store.Mac(s_mac, "x"u8, B(8)));
        var ksn = Vectors.Bytes("FFFF9876543210E00001");
        var aes = Vectors.Bytes("123456789012345600000001");
        Equal(KeyAnswer.Malformed, store.DukptMac(s_bdk, ksn, "x"u8, B(3)), store.DukptMac(s_bdk, ksn, "x"u8, B(9)));
        Equal(KeyAnswer.Ok, store.DukptMac(s_bdk, ksn, "x"u8, B(4)), store.DukptMac(s_bdk, ksn, "x"u8, B(8)));
        Equal(KeyAnswer.Ok, store.DukptMac(s_bdkAes, aes, "x"u8, B(16)));
        Equal(
            KeyAnswer.Malformed,
            store.DukptMac(s_bdkAes, ksn, "x"u8, B(8)),
            store.DukptMac(s_bdk, aes, "x"u8, B(8)),
            store.DukptMac(s_bdkAes, Vectors.Bytes("123456789012345600000000"), "x"u8, B(8)),
            store.VerifyDukptMac(s_bdkAes, ksn, "x"u8, B(8))
        );
        Equal(KeyAnswer.Mismatch, store.VerifyDukptMac(s_bdkAes, aes, "x"u8, B(8)));
        Equal(KeyAnswer.UnknownKey, store.DukptMac(s_nobody, ksn, "x"u8, B(8)), store.VerifyDukptMac(s_nobody, ksn, "x"u8, B(8)));
        Equal(KeyAnswer.WrongUse, store.DukptMac(s_mac, ksn, "x"u8, B(8)), store.VerifyDukptMac(s_mac, ksn, "x"u8, B(8)));

        Equal(
            KeyAnswer.Malformed,
            store.Cipher(s_tdk, true, 0, B(7), B(16), B(16)),
            store.Cipher(s_tdk, true, 0, B(8), B(15), B(16)),
            store.Cipher(s_tdk, true, 0, B(8), B(16), B(8))
        );
        var (sealedData, opened) = (B(16), B(16));
        Equal(KeyAnswer.Ok, store.Cipher(s_tdk, true, 0, B(8), "sixteen letters."u8, sealedData));
        Assert.NotEqual("sixteen letters."u8.ToArray(), sealedData);
        await LoadAsync(store, s_tdk, KeyUse.DataEncryption, 90);
        Equal(KeyAnswer.Ok, store.Cipher(s_tdk, false, 1, B(8), sealedData, opened));
        Assert.Equal("sixteen letters."u8.ToArray(), opened);
        Equal(KeyAnswer.Ok, store.Cipher(s_tdk, false, 0, B(8), sealedData, opened));
        Assert.NotEqual("sixteen letters."u8.ToArray(), opened);
        Equal(KeyAnswer.UnknownKey, store.Cipher(s_tdk, false, 3, B(8), sealedData, opened));
        Equal(KeyAnswer.UnknownKey, store.Cipher(s_nobody, false, 1, B(8), sealedData, opened));
    }

    [Fact]
    public async Task PIN_operations_refuse_blocks_cards_and_numbers_that_cannot_be()
    {
        using var store = await FullAsync();
        Equal(
            KeyAnswer.Malformed,
            Enter(store, s_pin, F0, Pan, 7),
            Enter(store, s_pin, F4, Pan, 16),
            Enter(store, s_pin, F0, Pan[..12], 8),
            Enter(store, s_aes, F4, "", 16),
            Enter(store, s_aes, F0, Pan, 8),
            Enter(store, s_pin, F0, Pan, 8, "")
        );
        Equal(KeyAnswer.Ok, Enter(store, s_pin, F0, Pan[..13], 8), Enter(store, s_aes, F4, "4", 16));
        var block = new byte[8];
        EncryptPin(store, s_pin, block);
        Equal(
            KeyAnswer.Malformed,
            Move(store, s_pin, F0, block.AsSpan(1), Pan, s_pin, F0, 8),
            Move(store, s_pin, F0, block, Pan, s_pin, F0, 7),
            Move(store, s_pin, F0, block, Pan[..12], s_aes, F4, 16),
            Move(store, s_pin, F4, new byte[16], Pan, s_aes, F4, 16),
            Move(store, s_pin, F0, block, Pan, s_aes, F0, 8),
            Move(store, s_pin, F0, block, Pan, s_pin, PinBlockFormat.Iso1, 8),
            Move(store, s_pin, F0, new byte[8], Pan, s_pin, F0, 8)
        );
        Equal(KeyAnswer.Ok, Move(store, s_pin, F0, block, Pan, s_aes, F4, 16));
        Equal(
            KeyAnswer.UnknownKey,
            Move(store, s_nobody, F0, block, Pan, s_pin, F0, 8),
            Move(store, s_pin, F0, block, Pan, s_nobody, F0, 8)
        );
        Equal(
            KeyAnswer.Malformed,
            Check(store, block[..7], Pan, 1, "1234"),
            Check(store, block, Pan[..12], 1, "1234"),
            Check(store, block, Pan, -1, "1234"),
            Check(store, block, Pan, 10, "1234"),
            Check(store, block, Pan, 1, "123"),
            Check(store, new byte[8], Pan, 1, "1234")
        );
        Equal(KeyAnswer.Mismatch, Check(store, block, Pan, 0, "0000"), Check(store, block, Pan, 9, "0000"));
        Equal(KeyAnswer.UnknownKey, store.VerifyPin(s_pin, F0, block, Pan, s_nobody, 1, "1234"));
        Equal(KeyAnswer.UnknownKey, store.VerifyPin(s_nobody, F0, block, Pan, s_pvk, 1, "1234"));
    }

    [Fact]
    public async Task DUKPT_PINs_of_both_algorithms_are_moved_and_others_refused()
    {
        using var store = await FullAsync();
        var ksn = Vectors.Bytes("FFFF9876543210E00001");
        var serial = Vectors.Bytes("123456789012345600000001");
        var answers = new byte[16];
        AesKsnOf(serial, out var number);
        using var device = Dukpt
            .DukptBaseKey.FromClear(KeyAlgorithm.Aes, Xor(Component(31, 16), Component(32, 16)))
            .DeriveInitialKey(number);
        using var aesPin = device.DerivePinKey(number, Dukpt.DukptKeyType.Aes128);
        using var tdesPin = device.DerivePinKey(number, Dukpt.DukptKeyType.Tdes2);
        var pin = ClearPin.From("1234");
        var (four, zero) = (new byte[16], new byte[8]);
        aesPin.Encrypt(F4, ref pin, Pan, Vectors.System, four);
        tdesPin.Encrypt(F0, ref pin, Pan, Vectors.System, zero);
        var direct = new byte[8];
        EncryptPin(store, s_pin, direct);
        Equal(KeyAnswer.Ok, store.TranslateDukptPin(s_bdkAes, serial, F4, four, Pan, s_pin, F0, answers.AsSpan(0, 8)));
        Assert.Equal(direct, answers[..8]);
        answers.AsSpan().Clear();
        Equal(KeyAnswer.Ok, store.TranslateDukptPin(s_bdkAes, serial, F0, zero, Pan, s_pin, F0, answers.AsSpan(0, 8)));
        Assert.Equal(direct, answers[..8]);
        Equal(
            KeyAnswer.Malformed,
            store.TranslateDukptPin(s_bdk, ksn, F4, four, Pan, s_pin, F0, answers.AsSpan(0, 8)),
            store.TranslateDukptPin(s_bdk, serial, F0, zero, Pan, s_pin, F0, answers.AsSpan(0, 8)),
            store.TranslateDukptPin(s_bdkAes, ksn, F0, zero, Pan, s_pin, F0, answers.AsSpan(0, 8)),
            store.TranslateDukptPin(s_bdk, Vectors.Bytes("FFFF9876543210E00000"), F0, zero, Pan, s_pin, F0, answers.AsSpan(0, 8)),
            store.TranslateDukptPin(s_bdkAes, Vectors.Bytes("123456789012345600000000"), F0, zero, Pan, s_pin, F0, answers.AsSpan(0, 8)),
            store.TranslateDukptPin(s_bdk, ksn, F0, new byte[8], Pan, s_pin, F0, answers.AsSpan(0, 8))
        );
        Equal(KeyAnswer.UnknownKey, store.TranslateDukptPin(s_bdk, ksn, F0, zero, Pan, s_nobody, F0, answers.AsSpan(0, 8)));
        Equal(KeyAnswer.UnknownKey, store.TranslateDukptPin(s_nobody, ksn, F0, zero, Pan, s_pin, F0, answers.AsSpan(0, 8)));

        // A base key that was replaced still serves the devices that have the older one.
        await LoadAsync(store, s_bdkAes, KeyUse.DukptBase, 77, KeyAlgorithm.Aes);
        Equal(KeyAnswer.Ok, store.TranslateDukptPin(s_bdkAes, serial, F4, four, Pan, s_pin, F0, answers.AsSpan(0, 8)));
    }

    [Fact]
    public async Task Issuers_operations_refuse_what_cannot_be()
    {
        using var store = await FullAsync();
        Equal(
            KeyAnswer.Malformed,
            store.VerifyCardValue(s_cvk, Pan.AsSpan(0, 11), "2912", "101", "123"),
            store.VerifyCardValue(s_cvk, Pan, "291", "101", "123"),
            store.VerifyCardValue(s_cvk, Pan, "2912", "10", "123"),
            store.VerifyCardValue(s_cvk, Pan, "2912", "101", "12A")
        );
        Equal(KeyAnswer.UnknownKey, store.VerifyCardValue(s_nobody, Pan, "2912", "101", "123"));
        var (data, arqc) = (new byte[20], new byte[8]);
        Equal(
            KeyAnswer.Malformed,
            Answer(store, Pan[..7], "00", 10, data, arqc, 2, 8),
            Answer(store, Pan, "0", 10, data, arqc, 2, 8),
            Answer(store, Pan, "00", 14, data, arqc, 2, 8),
            Answer(store, Pan, "00", 10, data, arqc[..7], 2, 8),
            Answer(store, Pan, "00", 10, data, arqc, 2, 4),
            Answer(store, Pan, "00", 10, data, arqc, 4, 8),
            Answer(store, Pan, "00", 10, data, arqc, 3, 3)
        );
        Equal(KeyAnswer.Mismatch, Answer(store, Pan, "00", 10, data, arqc, 2, 8), Answer(store, Pan, "00", 18, data, arqc, 4, 4));

        using var issuer = Cryptograms.IssuerCryptogramKey.FromClear(KeyAlgorithm.Tdes, Xor(Component(51, 16), Component(52, 16)));
        using var card = issuer.DeriveCardKey(Pan, "00");
        using var session = card.DeriveSessionKey(7);
        session.ComputeCryptogram(data, Cryptograms.CryptogramPadding.Bit, arqc);
        var expected = new byte[4];
        session.ComputeAnswer(arqc, "\u0001\u0002\u0003\u0004"u8, [], expected);
        var answer = new byte[4];
        var transaction = new CardTransaction
        {
            Pan = Pan,
            Sequence = "00",
            Counter = 7,
            CryptogramVersion = 18,
        };
        Equal(KeyAnswer.Ok, store.AnswerCryptogram(s_imk, transaction, data, arqc, "\u0001\u0002\u0003\u0004"u8, answer));
        Assert.Equal(expected, answer);
    }

    [Fact]
    public async Task Seals_and_hashes_have_their_lengths_and_their_keys()
    {
        using var store = await CreateAsync();
        var (queue, lookup) = (new KeyName("queue"), new KeyName("lookup"));
        await store.GenerateOwnAsync(queue, KeyUse.Storage, "host");
        await store.GenerateOwnAsync(lookup, KeyUse.Lookup, "host");
        Equal(KeyAnswer.Malformed, store.Seal(queue, "x"u8, "c"u8, new byte[IKeyStore.SealOverhead]));
        Equal(KeyAnswer.UnknownKey, store.Seal(s_nobody, "x"u8, "c"u8, new byte[IKeyStore.SealOverhead + 1]));
        var empty = new byte[IKeyStore.SealOverhead];
        Equal(KeyAnswer.Ok, store.Seal(queue, [], "c"u8, empty), store.Open(queue, empty, "c"u8, []));
        Equal(KeyAnswer.Malformed, store.Open(queue, empty.AsSpan(1), "c"u8, []), store.Open(queue, empty, "c"u8, new byte[1]));
        var (first, second) = (new byte[33], new byte[33]);
        store.Seal(queue, "x"u8, "c"u8, first);
        store.Seal(queue, "x"u8, "c"u8, second);
        Assert.NotEqual(first, second);
        Equal(KeyAnswer.Malformed, store.LookupHash(lookup, "x"u8, new byte[31]));
        Equal(KeyAnswer.WrongUse, store.LookupHash(queue, "x"u8, new byte[32]));
        Equal(KeyAnswer.UnknownKey, store.LookupHash(s_nobody, "x"u8, new byte[32]));
        var hash = new byte[32];
        Equal(KeyAnswer.Ok, store.LookupHash(lookup, "x"u8, hash));
        Assert.Contains(hash, b => b != 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("with space")]
    [InlineData("ünicode")]
    [InlineData("a-name-of-sixty-five-characters-is-one-character-longer-than-may-be")]
    public void A_name_is_of_few_characters(string name) => Assert.Throws<ArgumentException>(() => new KeyName(name));

    [Fact]
    public void A_name_may_have_64_characters()
    {
        var name = new string('a', 62) + ".9";
        Assert.Equal(name, new KeyName(name).ToString());
        Assert.Equal("", default(KeyName).ToString());
    }

    private static void Equal(KeyAnswer expected, params KeyAnswer[] answers) => Assert.All(answers, a => Assert.Equal(expected, a));

    private static void AesKsnOf(byte[] bytes, out Dukpt.AesKsn ksn) => Assert.True(Dukpt.AesKsn.TryRead(bytes, out ksn));

    private static KeyAnswer Enter(FileKeyStore store, KeyName key, PinBlockFormat format, string pan, int length, string digits = "1234")
    {
        var pin = digits.Length == 0 ? default : ClearPin.From(digits);
        return store.EncryptPin(key, format, ref pin, pan, new byte[length]);
    }

    private static KeyAnswer Move(
        FileKeyStore store,
        KeyName from,
        PinBlockFormat fromFormat,
        ReadOnlySpan<byte> block,
        string pan,
        KeyName to,
        PinBlockFormat toFormat,
        int length
    ) => store.TranslatePin(from, fromFormat, block, pan, to, toFormat, new byte[length]);

    private static KeyAnswer Check(FileKeyStore store, byte[] block, string pan, int index, string pvv) =>
        store.VerifyPin(s_pin, F0, block, pan, s_pvk, index, pvv);

    private static KeyAnswer Answer(
        FileKeyStore store,
        string pan,
        string sequence,
        int version,
        byte[] data,
        byte[] arqc,
        int decision,
        int answer
    )
    {
        var card = new CardTransaction
        {
            Pan = pan,
            Sequence = sequence,
            Counter = 7,
            CryptogramVersion = version,
        };
        return store.AnswerCryptogram(s_imk, card, data, arqc, new byte[decision], new byte[answer]);
    }

    private async Task<FileKeyStore> FullAsync()
    {
        var store = await CreateAsync();
        await LoadAsync(store, s_pin, KeyUse.PinEncryption, 11);
        await LoadAsync(store, s_aes, KeyUse.PinEncryption, 13, KeyAlgorithm.Aes);
        await LoadAsync(store, s_mac, KeyUse.RetailMac, 15);
        await LoadAsync(store, s_tdk, KeyUse.DataEncryption, 17);
        await LoadAsync(store, s_bdk, KeyUse.DukptBase, 21);
        await LoadAsync(store, s_bdkAes, KeyUse.DukptBase, 31, KeyAlgorithm.Aes);
        await LoadAsync(store, s_pvk, KeyUse.PinVerification, 41);
        await LoadAsync(store, s_cvk, KeyUse.CardVerification, 43);
        await LoadAsync(store, s_imk, KeyUse.IssuerCryptogram, 51);
        return store;
    }
}
