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

    [Fact]
    public async Task Every_file_has_its_own_salt_and_every_writing_its_own_nonce_and_number()
    {
        var heads = new List<byte[]>();
        using (var store = await CreateAsync())
        {
            heads.Add(await File.ReadAllBytesAsync(Path, TestContext.Current.CancellationToken));
            foreach (var name in (string[])["a", "b"])
            {
                await store.GenerateOwnAsync(new KeyName(name), KeyUse.Storage, "host");
                heads.Add(await File.ReadAllBytesAsync(Path, TestContext.Current.CancellationToken));
            }
        }

        using (var store = await OpenAsync())
        {
            await store.GenerateOwnAsync(new KeyName("c"), KeyUse.Storage, "host");
            heads.Add(await File.ReadAllBytesAsync(Path, TestContext.Current.CancellationToken));
        }

        Assert.Equal([1, 2, 3, 4], heads.Select(h => System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(h.AsSpan(5))));
        Assert.Equal(4, heads.Select(h => Convert.ToHexString(h, 29, 12)).Distinct().Count());
        File.Delete(Path);
        (await CreateAsync()).Dispose();
        var other = await File.ReadAllBytesAsync(Path, TestContext.Current.CancellationToken);
        Assert.NotEqual(heads[0][13..29], other[13..29]);
        var short31 = new CustodianComponent("li", Component(1, 31));
        Faults(
            KeyFileFault.Malformed,
            (await OpenWithAsync(Custodian("wang", 1), short31)).Fault,
            (await OpenWithAsync(short31, Custodian("wang", 1))).Fault
        );
        var zeros = new CustodianComponent("li", new byte[32]);
        Faults(
            KeyFileFault.Malformed,
            (await OpenWithAsync(Custodian("wang", 1), zeros)).Fault,
            (await OpenWithAsync(zeros, Custodian("wang", 1))).Fault
        );
        await File.WriteAllBytesAsync(Path, other.AsMemory(0, 59), TestContext.Current.CancellationToken);
        Faults(KeyFileFault.Corrupt, (await OpenWithAsync(Custodian("zhao", 101), Custodian("qian", 102))).Fault);
        await File.WriteAllBytesAsync(Path, new byte[200], TestContext.Current.CancellationToken);
        Faults(KeyFileFault.Corrupt, (await OpenWithAsync(Custodian("zhao", 101), Custodian("qian", 102))).Fault);
    }

    [Fact]
    public async Task Wrapping_refuses_owners_components_and_orders_that_cannot_be()
    {
        using var store = await CreateAsync();
        await store.GenerateOwnAsync(IKeyWrapping.WrappingKey, KeyUse.Wrapping, "host");
        var (tmk, kbpk) = (new KeyName("tmk"), new KeyName("kbpk"));
        await LoadAsync(store, tmk, KeyUse.KeyEncryption, 1);
        await LoadAsync(store, kbpk, KeyUse.KeyBlockProtection, 3, KeyAlgorithm.Aes, 32);
        foreach (
            var (owner, use, custodian, length) in ((string, KeyUse, string, int)[])
                [
                    ("", KeyUse.Cmac, "wang", 16),
                    (new string('1', 129), KeyUse.Cmac, "wang", 16),
                    ("1", KeyUse.Cmac, " ", 16),
                    ("1", KeyUse.Cmac, new string('w', 129), 16),
                    ("1", KeyUse.Storage, "wang", 32),
                    ("1", KeyUse.Cmac, "wang", 17),
                ]
        )
        {
            var algorithm = use is KeyUse.Storage ? KeyAlgorithm.Aes : KeyAlgorithm.Tdes;
            var load = await store.BeginWrapAsync(owner, use, algorithm, custodian, Component(1, length));
            Assert.Equal(new WrappedLoad(KeyAnswer.Malformed, null, ""), load);
        }

        var longest = new string('1', 128);
        var begun = await store.BeginWrapAsync(longest, KeyUse.Cmac, KeyAlgorithm.Tdes, new string('w', 128), Component(1, 16));
        Equal(KeyAnswer.Ok, begun.Answer, (await store.CompleteWrapAsync(begun.Wrapped!, longest, "li", Component(2, 16))).Answer);
        Assert.Equal("", (await store.CompleteWrapAsync(begun.Wrapped!, longest, "li", Component(1, 16))).CheckValue);

        var mixed = await store.IssueAsync(tmk, "1", new KeyOrder(KeyUse.RetailMac, 16), new KeyOrder(KeyUse.RetailMac, 8));
        Equal(KeyAnswer.Malformed, mixed.Answer);
        Assert.Empty(mixed.Keys);
        var issued = (await store.IssueAsync(tmk, "1", new KeyOrder(KeyUse.RetailMac, 16))).Keys[0].Wrapped;
        Assert.Equal(new KeyExport(KeyAnswer.NotExportable, ""), await store.ExportAsync(new KeyRef(issued, "1"), kbpk, "li"));
        Equal(KeyAnswer.Malformed, store.Rewrap(issued, "", out _));
        var block = (await store.ExportAsync(tmk, kbpk, "li")).Block;
        Equal(KeyAnswer.Ok, (await store.WrapBlockAsync("1", KeyUse.KeyEncryption, kbpk, block)).Answer);
        Assert.Contains(
            Audit.Entries,
            e => e is { Who: "kbpk", What: "key.received", Target: "1:keyencryption", Result: "ok", CheckValue.Length: 6 }
        );
        Assert.Equal("", (await store.WrapBlockAsync("1", KeyUse.RetailMac, kbpk, block)).CheckValue);
        await store.RetireAsync(IKeyWrapping.WrappingKey, 1, "li");
        var after = await store.IssueAsync(tmk, "1", new KeyOrder(KeyUse.RetailMac, 16));
        Equal(KeyAnswer.UnknownKey, after.Answer);
        Assert.Empty(after.Keys);
    }

    private static void Faults(KeyFileFault expected, params KeyFileFault[] faults) => Assert.All(faults, f => Assert.Equal(expected, f));
}
