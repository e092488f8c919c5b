using Guitai.PaymentCrypto.KeyStore;
using Guitai.PaymentCrypto.PinBlocks;

namespace Guitai.PaymentCrypto.Tests;

/// <summary>What a host and an issuer ask of a key store by name.</summary>
public sealed class KeyStoreServiceTests : KeyStoreTest
{
    private static readonly KeyName s_pin = new("host.pik");

    [Fact]
    public async Task DUKPT_devices_PINs_and_MACs_are_served_by_the_base_keys_name()
    {
        var bdk = new KeyName("host.bdk");
        var baseKey = Vectors.Bytes("0123456789ABCDEFFEDCBA9876543210");
        using var store = await CreateAsync();
        await store.BeginLoadAsync(bdk, KeyUse.DukptBase, KeyAlgorithm.Tdes, "wang", Component(1, 16));
        await store.CompleteLoadAsync(bdk, "li", Xor(Component(1, 16), baseKey), "08D7B4");
        await LoadAsync(store, s_pin, KeyUse.PinEncryption, 3);
        var ksn = Vectors.Bytes("FFFF9876543210E00001");
        var translated = new byte[8];
        Assert.Equal(
            KeyAnswer.Ok,
            store.TranslateDukptPin(
                bdk,
                ksn,
                PinBlockFormat.Iso0,
                Vectors.Bytes("1B9C1845EB993A7A"),
                "4012345678909",
                s_pin,
                PinBlockFormat.Iso0,
                translated
            )
        );
        Assert.Equal(KeyAnswer.Ok, store.VerifyDukptMac(bdk, ksn, "4012345678909D987"u8, Vectors.Bytes("9CCC78173FC4FB64")));
        Assert.Equal(KeyAnswer.Mismatch, store.VerifyDukptMac(bdk, ksn, "4012345678909D988"u8, Vectors.Bytes("9CCC78173FC4FB64")));
        var mac = new byte[8];
        Assert.Equal(KeyAnswer.Ok, store.DukptMac(bdk, ksn, "4012345678909D987"u8, mac));
        Assert.Equal("20364223C1FF00FA", Convert.ToHexString(mac));
        Assert.Equal(KeyAnswer.Malformed, store.VerifyDukptMac(bdk, ksn.AsSpan(1), "x"u8, mac));
        Assert.Equal(KeyAnswer.Malformed, store.VerifyDukptMac(bdk, Vectors.Bytes("FFFF9876543210E00000"), "x"u8, mac));
    }

    [Fact]
    public async Task Issuers_operations_answer_by_name()
    {
        var imk = new KeyName("issuer.imk-ac");
        var cvk = new KeyName("issuer.cvk");
        var pvk = new KeyName("issuer.pvk");
        var key = Vectors.Bytes("0123456789ABCDEFFEDCBA9876543210");
        using var store = await CreateAsync();
        foreach (var (name, use) in new[] { (imk, KeyUse.IssuerCryptogram), (cvk, KeyUse.CardVerification), (pvk, KeyUse.PinVerification) })
        {
            await store.BeginLoadAsync(name, use, KeyAlgorithm.Tdes, "wang", Component(1, 16));
            Assert.Equal("08D7B4", (await store.CompleteLoadAsync(name, "li", Xor(Component(1, 16), key))).CheckValue);
        }

        await LoadAsync(store, s_pin, KeyUse.PinEncryption, 3);
        Assert.Equal(KeyAnswer.Ok, store.VerifyCardValue(cvk, "4123456789012345", "8701", "101", "561"));
        Assert.Equal(KeyAnswer.Mismatch, store.VerifyCardValue(cvk, "4123456789012345", "8701", "101", "562"));
        Assert.Equal(KeyAnswer.Malformed, store.VerifyCardValue(cvk, "4123456789012345", "8701", "101", "56"));
        var block = new byte[8];
        var pin = ClearPin.From("1234");
        store.EncryptPin(s_pin, PinBlockFormat.Iso0, ref pin, "4321000000001234", block);
        Assert.Equal(KeyAnswer.Ok, store.VerifyPin(s_pin, PinBlockFormat.Iso0, block, "4321000000001234", pvk, 1, "6629"));
        Assert.Equal(KeyAnswer.Mismatch, store.VerifyPin(s_pin, PinBlockFormat.Iso0, block, "4321000000001234", pvk, 1, "6620"));
        var card = new CardTransaction
        {
            Pan = "1234567890123456",
            Sequence = "00",
            Counter = 0x001C,
            CryptogramVersion = 10,
        };
        var data = Vectors.Bytes("0000000040000000000000000124800004800001241911050152BF45851800001C03A06010");
        var arpc = new byte[8];
        Assert.Equal(KeyAnswer.Ok, store.AnswerCryptogram(imk, card, data, Vectors.Bytes("29CCA15AE665FA2E"), "00"u8, arpc));
        Assert.Equal("28993816AFAE4AEB", Convert.ToHexString(arpc));
        Assert.Equal(KeyAnswer.Mismatch, store.AnswerCryptogram(imk, card, data, Vectors.Bytes("29CCA15AE665FA2F"), "00"u8, arpc));
    }
}
