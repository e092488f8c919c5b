using Guitai.PaymentCrypto.KeyStore;

namespace Guitai.PaymentCrypto.Tests;

/// <summary>What is written down of keys, and how keys are made.</summary>
public sealed partial class KeyStoreRefusalTests
{
    [Fact]
    public async Task Every_step_is_in_the_audit_with_who_what_which_key_and_how_it_ended()
    {
        using (var store = await CreateAsync())
        {
            var (own, tmk, kbpk) = (new KeyName("queue"), new KeyName("tmk"), new KeyName("kbpk"));
            Equal(
                KeyAnswer.Malformed,
                (await store.BeginLoadAsync(tmk, KeyUse.KeyEncryption, KeyAlgorithm.Tdes, " ", Component(1, 16))).Answer,
                (await store.BeginLoadAsync(tmk, KeyUse.KeyEncryption, KeyAlgorithm.Tdes, "wang", Component(1, 8))).Answer,
                (await store.BeginLoadAsync(tmk, KeyUse.KeyEncryption, KeyAlgorithm.Tdes, "wang", new byte[16])).Answer
            );
            await store.BeginLoadAsync(tmk, KeyUse.KeyEncryption, KeyAlgorithm.Tdes, "wang", Component(1, 16));
            var again = await store.BeginLoadAsync(tmk, KeyUse.KeyEncryption, KeyAlgorithm.Tdes, "wang", Component(1, 16));
            Assert.Equal(new KeyLoad(KeyAnswer.WrongMoment, ""), again);
            await store.BeginLoadAsync(kbpk, KeyUse.KeyBlockProtection, KeyAlgorithm.Aes, "wang", Component(3, 32));
            Equal(KeyAnswer.Ok, await store.AbandonLoadAsync(tmk, "li"));
            Equal(KeyAnswer.WrongMoment, await store.AbandonLoadAsync(tmk, "li"));
            // The other first component still waits.
            Equal(KeyAnswer.Ok, (await store.CompleteLoadAsync(kbpk, "li", Component(4, 32))).Answer);
            await LoadAsync(store, tmk, KeyUse.KeyEncryption, 1);
            var name = new KeyName("pik");
            var issue = await store.GenerateAsync(name, KeyUse.PinEncryption, 16, tmk);
            var (encrypted, check) = (issue.Encrypted.ToArray(), issue.CheckValue.ToArray());
            Equal(
                KeyAnswer.Malformed,
                (await store.GenerateAsync(name, KeyUse.PinEncryption, 15, tmk)).Answer,
                (await store.ReceiveAsync(name, KeyUse.PinEncryption, tmk, encrypted.AsMemory(1), check)).Answer,
                (await store.ReceiveAsync(name, KeyUse.PinEncryption, tmk, encrypted, check.AsMemory(0, 2))).Answer
            );
            Equal(
                KeyAnswer.WrongUse,
                (await store.GenerateAsync(name, KeyUse.RetailMac, 16, tmk)).Answer,
                (await store.ReceiveAsync(name, KeyUse.RetailMac, tmk, encrypted, check)).Answer,
                (await store.GenerateAsync(new KeyName("other"), KeyUse.RetailMac, 16, kbpk)).Answer
            );
            Equal(KeyAnswer.UnknownKey, (await store.GenerateAsync(new KeyName("other"), KeyUse.RetailMac, 16, s_nobody)).Answer);
            var block = (await store.ExportAsync(name, kbpk, "li", 'E')).Block;
            Equal(KeyAnswer.Ok, (await store.ReceiveBlockAsync(new KeyName("back"), KeyUse.PinEncryption, kbpk, block)).Answer);
            await store.ReceiveAsync(new KeyName("stays"), KeyUse.PinEncryption, tmk, encrypted, check);
            Equal(KeyAnswer.NotExportable, (await store.ExportAsync(new KeyName("stays"), kbpk, "li")).Answer);
            await store.GenerateOwnAsync(own, KeyUse.Storage, "host");
            Equal(KeyAnswer.NotExportable, (await store.ExportAsync(own, kbpk, "li")).Answer);
            Equal(KeyAnswer.Ok, await store.RetireAsync(name, 1, "li"));
            Equal(KeyAnswer.UnknownKey, await store.RetireAsync(name, 1, "li"), await store.RetireAsync(name, 9, "li"));
        }

        (await OpenAsync()).Dispose();
        Assert.Equal(
            KeyFileFault.Missing,
            (
                await FileKeyStore.OpenAsync(Path + ".no", Custodian("a", 1), Custodian("b", 2), Vectors.System, TimeProvider.System, Audit)
            ).Fault
        );
        var told = Audit.Entries.Select(e => $"{e.Who} {e.What} {e.Target} {e.Result}").ToList();
        foreach (
            var entry in (string[])
                [
                    "zhao+qian keystore.created keys.gtks ok",
                    "  key.component tmk malformed",
                    "wang key.component tmk ok",
                    "wang key.component tmk wrongmoment",
                    "li key.abandoned tmk ok",
                    "li key.abandoned tmk wrongmoment",
                    "li key.loaded kbpk/1 ok",
                    "tmk key.generated pik/1 ok",
                    "tmk key.generated pik malformed",
                    "tmk key.generated pik wronguse",
                    "tmk key.received pik malformed",
                    "tmk key.received pik wronguse",
                    "tmk key.received stays/1 ok",
                    "kbpk key.received back/1 ok",
                    "li key.exported pik>kbpk ok",
                    "host key.generated queue/1 ok",
                    "li key.retired pik/1 ok",
                    "li key.retired pik/1 unknownkey",
                    "zhao+qian keystore.opened keys.gtks ok",
                    "a+b keystore.opened keys.gtks.no missing",
                ]
        )
        {
            Assert.Contains(entry, told);
        }

        // A check value stands where a key was shown, and nowhere else.
        Assert.All(
            Audit.Entries,
            e =>
                Assert.Equal(
                    e.Result == "ok" && !e.What.StartsWith("keystore", StringComparison.Ordinal) && e.What != "key.abandoned",
                    e.CheckValue.Length == 6
                )
        );
    }

    [Fact]
    public async Task A_disk_that_refuses_is_audited_and_nothing_has_changed()
    {
        using var store = await CreateAsync();
        Directory.CreateDirectory(Path + ".new");
        await Assert.ThrowsAnyAsync<Exception>(() => store.GenerateOwnAsync(new KeyName("queue"), KeyUse.Storage, "host"));
        Assert.Empty(store.List());
        Assert.Contains(Audit.Entries, e => e is { Who: "host", What: "keystore.write", Result: "failed" });
        Directory.Delete(Path + ".new");
        Equal(KeyAnswer.Ok, (await store.GenerateOwnAsync(new KeyName("queue"), KeyUse.Storage, "host")).Answer);
    }

    [Fact]
    public async Task Keys_made_by_the_store_are_random_and_of_odd_parity()
    {
        using var store = await CreateAsync();
        await store.GenerateOwnAsync(IKeyWrapping.WrappingKey, KeyUse.Wrapping, "host");
        var tmk = new KeyName("tmk");
        await LoadAsync(store, tmk, KeyUse.KeyEncryption, 1);
        using var kek = KeyEncryptionKey.FromClear(KeyAlgorithm.Tdes, Xor(Component(1, 16), Component(2, 16)));
        var seen = new HashSet<string>();
        foreach (var _ in Enumerable.Range(0, 8))
        {
            var issue = await store.IssueAsync(tmk, "t", new KeyOrder(KeyUse.DataEncryption, 24));
            Equal(KeyAnswer.Ok, kek.Receive<DataKey>(issue.Keys[0].Encrypted.Span, issue.Keys[0].CheckValue.Span, out var key));
            Assert.True(DesParity.IsOdd(key!.Material));
            Assert.True(seen.Add(Convert.ToHexString(key.Material)));
            Assert.True(seen.Add(Convert.ToHexString(issue.Keys[0].Wrapped.Bytes.Span.Slice(9, 12))));
            key.Dispose();
            await store.GenerateOwnAsync(new KeyName("queue"), KeyUse.Storage, "host");
        }

        Assert.Equal(8, store.List().Where(i => i.Name == new KeyName("queue")).Select(i => i.CheckValue).Distinct().Count());
        Equal(KeyAnswer.Malformed, kek.Receive<DataKey>(new byte[16], new byte[2], out _));
        var single = (await store.IssueAsync(tmk, "t", new KeyOrder(KeyUse.UnionPayMac, 8))).Keys[0];
        Equal(KeyAnswer.Malformed, kek.Receive<DataKey>(single.Encrypted.Span, single.CheckValue.Span, out _));
        Equal(KeyAnswer.Ok, kek.Receive<Macs.UnionPayMacKey>(single.Encrypted.Span, single.CheckValue.Span, out var mak));
        mak!.Dispose();
        Equal(
            KeyAnswer.Malformed,
            kek.Receive<DataKey>(new byte[16], new byte[9], out _),
            kek.Receive<DataKey>(new byte[12], new byte[3], out _)
        );
        Equal(
            KeyAnswer.WrongCheckValue,
            kek.Receive<DataKey>(new byte[16], new byte[3], out _),
            kek.Receive<DataKey>(new byte[16], new byte[8], out _)
        );
    }
}
