using Guitai.PaymentCrypto.KeyStore;
using Guitai.PaymentCrypto.Macs;
using Guitai.PaymentCrypto.PinBlocks;
using Guitai.Testing;

namespace Guitai.PaymentCrypto.Tests;

/// <summary>Keys of thousands of terminals: made and taken by the store, kept elsewhere, useless to anyone else.</summary>
public sealed partial class WrappedKeyTests : KeyStoreTest
{
    private const string Terminal = "00000001";
    private static readonly KeyName s_zone = new("issuer.zpk");
    private static readonly byte[] s_tmk = Xor(Component(41, 16), Component(42, 16));

    [Fact]
    public async Task A_sign_in_hands_out_keys_that_the_terminal_uses_and_the_host_keeps_wrapped()
    {
        using var store = await ReadyAsync();
        await LoadAsync(store, s_zone, KeyUse.PinEncryption, 3);
        var tmk = await MasterKeyAsync(store, Terminal);
        var file = await File.ReadAllBytesAsync(Path);
        var issue = await store.IssueAsync(
            tmk,
            Terminal,
            new KeyOrder(KeyUse.PinEncryption, 16),
            new KeyOrder(KeyUse.UnionPayMac, 8),
            new KeyOrder(KeyUse.DataEncryption, 16),
            new KeyOrder(KeyUse.RetailMac, 16),
            new KeyOrder(KeyUse.Cmac, 24)
        );
        Assert.Equal(KeyAnswer.Ok, issue.Answer);
        Assert.Equal([16, 8, 16, 16, 24], issue.Keys.Select(k => k.Encrypted.Length));
        Assert.All(issue.Keys, k => Assert.Equal(4, k.CheckValue.Length));
        Assert.Contains(
            Audit.Entries,
            e => e is { What: "key.issued", Target: "00000001:pinencryption+unionpaymac+dataencryption+retailmac+cmac" }
        );

        // The terminal's side: field 62 under its master key.
        var block = new byte[8];
        var pin = ClearPin.From("1234");
        using (var pik = Receive<PinKey>(issue.Keys[0]))
        {
            pik.Encrypt(PinBlockFormat.Iso0, ref pin, Pan, Vectors.System, block);
        }

        var zone = new byte[8];
        Assert.Equal(KeyAnswer.Ok, store.TranslatePin(Ref(issue, 0), PinBlockFormat.Iso0, block, Pan, s_zone, PinBlockFormat.Iso0, zone));
        var direct = new byte[8];
        EncryptPin(store, s_zone, direct);
        Assert.Equal(direct, zone);

        CheckMac<UnionPayMacKey>(store, issue, 1, 8);
        CheckMac<RetailMacKey>(store, issue, 3, 8);
        CheckMac<CmacKey>(store, issue, 4, 8);

        var track = new byte[24];
        var clear = new byte[24];
        using (var tdk = Receive<DataKey>(issue.Keys[2]))
        {
            tdk.EncryptCbc(new byte[8], "4111111111111111=2912101"u8, track);
        }

        Assert.Equal(KeyAnswer.Ok, store.Cipher(Ref(issue, 2), false, 0, new byte[8], track, clear));
        Assert.Equal("4111111111111111=2912101"u8.ToArray(), clear);
        Assert.Equal(file, await File.ReadAllBytesAsync(Path));
    }

    [Fact]
    public async Task Wrapped_keys_outlive_the_process_as_bytes()
    {
        byte[] kept;
        var mac = new byte[8];
        using (var store = await ReadyAsync())
        {
            var issue = await store.IssueAsync(await MasterKeyAsync(store, Terminal), Terminal, new KeyOrder(KeyUse.UnionPayMac, 16));
            kept = issue.Keys[0].Wrapped.Bytes.ToArray();
            Assert.Equal(KeyAnswer.Ok, store.Mac(Ref(issue, 0), "message"u8, mac));
        }

        using (var store = await OpenAsync())
        {
            Assert.True(WrappedKey.TryRead(kept, out var wrapped));
            Assert.Equal(
                (KeyUse.UnionPayMac, KeyAlgorithm.Tdes, 16, false),
                (wrapped!.Use, wrapped.Algorithm, wrapped.LengthBytes, wrapped.IsComponent)
            );
            Assert.Equal("UnionPayMac key of 16 bytes under version 1", wrapped.ToString());
            Assert.Equal(KeyAnswer.Ok, store.VerifyMac(new KeyRef(wrapped, Terminal), "message"u8, mac));
            Assert.Equal(KeyAnswer.Mismatch, store.VerifyMac(new KeyRef(wrapped, Terminal), "massage"u8, mac));
        }
    }

    [Fact]
    public async Task A_wrapped_key_does_nothing_but_its_one_use()
    {
        using var store = await ReadyAsync();
        await LoadAsync(store, s_zone, KeyUse.PinEncryption, 3);
        var tmk = await MasterKeyAsync(store, Terminal);
        var issue = await store.IssueAsync(tmk, Terminal, new KeyOrder(KeyUse.PinEncryption, 16), new KeyOrder(KeyUse.RetailMac, 16));
        var (pik, mak) = (Ref(issue, 0), Ref(issue, 1));
        var block = new byte[8];
        var room = new byte[8];
        Assert.Equal(KeyAnswer.Ok, EncryptPin(store, pik, block));
        // Twice, because the second time the key is in memory.
        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(KeyAnswer.WrongUse, EncryptPin(store, mak, room));
            Assert.Equal(KeyAnswer.WrongUse, store.TranslatePin(mak, PinBlockFormat.Iso0, block, Pan, s_zone, PinBlockFormat.Iso0, room));
            Assert.Equal(KeyAnswer.WrongUse, store.Cipher(mak, false, 0, block, block, room));
            Assert.Equal(KeyAnswer.WrongUse, store.Mac(pik, "x"u8, room));
            Assert.Equal(KeyAnswer.WrongUse, store.VerifyMac(pik, "x"u8, room));
            Assert.Equal(KeyAnswer.WrongUse, store.VerifyMac(tmk, "x"u8, room));
            Assert.Equal(KeyAnswer.WrongUse, store.Cipher(tmk, false, 0, block, block, room));
            Assert.Equal(KeyAnswer.WrongUse, store.VerifyCardValue(mak, Pan, "2912", "101", "123"));
        }

        Assert.Equal(KeyAnswer.WrongUse, (await store.IssueAsync(pik, Terminal, new KeyOrder(KeyUse.RetailMac, 16))).Answer);
        Assert.Equal(KeyAnswer.Malformed, (await store.IssueAsync(tmk, Terminal, new KeyOrder(KeyUse.RetailMac, 8))).Answer);
        Assert.Equal(KeyAnswer.Malformed, (await store.IssueAsync(tmk, Terminal, new KeyOrder(KeyUse.Storage, 16))).Answer);
        Assert.Equal(KeyAnswer.Malformed, (await store.IssueAsync(tmk, Terminal)).Answer);
        Assert.All(
            new[] { KeyUse.Storage, KeyUse.Lookup, KeyUse.Wrapping },
            use => Assert.False(WrappedKey.TryRead(Changed(issue.Keys[0].Wrapped, 2, (byte)use), out _))
        );
    }

    [Fact]
    public async Task One_flipped_bit_of_a_wrapped_key_is_refused()
    {
        using var store = await ReadyAsync();
        var tmk = await MasterKeyAsync(store, Terminal);
        var issue = await store.IssueAsync(tmk, Terminal, new KeyOrder(KeyUse.UnionPayMac, 16));
        var mac = new byte[8];
        // In memory first, so that a changed one could be mistaken for it.
        Assert.Equal(KeyAnswer.Ok, store.Mac(Ref(issue, 0), "m"u8, mac));
        var bytes = issue.Keys[0].Wrapped.Bytes;
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var changed = bytes.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            if (WrappedKey.TryRead(changed, out var wrapped))
            {
                var answer = store.VerifyMac(new KeyRef(wrapped!, Terminal), "m"u8, mac);
                Assert.True(answer is KeyAnswer.Tampered or KeyAnswer.UnknownKey, $"{answer} at bit {bit}");
                Assert.NotEqual(KeyAnswer.Ok, store.Rewrap(wrapped!, Terminal, out _));
            }
        }

        // A MAC key that claims to be for PINs.
        Assert.True(WrappedKey.TryRead(Changed(issue.Keys[0].Wrapped, 2, (byte)KeyUse.PinEncryption), out var claimed));
        Assert.Equal(KeyAnswer.Tampered, EncryptPin(store, new KeyRef(claimed!, Terminal), new byte[8]));
    }

    [Fact]
    public async Task One_terminals_key_is_refused_for_another_terminal()
    {
        using var store = await ReadyAsync();
        var tmk = await MasterKeyAsync(store, Terminal);
        var issue = await store.IssueAsync(tmk, Terminal, new KeyOrder(KeyUse.UnionPayMac, 8));
        var wrapped = issue.Keys[0].Wrapped;
        var mac = new byte[8];
        Assert.Equal(KeyAnswer.Tampered, store.Mac(new KeyRef(wrapped, "00000002"), "m"u8, mac));
        Assert.Equal(KeyAnswer.Ok, store.Mac(new KeyRef(wrapped, Terminal), "m"u8, mac));
        Assert.Equal(KeyAnswer.Tampered, store.Mac(new KeyRef(wrapped, "00000002"), "m"u8, mac));
        Assert.Equal(KeyAnswer.Tampered, store.Mac(new KeyRef(wrapped, Terminal + "\0"), "m"u8, mac));
        Assert.Equal(KeyAnswer.Malformed, store.Mac(new KeyRef(wrapped, " "), "m"u8, mac));
        Assert.Equal(KeyAnswer.Malformed, store.Mac(new KeyRef(wrapped, new string('店', 43)), "m"u8, mac));
        Assert.Equal(KeyAnswer.UnknownKey, store.Mac(default(KeyRef), "m"u8, mac));
        Assert.Equal(KeyAnswer.Tampered, store.Rewrap(wrapped, "00000002", out _));
        Assert.Equal(KeyAnswer.Malformed, (await store.IssueAsync(tmk, "00000002", new KeyOrder(KeyUse.UnionPayMac, 8))).Answer);
        var other = new KeyRef(tmk.Wrapped!, "00000002");
        Assert.Equal(KeyAnswer.Tampered, (await store.IssueAsync(other, "00000002", new KeyOrder(KeyUse.UnionPayMac, 8))).Answer);
        // Named owners of the longest name work.
        var longest = new string('店', 42);
        Assert.Equal(
            KeyAnswer.Ok,
            (await store.IssueAsync(await MasterKeyAsync(store, longest), longest, new KeyOrder(KeyUse.Cmac, 16))).Answer
        );
    }

    [Fact]
    public async Task The_wrapping_key_rotates_with_overlap_and_its_retired_version_opens_nothing()
    {
        using var store = await ReadyAsync();
        var tmk = await MasterKeyAsync(store, Terminal);
        var issue = await store.IssueAsync(tmk, Terminal, new KeyOrder(KeyUse.UnionPayMac, 8));
        var old = issue.Keys[0].Wrapped;
        var mac = new byte[8];
        Assert.Equal(KeyAnswer.Ok, (await store.GenerateOwnAsync(IKeyWrapping.WrappingKey, KeyUse.Wrapping, "host")).Answer);
        Assert.Equal(KeyAnswer.Ok, store.Mac(new KeyRef(old, Terminal), "m"u8, mac));
        Assert.Equal(KeyAnswer.Ok, store.Rewrap(old, Terminal, out var renewed));
        Assert.Equal((1, 2), (old.WrappingVersion, renewed!.WrappingVersion));
        Assert.Equal(KeyAnswer.Ok, await store.RetireAsync(IKeyWrapping.WrappingKey, 1, "host"));
        Assert.Equal(KeyAnswer.UnknownKey, store.VerifyMac(new KeyRef(old, Terminal), "m"u8, mac));
        Assert.Equal(KeyAnswer.UnknownKey, store.Rewrap(old, Terminal, out _));
        Assert.Equal(KeyAnswer.Ok, store.VerifyMac(new KeyRef(renewed, Terminal), "m"u8, mac));
        Assert.Equal(KeyAnswer.UnknownKey, (await store.IssueAsync(tmk, Terminal, new KeyOrder(KeyUse.UnionPayMac, 8))).Answer);
    }

    [Fact]
    public async Task Only_the_wrapping_key_has_its_name_and_its_use()
    {
        using var store = await CreateAsync();
        var other = new KeyName("queue");
        Assert.Equal(KeyAnswer.WrongUse, (await store.GenerateOwnAsync(IKeyWrapping.WrappingKey, KeyUse.Storage, "host")).Answer);
        Assert.Equal(KeyAnswer.WrongUse, (await store.GenerateOwnAsync(other, KeyUse.Wrapping, "host")).Answer);
        var begun = await store.BeginLoadAsync(IKeyWrapping.WrappingKey, KeyUse.Cmac, KeyAlgorithm.Aes, "wang", Component(1, 16));
        Assert.Equal(KeyAnswer.WrongUse, begun.Answer);
        // Without it nothing can be wrapped.
        var load = await store.BeginWrapAsync(Terminal, KeyUse.KeyEncryption, KeyAlgorithm.Tdes, "wang", Component(1, 16));
        Assert.Equal((KeyAnswer.UnknownKey, null, ""), (load.Answer, load.Wrapped, load.CheckValue));
        // With it no seal can be opened or made.
        await store.GenerateOwnAsync(IKeyWrapping.WrappingKey, KeyUse.Wrapping, "host");
        Assert.Equal(KeyAnswer.WrongUse, store.Seal(IKeyWrapping.WrappingKey, "x"u8, "y"u8, new byte[1 + IKeyStore.SealOverhead]));
    }

    [Fact]
    public async Task A_master_key_comes_from_two_people_and_is_kept_wrapped()
    {
        using var store = await ReadyAsync();
        var (first, second) = (Component(41, 16), Component(42, 16));
        var begun = await store.BeginWrapAsync(Terminal, KeyUse.KeyEncryption, KeyAlgorithm.Tdes, "wang", first);
        Assert.Equal(KeyCheckValue.Of(KeyAlgorithm.Tdes, first), begun.CheckValue);
        Assert.True(WrappedKey.TryRead(begun.Wrapped!.Bytes.Span, out var waiting));
        Assert.True(waiting!.IsComponent);
        Assert.Equal(
            KeyAnswer.Malformed,
            (await store.IssueAsync(new KeyRef(waiting, Terminal), Terminal, new KeyOrder(KeyUse.Cmac, 16))).Answer
        );
        Assert.Equal(KeyAnswer.SamePerson, (await store.CompleteWrapAsync(waiting, Terminal, "WANG", second)).Answer);
        Assert.Equal(KeyAnswer.Tampered, (await store.CompleteWrapAsync(waiting, "00000002", "li", second)).Answer);
        Assert.Equal(KeyAnswer.Malformed, (await store.CompleteWrapAsync(waiting, Terminal, "li", first)).Answer);
        Assert.Equal(KeyAnswer.Malformed, (await store.CompleteWrapAsync(waiting, Terminal, "li", second.AsMemory(8))).Answer);
        Assert.Equal(KeyAnswer.WrongCheckValue, (await store.CompleteWrapAsync(waiting, Terminal, "li", second, "000000")).Answer);
        Assert.Equal(KeyAnswer.WrongCheckValue, (await store.CompleteWrapAsync(waiting, Terminal, "li", second, "")).Answer);
        var expected = KeyCheckValue.Of(KeyAlgorithm.Tdes, s_tmk);
        var load = await store.CompleteWrapAsync(waiting, Terminal, "li", second, expected);
        Assert.Equal((KeyAnswer.Ok, expected), (load.Answer, load.CheckValue));
        Assert.Equal(KeyAnswer.WrongMoment, (await store.CompleteWrapAsync(load.Wrapped!, Terminal, "li", second)).Answer);
        Assert.Equal(KeyAnswer.Ok, store.Rewrap(waiting, Terminal, out var renewed));
        Assert.Equal(KeyAnswer.SamePerson, (await store.CompleteWrapAsync(renewed!, Terminal, "wang", second)).Answer);

        // Whoever gave the first component cannot put another name on it.
        var bytes = waiting.Bytes.ToArray();
        "chen"u8.CopyTo(bytes.AsSpan(bytes.Length - 4));
        Assert.True(WrappedKey.TryRead(bytes, out var forged));
        Assert.Equal(KeyAnswer.Tampered, (await store.CompleteWrapAsync(forged!, Terminal, "wang", second)).Answer);
        Assert.Contains(Audit.Entries, e => e is { Who: "wang", What: "key.component", Target: "00000001:keyencryption", Result: "ok" });
        Assert.Contains(Audit.Entries, e => e is { Who: "li", What: "key.loaded", Result: "ok" } && e.CheckValue == expected);
        Assert.DoesNotContain(Audit.Entries, e => e.ToString().Contains(Convert.ToHexString(first.AsSpan(0, 4)), StringComparison.Ordinal));
        Assert.Single(store.List());
    }

    [Fact]
    public async Task A_step_whose_audit_fails_gives_nothing_out()
    {
        using var store = await ReadyAsync();
        var tmk = await MasterKeyAsync(store, Terminal);
        Audit.Broken = true;
        await Assert.ThrowsAsync<IOException>(() => store.IssueAsync(tmk, Terminal, new KeyOrder(KeyUse.Cmac, 16)));
        await Assert.ThrowsAsync<IOException>(() => store.ExportAsync(tmk, IKeyWrapping.WrappingKey, "wang"));
    }

    [Fact]
    public void Bytes_that_are_no_wrapped_key_are_refused_and_never_throw()
    {
        var random = new Random(7);
        for (var round = 0; round < Effort.Of(20_000); round++)
        {
            var bytes = new byte[random.Next(80)];
            random.NextBytes(bytes);
            if (bytes.Length > 4)
            {
                (bytes[0], bytes[1], bytes[2], bytes[3], bytes[4]) = (
                    1,
                    (byte)random.Next(4),
                    (byte)random.Next(20),
                    (byte)random.Next(5),
                    0
                );
            }

            if (bytes.Length > 37)
            {
                bytes[37] = (byte)(8 * random.Next(5));
            }

            if (WrappedKey.TryRead(bytes, out var key))
            {
                Assert.Equal(bytes, key!.Bytes.ToArray());
                Assert.NotEmpty(key.ToString());
            }
        }
    }

    private static KeyRef Ref(WorkingKeys issue, int place) => new(issue.Keys[place].Wrapped, Terminal);

    private static byte[] Changed(WrappedKey wrapped, int place, byte value)
    {
        var bytes = wrapped.Bytes.ToArray();
        bytes[place] = value;
        return bytes;
    }

    private static TKey Receive<TKey>(WorkingKey issued)
        where TKey : SecretKey, IBoundKey<TKey>
    {
        using var tmk = KeyEncryptionKey.FromClear(KeyAlgorithm.Tdes, s_tmk);
        Assert.Equal(KeyAnswer.Ok, tmk.Receive<TKey>(issued.Encrypted.Span, issued.CheckValue.Span, out var key));
        return key!;
    }

    private static void CheckMac<TKey>(FileKeyStore store, WorkingKeys issue, int place, int length)
        where TKey : MacKey, IBoundKey<TKey>
    {
        using var key = Receive<TKey>(issue.Keys[place]);
        var mac = new byte[length];
        var answer = new byte[length];
        key.Compute("a request"u8, mac);
        Assert.Equal(KeyAnswer.Ok, store.VerifyMac(Ref(issue, place), "a request"u8, mac));
        Assert.Equal(KeyAnswer.Mismatch, store.VerifyMac(Ref(issue, place), "a bequest"u8, mac));
        Assert.Equal(KeyAnswer.Ok, store.Mac(Ref(issue, place), "an answer"u8, answer));
        Assert.True(key.Verify("an answer"u8, answer));
        Assert.Equal(KeyAnswer.Malformed, store.Mac(Ref(issue, place), "an answer"u8, answer.AsSpan(0, 3)));
    }

    private static async Task<KeyRef> MasterKeyAsync(FileKeyStore store, string terminal)
    {
        var begun = await store.BeginWrapAsync(terminal, KeyUse.KeyEncryption, KeyAlgorithm.Tdes, "wang", Component(41, 16));
        var load = await store.CompleteWrapAsync(begun.Wrapped!, terminal, "li", Component(42, 16));
        Assert.Equal(KeyAnswer.Ok, load.Answer);
        return new KeyRef(load.Wrapped!, terminal);
    }

    private async Task<FileKeyStore> ReadyAsync()
    {
        var store = await CreateAsync();
        Assert.Equal(KeyAnswer.Ok, (await store.GenerateOwnAsync(IKeyWrapping.WrappingKey, KeyUse.Wrapping, "host")).Answer);
        return store;
    }
}
