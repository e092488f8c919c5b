using Guitai.PaymentCrypto.KeyBlocks;
using Guitai.PaymentCrypto.KeyStore;
using Guitai.PaymentCrypto.PinBlocks;

namespace Guitai.PaymentCrypto.Tests;

/// <summary>Keys that go from one store to another.</summary>
public sealed partial class WrappedKeyTests
{
    [Fact]
    public async Task A_key_goes_from_store_to_store_in_a_key_block_and_only_as_far_as_the_block_allows()
    {
        var kbpk = new KeyName("zone.kbpk");
        var weak = new KeyName("zone.weak");
        using var store = await ReadyAsync();
        await LoadAsync(store, kbpk, KeyUse.KeyBlockProtection, 5, KeyAlgorithm.Aes, 32);
        await LoadAsync(store, weak, KeyUse.KeyBlockProtection, 7, KeyAlgorithm.Tdes, 16);
        await LoadAsync(store, s_zone, KeyUse.PinEncryption, 3, KeyAlgorithm.Aes, 16);
        var tmk = await MasterKeyAsync(store, Terminal);

        var away = await store.ExportAsync(tmk, kbpk, "wang", 'E');
        Assert.Equal(KeyAnswer.Ok, away.Answer);
        Assert.StartsWith("D0112K0TB00E", away.Block, StringComparison.Ordinal);
        var back = await store.WrapBlockAsync(Terminal, KeyUse.KeyEncryption, kbpk, away.Block);
        Assert.Equal((KeyAnswer.Ok, KeyCheckValue.Of(KeyAlgorithm.Tdes, s_tmk)), (back.Answer, back.CheckValue));
        Assert.Equal(KeyAnswer.WrongUse, (await store.WrapBlockAsync(Terminal, KeyUse.PinEncryption, kbpk, away.Block)).Answer);
        Assert.Equal(KeyAnswer.Tampered, (await store.WrapBlockAsync(Terminal, KeyUse.KeyEncryption, kbpk, Flip(away.Block))).Answer);
        Assert.Equal(KeyAnswer.Malformed, (await store.WrapBlockAsync("", KeyUse.KeyEncryption, kbpk, away.Block)).Answer);
        Assert.Equal(KeyAnswer.WrongUse, (await store.WrapBlockAsync(Terminal, KeyUse.KeyEncryption, s_zone, away.Block)).Answer);
        Assert.Equal(KeyAnswer.Ok, (await store.ExportAsync(new KeyRef(back.Wrapped!, Terminal), kbpk, "wang")).Answer);

        // A block that says N brings a key that stays.
        var last = await store.ExportAsync(tmk, kbpk, "wang");
        var stays = await store.WrapBlockAsync(Terminal, KeyUse.KeyEncryption, kbpk, last.Block);
        Assert.Equal(KeyAnswer.NotExportable, (await store.ExportAsync(new KeyRef(stays.Wrapped!, Terminal), kbpk, "wang")).Answer);
        await store.ReceiveBlockAsync(new KeyName("t.tmk"), KeyUse.KeyEncryption, kbpk, last.Block);
        Assert.Equal(KeyAnswer.NotExportable, (await store.ExportAsync(new KeyName("t.tmk"), kbpk, "wang")).Answer);

        // By name; and never under a weaker key, never the store's own keys.
        var zone = await store.ExportAsync(s_zone, kbpk, "wang");
        using var protection = KeyBlockProtectionKey.FromClear(KeyAlgorithm.Aes, Xor(Component(5, 32), Component(6, 32)));
        Assert.Equal(KeyBlockFault.None, protection.Unwrap<PinKey>(zone.Block, out var key));
        Assert.Equal(KeyCheckValue.Of(KeyAlgorithm.Aes, Xor(Component(3, 16), Component(4, 16))), key!.CheckValue);
        key.Dispose();
        Assert.Equal(KeyAnswer.NotExportable, (await store.ExportAsync(s_zone, weak, "wang")).Answer);
        Assert.Equal(KeyAnswer.Ok, (await store.ExportAsync(tmk, weak, "wang")).Answer);
        Assert.Equal(KeyAnswer.NotExportable, (await store.ExportAsync(IKeyWrapping.WrappingKey, kbpk, "wang")).Answer);
        Assert.Equal(KeyAnswer.WrongUse, (await store.ExportAsync(s_zone, s_zone, "wang")).Answer);
        Assert.Equal(KeyAnswer.Malformed, (await store.ExportAsync(s_zone, kbpk, "wang", 'X')).Answer);
        Assert.Contains(Audit.Entries, e => e is { Who: "wang", What: "key.exported", Target: "issuer.zpk>zone.kbpk", Result: "ok" });
        Assert.Contains(Audit.Entries, e => e is { What: "key.exported", Target: "issuer.zpk>zone.weak", Result: "notexportable" });
    }

    [Fact]
    public async Task What_may_not_leave_still_may_not_after_a_restart()
    {
        var kbpk = new KeyName("zone.kbpk");
        using (var store = await ReadyAsync())
        {
            await LoadAsync(store, kbpk, KeyUse.KeyBlockProtection, 5, KeyAlgorithm.Aes, 32);
            await LoadAsync(store, s_zone, KeyUse.PinEncryption, 3);
            var block = (await store.ExportAsync(s_zone, kbpk, "wang")).Block;
            await store.ReceiveBlockAsync(new KeyName("stays"), KeyUse.PinEncryption, kbpk, block);
        }

        using (var store = await OpenAsync())
        {
            Assert.Equal(KeyAnswer.NotExportable, (await store.ExportAsync(new KeyName("stays"), kbpk, "wang")).Answer);
            Assert.Equal(KeyAnswer.Ok, (await store.ExportAsync(s_zone, kbpk, "wang")).Answer);
        }
    }

    private static string Flip(string block) => block[..^1] + (block[^1] == '0' ? '1' : '0');
}
