using Guitai.PaymentCrypto.KeyBlocks;
using Guitai.PaymentCrypto.KeyStore;
using Guitai.PaymentCrypto.PinBlocks;

namespace Guitai.PaymentCrypto.Tests;

/// <summary>The key store in a file: two people, one use, rotation, nothing in clear.</summary>
public sealed class FileKeyStoreTests : KeyStoreTest
{
    private static readonly KeyName s_mac = new("host.mak");
    private static readonly KeyName s_pin = new("host.pik");

    [Fact]
    public async Task A_key_comes_from_two_people_and_survives_a_restart()
    {
        byte[] mac = new byte[8];
        using (var store = await CreateAsync())
        {
            var first = await store.BeginLoadAsync(s_mac, KeyUse.RetailMac, KeyAlgorithm.Tdes, "wang", Component(1, 16));
            Assert.Equal(KeyAnswer.Ok, first.Answer);
            Assert.Equal(KeyCheckValue.Of(KeyAlgorithm.Tdes, Component(1, 16)), first.CheckValue);
        }

        using (var store = await OpenAsync())
        {
            Assert.Equal(KeyAnswer.SamePerson, (await store.CompleteLoadAsync(s_mac, "WANG", Component(2, 16))).Answer);
            Assert.Equal(KeyAnswer.Malformed, (await store.CompleteLoadAsync(s_mac, "li", Component(2, 8))).Answer);
            Assert.Equal(KeyAnswer.Malformed, (await store.CompleteLoadAsync(s_mac, "li", Component(1, 16))).Answer);
            Assert.Equal(KeyAnswer.WrongCheckValue, (await store.CompleteLoadAsync(s_mac, "li", Component(2, 16), "000000")).Answer);
            var whole = Xor(Component(1, 16), Component(2, 16));
            var expected = KeyCheckValue.Of(KeyAlgorithm.Tdes, whole);
            var load = await store.CompleteLoadAsync(s_mac, "li", Component(2, 16), expected);
            Assert.Equal(new KeyLoad(KeyAnswer.Ok, expected), load);
            Assert.Equal(KeyAnswer.WrongMoment, (await store.CompleteLoadAsync(s_mac, "li", Component(2, 16))).Answer);
            Assert.Equal(KeyAnswer.Ok, store.Mac(s_mac, "message"u8, mac));
        }

        using (var store = await OpenAsync())
        {
            Assert.Equal(KeyAnswer.Ok, store.VerifyMac(s_mac, "message"u8, mac));
            Assert.Equal(KeyAnswer.Mismatch, store.VerifyMac(s_mac, "massage"u8, mac));
            var info = Assert.Single(store.List());
            Assert.Equal(("wang+li", KeyState.Current, 1), (info.LoadedBy, info.State, info.Version));
        }

        Assert.Contains(Audit.Entries, e => e is { Who: "wang", What: "key.component", Target: "host.mak", Result: "ok" });
        Assert.Contains(Audit.Entries, e => e is { Who: "WANG", What: "key.loaded", Result: "sameperson" });
        Assert.Contains(Audit.Entries, e => e is { Who: "li", What: "key.loaded", Target: "host.mak/1", Result: "ok" });
    }

    [Fact]
    public async Task A_MAC_key_does_nothing_with_PINs_and_a_PIN_key_nothing_with_MACs()
    {
        using var store = await CreateAsync();
        await LoadAsync(store, s_mac, KeyUse.RetailMac, 1);
        await LoadAsync(store, s_pin, KeyUse.PinEncryption, 3);
        var block = new byte[8];
        Assert.Equal(KeyAnswer.WrongUse, EncryptPin(store, s_mac, block));
        Assert.Equal(KeyAnswer.Ok, EncryptPin(store, s_pin, block));
        var translated = new byte[8];
        Assert.Equal(
            KeyAnswer.WrongUse,
            store.TranslatePin(s_mac, PinBlockFormat.Iso0, block, "4111111111111111", s_pin, PinBlockFormat.Iso0, translated)
        );
        Assert.Equal(
            KeyAnswer.WrongUse,
            store.TranslatePin(s_pin, PinBlockFormat.Iso0, block, "4111111111111111", s_mac, PinBlockFormat.Iso0, translated)
        );
        Assert.Equal(KeyAnswer.WrongUse, store.Mac(s_pin, "x"u8, block));
        Assert.Equal(KeyAnswer.WrongUse, store.VerifyMac(s_pin, "x"u8, block));
        Assert.Equal(KeyAnswer.WrongUse, store.Cipher(s_pin, true, 0, block, block, translated));
        Assert.Equal(
            KeyAnswer.WrongUse,
            (await store.BeginLoadAsync(s_pin, KeyUse.RetailMac, KeyAlgorithm.Tdes, "wang", Component(1, 16))).Answer
        );
        Assert.Equal(KeyAnswer.UnknownKey, store.Mac(new KeyName("nobody"), "x"u8, block));
        Assert.Equal(
            KeyAnswer.Ok,
            store.TranslatePin(s_pin, PinBlockFormat.Iso0, block, "4111111111111111", s_pin, PinBlockFormat.Iso3, translated)
        );
    }

    [Fact]
    public async Task An_old_version_verifies_and_decrypts_until_it_is_retired()
    {
        using var store = await CreateAsync();
        await LoadAsync(store, s_mac, KeyUse.RetailMac, 1);
        await LoadAsync(store, s_pin, KeyUse.PinEncryption, 11);
        var old = new byte[8];
        var oldBlock = new byte[8];
        store.Mac(s_mac, "m"u8, old);
        EncryptPin(store, s_pin, oldBlock);
        await LoadAsync(store, s_mac, KeyUse.RetailMac, 21);
        await LoadAsync(store, s_pin, KeyUse.PinEncryption, 31);
        var now = new byte[8];
        store.Mac(s_mac, "m"u8, now);
        Assert.NotEqual(old, now);
        Assert.Equal(KeyAnswer.Ok, store.VerifyMac(s_mac, "m"u8, old));
        Assert.Equal(KeyAnswer.Ok, store.VerifyMac(s_mac, "m"u8, now));
        var translated = new byte[8];
        Assert.Equal(
            KeyAnswer.Ok,
            store.TranslatePin(s_pin, PinBlockFormat.Iso0, oldBlock, "4111111111111111", s_pin, PinBlockFormat.Iso0, translated)
        );
        Assert.Equal([KeyState.Overlapping, KeyState.Current], store.List().Where(i => i.Name == s_mac).Select(i => i.State));
        Assert.Equal(KeyAnswer.Ok, await store.RetireAsync(s_mac, 1, "li"));
        Assert.Equal(KeyAnswer.UnknownKey, await store.RetireAsync(s_mac, 1, "li"));
        Assert.Equal(KeyAnswer.Ok, await store.RetireAsync(s_pin, 1, "li"));
        Assert.Equal(KeyAnswer.Mismatch, store.VerifyMac(s_mac, "m"u8, old));
        Assert.Equal(KeyAnswer.Ok, store.VerifyMac(s_mac, "m"u8, now));
        Assert.Equal(
            KeyAnswer.Malformed,
            store.TranslatePin(s_pin, PinBlockFormat.Iso0, oldBlock, "4111111111111111", s_pin, PinBlockFormat.Iso0, translated)
        );
    }

    [Fact]
    public async Task Seals_open_after_a_rotation_and_one_flipped_bit_is_refused()
    {
        var key = new KeyName("queue");
        using var store = await CreateAsync();
        Assert.Equal(KeyAnswer.Ok, (await store.GenerateOwnAsync(key, KeyUse.Storage, "host")).Answer);
        var plain = "4111111111111111"u8.ToArray();
        var seal = new byte[plain.Length + IKeyStore.SealOverhead];
        Assert.Equal(KeyAnswer.Ok, store.Seal(key, plain, "tender 7"u8, seal));
        await store.GenerateOwnAsync(key, KeyUse.Storage, "host");
        var opened = new byte[plain.Length];
        Assert.Equal(KeyAnswer.Ok, store.Open(key, seal, "tender 7"u8, opened));
        Assert.Equal(plain, opened);
        Assert.Equal(KeyAnswer.Tampered, store.Open(key, seal, "tender 8"u8, opened));
        for (var i = 0; i < seal.Length; i++)
        {
            seal[i] ^= 1;
            Assert.NotEqual(KeyAnswer.Ok, store.Open(key, seal, "tender 7"u8, opened));
            seal[i] ^= 1;
        }

        var lookup = new KeyName("pan.lookup");
        await store.GenerateOwnAsync(lookup, KeyUse.Lookup, "host");
        var hash = new byte[32];
        var again = new byte[32];
        Assert.Equal(KeyAnswer.Ok, store.LookupHash(lookup, plain, hash));
        await store.GenerateOwnAsync(lookup, KeyUse.Lookup, "host");
        store.LookupHash(lookup, plain, again);
        Assert.Equal(hash, again);
    }

    [Fact]
    public async Task Sign_in_keys_arrive_under_the_master_key_and_are_checked()
    {
        var tmk = new KeyName("terminal.tmk");
        using var host = await CreateAsync();
        await LoadAsync(host, tmk, KeyUse.KeyEncryption, 5);
        var issue = await host.GenerateAsync(new KeyName("t1.pik"), KeyUse.PinEncryption, 16, tmk);
        Assert.Equal(KeyAnswer.Ok, issue.Answer);
        Assert.Equal(4, issue.CheckValue.Count);
        var received = await host.ReceiveAsync(s_pin, KeyUse.PinEncryption, tmk, issue.Encrypted.ToArray(), issue.CheckValue.ToArray());
        Assert.Equal(KeyAnswer.Ok, received.Answer);
        Assert.Equal(Convert.ToHexString([.. issue.CheckValue.Take(3)]), received.CheckValue);
        var wrong = issue.CheckValue.ToArray();
        wrong[0] ^= 1;
        Assert.Equal(
            KeyAnswer.WrongCheckValue,
            (await host.ReceiveAsync(s_pin, KeyUse.PinEncryption, tmk, issue.Encrypted.ToArray(), wrong)).Answer
        );
        Assert.Equal(
            KeyAnswer.WrongUse,
            (await host.ReceiveAsync(s_mac, KeyUse.RetailMac, s_pin, issue.Encrypted.ToArray(), wrong)).Answer
        );
        var block = new byte[8];
        var translated = new byte[8];
        EncryptPin(host, new KeyName("t1.pik"), block);
        Assert.Equal(
            KeyAnswer.Ok,
            host.TranslatePin(s_pin, PinBlockFormat.Iso0, block, "4111111111111111", s_pin, PinBlockFormat.Iso0, translated)
        );
        Assert.Equal(block, translated);
    }

    [Fact]
    public async Task A_key_block_brings_a_key_for_its_own_use_only()
    {
        var kbpk = new KeyName("zone.kbpk");
        using var store = await CreateAsync();
        await LoadAsync(store, kbpk, KeyUse.KeyBlockProtection, 5, KeyAlgorithm.Aes, 32);
        using var protection = KeyBlockProtectionKey.FromClear(KeyAlgorithm.Aes, Xor(Component(5, 32), Component(6, 32)));
        using var pin = PinKey.FromClear(KeyAlgorithm.Aes, Component(9, 16));
        var block = protection.Wrap(pin, 'B', 'N', Vectors.System);
        Assert.Equal(KeyAnswer.WrongUse, (await store.ReceiveBlockAsync(s_mac, KeyUse.Cmac, kbpk, block)).Answer);
        Assert.Equal(pin.CheckValue, (await store.ReceiveBlockAsync(s_pin, KeyUse.PinEncryption, kbpk, block)).CheckValue);
        Assert.Equal(
            KeyAnswer.Tampered,
            (await store.ReceiveBlockAsync(s_pin, KeyUse.PinEncryption, kbpk, block[..^1] + (block[^1] == '0' ? '1' : '0'))).Answer
        );
        Assert.Equal(KeyAnswer.Malformed, (await store.ReceiveBlockAsync(s_pin, KeyUse.PinEncryption, kbpk, "nonsense")).Answer);
    }

    [Fact]
    public async Task The_file_opens_for_both_custodians_only_and_one_flipped_byte_is_refused()
    {
        using (var store = await CreateAsync())
        {
            await LoadAsync(store, s_mac, KeyUse.RetailMac, 1);
            Assert.Equal(KeyFileFault.InUse, (await OpenWithAsync(Custodian("zhao", 101), Custodian("qian", 102))).Fault);
        }

        Assert.Equal(KeyFileFault.WrongComponents, (await OpenWithAsync(Custodian("zhao", 101), Custodian("qian", 103))).Fault);
        Assert.Equal(KeyFileFault.SamePerson, (await OpenWithAsync(Custodian("zhao", 101), Custodian("zhao", 102))).Fault);
        Assert.Equal(KeyFileFault.Malformed, (await OpenWithAsync(Custodian("zhao", 101), Custodian("qian", 101))).Fault);
        using (var swapped = (await OpenWithAsync(Custodian("qian", 102), Custodian("zhao", 101))).Store)
        {
            Assert.NotNull(swapped);
        }

        var whole = await File.ReadAllBytesAsync(Path);
        for (var i = 0; i < whole.Length; i++)
        {
            var changed = whole.ToArray();
            changed[i] ^= 0x40;
            await File.WriteAllBytesAsync(Path, changed);
            var opening = await OpenWithAsync(Custodian("zhao", 101), Custodian("qian", 102));
            Assert.Null(opening.Store);
            Assert.True(opening.Fault is KeyFileFault.Corrupt or KeyFileFault.WrongComponents, $"{opening.Fault} at {i}");
        }

        await File.WriteAllBytesAsync(Path, whole[..^1]);
        Assert.Equal(KeyFileFault.Corrupt, (await OpenWithAsync(Custodian("zhao", 101), Custodian("qian", 102))).Fault);
    }

    [Fact]
    public async Task No_key_and_no_component_stands_in_the_file_or_theAudit()
    {
        var secret = Component(1, 16);
        using (var store = await CreateAsync())
        {
            await LoadAsync(store, s_mac, KeyUse.RetailMac, 1);
            await store.BeginLoadAsync(s_pin, KeyUse.PinEncryption, KeyAlgorithm.Tdes, "wang", secret);
        }

        var file = await File.ReadAllBytesAsync(Path);
        var told = string.Join('\n', Audit.Entries);
        foreach (var clear in new[] { secret, Component(2, 16), Xor(secret, Component(2, 16)), Component(101, 32), Component(102, 32) })
        {
            Assert.True(file.AsSpan().IndexOf(clear.AsSpan(0, 8)) < 0);
            Assert.DoesNotContain(Convert.ToHexString(clear.AsSpan(0, 4)), told, StringComparison.OrdinalIgnoreCase);
        }

        // The control: what is in the file in clear is found.
        Assert.True(file.AsSpan().IndexOf("GTKS"u8) == 0);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        }
    }

    [Fact]
    public async Task A_step_whoseAudit_fails_does_not_happen()
    {
        using var store = await CreateAsync();
        await store.BeginLoadAsync(s_mac, KeyUse.RetailMac, KeyAlgorithm.Tdes, "wang", Component(1, 16));
        Audit.Broken = true;
        await Assert.ThrowsAsync<IOException>(() => store.CompleteLoadAsync(s_mac, "li", Component(2, 16)));
        Audit.Broken = false;
        Assert.Empty(store.List());
        Assert.Equal(KeyAnswer.Ok, (await store.CompleteLoadAsync(s_mac, "li", Component(2, 16))).Answer);
        Assert.Equal(KeyAnswer.WrongMoment, await store.AbandonLoadAsync(s_mac, "li"));
    }
}
